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

/// BR(Z -> mu mu Z') BR(Z' -> mu mu) over g'^2.
double four_muons(const Plane& plane, double mass) {
  const double rho = std::pow(mass / constants::z_mass, 2), charge = plane.charges[1];
  const auto widths = model::lepton_widths(model::u1_lepton_couplings(plane.charges, 1.0, mass, false), mass);
  return muons_of_z * charge * charge * 2.0 / loop * model::z_radiation(rho) * widths.share(Flavour::muon);
}

std::vector<BoundCurve> four_muon_curves(const Plane& plane, const BoundRequest& request, double branching,
                                         double lowest, double highest) {
  return curves_of(masses_of(request, plane, lowest, highest),
                   [&](double mass) { return std::sqrt(branching / four_muons(plane, mass)); });
}

const char* const radiation_formula =
    "BR(Z -> mu mu Z') = BR(Z -> mu mu) g'^2 Q_mu^2 f(M^2/m_Z^2)/(8 pi^2), times BR(Z' -> mu mu); interference with "
    "the Standard Model's four muons left out";

Bound cms(const Plane& plane) {
  BoundInfo info;
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
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    return four_muon_curves(plane, request, settings.positive("branching"), 5.0, 70.0);
  });
}

Bound atlas(const Plane& plane) {
  BoundInfo info;
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
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    return four_muon_curves(plane, request, settings.positive("excess"), 5.0, 80.0);
  });
}

Bound atlas_search(const Plane& plane) {
  BoundInfo info;
  info.name = "atlas-z-4mu";
  info.title = "ATLAS, Z -> mu mu Z', Z' -> mu mu";
  info.plane = plane.name;
  info.year = 2023;
  info.exposure = "139 /fb, 13 TeV";
  info.confidence = "95 % CL";
  info.assumptions =
      "the limits on sigma(pp -> Z' mu mu -> 4 mu) are published between 0.31 and 4.3 fb: the weakest is used at all "
      "masses (setting cross-section). All four muons come from Z bosons made with the measured 1.981 nb in muon pairs "
      "(1603.09222; setting z-cross-section): radiation beside the resonance, which the paper has, is left out";
  info.papers = {"2301.09342", "1603.09222", "1403.1269"};
  info.formula = radiation_formula;
  info.settings = {{"cross-section", "limit on sigma(pp -> Z' mu mu -> 4 mu)", "4.3 fb"},
                   {"z-cross-section", "sigma(pp -> Z) BR(Z -> mu mu)", "1981 pb"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const double share =
        settings.positive("cross-section", Dimension::area) / settings.positive("z-cross-section", Dimension::area);
    return four_muon_curves(plane, request, muons_of_z * share, 5.0, 81.0);
  });
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
  BoundInfo info;
  info.name = "lep-z-couplings";
  info.title = "LEP and SLD, Z couplings of mu and tau over those of e";
  info.plane = plane.name;
  info.year = 2005;
  info.exposure = "LEP 1 and SLD";
  info.confidence = "95 % CL";
  info.assumptions =
      "virtual part alone: asymmetries measure ratios that radiation does not change; chi2 of four ratios, recalled "
      "and "
      "without correlations, rises by 3.84 above its minimum at g'^2 >= 0; couplings above sqrt(4 pi) are not drawn";
  info.papers = {"hep-ex/0509008", "1403.1269"};
  info.formula = "g_{V,A} -> g_{V,A} [1 + Q^2 g'^2 Re L_2(M^2/m_Z^2)/(16 pi^2)]";
  return calculated(info, [plane](const SettingValues&, const BoundRequest& request) {
    constexpr double rise = 3.841458820694124;
    const double downwards = allowed_shift(plane, -1.0, rise), upwards = allowed_shift(plane, 1.0, rise);
    return curves_of(masses_of(request, plane), [&](double mass) {
      const double vertex = model::z_vertex(std::pow(mass / constants::z_mass, 2)).real();
      return std::sqrt(loop * (vertex < 0.0 ? downwards : upwards) / std::abs(vertex));
    });
  });
}

}  // namespace

std::vector<Bound> z_bounds(const Plane& plane) {
  std::vector<Bound> result;
  if (plane.charges[1] != 0.0) result = {cms(plane), atlas(plane), atlas_search(plane)};
  const double e2 = plane.charges[0] * plane.charges[0];
  const bool universal = plane.charges[1] * plane.charges[1] == e2 && plane.charges[2] * plane.charges[2] == e2;
  if (!universal) result.push_back(lep(plane));
  return result;
}

}  // namespace tridens::run::bounds
