#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "tridens/inference/minimum.hh"

// Intervals with the right coverage where chi2 does not follow Wilks: physical boundaries, periodic parameters, few
// counts (G. J. Feldman, R. D. Cousins, Phys. Rev. D 57 (1998) 3873, physics/9711021). A point is allowed at a
// confidence when that share of the experiments that would be seen if it were true has no smaller rise of chi2 above
// its minimum (their ordering by likelihood ratio, eq. 4.1, section V) than the data. Nuisances are profiled: at each
// point toys are drawn at the nuisances that fit the data best there, and every toy has its own centres of the
// constraints and its own profile. With nuisances the coverage is therefore approximate (exact at their best fit).
namespace tridens::inference {

struct FeldmanCousinsOptions {
  std::uint64_t toys = 1000;  // per point
  std::uint64_t seed = 1;
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;
  MinimumOptions minimum;         // the same search for the data and for every toy
  std::uint64_t first_point = 0;  // number of the first point, where the points are a part of a longer list
  std::function<void(size_t done, size_t all)> progress;  // called after every point; may be empty
};

struct FeldmanCousinsPoint {
  std::vector<double> parameters;
  double rise = 0.0;             // chi2 of the data here, above its minimum
  std::vector<double> critical;  // smallest rise that holds the share of the toys, per confidence
  std::vector<bool> allowed;     // the rise is not above the critical one, per confidence
  double p_value = 0.0;          // share of the toys with at least that rise
  double p_value_error = 0.0;    // binomial: from the toys that count, one more on either side, so that it is never 0
  std::uint64_t failed = 0;      // toys whose minimum did not converge; left out
};

/// Which points of a grid are allowed at each confidence. Rises that differ by less than the tolerance of the minimum
/// count as equal, which matters where few different counts are possible. The toys of a point depend on the seed, on
/// its number and on nothing else: not on threads, and the first thousand of 10000 toys are those of 1000.
/// UserError for a confidence outside (0, 1) or one that so few toys cannot tell (fewer than one beyond it), and for
/// points outside the ranges. Failure when the data have no converged minimum or one above a point of the list, when
/// more than 1 % of the toys of a point fail, and when it was stopped.
std::vector<FeldmanCousinsPoint> feldman_cousins(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                                 const std::vector<std::vector<double>>& points,
                                                 const std::vector<double>& confidences,
                                                 const FeldmanCousinsOptions& options = {});

}  // namespace tridens::inference
