#pragma once

namespace tridens::inference::detail {

/// The number of counts that a uniform number in (0,1) stands for, with Poisson probabilities of that mean: inversion
/// that starts at the mode and goes outwards, so that it needs of order sqrt(mean) steps and one random number. Only
/// + - * / and sqrt are used: the same counts on every machine. The probability of the mode follows C. Loader, "Fast
/// and accurate computation of binomial probabilities" (2000): exp(-delta(m) - D(m, mean)) / sqrt(2 pi m), delta the
/// error of Stirling's formula, D half the deviance. The caller sees to 0 <= mean <= 1e12.
double poisson_counts(double mean, double uniform);

}  // namespace tridens::inference::detail
