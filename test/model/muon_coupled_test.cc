#include "tridens/model/muon_coupled.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::model {
namespace {

constexpr double muon = constants::muon_mass, pi = units::pi;

TEST(MuonCoupled, CheckValuesOfAlpWidths) {
  EXPECT_NEAR(alp_muon_width(1e-3, 0.4), 6.034313e-10, 1e-6 * 6.034313e-10);
  EXPECT_NEAR(alp_photon_width(1e-4, 0.4), 3.183099e-12, 1e-6 * 3.183099e-12);
  EXPECT_EQ(alp_muon_width(1e-3, 0.2), 0.0);
  EXPECT_THROW(alp_muon_width(1e-3, 0.0), UserError);
}

TEST(MuonCoupled, EffectiveChargeIsTheVacuumPolarisation) {
  const double ratio = std::log(std::pow(constants::tau_mass / muon, 2));
  EXPECT_NEAR(mu_tau_effective_charge(0.0), ratio / (12.0 * pi * pi), 1e-12);
  EXPECT_NEAR(mu_tau_effective_charge(0.0), 0.0476608, 2e-5 * 0.0476608);  // the masses of that value differ by 1e-5
  const math::QuadratureRule rule = math::gauss_legendre(40);
  const double K2 = 0.3;
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double x = rule.nodes[i], y = x * (1.0 - x);
    sum +=
        rule.weights[i] * y * std::log((constants::tau_mass * constants::tau_mass + y * K2) / (muon * muon + y * K2));
  }
  EXPECT_NEAR(mu_tau_effective_charge(K2), sum / (2.0 * pi * pi), 1e-10);
}

TEST(MuonCoupled, MuonLoopDecouplesFromLightAxionsAndJoinsItsSeries) {
  const double scale = 2.0 * constants::fine_structure / pi;
  EXPECT_NEAR(alp_loop_photon_coupling(1e-3), scale * 1e-6 / (12.0 * muon * muon), 1e-4 * scale * 1e-6);
  const double edge = 2.0 * muon * std::sqrt(1e-3);
  EXPECT_NEAR(alp_loop_photon_coupling(edge * (1.0 - 1e-9)) / alp_loop_photon_coupling(edge * (1.0 + 1e-9)), 1.0, 1e-7);
  // Very heavy: the anomaly alone, with the logarithms of a massless muon beside it.
  EXPECT_NEAR(alp_loop_photon_coupling(1e6) / scale, 1.0, 1e-9);
  // At threshold arcsin 1 = pi/2.
  EXPECT_NEAR(alp_loop_photon_coupling(2.0 * muon) / scale, pi * pi / 4.0 - 1.0, 1e-12);
  // The Feynman-parameter integral of the triangle: arcsin^2 sqrt(t) = -(1/2) int dx/x ln[1 - 4 t x (1 - x)].
  const double mass = 0.15, t = std::pow(mass / (2.0 * muon), 2);
  const math::QuadratureRule rule = math::gauss_legendre(60);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double x = rule.nodes[i];
    sum -= 0.5 * rule.weights[i] / x * std::log1p(-4.0 * t * x * (1.0 - x));
  }
  EXPECT_NEAR(alp_loop_photon_coupling(mass) / scale, sum / t - 1.0, 1e-9);
}

}  // namespace
}  // namespace tridens::model
