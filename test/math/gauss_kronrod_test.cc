#include "tridens/math/gauss_kronrod.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace tridens::math {
namespace {

double integrate(const NestedRule& rule, const std::vector<double>& weights, int power) {
  double sum = 0.0;
  for (size_t i = 0; i < rule.size(); ++i) sum += weights[i] * std::pow(rule.nodes[i], power);
  return sum;
}

TEST(GaussKronrod, FinerRuleIntegratesPolynomialsOfDegree23) {
  const NestedRule rule = gauss_kronrod();
  ASSERT_EQ(rule.size(), 15u);
  for (int power = 0; power <= 23; ++power) EXPECT_NEAR(integrate(rule, rule.fine, power) * (power + 1), 1.0, 1e-14);
  EXPECT_GT(std::abs(integrate(rule, rule.fine, 40) * 41 - 1.0), 1e-12);
}

TEST(GaussKronrod, CoarserRuleIntegratesPolynomialsOfDegree13OnHalfOfTheNodes) {
  const NestedRule rule = gauss_kronrod();
  for (int power = 0; power <= 13; ++power) EXPECT_NEAR(integrate(rule, rule.coarse, power) * (power + 1), 1.0, 1e-14);
  EXPECT_GT(std::abs(integrate(rule, rule.coarse, 20) * 21 - 1.0), 1e-9);
  for (size_t i = 0; i < rule.size(); i += 2) EXPECT_EQ(rule.coarse[i], 0.0);
}

}  // namespace
}  // namespace tridens::math
