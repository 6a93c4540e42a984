// Every table of data/flux is read, and its integrals are compared with its header and with published
// numbers.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tridens/flux/flux.hh"

namespace tridens::flux {
namespace {

const std::filesystem::path folder = std::filesystem::path(TRIDENS_SOURCE_DIR) / "data" / "flux";

Table read_table(const std::string& name) {
  std::ifstream file(folder / (name + ".csv"));
  EXPECT_TRUE(file.good()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return parse_table(text.str(), name);
}

std::vector<std::string> all_names() {
  std::vector<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") result.push_back(entry.path().stem());
  }
  return result;
}

TEST(FluxData, EveryTableIsReadAndHasItsStatedIntegralsAndMeanEnergies) {
  ASSERT_GT(all_names().size(), 30u);
  for (const std::string& name : all_names()) {
    const Table table = read_table(name);
    const Flux flux = flux_from_table(table, name);
    EXPECT_FALSE(flux.title.empty() || flux.source.empty() || flux.position.empty() || flux.licence.empty()) << name;
    const bool absolute = flux.normalisation == Normalisation::absolute;
    EXPECT_EQ(flux.exposure_unit.empty(), !absolute) << name;
    for (const auto& [pdg, spectrum] : flux.spectra) {
      const std::string species = particle_name(pdg);
      const double integral = parse_number(table.header_value("integral_" + species), name);
      const double mean = parse_number(table.header_value("mean_energy_" + species + "_GeV"), name);
      EXPECT_NEAR(spectrum.integral() / integral, 1.0, 1e-5) << name << " " << species;
      EXPECT_NEAR(spectrum.mean_energy() / mean, 1.0, 1e-5) << name << " " << species;
    }
  }
}

struct Published {
  const char* name;
  const char* species;
  double integral;  // per cm2 and unit of exposure
  double mean_GeV;  // 0: not given
};

TEST(FluxData, IntegralsAreThoseOfTheSources) {
  // Integrals and mean energies computed from the original files in their own units (here per cm2).
  const Published rows[] = {{"dune-nd-fhc", "numu", 1.0489e-7, 2.68},
                            {"dune-nd-fhc", "numubar", 7.775e-9, 3.86},
                            {"dune-nd-fhc", "nue", 1.087e-9, 4.04},
                            {"dune-nd-fhc", "nuebar", 2.375e-10, 6.49},
                            {"dune-nd-rhc", "numubar", 9.442e-8, 2.44},
                            {"dune-nd-rhc", "numu", 9.276e-9, 5.22},
                            {"dune-nd-tau-fhc", "numu", 1.153e-7, 6.31},
                            {"dune-nd-tau-rhc", "numubar", 9.31e-8, 5.71},
                            {"charm-ii-fhc", "numu", 7.40e-8, 24.85},
                            {"charm-ii-rhc", "numubar", 4.95e-8, 21.1},
                            {"nutev-fhc", "numu", 1.041e-8, 78.7},
                            {"numi-le-fhc", "numu", 2.858e-8, 4.14},
                            {"numi-le-rhc", "numubar", 2.312e-8, 3.38},
                            {"numi-me-fhc", "numu", 6.739e-8, 5.74},
                            {"numi-me-rhc", "numubar", 5.130e-8, 5.46},
                            {"minos-le-nu", "numu", 3.02e-8, 3.93},
                            {"minos-le-nubar", "numubar", 2.35e-8, 3.41},
                            {"minos-plus", "numu", 8.12e-8, 5.87},
                            {"nova-fhc", "numu", 1.165e-8, 2.57},
                            {"nova-rhc", "numubar", 9.44e-9, 2.27},
                            {"t2k-nd280-fhc", "numu", 1.917e-8, 0.853},
                            {"t2k-nd280-fhc", "nue", 2.257e-10, 1.29},
                            {"t2k-nd280-rhc", "numubar", 1.544e-8, 0.712},
                            {"t2k-nd280-2013-fhc", "numu", 1.924e-8, 0.871},
                            {"t2k-ingrid", "numu", 4.76e-8, 1.42},
                            {"miniboone-fhc", "numu", 5.194e-10, 0.808},
                            {"miniboone-rhc", "numubar", 2.93e-10, 0.664},
                            {"sbnd-fhc", "numu", 1.615e-8, 0.744},
                            {"sbnd-fhc", "numubar", 1.205e-9, 0.392},
                            {"microboone-fhc", "numu", 7.376e-10, 0.823},
                            {"sbn-proposal-sbnd-fhc", "numu", 191.6 * 1.0125e-10, 0},
                            {"icarus-fhc", "numu", 4.198 * 1.0125e-10, 0},
                            {"faser-nu", "numu", 1.818e12 / 625 / 150, 0},
                            {"faser-nu", "nutaubar", 6.43e9 / 625 / 150, 0},
                            {"faser-nu-digitised", "numu", 1.122e8, 0},
                            {"faser-nu-2", "numu", 1.465e7, 0},
                            {"ship", "numu", 1.505e-7, 8.37},
                            {"ship", "nue", 1.31e-8, 30.1}};
  for (const Published& row : rows) {
    const Flux flux = flux_from_table(read_table(row.name), row.name);
    const Spectrum& spectrum = flux.spectrum(parse_neutrino(row.species));
    EXPECT_NEAR(spectrum.integral() / row.integral, 1.0, 5e-3) << row.name << " " << row.species;
    if (row.mean_GeV > 0) {
      EXPECT_NEAR(spectrum.mean_energy() / row.mean_GeV, 1.0, 5e-3) << row.name << " " << row.species;
    }
  }
}

TEST(FluxData, ShapesHaveThePublishedMeanEnergies) {
  const Published rows[] = {{"dune-cdr-reference-80gev-fhc", "numu", 1.0, 3.12},
                            {"dune-cdr-reference-80gev-rhc", "numubar", 1.0, 2.99},
                            {"dune-cdr-optimised-80gev-fhc", "numu", 1.0, 2.44},
                            {"dune-cdr-optimised-80gev-rhc", "numubar", 1.0, 2.34},
                            {"dune-tdr-120gev-fhc", "numu", 1.0, 2.68},
                            {"dune-tdr-120gev-rhc", "numubar", 1.0, 2.44},
                            {"ccfr", "numu", 1.0, 98.4}};
  for (const Published& row : rows) {
    const Flux flux = flux_from_table(read_table(row.name), row.name);
    EXPECT_EQ(flux.normalisation, Normalisation::shape_only) << row.name;
    const Spectrum& spectrum = flux.spectrum(parse_neutrino(row.species));
    EXPECT_NEAR(spectrum.integral(), 1.0, 1e-12) << row.name;
    EXPECT_NEAR(spectrum.mean_energy(), row.mean_GeV, 0.006 * row.mean_GeV) << row.name;
  }
}

TEST(FluxData, The120GevShapeIsThatOfTheAbsoluteFlux) {
  const Flux shape = flux_from_table(read_table("dune-tdr-120gev-fhc"), "shape");
  const Flux absolute = flux_from_table(read_table("dune-nd-fhc"), "absolute");
  const Neutrino numu{Flavour::muon, false};
  const double norm = absolute.spectrum(numu).integral();
  for (const double edge : {1.0, 2.0, 3.0, 4.0, 6.0, 10.0}) {
    EXPECT_NEAR(shape.spectrum(numu).integral(0.0, edge), absolute.spectrum(numu).integral(0.0, edge) / norm, 0.01)
        << edge;
  }
}

TEST(FluxData, TheWideBinsOfT2kHoldADensity) {
  // The last bin below 10 GeV and the first 1 GeV wide bin above join smoothly only as densities.
  const Flux flux = flux_from_table(read_table("t2k-nd280-fhc"), "t2k-nd280-fhc");
  const Spectrum& numu = flux.spectrum({Flavour::muon, false});
  EXPECT_NEAR(numu.at(10.5) / numu.at(9.975), 3.71 / 5.43, 1e-3);
  EXPECT_NEAR(numu.integral(10.0, 11.0), 3.71e8 * 20 / 1e21, 1e-18);
}

}  // namespace
}  // namespace tridens::flux
