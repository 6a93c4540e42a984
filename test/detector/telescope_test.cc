#include "tridens/detector/telescope.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

Telescope good() {
  Telescope telescope;
  telescope.name = "test";
  telescope.medium = "H2O";
  telescope.density = 0.92;
  telescope.depth_km = 2.0;
  telescope.livetime_s = 1e8;
  telescope.lowest_energy = 1e3;
  telescope.highest_energy = 1e8;
  telescope.effective_mass[Topology::shower] = {{1e4, 1e6}, {1e13, 4e14}, true};
  telescope.resolution[Topology::shower] = {0.15, 8.0};
  telescope.effective_mass[Topology::track] = {{1e4}, {2e14}, true};
  telescope.resolution[Topology::track] = {0.29, 1.0};
  telescope.muon_path_m = 500.0;
  telescope.effective_mass[Topology::double_bang] = {{1e4}, {2e14}, true};
  telescope.resolution[Topology::double_bang] = {0.15, 8.0};
  telescope.lowest_cascade_energy = 1e3;
  telescope.shortest_separation_m = 10.0;
  telescope.longest_separation_m = 500.0;
  telescope.energy_edges = {6e4, 1e5, 1e6};
  telescope.cos_zenith_edges = {-1.0, 0.0, 1.0};
  telescope.processes = {"dis"};
  telescope.fluxes = {{"astrophysical", "astrophysical", 0.0}};
  return telescope;
}

/// What the message of a refusal says; "" when nothing is refused.
std::string refusal(const std::function<void(Telescope&)>& spoil) {
  Telescope telescope = good();
  spoil(telescope);
  try {
    telescope.check();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(Telescope, NamesOfTopologiesReadBack) {
  for (const Topology topology : all_topologies()) EXPECT_EQ(parse_topology(name(topology)), topology);
  try {
    parse_topology("shower_");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("shower"), std::string::npos);
  }
}

TEST(Telescope, MassIsStraightInTheLogarithmsZeroBelowAndConstantAbove) {
  const EffectiveMass mass{{1e4, 1e6}, {1e13, 4e14}, true};
  EXPECT_DOUBLE_EQ(mass.at(1e4), 1e13);
  EXPECT_NEAR(mass.at(1e5), std::sqrt(1e13 * 4e14), 1.0e3);
  EXPECT_DOUBLE_EQ(mass.at(1e6), 4e14);
  EXPECT_DOUBLE_EQ(mass.at(1e9), 4e14);
  EXPECT_DOUBLE_EQ(mass.at(9.999e3), 0.0);
}

TEST(Telescope, AGoodOneIsNotRefused) {
  EXPECT_EQ(refusal([](Telescope&) {}), "");
}

TEST(Telescope, WhatIsMissingOrImpossibleIsRefusedByName) {
  const auto says = [](const std::function<void(Telescope&)>& spoil, const std::string& word) {
    const std::string text = refusal(spoil);
    EXPECT_NE(text.find(word), std::string::npos) << "'" << text << "' does not say " << word;
  };
  says([](Telescope& t) { t.energy_edges = {1e5, 6e4}; }, "edges must increase");
  says([](Telescope& t) { t.energy_edges = {1e5, 1e5}; }, "bins.energy_GeV goes from 100000 to 100000");
  says([](Telescope& t) { t.energy_edges = {1e5}; }, "a bin has two");
  says([](Telescope& t) { t.energy_edges = {}; }, "a bin has two");
  says([](Telescope& t) { t.cos_zenith_edges = {-1.0, 1.5}; }, "between -1 and 1");
  says([](Telescope& t) { t.lowest_cos_zenith = 1.0; }, "edges must increase");
  says([](Telescope& t) { t.effective_mass.erase(Topology::track); }, "track has no effective mass");
  says([](Telescope& t) { t.resolution.erase(Topology::track); }, "track has no resolution");
  says([](Telescope& t) { t.effective_mass[Topology::track].masses = {}; }, "every energy needs its mass");
  says([](Telescope& t) { t.effective_mass[Topology::shower].energies = {1e6, 1e4}; }, "edges must increase");
  says([](Telescope& t) { t.effective_mass[Topology::shower].masses[0] = 0.0; }, "above zero");
  says([](Telescope& t) { t.effective_mass[Topology::shower].masses[0] = -3e12; }, "masses_Mt is -3");
  says([](Telescope& t) { t.effective_mass.clear(), t.resolution.clear(); }, "no [[topology]]");
  says([](Telescope& t) { t.muon_path_m = 0.0; }, "muon_path");
  says([](Telescope& t) { t.longest_separation_m = 5.0; }, "longest_separation");
  says([](Telescope& t) { t.lowest_cascade_energy = 0.0; }, "lowest_energy");
  says([](Telescope& t) { t.livetime_s = 0.0; }, "livetime");
  says([](Telescope& t) { t.livetime_s = std::nan(""); }, "livetime");
  says([](Telescope& t) { t.density = -1.0; }, "density");
  says([](Telescope& t) { t.processes.clear(); }, "processes is empty");
  says([](Telescope& t) { t.fluxes.clear(); }, "no [[flux]]");
  says([](Telescope& t) { t.fluxes.push_back(t.fluxes[0]); }, "comes twice");
  says([](Telescope& t) { t.resolution[Topology::shower].energy = 1.2; }, "below 1");
  says([](Telescope& t) { t.observed[Topology::shower] = {1.0, 2.0}; }, "4 bins");
  says([](Telescope& t) { t.observed[Topology::air_shower] = {1.0, 2.0, 3.0, 4.0}; }, "no [[topology]]");
  says([](Telescope& t) { t.background[Topology::shower] = {1.0, -2.0, 0.0, 0.0}; }, "not be negative");
  says([](Telescope& t) { t.highest_energy = t.lowest_energy; }, "edges must increase");
}

}  // namespace
}  // namespace tridens::detector
