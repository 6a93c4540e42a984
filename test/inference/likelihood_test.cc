#include "tridens/inference/likelihood.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// signal x parameter x (1 + a) + background x (1 + b), the nuisances named and wide as given.
std::shared_ptr<LinearExpectation> signal_and_background(const std::vector<double>& signal,
                                                         const std::vector<double>& background, Nuisance a,
                                                         Nuisance b) {
  std::vector<LinearExpectation::Part> parts;
  parts.push_back({[signal](const std::vector<double>& parameters) {
                     std::vector<double> counts = signal;
                     for (double& count : counts) count *= parameters.at(0);
                     return counts;
                   },
                   {{1.0}, {0.0}}});
  parts.push_back({[background](const std::vector<double>&) { return background; }, {{0.0}, {1.0}}});
  return std::make_shared<LinearExpectation>(signal.size(), std::vector<Nuisance>{std::move(a), std::move(b)}, parts);
}

Nuisance nuisance(std::string name, double width, double lower = -infinity, double upper = infinity) {
  return {std::move(name), "", "", width, lower, upper};
}

TEST(Likelihood, GaussianNormalisationHasItsClosedForm) {
  // chi2 = sum (s (1 + a) - n)^2/v + (a/w)^2: a = (sum s (n - s)/v) / (sum s^2/v + 1/w^2).
  const std::vector<double> s = {10.0, 20.0, 5.0}, n = {13.0, 19.0, 8.0}, v = {9.0, 16.0, 4.0};
  const double w = 0.1;
  const Likelihood likelihood(
      {{"m", Statistic::gaussian, n, v, signal_and_background(s, {0, 0, 0}, nuisance("a", w), nuisance("b", 1.0))}});
  double slope = 0.0, curvature = 1.0 / (w * w);
  for (size_t i = 0; i < 3; ++i) {
    slope += s[i] * (n[i] - s[i]) / v[i];
    curvature += s[i] * s[i] / v[i];
  }
  const double a = slope / curvature;
  double chi2 = a * a / (w * w);
  for (size_t i = 0; i < 3; ++i) chi2 += std::pow(s[i] * (1 + a) - n[i], 2) / v[i];
  const Profile profile = likelihood.profile({1.0});
  EXPECT_TRUE(profile.converged);
  EXPECT_NEAR(profile.nuisances[0], a, 1e-14);
  EXPECT_EQ(profile.nuisances[1], 0.0);
  EXPECT_NEAR(profile.chi2, chi2, 1e-12 * chi2);
  EXPECT_NEAR(profile.penalty, a * a / (w * w), 1e-13);
  EXPECT_NEAR(profile.measurements[0] + profile.penalty, profile.chi2, 1e-12);
}

TEST(Likelihood, PoissonNormalisationOfOneBinHasItsClosedForm) {
  // 2 s - 2 n/(1 + a) + 2 a/w^2 = 0: (1 + a)^2 + (s w^2 - 1)(1 + a) - n w^2 = 0.
  for (const double n : {0.0, 1.0, 7.0, 12.0, 100.0, 5000.0}) {
    for (const double w : {0.02, 0.3, 1.0}) {
      const double s = 11.0, p = s * w * w - 1.0;
      const double scale = 0.5 * (-p + std::sqrt(p * p + 4.0 * n * w * w));
      if (scale <= 0.0) continue;
      const Likelihood likelihood({{"m",
                                    Statistic::poisson,
                                    {n},
                                    {},
                                    signal_and_background({s}, {0.0}, nuisance("a", w), nuisance("b", 1.0))}});
      const Profile profile = likelihood.profile({1.0});
      EXPECT_TRUE(profile.converged) << n << " " << w;
      EXPECT_NEAR(profile.nuisances[0], scale - 1.0, 1e-7 * scale) << n << " " << w;
      const double expected = s * scale;
      const double chi2 =
          2.0 * (expected - n + (n > 0.0 ? n * std::log(n / expected) : 0.0)) + std::pow((scale - 1.0) / w, 2);
      EXPECT_NEAR(profile.chi2, chi2, 1e-9 + 1e-12 * chi2) << n << " " << w;
    }
  }
}

TEST(Likelihood, FreeNormalisationOfAnEmptyBinStopsAtZero) {
  // No counts, no constraint and no bound: chi2 falls to 0 where nothing is expected.
  const Likelihood likelihood(
      {{"m",
        Statistic::poisson,
        {0.0, 0.0},
        {},
        signal_and_background({3.0, 1.0}, {0.0, 0.0}, nuisance("a", infinity), nuisance("b", 1.0))}});
  const Profile profile = likelihood.profile({1.0});
  EXPECT_TRUE(profile.converged);
  EXPECT_NEAR(profile.nuisances[0], -1.0, 1e-9);
  EXPECT_NEAR(profile.chi2, 0.0, 1e-9);
  EXPECT_GE(profile.chi2, 0.0);
}

}  // namespace
}  // namespace tridens::inference
