// Analytic spectra, normalised to the integral 1, as broken lines on a grid that keeps the relative error
// between two points of the power law, and the error of the Gaussian relative to its maximum, below 1e-6.
//   power-law: E^-gamma from min to max;  flat: constant from min to max;  gaussian: mean and sigma, cut at 6
//   sigma and at E = 0.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/flux.hh"

namespace tridens::flux {
namespace {

constexpr double grid_error = 1e-6;  // (step)^2/8 times the second derivative

Flux shape_only(std::string name, std::string title, Neutrino neutrino, Spectrum spectrum) {
  Flux flux;
  flux.name = std::move(name);
  flux.title = std::move(title);
  flux.source = "analytic";
  flux.normalisation = Normalisation::shape_only;
  flux.spectra[neutrino.pdg()] = std::move(spectrum);
  return flux;
}

class Settings {
 public:
  Settings(const Specification& given, const std::vector<std::string>& needed) : specification(given) {
    for (const auto& [key, value] : given.settings) {
      if (std::find(needed.begin(), needed.end(), key) == needed.end()) {
        unknown_name("setting of flux " + given.name, key, needed);
      }
    }
    for (const std::string& key : needed) text(key);
  }

  double energy(std::string_view key) const {
    const double value = parse_quantity(text(key), Dimension::energy, key);
    if (!(value > 0.0)) refuse(key, "an energy is positive");
    return value;
  }
  double number(std::string_view key) const { return parse_quantity(text(key), Dimension::number, key); }

  [[noreturn]] void refuse(std::string_view key, std::string_view why) const {
    throw UserError(fmt::format("flux {} cannot use '{}'", specification.name, key), why,
                    fmt::format("change '{}'", key));
  }

 private:
  const Specification& specification;

  const std::string& text(std::string_view key) const {
    for (const auto& [name, value] : specification.settings) {
      if (name == key) return value;
    }
    throw UserError(fmt::format("flux {} needs '{}'", specification.name, key), "it is not given",
                    fmt::format("add '{}=...'", key));
  }
};

Spectrum normalised(Spectrum spectrum) {
  const double integral = spectrum.integral();
  if (!(integral > 0.0) || !std::isfinite(integral)) {
    throw UserError("the flux cannot be normalised", fmt::format("its integral is {:g}", integral),
                    "take a narrower range of energies");
  }
  for (double& value : spectrum.density) value /= integral;
  return spectrum;
}

void check_range(const Settings& settings, double min, double max) {
  if (!(max > min)) settings.refuse("max", "it must lie above 'min'");
}

Spectrum power_law(const Settings& settings) {
  const double gamma = settings.number("gamma");
  const double min = settings.energy("min");
  const double max = settings.energy("max");
  check_range(settings, min, max);
  constexpr double steepest = 20.0;
  if (std::abs(gamma) > steepest) settings.refuse("gamma", "its magnitude is at most 20");
  const double step = std::sqrt(8.0 * grid_error) / (std::abs(gamma) + 1.0);  // of log E
  const double steps = std::ceil(std::log(max / min) / step);
  Spectrum spectrum{Spectrum::Kind::points, {}, {}};
  for (double i = 0; i <= steps; ++i) {
    const double ratio = std::pow(max / min, i / steps);
    spectrum.energies.push_back(i == steps ? max : min * ratio);
    spectrum.density.push_back(std::pow(ratio, -gamma));
  }
  return normalised(std::move(spectrum));
}

Spectrum flat(const Settings& settings) {
  const double min = settings.energy("min");
  const double max = settings.energy("max");
  check_range(settings, min, max);
  return {Spectrum::Kind::histogram, {min, max}, {1.0 / (max - min)}};
}

Spectrum gaussian(const Settings& settings) {
  const double mean = settings.energy("mean");
  const double sigma = settings.energy("sigma");
  constexpr double reach = 6.0;
  const double min = std::max(0.0, mean - reach * sigma);
  const double max = mean + reach * sigma;
  if (!(max > min) || !(sigma > 1e-9 * mean)) settings.refuse("sigma", "it is too small: use a single energy");
  Spectrum spectrum{Spectrum::Kind::points, {}, {}};
  const double steps = std::ceil((max - min) / (sigma * std::sqrt(8.0 * grid_error)));
  for (double i = 0; i <= steps; ++i) {
    const double energy = min + (max - min) * i / steps;
    const double distance = (energy - mean) / sigma;
    spectrum.energies.push_back(energy);
    spectrum.density.push_back(std::exp(-0.5 * distance * distance));
  }
  return normalised(std::move(spectrum));
}

}  // namespace

Flux mono_energetic(Neutrino neutrino, double energy) {
  if (!(energy > 0.0) || !std::isfinite(energy)) {
    throw UserError(fmt::format("a neutrino of {:g} GeV was asked for", energy), "its energy must be positive",
                    "give for example '5 GeV'");
  }
  const std::string title = fmt::format("{} of {:g} GeV", name(neutrino), energy);
  return shape_only("mono-energetic", title, neutrino, {Spectrum::Kind::line, {energy}, {1.0}});
}

Flux analytic_flux(std::string_view specification, Neutrino neutrino) {
  const Specification parsed = parse_specification(specification, "flux");
  struct Shape {
    const char* name;
    std::vector<std::string> needed;
    std::function<Spectrum(const Settings&)> make;
  };
  const std::vector<Shape> shapes = {{"power-law", {"gamma", "min", "max"}, power_law},
                                     {"flat", {"min", "max"}, flat},
                                     {"gaussian", {"mean", "sigma"}, gaussian}};
  std::vector<std::string> names;
  for (const Shape& shape : shapes) {
    names.emplace_back(shape.name);
    if (parsed.name != shape.name) continue;
    const Settings settings(parsed, shape.needed);
    return shape_only(std::string(specification), fmt::format("{} {}", name(neutrino), specification), neutrino,
                      shape.make(settings));
  }
  unknown_name("analytic flux", parsed.name, names);
}

}  // namespace tridens::flux
