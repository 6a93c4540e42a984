// Entries of the gallery on millicharged particles, and their bounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gallery_results.hh"
#include "tridens/base/error.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

void expect_agreement(const EntryResult& result) {
  EXPECT_FALSE(result.comparisons.empty());
  for (const Comparison& item : result.comparisons) EXPECT_NE(verdict(item), "differs") << item.quantity;
  expect_drawable(result);
}

TEST(GalleryMillicharge, AttenuationInTheEarth) {
  const EntryResult result = computed("002.mcp-attenuation");
  expect_agreement(result);
  // From below less arrives than from above, at any charge.
  const Figure& shares = result.figures.at(1);
  for (size_t i = 0; i < shares.curves[0].y.size(); ++i) EXPECT_LE(shares.curves[1].y[i], shares.curves[0].y[i]);
}

TEST(GalleryMillicharge, ChargesOfTheMasslessDarkPhoton) {
  expect_agreement(computed("002.diagonalisation"));
}

bounds::Bound bound(const std::string& name) {
  for (const bounds::Bound& each : bounds::millicharge_bounds()) {
    if (each.info.name == name) return each;
  }
  throw UserError("no bound " + name, "");
}

TEST(MillichargeBounds, LimitsWeakenWithTheMassAndKnowTheirSettings) {
  const bounds::Bound kamiokande = bound("super-kamiokande");
  bounds::BoundRequest request;
  request.lowest_mass = 0.05;
  request.highest_mass = 1.0;
  request.points_per_decade = 3;
  request.settings = {{"drell-yan", "no"}};
  const std::vector<bounds::BoundCurve> curves = kamiokande.compute(request);
  ASSERT_EQ(curves.size(), 1u);
  for (size_t i = 0; i < curves[0].mass.size(); ++i) {
    EXPECT_LT(curves[0].coupling[i], curves[0].upper[i]);
    if (i == 0) continue;
    EXPECT_GT(curves[0].coupling[i], curves[0].coupling[i - 1]);
  }
  request.settings.emplace_back("bremsstrahlung", "no");
  const std::vector<bounds::BoundCurve> mesons = kamiokande.compute(request);
  for (size_t i = 0; i < mesons.at(0).mass.size(); ++i) EXPECT_GE(mesons[0].coupling[i], curves[0].coupling[i]);
  request.settings = {{"bremstrahlung", "no"}};
  EXPECT_THROW(kamiokande.compute(request), UserError);
  request.settings = {{"bremsstrahlung", "maybe"}};
  EXPECT_THROW(kamiokande.compute(request), UserError);
}

TEST(MillichargeBounds, TablesOfThePlane) {
  size_t tables = 0;
  for (const bounds::Bound& each : bounds::bounds_of(bounds::plane("millicharge"))) {
    if (each.info.kind != bounds::Kind::tabulated) continue;
    ++tables;
    EXPECT_NE(each.info.assumptions.find("epsilon^2"), std::string::npos) << each.info.name;
    if (each.info.name == "millicharge-slac-mq") {
      // epsilon below 5.8e-4 at 0.1 GeV.
      EXPECT_NEAR(std::sqrt(each.compute({}).at(0).coupling.back()), 5.8e-4, 0.2e-4);
    }
  }
  EXPECT_EQ(tables, 6u);
}

}  // namespace
}  // namespace tridens::run::gallery
