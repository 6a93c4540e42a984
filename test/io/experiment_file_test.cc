#include "tridens/io/experiment_file.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/material.hh"

namespace tridens::io {
namespace {

using detector::Experiment;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

void expect_in(const std::string& text, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

const std::string smallest = R"(title = "Mine"
sources = ["a notebook"]
processes = ["cevns"]
[target]
material = "Ge"
mass = "2 kg"
[flux]
source = "reactor,power=1GW,distance=10m"
[exposure]
time = "1 y"
[observable]
name = "electron_equivalent_energy"
unit = "eV"
edges = [200, 400, 1000]
[response]
quenching = "lindhard,k=0.16,Z=32"
)";

/// Tables by name, without files.
const std::map<std::string, std::string> tables = {
    {"energy.csv", "energy_low_eV,energy_high_eV,content\n100,300,4\n300,500,2\n500,1500,8\n"},
    {"time.csv", "time_low_us,time_high_us,content\n0,1,3\n1,4,3\n"},
    {"both.csv",
     "energy_low_keV,energy_high_keV,time_low_us,time_high_us,content\n0.2,0.4,0,2,1\n0.4,1,0,1,2\n0.4,1,1,2,5\n"},
    {"counts.csv", "energy_low_eV,energy_high_eV,counts\n100,200,7\n200,300,4\n300,400,2\n400,1000,8\n"},
    {"rates.csv", "energy_low_eV,energy_high_eV,counts,error\n200,300,4.5,3\n300,400,2,4\n400,1000,8,1\n"},
    {"twice.csv", "energy_low_eV,energy_high_eV,counts\n200,300,4\n400,1000,8\n200,300,4\n"},
    {"nested.csv", "energy_low_eV,energy_high_eV,counts\n400,1000,8\n200,400,4\n200,250,4\n"},
    {"timed.csv",
     "energy_low_eV,energy_high_eV,time_low_us,time_high_us,counts\n200,400,0,1,3\n200,400,1,2,4\n400,1000,0,2,5\n"},
    {"timed-twice.csv",
     "energy_low_eV,energy_high_eV,time_low_us,time_high_us,counts\n200,400,0,1,3\n200,400,0.5,2,4\n"},
    {"coarse.csv", "energy_low_eV,energy_high_eV,counts\n200,500,4\n"},
    {"events.csv", "energy_keV\n0.19\n0.2\n0.399\n0.4\n1.0\n0.999\n"},
    {"quenching.csv", "recoil_keV,factor\n0,0.1\n10,0.2\n"},
    {"efficiency.csv", "energy_keV,efficiency\n0.2,0.5\n0.4,0.9\n"},
    {"bad.csv", "energy_low_eV,energy_high_eV,content\n300,200,4\n"},
};

Experiment parse(const std::string& text) {
  return parse_experiment(text, "mine.toml", "", [](const std::string& path) {
    const auto found = tables.find(path);
    if (found == tables.end()) throw UserError("table '" + path + "' does not exist", "", "");
    return parse_table(found->second, path);
  });
}

std::string message(const std::string& text) {
  return message_of([&] { parse(text); });
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = smallest;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string background(const std::string& keys) {
  return "[[background]]\nname = \"b\"\nevents = 10\n" + keys + "\n";
}

TEST(ExperimentFile, SmallestFileIsRead) {
  const Experiment experiment = parse(smallest);
  EXPECT_EQ(experiment.name, "mine");
  EXPECT_EQ(experiment.target, "Ge");
  EXPECT_NEAR(experiment.mass_tonnes, 0.002, 1e-15);
  EXPECT_EQ(experiment.flux, "reactor,power=1GW,distance=10m");
  EXPECT_NEAR(experiment.exposure, 365.25 * 86400, 1e-3);
  EXPECT_EQ(experiment.exposure_unit, "s");
  ASSERT_EQ(experiment.energy_bins(), 2u);
  EXPECT_NEAR(experiment.response.edges[1] / units::eV, 400, 1e-9);
  EXPECT_EQ(experiment.time_bins(), 1u);
  EXPECT_TRUE(experiment.observed.empty());
}

TEST(ExperimentFile, UnknownKeysAreErrorsWithTheNearestName) {
  expect_in(message(replaced("mass =", "mas =")), {"mine.toml:6", "'mas'", "did you mean 'mass'?"});
  expect_in(message(replaced("[target]", "[targt]")), {"unknown table 'targt'", "target"});
  expect_in(message(replaced("lindhard", "lindard")), {"response.quenching", "mine.toml:16", "lindhard"});
  expect_in(message(replaced("electron_equivalent_energy", "electron_energy")), {"observable.name", "known"});
  expect_in(message(smallest + "[[background]]\nnme = \"x\"\n"), {"'nme'", "name"});
}

TEST(ExperimentFile, MissingAndImpossibleThingsAreRefused) {
  expect_in(message(replaced("mass = \"2 kg\"\n", "")), {"[target]", "mass"});
  expect_in(message(replaced("\"2 kg\"", "2")), {"target.mass", "no unit"});
  expect_in(message(replaced("\"2 kg\"", "\"0 kg\"")), {"above 0"});
  expect_in(message(replaced("time = \"1 y\"", "")), {"pot, time, bursts"});
  expect_in(message(replaced("time = \"1 y\"", "time = \"1 y\"\npot = 1e20")), {"both"});
  expect_in(message(replaced("[200, 400, 1000]", "[200, 1000, 400]")), {"edge 3"});
  expect_in(message(replaced("\"eV\"", "\"PE\"")), {"unit", "eV, keV"});
  expect_in(message(replaced("\"cevns\"", "\"cevn\"")), {"cevns"});
  expect_in(message(replaced("edges = [200, 400, 1000]", "bins = 2\nfrom = 200")), {"to"});
  expect_in(message("title = "), {"mine.toml:1", "TOML"});
}

TEST(ExperimentFile, ShapesAreIntegratedOverTheBins) {
  // energy.csv between 200 and 400 eV: half of 4 and half of 2; up to 1000 eV: half of 2 and half of 8.
  const Experiment flat = parse(smallest + background("energy = \"energy.csv\""));
  EXPECT_NEAR(flat.backgrounds[0].shape[0], 3.0 / 8.0, 1e-15);
  EXPECT_NEAR(flat.backgrounds[0].shape[1], 5.0 / 8.0, 1e-15);
  EXPECT_EQ(flat.backgrounds[0].events, 10);
  const Experiment even = parse(smallest + background("energy = \"flat\""));
  EXPECT_NEAR(even.backgrounds[0].shape[0], 0.25, 1e-12);
}

const std::string timed = "[time]\nunit = \"us\"\nedges = [0, 2, 4]\nefficiency = \"exponential,from=1,rate=0.5\"\n";

TEST(ExperimentFile, EnergyAndTimeFactorise) {
  const Experiment experiment =
      parse(smallest + timed + background("energy = \"energy.csv\"\ntime = \"time.csv\"\nrelative_uncertainty = 0.2"));
  // time.csv: 3 + 1 in the first two us, 2 after.
  const std::vector<double> expected = {3.0 / 8 * 4 / 6, 3.0 / 8 * 2 / 6, 5.0 / 8 * 4 / 6, 5.0 / 8 * 2 / 6};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(experiment.backgrounds[0].shape[i], expected[i], 1e-14);
  EXPECT_EQ(experiment.backgrounds[0].relative_uncertainty, 0.2);
}

TEST(ExperimentFile, TheTimeEfficiencyAppliesWhereItIsAskedFor) {
  const Experiment experiment =
      parse(smallest + timed + background("energy = \"flat\"\ntime = \"flat\"\napply_time_efficiency = true"));
  // int of the efficiency over 0-2 and 2-4 us.
  const double first = 1 + (1 - std::exp(-0.5)) / 0.5, second = (std::exp(-0.5) - std::exp(-1.5)) / 0.5;
  EXPECT_NEAR(experiment.backgrounds[0].shape[0], 0.25 * first / (first + second), 1e-12);
  EXPECT_NEAR(experiment.backgrounds[0].shape[3], 0.75 * second / (first + second), 1e-12);
}

TEST(ExperimentFile, TablesInEnergyAndTimeAreSplitExactly) {
  const Experiment experiment =
      parse(smallest + "[time]\nunit = \"us\"\nedges = [0, 1, 2]\n" + background("table = \"both.csv\""));
  const std::vector<double> expected = {0.5 / 8, 0.5 / 8, 2.0 / 8, 5.0 / 8};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(experiment.backgrounds[0].shape[i], expected[i], 1e-14);
}

TEST(ExperimentFile, CountsAreAddedAndNeverSplit) {
  EXPECT_EQ(parse(smallest + "[observed]\ntable = \"counts.csv\"\n").observed, (std::vector<double>{6, 8}));
  EXPECT_EQ(parse(smallest + "[observed]\nevents = \"events.csv\"\n").observed, (std::vector<double>{2, 2}));
  const Experiment rates = parse(smallest + "[observed]\ntable = \"rates.csv\"\n");
  EXPECT_EQ(rates.observed, (std::vector<double>{6.5, 8}));
  EXPECT_NEAR(rates.observed_errors.at(0), 5.0, 1e-14);
  expect_in(message(smallest + "[observed]\ntable = \"coarse.csv\"\n"), {"row 1", "two bins"});
}

TEST(ExperimentFile, BinsOfCountsThatOverlapAreRefused) {
  const auto observed = [](const std::string& file) { return smallest + "[observed]\ntable = \"" + file + "\"\n"; };
  expect_in(message(observed("twice.csv")), {"observed.table", "twice.csv", "rows 1 and 3 overlap"});
  expect_in(message(observed("nested.csv")), {"rows 2 and 3 overlap"});
  expect_in(message(observed("timed-twice.csv")), {"rows 1 and 2 overlap"});
  EXPECT_EQ(parse(observed("timed.csv")).observed, (std::vector<double>{7, 5})) << "times are added up";
}

TEST(ExperimentFile, ErrorsOfCountsAskForTheGaussianStatistic) {
  const std::string rates = smallest + "[observed]\ntable = \"rates.csv\"\n";
  EXPECT_EQ(parse(rates).likelihood.statistic, "gaussian");
  EXPECT_EQ(parse(smallest + "[observed]\ntable = \"counts.csv\"\n").likelihood.statistic, "poisson");
  expect_in(message(rates + "[likelihood]\nstatistic = \"poisson\"\n"), {"errors", "gaussian"});
}

TEST(ExperimentFile, TablesOfQuenchingAndEfficiency) {
  const Experiment experiment =
      parse(replaced("quenching = \"lindhard,k=0.16,Z=32\"", "quenching_table = \"quenching.csv\"") +
            "[[efficiency]]\nname = \"e\"\ntable = \"efficiency.csv\"\nbelow = 0\nabove = 0.95\n");
  EXPECT_NEAR(experiment.response.quenching->visible_energy(5 * units::keV) / units::keV, 0.75, 1e-12);
  ASSERT_EQ(experiment.response.efficiencies.size(), 1u);
  EXPECT_NEAR(experiment.response.efficiencies[0].value(300 * units::eV), 0.7, 1e-12);
  expect_in(message(smallest + "[[efficiency]]\ntable = \"efficiency.csv\"\nabove = 1\n"), {"below"});
}

TEST(ExperimentFile, VariationsReplaceOnePieceOfTheResponse) {
  const std::string efficiency = "[[efficiency]]\nname = \"e\"\nform = \"constant,value=0.5\"\n";
  const Experiment experiment = parse(smallest + efficiency +
                                      "[[response_variation]]\nuncertainty = \"q\"\nsigmas = -1\n"
                                      "quenching = \"lindhard,k=0.15,Z=32\"\n"
                                      "[[response_variation]]\nuncertainty = \"x\"\nsigmas = 1\nefficiency = \"e\"\n"
                                      "form = \"constant,value=0.6\"\n");
  ASSERT_EQ(experiment.response_variations.size(), 2u);
  EXPECT_EQ(experiment.response_variations[0].response.quenching->description(), "lindhard,k=0.15,Z=32");
  EXPECT_EQ(experiment.response_variations[0].response.efficiencies[0].value(1.0), 0.5);
  EXPECT_EQ(experiment.response_variations[1].response.efficiencies[0].value(1.0), 0.6);
  expect_in(message(smallest + "[[response_variation]]\nuncertainty = \"q\"\nsigmas = 1\n"), {"changes nothing"});
  expect_in(message(smallest + efficiency +
                    "[[response_variation]]\nuncertainty = \"q\"\nsigmas = 1\nefficiency = \"f\"\nform = \"x\"\n"),
            {"efficiency", "known: e"});
}

TEST(ExperimentFile, BadTablesNameFileAndKey) {
  expect_in(message(smallest + background("energy = \"bad.csv\"")), {"background.energy", "bad.csv", "row 1"});
  expect_in(message(smallest + background("energy = \"none.csv\"")), {"background.energy", "none.csv"});
  expect_in(message(smallest + background("energy = \"flat\"\ntime = \"flat\"")), {"no bins of time"});
  expect_in(message(smallest + background("title = \"x\"")), {"table, energy"});
  expect_in(message(smallest + "[observed]\ntable = \"energy.csv\"\n"), {"counts"});
}

TEST(ExperimentFile, TheExampleOfTheDocumentationIsRead) {
  const std::string text = read_text_file(TRIDENS_SOURCE_DIR "/docs/experiments.md", "documentation");
  const size_t begin = text.find("```toml\n") + 8;
  const Experiment experiment = parse(text.substr(begin, text.find("```", begin) - begin));
  EXPECT_EQ(experiment.energy_bins(), 20u);
  EXPECT_EQ(experiment.backgrounds.at(0).events, 365);
}

TEST(ExperimentFile, EveryShippedExperimentIsReadAndItsTargetExists) {
  const std::vector<std::string> names = experiment_names();
  EXPECT_GE(names.size(), 4u);
  for (const std::string& name : names) {
    const LoadedExperiment loaded = load_named_experiment(name);
    EXPECT_EQ(loaded.experiment.name, name);
    EXPECT_NO_THROW(matter::material(loaded.experiment.target)) << name;
    EXPECT_FALSE(loaded.experiment.problems.empty()) << name;
    for (const LoadedTable& table : loaded.tables) {
      EXPECT_FALSE(table.table.header_value("source").empty()) << table.path;
      EXPECT_FALSE(table.table.header_value("licence").empty()) << table.path;
    }
  }
  expect_in(message_of([] { load_named_experiment("coherent-csi-202"); }), {"did you mean 'coherent-csi-2021'"});
}

// Counts of the release of arXiv:2110.07730 in 9 x 11 bins, counted independently.
TEST(ShippedExperiments, CsiCountsOfTheRelease) {
  const Experiment experiment = load_named_experiment("coherent-csi-2021").experiment;
  const std::vector<double> expected = {
      0, 0, 0, 0,  0, 0, 0, 0, 3,  3,  5,  4, 3, 8, 3, 8, 9, 9, 5, 28, 37, 33, 6, 3, 4, 8, 12, 14, 9, 9, 49, 61, 49,
      3, 3, 7, 10, 9, 5, 9, 7, 44, 51, 29, 2, 1, 3, 3, 2, 4, 5, 2, 36, 53, 33, 4, 4, 6, 4, 7,  11, 7, 6, 53, 65, 70,
      5, 6, 2, 4,  5, 4, 6, 3, 35, 78, 62, 9, 6, 8, 4, 4, 4, 4, 4, 36, 78, 74, 1, 5, 4, 6, 5,  7,  7, 5, 30, 65, 62};
  EXPECT_EQ(experiment.observed, expected);
  EXPECT_EQ(sum(experiment.observed), 1578);
  EXPECT_EQ(sum(experiment.beam_off), 1295);
  const std::vector<double> anticoincident = {4, 98, 144, 123, 105, 202, 182, 216, 221};
  for (size_t bin = 0; bin < 9; ++bin) {
    const auto first = experiment.beam_off.begin() + static_cast<std::ptrdiff_t>(bin * 11);
    EXPECT_EQ(std::accumulate(first, first + 11, 0.0), anticoincident[bin]);
  }
}

TEST(ShippedExperiments, CsiBackgroundsAreNormalisedInsideTheWindow) {
  const Experiment experiment = load_named_experiment("coherent-csi-2021").experiment;
  ASSERT_EQ(experiment.backgrounds.size(), 3u);
  for (const auto& background : experiment.backgrounds) EXPECT_NEAR(sum(background.shape), 1.0, 1e-12);
  EXPECT_EQ(experiment.backgrounds[0].events, 18.4);
  // The steady background follows exp(-0.0494 t/us): shares of the last two bins of time.
  double fifth = 0.0, last = 0.0;
  for (size_t bin = 0; bin < 9; ++bin) {
    fifth += experiment.backgrounds[2].shape[bin * 11 + 9];
    last += experiment.backgrounds[2].shape[bin * 11 + 10];
  }
  const auto integral = [](double from, double to) { return std::exp(-0.0494 * from) - std::exp(-0.0494 * to); };
  EXPECT_NEAR(fifth, integral(2, 4) / integral(0, 6), 1e-12);
  EXPECT_NEAR(last, integral(4, 6) / integral(0, 6), 1e-12);
  // Quenching up and down, two of them, and the efficiency.
  EXPECT_EQ(experiment.response_variations.size(), 6u);
}

// Sums printed with the release of arXiv:2006.12659.
TEST(ShippedExperiments, LiquidArgonSumsOfTheRelease) {
  const Experiment experiment = load_named_experiment("coherent-lar-2020").experiment;
  EXPECT_EQ(experiment.bins(), 120u);
  EXPECT_EQ(sum(experiment.observed), 3752);
  ASSERT_TRUE(experiment.released_signal.has_value());
  EXPECT_NEAR(sum(experiment.released_signal->shape), 1.0, 1e-12);
  // The variation that the release does not normalise is a change of shape only.
  double change = 0.0;
  for (const auto& variation : experiment.shape_variations) {
    if (variation.uncertainty != "brn-time" || variation.sigmas < 0) continue;
    for (size_t bin = 0; bin < 120; ++bin) change += variation.relative[bin] * experiment.backgrounds[0].shape[bin];
  }
  EXPECT_NEAR(change, 0.0, 1e-6);
  EXPECT_NEAR(experiment.response.efficiencies[0].value(37.2 * units::keV), 0.904, 2e-3);
}

TEST(ShippedExperiments, CsiOf2017Totals) {
  const Experiment experiment = load_named_experiment("coherent-csi-2017").experiment;
  // 1207 over all energies, 6 of them below 2 photoelectrons, where nothing of the signal is accepted.
  EXPECT_EQ(sum(experiment.observed), 1201);
  EXPECT_EQ(sum(experiment.beam_off), 1032);
}

TEST(ShippedExperiments, DresdenRatesCarryTheErrorsOfTheRelease) {
  const Experiment experiment = load_named_experiment("dresden-ii").experiment;
  ASSERT_EQ(experiment.observed.size(), 130u);
  EXPECT_NEAR(experiment.observed[0], 92.851, 1e-12);
  EXPECT_NEAR(experiment.observed_errors[0], 15.057, 1e-12);
  EXPECT_NEAR(experiment.beam_off[129], 8.6612, 1e-12);
  EXPECT_FALSE(experiment.response.quenching->increasing());
  EXPECT_TRUE(experiment.response_variations[0].response.quenching->increasing());
}

}  // namespace
}  // namespace tridens::io
