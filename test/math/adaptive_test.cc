#include "tridens/math/adaptive.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::math {
namespace {

/// prod_d x_d^2 over three dimensions: 1/27.
void powers(const double* u, size_t count, double* values) {
  for (size_t i = 0; i < count; ++i) {
    const double x = u[i], y = u[count + i], z = u[2 * count + i];
    values[i] = x * x * y * y * z * z;
  }
}

/// A narrow separable peak, sigma 0.01 at (0.3, 0.6), integral 1 to 1e-15.
void peak(const double* u, size_t count, double* values) {
  constexpr double sigma = 0.01;
  for (size_t i = 0; i < count; ++i) {
    const double x = (u[i] - 0.3) / sigma, y = (u[count + i] - 0.6) / sigma;
    values[i] = std::exp(-0.5 * (x * x + y * y)) / (2.0 * units::pi * sigma * sigma);
  }
}

TEST(AdaptiveMonteCarlo, KnownIntegralsComeOutWithinTheirErrors) {
  MonteCarloOptions options;
  options.relative_precision = 2e-3;
  int outside = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    options.seed = seed;
    const auto result = integrate(powers, 3, options);
    EXPECT_TRUE(result.converged);
    EXPECT_LE(result.error, 2e-3 * result.value);
    EXPECT_GT(result.chi2_per_dof, 0.3);
    EXPECT_LT(result.chi2_per_dof, 2.0);
    const double pull = (result.value - 1.0 / 27.0) / result.error;
    EXPECT_LT(std::fabs(pull), 4.5) << seed;
    outside += std::fabs(pull) > 1.0 ? 1 : 0;
  }
  // 32 % are expected outside one standard deviation: 6.3 +- 2.1 of 20.
  EXPECT_GE(outside, 1);
  EXPECT_LE(outside, 14);
}

TEST(AdaptiveMonteCarlo, TrainingFindsANarrowPeak) {
  MonteCarloOptions options;
  options.relative_precision = 2e-3;
  const auto trained = integrate(peak, 2, options);
  EXPECT_NEAR(trained.value, 1.0, 4.5 * trained.error);
  options.largest_evaluations = trained.evaluations;
  const auto flat = integrate(peak, AdaptiveGrid(2), options);
  EXPECT_GT(flat.error, 8.0 * trained.error);
}

TEST(AdaptiveMonteCarlo, DoesNotDependOnTheNumberOfThreads) {
  MonteCarloOptions options;
  options.relative_precision = 5e-3;
  const auto one = integrate(peak, 2, options);
  for (const int threads : {2, 3, 7}) {
    options.threads = threads;
    const auto many = integrate(peak, 2, options);
    EXPECT_EQ(one.value, many.value);
    EXPECT_EQ(one.error, many.error);
    EXPECT_EQ(one.chi2_per_dof, many.chi2_per_dof);
    EXPECT_EQ(one.evaluations, many.evaluations);
  }
}

TEST(AdaptiveMonteCarlo, DependsOnItsSeed) {
  MonteCarloOptions options;
  const auto first = integrate(powers, 3, options);
  options.seed = 2;
  EXPECT_NE(first.value, integrate(powers, 3, options).value);
}

TEST(AdaptiveMonteCarlo, StopsAtTheLargestNumberOfEvaluationsAndSaysSo) {
  MonteCarloOptions options;
  options.relative_precision = 1e-9;
  options.largest_evaluations = 100'000;
  const auto result = integrate(powers, 3, options);
  EXPECT_FALSE(result.converged);
  EXPECT_GE(result.evaluations, 100'000u);
  EXPECT_LT(result.evaluations, 300'000u);
}

TEST(AdaptiveMonteCarlo, ReportsThePointWhereTheIntegrandIsNotANumber) {
  const auto broken = [](const double* u, size_t count, double* values) {
    for (size_t i = 0; i < count; ++i) values[i] = u[i] > 0.875 ? std::nan("") : u[count + i];
  };
  for (const int threads : {1, 4}) {
    MonteCarloOptions options;
    options.threads = threads;
    try {
      integrate(broken, 2, options);
      FAIL() << "a number came out";
    } catch (const Failure& failure) {
      const std::string text = failure.what();
      EXPECT_NE(text.find("u = ("), std::string::npos) << text;
      EXPECT_TRUE(text.find("(0.8") != std::string::npos || text.find("(0.9") != std::string::npos) << text;
    }
  }
}

TEST(AdaptiveMonteCarlo, AnErrorOfTheIntegrandArrivesFromAnyThread) {
  const auto refuses = [](const double*, size_t, double*) { throw UserError("a problem", "a reason"); };
  MonteCarloOptions options;
  options.threads = 3;
  EXPECT_THROW(integrate(refuses, 2, options), UserError);
}

// ---- the grid -------------------------------------------------------------------------------------------------------

TEST(AdaptiveGrid, BeginsAsTheIdentity) {
  const AdaptiveGrid grid(1, 10);
  for (const double r : {0.0, 0.05, 0.5, 0.999}) {
    double jacobian = 0.0;
    EXPECT_NEAR(grid.map_one(0, r, &jacobian), r, 1e-15);
    EXPECT_NEAR(jacobian, 1.0, 1e-12);
  }
}

TEST(AdaptiveGrid, RefinementKeepsItAMonotoneMapOfTheUnitInterval) {
  for (const double damping : {0.3, 0.7, 1.0}) {
    AdaptiveGrid grid(2, 16);
    std::vector<double> importance(2 * 16, 0.0);
    importance[3] = 1e12;  // one bin has it all
    for (size_t b = 0; b < 16; ++b) importance[16 + b] = std::exp(-static_cast<double>(b));
    for (int iteration = 0; iteration < 10; ++iteration) {
      grid.refine(importance, damping);
      for (size_t d = 0; d < 2; ++d) {
        double previous = -1.0, volume = 0.0;
        constexpr int steps = 1600;
        for (int i = 0; i < steps; ++i) {
          double jacobian = 0.0;
          const double u = grid.map_one(d, (i + 0.5) / steps, &jacobian);
          EXPECT_GT(u, previous);
          EXPECT_GT(jacobian, 0.0);
          previous = u;
          volume += jacobian / steps;
        }
        EXPECT_LT(previous, 1.0);
        EXPECT_NEAR(volume, 1.0, 1e-9);  // nothing of the interval is lost
      }
    }
  }
}

TEST(AdaptiveGrid, RefinementCrowdsBinsWhereTheImportanceIs) {
  AdaptiveGrid grid(1, 32);
  std::vector<double> importance(32, 1.0);
  importance[8] = 1000.0;
  grid.refine(importance);
  double inside = 0.0, outside = 0.0;
  grid.map_one(0, 0.3, &inside);
  // The bin [0.25, 0.28] has become many: its Jacobian is below one.
  double jacobian = 0.0, r = 0.0;
  while (grid.map_one(0, r, &jacobian) < 0.26) r += 1e-3;
  inside = jacobian;
  grid.map_one(0, 0.99, &outside);
  EXPECT_LT(inside, 0.5);
  EXPECT_GT(outside, 1.0);
}

TEST(AdaptiveGrid, NoImportanceLeavesItAlone) {
  AdaptiveGrid grid(1, 8);
  grid.refine(std::vector<double>(8, 0.0));
  double jacobian = 0.0;
  EXPECT_NEAR(grid.map_one(0, 0.3, &jacobian), 0.3, 1e-15);
}

TEST(AdaptiveGrid, BatchesAndSinglePointsAgree) {
  AdaptiveGrid grid(2, 8);
  std::vector<double> importance = {1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1};
  grid.refine(importance);
  const std::vector<double> r = {0.1, 0.55, 0.999, 0.2, 0.01, 0.7};  // three points, two coordinates
  std::vector<double> u(6), jacobian(3);
  grid.map(r.data(), 3, u.data(), jacobian.data());
  for (size_t i = 0; i < 3; ++i) {
    double first = 0.0, second = 0.0;
    EXPECT_EQ(grid.map_one(0, r[i], &first), u[i]);
    EXPECT_EQ(grid.map_one(1, r[3 + i], &second), u[3 + i]);
    EXPECT_DOUBLE_EQ(first * second, jacobian[i]);
  }
}

}  // namespace
}  // namespace tridens::math
