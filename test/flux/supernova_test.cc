#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr double kpc_cm = 3.0856775814913673e21;
constexpr double GeV_per_erg = 624.1509074460763;

double second_moment(const Spectrum& spectrum) {
  double sum = 0.0;
  for (size_t i = 0; i + 1 < spectrum.energies.size(); ++i) {
    const double a = spectrum.energies[i];
    const double b = spectrum.energies[i + 1];
    const double middle = 0.5 * (a + b);
    sum +=
        (b - a) / 6.0 *
        (a * a * spectrum.density[i] + 4.0 * middle * middle * spectrum.at(middle) + b * b * spectrum.density[i + 1]);
  }
  return sum / spectrum.integral();
}

TEST(Supernova, EnergyIsSharedAmongSixSpecies) {
  const Flux flux = make_source("supernova");
  EXPECT_EQ(flux.spectra.size(), 6u);
  EXPECT_EQ(flux.exposure_unit, "burst");
  double energy = 0.0;
  for (const auto& [pdg, spectrum] : flux.spectra) energy += spectrum.integral() * spectrum.mean_energy();
  const double sphere = 4.0 * M_PI * 100.0 * kpc_cm * kpc_cm;
  EXPECT_NEAR(energy * sphere / GeV_per_erg / 3e53, 1.0, 1e-6);
  EXPECT_NEAR(flux.spectrum({Flavour::electron, true}).integral() * sphere / (5e52 * GeV_per_erg / 0.012), 1.0, 1e-9);
}

TEST(Supernova, SpectraArePinched) {
  for (const double pinching : {0.0, 0.5, 2.5, 4.0, 12.0}) {
    const Flux flux = make_source("supernova,distance=1kpc,mean_nux=16MeV,pinching_nux=" + std::to_string(pinching));
    const Spectrum& spectrum = flux.spectrum({Flavour::tau, true});
    EXPECT_NEAR(spectrum.mean_energy() / 0.016, 1.0, 1e-6) << pinching;
    EXPECT_NEAR(second_moment(spectrum) / (0.016 * 0.016), (2.0 + pinching) / (1.0 + pinching), 1e-5) << pinching;
    const double ratio = spectrum.at(0.030) / spectrum.at(0.010);
    EXPECT_NEAR(ratio / (std::pow(3.0, pinching) * std::exp(-(1.0 + pinching) * 20.0 / 16.0)), 1.0, 1e-3) << pinching;
  }
}

TEST(Supernova, FallsWithTheSquareOfTheDistance) {
  const double near = make_source("supernova,distance=0.2kpc").spectrum({Flavour::muon, false}).integral();
  const double far = make_source("supernova,distance=50kpc").spectrum({Flavour::muon, false}).integral();
  EXPECT_NEAR(near / far, 62500.0, 1e-6);
}

TEST(Supernova, RefusesWhatMakesNoSense) {
  for (const char* wrong : {"supernova,distance=0kpc", "supernova,distance=-1kpc", "supernova,distance=10",
                            "supernova,energy_nue=0erg", "supernova,energy_nue=5e52", "supernova,mean_nue=0MeV",
                            "supernova,mean_nue=20GeV", "supernova,pinching_nue=-1", "supernova,alpha=3"}) {
    EXPECT_THROW(make_source(wrong), UserError) << wrong;
  }
}

double total(const Flux& flux) {
  double sum = 0.0;
  for (const auto& [pdg, spectrum] : flux.spectra) sum += spectrum.integral();
  return sum;
}

// The number of neutrinos needs no spectrum: (c/H_0) int R(z) / (1+z) dz / sqrt(...) times the energy over the mean
// energy 3.15137 T. Star formation as three power laws (the smooth breaks lower it by a few per cent near z = 1).
TEST(DiffuseSupernova, NumberOfNeutrinosFollowsFromTheRate) {
  const Flux flux = make_source("dsnb");
  EXPECT_EQ(flux.exposure_unit, "s");
  double integral = 0.0;
  constexpr int steps = 50000;
  for (int i = 0; i < steps; ++i) {
    const double x = 1.0 + 5.0 * (i + 0.5) / steps;
    const double formation = std::pow(std::pow(x, -34.0) + std::pow(x / std::pow(2.0, 37.0 / 3.0), 3.0) +
                                          std::pow(x / (std::pow(2.0, 37.0 / 35.0) * std::pow(5.0, 32.0 / 35.0)), 35.0),
                                      -0.1);
    integral += 5.0 / steps * formation / x / std::sqrt(0.3 * x * x * x + 0.7);
  }
  const double collapses =
      0.0178 / 143.0 / (365.25 * 86400.0) / std::pow(1e3 * kpc_cm, 2) * 299792.458 / 70.0 * integral;
  const double mean_over_T = 3.151374;  // 7 pi^4 / (180 zeta(3))
  const double each = collapses * 5e52 * GeV_per_erg / mean_over_T;
  EXPECT_NEAR(flux.spectrum({Flavour::electron, false}).integral() / (each / 3e-3), 1.0, 1e-5);
  EXPECT_NEAR(flux.spectrum({Flavour::electron, true}).integral() / (each / 5e-3), 1.0, 1e-5);
  EXPECT_NEAR(flux.spectrum({Flavour::tau, false}).integral() / (each / 8e-3), 1.0, 1e-5);
}

// 86 neutrinos/cm2/s with an uncertainty of 50 % is the convention of dark-matter searches (arXiv:2105.00599).
TEST(DiffuseSupernova, TotalAgreesWithTheConventionOfDirectDetection) {
  EXPECT_NEAR(total(make_source("dsnb")) / 86.0, 1.0, 0.2);
  EXPECT_NEAR(total(make_source("dsnb,total=86")), 86.0, 1e-9);
  const double mean = make_source("dsnb").spectrum({Flavour::muon, false}).mean_energy();
  EXPECT_LT(mean, 3.15137 * 8e-3);
  EXPECT_GT(mean, 3.15137 * 8e-3 / 3.0);
}

TEST(DiffuseSupernova, ScalesWithRateAndEnergy) {
  EXPECT_NEAR(total(make_source("dsnb,star_formation=0.0356,energy=1.5e53erg")) / total(make_source("dsnb")), 1.0,
              1e-12);
  for (const char* wrong : {"dsnb,total=0", "dsnb,total=-3", "dsnb,temperature_nue=0MeV", "dsnb,star_formation=0",
                            "dsnb,energy=3e53", "dsnb,temprature_nue=3MeV", "dsnb,distance=3kpc"}) {
    EXPECT_THROW(make_source(wrong), UserError) << wrong;
  }
}

}  // namespace
}  // namespace tridens::flux
