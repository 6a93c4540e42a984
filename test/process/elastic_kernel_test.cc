#include "tridens/process/detail/elastic_kernel.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <random>

#include "elastic_dirac.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

using namespace tridens;
using process::RecoilCoefficients;
using process::detail::Amplitudes;
using process::detail::Spin;
using Complex = std::complex<double>;

namespace {

constexpr double G = constants::fermi_constant;
const double charge = std::sqrt(constants::electric_charge_squared);

struct Couplings {
  Complex vector, axial, scalar, pseudoscalar, tensor, magnetic;
};

/// The same couplings at one recoil energy; zero parts stay absent.
Amplitudes amplitudes_of(const Couplings& c) {
  Amplitudes a;
  a.count = 1;
  const auto put = [](Complex value, std::vector<double>& re, std::vector<double>& im) {
    if (value.real() != 0.0) re = {value.real()};
    if (value.imag() != 0.0) im = {value.imag()};
  };
  put(c.vector, a.vector_re, a.vector_im);
  put(c.axial, a.axial_re, a.axial_im);
  put(c.scalar, a.scalar_re, a.scalar_im);
  put(c.pseudoscalar, a.pseudoscalar_re, a.pseudoscalar_im);
  put(c.tensor, a.tensor_re, a.tensor_im);
  put(c.magnetic, a.magnetic_re, a.magnetic_im);
  return a;
}

struct Setting {
  double M = 1.0, m = 0.0;
  bool antineutrino = false;
  Spin spin = Spin::half;
};

RecoilCoefficients coefficients(const Setting& s, const Couplings& c, double T) {
  RecoilCoefficients result(1);
  if (s.m == 0.0) {
    add_massless(amplitudes_of(c), s.spin, true, false, s.M, s.antineutrino, &T, result);
  } else {
    add_massive(amplitudes_of(c), s.spin, s.M, s.m, s.antineutrino, &T, result);
  }
  return result;
}
double dsigma(const Setting& s, const Couplings& c, double E, double T) {
  return coefficients(s, c, T).at(0, E);
}

/// Recoil energies that a neutrino of energy E can give, by the invariant mass (independent of the library).
std::pair<double, double> recoil_range(double M, double m, double E) {
  const double s = M * M + 2.0 * M * E, root = std::sqrt(s);
  const double before = (s - M * M) / (2.0 * root), energy = (s + m * m - M * M) / (2.0 * root);
  const double after = std::sqrt(energy * energy - m * m);
  const double highest = 2.0 * before * (energy + after) - m * m;
  return {m * m * m * m * M * M / (s * highest) / (2.0 * M), highest / (2.0 * M)};
}

class Draw {
 public:
  double uniform(double low, double high) { return low + (high - low) * 0x1p-64 * static_cast<double>(bits_()); }
  Complex coupling(double size) {
    const double re = uniform(-size, size);
    return {re, uniform(-size, size)};
  }

 private:
  std::mt19937_64 bits_{20170213};
};

Couplings random_couplings(Draw& draw, double M, bool spin_zero) {
  Couplings c;
  c.vector = draw.coupling(1.0);
  c.scalar = draw.coupling(3.0);
  c.magnetic = draw.coupling(3.0 * G * M);
  if (spin_zero) return c;
  c.axial = draw.coupling(1.0);
  c.pseudoscalar = draw.coupling(3.0);
  c.tensor = draw.coupling(0.5);
  return c;
}

void expect_dirac_matrices_agree(Spin spin, bool massive) {
  Draw draw;
  for (int trial = 0; trial < 60; ++trial) {
    Setting s;
    s.spin = spin;
    s.antineutrino = trial % 2 == 1;
    s.M = std::exp(draw.uniform(std::log(0.2), std::log(20.0)));
    s.m = massive ? s.M * draw.uniform(0.01, 1.0) : 0.0;
    const double threshold = s.m + s.m * s.m / (2.0 * s.M);
    const double E = threshold + s.M * std::exp(draw.uniform(-3.0, 1.0));
    const auto [low, high] = recoil_range(s.M, s.m, E);
    const double T = draw.uniform(low + 0.02 * (high - low), high - 0.02 * (high - low));
    const Couplings c = random_couplings(draw, s.M, spin == Spin::zero);
    const dirac::ElasticPoint point{
        s.M, s.m, E, T, draw.uniform(0.0, 6.0), draw.uniform(0.0, 3.0), s.antineutrino, spin == Spin::zero};
    const long double expected =
        dirac::elastic_dsigma(point, {c.vector, c.axial, c.scalar, c.pseudoscalar, c.tensor, c.magnetic}, G, charge);
    // The amplitudes of the antineutrino are the complex conjugates.
    Couplings given = c;
    if (s.antineutrino) {
      given = {std::conj(c.vector),       std::conj(c.axial),  std::conj(c.scalar),
               std::conj(c.pseudoscalar), std::conj(c.tensor), std::conj(c.magnetic)};
    }
    EXPECT_NEAR(dsigma(s, given, E, T), static_cast<double>(expected), 1e-10 * static_cast<double>(expected))
        << "M " << s.M << " m " << s.m << " E " << E << " T " << T << " antineutrino " << s.antineutrino;
  }
}

}  // namespace

TEST(ElasticKernel, AllSixInteractionsAndTheirInterferencesAreThoseOfExplicitDiracMatrices) {
  expect_dirac_matrices_agree(Spin::half, false);
}

TEST(ElasticKernel, AllSixInteractionsWithAMassiveOutgoingFermionAreThoseOfExplicitDiracMatrices) {
  expect_dirac_matrices_agree(Spin::half, true);
}

TEST(ElasticKernel, SpinZeroBodiesAreThoseOfTheCurrentOfAScalar) {
  expect_dirac_matrices_agree(Spin::zero, false);
  expect_dirac_matrices_agree(Spin::zero, true);
}
