#include "tridens/run/gallery/elastic_context.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/rate/recoil_rate.hh"
#include "tridens/run/reaction.hh"

namespace tridens::run::gallery {
namespace {

constexpr double per_keV = units::cm2 / units::keV;

Scattering make(io::ProcessCard card, const ElasticModel& model) {
  Scattering result{nullptr, matter::material(card.target), 1.0};
  const auto couplings = elastic_model(io::ModelCard{model.name, model.settings});
  result.process = make_elastic(card, *couplings, result.target, parse_neutrino(card.neutrino));
  if (card.name == "nu-e") result.targets = result.target.proton_count();
  return result;
}

/// int phi d sigma/dT dE of all components, flux x GeV^-3, per formula unit.
std::vector<double> folded_spectrum(const Scattering& scattering, const flux::Spectrum& spectrum,
                                    const std::vector<double>& recoils) {
  const flux::SpectrumMoments moments(spectrum);
  std::vector<double> sum(recoils.size()), part(recoils.size());
  for (size_t i = 0; i < scattering.process->components().size(); ++i) {
    rate::recoil_rate(*scattering.process, i, moments, recoils.data(), recoils.size(), part.data());
    for (size_t k = 0; k < sum.size(); ++k) sum[k] += part[k] * units::cm2;
  }
  return sum;
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

}  // namespace

ElasticModel boson(const std::string& name, double mass, double coupling, const model::Settings& more) {
  ElasticModel result{name, more};
  result.settings["mass"] = fmt::format("{} GeV", mass);
  result.settings["coupling"] = fmt::format("{}", coupling);
  return result;
}

double small_coupling(double mass, double Q2) {
  return std::sqrt(1e-2 * std::sqrt(2.0) * constants::fermi_constant * (mass * mass + Q2));
}

Scattering cevns(const std::string& neutrino, const std::string& target, const ElasticModel& model,
                 io::ProcessCard choices) {
  choices.name = "cevns";
  choices.neutrino = neutrino;
  choices.target = target;
  return make(std::move(choices), model);
}

Scattering on_electrons(const std::string& neutrino, const std::string& target, const ElasticModel& model,
                        io::ProcessCard choices) {
  choices.name = "nu-e";
  choices.neutrino = neutrino;
  choices.target = target;
  return make(std::move(choices), model);
}

double sigma_cm2(const Scattering& scattering, double energy, const RecoilWindow& window) {
  double sum = 0.0;
  for (size_t i = 0; i < scattering.process->components().size(); ++i) {
    sum += scattering.process->cross_section(i, energy, window.low, window.high).value;
  }
  return sum / scattering.targets / units::cm2;
}

std::vector<double> spectrum_cm2_per_keV(const Scattering& scattering, double energy,
                                         const std::vector<double>& recoils) {
  const std::vector<double> energies(recoils.size(), energy);
  std::vector<double> sum(recoils.size()), part(recoils.size());
  for (size_t i = 0; i < scattering.process->components().size(); ++i) {
    scattering.process->recoil_spectrum(i, energies.data(), recoils.data(), recoils.size(), part.data());
    for (size_t k = 0; k < sum.size(); ++k) sum[k] += part[k];
  }
  return scaled(std::move(sum), 1.0 / scattering.targets / per_keV);
}

double average_cm2(const Scattering& scattering, const flux::Spectrum& spectrum, const RecoilWindow& window) {
  return rate::flux_average(*scattering.process, spectrum, window.low, window.high).value / scattering.targets /
         units::cm2;
}

std::vector<double> average_cm2_per_keV(const Scattering& scattering, const flux::Spectrum& spectrum,
                                        const std::vector<double>& recoils) {
  return scaled(folded_spectrum(scattering, spectrum, recoils),
                1.0 / spectrum.integral() / scattering.targets / per_keV);
}

double events(const Scattering& scattering, const flux::Spectrum& spectrum, double exposure, double tonnes,
              const RecoilWindow& window) {
  const double average = rate::flux_average(*scattering.process, spectrum, window.low, window.high).value;
  return rate::expected_events(exposure, tonnes * scattering.target.units_per_tonne(), average * spectrum.integral());
}

std::vector<double> events_per_keV(const Scattering& scattering, const flux::Spectrum& spectrum, double exposure,
                                   double tonnes, const std::vector<double>& recoils) {
  const double factor = rate::expected_events(exposure, tonnes * scattering.target.units_per_tonne(), units::keV);
  return scaled(folded_spectrum(scattering, spectrum, recoils), factor);
}

std::vector<std::string> species(const flux::Flux& flux) {
  std::vector<std::string> result;
  for (const Neutrino& neutrino : all_neutrinos()) {
    if (flux.has(neutrino)) result.push_back(name(neutrino));
  }
  return result;
}

flux::Flux source(const std::string& specification) {
  return flux::make_source(specification);
}

Curve total_curve(const std::string& label, const Scattering& scattering, const std::vector<double>& energies,
                  const RecoilWindow& window) {
  Curve curve;
  curve.label = label;
  for (const double energy : energies) {
    const double sigma = sigma_cm2(scattering, energy, window);
    if (!(sigma > 0.0)) continue;
    curve.x.push_back(energy);
    curve.y.push_back(sigma);
  }
  return curve;
}

namespace {

/// Points at which the spectrum is not zero.
Curve against_recoil(const std::string& label, const std::vector<double>& recoils, const std::vector<double>& values,
                     double unit) {
  Curve curve;
  curve.label = label;
  for (size_t i = 0; i < recoils.size(); ++i) {
    if (!(values[i] > 0.0)) continue;
    curve.x.push_back(recoils[i] / unit);
    curve.y.push_back(values[i]);
  }
  return curve;
}

}  // namespace

Curve recoil_curve(const std::string& label, const Scattering& scattering, double energy,
                   const std::vector<double>& recoils, double unit) {
  return against_recoil(label, recoils, spectrum_cm2_per_keV(scattering, energy, recoils), unit);
}

RateResult experiment_rate(const std::string& experiment, const ElasticModel& model,
                           const std::vector<std::string>& processes,
                           const std::map<std::string, std::string>& overrides) {
  RateRequest request;
  request.experiment = experiment;
  request.model = io::ModelCard{model.name, model.settings};
  request.processes = processes;
  request.overrides = overrides;
  return rate(request);
}

double CouplingResponse::ratio(double coupling) const {
  const double x = coupling * coupling;
  return 1.0 + x * (linear + quadratic * x);
}

double CouplingResponse::coupling_for(double change) const {
  // Roots of quadratic x^2 + linear x = +-change, written so that nothing cancels for a small quadratic part.
  double best = std::numeric_limits<double>::infinity();
  for (const double target : {change, -change}) {
    const double discriminant = linear * linear + 4.0 * quadratic * target;
    if (discriminant < 0.0) continue;
    const double q = linear + std::copysign(std::sqrt(discriminant), linear);
    for (const double x : {2.0 * target / q, -0.5 * q / quadratic}) {
      if (x > 0.0) best = std::min(best, std::sqrt(x));
    }
  }
  return best;
}

CouplingResponse coupling_response(const std::function<double(double coupling)>& rate, double scale) {
  const double x = scale * scale, none = rate(0.0);
  const double one = rate(scale) / none - 1.0, two = rate(std::sqrt(2.0) * scale) / none - 1.0;
  const double quadratic = (two - 2.0 * one) / (2.0 * x * x);
  return {one / x - quadratic * x, quadratic};
}

std::string symbol(const std::string& neutrino) {
  const Neutrino parsed = parse_neutrino(neutrino);
  const std::string flavour = std::array{"e", "\\mu", "\\tau"}[static_cast<size_t>(parsed.flavour)];
  return parsed.antiparticle ? "$\\bar{\\nu}_{" + flavour + "}$" : "$\\nu_{" + flavour + "}$";
}

}  // namespace tridens::run::gallery
