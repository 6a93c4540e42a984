#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "tridens/inference/minimum.hh"

// Allowed regions from the rise of chi2 above its minimum (Wilks), and goodness of fit.
namespace tridens::inference {

/// Rise of chi2 that holds a parameter set of `parameters` dimensions with that probability: 2.7055 for 0.90 and 1.
double chi2_rise(double confidence, int parameters);
/// Probability of a chi2 at least so large: the p-value.
double chi2_probability(double chi2, double degrees_of_freedom);
/// Probability content of n standard deviations: 0.682689... for 1.
double confidence_of_sigmas(double sigmas);

/// One connected range that is allowed. An end that lies at the end of the range searched is open.
struct Interval {
  double low = 0.0, high = 0.0;
  bool low_open = false, high_open = false;
};

/// Ranges of one parameter where the chi2, minimised over all others, stays below best + rise: every one of them, found
/// on `points` points of the range and refined by bisection until chi2 is right to 1e-4. Failure when a point did not
/// converge.
std::vector<Interval> intervals(const Likelihood& likelihood, const std::vector<Parameter>& parameters, size_t which,
                                double rise, size_t points = 200);
/// The same of any function of one number.
std::vector<Interval> intervals(const std::function<double(double)>& chi2, double low, double high, bool logarithmic,
                                double level, size_t points);

}  // namespace tridens::inference
