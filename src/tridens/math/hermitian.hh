#pragma once
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

// Small Hermitian matrices.
namespace tridens::math {

template <size_t N>
using ComplexMatrix = std::array<std::array<std::complex<double>, N>, N>;

/// H = V diag(values) V^+, the columns of V orthonormal; not ordered.
template <size_t N>
struct HermitianSystem {
  std::array<double, N> values{};
  ComplexMatrix<N> vectors{};
};

/// Rotates the entry (p, q) of a Hermitian matrix to zero and the vectors with it: with h_pq = |h_pq| e^(i phi),
/// t = tan of the smaller angle that solves t^2 + 2 t (h_qq - h_pp)/(2 |h_pq|) - 1 = 0.
template <size_t N>
void rotate(ComplexMatrix<N>& h, ComplexMatrix<N>& v, size_t p, size_t q) {
  const double size = std::sqrt(std::norm(h[p][q]));
  const std::complex<double> phase = h[p][q] / size;
  const double theta = 0.5 * (h[q][q].real() - h[p][p].real()) / size;
  const double t = (theta < 0.0 ? -1.0 : 1.0) / (std::abs(theta) + std::sqrt(1.0 + theta * theta));
  const double c = 1.0 / std::sqrt(1.0 + t * t);
  const double sine = t * c;
  const std::complex<double> s(sine * phase.real(), sine * phase.imag());
  const auto times = [](const std::complex<double>& a, const std::complex<double>& b) {
    return std::complex<double>(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
  };
  h[p][p] -= t * size;
  h[q][q] += t * size;
  h[p][q] = h[q][p] = 0.0;
  for (size_t k = 0; k < N; ++k) {
    if (k != p && k != q) {
      const std::complex<double> kp = h[k][p], kq = h[k][q];
      h[k][p] = c * kp - times(std::conj(s), kq);
      h[k][q] = times(s, kp) + c * kq;
      h[p][k] = std::conj(h[k][p]);
      h[q][k] = std::conj(h[k][q]);
    }
    const std::complex<double> vp = v[k][p], vq = v[k][q];
    v[k][p] = c * vp - times(std::conj(s), vq);
    v[k][q] = times(s, vp) + c * vq;
  }
}

/// Cyclic Jacobi rotations until what is off the diagonal is below rounding: exact to rounding also where eigenvalues
/// coincide, which closed formulas are not (C. G. J. Jacobi, J. Reine Angew. Math. 30 (1846) 51; compared for 3 x 3 by
/// J. Kopp, Int. J. Mod. Phys. C 19 (2008) 523, physics/0610206). Only the upper triangle is read.
template <size_t N>
HermitianSystem<N> hermitian_system(ComplexMatrix<N> h) {
  HermitianSystem<N> result;
  double scale = 0.0;
  for (size_t i = 0; i < N; ++i) {
    result.vectors[i][i] = 1.0;
    for (size_t j = 0; j < i; ++j) h[i][j] = std::conj(h[j][i]);
    for (size_t j = i; j < N; ++j) scale += std::norm(h[i][j]);
  }
  constexpr int most_sweeps = 50;  // convergence is quadratic: 3 to 6 are enough
  constexpr double rounding = 1e-34;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool rotated = false;
    for (size_t p = 0; p + 1 < N; ++p) {
      for (size_t q = p + 1; q < N; ++q) {
        if (!(std::norm(h[p][q]) > rounding * scale)) continue;
        rotate(h, result.vectors, p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  for (size_t i = 0; i < N; ++i) result.values[i] = h[i][i].real();
  return result;
}

}  // namespace tridens::math
