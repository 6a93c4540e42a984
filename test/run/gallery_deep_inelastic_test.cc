// Entries of the gallery on deep inelastic scattering and leptoquarks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gallery_results.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

TEST(GalleryDeepInelastic, TotalsOfTheSameDensitiesAgreeAndPowerLawsDoNot) {
  const EntryResult result = computed("002.cc-nc");
  int same = 0;
  for (const Comparison& item : result.comparisons) {
    if (item.quantity.find("four massless flavours") != std::string::npos) {
      EXPECT_EQ(verdict(item), "agrees") << item.quantity;
      EXPECT_NEAR(item.computed / *item.published, 1.0, 2.5e-3) << item.quantity;
      ++same;
    } else if (verdict(item) == "differs") {
      // Where densities are extrapolated.
      EXPECT_NE(item.quantity.find("power law"), std::string::npos) << item.quantity;
      EXPECT_FALSE(item.reason.empty());
    }
  }
  EXPECT_EQ(same, 12);
}

TEST(GalleryDeepInelastic, EnergiesOfTheCurvesSpanElevenDecades) {
  const EntryResult result = computed("002.cc-nc");
  ASSERT_EQ(result.figures.size(), 3u);
  for (const Curve& curve : result.figures[0].curves) {
    EXPECT_NEAR(curve.x.front(), 10.0, 1e-9) << curve.label;
    EXPECT_NEAR(curve.x.back(), 1e12, 1.0) << curve.label;
    // sigma/E falls at high energies, where the boson's mass cuts Q^2 off.
    EXPECT_LT(curve.y.back(), 1e-3 * *std::max_element(curve.y.begin(), curve.y.end())) << curve.label;
  }
  for (const Curve& curve : result.figures[1].curves) {
    for (const double y : curve.y) EXPECT_TRUE(y > 0.1 && y < 0.7) << curve.label;
  }
}

}  // namespace
}  // namespace tridens::run::gallery
