#pragma once
#include <functional>
#include <vector>

// Expected limits of counts whose normalisation is known to some extent.
namespace tridens::run::bounds {

/// Chi2 of Asimov data against a signal of response r in each count with one normalisation known to `width`,
///   min_a sum_i 2 [mu_i - n_i + n_i ln(n_i/mu_i)] + (a/width)^2,  mu_i = (1 + a) n_i r_i;
/// counts and responses are positive.
double asimov_chi2(const std::vector<double>& counts, const std::vector<double>& responses, double width);

/// 90 % CL of one parameter.
inline constexpr double rise_90 = 2.705543454095404;

/// The x above 0 at which a function that grows from 0 passes `value`: doubled from `first`, then bisected.
double crossing(const std::function<double(double x)>& function, double value, double first);

}  // namespace tridens::run::bounds
