// Entries of the gallery on neutrino masses in dark sectors.
#include <gtest/gtest.h>

#include "gallery_results.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

TEST(GalleryNeutrinoMasses, SpectraHaveTheirLimits) {
  const EntryResult result = computed("000.inverse-seesaw");
  expect_drawable(result);
  for (const Comparison& item : result.comparisons) EXPECT_EQ(verdict(item), "agrees") << item.quantity;
}

TEST(GalleryNeutrinoMasses, OneLoopMassesHaveTheirLimitsAndNeedMoreMixingForSmallerRatios) {
  const EntryResult result = computed("000.loop-masses");
  expect_drawable(result);
  int limits = 0;
  for (const Comparison& item : result.comparisons) {
    if (!item.quantity.starts_with("m_3 over its analytic limit")) continue;
    ++limits;
    EXPECT_EQ(verdict(item), "agrees") << item.quantity;
  }
  EXPECT_EQ(limits, 4);
  // The band of oscillations surrounds its line.
  for (const Curve& curve : result.figures.at(0).curves) {
    ASSERT_EQ(curve.low.size(), curve.y.size());
    for (size_t i = 0; i < curve.y.size(); ++i) {
      EXPECT_LT(curve.low[i], curve.y[i]);
      EXPECT_GT(curve.high[i], curve.y[i]);
    }
  }
}

}  // namespace
}  // namespace tridens::run::gallery
