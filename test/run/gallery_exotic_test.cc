// Entries of the gallery on black holes and double cascades.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gallery_results.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

double value_of(const EntryResult& result, const std::string& beginning) {
  for (const Comparison& item : result.comparisons) {
    if (item.quantity.starts_with(beginning)) return item.computed;
  }
  ADD_FAILURE() << "no row " << beginning;
  return 0.0;
}

void expect_agreement(const EntryResult& result) {
  for (const Comparison& item : result.comparisons) EXPECT_NE(verdict(item), "differs") << item.quantity;
}

TEST(GalleryExotic, BlackHolesAgreeWithTheirFormulas) {
  const EntryResult result = computed("002.black-holes");
  expect_drawable(result);
  expect_agreement(result);
  // Heavier Planck scales need more energy.
  EXPECT_LT(value_of(result, "M_D at which n = 6 holes are as frequent as charged currents, 1e+09"),
            value_of(result, "M_D at which n = 6 holes are as frequent as charged currents, 1e+11"));
}

TEST(GalleryExotic, RegionsOfDoubleCascadesHaveTwoEnds) {
  for (const char* id : {"002.double-cascade-mixing", "002.double-cascade-dipole"}) {
    const EntryResult result = computed(id);
    expect_drawable(result);
    expect_agreement(result);
    // Rates rise with the coupling as long as N decays late, and fall when it decays at once.
    for (const Curve& curve : result.figures.front().curves) {
      EXPECT_GT(curve.y[1], curve.y[0]) << curve.label;
    }
    const Figure& regions = result.figures[1];
    const Curve& one = regions.curves[0];
    const Curve& ten = regions.curves[1];
    EXPECT_LT(*std::min_element(one.y.begin(), one.y.end()), *std::min_element(ten.y.begin(), ten.y.end())) << id;
  }
}

}  // namespace
}  // namespace tridens::run::gallery
