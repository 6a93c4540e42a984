#include "tridens/inference/interval.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The distribution of chi2 in closed form, for two (exponential) and for one (error function) degrees of freedom and
// the recurrence Q(x, n + 2) = Q(x, n) + (x/2)^(n/2) exp(-x/2) / Gamma(n/2 + 1).
double probability_of_chi2(double chi2, int degrees) {
  double q = degrees % 2 == 0 ? std::exp(-0.5 * chi2) : std::erfc(std::sqrt(0.5 * chi2));
  for (int n = degrees % 2 == 0 ? 2 : 1; n < degrees; n += 2) {
    q += std::exp(0.5 * n * std::log(0.5 * chi2) - 0.5 * chi2 - std::lgamma(0.5 * n + 1.0));
  }
  return q;
}

TEST(Chi2, RisesInOneAndTwoDimensionsAreThoseInClosedForm) {
  EXPECT_NEAR(chi2_rise(0.90, 1), 1.6448536269514722 * 1.6448536269514722, 1e-12);  // quantile 0.95 of the normal
  for (const double confidence : {0.6827, 0.90, 0.95, 0.99, 0.9973}) {
    EXPECT_NEAR(chi2_rise(confidence, 2), -2.0 * std::log1p(-confidence), 1e-11);
  }
}

TEST(Chi2, RiseAndProbabilityAreInverse) {
  for (int n = 1; n <= 60; n += 1) {
    for (const double confidence : {1e-9, 0.01, 0.5, 0.6827, 0.99, 1.0 - 1e-7, 1.0 - 1e-12}) {
      const double rise = chi2_rise(confidence, n);
      EXPECT_NEAR(probability_of_chi2(rise, n), 1.0 - confidence, 1e-9 * std::min(1.0, 1.0 - confidence) + 1e-15);
      EXPECT_NEAR(chi2_probability(rise, n) / probability_of_chi2(rise, n), 1.0, 1e-9);
    }
  }
  EXPECT_EQ(chi2_probability(0.0, 3.0), 1.0);
  EXPECT_EQ(chi2_probability(infinity, 3.0), 0.0);
  EXPECT_NEAR(chi2_probability(1500.0, 99.0) / probability_of_chi2(1500.0, 99), 1.0, 1e-9);
}

TEST(Chi2, StandardDeviationsAndRisesAgree) {
  EXPECT_NEAR(confidence_of_sigmas(1.0), 0.682689492137086, 1e-14);
  for (const double sigmas : {0.5, 1.0, 2.0, 3.0, 5.0}) {
    EXPECT_NEAR(chi2_rise(confidence_of_sigmas(sigmas), 1), sigmas * sigmas, 1e-7 * sigmas * sigmas);
  }
}

TEST(Chi2, WhatHasNoProbabilityIsAnError) {
  EXPECT_THROW(chi2_rise(0.0, 1), UserError);
  EXPECT_THROW(chi2_rise(1.0, 1), UserError);
  EXPECT_THROW(chi2_rise(std::nan(""), 1), UserError);
  EXPECT_THROW(chi2_rise(0.9, 0), UserError);
  EXPECT_THROW(chi2_probability(-1e-9, 1.0), UserError);
  EXPECT_THROW(chi2_probability(std::nan(""), 1.0), UserError);
  EXPECT_THROW(chi2_probability(1.0, 0.0), UserError);
  EXPECT_THROW(confidence_of_sigmas(-1.0), UserError);
}

TEST(Intervals, OfAParabolaAreRightTo1e4OfChi2) {
  const auto parabola = [](double x) { return 3.0 + std::pow((x - 0.3) / 0.2, 2); };
  const auto found = intervals(parabola, -1.0, 2.0, false, 3.0 + 2.7055, 37);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(parabola(found[0].low), 5.7055, 1e-4);
  EXPECT_NEAR(parabola(found[0].high), 5.7055, 1e-4);
  EXPECT_LT(found[0].low, 0.3);
  EXPECT_GT(found[0].high, 0.3);
  EXPECT_FALSE(found[0].low_open || found[0].high_open);
}

TEST(Intervals, EveryDisconnectedOneIsFound) {
  // cos has five minima in the range, two of them at its ends.
  const auto found = intervals([](double x) { return std::cos(x); }, -4.0 * M_PI + M_PI, 5.0 * M_PI, false, -0.8, 200);
  ASSERT_EQ(found.size(), 5u);
  const double half = std::acos(0.8);
  for (size_t i = 0; i < 5; ++i) {
    const double middle = M_PI * (2.0 * static_cast<double>(i) - 3.0);
    EXPECT_EQ(found[i].low_open, i == 0);
    EXPECT_EQ(found[i].high_open, i == 4);
    EXPECT_NEAR(found[i].low, i == 0 ? middle : middle - half, 2e-4);
    EXPECT_NEAR(found[i].high, i == 4 ? middle : middle + half, 2e-4);
  }
}

TEST(Intervals, OpenEndsStandAtTheRangeExactly) {
  const auto found = intervals([](double x) { return x; }, 0.1, 0.7, false, 0.4, 11);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].low_open);
  EXPECT_EQ(found[0].low, 0.1);
  EXPECT_FALSE(found[0].high_open);
  EXPECT_NEAR(found[0].high, 0.4, 1e-4);
  const auto all = intervals([](double) { return 0.0; }, 1e-3, 1e3, true, 1.0, 5);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].low_open && all[0].high_open);
  EXPECT_EQ(all[0].low, 1e-3);
  EXPECT_EQ(all[0].high, 1e3);
  EXPECT_TRUE(intervals([](double) { return 2.0; }, 0.0, 1.0, false, 1.0, 5).empty());
}

TEST(Intervals, ADipBetweenThePointsIsFollowedDown) {
  // Both neighbours of the minimum are above the level; the points show that the curve goes down there.
  const auto dip = [](double x) { return 50.0 * std::abs(x - 0.537) + 3.0 * std::pow(x - 0.537, 2); };
  const auto found = intervals(dip, 0.0, 1.0, false, 1.0, 11);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(dip(found[0].low), 1.0, 1e-4);
  EXPECT_NEAR(dip(found[0].high), 1.0, 1e-4);
  // In the last cell, lowest at the last point.
  const auto edge = [](double x) { return std::max(40.0 * (0.99 - x), 200.0 * (x - 0.99)); };
  const auto last = intervals(edge, 0.0, 1.0, false, 1.0, 11);
  ASSERT_EQ(last.size(), 1u);
  EXPECT_FALSE(last[0].high_open);
  EXPECT_NEAR(edge(last[0].high), 1.0, 1e-4);
}

TEST(Intervals, ABarrierBetweenThePointsIsFollowedUp) {
  const auto barrier = [](double x) { return 2.0 - 12.0 * std::abs(x - 0.537); };
  const auto found = intervals(barrier, 0.0, 1.0, false, 1.8, 11);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].low_open);
  EXPECT_NEAR(barrier(found[0].high), 1.8, 1e-4);
  EXPECT_NEAR(barrier(found[1].low), 1.8, 1e-4);
  EXPECT_TRUE(found[1].high_open);
}

TEST(Intervals, AroundKnownMinimaEvenTheNarrowestAreFound) {
  // Two minima a thousandth of the distance between the points wide and apart, and a flat rest.
  const auto wells = [](double x) {
    return std::min({9.0, std::pow((x - 0.61801) / 1e-5, 2), std::pow((x - 0.61812) / 1e-5, 2)});
  };
  EXPECT_TRUE(intervals(wells, 0.0, 1.0, false, 1.0, 11).empty());
  const auto found = intervals(wells, 0.0, 1.0, false, 1.0, 11, {0.61812, 0.61801});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NEAR(found[0].low, 0.61800, 1e-9);
  EXPECT_NEAR(found[0].high, 0.61802, 1e-9);
  EXPECT_NEAR(found[1].low, 0.61811, 1e-9);
  EXPECT_NEAR(found[1].high, 0.61813, 1e-9);
  EXPECT_THROW(intervals(wells, 0.0, 0.5, false, 1.0, 11, {0.61812}), UserError);
}

TEST(Intervals, EndsAtAJumpToInfinityAreFound) {
  const auto wall = [](double x) { return x < 0.3 ? infinity : 0.0; };
  const auto found = intervals(wall, 0.0, 1.0, false, 1.0, 8);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].low, 0.3, 1e-12);
  EXPECT_TRUE(found[0].high_open);
  EXPECT_TRUE(intervals([](double) { return infinity; }, 0.0, 1.0, false, 1.0, 8).empty());
}

TEST(Intervals, OnALogarithmicRangeSmallValuesAreResolved) {
  const auto curve = [](double x) { return std::pow(std::log10(x) + 7.0, 2); };
  const auto found = intervals(curve, 1e-12, 1.0, true, 0.25, 25);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].low / std::pow(10.0, -7.5), 1.0, 1e-3);
  EXPECT_NEAR(found[0].high / std::pow(10.0, -6.5), 1.0, 1e-3);
}

TEST(Intervals, FewPointsAreEvaluatedForASmoothCurve) {
  int calls = 0;
  const auto parabola = [&](double x) {
    ++calls;
    return x * x / 0.01;
  };
  intervals(parabola, -1.0, 1.0, false, 2.7, 200);
  EXPECT_LE(calls, 210);
}

TEST(Intervals, WhatIsNoRangeIsAnErrorAndWhatIsNoNumberAFailure) {
  const auto flat = [](double) { return 0.0; };
  EXPECT_THROW(intervals(flat, 1.0, 1.0, false, 1.0, 10), UserError);
  EXPECT_THROW(intervals(flat, 1.0, 0.0, false, 1.0, 10), UserError);
  EXPECT_THROW(intervals(flat, 0.0, 1.0, true, 1.0, 10), UserError);
  EXPECT_THROW(intervals(flat, 0.0, infinity, false, 1.0, 10), UserError);
  EXPECT_THROW(intervals(flat, 0.0, 1.0, false, 1.0, 1), UserError);
  EXPECT_THROW(intervals(flat, 0.0, 1.0, false, std::nan(""), 10), UserError);
  EXPECT_THROW(intervals([](double x) { return std::sqrt(x - 0.5); }, 0.0, 1.0, false, 1.0, 10), Failure);
}

/// One value per bin, normal with the given width, expected from a function of the parameters.
Likelihood gauges(const std::vector<double>& observed, double width,
                  const std::function<std::vector<double>(const std::vector<double>&)>& expected) {
  Measurement measurement;
  measurement.name = "gauges";
  measurement.statistic = Statistic::gaussian;
  measurement.observed = observed;
  measurement.variance.assign(observed.size(), width * width);
  measurement.expectation = std::make_shared<LinearExpectation>(observed.size(), std::vector<Nuisance>{},
                                                                std::vector<LinearExpectation::Part>{{expected, {}}});
  return Likelihood({measurement});
}

TEST(IntervalsOfALikelihood, OfCorrelatedParametersAreThoseOfTheCovariance) {
  // x + y = 1 and x - 2 y = 0 with width 0.1: the inverse of A^T A gives sqrt(5)/3 and sqrt(2)/3 times 0.1.
  const Likelihood likelihood = gauges({1.0, 0.0}, 0.1, [](const std::vector<double>& p) {
    return std::vector<double>{p[0] + p[1], p[0] - 2.0 * p[1]};
  });
  const std::vector<Parameter> parameters = {{"x", "", -1.0, 2.0, false}, {"y", "", 1e-2, 10.0, true}};
  const double sigma[] = {0.1 * std::sqrt(5.0) / 3.0, 0.1 * std::sqrt(2.0) / 3.0}, centre[] = {2.0 / 3.0, 1.0 / 3.0};
  for (const size_t which : {size_t{0}, size_t{1}}) {
    const auto found = intervals(likelihood, parameters, which, {1.0, 4.0}, 60, 2);
    ASSERT_EQ(found.size(), 2u);
    for (size_t level = 0; level < 2; ++level) {
      ASSERT_EQ(found[level].size(), 1u);
      const double half = static_cast<double>(level + 1) * sigma[which];
      EXPECT_NEAR(found[level][0].low, centre[which] - half, 3e-4 * half);
      EXPECT_NEAR(found[level][0].high, centre[which] + half, 3e-4 * half);
    }
  }
}

TEST(IntervalsOfALikelihood, BothSolutionsOfADegeneracyAreFound) {
  const Likelihood likelihood = gauges({4.0, 0.3}, 0.1, [](const std::vector<double>& p) {
    return std::vector<double>{p[0] * p[0], p[1]};
  });
  const std::vector<Parameter> parameters = {{"charge", "", -5.0, 5.0, false}, {"other", "", -1.0, 1.0, false}};
  const auto found = intervals(likelihood, parameters, 0, 1.0, 50);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NEAR(found[0].low, -std::sqrt(4.1), 1e-5);
  EXPECT_NEAR(found[0].high, -std::sqrt(3.9), 1e-5);
  EXPECT_NEAR(found[1].low, std::sqrt(3.9), 1e-5);
  EXPECT_NEAR(found[1].high, std::sqrt(4.1), 1e-5);
}

TEST(IntervalsOfALikelihood, AMinimumNarrowerThanTheStepIsNotMissed) {
  // The interval is a thirtieth of the distance between the points.
  const Likelihood likelihood = gauges({0.123456}, 1e-3, [](const std::vector<double>& p) { return p; });
  const auto found = intervals(likelihood, {{"x", "", -1.0, 1.0, false}}, 0, 1.0, 30);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].low, 0.122456, 1e-7);
  EXPECT_NEAR(found[0].high, 0.124456, 1e-7);
}

TEST(IntervalsOfALikelihood, AtTheEndOfTheRangeTheyAreOpen) {
  const Likelihood likelihood = gauges({-0.5}, 1.0, [](const std::vector<double>& p) { return p; });
  const auto found = intervals(likelihood, {{"mu", "", 0.0, 10.0, false}}, 0, 2.7055, 50);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].low_open);
  EXPECT_EQ(found[0].low, 0.0);
  // (mu + 0.5)^2 - 0.25 = 2.7055: the minimum is that of the range.
  EXPECT_NEAR(found[0].high, std::sqrt(2.9555) - 0.5, 1e-4);
}

TEST(IntervalsOfALikelihood, WhereCountsAreImpossibleNothingIsAllowed) {
  Measurement measurement;
  measurement.name = "counter";
  measurement.observed = {3.0};
  measurement.expectation = std::make_shared<LinearExpectation>(
      1, std::vector<Nuisance>{},
      std::vector<LinearExpectation::Part>{
          {[](const std::vector<double>& p) { return std::vector<double>{std::max(0.0, p[0] - 1.0)}; }, {}}});
  const auto found = intervals(Likelihood({measurement}), {{"x", "", 0.0, 20.0, false}}, 0, 1.0, 50);
  ASSERT_EQ(found.size(), 1u);
  for (const double end : {found[0].low, found[0].high}) {
    const double mean = end - 1.0;
    EXPECT_NEAR(2.0 * (mean - 3.0 + 3.0 * std::log(3.0 / mean)), 1.0, 2e-4);
  }
}

TEST(IntervalsOfALikelihood, WhatIsNoQuestionIsAnError) {
  const Likelihood likelihood = gauges({0.0}, 1.0, [](const std::vector<double>& p) { return p; });
  const std::vector<Parameter> parameters = {{"mu", "", -5.0, 5.0, false}};
  EXPECT_THROW(intervals(likelihood, parameters, 1, 1.0, 50), UserError);
  EXPECT_THROW(intervals(likelihood, parameters, 0, 0.0, 50), UserError);
  EXPECT_THROW(intervals(likelihood, parameters, 0, std::nan(""), 50), UserError);
  EXPECT_THROW(intervals(likelihood, parameters, 0, 1.0, 1), UserError);
  EXPECT_THROW(intervals(likelihood, parameters, 0, {1.0}, 50, 0), UserError);
  const std::atomic<bool> stop{true};
  EXPECT_THROW(intervals(likelihood, parameters, 0, {1.0}, 50, 2, &stop), Failure);
}

}  // namespace
}  // namespace tridens::inference
