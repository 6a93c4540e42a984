#include "tridens/math/hermitian.hh"

#include <gtest/gtest.h>

#include "tridens/math/random.hh"

namespace tridens::math {
namespace {

template <size_t N>
ComplexMatrix<N> drawn(RandomStream& stream) {
  ComplexMatrix<N> h{};
  for (size_t i = 0; i < N; ++i) {
    h[i][i] = stream.normal();
    for (size_t j = i + 1; j < N; ++j) {
      h[i][j] = {stream.normal(), stream.normal()};
      h[j][i] = std::conj(h[i][j]);
    }
  }
  return h;
}

/// Largest entry of V diag V^+ - H and of V^+ V - 1.
template <size_t N>
double farthest(const ComplexMatrix<N>& h) {
  const HermitianSystem<N> system = hermitian_system<N>(h);
  double largest = 0.0;
  for (size_t i = 0; i < N; ++i) {
    for (size_t j = 0; j < N; ++j) {
      std::complex<double> rebuilt = -h[i][j], overlap = i == j ? -1.0 : 0.0;
      for (size_t k = 0; k < N; ++k) {
        rebuilt += system.vectors[i][k] * system.values[k] * std::conj(system.vectors[j][k]);
        overlap += std::conj(system.vectors[k][i]) * system.vectors[k][j];
      }
      largest = std::max({largest, std::abs(rebuilt), std::abs(overlap)});
    }
  }
  return largest;
}

TEST(Hermitian, EigenvectorsRebuildTheMatrix) {
  RandomStream stream(1, 2, 3);
  for (int i = 0; i < 200; ++i) {
    EXPECT_LT(farthest(drawn<3>(stream)), 2e-14);
    EXPECT_LT(farthest(drawn<4>(stream)), 2e-14);
  }
}

TEST(Hermitian, TwoByTwoInClosedForm) {
  const std::complex<double> off(2.0, -1.0);
  const ComplexMatrix<2> h = {{{1.0, off}, {std::conj(off), 4.0}}};
  const HermitianSystem<2> system = hermitian_system<2>(h);
  const double root = std::sqrt(1.5 * 1.5 + 5.0);
  EXPECT_NEAR(std::min(system.values[0], system.values[1]), 2.5 - root, 1e-14);
  EXPECT_NEAR(std::max(system.values[0], system.values[1]), 2.5 + root, 1e-14);
}

// Where closed formulas lose half of their digits: two eigenvalues that coincide but for 1e-9, and sizes 1e20 apart.
TEST(Hermitian, DegenerateAndHierarchicalMatricesKeepTheirDigits) {
  ComplexMatrix<3> h = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 5.0}}};
  EXPECT_EQ(farthest(h), 0.0);
  h[0][1] = {0.0, 1e-9};
  h[1][0] = {0.0, -1e-9};
  EXPECT_LT(farthest(h), 1e-15);
  const HermitianSystem<3> system = hermitian_system<3>(h);
  EXPECT_NEAR(std::abs(system.values[0] - system.values[1]), 2e-9, 1e-15);
  h = {{{1e-13, 1e-23, 0.0}, {1e-23, 2e-23, 1e-24}, {0.0, 1e-24, 3e-23}}};
  EXPECT_LT(farthest(h) / 1e-13, 1.0 / 1e-13 * 1e-15);
}

}  // namespace
}  // namespace tridens::math
