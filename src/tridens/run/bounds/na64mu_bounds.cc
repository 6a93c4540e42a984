// Bounds of NA64mu in the planes of muonic vectors, axions and millicharges, computed.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/muon_beam.hh"

namespace tridens::run::bounds {
namespace {

using rate::MuonBeamSearch;

double number(const std::string& key, const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw UserError(fmt::format("setting '{}' of na64mu is not a number", key), fmt::format("'{}'", text),
                    "write it as 1.98e10");
  }
  return value;
}

/// `muons` (on target), `efficiency` (a number, or "published-alp": such that light axions are excluded above
/// 4e-3 GeV^-1).
MuonBeamSearch search(const BoundRequest& request, double default_muons) {
  double muons = default_muons;
  std::string efficiency = "published-alp";
  for (const auto& [key, value] : request.settings) {
    if (key == "muons") {
      muons = number(key, value);
    } else if (key == "efficiency") {
      efficiency = value;
    } else {
      unknown_name("setting of na64mu", key, {"muons", "efficiency"});
    }
  }
  if (efficiency == "published-alp") return na64mu(muons);
  MuonBeamSearch result = na64mu_perfect(muons);
  result.efficiency = number("efficiency", efficiency);
  return result;
}

std::vector<double> masses(const BoundRequest& request, double low, double high) {
  if (request.lowest_mass > 0.0) low = request.lowest_mass;
  if (request.highest_mass > 0.0) high = request.highest_mass;
  if (!(low < high)) {
    throw UserError("the range of masses is empty", fmt::format("{} to {} GeV", low, high), "give low < high");
  }
  const int steps = std::max(1, static_cast<int>(std::ceil(std::log10(high / low) * request.points_per_decade)));
  std::vector<double> all;
  for (int i = 0; i <= steps; ++i) all.push_back(low * std::pow(high / low, static_cast<double>(i) / steps));
  return all;
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

BoundInfo info(const std::string& plane, const std::string& what, Shape shape, double muons, bool projection) {
  BoundInfo result;
  result.name = projection ? "na64mu-projection" : "na64mu";
  result.title = fmt::format("NA64mu{}, {}", projection ? " projection" : "", what);
  result.plane = plane;
  result.shape = shape;
  result.year = projection ? 2025 : 2024;
  result.exposure = fmt::format("{:.3g} muons of 160 GeV on target", muons);
  result.confidence = "90 % CL";
  result.assumptions =
      "Weizsaecker-Williams with the kinematic threshold on 40 radiation lengths of lead, elastic form factor of the "
      "atom; muons leave with less than 80 GeV; nothing seen, nothing expected. One efficiency for all masses, such "
      "that axions below 10 MeV are excluded above g_amumu = 4e-3 GeV^-1 as in 2501.06294; efficiencies of the "
      "collaboration are not used. Calorimeters end 6 m behind the target.";
  result.papers = {"arXiv:2401.01708", "arXiv:2409.10128", "arXiv:2501.06294"};
  result.projection = projection;
  return result;
}

constexpr double projected_muons = 1e14;

struct Case {
  const char* plane;
  const char* what;
  Shape shape;
  double low, high;  // GeV
  Limit limit;
};

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
    {"lmu-ltau", "Z' of L_mu - L_tau to neutrinos", Shape::upper_limit, 1e-3, 5.0, vector_case},
    {"alp-muon", "axions coupled to muons", Shape::region, 1e-3, 0.3, alp_muon_limit},
    {"alp-photon", "axions coupled to photons", Shape::region, 1e-3, 1.0, photon_case},
    {"muonphilic-millicharge", "fermions charged under a massless L_mu - L_tau: g' g_chi", Shape::upper_limit, 1e-3,
     3.0, millicharge_case},
};

}  // namespace

std::vector<Bound> na64mu_bounds() {
  std::vector<Bound> all;
  for (const Case& item : cases) {
    for (const bool projection : {false, true}) {
      const double muons = projection ? projected_muons : na64mu_muons;
      all.push_back(
          {info(item.plane, item.what, item.shape, muons, projection), [item, muons](const BoundRequest& request) {
             const MuonBeamSearch beam = search(request, muons);
             const std::vector<double> at = masses(request, item.low, item.high);
             return item.shape == Shape::region ? region(beam, at, item.limit) : upper_limits(beam, at, item.limit);
           }});
    }
  }
  return all;
}

}  // namespace tridens::run::bounds
