#pragma once
#include <atomic>
#include <functional>
#include <utility>
#include <vector>

#include "tridens/inference/minimum.hh"

// Allowed regions from the rise of chi2 above its minimum (S. S. Wilks, Ann. Math. Statist. 9 (1938) 60; PDG review of
// statistics, "Confidence intervals"), and goodness of fit. Valid where chi2 is close to a parabola, or to one in some
// function of the parameters; physical boundaries and few counts ask for feldman_cousins.hh.
namespace tridens::inference {

/// Rise of chi2 that holds a parameter set of `parameters` dimensions with that probability: 2.7055 for 0.90 and 1.
/// UserError for a confidence outside (0, 1) or no parameters.
double chi2_rise(double confidence, int parameters);
/// Probability of a chi2 at least so large: the p-value. UserError for a chi2 that is negative or no number, or degrees
/// of freedom that are not above zero.
double chi2_probability(double chi2, double degrees_of_freedom);
/// Probability content of n standard deviations: 0.682689... for 1.
double confidence_of_sigmas(double sigmas);

/// One connected range that is allowed. An end that lies at the end of the range searched is open.
struct Interval {
  double low = 0.0, high = 0.0;
  bool low_open = false, high_open = false;
};

/// Ranges of one parameter where the chi2, minimised over all others, stays below best + rise: every one of them, found
/// on `points` points of the range and on the minima of all parameters together, and refined until chi2 at the ends is
/// right to 1e-4. A dip or a barrier of the profile is followed down or up between the points wherever the points show
/// one. Where chi2 is infinite nothing is allowed. Failure when a point did not converge, UserError for a rise that is
/// not above zero.
std::vector<Interval> intervals(const Likelihood& likelihood, const std::vector<Parameter>& parameters, size_t which,
                                double rise, size_t points = 200);
/// The same for several rises: each point of the profile is computed once, the regular ones on several threads. The
/// result does not depend on the threads. Failure once the flag, when given, is set.
std::vector<std::vector<Interval>> intervals(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                             size_t which, const std::vector<double>& rises, size_t points = 200,
                                             int threads = 1, const std::atomic<bool>* stop = nullptr);
/// The same of any function of one number: where it is at most `level`. `minima` are looked at besides the regular
/// points: an interval around one of them is found however narrow it is. The function may be infinite where nothing is
/// allowed; Failure where it is no number.
std::vector<Interval> intervals(const std::function<double(double)>& chi2, double low, double high, bool logarithmic,
                                double level, size_t points, const std::vector<double>& minima = {});

}  // namespace tridens::inference
