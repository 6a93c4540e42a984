#include "tridens/flux/moments.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

/// int_{from} phi E^-k dE by a quadrature of high order within every interval.
double by_quadrature(const Spectrum& spectrum, double from, int k) {
  const math::QuadratureRule rule = math::gauss_legendre(40);
  double sum = 0.0;
  for (size_t i = 0; i + 1 < spectrum.energies.size(); ++i) {
    const double low = std::max(from, spectrum.energies[i]), high = spectrum.energies[i + 1];
    if (low >= high) continue;
    for (size_t n = 0; n < rule.nodes.size(); ++n) {
      const double energy = low + (high - low) * rule.nodes[n];
      sum += (high - low) * rule.weights[n] * spectrum.at(energy) * std::pow(energy, -k);
    }
  }
  return sum;
}

void expect_moments(const Spectrum& spectrum, double from) {
  const std::array<double, 3> moments = SpectrumMoments(spectrum).above(from);
  for (int k = 0; k < 3; ++k) {
    const double expected = by_quadrature(spectrum, from, k);
    EXPECT_NEAR(moments[static_cast<size_t>(k)], expected, 2e-13 * expected + 1e-300) << "k " << k << " above " << from;
  }
}

Spectrum michel(size_t knots) {
  Spectrum spectrum{Spectrum::Kind::points, {}, {}};
  for (size_t i = 0; i <= knots; ++i) {
    const double x = 0.02 + 0.98 * static_cast<double>(i) / static_cast<double>(knots);
    spectrum.energies.push_back(0.0528 * x);
    spectrum.density.push_back(12.0 * x * x * (1.0 - x));
  }
  return spectrum;
}

TEST(SpectrumMoments, OfAHistogramAreItsIntegrals) {
  const Spectrum spectrum{Spectrum::Kind::histogram, {0.001, 0.003, 0.0031, 0.02, 0.05}, {3.0, 0.0, 7.0, 0.25}};
  for (const double from : {0.0, 0.001, 0.0015, 0.003, 0.00305, 0.019999, 0.049}) expect_moments(spectrum, from);
}

TEST(SpectrumMoments, OfPointsAreThoseOfTheBrokenLine) {
  for (const size_t knots : {3u, 60u, 3000u}) {
    const Spectrum spectrum = michel(knots);
    for (const double from : {0.0, 0.0011, 0.01, 0.0297, 0.05, 0.0527}) expect_moments(spectrum, from);
  }
}

TEST(SpectrumMoments, OfALineCountUpToItsEnergy) {
  const SpectrumMoments moments({Spectrum::Kind::line, {0.03}, {2.0}});
  for (const double from : {0.0, 0.01, 0.03}) {
    const std::array<double, 3> above = moments.above(from);
    EXPECT_DOUBLE_EQ(above[0], 2.0);
    EXPECT_DOUBLE_EQ(above[1], 2.0 / 0.03);
    EXPECT_DOUBLE_EQ(above[2], 2.0 / (0.03 * 0.03));
  }
  EXPECT_EQ(moments.above(std::nextafter(0.03, 1.0))[0], 0.0);
}

TEST(SpectrumMoments, VanishAboveTheEndPoint) {
  const SpectrumMoments moments(michel(50));
  for (const double moment : moments.above(0.0528)) EXPECT_EQ(moment, 0.0);
  for (const double moment : moments.above(0.06)) EXPECT_EQ(moment, 0.0);
}

TEST(SpectrumMoments, OfASpectrumFromZeroEnergyDivergeOnlyWhereTheyDo) {
  const SpectrumMoments flat({Spectrum::Kind::histogram, {0.0, 1.0}, {1.0}});
  EXPECT_EQ(flat.above(0.0)[0], 1.0);
  EXPECT_TRUE(std::isinf(flat.above(0.0)[1]));
  EXPECT_NEAR(flat.above(1e-8)[1], std::log(1e8), 1e-13);
  const SpectrumMoments rising({Spectrum::Kind::points, {0.0, 1.0}, {0.0, 2.0}});
  EXPECT_DOUBLE_EQ(rising.above(0.0)[1], 2.0);
  EXPECT_TRUE(std::isinf(rising.above(0.0)[2]));
}

TEST(SpectrumMoments, OfABatchAreThoseOfThePoints) {
  const SpectrumMoments moments(michel(20));
  const std::vector<double> from = {0.0, 0.02, 0.04, 0.07};
  std::vector<double> batch(3 * from.size());
  moments.above(from.data(), from.size(), batch.data());
  for (size_t i = 0; i < from.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) EXPECT_EQ(batch[k * from.size() + i], moments.above(from[i])[k]);
  }
}

TEST(SpectrumMoments, RefuseTablesThatAreNone) {
  EXPECT_THROW(SpectrumMoments({Spectrum::Kind::histogram, {0.0, 1.0}, {1.0, 2.0}}), UserError);
  EXPECT_THROW(SpectrumMoments({Spectrum::Kind::points, {1.0, 1.0}, {1.0, 2.0}}), UserError);
  EXPECT_THROW(SpectrumMoments({Spectrum::Kind::points, {2.0, 1.0}, {1.0, 2.0}}), UserError);
  EXPECT_THROW((void)SpectrumMoments(michel(5)).above(std::nan("")), UserError);
}

}  // namespace
}  // namespace tridens::flux
