// Scalar leptoquarks in COHERENT: 90 % regions in mass and coupling with the derived signs of the interference, and
// with the sign that the literature gives all four.
#include <fmt/format.h>

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

/// A leptoquark: what it adds to protons and neutrons, in units of epsilon.
struct Leptoquark {
  std::string model;  // "s1"
  double proton, neutron;
  bool destructive;  // by the derived sign
};

/// g/m (GeV^-1) at which the leptoquark turns the sign of the coherent amplitude of a nucleus and leaves its size, with
/// equal couplings of both generations: (Q + x)^2 + x^2 = Q^2 for x = -Q, g^2/m^2 = 4 sqrt2 G_F |Q|/(c_p Z + c_n N).
double degenerate_ratio(const Leptoquark& leptoquark, double Z, double N) {
  const double weak_charge = std::abs((0.5 - 2.0 * sin2thetaW) * Z - 0.5 * N);
  const double charge = leptoquark.proton * Z + leptoquark.neutron * N;
  return std::sqrt(4.0 * std::sqrt(2.0) * constants::fermi_constant * weak_charge / charge);
}

Curve degeneracy(const Leptoquark& leptoquark, const io::FitParameterCard& mass) {
  const double ratio = degenerate_ratio(leptoquark, 55.0, 78.0);  // caesium; iodine is up to 0.5 % away
  return curve("degeneracy, Cs", {mass.min, mass.max}, {ratio * mass.min, ratio * mass.max}, Style::dotted);
}

std::string card_name(const Leptoquark& leptoquark, bool uniform) {
  return "coherent-leptoquark-" + leptoquark.model + (uniform && !leptoquark.destructive ? "-uniform" : "");
}

/// The coupling alone, at 1 TeV: in the contact limit only g/m has a meaning.
io::FitCard coupling_at_one_TeV(const std::string& name) {
  io::FitCard card = fit_card(name);
  card.model.settings["mass"] = "1 TeV";
  std::erase_if(card.parameters, [](const io::FitParameterCard& parameter) { return parameter.name == "m"; });
  io::FitParameterCard& coupling = card.parameters.at(0);
  coupling.logarithmic = false;
  coupling.min = 0.0;
  coupling.max = 6.0;
  coupling.points = 61;
  card.confidence = {plane_confidence};
  return card;
}

void add_limits(Context& context, const std::string& sign, const std::string& name, DataTable& table) {
  const io::FitCard card = coupling_at_one_TeV(name);
  for (const PlaneSet& set : coherent_sets()) {
    const FitResult found = fit_of(context, only(card, set.experiments));
    table.rows.push_back({sign, set.label, ranges_text(found, "g", plane_confidence),
                          fmt::format("{:.2f}", found.minima.front().chi2),
                          fmt::format("{:.2f}", found.standard_model->chi2)});
  }
}

/// Data that are the Standard Model's expectation have two solutions: none, and the degenerate coupling.
Comparison degenerate_solution(Context& context, const Leptoquark& leptoquark) {
  io::FitCard card = only(coupling_at_one_TeV(card_name(leptoquark, true)), coherent_sets().front().experiments);
  card.data = "asimov";
  const FitResult found = fit_of(context, card, false);
  double coupling = 0.0;
  for (const FitResult::Point& point : found.minima) coupling = std::max(coupling, point.parameters.at(0));
  constexpr double TeV = 1000.0;
  return {"coupling at 1 TeV with the rate of the Standard Model (2307.13790), CsI",
          "",
          0.5 * (degenerate_ratio(leptoquark, 55.0, 78.0) + degenerate_ratio(leptoquark, 53.0, 74.0)) * TeV,
          coupling,
          0.003,
          "the formula is the mean of caesium and iodine, which are up to half a percent apart"};
}

EntryResult leptoquark_planes(Context& context, const Leptoquark& leptoquark) {
  EntryResult result;
  DataTable limits{"Coupling at 1 TeV", {"interference", "data", "90 %", "chi2", "of the Standard Model"}, {}};
  const auto add = [&](bool uniform, const std::string& sign) {
    const std::string name = card_name(leptoquark, uniform);
    const io::FitCard card = fit_card(name);
    Figure figure = plane_of_card(context, card, card.title, {"mass [GeV]", "coupling"}, coherent_sets());
    if (uniform) figure.curves.push_back(degeneracy(leptoquark, card.parameters.at(0)));
    result.figures.push_back(std::move(figure));
    add_limits(context, sign, name, limits);
  };
  if (leptoquark.destructive) {
    add(true, "destructive (derived)");
  } else {
    add(false, "constructive (derived)");
    add(true, "destructive (as published)");
  }
  result.comparisons.push_back(degenerate_solution(context, leptoquark));
  result.tables.push_back(std::move(limits));
  return result;
}

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
          [leptoquark](Context& context) { return leptoquark_planes(context, leptoquark); }};
}

}  // namespace

std::vector<Entry> leptoquark_plane_entries() {
  return {
      entry_of("004.lq-S1", "S1", {"s1", 1.0, 2.0, false}),
      entry_of("004.lq-R2", "R2", {"r2", 2.0, 1.0, true}),
      entry_of("004.lq-R2t", "R2-tilde", {"r2-tilde", 1.0, 2.0, true}),
      entry_of("004.lq-S3", "S3", {"s3", 5.0, 4.0, false}),
  };
}

}  // namespace tridens::run::gallery
