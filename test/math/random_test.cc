#include "tridens/math/random.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tridens {
namespace {

// kat_vectors of Random123 1.14 ("philox4x64 10"): counter, key, result.
TEST(Philox, MeetsThePublishedKnownAnswers) {
  const std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(philox4x64({0, 0, 0, 0}, 0, 0),
            (PhiloxBlock{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
  EXPECT_EQ(philox4x64({ones, ones, ones, ones}, ones, ones),
            (PhiloxBlock{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
  EXPECT_EQ(philox4x64({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
                       0x452821e638d01377, 0xbe5466cf34e90c6c),
            (PhiloxBlock{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

TEST(Uniform, StaysInsideTheOpenIntervalAtBothEnds) {
  EXPECT_EQ(uniform_from_bits(0), 0x1p-53);
  EXPECT_EQ(uniform_from_bits(~std::uint64_t{0}), 1.0 - 0x1p-53);
}

TEST(RandomStream, GivesTheNumbersOfTheBatchFillers) {
  const std::vector<std::uint64_t> index = {0, 7, 1u << 20, ~std::uint64_t{0}};
  const std::vector<std::uint32_t> block = {0, 3, 0, ~std::uint32_t{0}};
  const size_t dimension = 9;
  std::vector<double> batch(index.size() * dimension);
  uniforms_batch(42, 5, index.data(), block.data(), index.size(), dimension, batch.data());
  for (size_t i = 0; i < index.size(); ++i) {
    std::vector<double> single(dimension);
    uniforms(42, 5, index[i], block[i], single.data(), dimension);
    RandomStream stream(42, 5, index[i], block[i]);
    for (size_t d = 0; d < dimension; ++d) {
      EXPECT_EQ(single[d], batch[d * index.size() + i]);
      EXPECT_EQ(single[d], stream.uniform());
    }
  }
}

TEST(RandomStream, ChangesWithEveryPartOfItsKey) {
  const std::uint64_t first = RandomStream(1, 2, 3, 4).bits();
  EXPECT_NE(first, RandomStream(2, 2, 3, 4).bits());
  EXPECT_NE(first, RandomStream(1, 3, 3, 4).bits());
  EXPECT_NE(first, RandomStream(1, 2, 4, 4).bits());
  EXPECT_NE(first, RandomStream(1, 2, 3, 5).bits());
}

// Neighbouring indices are what events use: their first numbers must be uniform and uncorrelated.
TEST(RandomStream, IsUniformAndUncorrelatedAcrossNeighbouringIndices) {
  const size_t count = 200000, bins = 100;
  std::vector<double> content(bins);
  double product = 0.0, previous = 0.5;
  for (size_t i = 0; i < count; ++i) {
    const double u = RandomStream(9, 1, i).uniform();
    content[static_cast<size_t>(u * static_cast<double>(bins))] += 1.0;
    product += (u - 0.5) * (previous - 0.5);
    previous = u;
  }
  double chi_squared = 0.0;
  const double expected = static_cast<double>(count) / static_cast<double>(bins);
  for (double n : content) chi_squared += (n - expected) * (n - expected) / expected;
  EXPECT_NEAR(chi_squared, 99.0, 4.0 * std::sqrt(2.0 * 99.0));
  EXPECT_NEAR(product * 12.0 / std::sqrt(static_cast<double>(count)), 0.0, 4.0);
}

TEST(NormalQuantile, InvertsTheNormalDistributionFunction) {
  for (double z = -8.0; z <= 8.0; z += 0.037) {
    const double p = 0.5 * std::erfc(-z / std::sqrt(2.0));
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::acos(-1.0));
    // 1 - p is only known to half an ulp of 1 in the upper tail.
    const double rounding = 1.2e-16 * p / density;
    EXPECT_NEAR(normal_quantile(p), z, 2e-15 * std::abs(z) + 4.0 * rounding + 1e-15) << z;
  }
  EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(Normal, HasTheMomentsOfTheStandardNormalDistribution) {
  const size_t count = 200000;
  double sum = 0.0, squares = 0.0, fourth = 0.0;
  RandomStream stream(3, 1, 4);
  for (size_t i = 0; i < count; ++i) {
    const double z = stream.normal();
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  const double n = static_cast<double>(count);
  EXPECT_NEAR(sum / n, 0.0, 4.0 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0, 4.0 * std::sqrt(2.0 / n));
  EXPECT_NEAR(fourth / n, 3.0, 4.0 * std::sqrt(96.0 / n));
}

}  // namespace
}  // namespace tridens
