#include "tridens/inference/feldman_cousins.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

/// One bin with an expected mu + background (1 + nuisance width).
Likelihood counting(double observed, double background, double nuisance_width = 0.0) {
  std::vector<Nuisance> nuisances;
  LinearExpectation::Part signal{[](const std::vector<double>& p) { return std::vector<double>{p[0]}; }, {}};
  LinearExpectation::Part other{[=](const std::vector<double>&) { return std::vector<double>{background}; }, {}};
  if (nuisance_width > 0.0) {
    nuisances.push_back({"background", "relative change", "", nuisance_width, -1.0});
    signal.relative = {{0.0}};
    other.relative = {{1.0}};
  }
  Measurement measurement;
  measurement.name = "counter";
  measurement.observed = {observed};
  measurement.expectation = std::make_shared<LinearExpectation>(1, nuisances, std::vector{signal, other});
  return Likelihood({measurement});
}

/// A value x that is normal around mu with width 1.
Likelihood normal(double observed) {
  LinearExpectation::Part part{[](const std::vector<double>& p) { return std::vector<double>{p[0]}; }, {}};
  Measurement measurement;
  measurement.name = "gauge";
  measurement.statistic = Statistic::gaussian;
  measurement.observed = {observed};
  measurement.variance = {1.0};
  measurement.expectation = std::make_shared<LinearExpectation>(1, std::vector<Nuisance>{}, std::vector{part});
  return Likelihood({measurement});
}

std::vector<Parameter> signal_up_to(double highest) {
  return {{"mu", "", 0.0, highest, false}};
}

MinimumOptions few_starts() {
  MinimumOptions options;
  options.starts_per_parameter = 7;
  return options;
}

double poisson(int n, double mean) {
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
}

/// -2 ln of the likelihood ratio that orders the counts, mu >= 0.
double rise_of(int n, double mu, double background) {
  const double best_mean = std::max(static_cast<double>(n), background), mean = mu + background;
  const double logarithms = n == 0 ? 0.0 : n * std::log(best_mean / mean);
  return 2.0 * (mean - best_mean + logarithms);
}

/// Probability of counts with at least the rise of n: what the toys estimate.
double exact_p_value(int n, double mu, double background) {
  double sum = 0.0;
  for (int k = 0; k < 200; ++k) {
    if (rise_of(k, mu, background) >= rise_of(n, mu, background) - 1e-9) sum += poisson(k, mu + background);
  }
  return std::min(sum, 1.0);
}

/// Counts how often an expectation is set up.
class Counted : public Expectation {
 public:
  explicit Counted(std::shared_ptr<const Expectation> of) : of_(std::move(of)) {}
  size_t bins() const override { return of_->bins(); }
  const std::vector<Nuisance>& nuisances() const override { return of_->nuisances(); }
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override {
    ++calls;
    return of_->at(parameters);
  }
  mutable std::atomic<int> calls = 0;

 private:
  std::shared_ptr<const Expectation> of_;
};

TEST(FeldmanCousins, ToysDoNotSetUpTheStartsAnew) {
  const Likelihood plain = counting(3.0, 2.0, 0.1);
  Measurement measurement = plain.measurements().front();
  const auto counted = std::make_shared<const Counted>(measurement.expectation);
  measurement.expectation = counted;
  const Likelihood likelihood({measurement});
  FeldmanCousinsOptions options;
  options.toys = 50;
  const auto parameters = signal_up_to(15.0);
  const std::vector<std::vector<double>> points = {{1.0}, {4.0}};
  const auto found = feldman_cousins(likelihood, parameters, points, {0.9}, options);
  const int starts = static_cast<int>(start_points(parameters).size());
  EXPECT_EQ(starts, 41);
  // Each toy only needs what its own way down asks for.
  EXPECT_LT(counted->calls, 100 * starts);
  const auto same = feldman_cousins(plain, parameters, points, {0.9}, options);
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(found[i].p_value, same[i].p_value);
    EXPECT_EQ(found[i].critical, same[i].critical);
  }
}

TEST(FeldmanCousins, PValuesOfCountsAreThoseOfTheEnumeration) {
  const double background = 3.0;
  FeldmanCousinsOptions options;
  options.toys = 2000;
  options.minimum = few_starts();
  for (const int observed : {0, 4, 9}) {
    std::vector<std::vector<double>> points = {{0.0}, {0.7}, {2.5}, {6.0}};
    const auto found = feldman_cousins(counting(observed, background), signal_up_to(40.0), points, {0.90}, options);
    ASSERT_EQ(found.size(), points.size());
    for (const FeldmanCousinsPoint& point : found) {
      const double mu = point.parameters[0], exact = exact_p_value(observed, mu, background);
      EXPECT_NEAR(point.rise, rise_of(observed, mu, background), 2e-4) << observed << " " << mu;
      EXPECT_NEAR(point.p_value, exact, 4.0 * std::sqrt(exact * (1.0 - exact) / 2000.0) + 1e-12)
          << observed << " " << mu;
      EXPECT_EQ(point.failed, 0u);
      EXPECT_EQ(point.allowed.at(0), point.p_value > 0.10);
    }
  }
}

/// Ends of the interval in mu by the exact construction, to 0.01.
std::pair<double, double> exact_interval(int n, double background, double confidence) {
  std::pair<double, double> ends(1e9, -1e9);
  for (int step = 0; step < 3000; ++step) {
    const double mu = 0.01 * step;
    if (exact_p_value(n, mu, background) <= 1.0 - confidence) continue;
    ends.first = std::min(ends.first, mu);
    ends.second = std::max(ends.second, mu);
  }
  return ends;
}

TEST(FeldmanCousins, IntervalsOfCountsBeginAndEndWhereTheExactConstructionDoes) {
  FeldmanCousinsOptions options;
  options.toys = 3000;
  options.minimum = few_starts();
  for (const int observed : {1, 8}) {
    const auto [low, high] = exact_interval(observed, 3.0, 0.90);
    // The points nearest to the ends whose exact p-value is well away from 10 %.
    const double margin = 4.0 * std::sqrt(0.09 / static_cast<double>(options.toys));
    std::vector<std::vector<double>> points;
    std::vector<bool> expected;
    for (const auto& [end, step] :
         {std::pair(high, -0.1), std::pair(high, 0.1), std::pair(low, 0.1), std::pair(low, -0.1)}) {
      double mu = end + step;
      while (mu > 0.0 && std::abs(exact_p_value(observed, mu, 3.0) - 0.10) < margin) mu += step;
      if (mu <= 0.0) continue;  // the interval begins at the boundary
      points.push_back({mu});
      expected.push_back(exact_p_value(observed, mu, 3.0) > 0.10);
    }
    EXPECT_EQ(points.size(), low > 0.0 ? 4u : 3u);
    EXPECT_EQ(std::ranges::count(expected, true), 2);
    const auto found = feldman_cousins(counting(observed, 3.0), signal_up_to(40.0), points, {0.90}, options);
    for (size_t i = 0; i < points.size(); ++i) EXPECT_EQ(found[i].allowed.at(0), expected[i]) << points[i][0];
  }
}

double normal_below(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

/// Probability, x normal around mu >= 0 with width 1, that the rise of chi2 at mu exceeds `rise`. The rise is
/// (x - mu)^2 for x >= 0 and mu^2 - 2 mu x below, where the best mu is 0.
double exact_normal_p_value(double rise, double mu) {
  const double root = std::sqrt(rise);
  const double above = 1.0 - normal_below(root);
  const double lowest = mu - root >= 0.0 || mu == 0.0 ? mu - root : (mu * mu - rise) / (2.0 * mu);
  return above + (mu == 0.0 ? 0.0 : normal_below(lowest - mu));
}

TEST(FeldmanCousins, AtAPhysicalBoundaryTheCriticalRiseIsThatOfTheIntegral) {
  FeldmanCousinsOptions options;
  options.toys = 4000;
  options.minimum = few_starts();
  const std::vector<std::vector<double>> points = {{0.0}, {0.4}, {1.0}, {3.0}};
  const auto found = feldman_cousins(normal(-0.5), signal_up_to(20.0), points, {0.6827, 0.90}, options);
  for (const FeldmanCousinsPoint& point : found) {
    const double mu = point.parameters[0];
    EXPECT_NEAR(point.rise, mu * mu + mu, 2e-4);
    const double exact = exact_normal_p_value(point.rise, mu);
    EXPECT_NEAR(point.p_value, mu == 0.0 ? 1.0 : exact, 4.0 * std::sqrt(0.25 / 4000.0));
    for (size_t c = 0; c < 2; ++c) {
      const double beyond = exact_normal_p_value(point.critical[c], mu), nominal = c == 0 ? 0.3173 : 0.10;
      EXPECT_NEAR(beyond, nominal, 4.0 * std::sqrt(nominal * (1.0 - nominal) / 4000.0)) << mu;
    }
  }
  // Far from the boundary the critical rise is that of Wilks, at the boundary smaller.
  EXPECT_NEAR(found[3].critical[1], 2.7055, 0.2);
  EXPECT_LT(found[0].critical[1], 2.0);
}

TEST(FeldmanCousins, TheTruthIsAllowedAsOftenAsTheConfidenceSays) {
  const std::vector<Parameter> parameters = signal_up_to(12.0);
  FeldmanCousinsOptions options;
  options.toys = 100;
  options.minimum.starts_per_parameter = 5;
  const double truth = 0.5;
  const Likelihood experiment = normal(0.0);
  const std::uint64_t experiments = 250;
  double covered = 0.0;
  for (std::uint64_t i = 0; i < experiments; ++i) {
    const Likelihood data = experiment.toy({truth}, {}, 77, i);
    options.seed = 1000 + i;
    covered += feldman_cousins(data, parameters, {{truth}}, {0.80}, options)[0].allowed[0] ? 1.0 : 0.0;
  }
  const double count = static_cast<double>(experiments);
  EXPECT_NEAR(covered / count, 0.80, 4.0 * std::sqrt(0.16 / count));
}

TEST(FeldmanCousins, AnUncertainBackgroundWidensTheInterval) {
  FeldmanCousinsOptions options;
  options.toys = 1000;
  options.minimum = few_starts();
  const std::vector<std::vector<double>> points = {{5.0}, {14.0}};
  const auto known = feldman_cousins(counting(25.0, 20.0), signal_up_to(60.0), points, {0.90}, options);
  const auto uncertain = feldman_cousins(counting(25.0, 20.0, 0.3), signal_up_to(60.0), points, {0.90}, options);
  EXPECT_LT(uncertain[1].rise, known[1].rise);
  EXPECT_GT(uncertain[1].p_value, known[1].p_value + 4.0 * known[1].p_value_error);
  // Both are close to chi2 with one degree of freedom at such counts.
  for (const auto& result : {known, uncertain}) {
    EXPECT_NEAR(result[1].p_value, std::erfc(std::sqrt(0.5 * result[1].rise)), 0.04);
  }
}

TEST(FeldmanCousins, ThreadsChangeNothingAndSeedsDo) {
  const std::vector<std::vector<double>> points = {{1.0}, {3.0}};
  const Likelihood data = normal(0.7);
  const std::vector<Parameter> parameters = signal_up_to(10.0);
  FeldmanCousinsOptions options;
  options.toys = 300;
  options.minimum = few_starts();
  const auto one = feldman_cousins(data, parameters, points, {0.6827, 0.90}, options);
  options.threads = 5;
  const auto five = feldman_cousins(data, parameters, points, {0.6827, 0.90}, options);
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(one[i].critical, five[i].critical);
    EXPECT_EQ(one[i].p_value, five[i].p_value);
  }
  // A part of the list gives the same as the list.
  options.first_point = 1;
  const auto second = feldman_cousins(data, parameters, {{3.0}}, {0.6827, 0.90}, options);
  EXPECT_EQ(second[0].critical, one[1].critical);
  options.first_point = 0;
  EXPECT_NE(feldman_cousins(data, parameters, {{3.0}}, {0.6827, 0.90}, options)[0].critical, one[1].critical);
  options.seed = 2;
  EXPECT_NE(feldman_cousins(data, parameters, points, {0.6827, 0.90}, options)[0].critical, one[0].critical);
}

TEST(FeldmanCousins, TheErrorOfAPValueIsNeverZero) {
  FeldmanCousinsOptions options;
  options.toys = 100;
  options.minimum = few_starts();
  const auto found = feldman_cousins(normal(0.0), signal_up_to(20.0), {{0.0}, {15.0}}, {0.90}, options);
  EXPECT_EQ(found[0].p_value, 1.0);
  EXPECT_EQ(found[1].p_value, 0.0);
  EXPECT_FALSE(found[1].allowed[0]);
  for (const auto& point : found) EXPECT_NEAR(point.p_value_error, 0.0097, 0.0002);  // sqrt(101)/102/sqrt(102)
}

TEST(FeldmanCousins, StoppedIsAFailure) {
  const std::atomic<bool> stop{true};
  FeldmanCousinsOptions options;
  options.stop = &stop;
  options.threads = 3;
  try {
    feldman_cousins(normal(0.0), signal_up_to(5.0), {{1.0}}, {0.90}, options);
    FAIL() << "went on";
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("stopped"), std::string::npos);
  }
}

TEST(FeldmanCousins, WhatCannotBeAnsweredIsAnError) {
  const Likelihood data = normal(0.0);
  const auto parameters = signal_up_to(5.0);
  FeldmanCousinsOptions options;
  options.toys = 20;
  const auto ask = [&](const std::vector<double>& point, double confidence) {
    return feldman_cousins(data, parameters, {point}, {confidence}, options);
  };
  EXPECT_THROW(ask({1.0}, 0.99), UserError);  // a fifth of a toy lies beyond
  EXPECT_THROW(ask({1.0}, 1.0), UserError);
  EXPECT_THROW(ask({1.0}, std::nan("")), UserError);
  EXPECT_THROW(ask({5.1}, 0.90), UserError);
  EXPECT_THROW(ask({std::nan("")}, 0.90), UserError);
  EXPECT_THROW(ask({1.0, 2.0}, 0.90), UserError);
  options.toys = 0;
  EXPECT_THROW(ask({1.0}, 0.90), UserError);
  options.toys = 20;
  options.threads = 0;
  EXPECT_THROW(ask({1.0}, 0.90), UserError);
}

/// A second bin that counts nothing but in a narrow window of the parameter, between the starts: a toy with a count in
/// it has an infinite chi2 at every start, and so no minimum.
Likelihood with_window(double rate) {
  LinearExpectation::Part part{[=](const std::vector<double>& p) {
                                 return std::vector<double>{20.0 + p[0], std::abs(p[0] - 0.1) < 1e-3 ? rate : 0.0};
                               },
                               {}};
  Measurement measurement;
  measurement.name = "window";
  measurement.observed = {20.0, 0.0};
  measurement.expectation = std::make_shared<LinearExpectation>(2, std::vector<Nuisance>{}, std::vector{part});
  return Likelihood({measurement});
}

TEST(FeldmanCousins, FewToysWithoutAMinimumAreCountedAndManyAreAFailure) {
  const std::vector<Parameter> parameters = {{"mu", "", -15.0, 15.0, false}};
  FeldmanCousinsOptions options;
  options.toys = 1000;
  options.minimum = few_starts();
  const auto found = feldman_cousins(with_window(0.004), parameters, {{0.1}}, {0.90}, options);
  EXPECT_GT(found[0].failed, 0u);
  EXPECT_LT(found[0].failed, 10u);
  EXPECT_THROW(feldman_cousins(with_window(0.05), parameters, {{0.1}}, {0.90}, options), Failure);
}

TEST(FeldmanCousins, APointBelowTheMinimumThatWasFoundIsAFailure) {
  // In a window between the starts the model meets the data, elsewhere it cannot.
  LinearExpectation::Part part{[](const std::vector<double>& p) {
                                 return std::vector<double>{std::abs(p[0] - 0.1) < 1e-3 ? 20.0 : 40.0 + p[0]};
                               },
                               {}};
  Measurement measurement;
  measurement.name = "well";
  measurement.observed = {20.0};
  measurement.expectation = std::make_shared<LinearExpectation>(1, std::vector<Nuisance>{}, std::vector{part});
  FeldmanCousinsOptions options;
  options.minimum = few_starts();
  const std::vector<Parameter> parameters = {{"mu", "", -15.0, 15.0, false}};
  EXPECT_THROW(feldman_cousins(Likelihood({measurement}), parameters, {{0.1}}, {0.90}, options), Failure);
}

}  // namespace
}  // namespace tridens::inference
