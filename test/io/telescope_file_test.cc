#include "tridens/io/telescope_file.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "tridens/base/error.hh"
#include "tridens/io/experiment_file.hh"

namespace tridens::io {
namespace {

using detector::Telescope;
using detector::Topology;

const std::string good = R"(kind = "telescope"
title = "Test"
sources = ["nowhere"]
processes = ["dis,current=cc", "glashow"]
livetime = "10 day"
[medium]
material = "H2O"
density_g_cm3 = 0.92
depth = "2 km"
[neutrinos]
lowest_energy = "10 TeV"
highest_energy = "10 PeV"
cos_zenith = [-1.0, 0.5]
[bins]
energy_GeV = [6e4, 1e5, 1e6]
cos_zenith = [-1, 0, 1]
[[topology]]
name = "shower"
energies_GeV = [1e4, 1e6]
masses_Mt = [10, 400]
energy_resolution = 0.15
angular_resolution = "8 deg"
[[topology]]
name = "track"
of = "neutrino"
energies_GeV = [1e4]
masses_Mt = [100]
energy_resolution = 0.29
angular_resolution = "1 deg"
muon_path = "400 m"
[[flux]]
name = "astrophysical"
source = "astrophysical,fit=hese-7.5"
relative_uncertainty = 0.1
[[observed]]
topology = "shower"
counts = [1, 2, 3, 4]
[[observed]]
topology = "track"
counts = [0, 0, 0, 1]
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

std::string refusal(const std::string& text) {
  try {
    parse_telescope(text, "folder/test.toml");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(TelescopeFile, IsReadInItsUnits) {
  const Telescope telescope = parse_telescope(good, "folder/test.toml");
  EXPECT_EQ(telescope.name, "test");
  EXPECT_DOUBLE_EQ(telescope.livetime_s, 10.0 * 86400.0);
  EXPECT_DOUBLE_EQ(telescope.depth_km, 2.0);
  EXPECT_DOUBLE_EQ(telescope.lowest_energy, 1e4);
  EXPECT_DOUBLE_EQ(telescope.highest_energy, 1e7);
  EXPECT_DOUBLE_EQ(telescope.highest_cos_zenith, 0.5);
  EXPECT_DOUBLE_EQ(telescope.effective_mass.at(Topology::shower).masses[1], 4e14);  // g
  EXPECT_TRUE(telescope.effective_mass.at(Topology::shower).of_deposited_energy);
  EXPECT_FALSE(telescope.effective_mass.at(Topology::track).of_deposited_energy);
  EXPECT_NEAR(telescope.resolution.at(Topology::shower).angle_deg, 8.0, 1e-12);
  EXPECT_DOUBLE_EQ(telescope.muon_path_m, 400.0);
  ASSERT_EQ(telescope.fluxes.size(), 1u);
  EXPECT_DOUBLE_EQ(telescope.fluxes[0].relative_uncertainty, 0.1);
  EXPECT_EQ(telescope.observed.at(Topology::track), (std::vector<double>{0.0, 0.0, 0.0, 1.0}));
}

TEST(TelescopeFile, FaultsAreSaidWithTheirPlace) {
  const auto says = [](const std::string& from, const std::string& to, const std::string& word) {
    const std::string text = refusal(replaced(good, from, to));
    EXPECT_NE(text.find(word), std::string::npos) << "'" << text << "' does not say " << word;
  };
  says("\"shower\"", "\"showr\"", "did you mean 'shower'");
  says("energies_GeV = [1e4, 1e6]", "energies_GeV = [1e4]", "every energy needs its mass");
  says("masses_Mt = [10, 400]\n", "", "masses_Mt");
  says("energy_GeV = [6e4, 1e5, 1e6]", "energy_GeV = [6e4, 1e6, 1e5]", "edges must increase");
  says("energy_GeV = [6e4, 1e5, 1e6]", "energy_GeV = []", "a bin has two");
  says("energy_GeV = [6e4, 1e5, 1e6]", "energy_GeV = \"6e4\"", "list of numbers");
  says("muon_path = \"400 m\"\n", "", "muon_path");
  says("muon_path", "longest_separation", "no meaning");
  says("\"astrophysical,fit", "\"astrofysical,fit", "did you mean 'astrophysical'");
  says("counts = [1, 2, 3, 4]", "counts = [1, 2]", "4 bins");
  says("of = \"neutrino\"", "of = \"muon\"", "neutrino");
  says("livetime = \"10 day\"", "livetime = \"10 km\"", "livetime");
  says("livetime = \"10 day\"\n", "", "livetime");
  says("density_g_cm3", "density", "density_g_cm3");
  says("title", "titel", "title");
  says("[[observed]]\ntopology = \"track\"\ncounts = [0, 0, 0, 1]\n", "", "write zeros");
  says("topology = \"track\"", "topology = \"shower\"", "comes twice");
  says("kind = \"telescope\"", "kind = \"microscope\"", "not a telescope");
  EXPECT_NE(refusal("kind = ").find("TOML"), std::string::npos);
  // One place and one reason, not a message within a message.
  const std::string text = refusal(replaced(good, "energy_GeV = [6e4, 1e5, 1e6]", "energy_GeV = [6e4, 1e6, 1e5]"));
  EXPECT_TRUE(text.starts_with("telescope 'folder/test.toml': bins.energy_GeV goes from")) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '('), 1) << text;
  EXPECT_EQ(parse_telescope(good, "folder/test.toml").name, "test");
}

TEST(TelescopeFile, TellsTelescopesFromOtherExperiments) {
  EXPECT_TRUE(is_telescope(good));
  EXPECT_FALSE(is_telescope("processes = [\"cevns\"]"));
  EXPECT_FALSE(is_telescope("kind = "));
  EXPECT_TRUE(names_telescope("icecube-hese"));
  EXPECT_FALSE(names_telescope("ccfr-trident"));
  EXPECT_FALSE(names_telescope("nowhere"));
  const std::vector<std::string> binned = experiment_names();
  for (const std::string& name : telescope_names()) {
    EXPECT_EQ(std::find(binned.begin(), binned.end(), name), binned.end()) << name;
  }
  EXPECT_THROW(load_telescope("icecube-hesse"), UserError);
  EXPECT_THROW(parse_experiment(good, "test.toml", "", {}), UserError);
}

TEST(TelescopeFile, AllShippedOnesSayTheirSourcesAndProblems) {
  const std::vector<std::string> names = telescope_names();
  for (const char* name : {"icecube-hese", "icecube-pepe", "icecube-gen2", "deepcore", "pingu", "orca", "arca", "grand",
                           "km3net", "p-one", "baikal-gvd", "tambo", "trident"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
  for (const std::string& name : names) {
    const Telescope telescope = load_telescope(name).telescope;
    EXPECT_FALSE(telescope.sources.empty()) << name;
    EXPECT_GT(telescope.problems.size(), 50u) << name;
    EXPECT_FALSE(telescope.licence.empty()) << name;
  }
}

// arXiv:2011.03545: 60 events above 60 TeV, of which 41 showers, 17 tracks and 2 double bangs.
TEST(TelescopeFile, StartingEventsOfIceCubeAreThoseOfThePaper) {
  const Telescope telescope = load_telescope("icecube-hese").telescope;
  const auto total = [&](Topology topology) {
    const std::vector<double>& counts = telescope.observed.at(topology);
    return std::accumulate(counts.begin(), counts.end(), 0.0);
  };
  EXPECT_EQ(total(Topology::shower), 41.0);
  EXPECT_EQ(total(Topology::track), 17.0);
  EXPECT_EQ(total(Topology::double_bang), 2.0);
  EXPECT_NEAR(telescope.livetime_s / 86400.0, 2635.0, 1e-6);
}

}  // namespace
}  // namespace tridens::io
