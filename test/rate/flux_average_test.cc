#include "tridens/rate/flux_average.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "../process/trident_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/process/registry.hh"

namespace tridens::rate {
namespace {

flux::Spectrum histogram(std::vector<double> edges, std::vector<double> density) {
  flux::Spectrum spectrum;
  spectrum.energies = std::move(edges);
  spectrum.density = std::move(density);
  return spectrum;
}

process::Trident dimuon(std::vector<std::string> regimes) {
  using namespace process::samples;
  return {options({{Flavour::muon, false}, mu, mu}, std::move(regimes)), muon_tables()};
}

TEST(Fold, IntegratesPolynomialsExactly) {
  const auto spectrum = histogram({1.0, 2.0, 5.0}, {3.0, 0.5});
  // int_1^2 3 E^3 + int_2^5 0.5 E^3
  EXPECT_NEAR(fold(spectrum, 0.0, [](double E) { return E * E * E; }), 3.0 * 15.0 / 4.0 + 0.5 * 609.0 / 4.0, 1e-10);
  EXPECT_NEAR(fold(spectrum, 2.0, [](double) { return 1.0; }), 1.5, 1e-12);
}

TEST(Fold, SplittingBinsChangesNothing) {
  const auto whole = histogram({0.5, 4.5}, {1.0});
  std::vector<double> edges;
  for (int i = 0; i <= 40; ++i) edges.push_back(0.5 + 0.1 * i);
  const auto split = histogram(edges, std::vector<double>(40, 1.0));
  const process::Trident trident = dimuon({"coherent"});
  const double a = flux_average(trident, 0, whole).value, b = flux_average(trident, 0, split).value;
  EXPECT_NEAR(a / b, 1.0, 1e-4);
}

TEST(FluxAverage, NarrowSpectrumGivesTheCrossSectionThere) {
  const process::Trident trident = dimuon({"coherent"});
  const Folded average = flux_average(trident, 0, histogram({2.999, 3.001}, {7.0}));
  EXPECT_NEAR(average.value / trident.cross_section(0, 3.0).value, 1.0, 2e-4);
}

TEST(FluxAverage, NormIncludesWhatLiesBelowThreshold) {
  const process::Trident trident = dimuon({"coherent"});
  const auto above = histogram({2.0, 4.0}, {1.0}), with_low = histogram({0.01, 0.02, 2.0, 4.0}, {200.0, 0.0, 1.0});
  EXPECT_NEAR(flux_average(trident, 0, above).value / flux_average(trident, 0, with_low).value, 2.0, 1e-4);
}

TEST(FluxAverage, CouplingStructuresRecombineToTheAverage) {
  const process::Trident trident = dimuon({"coherent", "proton"});
  const auto spectrum = histogram({0.5, 1.0, 4.0}, {1.0, 0.3});
  for (size_t c = 0; c < trident.components().size(); ++c) {
    const auto terms = flux_averaged_terms(trident, c, spectrum);
    EXPECT_NEAR(trident.combine(terms, trident.options().vertex) / flux_average(trident, c, spectrum).value, 1.0, 1e-4);
  }
}

TEST(FluxAverage, ComponentsOfEqualShapeDifferByMultiplicity) {
  using namespace process::samples;
  Reaction reaction{{Flavour::muon, false}, mu, mu};
  reaction.target = "Ar";
  const process::Trident argon(options(reaction, {"proton"}), muon_tables());
  const auto spectrum = histogram({1.0, 4.0}, {1.0});
  const auto shared = flux_averages(argon, spectrum);
  for (size_t c = 0; c < shared.size(); ++c) {
    EXPECT_NEAR(shared[c].value / flux_average(argon, c, spectrum).value, 1.0, 1e-12);
  }
}

TEST(FluxAverage, NoiseJustAboveAThresholdDoesNotSpoilTheError) {
  // Near threshold only partons close to the full momentum make black holes: tables of densities are noise there.
  const auto process =
      process::make_process("black-hole", {{Flavour::muon, false},
                                           matter::material("p"),
                                           nullptr,
                                           {{"dimensions", "6"}, {"planck-mass", "6 TeV"}, {"border", "freeze"}},
                                           nullptr});
  flux::Spectrum spectrum;
  spectrum.kind = flux::Spectrum::Kind::points;
  for (int i = 0; i <= 200; ++i) {
    spectrum.energies.push_back(std::pow(10.0, 6.0 + 5.0 * i / 200.0));
    spectrum.density.push_back(std::pow(spectrum.energies.back(), -2.0));
  }
  const Folded average = flux_average(*process, 0, spectrum);
  EXPECT_GT(average.value, 0.0);
  EXPECT_LT(average.error / average.value, 1e-2);
  const double fine =
      fold(spectrum, process->threshold(0), [&](double energy) { return process->cross_section(0, energy).value; }) /
      spectrum.integral();
  EXPECT_NEAR(average.value / fine, 1.0, 1e-3);
}

TEST(FluxAverage, ZeroFluxIsAnError) {
  EXPECT_THROW(flux_average(dimuon({"coherent"}), 0, histogram({1.0, 2.0}, {0.0})), UserError);
}

TEST(ExpectedEvents, UnitsCancel) {
  // 1e10 protons, 5 targets, phi x sigma = 1e-12 per proton.
  EXPECT_NEAR(expected_events(1e10, 5.0, 1e-12 * units::cm2), 0.05, 1e-12);
}

}  // namespace
}  // namespace tridens::rate
