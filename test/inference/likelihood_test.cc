#include "tridens/inference/likelihood.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <nlopt.hpp>

#include "tridens/base/error.hh"
#include "tridens/inference/detail/chi_square.hh"
#include "tridens/inference/detail/nuisance_fit.hh"
#include "tridens/inference/detail/poisson_sampler.hh"
#include "tridens/math/random.hh"

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
  EXPECT_TRUE(profile.at_zero);
  EXPECT_NEAR(profile.nuisances[0], -1.0, 1e-8);
  EXPECT_LE(profile.chi2, 2.0 * 2.0 * detail::last_barrier);  // 2 x barrier x bins: what the method promises
  EXPECT_GE(profile.chi2, 0.0);
}

TEST(Likelihood, ABinThatComesToExpectNoneHoldsANuisance) {
  // Counts 5 + b and 0.5 (1 - b): the first bin, with 9 counts, asks for b = 4, but at b = 1 the second, without
  // counts, expects none.
  const auto expectation =
      std::make_shared<LinearExpectation>(2, std::vector<Nuisance>{nuisance("b", infinity)},
                                          std::vector<LinearExpectation::Part>{{[](const auto&) {
                                                                                  return std::vector{5.0, 0.5};
                                                                                },
                                                                                {{0.2, -1.0}}}});
  const Likelihood likelihood({{"m", Statistic::poisson, {9.0, 0.0}, {}, expectation}});
  const Profile profile = likelihood.profile({});
  EXPECT_TRUE(profile.converged);
  EXPECT_TRUE(profile.at_zero);
  EXPECT_NEAR(profile.nuisances[0], 1.0, 1e-8);
  EXPECT_NEAR(profile.chi2, 2.0 * (6.0 - 9.0 + 9.0 * std::log(9.0 / 6.0)), 1e-8);
}

TEST(Likelihood, PoissonTermKeepsItsDigitsNearTheData) {
  // 2 [N - n + n ln(n/N)] = n d^2 (1 - 2 d/3 + d^2/2 - ...), d = (N - n)/n.
  for (const double n : {1.0, 30.0, 1e6}) {
    for (const double d : {1e-3, -1e-5, 1e-9}) {
      const double expected = n * (1.0 + d), exact_d = (expected - n) / n;
      const double series =
          n * exact_d * exact_d * (1.0 - 2.0 * exact_d / 3.0 + exact_d * exact_d / 2.0 - 0.4 * std::pow(exact_d, 3));
      EXPECT_NEAR(detail::poisson_deviance(n, expected) / series, 1.0, 1e-11) << n << " " << d;
    }
    for (const double ratio : {0.2, 0.8, 0.83, 1.2, 1.25, 4.0}) {  // on both sides of the change of formula
      const double expected = ratio * n, plain = 2.0 * (expected - n - n * std::log(ratio));
      EXPECT_NEAR(detail::poisson_deviance(n, expected) / plain, 1.0, 1e-12) << n << " " << ratio;
    }
  }
  EXPECT_EQ(detail::poisson_deviance(0.0, 0.0), 0.0);
  EXPECT_EQ(detail::poisson_deviance(0.0, 2.5), 5.0);
  EXPECT_EQ(detail::poisson_deviance(1.0, 0.0), infinity);
  EXPECT_EQ(detail::poisson_deviance(0.0, -1e-3), infinity);
}

/// Counts that are not linear in the nuisances: s_b exp(a) (1 + t z_b + q t^2 z_b^2) + background_b (1 + sum of
/// others).
class CurvedExpectation : public Expectation {
 public:
  CurvedExpectation(size_t bins, std::vector<Nuisance> nuisances) : bins_(bins), nuisances_(std::move(nuisances)) {}
  size_t bins() const override { return bins_; }
  const std::vector<Nuisance>& nuisances() const override { return nuisances_; }

  struct Counts : ExpectedCounts {
    Counts(double scale, size_t bins, size_t size) : strength(scale), count(bins), nuisances(size) {}
    double strength;
    size_t count, nuisances;
    void evaluate(const double* x, double* counts, double* derivatives) const override {
      for (size_t b = 0; b < count; ++b) {
        const double z = std::sin(0.37 * static_cast<double>(b));
        const double signal = strength * 8.0 * std::exp(-0.04 * static_cast<double>(b)) * std::exp(x[0]);
        const double shape = 1.0 + 0.2 * x[1] * z + 0.01 * x[1] * x[1] * z * z;
        counts[b] = signal * shape;
        if (derivatives != nullptr) {
          derivatives[b * nuisances] = signal * shape;
          derivatives[b * nuisances + 1] = signal * (0.2 * z + 0.02 * x[1] * z * z);
        }
        for (size_t k = 2; k < nuisances; ++k) {
          const double part = 2.0 + std::cos(0.11 * static_cast<double>(b * k) + static_cast<double>(k));
          counts[b] += part * (1.0 + x[k]);
          if (derivatives != nullptr) derivatives[b * nuisances + k] = part;
        }
      }
    }
  };
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override {
    return std::make_unique<Counts>(parameters.at(0), bins_, nuisances_.size());
  }

 private:
  size_t bins_;
  std::vector<Nuisance> nuisances_;
};

std::shared_ptr<CurvedExpectation> curved(size_t bins, size_t nuisances, const std::string& prefix) {
  std::vector<Nuisance> list = {nuisance("flux", 0.11), nuisance(prefix + "shape", 1.0)};
  for (size_t k = 2; k < nuisances; ++k) {
    list.push_back(nuisance(prefix + std::to_string(k), k == 2 ? infinity : 0.05 * static_cast<double>(k), -1.0));
  }
  return std::make_shared<CurvedExpectation>(bins, std::move(list));
}

/// Two measurements that share "flux": Poisson counts of 40 bins, and 30 Gaussian ones.
Likelihood two_curved(std::uint64_t number) {
  std::vector<Measurement> list;
  list.push_back({"counts", Statistic::poisson, std::vector<double>(40, 1.0), {}, curved(40, 6, "a")});
  list.push_back(
      {"rates", Statistic::gaussian, std::vector<double>(30, 1.0), std::vector<double>(30, 9.0), curved(30, 5, "b")});
  const Likelihood likelihood(list);
  return likelihood.toy({1.1}, std::vector<double>(likelihood.nuisances().size()), 7, number);
}

double plain_minimum(const Likelihood& likelihood, const std::vector<double>& parameters) {
  struct Context {
    const Likelihood& likelihood;
    const std::vector<double>& parameters;
  } context{likelihood, parameters};
  nlopt::opt search(nlopt::LN_SBPLX, static_cast<unsigned>(likelihood.nuisances().size()));
  std::vector<double> lower, upper;
  for (const Nuisance& n : likelihood.nuisances()) {
    lower.push_back(n.lower);
    upper.push_back(n.upper);
  }
  search.set_lower_bounds(lower);
  search.set_upper_bounds(upper);
  search.set_min_objective(
      [](const std::vector<double>& x, std::vector<double>&, void* data) {
        const Context& c = *static_cast<Context*>(data);
        return std::min(c.likelihood.chi2(c.parameters, x), 1e9);
      },
      &context);
  search.set_initial_step(0.1);
  search.set_xtol_rel(1e-9);
  search.set_maxeval(40000);
  std::vector<double> x(likelihood.nuisances().size());
  double value = 0.0;
  search.optimize(x, value);
  return value;
}

TEST(Likelihood, ProfileIsTheMinimumThatAPlainSearchFinds) {
  const Likelihood likelihood = two_curved(3);
  ASSERT_EQ(likelihood.nuisances().size(), 10u);  // "flux" is one
  const Profile profile = likelihood.profile({0.7});
  EXPECT_TRUE(profile.converged);
  EXPECT_LT(profile.iterations, 12);
  const double plain = plain_minimum(likelihood, {0.7});
  EXPECT_LE(profile.chi2, plain + 1e-8);
  EXPECT_NEAR(profile.chi2, plain, 1e-4);
  EXPECT_NEAR(profile.chi2, likelihood.chi2({0.7}, profile.nuisances), 1e-11);
  EXPECT_NEAR(profile.chi2, profile.penalty + profile.measurements[0] + profile.measurements[1], 1e-10);
}

TEST(Likelihood, NoDirectionLeadsDownFromTheProfile) {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const Likelihood likelihood = two_curved(number);
    for (const double strength : {0.0, 0.3, 1.0, 5.0}) {
      const Profile profile = likelihood.profile({strength});
      ASSERT_TRUE(profile.converged) << number << " " << strength;
      for (size_t k = 0; k < profile.nuisances.size(); ++k) {
        for (const double move : {1e-3, -1e-3}) {
          std::vector<double> aside = profile.nuisances;
          aside[k] += move;
          if (aside[k] < likelihood.nuisances()[k].lower) continue;
          EXPECT_GE(likelihood.chi2({strength}, aside), profile.chi2) << number << " " << strength << " " << k;
        }
      }
    }
  }
}

TEST(Likelihood, ASharedNuisanceIsOneAndIsPaidOnce) {
  // Two Gaussian bins of one normalisation, in one measurement or in two.
  const auto half = [](double s) {
    return signal_and_background({s}, {0.0}, nuisance("flux", 0.1), nuisance("b", 1.0));
  };
  const Likelihood split({{"one", Statistic::gaussian, {12.0}, {4.0}, half(10.0)},
                          {"two", Statistic::gaussian, {25.0}, {9.0}, half(20.0)}});
  const Likelihood joint(
      {{"both",
        Statistic::gaussian,
        {12.0, 25.0},
        {4.0, 9.0},
        signal_and_background({10.0, 20.0}, {0.0, 0.0}, nuisance("flux", 0.1), nuisance("b", 1.0))}});
  EXPECT_EQ(split.nuisances().size(), 2u);
  EXPECT_NEAR(split.profile({1.0}).chi2, joint.profile({1.0}).chi2, 1e-12);
  EXPECT_NEAR(split.profile({1.0}).nuisances[0], joint.profile({1.0}).nuisances[0], 1e-13);
}

TEST(Likelihood, BoundsOfNuisancesHold) {
  // The background wants to be negative: it stops at none, and the signal takes what is left.
  const Likelihood likelihood(
      {{"m",
        Statistic::poisson,
        {3.0, 14.0},
        {},
        signal_and_background({4.0, 12.0}, {6.0, 1.0}, nuisance("a", infinity), nuisance("b", infinity, -1.0))}});
  const Profile profile = likelihood.profile({1.0});
  EXPECT_TRUE(profile.converged);
  EXPECT_EQ(profile.nuisances[1], -1.0);
  EXPECT_NEAR(profile.nuisances[0], 17.0 / 16.0 - 1.0, 1e-9);  // of one normalisation: sum n / sum s
}

TEST(Likelihood, IdenticalNuisancesShareAHugeChangeByTheirWidths) {
  // A signal 1e9 times too large leaves 1 + a + b = 0; on that line the constraints alone decide.
  std::vector<LinearExpectation::Part> parts;
  parts.push_back({[](const std::vector<double>&) { return std::vector<double>{3e12, 5e12}; }, {{1.0}, {1.0}}});
  parts.push_back({[](const std::vector<double>&) { return std::vector<double>{100.0, 80.0}; }, {{0.0}, {0.0}}});
  const auto expectation = std::make_shared<LinearExpectation>(
      2, std::vector<Nuisance>{nuisance("a", 0.11, -1.0), nuisance("b", 0.038, -1.0)}, parts);
  const Likelihood likelihood({{"m", Statistic::poisson, {105.0, 85.0}, {}, expectation}});
  const Profile profile = likelihood.profile({});
  const double a2 = 0.11 * 0.11, b2 = 0.038 * 0.038;
  EXPECT_TRUE(profile.converged);
  EXPECT_NEAR(profile.nuisances[0], -a2 / (a2 + b2), 1e-6);
  EXPECT_NEAR(profile.nuisances[1], -b2 / (a2 + b2), 1e-6);
}

/// Counts that curve in a nuisance: the slopes alone know an eighth of the curvature of chi2 where fewer are observed.
class CurvedCounts : public Expectation {
 public:
  size_t bins() const override { return 2; }
  const std::vector<Nuisance>& nuisances() const override { return nuisances_; }
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>&) const override { return std::make_unique<Counts>(); }

 private:
  class Counts : public ExpectedCounts {
   public:
    void evaluate(const double* v, double* counts, double* derivatives) const override {
      counts[0] = 100.0 + 10.0 * v[0] + 40.0 * v[0] * v[0];
      counts[1] = 1000.0;
      if (derivatives == nullptr) return;
      derivatives[0] = 10.0 + 80.0 * v[0];
      derivatives[1] = 0.0;
    }
  };
  std::vector<Nuisance> nuisances_ = {{"v", "", "", 0.5}};
};

TEST(Likelihood, CountsThatCurveStrongerThanTheirSlopesSayAreFitted) {
  const Likelihood likelihood({{"m", Statistic::poisson, {60.0, 1000.0}, {}, std::make_shared<CurvedCounts>()}});
  const Profile profile = likelihood.profile({});
  EXPECT_TRUE(profile.converged);
  // The derivative 2 (1 - n/N) N' + 2 v/w^2 vanishes.
  const double v = profile.nuisances[0], counts = 100.0 + 10.0 * v + 40.0 * v * v;
  EXPECT_NEAR(2.0 * (1.0 - 60.0 / counts) * (10.0 + 80.0 * v) + 8.0 * v, 0.0, 1e-3);
  EXPECT_LT(v, -0.05);
}

TEST(Likelihood, AFreeNuisanceWithoutEffectChangesNothing) {
  const auto with = [](double background) {
    return Likelihood(
        {{"m",
          Statistic::poisson,
          {9.0, 14.0},
          {},
          signal_and_background({8.0, 12.0}, {background, background}, nuisance("a", 0.2), nuisance("b", infinity))}});
  };
  const Profile none = with(0.0).profile({1.0});
  EXPECT_TRUE(none.converged);
  EXPECT_EQ(none.nuisances[1], 0.0);
  // Two free ones with the same effect: the counts are the data's, however it is shared out.
  const Likelihood twice(
      {{"m",
        Statistic::poisson,
        {9.0, 18.0},
        {},
        signal_and_background({8.0, 16.0}, {1.0, 2.0}, nuisance("a", infinity), nuisance("b", infinity))}});
  EXPECT_TRUE(twice.profile({0.5}).converged);
  EXPECT_NEAR(twice.profile({0.5}).chi2, 0.0, 1e-12);
}

TEST(Likelihood, CountsWhereNoneCanBeExpectedExcludeThePoint) {
  const Likelihood likelihood(
      {{"m",
        Statistic::poisson,
        {2.0, 0.0},
        {},
        signal_and_background({3.0, 1.0}, {0.0, 0.0}, nuisance("a", 0.1), nuisance("b", 0.1))}});
  EXPECT_EQ(likelihood.profile({0.0}).chi2, infinity);
  EXPECT_TRUE(likelihood.profile({0.0}).converged);
  EXPECT_EQ(likelihood.chi2({0.0}, {0.0, 0.0}), infinity);
  EXPECT_TRUE(std::isfinite(likelihood.profile({1e-6}).chi2));
}

TEST(Likelihood, FindsItsWayFromAStartWithoutFiniteChi2) {
  // At the centre the first bin expects -1 of 4 counts; a nuisance of 5 events per unit leads out.
  const auto expectation =
      std::make_shared<LinearExpectation>(2, std::vector<Nuisance>{nuisance("a", 1.0)},
                                          std::vector<LinearExpectation::Part>{{[](const auto&) {
                                                                                  return std::vector{-1.0, 5.0};
                                                                                },
                                                                                {{-5.0, 0.1}}}});
  const Likelihood likelihood({{"m", Statistic::poisson, {4.0, 5.0}, {}, expectation}});
  const Profile profile = likelihood.profile({});
  EXPECT_TRUE(profile.converged);
  EXPECT_TRUE(std::isfinite(profile.chi2));
  EXPECT_GE(likelihood.chi2({}, {profile.nuisances[0] + 1e-3}), profile.chi2);
  EXPECT_GE(likelihood.chi2({}, {profile.nuisances[0] - 1e-3}), profile.chi2);
}

TEST(Likelihood, AsimovDataHaveNoChi2AtTheTruth) {
  const Likelihood asimov = two_curved(1).asimov({0.8});
  EXPECT_EQ(asimov.profile({0.8}).chi2, 0.0);
  EXPECT_GT(asimov.profile({0.9}).chi2, 0.01);
}

TEST(Likelihood, AToyDependsOnSeedAndNumberOnly) {
  const Likelihood likelihood = two_curved(0);
  const std::vector<double> centres(likelihood.nuisances().size());
  const Likelihood first = likelihood.toy({1.0}, centres, 5, 17), same = first.toy({1.0}, centres, 5, 17),
                   other = likelihood.toy({1.0}, centres, 5, 18);
  for (size_t m = 0; m < 2; ++m) {
    EXPECT_EQ(first.measurements()[m].observed, same.measurements()[m].observed);
    EXPECT_NE(first.measurements()[m].observed, other.measurements()[m].observed);
  }
  EXPECT_EQ(first.centres(), same.centres());
  EXPECT_NE(first.centres(), other.centres());
  for (size_t k = 0; k < centres.size(); ++k) {
    EXPECT_EQ(first.centres()[k] == 0.0, !likelihood.nuisances()[k].constrained());
  }
}

TEST(Likelihood, PoissonCountsHaveTheirProbabilities) {
  // Inversion: the uniform numbers of one count are one interval, as long as its probability.
  const int numbers = 100000;
  for (const double mean : {1e-3, 0.7, 3.0, 15.9, 16.0, 47.3, 1234.5}) {
    std::map<double, int> seen;
    for (int i = 0; i < numbers; ++i) ++seen[detail::poisson_counts(mean, (i + 0.5) / numbers)];
    for (const auto& [counts, times] : seen) {
      const double probability = std::exp(counts * std::log(mean) - mean - std::lgamma(counts + 1.0));
      EXPECT_NEAR(static_cast<double>(times) / numbers, probability, 1.01 / numbers) << mean << " " << counts;
    }
  }
  EXPECT_EQ(detail::poisson_counts(0.0, 0.99), 0.0);
  EXPECT_GT(detail::poisson_counts(1e8, 1.0 - 0x1p-53), 1e8);
}

TEST(Likelihood, PoissonCountsAreTheSameOnEveryMachine) {
  // A change of these numbers changes the toys of every seed.
  const std::map<double, std::vector<double>> stored = {
      {0.4, {0, 1, 3, 2, 1, 0}},
      {7.5, {9, 11, 15, 2, 11, 9}},
      {33.3, {37, 41, 17, 44, 41, 30}},
      {1e4, {10066, 9865, 9722, 9811, 9863, 10056}},
      {2.5e7, {24996704, 25006769, 25013915, 24990531, 25006856, 25002784}},
  };
  for (const auto& [mean, counts] : stored) {
    RandomStream stream(1, 2, 3, 4);
    for (const double count : counts) EXPECT_EQ(detail::poisson_counts(mean, stream.uniform()), count) << mean;
  }
}

TEST(Likelihood, Chi2OfToysFollowsItsDegreesOfFreedom) {
  // Many counts per bin, every nuisance constrained by its own toy centre: chi2 of the best nuisances has as many
  // degrees of freedom as bins.
  const size_t bins = 12;
  const Likelihood likelihood(
      {{"m",
        Statistic::poisson,
        std::vector<double>(bins, 1.0),
        {},
        signal_and_background(std::vector<double>(bins, 400.0), std::vector<double>(bins, 300.0), nuisance("a", 0.1),
                              nuisance("b", 0.05))}});
  const int toys = 2000;
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < toys; ++i) {
    const Profile profile = likelihood.toy({1.0}, {0.02, -0.01}, 11, static_cast<std::uint64_t>(i)).profile({1.0});
    ASSERT_TRUE(profile.converged);
    sum += profile.chi2;
    squares += profile.chi2 * profile.chi2;
  }
  const double mean = sum / toys, variance = squares / toys - mean * mean, dof = static_cast<double>(bins);
  EXPECT_NEAR(mean, dof, 4.0 * std::sqrt(2.0 * dof / toys));
  EXPECT_NEAR(variance, 2.0 * dof, 4.0 * std::sqrt((8.0 * dof * dof + 48.0 * dof) / toys));  // of chi2: mu4 - sigma^4
}

/// The message of what must be refused.
template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(Likelihood, RefusesWhatItCannotCompare) {
  const auto expectation = signal_and_background({1.0, 2.0}, {1.0, 1.0}, nuisance("a", 0.1), nuisance("b", 0.2));
  const auto build = [](std::vector<Measurement> list) { return refusal([&] { Likelihood{std::move(list)}; }); };
  EXPECT_NE(build({}), "");
  EXPECT_NE(build({{"m", Statistic::poisson, {1, 2}, {}, nullptr}}).find("no expectation"), std::string::npos);
  EXPECT_NE(build({{"m", Statistic::poisson, {1, 2, 3}, {}, expectation}}).find("3 observed bins"), std::string::npos);
  EXPECT_NE(build({{"m", Statistic::poisson, {1, -2}, {}, expectation}}).find("bin 2 of 'm' has -2"),
            std::string::npos);
  EXPECT_NE(build({{"m", Statistic::poisson, {1, std::nan("")}, {}, expectation}}), "");
  EXPECT_NE(build({{"m", Statistic::poisson, {1, 2}, {1, 1}, expectation}}), "");
  EXPECT_NE(build({{"m", Statistic::gaussian, {1, 2}, {1}, expectation}}).find("1 variances"), std::string::npos);
  EXPECT_NE(build({{"m", Statistic::gaussian, {1, 2}, {1, 0}, expectation}}).find("variance of bin 2"),
            std::string::npos);
  const auto with = [&](Nuisance a) {
    return build({{"m", Statistic::poisson, {1, 2}, {}, expectation},
                  {"other",
                   Statistic::poisson,
                   {1, 2},
                   {},
                   signal_and_background({1.0, 2.0}, {1.0, 1.0}, std::move(a), nuisance("c", 0.2))}});
  };
  EXPECT_NE(with(nuisance("a", 0.0)).find("no width"), std::string::npos);
  EXPECT_NE(with(nuisance("a", std::nan(""))).find("no width"), std::string::npos);
  EXPECT_NE(with(nuisance("a", 0.3)).find("width 0.3 against 0.1"), std::string::npos);
  EXPECT_NE(with(nuisance("a", 0.1, -1.0)).find("another name"), std::string::npos);
  EXPECT_NE(with(nuisance("d", 0.1, 1.0, 1.0)).find("empty range"), std::string::npos);
  EXPECT_NE(with(nuisance("c", 0.2)).find("two nuisances 'c'"), std::string::npos);
  EXPECT_EQ(with(nuisance("a", 0.1)), "");
  const Likelihood likelihood({{"m", Statistic::poisson, {1, 2}, {}, expectation}});
  EXPECT_NE(refusal([&] { likelihood.chi2({1.0}, {0.0}); }), "");
  EXPECT_NE(refusal([&] { likelihood.asimov({-3.0}); }).find("counts are expected"), std::string::npos);
  EXPECT_THROW(likelihood.profile({std::nan("")}), Failure);
}

}  // namespace
}  // namespace tridens::inference
