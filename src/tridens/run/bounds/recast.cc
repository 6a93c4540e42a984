#include "tridens/run/bounds/recast.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/run/bounds/tabulated.hh"

namespace tridens::run::bounds {
namespace {

/// Couplings and shares for a coupling of 1 in the plane.
struct Strength {
  double electron = 0.0, muon = 0.0;  // squared
  double muons = 0.0, pairs = 0.0, invisible = 0.0;
  double total = 0.0, electrons_width = 0.0;
};

/// Hadrons over muons far above threshold, in a dark photon's decays.
double hadron_ratio(double mass) {
  constexpr double pions = 0.27914, charm = 3.7;
  if (mass < pions) return 0.0;
  return mass < charm ? 2.2 : 3.6;
}

bool hadrons_unknown(double mass) {
  return mass > 0.27914 && mass < 1.8;
}

Strength strength_of(const Plane& plane, double mass) {
  model::LeptonCouplings couplings;
  double hadrons = 0.0;
  if (plane.gauged_leptons) {
    couplings = model::u1_lepton_couplings(plane.charges, 1.0, mass, plane.loop_is_finite());
  } else {
    couplings.charged.fill(std::sqrt(constants::electric_charge_squared));
    hadrons = hadron_ratio(mass);
  }
  const model::LeptonWidths widths = model::lepton_widths(couplings, mass);
  Strength strength;
  strength.electron = std::norm(couplings.charged[0]);
  strength.muon = std::norm(couplings.charged[1]);
  strength.total = widths.total() + hadrons * constants::electric_charge_squared * mass / (12.0 * units::pi);
  strength.electrons_width = widths.charged[0];
  strength.invisible = plane.gauged_leptons ? 0.0 : 1.0;
  if (strength.total > 0.0) {
    strength.muons = widths.charged[1] / strength.total;
    strength.pairs = (widths.charged[0] + widths.charged[1]) / strength.total;
    if (plane.gauged_leptons) strength.invisible = widths.invisible() / strength.total;
  }
  return strength;
}

double events(Production production, const Strength& strength) {
  switch (production) {
    case Production::muon_loop:
      return strength.muon;
    case Production::muon_radiation:
      return strength.muon * strength.muons;
    case Production::muon_invisible:
      return strength.muon * strength.invisible;
    case Production::electron_visible:
      return strength.electron * strength.pairs;
    case Production::electron_invisible:
      return strength.electron * strength.invisible;
    case Production::electron_dump:
      return strength.electron * strength.electrons_width;
    case Production::unknown:
      break;
  }
  throw UserError("a bound of unknown production cannot be recast", "its file does not say what the boson is made by",
                  "add a line '# production: ...' to it");
}

struct Factors {
  double lower = 0.0, upper = 0.0;  // of the lower and the upper border of a dump
};

Factors factors(Production production, const Plane& from, const Plane& to, double mass) {
  const bool needs_hadrons = production == Production::electron_visible && !(from.gauged_leptons && to.gauged_leptons);
  if (needs_hadrons && hadrons_unknown(mass)) return {};
  const Strength old = strength_of(from, mass), now = strength_of(to, mass);
  const double before = events(production, old), after = events(production, now);
  if (!(before > 0.0) || !(after > 0.0)) return {};
  if (production != Production::electron_dump) return {std::sqrt(before / after), 0.0};
  return {std::pow(before / after, 0.25), std::sqrt(old.total / now.total)};
}

BoundCurve recast_curve(const BoundCurve& curve, Production production, const Plane& from, const Plane& to) {
  BoundCurve result;
  for (size_t i = 0; i < curve.mass.size(); ++i) {
    const Factors factor = factors(production, from, to, curve.mass[i]);
    if (!(factor.lower > 0.0) || curve.coupling[i] * factor.lower > largest_coupling) continue;
    result.mass.push_back(curve.mass[i]);
    result.coupling.push_back(curve.coupling[i] * factor.lower);
    if (!curve.upper.empty()) {
      result.upper.push_back(curve.upper[i] * (factor.upper > 0.0 ? factor.upper : factor.lower));
    }
  }
  return result;
}

}  // namespace

double recast_factor(Production production, const Plane& from, const Plane& to, double mass) {
  return factors(production, from, to, mass).lower;
}

bool can_recast(const BoundInfo& info, const Plane& target) {
  if (info.production == Production::unknown || !target.gauged_leptons || target.axial) return false;
  // A bound that was published for a gauged U(1) is not taken to a plane where it is published or calculated too.
  if (info.plane != "dark-photon" && info.plane != "lmu-ltau" && info.plane != "le-lmu") return false;
  const bool electrons = info.production == Production::electron_visible ||
                         info.production == Production::electron_invisible ||
                         info.production == Production::electron_dump;
  if (electrons)
    return target.charges[0] != 0.0 || (target.loop_is_finite() && info.production != Production::electron_dump);
  return target.charges[1] != 0.0;
}

Bound recast(const Bound& bound, const Plane& from, const Plane& to) {
  Bound result = bound;
  result.info.plane = to.name;
  result.info.recast_from = from.name;
  result.info.assumptions = fmt::format(
      "recast from {} (production {}): as many events from the same efficiency, with the couplings and branching "
      "ratios "
      "of {}. {}",
      from.title, name(bound.info.production), to.title, bound.info.assumptions);
  result.compute = [bound, from, to](const BoundRequest& request) {
    std::vector<BoundCurve> curves;
    for (const BoundCurve& curve : bound.compute(request)) {
      BoundCurve made = recast_curve(curve, bound.info.production, from, to);
      if (made.mass.size() > (bound.info.shape == Shape::points ? 0u : 1u)) curves.push_back(std::move(made));
    }
    return curves;
  };
  return result;
}

}  // namespace tridens::run::bounds
