// Event rates without event selection: fluxes and detectors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;

constexpr double square_metre = 1e4;  // cm2

/// The channels that make a pair, or for e-mu+ that pair and its opposite, one per neutrino of a flux.
std::vector<TridentChannel> channels_of(const flux::Flux& flux, const std::string& pair) {
  std::vector<TridentChannel> result;
  const auto [minus, plus] = model::parse_lepton_pair(pair);
  for (const TridentChannel& line : model::trident_channels()) {
    const bool same = line.minus == minus && line.plus == plus, opposite = line.minus == plus && line.plus == minus;
    if ((same || opposite) && flux.has(line.incoming)) result.push_back(line);
  }
  return result;
}

Figure flux_figure(Context& context, const std::string& title, const std::vector<std::string>& names, double highest) {
  Figure figure{title, "neutrino energy [GeV]", R"(flux [neutrinos / m$^2$ / GeV / POT])", false, true, {}, 1e-8, {}};
  for (const std::string& name : names) {
    const flux::Flux& flux = context.flux(name);
    for (const Neutrino neutrino : all_neutrinos()) {
      if (!flux.has(neutrino)) continue;
      const flux::Spectrum& spectrum = flux.spectrum(neutrino);
      Curve curve;
      curve.label = tridens::name(neutrino) + (names.size() > 1 ? ", " + name : "");
      curve.style = Style::steps;
      curve.x = {spectrum.energies[0]};
      for (size_t i = 0; i + 1 < spectrum.energies.size() && spectrum.energies[i + 1] <= highest; ++i) {
        curve.x.push_back(spectrum.energies[i + 1]);
        curve.y.push_back(spectrum.density[i] * square_metre);
      }
      figure.curves.push_back(curve);
    }
  }
  return figure;
}

/// Integrals and mean energies of the beams whose name begins so.
void add_integrals(Context& context, const std::vector<std::string>& names, EntryResult& result) {
  const Table& table = context.published("flux-integrals");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string name = table.rows[row][0], neutrino = table.rows[row][1];
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    const flux::Spectrum& spectrum = context.flux(name).spectrum(parse_neutrino(neutrino));
    const double integral = table.number(row, 2), mean = table.number(row, 3);
    result.comparisons.push_back(
        {name + " " + neutrino + ": integral", "1/m2/POT", integral, spectrum.integral() * square_metre, 5e-3, ""});
    if (mean > 0.0) {
      result.comparisons.push_back(
          {name + " " + neutrino + ": mean energy", "GeV", mean, spectrum.mean_energy(), 5e-3, ""});
    }
  }
}

EntryResult dune_fluxes(Context& context) {
  EntryResult result;
  result.figures.push_back(
      flux_figure(context, "DUNE near detector, 120 GeV, forward horn current", {"dune-nd-fhc"}, 20.0));
  result.figures.push_back(
      flux_figure(context, "DUNE near detector, 120 GeV, reversed horn current", {"dune-nd-rhc"}, 20.0));
  add_integrals(context, {"dune-nd-fhc", "dune-nd-rhc"}, result);
  // Events per fb, tonne and 1.1e21 protons on target.
  const double integral = context.flux("dune-nd-fhc").spectrum({Flavour::muon, false}).integral();
  const double constant =
      rate::expected_events(1.1e21, matter::material("Ar").units_per_tonne(), units::femtobarn * integral);
  result.comparisons.push_back(
      {"events per fb and tonne of argon in 1.1e21 POT, numu", "", 1739.0, constant, 5e-3, ""});
  return result;
}

EntryResult tau_fluxes(Context& context) {
  EntryResult result;
  for (const char* mode : {"fhc", "rhc"}) {
    Figure figure = flux_figure(context, std::string("Standard and tau-optimised beam, ") + mode,
                                {std::string("dune-nd-") + mode, std::string("dune-nd-tau-") + mode}, 20.0);
    std::erase_if(figure.curves, [](const Curve& curve) { return curve.label.starts_with("nue"); });
    result.figures.push_back(figure);
  }
  add_integrals(context, {"dune-nd-tau-fhc", "dune-nd-tau-rhc"}, result);
  return result;
}

/// Materials by mass fraction: "Fe 0.8 C 0.2", or one name.
std::vector<std::pair<std::string, double>> mixture(const std::string& text) {
  std::vector<std::pair<std::string, double>> result;
  std::istringstream words(text);
  std::string name;
  double fraction = 0.0;
  while (words >> name) {
    if (!(words >> fraction)) fraction = 1.0;
    result.emplace_back(name, fraction);
  }
  return result;
}

double detector_events(Context& context, const std::string& pair, Regime regime, const flux::Flux& flux,
                       double exposure, double tonnes, const std::string& materials) {
  double sum = 0.0;
  for (const TridentChannel& line : channels_of(flux, pair)) {
    for (const auto& [name, fraction] : mixture(materials)) {
      sum += context.events(line, matter::material(name), regime, flux, exposure, tonnes * fraction, "ballett");
    }
  }
  return sum;
}

/// Why a detector's published numbers need not be met.
std::string flux_difference(const std::string& detector) {
  if (detector.starts_with("T2K")) {
    return "INGRID's flux here is a digitised curve up to 4 GeV labelled numu, uncertain by 8 %, without the other "
           "species; the paper used module 3";
  }
  if (detector.starts_with("MINOS")) {
    return "the digitised flux ends at 15 GeV and holds numu and numubar alone; the paper integrates to 20 GeV";
  }
  if (detector.starts_with("NOvA"))
    return "the public flux of the near detector may be of another release than the paper's";
  return "the digitised medium-energy NuMI flux (1 to 20 GeV) may be of another release than the paper's";
}

EntryResult detectors(Context& context) {
  EntryResult result;
  const Table& published = context.published("trident-events-other-detectors");
  const Table& setups = context.published("near-detectors");
  for (size_t row = 0; row < published.rows.size(); ++row) {
    context.check_stop();
    const std::string detector = published.rows[row][0], mode = published.rows[row][1], pair = published.rows[row][2];
    size_t setup = 0;
    while (setup < setups.rows.size() && (setups.rows[setup][0] != detector || setups.rows[setup][1] != mode)) ++setup;
    if (setup == setups.rows.size())
      throw Failure("no detector " + detector + " in near-detectors.csv", "its exposure is needed", "");
    const flux::Flux& flux = context.flux(setups.rows[setup][2]);
    const double tonnes = setups.number(setup, 3), exposure = setups.number(setup, 4);
    const std::string label = detector + " " + mode + ", " + pair;
    const bool suspect = detector == "MINOS+" && pair == "e-e+";  // 44 + 8 are printed with a sum of 62
    const std::string reason = (suspect ? "the published row contradicts itself (its channels do not add up); " : "") +
                               flux_difference(detector);
    const double coherent =
        detector_events(context, pair, Regime::coherent, flux, exposure, tonnes, setups.rows[setup][5]);
    const double diffractive =
        detector_events(context, pair, Regime::diffractive, flux, exposure, tonnes, setups.rows[setup][5]);
    result.comparisons.push_back({label + ", coherent", "events", published.number(row, 3), coherent, 0.15, reason});
    result.comparisons.push_back(
        {label + ", diffractive", "events", published.number(row, 4), diffractive, 0.15,
         "talk and thesis differ themselves by up to 2.4 (talk: " + published.rows[row][5] + "); " + reason});
  }
  return result;
}

/// Half of the last printed digit of "0.03", "10", "2844", relative to the value.
double rounding(const std::string& text, double value) {
  const size_t point = text.find('.');
  const double last = point == std::string::npos ? 1.0 : std::pow(10.0, -static_cast<double>(text.size() - point - 1));
  return 0.5 * last / value;
}

EntryResult liquid_argon(Context& context) {
  EntryResult result;
  const Table& published = context.published("trident-events-liquid-argon");
  const Table& setups = context.published("liquid-argon-detectors");
  const matter::Material argon = matter::material("Ar");
  for (size_t setup = 0; setup < setups.rows.size(); ++setup) {
    const std::string detector = setups.rows[setup][0];
    const flux::Flux& flux = context.flux(setups.rows[setup][1]);
    for (size_t row = 0; row < published.rows.size(); ++row) {
      const TridentChannel line = channel(published.rows[row][0], published.rows[row][1]);
      for (const Regime regime : {Regime::coherent, Regime::diffractive}) {
        const std::string name = regime == Regime::coherent ? "coherent" : "diffractive";
        const size_t column = published.column(detector + "_" + name);
        const double value = published.number(row, column);
        // Cells below a hundredth of an event are printed with one digit and carry no information on the calculation.
        if (value < 0.01) continue;
        const double events =
            context.events(line, argon, regime, flux, setups.number(setup, 3), setups.number(setup, 2), "ballett");
        result.comparisons.push_back({flux.name + ", " + line.reaction() + ", " + name, "events", value, events,
                                      0.15 + rounding(published.rows[row][column], value),
                                      "which Booster flux and which mass (active or fiducial) the paper used is not "
                                      "known: the two fluxes of SBND here differ by a fifth themselves"});
      }
    }
  }
  // DUNE: the paper's 62.4 GeV beam is not public, so that its numbers stand beside those of the 120 GeV beam unjudged.
  DataTable table{
      "DUNE near detector, 50 t, 1.281e22 POT per mode: 62.4 GeV beam published, 120 GeV beam computed",
      {"channel", "regime", "nu mode published", "nu mode computed", "nubar mode published", "nubar mode computed"},
      {}};
  for (size_t row = 0; row < published.rows.size(); ++row) {
    const TridentChannel line = channel(published.rows[row][0], published.rows[row][1]);
    for (const Regime regime : {Regime::coherent, Regime::diffractive}) {
      const std::string name = regime == Regime::coherent ? "coherent" : "diffractive";
      const auto cell = [&](const std::string& mode) {
        return published.rows[row][published.column("dune_" + mode + "_" + name)];
      };
      const auto computed = [&](const char* flux) {
        return digits(context.events(line, argon, regime, context.flux(flux), 1.281e22, 50.0, "ballett"), 3);
      };
      table.rows.push_back(
          {formula(line), name, cell("nu"), computed("dune-nd-fhc"), cell("nubar"), computed("dune-nd-rhc")});
    }
  }
  result.tables.push_back(table);
  return result;
}

/// Standard Model events of a counting experiment in the time of its file, after its cuts.
double after_cuts(Context& context, const std::string& experiment) {
  context.check_stop();
  const CountingSetup setup = make_counting_setup(experiment);
  TridentTermsOptions options;
  options.threads = context.threads();
  return counting_expectation(setup, trident_terms(setup, {}, options),
                              [](const std::vector<double>&) { return model::make_model("sm"); })
      ->standard_signal();
}

/// A tonne of gas that sees every component beside 75 t of liquid that vetoes struck nucleons.
DataTable gas_and_liquid(Context& context) {
  DataTable table{
      "Dimuons, 5 years in each mode after the cuts of 1902.08579: events and statistical error of their number",
      {"mode", "1 t of gas", "error", "75 t of liquid, coherent", "error"},
      {}};
  for (const char* mode : {"fhc", "rhc"}) {
    std::vector<std::string> row = {mode};
    for (const char* detector : {"gas", "nd"}) {
      const double events = after_cuts(context, fmt::format("dune-{}-dimuon-{}", detector, mode));
      row.push_back(digits(events, 3));
      row.push_back(fmt::format("{:.0f} %", 100.0 / std::sqrt(events)));
    }
    table.rows.push_back(row);
  }
  return table;
}

EntryResult gas_detector(Context& context) {
  EntryResult result;
  result.tables.push_back(gas_and_liquid(context));
  const matter::Material argon = matter::material("Ar");
  for (const char* name : {"dune-nd-fhc", "dune-nd-rhc", "dune-nd-tau-fhc", "dune-nd-tau-rhc"}) {
    const flux::Flux& flux = context.flux(name);
    for (const char* pair : {"mu-mu+", "e-e+", "e-mu+"}) {
      double sum[2] = {};
      for (const TridentChannel& line : channels_of(flux, pair)) {
        for (const Regime regime : {Regime::coherent, Regime::diffractive}) {
          sum[regime == Regime::coherent ? 0 : 1] += context.events(line, argon, regime, flux, 1.1e21, 1.0);
        }
      }
      result.comparisons.push_back(
          {std::string(name) + ", " + pair + ", coherent", "events/t/year", std::nullopt, sum[0], std::nullopt, ""});
      result.comparisons.push_back(
          {std::string(name) + ", " + pair + ", diffractive", "events/t/year", std::nullopt, sum[1], std::nullopt, ""});
    }
  }
  return result;
}

}  // namespace

std::vector<Entry> rate_entries() {
  const std::string detector_source = "1807.10973 and M. Hostert's thesis; talk of M. Hostert (2019)";
  return {
      {"000.dune-fluxes", "Fluxes at the DUNE near detector",
       "talk of M. Hostert (2019); DUNE Collaboration, 2103.04797",
       "Released tables as stored in data/flux; the published integrals were made independently from the same release.",
       dune_fluxes},
      {"000.tau-appearance-flux", "The tau-optimised DUNE beam", "talk of M. Hostert (2019)",
       "Released tables as stored in data/flux; muon species are drawn.", tau_fluxes},
      {"000.detector-table", "Tridents in the near detectors of T2K, MINOS, NOvA and MINERvA", detector_source,
       "100 % efficiency; Woods-Saxon form factor and exposures of the paper, materials by mass; e-mu+ stands for both "
       "signs. Species are those that the public flux gives. Fluxes are public tables or digitised figures and not the "
       "paper's own files: they are the likely cause of the differences, which was not checked. Nucleons: 0812.3539 "
       "with Pauli blocking.",
       detectors},
      {"000.liquid-argon-table", "Tridents in SBND, MicroBooNE, ICARUS and DUNE", detector_source,
       "100 % efficiency; Woods-Saxon form factor of the paper. Active masses 112, 89 and 476 t of the proposal of the "
       "three detectors (1503.01520); 13.2e20 protons on target for MicroBooNE, 6.6e20 for the others. Tolerance: 15 % "
       "and half of the last printed digit. The paper's DUNE column belongs to a beam without a public table.",
       liquid_argon},
      {"000.hpgtpc", "Rates in one tonne of gaseous argon at DUNE", "talk of M. Hostert (2019)",
       "One year of 1.1e21 protons on target, 100 % efficiency, pure argon (the quencher is left out), default form "
       "factors. The talk asks for the rates and prints none. Table: with the cuts of 1902.08579; the gas has a "
       "perfect "
       "response and counts tridents on nucleons too, the liquid is smeared and counts the coherent ones; no "
       "backgrounds in either, so that the better identification of particles in the gas is not in these numbers.",
       gas_detector},
  };
}

}  // namespace tridens::run::gallery
