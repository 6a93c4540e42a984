#include <gtest/gtest.h>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

const Spectrum& of(const Flux& flux, const char* species) {
  return flux.spectrum(parse_neutrino(species));
}

TEST(Atmospheric, IntegralsAreThoseOfTheHeader) {
  const Flux flux = make_source("atmospheric");
  const std::string path = "data/source/atmospheric_gran_sasso.csv";
  const Table table = parse_table(embedded_table(path), path);
  EXPECT_EQ(flux.exposure_unit, "s");
  for (const char* species : {"numu", "numubar", "nue", "nuebar"}) {
    const double expected = parse_number(table.header_value(std::string("integral_") + species), species);
    EXPECT_NEAR(of(flux, species).integral() / expected, 1.0, 1e-5) << species;
  }
}

// The total that dark-matter searches agree on is 10.5 +- 2.1 neutrinos/cm2/s, from the same calculation
// (D. Baxter et al., Eur. Phys. J. C 81 (2021) 907, arXiv:2105.00599).
TEST(Atmospheric, TotalIsTheOneOfDirectDetection) {
  const Flux flux = make_source("atmospheric,location=gran-sasso");
  double sum = 0.0;
  for (const auto& [pdg, spectrum] : flux.spectra) sum += spectrum.integral();
  EXPECT_NEAR(sum / 10.5, 1.0, 0.05);
}

TEST(Atmospheric, MuonDecayShapesTheSpectrum) {
  const Flux flux = make_source("atmospheric");
  // Two muon neutrinos to one electron neutrino while muons decay, and an edge at half the mass of the muon.
  const double electrons = of(flux, "nue").integral() + of(flux, "nuebar").integral();
  EXPECT_NEAR((of(flux, "numu").integral() + of(flux, "numubar").integral()) / electrons, 2.0, 0.15);
  EXPECT_GT(of(flux, "nue").at(0.042) / of(flux, "nue").at(0.053), 1.4);
  EXPECT_LT(of(flux, "nue").at(0.053) / of(flux, "nue").at(0.067), 1.25);
}

TEST(Atmospheric, RefusesOtherPlaces) {
  EXPECT_THROW(make_source("atmospheric,location=moon"), UserError);
  EXPECT_THROW(make_source("atmospheric,distance=3m"), UserError);
}

}  // namespace
}  // namespace tridens::flux
