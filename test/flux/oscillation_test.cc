#include "tridens/flux/oscillation.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/moments.hh"
#include "tridens/flux/sampling.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino nue{Flavour::electron, false};
constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino nuebar{Flavour::electron, true};
constexpr Neutrino numubar{Flavour::muon, true};

TEST(Oscillation, PhaseIsTheOneOfTheField) {
  const SterileOscillation sterile{1.3, 0.05, 0.02, 0.0};
  const double sine = std::sin(1.2669327 * 1.3 * 19.3 / 29.79);
  EXPECT_NEAR(sterile.probability(Flavour::muon, Flavour::muon, 29.79e-3, 19.3), 1.0 - 4 * 0.02 * 0.98 * sine * sine,
              1e-7);
  EXPECT_NEAR(sterile.probability(Flavour::muon, Flavour::electron, 29.79e-3, 19.3), 4 * 0.02 * 0.05 * sine * sine,
              1e-8);
  EXPECT_NEAR(sterile.amplitude(Flavour::electron, Flavour::electron), 4 * 0.05 * 0.95, 1e-15);
  const double mixing = SterileOscillation::mixing_from_amplitude(0.3);
  EXPECT_NEAR(4 * mixing * (1 - mixing), 0.3, 1e-15);
}

TEST(Oscillation, RefinedSpectraHoldToAHundredThousandth) {
  const Flux flux = make_source("pi-dar,facility=sns-lar");
  const SterileOscillation sterile{40.0, 0.2, 0.0, 0.0};  // about 30 oscillations at the mean energy, many more below
  const Flux seen = oscillated(flux, sterile, 27.5);
  const Spectrum& before = flux.spectrum(nue);
  const Spectrum& after = seen.spectrum(nue);
  double largest = 0.0;
  for (const double value : before.density) largest = std::max(largest, value);
  for (double energy = 0.0131; energy < 0.0528; energy += 1.37e-5) {
    const double expected = before.at(energy) * sterile.probability(Flavour::electron, Flavour::electron, energy, 27.5);
    EXPECT_NEAR(after.at(energy) / largest, expected / largest, 2e-5) << energy;
  }
  // Below, where more than fifty oscillations fit, the average: 1 - 4 |U|^2 (1 - |U|^2) / 2.
  EXPECT_NEAR(after.at(0.005) / before.at(0.005), 1.0 - 2.0 * 0.2 * 0.8, 1e-4);
  EXPECT_DOUBLE_EQ(seen.spectrum(numu).integral(), flux.spectrum(numu).integral());
}

TEST(Oscillation, NeutrinosAreLostOnlyToTheSterileState) {
  const Flux flux = make_source("pi-dar,facility=sns-lar");
  const SterileOscillation sterile{1.0, 0.5, 0.5, 0.0};  // no sterile component is left: what one loses the other gains
  const Flux seen = oscillated(flux, sterile, 20.0);
  const double muon_lost = flux.spectrum(numubar).integral() - seen.spectrum(numubar).integral();
  EXPECT_GT(muon_lost, 0.1 * flux.spectrum(numubar).integral());
  EXPECT_NEAR(seen.spectrum(nuebar).integral() / muon_lost, 1.0, 1e-4);
  EXPECT_TRUE(seen.arrival.contains(-12));
  EXPECT_DOUBLE_EQ(seen.arrival.at(-12).mean_s(), flux.arrival.at(-14).mean_s());
  // The muon-neutrino line that turns into electron neutrinos is added to their continuous spectrum.
  const double before = flux.spectrum(nue).integral() + flux.spectrum(numu).integral();
  const double after = seen.spectrum(nue).integral() + seen.spectrum(numu).integral();
  EXPECT_NEAR(after / before, 1.0, 1e-4);
  EXPECT_DOUBLE_EQ(seen.arrival.at(12).mean_s(), flux.arrival.at(12).mean_s());
}

TEST(Oscillation, DisappearanceAlone) {
  SterileOscillation sterile{1.0, 0.1, 0.1, 0.0};
  sterile.appearance = false;
  const Flux seen = oscillated(make_source("pi-dar,facility=sns-lar"), sterile, 20.0);
  EXPECT_FALSE(seen.has(nuebar));
  EXPECT_EQ(seen.spectra.size(), 3u);
}

TEST(Oscillation, RefusesWhatMakesNoSense) {
  const Flux flux = make_source("pi-dar,facility=sns-lar");
  EXPECT_THROW(oscillated(flux, {1.0, 0.1, 0.1, 0.0}, 0.0), UserError);
  EXPECT_THROW(oscillated(flux, {-1.0, 0.1, 0.1, 0.0}, 20.0), UserError);
  EXPECT_THROW(oscillated(flux, {1.0, -0.1, 0.1, 0.0}, 20.0), UserError);
  EXPECT_THROW(oscillated(flux, {1.0, 0.6, 0.5, 0.0}, 20.0), UserError);
  EXPECT_THROW(SterileOscillation::mixing_from_amplitude(1.1), UserError);
}

TEST(Sampling, HistogramsKeepTheirIntegrals) {
  const Spectrum histogram{Spectrum::Kind::histogram, {1.0, 2.0, 4.0}, {3.0, 1.0}};
  const Spectrum product = with_probability(histogram, [](double energy) { return energy / 4.0; });
  EXPECT_EQ(product.kind, Spectrum::Kind::histogram);
  EXPECT_NEAR(product.integral(), 3.0 * 1.5 / 4.0 + 6.0 / 4.0, 1e-12);
  EXPECT_NEAR(product.at(1.999) / (3.0 * 1.999 / 4.0), 1.0, 1e-2);
  const Spectrum fast = with_probability(histogram, [](double energy) { return std::pow(std::sin(60.0 * energy), 2); });
  const auto exact = [](double a, double b) { return 0.5 * (b - a) - (std::sin(120 * b) - std::sin(120 * a)) / 240.0; };
  EXPECT_NEAR(fast.integral(), 3.0 * exact(1, 2) + exact(2, 4), 1e-6);
  EXPECT_THROW(with_probability(histogram, [](double energy) { return energy; }), UserError);
}

TEST(Sampling, CoarsePointsDoNotHideAnOscillation) {
  const Spectrum points{Spectrum::Kind::points, {1.0, 2.0}, {1.0, 1.0}};
  const Spectrum product =
      with_probability(points, [](double energy) { return std::pow(std::sin(16.0 * M_PI * energy), 2); });
  EXPECT_NEAR(product.integral(), 0.5, 1e-5);
}

TEST(Sampling, SumsOfSpectra) {
  const Spectrum line{Spectrum::Kind::line, {1.5}, {2.0}};
  const Spectrum points{Spectrum::Kind::points, {1.0, 2.0, 3.0}, {0.0, 2.0, 0.0}};
  const Spectrum both = sum(line, points);
  EXPECT_NEAR(both.integral(), 4.0, 1e-9);
  EXPECT_NEAR(both.mean_energy(), (2.0 * 1.5 + 2.0 * 2.0) / 4.0, 1e-9);
  const auto apart = SpectrumMoments(points).above(1.2);
  const auto together = SpectrumMoments(both).above(1.2);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(together[k] - apart[k], 2.0 / std::pow(1.5, static_cast<double>(k)), 1e-7) << k;
  }
  const Spectrum histogram{Spectrum::Kind::histogram, {1.0, 2.0, 4.0}, {3.0, 1.0}};
  const Spectrum other{Spectrum::Kind::histogram, {0.0, 1.5, 4.0}, {2.0, 1.0}};
  EXPECT_NEAR(sum(histogram, other).integral(), histogram.integral() + other.integral(), 1e-12);
  EXPECT_DOUBLE_EQ(sum(histogram, other).at(1.2), 5.0);
  EXPECT_DOUBLE_EQ(sum(line, line).integral(), 4.0);
  EXPECT_THROW(sum(points, histogram), UserError);
  EXPECT_THROW(sum(line, {Spectrum::Kind::line, {1.6}, {2.0}}), UserError);
}

TEST(Sources, AreKnownByName) {
  EXPECT_TRUE(is_source("pi-dar,facility=sns"));
  EXPECT_TRUE(is_source(" supernova "));
  EXPECT_FALSE(is_source("dune-nd-fhc"));
  EXPECT_FALSE(is_source(""));
  EXPECT_THROW(make_source("supernovae"), UserError);
  for (const SourceInfo& source : sources()) {
    EXPECT_TRUE(is_source(source.name));
    EXPECT_FALSE(source.papers.empty()) << source.name;
    EXPECT_FALSE(source.validity.empty()) << source.name;
    EXPECT_FALSE(source.exposure_unit.empty()) << source.name;
  }
}

}  // namespace
}  // namespace tridens::flux
