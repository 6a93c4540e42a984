// Bounds from decays of the Z: the boson radiated off muons and seen as a second pair, and the vertex loop in the
// ratios of couplings of mu and tau to those of e (model/z_boson_corrections.hh; W. Altmannshofer et al., 1403.1269).
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/z_boson_corrections.hh"
#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

constexpr double muons_of_z = 0.033662;  // branching fraction Z -> mu mu, PDG 2022
constexpr double loop = 16.0 * units::pi * units::pi;
constexpr double largest_coupling = 3.544907701811032;  // sqrt(4 pi): perturbation theory ends

/// BR(Z -> mu mu Z') BR(Z' -> mu mu) over g'^2.
double four_muons(const Plane& plane, double mass) {
  const double rho = std::pow(mass / constants::z_mass, 2), charge = plane.charges[1];
  const auto widths = model::lepton_widths(model::u1_lepton_couplings(plane.charges, 1.0, mass, false), mass);
  return muons_of_z * charge * charge * 2.0 / loop * model::z_radiation(rho) * widths.share(Flavour::muon);
}

BoundCurve four_muon_curve(const Plane& plane, const BoundRequest& request, double branching, double lowest,
                           double highest) {
  BoundCurve curve;
  for (const double mass : masses_of(request, plane, lowest, highest)) {
    curve.mass.push_back(mass);
    curve.coupling.push_back(std::sqrt(branching / four_muons(plane, mass)));
  }
  return curve;
}

const char* const radiation_formula =
    "BR(Z -> mu mu Z') = BR(Z -> mu mu) g'^2 Q_mu^2 f(M^2/m_Z^2)/(8 pi^2), times BR(Z' -> mu mu); interference with "
    "the "
    "Standard Model's four muons left out";

Bound cms(const Plane& plane) {
  Bound bound;
  BoundInfo& info = bound.info;
  info.name = "cms-z-4mu";
  info.title = "CMS, Z -> mu mu Z', Z' -> mu mu";
  info.plane = plane.name;
  info.year = 2018;
  info.exposure = "77.3 /fb, 13 TeV";
  info.confidence = "95 % CL";
  info.assumptions =
      "the limit on the product of branching ratios is published as a curve between 1e-8 and 1e-7 that is not at hand "
      "here: a constant 1e-7 (setting branching) is the weakest that it is anywhere";
  info.papers = {"1808.03684", "1403.1269"};
  info.formula = radiation_formula;
  info.settings = {{"branching", "limit on BR(Z -> mu mu Z') BR(Z' -> mu mu)", "1e-7"}};
  bound.compute = [plane, info](const BoundRequest& request) {
    const SettingValues settings(info, request);
    return std::vector<BoundCurve>{four_muon_curve(plane, request, settings.positive("branching"), 5.0, 70.0)};
  };
  return bound;
}

Bound atlas(const Plane& plane) {
  Bound bound;
  BoundInfo& info = bound.info;
  info.name = "atlas-z-4l";
  info.title = "ATLAS, branching fraction of Z to four leptons";
  info.plane = plane.name;
  info.year = 2014;
  info.exposure = "4.5 + 20.3 /fb, 7 and 8 TeV";
  info.confidence = "95 % CL";
  info.assumptions =
      "counting: (3.20 +- 0.25 +- 0.13)e-6 measured for e and mu with pairs above 5 GeV, 3.33e-6 expected; measured "
      "minus expected plus 1.96 errors holds the whole decay through the boson (no search for a peak, no loss by cuts "
      "other than the mass of the pair)";
  info.papers = {"1403.5657", "1403.1269"};
  info.formula = radiation_formula;
  info.settings = {{"excess", "largest branching ratio through the boson", "4.2e-7"}};
  bound.compute = [plane, info](const BoundRequest& request) {
    const SettingValues settings(info, request);
    return std::vector<BoundCurve>{four_muon_curve(plane, request, settings.positive("excess"), 5.0, 80.0)};
  };
  return bound;
}

/// Largest |shift| delta of g'^2 Re L2/16 pi^2 with chi2 3.84 above that of the Standard Model's side of zero.
double allowed_shift(const Plane& plane, double sign, double rise) {
  const Table table = io::load_named_table("bound/inputs", "z_universality").table;
  double a = 0.0, b = 0.0;  // chi2 = a x^2 - 2 b x + const, x = |delta|
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& lepton = table.rows[row][table.column("lepton")];
    const double charge = plane.charges[lepton == "mu" ? 1 : 2], first = plane.charges[0];
    const double slope = sign * (charge * charge - first * first);
    const double error = table.number(row, table.column("error"));
    const double pull = table.number(row, table.column("ratio")) - 1.0;
    a += slope * slope / (error * error);
    b += slope * pull / (error * error);
  }
  if (!(a > 0.0)) return 0.0;
  const double best = std::max(b / a, 0.0);  // g'^2 is not negative
  // a (x^2 - best^2) - 2 b (x - best) = rise
  return (b + std::sqrt(b * b + a * (rise + a * best * best - 2.0 * b * best))) / a;
}

Bound lep(const Plane& plane) {
  Bound bound;
  BoundInfo& info = bound.info;
  info.name = "lep-z-couplings";
  info.title = "LEP and SLD, Z couplings of mu and tau over those of e";
  info.plane = plane.name;
  info.year = 2005;
  info.exposure = "LEP 1 and SLD";
  info.confidence = "95 % CL";
  info.assumptions =
      "virtual part alone: asymmetries measure ratios that radiation does not change; chi2 of four ratios without "
      "correlations rises by 3.84 above its minimum at g'^2 >= 0; couplings above sqrt(4 pi) are not drawn";
  info.papers = {"hep-ex/0509008", "1403.1269"};
  info.formula = "g_{V,A} -> g_{V,A} [1 + Q^2 g'^2 Re L_2(M^2/m_Z^2)/(16 pi^2)]";
  bound.compute = [plane, info](const BoundRequest& request) {
    const SettingValues settings(info, request);
    constexpr double rise = 3.841458820694124;
    const double downwards = allowed_shift(plane, -1.0, rise), upwards = allowed_shift(plane, 1.0, rise);
    std::vector<BoundCurve> curves;
    bool connected = false;
    for (const double mass : masses_of(request, plane)) {
      const double vertex = model::z_vertex(std::pow(mass / constants::z_mass, 2)).real();
      const double coupling = std::sqrt(loop * (vertex < 0.0 ? downwards : upwards) / std::abs(vertex));
      if (coupling < largest_coupling) {
        if (!connected) curves.emplace_back();
        curves.back().mass.push_back(mass);
        curves.back().coupling.push_back(coupling);
      }
      connected = coupling < largest_coupling;
    }
    return curves;
  };
  return bound;
}

}  // namespace

std::vector<Bound> z_bounds(const Plane& plane) {
  std::vector<Bound> result;
  if (plane.charges[1] != 0.0) result = {cms(plane), atlas(plane)};
  const double e2 = plane.charges[0] * plane.charges[0];
  const bool universal = plane.charges[1] * plane.charges[1] == e2 && plane.charges[2] * plane.charges[2] == e2;
  if (!universal) result.push_back(lep(plane));
  return result;
}

}  // namespace tridens::run::bounds
