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

using namespace tridens;
using process::RecoilCoefficients;
using process::detail::Amplitudes;
using process::detail::Spin;
using Complex = std::complex<double>;

namespace {

constexpr double G = constants::fermi_constant;
const double charge = std::sqrt(constants::electric_charge_squared);

struct Couplings {
  Complex vector{}, axial{}, scalar{}, pseudoscalar{}, tensor{}, magnetic{};
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
  for (int trial = 0; trial < 200; ++trial) {
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

// Rodejohann, Xu and Yaguna (1702.05721), L = (G_F/sqrt2) sum_a nubar G^a nu [psibar G^a (C_a + i g5 D_a) psi] with
// real D in place of i D for V and A: d sigma/dT = (G_F^2 M/2 pi) [A + 2 B (1 - T/E) + C (1 - T/E)^2 + D M T/4E^2].
TEST(ElasticKernel, GeneralInteractionsTakeTheFormOfTheLiterature) {
  Draw draw;
  for (int trial = 0; trial < 50; ++trial) {
    const auto coupling = [&] { return draw.uniform(-1.0, 1.0); };
    const double CS = coupling(), DS = coupling(), CP = coupling(), DP = coupling(), CV = coupling(), DV = coupling(),
                 CA = coupling(), DA = coupling(), CT = coupling(), DT = coupling();
    const double v = CV - DA, a = CA - DV, sigma = (CS * CS + CP * CP + DS * DS + DP * DP) / 8.0;
    const double tensor = CT * CT + DT * DT, mixed = 0.5 * (CP * CT - CS * CT + DP * DT - DS * DT);
    double A = 0.25 * (v + a) * (v + a) + sigma + mixed + tensor;
    double C = 0.25 * (v - a) * (v - a) + sigma - mixed + tensor;
    const double B = tensor - sigma, D = a * a - v * v - 4.0 * tensor + CS * CS + DP * DP;
    Setting s;
    s.M = draw.uniform(0.3, 3.0);
    s.antineutrino = trial % 2 == 1;
    if (s.antineutrino) std::swap(A, C);
    const double E = draw.uniform(0.1, 2.0), T = draw.uniform(0.05, 0.9) * recoil_range(s.M, 0.0, E).second;
    const Couplings c{-0.5 * v, -0.5 * a, {CS, DP}, {CP, DS}, {CT, -DT}, 0.0};
    const double y = 1.0 - T / E;
    const double expected =
        G * G * s.M / (2.0 * units::pi) * (A + 2.0 * B * y + C * y * y + D * s.M * T / (4.0 * E * E));
    EXPECT_NEAR(dsigma(s, c, E, T), expected, 1e-12 * expected);
  }
}

// d sigma/dT = (2 m G_F^2/pi) [C_L^2 + C_R^2 (1 - T/E)^2 - C_L C_R m T/E^2], g_V = C_L + C_R, g_A = C_L - C_R;
// antineutrinos exchange C_L and C_R.
TEST(ElasticKernel, NeutrinoElectronScatteringIsThatOfTheStandardModel) {
  const double m = constants::electron_mass, E = 0.004, left = -0.27306, right = 0.23313;
  for (const double T : {1e-6, 5e-4, 3.7e-3}) {
    for (const bool antineutrino : {false, true}) {
      const double L = antineutrino ? right : left, R = antineutrino ? left : right, y = 1.0 - T / E;
      const double expected = 2.0 * m * G * G / units::pi * (L * L + R * R * y * y - L * R * m * T / (E * E));
      EXPECT_NEAR(dsigma({m, 0.0, antineutrino}, {left + right, left - right}, E, T), expected, 1e-13 * expected);
    }
  }
}

// (G_F^2 M/pi) Q^2 (1 - T/E - M T/2E^2) of spin 0 vanishes for the neutrino that turns back: helicity is conserved and
// nothing is there to take up the angular momentum. What flips the helicity vanishes forward instead.
TEST(ElasticKernel, ASpinZeroBodyCannotTurnAHelicityConservingNeutrinoBack) {
  Setting s{37.2, 0.0, false, Spin::zero};
  const double E = 0.03, highest = 2.0 * E * E / (s.M + 2.0 * E);
  const double forward = dsigma(s, {20.0}, E, 0.0);
  EXPECT_NEAR(forward, G * G * s.M / units::pi * 400.0, 1e-12 * forward);
  EXPECT_NEAR(dsigma(s, {20.0}, E, highest), 0.0, 1e-14 * forward);
  EXPECT_GT(dsigma(s, {0.0, 0.0, 20.0}, E, highest), 0.0);
  EXPECT_EQ(dsigma(s, {0.0, 0.0, 20.0}, E, 0.0), 0.0);
}

// L = -(mu/2) nubar s nu F: alpha mu^2 z^2 (1/T - 1/E), for spin 0 + T/4E^2 (Vogel and Engel, Phys. Rev. D 39 (1989)
// 3378).
TEST(ElasticKernel, MagneticMomentsGiveTheKnownCrossSection) {
  const double mu = 1e-10 * constants::bohr_magneton, E = 0.01, T = 1e-6;
  const double per_MeV = units::cm2 / units::MeV;
  const double published[][3] = {{131.293, 54, 7.27374e-39}, {39.948, 18, 8.08193e-40}, {12.0, 6, 8.97992e-41}};
  for (const auto& [mass, z, expected] : published) {
    const Couplings c{0.0, 0.0, 0.0, 0.0, 0.0, mu * z};
    const Setting half{mass * constants::atomic_mass_unit};
    EXPECT_NEAR(dsigma(half, c, E, T) / per_MeV, expected, 1e-5 * expected);
    const double factor = constants::fine_structure * mu * mu * z * z, late = 0.9 * recoil_range(half.M, 0.0, E).second;
    Setting zero = half;
    zero.spin = Spin::zero;
    EXPECT_NEAR(dsigma(half, c, E, late), factor * (1.0 / late - 1.0 / E), 1e-12 * factor / late);
    EXPECT_NEAR(dsigma(zero, c, E, T) - dsigma(half, c, E, T), factor * T / (4.0 * E * E), 1e-15 * factor / T);
  }
}

// With the photon of L = -e z Xbar g X A, a moment and a scalar coupling of a neutrino add to
// (G_F e z mu/2 sqrt2 pi) M Re(s mu*) (1/E - T/2E^2), of either spin; for antineutrinos they subtract.
TEST(ElasticKernel, AMagneticMomentInterferesWithAScalarBoson) {
  for (const Spin spin : {Spin::half, Spin::zero}) {
    for (const bool antineutrino : {false, true}) {
      const Setting s{11.178, 0.0, antineutrino, spin};
      const double E = 0.3, T = 0.004;
      const Couplings both{0.0, 0.0, {2.0, -0.3}, 0.0, 0.0, {1e-5, 3e-6}};
      Couplings scalar = both, magnetic = both;
      scalar.magnetic = magnetic.scalar = 0.0;
      const double interference = dsigma(s, both, E, T) - dsigma(s, scalar, E, T) - dsigma(s, magnetic, E, T);
      const double expected = G * charge * s.M / (2.0 * std::sqrt(2.0) * units::pi) *
                              (both.scalar * std::conj(both.magnetic)).real() * (1.0 / E - T / (2.0 * E * E));
      EXPECT_NEAR(interference, antineutrino ? -expected : expected, 1e-10 * expected);
    }
  }
}

// alpha mu^2 z^2 {1/T - 1/E - m^2/(2 E T M) [1 - T/2E + M/2E] + m^4 (T - M)/(8 E^2 T^2 M^2)} for spin 1/2 (Magill,
// Plestid, Pospelov and Tsai, 1803.03262); + T/4E^2, [1 - T/4E + M/2E] and -m^4/(8 E^2 T^2 M) for spin 0.
TEST(ElasticKernel, TheDipolePortalTakesItsKnownForm) {
  const double M = 11.178, m = 0.05, E = 0.2, mu = 1e-6, z = 6.0;
  const auto [low, high] = recoil_range(M, m, E);
  for (const double fraction : {0.0, 0.1, 0.5, 1.0}) {
    const double T = low + fraction * (high - low), m2 = m * m;
    const double factor = constants::fine_structure * mu * mu * z * z, common = 1.0 / T - 1.0 / E;
    const double half = common - m2 / (2.0 * E * T * M) * (1.0 - T / (2.0 * E) + M / (2.0 * E)) +
                        m2 * m2 * (T - M) / (8.0 * E * E * T * T * M * M);
    const double zero = common + T / (4.0 * E * E) - m2 / (2.0 * E * T * M) * (1.0 - T / (4.0 * E) + M / (2.0 * E)) -
                        m2 * m2 / (8.0 * E * E * T * T * M);
    const Couplings c{0.0, 0.0, 0.0, 0.0, 0.0, mu * z};
    EXPECT_NEAR(dsigma({M, m, false, Spin::half}, c, E, T), factor * half, 1e-12 * factor / T);
    EXPECT_NEAR(dsigma({M, m, true, Spin::zero}, c, E, T), factor * zero, 1e-12 * factor / T);
  }
}

// (y_nu y_N)^2 M (2 M T + m^2)/[8 pi E^2 (2 M T + M_phi^2)^2] (1 + T/2M for spin 1/2): Farzan, Lindner, Rodejohann and
// Xu (1802.05171), Brdar, Rodejohann and Xu (1810.03626).
TEST(ElasticKernel, ANewFermionReachedByAScalarTakesItsKnownForm) {
  const double M = 0.938, m = 0.1, E = 0.4, T = 0.02, coupling = 1e-5;
  const double zero = coupling * coupling * M * (2.0 * M * T + m * m) / (8.0 * units::pi * E * E);
  const Couplings c{0.0, 0.0, std::sqrt(2.0) / G * coupling};
  EXPECT_NEAR(dsigma({M, m, false, Spin::zero}, c, E, T), zero, 1e-13 * zero);
  EXPECT_NEAR(dsigma({M, m, false, Spin::half}, c, E, T), zero * (1.0 + T / (2.0 * M)), 1e-13 * zero);
}

// Spinor sums of the helicity amplitudes of nu A -> N A on a spin-0 nucleus: E = 1.3, M = 11.178, m = 0.25, Q^2 =
// 0.009, T_- + T_+ with d sigma/dQ^2 = g^2 T_h/[64 pi M^2 E^2 (Q^2 + m_X^2)^2]; no form factor.
TEST(ElasticKernel, UpscatteringOnANucleusAgreesWithHelicityAmplitudes) {
  const double E = 1.3, M = 11.178, m = 0.25, Q2 = 0.009, T = Q2 / (2.0 * M);
  const Setting s{M, m, false, Spin::zero};
  const double factor = 2.0 * M / (64.0 * units::pi * M * M * E * E);
  const double vector = 3334.5116 + 0.031245981, scalar = 31.501234 + 4.2338035, dipole = 0.019179943 + 28.079847;
  // sqrt2 G_F g_V = g/(Q^2 + m_X^2), (G_F/sqrt2) s the same, mu e z = g.
  EXPECT_NEAR(dsigma(s, {1.0 / (std::sqrt(2.0) * G)}, E, T), factor * vector, 2e-8 * factor * vector);
  EXPECT_NEAR(dsigma(s, {0.0, 0.0, std::sqrt(2.0) / G}, E, T), factor * scalar, 2e-8 * factor * scalar);
  const double pole = factor * dipole / (Q2 * Q2);
  EXPECT_NEAR(dsigma(s, {0.0, 0.0, 0.0, 0.0, 0.0, 1.0 / charge}, E, T), pole, 2e-8 * pole);
  // Dark photon, C^2 = 1e-6 x 4 pi x 0.3, epsilon = 1e-3, 50 MeV, Z = 6; in cm^2/GeV^2.
  const double g = std::sqrt(1e-6 * 4.0 * units::pi * 0.3) * charge * 1e-3 * 6.0;
  const double coupling = g / (Q2 + 0.05 * 0.05) / (std::sqrt(2.0) * G);
  EXPECT_NEAR(dsigma(s, {coupling}, E, T) / (2.0 * M) / units::cm2, 2.87789e-36 + 2.69672e-41, 1e-5 * 2.878e-36);
}

TEST(ElasticKernel, ALightFermionIsAlmostAMasslessOne) {
  const double E = 0.05, T = 3e-5, M = 20.0;
  const Couplings singles[] = {{1.0},
                               {0.0, 1.0},
                               {0.0, 0.0, 1.0},
                               {0.0, 0.0, 0.0, 1.0},
                               {0.0, 0.0, 0.0, 0.0, 1.0},
                               {0.0, 0.0, 0.0, 0.0, 0.0, 1e-6}};
  for (const Couplings& c : singles) {
    for (const Spin spin : {Spin::half, Spin::zero}) {
      const double massless = dsigma({M, 0.0, false, spin}, c, E, T);
      EXPECT_NEAR(dsigma({M, 1e-7, false, spin}, c, E, T), massless, 1e-10 * massless);
      EXPECT_NE(dsigma({M, 1e-3, false, spin}, c, E, T), massless);
    }
  }
}

TEST(ElasticKernel, TheAxialPartOfANucleusIsAddedIncoherently) {
  const double M = 17.7, E = 0.03, T = 4e-5;
  const auto of = [&](const Couplings& c, bool antineutrino) {
    RecoilCoefficients result(1);
    add_massless(amplitudes_of(c), Spin::half, false, false, M, antineutrino, &T, result);
    return result.at(0, E);
  };
  const double sum = of({5.0}, false) + of({0.0, 0.6}, false);
  EXPECT_NEAR(of({5.0, 0.6}, false), sum, 1e-14 * sum);
  EXPECT_EQ(of({5.0, 0.6}, true), of({5.0, 0.6}, false));
  EXPECT_GT(dsigma({M}, {5.0, 0.6}, E, T), sum);
}

TEST(ElasticKernel, LeadingKinematicsKeepOnlyTheRecoilTerm) {
  const double M = 67.6, T = 2e-6;
  RecoilCoefficients result(1);
  add_massless(amplitudes_of({{-3.0, 4.0}}), Spin::half, true, true, M, false, &T, result);
  const double constant = 25.0 * G * G * M / units::pi;
  EXPECT_NEAR(result.constant[0], constant, 1e-14 * constant);
  EXPECT_EQ(result.inverse[0], 0.0);
  EXPECT_NEAR(result.inverse_squared[0], -0.5 * M * T * constant, 1e-14 * M * T * constant);
}

TEST(ElasticKernel, ABatchIsItsPointsAndIsAddedToWhatIsThere) {
  Draw draw;
  const size_t count = 37;
  Amplitudes batch;
  batch.count = count;
  std::vector<Couplings> points;
  std::vector<double> T;
  for (size_t i = 0; i < count; ++i) {
    points.push_back(random_couplings(draw, 1.3, false));
    T.push_back(draw.uniform(0.01, 0.3));
    const Amplitudes one = amplitudes_of(points.back());
    for (auto part :
         {&Amplitudes::vector_re, &Amplitudes::vector_im, &Amplitudes::axial_re, &Amplitudes::axial_im,
          &Amplitudes::scalar_re, &Amplitudes::scalar_im, &Amplitudes::pseudoscalar_re, &Amplitudes::pseudoscalar_im,
          &Amplitudes::tensor_re, &Amplitudes::tensor_im, &Amplitudes::magnetic_re, &Amplitudes::magnetic_im}) {
      (batch.*part).push_back((one.*part).at(0));
    }
  }
  RecoilCoefficients result(count);
  add_massive(batch, Spin::half, 1.3, 0.2, true, T.data(), result);
  add_massive(batch, Spin::half, 1.3, 0.2, true, T.data(), result);
  for (size_t i = 0; i < count; ++i) {
    const RecoilCoefficients one = coefficients({1.3, 0.2, true}, points[i], T[i]);
    const double scale = std::abs(one.constant[0]);
    EXPECT_NEAR(result.constant[i], 2.0 * one.constant[0], 1e-13 * scale);
    EXPECT_NEAR(result.inverse[i], 2.0 * one.inverse[0], 1e-12 * scale);
    EXPECT_NEAR(result.inverse_squared[i], 2.0 * one.inverse_squared[0], 1e-12 * scale);
  }
}

TEST(ElasticKernel, ArraysOfDifferentLengthsAreRefused) {
  Amplitudes a = amplitudes_of({1.0});
  const double T[2] = {0.1, 0.1};
  RecoilCoefficients none(0), two(2);
  EXPECT_THROW(add_massless(a, Spin::half, true, false, 1.0, false, T, none), Failure);
  a.count = 2;
  EXPECT_THROW(add_massive(a, Spin::half, 1.0, 0.1, false, T, two), Failure);
}
