// Scalar leptoquarks in COHERENT: 90 % regions in mass and coupling with the derived signs of the interference, and
// with the sign that the literature gives all four.
#include "tridens/run/gallery/leptoquark_planes.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/run/gallery/coherent_planes.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double sin2thetaW = 0.23857;  // MSbar, q -> 0, as the model has it

/// g/m (GeV^-1) at which the leptoquark turns the sign of the coherent amplitude of a nucleus and leaves its size, with
/// equal couplings of both generations: (Q + x)^2 + x^2 = Q^2 for x = -Q, g^2/m^2 = 4 sqrt2 G_F |Q|/(c_p Z + c_n N).
double degenerate_ratio(const Leptoquark& leptoquark, double Z, double N) {
  const double weak_charge = std::abs((0.5 - 2.0 * sin2thetaW) * Z - 0.5 * N);
  const double charge = leptoquark.proton * Z + leptoquark.neutron * N;
  return std::sqrt(4.0 * std::sqrt(2.0) * constants::fermi_constant * weak_charge / charge);
}

constexpr double TeV = 1000.0, lowest_mass = 10.0, highest_mass = 1e4;  // GeV

/// A straight line through the origin: the contact limit knows g/m alone.
Curve line(const std::string& label, double coupling_at_one_TeV, Style style) {
  return curve(label, {lowest_mass, highest_mass},
               {coupling_at_one_TeV * lowest_mass / TeV, coupling_at_one_TeV * highest_mass / TeV}, style);
}

/// Couplings at the ends of the ranges in which a curve of chi2 lies below the level.
std::vector<double> ends_below(const Curve& chi2, double level) {
  std::vector<double> ends;
  for (size_t i = 0; i + 1 < chi2.x.size(); ++i) {
    if ((chi2.y[i] <= level) == (chi2.y[i + 1] <= level)) continue;
    ends.push_back(std::lerp(chi2.x[i], chi2.x[i + 1], (level - chi2.y[i]) / (chi2.y[i + 1] - chi2.y[i])));
  }
  return ends;
}

std::string card_name(const Leptoquark& leptoquark, bool uniform) {
  return "coherent-leptoquark-" + leptoquark.model + (uniform && !leptoquark.destructive ? "-uniform" : "");
}

Figure plane(Context& context, const Leptoquark& leptoquark, bool destructive, int points) {
  const io::FitCard card = fit_card(card_name(leptoquark, destructive));
  Figure figure = axes(card.title, "mass [GeV]", "coupling", true, true);
  const std::vector<Style> styles = {Style::line, Style::dotted, Style::dashed};
  size_t set = 0;
  for (const auto& [label, experiments] : coherent_sets()) {
    const Curve chi2 = chi2_curve(context, only(card, experiments), label, points);
    bool first = true;
    for (const double end : ends_below(chi2, plane_rise())) {
      figure.curves.push_back(line(first ? label : "", end, styles[set]));
      first = false;
    }
    ++set;
  }
  if (destructive) {
    figure.curves.push_back(line("degeneracy, Cs", degenerate_ratio(leptoquark, 55.0, 78.0) * TeV, Style::dotted));
  }
  return figure;
}

void add_limits(Context& context, const std::string& sign, const std::string& name, DataTable& table) {
  io::FitCard card = fit_card(name);
  card.confidence = {plane_confidence};
  for (const auto& [label, experiments] : coherent_sets()) {
    const FitResult found = fit_of(context, only(card, experiments));
    table.rows.push_back({sign, label, ranges_text(found, "g", plane_confidence),
                          fmt::format("{:.2f}", found.minima.front().chi2),
                          fmt::format("{:.2f}", found.standard_model->chi2)});
  }
}

/// Data that are the Standard Model's expectation have two solutions: none, and the degenerate coupling.
Comparison degenerate_solution(Context& context, const Leptoquark& leptoquark) {
  io::FitCard card = only(fit_card(card_name(leptoquark, true)), coherent_sets().front().second);
  card.data = "asimov";
  card.parameters.at(0).min = 1.0;  // the other one is at zero
  const double coupling = fit_of(context, card, false).minima.front().parameters.at(0);
  return {"coupling at 1 TeV with the rate of the Standard Model (2307.13790), CsI",
          "",
          0.5 * (degenerate_ratio(leptoquark, 55.0, 78.0) + degenerate_ratio(leptoquark, 53.0, 74.0)) * TeV,
          coupling,
          0.003,
          "the formula is the mean of caesium and iodine, which are up to half a percent apart"};
}

}  // namespace

EntryResult leptoquark_result(Context& context, const Leptoquark& leptoquark, int points) {
  EntryResult result;
  result.comparisons.push_back(degenerate_solution(context, leptoquark));
  if (!leptoquark.destructive) result.figures.push_back(plane(context, leptoquark, false, points));
  result.figures.push_back(plane(context, leptoquark, true, points));
  if (points > 0) return result;
  DataTable limits{"Coupling at 1 TeV", {"interference", "data", "90 %", "chi2", "of the Standard Model"}, {}};
  if (!leptoquark.destructive) add_limits(context, "constructive (derived)", card_name(leptoquark, false), limits);
  add_limits(context, leptoquark.destructive ? "destructive (derived)" : "destructive (as published)",
             card_name(leptoquark, true), limits);
  result.tables.push_back(std::move(limits));
  return result;
}

namespace {

Entry entry_of(const std::string& id, const std::string& symbol, const Leptoquark& leptoquark) {
  const std::string sign =
      leptoquark.destructive
          ? "It interferes destructively: a second band, where the amplitude has the opposite sign, is as good. "
          : "The derived interference is constructive (the exchange is in the s channel and the quark field is charge "
            "conjugated): there is no second band. The talk and 2307.13790 give every leptoquark the destructive sign; "
            "that is the second figure (interference = uniform). ";
  return {id, "Scalar leptoquark " + symbol + " in COHERENT", "talk of G. Sanchez Garcia (TAUP 2023); 2307.13790",
          "The same coupling of the first two generations of leptons to the first of quarks, flavour change included. "
          "Contact limit: the exchange is in the s or u channel, so that masses below 10 GeV are left out. " +
              sign +
              "CsI (2021) and LAr (2020) as in 004.chi2-table; regions are 90 % for two parameters. Dotted: "
              "g^2 = 4 sqrt2 G_F |Q_W| m^2/(c_p Z + c_n N) for caesium.",
          [leptoquark](Context& context) { return leptoquark_result(context, leptoquark); }};
}

/// The leptoquark of the cards of COHERENT at the six detectors of the ESS, with the data that the Standard Model
/// expects.
io::FitCard future_card(const Leptoquark& leptoquark, bool uniform) {
  io::FitCard card = fit_card(card_name(leptoquark, uniform));
  card.data = "asimov";
  card.confidence = {plane_confidence};
  card.experiments.clear();
  for (const io::FitExperimentCard& each : fit_card("ess-nsi-ee-down").experiments) {
    if (each.name.starts_with("ess-")) card.experiments.push_back(each);
  }
  return card;
}

double largest_allowed(const FitResult& found) {
  double largest = 0.0;
  for (const FitResult::Range& range : found.intervals) {
    if (!range.high_open) largest = std::max(largest, range.high);
  }
  return largest;
}

EntryResult future_leptoquarks(Context& context) {
  EntryResult result;
  Figure figure =
      axes("Scalar leptoquarks, 90 %: COHERENT (full) and ESS (dashed)", "mass [GeV]", "coupling", true, true);
  DataTable table{"Coupling at 1 TeV, 90 %", {"leptoquark", "interference", "COHERENT", "ESS"}, {}};
  for (const Leptoquark& leptoquark : {leptoquark_s1, leptoquark_r2, leptoquark_r2_tilde, leptoquark_s3}) {
    io::FitCard card = fit_card(card_name(leptoquark, false));
    card.confidence = {plane_confidence};
    const FitResult today = fit_of(context, card), future = fit_of(context, future_card(leptoquark, false));
    figure.curves.push_back(line(leptoquark.model, largest_allowed(today), Style::line));
    figure.curves.push_back(line("", largest_allowed(future), Style::dashed));
    table.rows.push_back({leptoquark.model, leptoquark.destructive ? "destructive" : "constructive",
                          ranges_text(today, "g", plane_confidence), ranges_text(future, "g", plane_confidence)});
    result.comparisons.push_back(
        shown(leptoquark.model + ": largest coupling at 1 TeV at the ESS over that at COHERENT", "",
              largest_allowed(future) / largest_allowed(today)));
  }
  result.figures.push_back(std::move(figure));
  result.tables.push_back(std::move(table));
  return result;
}

}  // namespace

std::vector<Entry> leptoquark_plane_entries() {
  return {
      {"004.lq-future", "Scalar leptoquarks at the European Spallation Source",
       "talk of G. Sanchez Garcia (TAUP 2023); 2307.13790",
       "Couplings as in 004.lq-S1 and the others, derived signs of the interference, contact limit: lines of the "
       "largest "
       "coupling allowed at 90 % (one parameter). COHERENT: data of CsI 2021 and LAr 2020. ESS: three years of the six "
       "detectors of 004.ess-fit, data as the Standard Model expects them, uncertainties of the detectors independent. "
       "Future detectors of COHERENT are left out: their responses and backgrounds are not published as tables.",
       future_leptoquarks},
      entry_of("004.lq-S1", "S1", leptoquark_s1),
      entry_of("004.lq-R2", "R2", leptoquark_r2),
      entry_of("004.lq-R2t", "R2-tilde", leptoquark_r2_tilde),
      entry_of("004.lq-S3", "S3", leptoquark_s3),
  };
}

}  // namespace tridens::run::gallery
