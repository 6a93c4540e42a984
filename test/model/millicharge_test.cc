// Decays of mesons into millicharged particles, and the massless dark photon.
#include "tridens/model/millicharge.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/four_vector.hh"
#include "tridens/math/random.hh"

namespace tridens::model {
namespace {

double yield(const char* meson, double mass) {
  return millicharge_yield(electromagnetic_meson(meson), mass);
}

TEST(MillichargeDecays, YieldsOfMesons) {
  EXPECT_NEAR(yield("pi0", 0.01) / 5.51058e-3, 1.0, 1e-5);
  EXPECT_NEAR(yield("pi0", 0.02) / 2.058430e-3, 1.0, 1e-5);
  EXPECT_NEAR(yield("eta", 0.15) / 1.091268e-4, 1.0, 1e-5);
  EXPECT_NEAR(yield("rho", 0.3) / 7.768377e-5, 1.0, 1e-5);
  EXPECT_NEAR(yield("J/psi", 0.3) / 0.1193561, 1.0, 1e-5);
  EXPECT_NEAR(yield("Upsilon(1S)", 0.3) / 0.04779971, 1.0, 1e-5);
}

TEST(MillichargeDecays, ElectronsComeOutAsMeasured) {
  // pi0 -> gamma e+ e-: 1.174 % (Particle Data Group 2022); radiative corrections of order 1 % left out.
  EXPECT_NEAR(0.5 * yield("pi0", constants::electron_mass) / 0.01174, 1.0, 0.02);
  EXPECT_NEAR(0.5 * yield("phi", constants::electron_mass) / 2.979e-4, 1.0, 1e-12);
}

/// |M|^2 of P -> gamma(q) chi(p) chibar(r) with the amplitude eps_{mnab} k^m q^n e^a ubar gamma^b v/k^2, summed over
/// spins and polarisations, up to a constant: 2[(q.p)^2 + (q.r)^2]/k^2 + 4 m^2 (q.k)^2/k^4.
double dalitz(const FourVector& q, const FourVector& p, const FourVector& r, double mass) {
  const FourVector k = p + r;
  const double k2 = k.mass_squared(), qp = q.dot(p), qr = q.dot(r), qk = qp + qr;
  return (qp * qp + qr * qr) / k2 + 2.0 * mass * mass * qk * qk / (k2 * k2);
}

TEST(MillichargeDecays, LinesAgainstAMonteCarloOfTheMatrixElement) {
  const ElectromagneticMeson eta = electromagnetic_meson("eta");
  const double mass = 0.08, m = eta.mass;
  double mean_lines = 0.0, square_lines = 0.0, total = 0.0;
  for (const DecayPoint& line : millicharge_lines(eta, mass, 16)) {
    total += line.weight;
    mean_lines += line.weight * line.energy;
    square_lines += line.weight * line.energy * line.energy;
    EXPECT_NEAR(line.energy * line.energy - line.momentum * line.momentum, mass * mass, 1e-12);
  }
  EXPECT_NEAR(total / millicharge_yield(eta, mass), 1.0, 1e-12);
  // Three-body phase space: dk^2, direction in the rest frame of the pair; weight (1 - z) beta.
  RandomStream random(7, 1, 0);
  double sum = 0.0, first = 0.0, second = 0.0;
  double heavy = 0.0, light = 0.0;  // below and above k^2 = 6 m^2
  for (int i = 0; i < 200000; ++i) {
    const double low = 4.0 * mass * mass, k2 = low * std::pow(m * m / low, random.uniform()), k = std::sqrt(k2);
    const double beta = std::sqrt(1.0 - low / k2), cosine = 2.0 * random.uniform() - 1.0;
    const double photon = (m * m - k2) / (2.0 * m), pair = m - photon, momentum = 0.5 * k * beta;
    const double sine = std::sqrt(1.0 - cosine * cosine) * momentum;
    const double e1 = (pair * 0.5 * k + photon * momentum * cosine) / k, e2 = pair - e1;
    const double z1 = (photon * 0.5 * k + pair * momentum * cosine) / k;
    const FourVector p{e1, sine, 0.0, z1}, r{e2, -sine, 0.0, photon - z1}, q{photon, 0.0, 0.0, -photon};
    const double weight = dalitz(q, p, r, mass) * photon * beta * k2;
    sum += weight;
    first += weight * 0.5 * (e1 + e2);
    second += weight * 0.5 * (e1 * e1 + e2 * e2);
    (k2 < 6.0 * mass * mass ? heavy : light) += weight;
  }
  EXPECT_NEAR(mean_lines / total / (first / sum), 1.0, 3e-3);
  EXPECT_NEAR(square_lines / total / (second / sum), 1.0, 5e-3);
  // The same share of small invariant masses as Kroll and Wada have.
  const double x = mass * mass / (m * m);
  double below = 0.0, all = 0.0;
  constexpr int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double z = 4.0 * x + (1.0 - 4.0 * x) * (i + 0.5) / steps;
    all += kroll_wada(z, x);
    if (z < 6.0 * x) below += kroll_wada(z, x);
  }
  EXPECT_NEAR(below / all / (heavy / sum), 1.0, 0.01);
}

TEST(MillichargeDecays, VectorMesonsMakeOneLine) {
  const ElectromagneticMeson phi = electromagnetic_meson("phi");
  const std::vector<DecayPoint> lines = millicharge_lines(phi, 0.3);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_DOUBLE_EQ(lines[0].energy, 0.5 * phi.mass);
  EXPECT_DOUBLE_EQ(lines[0].weight, millicharge_yield(phi, 0.3));
}

TEST(MillichargeDecays, ClosedDecaysAndBadMasses) {
  EXPECT_EQ(yield("pi0", 0.07), 0.0);
  EXPECT_TRUE(millicharge_lines(electromagnetic_meson("pi0"), 0.07).empty());
  EXPECT_THROW(yield("pi0", -1.0), UserError);
  EXPECT_THROW(yield("pi0", 0.0), UserError);
  EXPECT_GT(yield("rho", 0.0), 0.0);
  EXPECT_THROW(electromagnetic_meson("rh"), UserError);
}

TEST(DarkPhoton, ChargesOfTheVisibleBasis) {
  const double e = 0.3028, dark = 0.7, mixing = 0.31, root = std::sqrt(1.0 - mixing * mixing);
  const DarkPhotonBasis basis = visible_basis(e, dark, mixing);
  EXPECT_NEAR(basis.ordinary[0], 0.0, 1e-15);
  EXPECT_NEAR(basis.ordinary[1], e / root, 1e-15);
  EXPECT_NEAR(basis.dark[0], dark, 1e-15);
  EXPECT_NEAR(basis.dark[1], -dark * mixing / root, 1e-15);
  EXPECT_NEAR(effective_charge(basis), -mixing * dark / e, 1e-15);
}

TEST(DarkPhoton, PotentialsDoNotDependOnTheBasis) {
  // Directly from the Lagrangian: the potential is the inverse of the kinetic matrix [[1, eps], [eps, 1]] between the
  // original charges.
  const double e = 0.3028, dark = 1.3;
  for (const double mixing : {-0.9, -1e-3, 0.0, 0.2, 0.7}) {
    const double determinant = 1.0 - mixing * mixing;
    for (int i = 0; i < 12; ++i) {
      const DarkPhotonBasis basis = dark_photon_basis(e, dark, mixing, 0.55 * i);
      EXPECT_NEAR(coulomb_strength(basis.ordinary, basis.ordinary), e * e / determinant, 1e-13);
      EXPECT_NEAR(coulomb_strength(basis.dark, basis.dark), dark * dark / determinant, 1e-12);
      EXPECT_NEAR(coulomb_strength(basis.ordinary, basis.dark), -mixing * e * dark / determinant, 1e-12);
      EXPECT_NEAR(effective_charge(basis), -mixing * dark / e, 1e-13);
    }
  }
  EXPECT_THROW(dark_photon_basis(1.0, 1.0, 1.0, 0.0), UserError);
}

}  // namespace
}  // namespace tridens::model
