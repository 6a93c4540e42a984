// Entries of the gallery on the charged scalar and on dark bremsstrahlung.
#include <gtest/gtest.h>

#include "gallery_results.hh"

namespace tridens::run::gallery {
namespace {

void expect_agreement(const EntryResult& result) {
  expect_drawable(result);
  for (const Comparison& item : result.comparisons) EXPECT_NE(verdict(item), "differs") << item.quantity;
}

TEST(GalleryScalar, ChargedScalarMovesElectronPairsAndNotThoseOfMuonDecay) {
  const EntryResult result = computed("000.charged-scalar");
  expect_agreement(result);
  // Curves: e e, mu mu, mu e, each with G_F of muon decay and given.
  const auto& curves = result.figures.front().curves;
  ASSERT_EQ(curves.size(), 6u);
  EXPECT_NEAR(curves[2].y.back(), curves[2].y.front() * curves[2].y.back(), 1e-12);
  EXPECT_LT(curves[2].y.back(), 1.0);  // mu mu only loses
  EXPECT_EQ(curves[3].y.back(), 1.0);  // antisymmetry
  EXPECT_GT(curves[5].y.back(), 1.0);  // mu e grows when G_F is given
}

TEST(GalleryDarkBremsstrahlung, IsNegligible) {
  expect_agreement(computed("000.dark-bremsstrahlung"));
}

}  // namespace
}  // namespace tridens::run::gallery
