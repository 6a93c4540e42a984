#include "tridens/model/boson_widths.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::model {
namespace {

LeptonWidths mu_tau(double coupling, double mass) {
  return lepton_widths(u1_lepton_couplings({0.0, 1.0, -1.0}, coupling, mass, false), mass);
}

TEST(BosonWidths, TwoNeutrinosAreOneHeavyLepton) {
  const double g = 3e-3, M = 50.0;
  const LeptonWidths widths = mu_tau(g, M);
  // Far above thresholds: one left-handed neutrino is half of a Dirac fermion.
  EXPECT_NEAR(widths.invisible() / widths.charged[1], 1.0, 1e-6);
  EXPECT_NEAR(widths.total(), 3.0 * g * g * M / (12.0 * units::pi), 1e-4 * widths.total());
  EXPECT_EQ(mu_tau(g, 0.2).charged[1], 0.0);
  EXPECT_EQ(mu_tau(g, 0.2).invisible_share(), 1.0);
}

TEST(BosonWidths, DiracFermionsHaveTheirThreshold) {
  EXPECT_NEAR(vector_pair_width(0.5, 0.2, 0.05) / (0.25 * 0.2 / (12.0 * units::pi)), std::sqrt(1.0 - 0.25) * 1.125,
              1e-12);
  EXPECT_EQ(vector_pair_width(0.5, 0.1, 0.05), 0.0);
  EXPECT_THROW(vector_pair_width(0.5, 0.0, 0.05), UserError);
}

}  // namespace
}  // namespace tridens::model
