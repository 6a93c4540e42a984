#include "tridens/matter/bound_electrons.hh"

#include <gtest/gtest.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

double electrons_at(int proton_number, double transfer_keV) {
  const double transfer = transfer_keV * units::keV;
  double result = 0.0;
  BoundElectrons(proton_number).count(&transfer, 1, &result);
  return result;
}

TEST(BoundElectrons, AllElectronsTakePartAboveTheKShell) {
  for (const int Z : {18, 32, 53, 54, 55}) EXPECT_EQ(electrons_at(Z, 100.0), Z);
}

TEST(BoundElectrons, GermaniumHasThePublishedSteps) {
  // P. Coloma et al., arXiv:2202.10829: electrons above these energies in keV (their K edge is 11.11, M4 and M5 are
  // one).
  struct Step {
    double energy;
    int electrons;
  };
  for (const Step& step : {Step{11.11, 32},
                           {1.4146, 30},
                           {1.248, 28},
                           {1.217, 26},
                           {0.1801, 22},
                           {0.1249, 20},
                           {0.1208, 18},
                           {0.0298, 14}}) {
    EXPECT_EQ(electrons_at(32, step.energy * 1.001), step.electrons) << step.energy;
    EXPECT_LT(electrons_at(32, step.energy * 0.999), step.electrons) << step.energy;
  }
  EXPECT_EQ(electrons_at(32, 0.02), 4);
}

TEST(BoundElectrons, CaesiumAndIodineHaveTheStepsOfTheCoherentAnalyses) {
  const double cs_keV[] = {36.5, 20, 5.5, 5.1, 3, 1.1, 1.03, 0.9, 0.735, 0.4, 0.2, 0.165, 0.1};
  const int cs[] = {55, 53, 51, 49, 45, 43, 41, 37, 33, 27, 25, 23, 19};
  const double i_keV[] = {33.5, 20, 5, 4.7, 2, 1, 0.9, 0.7, 0.625, 0.4, 0.15, 0.1};
  const int i[] = {53, 51, 49, 47, 43, 41, 39, 35, 31, 25, 23, 17};
  for (size_t k = 0; k < 13; ++k) EXPECT_EQ(electrons_at(55, cs_keV[k]), cs[k]) << cs_keV[k];
  for (size_t k = 0; k < 12; ++k) EXPECT_EQ(electrons_at(53, i_keV[k]), i[k]) << i_keV[k];
}

TEST(BoundElectrons, EdgesIncreaseAndNobleGasesHaveNoFreeElectrons) {
  for (const int Z : {18, 32, 53, 54, 55}) {
    const std::vector<double> edges = BoundElectrons(Z).edges();
    EXPECT_TRUE(std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) == edges.end());
  }
  EXPECT_EQ(BoundElectrons(18).free_electrons(), 0);
  EXPECT_EQ(BoundElectrons(54).free_electrons(), 0);
  EXPECT_EQ(BoundElectrons(55).free_electrons(), 1);
}

TEST(BoundElectrons, ElementsWithoutDataAreUserErrors) {
  try {
    BoundElectrons(26);
    FAIL() << "iron has no line";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("Ge"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tridens::matter
