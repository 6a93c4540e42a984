#include "tridens/io/dark_matter_file.hh"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tridens/base/error.hh"

using namespace tridens;

namespace {

const std::string example = R"(kind = "dark-matter"
title = "An example"
sources = ["a paper"]

[beam]
protons = "booster-dump"
pot = 1e20

[detector]
material = "CH2"
mass = "100 t"
shape = "sphere"
radius = "5 m"
centre_m = [0, 0, 490]

[signal]
target = "electron"
energy_min = "75 MeV"
energy_max = "850 MeV"
cosine_min = 0.99

[counts]
observed = 2
background = 1.5
background_error = 0
)";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = example;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(DarkMatterFile, AnExampleIsReadAsItStands) {
  const detector::DarkMatterExperiment read = io::parse_dark_matter_experiment(example, "folder/example.toml");
  EXPECT_EQ(read.name, "example");
  EXPECT_EQ(read.beam, "booster-dump");
  EXPECT_NEAR(read.mass_tonnes(), 100.0, 1e-9);
  EXPECT_NEAR(read.lowest_energy, 0.075, 1e-12);
  EXPECT_EQ(read.energy_edges, (std::vector<double>{read.lowest_energy, read.highest_energy}));
  EXPECT_EQ(read.smallest_cosine, 0.99);
  ASSERT_TRUE(read.counts.has_value());
  EXPECT_EQ(read.counts->background, 1.5);
  EXPECT_FALSE(read.projection);
}

TEST(DarkMatterFile, ExperimentsOfTheDataFolderAreComplete) {
  const std::vector<std::string> names = io::dark_matter_experiment_names();
  ASSERT_GE(names.size(), 4u);
  for (const std::string& name : names) {
    const detector::DarkMatterExperiment read = io::load_dark_matter_experiment(name).experiment;
    if (name != "sbnd-dm-nucleon") {  // whose backgrounds are not published
      EXPECT_GT(read.excluded(), 0.0) << name;
    }
    EXPECT_FALSE(read.problems.empty()) << name;
  }
}

TEST(DarkMatterFile, WrongFilesAreRefusedWithTheNearestKey) {
  for (const auto& [from, to, expected] : {std::array<std::string, 3>{"pot = 1e20", "pots = 1e20", "pot"},
                                           {"target = \"electron\"", "target = \"muon\"", "electron"},
                                           {"energy_max = \"850 MeV\"", "energy_max = \"50 MeV\"", "rise"},
                                           {"radius = \"5 m\"", "radius = \"5 kg\"", "unit"},
                                           {"centre_m = [0, 0, 490]", "", "where the protons stop"},
                                           {"background = 1.5\n", "", "background"}}) {
    try {
      (void)io::parse_dark_matter_experiment(changed(from, to), "example.toml");
      ADD_FAILURE() << to;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  }
  EXPECT_FALSE(io::is_dark_matter_experiment("kind = \"decays\""));
  EXPECT_FALSE(io::is_dark_matter_experiment("this is = not TOML ["));
  EXPECT_THROW((void)io::load_dark_matter_experiment("miniboone-dm"), UserError);
}

}  // namespace
