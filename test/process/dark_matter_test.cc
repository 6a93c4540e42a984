#include "tridens/process/dark_matter.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/process/millicharge.hh"

using namespace tridens;
using model::DarkMatter;
using model::DarkMatterSpin;
using process::DarkMatterScattering;
using process::DarkTarget;

namespace {

using Complex = std::complex<double>;
using Matrix = std::array<std::array<Complex, 4>, 4>;
using Vector4 = std::array<double, 4>;
constexpr std::array<double, 4> metric = {1.0, -1.0, -1.0, -1.0};

/// Dirac representation.
Matrix gamma_matrix(int index) {
  Matrix g{};
  const Complex i{0.0, 1.0};
  switch (index) {
    case 0:
      g[0][0] = g[1][1] = 1.0;
      g[2][2] = g[3][3] = -1.0;
      break;
    case 1:
      g[0][3] = g[1][2] = 1.0;
      g[2][1] = g[3][0] = -1.0;
      break;
    case 2:
      g[0][3] = g[3][0] = -i;
      g[1][2] = g[2][1] = i;
      break;
    default:
      g[0][2] = g[3][1] = 1.0;
      g[1][3] = g[2][0] = -1.0;
      break;
  }
  return g;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix c{};
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = 0; j < 4; ++j) {
      for (size_t k = 0; k < 4; ++k) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}

/// p-slash + m.
Matrix propagating(const Vector4& p, double m) {
  Matrix result{};
  for (size_t mu = 0; mu < 4; ++mu) {
    const Matrix g = gamma_matrix(static_cast<int>(mu));
    for (size_t i = 0; i < 4; ++i) {
      for (size_t j = 0; j < 4; ++j) result[i][j] += metric[mu] * p[mu] * g[i][j];
    }
  }
  for (size_t i = 0; i < 4; ++i) result[i][i] += m;
  return result;
}

/// 1/2 Tr[(p' + m') gamma^mu (p + m) gamma^nu].
double fermion_tensor(const Vector4& after, double m_after, const Vector4& before, double m_before, size_t mu,
                      size_t nu) {
  const Matrix product = multiply(multiply(propagating(after, m_after), gamma_matrix(static_cast<int>(mu))),
                                  multiply(propagating(before, m_before), gamma_matrix(static_cast<int>(nu))));
  return 0.5 * (product[0][0] + product[1][1] + product[2][2] + product[3][3]).real();
}

struct Momenta {
  Vector4 p, after, k, recoil;
};

Momenta momenta(double E, double m1, double m2, double M, double Q2) {
  const double T = Q2 / (2.0 * M), p = std::sqrt(E * E - m1 * m1), r = std::sqrt(T * (T + 2.0 * M));
  const double cosine = (E * T + 0.5 * (Q2 + m2 * m2 - m1 * m1)) / (p * r), sine = std::sqrt(1.0 - cosine * cosine);
  return {{E, 0.0, 0.0, p},
          {E - T, -r * sine, 0.0, p - r * cosine},
          {M, 0.0, 0.0, 0.0},
          {M + T, r * sine, 0.0, r * cosine}};
}

/// Sum of the contraction of both tensors, by traces.
double traced(bool fermion, bool spin_half, double E, double m1, double m2, double M, double Q2) {
  const Momenta v = momenta(E, m1, m2, M, Q2);
  double sum = 0.0;
  for (size_t mu = 0; mu < 4; ++mu) {
    for (size_t nu = 0; nu < 4; ++nu) {
      const double dark =
          fermion ? fermion_tensor(v.after, m2, v.p, m1, mu, nu) : (v.p[mu] + v.after[mu]) * (v.p[nu] + v.after[nu]);
      const double body =
          spin_half ? fermion_tensor(v.recoil, M, v.k, M, mu, nu) : (v.k[mu] + v.recoil[mu]) * (v.k[nu] + v.recoil[nu]);
      sum += metric[mu] * metric[nu] * dark * body;
    }
  }
  return sum;
}

TEST(DarkMatterScattering, AmplitudesAreThoseOfDiracTraces) {
  constexpr double electron = constants::electron_mass;
  for (const bool fermion : {false, true}) {
    for (const double splitting : {0.0, 0.004}) {
      const DarkMatter matter{
          fermion ? DarkMatterSpin::fermion : DarkMatterSpin::scalar, 0.01, 0.05, 1e-3, 0.5, splitting};
      const DarkMatterScattering light(matter, DarkTarget::electron), heavy(matter, "Ar40");
      for (const double energy : {0.2, 1.5}) {
        const auto range = light.limits(energy);
        for (const double share : {0.1, 0.5, 0.9}) {
          const double Q2 = range.lowest + share * (range.highest - range.lowest);
          const double expected = traced(fermion, true, energy, 0.01, 0.01 + splitting, electron, Q2);
          EXPECT_NEAR(light.reduced_amplitude(energy, Q2) / expected, 1.0, 1e-8) << fermion << splitting << energy;
        }
        // The nucleus has spin 0; F(Q^2) by the ratio to another energy.
        const double Q2 = 1e-3, M = heavy.target_mass();
        EXPECT_NEAR(heavy.reduced_amplitude(energy, Q2) / heavy.reduced_amplitude(2.0 * energy, Q2) /
                        (traced(fermion, false, energy, 0.01, 0.01 + splitting, M, Q2) /
                         traced(fermion, false, 2.0 * energy, 0.01, 0.01 + splitting, M, Q2)),
                    1.0, 1e-9);
      }
    }
  }
}

TEST(DarkMatterScattering, FermionsBehindAMasslessPhotonAreMillicharged) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.03, 1e-9, 1e-3, 0.2, 0.0};
  const DarkMatterScattering scattering(matter, DarkTarget::electron);
  const double charge2 = 1e-6 * 0.2 / constants::fine_structure;
  for (const double recoil : {1e-4, 1e-3, 5e-3}) {
    EXPECT_NEAR(scattering.differential(0.2, recoil) / (charge2 * process::recoil_cross_section(0.2, 0.03, recoil)),
                1.0, 1e-10);
  }
  EXPECT_NEAR(scattering.largest_recoil(0.2) / process::largest_recoil(0.2, 0.03), 1.0, 1e-12);
  EXPECT_NEAR(
      scattering.cross_section(0.2, 1e-3, 0.1) / (charge2 * process::recoil_cross_section(0.2, 0.03, 1e-3, 0.1)), 1.0,
      1e-9);
}

// dsigma/dQ^2 = 4 pi alpha epsilon^2 alpha_D Z^2/(v^2 Q^4) of slow transfers.
TEST(DarkMatterScattering, SmallTransfersAreRutherfords) {
  for (const DarkMatterSpin spin : {DarkMatterSpin::scalar, DarkMatterSpin::fermion}) {
    const DarkMatter matter{spin, 0.3, 1e-9, 1e-3, 0.2, 0.0};
    const DarkMatterScattering scattering(matter, "Ar40");
    const double energy = 0.5, v2 = 1.0 - 0.09 / 0.25, recoil = 1e-9, M = scattering.target_mass(),
                 Q2 = 2.0 * M * recoil;
    const double expected = 4.0 * units::pi * constants::fine_structure * 1e-6 * 0.2 * 324.0 / (v2 * Q2 * Q2);
    EXPECT_NEAR(scattering.differential(energy, recoil) / (2.0 * M * expected), 1.0, 1e-4) << model::name(spin);
  }
}

// deNiverville, Pospelov, Ritz, arXiv:1107.4580.
TEST(DarkMatterScattering, ScalarsOnElectronsFollowThePublishedFormula) {
  const DarkMatterScattering scattering({DarkMatterSpin::scalar, 0.02, 0.06, 1e-3, 0.5, 0.0}, DarkTarget::electron);
  constexpr double M = constants::electron_mass;
  for (const double T : {1e-4, 1e-2, 0.1}) {
    const double expected = 8.0 * M * (2.0 * M * 0.49 - (2.0 * M * 0.7 + 0.0004) * T);
    EXPECT_NEAR(scattering.reduced_amplitude(0.7, 2.0 * M * T) / expected, 1.0, 1e-10) << T;
  }
}

TEST(DarkMatterScattering, HeavyMediatorsAreContactInteractions) {
  const auto sigma = [](double mediator) {
    const DarkMatter matter{DarkMatterSpin::scalar, 0.01, mediator, 1e-3, 0.5, 0.0};
    return DarkMatterScattering(matter, DarkTarget::electron).cross_section(1.0, 0.0, 10.0) * std::pow(mediator, 4);
  };
  EXPECT_NEAR(sigma(20.0) / sigma(40.0), 1.0, 1e-5);
  // Scalars well above all masses: G^2 E m_e/(4 pi M^4) int (1 - u) du 2.
  const double expected =
      4.0 * units::pi * 0.5 * constants::electric_charge_squared * 1e-6 * constants::electron_mass / (4.0 * units::pi);
  const DarkMatter light{DarkMatterSpin::scalar, 1e-6, 20.0, 1e-3, 0.5, 0.0};
  EXPECT_NEAR(
      DarkMatterScattering(light, DarkTarget::electron).cross_section(1.0, 0.0, 10.0) * std::pow(20.0, 4) / expected,
      1.0, 5e-3);
}

TEST(DarkMatterScattering, RatesGoWithEpsilonSquaredAlphaD) {
  DarkMatter matter{DarkMatterSpin::scalar, 0.01, 0.03, 1e-3, 0.5, 0.0};
  const double before = DarkMatterScattering(matter, DarkTarget::proton).cross_section(1.0, 0.035, 0.6);
  matter.epsilon *= 3.0;
  matter.alpha_D *= 0.5;
  EXPECT_NEAR(DarkMatterScattering(matter, DarkTarget::proton).cross_section(1.0, 0.035, 0.6) / before, 4.5, 1e-12);
}

TEST(DarkMatterScattering, LimitsOfUpscatteringAreThoseOfTwoBodies) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.05, 0.3, 1e-3, 0.5, 0.08};
  const DarkMatterScattering up(matter, DarkTarget::proton), down(matter, DarkTarget::proton, true);
  const double M = up.target_mass(), E = 0.6, s = 0.05 * 0.05 + M * M + 2.0 * M * E, root = std::sqrt(s);
  const auto energy = [&](double m) { return (s + m * m - M * M) / (2.0 * root); };
  const double e1 = energy(0.05), e2 = energy(0.13), p1 = std::sqrt(e1 * e1 - 0.0025), p2 = std::sqrt(e2 * e2 - 0.0169);
  EXPECT_NEAR(up.limits(E).lowest, 2.0 * (e1 * e2 - p1 * p2) - 0.0025 - 0.0169, 1e-12);
  EXPECT_NEAR(up.limits(E).highest, 2.0 * (e1 * e2 + p1 * p2) - 0.0025 - 0.0169, 1e-12);
  EXPECT_NEAR(up.threshold(), (std::pow(0.13 + M, 2) - 0.0025 - M * M) / (2.0 * M), 1e-12);
  EXPECT_EQ(down.threshold(), 0.13);
  EXPECT_EQ(up.cross_section(0.9 * up.threshold(), 0.0, 1.0), 0.0);
  EXPECT_THROW((void)up.limits(0.9 * up.threshold()), UserError);
}

// Detailed balance: spins and momenta in the centre of mass are the same function of s both ways.
TEST(DarkMatterScattering, UpAndDownScatteringBalance) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.05, 0.3, 1e-3, 0.5, 0.08};
  const DarkMatterScattering up(matter, DarkTarget::electron), down(matter, DarkTarget::electron, true);
  const double M = constants::electron_mass, above = 20.0;
  const double below = above - (0.13 * 0.13 - 0.0025) / (2.0 * M);
  const double Q2 = 0.5 * (up.limits(above).lowest + up.limits(above).highest);
  EXPECT_NEAR(up.limits(above).highest / down.limits(below).highest, 1.0, 1e-9);
  EXPECT_NEAR(up.reduced_amplitude(above, Q2) / down.reduced_amplitude(below, Q2), 1.0, 1e-9);
}

TEST(DarkMatterScattering, AnglesAreThoseOfMomentumConservation) {
  const DarkMatter matter{DarkMatterSpin::scalar, 0.02, 0.06, 1e-3, 0.5, 0.0};
  const DarkMatterScattering scattering(matter, DarkTarget::electron);
  const double top = scattering.largest_recoil(0.5);
  EXPECT_NEAR(scattering.recoil_cosine(0.5, top), 1.0, 1e-9);
  const double T = 0.4 * top, M = constants::electron_mass, p = std::sqrt(0.25 - 0.0004);
  EXPECT_NEAR(scattering.recoil_cosine(0.5, T), std::sqrt(T / (T + 2.0 * M)) * (0.5 + M) / p, 1e-12);
  EXPECT_THROW((void)scattering.recoil_cosine(0.5, 1.1 * top), UserError);
  EXPECT_THROW((void)scattering.cross_section(0.5, 0.2, 0.1), UserError);
  EXPECT_THROW(DarkMatterScattering(matter, DarkTarget::nucleus), UserError);
}

}  // namespace
