// A boson radiated off a pair of leptons: the square of the current against explicit Dirac matrices, the total against
// the closed form for massless leptons.
#include "tridens/process/pair_radiation.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/z_boson_corrections.hh"

namespace tridens::process {
namespace {

using Complex = std::complex<double>;
using Matrix = std::array<std::array<Complex, 4>, 4>;
using Momentum = std::array<double, 4>;

constexpr std::array<double, 4> metric = {1.0, -1.0, -1.0, -1.0};

Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix c{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j)
      for (size_t k = 0; k < 4; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Matrix operator+(const Matrix& a, const Matrix& b) {
  Matrix c = a;
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) c[i][j] += b[i][j];
  return c;
}

Matrix scaled(Matrix a, Complex factor) {
  for (auto& row : a)
    for (Complex& entry : row) entry *= factor;
  return a;
}

Matrix gamma(size_t index) {
  Matrix g{};
  const Complex i(0.0, 1.0);
  if (index == 0) return {{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, -1, 0}, {0, 0, 0, -1}}};
  const std::array<std::array<std::array<Complex, 2>, 2>, 3> pauli = {
      {{{{0, 1}, {1, 0}}}, {{{0, -i}, {i, 0}}}, {{{1, 0}, {0, -1}}}}};
  for (size_t r = 0; r < 2; ++r) {
    for (size_t c = 0; c < 2; ++c) {
      g[r][c + 2] = pauli[index - 1][r][c];
      g[r + 2][c] = -pauli[index - 1][r][c];
    }
  }
  return g;
}

Matrix slash(const Momentum& p, double mass) {
  Matrix sum{};
  for (size_t mu = 0; mu < 4; ++mu) sum = sum + scaled(gamma(mu), metric[mu] * p[mu]);
  for (size_t i = 0; i < 4; ++i) sum[i][i] += mass;
  return sum;
}

double dot(const Momentum& a, const Momentum& b) {
  double sum = 0.0;
  for (size_t mu = 0; mu < 4; ++mu) sum += metric[mu] * a[mu] * b[mu];
  return sum;
}

Momentum plus(Momentum a, const Momentum& b) {
  for (size_t mu = 0; mu < 4; ++mu) a[mu] += b[mu];
  return a;
}

/// Sum over spins of |ubar(k1) [gamma^al S gamma^mu + gamma^mu S gamma^al] v(k2)|^2, both indices contracted.
double square_of_current(const Momentum& k1, const Momentum& k2, const Momentum& q, double mass, double a, double b) {
  Momentum back = plus(k2, q);
  for (double& component : back) component = -component;
  const Matrix first = scaled(slash(plus(k1, q), mass), 1.0 / a), second = scaled(slash(back, mass), 1.0 / b);
  double sum = 0.0;
  for (size_t mu = 0; mu < 4; ++mu) {
    for (size_t al = 0; al < 4; ++al) {
      const Matrix current = gamma(al) * first * gamma(mu) + gamma(mu) * second * gamma(al);
      const Matrix barred = gamma(mu) * first * gamma(al) + gamma(al) * second * gamma(mu);
      const Matrix trace = slash(k1, mass) * current * slash(k2, -mass) * barred;
      for (size_t i = 0; i < 4; ++i) sum += metric[mu] * metric[al] * trace[i][i].real();
    }
  }
  return sum;
}

TEST(PairRadiation, DensityIsTheSquareOfTheCurrent) {
  constexpr double mass = 0.6, boson = 1.1;
  const auto on_shell = [](double x, double y, double z, double m) {
    return Momentum{std::sqrt(x * x + y * y + z * z + m * m), x, y, z};
  };
  for (const double tilt : {0.2, 1.0, 2.5}) {
    const Momentum k1 = on_shell(0.3, tilt, -0.7, mass), k2 = on_shell(-1.2, 0.4, tilt, mass);
    const Momentum q = on_shell(0.9, -0.4 - tilt, 0.7 - tilt, boson);
    const double a = boson * boson + 2.0 * dot(k1, q), b = boson * boson + 2.0 * dot(k2, q);
    const Momentum all = plus(plus(k1, k2), q);
    const double density = pair_radiation_density(a, b, dot(all, all), boson * boson, mass * mass);
    EXPECT_NEAR(square_of_current(k1, k2, q, mass, a, b) / (8.0 * density), 1.0, 1e-12);
  }
}

TEST(PairRadiation, MasslessLeptonsHaveTheClosedForm) {
  for (const double mass : {1.0, 3.0, 6.0}) {
    EXPECT_NEAR(pair_radiation(10.0, mass, 1e-5) / model::z_radiation(mass * mass / 100.0), 1.0, 1e-8);
  }
}

TEST(PairRadiation, TotalIsTheIntegralOfTheDensity) {
  // Midpoints over the Dalitz plot in ln a and ln b, the borders by the sign of the Gram determinant.
  constexpr double energy = 10.58, mass = constants::muon_mass, boson = 0.5;
  const double s = energy * energy, m2 = mass * mass, M2 = boson * boson;
  const double low = std::log(M2 + 2.0 * boson * mass), range = std::log(s - 2.0 * mass * energy) - low;
  constexpr int steps = 700;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    for (int j = 0; j < steps; ++j) {
      const double a = std::exp(low + range * (i + 0.5) / steps), b = std::exp(low + range * (j + 0.5) / steps);
      const double e1 = 0.5 * (s - b) / energy, e2 = 0.5 * (s - a) / energy, e3 = energy - e1 - e2;
      const double p1 = e1 * e1 - m2, p2 = e2 * e2 - m2, p3 = e3 * e3 - M2;
      const double cosine = p3 - p1 - p2;
      if (p1 < 0.0 || p2 < 0.0 || p3 < 0.0 || cosine * cosine > 4.0 * p1 * p2) continue;
      sum += a * b * pair_radiation_density(a, b, s, M2, m2);
    }
  }
  const double total = sum * range * range / (steps * static_cast<double>(steps)) / (s * s);
  EXPECT_NEAR(pair_radiation(energy, boson, mass) / total, 1.0, 2e-3);
}

TEST(PairRadiation, EndsAtItsThreshold) {
  EXPECT_EQ(pair_radiation(10.0, 9.9, 0.1), 0.0);
  EXPECT_GT(pair_radiation(10.0, 9.7, 0.1), 0.0);
  EXPECT_THROW(pair_radiation(10.0, 0.0, 0.1), UserError);
  EXPECT_THROW(pair_radiation(0.0, 1.0, 0.1), UserError);
  EXPECT_NEAR(pair_radiation_cross_section(10.0, 1.0, 0.1) / pair_radiation(10.0, 1.0, 0.1),
              std::pow(constants::fine_structure, 2) / (6.0 * units::pi * 100.0), 1e-15);
}

}  // namespace
}  // namespace tridens::process
