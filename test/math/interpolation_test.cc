#include "tridens/math/interpolation.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

double wave(double x) {
  return std::sin(3.0 * x) + std::exp(-x);
}

double spline_error(size_t nodes, SplineEnd end) {
  std::vector<double> x, y;
  for (size_t i = 0; i < nodes; ++i) {
    // Unequal steps, smooth in i.
    const double s = static_cast<double>(i) / static_cast<double>(nodes - 1);
    x.push_back(2.0 * s * (1.0 + 0.4 * s));
    y.push_back(wave(x.back()));
  }
  const CubicSpline spline(x, y, end);
  double worst = 0.0;
  for (double t = 0.0; t <= 1.0; t += 1.0 / 3001) {
    worst = std::max(worst, std::abs(spline(2.8 * t) - wave(2.8 * t)));
  }
  return worst;
}

TEST(CubicSpline, NotAKnotConvergesWithTheFourthPowerOfTheStepUpToTheEnds) {
  const double order = std::log2(spline_error(41, SplineEnd::not_a_knot) / spline_error(81, SplineEnd::not_a_knot));
  EXPECT_NEAR(order, 4.0, 0.35);
  EXPECT_LT(spline_error(81, SplineEnd::not_a_knot), 1e-5);
}

TEST(CubicSpline, NaturalEndsAreSecondOrder) {
  const double order = std::log2(spline_error(81, SplineEnd::natural) / spline_error(161, SplineEnd::natural));
  EXPECT_NEAR(order, 2.0, 0.2);
}

TEST(CubicSpline, ReproducesACubicWithItsDerivativeAndIntegral) {
  const auto cubic = [](double x) { return 1.0 - x + 2.0 * x * x - 0.5 * x * x * x; };
  const auto primitive = [](double x) { return x - x * x / 2 + 2 * x * x * x / 3 - x * x * x * x / 8; };
  std::vector<double> x = {-1.0, -0.2, 0.1, 1.5, 1.7, 3.0}, y;
  for (double xi : x) y.push_back(cubic(xi));
  const CubicSpline spline(x, y);
  for (double t = -1.0; t <= 3.0; t += 0.01) {
    EXPECT_NEAR(spline(t), cubic(t), 2e-14);
    EXPECT_NEAR(spline.derivative(t), -1.0 + 4.0 * t - 1.5 * t * t, 1e-13);
    EXPECT_NEAR(spline.integral(-0.5, t), primitive(t) - primitive(-0.5), 1e-13);
  }
}

TEST(CubicSpline, NaturalSplineOfTwoNodesIsTheStraightLine) {
  EXPECT_DOUBLE_EQ(CubicSpline({1.0, 3.0}, {2.0, 6.0}, SplineEnd::natural)(1.5), 3.0);
}

TEST(CubicSpline, RefusesToExtrapolateAndBadNodes) {
  const CubicSpline spline({0, 1, 2, 3}, {0, 1, 4, 9});
  EXPECT_THROW(spline(-0.001), Failure);
  EXPECT_THROW(spline(3.001), Failure);
  EXPECT_THROW(spline(std::nan("")), Failure);
  EXPECT_THROW(CubicSpline({0, 1, 1, 3}, {0, 1, 4, 9}), Failure);
  EXPECT_THROW(CubicSpline({0, 1, 2}, {0, 1, 4}), Failure);
  EXPECT_THROW(CubicSpline({0, 1, 2, 3}, {0, std::nan(""), 4, 9}), Failure);
}

double surface(double x, double y, size_t k) {
  const double a = static_cast<double>(k + 1);
  return std::sin(a * x) * std::exp(-0.5 * y) + y * y * x / a + std::cos(2.0 * y);
}

BicubicTable make_table(size_t nodes, size_t channels) {
  const UniformAxis x{-1.0, 2.0, nodes}, y{0.5, 3.0, nodes + 3};
  std::vector<double> values;
  for (size_t i = 0; i < x.nodes; ++i) {
    for (size_t j = 0; j < y.nodes; ++j) {
      for (size_t k = 0; k < channels; ++k) values.push_back(surface(x.node(i), y.node(j), k));
    }
  }
  return {x, y, channels, values};
}

/// Largest error at the quarters of every cell: sampling tied to the cells does not alias with the grid.
double table_error(size_t nodes) {
  const BicubicTable table = make_table(nodes, 3);
  const UniformAxis &x_axis = table.x_axis(), &y_axis = table.y_axis();
  double worst = 0.0, values[3];
  for (size_t a = 0; a <= 4 * (x_axis.nodes - 1); ++a) {
    for (size_t b = 0; b <= 4 * (y_axis.nodes - 1); ++b) {
      const double x = x_axis.low + 0.25 * x_axis.step() * static_cast<double>(a);
      const double y = y_axis.low + 0.25 * y_axis.step() * static_cast<double>(b);
      table.evaluate(x, y, values);
      for (size_t k = 0; k < 3; ++k) worst = std::max(worst, std::abs(values[k] - surface(x, y, k)));
    }
  }
  return worst;
}

TEST(BicubicTable, ConvergesWithTheFourthPowerOfTheStepUpToTheBorders) {
  const double coarse = table_error(61), fine = table_error(121);
  EXPECT_NEAR(std::log2(coarse / fine), 4.0, 0.35);
  EXPECT_LT(fine, 1e-6);
}

TEST(BicubicTable, PassesThroughItsNodes) {
  const BicubicTable table = make_table(12, 5);
  double values[5];
  for (size_t i = 0; i < 12; ++i) {
    for (size_t j = 0; j < 15; ++j) {
      const double x = table.x_axis().node(i), y = table.y_axis().node(j);
      table.evaluate(x, y, values);
      for (size_t k = 0; k < 5; ++k) EXPECT_NEAR(values[k], surface(x, y, k), 1e-13);
    }
  }
}

TEST(BicubicTable, ReproducesProductsOfCubicsOnTheSmallestGrid) {
  const auto f = [](double x, double y) { return (1 + x - x * x * x) * (2 - y * y + 0.3 * y * y * y); };
  const UniformAxis axis{0.0, 3.0, 4};
  std::vector<double> nodes;
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = 0; j < 4; ++j) nodes.push_back(f(axis.node(i), axis.node(j)));
  }
  const BicubicTable table(axis, axis, 1, nodes);
  for (double x = 0.0; x <= 3.0; x += 0.13) {
    for (double y = 0.0; y <= 3.0; y += 0.17) {
      double value = 0.0;
      table.evaluate(x, y, &value);
      EXPECT_NEAR(value, f(x, y), 1e-12);
    }
  }
}

TEST(BicubicTable, BatchesGiveTheSameNumbersAsSinglePointsForAnyNumberOfChannels) {
  for (size_t channels = 1; channels <= 9; ++channels) {
    const BicubicTable table = make_table(9, channels);
    const std::vector<double> x = {-1.0, 0.3, 1.99, 2.0}, y = {0.5, 2.2, 1.1, 3.0};
    std::vector<double> storage(channels * x.size()), single(channels);
    std::vector<double*> columns;
    for (size_t k = 0; k < channels; ++k) columns.push_back(&storage[k * x.size()]);
    table.evaluate(x.data(), y.data(), x.size(), columns.data());
    for (size_t i = 0; i < x.size(); ++i) {
      table.evaluate(x[i], y[i], single.data());
      for (size_t k = 0; k < channels; ++k) EXPECT_DOUBLE_EQ(columns[k][i], single[k]);
    }
  }
}

TEST(BicubicTable, RefusesToExtrapolateAndBadGrids) {
  const BicubicTable table = make_table(8, 1);
  double value = 0.0;
  EXPECT_THROW(table.evaluate(-1.001, 1.0, &value), Failure);
  EXPECT_THROW(table.evaluate(0.0, 3.001, &value), Failure);
  EXPECT_THROW(table.evaluate(std::nan(""), 1.0, &value), Failure);
  EXPECT_NO_THROW(table.evaluate(2.0 + 1e-15, 0.5 - 1e-15, &value));
  EXPECT_THROW(BicubicTable({0, 1, 3}, {0, 1, 4}, 1, std::vector<double>(12)), Failure);
  EXPECT_THROW(BicubicTable({0, 1, 4}, {0, 1, 4}, 1, std::vector<double>(15)), Failure);
  EXPECT_THROW(BicubicTable({0, 1, 4}, {0, 1, 4}, 1, std::vector<double>(16, std::numeric_limits<double>::infinity())),
               Failure);
}

}  // namespace
}  // namespace tridens
