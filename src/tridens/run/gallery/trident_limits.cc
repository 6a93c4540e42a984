// Limits from measured and expected dimuon tridents: bosons of L_mu - L_tau, and the couplings of neutrinos to muons.
//   sigma/sigma_SM = (c + (1 + 4 s_W^2 + dgV)^2)/(c + (1 + 4 s_W^2)^2), dgV = 2 v^2 g'^2/M^2 for a heavy boson
//   (1902.06765; c = 1.13 with the cuts of CCFR)
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/mediator_limits.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/trident_terms.hh"

namespace tridens::run::gallery {
namespace {

/// 1 + 4 s_W^2: gV of muon neutrinos and muons.
double standard_gV() {
  return 2.0 * model::make_model("sm")->trident_vertex(channel("numu", "mu-mu+")).V;
}

// ---- bosons

struct MeasuredLimit {
  const char *card, *label;
  Style style;
};

constexpr MeasuredLimit measured[] = {{"ccfr-lmultau", "CCFR", Style::line},
                                      {"charm-ii-lmultau", "CHARM-II", Style::dashed},
                                      {"nutev-lmultau", "NuTeV", Style::dotted}};

/// The measured ratio plus 1.96 errors, as bounds in the literature are drawn.
MediatorLimits published_limit(Context& context, const MeasuredLimit& experiment) {
  return mediator_limits(context, fit_card(experiment.card), experiment.label, experiment.style, rise_95,
                         Reference::nothing);
}

MediatorLimits dune_limit(Context& context) {
  return mediator_limits(context, fit_card("dune-lmultau-dimuons"), "DUNE, 5 + 5 years (90 %, expected)");
}

/// M/g' at which the ratio formula reaches a value.
double scale_of_formula(double c, double ratio) {
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant), gV = standard_gV();
  const double shift = std::sqrt(ratio * (c + gV * gV) - c) - gV;
  return std::sqrt(2.0 * v2 / shift);
}

void compare_ccfr(const MediatorLimits& ccfr, EntryResult& result) {
  constexpr double heavy = 50.0;  // GeV
  const auto ratio = make_counting_setup("ccfr-trident").experiment.measured.value();
  const double edge = ratio.value + 1.96 * ratio.error_up, scale = heavy / ccfr.at(heavy);
  result.comparisons.push_back({"CCFR, heavy boson: M/g' above (95 %)", "GeV", 550.0, scale, 0.05,
                                "the published limit is quoted with two digits and stands on the cuts of CCFR"});
  result.comparisons.push_back(
      {fmt::format("CCFR, M = {:g} GeV: M/g' where the ratio formula gives {:.3f}", heavy, edge), "GeV",
       scale_of_formula(1.13, edge), scale, 0.03, "1.13 belongs to the cuts of CCFR, which are not applied here"});
  result.comparisons.push_back(
      {"CCFR, M = 10 MeV: g' below (95 %)", "", 1e-3, ccfr.at(1e-2), 0.2, "published as about 1e-3"});
  result.comparisons.push_back(
      shown("CCFR: limit at 10 MeV over that at 1 MeV (a logarithm of the mass)", "", ccfr.at(1e-2) / ccfr.at(1e-3)));
}

/// sigma/sigma_SM at CCFR of a boson half-way between two nodes of the mass, coherent, over that from nodes twice as
/// dense, of which one is the mass itself.
double interpolation_between_nodes(Context& context) {
  const double mass = std::pow(10.0, -0.875);
  const CountingSetup setup = make_counting_setup("ccfr-trident", {{"components", "coherent"}});
  auto boson = model::make_model("lmu-ltau", {{"mass", fmt::format("{} GeV", mass)}, {"coupling", "2e-3"}});
  TridentTermsOptions options;
  options.threads = context.threads();
  const auto ratio = [&](int nodes_per_decade) {
    context.check_stop();
    options.nodes_per_decade = nodes_per_decade;
    return counting_expectation(setup, trident_terms(setup, {boson}, options),
                                [&](const std::vector<double>&) { return boson; })
        ->signal(vertices_of(setup, *boson));
  };
  return ratio(TridentTermsOptions{}.nodes_per_decade) / ratio(2 * TridentTermsOptions{}.nodes_per_decade);
}

EntryResult lmu_ltau(Context& context) {
  EntryResult result;
  Figure figure = axes("L_mu - L_tau: limits from dimuon tridents", "mass of the boson [GeV]", "g'", true, true);
  DataTable table{"Limits on g' of L_mu - L_tau from dimuon tridents", {"experiment"}, {}};
  const double masses[] = {1e-3, 1e-2, 0.1, 1.0, 10.0};
  for (const double mass : masses) table.columns.push_back(fmt::format("M = {:g} GeV", mass));
  const auto add = [&](const std::string& name, const MediatorLimits& limits) {
    figure.curves.insert(figure.curves.end(), limits.borders.begin(), limits.borders.end());
    std::vector<std::string> row = {name};
    for (const double mass : masses) row.push_back(digits(limits.at(mass), 3));
    table.rows.push_back(row);
  };
  MediatorLimits ccfr;
  for (const MeasuredLimit& experiment : measured) {
    const MediatorLimits limits = published_limit(context, experiment);
    add(std::string(experiment.label) + ", 95 %", limits);
    if (ccfr.borders.empty()) ccfr = limits;
  }
  const MediatorLimits together =
      mediator_limits(context, fit_card("tridents-lmultau"), "the three together", Style::line, rise_95);
  add("the three together, 95 % (chi2 rises by 3.84 at each mass)", together);
  const MediatorLimits dune = dune_limit(context);
  add("DUNE, 5 + 5 years, 90 % expected", dune);
  figure.curves.push_back(muon_moment_band("g-2, 2021", 2.51e-9, 0.59e-9, logarithmic(1e-3, 100.0, 51)));
  figure.y_low = 1e-4;
  figure.y_high = 1.0;
  result.figures.push_back(figure);
  result.tables.push_back(table);
  compare_ccfr(ccfr, result);
  result.comparisons.push_back({"sigma/sigma_SM at CCFR between two nodes of the mass over that on a node", "", 1.0,
                                interpolation_between_nodes(context), 1e-3, ""});
  result.comparisons.push_back(shown("DUNE over CCFR: limits at 10 MeV", "", dune.at(1e-2) / ccfr.at(1e-2)));
  return result;
}

// ---- couplings

/// Signal of a counting experiment over that of the Standard Model with gV shifted.
class SignalRatio {
 public:
  SignalRatio(Context& context, const std::string& experiment) : setup_(make_counting_setup(experiment)) {
    TridentTermsOptions options;
    options.threads = context.threads();
    expectation_ = counting_expectation(setup_, trident_terms(setup_, {}, options),
                                        [](const std::vector<double>&) { return model::make_model("sm"); });
  }
  double events() const { return expectation_->standard_signal(); }
  double at(double delta_gV) const {
    const auto model = model::make_model("four-fermion", {{"delta_gV", fmt::format("{}", delta_gV)}});
    return expectation_->signal(vertices_of(setup_, *model)) / events();
  }

 private:
  CountingSetup setup_;
  std::shared_ptr<const inference::TridentExpectation> expectation_;
};

/// The allowed range around no shift.
FitResult::Range range_around_zero(const FitResult& result, double confidence) {
  for (const FitResult::Range& range : result.intervals) {
    if (std::abs(range.confidence - confidence) < 1e-9 && range.low <= 0.0 && range.high >= 0.0) return range;
  }
  throw Failure("no allowed range holds the Standard Model", "its own expectation was fitted", "");
}

/// Half the width of the 68 % range of sigma/sigma_SM.
double precision_of(Context& context, const io::FitCard& card, const SignalRatio& ratio) {
  const FitResult::Range range = range_around_zero(fit_of(context, card), 0.6827);
  return 0.5 * (ratio.at(range.high) - ratio.at(range.low));
}

/// Events within 5 degrees with the background that makes S/sqrt(B) = 1.6 in a year.
void narrow_dimuons(Context& context, EntryResult& result) {
  constexpr double significance = 1.6, years = 6.5;
  const SignalRatio fhc(context, "dune-nd-dimuon-narrow-fhc"), rhc(context, "dune-nd-dimuon-narrow-rhc");
  io::FitCard card = fit_card("dune-precision");
  const double signals[] = {fhc.events(), rhc.events()};
  for (size_t i = 0; i < card.experiments.size(); ++i) {
    card.experiments[i].change["background"] = fmt::format("{}", signals[i] / (significance * significance));
    card.experiments[i].change["pot"] = fmt::format("{}", 0.5 * years * 1.1e21);
    card.experiments[i].nuisances = std::vector<std::string>{};
  }
  result.comparisons.push_back(shown("dimuons within 5 degrees, neutrino mode", "events/year", signals[0]));
  result.comparisons.push_back(shown("background for S/sqrt(B) = 1.6 in a year, neutrino mode", "events/year",
                                     std::pow(signals[0] / significance, 2)));
  result.comparisons.push_back({"error of sigma/sigma_SM in 6.5 years with S/sqrt(B) = 1.6 a year (68 %)", "", 0.25,
                                precision_of(context, card, fhc), 0.1,
                                "the selection of 1902.06765 is not known beyond its opening angle"});
  for (io::FitExperimentCard& experiment : card.experiments) {
    experiment.nuisances.reset();
    experiment.width["background"] = "0.01";
  }
  result.comparisons.push_back(
      shown("the same with a normalisation (of signal and background) of 5 % and a background known to 1 %", "",
            precision_of(context, card, fhc)));
}

void vector_coupling(Context& context, EntryResult& result) {
  const io::FitCard card = fit_card("dune-vector-coupling");
  const FitResult found = fit_of(context, card);
  result.tables.push_back({"Shift of gV alone from dimuons at DUNE, 5 + 5 years: two solutions",
                           {"confidence", "allowed"},
                           {{"68.27 %", ranges_text(found, "gV", 0.6827)}, {"90 %", ranges_text(found, "gV", 0.9)}}});
  double mirror = 0.0;
  size_t solutions = 0;
  for (const FitResult::Range& range : found.intervals) {
    if (std::abs(range.confidence - 0.9) > 1e-9) continue;
    ++solutions;
    mirror = std::min(mirror, 0.5 * (range.low + range.high));
  }
  result.comparisons.push_back(
      {"separate 90 % ranges of the shift of gV at DUNE", "", 2.0, static_cast<double>(solutions), 0.0, ""});
  result.comparisons.push_back({"middle of the mirror solution V -> -V", "", -2.0 * standard_gV(), mirror, 0.01,
                                "the VA terms of neutrinos and antineutrinos do not cancel after cuts"});
  const SignalRatio ratio(context, "dune-nd-dimuon-fhc");
  result.comparisons.push_back(shown("error of sigma/sigma_SM, 5 + 5 years without background, normalisation 5 %", "",
                                     precision_of(context, card, ratio)));
}

EntryResult precision(Context& context) {
  EntryResult result;
  Figure plane = axes("Couplings of muon neutrinos to muons from dimuon tridents", R"($\Delta g^V$)", R"($\Delta g^A$)",
                      false, false);
  const auto add = [&](const Regions& regions, double confidence, const std::string& label, Style style) {
    for (Curve& curve : border_curves(regions, confidence, label, style)) plane.curves.push_back(std::move(curve));
  };
  const Regions ccfr = regions_of_card(context, fit_card("ccfr-couplings"));
  add(ccfr, 0.90, "CCFR, 90 %", Style::line);
  const Regions dune = regions_of_card(context, fit_card("dune-couplings"));
  add(dune, 0.90, "DUNE, 90 %", Style::line);
  plane.curves.push_back(curve("Standard Model", {0.0}, {0.0}, Style::points));
  plane.curves.push_back(
      curve("V -> -V, A -> -A", {-2.0 * standard_gV(), 0.0, -2.0 * standard_gV()}, {0.0, 2.0, 2.0}, Style::points));
  result.figures.push_back(plane);
  Figure profile =
      axes("Shift of gV alone, DUNE dimuons, 5 + 5 years", R"($\Delta g^V$)", R"($\Delta\chi^2$)", false, false);
  profile.y_low = 0.0;
  profile.y_high = 20.0;
  profile.curves.push_back(chi2_curve(context, fit_card("dune-vector-coupling"), "DUNE"));
  profile.curves.push_back(curve("90 %", {-5.5, 1.6}, {rise_90, rise_90}, Style::dotted));
  result.figures.push_back(profile);
  vector_coupling(context, result);
  narrow_dimuons(context, result);
  return result;
}

}  // namespace

std::vector<Curve> trident_limit_curves(Context& context) {
  std::vector<Curve> curves;
  const auto add = [&](const MediatorLimits& limits, const std::string& label) {
    for (Curve border : limits.borders) {
      if (!border.label.empty()) border.label = label;
      curves.push_back(std::move(border));
    }
  };
  for (const MeasuredLimit& experiment : measured) add(published_limit(context, experiment), experiment.label);
  add(dune_limit(context), "DUNE tridents");
  return curves;
}

std::vector<Entry> trident_limit_entries() {
  return {
      {"000.precision", "Couplings of neutrinos to muons from dimuon tridents: DUNE and CCFR",
       "talk of M. Hostert (2019); 1902.06765",
       "Contact interactions, shifts of gV = 2V and gA = -2A of muon neutrinos to muons. DUNE: coherent dimuons after "
       "the cuts of 1902.08579 in 75 t, 5 + 5 years, numu and numubar of their own mode only (the shift is theirs), "
       "no background, one normalisation of 5 %; contours of two parameters. CCFR: measured ratio, no cuts. For the 25 "
       "% only the opening angle below 5 degrees of the "
       "selection "
       "of 1902.06765 is known: the signal is ours in 75 t, the background is the one that makes the published "
       "S/sqrt(B) = 1.6 in a year, half of 6.5 years in each mode, no other uncertainties.",
       precision},
      {"001.trident-limits", "Limits on L_mu - L_tau from dimuon tridents: CCFR, CHARM-II, NuTeV and DUNE",
       "talk of W. Altmannshofer (2022); 1406.2332, 1902.06765",
       "Measured: ratio to the Standard Model below its value plus 1.96 errors, every dimuon trident of the digitised "
       "beam counts (the cuts of the experiments are not known), coherent and diffractive. Together: the sum of the "
       "three chi2. DUNE: as in 000.dune-lmultau, normalisation 5 %, no background. No kinetic mixing.",
       lmu_ltau},
  };
}

}  // namespace tridens::run::gallery
