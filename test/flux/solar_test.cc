#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/beta_decay.hh"
#include "tridens/flux/detail/solar_survival.hh"
#include "tridens/flux/moments.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino nue{Flavour::electron, false};
constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino nutau{Flavour::tau, false};
constexpr double MeV = units::MeV;

Flux make(const std::string& settings) {
  return solar().make("solar," + settings);
}

std::string refusal(const std::string& settings) {
  try {
    make(settings);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

double mean_MeV(const std::string& part) {
  return make("parts=" + part).spectrum(nue).mean_energy() / MeV;
}

TEST(Solar, FluxesAreThoseOfTheModel) {
  EXPECT_NEAR(make("parts=8B").spectrum(nue).integral(), 5.46e6, 1.0);
  EXPECT_NEAR(make("parts=8B,model=B16-AGSS09met").spectrum(nue).integral(), 4.50e6, 1.0);
  EXPECT_NEAR(make("parts=8B,model=BS05-OP").spectrum(nue).integral(), 5.691e6, 1.0);
  const double all = 5.98e10 + 1.44e8 + 7.98e3 + 4.93e9 + 5.46e6 + 2.78e8 + 2.05e8 + 5.29e6;
  EXPECT_NEAR(make("parts=all").spectrum(nue).integral() / all, 1.0, 1e-9);
  EXPECT_EQ(make("parts=8B").exposure_unit, "s");
}

// J. N. Bahcall, R. K. Ulrich, Rev. Mod. Phys. 60 (1988) 297 and J. N. Bahcall, Phys. Rev. C 56 (1997) 3391.
TEST(Solar, MeanEnergiesArePublishedOnes) {
  EXPECT_NEAR(mean_MeV("pp"), 0.2668, 0.0005);
  EXPECT_NEAR(mean_MeV("13N"), 0.7067, 0.001);
  EXPECT_NEAR(mean_MeV("15O"), 0.9965, 0.001);
  EXPECT_NEAR(mean_MeV("17F"), 0.9977, 0.0015);
  EXPECT_NEAR(mean_MeV("hep"), 9.628, 0.01);
  EXPECT_NEAR(mean_MeV("8B"), 6.77, 0.01);  // Winter et al. 2006
  EXPECT_NEAR(mean_MeV("8B"), 6.71, 0.08);  // Bahcall et al., Phys. Rev. C 54 (1996) 411
}

// Tabulated spectrum of 15O, http://www.sns.ias.edu/~jnb/SNdata/cnospectra.html (Bahcall and Ulrich 1988), per MeV.
TEST(Solar, SpectrumOfOxygenFollowsThePublishedTable) {
  const Flux flux = make("parts=15O");
  const double points[][2] = {{0.1732, 0.086334}, {0.3464, 0.28791}, {0.6928, 0.75205}, {1.0046, 0.96795},
                              {1.2020, 0.92911},  {1.4064, 0.73265}, {1.6038, 0.39411}};
  for (const auto& [energy, density] : points) {
    EXPECT_NEAR(flux.spectrum(nue).at(energy * MeV) * MeV / 2.05e8 / density, 1.0, 0.01) << energy;
  }
}

TEST(Solar, EndpointsAreThoseOfTheMasses) {
  EXPECT_NEAR(make("parts=pp").spectrum(nue).highest() / MeV, 0.4236, 1e-3);
  EXPECT_NEAR(make("parts=hep").spectrum(nue).highest() / MeV, 18.773, 1e-3);
  EXPECT_NEAR(make("parts=8B").spectrum(nue).highest() / MeV, 15.3, 1e-9);
}

TEST(Solar, BoronSpectrumIsTheTable) {
  const Spectrum spectrum = make("parts=8B").spectrum(nue);
  EXPECT_NEAR(spectrum.at(6.5 * MeV) * MeV / 5.46e6, 0.131134, 2e-6);
  EXPECT_NEAR(spectrum.at(12.0 * MeV) * MeV / 5.46e6, 0.029616, 2e-6);
}

TEST(Solar, CoulombRepulsionLowersTheMeanEnergyOfTheNeutrino) {
  const auto mean = [](int charge) {
    const detail::AllowedPositronDecay decay(charge, 15, 1.73217 * MeV);
    double sum = 0.0;
    double first = 0.0;
    for (int i = 0; i < 2000; ++i) {
      const double energy = 1.73217 * MeV * (i + 0.5) / 2000;
      sum += decay.density(energy);
      first += energy * decay.density(energy);
    }
    return first / sum / MeV;
  };
  EXPECT_NEAR(mean(0), 1.0056, 2e-4);
  EXPECT_NEAR(mean(7), 0.9966, 2e-4);
}

TEST(Solar, AllowedShapeWithoutChargeIsPhaseSpace) {
  const detail::AllowedPositronDecay decay(0, 13, 1.2 * MeV);
  const double q = 0.5 * MeV;
  const double w = 0.51099895 * MeV + 0.7 * MeV;
  const double p = std::sqrt(w * w - std::pow(0.51099895 * MeV, 2));
  EXPECT_NEAR(decay.density(q) / (q * q * p * w), 1.0, 1e-12);
  EXPECT_DOUBLE_EQ(decay.density(1.3 * MeV), 0.0);
  EXPECT_DOUBLE_EQ(decay.density(0.0), 0.0);
}

TEST(Solar, BerylliumHasTwoLines) {
  const Spectrum spectrum = make("parts=7Be").spectrum(nue);
  EXPECT_NEAR(spectrum.integral(0.80 * MeV, 0.90 * MeV) / 4.93e9, 0.897, 1e-9);
  EXPECT_NEAR(spectrum.integral(0.35 * MeV, 0.40 * MeV) / 4.93e9, 0.103, 1e-9);
  EXPECT_NEAR(spectrum.mean_energy() / MeV, 0.897 * 0.86183 + 0.103 * 0.38427, 1e-9);
}

TEST(Solar, MomentsOfTheLinesAreThoseOfTheirEnergies) {
  const SpectrumMoments moments(make("parts=7Be").spectrum(nue));
  const auto above = moments.above(0.1 * MeV);
  EXPECT_NEAR(above[0] / 4.93e9, 1.0, 1e-8);
  EXPECT_NEAR(above[1] * MeV / 4.93e9 / (0.897 / 0.86183 + 0.103 / 0.38427), 1.0, 1e-8);
  const double squares = 0.897 / std::pow(0.86183, 2) + 0.103 / std::pow(0.38427, 2);
  EXPECT_NEAR(above[2] * MeV * MeV / 4.93e9 / squares, 1.0, 1e-8);
  EXPECT_NEAR(moments.above(0.6 * MeV)[2] * MeV * MeV / 4.93e9 * std::pow(0.86183, 2), 0.897, 1e-7);
}

TEST(Solar, PepAloneIsALine) {
  const Spectrum spectrum = make("parts=pep").spectrum(nue);
  EXPECT_EQ(spectrum.kind, Spectrum::Kind::line);
  EXPECT_NEAR(spectrum.energies.front() / MeV, 1.442, 1e-3);
  EXPECT_NEAR(spectrum.integral() / 1.44e8, 1.0, 1e-12);
}

TEST(Solar, PartsAddUp) {
  const Spectrum both = make("parts=pep+15O").spectrum(nue);
  const Spectrum oxygen = make("parts=15O").spectrum(nue);
  EXPECT_NEAR(both.integral(), 1.44e8 + 2.05e8, 1.0);
  EXPECT_NEAR(both.at(1.0 * MeV) / oxygen.at(1.0 * MeV), 1.0, 1e-12);
  EXPECT_NEAR(both.integral(1.44 * MeV, 1.4435 * MeV) - oxygen.integral(1.44 * MeV, 1.4435 * MeV), 1.44e8, 100.0);
  const double mean = (1.44e8 * 1.44167 * MeV + 2.05e8 * oxygen.mean_energy()) / 3.49e8;
  EXPECT_NEAR(both.mean_energy() / mean, 1.0, 1e-9);
}

TEST(Solar, WithoutSurvivalThereAreOnlyElectronNeutrinos) {
  const Flux flux = make("parts=all");
  EXPECT_TRUE(flux.has(nue));
  EXPECT_EQ(flux.spectra.size(), 1u);
}

TEST(Solar, FlavourChangeKeepsTheNumberOfNeutrinos) {
  const Flux before = make("parts=all");
  const Flux after = make("parts=all,survival=day-average");
  EXPECT_EQ(after.spectra.size(), 3u);
  const double total =
      after.spectrum(nue).integral() + after.spectrum(numu).integral() + after.spectrum(nutau).integral();
  EXPECT_NEAR(total / before.spectrum(nue).integral(), 1.0, 1e-9);
  EXPECT_DOUBLE_EQ(after.spectrum(numu).integral(), after.spectrum(nutau).integral());
}

TEST(Solar, SurvivalGoesFromVacuumAverageToMatterLimit) {
  detail::SolarSurvival law{0.303, 0.02225, 7.41e-23, 6.81e-21, 0.01};
  const double c13 = 1.0 - 0.02225;
  const double s4 = 0.02225 * 0.02225;
  EXPECT_NEAR(law.probability(1e-9), c13 * c13 * (1.0 - 2.0 * 0.303 * 0.697) + s4, 1e-6);
  EXPECT_NEAR(law.probability(10.0), c13 * c13 * 0.303 + s4, 1e-5);
  law.relative_variance = 0.0;
  // At resonance, x = cos(2 theta12), half of the two-flavour beam survives.
  const double resonance = (1.0 - 0.606) * 7.41e-23 / (2.0 * 6.81e-21 * c13);
  EXPECT_NEAR(law.probability(resonance), 0.5 * c13 * c13 + s4, 1e-12);
}

TEST(Solar, SecondOrderCorrectionIsTheAverageOverAUniformSpread) {
  // A potential spread evenly by +-w has the variance w^2/3.
  const double width = 0.15;
  const detail::SolarSurvival law{0.303, 0.02225, 7.41e-23, 5.0e-21, width * width / 3.0};
  for (const double energy : {1e-3, 3e-3, 8e-3}) {
    double sum = 0.0;
    constexpr int n = 2000;
    for (int i = 0; i < n; ++i) {
      detail::SolarSurvival sharp = law;
      sharp.relative_variance = 0.0;
      sharp.potential *= 1.0 + width * (2.0 * (i + 0.5) / n - 1.0);
      sum += sharp.probability(energy);
    }
    EXPECT_NEAR(law.probability(energy), sum / n, 2e-4) << energy;
  }
}

TEST(Solar, MeasuredSurvivalIsReproduced) {
  // Borexino, Nature 562 (2018) 505: pp 0.57 +- 0.09, 7Be (862 keV) 0.53 +- 0.05, pep 0.43 +- 0.11, 8B 0.37 +- 0.08.
  const auto share = [](const std::string& part) {
    return make("parts=" + part + ",survival=day-average").spectrum(nue).integral() /
           make("parts=" + part).spectrum(nue).integral();
  };
  EXPECT_NEAR(share("pp"), 0.57, 0.09);
  EXPECT_NEAR(share("7Be"), 0.53, 0.05);
  EXPECT_NEAR(share("pep"), 0.43, 0.11);
  EXPECT_NEAR(share("8B"), 0.37, 0.08);
  EXPECT_GT(share("pp"), share("7Be"));
  EXPECT_GT(share("7Be"), share("pep"));
  EXPECT_GT(share("pep"), share("8B"));
}

TEST(Solar, BadInputIsRefusedWithAReason) {
  EXPECT_NE(refusal("model=B16-GS98").find("parts"), std::string::npos);
  EXPECT_NE(refusal("parts=9B").find("8B"), std::string::npos);
  EXPECT_NE(refusal("parts=8B+8B").find("twice"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,model=B16-GS89").find("B16-GS98"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,survival=night").find("survival"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,sin2_theta12=0.3").find("day-average"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,survival=day-average,sin2_theta12=1.3").find("sin2_theta12"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,survival=day-average,delta_m2_21=-1e-5eV2").find("delta_m2_21"), std::string::npos);
  EXPECT_NE(refusal("parts=8B,survival=day-average,delta_m2_21=7e-5").find("unit"), std::string::npos);
}

}  // namespace
}  // namespace tridens::flux
