// What COHERENT says of interactions beyond the Standard Model: contact interactions of every structure, light
// mediators, electromagnetic properties, sterile neutrinos. 90 % regions of CsI (2021), LAr (2020) and both.
#include "tridens/run/gallery/coherent_scenarios.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/run/gallery/coherent_planes.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double per_1e32_cm2 = 1e-32, per_1e10_muB = 1e-10;

/// Allowed ranges of every parameter of some cards, the others profiled.
DataTable ranges_table(Context& context, const std::string& title, const std::vector<std::string>& cards,
                       const ExperimentSets& sets) {
  DataTable table{title, {"fit", "parameter", "data", "best fit", "90 %", "chi2", "of the Standard Model"}, {}};
  for (const std::string& name : cards) {
    io::FitCard card = fit_card(name);
    card.confidence = {plane_confidence};
    for (io::FitParameterCard& parameter : card.parameters) parameter.points = 21;  // ends are refined
    for (const auto& [label, experiments] : sets) {
      const FitResult found = fit_of(context, only(card, experiments));
      const FitResult::Point& best = found.minima.front();
      for (size_t i = 0; i < found.parameters.size(); ++i) {
        const std::string& unit = found.parameters[i].unit;
        table.rows.push_back({card.title, found.parameters[i].name + (unit.empty() ? "" : " [" + unit + "]"), label,
                              digits(best.parameters[i], 3),
                              ranges_text(found, found.parameters[i].name, plane_confidence),
                              fmt::format("{:.2f}", best.chi2), fmt::format("{:.2f}", found.standard_model->chi2)});
      }
    }
  }
  return table;
}

/// chi2 above its minimum against the one parameter of a card.
Figure chi2_figure(Context& context, const std::string& name, const std::string& label, int points) {
  const io::FitCard card = fit_card(name);
  Figure figure = axes(card.title, label, R"($\Delta\chi^2$)", false, false);
  const std::vector<Style> styles = {Style::line, Style::dotted, Style::dashed};
  for (const auto& [set, experiments] : coherent_sets()) {
    Curve curve = chi2_curve(context, only(card, experiments), set, points);
    curve.style = styles[figure.curves.size()];
    figure.curves.push_back(std::move(curve));
  }
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  return figure;
}

Figure plane_figure(Context& context, const std::string& name, const PlaneAxes& labels, int points) {
  const io::FitCard card = fit_card(name);
  return borders(coherent_grids(context, card, points), card.title, labels);
}

}  // namespace

EntryResult generalised_planes(Context& context, int points) {
  EntryResult result;
  const std::string vector = "$C_V^q$", scalar = "$C_S^q$", tensor = "$C_T^q$", prefix = "coherent-generalised-";
  result.figures.push_back(chi2_figure(context, prefix + "vector", vector, points));
  result.figures.push_back(chi2_figure(context, prefix + "scalar", scalar, points));
  result.figures.push_back(chi2_figure(context, prefix + "tensor", tensor, points));
  result.figures.push_back(plane_figure(context, prefix + "vector-tensor", {vector, tensor}, points));
  result.figures.push_back(plane_figure(context, prefix + "vector-scalar", {vector, scalar}, points));
  result.figures.push_back(plane_figure(context, prefix + "scalar-tensor", {scalar, tensor}, points));
  if (points > 0) return result;
  result.tables.push_back(ranges_table(context, "One coupling at a time",
                                       {prefix + "vector", prefix + "scalar", prefix + "tensor"}, coherent_sets()));
  return result;
}

namespace {

/// The upper end of the lowest allowed range at every mass.
Curve limit(const std::string& label, const PlaneGrid& grid, double level, Style style) {
  Curve curve{label, {}, {}, {}, {}, style};
  const auto allowed = allowed_at(grid, level);
  for (size_t i = 0; i < grid.x.size(); ++i) {
    if (allowed[i].empty() || !allowed[i].front().low_open || allowed[i].front().high_open) continue;
    curve.x.push_back(grid.x[i]);
    curve.y.push_back(allowed[i].front().high);
  }
  return curve;
}

/// The range above the limit that is allowed again, as a band around its middle.
Curve band(const std::string& label, const PlaneGrid& grid, double level) {
  Curve curve{label, {}, {}, {}, {}, Style::line};
  const auto allowed = allowed_at(grid, level);
  for (size_t i = 0; i < grid.x.size(); ++i) {
    if (allowed[i].empty() || allowed[i].back().low_open || allowed[i].back().high_open) continue;
    curve.x.push_back(grid.x[i]);
    curve.low.push_back(allowed[i].back().low);
    curve.high.push_back(allowed[i].back().high);
    curve.y.push_back(std::sqrt(curve.low.back() * curve.high.back()));
  }
  return curve;
}

/// Limits over all masses, and the thin band of the opposite sign, which only a fine grid can show, of CsI.
Figure universal_vector(Context& context, int points) {
  const io::FitCard card = fit_card("coherent-light-vector");
  const std::vector<LabelledGrid> grids = coherent_grids(context, card, points);
  io::FitCard thin = fit_card("coherent-light-vector-band");
  if (points > 0) thin.parameters.at(0).points = points;
  const PlaneGrid fine = plane_grid(context, thin, "coherent-csi-2021");
  Figure figure = axes(card.title, "mass [MeV]", "coupling", true, true);
  for (const LabelledGrid& each : grids) {
    const double lowest = each.label == "CsI" ? std::min(fine.lowest(), each.grid.lowest()) : each.grid.lowest();
    figure.curves.push_back(limit(each.label, each.grid, lowest + plane_rise(), each.style));
  }
  const double level = std::min(fine.lowest(), grids.front().grid.lowest()) + plane_rise();
  figure.curves.push_back(band("CsI, allowed again", fine, level));
  return figure;
}

}  // namespace

EntryResult light_mediator_planes(Context& context, int points) {
  EntryResult result;
  const PlaneAxes labels{"mass [MeV]", "coupling"};
  result.figures.push_back(universal_vector(context, points));
  for (const char* name : {"coherent-light-vector-b-l", "coherent-light-scalar", "coherent-light-tensor"}) {
    result.figures.push_back(plane_figure(context, name, labels, points));
  }
  return result;
}

EntryResult electromagnetic_planes(Context& context, int points) {
  EntryResult result;
  const PlaneAxes moments{R"($\mu_{\nu_e}$ [$10^{-10}\mu_B$])", R"($\mu_{\nu_\mu}$ [$10^{-10}\mu_B$])", per_1e10_muB,
                          per_1e10_muB};
  const PlaneAxes radii{R"($\langle r^2_{\nu_e}\rangle$ [$10^{-32}$ cm$^2$])",
                        R"($\langle r^2_{\nu_\mu}\rangle$ [$10^{-32}$ cm$^2$])", per_1e32_cm2, per_1e32_cm2};
  const PlaneAxes charges{R"($q_{\nu_e}$ [e])", R"($q_{\nu_\mu}$ [e])"};
  result.figures.push_back(plane_figure(context, "coherent-magnetic-moment", moments, points));
  result.figures.push_back(plane_figure(context, "coherent-charge-radius", radii, points));
  const io::FitCard charge = fit_card("coherent-millicharge");
  result.figures.push_back(borders({{"CsI", Style::line, plane_grid(context, charge, "coherent-csi-2021", points)}},
                                   charge.title + ", nuclei and electrons", charges));
  result.figures.push_back(plane_figure(context, "coherent-millicharge-nuclei", charges, points));
  if (points > 0) return result;
  const ExperimentSets sets = coherent_sets(), csi = {sets.front()};
  result.tables.push_back(ranges_table(context, "One parameter, the other profiled",
                                       {"coherent-magnetic-moment", "coherent-charge-radius"}, sets));
  result.tables.push_back(ranges_table(context, "Millicharges with electrons, one parameter, the other profiled",
                                       {"coherent-millicharge"}, csi));
  return result;
}

EntryResult sterile_planes(Context& context, int points) {
  EntryResult result;
  const std::string prefix = "coherent-sterile-";
  result.figures.push_back(
      plane_figure(context, prefix + "dipole-numu", {"$m_4$ [MeV]", R"($\mu_{\nu_\mu4}$ [$\mu_B$])"}, points));
  result.figures.push_back(
      plane_figure(context, prefix + "dipole-nue", {"$m_4$ [MeV]", R"($\mu_{\nu_e4}$ [$\mu_B$])"}, points));
  result.figures.push_back(plane_figure(context, prefix + "oscillation-numu",
                                        {R"($\Delta m^2_{42}$ [eV$^2$])", R"($\sin^22\theta_{24}$)"}, points));
  result.figures.push_back(plane_figure(context, prefix + "oscillation-nue",
                                        {R"($\Delta m^2_{41}$ [eV$^2$])", R"($\sin^22\theta_{14}$)"}, points));
  for (size_t oscillation = 2; oscillation < result.figures.size(); ++oscillation) {
    result.figures[oscillation].y_low = 0.0;
    result.figures[oscillation].y_high = 1.0;
  }
  return result;
}

std::vector<Entry> coherent_scenario_entries() {
  const std::string source = "talk of G. Sanchez Garcia (TAUP 2023); 2211.11905";
  const std::string data =
      "COHERENT CsI (2021) and LAr (2020) as in 004.chi2-table: Klein and Nystrand form factor with R = 1.23 A^(1/3) "
      "fm, all nuisances of the paper but the onset of the beam, which stays. Regions are 90 % for two parameters: "
      "chi2 "
      "4.61 above the lowest point of the grid; intervals are for one. ";
  return {
      {"004.ngi", "Generalised contact interactions: vector, scalar, tensor", source + "; 1806.07424",
       data + "One coupling for u and d quarks and all neutrinos, electrons untouched. C_V adds -C_V/2 per nucleon "
              "charge to g_V: the degenerate solution of CsI is at negative C_V here. Scalar charges of nucleons: "
              "Hoferichter et al.; tensor charges: Anselmino et al.; a tensor coherent over spin-0 nuclei is a "
              "convention.",
       [](Context& context) { return generalised_planes(context); }},
      {"004.light-mediators", "Light mediators: universal vector, B-L, scalar, tensor", source + "; 2202.11002",
       data + "The same coupling to neutrinos, quarks and electrons (B-L: by charge). The universal vector interferes "
              "destructively on nuclei: a band stays allowed above the limit. Tensor with the derived normalisation: a "
              "limit with the published short form is 2^(1/4) higher.",
       [](Context& context) { return light_mediator_planes(context); }},
      {"004.em", "Magnetic moments, charge radii, millicharges of electron and muon neutrinos",
       source + "; 1810.05606; 2201.10578; 2205.09484",
       data + "Diagonal properties of flavour states. Charge radii are whole radii, since the tree couplings hold "
              "none: the Standard Model is at (-0.83, -0.48). Millicharges: electrons in CsI are far more sensitive "
              "than nuclei (1/T); liquid argon has nuclei alone. Published for the 2017 data of CsI (1810.05606): "
              "the radius of nu_mu within -8 and 11, 90 %.",
       [](Context& context) { return electromagnetic_planes(context); }},
      {"004.sterile", "Sterile neutrinos: dipole portal and oscillation", source,
       data + "Dipole portal: one transition moment at a time, N leaves unseen. Oscillation: disappearance alone, one "
              "survival probability for neutrinos and antineutrinos of a flavour, 19.3 m and 27.5 m, a point source; "
              "allowed is what lies below the lines.",
       [](Context& context) { return sterile_planes(context); }},
  };
}

}  // namespace tridens::run::gallery
