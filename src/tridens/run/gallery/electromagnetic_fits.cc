// Limits on electromagnetic properties of neutrinos: magnetic moments, charge radii, transitions to a heavy neutrino.
#include <fmt/format.h>

#include <cmath>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/planes.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double moment_unit = 1e-11, radius_unit = 1e-32;  // Bohr magnetons, cm2

/// One experiment with a moment that is the same for every neutrino it sees.
struct MomentFit {
  const char *label, *card;
  bool projection;
  double published;  // 1e-11 Bohr magnetons, 90 %; 0: none
  const char* reason;
};

constexpr MomentFit moment_fits[] = {
    {"100 kg of germanium, nuclei", "reactor-magnetic-moment", true, 0.0, ""},
    {"GEMMA, electrons (sensitivity)", "nu-e-magnetic-moment-gemma", true, 3.2,
     "published: observed limit of 2010; here the sensitivity with a recalled, flat background"},
    {"TEXONO, electrons", "nu-e-magnetic-moment-texono", false, 22.0, "one bin here, the shape of ten in the paper"},
    {"Borexino 7Be, electrons", "solar-magnetic-moment", false, 5.4,
     "published in 2008 with the first spectra; here the rate alone, with that of 2018"},
    {"Dresden-II, nuclei and electrons", "dresden-magnetic-moment", false, 21.3,
     "published: recalled from 2205.09484, quenching of iron-filtered neutrons, with COHERENT"},
    {"CONUS+, nuclei", "conus-magnetic-moment", false, 0.0, ""},
};

/// Dresden-II with the other quenching of the paper as one standard deviation of a nuisance.
io::FitCard with_quenching(io::FitCard card) {
  card.experiments.front().nuisances = std::vector<std::string>{"flux",  "constant",    "exponential", "lines",
                                                                "decay", "line-energy", "line-width",  "quenching-ybe"};
  return card;
}

void add_moments(Context& context, EntryResult& result) {
  Figure figure = axes("Magnetic moment of the electron neutrino", R"($\mu_\nu$ [$10^{-11}\,\mu_B$])",
                       R"($\Delta\chi^2$)", true, false);
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  for (const MomentFit& each : moment_fits) {
    const io::FitCard card = fit_card(each.card);
    Curve drawn = chi2_curve(context, card, each.label);
    if (each.projection) drawn.style = Style::dashed;
    // Zero has no place on a logarithmic axis.
    drawn.x.erase(drawn.x.begin());
    drawn.y.erase(drawn.y.begin());
    drawn.x = in_units(drawn.x, moment_unit);
    figure.curves.push_back(drawn);
    const std::optional<double> limit = upper_end(fit_of(context, card), "mu", 0.9);
    if (!limit) continue;
    const std::string quantity = fmt::format("magnetic moment below, 90 %: {}", each.label);
    if (each.published > 0.0) {
      result.comparisons.push_back(
          {quantity, "1e-11 mu_B", each.published, *limit / moment_unit, std::nullopt, each.reason});
    } else {
      result.comparisons.push_back(shown(quantity, "1e-11 mu_B", *limit / moment_unit));
    }
  }
  result.figures.push_back(figure);
  const FitResult either = fit_of(context, with_quenching(fit_card("dresden-magnetic-moment")));
  if (const std::optional<double> limit = upper_end(either, "mu", 0.9)) {
    result.comparisons.push_back(
        shown("magnetic moment below, 90 %: Dresden-II with a quenching that is free towards that of photoneutrons",
              "1e-11 mu_B", *limit / moment_unit));
  }
}

/// Two flavours at the spallation source.
void add_spallation(Context& context, const std::string& name, const std::string& title, bool lines,
                    EntryResult& result) {
  const io::FitCard card = fit_card(name);
  Plane drawn = plane(context, title + ", 90 %", {{"COHERENT CsI", card}}, 0.9);
  if (lines) drawn.figure.curves.push_back(curve("none", {0.0, 0.0}, {0.0, 0.0}, Style::points));
  result.figures.push_back(drawn.figure);
  DataTable table{title + ": COHERENT CsI, 90 % of one parameter", {"neutrino", "both free", "the other one zero"}, {}};
  const FitResult both = fit_of(context, card);
  for (const auto& [flavour, other] : {std::pair{"e", "mu"}, {"mu", "e"}}) {
    const FitResult alone = fit_of(context, with_value(card, other, 0.0));
    table.rows.push_back({std::string(flavour) == "e" ? "nue" : "numu", ranges_text(both, flavour, 0.9),
                          ranges_text(alone, flavour, 0.9)});
  }
  result.tables.push_back(table);
}

void add_radii(Context& context, EntryResult& result) {
  DataTable table{"Charge radius of nue, 90 %", {"experiment", "range [cm2]"}, {}};
  Figure figure =
      axes("Charge radius of nue", R"($\langle r^2\rangle$ [$10^{-32}$ cm$^2$])", R"($\Delta\chi^2$)", false, false);
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  for (const auto& [label, name] : {std::pair{"TEXONO, electrons", "nu-e-charge-radius"},
                                    {"Dresden-II", "dresden-charge-radius"},
                                    {"CONUS+", "conus-charge-radius"}}) {
    const io::FitCard card = fit_card(name);
    Curve drawn = chi2_curve(context, card, label);
    drawn.x = in_units(drawn.x, radius_unit);
    figure.curves.push_back(drawn);
    const FitResult fitted = fit_of(context, card);
    table.rows.push_back({label, ranges_text(fitted, "r", 0.9)});
    if (std::string(name) != "nu-e-charge-radius") continue;
    const std::string why = "published -2.1 and 3.3, twice that in the convention here; one bin here, ten in the paper";
    for (const FitResult::Range& range : fitted.intervals) {
      if (std::abs(range.confidence - 0.9) > 1e-9 || range.low > 0.0 || range.high < 0.0) continue;
      result.comparisons.push_back(
          {"charge radius of nue above, 90 %, TEXONO", "1e-32 cm2", -4.2, range.low / radius_unit, 0.1, why});
      result.comparisons.push_back(
          {"charge radius of nue below, 90 %, TEXONO", "1e-32 cm2", 6.6, range.high / radius_unit, 0.1, why});
    }
  }
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

EntryResult moments_and_radii(Context& context) {
  EntryResult result;
  add_moments(context, result);
  add_spallation(context, "sns-magnetic-moment", "Magnetic moments of nue and numu", false, result);
  add_radii(context, result);
  add_spallation(context, "sns-charge-radius", "Charge radii of nue and numu", true, result);
  return result;
}

EntryResult heavy_neutrino(Context& context) {
  EntryResult result;
  std::vector<Choice> electron, muon = {{"COHERENT CsI", fit_card("sns-dipole-numu"), Style::line, Method::columns}};
  for (const auto& [label, name, style] :
       {std::tuple{"100 kg Ge at a reactor (projection)", "reactor-dipole", Style::dashed},
        {"Dresden-II", "dresden-dipole", Style::line},
        {"CONUS+", "conus-dipole", Style::line},
        {"COHERENT CsI", "sns-dipole-nue", Style::line}}) {
    electron.push_back({label, fit_card(name), style, Method::columns});
  }
  Plane of_electron = plane(context, "Transition moments of nue, excluded above the lines, 90 %", electron, 0.9);
  Plane of_muon = plane(context, "Transition moments of numu, excluded above the line, 90 %", muon, 0.9);
  result.figures = {of_electron.figure, of_muon.figure};
  const auto limit = [&](const std::string& label, const std::string& name, double mass) {
    const FitResult fitted = fit_of(context, with_value(fit_card(name), "m", mass));
    const std::optional<double> end = upper_end(fitted, "mu", 0.9);
    if (!end) return;
    result.comparisons.push_back(
        shown(fmt::format("transition moment below, m_N = {:g} MeV, 90 % of one parameter: {}", mass, label),
              "1e-11 mu_B", *end / moment_unit));
  };
  for (const double mass : {0.1, 1.0, 5.0}) {
    limit("nue, 100 kg Ge", "reactor-dipole", mass);
    limit("nue, Dresden-II", "dresden-dipole", mass);
    limit("nue, CONUS+", "conus-dipole", mass);
  }
  for (const double mass : {1.0, 10.0, 30.0}) {
    limit("nue, COHERENT CsI", "sns-dipole-nue", mass);
    limit("numu, COHERENT CsI", "sns-dipole-numu", mass);
  }
  return result;
}

}  // namespace

std::vector<Entry> electromagnetic_fit_entries() {
  const std::string experiments =
      "Limits are rises of chi2 above its minimum (2.71 for one parameter, 4.61 for two), free nuisances minimised. "
      "Reactor: projection with 100 kg of germanium, recoils above 0.1 keV, 3 background events per keV, kg and day, "
      "recalled. Dresden-II: data of the release with the quenching of iron-filtered neutrons, background of the paper "
      "fitted. CONUS+: the published number of events in one bin, nuclei alone. COHERENT: CsI of 2021, nuclei alone. ";
  return {
      {"003.magnetic-moment-fit", "Limits on magnetic moments and charge radii",
       "talk of X.-J. Xu (2019); GEMMA 1005.2736; TEXONO 0911.1597; Borexino 1104.1816; 2202.09672; 2501.05206; "
       "1810.05606",
       experiments +
           "GEMMA: no counts are released, its line is a sensitivity with a recalled background. The slide quotes "
           "GEMMA "
           "as below 1e-11. TEXONO and Borexino: one bin each, so that the size alone counts and not the shape, "
           "which is what limits in the papers come from. Borexino: equal moments of all neutrinos. Published limits "
           "stand beside ours where the inputs are not the same and are not judged, but for the charge radius of "
           "TEXONO, "
           "which the size decides. Charge radii come on top of tree-level couplings.",
       moments_and_radii},
      {"002.dipole-cevns-fit", "Heavy neutrinos by a transition magnetic moment: limits from coherent scattering",
       "talk of N. Song (2024); 2007.15563; 2109.09545; 2406.07477",
       experiments + "Photon exchange with the charge of nuclei (Dresden-II: and with electrons); the heavy neutrino "
                     "leaves without decay. The published limits are figures.",
       heavy_neutrino},
  };
}

}  // namespace tridens::run::gallery
