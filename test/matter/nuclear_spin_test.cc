#include "tridens/matter/nuclear_spin.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

TEST(NuclearSpin, EvenEvenNucleiHaveNone) {
  EXPECT_TRUE(has_spin_zero(nuclide("Ar40")));
  EXPECT_TRUE(has_spin_zero(nuclide("He4")));
  for (const char* name : {"F19", "N14", "Xe129", "p", "n", "H2"}) EXPECT_FALSE(has_spin_zero(nuclide(name))) << name;
  EXPECT_FALSE(axial_response(nuclide("Ar40")));
  EXPECT_FALSE(axial_response(nuclide("Ti47"))) << "no data, no axial part";
}

TEST(NuclearSpin, FreeNucleonsHaveTheCouplingOfTheNucleon) {
  const auto proton = axial_response(nuclide("p")), neutron = axial_response(nuclide("n"));
  ASSERT_TRUE(proton && neutron);
  EXPECT_DOUBLE_EQ(proton->proton(0.0), 1.0);
  EXPECT_DOUBLE_EQ(proton->neutron(0.0), 0.0);
  EXPECT_DOUBLE_EQ(neutron->neutron(0.0), 1.0);
}

TEST(NuclearSpin, CalculatedResponseAgreesWithTheSpinsAtRest) {
  // Two sources: 2007.08529 (response) and 1304.7684 (spins, three digits).
  const auto response = axial_response(nuclide("F19"));
  const auto spin = nuclear_spin(nuclide("F19"));
  ASSERT_TRUE(response && spin);
  EXPECT_FALSE(response->at_rest_only);
  const double norm = 2.0 * std::sqrt((spin->J + 1.0) / (3.0 * spin->J));
  EXPECT_NEAR(response->proton(0.0), norm * spin->proton, 1e-3);
  EXPECT_NEAR(response->neutron(0.0), norm * spin->neutron, 1e-3);
  // The slope of exp(-u/2)(c0 + c1 u): the amplitude has fallen by 10 to 20 % at 50 MeV.
  const double ratio = response->proton(0.0025) / response->proton(0.0);
  EXPECT_LT(ratio, 0.92);
  EXPECT_GT(ratio, 0.85);
}

TEST(NuclearSpin, TableHoldsNuclidesOnceWithSpinsOfTheRightParity) {
  const Table table = parse_table(embedded_table("data/nuclide/spins.csv"), "spins");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const int Z = static_cast<int>(table.number(row, table.column("Z")));
    const int A = static_cast<int>(table.number(row, table.column("A")));
    const auto spin = nuclear_spin(nuclide(Z, A));
    ASSERT_TRUE(spin);
    EXPECT_EQ(spin->proton, table.number(row, table.column("spin_p"))) << "twice: " << Z << " " << A;
    EXPECT_EQ(std::fmod(2.0 * spin->J, 2.0), A % 2) << Z << " " << A;
    EXPECT_EQ(nuclide(Z, A).name(), A == 1 ? table.rows[row][2] : table.rows[row][2] + std::to_string(A));
    // The unpaired kind of nucleon carries most of the spin.
    const double unpaired = Z % 2 == 1 ? spin->proton : spin->neutron,
                 paired = Z % 2 == 1 ? spin->neutron : spin->proton;
    EXPECT_GT(std::abs(unpaired), std::abs(paired)) << Z << " " << A;
  }
}

}  // namespace
}  // namespace tridens::matter
