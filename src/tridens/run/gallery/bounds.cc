// Planes of bounds on gauge bosons of lepton number differences, and what their curves stand on.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/u1_vector.hh"
#include "tridens/model/z_boson_corrections.hh"
#include "tridens/process/pair_radiation.hh"
#include "tridens/run/bounds/recast.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using bounds::BoundCurve;
using bounds::Shape;

BoundsResult plane_of_bounds(Context& context, const std::string& plane, const std::vector<std::string>& names = {},
                             const std::vector<std::pair<std::string, std::string>>& settings = {},
                             int points_per_decade = 10) {
  context.check_stop();
  BoundsRequest request;
  request.points_per_decade = points_per_decade;
  request.plane = plane;
  request.names = names;
  request.settings = settings;
  request.threads = context.threads();
  return compute_bounds(request);
}

/// Curves of one bound; polygons closed, upper borders beside the lower ones.
std::vector<Curve> curves_of(const ComputedBound& bound, const std::string& label, Style style) {
  std::vector<Curve> curves;
  for (const BoundCurve& points : bound.curves) {
    Curve drawn = curve(curves.empty() ? label : "", points.mass, points.coupling, style);
    if (bound.info.shape == Shape::points) drawn.style = Style::points;
    if (bound.info.shape == Shape::preferred) {
      drawn.low = points.coupling;
      drawn.high = points.upper;
    }
    if (bound.info.shape == Shape::between) {
      drawn.x.insert(drawn.x.end(), points.mass.rbegin(), points.mass.rend());
      drawn.y.insert(drawn.y.end(), points.upper.rbegin(), points.upper.rend());
    }
    if (bound.info.shape == Shape::between || bound.info.shape == Shape::region) {
      drawn.x.push_back(drawn.x.front());
      drawn.y.push_back(drawn.y.front());
    }
    curves.push_back(std::move(drawn));
  }
  return curves;
}

Figure figure_of(const BoundsResult& result, const std::string& title, double low, double high) {
  Figure figure = axes(title, "mass of " + result.plane.particle + " [GeV]", result.plane.coupling, true, true);
  figure.y_low = low;
  figure.y_high = high;
  size_t number = 0;
  for (const ComputedBound& bound : result.bounds) {
    const std::string label = fmt::format("{} ({})", bound.info.title, bound.info.year);
    const Style style = number < 8 ? Style::line : number < 16 ? Style::dashed : Style::dotted;
    for (Curve& each : curves_of(bound, label, style)) figure.curves.push_back(std::move(each));
    if (!bound.curves.empty()) ++number;
  }
  return figure;
}

/// Coupling at a mass, of the first curve that holds it, linear in the logarithms; points only at their own mass.
std::optional<double> coupling_at(const ComputedBound& bound, double mass) {
  for (const BoundCurve& points : bound.curves) {
    for (size_t i = 0; i < points.mass.size(); ++i) {
      if (std::abs(points.mass[i] / mass - 1.0) < 1e-9) return points.coupling[i];
      const bool between = i + 1 < points.mass.size() && points.mass[i] < mass && mass < points.mass[i + 1];
      if (!between || bound.info.shape == Shape::points) continue;
      const double share = std::log(mass / points.mass[i]) / std::log(points.mass[i + 1] / points.mass[i]);
      return points.coupling[i] * std::pow(points.coupling[i + 1] / points.coupling[i], share);
    }
  }
  return std::nullopt;
}

double coupling_of(Context& context, const std::string& plane, const std::string& bound, double mass,
                   const std::vector<std::pair<std::string, std::string>>& settings = {}) {
  BoundsRequest request;
  request.plane = plane;
  request.names = {bound};
  request.settings = settings;
  request.threads = context.threads();
  request.lowest_mass_GeV = mass;
  request.highest_mass_GeV = 1.01 * mass;
  return compute_bounds(request).bounds.at(0).curves.at(0).coupling.at(0);
}

DataTable table_of(const BoundsResult& result) {
  DataTable table{"Couplings at the border of what is excluded", {"bound", "year", "exposure", "level", "origin"}, {}};
  const double masses[] = {1e-3, 1e-2, 0.1, 1.0, 10.0, 50.0};
  for (const double mass : masses) table.columns.push_back(fmt::format("{:g} GeV", mass));
  for (const ComputedBound& bound : result.bounds) {
    const std::string origin = bound.info.kind == bounds::Kind::computed ? "computed" : "tabulated";
    std::vector<std::string> row = {bound.info.title, fmt::format("{}", bound.info.year), bound.info.exposure,
                                    bound.info.confidence, origin + (bound.info.projection ? ", expected" : "")};
    for (const double mass : masses) {
      const auto coupling = coupling_at(bound, mass);
      row.push_back(coupling ? digits(*coupling, 3) : "");
    }
    table.rows.push_back(row);
  }
  return table;
}

// ---- planes

EntryResult lmu_ltau_plane(Context& context) {
  EntryResult result;
  const BoundsResult plane = plane_of_bounds(context, "lmu-ltau");
  result.figures.push_back(figure_of(plane, "Bounds on the gauge boson of L_mu - L_tau", 3e-5, 1.0));
  result.tables.push_back(table_of(plane));
  const auto at = [&](const char* name, double mass) { return coupling_of(context, "lmu-ltau", name, mass); };
  result.comparisons = {
      {"CCFR tridents, 50 GeV: M/g' above", "GeV", 550.0, 50.0 / at("ccfr-trident", 50.0), 0.05,
       "published with two digits and with the cuts of CCFR"},
      {"CCFR tridents, 10 MeV: g' below", "", 1e-3, at("ccfr-trident", 1e-2), 0.2, "published as about 1e-3"},
      {"(g-2) with the prediction of 2025, 1 GeV: g' below", "", 4.37e-3, at("g-2-mu", 1.0), 2e-3, ""},
      shown("(g-2) with the prediction of 2025 over CCFR, 100 MeV", "", at("g-2-mu", 0.1) / at("ccfr-trident", 0.1)),
      shown("DUNE tridents over CCFR, 100 MeV", "", at("dune-trident", 0.1) / at("ccfr-trident", 0.1))};
  return result;
}

EntryResult le_lmu_plane(Context& context) {
  EntryResult result;
  const BoundsResult plane = plane_of_bounds(context, "le-lmu");
  result.figures.push_back(figure_of(plane, "Bounds on the gauge boson of L_e - L_mu", 1e-9, 1e-1));
  result.tables.push_back(table_of(plane));
  const auto at = [&](const char* name, double mass) { return coupling_of(context, "le-lmu", name, mass); };
  result.comparisons = {shown("TEXONO, 1 MeV: g' below", "", at("texono", 1e-3)),
                        shown("TEXONO, 100 MeV: g' below", "", at("texono", 0.1)),
                        shown("TEXONO over CCFR tridents, 100 MeV", "", at("texono", 0.1) / at("ccfr-trident", 0.1)),
                        shown("Borexino over TEXONO, 100 MeV", "", at("borexino", 0.1) / at("texono", 0.1))};
  return result;
}

// ---- single bounds

EntryResult moment(Context& context) {
  EntryResult result;
  Figure figure =
      axes("(g-2) of the muon and a gauge boson with g' to muons", "mass of the boson [GeV]", "g'", true, true);
  const auto add = [&](const char* name, const std::string& theory, const std::string& label, Style style) {
    const BoundsResult plane = plane_of_bounds(context, "lmu-ltau", {name}, {{std::string(name) + ".theory", theory}});
    for (Curve& each : curves_of(plane.bounds[0], label, style)) figure.curves.push_back(std::move(each));
  };
  add("g-2-mu-band", "talk-2022", "band of the talk, (2.9 +- 0.9)e-9, 2 sigma", Style::line);
  add("g-2-mu-band", "wp20", "prediction of 2020, (251 +- 59)e-11, 2 sigma", Style::dashed);
  add("g-2-mu", "wp25", "prediction of 2025, (38 +- 63)e-11: excluded above, 2 sigma", Style::line);
  add("g-2-mu", "darkcast", "(279 +- 76)e-11: excluded above, 2 sigma", Style::dotted);
  result.figures.push_back(figure);
  const auto five = [&](double mass) {
    return coupling_of(context, "lmu-ltau", "g-2-mu", mass, {{"g-2-mu.theory", "darkcast"}, {"g-2-mu.sigmas", "5"}});
  };
  const auto two = [&](double mass) {
    return coupling_of(context, "lmu-ltau", "g-2-mu", mass, {{"g-2-mu.theory", "darkcast"}});
  };
  result.comparisons = {
      {"279(76)e-11 + 5 sigma, 1 MeV", "", 7.3171e-4, five(1e-3), 1e-3, ""},
      {"279(76)e-11 + 2 sigma, 1 MeV", "", 5.9174e-4, two(1e-3), 1e-3, ""},
      {"279(76)e-11 + 2 sigma, 14.5 MeV", "", 6.910e-4, two(14.5e-3), 1e-3, ""},
      {"279(76)e-11 + 2 sigma, 0.2656 GeV", "", 2.2853e-3, two(0.2656), 1e-3, ""},
      {"279(76)e-11 + 2 sigma, 4.863 GeV", "", 3.3011e-2, two(4.863), 1e-3, ""},
      shown("prediction of 2025, 2 sigma, 10 MeV", "", coupling_of(context, "lmu-ltau", "g-2-mu", 1e-2))};
  return result;
}

EntryResult four_muons(Context& context) {
  EntryResult result;
  Figure ratio = axes("Radiation of the boson in Z decays to muons", "mass of the boson [GeV]",
                      R"($BR(Z\to\mu\mu Z')/g'^2$)", true, true);
  Curve three = curve("three-body width", logarithmic(0.5, 88.0, 60), {});
  constexpr double muons = 0.033662;
  const auto branching = [&](double mass) {
    return muons * model::z_radiation(std::pow(mass / constants::z_mass, 2)) / (8.0 * units::pi * units::pi);
  };
  for (const double mass : three.x) three.y.push_back(branching(mass));
  ratio.curves.push_back(three);
  const auto limit = [&](const char* name, const std::string& key, const std::string& value, const char* label) {
    const BoundsResult plane = plane_of_bounds(context, "lmu-ltau", {name}, {{std::string(name) + "." + key, value}});
    return curves_of(plane.bounds[0], label, Style::line).at(0);
  };
  Figure figure =
      axes("Z to four muons through the boson of L_mu - L_tau", "mass of the boson [GeV]", "g'", true, true);
  figure.curves = {limit("cms-z-4mu", "branching", "1e-7", "CMS, product of branching ratios 1e-7"),
                   limit("cms-z-4mu", "branching", "1e-8", "CMS, product of branching ratios 1e-8"),
                   limit("atlas-z-4mu", "cross-section", "4.3 fb", "ATLAS, 139 /fb, 4.3 fb"),
                   limit("atlas-z-4mu", "cross-section", "0.31 fb", "ATLAS, 139 /fb, 0.31 fb"),
                   limit("atlas-z-4l", "excess", "4.2e-7", "ATLAS, four-lepton branching fraction (counting)")};
  result.figures = {figure, ratio};
  const auto at = [&](double mass, const char* value) {
    return coupling_of(context, "lmu-ltau", "cms-z-4mu", mass, {{"cms-z-4mu.branching", value}});
  };
  Comparison low{"5 GeV: g' for a product of 1e-8, below the published limit", "", 0.004, at(5.0, "1e-8"), 0.0, ""};
  Comparison high{"69 GeV: g' for a product of 1e-8, below the published limit", "", 0.3, at(69.0, "1e-8"), 0.0, ""};
  Comparison atlas{"ATLAS, 5 GeV: g' for 0.31 fb, below the published limit",
                   "",
                   0.003,
                   coupling_of(context, "lmu-ltau", "atlas-z-4mu", 5.0, {{"atlas-z-4mu.cross-section", "0.31 fb"}}),
                   0.0,
                   ""};
  low.at_most = high.at_most = atlas.at_most = true;
  result.comparisons = {low,
                        high,
                        atlas,
                        shown("5 GeV: g' for a product of 1e-7", "", at(5.0, "1e-7")),
                        shown("69 GeV: g' for a product of 1e-7", "", at(69.0, "1e-7")),
                        shown("BR(Z -> mu mu Z')/g'^2 at 10 GeV", "", branching(10.0))};
  return result;
}

EntryResult babar(Context& context) {
  EntryResult result;
  const BoundsResult plane = plane_of_bounds(context, "lmu-ltau", {"babar-4mu", "babar-invisible", "babar-visible"});
  result.figures.push_back(figure_of(plane, "BaBar and the boson of L_mu - L_tau", 1e-4, 1.0));
  Figure shares =
      axes("Decays of the boson of L_mu - L_tau", "mass of the boson [GeV]", "branching ratio", true, false);
  Curve muon = curve("muons", logarithmic(0.05, 20.0, 120), {}), invisible = curve("neutrinos", muon.x, {});
  for (const double mass : muon.x) {
    const auto widths = model::lepton_widths(model::u1_lepton_couplings({0.0, 1.0, -1.0}, 1.0, mass, true), mass);
    muon.y.push_back(widths.share(Flavour::muon));
    invisible.y.push_back(widths.invisible_share());
  }
  shares.curves = {muon, invisible};
  result.figures.push_back(shares);
  const double light = coupling_of(context, "lmu-ltau", "g-2-mu", 1.0);
  result.comparisons = {
      {"e+ e- -> gamma + missing recast by the loop, 10 MeV", "", 6.5306e-2, *coupling_at(plane.bounds[1], 9.9999e-3),
       5e-3, ""},
      {"the same, 100 MeV", "", 6.3022e-2, *coupling_at(plane.bounds[1], 0.1), 5e-3, ""},
      {"the same at 2.1 GeV over the square root of the share of neutrinos", "", 9.2436e-2,
       *coupling_at(plane.bounds[1], 2.1) * std::sqrt(0.5), 1e-2,
       "the public recast takes every decay as invisible; the share here is 1/2 up to muon masses and the loop"},
      shown("four muons at 1 GeV over (g-2) with the prediction of 2025", "",
            *coupling_at(plane.bounds[0], 1.0) / light)};
  return result;
}

EntryResult belle(Context& context) {
  EntryResult result;
  const BoundsResult plane =
      plane_of_bounds(context, "lmu-ltau", {"babar-4mu", "babar-4mu-smooth", "belle-4mu", "belle-ii-4mu"}, {}, 60);
  Figure figure = figure_of(plane, "Four muons at e+ e- and the boson of L_mu - L_tau", 1e-4, 1.0);
  const auto strongest =
      plane_of_bounds(context, "lmu-ltau", {"belle-ii-4mu"}, {{"belle-ii-4mu.cross-section", "0.046 fb"}}, 60);
  for (Curve& each : curves_of(strongest.bounds[0], "Belle II, strongest limit on the cross section", Style::dotted)) {
    figure.curves.push_back(std::move(each));
  }
  Figure cross = axes("e+ e- to two muons and the boson at 10.58 GeV", "mass of the boson [GeV]",
                      R"($\sigma/g'^2$ [fb])", true, true);
  constexpr double energy = 10.58;
  Curve all = curve(R"($\mu\mu Z'$)", logarithmic(1e-3, 10.3, 80), {}),
        four = curve("four muons", {}, {}, Style::dashed);
  for (const double mass : all.x) {
    all.y.push_back(process::pair_radiation_cross_section(energy, mass, constants::muon_mass) / units::femtobarn);
    const double seen = bounds::four_muon_cross_section_fb(plane.plane, energy, mass);
    if (seen == 0.0) continue;
    four.x.push_back(mass);
    four.y.push_back(seen);
  }
  cross.curves = {all, four};
  result.figures = {figure, cross};
  result.tables.push_back(table_of(plane));
  const auto excluded = [&](double mass) {
    const double coupling = coupling_at(plane.bounds[0], mass).value();
    return coupling * coupling * bounds::four_muon_cross_section_fb(plane.plane, energy, mass);
  };
  result.comparisons = {shown("BaBar, 0.3 GeV: cross section that the published g' stands for", "fb", excluded(0.3)),
                        shown("the same, 1 GeV", "fb", excluded(1.0)), shown("the same, 3 GeV", "fb", excluded(3.0))};
  const auto at = [&](double mass, const char* fb) {
    return coupling_of(context, "lmu-ltau", "belle-ii-4mu", mass, {{"belle-ii-4mu.cross-section", fb}});
  };
  Comparison low{
      "Belle II, 0.3 GeV: g' for 0.046 fb, below the lowest published limit", "", 0.0008, at(0.3, "0.046 fb"), 0.0, ""};
  Comparison high{"Belle II, 6 GeV: g' for 0.046 fb, below the highest published limit up to there",
                  "",
                  0.039,
                  at(6.0, "0.046 fb"),
                  0.0,
                  ""};
  low.at_most = high.at_most = true;
  result.comparisons.insert(result.comparisons.end(),
                            {low, high, shown("Belle II, 6 GeV: g' for 0.97 fb", "", at(6.0, "0.97 fb")),
                             shown("Belle expected over BaBar, 1 GeV", "",
                                   *coupling_at(plane.bounds[2], 1.0) / *coupling_at(plane.bounds[1], 1.0))});
  return result;
}

EntryResult belle_ii(Context& context) {
  EntryResult result;
  const BoundsResult plane =
      plane_of_bounds(context, "lmu-ltau", {"belle-ii-invisible-2019", "belle-ii-invisible-2022", "babar-invisible"});
  result.figures.push_back(figure_of(plane, "Missing energy at e+ e- and the boson of L_mu - L_tau", 1e-3, 1.0));
  const auto& bound = plane.bounds.at(1);
  result.comparisons = {{"Belle II 2018 data, 2.3 GeV", "", 0.100, *coupling_at(bound, 2.2919), 0.01, ""},
                        {"Belle II 2018 data, 5 GeV", "", 0.520, *coupling_at(bound, 5.0007), 0.01, ""}};
  return result;
}

EntryResult lep(Context& context) {
  EntryResult result;
  const BoundsResult plane = plane_of_bounds(context, "lmu-ltau", {"lep-z-couplings"});
  result.figures.push_back(figure_of(plane, "Z couplings of muons and taus with the boson in a loop", 1e-2, 3.0));
  Figure figure = axes("Vertex and radiation", "mass of the boson [GeV]", R"(over $g'^2/16\pi^2$)", true, false);
  Curve vertex = curve("2 Re L_2, vertex in the width", logarithmic(0.1, 1000.0, 120), {});
  Curve both = curve("vertex and radiation: inclusive width", vertex.x, {}, Style::dashed);
  for (const double mass : vertex.x) {
    const double rho = std::pow(mass / constants::z_mass, 2);
    vertex.y.push_back(2.0 * model::z_vertex(rho).real());
    both.y.push_back(vertex.y.back() + (rho < 1.0 ? 2.0 * model::z_radiation(rho) : 0.0));
  }
  figure.curves = {vertex, both};
  result.figures.push_back(figure);
  const auto at = [](double mass) { return model::z_vertex(std::pow(mass / constants::z_mass, 2)).real(); };
  const double rho = 1e-10;
  result.comparisons = {{"vertex and radiation of a massless boson (Kinoshita, Lee, Nauenberg)", "g'^2/16 pi^2", 3.0,
                         2.0 * (model::z_vertex(rho).real() + model::z_radiation(rho)), 1e-6, ""},
                        shown("Re L_2 at 1 GeV", "", at(1.0)),
                        shown("Re L_2 at 20 GeV", "", at(20.0)),
                        shown("Re L_2 at 150 GeV", "", at(150.0))};
  return result;
}

// ---- charges

EntryResult charges(Context& context) {
  context.check_stop();
  EntryResult result;
  DataTable table{"Anomalies of lepton number differences, without right-handed neutrinos",
                  {"model", "gravity", "SU(2)^2 U(1)'", "U(1)_Y^2 U(1)'", "U(1)_Y U(1)'^2", "U(1)'^3"},
                  {}};
  for (const model::U1Charges& model : model::u1_presets()) {
    if (model.up != 0.0 || model.down != 0.0) continue;
    double gravity = 0.0, weak = 0.0, hyper = 0.0, hyper_once = 0.0, cubic = 0.0;
    for (size_t i = 0; i < 3; ++i) {  // doublets with Y = -1/2 and singlets with Y = -1
      const double l = model.left[i], r = model.right[i];
      gravity += 2.0 * l - r;
      weak += l;
      hyper += 2.0 * 0.25 * l - r;
      hyper_once += -2.0 * 0.5 * l * l + r * r;
      cubic += 2.0 * l * l * l - r * r * r;
    }
    table.rows.push_back({model.title, fmt::format("{:g}", gravity), fmt::format("{:g}", weak),
                          fmt::format("{:g}", hyper), fmt::format("{:g}", hyper_once), fmt::format("{:g}", cubic)});
    const double sum = std::abs(gravity) + std::abs(weak) + std::abs(hyper) + std::abs(hyper_once) + std::abs(cubic);
    const bool difference = model.name == "lmu-ltau" || model.name == "le-lmu" || model.name == "le-ltau";
    if (difference) result.comparisons.push_back({model.title + ": sum of anomalies", "", 0.0, sum, 0.0, ""});
  }
  result.tables.push_back(table);
  Figure figure =
      axes("Decays into neutrinos of the three differences", "mass of the boson [GeV]", "branching ratio", true, false);
  const std::pair<const char*, std::array<double, 3>> models[] = {{R"($L_\mu-L_\tau$)", {0.0, 1.0, -1.0}},
                                                                  {R"($L_e-L_\mu$)", {1.0, -1.0, 0.0}},
                                                                  {R"($L_e-L_\tau$)", {1.0, 0.0, -1.0}}};
  for (const auto& each : models) {
    Curve line = curve(each.first, logarithmic(1e-4, 20.0, 200), {});
    for (const double mass : line.x) {
      line.y.push_back(
          model::lepton_widths(model::u1_lepton_couplings(each.second, 1.0, mass, true), mass).invisible_share());
    }
    figure.curves.push_back(line);
  }
  result.figures.push_back(figure);
  return result;
}

const char* const plane_assumptions =
    "Each curve with its own inputs: tridens bounds --json tells them. Computed: (g-2) with the prediction of 2025 "
    "and, as "
    "a band, of 2020; Z to four muons by the three-body width (CMS: the weakest of the published limits at all "
    "masses); "
    "vertex loop in Z couplings; solar neutrinos of 7Be by an 8 % change; dimuon tridents by the full calculation and "
    "by "
    "the formula of ratios; N_eff by entropy; DUNE. Tabulated: points of published figures, recast by couplings and "
    "branching ratios where the search is for a dark photon. White dwarfs are left out: no formula or table was at "
    "hand.";

}  // namespace

std::vector<Entry> bound_entries() {
  const std::string talk_2019 = "talk of M. Hostert (2019); 1902.08579",
                    talk_2022 = "talk of W. Altmannshofer (2022); 1406.2332";
  return {
      {"000.bounds-lmultau", "Existing bounds on the gauge boson of L_mu - L_tau", talk_2019, plane_assumptions,
       lmu_ltau_plane},
      {"000.bounds-lelmu", "Existing bounds on the gauge boson of L_e - L_mu", talk_2019,
       "As for L_mu - L_tau; electrons have a charge of their own, so that reactor antineutrinos (TEXONO, one window "
       "without its spectrum; GEMMA by the magnetic moment that it excludes), e+ e- colliders, NA64 and E137 count "
       "directly, recast from the dark photon. The visible "
       "search of BaBar is given below the threshold of two pions. Long-range forces of lighter bosons: "
       "000.matter-or-scattering.",
       le_lmu_plane},
      {"000.leptophilic", "Charges of lepton number differences: anomalies and invisible decays", talk_2019,
       "Sums over one generation's doublet and singlet, no right-handed neutrinos. Widths with the mixing of the loop.",
       charges},
      {"001.g-2", "Anomalous moment of the muon in the plane of coupling and mass", talk_2022 + ", 1801.04847",
       "One loop, vector coupling; published: points of the recasts of Darkcast.", moment},
      {"001.z4mu", "Z to four muons through the boson", talk_2022 + "; CMS 1808.03684, ATLAS 1403.5657, 2301.09342",
       "Massless muons, no interference with the Standard Model's four muons. The published limit of CMS is a curve "
       "between 1e-8 and 1e-7 in the product of branching ratios, and between 0.004 and 0.3 in g', known here by its "
       "ends; that of ATLAS between 0.31 and 4.3 fb, 0.003 and 0.2.",
       four_muons},
      {"001.babar", "BaBar: four muons and invisible or visible dark photons",
       talk_2022 + "; BaBar 1606.03501, 1702.03327",
       "Four muons: points of the published limit on g'. The others are recast from the dark photon by the loop of "
       "muons "
       "and taus at q^2 = M^2 and by branching ratios; published: the recast of Darkcast, whose boson decays invisibly "
       "only. Its recast of the four muons assumes production off electrons, another model, and is not used.",
       babar},
      {"001.belle", "Belle, BaBar and Belle II: four muons",
       talk_2022 + "; Belle 2109.08596, BaBar 1606.03501, Belle II 2403.02841",
       "Born cross section with the mass of the muon, one limit on cross section times branching ratio for all masses: "
       "BaBar the mean of what its published g' stand for, Belle II the weakest (and, dotted, the strongest) of the "
       "published range. No limit of Belle is at hand: its curve is an expectation, BaBar's limit by the square root "
       "of "
       "the luminosities, with the same efficiency and background. Radiation off the electrons is left out.",
       belle},
      {"001.belle2", "Belle II: muons and missing energy", talk_2022 + "; Belle II 1912.11276, 2212.03066",
       "2018 data: the published curve for invisible decays only, kept in the collection of Darkcast as g'/0.302822. "
       "Later "
       "data: the ends of the published range. Four muons: 001.belle.",
       belle_ii},
      {"001.lep", "Z couplings of muons and taus by the vertex loop", talk_2022 + "; 1403.1269, hep-ex/0509008",
       "Virtual part alone: ratios of couplings from asymmetries do not change by radiation. No correlations between "
       "the "
       "four ratios.",
       lep},
      {"001.summary", "The L_mu - L_tau plane with all curves", talk_2022, plane_assumptions, lmu_ltau_plane},
  };
}

}  // namespace tridens::run::gallery
