#include "tridens/rate/event_topology.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "telescope_fixture.hh"
#include "tridens/base/error.hh"

namespace tridens::rate {
namespace {

using detector::Topology;
using process::FinalParticle;

FinalParticle particle(int pdg, double energy, double mass = 0.0) {
  return {pdg, {energy, 0.0, 0.0, energy}, mass};
}

std::vector<Outcome> outcomes(const detector::Telescope& telescope, const std::vector<FinalParticle>& state) {
  std::vector<Outcome> result;
  TopologyRules(telescope).add_outcomes(state, result);
  return result;
}

double weight(const std::vector<Outcome>& all, Topology topology) {
  double sum = 0.0;
  for (const Outcome& each : all) sum += each.topology == topology ? each.weight : 0.0;
  return sum;
}

TEST(EventTopology, ElectronsAndNeutralCurrentsAreShowersOfWhatIsSeen) {
  const auto electron = outcomes(test_telescope(), {particle(11, 7e5), particle(hadronic_system_pdg, 3e5)});
  ASSERT_EQ(electron.size(), 1u);
  EXPECT_EQ(electron[0].topology, Topology::shower);
  EXPECT_NEAR(electron[0].deposited, 7e5 + detector::hadronic_light(3e5), 2.0);
  const auto neutral = outcomes(test_telescope(), {particle(14, 7e5), particle(hadronic_system_pdg, 3e5)});
  ASSERT_EQ(neutral.size(), 1u);
  EXPECT_NEAR(neutral[0].deposited, detector::hadronic_light(3e5), 2.0);
}

TEST(EventTopology, MuonsAreTracksWithWhatTheyLoseInside) {
  const detector::Telescope telescope = test_telescope();
  const auto all = outcomes(telescope, {particle(-13, 5e5), particle(hadronic_system_pdg, 1e5)});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].topology, Topology::track);
  const double column = telescope.muon_path_m * 100.0 * telescope.density;
  EXPECT_NEAR(all[0].deposited, detector::hadronic_light(1e5) + detector::muon_deposit(5e5, column), 2.0);
  EXPECT_LT(all[0].deposited, 5e5);
}

TEST(EventTopology, ATauIsATrackInSeventeenPercentADoubleBangByItsLengthAndElseAShower) {
  const double energy = 1e6, length = detector::tau_decay_length_m(energy);
  const auto all = outcomes(test_telescope(), {particle(15, energy), particle(hadronic_system_pdg, 2e5)});
  const double seen = 1.0 - 0.1739, outside = std::exp(-500.0 / length);
  double faint = 0.0;  // decays below the lowest energy of a shower
  for (const auto& node : detector::tau_decay_nodes(6)) {
    const bool muon = node.kind == detector::TauDecayNode::Kind::muon;
    if (!muon && detector::hadronic_light(node.share * energy) < 1e3) faint += node.weight;
  }
  EXPECT_NEAR(weight(all, Topology::double_bang), (seen - faint) * (std::exp(-10.0 / length) - outside), 1e-12);
  EXPECT_NEAR(weight(all, Topology::track), 0.1739 + seen * outside, 1e-12);
  EXPECT_NEAR(weight(all, Topology::shower) + weight(all, Topology::double_bang) + weight(all, Topology::track), 1.0,
              1e-12);
}

TEST(EventTopology, AShortOrFaintTauIsNoDoubleBang) {
  detector::Telescope telescope = test_telescope();
  EXPECT_LT(weight(outcomes(telescope, {particle(15, 1e4), particle(hadronic_system_pdg, 2e5)}), Topology::double_bang),
            1e-8);
  telescope.lowest_cascade_energy = 3e5;
  const auto faint = outcomes(telescope, {particle(15, 1e6), particle(hadronic_system_pdg, 2e5)});
  EXPECT_EQ(weight(faint, Topology::double_bang), 0.0);
  telescope.effective_mass.erase(Topology::double_bang);
  const auto together = outcomes(telescope, {particle(15, 1e6), particle(hadronic_system_pdg, 2e5)});
  EXPECT_NEAR(weight(together, Topology::shower), 1.0 - 0.1739, 1e-12);
}

// W -> hadrons, e, mu, tau with the rates of the resonance: tracks from muons and from taus to muons.
TEST(EventTopology, AnOnShellWHasTheCascadesAndTracksOfItsDecays) {
  detector::Telescope telescope = test_telescope();
  telescope.effective_mass.erase(Topology::double_bang);
  const auto all = outcomes(telescope, {particle(-24, 6.3e6)});
  EXPECT_NEAR(weight(all, Topology::track), 0.1086 * (1.0 + 0.1739), 1e-9);
  EXPECT_NEAR(weight(all, Topology::shower), 1.0 - 0.1086 * (1.0 + 0.1739), 1e-9);
  const auto brightest =
      std::max_element(all.begin(), all.end(), [](const Outcome& a, const Outcome& b) { return a.weight < b.weight; });
  EXPECT_NEAR(brightest->deposited, detector::hadronic_light(6.3e6), 1.0);
}

TEST(EventTopology, AirShowersSeeOnlyTaus) {
  detector::Telescope telescope = test_telescope();
  telescope.effective_mass = {{Topology::air_shower, {{1.0}, {1e15}, false}}};
  telescope.resolution = {{Topology::air_shower, {0.3, 1.0}}};
  EXPECT_TRUE(outcomes(telescope, {particle(11, 1e7), particle(hadronic_system_pdg, 1e6)}).empty());
  const auto all = outcomes(telescope, {particle(15, 1e7), particle(hadronic_system_pdg, 1e6)});
  EXPECT_NEAR(weight(all, Topology::air_shower), 1.0 - 0.1739, 1e-12);
  for (const Outcome& each : all) EXPECT_LT(each.deposited, 1e7);
}

TEST(EventTopology, WhatNobodyKnowsIsRefused) {
  EXPECT_THROW(outcomes(test_telescope(), {particle(2000000055, 1e5)}), UserError);
}

TEST(EventTopology, ANucleusLeavesItsKineticEnergy) {
  const auto all =
      outcomes(test_telescope(), {particle(13, 1e3), particle(-13, 1e3), particle(1000080160, 14.9, 14.9)});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].topology, Topology::track);
  EXPECT_NEAR(all[0].deposited, 2.0 * detector::muon_deposit(1e3, 500.0 * 92.0), 1e-9);
}

}  // namespace
}  // namespace tridens::rate
