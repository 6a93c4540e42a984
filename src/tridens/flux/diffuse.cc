#include "tridens/flux/diffuse.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/broken_line.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/sampling.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {

namespace detail {

// One line per diffuse flux; each is built in its own file.
std::vector<DiffuseSource> diffuse_sources() {
  return {diffuse_astrophysical(), diffuse_atmospheric(), diffuse_atmospheric_table(), diffuse_cosmogenic(),
          diffuse_dark_matter()};
}

}  // namespace detail

namespace {

using detail::BrokenLine;
using detail::DiffuseSource;

/// What stands before the first comma, without blanks, the short name written out.
std::string name_of(std::string_view specification) {
  std::string_view name = specification.substr(0, specification.find(','));
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return name == "atmospheric" ? "atmospheric-high-energy" : std::string(name);
}

/// Nodes in the cosine of the zenith angle with their solid angles: panels that end at the horizon, where fluxes of the
/// atmosphere bend, and get narrower towards it.
math::QuadratureRule directions(double lowest, double highest) {
  constexpr int nodes = 8;
  constexpr std::array borders = {-1.0, -0.6, -0.3, -0.1, -0.03, 0.0, 0.03, 0.1, 0.3, 0.6, 1.0};
  const math::QuadratureRule rule = math::gauss_legendre(nodes);
  math::QuadratureRule result;
  for (size_t i = 0; i + 1 < borders.size(); ++i) {
    const double from = std::max(borders[i], lowest);
    const double to = std::min(borders[i + 1], highest);
    if (!(from < to)) continue;
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      result.nodes.push_back(from + (to - from) * rule.nodes[j]);
      result.weights.push_back(2.0 * units::pi * (to - from) * rule.weights[j]);
    }
  }
  return result;
}

/// Refined decade by decade, so that every decade has its own scale.
BrokenLine refined_by_decades(const std::function<double(double)>& function, double lowest, double highest,
                              double tolerance) {
  BrokenLine result;
  double from = lowest;
  while (from < highest) {
    const double to = 10.0 * from < highest * (1.0 - 1e-9) ? 10.0 * from : highest;
    const BrokenLine part = detail::refined(function, from, to, tolerance, 0.0);
    const size_t skip = result.energies.empty() ? 0 : 1;  // the node that two decades share
    for (size_t i = skip; i < part.energies.size(); ++i) {
      result.energies.push_back(part.energies[i]);
      result.values.push_back(part.values[i]);
    }
    from = to;
  }
  return result;
}

void add_lines(const DiffuseFlux& diffuse, Neutrino neutrino, double solid_angle, Flux& flux) {
  for (const DiffuseLine& line : diffuse.lines(neutrino)) {
    const Spectrum spectrum{Spectrum::Kind::line, {line.energy}, {solid_angle * line.intensity}};
    const auto found = flux.spectra.find(neutrino.pdg());
    if (found == flux.spectra.end()) {
      flux.spectra[neutrino.pdg()] = spectrum;
    } else {
      found->second = sum(found->second, spectrum);
    }
  }
}

}  // namespace

std::vector<DiffuseLine> DiffuseFlux::lines(Neutrino) const {
  return {};
}

std::vector<SourceInfo> diffuse_fluxes() {
  std::vector<SourceInfo> result;
  for (const DiffuseSource& source : detail::diffuse_sources()) result.push_back(source.info);
  return result;
}

bool is_diffuse_flux(std::string_view specification) {
  const std::string name = name_of(specification);
  for (const DiffuseSource& source : detail::diffuse_sources()) {
    if (source.info.name == name) return true;
  }
  return false;
}

std::shared_ptr<const DiffuseFlux> make_diffuse_flux(std::string_view specification, const TextReader& reader) {
  const std::string name = name_of(specification);
  std::vector<std::string> known;
  for (const DiffuseSource& source : detail::diffuse_sources()) {
    if (source.info.name == name) return source.make(specification, reader);
    known.push_back(source.info.name);
  }
  unknown_name("diffuse flux", name, known);
}

Flux integrated_over_sky(const DiffuseFlux& diffuse, double lowest_cos_zenith, double highest_cos_zenith) {
  if (!(lowest_cos_zenith < highest_cos_zenith) || lowest_cos_zenith < -1.0 || highest_cos_zenith > 1.0) {
    throw UserError(fmt::format("a sky from cos(zenith) {:g} to {:g}", lowest_cos_zenith, highest_cos_zenith),
                    "the band is empty or leaves -1 to 1", "give an increasing pair, -1 is from below");
  }
  Flux flux;
  flux.name = flux.title = diffuse.name();
  for (const std::string& paper : diffuse.papers()) flux.source += (flux.source.empty() ? "" : "; ") + paper;
  flux.exposure_unit = "s";
  const double solid_angle = 2.0 * units::pi * (highest_cos_zenith - lowest_cos_zenith);
  const math::QuadratureRule sky = directions(lowest_cos_zenith, highest_cos_zenith);
  for (const Neutrino neutrino : all_neutrinos()) {
    const auto density = [&](double energy) {
      if (diffuse.isotropic()) return solid_angle * diffuse.at(neutrino, energy, highest_cos_zenith);
      double sum = 0.0;
      for (size_t i = 0; i < sky.nodes.size(); ++i) {
        sum += sky.weights[i] * diffuse.at(neutrino, energy, sky.nodes[i]);
      }
      return sum;
    };
    const BrokenLine line = refined_by_decades(density, diffuse.lowest_energy(), diffuse.highest_energy(),
                                               diffuse.isotropic() ? 1e-5 : 1e-4);
    const bool anything = std::any_of(line.values.begin(), line.values.end(), [](double value) { return value > 0.0; });
    if (anything) flux.spectra[neutrino.pdg()] = detail::to_spectrum(line);
    add_lines(diffuse, neutrino, solid_angle, flux);
  }
  if (flux.spectra.empty()) {
    throw UserError(fmt::format("the flux '{}' is zero for every species", diffuse.name()), "nothing arrives",
                    "check its composition");
  }
  return flux;
}

Flux detail::diffuse_as_source(std::string_view specification) {
  Flux flux = integrated_over_sky(*make_diffuse_flux(specification));
  flux.name = std::string(specification);
  return flux;
}

}  // namespace tridens::flux
