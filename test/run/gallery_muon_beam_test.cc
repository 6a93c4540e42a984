// Entries of the gallery on NA64mu, and its bounds.
#include <gtest/gtest.h>

#include <cmath>

#include "gallery_results.hh"
#include "tridens/base/error.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/muon_beam.hh"

namespace tridens::run {
namespace {

using gallery::Comparison;
using gallery::EntryResult;

EntryResult drawable(const std::string& id, int differing) {
  const EntryResult result = gallery::computed(id);
  gallery::expect_drawable(result);
  int differ = 0;
  for (const Comparison& item : result.comparisons) differ += gallery::verdict(item) == "differs" ? 1 : 0;
  EXPECT_EQ(differ, differing) << id;
  return result;
}

TEST(GalleryMuonBeam, VectorsAgreeWithTheExactProcess) {
  const EntryResult result = drawable("002.na64mu-zprime", 0);
  // More muons exclude smaller couplings, like the square root of their number.
  const auto& curves = result.figures.front().curves;
  EXPECT_NEAR(curves[0].y[5] / curves[2].y[5], std::sqrt(1e14 / na64mu_muons), 1e-3 * curves[0].y[5] / curves[2].y[5]);
}

TEST(GalleryMuonBeam, SlideOfTheEffectiveChargeIsThreeTimesTooLarge) {
  drawable("002.na64mu-millicharge", 1);
}

TEST(GalleryMuonBeam, AxionsOfMuonsAreExcludedUpToTheirDecaysInTheCalorimeters) {
  drawable("002.na64mu-alp-muon", 0);
}

TEST(GalleryMuonBeam, AxionsOfPhotonsDecayWhenTheyAreHeavy) {
  const EntryResult result = drawable("002.na64mu-alp-photon", 0);
  EXPECT_GE(result.figures.front().curves.size(), 3u);
}

TEST(MuonBeamLimits, EfficiencyReproducesTheAxionItIsTakenFrom) {
  const auto found = alp_muon_limit(na64mu(), 1e-3);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->low, na64mu_published_alp_limit, 1e-5 * na64mu_published_alp_limit);
}

TEST(MuonBeamLimits, DarkFermionsHideTheVisibleDecays) {
  const double open = mu_tau_vector_limit(na64mu(), 1.0)->low, hidden = mu_tau_vector_limit(na64mu(), 1.0, 0.5)->low;
  EXPECT_NEAR(open / hidden, std::sqrt(2.0), 1e-3);  // half of the decays are to muons
}

TEST(MuonBeamLimits, BoundsAreTheLimits) {
  int found = 0;
  for (const bounds::Bound& bound : bounds::bounds()) {
    if (!bound.info.name.starts_with("na64mu")) continue;
    ++found;
    const std::vector<bounds::BoundCurve> curves = bound.compute({1e-3, 8e-3, 3, 1, {}});
    ASSERT_EQ(curves.size(), 1u) << bound.info.plane;
    EXPECT_EQ(curves[0].mass.size(), curves[0].coupling.size());
    EXPECT_FALSE(bound.info.assumptions.empty());
    EXPECT_THROW(bound.compute({1e-3, 8e-3, 3, 1, {{"muon", "1"}}}), UserError);
    EXPECT_THROW(bound.compute({1e-3, 8e-3, 3, 1, {{"muons", "many"}}}), UserError);
    if (bound.info.plane == "lmu-ltau" && !bound.info.projection) {
      EXPECT_NEAR(curves[0].coupling[0], mu_tau_vector_limit(na64mu(), 1e-3)->low, 1e-9);
      const double perfect = bound.compute({1e-3, 8e-3, 3, 1, {{"efficiency", "1"}}})[0].coupling[0];
      EXPECT_NEAR(perfect / curves[0].coupling[0], std::sqrt(na64mu().efficiency), 1e-5);
    }
  }
  EXPECT_EQ(found, 10) << "four planes and the recast to L_e - L_mu, now and expected";
}

}  // namespace
}  // namespace tridens::run
