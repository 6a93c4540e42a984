#pragma once
#include <atomic>
#include <cstdint>
#include <vector>

#include "tridens/inference/minimum.hh"

// Intervals with the right coverage where chi2 does not follow Wilks: physical boundaries, periodic parameters, few
// counts (Feldman and Cousins, physics/9711021). Nuisances are profiled: at each point toys are drawn at the nuisances
// that fit the data best there.
namespace tridens::inference {

struct FeldmanCousinsOptions {
  std::uint64_t toys = 1000;  // per point
  std::uint64_t seed = 1;
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;
  MinimumOptions minimum;
};

struct FeldmanCousinsPoint {
  std::vector<double> parameters;
  double rise = 0.0;              // chi2 of the data here, above its minimum
  std::vector<double> critical;   // rise that holds the toys, per confidence
  double p_value = 0.0;           // share of the toys with at least that rise
  double p_value_error = 0.0;     // binomial
  std::uint64_t failed = 0;       // toys whose minimum did not converge; left out
};

/// Which points of a grid are allowed at each confidence. The result depends on the seed, never on the threads. Failure
/// when more than 1 % of the toys of a point fail.
std::vector<FeldmanCousinsPoint> feldman_cousins(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                                 const std::vector<std::vector<double>>& points,
                                                 const std::vector<double>& confidences,
                                                 const FeldmanCousinsOptions& options = {});

}  // namespace tridens::inference
