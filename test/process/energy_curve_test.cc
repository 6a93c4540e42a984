#include "tridens/process/energy_curve.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/process/trident.hh"
#include "trident_samples.hh"

namespace tridens::process {
namespace {

constexpr double threshold = 0.2;

/// Opens like the fifth power and rises logarithmically, as a trident does; its ratio to a second function varies.
void like_a_trident(double energy, double* values) {
  const double excess = energy - threshold;
  values[0] = 1e-12 * std::pow(excess, 5) / std::pow(1.0 + excess, 4) * std::log(2.0 + energy);
  values[1] = values[0] * (0.3 - 0.1 * excess / (1.0 + excess));
}

TEST(EnergyCurve, InterpolatesToOneInTenThousandAndBetterWithMoreNodes) {
  const auto largest = [](double nodes) {
    const EnergyCurve curve(like_a_trident, 2, threshold, 100.0, nodes);
    double deviation = 0.0;
    for (double energy = threshold * 1.0101; energy < 100.0; energy = threshold + 1.03 * (energy - threshold)) {
      std::array<double, 2> exact{}, values{};
      like_a_trident(energy, exact.data());
      curve.evaluate(energy, values.data());
      deviation = std::fmax(deviation, std::fabs(values[0] / exact[0] - 1.0));
      deviation = std::fmax(deviation, std::fabs(values[1] / exact[1] - 1.0));
      EXPECT_EQ(curve.first(energy), values[0]);
    }
    return deviation;
  };
  const double coarse = largest(1.5), normal = largest(3.0);
  EXPECT_LT(normal, 1e-4);
  EXPECT_LT(normal, coarse / 8.0);
}

TEST(EnergyCurve, IsZeroUpToThresholdAndFollowsThePowerLawJustAbove) {
  const EnergyCurve curve(like_a_trident, 2, threshold, 10.0);
  std::array<double, 2> values = {7.0, 7.0};
  for (const double energy : {0.1, threshold}) {
    curve.evaluate(energy, values.data());
    EXPECT_EQ(values[0], 0.0);
    EXPECT_EQ(values[1], 0.0);
  }
  const double near = curve.first(threshold * (1.0 + 1e-6)), nearer = curve.first(threshold * (1.0 + 0.5e-6));
  EXPECT_NEAR(std::log2(near / nearer), 5.0, 0.01);
}

TEST(EnergyCurve, ReachesItsHighestEnergyAndRefusesToExtrapolate) {
  const EnergyCurve curve(like_a_trident, 2, threshold, 10.0);
  std::array<double, 2> exact{};
  like_a_trident(10.0, exact.data());
  EXPECT_NEAR(curve.first(10.0) / exact[0], 1.0, 1e-9);
  EXPECT_THROW(curve.first(10.1), Failure);
}

TEST(EnergyCurve, ACurveThatEndsBelowThresholdIsZeroThereAndRefusedBeyond) {
  const EnergyCurve curve(like_a_trident, 2, threshold, 0.15);
  EXPECT_EQ(curve.count(), 2u);
  std::array<double, 2> values = {7.0, 7.0};
  curve.evaluate(0.1, values.data());
  EXPECT_EQ(values[0], 0.0);
  EXPECT_EQ(values[1], 0.0);
  EXPECT_THROW(curve.first(1.0), Failure);
}

TEST(EnergyCurve, RefusesACrossSectionThatIsNotPositive) {
  EXPECT_THROW(EnergyCurve([](double, double* value) { *value = 0.0; }, 1, threshold, 10.0), UserError);
  EXPECT_THROW(EnergyCurve([](double, double* value) { *value = std::nan(""); }, 1, threshold, 10.0), Failure);
}

/// A power law with a line of 3 % of its energy on top.
double with_a_line(double energy) {
  constexpr double place = 6.3e6, width = 1.6e5;
  return 1e-6 * std::pow(energy, 0.4) + 1.0 / (1.0 + std::pow((energy - place) / width, 2));
}

TEST(EnergyCurve, ResolvesAFeatureFarBelowItsEnd) {
  const EnergyCurve::Functions function = [](double energy, double* value) { *value = with_a_line(energy); };
  const EnergyCurve curve(function, 1, 0.0, 1e12, {3.0, 1e3, {{6.3e6, 1.6e5}}});
  for (const double energy : {1e3, 2e5, 5.9e6, 6.2e6, 6.3e6, 6.31e6, 6.7e6, 9e6, 1e8, 1e12}) {
    EXPECT_NEAR(curve.first(energy) / with_a_line(energy), 1.0, 3e-4) << energy;
  }
  const EnergyCurve blind(function, 1, 0.0, 1e12);
  EXPECT_GT(std::abs(blind.first(6.3e6) / with_a_line(6.3e6) - 1.0), 0.1);
}

TEST(EnergyCurve, OpensLaterWhereAThresholdIsTooSteepForNumbers) {
  const auto steep = [](double energy) { return std::exp(-1e4 / (energy - threshold)); };  // zero up to about 13 GeV
  const EnergyCurve curve([&](double energy, double* value) { *value = steep(energy); }, 1, threshold, 1e4,
                          {12.0, 0.0, {}});
  for (const double energy : {100.0, 300.0, 9000.0}) EXPECT_NEAR(curve.first(energy) / steep(energy), 1.0, 1e-3);
  EXPECT_LT(curve.first(1.0), 1e-200);
  // Nothing left of the spectrum above the opening.
  EXPECT_THROW(EnergyCurve([&](double energy, double* value) { *value = steep(energy); }, 1, threshold, 13.5),
               UserError);
}

TEST(EnergyCurve, FollowsATridentTotal) {
  const Trident trident(samples::options({{Flavour::muon, false}, samples::mu, samples::mu}, {"coherent"}),
                        samples::muon_tables());
  const EnergyCurve curve([&](double energy, double* value) { *value = trident.cross_section(0, energy).value; }, 1,
                          trident.threshold(0), 5.0);
  for (const double energy : {0.25, 0.4, 0.9, 2.1, 4.7}) {
    EXPECT_NEAR(curve.first(energy) / trident.cross_section(0, energy).value, 1.0, 2e-4) << energy;
  }
}

}  // namespace
}  // namespace tridens::process
