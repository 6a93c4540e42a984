// Entries on bounds: their curves can be drawn and their numbers agree.
#include <gtest/gtest.h>

#include <cmath>

#include "gallery_results.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/gallery/mediator_limits.hh"

namespace tridens::run::gallery {
namespace {

class BoundEntry : public testing::TestWithParam<const char*> {};

TEST_P(BoundEntry, IsDrawableAndAgrees) {
  const EntryResult result = computed(GetParam());
  expect_drawable(result);
  for (const Comparison& comparison : result.comparisons) {
    EXPECT_NE(verdict(comparison), "differs") << comparison.quantity << ": " << comparison.computed;
  }
}

INSTANTIATE_TEST_SUITE_P(Planes, BoundEntry,
                         testing::Values("000.bounds-lmultau", "000.bounds-lelmu", "000.leptophilic", "001.g-2",
                                         "001.z4mu", "001.babar", "001.belle", "001.belle2", "001.lep"));

TEST(BoundsOfTridents, AreThoseOfScansOfChi2) {
  // The closed formula at each mass against contours of a grid.
  Context context(1, nullptr);
  const std::vector<Curve> scanned = trident_limit_curves(context);
  BoundsRequest request;
  request.lowest_mass_GeV = 1e-2;
  request.highest_mass_GeV = 1.0;
  request.points_per_decade = 1;
  for (const auto& [name, label] : {std::pair<const char*, const char*>{"ccfr-trident", "CCFR"},
                                    {"charm-ii-trident", "CHARM-II"},
                                    {"dune-trident", "DUNE tridents"}}) {
    request.names = {name};
    const auto curve = compute_bounds(request).bounds.at(0).curves.at(0);
    bool found = false;
    for (const Curve& border : scanned) {
      if (border.label != label) continue;
      found = true;
      const MediatorLimits limits{{border}};
      for (size_t i = 0; i < curve.mass.size(); ++i) {
        EXPECT_NEAR(limits.at(curve.mass[i]) / curve.coupling[i], 1.0, 5e-3) << name << " at " << curve.mass[i];
      }
    }
    EXPECT_TRUE(found) << label;
  }
}

}  // namespace
}  // namespace tridens::run::gallery
