// Entries on W production and electroweak tridents.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

TEST(ElectroweakEntries, TheResonanceJoinsItsLimits) {
  const std::vector<Entry> all = electroweak_entries();
  ASSERT_EQ(all.front().id, "000.w-resonance");
  Context context(1, nullptr);
  const EntryResult result = all.front().compute(context);
  int judged = 0;
  for (const Comparison& item : result.comparisons) {
    EXPECT_NE(verdict(item), "differs") << item.quantity << " " << item.computed;
    judged += verdict(item) == "agrees" ? 1 : 0;
  }
  EXPECT_EQ(judged, 6);
  ASSERT_EQ(result.figures.size(), 1u);
  const Curve &full = result.figures[0].curves[0], &contact = result.figures[0].curves[3];
  // Above the resonance the contact interaction grows on, the full cross section does not.
  EXPECT_GT(contact.y.back() / full.y.back(), 50.0);
  EXPECT_GT(*std::max_element(full.y.begin(), full.y.end()), full.y.back());
}

TEST(ElectroweakEntries, PublishedTotalsAreListed) {
  Context context(1, nullptr);
  EXPECT_EQ(context.published("w-production-totals").rows.size(), 10u);
  EXPECT_EQ(context.published("trident-oxygen-high-energy").rows.size(), 10u);
  EXPECT_EQ(electroweak_entries().back().id, "002.hetrident");
}

}  // namespace
}  // namespace tridens::run::gallery
