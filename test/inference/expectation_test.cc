#include "tridens/inference/expectation.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

/// Two bins: x (3, 5) that "a" scales and "b" tilts, and (2, 2) that "b" alone scales.
LinearExpectation two_parts() {
  const auto signal = [](const std::vector<double>& p) { return std::vector{3.0 * p.at(0), 5.0 * p.at(0)}; };
  const auto background = [](const std::vector<double>&) { return std::vector{2.0, 2.0}; };
  return {2, {{"a", "", "", 0.1}, {"b", "", "", 1.0}}, {{signal, {{1.0}, {0.2, -0.4}}}, {background, {{0.0}, {0.5}}}}};
}

TEST(LinearExpectation, AddsPartsAndTheirChanges) {
  const LinearExpectation expectation = two_parts();
  EXPECT_EQ(expectation.bins(), 2u);
  const auto counts_of = expectation.at({2.0});
  const double nuisances[] = {0.5, -1.0};
  double counts[2], slopes[4];
  counts_of->evaluate(nuisances, counts, slopes);
  EXPECT_DOUBLE_EQ(counts[0], 6.0 * (1.0 + 0.5 - 0.2) + 2.0 * (1.0 - 0.5));
  EXPECT_DOUBLE_EQ(counts[1], 10.0 * (1.0 + 0.5 + 0.4) + 2.0 * (1.0 - 0.5));
  EXPECT_DOUBLE_EQ(slopes[0], 6.0);
  EXPECT_DOUBLE_EQ(slopes[1], 6.0 * 0.2 + 1.0);
  EXPECT_DOUBLE_EQ(slopes[2], 10.0);
  EXPECT_DOUBLE_EQ(slopes[3], 10.0 * -0.4 + 1.0);
  double again[2];
  counts_of->evaluate(nuisances, again, nullptr);
  EXPECT_EQ(again[0], counts[0]);
  EXPECT_EQ(again[1], counts[1]);
}

TEST(LinearExpectation, RefusesChangesThatDoNotFit) {
  const auto counts = [](const std::vector<double>&) { return std::vector{1.0, 1.0}; };
  const std::vector<Nuisance> one = {{"a", "", "", 0.1}};
  EXPECT_THROW(LinearExpectation(2, one, {{counts, {}}}), UserError);
  EXPECT_THROW(LinearExpectation(2, one, {{counts, {{1.0}, {1.0}}}}), UserError);
  EXPECT_THROW(LinearExpectation(2, one, {{counts, {{1.0, 1.0, 1.0}}}}), UserError);
  EXPECT_NO_THROW(LinearExpectation(2, one, {{counts, {{1.0, 1.0}}}}));
  EXPECT_THROW(LinearExpectation(3, one, {{counts, {{1.0}}}}).at({}), UserError);
}

}  // namespace
}  // namespace tridens::inference
