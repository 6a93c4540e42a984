// Dark neutrinos in the plane of the mass of N and |U_mu4|^2, 3+1 with a dark photon:
//
//   N_events(m, |U|^2) = those of `tridens rate` for nu_mu and anti-nu_mu (docs/physics/dark_neutrino_experiments.md),
//
// |U_mu4|^2 where it reaches a given number. One simulation per mass serves all |U|^2 (decay_template.hh). MiniBooNE:
// the band of its excess within two standard deviations. MINERvA and CHARM-II, after 1812.08768: N showers of all kinds
// expected in the region of the cuts beside S decays, uncertain by d (statistics and background) and in common with S
// by the flux, f; nothing seen but what is expected,
//   S^2 = 4.61 [d^2 + f^2 (N + S)^2]   (90 %, two parameters).
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/plane.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/decay_template.hh"

namespace tridens::run::bounds {
namespace {

constexpr double lowest_mixing = 1e-16, highest_mixing = 1e-2;

struct Couplings {
  double mediator_mass = 0.0, dark_coupling = 0.0, kinetic_mixing = 0.0;
};

DecayModel model_at(const Couplings& couplings, double mass, double mixing_squared, const SharedTables& tables) {
  model::DarkSectorParameters parameters;
  parameters.dark_coupling = couplings.dark_coupling;
  parameters.mediator_mass = couplings.mediator_mass;
  parameters.kinetic_mixing = couplings.kinetic_mixing;
  model::HeavyNeutrino N;
  N.mass = mass;
  N.mixing[static_cast<size_t>(Flavour::muon)] = std::sqrt(mixing_squared);
  N.dark_mixing = model::complete_dark_mixing(N.mixing);
  parameters.heavy = {N};
  return decay_model(model::DarkSector(parameters), 0, tables);
}

/// Selected decays at one mass as a function of |U_mu4|^2.
class EventsOfMixing {
 public:
  EventsOfMixing(const DecaySetup& setup, const Couplings& couplings, double mass, SharedTables tables)
      : setup_(setup), couplings_(couplings), mass_(mass), tables_(std::move(tables)) {
    DecaySetup own = setup;
    own.options.production = {12, 16, 1};
    own.options.simulation.points = 1024;
    own.options.simulation.repetitions = 8;
    own.options.simulation.width_scales = {1e-3, 1.0, 1e3};
    template_ = std::make_unique<DecayTemplate>(own, parts(1e-8));
  }
  double at(double mixing_squared) const {
    const DecayParts here = parts(mixing_squared);
    if (const auto change = template_->change_to(here)) return template_->events().decays->events(*change).count;
    return decay_events(setup_.experiment, setup_.flux, here, setup_.geometry, setup_.options).decays->events().count;
  }
  /// The least mixing with so many events; nothing when there is none. Beyond it they may fall again: dark photons then
  /// decay to neutrinos.
  std::optional<double> mixing_of(double events) const {
    const double step = 0.5 * std::log(10.0);
    double high = std::log(lowest_mixing);
    while (at(std::exp(high)) < events) {
      high += step;
      if (high > std::log(highest_mixing)) return std::nullopt;
    }
    double low = high - step;
    while (high - low > 1e-3) {
      const double middle = 0.5 * (low + high);
      (at(std::exp(middle)) < events ? low : high) = middle;
    }
    return std::exp(0.5 * (low + high));
  }

 private:
  DecayParts parts(double mixing_squared) const {
    return decay_parts(setup_.experiment, setup_.flux, model_at(couplings_, mass_, mixing_squared, tables_),
                       setup_.options.neutrinos);
  }
  const DecaySetup& setup_;
  Couplings couplings_;
  double mass_;
  SharedTables tables_;
  std::unique_ptr<const DecayTemplate> template_;
};

DecaySetup setup_of(const std::string& experiment, const std::string& efficiency) {
  std::map<std::string, std::string> changes = {{"neutrinos", "numu+numubar"}};
  if (!efficiency.empty()) changes["efficiency"] = efficiency;
  return make_decay_setup(experiment, changes);
}

/// Makes N with the highest energies of the flux.
bool reachable(const DecaySetup& setup, double mass) {
  for (const auto& [pdg, spectrum] : setup.flux.spectra) {
    if (std::abs(pdg) == 14 && spectrum.highest() > 2.0 * mass) return true;
  }
  return false;
}

BoundInfo info(const std::string& name, const std::string& title, int year) {
  BoundInfo result;
  result.name = name;
  result.title = title;
  result.plane = "dark-neutrino";
  result.year = year;
  result.formula = "events of upscattering and decay that pass the cuts of the experiment, 3+1 with a dark photon";
  result.papers = {"1807.09877", "1812.08768"};
  result.settings = {{"mediator-mass", "mass of the dark photon", "30 MeV"},
                     {"dark-coupling", "g' of the dark neutrino", "1.7724539"},
                     {"kinetic-mixing", "eps of L = e eps J_em Z'", "1.65551e-4"}};
  return result;
}

Couplings couplings_of(const SettingValues& values) {
  return {values.positive("mediator-mass", Dimension::energy), values.positive("dark-coupling"),
          values.positive("kinetic-mixing")};
}

Bound excess() {
  Bound bound;
  bound.info = info("miniboone-excess", "MiniBooNE, excess of electron-like events, neutrino mode", 2020);
  bound.info.shape = Shape::preferred;
  bound.info.exposure = "12.84e20 protons on target";
  bound.info.confidence = "2 sigma";
  bound.info.assumptions =
      "number of events alone, not their spectrum and angles; one efficiency for all showers in the fiducial volume, "
      "that of single electrons as recalled; no uncertainty of the flux beyond that of the excess";
  bound.info.papers.emplace_back("2006.16883");
  bound.info.settings.push_back({"efficiency", "of showers that pass the cuts", "0.2"});
  bound.compute = [own = bound.info](const BoundRequest& request) -> std::vector<BoundCurve> {
    const SettingValues values(own, request);
    (void)values.positive("efficiency");
    const DecaySetup setup = setup_of("miniboone-showers-fhc", values.text("efficiency"));
    const detector::DecayCounts counts = setup.experiment.counts.value();
    const double mean = counts.observed.value() - counts.background, error = 2.0 * counts.background_error;
    const auto tables = std::make_shared<process::FormFactorTables>();
    BoundCurve curve;
    for (const double mass : masses_of(request, plane(own.plane))) {
      if (!reachable(setup, mass)) continue;
      const EventsOfMixing events(setup, couplings_of(values), mass, tables);
      const auto low = events.mixing_of(mean - error), high = events.mixing_of(mean + error);
      if (!low || !high) continue;
      curve.mass.push_back(mass);
      curve.coupling.push_back(*low);
      curve.upper.push_back(*high);
    }
    return curve.mass.empty() ? std::vector<BoundCurve>{} : std::vector<BoundCurve>{curve};
  };
  return bound;
}

struct Search {
  const char *name, *title, *experiment, *exposure, *flux_error;
  int year;
};
constexpr Search searches[] = {
    {"minerva-le", "MINERvA, low-energy beam", "minerva-showers-le", "3.43e20 protons on target", "0.1", 2016},
    {"minerva-me", "MINERvA, medium-energy beam", "minerva-showers-me", "1.16e21 protons on target", "0.1", 2019},
    {"charm-ii", "CHARM-II, neutrino mode", "charm-ii-showers-fhc", "1.57e19 protons on target", "0.047", 1994}};

/// S above: the positive root.
double excluded_events(const detector::DecayCounts& counts, double flux_error) {
  constexpr double level = 4.605;  // 2 ln 10: 90 % of chi^2 with two degrees of freedom
  const double d2 = counts.background_error * counts.background_error, f2 = flux_error * flux_error,
               N = counts.background, a = 1.0 - level * f2, b = level * f2 * N;
  if (!(a > 0.0)) {
    throw UserError(fmt::format("an uncertainty of the flux of {:g}", flux_error),
                    "no number of events is excluded then", "it is below 0.46");
  }
  return (b + std::sqrt(b * b + a * level * (d2 + f2 * N * N))) / a;
}

Bound limit(const Search& search) {
  Bound bound;
  bound.info = info(search.name, search.title, search.year);
  bound.info.exposure = search.exposure;
  bound.info.confidence = "90 % CL, two parameters; of what is expected";
  bound.info.assumptions =
      "one bin with the showers that pass the cuts of 1812.08768, those of the predictions of the experiments as "
      "digitised from their figures, seen as predicted; uncertainty of the background 30 % (low energy), 40 % (medium "
      "energy) and 3 % (CHARM-II, from its sideband) and of the flux as in the text of the paper; neutrino mode alone";
  bound.info.settings.push_back({"flux-error", "relative uncertainty of the flux", search.flux_error});
  bound.info.settings.push_back(
      {"events", "decays that are excluded; limit: by the counts of the experiment", "limit"});
  bound.compute = [own = bound.info, search](const BoundRequest& request) -> std::vector<BoundCurve> {
    const SettingValues values(own, request);
    const DecaySetup setup = setup_of(search.experiment, "");
    const double wanted = values.text("events") == "limit"
                              ? excluded_events(setup.experiment.counts.value(), values.positive("flux-error"))
                              : values.positive("events");
    const auto tables = std::make_shared<process::FormFactorTables>();
    BoundCurve curve;
    for (const double mass : masses_of(request, plane(own.plane))) {
      if (!reachable(setup, mass)) continue;
      const auto mixing = EventsOfMixing(setup, couplings_of(values), mass, tables).mixing_of(wanted);
      if (!mixing) continue;
      curve.mass.push_back(mass);
      curve.coupling.push_back(*mixing);
    }
    return curve.mass.empty() ? std::vector<BoundCurve>{} : std::vector<BoundCurve>{curve};
  };
  return bound;
}

}  // namespace

std::vector<Bound> dark_neutrino_bounds() {
  std::vector<Bound> all = {excess()};
  for (const Search& search : searches) all.push_back(limit(search));
  return all;
}

}  // namespace tridens::run::bounds
