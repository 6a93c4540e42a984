// Cross sections of elastic scattering: totals and d sigma/dT, at fixed energies or averaged over a flux.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/moments.hh"
#include "tridens/process/electron_angle.hh"
#include "tridens/process/energy_limits.hh"
#include "tridens/rate/recoil_rate.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/reaction.hh"

namespace tridens::run {
namespace {

using process::ElasticProcess;

constexpr double per_keV = units::cm2 / units::keV;

/// What is the same for all rows of a request.
struct Setup {
  const ElasticXsecRequest& request;
  std::shared_ptr<const model::Model> model;
  matter::Material target;
  std::optional<ChosenFlux> flux;
  double targets = 1.0;                 // a cross section of a formula unit is of that many targets
  std::optional<double> events_factor;  // events = factor x cm^2 x flux integral
  Pieces pieces = {nullptr, {}, 0};
};

/// "Cs133 coherent", "Ge coherent -> N".
std::string part_name(const process::Component& component) {
  return component.nuclide + " " + component.name;
}

void add_part(ElasticXsecRow& row, const process::Component& component, double value) {
  row.value += value;
  const std::string name = part_name(component);
  const auto found =
      std::find_if(row.components.begin(), row.components.end(), [&](const auto& part) { return part.first == name; });
  if (found != row.components.end()) {
    found->second += value;
  } else {
    row.components.emplace_back(name, value);
  }
}

/// d sigma/dT at one recoil energy, cm2/keV.
ElasticXsecRow spectrum_row(const Setup& setup, const ElasticProcess& process, std::optional<double> energy,
                            double recoil) {
  ElasticXsecRow row;
  row.recoil_keV = recoil / units::keV;
  row.below_threshold = true;
  std::optional<flux::SpectrumMoments> moments;
  double norm = 1.0;
  if (!energy) {
    const flux::Spectrum& spectrum = setup.flux->flux.spectrum(process.neutrino());
    moments.emplace(spectrum);
    norm = spectrum.integral();
  }
  for (size_t i = 0; i < process.components().size(); ++i) {
    double value = 0.0;
    if (energy) {
      process.recoil_spectrum(i, &*energy, &recoil, 1, &value);
      const ElasticProcess::Range range = process.recoil_range(i, *energy);
      if (recoil >= range.low && recoil <= range.high && range.high > 0.0) row.below_threshold = false;
    } else {
      rate::recoil_rate(process, i, *moments, &recoil, 1, &value);
      value *= units::cm2 / norm;  // rates are per cm^-2 of the flux
      if (moments->above(process.lowest_energy(i, recoil))[0] > 0.0) row.below_threshold = false;
    }
    add_part(row, process.components()[i], value / setup.targets / per_keV);
  }
  row.below_threshold = row.below_threshold || row.value == 0.0;
  if (!energy && setup.events_factor) row.events = row.value * setup.targets * norm * *setup.events_factor;
  return row;
}

/// d sigma/d(E_e theta^2) at one value, cm2/MeV; averaged over a spectrum by quadrature.
ElasticXsecRow angle_row(const Setup& setup, const ElasticProcess& process, std::optional<double> energy,
                         double value) {
  constexpr double per_MeV = units::cm2 / units::MeV;
  ElasticXsecRow row;
  row.energy_theta2_MeV = value / units::MeV;
  const auto at = [&](double neutrino_energy, size_t component) {
    double sum = 0.0;
    for (const double recoil : process::recoils_at_energy_theta_squared(neutrino_energy, value)) {
      double spectrum = 0.0;
      process.recoil_spectrum(component, &neutrino_energy, &recoil, 1, &spectrum);
      sum += spectrum / std::abs(process::energy_theta_squared_slope(neutrino_energy, recoil));
    }
    return sum;
  };
  double norm = 1.0;
  for (size_t i = 0; i < process.components().size(); ++i) {
    double density = 0.0;
    if (energy) {
      density = at(*energy, i);
    } else {
      const flux::Spectrum& spectrum = setup.flux->flux.spectrum(process.neutrino());
      norm = spectrum.integral();
      density = rate::fold(spectrum, process.threshold(i), [&](double e) { return at(e, i); }) / norm;
    }
    add_part(row, process.components()[i], density / setup.targets / per_MeV);
  }
  row.below_threshold = row.value == 0.0;
  if (!energy && setup.events_factor) row.events = row.value * setup.targets * norm * *setup.events_factor;
  return row;
}

ElasticXsecRow total_row(const Setup& setup, const ElasticProcess& process, std::optional<double> energy) {
  ElasticXsecRow row;
  row.below_threshold = true;
  double norm = 1.0;
  for (size_t i = 0; i < process.components().size(); ++i) {
    double value = 0.0, error = 0.0;
    if (energy) {
      const process::CrossSection sigma = process.cross_section(i, *energy);
      value = sigma.value;
      error = sigma.error;
      row.below_threshold = row.below_threshold && sigma.below_threshold;
    } else {
      const flux::Spectrum& spectrum = setup.flux->flux.spectrum(process.neutrino());
      norm = spectrum.integral();
      const rate::Folded folded = fold_component(process, i, spectrum);
      value = folded.value / norm;
      error = folded.error / norm;
      row.below_threshold = row.below_threshold && spectrum.highest() <= process.threshold(i);
    }
    add_part(row, process.components()[i], value / setup.targets / units::cm2);
    row.error += error / setup.targets / units::cm2;
  }
  if (!energy && setup.events_factor) row.events = row.value * setup.targets * norm * *setup.events_factor;
  return row;
}

void add_row(Setup& setup, const ElasticProcess& process, std::optional<double> energy, ElasticXsecResult& result) {
  std::vector<ElasticXsecRow> rows;
  const auto add = [&](ElasticXsecRow row) {
    rows.push_back(std::move(row));
    setup.pieces.add();
  };
  for (const double recoil : setup.request.recoils_GeV) add(spectrum_row(setup, process, energy, recoil));
  for (const double value : setup.request.energy_theta2_GeV) add(angle_row(setup, process, energy, value));
  if (rows.empty()) add(total_row(setup, process, energy));
  for (ElasticXsecRow& row : rows) {
    row.neutrino = name(process.neutrino());
    row.energy_GeV = energy;
    if (row.components.size() < 2) row.components.clear();
    result.rows.push_back(std::move(row));
  }
}

/// The average over all species of the flux, each with its share.
void add_sums(const Setup& setup, const std::vector<Neutrino>& neutrinos, ElasticXsecResult& result) {
  const size_t per_species =
      std::max<size_t>(1, setup.request.recoils_GeV.size() + setup.request.energy_theta2_GeV.size());
  double all = 0.0;
  for (const Neutrino& neutrino : neutrinos) all += setup.flux->flux.spectrum(neutrino).integral();
  for (size_t k = 0; k < per_species; ++k) {
    ElasticXsecRow sum = result.rows[k];
    sum.neutrino = "all";
    sum.value = sum.error = 0.0;
    if (sum.events) sum.events = 0.0;
    sum.components.clear();
    for (size_t i = 0; i < neutrinos.size(); ++i) {
      const ElasticXsecRow& row = result.rows[i * per_species + k];
      const double share = setup.flux->flux.spectrum(neutrinos[i]).integral() / all;
      sum.value += share * row.value;
      sum.error += share * row.error;
      if (sum.events) *sum.events += *row.events;
      sum.below_threshold = sum.below_threshold && row.below_threshold;
    }
    result.rows.push_back(std::move(sum));
  }
}

/// A lowest recoil energy above every end point is a mistake, not a cross section of zero.
void refuse_closed(const ElasticXsecRequest& request, const ElasticXsecResult& result) {
  const bool spectrum = !request.recoils_GeV.empty() || !request.energy_theta2_GeV.empty();
  const bool open = std::any_of(result.rows.begin(), result.rows.end(),
                                [](const ElasticXsecRow& row) { return !row.below_threshold; });
  if (spectrum || open || request.process.recoil_min.empty()) return;
  throw UserError("no recoil of " + request.process.target + " lies above " + request.process.recoil_min,
                  "the end point of the recoils, 2 E^2/(M + 2 E), is below it",
                  "lower the recoil energy or raise the neutrino energy");
}

void check_recoils(const std::vector<double>& recoils) {
  for (const double recoil : recoils) {
    if (recoil > 0.0 && std::isfinite(recoil)) continue;
    throw UserError(fmt::format("a recoil energy of {} GeV", recoil), "it must be above zero",
                    "for example --recoil 5keV");
  }
}

}  // namespace

ElasticXsecResult elastic_xsec(const ElasticXsecRequest& request) {
  check_recoils(request.recoils_GeV);
  Setup setup{request, elastic_model(request.model), matter::material(request.process.target), {}, 1.0, {}};
  if (request.flux) setup.flux = choose_flux(*request.flux, "", request.process.neutrino);
  if (request.exposure && !setup.flux) {
    throw UserError("an exposure is given without a flux", "events need a number of neutrinos", "add --flux NAME");
  }
  if (request.exposure) setup.events_factor = exposure_factor(*request.exposure, setup.flux->flux, setup.target);
  const bool electrons = request.process.name == "nu-e";
  if (!electrons && !request.energy_theta2_GeV.empty()) {
    throw UserError("E_e theta^2 is asked for in " + request.process.name, "it belongs to scattering on electrons",
                    "use the process nu-e");
  }
  if (electrons) setup.targets = setup.target.proton_count();
  ElasticXsecResult result;
  result.per = electrons ? "electron" : setup.target.unit;
  const std::vector<Neutrino> neutrinos = neutrinos_of(request.process, setup.flux ? &setup.flux->flux : nullptr);
  const size_t points = std::max<size_t>(1, request.recoils_GeV.size() + request.energy_theta2_GeV.size());
  const size_t energies = request.energies_GeV.size() + (setup.flux ? 1 : 0);
  setup.pieces = Pieces(request.stop, request.progress, neutrinos.size() * energies * points);
  bool acts = false;
  for (const Neutrino& neutrino : neutrinos) {
    const auto process = make_elastic(request.process, *setup.model, setup.target, neutrino);
    double highest = setup.flux ? setup.flux->flux.spectrum(neutrino).highest() : 0.0;
    for (const double energy : request.energies_GeV) highest = std::max(highest, energy);
    acts = acts || adds_something(*process, highest);
    if (result.rows.empty()) result.provenance = provenance_of(*setup.model, *process, request.process.name);
    if (setup.flux) process::check_elastic_energy(request.process.name, setup.flux->flux.spectrum(neutrino).highest());
    for (const double energy : request.energies_GeV) process::check_elastic_energy(request.process.name, energy);
    if (setup.flux) add_row(setup, *process, std::nullopt, result);
    for (const double energy : request.energies_GeV) add_row(setup, *process, energy, result);
  }
  refuse_closed(request, result);
  if (!acts) note_idle_model(*setup.model, result.provenance);
  if (setup.flux) {
    result.flux = setup.flux->label;
    if (neutrinos.size() > 1) add_sums(setup, neutrinos, result);
    if (!setup.flux->checksum.empty())
      result.provenance.data_checksums[setup.flux->checksum_name()] = setup.flux->checksum;
  }
  return result;
}

}  // namespace tridens::run
