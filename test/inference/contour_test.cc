#include "tridens/inference/contour.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <set>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

using Function = std::function<double(double, double)>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> range(double low, double high, size_t points) {
  std::vector<double> result;
  for (size_t i = 0; i < points; ++i) {
    result.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(points - 1));
  }
  return result;
}

std::vector<double> values(const Function& f, const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> z;
  for (const double a : x) {
    for (const double b : y) z.push_back(f(a, b));
  }
  return z;
}

std::vector<ContourLine> lines_of(const Function& f, const std::vector<double>& x, const std::vector<double>& y,
                                  double level) {
  return contour_lines(x, y, values(f, x, y), level);
}

/// Above zero for a closed line that runs anticlockwise.
double area(const ContourLine& line) {
  double sum = 0.0;
  for (size_t i = 0, n = line.x.size(); i < n; ++i) {
    sum += line.x[i] * line.y[(i + 1) % n] - line.x[(i + 1) % n] * line.y[i];
  }
  return 0.5 * sum;
}

double circle(double x, double y) {
  return x * x + y * y;
}

struct CircleErrors {
  double radius = 0.0, area = 0.0;
};

CircleErrors circle_errors(size_t points) {
  const auto lines = lines_of(circle, range(-2.0, 2.1, points), range(-1.9, 2.0, points), 1.0);
  EXPECT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].closed);
  CircleErrors errors;
  for (size_t i = 0; i < lines[0].x.size(); ++i) {
    errors.radius = std::max(errors.radius, std::abs(std::hypot(lines[0].x[i], lines[0].y[i]) - 1.0));
  }
  errors.area = std::abs(std::abs(area(lines[0])) - std::numbers::pi);
  return errors;
}

TEST(ContourLines, ACircleIsRightToTheSquareOfTheStep) {
  const CircleErrors coarse = circle_errors(41), fine = circle_errors(401);
  // At a crossing of a parabola between points h apart the line is off by at most h^2/8 over the slope of 2.
  EXPECT_LT(coarse.radius, 0.1025 * 0.1025 / 8.0);
  EXPECT_NEAR(coarse.radius / fine.radius, 100.0, 30.0);
  EXPECT_NEAR(coarse.area / fine.area, 100.0, 30.0);
}

TEST(ContourLines, HighValuesLieToTheLeft) {
  const auto x = range(-2.0, 2.1, 30);
  const auto valley = lines_of(circle, x, x, 1.0);
  EXPECT_LT(area(valley.at(0)), 0.0);
  const auto hill = lines_of([](double a, double b) { return -circle(a, b); }, x, x, -1.0);
  EXPECT_GT(area(hill.at(0)), 0.0);
}

TEST(ContourLines, TwoIslandsAreTwoClosedLines) {
  const auto f = [](double a, double b) { return std::min(circle(a - 1.5, b), circle(a + 1.5, b - 0.4)); };
  const auto lines = lines_of(f, range(-3.0, 3.1, 200), range(-2.0, 2.1, 150), 1.0);
  ASSERT_EQ(lines.size(), 2u);
  for (const ContourLine& line : lines) {
    EXPECT_TRUE(line.closed);
    EXPECT_NEAR(area(line), -std::numbers::pi, 0.01);
  }
  EXPECT_LT(lines[0].x[0], 0.0);
  EXPECT_GT(lines[1].x[0], 0.0);
}

TEST(ContourLines, ARingHasAnInnerAndAnOuterLine) {
  const auto f = [](double a, double b) { return std::abs(circle(a, b) - 2.0); };
  const auto x = range(-2.0, 2.03, 161);
  const auto lines = lines_of(f, x, x, 1.0);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NEAR(area(lines[0]), -3.0 * std::numbers::pi, 0.02);
  EXPECT_NEAR(area(lines[1]), std::numbers::pi, 0.02);
}

TEST(ContourLines, ABandThatCrossesTheBorderEndsThereAndIsExactForAPlane) {
  const auto f = [](double a, double b) { return std::abs(a - 2.0 * b); };
  const auto x = range(-1.0, 1.0, 24), y = range(-1.0, 1.0, 31);
  const auto lines = lines_of(f, x, y, 0.5);
  ASSERT_EQ(lines.size(), 2u);
  for (const ContourLine& line : lines) {
    EXPECT_FALSE(line.closed);
    const double offset = line.x[0] - 2.0 * line.y[0];
    EXPECT_NEAR(std::abs(offset), 0.5, 1e-12);
    for (size_t i = 0; i < line.x.size(); ++i) EXPECT_NEAR(line.x[i] - 2.0 * line.y[i], offset, 1e-12);
    for (const size_t end : {size_t{0}, line.x.size() - 1}) {
      EXPECT_TRUE(std::abs(line.x[end]) == 1.0 || std::abs(line.y[end]) == 1.0);
    }
  }
}

TEST(ContourLines, TheMeanOfTheCellDecidesAtASaddle) {
  const std::vector<double> ends = {0.0, 1.0};
  // High at the lower left and the upper right corner.
  const auto joined_high = contour_lines(ends, ends, {3.0, 0.0, 0.0, 3.0}, 1.0);
  const auto joined_low = contour_lines(ends, ends, {3.0, 0.0, 0.0, 3.0}, 2.0);
  ASSERT_EQ(joined_high.size(), 2u);
  ASSERT_EQ(joined_low.size(), 2u);
  for (const auto& line : joined_high) {  // around a low corner: (1, 0) or (0, 1)
    EXPECT_NEAR(std::abs((line.x[0] - line.y[0]) + (line.x[1] - line.y[1])), 4.0 / 3.0, 1e-12);
  }
  for (const auto& line : joined_low) {  // around a high corner
    EXPECT_NEAR(std::abs((line.x[0] + line.y[0]) + (line.x[1] + line.y[1]) - 2.0), 4.0 / 3.0, 1e-12);
  }
}

TEST(ContourLines, ThroughPointsThatEqualTheLevelTheLineIsWhole) {
  // The circle of radius 5 goes through twelve points of this grid exactly.
  const auto x = range(-7.0, 7.0, 15);
  const auto lines = lines_of(circle, x, x, 25.0);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].closed);
  std::set<std::pair<double, double>> different;
  for (size_t i = 0; i < lines[0].x.size(); ++i) different.emplace(lines[0].x[i], lines[0].y[i]);
  EXPECT_EQ(different.size(), lines[0].x.size());
  EXPECT_TRUE(different.contains({3.0, 4.0}));
  EXPECT_TRUE(different.contains({-5.0, 0.0}));
}

TEST(ContourLines, AlongARowOfPointsOnTheLevelThereIsOneLine) {
  const auto x = range(-2.0, 2.0, 5);
  for (const double sign : {1.0, -1.0}) {
    const auto lines = lines_of([sign](double a, double) { return sign * a; }, x, x, 0.0);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].x, std::vector<double>(5, 0.0));
    EXPECT_EQ(lines[0].y.front(), sign > 0.0 ? 2.0 : -2.0);  // high values to the left
  }
}

TEST(ContourLines, APointOnTheLevelAloneIsNoLine) {
  const auto x = range(-2.0, 2.0, 5);
  EXPECT_TRUE(lines_of(circle, x, x, 0.0).empty());
  EXPECT_TRUE(lines_of([](double a, double b) { return -circle(a, b); }, x, x, 0.0).empty());
  EXPECT_TRUE(lines_of([](double, double) { return 3.0; }, x, x, 3.0).empty());
}

TEST(ContourLines, CellsWithoutANumberAreLeftOut) {
  const auto x = range(0.0, 4.0, 5);
  std::vector<double> z = values([](double a, double b) { return a + b; }, x, x);
  z[1 * 5 + 2] = nan;  // takes the four cells around (1, 2)
  const auto lines = contour_lines(x, x, z, 3.5);
  ASSERT_EQ(lines.size(), 2u);
  for (const ContourLine& line : lines) {
    EXPECT_FALSE(line.closed);
    for (size_t i = 0; i < line.x.size(); ++i) {
      EXPECT_NEAR(line.x[i] + line.y[i], 3.5, 1e-12);
      EXPECT_FALSE(line.x[i] > 0.0 && line.x[i] < 2.0 && line.y[i] > 1.0 && line.y[i] < 3.0);
    }
  }
  z[0] = std::numeric_limits<double>::infinity();  // a corner that no line comes near
  EXPECT_EQ(contour_lines(x, x, z, 3.5).size(), 2u);
}

TEST(ContourLines, OnLogarithmicAxesPowerLawsAreExact) {
  std::vector<double> x, y;
  for (int i = 0; i < 9; ++i) x.push_back(std::pow(10.0, -6.0 + 0.7 * i));
  for (int j = 0; j < 7; ++j) y.push_back(std::pow(10.0, 1.0 + 0.5 * j));
  const auto z = values([](double a, double b) { return 2.0 * std::log(a) + std::log(b); }, x, y);
  const auto lines = contour_lines(x, y, z, std::log(1e-3), true, true);
  ASSERT_EQ(lines.size(), 1u);
  for (size_t i = 0; i < lines[0].x.size(); ++i) {
    EXPECT_NEAR(lines[0].x[i] * lines[0].x[i] * lines[0].y[i] / 1e-3, 1.0, 1e-12);
  }
}

TEST(ContourLines, WhatIsNoGridIsAnError) {
  const std::vector<double> good = {0.0, 1.0}, z(4, 0.0);
  EXPECT_THROW(contour_lines({0.0}, good, {0.0, 0.0}, 1.0), UserError);
  EXPECT_THROW(contour_lines({1.0, 0.0}, good, z, 1.0), UserError);
  EXPECT_THROW(contour_lines(good, {1.0, 1.0}, z, 1.0), UserError);
  EXPECT_THROW(contour_lines(good, {0.0, nan}, z, 1.0), UserError);
  EXPECT_THROW(contour_lines(good, good, {0.0}, 1.0), UserError);
  EXPECT_THROW(contour_lines(good, good, z, 1.0, true), UserError);
  EXPECT_THROW(contour_lines(good, good, z, 1.0, false, true), UserError);
  EXPECT_THROW(contour_lines(good, good, z, nan), UserError);
}

TEST(ContourLines, OnARoughSurfaceEveryLineIsClosedOrEndsAtTheBorder) {
  const auto f = [](double a, double b) { return std::round(3.0 * std::sin(7.0 * a) * std::cos(5.0 * b + a)) / 2.0; };
  const auto x = range(-2.0, 2.0, 60), y = range(-2.0, 2.0, 50);
  for (const double level : {-1.0, -0.5, 0.0, 0.5, 1.0}) {  // all of them are values of the grid
    const auto lines = lines_of(f, x, y, level);
    EXPECT_GT(lines.size(), 10u);
    for (const ContourLine& line : lines) {
      for (size_t i = 1; i < line.x.size(); ++i) {
        EXPECT_LE(std::abs(line.x[i] - line.x[i - 1]), 4.0 / 59 + 1e-12);
        EXPECT_LE(std::abs(line.y[i] - line.y[i - 1]), 4.0 / 49 + 1e-12);
      }
      if (line.closed) continue;
      for (const size_t end : {size_t{0}, line.x.size() - 1}) {
        EXPECT_TRUE(std::abs(line.x[end]) == 2.0 || std::abs(line.y[end]) == 2.0);
      }
    }
  }
}

}  // namespace
}  // namespace tridens::inference
