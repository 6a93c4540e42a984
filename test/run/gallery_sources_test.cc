// Entries of the gallery on flavours of distant neutrinos and decays of dark matter.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gallery_results.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

TEST(GallerySources, FlavourTableToItsPrintedDigits) {
  const EntryResult result = computed("002.flavour");
  ASSERT_EQ(result.comparisons.size(), 36u);
  for (const Comparison& item : result.comparisons) EXPECT_EQ(verdict(item), "agrees") << item.quantity;
  // Only one of the fits misses none of them.
  const DataTable& sets = result.tables.at(0);
  EXPECT_EQ(std::count_if(sets.rows.begin(), sets.rows.end(), [](const auto& row) { return row[1] == "0"; }), 1);
  expect_drawable(result);
}

TEST(GallerySources, LifetimesOfAsymmetricDarkMatter) {
  const EntryResult result = computed("002.adm");
  for (const Comparison& item : result.comparisons) EXPECT_NE(verdict(item), "differs") << item.quantity;
  expect_drawable(result);
  // On the Glashow resonance the limit is better than anywhere else.
  const Curve& limit = result.figures.at(1).curves.at(2);  // IceCube, two antineutrinos
  const auto best = static_cast<size_t>(std::max_element(limit.y.begin(), limit.y.end()) - limit.y.begin());
  EXPECT_NEAR(limit.x[best] / 12.64e6, 1.0, 0.1);
  // Two antineutrinos per decay instead of one: twice the lifetime.
  const Curve& one = result.figures.at(1).curves.at(0);
  EXPECT_NEAR(limit.y.back() / one.y.back(), 2.0, 1e-6);
}

}  // namespace
}  // namespace tridens::run::gallery
