// Likelihoods of single rates: what published cross sections with a statistical and a systematic error, and projections
// of counting experiments, amount to. Reference values are closed forms or the formula of the paper, minimised here on
// its own.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "tridens/inference/interval.hh"
#include "tridens/inference/likelihood.hh"

namespace tridens::inference {
namespace {

Nuisance relative_change(const std::string& name, double width) {
  Nuisance nuisance;
  nuisance.name = name;
  nuisance.width = width;
  return nuisance;
}

using Counts = std::function<double(double)>;

/// One bin: signal(parameter) x (1 + systematic).
Measurement rate(const std::string& name, const Counts& signal, double observed, double error,
                 const Nuisance& systematic) {
  LinearExpectation::Part part;
  part.counts = [signal](const std::vector<double>& p) { return std::vector<double>{signal(p.at(0))}; };
  part.relative = {{1.0}};
  Measurement result;
  result.name = name;
  result.statistic = Statistic::gaussian;
  result.observed = {observed};
  result.variance = {error * error};
  result.expectation = std::make_shared<LinearExpectation>(1, std::vector<Nuisance>{systematic},
                                                           std::vector<LinearExpectation::Part>{part});
  return result;
}

TEST(SingleRate, StatisticalAndSystematicErrorsAddInQuadrature) {
  // min over a of (N (1 + a) - O)^2/s^2 + (a/w)^2 is (N - O)^2/(s^2 + w^2 N^2), exactly.
  const Likelihood likelihood({rate(
      "rate", [](double p) { return 350.0 * p; }, 414, 80, relative_change("systematic", 0.148))});
  for (const double scale : {0.2, 0.9, 1.0, 1.3, 2.5}) {
    const double expected = 350.0 * scale;
    const Profile profile = likelihood.profile({scale});
    EXPECT_TRUE(profile.converged);
    EXPECT_NEAR(profile.chi2, std::pow(expected - 414, 2) / (80.0 * 80.0 + std::pow(0.148 * expected, 2)), 1e-9);
  }
}

/// Slopes of the cross sections of muon neutrinos on electrons over the energy, in units of 2 m_e G_F^2/pi.
double neutrino_slope(double sin2) {
  return std::pow(-0.5 + sin2, 2) + sin2 * sin2 / 3.0;
}
double antineutrino_slope(double sin2) {
  return sin2 * sin2 + std::pow(-0.5 + sin2, 2) / 3.0;
}

TEST(TwoBeamModes, ACommonNormalisationLeavesTheMixingAngleToTheRatio) {
  constexpr double truth = 0.23857, statistical = 0.03, systematic = 0.075;
  const auto likelihood = [&](bool common) {
    const auto mode = [&](const std::string& name, const Counts& slope) {
      const double observed = slope(truth);
      return rate(name, slope, observed, statistical * observed,
                  relative_change(common ? "flux" : name + ".flux", systematic));
    };
    return Likelihood({mode("nu", neutrino_slope), mode("nubar", antineutrino_slope)});
  };
  // Reference: chi2 with the covariance matrix of the two rates.
  const auto covariance = [&](double sin2, double correlation) {
    const double n = neutrino_slope(sin2), m = antineutrino_slope(sin2);
    const double r = n - neutrino_slope(truth), q = m - antineutrino_slope(truth);
    const double a = std::pow(statistical * neutrino_slope(truth), 2) + std::pow(systematic * n, 2);
    const double b = std::pow(statistical * antineutrino_slope(truth), 2) + std::pow(systematic * m, 2);
    const double c = correlation * systematic * systematic * n * m;
    return (b * r * r - 2.0 * c * r * q + a * q * q) / (a * b - c * c);
  };
  const Likelihood joined = likelihood(true), separate = likelihood(false);
  EXPECT_EQ(joined.nuisances().size(), 1u);
  EXPECT_EQ(separate.nuisances().size(), 2u);
  for (const double sin2 : {0.21, 0.23, 0.25, 0.28}) {
    EXPECT_NEAR(joined.profile({sin2}).chi2, covariance(sin2, 1.0), 1e-8);
    EXPECT_NEAR(separate.profile({sin2}).chi2, covariance(sin2, 0.0), 1e-8);
  }
  const auto error = [&](const Likelihood& one) {
    const std::vector<Interval> ranges =
        intervals([&](double p) { return one.profile({p}).chi2; }, 0.2, 0.28, false, 1.0, 100);
    EXPECT_EQ(ranges.size(), 1u);
    return 0.5 * (ranges.at(0).high - ranges.at(0).low);
  };
  EXPECT_LT(error(joined), 0.45 * error(separate));
}

TEST(CountingExperiment, AgreesWithTheChi2OfTheDuneStudyForManyCounts) {
  // arXiv:1902.08579: min over a, b of [N_obs - (1 + a) N - (1 + a + b) B]^2/N_obs + (a/0.05)^2 + (b/0.1)^2. The
  // Gaussian form is the Poisson one up to the cube of the deviation in standard deviations over sqrt(N).
  constexpr double signal = 8500.0 * 5, background = 2600.0 * 5;
  LinearExpectation::Part first, second;
  first.counts = [](const std::vector<double>& p) { return std::vector<double>{signal * p.at(0)}; };
  first.relative = {{1.0}, {0.0}};
  second.counts = [](const std::vector<double>&) { return std::vector<double>{background}; };
  second.relative = {{1.0}, {1.0}};
  Measurement counts;
  counts.name = "dune";
  counts.observed = {signal + background};
  counts.expectation = std::make_shared<LinearExpectation>(
      1, std::vector<Nuisance>{relative_change("norm", 0.05), relative_change("background", 0.1)},
      std::vector<LinearExpectation::Part>{first, second});
  const Likelihood likelihood({counts});
  for (const double scale : {0.85, 0.95, 1.0, 1.05, 1.15}) {
    const double total = signal * scale + background;
    // The minimum of a square with two Gaussian pulls: their variances add.
    const double variance = counts.observed[0] + std::pow(0.05 * total, 2) + std::pow(0.1 * background, 2);
    const double expected = std::pow(counts.observed[0] - total, 2) / variance;
    const Profile profile = likelihood.profile({scale});
    EXPECT_TRUE(profile.converged);
    EXPECT_NEAR(profile.chi2, expected, 2e-3 * expected + 1e-9);
  }
}

TEST(FreeNormalisation, LeavesTheShapeAlone) {
  // Two bins with a free normalisation measure their ratio: chi2 of the ratio of two Gaussian numbers at its minimum.
  Nuisance flux = relative_change("flux", std::numeric_limits<double>::infinity());
  LinearExpectation::Part part;
  part.counts = [](const std::vector<double>& p) { return std::vector<double>{100.0, 100.0 * p.at(0)}; };
  part.relative = {{1.0}};
  Measurement shape;
  shape.name = "shape";
  shape.statistic = Statistic::gaussian;
  shape.observed = {300.0, 330.0};
  shape.variance = {300.0, 330.0};
  shape.expectation = std::make_shared<LinearExpectation>(1 + 1, std::vector<Nuisance>{flux},
                                                          std::vector<LinearExpectation::Part>{part});
  const Likelihood likelihood({shape});
  EXPECT_NEAR(likelihood.profile({1.1}).chi2, 0.0, 1e-9);
  for (const double ratio : {0.8, 1.0, 1.4}) {
    const double deviation = 330.0 - ratio * 300.0, variance = 330.0 + ratio * ratio * 300.0;
    EXPECT_NEAR(likelihood.profile({ratio}).chi2, deviation * deviation / variance, 1e-7);
  }
}

}  // namespace
}  // namespace tridens::inference
