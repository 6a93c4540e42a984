// Entries of the gallery on electrons, gauge bosons in matter and magnetic moments, and what they share.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gallery_results.hh"
#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

/// Everything that has a published number, by verdict.
size_t count(const EntryResult& result, const std::string& wanted) {
  return static_cast<size_t>(std::count_if(result.comparisons.begin(), result.comparisons.end(),
                                           [&](const Comparison& item) { return verdict(item) == wanted; }));
}

TEST(GalleryElastic, CrossSectionsAreThoseOfOneTarget) {
  // An electron is the same in every material; a nucleus is not.
  EXPECT_NEAR(sigma_cm2(on_electrons("numu", "Ar"), 2.0) / sigma_cm2(on_electrons("numu", "H2O"), 2.0), 1.0, 1e-12);
  EXPECT_GT(sigma_cm2(cevns("numu", "Xe"), 0.02), 5.0 * sigma_cm2(cevns("numu", "Ar"), 0.02));
}

TEST(GalleryElastic, SpectraIntegrateToTotals) {
  const Scattering scattering = cevns("nue", "Ar40");
  const double energy = 0.03, top = scattering.process->recoil_range(0, energy).high;
  std::vector<double> recoils;
  constexpr size_t steps = 4000;
  for (size_t i = 0; i < steps; ++i) recoils.push_back(top * (static_cast<double>(i) + 0.5) / steps);
  double sum = 0.0;
  for (const double value : spectrum_cm2_per_keV(scattering, energy, recoils)) sum += value * top / steps / units::keV;
  EXPECT_NEAR(sum / sigma_cm2(scattering, energy), 1.0, 1e-6);
  EXPECT_NEAR((sigma_cm2(scattering, energy, {0.0, 0.3 * top}) + sigma_cm2(scattering, energy, {0.3 * top, top})) /
                  sigma_cm2(scattering, energy),
              1.0, 1e-8);
}

TEST(GalleryElastic, EventsAreFluxTimesTargetsTimesAverage) {
  const flux::Flux flux = source("pi-dar,facility=sns-csi2021");
  const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino("numubar"));
  const Scattering scattering = on_electrons("numubar", "CsI");
  const double electrons = scattering.target.units_per_tonne() * (55.0 + 53.0);
  const RecoilWindow window{1.0 * units::MeV, 20.0 * units::MeV};
  EXPECT_NEAR(events(scattering, spectrum, 1e20, 2.0, window) /
                  (1e20 * 2.0 * electrons * spectrum.integral() * average_cm2(scattering, spectrum, window)),
              1.0, 1e-12);
  const std::vector<double> recoil = {5.0 * units::MeV};
  EXPECT_NEAR(events_per_keV(scattering, spectrum, 1e20, 2.0, recoil)[0] /
                  (1e20 * 2.0 * electrons * spectrum.integral() * average_cm2_per_keV(scattering, spectrum, recoil)[0]),
              1.0, 1e-12);
}

TEST(GalleryElastic, ResponseToACouplingIsExact) {
  const auto rate = [](double coupling) {
    return sigma_cm2(
        on_electrons("numubar", "Ar", {"le-lmu", {{"mass", "20 MeV"}, {"coupling", fmt::format("{}", coupling)}}}), 3.0,
        {0.6, 10.0});
  };
  const CouplingResponse response = coupling_response(rate, 1e-4);
  EXPECT_NEAR(response.ratio(4e-4) / (rate(4e-4) / rate(0.0)), 1.0, 1e-6);
  // Destructive first: the smallest coupling is the one that takes events away.
  EXPECT_LT(response.linear, 0.0);
  for (const double change : {0.01, 0.05}) {
    EXPECT_NEAR(response.ratio(response.coupling_for(change)), 1.0 - change, 1e-10);
  }
  EXPECT_NEAR(response.ratio(response.coupling_for(3.0)), 4.0, 1e-9);  // it cannot fall by as much
}

TEST(GalleryElastic, ElectronCrossSectionsAgreeWithTheirFormulasAndMeasurements) {
  const EntryResult result = computed("000.nue-xsec");
  EXPECT_EQ(count(result, "differs"), 0u);
  EXPECT_GE(count(result, "agrees"), 6u);
  expect_drawable(result);
}

TEST(GalleryElastic, MinervaEventsAgreeAndASingleNormalisationDoesNotReachSixPerCent) {
  const EntryResult result = computed("000.nue-minerva");
  EXPECT_EQ(verdict(result.comparisons.at(0)), "agrees");
  EXPECT_EQ(count(result, "differs"), 1u);
  expect_drawable(result);
}

TEST(GalleryElastic, SolarLineInBorexinoAgreesAndALoopNeedsMoreCouplingForAHeavierBoson) {
  const EntryResult result = computed("001.borexino");
  EXPECT_EQ(count(result, "agrees"), 2u);
  EXPECT_EQ(count(result, "differs"), 0u);
  const std::vector<double>& couplings = result.figures.at(0).curves.at(0).y;
  EXPECT_TRUE(std::is_sorted(couplings.begin(), couplings.end()));
  EXPECT_NEAR(couplings[1] / couplings[0], 1.0, 1e-3);                            // far below the momentum transfer
  EXPECT_NEAR(couplings[30] / couplings[28], std::pow(10.0, 12.0 / 30.0), 1e-2);  // far above: g'/M
  expect_drawable(result);
}

TEST(GalleryElastic, PotentialsOfNineModelsFollowTheirCharges) {
  const EntryResult result = computed("002.nsi-u1");
  EXPECT_EQ(count(result, "differs"), 0u);
  EXPECT_EQ(count(result, "agrees"), 1u + 2u * 9u);
  expect_drawable(result);
}

TEST(GalleryElastic, HeavyNeutrinosAppearWithTheirPublishedSpectra) {
  const EntryResult result = computed("002.dipole-cevns");
  EXPECT_EQ(count(result, "differs"), 0u);
  EXPECT_GE(count(result, "agrees"), 5u);
  expect_drawable(result);
}

}  // namespace
}  // namespace tridens::run::gallery
