#include "tridens/base/quantity.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens {
namespace {

TEST(Quantity, LengthsOfTheSky) {
  EXPECT_DOUBLE_EQ(parse_quantity("10 kpc", Dimension::distance, "distance"), 3.0856775814913673e20);
  EXPECT_DOUBLE_EQ(parse_quantity("1 Mpc", Dimension::distance, "distance"),
                   1e6 * parse_quantity("1pc", Dimension::distance, "distance"));
  EXPECT_NEAR(parse_quantity("1 erg", Dimension::energy, "energy"), 624.1509074, 1e-7);
}

TEST(Quantity, UnitsConvert) {
  EXPECT_DOUBLE_EQ(parse_quantity("5 GeV", Dimension::energy, "energy"), 5.0);
  EXPECT_DOUBLE_EQ(parse_quantity("30MeV", Dimension::energy, "energy"), 0.03);
  EXPECT_DOUBLE_EQ(parse_quantity("1e-3 TeV", Dimension::energy, "energy"), 1.0);
  EXPECT_DOUBLE_EQ(parse_quantity("2fm", Dimension::length, "c"), 2.0 * units::fm);
  EXPECT_DOUBLE_EQ(parse_quantity("180 deg", Dimension::angle, "theta"), units::pi);
  EXPECT_DOUBLE_EQ(parse_quantity("5 eV", Dimension::energy, "energy"), 5e-9);
}

TEST(Quantity, MissingAndWrongUnitsAreErrors) {
  EXPECT_THROW(parse_quantity("5", Dimension::energy, "energy"), UserError);
  EXPECT_THROW(parse_quantity("5 fm", Dimension::energy, "energy"), UserError);
  EXPECT_THROW(parse_quantity("nan GeV", Dimension::energy, "energy"), UserError);
  EXPECT_THROW(parse_quantity("", Dimension::energy, "energy"), UserError);
  EXPECT_THROW(parse_quantity("3 GeV", Dimension::number, "count"), UserError);
}

TEST(Specification, NameAndSettings) {
  const Specification result = parse_specification("fermi2,c=3.53fm, a=0.542fm", "form factor");
  EXPECT_EQ(result.name, "fermi2");
  ASSERT_EQ(result.settings.size(), 2u);
  EXPECT_EQ(result.settings[1].first, "a");
  EXPECT_EQ(result.settings[1].second, "0.542fm");
}

TEST(Specification, RepeatedKeysAndBarePiecesAreErrors) {
  EXPECT_THROW(parse_specification("fermi2,c=1fm,c=2fm", "form factor"), UserError);
  EXPECT_THROW(parse_specification("fermi2,3.53fm", "form factor"), UserError);
  EXPECT_THROW(parse_specification("", "form factor"), UserError);
}

TEST(Quantity, MassesOfTelescopesHaveTheirUnits) {
  EXPECT_DOUBLE_EQ(parse_quantity("3 Mt", Dimension::mass, "mass"), 3e6);
  EXPECT_DOUBLE_EQ(parse_quantity("0.9Gt", Dimension::mass, "mass"), 9e8);
}

}  // namespace
}  // namespace tridens
