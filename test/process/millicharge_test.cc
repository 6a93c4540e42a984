// Millicharged particles: recoils of electrons, splitting of protons, annihilation of quarks.
#include "tridens/process/millicharge.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/four_vector.hh"

namespace tridens::process {
namespace {

constexpr double alpha = constants::fine_structure, electron = constants::electron_mass;
constexpr double cm2_per_MeV = units::cm2 / units::MeV;

TEST(MillichargeRecoil, ValuesAndLimits) {
  EXPECT_NEAR(recoil_cross_section(0.1, 0.01, 0.001) / cm2_per_MeV / 2.52441e-25, 1.0, 1e-5);
  EXPECT_NEAR(recoil_cross_section(0.2, 0.03, 0.003) / cm2_per_MeV / 2.663432e-26, 1.0, 1e-6);
  EXPECT_NEAR(largest_recoil(1.0, 0.1) / 91.7941e-3, 1.0, 1e-5);
  EXPECT_NEAR(largest_recoil(1.0, 0.3) / 10.2175e-3, 1.0, 1e-5);
  EXPECT_EQ(recoil_cross_section(1.0, 0.3, 10.3e-3), 0.0);
  // 2 pi alpha^2/(m_e T), without another factor 1/(2 alpha).
  EXPECT_NEAR(recoil_cross_section(1e5, 0.01, 1e-3, 1e6) / units::cm2 / 2.54955e-25, 1.0, 1e-5);
}

/// |M|^2 of two distinct Dirac fermions by exchange of a photon, summed over spins, from traces: e^4 8/t^2
/// [(p.k)(p'.k')
/// + (p.k')(p'.k) - M^2 (k.k') ... ] written with invariants: 8 e^4/t^2 [(s - m^2 - M^2)^2/2 + (u - m^2 - M^2)^2/2
/// + t (m^2 + M^2)] per 4.
double invariant_cross_section(double energy, double mass, double recoil) {
  const double m2 = mass * mass, e2 = electron * electron;
  const double s = m2 + e2 + 2.0 * electron * energy, t = -2.0 * electron * recoil, u = 2.0 * (m2 + e2) - s - t;
  const double squared = 8.0 * std::pow(4.0 * units::pi * alpha, 2) / (t * t) *
                         (0.25 * std::pow(s - m2 - e2, 2) + 0.25 * std::pow(u - m2 - e2, 2) + 0.5 * t * (m2 + e2));
  // dsigma/dt = |M|^2/(16 pi lambda), dt = 2 m_e dT.
  const double lambda = (s - std::pow(mass + electron, 2)) * (s - std::pow(mass - electron, 2));
  return squared / (16.0 * units::pi * lambda) * 2.0 * electron;
}

TEST(MillichargeRecoil, AgainstTheInvariantAmplitude) {
  for (const double energy : {0.02, 0.5, 30.0}) {
    for (const double mass : {1e-4, 5e-3, 0.015}) {
      for (const double share : {1e-3, 0.3, 0.99}) {
        const double recoil = share * largest_recoil(energy, mass);
        EXPECT_NEAR(recoil_cross_section(energy, mass, recoil) / invariant_cross_section(energy, mass, recoil), 1.0,
                    1e-10);
      }
    }
  }
}

TEST(MillichargeRecoil, ClosedFormIsTheIntegral) {
  const double energy = 0.7, mass = 0.2, low = 1e-3, high = 4e-3;
  double sum = 0.0;
  constexpr int steps = 4000;
  for (int i = 0; i < steps; ++i) {
    const double recoil = low * std::pow(high / low, (i + 0.5) / steps);
    sum += recoil_cross_section(energy, mass, recoil) * recoil * std::log(high / low) / steps;
  }
  EXPECT_NEAR(recoil_cross_section(energy, mass, low, high) / sum, 1.0, 1e-6);
  // The window is cut at the largest recoil.
  const double top = largest_recoil(energy, mass);
  EXPECT_DOUBLE_EQ(recoil_cross_section(energy, mass, low, 1.0), recoil_cross_section(energy, mass, low, top));
  EXPECT_EQ(recoil_cross_section(energy, mass, 2.0 * top, 1.0), 0.0);
}

TEST(MillichargeRecoil, BoundElectronsOpenOneShellAfterTheOther) {
  const double energy = 1.0, mass = 0.01;
  // Xenon: all 54 above its K shell (34.6 keV), fewer below.
  EXPECT_NEAR(bound_recoil_cross_section(54, energy, mass, 40e-6, 1.0) / recoil_cross_section(energy, mass, 40e-6, 1.0),
              1.0, 1e-12);
  const double low = bound_recoil_cross_section(54, energy, mass, 1e-6, 1.0);
  EXPECT_LT(low, 0.95 * recoil_cross_section(energy, mass, 1e-6, 1.0));
  EXPECT_GT(low, 0.5 * recoil_cross_section(energy, mass, 1e-6, 1.0));
}

TEST(MillichargeRecoil, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(recoil_cross_section(0.1, 0.2, 1e-3), UserError);
  EXPECT_THROW(recoil_cross_section(0.1, 0.01, 0.0), UserError);
  EXPECT_THROW(recoil_cross_section(0.1, 0.01, 2e-3, 1e-3), UserError);
  EXPECT_THROW(largest_recoil(0.1, -0.01), UserError);
}

/// The function A_V of gamma mu -> mu X with a photon exchanged (Bjorken et al., 0906.0580, with masses), at mass M of
/// the fermion, k^2 of the vector and u = -H/z.
double compton_function(double z, double H, double k2) {
  const double M2 = constants::proton_mass * constants::proton_mass, u = -H / z;
  return 2.0 * (2.0 - 2.0 * z + z * z) / (1.0 - z) + 4.0 * (k2 + 2.0 * M2) * (k2 * (1.0 - z) + M2 * z * z) / (u * u) +
         4.0 * (k2 + 2.0 * M2) * z / u;
}

TEST(ProtonSplitting, ValuesAndTheComptonFunction) {
  const SplittingForm form = SplittingForm::equivalent_boson;
  EXPECT_NEAR(splitting(form, 0.2, 0.05, 0.16) / 0.04098434, 1.0, 1e-6);
  EXPECT_NEAR(splitting(form, 0.7, 0.3, 0.8) / 1.452933e-3, 1.0, 1e-6);
  for (const double z : {0.1, 0.5, 0.85}) {
    for (const double pT2 : {0.0, 0.1, 2.0}) {
      for (const double k2 : {1e-3, 0.3, 2.0}) {
        const double H = pT2 + (1.0 - z) * k2 + std::pow(z * constants::proton_mass, 2);
        const double expected = alpha / (2.0 * units::pi * H) * (1.0 - z) / (2.0 * z) * compton_function(z, H, k2);
        EXPECT_NEAR(splitting(form, z, pT2, k2) / expected, 1.0, 1e-9) << z << " " << pT2 << " " << k2;
      }
    }
  }
}

TEST(ProtonSplitting, IntegralsOverTransverseMomentum) {
  for (const SplittingForm form : {SplittingForm::equivalent_boson, SplittingForm::initial_state}) {
    for (const double scale : {0.0, 1.0}) {
      const double z = 0.3, k2 = 0.2, limit = 1.0;
      double sum = 0.0;
      constexpr int steps = 20000;
      for (int i = 0; i < steps; ++i) {
        const double pT2 = limit * (i + 0.5) / steps;
        const double H = pT2 + (1.0 - z) * k2 + std::pow(z * constants::proton_mass, 2), virtuality = H / z;
        const double factor = scale > 0.0 ? std::pow(scale, 4) / (std::pow(scale, 4) + virtuality * virtuality) : 1.0;
        sum += splitting(form, z, pT2, k2) * factor * factor * limit / steps;
      }
      EXPECT_NEAR(splitting_integral(form, z, limit, k2, scale) / sum, 1.0, 1e-6);
    }
  }
  // The two forms differ by a total derivative: the same without a cut.
  EXPECT_NEAR(splitting_integral(SplittingForm::equivalent_boson, 0.2, 1e8, 0.16) /
                  splitting_integral(SplittingForm::initial_state, 0.2, 1e8, 0.16),
              1.0, 1e-7);
  EXPECT_THROW(splitting(SplittingForm::initial_state, 1.0, 0.1, 0.1), UserError);
  EXPECT_THROW(parse_splitting_form("final-state"), UserError);
}

TEST(ProtonSplitting, OmegaMesonsAsManyAsMeasured) {
  // What the pole of F_V amounts to in omega mesons per collision: W (alpha/3 pi) f^2 pi m/Gamma/Br(ee). Measured: 0.39
  // in pp at 400 GeV.
  const auto omegas = [](double scale) {
    constexpr double mass = 0.78266, width = 0.00868, strength = 1.011, branching = 7.39e-5;
    double probability = 0.0;
    constexpr int steps = 200;
    for (int i = 0; i < steps; ++i) {
      const double z = 0.1 + 0.8 * (i + 0.5) / steps;
      probability += splitting_integral(SplittingForm::equivalent_boson, z, 1.0, mass * mass, scale) * 0.8 / steps;
    }
    return probability * alpha / 3.0 * strength * strength * mass / width / branching;
  };
  EXPECT_GT(omegas(0.0), 9.0);
  EXPECT_NEAR(omegas(1.0), 0.39, 0.1);
}

TEST(ProtonSplitting, FormFactorAndCrossSection) {
  EXPECT_NEAR(vector_form_factor_squared(0.0), 1.0, 0.02);
  EXPECT_GT(vector_form_factor_squared(0.78266 * 0.78266), 5000.0);
  EXPECT_LT(vector_form_factor_squared(4.0), 1.0);
  constexpr double mb = 1e-27 * units::cm2;
  EXPECT_NEAR(proton_proton_cross_section(100.0) / mb / 38.37399, 1.0, 1e-6);
  EXPECT_NEAR(proton_proton_cross_section(1e4) / mb / 46.37829, 1.0, 1e-6);
  EXPECT_THROW(proton_proton_cross_section(3.0), UserError);
}

TEST(QuarkAnnihilation, AngleAndTotal) {
  const double s = 9.0, mass = 1.1;
  double sum = 0.0;
  constexpr int steps = 2000;
  for (int i = 0; i < steps; ++i) sum += quark_annihilation(s, mass, -1.0 + 2.0 * (i + 0.5) / steps) * 2.0 / steps;
  EXPECT_NEAR(quark_annihilation(s, mass) / sum, 1.0, 1e-6);
  const double x = mass * mass / s;
  EXPECT_NEAR(quark_annihilation(s, mass) /
                  (4.0 * units::pi * alpha * alpha / (9.0 * s) * std::sqrt(1.0 - 4.0 * x) * (1.0 + 2.0 * x)),
              1.0, 1e-12);
  EXPECT_THROW(quark_annihilation(4.0, 1.1), UserError);
}

}  // namespace
}  // namespace tridens::process
