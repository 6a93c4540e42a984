#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/io/experiment_file.hh"

namespace tridens::io {
namespace {

using detector::Experiment;
using Strings = std::vector<std::string>;

const std::string mine = R"(title = "Mine"
sources = ["a notebook"]
processes = ["cevns", "nu-e"]
[target]
material = "Ge"
mass = "2 kg"
[flux]
source = "pi-dar,facility=sns-lar"
[exposure]
pot = 1e23
[observable]
name = "recoil_energy"
unit = "keV"
edges = [0, 1, 10]
[time]
unit = "us"
edges = [0, 1, 4]
[[background]]
name = "neutrons"
events = 10
relative_uncertainty = 0.3
energy = "flat"
time = "time.csv"
apply_time_efficiency = true
follows_beam = true
[[background]]
name = "steady"
events = 100
energy = "flat"
time = "flat"
[[uncertainty]]
name = "flux"
relative = 0.1
[[uncertainty]]
name = "quenching"
relative = 0.05
processes = ["cevns"]
[[response_variation]]
uncertainty = "smearing"
sigmas = 1
resolution = "gaussian,noise=50eV"
)";

Experiment parse(const std::string& text) {
  return parse_experiment(text, "mine.toml", "", [](const std::string& path) {
    if (path == "gaps.csv") return parse_table("time_low_us,time_high_us,content\n0,1,3\n2,4,3\n", path);
    return parse_table("time_low_us,time_high_us,content\n-1,0,2\n0,0.5,3\n0.5,2,3\n2,6,0\n", path);
  });
}

std::string message(const std::string& text) {
  try {
    parse(text);
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

std::string message_of(const std::string& likelihood) {
  return message(mine + "[likelihood]\n" + likelihood);
}

void expect_in(const std::string& text, const Strings& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

TEST(ExperimentLikelihood, WithoutOneTheKnownNormalisationsAreFree) {
  const Experiment experiment = parse(mine);
  EXPECT_EQ(experiment.likelihood.statistic, "poisson");
  EXPECT_EQ(experiment.likelihood.nuisances, (Strings{"flux", "quenching", "neutrons"}));
  EXPECT_EQ(experiment.likelihood.radius_width, 0.0);
  EXPECT_EQ(experiment.likelihood.signal_shape, "own");
  EXPECT_EQ(experiment.uncertainties[1].processes, Strings{"cevns"});
}

TEST(ExperimentLikelihood, IsReadWithItsWidthsAndUnits) {
  const Experiment experiment = parse(mine + R"([likelihood]
statistic = "gaussian"
nuisances = ["flux", "radius", "time", "smearing"]
radius = 0.05
time = "30 ns"
background_variance = { steady = 0.2 }
width = { smearing = "free" }
range = { smearing = 2 }
)");
  const detector::LikelihoodChoice& choice = experiment.likelihood;
  EXPECT_EQ(choice.statistic, "gaussian");
  EXPECT_EQ(choice.nuisances, (Strings{"flux", "radius", "time", "smearing"}));
  EXPECT_EQ(choice.radius_width, 0.05);
  EXPECT_NEAR(choice.time_width_s, 30e-9, 1e-20);
  EXPECT_EQ(choice.background_variance.at("steady"), 0.2);
  EXPECT_TRUE(std::isinf(choice.widths.at("smearing")));
  EXPECT_EQ(choice.ranges.at("smearing"), 2.0);
  EXPECT_TRUE(std::isinf(parse(mine + "[likelihood]\ntime = \"free\"\n").likelihood.time_width_s));
}

TEST(ExperimentLikelihood, UnknownKeysAndNamesAreErrorsWithTheNearest) {
  expect_in(message_of("statistics = \"poisson\""), {"statistics", "did you mean 'statistic'"});
  expect_in(message_of("statistic = \"gauss\""), {"gaussian"});
  expect_in(message_of("nuisances = [\"neutron\"]"), {"did you mean 'neutrons'"});
  expect_in(message_of("statistic = \"gaussian\"\nbackground_variance = { stedy = 0.2 }"), {"did you mean 'steady'"});
  expect_in(message_of("width = { smering = 1 }"), {"did you mean 'smearing'"});
  expect_in(message_of("signal_shape = \"releasd\""), {"released"});
}

TEST(ExperimentLikelihood, WidthsAreNumbersOrTheWordFree) {
  expect_in(message_of("nuisances = [\"steady\"]"), {"no width", "relative_uncertainty"});
  expect_in(message_of("nuisances = [\"radius\"]"), {"no width", "likelihood.radius"});
  expect_in(message_of("width = { smearing = \"fre\" }"), {"free"});
  expect_in(message_of("width = { smearing = -1 }"), {"smearing", "above 0"});
  expect_in(message_of("time = \"30\""), {"time", "unit"});
  expect_in(message_of("time = \"30 eV\""), {"time"});
  expect_in(message_of("nuisances = \"flux\""), {"list"});
}

TEST(ExperimentLikelihood, ABackgroundThatFollowsTheBeamKeepsItsProfile) {
  const detector::Background neutrons = parse(mine).backgrounds[0];
  EXPECT_EQ(neutrons.profile_times_s.size(), 5u);
  EXPECT_NEAR(neutrons.profile_times_s[3], 2e-6, 1e-18);
  const double expected[] = {0.0, 0.25, 0.625, 1.0, 1.0};
  for (size_t i = 0; i < 5; ++i) EXPECT_NEAR(neutrons.profile_cumulative[i], expected[i], 1e-15);
  EXPECT_NEAR(neutrons.energy_shape[0], 0.1, 1e-15);
  EXPECT_TRUE(neutrons.efficiency_on_profile);
  EXPECT_TRUE(parse(mine).backgrounds[1].profile_times_s.empty());
}

TEST(ExperimentLikelihood, AProfileNeedsATableWithoutGaps) {
  std::string text = mine;
  expect_in(message(text.replace(text.find("time.csv"), 8, "gaps.csv")), {"gaps.csv", "row 2"});
  text = mine;
  expect_in(message(text.replace(text.find("\"time.csv\""), 10, "\"flat\"")), {"follows_beam", "table"});
}

TEST(ExperimentLikelihood, ShippedExperimentsOfCoherentFollowThePublishedFits) {
  const Experiment csi = load_named_experiment("coherent-csi-2021").experiment;
  std::map<std::string, double> widths;
  for (const detector::FitUncertainty& one : detector::fit_uncertainties(csi)) widths[one.name] = one.width;
  const std::map<std::string, double> expected = {{"flux", 0.11}, {"quenching", 0.038}, {"brn", 0.25},
                                                  {"nin", 0.35},  {"steady", 0.021},    {"radius", 0.05}};
  for (const auto& [name, width] : expected) EXPECT_EQ(widths.at(name), width) << name;
  EXPECT_TRUE(std::isinf(widths.at("efficiency")));
  EXPECT_TRUE(std::isinf(widths.at("time")));
  // One of the two descriptions of the quenching only.
  for (const std::string& name : csi.likelihood.nuisances) EXPECT_FALSE(name.starts_with("quenching-")) << name;
  const Experiment lar = load_named_experiment("coherent-lar-2020").experiment;
  EXPECT_EQ(lar.likelihood.nuisances.size(), 9u);
  EXPECT_EQ(lar.likelihood.background_variance.at("steady"), 0.2);
}

}  // namespace
}  // namespace tridens::io
