#include "tridens/io/run_card.hh"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/io/fit_card.hh"

namespace tridens::io {
namespace {

const std::string smallest = R"([process]
neutrino = "numu"
pair = "mu-mu+"
target = "Ar40"
[flux]
energy = "5 GeV"
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
  return message_of([&] { parse_run_card(text, "card.toml"); });
}

void expect_in(const std::string& text, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

TEST(RunCard, SmallestCardHasTheDocumentedDefaults) {
  const RunCard card = parse_run_card(smallest, "card.toml");
  EXPECT_EQ(card.process.name, "trident");
  EXPECT_EQ(card.process.components, (std::vector<std::string>{"coherent", "proton", "neutron"}));
  EXPECT_TRUE(card.process.pauli);
  EXPECT_EQ(card.process.pauli_kf, "");
  EXPECT_EQ(card.model.name, "sm");
  EXPECT_EQ(card.generate.events, 10000u);
  EXPECT_TRUE(card.generate.unweighted);
  EXPECT_FALSE(card.exposure.has_value());
  EXPECT_FALSE(card.detector.has_value());
  EXPECT_EQ(card.precision.method, "tables");
}

const std::string full = R"([process]
name = "trident"
process_number = 9
target = "Ar40"
components = ["proton", "coherent"]
form_factor = "fermi2,c=3.53fm,a=0.542fm"
nucleon_form_factor = "dipole"
pauli_kf = "220 MeV"
[model]
name = "lmu-ltau"
mass = "10 MeV"
coupling = 1e-3
mixing = true
"odd key" = "odd \"value\" \\ \u0007"
power = 3
[flux]
analytic = "power-law,gamma=2,min=1GeV,max=100GeV"
[exposure]
pot = 1.1e21
mass = "75 t"
[generate]
events = 5
seed = 9223372036854775807
threads = 2
output = "a.hepmc3"
format = "nuhepmc"
unweighted = false
[[generate.variation]]
name = "helm"
form_factor = "helm"
[[generate.variation]]
name = "zprime"
pauli = false
[generate.variation.model]
name = "lmu-ltau"
mass = "1 GeV"
[[generate.variation]]
name = "kf"
pauli_kf = "0.25 GeV"
nucleon_form_factor = "kelly"
[detector]
name = "dune-lar-1902.08579"
threshold_on = "true"
energy_resolution_constant.electron = 0.01
threshold.electron = "30 MeV"
threshold.muon = "30 MeV"
energy_resolution.electron = 0.15
energy_resolution.muon = 1
angular_resolution = "1 deg"
efficiency.muon = 0.9
efficiency.electron = "eff.csv"
[selection]
name = "dune-mumu-1902.08579"
[[cut]]
variable = "invariant_mass_squared"
max = "0.2 GeV2"
[[cut]]
variable = "inelasticity"
min = -0.5
max = 1
[[histogram]]
variable = "angle_between"
min = "0 deg"
max = "40 deg"
bins = 20
unit = "deg"
[precision]
relative = 1e-4
method = "montecarlo"
)";

TEST(RunCard, EveryKeyIsRead) {
  const RunCard card = parse_run_card(full, "card.toml");
  EXPECT_EQ(card.process.neutrino, "numu");
  EXPECT_EQ(card.process.pair, "mu-e+");
  EXPECT_EQ(card.process.components, (std::vector<std::string>{"proton", "coherent"}));
  EXPECT_EQ(card.model.settings.at("coupling"), "0.001");
  EXPECT_EQ(card.model.settings.at("mixing"), "true");
  EXPECT_EQ(card.model.settings.at("odd key"), "odd \"value\" \\ \a");
  EXPECT_EQ(card.model.settings.at("power"), "3");
  EXPECT_EQ(*card.exposure->pot, 1.1e21);
  EXPECT_EQ(card.generate.seed, 9223372036854775807u);
  EXPECT_FALSE(card.generate.unweighted);
  ASSERT_EQ(card.generate.variations.size(), 3u);
  EXPECT_EQ(card.generate.variations[1].model->settings.at("mass"), "1 GeV");
  EXPECT_EQ(card.generate.variations[1].pauli, false);
  EXPECT_FALSE(card.generate.variations[2].pauli.has_value());
  EXPECT_EQ(card.detector->threshold.at("muon"), "30 MeV");
  EXPECT_EQ(card.detector->energy_resolution.at("muon"), 1.0);
  EXPECT_EQ(card.detector->efficiency.at("muon"), 0.9);
  EXPECT_EQ(card.detector->efficiency_file.at("electron"), "eff.csv");
  EXPECT_EQ(card.detector->energy_resolution_constant.at("electron"), 0.01);
  EXPECT_EQ(card.detector->threshold_on, "true");
  EXPECT_EQ(card.selection, "dune-mumu-1902.08579");
  EXPECT_EQ(card.cuts[1].min, "-0.5");
  EXPECT_EQ(card.cuts[1].max, "1");
  EXPECT_EQ(card.histograms[0].bins, 20);
  EXPECT_EQ(card.precision.relative, 1e-4);
}

TEST(RunCard, ResolvedTextReadsBackToTheSameCard) {
  for (const std::string& text : {smallest, full}) {
    const RunCard card = parse_run_card(text, "card.toml");
    const std::string resolved = resolved_text(card);
    EXPECT_EQ(parse_run_card(resolved, "resolved"), card) << resolved;
    EXPECT_EQ(resolved_text(parse_run_card(resolved, "resolved")), resolved);
  }
}

TEST(RunCard, EveryOtherFormOfFluxExposureAndEfficiencyReadsBack) {
  RunCard card = parse_run_card(smallest, "card.toml");
  card.flux = {.name = "", .file = "my \"flux\".csv", .energy = "", .analytic = "", .source = ""};
  card.exposure = ExposureCard{.mass = "1 kt", .pot = {}, .time = "1.5 y", .inverse_femtobarns = {}, .bursts = {}};
  card.detector = DetectorCard{};
  card.detector->efficiency_file["muon"] = "efficiency.csv";
  card.process.pauli = false;
  EXPECT_EQ(parse_run_card(resolved_text(card), "resolved"), card);
  card.exposure = ExposureCard{.mass = "1 kt", .pot = {}, .time = "", .inverse_femtobarns = 150.0, .bursts = {}};
  EXPECT_EQ(parse_run_card(resolved_text(card), "resolved"), card);
}

TEST(RunCard, EveryExampleReadsAndReadsBack) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TRIDENS_SOURCE_DIR "/examples")) {
    if (entry.path().extension() != ".toml") continue;
    if (entry.path().stem().string().ends_with("_detector")) {
      EXPECT_FALSE(load_experiment_file(entry.path().string()).experiment.title.empty());
      continue;
    }
    if (read_text_file(entry.path().string(), "example").find("[fit]") != std::string::npos) {
      const FitCard card = read_fit_card(entry.path().string());
      EXPECT_EQ(parse_fit_card(resolved_text(card), "resolved", card.folder), card) << entry.path();
      continue;
    }
    const RunCard card = read_run_card(entry.path().string());
    EXPECT_EQ(parse_run_card(resolved_text(card), "resolved", card.folder), card) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 5u);
}

TEST(RunCard, MisspeltKeysAndTablesGetLineAndNearestName) {
  expect_in(message(smallest + "[generate]\nevnts = 5\n"),
            {"card.toml:8: unknown key 'evnts' in [generate] (known: events", "did you mean 'events'?"});
  expect_in(message(smallest + "[genrate]\nevents = 5\n"),
            {"card.toml:7: unknown table 'genrate' in the card", "did you mean 'generate'?"});
  expect_in(message("[process]\nneutrino = \"numu\"\npair = \"mu-mu+\"\ntraget = \"Ar40\"\n[flux]\nenergy = \"1 GeV\""),
            {"card.toml:4: unknown key 'traget'", "did you mean 'target'?"});
  expect_in(message(smallest + "[detector]\nthreshold.elektron = \"3 MeV\"\n"),
            {"card.toml:8", "'elektron' in [detector.threshold]", "did you mean 'electron'?"});
  expect_in(message(smallest + "[[generate.variation]]\nname = \"a\"\nformfactor = \"helm\"\n"),
            {"card.toml:9", "in [generate.variation]", "did you mean 'form_factor'?"});
}

TEST(RunCard, MissingKeysAreNamedWithAnExample) {
  expect_in(message("[process]\nneutrino = \"numu\"\npair = \"mu-mu+\"\n[flux]\nenergy = \"1 GeV\"\n"),
            {"[process] at card.toml:1 has no 'target'", "target = \"Ar40\""});
  expect_in(message("[process]\nneutrino = \"numu\"\npair = \"mu-mu+\"\ntarget = \"Ar40\"\n"), {"has no [flux]"});
  expect_in(message(""), {"has no [process]"});
  expect_in(message(smallest + "[exposure]\npot = 1e21\n"), {"has no 'mass'", "75 t"});
  expect_in(message(smallest + "[[histogram]]\nvariable = \"x\"\nmin = 0\nmax = 1\n"), {"has no 'bins'"});
  expect_in(message(smallest + "[[cut]]\nvariable = \"x\"\n"), {"cuts nothing"});
}

TEST(RunCard, WrongTypesAreErrors) {
  expect_in(message(smallest + "[generate]\nevents = \"many\"\n"),
            {"generate.events at card.toml:8 is a string (a whole number is needed)"});
  expect_in(message(smallest + "[generate]\nevents = 1e4\n"), {"is a number (a whole number is needed)"});
  expect_in(message(smallest + "[generate]\nunweighted = 1\n"), {"true or false is needed"});
  expect_in(message(smallest + "[generate]\nvariation = 1\n"), {"a list of tables is needed"});
  expect_in(message(smallest + "[model]\nname = 3\n"), {"model.name at card.toml:8 is a whole number"});
  expect_in(message(smallest + "[model]\nmass = [1]\n"), {"model.mass at card.toml:8 is a list"});
  expect_in(message("process = 1\n"), {"process at card.toml:1 is a whole number (a table is needed)"});
  expect_in(message(smallest + "[detector]\nthreshold = \"30 MeV\"\n"), {"a table is needed"});
  expect_in(message("[process]\nneutrino = \"numu\"\npair = \"mu-mu+\"\ntarget = \"Ar40\"\ncomponents = "
                    "[]\n[flux]\nenergy = \"1 GeV\""),
            {"a list of names, not empty"});
}

TEST(RunCard, QuantitiesNeedARightUnit) {
  const std::string head = "[process]\nneutrino = \"numu\"\npair = \"mu-mu+\"\ntarget = \"Ar40\"\n[flux]\n";
  expect_in(message(head + "energy = 5\n"), {"flux.energy at card.toml:6 has no unit", "energy = \"5 GeV\""});
  expect_in(message(head + "energy = \"5\"\n"), {"flux.energy at card.toml:6", "has no unit"});
  expect_in(message(head + "energy = \"5 Gev\"\n"), {"card.toml:6", "did you mean 'GeV'?"});
  expect_in(message(head + "energy = \"-5 GeV\"\n"), {"is -5 GeV (it must be above 0)"});
  expect_in(message(head + "energy = \"nan GeV\"\n"), {"card.toml:6"});
  expect_in(message(smallest + "[exposure]\npot = 1e21\nmass = \"75 m\"\n"), {"card.toml:9", "known: g, kg, t, kt"});
  expect_in(message(smallest + "[detector]\nangular_resolution = \"1 GeV\"\n"), {"card.toml:8", "deg"});
}

TEST(RunCard, NumbersOutOfRangeAreErrors) {
  for (const char* line :
       {"[generate]\nevents = 0\n", "[generate]\nevents = -3\n", "[generate]\nseed = -1\n", "[generate]\nthreads = 0\n",
        "[precision]\nrelative = 0\n", "[precision]\nrelative = 1.5\n", "[precision]\nrelative = nan\n",
        "[exposure]\nmass = \"1 t\"\npot = -1\n", "[exposure]\nmass = \"1 t\"\npot = inf\n",
        "[exposure]\nmass = \"0 t\"\npot = 1\n", "[detector]\nefficiency.muon = 1.1\n",
        "[detector]\nenergy_resolution.muon = -0.1\n", "[detector]\nthreshold.muon = \"-1 MeV\"\n",
        "[model]\ncoupling = nan\n", "[[histogram]]\nvariable = \"x\"\nmin = 0\nmax = 1\nbins = 0\n",
        "[[histogram]]\nvariable = \"x\"\nmin = nan\nmax = 1\nbins = 4\n",
        "[generate]\nseed = 99999999999999999999\n"}) {
    expect_in(message(smallest + line), {"card.toml:"});
  }
}

TEST(RunCard, ContradictionsAreErrors) {
  expect_in(message(smallest + "name = \"dune-nd-fhc\"\n"),
            {"gives both 'name' and 'energy' (exactly one of name, file, energy, analytic, source is needed)"});
  expect_in(message(smallest + "[exposure]\nmass = \"1 t\"\npot = 1.0\ntime = \"1 y\"\n"), {"both 'pot' and 'time'"});
  expect_in(message(smallest + "[exposure]\nmass = \"1 t\"\n"),
            {"gives none of pot, time, inverse_femtobarns, bursts"});
  expect_in(message("[process]\nprocess_number = 8\npair = \"mu-mu+\"\ntarget = \"Ar40\"\n[flux]\nenergy = \"1 GeV\""),
            {"gives both 'process_number' and 'pair'"});
  expect_in(message("[process]\nprocess_number = 8\npauli = false\npauli_kf = \"0.2 GeV\"\ntarget = "
                    "\"Ar40\"\n[flux]\nenergy = \"1 GeV\""),
            {"no effect"});
  const std::string variation = "[[generate.variation]]\nname = \"a\"\nform_factor = \"helm\"\n";
  expect_in(message(smallest + variation + variation), {"is 'a' again"});
  expect_in(message(smallest + "[[generate.variation]]\nname = \"CV\"\nform_factor = \"helm\"\n"), {"'CV' again"});
  expect_in(message(smallest + "[[generate.variation]]\nname = \"a\"\n"), {"varies nothing"});
}

TEST(RunCard, UnknownNamesThatTheCardItselfFixesAreErrors) {
  expect_in(message("[process]\nneutrino = \"nmuu\"\npair = \"mu-mu+\"\ntarget = \"Ar40\"\n[flux]\nenergy = \"1 GeV\""),
            {"process.neutrino at card.toml:2", "did you mean 'numu'?"});
  expect_in(message("[process]\nprocess_number = 13\ntarget = \"Ar40\"\n[flux]\nenergy = \"1 GeV\""), {"1 and 12"});
  expect_in(message("[process]\nprocess_number = 8\ncomponents = [\"coherant\"]\ntarget = "
                    "\"Ar40\"\n[flux]\nenergy = \"1 GeV\""),
            {"'coherant'", "did you mean 'coherent'?"});
  expect_in(message(smallest + "[precision]\nmethod = \"monte-carlo\"\n"), {"did you mean 'montecarlo'?"});
}

TEST(RunCard, BrokenTomlIsAnErrorWithItsLine) {
  expect_in(message("[process]\nname = \n"), {"card.toml:2: ", "valid TOML"});
  expect_in(message("[process]\nname = \"a\"\nname = \"b\"\n"), {"card.toml:3: "});
  expect_in(message("\xff\xfe"), {"card.toml:1: "});
  for (const std::string& text : {std::string("[process]\nname = \n"), std::string("[process\n")}) {
    EXPECT_EQ(message(text).find('\n'), std::string::npos);
  }
}

TEST(RunCard, HeadingWithoutNameIsAnErrorForEveryCompiler) {
  for (const char* text : {"[", "[ = 1", "a = 1\n  [[ = 1", "[\n", "[[\nname = 1", "\xef\xbb\xbf[=", "[#]", "[ ]"}) {
    expect_in(message(text), {"card.toml:", "valid TOML"});
  }
}

TEST(RunCard, StrayCharactersAreErrors) {
  for (const char* text :
       {"\xc3\xa9 = 1", "a = \xc2\xb0", "a = 1 \xcf\x91", "[generate] \xe2\x80\xa8", "a = \"\\\xc3\xa9\"",
        "a = 0\"=\xc2\xb0\"", "a = 4['''\xef\xbb\xb6", "a = [ }", "a = [1, # [\n }", "a = \"\\u007e\"",
        "a = \"\xc0\xaf\"", "a = \"\xed\xa0\x80\"", "a = \"\xf5\x80\x80\x80\"", "a = \"\xe2\x80"}) {
    expect_in(message(text), {"card.toml:", "valid TOML"});
  }
}

TEST(RunCard, AnyLanguageMayStandInStringsAndComments) {
  const std::string text = "# Argon, f\xc3\xbcr \xce\xbd\xce\xbc [ = 1\n" + smallest + R"([generate]
output = "d\u00e9j\u00e0 \" ~vu~41.lhe" # )" +
                           "\xc2\xb0\n" + R"([model]
note = """
[ = ")" + "\xc2\xb5" + R"(
"""
title = ''')" + "\xc2\xb5" +
                           R"('''
path = 'C:\'
"né" = 1
)";
  const RunCard card = parse_run_card(text, "card.toml");
  EXPECT_EQ(card.generate.output, "d\xc3\xa9j\xc3\xa0 \" ~vu~41.lhe");
  EXPECT_EQ(card.model.settings.at("note"), "[ = \"\xc2\xb5\n");
  EXPECT_EQ(card.model.settings.at("title"), "\xc2\xb5");
  EXPECT_EQ(card.model.settings.at("path"), "C:\\");
  EXPECT_EQ(card.model.settings.at("n\xc3\xa9"), "1");
  EXPECT_EQ(parse_run_card(resolved_text(card), "resolved"), card);
}

TEST(RunCard, MissingFileIsAnErrorWithTheNearestName) {
  const std::string folder = TRIDENS_SOURCE_DIR "/examples";
  expect_in(message_of([&] { read_run_card(folder + "/01_dune_dimuom.toml"); }),
            {"does not exist", "did you mean '01_dune_dimuon.toml'?"});
  expect_in(message_of([&] { read_run_card(folder); }), {"is a folder"});
}

TEST(RunCard, FilesOfACardAreFoundFromItsFolder) {
  RunCard card;
  card.folder = "examples";
  EXPECT_EQ(file_of(card, "flux.csv"), "examples/flux.csv");
  EXPECT_EQ(file_of(card, "/tmp/flux.csv"), "/tmp/flux.csv");
  card.folder = "";
  EXPECT_EQ(file_of(card, "flux.csv"), "flux.csv");
}

TEST(MenuChannel, NumbersFollowTheMenuOfTheGenerator) {
  // Menu of the generator of 1902.06765, see Altmannshofer's talk of 2022.
  const std::vector<std::pair<std::string, std::string>> menu = {
      {"nue", "e-e+"},      {"nue", "mu-mu+"},   {"nue", "e-mu+"},      {"nuebar", "e-e+"},
      {"nuebar", "mu-mu+"}, {"nuebar", "mu-e+"}, {"numu", "e-e+"},      {"numu", "mu-mu+"},
      {"numu", "mu-e+"},    {"numubar", "e-e+"}, {"numubar", "mu-mu+"}, {"numubar", "e-mu+"}};
  for (size_t i = 0; i < menu.size(); ++i) {
    const MenuChannel channel = menu_channel(static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(channel.neutrino, menu[i].first) << i + 1;
    EXPECT_EQ(channel.pair, menu[i].second) << i + 1;
  }
  EXPECT_THROW(menu_channel(0), UserError);
  EXPECT_THROW(menu_channel(13), UserError);
}

const std::string registered = R"([process]
name = "glashow"
neutrino = "nuebar"
target = "H2O"
branching-e = 0.11
channel = "hadrons"
[flux]
energy = "6 PeV"
)";

TEST(RunCard, SettingsOfARegisteredProcessAreKeysWithDefaults) {
  const RunCard card = parse_run_card(registered, "card.toml");
  EXPECT_EQ(card.process.settings.at("channel"), "hadrons");
  EXPECT_EQ(card.process.settings.at("branching-e"), "0.11");
  EXPECT_EQ(card.process.settings.at("doppler"), "none");
  EXPECT_EQ(parse_run_card(resolved_text(card), "card.toml"), card);
}

TEST(RunCard, ARegisteredProcessRefusesKeysThatAreNotItsOwn) {
  EXPECT_EQ(message(registered), "no error");
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = registered;
    return text.replace(text.find(from), from.size(), to);
  };
  expect_in(message(changed("channel", "chanel")), {"card.toml:6", "unknown key 'chanel'", "did you mean 'channel'?"});
  expect_in(message(changed("channel = \"hadrons\"", "pair = \"mu-mu+\"")), {"card.toml:6", "unknown key 'pair'"});
  expect_in(message(changed("channel = \"hadrons\"", "recoil_min = \"1 keV\"")), {"unknown key 'recoil_min'"});
  expect_in(message(changed("target = \"H2O\"\n", "")), {"has no 'target'"});
  expect_in(message(changed("name = \"glashow\"", "name = \"glashov\"")), {"did you mean 'glashow'?"});
  expect_in(message(changed("channel = \"hadrons\"", "channel = [\"e\"]")), {"channel", "a list"});
  expect_in(message(registered + "[[generate.variation]]\nname = \"a\"\npauli = false\n"),
            {"[[generate.variation]]", "glashow"});
}

}  // namespace
}  // namespace tridens::io
