#include "tridens/io/nuhepmc_check.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "event_sample.hh"
#include "tridens/base/error.hh"
#include "tridens/io/event_writer.hh"

namespace tridens::io {
namespace {

using sample::Folder;

/// Events 0 (coherent), 1 (bound proton), 2 (electron), 3 (CEvNS), ... as text.
std::string good_text(size_t count = 8) {
  const auto format = make_event_format("nuhepmc", sample::run(count));
  return format->header() + format->serialise(sample::events(count)).text + format->footer();
}

NuHepmcReport check_text(const std::string& text, const NuHepmcCheckOptions& options = {}) {
  const Folder folder;
  sample::write(folder / "events.hepmc3", text);
  return check_nuhepmc(folder / "events.hepmc3", options);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("the sample does not hold '" + from + "'");
  return text.replace(at, from.size(), to);
}

/// The text without the lines that begin so.
std::string without(const std::string& text, const std::string& beginning, bool in_header_only = false) {
  std::string result;
  bool header = true;
  for (const std::string& line : sample::lines(text)) {
    header = header && line.rfind("E ", 0) != 0;
    if (line.rfind(beginning, 0) != 0 || (in_header_only && !header)) result += line + "\n";
  }
  return result;
}

/// Changes word `index` (0 is the first) of the first line that begins so.
std::string with_word(const std::string& text, const std::string& beginning, size_t index,
                      const std::function<std::string(std::string)>& change) {
  std::string result;
  bool done = false;
  for (const std::string& line : sample::lines(text)) {
    if (done || line.rfind(beginning, 0) != 0) {
      result += line + "\n";
      continue;
    }
    std::istringstream stream(line);
    std::string word;
    for (size_t i = 0; stream >> word; ++i) result += (i == 0 ? "" : " ") + (i == index ? change(word) : word);
    result += "\n";
    done = true;
  }
  if (!done) throw std::runtime_error("no line begins with '" + beginning + "'");
  return result;
}

std::function<std::string(std::string)> times(double factor) {
  return [factor](const std::string& word) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.17g", std::strtod(word.c_str(), nullptr) * factor);
    return std::string(buffer);
  };
}

/// The first line of the text that begins so.
std::string line_of(const std::string& text, const std::string& beginning) {
  for (const std::string& line : sample::lines(text)) {
    if (line.rfind(beginning, 0) == 0) return line + "\n";
  }
  throw std::runtime_error("no line begins with '" + beginning + "'");
}

TEST(NuHepmcCheck, FindsNothingInOurFiles) {
  const Folder folder;
  for (const char* name : {"a.hepmc3", "a.hepmc3.gz"}) {
    EventWriter writer(folder / name, sample::run(200));
    writer.write(sample::events(200));
    writer.finish();
    const NuHepmcReport report = check_nuhepmc(folder / name);
    EXPECT_TRUE(report.passed()) << to_string(report);
    EXPECT_EQ(report.events, 200U);
    EXPECT_EQ(report.sum_of_weights, 200.0);
  }
}

TEST(NuHepmcCheck, FindsNothingInAMonoEnergeticFileWithoutExposureOrVariations) {
  event::RunInfo run = sample::plain_run(1);
  const std::vector<event::Event> events = sample::events(1, 0);
  run.exposure_pot = 0.0;
  run.beam = {{14, {events[0].particles[0].momentum.e}, {}}};
  const auto format = make_event_format("nuhepmc", run);
  const std::string text = format->header() + format->serialise(events).text + format->footer();
  EXPECT_TRUE(check_text(text).passed()) << to_string(check_text(text));
  const NuHepmcReport report = check_text(with_word(text, "A NuHepMC.Beam[14].MonoEnergetic.Energy", 2, times(2)));
  ASSERT_FALSE(report.passed());
  EXPECT_EQ(report.findings[0].rule, "G.C.4");
}

struct Broken {
  std::string rule, what;
  std::function<std::string(const std::string&)> edit;
};
void PrintTo(const Broken& broken, std::ostream* stream) {
  *stream << broken.rule << " " << broken.what;
}

class NuHepmcRule : public testing::TestWithParam<Broken> {};

TEST_P(NuHepmcRule, IsFoundBroken) {
  const NuHepmcReport report = check_text(GetParam().edit(good_text()));
  const bool found = std::ranges::any_of(report.findings,
                                         [](const NuHepmcFinding& finding) { return finding.rule == GetParam().rule; });
  EXPECT_TRUE(found) << to_string(report);
}

Broken replace(std::string rule, std::string from, std::string to) {
  return {std::move(rule), from + " becomes " + to,
          [from, to](const std::string& text) { return replaced(text, from, to); }};
}
Broken drop(std::string rule, std::string beginning) {
  return {std::move(rule), "without " + beginning,
          [beginning](const std::string& text) { return without(text, beginning); }};
}
Broken scale(std::string rule, std::string beginning, size_t word, double factor) {
  return {std::move(rule), beginning + " scaled",
          [=](const std::string& text) { return with_word(text, beginning, word, times(factor)); }};
}

const std::vector<Broken> run_rules = {
    {"G.R.1", "no run information",
     [](const std::string& text) {
       return without(without(without(text, "A NuHepMC", true), "T ", true), "W ", true);
     }},
    replace("G.R.2", "NuHepMC.Version.Major 1", "NuHepMC.Version.Major 0"),
    drop("G.R.2", "A NuHepMC.Version.Patch"),
    drop("G.R.3", "T "),
    replace("G.R.3", "T Tridens\\|0.1.0\\|", "T Tridens\\|\\|"),
    drop("G.R.4", "A NuHepMC.Conventions"),
    replace("G.R.4", "Conventions G.C.1", "Conventions G.C.1 G.C.77"),
    replace("G.R.5", " G.C.2 ", " "),
    replace("G.R.6", "Unit pb", "Unit nb"),
    drop("G.R.6", "A NuHepMC.Units.CrossSection.TargetScale"),
    replace("G.R.7", "W CV", "W central"),
    replace("G.R.7", "lmu-ltau,mass=10MeV", "CV"),
    {"G.R.7", "an event with too few weights",
     [](const std::string& text) { return replaced(text, "\nW 1 ", "\nW "); }},
    {"G.R.7", "an infinite weight", [](const std::string& text) { return replaced(text, "\nW 1 ", "\nW inf "); }},
    drop("G.R.8", "A NuHepMC.ProcessIDs"),
    drop("G.R.8", "A NuHepMC.ProcessInfo[760].Name"),
    drop("G.R.8", "A NuHepMC.ProcessInfo[150].Description"),
    replace("G.R.8", "NuHepMC.ProcessIDs 150", "NuHepMC.ProcessIDs one"),
    drop("G.R.9", "A NuHepMC.VertexStatusIDs"),
    replace("G.R.9", "VertexStatusIDs 1 21 22", "VertexStatusIDs 1 21"),
    drop("G.R.9", "A NuHepMC.VertexStatusInfo[22].Name"),
    drop("G.R.10", "A NuHepMC.ParticleStatusIDs"),
    replace("G.R.10", "ParticleStatusIDs 1 2 4 20 21 22", "ParticleStatusIDs 1 2 4 20 21"),
    drop("G.R.10", "A NuHepMC.ParticleStatusInfo[22].Description"),
    drop("G.R.11", "A NuHepMC.AdditionalParticleNumbers"),
    drop("G.R.11", "A NuHepMC.AdditionalParticleNumber[9900032].Name"),
    {"G.R.11", "an undeclared particle",
     [](const std::string& text) { return with_word(text, "P 3 ", 3, [](const std::string&) { return "9900077"; }); }},
    replace("G.C.1", "Exposure.POT 1.1e+21", "Exposure.POT -1"),
    drop("G.C.1", "A NuHepMC.Exposure.POT"),
    drop("G.C.2", "A NuHepMC.FluxAveragedTotalCrossSection "),
    replace("G.C.2", "FluxAveragedTotalCrossSection ", "FluxAveragedTotalCrossSection nan "),
    replace("G.C.2", "FluxAveragedTotalCrossSectionUncertainty ", "FluxAveragedTotalCrossSectionUncertainty -"),
    drop("G.C.3", "A NuHepMC.Citations"),
    drop("G.C.4", "A NuHepMC.Beam[14].Type"),
    replace("G.C.4", "Beam[14].Type Histogram", "Beam[14].Type Gaussian"),
    replace("G.C.4", "BinEdges 0 5 20 1", "BinEdges 0 5 1"),
    replace("G.C.4", "BinEdges 0 5 20 1", "BinEdges 0 20 5 1"),
    replace("G.C.4", "BinEdges 0 5 20 10000", "BinEdges 100 200 300 10000"),
    replace("G.C.4", "BinContent 1", "BinContent -1"),
    replace("G.C.4", "Beam[14].Type", "Beam[-14].Type"),
    drop("G.C.5", "A NuHepMC.AdditionalParticleInfo[9900032].Description"),
};

const std::vector<Broken> event_rules = {
    scale("E.R.1", "P 3 ", 6, 1.0 + 1e-9),  // pz
    scale("E.R.1", "P 3 ", 7, 1.0 + 1e-9),  // E
    scale("E.R.1", "P 4 ", 8, 1.01),        // mass
    {"E.R.1", "momentum nan",
     [](const std::string& text) { return with_word(text, "P 3 ", 4, [](const auto&) { return "nan"; }); }},
    {"E.R.1", "no end of the file",
     [](const std::string& text) { return text.substr(0, text.rfind("HepMC::Asciiv3-END")); }},
    {"E.R.1", "a particle line in the middle is missing",
     [](const std::string& text) { return replaced(text, line_of(text, "P 4 "), ""); }},
    replace("E.R.2", "\nE 5 ", "\nE 4 "),
    replace("E.R.2", "\nE 7 ", "\nE 2 "),
    replace("E.R.2", "\nE 5 ", "\nE -5 "),
    replace("E.R.3", "signal_process_id 761", "signal_process_id 762"),
    drop("E.R.3", "A 0 signal_process_id"),
    {"E.R.4", "no units in the first event", [](const std::string& text) { return replaced(text, "U GEV MM\n", ""); }},
    replace("E.R.5", "lab_pos 0 0 0 ", "lab_pos 0 "),
    drop("E.R.5", "A 0 lab_pos"),
    replace("E.R.6", "V -1 1 [1,2]", "V -1 2 [1,2]"),
    replace("E.R.6", "V -1 1 [1,2]", "V -1 0 [1,2]"),
    replace("E.R.6", "V -1 21 [2]", "V -1 1 [2]"),
    {"E.R.7", "two targets",
     [](const std::string& text) { return with_word(text, "P 1 ", 9, [](const auto&) { return "20"; }); }},
    {"E.R.7", "a bound nucleon as the target",
     [](const std::string& text) {
       return with_word(with_word(text, "P 3 -1 2212 ", 9, [](const auto&) { return "20"; }), "P 2 ", 9,
                        [](const auto&) { return "3"; });
     }},
    {"E.R.8", "a muon of the wrong charge",
     [](const std::string& text) { return with_word(text, "P 4 ", 3, [](const auto&) { return "-13"; }); }},
    {"E.R.9", "a moving target",
     [](const std::string& text) { return with_word(text, "P 2 ", 6, [](const auto&) { return "1.0"; }); }},
    {"E.C.1", "a process without a block",
     [](std::string text) {
       while (text.find("150") != std::string::npos) text = replaced(text, "150", "50");
       return text;
     }},
    drop("E.C.2", "A 0 tot_xs"),
    replace("E.C.2", "A 0 tot_xs ", "A 0 tot_xs -"),
    drop("E.C.3", "A 0 proc_xs"),
    scale("E.C.3", "A 0 proc_xs", 3, 10.0),
    replace("E.C.4", "Conventions G.C.1", "Conventions E.C.4 G.C.1"),
    {"E.C.5", "no time",
     [](const std::string& text) { return with_word(text, "A 0 lab_pos", 6, [](const auto&) { return ""; }); }},
    replace("V.R.1", "V -1 22 [2]", "V -1 5 [2]"),
    {"P.R.1", "an outgoing particle with status 2",
     [](const std::string& text) { return with_word(text, "P 4 ", 9, [](const auto&) { return "2"; }); }},
    {"P.R.1", "an internal particle with status 1",
     [](const std::string& text) { return with_word(text, "P 3 -1 2212 ", 9, [](const auto&) { return "1"; }); }},
    {"P.R.1", "a reserved status",
     [](const std::string& text) { return with_word(text, "P 3 -1 11 ", 9, [](const auto&) { return "11"; }); }},
    {"P.R.1", "an incoming particle that is neither beam nor target",
     [](const std::string& text) { return with_word(text, "P 1 ", 9, [](const auto&) { return "3"; }); }},
};

INSTANTIATE_TEST_SUITE_P(Run, NuHepmcRule, testing::ValuesIn(run_rules));
INSTANTIATE_TEST_SUITE_P(Event, NuHepmcRule, testing::ValuesIn(event_rules));

TEST(NuHepmcCheck, NamesTheEventAndTheRule) {
  const NuHepmcReport report = check_text(replaced(good_text(), "signal_process_id 761", "signal_process_id 762"));
  ASSERT_EQ(report.findings.size(), 1U) << to_string(report);
  EXPECT_EQ(report.findings[0].event, 1);
  EXPECT_NE(to_string(report).find("event 1: E.R.3 process 762 is not declared"), std::string::npos);
}

TEST(NuHepmcCheck, CountsFindingsBeyondTheLimit) {
  const std::string text = without(good_text(200), "A 0 lab_pos");  // breaks E.R.5 and E.C.5 200 times
  const NuHepmcReport report = check_text(text, {.most_findings = 10});
  EXPECT_EQ(report.findings.size(), 10U);
  EXPECT_EQ(report.findings_left_out, 390U);
}

TEST(NuHepmcCheck, FindsATruncatedGzip) {
  const Folder folder;
  EventWriter writer(folder / "a.hepmc3.gz", sample::run(200));
  writer.write(sample::events(200));
  writer.finish();
  std::filesystem::resize_file(folder / "a.hepmc3.gz", std::filesystem::file_size(folder / "a.hepmc3.gz") / 2);
  const NuHepmcReport report = check_nuhepmc(folder / "a.hepmc3.gz");
  ASSERT_FALSE(report.passed());
  EXPECT_EQ(report.findings[0].rule, "E.R.1");
}

TEST(NuHepmcCheck, RefusesWhatIsNoHepmc3File) {
  const Folder folder;
  sample::write(folder / "a.hepmc3", "<LesHouchesEvents>\n");
  EXPECT_THROW(check_nuhepmc(folder / "a.hepmc3"), UserError);
  EXPECT_THROW(check_nuhepmc(folder / "none.hepmc3"), UserError);
}

/// What the Python tests read (test/python/test_nuhepmc.py): left in the folder that they name.
TEST(EventFileSamples, AreWrittenForOtherReaders) {
  const char* folder = std::getenv("TRIDENS_SAMPLE_DIR");
  if (folder == nullptr) GTEST_SKIP() << "TRIDENS_SAMPLE_DIR names no folder";
  for (const char* name : {"sample.hepmc3", "sample.hepmc3.gz", "sample.lhe", "sample.hepevt", "sample.events"}) {
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    const bool weights = event_format_of(file) == "nuhepmc" || event_format_of(file) == "lhe";
    EventWriter writer(file, weights ? sample::run(100) : sample::plain_run(100), "", {.overwrite = true});
    writer.write(sample::events(100, weights ? 2 : 0));
    writer.finish();
  }
}

}  // namespace
}  // namespace tridens::io
