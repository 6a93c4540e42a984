#include "tridens/io/fit_card.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>

#include "event_sample.hh"
#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

const std::string smallest = R"([[experiment]]
name = "coherent-csi-2021"
)";

const std::string full = R"([fit]
title = "Light vector, θ, CsI and LAr"
data = "asimov"
confidence = [0.9, 0.6827]
chunk = 16
[model]
name = "light-mediator"
mass = "{mass} MeV"
coupling = "{g}"
quarks = 1
"odd {key}" = "plain"
[truth]
name = "nsi"
eps_uee = 0.1
[[parameter]]
name = "mass"
title = "$M_{Z'}$"
unit = "MeV"
min = 0.1
max = 1e3
scale = "log"
points = 41
[[parameter]]
name = "g"
min = 0
max = 1
[[parameter]]
name = "distance"
min = 10
max = 30
scan = false
[[experiment]]
name = "coherent-csi-2021"
processes = ["cevns", "nu-e"]
data = "observed"
nuisances = ["flux", "radius", "time", "brn"]
[experiment.width]
radius = 0.05
time = "30 ns"
brn = "free"
[[experiment]]
name = "../my/det.ector.toml"
nuisances = []
[experiment.change]
distance = "{distance} m"
mass = "7 t"
[[experiment]]
name = "coherent-lar-2020"
[[common]]
name = "sns-flux"
of = ["coherent-csi-2021.flux", "coherent-lar-2020.flux"]
[feldman_cousins]
toys = 500
seed = 9223372036854775807
)";

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

std::string message(const std::string& text) {
  return message_of([&] { parse_fit_card(text, "fit.toml"); });
}

void expect_in(const std::string& text, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

/// The full card with one piece of it replaced.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = full;
  const size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

TEST(FitCard, SmallestCardHasTheDocumentedDefaults) {
  const FitCard card = parse_fit_card(smallest, "fit.toml", "folder");
  EXPECT_EQ(card.data, "observed");
  EXPECT_EQ(card.confidence, (std::vector<double>{0.6827, 0.90, 0.95, 0.9545, 0.99}));
  EXPECT_EQ(card.chunk, 256);
  EXPECT_EQ(card.model.name, "sm");
  EXPECT_EQ(card.truth.name, "sm");
  EXPECT_TRUE(card.parameters.empty());
  EXPECT_FALSE(card.feldman_cousins.has_value());
  EXPECT_FALSE(card.experiments.at(0).nuisances.has_value());
  EXPECT_EQ(card.folder, "folder");
}

TEST(FitCard, EveryKeyIsRead) {
  const FitCard card = parse_fit_card(full, "fit.toml");
  EXPECT_EQ(card.title, "Light vector, θ, CsI and LAr");
  EXPECT_EQ(card.confidence, (std::vector<double>{0.9, 0.6827}));
  EXPECT_EQ(card.chunk, 16);
  EXPECT_EQ(card.model.settings.at("mass"), "{mass} MeV");
  EXPECT_EQ(card.model.settings.at("quarks"), "1");
  EXPECT_EQ(card.truth.settings.at("eps_uee"), "0.1");
  ASSERT_EQ(card.parameters.size(), 3u);
  EXPECT_TRUE(card.parameters[0].logarithmic);
  EXPECT_EQ(card.parameters[0].points, 41);
  EXPECT_EQ(card.parameters[0].max, 1000.0);
  EXPECT_EQ(card.parameters[1].points, 101);
  EXPECT_TRUE(card.parameters[1].scan);
  EXPECT_FALSE(card.parameters[2].scan);
  ASSERT_EQ(card.experiments.size(), 3u);
  EXPECT_EQ(card.experiments[0].data, "observed");
  EXPECT_EQ(card.experiments[0].width.at("radius"), "0.05");
  EXPECT_EQ(card.experiments[0].width.at("time"), "30 ns");
  EXPECT_EQ(card.experiments[1].nuisances, std::vector<std::string>{});
  EXPECT_EQ(card.experiments[1].change.at("distance"), "{distance} m");
  EXPECT_EQ(card.common.at(0).of.size(), 2u);
  EXPECT_EQ(card.feldman_cousins->toys, 500u);
  EXPECT_EQ(card.feldman_cousins->seed, 9223372036854775807u);
}

TEST(FitCard, ResolvedTextReadsBackTheSame) {
  for (const std::string& text : {smallest, full}) {
    const FitCard card = parse_fit_card(text, "fit.toml");
    const std::string resolved = resolved_text(card);
    EXPECT_EQ(parse_fit_card(resolved, "resolved"), card) << resolved;
    EXPECT_EQ(resolved_text(parse_fit_card(resolved, "resolved")), resolved);
  }
}

TEST(FitCard, FileIsReadWithItsFolder) {
  const sample::Folder folder;
  sample::write(folder / "fit.toml", smallest);
  EXPECT_EQ(read_fit_card((folder / "fit.toml").string()).folder, (folder / "").parent_path().string());
  expect_in(message_of([&] { read_fit_card((folder / "absent.toml").string()); }), {"absent.toml", "fit card"});
}

TEST(FitCard, UnknownKeysNameLineAndNearest) {
  expect_in(message("[fitt]\n" + smallest), {"fit.toml:1", "'fitt'", "did you mean 'fit'?"});
  expect_in(message(changed("chunk = 16", "chunks = 16")), {"fit.toml:5", "'chunks'", "did you mean 'chunk'?"});
  expect_in(message(changed("points = 41", "pionts = 41")), {"fit.toml:22", "did you mean 'points'?"});
  expect_in(message(changed("[experiment.width]", "[experiment.widths]")), {"did you mean 'width'?"});
  expect_in(message(changed("scale = \"log\"", "scale = \"lin\"")), {"parameter.scale at fit.toml:21", "'lin'"});
  expect_in(message(changed("data = \"asimov\"", "data = \"asimow\"")), {"fit.data at fit.toml:3", "'asimov'"});
  expect_in(message("[fit\n"), {"fit.toml:1", "valid TOML"});
  expect_in(message("[process]\n" + smallest), {"fit.toml:1", "unknown table 'process'"});
}

TEST(FitCard, RangesMustBeRanges) {
  expect_in(message(changed("max = 1e3", "max = 0.1")), {"[parameter] at fit.toml:15", "empty", "from 0.1 to 0.1"});
  expect_in(message(changed("max = 1e3", "max = -1")), {"fit.toml:15", "empty"});
  expect_in(message(changed("min = 0.1\n", "min = 0\n")), {"fit.toml:15", "logarithm", "linear"});
  expect_in(message(changed("max = 1e3", "max = inf")), {"parameter.max at fit.toml:20", "finite"});
  expect_in(message(changed("min = 0.1\nmax = 1e3\nscale = \"log\"", "min = -1.7e308\nmax = 1.7e308")), {"not finite"});
  expect_in(message(changed("max = 1e3\n", "")), {"[parameter] at fit.toml:15", "no 'max'"});
  expect_in(message(changed("points = 41", "points = 1")), {"parameter.points at fit.toml:22", "between 2"});
  expect_in(message(changed("points = 41", "points = 1000000")), {"101000000 points", "scan = false"});
}

TEST(FitCard, ParametersAndTheirPlacesBelongTogether) {
  expect_in(message(changed("\"{mass} MeV\"", "\"{mas} MeV\"")),
            {"model.mass at fit.toml:8", "unknown parameter 'mas'", "did you mean 'mass'?"});
  expect_in(message(changed("\"{distance} m\"", "\"{far} m\"")),
            {"experiment.change.distance at fit.toml:45", "'far'"});
  expect_in(message(changed("coupling = \"{g}\"\n", "")), {"fit.toml:22", "'g' stands nowhere", "\"{g}\""});
  expect_in(message(changed("name = \"g\"", "name = \"mass\"")), {"parameter.name at fit.toml:24", "'mass' again"});
  expect_in(message(changed("name = \"g\"", "name = \"chi2\"")), {"'chi2'", "column of every scan"});
  expect_in(message(changed("name = \"g\"", "name = \"g'\"")), {"parameter.name at fit.toml:24", "letter"});
  for (const char* text : {"\"{} MeV\"", "\"{mass MeV\"", "\"mass} MeV\"", "\"{{mass}} MeV\"", "\"{1} MeV\""}) {
    expect_in(message(changed("\"{mass} MeV\"", text)), {"model.mass at fit.toml:8", "braces"});
  }
}

TEST(FitCard, TruthIsOfAsimovDataAndHasNoParameters) {
  expect_in(message(changed("data = \"asimov\"", "data = \"observed\"")),
            {"[truth] at fit.toml:12", "all data are observed"});
  expect_in(message(changed("eps_uee = 0.1", "eps_uee = \"{g}\"")), {"truth.eps_uee at fit.toml:14", "no parameters"});
  const std::string one = "[truth]\nname = \"nsi\"\n" + smallest + "data = \"asimov\"\n";
  EXPECT_EQ(parse_fit_card(one, "fit.toml").truth.name, "nsi");
}

TEST(FitCard, ConfidencesLieBetweenZeroAndOne) {
  expect_in(message(changed("[0.9, 0.6827]", "[90]")), {"fit.confidence at fit.toml:4", "write 0.9 for 90 %"});
  expect_in(message(changed("[0.9, 0.6827]", "[0.0]")), {"fit.toml:4", "between 0 and 1"});
  expect_in(message(changed("[0.9, 0.6827]", "[nan]")), {"fit.toml:4", "between 0 and 1"});
  expect_in(message(changed("[0.9, 0.6827]", "[0.9, 0.9]")), {"fit.toml:4", "twice"});
  expect_in(message(changed("[0.9, 0.6827]", "[]")), {"fit.toml:4", "not empty"});
  expect_in(message(changed("[0.9, 0.6827]", "0.9")), {"fit.toml:4", "a list of numbers"});
}

TEST(FitCard, ExperimentsComeOnceAndAreNeeded) {
  expect_in(message("[fit]\ntitle = \"x\"\n"), {"fit.toml:1", "no [[experiment]]"});
  expect_in(message(smallest + smallest), {"experiment.name at fit.toml:4", "'coherent-csi-2021' again"});
  expect_in(message("[[experiment]]\nname = \"a/x.toml\"\n[[experiment]]\nname = \"b/x.toml\"\n"), {"'x' again"});
  expect_in(message("[[experiment]]\n"), {"[experiment] at fit.toml:1", "no 'name'"});
  expect_in(message(smallest + "processes = []\n"), {"experiment.processes at fit.toml:3", "empty"});
  expect_in(message(smallest + "nuisances = [\"a\", \"a\"]\n"), {"experiment.nuisances at fit.toml:3", "twice"});
  expect_in(message("experiment = 1\n"), {"fit.toml:1", "a list of tables"});
}

TEST(FitCard, WidthsAreStandardDeviationsOfFreeNuisances) {
  for (const char* text : {"0", "-1", "\"0\"", "\"-3 ns\"", "\"wide\"", "\"5 GeV\"", "\"inf\"", "\"nan\""}) {
    expect_in(message(changed("radius = 0.05", std::string("radius = ") + text)),
              {"experiment.width.radius at fit.toml:38"});
  }
  expect_in(message(changed("[\"flux\", \"radius\", ", "[\"flux\", ")),
            {"experiment.width.radius at fit.toml:38", "no effect"});
}

TEST(FitCard, CommonNuisancesBelongToExperimentsOfTheCard) {
  const auto with = [](const std::string& list) {
    return message(changed("[\"coherent-csi-2021.flux\", \"coherent-lar-2020.flux\"]", list));
  };
  expect_in(with("[\"coherent-csi-2021.flux\"]"), {"common.of at fit.toml:51", "fewer than two"});
  expect_in(with("[\"coherent-csi-2021.flux\", \"coherent-lar-2022.flux\"]"), {"did you mean 'coherent-lar-2020'?"});
  expect_in(with("[\"coherent-csi-2021.flix\", \"coherent-lar-2020.flux\"]"), {"did you mean 'flux'?"});
  expect_in(with("[\"flux\", \"coherent-lar-2020.flux\"]"), {"EXPERIMENT.NUISANCE"});
  expect_in(with("[\"coherent-lar-2020.flux\", \"coherent-lar-2020.flux\"]"), {"twice"});
  expect_in(message(full + "[[common]]\nname = \"b\"\nof = [\"coherent-lar-2020.flux\", \"coherent-lar-2020.qf\"]\n"),
            {"'coherent-lar-2020.flux' again"});
  expect_in(
      message(full + "[[common]]\nname = \"sns-flux\"\nof = [\"coherent-lar-2020.a\", \"coherent-lar-2020.b\"]\n"),
      {"'sns-flux' again"});
  EXPECT_EQ(message(changed("\"coherent-lar-2020.flux\"]", "\"coherent-lar-2020.quenching\"]")), "no error");
  EXPECT_EQ(experiment_label("../my/det.ector.toml"), "det.ector");
  EXPECT_EQ(experiment_label("coherent-csi-2021"), "coherent-csi-2021");
}

TEST(FitCard, ValuesStandInTheirShortestForm) {
  const FitCard card = parse_fit_card(full, "fit.toml");
  const auto put = [&](const std::string& text, double mass, double g) {
    return with_parameters(text, card.parameters, {mass, g, 20.0});
  };
  EXPECT_EQ(put("{mass} MeV", 12.5, 0), "12.5 MeV");
  EXPECT_EQ(put("{g},{mass},{g}x", 1e-7, -0.1), "-0.1,1e-07,-0.1x");
  EXPECT_EQ(put("no parameter", 1, 1), "no parameter");
  EXPECT_EQ(put("", 1, 1), "");
  EXPECT_TRUE(has_parameter("{mass}"));
  EXPECT_FALSE(has_parameter("mass"));
  expect_in(message_of([&] { put("{far}", 1, 1); }), {"unknown parameter 'far'"});
  expect_in(message_of([&] { put("{mass}", std::nan(""), 1); }), {"'mass' is nan", "finite"});
  expect_in(message_of([&] { with_parameters("x", card.parameters, {1.0}); }), {"1 values", "3 parameters"});
}

TEST(FitCard, EveryDoubleSurvivesAPlaceholder) {
  const FitCard card = parse_fit_card(full, "fit.toml");
  std::mt19937_64 bits(1);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t pattern = bits();
    double value = 0.0;
    std::memcpy(&value, &pattern, sizeof value);
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(std::strtod(with_parameters("{g}", card.parameters, {1.0, value, 1.0}).c_str(), nullptr), value);
  }
}

}  // namespace
}  // namespace tridens::io
