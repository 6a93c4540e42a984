#pragma once
#include <vector>

#include "tridens/inference/detail/chi_square.hh"

// The minimum of chi2 over the nuisances: Newton steps on those that no bound holds (D. P. Bertsekas, "Projected Newton
// methods", SIAM J. Control Optim. 20 (1982) 221), shortened until chi2 falls by a share of what the gradient promises.
// Converged when a full Newton step promises less than 1e-9 (relative 1e-13).
namespace tridens::inference::detail {

constexpr double last_barrier = 1e-9;

struct NuisanceFit {
  std::vector<double> nuisances;
  double chi2 = 0.0;
  bool converged = false;
  bool at_zero = false;  // found with the barrier
  int iterations = 0;
};

/// From the centres, or from `start`. Where bins without counts would go below zero the bound N >= 0 is kept by a
/// barrier that is lowered to `last_barrier` counts. Infinite and converged: no nuisance changes a bin that has counts
/// and expects none.
NuisanceFit fit_nuisances(ChiSquare& chi2, const std::vector<double>* start = nullptr);

}  // namespace tridens::inference::detail
