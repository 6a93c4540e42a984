#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino nutau{Flavour::tau, false};

struct Published {
  const char* species;
  double energy;                 // GeV
  std::array<double, 3> fluxes;  // at cos(zenith) = 0.95, 0.55, 0.15, per cm2 s sr GeV
};

// Up to 1 TeV: M. Honda et al., Phys. Rev. D 92 (2015) 023004, South Pole, solar minimum, geometric mean of up and
// down; above: MCEq with H3a and SIBYLL 2.3c, conventional part. Both by way of nuflux 2.0.7.
constexpr Published published[] = {
    {"numu", 10, {2.523e-05, 2.880e-05, 3.826e-05}},      {"numu", 100, {2.449e-08, 3.025e-08, 4.500e-08}},
    {"numu", 1000, {1.567e-11, 2.172e-11, 3.887e-11}},    {"numu", 1e5, {8.755e-19, 1.476e-18, 4.370e-18}},
    {"numu", 1e6, {7.230e-23, 1.156e-22, 3.302e-22}},     {"numu", 1e7, {8.179e-27, 9.828e-27, 1.895e-26}},
    {"numubar", 10, {1.893e-05, 2.303e-05, 3.491e-05}},   {"numubar", 100, {1.669e-08, 2.136e-08, 3.484e-08}},
    {"numubar", 1000, {9.401e-12, 1.332e-11, 2.539e-11}}, {"numubar", 1e5, {5.157e-19, 8.703e-19, 2.584e-18}},
    {"numubar", 1e6, {3.517e-23, 5.749e-23, 1.678e-22}},  {"numubar", 1e7, {3.989e-27, 4.939e-27, 1.010e-26}},
    {"nue", 10, {4.085e-06, 7.194e-06, 1.811e-05}},       {"nue", 100, {1.361e-09, 2.176e-09, 7.170e-09}},
    {"nue", 1000, {5.294e-13, 8.111e-13, 2.003e-12}},     {"nue", 1e5, {4.975e-20, 7.016e-20, 1.676e-19}},
    {"nue", 1e6, {1.415e-23, 1.550e-23, 2.325e-23}},      {"nue", 1e7, {6.303e-27, 6.339e-27, 6.733e-27}},
    {"nuebar", 10, {3.098e-06, 5.393e-06, 1.344e-05}},    {"nuebar", 100, {1.108e-09, 1.758e-09, 5.612e-09}},
    {"nuebar", 1000, {4.007e-13, 6.311e-13, 1.602e-12}},  {"nuebar", 1e5, {3.899e-20, 5.600e-20, 1.340e-19}},
    {"nuebar", 1e6, {7.139e-24, 8.335e-24, 1.451e-23}},   {"nuebar", 1e7, {3.611e-27, 3.642e-27, 3.985e-27}}};

TEST(AtmosphericHighEnergy, FollowsTheCalculationsWithinWhatItSays) {
  const auto flux = make_diffuse_flux("atmospheric,parts=conventional,oscillation=none");
  double squares = 0.0, count = 0.0;
  for (const Published& row : published) {
    for (size_t i = 0; i < 3; ++i) {
      const double cosine = std::array{0.95, 0.55, 0.15}[i];
      const double computed = flux->at(parse_neutrino(row.species), row.energy, cosine);
      const double off = std::log(computed / row.fluxes[i]);
      EXPECT_LT(std::abs(off), row.energy > 5e5 ? 0.22 : 0.19) << row.species << " " << row.energy << " " << cosine;
      squares += off * off;
      count += 1.0;
    }
  }
  EXPECT_LT(std::sqrt(squares / count), 0.10);
}

// A. Bhattacharya et al., JHEP 06 (2015) 110, cosmic rays H3a: the same for nue and numu, up and down.
TEST(AtmosphericHighEnergy, PromptPart) {
  const auto flux = make_diffuse_flux("atmospheric,parts=prompt,oscillation=none");
  const std::array<std::pair<double, double>, 5> rows = {
      {{1e3, 1.522e-14}, {1e4, 4.817e-17}, {1e5, 8.884e-20}, {1e6, 5.974e-23}, {1e7, 4.213e-26}}};
  for (const auto& row : rows) {
    EXPECT_NEAR(flux->at(numu, row.first, 0.3) / row.second, 1.0, 0.16) << row.first;
    EXPECT_EQ(flux->at(numu, row.first, 0.3), flux->at({Flavour::electron, true}, row.first, -1.0));
  }
  const auto three = make_diffuse_flux("atmospheric,parts=prompt,prompt_scale=3,oscillation=none");
  EXPECT_NEAR(three->at(numu, 1e5, 0.3) / flux->at(numu, 1e5, 0.3), 3.0, 1e-12);
}

// Steeper than the cosmic rays by one power where mesons interact before they decay; more from the horizon.
TEST(AtmosphericHighEnergy, MesonsInteractBeforeTheyDecay) {
  const auto flux = make_diffuse_flux("atmospheric,parts=conventional,oscillation=none");
  const auto index = [&](double energy) {
    return -std::log10(flux->at(numu, 1.05 * energy, 1.0) / flux->at(numu, energy / 1.05, 1.0)) /
           std::log10(1.05 * 1.05);
  };
  EXPECT_NEAR(index(3e4), 3.7, 0.15);
  EXPECT_LT(index(20.0), 3.2);
  EXPECT_GT(flux->at(numu, 1e4, 0.0), 4.0 * flux->at(numu, 1e4, 1.0));
  EXPECT_NEAR(flux->at(numu, 1e4, -0.7) / flux->at(numu, 1e4, 0.7), 1.0, 1e-12);
}

TEST(AtmosphericHighEnergy, MuonNeutrinosBecomeTaus) {
  const auto plain = make_diffuse_flux("atmospheric,oscillation=none");
  const auto mixed = make_diffuse_flux("atmospheric,nufit=5.2");
  EXPECT_EQ(plain->at(nutau, 25.0, -1.0), 0.0);
  for (const double energy : {10.0, 25.0, 60.0, 1e4}) {
    for (const double cosine : {-1.0, -0.4, 0.5}) {
      EXPECT_NEAR(
          (mixed->at(numu, energy, cosine) + mixed->at(nutau, energy, cosine)) / plain->at(numu, energy, cosine), 1.0,
          1e-12);
      EXPECT_EQ(mixed->at({Flavour::electron, false}, energy, cosine),
                plain->at({Flavour::electron, false}, energy, cosine));
    }
  }
  // First maximum of oscillation through the Earth: 1.267 dm2 L/E = pi/2, L = 12742 km and the height of production.
  const double maximum = 1.2669327 * 2.507e-3 * (12742.0 + 20.0) / (0.5 * units::pi);
  EXPECT_NEAR(mixed->at(nutau, maximum, -1.0) / plain->at(numu, maximum, -1.0), 4.0 * 0.451 * 0.549, 1e-6);
  EXPECT_LT(mixed->at(nutau, 10.0, 1.0) / plain->at(numu, 10.0, 1.0), 1e-4);
}

TEST(AtmosphericHighEnergy, SkyIntegralConverges) {
  const auto flux = make_diffuse_flux("atmospheric,min=15GeV,max=60GeV");
  const auto sum = [&](double from, double to) {
    const Flux band = integrated_over_sky(*flux, from, to);
    return band.spectrum(numu).integral(20.0, 50.0);
  };
  // Halves of the sky cut at other angles than the nodes of the whole are made for.
  EXPECT_NEAR((sum(-1.0, -0.45) + sum(-0.45, 0.013) + sum(0.013, 1.0)) / sum(-1.0, 1.0), 1.0, 2e-5);
}

TEST(AtmosphericHighEnergy, RefusesWhatItDoesNotCover) {
  for (const char* wrong :
       {"atmospheric,min=1GeV", "atmospheric,max=1e9GeV", "atmospheric,min=1TeV,max=100GeV", "atmospheric,parts=charm",
        "atmospheric,oscillation=vacuum", "atmospheric,scale=0", "atmospheric,location=gran-sasso"}) {
    EXPECT_THROW(make_diffuse_flux(wrong), UserError) << wrong;
  }
  EXPECT_TRUE(is_diffuse_flux("atmospheric"));
  EXPECT_TRUE(is_source("atmospheric-high-energy"));
  EXPECT_NEAR(make_source("atmospheric").spectrum(numu).highest(), 0.944, 0.01);  // the table below 1 GeV
}

std::string table_text(const std::string& unit, double scale) {
  std::string text = "# unit: " + unit + "\n# source: a test\nE_GeV,cos_zenith,numu,nuebar\n";
  for (const double cosine : {-0.75, -0.25, 0.25, 0.75}) {
    for (const double energy : {100.0, 1000.0, 10000.0}) {
      text += std::to_string(energy) + "," + std::to_string(cosine) + "," +
              std::to_string(scale * std::pow(energy, -2.0) * 1e12 * (2.0 + cosine)) + "," +
              (energy < 500.0 ? "0" : "5") + "\n";
    }
  }
  return text;
}

std::shared_ptr<const DiffuseFlux> from_text(const std::string& text) {
  return make_diffuse_flux("atmospheric-table,file=mine.csv", [&](const std::string&) { return text; });
}

TEST(AtmosphericTable, LinesBetweenTheNodes) {
  const auto flux = from_text(table_text("1/(cm2 s sr GeV)", 1.0));
  EXPECT_NEAR(flux->at(numu, 300.0, 0.1) / (std::pow(300.0, -2.0) * 1e12 * 2.1), 1.0, 1e-9);
  EXPECT_NEAR(flux->at(numu, 5000.0, -0.9) / (std::pow(5000.0, -2.0) * 1e12 * 1.25), 1.0, 1e-9);
  EXPECT_NEAR(flux->at({Flavour::electron, true}, std::sqrt(1e5), 0.0), 2.5, 1e-9);
  EXPECT_EQ(flux->at(nutau, 300.0, 0.1), 0.0);
  EXPECT_EQ(flux->at(numu, 99.0, 0.1), 0.0);
  EXPECT_FALSE(flux->isotropic());
  const auto metres = from_text(table_text("1/(m2 s sr GeV)", 1e4));
  EXPECT_NEAR(metres->at(numu, 300.0, 0.1) / flux->at(numu, 300.0, 0.1), 1.0, 1e-9);
}

TEST(AtmosphericTable, RefusesBrokenTables) {
  const std::string good = table_text("1/(cm2 s sr GeV)", 1.0);
  const std::string row = good.substr(good.rfind('\n', good.size() - 2) + 1);
  EXPECT_THROW(from_text(good.substr(0, good.size() - row.size())), UserError);  // a row is missing
  EXPECT_THROW(from_text(good + row), UserError);                                // a row comes twice
  EXPECT_THROW(from_text(table_text("1/cm2", 1.0)), UserError);
  EXPECT_THROW(from_text(table_text("1/(cm2 s sr GeV)", -1.0)), UserError);
  EXPECT_THROW(from_text("# unit: 1/(cm2 s sr GeV)\nE_GeV,cos_zenith\n1,-0.5\n1,0.5\n2,-0.5\n2,0.5\n"), UserError);
  EXPECT_THROW(from_text("# unit: 1/(cm2 s sr GeV)\nE_GeV,cos_zenith,numu\n1,0.2,1\n1,0.5,1\n2,0.2,1\n2,0.5,1\n"),
               UserError);
  EXPECT_THROW(make_diffuse_flux("atmospheric-table,file=mine.csv"), UserError);
  EXPECT_THROW(make_diffuse_flux("atmospheric-table"), UserError);
  EXPECT_FALSE(is_source("atmospheric-table"));
}

}  // namespace
}  // namespace tridens::flux
