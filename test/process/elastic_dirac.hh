#pragma once
#include <array>
#include <cmath>
#include <complex>

#include "dirac_reference.hh"

// Elastic scattering with explicit 4x4 Dirac matrices, spinors and exact kinematics, straight from the Lagrangians of
// model/elastic_terms.hh by Feynman's rules: plain, slow, and sharing nothing with src/. The referee of
// process/detail/elastic_kernel.cc.
namespace tridens::dirac {

using Real = long double;
using Value = std::complex<Real>;
using Square = Matrix<Real>;
inline constexpr Value imaginary{0, 1};
inline constexpr std::array<Real, 4> metric = {1, -1, -1, -1};

inline Square operator*(const Square& a, const Square& b) {
  Square result{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j)
      for (size_t k = 0; k < 4; ++k) result[i][j] += a[i][k] * b[k][j];
  return result;
}
inline Square operator+(Square a, const Square& b) {
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) a[i][j] += b[i][j];
  return a;
}
inline Square operator*(Value f, Square a) {
  for (auto& row : a)
    for (auto& element : row) element *= f;
  return a;
}
/// gamma^mu.
inline Square gamma(size_t mu) {
  Current<Real> unit{};
  unit[mu] = metric[mu];
  return slash(unit, Real{0});
}
inline Square identity() {
  return slash(Current<Real>{}, Real{1});
}
inline Square gamma5() {
  return imaginary * (gamma(0) * gamma(1) * gamma(2) * gamma(3));
}
inline Square sigma(size_t mu, size_t nu) {
  return imaginary * Value{0.5L} * (gamma(mu) * gamma(nu) + Value{-1} * (gamma(nu) * gamma(mu)));
}
/// gamma^0 m^+ gamma^0: what stands in the Hermitian conjugate of a bilinear.
inline Square dirac_adjoint(const Square& m) {
  Square dagger{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) dagger[i][j] = std::conj(m[j][i]);
  return gamma(0) * dagger * gamma(0);
}
inline Value sandwich(const Spinor<Real>& row, const Square& m, const Spinor<Real>& column) {
  const Spinor<Real> right = m * column;
  Value sum{};
  for (size_t i = 0; i < 4; ++i) sum += row[i] * right[i];
  return sum;
}

/// All bilinears of a line, upper indices.
struct Bilinears {
  Value scalar, pseudoscalar;
  std::array<Value, 4> vector, axial;
  std::array<std::array<Value, 4>, 4> tensor;
};

/// The matrices of all bilinears, times a projector on the right.
struct BilinearMatrices {
  Square scalar, pseudoscalar;
  std::array<Square, 4> vector, axial;
  std::array<std::array<Square, 4>, 4> tensor;

  explicit BilinearMatrices(const Square& projector)
      : scalar(projector), pseudoscalar(gamma5() * projector), vector{}, axial{}, tensor{} {
    for (size_t mu = 0; mu < 4; ++mu) {
      vector[mu] = gamma(mu) * projector;
      axial[mu] = gamma(mu) * gamma5() * projector;
      for (size_t nu = 0; nu < 4; ++nu) tensor[mu][nu] = sigma(mu, nu) * projector;
    }
  }
  void take_adjoint() {
    for (Square* m : {&scalar, &pseudoscalar}) *m = dirac_adjoint(*m);
    for (size_t mu = 0; mu < 4; ++mu) {
      vector[mu] = dirac_adjoint(vector[mu]);
      axial[mu] = dirac_adjoint(axial[mu]);
      for (size_t nu = 0; nu < 4; ++nu) tensor[mu][nu] = dirac_adjoint(tensor[mu][nu]);
    }
  }
  Bilinears between(const Spinor<Real>& row, const Spinor<Real>& column) const {
    Bilinears b{};
    b.scalar = sandwich(row, scalar, column);
    b.pseudoscalar = sandwich(row, pseudoscalar, column);
    for (size_t mu = 0; mu < 4; ++mu) {
      b.vector[mu] = sandwich(row, vector[mu], column);
      b.axial[mu] = sandwich(row, axial[mu], column);
      for (size_t nu = 0; nu < 4; ++nu) b.tensor[mu][nu] = sandwich(row, tensor[mu][nu], column);
    }
    return b;
  }
};

/// nu(E along some axis) + X(M at rest) -> N(m) + X(T). `azimuth` and `tilt` turn the whole event.
struct ElasticPoint {
  Real M, m, E, T, azimuth, tilt;
  bool antineutrino = false, spin_zero = false;
};

struct ElasticMomenta {
  Momentum<Real> k, k_out, p, p_out;
};
inline ElasticMomenta momenta(const ElasticPoint& point) {
  const Real energy = point.E - point.T, out = std::sqrt(energy * energy - point.m * point.m);
  const Real recoil2 = point.T * (point.T + 2 * point.M);
  const Real cosine = (point.E * point.E + out * out - recoil2) / (2 * point.E * out);
  const Real sine = std::sqrt(1 - cosine * cosine), c = std::cos(point.tilt), s = std::sin(point.tilt);
  const auto turned = [&](Real e, Real x, Real y, Real z) {
    return Momentum<Real>{e, c * x + s * z, y, c * z - s * x};
  };
  ElasticMomenta result{};
  result.k = turned(point.E, 0, 0, point.E);
  result.k_out =
      turned(energy, out * sine * std::cos(point.azimuth), out * sine * std::sin(point.azimuth), out * cosine);
  result.p = {point.M, 0, 0, 0};
  result.p_out = result.p + result.k - result.k_out;
  return result;
}

/// Couplings of model/elastic_terms.hh as they stand in the Lagrangian, for neutrino and antineutrino alike.
struct ElasticCouplings {
  Value vector, axial, scalar, pseudoscalar, tensor, magnetic;
};

/// The amplitude from the bilinears of both lines; fermi = G_F, charge = electric charge of X in units of e.
inline Value amplitude(const ElasticCouplings& c, const Bilinears& neutrino, const Bilinears& body,
                       const Momentum<Real>& q, Real fermi, Real charge) {
  const Real root2 = std::sqrt(Real{2});
  const std::array<Real, 4> photon = {q.e, q.x, q.y, q.z};  // into the neutrino line, upper indices
  Value sum = fermi / root2 * neutrino.scalar * (c.scalar * body.scalar + c.pseudoscalar * body.pseudoscalar);
  for (size_t mu = 0; mu < 4; ++mu) {
    sum -= root2 * fermi * metric[mu] * neutrino.vector[mu] * (c.vector * body.vector[mu] - c.axial * body.axial[mu]);
    for (size_t nu = 0; nu < 4; ++nu) {
      const Real lower = metric[mu] * metric[nu];
      sum += fermi / root2 * lower * c.tensor * neutrino.tensor[mu][nu] * body.tensor[mu][nu];
      // i M = (vertex of the dipole)_rho (-i g^rho_sigma/q^2) (-i e z J^sigma); d^mu A^nu -> -i q^mu.
      const Value dipole = imaginary * (-c.magnetic / Real{2}) * neutrino.tensor[mu][nu] * lower * (-imaginary);
      const Value current = photon[mu] * body.vector[nu] - photon[nu] * body.vector[mu];
      sum += -imaginary * dipole * (-imaginary / q.dot(q)) * (-imaginary * charge) * current;
    }
  }
  return sum;
}

/// Bilinears of the body for each pair of its spin states; of a spin-0 body one set, with vector and scalar only.
inline std::array<Bilinears, 4> body_bilinears(const ElasticPoint& point, const ElasticMomenta& at, size_t& count) {
  std::array<Bilinears, 4> result{};
  if (point.spin_zero) {
    const Momentum<Real> sum = at.p + at.p_out;
    result[0].vector = {sum.e, sum.x, sum.y, sum.z};
    result[0].scalar = 2 * point.M;
    count = 1;
    return result;
  }
  BilinearMatrices matrices{identity()};
  if (point.antineutrino) matrices.take_adjoint();
  for (size_t spin = 0; spin < 4; ++spin) {
    result[spin] = matrices.between(bar(particle(at.p_out, point.M, spin / 2)), particle(at.p, point.M, spin % 2));
  }
  count = 4;
  return result;
}

/// d sigma/dT. Neutrino: the operators as they stand; antineutrino: their Hermitian conjugates.
inline Real elastic_dsigma(const ElasticPoint& point, ElasticCouplings c, Real fermi, Real charge) {
  const ElasticMomenta at = momenta(point);
  BilinearMatrices matrices{Value{0.5L} * (identity() + Value{-1} * gamma5())};
  if (point.antineutrino) {
    matrices.take_adjoint();
    for (Value* coupling : {&c.vector, &c.axial, &c.scalar, &c.pseudoscalar, &c.tensor, &c.magnetic}) {
      *coupling = std::conj(*coupling);
    }
  }
  size_t body_count = 0;
  const std::array<Bilinears, 4> body = body_bilinears(point, at, body_count);
  Real sum = 0;
  for (size_t spin = 0; spin < 4; ++spin) {
    const Bilinears neutrino =
        point.antineutrino
            ? matrices.between(bar(antiparticle(at.k, Real{0}, spin / 2)), antiparticle(at.k_out, point.m, spin % 2))
            : matrices.between(bar(particle(at.k_out, point.m, spin % 2)), particle(at.k, Real{0}, spin / 2));
    for (size_t i = 0; i < body_count; ++i) {
      sum += std::norm(amplitude(c, neutrino, body[i], at.k_out - at.k, fermi, charge));
    }
  }
  if (!point.spin_zero) sum /= 2;
  return sum / (32 * std::acos(Real{-1}) * point.M * point.E * point.E);
}

}  // namespace tridens::dirac
