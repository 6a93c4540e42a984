#include "tridens/inference/minimum.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

using Counts = std::function<std::vector<double>(const std::vector<double>&)>;

constexpr double infinity = std::numeric_limits<double>::infinity();
const double searched = std::numeric_limits<double>::quiet_NaN();

/// One measurement without nuisances whose expectation is a function of the parameters.
Likelihood gaussian(std::vector<double> observed, std::vector<double> variance, Counts counts) {
  const size_t bins = observed.size();
  return Likelihood(
      {{"m", Statistic::gaussian, std::move(observed), std::move(variance),
        std::make_shared<LinearExpectation>(bins, std::vector<Nuisance>{},
                                            std::vector<LinearExpectation::Part>{{std::move(counts), {}}})}});
}

TEST(Minimum, BothSolutionsOfASignDegeneracyAreFound) {
  const Likelihood likelihood = gaussian({1.0}, {1e-4}, [](const auto& p) { return std::vector{p[0] * p[0]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 2u);
  for (const Minimum& minimum : found) {
    EXPECT_TRUE(minimum.converged);
    EXPECT_FALSE(minimum.continuum);
    EXPECT_FALSE(minimum.at_edge);
    EXPECT_NEAR(std::abs(minimum.parameters[0]), 1.0, 1e-5);
    EXPECT_LT(minimum.profile.chi2, 1e-6);
  }
  EXPECT_NEAR(found[0].parameters[0], -found[1].parameters[0], 2e-5);
}

TEST(Minimum, AFlatHillHasAMinimumToo) {
  // 15 x 15 starts, chi2 falls outwards by 0.8 of what still counts as equal, 1e-7, per step: along the axes the
  // inner of two equal neighbours goes first, along diagonals the lower one, and so on in a circle.
  constexpr double step = 1.0 / 7.0;
  const Likelihood likelihood = gaussian({0.0}, {1.0}, [](const auto& p) {
    return std::vector{std::sqrt(2e-6 - 0.8e-7 * (std::abs(p[0]) + std::abs(p[1])) / step)};
  });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -1.0, 1.0, false}, {"y", "", -1.0, 1.0, false}});
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(found[0].converged);
  EXPECT_LT(found[0].profile.chi2, 2e-6);
}

TEST(Minimum, ARingIsOneContinuum) {
  const Likelihood likelihood =
      gaussian({1.0}, {1e-2}, [](const auto& p) { return std::vector{p[0] * p[0] + p[1] * p[1]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -2.0, 2.0, false}, {"y", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_TRUE(found[0].continuum);
  EXPECT_NEAR(std::hypot(found[0].parameters[0], found[0].parameters[1]), 1.0, 1e-3);
}

TEST(Minimum, AStraightValleyIsOneContinuum) {
  const Likelihood likelihood = gaussian({0.37}, {1e-6}, [](const auto& p) { return std::vector{p[0] + 0.62 * p[1]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -2.0, 2.0, false}, {"y", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_TRUE(found[0].continuum);
}

TEST(Minimum, ParallelBandsAreTwo) {
  // (Q + e_u + e_d)^2: couplings that add up give two parallel bands.
  const Likelihood likelihood = gaussian({1.0}, {1e-4}, [](const auto& p) {
    const double charge = 0.4 + p[0] + 0.9 * p[1];
    return std::vector{charge * charge};
  });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -2.0, 2.0, false}, {"y", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 2u);
  for (const Minimum& minimum : found) {
    EXPECT_TRUE(minimum.continuum);
    EXPECT_NEAR(std::abs(0.4 + minimum.parameters[0] + 0.9 * minimum.parameters[1]), 1.0, 1e-4);
  }
}

TEST(Minimum, AParameterWithoutEffectStaysInTheMiddle) {
  const Likelihood likelihood = gaussian({0.5}, {1e-4}, [](const auto& p) { return std::vector{p[0]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", 0.0, 2.0, false}, {"y", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_TRUE(found[0].continuum);
  EXPECT_NEAR(found[0].parameters[0], 0.5, 1e-5);
  EXPECT_NEAR(found[0].parameters[1], 0.0, 1e-12);
}

TEST(Minimum, AStartOnTheLineOfSymmetryFindsBothSides) {
  // The grid's point x = 0 is the lowest, the solutions lie at +-0.03, inside its spacing of 0.1.
  const Likelihood likelihood =
      gaussian({0.03 * 0.03}, {1e-10}, [](const auto& p) { return std::vector{p[0] * p[0]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", -2.0, 2.0, false}});
  ASSERT_EQ(found.size(), 2u);
  for (const Minimum& minimum : found) {
    EXPECT_TRUE(minimum.converged);
    EXPECT_NEAR(std::abs(minimum.parameters[0]), 0.03, 1e-5);
  }
}

TEST(Minimum, AQuarticMinimumConverges) {
  // Fewer counts than expected without the new coupling: the best is none of it, where the counts have no slope.
  const Likelihood deficit = gaussian({8.0}, {4.0}, [](const auto& p) { return std::vector{10.0 + p[0] * p[0]}; });
  const Minimum minimum = best(deficit, {{"x", "", -5.0, 4.0, false}});
  EXPECT_TRUE(minimum.converged);
  EXPECT_NEAR(minimum.parameters[0], 0.0, 0.01);
  EXPECT_NEAR(minimum.profile.chi2, 1.0, 1e-6);
  const Likelihood exact = gaussian({10.0}, {4.0}, [](const auto& p) { return std::vector{10.0 + p[0] * p[0]}; });
  const std::vector<Minimum> found = minima(exact, {{"x", "", -5.0, 4.0, false}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_LT(found[0].profile.chi2, 1e-4);
}

TEST(Minimum, StopsAtTheEdgeOfTheRangeAndSaysSo) {
  const Likelihood likelihood = gaussian({3.0}, {1.0}, [](const auto& p) { return std::vector{p[0] * p[1]}; });
  const std::vector<Minimum> found = minima(likelihood, {{"x", "", 0.1, 1.0, false}, {"y", "", 0.2, 2.0, true}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_TRUE(found[0].at_edge);
  EXPECT_EQ(found[0].parameters[0], 1.0);
  EXPECT_EQ(found[0].parameters[1], 2.0);
  EXPECT_NEAR(found[0].profile.chi2, 1.0, 1e-12);
}

TEST(Minimum, LogarithmicRangesAreSearchedOverDecades) {
  // A mediator: counts ~ (1 + g^2/(m^2 + q^2))^2 at three momenta, g and m over many decades.
  const auto counts = [](const std::vector<double>& p) {
    std::vector<double> result;
    for (const double q : {0.01, 0.03, 0.1}) {
      result.push_back(1e4 * std::pow(1.0 + p[0] * p[0] / (p[1] * p[1] + q * q), 2));
    }
    return result;
  };
  const std::vector<double> truth = {5e-3, 0.02};
  const Likelihood likelihood = gaussian(counts(truth), {1e2, 1e2, 1e2}, counts);
  const Minimum minimum = best(likelihood, {{"g", "", 1e-6, 1.0, true}, {"m", "GeV", 1e-4, 10.0, true}});
  EXPECT_TRUE(minimum.converged);
  EXPECT_NEAR(minimum.profile.chi2, 0.0, 1e-5);
  EXPECT_NEAR(minimum.parameters[0] / truth[0], 1.0, 1e-3);
  EXPECT_NEAR(minimum.parameters[1] / truth[1], 1.0, 1e-3);
}

TEST(Minimum, FixedParametersStayAndAllFixedIsTheProfile) {
  const Likelihood likelihood = gaussian({1.0}, {1e-2}, [](const auto& p) { return std::vector{p[0] + p[1]}; });
  const std::vector<Parameter> parameters = {{"x", "", -2.0, 2.0, false}, {"y", "", -2.0, 2.0, false}};
  const Minimum one = best(likelihood, parameters, {0.3, searched});
  EXPECT_EQ(one.parameters[0], 0.3);
  EXPECT_NEAR(one.parameters[1], 0.7, 1e-6);
  EXPECT_FALSE(one.continuum);
  const Minimum none = best(likelihood, parameters, {0.3, 0.4});
  EXPECT_TRUE(none.converged);
  EXPECT_EQ(none.parameters, (std::vector{0.3, 0.4}));
  EXPECT_NEAR(none.profile.chi2, 9.0, 1e-12);
}

TEST(Minimum, EverySignOfThreeCouplingsIsFound) {
  const Likelihood likelihood = gaussian({1.0, 1.0, 1.0}, {1e-3, 1e-3, 1e-3}, [](const auto& p) {
    return std::vector{p[0] * p[0], p[1] * p[1], p[2] * p[2]};
  });
  const std::vector<Minimum> found =
      minima(likelihood, {{"x", "", -2.0, 2.0, false}, {"y", "", -2.0, 2.0, false}, {"z", "", -2.0, 2.0, false}});
  EXPECT_EQ(found.size(), 8u);
  for (const Minimum& minimum : found) {
    EXPECT_TRUE(minimum.converged);
    for (const double x : minimum.parameters) EXPECT_NEAR(std::abs(x), 1.0, 1e-4);
  }
}

TEST(Minimum, ManyParametersStayAffordable) {
  size_t calls = 0;
  const size_t dimensions = 7;
  const Likelihood likelihood =
      gaussian(std::vector<double>(dimensions, 0.3), std::vector<double>(dimensions, 1e-4), [&calls](const auto& p) {
        ++calls;
        std::vector<double> counts = p;
        for (size_t k = 0; k + 1 < p.size(); ++k) counts[k] += 0.5 * p[k + 1];
        return counts;
      });
  const std::vector<Minimum> found =
      minima(likelihood, std::vector<Parameter>(dimensions, {"x", "", -1.0, 1.0, false}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].converged);
  EXPECT_NEAR(found[0].profile.chi2, 0.0, 1e-6);
  EXPECT_LT(calls, 6000u);
}

/// s x (1 + flux) + background x (1 + b), Poisson: what a counting experiment with two NSI-like solutions does.
Likelihood counting(std::vector<double> observed) {
  const std::vector<Nuisance> nuisances = {{"flux", "", "", 0.1}, {"b", "", "", 0.3, -1.0}};
  const auto signal = [](const std::vector<double>& p) {
    const double charge = 1.0 - 3.0 * p[0];
    std::vector<double> counts;
    for (size_t b = 0; b < 12; ++b) counts.push_back(charge * charge * 20.0 * std::exp(-0.3 * static_cast<double>(b)));
    return counts;
  };
  const auto background = [](const std::vector<double>&) { return std::vector<double>(12, 3.0); };
  return Likelihood(
      {{"m",
        Statistic::poisson,
        std::move(observed),
        {},
        std::make_shared<LinearExpectation>(
            12, nuisances,
            std::vector<LinearExpectation::Part>{{signal, {{1.0}, {0.0}}}, {background, {{0.0}, {1.0}}}})}});
}

TEST(Minimum, IsAsLowAsAFineScanWithNuisances) {
  const Likelihood base = counting(std::vector<double>(12, 0.0));
  for (std::uint64_t number = 0; number < 10; ++number) {
    const Likelihood likelihood = base.toy({0.0}, {0.0, 0.0}, 3, number);
    const std::vector<Minimum> found = minima(likelihood, {{"e", "", -1.0, 1.5, false}});
    ASSERT_EQ(found.size(), 2u);
    // (1 - 3 e)^2 is the same at e and 2/3 - e.
    EXPECT_NEAR(found[0].parameters[0] + found[1].parameters[0], 2.0 / 3.0, 1e-4);
    double lowest = infinity;
    for (int i = 0; i <= 2500; ++i) lowest = std::min(lowest, likelihood.profile({-1.0 + 0.001 * i}).chi2);
    EXPECT_LE(found[0].profile.chi2, lowest + 1e-9);
    EXPECT_NEAR(found[0].profile.chi2, lowest, 1e-3);
  }
}

TEST(Minimum, WhereNothingIsFiniteNothingConverges) {
  const Likelihood likelihood(
      {{"m",
        Statistic::poisson,
        {3.0},
        {},
        std::make_shared<LinearExpectation>(
            1, std::vector<Nuisance>{},
            std::vector<LinearExpectation::Part>{{[](const auto&) { return std::vector{0.0}; }, {}}})}});
  const Minimum minimum = best(likelihood, {{"x", "", 0.0, 1.0, false}});
  EXPECT_FALSE(minimum.converged);
  EXPECT_EQ(minimum.profile.chi2, infinity);
}

TEST(Minimum, ErrorsOfTheModelReachTheCaller) {
  const Likelihood likelihood = gaussian({1.0}, {1e-2}, [](const auto& p) {
    if (p[0] > 0.31234 && p[0] < 0.3351) throw UserError("no cross section", "the coupling is out of range");
    return std::vector{p[0] * 3.0};
  });
  EXPECT_THROW(best(likelihood, {{"x", "", 0.0, 1.0, false}}), UserError);
}

TEST(Minimum, RefusesRangesThatCannotBeSearched) {
  const Likelihood likelihood = gaussian({1.0}, {1e-2}, [](const auto& p) { return std::vector{p[0]}; });
  const auto refused = [&](std::vector<Parameter> parameters, std::vector<double> fixed = {},
                           MinimumOptions options = {}) {
    try {
      minima(likelihood, parameters, fixed, options);
    } catch (const UserError&) {
      return true;
    }
    return false;
  };
  EXPECT_FALSE(refused({{"x", "", 0.0, 1.0, false}}));
  EXPECT_TRUE(refused({{"x", "", 1.0, 1.0, false}}));
  EXPECT_TRUE(refused({{"x", "", 1.0, 0.0, false}}));
  EXPECT_TRUE(refused({{"x", "", 0.0, 1.0, true}}));
  EXPECT_TRUE(refused({{"x", "", -infinity, 1.0, false}}));
  EXPECT_TRUE(refused({{"x", "", 0.0, 1.0, false}}, {0.5, 0.5}));
  EXPECT_TRUE(refused({{"x", "", 0.0, 1.0, false}}, {infinity}));
  EXPECT_TRUE(refused(std::vector<Parameter>(13, {"x", "", 0.0, 1.0, false})));
  EXPECT_TRUE(refused({{"x", "", 0.0, 1.0, false}}, {}, {-1, 1e-4}));
  EXPECT_TRUE(refused({{"x", "", 0.0, 1.0, false}}, {}, {0, 0.0}));
}

}  // namespace
}  // namespace tridens::inference
