#include "tridens/detector/visible_energy.hh"

#include <gtest/gtest.h>

#include <cmath>

namespace tridens::detector {
namespace {

// IceCube (Nature 591 (2021) 220): a visible energy of 6.05 PeV is the hadronic decay of a W of 6.32 PeV, of which
// about 5 % make no light.
TEST(VisibleEnergy, AHadronicWOfTheResonanceHasTheVisibleEnergyOfTheEventThatIceCubeSaw) {
  EXPECT_NEAR(hadronic_light(6.32e6) / 6.05e6, 1.0, 0.005);
}

TEST(VisibleEnergy, HadronicShowersComeNearerToElectronsWithEnergy) {
  double last = 0.0;
  for (double energy = 0.1; energy < 1e9; energy *= 3.0) {
    const double share = hadronic_light(energy) / energy;
    EXPECT_GE(share, last);
    EXPECT_LT(share, 1.0);
    last = share;
  }
}

// Tables of the code PUMAS for liquid water (niess/pumas-materials): stopping power dE/dX in MeV cm^2/g.
TEST(VisibleEnergy, MuonLossIsWithinSevenPercentOfTablesForWater) {
  const double table[][2] = {{50.0, 2.79}, {1e2, 3.007}, {1e3, 6.003}, {1e4, 36.66}, {1e5, 358.5}, {1e6, 3752.0}};
  for (const auto& [energy, loss] : table) {
    constexpr double thin = 1e-3;
    EXPECT_NEAR(muon_deposit(energy, thin) / thin * 1e3 / loss, 1.0, 0.07) << energy;
  }
}

TEST(VisibleEnergy, AMuonLeavesNoMoreThanItHas) {
  constexpr double a = 2.59e-3;
  EXPECT_DOUBLE_EQ(muon_deposit(10.0, 1e5), 10.0);
  EXPECT_NEAR(muon_deposit(10.0, 100.0), 100.0 * (a + 3.63e-6 * 10.0), 1e-3);
  EXPECT_NEAR(muon_deposit(1e6, 1e7), 1e6, 1e-6);
  // The loss of two paths one after the other is that of both.
  const double first = muon_deposit(1e4, 3e4), second = muon_deposit(1e4 - first, 4e4);
  EXPECT_NEAR(first + second, muon_deposit(1e4, 7e4), 1e-9 * first);
}

// Slide of the seed talk: about 50 m per PeV.
TEST(VisibleEnergy, ATauFliesFortyNineMetresPerPeV) {
  EXPECT_NEAR(tau_decay_length_m(1e6), 48.98, 0.01);
  EXPECT_NEAR(tau_decay_length_m(1e7) / tau_decay_length_m(1e6), 10.0, 1e-9);
  EXPECT_EQ(tau_decay_length_m(1.0), 0.0);
}

TEST(VisibleEnergy, TauDecaysAddUpAndTheirModesHaveTheirMeans) {
  double all = 0.0, muons = 0.0, muon_energy = 0.0, electrons = 0.0, electron_energy = 0.0, hadrons = 0.0;
  for (const TauDecayNode& node : tau_decay_nodes()) {
    EXPECT_GT(node.share, 0.0);
    EXPECT_LE(node.share, 1.0);
    EXPECT_GE(node.weight, 0.0);
    all += node.weight;
    if (node.kind == TauDecayNode::Kind::muon) muons += node.weight, muon_energy += node.weight * node.share;
    if (node.kind == TauDecayNode::Kind::electromagnetic) {
      electrons += node.weight, electron_energy += node.weight * node.share;
    }
    if (node.kind == TauDecayNode::Kind::hadronic) hadrons += node.weight * node.share;
  }
  EXPECT_NEAR(all, 1.0, 1e-12);
  EXPECT_NEAR(muons, 0.1739, 1e-12);  // "17 %" of the seed talk
  // int z 4/3 (1 - z^3) dz = 4/3 (1/2 - 1/5)
  EXPECT_NEAR(muon_energy / muons, 0.4, 1e-12);
  EXPECT_NEAR(electron_energy / electrons, 0.4, 1e-12);
  // A left-handed tau keeps less for a pion than for heavier bodies: two thirds of the neutrino's share at r = 0.
  EXPECT_NEAR(hadrons / (1.0 - muons - electrons), 0.59, 0.03);
}

// The coarse set of the rates gives the same first two moments: polynomials of degree five.
TEST(VisibleEnergy, SixNodesPerModeAreEnough) {
  for (int power = 1; power <= 2; ++power) {
    double fine = 0.0, coarse = 0.0;
    for (const TauDecayNode& node : tau_decay_nodes(20)) fine += node.weight * std::pow(node.share, power);
    for (const TauDecayNode& node : tau_decay_nodes(6)) coarse += node.weight * std::pow(node.share, power);
    EXPECT_NEAR(coarse, fine, 1e-12);
  }
}

}  // namespace
}  // namespace tridens::detector
