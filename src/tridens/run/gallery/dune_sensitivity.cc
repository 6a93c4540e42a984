// Sensitivity of the DUNE near detector to gauge bosons of L_e - L_mu and L_mu - L_tau, 5 years in each mode, and what
// can be said about its off-axis positions.
//   chi2 of 1902.08579 with Asimov data: the normalisation free within 1 to 10 %, backgrounds within 10 %.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/mediator_limits.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr const char* mass_label = "mass of the boson [GeV]";

/// Masses of the tables, GeV.
constexpr double table_masses[] = {1e-3, 1e-2, 0.1, 1.0};

/// One line of the table of limits.
struct Case {
  std::string observable, threshold, normalisation, background;
  MediatorLimits limits;
};

std::string percent(const std::string& width) {
  return fmt::format("{:g} %", 100.0 * std::stod(width));
}

DataTable table_of(const std::string& title, const std::vector<Case>& cases) {
  DataTable table{title, {"observable", "threshold", "normalisation", "background"}, {}};
  for (const double mass : table_masses) table.columns.push_back(fmt::format("g' at {:g} MeV", mass * 1e3));
  for (const Case& each : cases) {
    std::vector<std::string> row = {each.observable, each.threshold, each.normalisation, each.background};
    for (const double mass : table_masses) row.push_back(digits(each.limits.at(mass), 3));
    table.rows.push_back(row);
  }
  return table;
}

void add_curves(Figure& figure, const MediatorLimits& limits, const std::string& label, Style style) {
  for (Curve border : limits.borders) {
    if (!border.label.empty()) border.label = label;
    border.style = style;
    figure.curves.push_back(std::move(border));
  }
}

Figure plane(const std::string& title, double low, double high) {
  Figure figure = axes(title, mass_label, "g'", true, true);
  figure.y_low = low;
  figure.y_high = high;
  return figure;
}

Style style_of(const std::string& width) {
  return width == "0.01" ? Style::dashed : width == "0.05" ? Style::line : Style::dotted;
}

/// Limits for a normalisation of 1, 5 and 10 %.
std::vector<Case> by_normalisation(Context& context, const std::string& card, const std::string& observable,
                                   const std::string& nuisance, const std::string& threshold) {
  std::vector<Case> cases;
  for (const char* width : {"0.01", "0.05", "0.1"}) {
    cases.push_back({observable, threshold, percent(width), "none",
                     mediator_limits(context, with_width(fit_card(card), nuisance, width), observable)});
  }
  return cases;
}

void draw_normalisations(Figure& figure, const std::vector<Case>& cases) {
  constexpr std::array widths = {"0.01", "0.05", "0.1"};
  for (size_t i = 0; i < cases.size(); ++i) {
    add_curves(figure, cases[i].limits, cases[i].observable + ", " + cases[i].normalisation, style_of(widths.at(i)));
  }
}

void append(std::vector<Case>& all, const std::vector<Case>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// Neutrino-electron scattering beyond one bin above 600 MeV: what a spectrum, a lower threshold, a background and one
/// normalisation of both modes change.
std::vector<Case> electron_variations(Context& context, const std::string& model) {
  const std::string card = "dune-" + model + "-nue";
  const auto limits = [&](const io::FitCard& each) { return mediator_limits(context, each, "nu-e"); };
  io::FitCard one = fit_card(card);
  one.common = {{"flux", {}}};
  for (const io::FitExperimentCard& experiment : one.experiments) one.common[0].of.push_back(experiment.name + ".flux");
  return {{"nu-e, spectrum", "600 MeV", "5 %", "none", limits(fit_card(card + "-spectrum"))},
          {"nu-e, spectrum", "30 MeV", "5 %", "none", limits(fit_card(card + "-30mev"))},
          {"nu-e, spectrum", "600 MeV", "5 %", "30/97, 10 %", limits(fit_card(card + "-background"))},
          {"nu-e, one normalisation of both modes", "600 MeV", "5 %", "none", limits(one)}};
}

/// Where the limit has grown by sqrt2 above that of a massless boson, GeV.
double end_of_flat_part(const MediatorLimits& limits) {
  const double flat = limits.at(1e-3);
  double low = 1e-3, high = 1.0;
  for (int step = 0; step < 40; ++step) {
    const double middle = std::sqrt(low * high);
    (limits.at(middle) > std::sqrt(2.0) * flat ? high : low) = middle;
  }
  return low;
}

void compare_thresholds(const std::vector<Case>& variations, EntryResult& result) {
  constexpr double edge_600 = 0.0248;  // sqrt(2 m_e T), T = 600 MeV
  const MediatorLimits &high = variations[0].limits, &low = variations[1].limits;
  Comparison flat{"nu-e above 600 MeV: limit at 24.8 MeV over that of a massless boson, below sqrt2",
                  "",
                  std::sqrt(2.0),
                  high.at(edge_600) / high.at(1e-3),
                  0.0,
                  ""};
  flat.at_most = true;
  result.comparisons.push_back(flat);
  result.comparisons.push_back(
      shown("nu-e above 600 MeV: mass at which the limit has grown by sqrt2", "MeV", end_of_flat_part(high) * 1e3));
  result.comparisons.push_back(
      shown("nu-e above 30 MeV: mass at which the limit has grown by sqrt2", "MeV", end_of_flat_part(low) * 1e3));
  result.comparisons.push_back(
      shown("nu-e: limit with 30 MeV over that with 600 MeV, M = 1 MeV", "", low.at(1e-3) / high.at(1e-3)));
}

/// Published widths of the muon's anomalous moment: prediction of 2020 with the first measurement of Fermilab.
constexpr double moment_2021 = 2.51e-9, moment_error_2021 = 0.59e-9;

std::vector<double> band_masses() {
  return logarithmic(1e-3, 10.0, 41);
}

/// Limits at the couplings that the anomaly asked for.
void compare_moment(const MediatorLimits& tridents, EntryResult& result) {
  const Curve band = muon_moment_band("", moment_2021, moment_error_2021, band_masses());
  double last = 0.0;
  for (size_t i = 0; i < band.x.size(); ++i) {
    if (tridents.at(band.x[i]) < band.low[i]) last = band.x[i];
  }
  for (const double mass : {1e-2, 0.1}) {
    const double lowest = std::sqrt((moment_2021 - 2.0 * moment_error_2021) / muon_moment_per_coupling_squared(mass));
    Comparison reached{
        fmt::format("limit of tridents over the coupling of g-2 (lower end of 2 sigma), M = {:g} MeV", mass * 1e3),
        "",
        1.0,
        tridents.at(mass) / lowest,
        0.0,
        "tridents do not reach the couplings of the anomaly here"};
    reached.at_most = true;
    result.comparisons.push_back(reached);
  }
  result.comparisons.push_back(
      shown("heaviest mass drawn whose whole 2 sigma band of g-2 (2021) tridents test", "GeV", last));
}

EntryResult lmu_ltau(Context& context) {
  EntryResult result;
  const std::vector<Case> tridents =
      by_normalisation(context, "dune-lmultau-dimuons", "dimuons", "normalisation", "30 MeV");
  const std::vector<Case> electrons = by_normalisation(context, "dune-lmultau-nue", "nu-e, one bin", "flux", "600 MeV");
  const std::vector<Case> variations = electron_variations(context, "lmultau");
  Figure norm = plane("L_mu - L_tau, DUNE near detector, 90 % C.L.", 1e-4, 1e-1);
  draw_normalisations(norm, tridents);
  draw_normalisations(norm, electrons);
  norm.curves.push_back(muon_moment_band("g-2, 2021", moment_2021, moment_error_2021, band_masses()));
  result.figures.push_back(norm);

  std::vector<Case> backgrounds;
  for (const double share : {1.0, 5.0}) {
    backgrounds.push_back(
        {"dimuons", "30 MeV", "5 %", fmt::format("{:g} x signal, 10 %", share),
         mediator_limits(context, with_background(fit_card("dune-lmultau-dimuons"), share), "dimuons")});
  }
  Figure more = plane("L_mu - L_tau at DUNE: background, threshold, spectrum (normalisation 5 %)", 5e-5, 1e-1);
  add_curves(more, tridents[1].limits, "dimuons", Style::line);
  add_curves(more, backgrounds[0].limits, "background = signal", Style::dashed);
  add_curves(more, backgrounds[1].limits, "background = 5 x signal", Style::dotted);
  add_curves(more, electrons[1].limits, "nu-e, one bin", Style::line);
  add_curves(more, variations[0].limits, "nu-e, spectrum", Style::dashed);
  add_curves(more, variations[1].limits, "nu-e, above 30 MeV", Style::dotted);
  add_curves(more, variations[2].limits, "nu-e, background", Style::line);
  add_curves(more, variations[3].limits, "nu-e, one normalisation of both modes", Style::dashed);
  result.figures.push_back(more);

  std::vector<Case> all = tridents;
  append(all, backgrounds);
  append(all, electrons);
  append(all, variations);
  result.tables.push_back(table_of("L_mu - L_tau: smallest g' tested at 90 %", all));
  compare_moment(tridents[1].limits, result);
  compare_thresholds(variations, result);
  result.comparisons.push_back(shown("dimuons over nu-e: limits at 10 MeV, normalisation 5 %", "",
                                     tridents[1].limits.at(1e-2) / electrons[1].limits.at(1e-2)));
  return result;
}

EntryResult le_lmu(Context& context) {
  EntryResult result;
  const std::vector<Case> electrons = by_normalisation(context, "dune-lelmu-nue", "nu-e, one bin", "flux", "600 MeV");
  const std::vector<Case> variations = electron_variations(context, "lelmu");
  const std::vector<Case> muon_pairs =
      by_normalisation(context, "dune-lelmu-dimuons", "dimuons", "normalisation", "30 MeV");
  const std::vector<Case> electron_pairs =
      by_normalisation(context, "dune-lelmu-dielectrons", "electron pairs", "normalisation", "30 MeV");
  Figure norm = plane("L_e - L_mu, DUNE near detector, 90 % C.L.", 5e-6, 1e-2);
  draw_normalisations(norm, electrons);
  draw_normalisations(norm, electron_pairs);
  draw_normalisations(norm, muon_pairs);
  result.figures.push_back(norm);

  const MediatorLimits background = mediator_limits(context, with_background(fit_card("dune-lelmu-dielectrons"), 1.0),
                                                    "electron pairs, background = signal");
  Figure more = plane("L_e - L_mu at DUNE: background, threshold, spectrum (normalisation 5 %)", 5e-6, 1e-2);
  add_curves(more, electrons[1].limits, "nu-e, one bin", Style::line);
  add_curves(more, variations[0].limits, "nu-e, spectrum", Style::dashed);
  add_curves(more, variations[1].limits, "nu-e, above 30 MeV", Style::dotted);
  add_curves(more, variations[2].limits, "nu-e, background", Style::line);
  add_curves(more, variations[3].limits, "nu-e, one normalisation of both modes", Style::dashed);
  add_curves(more, electron_pairs[1].limits, "electron pairs", Style::line);
  add_curves(more, background, "electron pairs, background = signal", Style::dashed);
  result.figures.push_back(more);

  std::vector<Case> all = electrons;
  append(all, variations);
  append(all, electron_pairs);
  all.push_back({"electron pairs", "30 MeV", "5 %", "1 x signal, 10 %", background});
  append(all, muon_pairs);
  result.tables.push_back(table_of("L_e - L_mu: smallest g' tested at 90 %", all));
  compare_thresholds(variations, result);
  result.comparisons.push_back(shown("nu-e over electron pairs: limits at 10 MeV, normalisation 5 %", "",
                                     electrons[1].limits.at(1e-2) / electron_pairs[1].limits.at(1e-2)));
  return result;
}

/// What an off-axis position would be compared with: the fluxes that are public are those on axis.
EntryResult off_axis(Context& context) {
  EntryResult result;
  DataTable table{"On the axis, 75 t, a year of 1.1e21 protons on target",
                  {"beam", "numu and numubar [1e-4/m2/POT]", "mean energy [GeV]", "nu-e above 600 MeV"},
                  {}};
  for (const char* mode : {"fhc", "rhc"}) {
    const flux::Flux& flux = context.flux(std::string("dune-nd-") + mode);
    const flux::Spectrum& wanted = flux.spectrum({Flavour::muon, mode == std::string("rhc")});
    const flux::Spectrum& other = flux.spectrum({Flavour::muon, mode == std::string("fhc")});
    constexpr double per_m2 = 1e4;  // fluxes are per cm2
    const double events = experiment_rate(std::string("dune-nd-nue-") + mode + "-counts").signal;
    table.rows.push_back({mode, digits((wanted.integral() + other.integral()) * per_m2 * 1e4, 4),
                          digits(wanted.mean_energy(), 3), digits(events, 4)});
    result.comparisons.push_back(shown(std::string("nu-e above 600 MeV on the axis, ") + mode, "events/year", events));
  }
  result.tables.push_back(table);
  return result;
}

}  // namespace

std::vector<Entry> dune_sensitivity_entries() {
  const std::string source = "talk of M. Hostert (2019); 1902.08579";
  const std::string common =
      "75 t of liquid argon, 5 years of 1.1e21 protons on target in each mode, 120 GeV beam. One normalisation of "
      "both modes for tridents, which a boson adds to in both; one for each mode in nu-e, where it adds to one mode "
      "and "
      "takes from the other: a common one would cancel in their ratio (shown as a variation), while the talk finds "
      "nu-e "
      "limited by the flux. Data are the Standard Model's expectation, the boson is fitted (the paper simulates the "
      "boson and fits "
      "the Standard Model: the same to first order). 90 % for one parameter, the coupling at each mass (chi2 rises by "
      "2.71). Coherent tridents after the cuts of the paper; nu-e as kinetic energies smeared by 15 %/sqrt(E), without "
      "the cut on the angle. Backgrounds: for tridents in units of the signal after cuts, for nu-e 30/97 of the signal "
      "as in MINERvA, known to 10 %. The figures of paper and talk are not available as numbers: statements of the "
      "text are compared. Integrals of tridents are made once, minutes on one core, and kept. ";
  return {
      {"000.dune-lelmu", "DUNE sensitivity to L_e - L_mu from neutrino-electron scattering and tridents", source,
       common + "Tree-level charges, no kinetic mixing.", le_lmu},
      {"000.dune-lmultau", "DUNE sensitivity to L_mu - L_tau from tridents and neutrino-electron scattering", source,
       common + "Tridents without kinetic mixing; nu-e by the mixing of the muon and tau loops alone.", lmu_ltau},
      {"000.prism", "Off-axis positions of the DUNE near detector (PRISM)", "talk of M. Hostert (2019)",
       "Not met: rates off the axis need the fluxes there, and none is among the public tables (the release of "
       "2103.04797 holds the near detector on the axis and the far detector). A file of fluxes of one's own can be "
       "given to every experiment (flux = ...). Shown is what positions on the axis give.",
       off_axis},
  };
}

}  // namespace tridens::run::gallery
