#include "gallery_results.hh"

namespace tridens::run::gallery {
namespace {

TEST(LightDarkMatterGallery, LimitsAreThePublishedOnesWithinTheStatedTolerance) {
  const EntryResult result = computed("000.light-dm");
  expect_drawable(result);
  size_t limits = 0;
  for (const Comparison& row : result.comparisons) {
    ASSERT_TRUE(row.published.has_value()) << row.quantity;
    if (row.quantity.find("limit on y") != std::string::npos) ++limits;
    EXPECT_EQ(verdict(row), "agrees") << row.quantity << " " << row.computed;
  }
  EXPECT_EQ(limits, 10u);
  EXPECT_EQ(result.tables.size(), 2u);
  EXPECT_GE(result.tables[0].rows.size(), 9u);
}

}  // namespace
}  // namespace tridens::run::gallery
