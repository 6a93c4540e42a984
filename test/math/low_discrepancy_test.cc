// Points of Sobol: even, and better than random ones.
#include "tridens/math/low_discrepancy.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::math {
namespace {

/// The mean of prod 3 u^2 - 1, which is 1.
double mean(const std::vector<double>& points, size_t dimension) {
  double sum = 0.0;
  for (size_t i = 0; i < points.size(); i += dimension) {
    double value = 1.0;
    for (size_t d = 0; d < dimension; ++d) value *= 3.0 * points[i + d] * points[i + d];
    sum += value;
  }
  return sum * static_cast<double>(dimension) / static_cast<double>(points.size());
}

TEST(SobolPoints, EveryIntervalHasItsPart) {
  constexpr size_t dimension = 7, count = 1024;
  const std::vector<double> points = sobol_points(dimension, count);
  for (size_t d = 0; d < dimension; ++d) {
    std::vector<int> bins(32);
    for (size_t i = 0; i < count; ++i) ++bins[static_cast<size_t>(32.0 * points[i * dimension + d])];
    for (const int entries : bins) EXPECT_NEAR(entries, 32, 1);
  }
}

/// Mean and scatter of the sums of shifted sets.
std::pair<double, double> of_sets(size_t dimension, size_t count) {
  constexpr size_t sets = 64;
  const std::vector<double> points = sobol_points(dimension, count);
  double sum = 0.0, squares = 0.0;
  for (size_t set = 0; set < sets; ++set) {
    const std::vector<double> moved = shifted(points, dimension, 3, set);
    for (const double u : moved) EXPECT_TRUE(u > 0.0 && u < 1.0);
    const double one = mean(moved, dimension);
    sum += one;
    squares += one * one;
  }
  return {sum / sets, std::sqrt((squares - sum * sum / sets) / (sets - 1.0))};
}

TEST(SobolPoints, ShiftedSetsAreUnbiasedAndTheirScatterIsBelowHalfThatOfRandomPoints) {
  constexpr size_t dimension = 4;
  const auto [few_mean, few] = of_sets(dimension, 256);
  const auto [many_mean, many] = of_sets(dimension, 4096);
  EXPECT_NEAR(few_mean, 1.0, 4.0 * few / 8.0);
  EXPECT_NEAR(many_mean, 1.0, 4.0 * many / 8.0);
  // Random points: sqrt((9/5)^4 - 1)/sqrt(n).
  const double random = std::sqrt(std::pow(1.8, 4) - 1.0);
  EXPECT_LT(few, random / std::sqrt(256.0));
  EXPECT_LT(many, 0.5 * random / std::sqrt(4096.0));
  const std::vector<double> points = sobol_points(dimension, 16);
  EXPECT_NE(shifted(points, dimension, 3, 0), shifted(points, dimension, 4, 0));
}

TEST(SobolPoints, DimensionsThatAreNotKnownAreRefused) {
  EXPECT_THROW(sobol_points(0, 4), UserError);
  EXPECT_THROW(sobol_points(41, 4), UserError);
}

}  // namespace
}  // namespace tridens::math
