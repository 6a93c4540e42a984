#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident_epa.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using process::CrossSection;
using process::Trident;

struct Sums {
  double value = 0.0, variance = 0.0, systematic = 0.0;
  bool open = false;  // some part is above threshold
};

/// One component by adaptive Monte Carlo, at an energy or folded with a spectrum (one more dimension).
CrossSection monte_carlo(const Trident& trident, size_t component, const flux::Spectrum& spectrum,
                         const XsecRequest& request) {
  const double threshold = trident.threshold(component);
  if (spectrum.highest() <= threshold) return {0.0, 0.0, true};
  math::MonteCarloOptions options;
  options.relative_precision = request.precision.relative;
  // Components get numbers of their own, so that their errors are independent.
  options.seed = request.seed + 0x9E3779B97F4A7C15u * component;
  options.threads = request.threads;
  const auto dimension = static_cast<size_t>(trident.dimension());
  const Pieces pieces(request.stop, {}, 0);
  math::MonteCarloResult result;
  if (spectrum.kind == flux::Spectrum::Kind::line) {
    const math::BatchIntegrand integrand = [&](const double* u, size_t count, double* values) {
      pieces.check();
      const std::vector<double> energy(count, spectrum.energies.front());
      trident.dsigma(component, energy.data(), u, count, values);
    };
    result = math::integrate(integrand, dimension, options);
  } else {
    const double low = std::max(threshold, spectrum.lowest()), range = std::log(spectrum.highest() / low),
                 norm = spectrum.integral();
    const math::BatchIntegrand integrand = [&](const double* u, size_t count, double* values) {
      pieces.check();
      std::vector<double> energy(count), weight(count);
      for (size_t i = 0; i < count; ++i) {
        energy[i] = std::min(low * std::exp(range * u[i]), spectrum.highest());
        weight[i] = range * energy[i] * spectrum.at(energy[i]) / norm;
      }
      trident.dsigma(component, energy.data(), u + count, count, values);
      for (size_t i = 0; i < count; ++i) values[i] *= weight[i];
    };
    result = math::integrate(integrand, dimension + 1, options);
  }
  if (!result.converged) {
    throw Failure(fmt::format("the Monte Carlo reached only {:.1e} of {:.1e}", result.error / result.value,
                              request.precision.relative),
                  fmt::format("after {} points", result.evaluations), "ask for less precision or use --method tables");
  }
  return {result.value, result.error, false};
}

constexpr std::string_view approximation_prefix = "epa-";

bool is_approximation(const std::string& method) {
  return method.starts_with(approximation_prefix);
}

/// Numerical accuracy of an approximation (test/process/trident_epa_test.cc); what it leaves out is far larger.
constexpr double approximation_accuracy = 1e-3;

/// One component in an equivalent-photon approximation.
CrossSection approximate(const Trident& trident, size_t component, const flux::Spectrum& spectrum,
                         const std::string& method) {
  const auto variant = process::parse_equivalent_photons(method.substr(approximation_prefix.size()));
  const double threshold = trident.threshold(component);
  if (spectrum.highest() <= threshold) return {0.0, 0.0, true};
  const auto at = [&](double energy) {
    return process::equivalent_photon_cross_section(trident, component, *trident.tables(), energy, variant);
  };
  const double value = rate::fold(spectrum, threshold, at) / spectrum.integral();
  return {value, approximation_accuracy * value, false};
}

const std::vector<std::string>& component_order() {
  static const std::vector<std::string> order = {"coherent", "proton", "neutron", "total"};
  return order;
}

/// Sums of a process by kind of component.
std::map<std::string, Sums> component_sums(const Trident& trident, const flux::Spectrum& spectrum,
                                           const XsecRequest& request) {
  const bool tables = request.precision.method == "tables";
  std::map<std::string, Sums> sums;
  std::vector<rate::Folded> averages;
  if (tables) averages = rate::flux_averages(trident, spectrum);
  for (size_t i = 0; i < trident.components().size(); ++i) {
    Pieces(request.stop, {}, 0).check();
    const bool below = spectrum.highest() <= trident.threshold(i);
    CrossSection sigma;
    if (tables) {
      sigma = {averages[i].value, averages[i].error, below};
    } else if (is_approximation(request.precision.method)) {
      sigma = approximate(trident, i, spectrum, request.precision.method);
    } else {
      sigma = monte_carlo(trident, i, spectrum, request);
    }
    for (const std::string& name : {trident.components()[i].name, std::string("total")}) {
      Sums& sum = sums[name];
      sum.value += sigma.value;
      sum.open = sum.open || !sigma.below_threshold;
      if (tables) {
        sum.systematic += sigma.error;  // of one table and one rule: fully correlated
      } else {
        sum.variance += sigma.error * sigma.error;
      }
    }
  }
  return sums;
}

/// Form factors of the nucleus that a spread runs over, where the nuclide has them.
std::map<std::string, double> spread_of(const XsecRequest& request, Neutrino neutrino, const flux::Spectrum& spectrum) {
  std::map<std::string, std::pair<double, double>> range;
  for (const char* nuclear : {"fourier-bessel", "symmetrised-fermi", "helm", "klein-nystrand"}) {
    for (const char* nucleonic : {"alberico", "dipole", "kelly"}) {
      XsecRequest varied = request;
      varied.precision.method = "tables";
      varied.process.form_factor = nuclear;
      varied.process.nucleon_form_factor = nucleonic;
      std::map<std::string, Sums> sums;
      try {
        const TridentSetup setup =
            make_tridents(varied.process, varied.model, {neutrino}, spectrum.highest(), request.threads);
        sums = component_sums(*setup.processes.front(), spectrum, varied);
      } catch (const UserError&) {
        continue;  // a form factor that this nuclide does not have is no part of the spread
      }
      for (const auto& [name, sum] : sums) {
        auto [found, added] = range.try_emplace(name, sum.value, sum.value);
        found->second = {std::min(found->second.first, sum.value), std::max(found->second.second, sum.value)};
      }
    }
  }
  std::map<std::string, double> result;
  for (const auto& [name, limits] : range) result[name] = 0.5 * (limits.second - limits.first);
  return result;
}

/// One line per kind of component and their total; `events_per_sigma` turns an average over the spectrum into events.
void add_rows(const XsecRequest& request, const Trident& trident, const flux::Spectrum& spectrum,
              std::optional<double> energy, std::optional<double> events_per_sigma, XsecResult& result) {
  const auto sums = component_sums(trident, spectrum, request);
  std::map<std::string, double> spread;
  if (request.spread) spread = spread_of(request, trident.neutrino(), spectrum);
  for (const std::string& name : component_order()) {
    const auto found = sums.find(name);
    if (found == sums.end()) continue;
    const Sums& sum = found->second;
    XsecRow row;
    row.neutrino = tridens::name(trident.neutrino());
    row.pair = trident.options().channel.pair();
    row.energy_GeV = energy;
    if (events_per_sigma) row.events = sum.value * *events_per_sigma;
    row.component = name;
    row.sigma_fb = sum.value / units::femtobarn;
    row.error_fb = (std::sqrt(sum.variance) + sum.systematic) / units::femtobarn;
    row.below_threshold = !sum.open;
    if (const auto half = spread.find(name); half != spread.end()) row.spread_fb = half->second / units::femtobarn;
    result.rows.push_back(row);
  }
}

/// The pairs meant by "mu-mu+" or "all": those that some neutrino of the request can make.
std::vector<std::string> chosen_pairs(const XsecRequest& request, const flux::Flux* flux) {
  if (request.process.pair != "all") return {request.process.pair};
  std::vector<std::string> pairs;
  for (const model::TridentChannel& channel : model::trident_channels()) {
    const bool wanted = request.process.neutrino == "all"
                            ? flux == nullptr || flux->has(channel.incoming)
                            : parse_neutrino(request.process.neutrino) == channel.incoming;
    const bool new_pair = std::find(pairs.begin(), pairs.end(), channel.pair()) == pairs.end();
    if (wanted && new_pair) pairs.push_back(channel.pair());
  }
  return pairs;
}

/// Cross sections that a request asks for: channels times energies, the average over a flux being one.
size_t cross_sections(const XsecRequest& request, const std::vector<std::string>& pairs, const flux::Flux* flux) {
  size_t channels = 0;
  for (const std::string& pair : pairs) channels += chosen_neutrinos(request.process.neutrino, pair, flux).size();
  return channels * (request.energies_GeV.size() + (flux == nullptr ? 0 : 1));
}

/// All rows of one lepton pair.
void add_pair(const XsecRequest& request, const std::optional<ChosenFlux>& chosen, double highest, Pieces& pieces,
              XsecResult& result) {
  const bool tables = request.precision.method != "montecarlo";
  const auto neutrinos =
      chosen_neutrinos(request.process.neutrino, request.process.pair, chosen ? &chosen->flux : nullptr);
  const TridentSetup setup = make_tridents(request.process, request.model, neutrinos, highest, request.threads, tables);
  const matter::Material& target = setup.processes.front()->options().target;
  result.per = target.unit;
  if (result.provenance.version.empty()) {
    result.provenance = provenance_of(setup);
    result.provenance.choices.emplace_back("method", request.precision.method);
  }
  std::optional<double> exposure;
  if (request.exposure && chosen) exposure = exposure_factor(*request.exposure, chosen->flux, target) / units::cm2;
  for (const auto& trident : setup.processes) {
    if (chosen) {
      const flux::Spectrum& spectrum = chosen->flux.spectrum(trident->neutrino());
      std::optional<double> events_per_sigma;
      if (exposure) events_per_sigma = *exposure * spectrum.integral();
      add_rows(request, *trident, spectrum, std::nullopt, events_per_sigma, result);
      pieces.add();
    }
    for (const double energy : request.energies_GeV) {
      const flux::Flux line = flux::mono_energetic(trident->neutrino(), energy);
      add_rows(request, *trident, line.spectrum(trident->neutrino()), energy, std::nullopt, result);
      pieces.add();
    }
  }
}

}  // namespace

std::vector<std::string> xsec_methods() {
  std::vector<std::string> methods = {"tables", "montecarlo"};
  for (const std::string& name : process::equivalent_photon_names()) {
    methods.push_back(std::string(approximation_prefix) + name);
  }
  return methods;
}

std::string known_process(const std::string& name) {
  (void)process::process_info(name);
  return name;
}

XsecResult xsec(const XsecRequest& request) {
  (void)process::process_info(request.process.name);
  if (request.process.name != process::trident_info().name) {
    throw Failure("xsec of " + request.process.name, "it has a calculation of its own", "call elastic_xsec");
  }
  const std::vector<std::string> methods = xsec_methods();
  if (std::find(methods.begin(), methods.end(), request.precision.method) == methods.end()) {
    unknown_name("method", request.precision.method, methods);
  }
  XsecResult result;
  std::optional<ChosenFlux> chosen;
  double highest = 0.0;
  if (request.flux) {
    chosen = choose_flux(*request.flux, "", request.process.neutrino);
    result.flux = chosen->label;
    for (const auto& [pdg, spectrum] : chosen->flux.spectra) highest = std::max(highest, spectrum.highest());
  }
  if (request.exposure && !chosen) {
    throw UserError("an exposure is given without a flux", "events need a number of neutrinos", "add --flux NAME");
  }
  for (const double energy : request.energies_GeV) highest = std::max(highest, energy);
  const flux::Flux* flux = chosen ? &chosen->flux : nullptr;
  const std::vector<std::string> pairs = chosen_pairs(request, flux);
  Pieces pieces(request.stop, request.progress, cross_sections(request, pairs, flux));
  for (const std::string& pair : pairs) {
    XsecRequest one = request;
    one.process.pair = pair;
    add_pair(one, chosen, highest, pieces, result);
  }
  if (chosen && !chosen->checksum.empty()) result.provenance.data_checksums[chosen->checksum_name()] = chosen->checksum;
  return result;
}

}  // namespace tridens::run
