#include "tridens/matter/structure_functions.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/matter/photon_density.hh"

namespace tridens::matter {
namespace {

struct F2Point {
  double x, Q2, proton, neutron;
};

TEST(StructureFunctions, Allm97HasTheValuesOfAnIndependentCode) {
  for (const F2Point& p : {F2Point{1e-4, 0.1, 0.09186, 0}, F2Point{1e-4, 10, 1.60979, 0}, F2Point{0.01, 1, 0.28812, 0},
                           F2Point{0.01, 1000, 0.93729, 0}, F2Point{0.1, 0.1, 0.13404, 0}, F2Point{0.1, 10, 0.38941, 0},
                           F2Point{0.4, 10, 0.20374, 0}, F2Point{0.4, 1000, 0.12857, 0}}) {
    EXPECT_NEAR(allm97_F2(p.x, p.Q2), p.proton, 6e-6) << p.x << " " << p.Q2;
  }
}

TEST(StructureFunctions, PartonsGiveTheChargeWeightedSum) {
  const auto structure = make_structure_functions("grv94-allm97");
  for (const F2Point& p : {F2Point{0.01, 10, 0.55345, 0.53992}, F2Point{0.1, 10, 0.40667, 0.35427},
                           F2Point{0.1, 1000, 0.41713, 0.35597}, F2Point{0.4, 10, 0.21052, 0.11504}}) {
    EXPECT_NEAR(structure->evaluate(Nucleon::proton, p.x, p.Q2).F2, p.proton, 6e-6);
    EXPECT_NEAR(structure->evaluate(Nucleon::neutron, p.x, p.Q2).F2, p.neutron, 6e-6);
  }
}

// Real photons: sigma(gamma p) = 4 pi^2 alpha F2/Q^2 as Q^2 -> 0, about 0.115 mb at W = 10 GeV (PDG: 0.114 to 0.118).
TEST(StructureFunctions, Allm97BecomesTheCrossSectionOfRealPhotons) {
  const double W2 = 100.0, Q2 = 1e-6, M2 = std::pow(nucleon_mass(Nucleon::proton), 2);
  const double x = Q2 / (W2 - M2 + Q2);
  const double sigma =
      4.0 * units::pi * units::pi * constants::fine_structure * allm97_F2(x, Q2) / Q2 / (1e9 * units::picobarn);
  EXPECT_NEAR(sigma, 0.116, 0.003);
  EXPECT_EQ(photoabsorption_ratio(0.0), 0.0);
}

TEST(StructureFunctions, NothingBelowThePionThreshold) {
  const auto structure = make_structure_functions("allm97");
  for (const Nucleon nucleon : {Nucleon::proton, Nucleon::neutron}) {
    const double edge = inelastic_highest_x(nucleon, 1.0);
    const double M = nucleon_mass(nucleon), W2 = M * M + 1.0 / edge - 1.0;
    EXPECT_NEAR(std::sqrt(W2), M + constants::charged_pion_mass, 1e-12);
    EXPECT_EQ(structure->evaluate(nucleon, edge * 1.0001, 1.0).F2, 0.0);
    EXPECT_GT(structure->evaluate(nucleon, edge * 0.9999, 1.0).F2, 0.0);
  }
}

TEST(StructureFunctions, ATableOfTheUserIsInterpolated) {
  const TextReader reader = [](const std::string&) {
    return "# title: test\nx,Q2_GeV2,F2_proton,F2_neutron\n0.01,1,0.2,0.1\n0.01,100,0.4,0.2\n0.1,1,0.3,0.2\n"
           "0.1,100,0.5,0.3\n";
  };
  const auto structure = make_structure_functions("table:f2.csv", reader);
  EXPECT_NEAR(structure->evaluate(Nucleon::proton, 0.01, 10.0).F2, 0.3, 1e-12);
  EXPECT_NEAR(structure->evaluate(Nucleon::neutron, std::sqrt(1e-3), 1.0).F2, 0.15, 1e-12);
  EXPECT_NEAR(structure->evaluate(Nucleon::proton, 0.01, 0.5).F2, allm97_F2(0.01, 0.5), 1e-12);
  EXPECT_THROW(structure->evaluate(Nucleon::proton, 0.001, 10.0), UserError);
  EXPECT_THROW(structure->evaluate(Nucleon::proton, 0.05, 200.0), UserError);
}

TEST(StructureFunctions, BadInputIsNamed) {
  EXPECT_THROW(make_structure_functions("allm91"), UserError);
  EXPECT_THROW(make_structure_functions("table:f2.csv"), UserError);
  const auto broken = [](const char* text) {
    return make_structure_functions("table:f2.csv", [text](const std::string&) { return std::string(text); });
  };
  EXPECT_THROW(broken("x,Q2_GeV2,F2_proton,F2_neutron\n0.01,1,0.2,0.1\n0.1,1,0.2,0.1\n0.1,10,0.2,0.1\n"), UserError);
  EXPECT_THROW(broken("x,Q2_GeV2,F2_proton,F2_neutron\n0.01,1,0.2,0.1\n0.1,1,0.2,0.1\n0.1,10,0.2,0.1\n"
                      "0.01,10,-0.2,0.1\n"),
               UserError);
  EXPECT_THROW(make_structure_functions("allm97")->evaluate(Nucleon::proton, 0.0, 1.0), UserError);
}

TEST(PhotonDensity, AlphaRunsToTheZ) {
  EXPECT_NEAR(1.0 / running_fine_structure(1e-12), 1.0 / constants::fine_structure, 1e-6);
  // Leptons 0.03142, hadrons 0.02761 (H. Burkhardt and B. Pietrzyk, Phys. Lett. B 513 (2001) 46).
  const double ratio = constants::fine_structure / running_fine_structure(91.1876 * 91.1876);
  EXPECT_NEAR(1.0 - ratio, 0.03142 + 0.02761, 1e-4);
  for (const double Q : {0.7, 2.0, 4.0, 10.0}) {  // pieces of the fit join
    EXPECT_NEAR(running_fine_structure(Q * Q * 0.9999) / running_fine_structure(Q * Q * 1.0001), 1.0, 1e-5);
  }
}

// z f of proton and neutron from an independent program (0.5 %).
TEST(PhotonDensity, InelasticPhotonsOfBothNucleons) {
  struct Row {
    double z, mu2, proton, neutron;
  };
  const auto structure = make_structure_functions("grv94-allm97");
  for (const Row& row :
       {Row{0.001, 10, 2.105e-2, 1.885e-2}, Row{0.001, 1e4, 8.897e-2, 8.317e-2}, Row{0.01, 10, 1.160e-2, 9.58e-3},
        Row{0.01, 1e4, 3.418e-2, 2.918e-2}, Row{0.1, 10, 3.746e-3, 2.526e-3}, Row{0.1, 1e4, 8.197e-3, 5.611e-3},
        Row{0.3, 10, 8.52e-4, 4.32e-4}, Row{0.3, 1e4, 1.608e-3, 8.39e-4}}) {
    EXPECT_NEAR(inelastic_photon_density(*structure, Nucleon::proton, row.z, row.mu2) / row.proton, 1.0, 5e-3);
    EXPECT_NEAR(inelastic_photon_density(*structure, Nucleon::neutron, row.z, row.mu2) / row.neutron, 1.0, 5e-3);
  }
}

}  // namespace
}  // namespace tridens::matter
