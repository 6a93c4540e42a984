#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/moments.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino nue{Flavour::electron, false};
constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino numubar{Flavour::muon, true};
constexpr double muon_mass = 0.1056583755;
constexpr double end_point = 0.5 * muon_mass;

TEST(PionDecayAtRest, GivesOneNeutrinoOfEachKindPerPion) {
  const Flux flux = make_source("pi-dar,facility=sns,distance=20m,yield=0.1");
  const double expected = 0.1 / (4.0 * M_PI * 2000.0 * 2000.0);
  for (const Neutrino species : {nue, numu, numubar}) {
    EXPECT_NEAR(flux.spectrum(species).integral() / expected, 1.0, 1e-12) << name(species);
  }
  EXPECT_EQ(flux.spectra.size(), 3u);
  EXPECT_EQ(flux.exposure_unit, "POT");
  EXPECT_EQ(flux.normalisation, Normalisation::absolute);
  EXPECT_DOUBLE_EQ(flux.distance_m, 20.0);
}

TEST(PionDecayAtRest, SpectraAreThoseOfTwoAndThreeBodyDecay) {
  const Flux flux = make_source("pi-dar,facility=sns-lar");
  EXPECT_EQ(flux.spectrum(numu).kind, Spectrum::Kind::line);
  EXPECT_NEAR(flux.spectrum(numu).lowest(), 29.792e-3, 1e-6);
  const double scale = flux.spectrum(nue).integral();
  for (const Neutrino species : {nue, numubar}) {
    const Spectrum& spectrum = flux.spectrum(species);
    EXPECT_DOUBLE_EQ(spectrum.lowest(), 0.0);
    EXPECT_NEAR(spectrum.highest(), 52.829e-3, 1e-6);
    for (const double energy : {0.0011, 0.01237, 0.0299, 0.0419, 0.0521}) {
      const double square = energy * energy / std::pow(muon_mass, 3);
      const double expected =
          species == nue ? 192.0 * square * (0.5 - energy / muon_mass) : 64.0 * square * (0.75 - energy / muon_mass);
      EXPECT_NEAR(spectrum.at(energy) / scale * end_point, expected * end_point, 2e-6) << name(species) << energy;
    }
  }
  EXPECT_NEAR(flux.spectrum(nue).mean_energy(), 0.6 * end_point, 1e-7 * end_point);
  EXPECT_NEAR(flux.spectrum(numubar).mean_energy(), 0.7 * end_point, 1e-7 * end_point);
}

// int 12 x^2 (1-x) (1 - a^2/x^2) dx from a to 1: the flux average of a coherent recoil spectrum at E_min = a end
// points.
TEST(PionDecayAtRest, RecoilAveragesAreRightToAMillionth) {
  const Flux flux = make_source("pi-dar,facility=sns-lar");
  const double scale = flux.spectrum(nue).integral();
  const SpectrumMoments electron(flux.spectrum(nue));
  const SpectrumMoments muon(flux.spectrum(numubar));
  for (const double a : {0.003, 0.02, 0.1, 0.4, 0.8}) {
    const double energy = a * end_point;
    const auto average = [&](const SpectrumMoments& moments) {
      const auto above = moments.above(energy);
      return (above[0] - energy * energy * above[2]) / scale;
    };
    const auto power = [a](double k) { return (1.0 - std::pow(a, k)) / k; };
    EXPECT_NEAR(average(electron), 12.0 * (power(3) - power(4) - a * a * (power(1) - power(2))), 1e-6) << a;
    EXPECT_NEAR(average(muon), 6.0 * (power(3) - a * a * power(1)) - 4.0 * (power(4) - a * a * power(2)), 1e-6) << a;
  }
}

// Fluences per flavour: 3.198e23 protons, 0.0848, 19.3 m (arXiv:2110.07730); 1.38e23, 0.09, 27.5 m (arXiv:2006.12659).
TEST(PionDecayAtRest, FluencesOfCoherent) {
  const Flux csi = make_source("pi-dar,facility=sns-csi2021");
  const Flux argon = make_source("pi-dar,facility=sns-lar");
  EXPECT_NEAR(3.198e23 * csi.spectrum(numu).integral() / 5.794e14, 1.0, 2e-3);
  EXPECT_NEAR(1.38e23 * argon.spectrum(nue).integral() / 1.307e14, 1.0, 2e-3);
  EXPECT_DOUBLE_EQ(csi.distance_m, 19.3);
}

// 6.7e-9 electron neutrinos per cm2 and proton at 24 m (arXiv:2412.18509); 4.74e5/6.2e14 at 20 m (arXiv:2105.14020).
TEST(PionDecayAtRest, MeasuredFluxesOfOtherFacilities) {
  EXPECT_NEAR(make_source("pi-dar,facility=jparc-mlf").spectrum(nue).integral() / 6.7e-9, 1.0, 2e-3);
  EXPECT_NEAR(make_source("pi-dar,facility=lujan,distance=20m").spectrum(numu).integral() / (4.74e5 / 6.2e14), 1.0,
              2e-3);
}

TEST(PionDecayAtRest, YieldFormulasOfMercury) {
  const double sphere = 4.0 * M_PI * 1e6;
  const auto yield = [&](const std::string& more) {
    return sphere * make_source("pi-dar,distance=10m,yield=formula" + more).spectrum(numu).integral();
  };
  EXPECT_NEAR(yield(""), 0.0900, 1e-10);
  EXPECT_NEAR(yield(",window=inconel"), 0.26 / 3.0, 1e-10);
  // At 1.1 GeV by hand: 0.37268 - 1.3552 + 1.969 - 0.68 = 0.30648.
  EXPECT_NEAR(yield(",proton_energy=1.1GeV"), 0.30648 / 3.0, 1e-6);
  EXPECT_THROW(yield(",proton_energy=3GeV"), UserError);
  EXPECT_THROW(yield(",window=steel"), UserError);
}

TEST(PionDecayAtRest, PowerMakesAFluxPerSecond) {
  const Flux per_proton = make_source("pi-dar,distance=20m");
  const Flux per_second = make_source("pi-dar,distance=20m,power=1.4MW");
  EXPECT_EQ(per_second.exposure_unit, "s");
  EXPECT_NEAR(per_second.spectrum(nue).integral() / per_proton.spectrum(nue).integral() / 8.738e15, 1.0, 1e-4);
  const Flux nominal = make_source("pi-dar,distance=20m,power=nominal");
  EXPECT_DOUBLE_EQ(nominal.spectrum(nue).integral(), per_second.spectrum(nue).integral());
  const Flux higher = make_source("pi-dar,distance=20m,power=1.4MW,proton_energy=1.3GeV");
  EXPECT_NEAR(per_second.spectrum(nue).integral() / higher.spectrum(nue).integral(), 1.3, 1e-12);
}

// Share of the neutrinos that survive exp(-0.0494 (t/us - 0.52)) after 0.52 us, from `from` to 6 us, in steps of 5 ns.
double accepted(const ArrivalTime& arrival, double from_us) {
  double sum = 0.0;
  constexpr double step_us = 0.005;
  for (double t = from_us; t < 6.0 - 0.5 * step_us; t += step_us) {
    const double middle = t + 0.5 * step_us;
    sum += arrival.share(1e-6 * t, 1e-6 * (t + step_us)) * (middle > 0.52 ? std::exp(-0.0494 * (middle - 0.52)) : 1.0);
  }
  return sum;
}

TEST(PionDecayAtRest, TimeSharesOfTheCsIRun) {
  const Flux flux = make_source("pi-dar,facility=sns-csi2021");
  EXPECT_NEAR(accepted(flux.arrival.at(14), 0.0), 0.998, 1e-3);
  EXPECT_NEAR(accepted(flux.arrival.at(12), 0.0), 0.847, 1e-3);
  EXPECT_NEAR(flux.arrival.at(12).share(0.0, 6e-6), 0.918, 1e-3);
  EXPECT_NEAR(flux.arrival.at(14).mean_s(), 498e-9, 2e-9);
  EXPECT_NEAR(flux.arrival.at(-14).mean_s() - flux.arrival.at(14).mean_s(), 2196.98e-9, 1e-9);
  EXPECT_DOUBLE_EQ(flux.arrival.at(-14).mean_s(), flux.arrival.at(12).mean_s());
}

TEST(PionDecayAtRest, PulsesAreDelayedByTheLifetimes) {
  struct Case {
    const char* specification;
    double mean_s;
  };
  for (const Case& item : {Case{"pi-dar,facility=sns-lar", 440e-9}, Case{"pi-dar,facility=lujan", 145e-9},
                           Case{"pi-dar,facility=jparc-mlf", 350e-9}, Case{"pi-dar,facility=ess", 1.43e-3},
                           Case{"pi-dar,facility=csns,pulse=flat/100ns", 50e-9}}) {
    const Flux flux = make_source(item.specification);
    EXPECT_NEAR(flux.arrival.at(14).mean_s(), item.mean_s + 26.03e-9, 1e-10) << item.specification;
    EXPECT_NEAR(flux.arrival.at(12).mean_s(), item.mean_s + 26.03e-9 + 2196.98e-9, 1e-10) << item.specification;
  }
  // The first third of a triangle holds 2/9 of it; half of a double pulse is early.
  const Flux triangle = make_source("pi-dar,facility=lujan,pulse=triangular/30us");
  EXPECT_NEAR(triangle.arrival.at(14).share(0.0, 10e-6), 2.0 / 9.0, 2e-3);
  const Flux twice = make_source("pi-dar,facility=lujan,pulse=double/1us/20us");
  EXPECT_NEAR(twice.arrival.at(14).share(0.0, 10e-6), 0.5, 1e-6);
  EXPECT_TRUE(make_source("pi-dar,facility=csns").arrival.empty());
}

// Half-microsecond bins of the release of 2018.
TEST(PionDecayAtRest, TimesOfTheFirstCsIRelease) {
  const Flux flux = make_source("pi-dar,facility=sns-csi2017");
  EXPECT_NEAR(flux.arrival.at(14).share(0.5e-6, 1e-6), 0.90948, 1e-5);
  EXPECT_NEAR(flux.arrival.at(12).share(1e-6, 1.5e-6), 0.17960, 1e-5);
}

TEST(PionDecayAtRest, WithoutADistanceGivesShapes) {
  const Flux flux = make_source("pi-dar");
  EXPECT_EQ(flux.normalisation, Normalisation::shape_only);
  for (const auto& [pdg, spectrum] : flux.spectra) EXPECT_NEAR(spectrum.integral(), 1.0, 1e-9) << pdg;
  EXPECT_EQ(make_source("pi-dar,facility=sns,distance=20m").normalisation, Normalisation::absolute);
}

TEST(PionDecayAtRest, RefusesWhatMakesNoSense) {
  for (const char* wrong : {"pi-dar,facility=sns,yield=0.09",
                            "pi-dar,power=1MW",
                            "pi-dar,facility=snss,distance=20m",
                            "pi-dar,distance=0m",
                            "pi-dar,distance=-3m",
                            "pi-dar,distance=20",
                            "pi-dar,distanze=20m",
                            "pi-dar,distance=20m,yield=0",
                            "pi-dar,distance=20m,yield=-1",
                            "pi-dar,distance=20m,yield=many",
                            "pi-dar,distance=20m,yield=85",
                            "pi-dar,distance=20m,power=0MW",
                            "pi-dar,distance=20m,window=inconel",
                            "pi-dar,distance=20m,proton_energy=1.3GeV",
                            "pi-dar,distance=20m,pulse=square/3ns",
                            "pi-dar,distance=20m,pulse=flat/0ns",
                            "pi-dar,distance=20m,pulse=flat",
                            "pi-dar,distance=20m,pulse=double/3us/1us",
                            "pi-dar,distance=20m,pulse=table:sns_csi2021_time",
                            "pi-dar,distance=20m,distance=30m",
                            "pi-dar,distance="}) {
    EXPECT_THROW(make_source(wrong), UserError) << wrong;
  }
  try {
    make_source("pi-dar,facility=jparc-mfl");
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'jparc-mlf'"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tridens::flux
