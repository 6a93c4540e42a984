#include "tridens/io/counting_file.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tridens/base/error.hh"
#include "tridens/io/dark_matter_file.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/io/telescope_file.hh"

namespace tridens::io {
namespace {

using detector::CountingExperiment;

const std::string ratio = R"(title = "Mine"
sources = ["a notebook"]
processes = ["trident"]
[target]
material = "Fe"
[flux]
name = "ccfr"
[trident]
pair = "mu-mu+"
neutrino = "numu"
[measured]
ratio = 0.82
error_up = 0.28
error_down = 0.3
)";

const std::string events = R"(title = "Mine"
sources = ["a notebook"]
problems = "many"
processes = ["trident"]
[target]
material = "Ar"
mass = "50 t"
[flux]
file = "beam.csv"
[exposure]
pot = 1e21
[trident]
pair = ["e-mu+", "mu-e+"]
components = ["coherent"]
form_factor = "ballett"
pauli = false
detector = "dune-lar-1902.08579"
selection = "dune-emu-1902.08579"
cuts = ["energy_electron > 1 GeV"]
[[background]]
name = "pions"
relative_to_signal = 0.1
relative_uncertainty = 0.2
[[background]]
name = "photons"
events = 3
[[uncertainty]]
name = "normalisation"
relative = 0.05
[[uncertainty]]
name = "efficiency"
relative = 0.01
on_backgrounds = false
)";

CountingExperiment parse(const std::string& text) {
  return parse_counting_experiment(text, "folder/mine.toml", "folder");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

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

TEST(CountingFile, ARatioNeedsNeitherMassNorExposure) {
  const CountingExperiment experiment = parse(ratio);
  EXPECT_EQ(experiment.name, "mine");
  EXPECT_EQ(experiment.pairs, std::vector<std::string>{"mu-mu+"});
  EXPECT_EQ(experiment.neutrino, "numu");
  EXPECT_EQ(experiment.components, (std::vector<std::string>{"coherent", "proton", "neutron"}));
  ASSERT_TRUE(experiment.is_ratio());
  EXPECT_EQ(experiment.measured->value, 0.82);
  EXPECT_EQ(experiment.measured->error_up, 0.28);
  EXPECT_EQ(experiment.measured->error_down, 0.3);
}

TEST(CountingFile, OneErrorIsBoth) {
  const CountingExperiment experiment = parse(replaced(ratio, "error_up = 0.28\nerror_down = 0.3", "error = 0.28"));
  EXPECT_EQ(experiment.measured->error_up, 0.28);
  EXPECT_EQ(experiment.measured->error_down, 0.28);
}

TEST(CountingFile, EveryKeyArrives) {
  const CountingExperiment experiment = parse(events);
  EXPECT_EQ(experiment.problems, "many");
  EXPECT_EQ(experiment.mass_tonnes, 50.0);
  EXPECT_EQ(experiment.flux_file, "folder/beam.csv");
  EXPECT_EQ(experiment.exposure, 1e21);
  EXPECT_EQ(experiment.exposure_unit, "POT");
  EXPECT_EQ(experiment.pairs, (std::vector<std::string>{"e-mu+", "mu-e+"}));
  EXPECT_EQ(experiment.components, std::vector<std::string>{"coherent"});
  EXPECT_EQ(experiment.form_factor, "ballett");
  EXPECT_FALSE(experiment.pauli);
  EXPECT_EQ(experiment.detector, "dune-lar-1902.08579");
  EXPECT_EQ(experiment.selection, "dune-emu-1902.08579");
  EXPECT_EQ(experiment.cuts, std::vector<std::string>{"energy_electron > 1 GeV"});
  EXPECT_FALSE(experiment.measured) << "a projection";
  ASSERT_EQ(experiment.backgrounds.size(), 2u);
  EXPECT_EQ(experiment.backgrounds[0].relative_to_signal, 0.1);
  EXPECT_EQ(experiment.backgrounds[0].relative_uncertainty, 0.2);
  EXPECT_EQ(experiment.backgrounds[1].events, 3.0);
  ASSERT_EQ(experiment.uncertainties.size(), 2u);
  EXPECT_TRUE(experiment.uncertainties[0].on_backgrounds);
  EXPECT_FALSE(experiment.uncertainties[1].on_backgrounds);
}

TEST(CountingFile, MistakesNameTheirPlaceAndTheNearestKey) {
  const auto refused = [](const std::string& text, const std::vector<std::string>& pieces) {
    expect_in(message_of([&] { parse(text); }), pieces);
  };
  refused(replaced(ratio, "neutrino =", "neutrno ="), {"mine.toml:10", "did you mean 'neutrino'"});
  refused(replaced(ratio, "[measured]", "[mesured]"), {"did you mean 'measured'"});
  refused(replaced(ratio, "ratio = 0.82\n", ""), {"mine.toml:11"});
  refused(replaced(ratio, "error_down = 0.3\n", ""), {"has no 'error_down'"});
  refused(replaced(ratio, "error_up", "error = 0.2\nerror_up"), {"gives error twice"});
  refused(replaced(ratio, "ratio = 0.82", "observed = 37"), {"gives an error of observed events"});
  refused(replaced(ratio, "[\"trident\"]", "[\"trident\", \"cevns\"]"), {"mixes trident"});
  refused(replaced(ratio, "[\"trident\"]", "[\"cevns\"]"), {"not a counting experiment"});
  refused(replaced(ratio, "name = \"ccfr\"", "name = \"reactor,power=1GW,distance=10m\""), {"call the key 'source'"});
  refused(replaced(ratio, "pair = \"mu-mu+\"\n", ""), {"has no 'pair'"});
  refused(replaced(events, "mass = \"50 t\"", "mass = 50"), {"has no unit"});
  refused(replaced(events, "events = 3", ""), {"events", "relative_to_signal"});
  refused(replaced(events, "relative = 0.05", "relative = -0.05"), {"above 0"});
  refused(replaced(events, "pot = 1e21", ""), {"pot"});
  refused(ratio + "= 3", {"mine.toml:"});
}

TEST(CountingFile, IsToldFromOtherText) {
  EXPECT_TRUE(is_counting_experiment(ratio));
  EXPECT_FALSE(is_counting_experiment(replaced(ratio, "trident\"]", "cevns\"]")));
  EXPECT_FALSE(is_counting_experiment("processes = "));
  EXPECT_FALSE(is_counting_experiment("processes = 3"));
  EXPECT_TRUE(names_counting_experiment("ccfr-trident"));
  EXPECT_FALSE(names_counting_experiment("coherent-csi-2021"));
  EXPECT_FALSE(names_counting_experiment("nowhere/at-all.toml"));
}

TEST(CountingFile, ShippedOnesAreReadAndKeptApartFromBinnedOnes) {
  const std::vector<std::string> counting = counting_experiment_names(), binned = experiment_names();
  for (const char* name : {"ccfr-trident", "charm-ii-trident", "nutev-trident", "dune-nd-dimuon-tau-rhc",
                           "dune-nd-dielectron-fhc", "dune-gas-dimuon-fhc"}) {
    EXPECT_TRUE(std::find(counting.begin(), counting.end(), name) != counting.end()) << name;
  }
  for (const std::string& name : counting) {
    EXPECT_TRUE(std::find(binned.begin(), binned.end(), name) == binned.end()) << name;
    const CountingExperiment experiment = load_counting_experiment(name).experiment;
    EXPECT_FALSE(experiment.sources.empty()) << name;
    EXPECT_FALSE(experiment.problems.empty()) << name;
  }
  EXPECT_EQ(counting.size() + binned.size() + telescope_names().size() + decay_experiment_names().size() +
                dark_matter_experiment_names().size(),
            experiment_file_names().size());
}

TEST(CountingFile, AWrongKindSaysWhatItIs) {
  expect_in(message_of([] { load_named_experiment("ccfr-trident"); }), {"is a counting experiment of tridents"});
  expect_in(message_of([] { load_counting_experiment("coherent-csi-2021"); }), {"not a counting experiment"});
  expect_in(message_of([] { load_counting_experiment("ccfr-tridnt"); }), {"did you mean 'ccfr-trident'"});
}

}  // namespace
}  // namespace tridens::io
