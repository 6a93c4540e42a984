// Bounds of NA64mu in the planes of muonic vectors, axions and millicharges, computed.
#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/muon_beam.hh"

namespace tridens::run::bounds {
namespace {

using rate::MuonBeamSearch;

/// Muons on target and efficiency: a number, or "published-alp": such that light axions are excluded above 4e-3 GeV^-1.
MuonBeamSearch search(const SettingValues& settings) {
  const double muons = settings.positive("muons");
  if (settings.text("efficiency") == "published-alp") return na64mu(muons);
  MuonBeamSearch result = na64mu_perfect(muons);
  result.efficiency = settings.positive("efficiency");
  if (result.efficiency <= 1.0) return result;
  throw UserError(fmt::format("an efficiency of {:g} of na64mu", result.efficiency), "it is at most 1", "");
}

using Limit = std::optional<rate::ExcludedCouplings> (*)(const MuonBeamSearch&, double mass);

/// Couplings above a curve.
std::vector<BoundCurve> upper_limits(const MuonBeamSearch& muons, const std::vector<double>& masses, Limit limit) {
  BoundCurve curve;
  for (const double mass : masses) {
    if (const auto found = limit(muons, mass)) {
      curve.mass.push_back(mass);
      curve.coupling.push_back(found->low);
    }
  }
  if (curve.mass.empty()) return {};
  return {curve};
}

/// A polygon: the lower edge, and back along the upper one. Where it closes between two masses it ends at the last one
/// that is excluded.
std::vector<BoundCurve> region(const MuonBeamSearch& muons, const std::vector<double>& masses, Limit limit) {
  BoundCurve lower, upper;
  for (const double mass : masses) {
    const auto found = limit(muons, mass);
    if (!found) continue;
    lower.mass.push_back(mass), lower.coupling.push_back(found->low);
    upper.mass.push_back(mass), upper.coupling.push_back(found->high);
  }
  if (lower.mass.size() < 2) return {};
  for (size_t i = upper.mass.size(); i-- > 0;) {
    lower.mass.push_back(upper.mass[i]), lower.coupling.push_back(upper.coupling[i]);
  }
  return {lower};
}

constexpr double projected_muons = 1e14;

struct Case {
  const char* plane;
  const char* what;
  const char* formula;
  Shape shape;
  Production production;
  double low, high;  // GeV
  Limit limit;
};

BoundInfo info_of(const Case& item, bool projection) {
  const double muons = projection ? projected_muons : na64mu_muons;
  BoundInfo info;
  info.name = projection ? "na64mu-projection" : "na64mu";
  info.title = fmt::format("NA64mu{}, {}", projection ? " projection" : "", item.what);
  info.plane = item.plane;
  info.shape = item.shape;
  info.production = item.production;
  info.year = projection ? 2025 : 2024;
  info.exposure = fmt::format("{:.3g} muons of 160 GeV on target", muons);
  info.confidence = "90 % CL";
  info.assumptions =
      "Weizsaecker-Williams with the kinematic threshold on 40 radiation lengths of lead, elastic form factor of the "
      "atom; muons leave with less than 80 GeV; nothing seen, nothing expected. One efficiency for all masses, such "
      "that axions below 10 MeV are excluded above g_amumu = 4e-3 GeV^-1 as in 2501.06294; efficiencies of the "
      "collaboration are not used. Calorimeters end 6 m behind the target.";
  info.papers = {"2401.01708", "2409.10128", "2501.06294"};
  info.projection = projection;
  info.formula = item.formula;
  info.settings = {{"muons", "on target", fmt::format("{:g}", muons)},
                   {"efficiency", "a number up to 1, or published-alp", "published-alp"}};
  return info;
}

std::optional<rate::ExcludedCouplings> vector_case(const MuonBeamSearch& muons, double mass) {
  return mu_tau_vector_limit(muons, mass);
}
std::optional<rate::ExcludedCouplings> photon_case(const MuonBeamSearch& muons, double mass) {
  return alp_photon_limit(muons, mass, AlpSearch::invisible);
}
std::optional<rate::ExcludedCouplings> millicharge_case(const MuonBeamSearch& muons, double mass) {
  return rate::ExcludedCouplings{muonphilic_millicharge_limit(muons, mass).coupling_product, 0.0};
}

constexpr Case cases[] = {
    {"lmu-ltau", "Z' of L_mu - L_tau to neutrinos",
     "2.3 = N_mu n L g'^2 efficiency BR(invisible) sigma(mu A -> mu A Z')/g'^2", Shape::upper_limit,
     Production::muon_invisible, 1e-3, 5.0, vector_case},
    {"alp-muon", "axions coupled to muons",
     "2.3 = N_mu n L efficiency P(decay behind the calorimeters) sigma(mu A -> mu A a)", Shape::region,
     Production::unknown, 1e-3, 0.3, alp_muon_limit},
    {"alp-photon", "axions coupled to photons",
     "2.3 = N_mu n L efficiency P(decay behind the calorimeters) sigma(mu A -> mu A a)", Shape::region,
     Production::unknown, 1e-3, 1.0, photon_case},
    {"muonphilic-millicharge", "fermions charged under a massless L_mu - L_tau: g' g_chi",
     "2.3 = N_mu n L efficiency sigma(mu A -> mu A chi chibar), photon exchange with the charge of the loop",
     Shape::upper_limit, Production::unknown, 1e-3, 3.0, millicharge_case},
};

}  // namespace

std::vector<Bound> na64mu_bounds() {
  std::vector<Bound> all;
  for (const Case& item : cases) {
    Plane range;
    range.name = item.plane;
    range.lowest_mass = item.low;
    range.highest_mass = item.high;
    for (const bool projection : {false, true}) {
      all.push_back(calculated(
          info_of(item, projection), [item, range](const SettingValues& settings, const BoundRequest& request) {
            const MuonBeamSearch beam = search(settings);
            const std::vector<double> at = masses_of(request, range);
            return item.shape == Shape::region ? region(beam, at, item.limit) : upper_limits(beam, at, item.limit);
          }));
    }
  }
  return all;
}

}  // namespace tridens::run::bounds
