// Experiments of decays as files: all of the data folder, and messages for what is wrong.
#include "tridens/io/decay_file.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/matter/material.hh"

namespace tridens::io {
namespace {

const char* const card = R"(
kind = "decays"
title = "a tank"
sources = ["nowhere"]
[beam]
flux = "miniboone-fhc"
pot = 1e20
baseline = "541 m"
[[region]]
name = "tank"
material = "CH2"
mass = "818 t"
shape = "sphere"
radius = "6.1 m"
[[region]]
name = "dirt"
material = "SiO2"
density_g_cm3 = 2.1
shape = "box"
size_m = [20, 20, 50]
centre_m = [0, 0, -40]
[fiducial]
shape = "cylinder"
radius = "2 m"
length = "3 m"
axis = "y"
[shower]
threshold = "30 MeV"
overlap = "13 deg"
angle = "4 deg"
energy_stochastic = 0.12
[[cut]]
variable = "E_theta2"
maximum = "3.2 MeV"
[bins]
energy_GeV = [0.1, 0.5, 1]
[counts]
observed = 12
background = 10.5
background_error = 2
)";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = card;
  const size_t at = text.find(from);
  if (at == std::string::npos) throw Failure("no " + from, "", "");
  return text.replace(at, from.size(), to);
}

std::string message_of(const std::string& text) {
  try {
    parse_decay_experiment(text, "tank.toml");
  } catch (const UserError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text;
  return "";
}

TEST(DecayFile, HoldsWhatIsWritten) {
  const detector::DecayExperiment experiment = parse_decay_experiment(card, "tank.toml");
  EXPECT_EQ(experiment.name, "tank");
  EXPECT_EQ(experiment.exposure, 1e20);
  EXPECT_EQ(experiment.baseline_m, 541.0);
  EXPECT_NEAR(experiment.regions[0].mass_tonnes(), 818.0, 1e-9);
  EXPECT_NEAR(experiment.regions[1].mass_tonnes(), 2.1 * 20000.0, 1e-9);
  EXPECT_NEAR(experiment.fiducial.volume(), units::pi * 12.0, 1e-9);
  EXPECT_EQ(experiment.fiducial.along_beam()[1], 2.0);
  EXPECT_NEAR(experiment.analysis.overlap, 13.0 * units::degree, 1e-12);
  EXPECT_NEAR(experiment.analysis.cuts[0].maximum, 3.2e-3, 1e-15);
  EXPECT_TRUE(std::isinf(experiment.analysis.cuts[0].minimum));
  EXPECT_EQ(experiment.counts->background, 10.5);
}

TEST(DecayFile, MessagesNameTheFault) {
  const auto expect = [](const std::string& from, const std::string& to, const char* part) {
    EXPECT_NE(message_of(changed(from, to)).find(part), std::string::npos) << message_of(changed(from, to));
  };
  expect("kind = \"decays\"", "kind = \"recoils\"", "not an experiment of decays");
  expect("radius = \"6.1 m\"", "radius = \"6.1 m\"\nlength = \"2 m\"", "no meaning for a sphere");
  expect("shape = \"sphere\"", "shape = \"ball\"", "ball");
  expect("axis = \"y\"", "axis = \"w\"", "axis");
  expect("mass = \"818 t\"", "density_g_cm3 = 0.86\nmass = \"818 t\"", "density_g_cm3");
  expect("\"E_theta2\"", "\"E_theta\"", "E_theta2");
  expect("maximum = \"3.2 MeV\"", "maximum = \"3.2 deg\"", "maximum");
  expect("pot = 1e20", "", "pot");
  expect("[0, 0, -40]", "[0, 0, -30]", "share volume");
  expect("overlap = \"13 deg\"", "overlaps = \"13 deg\"", "overlap");
  expect("radius = \"6.1 m\"", "radius = \"0 m\"", "size");
  expect("background = 10.5\n", "", "background");
}

TEST(DecayFile, CountsMayBeExpectedOnly) {
  EXPECT_EQ(parse_decay_experiment(card, "tank.toml").counts->observed, 12.0);
  const auto expected = parse_decay_experiment(changed("observed = 12\n", ""), "tank.toml").counts;
  EXPECT_FALSE(expected->observed.has_value());
  EXPECT_EQ(expected->background, 10.5);
}

TEST(DecayFile, EveryExperimentOfTheDataFolderIsWhole) {
  const std::vector<std::string> names = decay_experiment_names(), binned = experiment_names(), fluxes = flux_names();
  for (const char* name : {"miniboone-showers-fhc", "microboone-showers", "sbnd-showers", "icarus-showers",
                           "minerva-showers-le", "minerva-showers-me", "charm-ii-showers-fhc", "charm-ii-showers-rhc",
                           "nd280-pairs-fhc", "dune-nd-showers-fhc", "faser-nu-showers"}) {
    EXPECT_TRUE(std::find(names.begin(), names.end(), name) != names.end()) << name;
  }
  for (const std::string& name : names) {
    const detector::DecayExperiment experiment = load_decay_experiment(name).experiment;
    EXPECT_TRUE(std::find(binned.begin(), binned.end(), name) == binned.end()) << name;
    EXPECT_TRUE(std::find(fluxes.begin(), fluxes.end(), experiment.flux) != fluxes.end()) << name;
    EXPECT_FALSE(experiment.problems.empty() || experiment.sources.empty()) << name;
    for (const detector::ProductionRegion& region : experiment.regions) {
      EXPECT_NO_THROW(matter::material(region.material)) << name;
      EXPECT_GT(region.density, 0.4) << name;  // g/cm^3: masses fit their sizes
      EXPECT_LT(region.density, 20.0) << name;
    }
  }
  EXPECT_THROW(load_decay_experiment("miniboone"), UserError);
  EXPECT_THROW(load_named_experiment("sbnd-showers"), UserError);
}

}  // namespace
}  // namespace tridens::io
