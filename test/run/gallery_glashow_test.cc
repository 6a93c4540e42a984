// The gallery entry of the Glashow resonance.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

double value_of(const EntryResult& result, const std::string& quantity) {
  for (const Comparison& item : result.comparisons) {
    if (item.quantity == quantity) return item.computed;
  }
  ADD_FAILURE() << "no " << quantity;
  return 0.0;
}

TEST(GalleryGlashow, EveryPublishedNumberAgreesAndTheFiguresCanBeDrawn) {
  const std::vector<Entry> all = entries();
  const auto entry = std::find_if(all.begin(), all.end(), [](const Entry& one) { return one.id == "002.glashow"; });
  ASSERT_NE(entry, all.end());
  Context context(1, nullptr);
  const EntryResult result = entry->compute(context);
  for (const Comparison& item : result.comparisons) EXPECT_NE(verdict(item), "differs") << item.quantity;
  ASSERT_EQ(result.figures.size(), 2u);
  for (const Figure& figure : result.figures) {
    for (const Curve& curve : figure.curves) {
      ASSERT_EQ(curve.x.size(), curve.y.size()) << curve.label;
      EXPECT_GE(curve.y.size(), 2u) << curve.label;
      for (const double value : curve.y) EXPECT_TRUE(std::isfinite(value) && value > 0.0) << curve.label;
    }
  }
  // Motion and radiation act one after the other: nearly a product.
  const double moving = value_of(result, "peak in ice against electrons at rest, moving");
  const double radiating = value_of(result, "the same, radiating"), both = value_of(result, "the same, both");
  EXPECT_LT(both, std::min(moving, radiating));
  EXPECT_NEAR(both / (moving * radiating), 1.0, 0.02);
  ASSERT_EQ(result.tables.size(), 2u);
  EXPECT_EQ(result.tables[0].rows.size(), 8u);
  EXPECT_EQ(result.tables[1].rows.size(), 4u);
}

}  // namespace
}  // namespace tridens::run::gallery
