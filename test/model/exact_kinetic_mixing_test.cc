// Exact kinetic mixing against the kinetic and mass matrices it diagonalises.
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/model/kinetic_mixing.hh"

namespace tridens::model {
namespace {

TEST(ExactKineticMixing, ExchangeIsThatOfTheMixedLagrangian) {
  // Amplitude J^T (K q^2 - M^2)^-1 J between currents of (B, W3, X) in the original basis equals the sum over the
  // photon and both mass states: at any q^2, for electromagnetic, neutral and dark charges.
  const double s2 = 0.23, s = std::sqrt(s2), c = std::sqrt(1.0 - s2), e = 0.3, g = e / s, gp = 0.7;
  for (const double sin_chi : {1e-3, -0.2, 0.6}) {
    for (const double x_mass : {0.01, 3.0, 80.0, 200.0}) {
      const double M = 91.0;
      const KineticMixing mixing = exact_kinetic_mixing(sin_chi, M, x_mass, s2);
      const double Q = -1.0, T3 = -0.5, Qd = 1.0, q2 = -7.0;
      const auto charge = [&](const NeutralCouplings& v) {
        return e * v.electromagnetic * Q + g / c * v.neutral * (T3 - Q * s2) + gp * v.dark * Qd;
      };
      const double physical = std::pow(e * Q, 2) / q2 +
                              std::pow(charge(mixing.z), 2) / (q2 - std::pow(mixing.z_mass, 2)) +
                              std::pow(charge(mixing.dark), 2) / (q2 - std::pow(mixing.dark_mass, 2));
      // Original basis: mass term M^2 (c W3 - s B)^2/2 + m_X^2 X^2/2.
      const double J[3] = {e / c * (Q - T3), g * T3, gp * Qd};
      double A[3][4] = {{q2 - M * M * s2, M * M * s * c, sin_chi * q2, J[0]},
                        {M * M * s * c, q2 - M * M * (1.0 - s2), 0.0, J[1]},
                        {sin_chi * q2, 0.0, q2 - x_mass * x_mass, J[2]}};
      for (int k = 0; k < 3; ++k) {
        for (int i = 0; i < 3; ++i) {
          if (i == k) continue;
          const double f = A[i][k] / A[k][k];
          for (int j = k; j < 4; ++j) A[i][j] -= f * A[k][j];
        }
      }
      double original = 0.0;
      for (int k = 0; k < 3; ++k) original += J[k] * A[k][3] / A[k][k];
      EXPECT_NEAR(physical / original, 1.0, 1e-10) << sin_chi << " " << x_mass;
    }
  }
}

TEST(ExactKineticMixing, MeetsThePublishedFormsAndItsLimits) {
  const double s2 = 0.23, s = std::sqrt(s2), chi = 0.1, mu2 = 0.04;
  const KineticMixing mixing = exact_kinetic_mixing(std::sin(chi), 1.0, 0.2, s2);
  const double tan2 =
      2.0 * s * std::sin(chi) * std::cos(chi) / (std::pow(std::cos(chi), 2) - s2 * std::pow(std::sin(chi), 2) - mu2);
  EXPECT_NEAR(std::tan(2.0 * mixing.angle) / tan2, 1.0, 1e-13);
  EXPECT_NEAR(std::pow(mixing.z_mass, 2), 1.0 + s * std::tan(chi) * std::tan(mixing.angle), 1e-14);
  EXPECT_NEAR(std::pow(mixing.dark_mass, 2), 1.0 - s * std::tan(chi) / std::tan(mixing.angle), 1e-13);
  // A light Z' is a dark photon, eps = c_W chi.
  const KineticMixing light = exact_kinetic_mixing(1e-3, 91.1876, 1e-2, s2);
  EXPECT_NEAR(light.dark.electromagnetic / (-std::sqrt(1.0 - s2) * 1e-3), 1.0, 1e-6);
  EXPECT_LT(std::abs(light.dark.neutral), 1e-10);
  EXPECT_NEAR(light.dark_mass / 1e-2, 1.0, 1e-6);
  EXPECT_NEAR(light.z.neutral, 1.0, 1e-6);
  // Without mixing nothing happens, on either side of M_Z.
  for (const double mass : {10.0, 500.0}) {
    const KineticMixing none = exact_kinetic_mixing(0.0, 91.0, mass, s2);
    EXPECT_EQ(none.z_mass, 91.0);
    EXPECT_NEAR(none.dark_mass, mass, 1e-12);
    EXPECT_EQ(none.dark.electromagnetic, 0.0);
  }
  EXPECT_THROW(exact_kinetic_mixing(1.0, 91.0, 1.0, s2), UserError);
  EXPECT_THROW(exact_kinetic_mixing(0.1, 91.0, 0.0, s2), UserError);
  EXPECT_THROW(exact_kinetic_mixing(0.1, 91.0, 91.0, s2), UserError);
}

}  // namespace
}  // namespace tridens::model
