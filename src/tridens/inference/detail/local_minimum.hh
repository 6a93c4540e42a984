#pragma once
#include <vector>

#include "tridens/inference/detail/profiled_chi2.hh"

// From a start to the local minimum below it.
namespace tridens::inference::detail {

struct LocalMinimum {
  Unit unit;
  Profile profile;
  bool converged = false;
  /// Direction in which chi2 falls to both sides (a saddle or a maximum on a line of symmetry); empty at a minimum.
  Unit falls_along;
  /// Direction of least curvature, and that curvature.
  Unit softest;
  double least_curvature = 0.0;
};

/// NLopt's SLSQP (D. Kraft, ACM Trans. Math. Softw. 20 (1994) 262) with the gradient of the profile, then Newton steps
/// until a step promises less than 1 % of the tolerance; where that fails NLopt's search without derivatives (BOBYQA,
/// in one dimension Subplex), which has converged when a second run from its end finds nothing lower. A curvature below
/// zero counts when it lets chi2 fall by the tolerance within `spacing`.
LocalMinimum find_local_minimum(const ProfiledChi2& chi2, const Unit& start, double tolerance, double spacing);
/// The Newton steps alone.
LocalMinimum polish(const ProfiledChi2& chi2, const Unit& start, double tolerance, double spacing);

}  // namespace tridens::inference::detail
