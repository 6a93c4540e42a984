#include "tridens/detector/dark_matter_experiment.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"

using namespace tridens;
using detector::Body;
using detector::DarkMatterExperiment;

namespace {

DarkMatterExperiment example() {
  DarkMatterExperiment result;
  result.name = "example";
  result.sources = {"a paper"};
  result.beam = "lbnf";
  result.protons = 1e21;
  result.material = "Ar";
  result.density = 1.4;
  result.body = Body::sphere(2.0, {0.0, 0.0, 100.0});
  result.lowest_energy = 0.1;
  result.highest_energy = 1.0;
  result.energy_edges = {0.1, 1.0};
  return result;
}

// Without background the limit is -ln 0.1 at no count; one count: e^-s (1 + s) = 0.1.
TEST(DarkMatterExperiment, PoissonLimitsAreTheKnownOnes) {
  EXPECT_NEAR(detector::poisson_limit(0.0, 0.0), 2.302585, 1e-6);
  EXPECT_NEAR(detector::poisson_limit(0.0, 5.0), 2.302585, 1e-6);  // CLs
  EXPECT_NEAR(detector::poisson_limit(1.0, 0.0), 3.889720, 1e-6);
  EXPECT_NEAR(detector::poisson_limit(2.0, 0.0), 5.322320, 1e-6);
  EXPECT_LT(detector::poisson_limit(2.0, 1.0), 5.322320);
  EXPECT_THROW((void)detector::poisson_limit(-1.0, 0.0), UserError);
}

TEST(DarkMatterExperiment, ExcludedEventsComeFromTheCounts) {
  DarkMatterExperiment experiment = example();
  EXPECT_THROW((void)experiment.excluded(), UserError);
  experiment.counts = detector::DarkMatterCounts{1465.0, 1548.0, 198.0};
  EXPECT_NEAR(experiment.excluded(), 1.2816 * std::hypot(std::sqrt(1548.0), 198.0), 1e-9);
  experiment.counts->observed = 1648.0;
  EXPECT_NEAR(experiment.excluded(), 100.0 + 1.2816 * std::hypot(std::sqrt(1548.0), 198.0), 1e-9);
  experiment.excluded_events = 55.0;
  EXPECT_EQ(experiment.excluded(), 55.0);
}

// A ball at the distance d: the mean of 1/r^2 over a shell of radius s is ln[(d + s)/(d - s)]/(2 d s).
TEST(DarkMatterExperiment, SharesOfABallAddUpToItsMeanInverseSquare) {
  const double d = 10.0, R = 3.0;
  double expected = 0.0;
  const int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double s = R * (i + 0.5) / steps;
    expected += s / (2.0 * d) * std::log((d + s) / (d - s)) * R / steps;
  }
  expected *= 3.0 / (R * R * R);
  double sum = 0.0;
  for (const auto& share : detector::viewed_shares(Body::sphere(R, {0.0, 0.0, d}))) {
    sum += share.per_square;
    EXPECT_LT(share.angle, std::asin(R / d));
    EXPECT_NEAR(share.distance, d, R);
  }
  EXPECT_NEAR(sum / expected, 1.0, 3e-3);
}

TEST(DarkMatterExperiment, OffTheAxisTheAngleIsThatOfTheCentre) {
  const auto shares = detector::viewed_shares(Body::sphere(0.1, {0.0, 3.0, 40.0}), 2);
  ASSERT_EQ(shares.size(), 2u);
  EXPECT_NEAR(0.5 * (shares[0].angle + shares[1].angle), std::atan2(3.0, 40.0), 1e-4);
  EXPECT_LT(shares[0].angle, shares[1].angle);
}

TEST(DarkMatterExperiment, ImpossibleOnesAreRefused) {
  EXPECT_NO_THROW(example().check());
  for (const auto change :
       {+[](DarkMatterExperiment& e) { e.sources.clear(); }, +[](DarkMatterExperiment& e) { e.protons = 0.0; },
        +[](DarkMatterExperiment& e) { e.efficiency = 1.1; }, +[](DarkMatterExperiment& e) { e.highest_energy = 0.05; },
        +[](DarkMatterExperiment& e) {
          e.energy_edges = {0.1, 2.0};
        },
        +[](DarkMatterExperiment& e) { e.body = Body::sphere(2.0); },
        +[](DarkMatterExperiment& e) {
          e.signal = detector::DarkSignal::nucleon;
          e.smallest_cosine = 0.9;
        }}) {
    DarkMatterExperiment bad = example();
    change(bad);
    EXPECT_THROW(bad.check(), UserError);
  }
  EXPECT_THROW((void)detector::parse_dark_signal("electrons"), UserError);
  EXPECT_EQ(detector::parse_dark_signal("nucleus"), detector::DarkSignal::nucleus);
}

}  // namespace
