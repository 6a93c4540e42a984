// Cosmic-ray nucleons and the mesons that they make in air.
#include "tridens/flux/atmospheric_mesons.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::flux {
namespace {

/// Spectrum-weighted moment int x^gamma dn/dx dx in the limit of high energies.
double moment(const MesonProduction& production, double gamma) {
  double sum = 0.0;
  constexpr int steps = 4000;
  for (int i = 0; i < steps; ++i) {
    const double x = (i + 0.5) / steps;
    sum += production.plateau * std::pow(x, gamma - 1.0) * std::pow(1.0 - x, production.exponent) / steps;
  }
  return sum;
}

TEST(AtmosphericMesons, PionsHaveTheMomentOfChargedPions) {
  // Mean of Z(p pi+) = 0.046 and Z(p pi-) = 0.033 for E^-2.7 (Gaisser).
  EXPECT_NEAR(moment(meson_production("pi0"), 1.7), 0.0395, 0.001);
}

TEST(AtmosphericMesons, MultiplicitiesOfProtonsAt400GeV) {
  EXPECT_NEAR(meson_production("pi0").multiplicity(400.0), 3.87, 0.12);
  EXPECT_NEAR(meson_production("eta").multiplicity(400.0), 0.30, 0.02);
  EXPECT_NEAR(meson_production("rho").multiplicity(400.0), 0.384, 0.018);
  EXPECT_NEAR(meson_production("omega").multiplicity(400.0), 0.390, 0.024);
  EXPECT_NEAR(meson_production("phi").multiplicity(400.0), 0.019, 0.0018);
}

TEST(AtmosphericMesons, HeavyQuarkoniaAsMeasured) {
  const MesonProduction charmonium = meson_production("J/psi"), bottomonium = meson_production("Upsilon(1S)");
  // Total cross sections per nucleon: HERA-B 663 +- 87 nb, PHENIX 3.8 +- 1.4 microbarn.
  const auto total_nb = [&](double sqrt_s) {
    const double energy = sqrt_s * sqrt_s / (2.0 * 0.938272) - 0.938272;
    return charmonium.multiplicity(energy) * air_cross_section_mb * 1e6 / air_mass_number;
  };
  EXPECT_NEAR(total_nb(41.6), 663.0, 20.0);
  EXPECT_NEAR(total_nb(200.0), 3800.0, 200.0);
  // Br dsigma/dy of all three states, pb: HERA-B 4.5 +- 1.1, STAR 114 +- 38.
  const auto all_pb = [&](double sqrt_s) { return bottomonium.central_cross_section(sqrt_s) * 0.0248 / 0.71 * 1e3; };
  EXPECT_NEAR(all_pb(41.6), 4.5, 0.1);
  EXPECT_NEAR(all_pb(200.0), 114.0, 3.0);
  EXPECT_THROW(meson_production("pi0").central_cross_section(100.0), UserError);
}

TEST(AtmosphericMesons, DensityIntegratesToTheMultiplicity) {
  for (const char* name : {"pi0", "phi", "J/psi"}) {
    const MesonProduction production = meson_production(name);
    for (const double energy : {30.0, 1e4}) {
      double sum = 0.0;
      constexpr int steps = 8000;
      for (int i = 0; i < steps; ++i) sum += production.density(energy, -3.0 + 20.0 * (i + 0.5) / steps) * 20.0 / steps;
      EXPECT_NEAR(sum / production.multiplicity(energy), 1.0, 1e-3) << name << " " << energy;
    }
    EXPECT_EQ(production.multiplicity(1.0), 0.0) << name;
  }
}

TEST(AtmosphericMesons, EnergiesAreConserved) {
  // The mean energy of all light mesons together is below that of the nucleon.
  for (const double energy : {20.0, 1e3, 1e6}) {
    double carried = 0.0;
    for (const char* name : {"pi0", "eta"}) {
      const MesonProduction production = meson_production(name);
      constexpr int steps = 4000;
      for (int i = 0; i < steps; ++i) {
        const double y = -3.0 + 21.0 * (i + 0.5) / steps;
        carried += production.density(energy, y) * production.transverse_mass() * std::cosh(y) * 21.0 / steps;
      }
    }
    EXPECT_LT(carried / energy, 0.3);
    EXPECT_GT(carried / energy, 0.1);
  }
}

TEST(AtmosphericMesons, ScalingMakesThePrimarySpectrum) {
  // For a power law phi_M = phi_N Z(gamma - 1)/(1 - Z_NN) at the same energy, up to the mass of the meson.
  const CosmicRayNucleons rays;
  const MesonProduction pions = meson_production("pi0");
  const double energy = 1e3;
  const double index = -std::log(rays.nucleons(1.1e4) / rays.nucleons(0.9e4)) / std::log(1.1 / 0.9);
  const double expected = rays.nucleons(energy) * moment(pions, index - 1.0) * collisions_per_nucleon();
  EXPECT_NEAR(meson_spectrum(pions, nucleon_nodes(rays), energy) / expected, 1.0, 0.03);
}

TEST(CosmicRays, NucleonsOfH3a) {
  const CosmicRayNucleons rays;
  // By hand at 100 GeV: sum of A^(1-gamma) a E^(-gamma-1) of the first population, the others are 4 %.
  const double first = 7860 * std::pow(100.0, -2.66) + 4 * 4 * 3550 * std::pow(400.0, -2.58) +
                       14 * 14 * 2200 * std::pow(1400.0, -2.63) + 24 * 24 * 1430 * std::pow(2400.0, -2.67) +
                       56 * 56 * 2120 * std::pow(5600.0, -2.63);
  EXPECT_NEAR(rays.nucleons(100.0) / (1e-4 * first), 1.02, 0.02);
  EXPECT_GT(rays.protons(100.0), 0.8 * rays.nucleons(100.0));
  EXPECT_LT(rays.protons(100.0), 0.9 * rays.nucleons(100.0));
  EXPECT_EQ(rays.nucleons(0.5), 0.0);
  const CosmicRayNucleons shielded(10.0);
  EXPECT_EQ(shielded.nucleons(4.0), 0.0);
  EXPECT_DOUBLE_EQ(shielded.nucleons(20.0), rays.nucleons(20.0));
  EXPECT_THROW(CosmicRayNucleons(-1.0), UserError);
}

}  // namespace
}  // namespace tridens::flux
