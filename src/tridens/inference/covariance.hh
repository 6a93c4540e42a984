#pragma once
#include <vector>

#include "tridens/inference/minimum.hh"

// Errors and correlations of parameters and nuisances where chi2 is a parabola around its minimum: covariance =
// 2 (d2 chi2/dx dy)^-1, x and y of both kinds (PDG review of statistics, "The method of least squares"). Second
// derivatives by central differences: of the exact gradient where x or y is a nuisance, of chi2 itself between
// parameters, with steps at which chi2 rises by about a hundredth.
namespace tridens::inference {

struct Covariance {
  std::vector<size_t> nuisances;                 // those that no bound holds, by their place in the likelihood
  std::vector<double> errors;                    // of all parameters, then of these nuisances
  std::vector<std::vector<double>> correlation;  // in this order, 1 on the diagonal
};

/// Failure, with the reason, where chi2 has no parabola: a parameter at the end of its range, a valley, a kink.
Covariance covariance(const Likelihood& likelihood, const std::vector<Parameter>& parameters, const Minimum& minimum);

}  // namespace tridens::inference
