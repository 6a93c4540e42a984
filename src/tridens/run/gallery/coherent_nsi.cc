// Non-standard interactions of neutrinos with quarks in COHERENT.
//
// What is counted is sum_l w_l Q_l^2, Q_l^2 = (Q_V + (2 e_ll^u + e_ll^d) Z + (e_ll^u + 2 e_ll^d) N)^2
//   + sum_{l' != l} |(2 e_ll'^u + e_ll'^d) Z + (e_ll'^u + 2 e_ll'^d) N|^2
// (arXiv:hep-ph/0508299; the talk prints Q on the left and lets l' run over l too). Hence
// - in the plane of e_ll^d (x) and e_ll^u (y) of one nucleus two bands of slope -(Z + 2N)/(2Z + N);
// - in the plane of a diagonal (x) and a flavour-changing (y) coupling of one quark rings around x = -Q_V/(Z + 2N) for
// d,
//   -Q_V/(2Z + N) for u.
#include "tridens/run/gallery/coherent_nsi.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/gallery/chi2_cells.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

const std::vector<std::string> csi = {"coherent-csi-2021"}, lar = {"coherent-lar-2020"},
                               both = {"coherent-csi-2021", "coherent-lar-2020"};

/// The mean nucleus of a target.
struct Nucleus {
  const char* name;
  double Z, N;
};
constexpr Nucleus caesium_iodide{"CsI", 54.0, 76.0};  // mean of 133Cs (55, 78) and 127I (53, 74)
constexpr Nucleus argon{"LAr", 18.0, 22.0};

constexpr double sin2thetaW = 0.23857;

/// Weak charge of the Standard Model.
double weak_charge(const Nucleus& nucleus) {
  return (0.5 - 2.0 * sin2thetaW) * nucleus.Z - 0.5 * nucleus.N;
}

/// Change of the weak charge by a coupling to d or u.
double strength(const Nucleus& nucleus, char quark) {
  return quark == 'd' ? nucleus.Z + 2.0 * nucleus.N : 2.0 * nucleus.Z + nucleus.N;
}

/// Slope of the line of best fit.
double slope_of(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0.0, mean_y = 0.0, xx = 0.0, xy = 0.0;
  for (size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    mean_y += y[i] / static_cast<double>(x.size());
  }
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xy / xx;
}

}  // namespace

io::FitCard with_fixed(io::FitCard card, const std::string& parameter, double value) {
  const std::string place = "{" + parameter + "}";
  for (auto& [key, text] : card.model.settings) {
    if (text == place) text = fmt::format("{}", value);
  }
  std::erase_if(card.parameters, [&](const io::FitParameterCard& each) { return each.name == parameter; });
  return card;
}

Solutions two_solutions(Context& context, const io::FitCard& card) {
  const FitResult fit = fit_of(context, card, false);
  if (fit.minima.size() != 2) {
    throw Failure(fmt::format("{} minima of {}", fit.minima.size(), card.title), "two were to be expected", "");
  }
  const double first = fit.minima[0].parameters.front(), second = fit.minima[1].parameters.front();
  return {std::min(first, second), std::max(first, second)};
}

Solutions band_slopes(Context& context, const std::string& card, const std::vector<std::string>& experiments) {
  const io::FitCard plane = part_of_card(card, experiments);
  std::vector<double> x, low, high;
  for (const double value : {-0.4, -0.2, 0.0, 0.2, 0.4}) {
    const Solutions found = two_solutions(context, with_fixed(plane, plane.parameters.front().name, value));
    x.push_back(value);
    low.push_back(found.low);
    high.push_back(found.high);
  }
  return {slope_of(x, low), slope_of(x, high)};
}

Figure nsi_plane(Context& context, const std::string& name, int points) {
  const io::FitCard card = fit_card(name);
  const io::FitParameterCard &x = card.parameters[0], &y = card.parameters[1];
  Figure figure = axes("90 % C.L. (two parameters)", x.title, y.title, false, false);
  figure.y_low = y.min;
  figure.y_high = y.max;
  const auto add = [&](const std::string& label, const std::vector<std::string>& experiments, Style style) {
    Regions regions = regions_of_card(context, part_of_card(name, experiments), points);
    for (Curve& border : border_curves(regions, 0.9, label, style)) figure.curves.push_back(std::move(border));
    return regions;
  };
  add("CsI", csi, Style::line);
  add("LAr", lar, Style::dashed);
  const Regions combined = add("CsI + LAr", both, Style::line);
  figure.curves.push_back(
      curve("best of the grid", {combined.best_at[0].second}, {combined.best_at[1].second}, Style::points));
  figure.curves.push_back(curve("Standard Model", {0.0}, {0.0}, Style::points));
  return figure;
}

namespace {

constexpr int plane_points = 60;

/// The bands of a coupling to d (x) and u (y).
EntryResult bands(Context& context, const std::string& card) {
  EntryResult result;
  result.figures.push_back(nsi_plane(context, card, plane_points));
  for (const auto& [nucleus, experiments] : {std::pair{caesium_iodide, csi}, std::pair{argon, lar}}) {
    const Solutions slopes = band_slopes(context, card, experiments);
    const double expected = -strength(nucleus, 'd') / strength(nucleus, 'u');
    for (const auto& [band, slope] : {std::pair{"lower", slopes.low}, std::pair{"upper", slopes.high}}) {
      result.comparisons.push_back(
          {fmt::format("{}, {} band: d eps^u/d eps^d against -(Z + 2N)/(2Z + N)", nucleus.name, band), "", expected,
           slope, 2e-3, ""});
    }
    result.comparisons.push_back(
        {fmt::format("{}, d eps^d/d eps^u against -(2Z + N)/(Z + 2N) of the talk", nucleus.name), "", 1.0 / expected,
         1.0 / slopes.low, 2e-3, ""});
  }
  const Solutions combined = band_slopes(context, card, both);
  result.comparisons.push_back(shown("CsI + LAr, lower band: d eps^u/d eps^d", "", combined.low));
  result.comparisons.push_back(shown("CsI + LAr, upper band: d eps^u/d eps^d", "", combined.high));
  return result;
}

/// Two flavours and one quark: every coupling by itself has two solutions.
EntryResult two_flavours(Context& context, const std::string& card, char quark) {
  EntryResult result;
  result.figures.push_back(nsi_plane(context, card, plane_points));
  for (const auto& [nucleus, experiments] : {std::pair{caesium_iodide, csi}, std::pair{argon, lar}}) {
    const io::FitCard plane = part_of_card(card, experiments);
    for (size_t i = 0; i < 2; ++i) {
      const Solutions found = two_solutions(context, with_fixed(plane, plane.parameters[1 - i].name, 0.0));
      result.comparisons.push_back(
          {fmt::format("{}: middle of the two solutions in {}", nucleus.name, plane.parameters[i].title), "",
           -weak_charge(nucleus) / strength(nucleus, quark), 0.5 * (found.low + found.high), 3e-3, ""});
    }
  }
  return result;
}

/// A diagonal (x) and a flavour-changing coupling (y): a ring, and a circle where only one flavour has both.
EntryResult ring(Context& context, const std::string& card, char quark, bool circle) {
  EntryResult result;
  result.figures.push_back(nsi_plane(context, card, plane_points));
  const io::FitCard plane = part_of_card(card, csi);
  const std::string diagonal = plane.parameters[0].name, changing = plane.parameters[1].name;
  const Solutions across = two_solutions(context, with_fixed(plane, changing, 0.0));
  const double centre = 0.5 * (across.low + across.high);
  const Solutions upwards = two_solutions(context, with_fixed(plane, diagonal, centre));
  result.comparisons.push_back({"CsI: middle of the ring against -Q_V over the charge of the coupling", "",
                                -weak_charge(caesium_iodide) / strength(caesium_iodide, quark), centre, 3e-3, ""});
  const double width = 0.5 * (across.high - across.low), height = 0.5 * (upwards.high - upwards.low);
  if (circle) {
    result.comparisons.push_back({"CsI: height of the ring against its width (a circle)", "", width, height, 3e-3, ""});
  } else {
    result.comparisons.push_back(shown("CsI: half the width of the ring", "", width));
    result.comparisons.push_back(shown("CsI: half the height of the ring", "", height));
  }
  return result;
}

/// Bounds of a range found elsewhere, in the order of the ranges.
struct KnownRanges {
  const char *card, *parameter, *other, *title;
  std::vector<double> bounds;
};

/// One coupling at a time, CsI, with the onset of the beam free.
EntryResult one_by_one(Context& context) {
  EntryResult result;
  const std::vector<KnownRanges> all = {
      {"coherent-nsi-ee", "ee_d", "ee_u", "eps_ee^dV", {-0.05, 0.07, 0.29, 0.41}},
      {"coherent-nsi-mumu", "mumu_d", "mumu_u", "eps_mumu^dV", {-0.03, 0.01, 0.33, 0.39}},
      {"coherent-nsi-ee", "ee_u", "ee_d", "eps_ee^uV", {-0.05, 0.09, 0.31, 0.45}},
      {"coherent-nsi-mumu", "mumu_u", "mumu_d", "eps_mumu^uV", {-0.03, 0.03, 0.37, 0.43}},
  };
  Figure figure = axes("CsI, one coupling at a time, onset of the beam free", R"($\epsilon$)", "chi2 above the minimum",
                       false, false);
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  for (const KnownRanges& known : all) {
    io::FitCard card = with_fixed(part_of_card(known.card, csi), known.other, 0.0);
    card.parameters.front().min = -0.2;
    card.parameters.front().max = 0.6;
    card.parameters.front().points = 81;
    card.experiments.front().nuisances = {"flux", "quenching", "brn", "nin", "steady", "time"};
    figure.curves.push_back(chi2_curve(context, card, card.parameters.front().title));
    const FitResult fit = fit_of(context, card);
    std::vector<double> bounds;
    for (const FitResult::Range& range : fit.intervals) {
      if (std::abs(range.confidence - 0.9) > 1e-9) continue;
      bounds.push_back(range.low);
      bounds.push_back(range.high);
    }
    if (bounds.size() != known.bounds.size()) {
      throw Failure(fmt::format("{} ends of ranges of {}", bounds.size(), known.title), "four were to be expected", "");
    }
    for (size_t i = 0; i < bounds.size(); ++i) {
      result.comparisons.push_back({fmt::format("{}, 90 %, {} end of the {} range (independent scan)", known.title,
                                                i % 2 == 0 ? "lower" : "upper", i < 2 ? "first" : "second"),
                                    "", known.bounds[i], bounds[i], 0.03 / std::abs(known.bounds[i]), ""});
    }
  }
  result.figures.push_back(figure);
  return result;
}

}  // namespace

std::vector<Entry> coherent_nsi_entries() {
  const std::string source =
      "talk of G. Sanchez Garcia (2023); V. De Romeri et al., JHEP 04 (2023) 035, arXiv:2211.11905";
  const std::string common =
      "Inputs as in 004.chi2-table: CsI 2021 and liquid argon 2020 with their nuisances, Klein-Nystrand form factor "
      "with "
      "1.23 A^(1/3) fm, s_W^2 = 0.23857; all other couplings 0. Regions: chi2 less than 4.61 above its minimum. ";
  const std::string axes_trap =
      "With eps^d to the right and eps^u upwards, as here, the bands have the slope -(Z + 2N)/(2Z + N); the -(2Z + "
      "N)/(Z + 2N) of "
      "the talk belongs to the other order of axes. Lines through the minima of chi2 in eps^u at five values of eps^d; "
      "the formula "
      "is that of the mean nucleus, tolerance 0.2 %. ";
  const std::string other_nuisance =
      "CsI 2021 alone, one coupling at a time, the others 0; normalisations and the onset of the beam free, not the "
      "efficiency nor the radius. The ranges beside are those of an independent coarse scan (steps of some 0.02, flux "
      "and "
      "quenching 11.65 % together): 0.03 on every end. ";
  const auto ring_entry = [&](const std::string& id, const std::string& title, char quark, bool circle) {
    return Entry{
        "004.nsi-fc-" + id, title, source,
        common + (circle
                      ? "Only one flavour of the source has both couplings: its two charges add in squares, a circle. "
                      : "The flavour-changing coupling acts on nu_e, nu_mu and anti-nu_mu alike. "),
        [=](Context& context) { return ring(context, "coherent-nsi-" + id, quark, circle); }};
  };
  return {
      {"004.nsi-nu-ee", "NSI of nu_e with d and u quarks: two bands", source, common + axes_trap,
       [](Context& context) { return bands(context, "coherent-nsi-ee"); }},
      {"004.nsi-nu-mumu", "NSI of nu_mu with d and u quarks: two bands", source, common + axes_trap,
       [](Context& context) { return bands(context, "coherent-nsi-mumu"); }},
      {"004.nsi-nu-d", "NSI of nu_e and nu_mu with d quarks", source, common,
       [](Context& context) { return two_flavours(context, "coherent-nsi-d", 'd'); }},
      {"004.nsi-nu-u", "NSI of nu_e and nu_mu with u quarks", source, common,
       [](Context& context) { return two_flavours(context, "coherent-nsi-u", 'u'); }},
      {"004.nsi-nu-ranges", "NSI one at a time", "independent scan, CsI 2021 (2110.07730)", other_nuisance, one_by_one},
      ring_entry("ee-emu-d", "Flavour-changing NSI of nu_e with d quarks, to nu_mu", 'd', false),
      ring_entry("mumu-emu-u", "Flavour-changing NSI of nu_mu with u quarks, to nu_e", 'u', false),
      ring_entry("ee-etau-d", "Flavour-changing NSI of nu_e with d quarks, to nu_tau", 'd', true),
      ring_entry("mumu-mutau-d", "Flavour-changing NSI of nu_mu with d quarks, to nu_tau", 'd', true),
  };
}

}  // namespace tridens::run::gallery
