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

}  // namespace
}  // namespace tridens::inference
