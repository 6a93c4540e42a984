#include "tridens/math/histogram.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"

namespace tridens {
namespace {

TEST(Axis, BinsAreClosedBelowAndOpenAboveForEvenAndUnevenEdges) {
  const Axis even = Axis::regular(10, 0.0, 1.0), uneven({0.0, 0.1, 0.5, 2.0});
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(even.slot(even.edges()[i]), i + 1);
    EXPECT_EQ(even.slot(std::nextafter(even.edges()[i + 1], 0.0)), i + 1);
  }
  EXPECT_EQ(even.slot(-1e-300), 0u);
  EXPECT_EQ(even.slot(1.0), 11u);
  EXPECT_EQ(even.slot(INFINITY), 11u);
  EXPECT_EQ(uneven.slot(0.1), 2u);
  EXPECT_EQ(uneven.slot(0.49), 2u);
  EXPECT_EQ(uneven.slot(2.0), 4u);
  EXPECT_EQ(uneven.slot(-INFINITY), 0u);
}

TEST(Axis, LogarithmicBinsHaveEqualRatios) {
  const Axis axis = Axis::logarithmic(6, 1e-3, 1e3);
  for (size_t i = 0; i < 6; ++i) EXPECT_NEAR(axis.edges()[i + 1] / axis.edges()[i], 10.0, 1e-12);
  EXPECT_EQ(axis.edges().back(), 1e3);
}

TEST(Axis, RefusesBadEdgesAndNotANumber) {
  EXPECT_THROW(Axis({1.0}), UserError);
  EXPECT_THROW(Axis({1.0, 1.0}), UserError);
  EXPECT_THROW(Axis({1.0, NAN}), UserError);
  EXPECT_THROW(Axis::regular(0, 0.0, 1.0), UserError);
  EXPECT_THROW(Axis::regular(3, 1.0, 0.0), UserError);
  EXPECT_THROW(Axis::logarithmic(3, 0.0, 1.0), UserError);
  EXPECT_THROW(Axis::regular(3, 0.0, 1.0).slot(NAN), Failure);
}

TEST(Histogram, KeepsSumsSquaresEntriesAndFlow) {
  Histogram h(Axis({0.0, 1.0, 3.0}));
  h.fill(0.5, 2.0);
  h.fill(0.9, 3.0);
  h.fill(1.0, 0.5);
  h.fill(-1.0, 7.0);
  h.fill(3.0, 11.0);
  EXPECT_EQ(h.values(), (std::vector<double>{5.0, 0.5}));
  EXPECT_EQ(h.errors(), (std::vector<double>{std::sqrt(13.0), 0.5}));
  EXPECT_EQ(h.densities(), (std::vector<double>{5.0, 0.25}));
  EXPECT_EQ(h.at(1).entries, 2u);
  EXPECT_EQ(h.underflow().sum_of_weights, 7.0);
  EXPECT_EQ(h.overflow().sum_of_weights, 11.0);
  EXPECT_EQ(h.total().sum_of_weights, 23.5);
  EXPECT_EQ(h.inside().sum_of_weights, 5.5);
  h.scale(2.0);
  EXPECT_EQ(h.at(1).sum_of_weights, 10.0);
  EXPECT_EQ(h.at(1).sum_of_squares, 52.0);
}

TEST(Histogram, TwoDimensionsProjectToTheHistogramOfOne) {
  Histogram both(Axis::regular(5, 0.0, 1.0), Axis::regular(3, 0.2, 0.9)), first(Axis::regular(5, 0.0, 1.0));
  RandomStream random(1, 1, 1);
  for (int i = 0; i < 1000; ++i) {
    const double x = 1.2 * random.uniform() - 0.1, y = random.uniform();
    both.fill(x, y, 0.25);
    first.fill(x, 0.25);
  }
  EXPECT_EQ(both.projection_x(), first);
  EXPECT_EQ(both.values().size(), 15u);
  EXPECT_LT(both.inside().entries, both.total().entries);
  EXPECT_EQ(both.at(2, 1).sum_of_weights, both.values()[3]);
}

TEST(Histogram, MergingPartsGivesTheWhole) {
  Histogram whole(Axis::regular(8, 0.0, 1.0)), sum(whole), part(whole);
  RandomStream random(1, 2, 1);
  for (int i = 0; i < 400; ++i) {
    const double x = random.uniform();
    const double weight = std::ldexp(1.0, i % 4);  // exact sums: the order cannot matter
    whole.fill(x, weight);
    part.fill(x, weight);
    if (i % 50 == 49) {
      sum.merge(part);
      part = Histogram(Axis::regular(8, 0.0, 1.0));
    }
  }
  EXPECT_EQ(sum, whole);
  EXPECT_THROW(sum.merge(Histogram(Axis::regular(7, 0.0, 1.0))), UserError);
}

TEST(Histogram, ErrorsAreTheSpreadOfRepeatedExperiments) {
  // Fixed number of throws, weight x: the error must be the standard deviation of the sum in a rare bin.
  const int experiments = 2000, throws = 200;
  double sum = 0.0, squares = 0.0, variance = 0.0;
  for (int k = 0; k < experiments; ++k) {
    Histogram h(Axis({0.9, 1.0}));
    RandomStream random(5, 1, static_cast<std::uint64_t>(k));
    for (int i = 0; i < throws; ++i) h.fill(random.uniform(), 1.0 + random.uniform());
    sum += h.at(1).sum_of_weights;
    squares += h.at(1).sum_of_weights * h.at(1).sum_of_weights;
    variance += h.at(1).sum_of_squares;
  }
  const double mean = sum / experiments, spread = squares / experiments - mean * mean;
  // Binomial correction: N p <w^2> - N p^2 <w>^2.
  const double expected = variance / experiments - mean * mean / throws;
  EXPECT_NEAR(spread / expected, 1.0, 4.0 * std::sqrt(2.0 / experiments));
}

TEST(Histogram, RefusesWeightsThatAreNotFiniteAndWrongDimensions) {
  Histogram h(Axis::regular(2, 0.0, 1.0));
  EXPECT_THROW(h.fill(0.5, NAN), Failure);
  EXPECT_THROW(h.fill(NAN, 1.0), Failure);
  EXPECT_THROW(h.fill(0.5, 0.5, 1.0), UserError);
  EXPECT_THROW(h.at(1, 1), UserError);
  EXPECT_EQ(h.total().entries, 0u);
}

}  // namespace
}  // namespace tridens
