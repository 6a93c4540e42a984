// Distributions of run cards: what they must add up to, and what they must agree with.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/output_file.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

const std::string process = R"([process]
neutrino = "numu"
pair = "mu-mu+"
target = "Ar40"
)";
const std::string coherent = process + "components = [\"coherent\"]\n";
/// For what does not depend on the spectrum: quickly prepared.
const std::string simple = coherent + "[flux]\nenergy = \"5 GeV\"\n";
const std::string beam = "[flux]\nname = \"dune-nd-fhc\"\n";
const std::string exposure = "[exposure]\npot = 1.1e21\nmass = \"75 t\"\n";

std::string generate_section(int events, const std::string& more = "") {
  return "[generate]\nseed = 7\nevents = " + std::to_string(events) + "\n" + more;
}

io::RunCard card_of(const std::string& text, const std::string& folder = "") {
  return io::parse_run_card(text, "card of the test", folder);
}

HistogramResult histogram_of(const io::RunCard& card) {
  HistogramRequest request;
  request.card = card;
  return histogram(request);
}

HistogramResult histogram_of(const std::string& text) {
  return histogram_of(card_of(text));
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::string message_of(const std::string& text, const std::string& folder = "") {
  try {
    histogram_of(card_of(text, folder));
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

/// A folder of its own that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(fs::temp_directory_path() /
              ("tridens_histogram_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return name;
  }
  std::string path() const { return path_.string(); }
  bool empty() const { return fs::is_empty(path_); }

 private:
  fs::path path_;
};

const std::string energy_histogram = R"([[histogram]]
variable = "neutrino_energy"
min = "0 GeV"
max = "20 GeV"
bins = 40
)";

const std::string angle_histogram = R"([[histogram]]
variable = "angle_between"
min = "0 deg"
max = "60 deg"
bins = 30
unit = "deg"
)";

/// int phi sigma dE of one component between two energies that are edges of the flux, fb x flux.
double folded(const EventSetup& setup, const std::string& component, double low, double high) {
  double result = 0.0;
  const process::Process& trident = *setup.nominal.processes.front();
  const flux::Spectrum& all = setup.flux.flux.spectrum(trident.neutrino());
  flux::Spectrum part;
  for (size_t i = 0; i + 1 < all.energies.size(); ++i) {
    if (all.energies[i] < low - 1e-9 || all.energies[i + 1] > high + 1e-9) continue;
    if (part.energies.empty()) part.energies.push_back(all.energies[i]);
    part.energies.push_back(all.energies[i + 1]);
    part.density.push_back(all.density[i]);
  }
  for (size_t c = 0; c < trident.components().size(); ++c) {
    if (trident.components()[c].name != component || part.highest() <= trident.threshold(c)) continue;
    result += rate::fold(part, trident.threshold(c), [&](double energy) {
      return energy <= trident.threshold(c) ? 0.0 : trident.cross_section(c, energy).value;
    });
  }
  return result / units::femtobarn;
}

class NeutrinoEnergy : public ::testing::TestWithParam<bool> {};

TEST_P(NeutrinoEnergy, FollowsFluxTimesCrossSectionBinByBinForEveryComponent) {
  const io::RunCard card =
      card_of(process + beam + generate_section(30000, GetParam() ? "unweighted = true\n" : "unweighted = false\n") +
              energy_histogram);
  const HistogramResult result = histogram_of(card);
  EXPECT_EQ(result.content_unit, "fb");
  EXPECT_EQ(result.per, "nucleus");
  const EventSetup setup = make_event_setup(card);
  const double flux = setup.flux.flux.spectrum(setup.neutrinos.front()).integral();
  const HistogramResult::Histogram& all = result.histograms.at(0);
  ASSERT_EQ(all.components.size(), 3u);
  for (const HistogramResult::Series& series : all.components) {
    double chi2 = 0.0;
    int bins = 0;
    for (size_t bin = 0; bin < series.content.size(); ++bin) {
      const double expected = folded(setup, series.name, all.edges[bin], all.edges[bin + 1]) / flux;
      // At least some ten events, for errors that mean something.
      if (!(series.error[bin] < 0.3 * series.content[bin])) continue;
      chi2 += std::pow((series.content[bin] - expected) / series.error[bin], 2);
      ++bins;
    }
    EXPECT_GT(bins, 15) << series.name;
    EXPECT_LT(chi2, bins + 3.5 * std::sqrt(2.0 * bins)) << series.name << ", " << bins << " bins";
    EXPECT_GT(chi2, bins - 3.5 * std::sqrt(2.0 * bins)) << series.name << ", " << bins << " bins";
  }
}
INSTANTIATE_TEST_SUITE_P(Weights, NeutrinoEnergy, ::testing::Bool(),
                         [](const auto& what) { return what.param ? "unweighted" : "weighted"; });

TEST(Histogram, IntegratesToTheCrossSectionOfXsec) {
  const HistogramResult result =
      histogram_of(process + beam + generate_section(20000) + energy_histogram + R"([[histogram]]
variable = "angle_between"
min = "10 deg"
max = "30 deg"
bins = 7
unit = "deg"
)");
  XsecRequest request;
  const io::RunCard card = card_of(process + beam);
  request.process = card.process;
  request.flux = card.flux;
  const XsecResult sigma = xsec(request);
  for (const HistogramResult::Histogram& one : result.histograms) {
    EXPECT_NEAR(sum(one.content) + one.underflow + one.overflow, result.cuts.front().passed,
                1e-9 * result.cuts.front().passed);
  }
  EXPECT_GT(result.histograms.at(1).underflow, 0.0);
  EXPECT_GT(result.histograms.at(1).overflow, 0.0);
  ASSERT_EQ(sigma.rows.size(), 4u);
  for (const XsecRow& row : sigma.rows) {
    if (row.component == "total") {
      EXPECT_NEAR(result.cuts.front().passed, row.sigma_fb, 1e-3 * row.sigma_fb);
      continue;
    }
    // The total is normalised, the shares of the components are sampled.
    for (const auto& part : result.cuts.front().components) {
      if (part.name == row.component) {
        EXPECT_NEAR(part.passed, row.sigma_fb, 4.0 * part.error + 1e-3 * row.sigma_fb) << row.component;
        EXPECT_GT(part.error, 0.0);
      }
    }
  }
}

TEST(Histogram, IsNormalisedToTheEventsOfTheExposure) {
  const std::string generated = generate_section(2000) + energy_histogram;
  const HistogramResult events = histogram_of(coherent + beam + exposure + generated);
  const HistogramResult sigma = histogram_of(coherent + beam + generated);
  EXPECT_EQ(events.content_unit, "events");
  const EventSetup setup = make_event_setup(card_of(coherent + beam + exposure + generate_section(1)));
  EXPECT_NEAR(events.cuts.front().passed, *setup.expected_events, 1e-9 * *setup.expected_events);
  const double ratio = events.cuts.front().passed / sigma.cuts.front().passed;
  for (size_t bin = 0; bin < 40; ++bin) {
    EXPECT_NEAR(events.histograms[0].content[bin], ratio * sigma.histograms[0].content[bin], 1e-9 * ratio);
    EXPECT_NEAR(events.histograms[0].error[bin], ratio * sigma.histograms[0].error[bin], 1e-9 * ratio);
  }
}

TEST(Histogram, WeightedAndUnweightedEventsAgree) {
  const std::string rest = R"([[cut]]
variable = "angle_between"
max = "20 deg"
)";
  const HistogramResult one = histogram_of(simple + generate_section(20000) + rest);
  const HistogramResult other = histogram_of(simple + generate_section(40000, "unweighted = false\n") + rest);
  const auto &a = one.cuts.back().efficiency, &b = other.cuts.back().efficiency;
  EXPECT_NE(a.value, b.value);
  EXPECT_NEAR(a.value, b.value, 4.0 * std::hypot(a.error, b.error));
}

class Errors : public ::testing::TestWithParam<bool> {};

// The error that is given is the spread that independent samples show.
TEST_P(Errors, AreTheSpreadOfIndependentSamples) {
  io::RunCard card = card_of(simple + generate_section(50000) +
                             "[[cut]]\nvariable = \"angle_between\"\nmax = \"40 deg\"\n" + angle_histogram);
  card.generate.unweighted = GetParam();
  const HistogramResult many = histogram_of(card);
  card.generate.events = 2500;
  double chi2_cut = 0.0, chi2_bins = 0.0;
  int bins = 0;
  for (const std::uint64_t seed : {101, 102, 103}) {
    card.generate.seed = seed;
    const HistogramResult few = histogram_of(card);
    const auto& efficiency = few.cuts.back().efficiency;
    chi2_cut += std::pow((efficiency.value - many.cuts.back().efficiency.value) / efficiency.error, 2);
    for (size_t bin = 0; bin < many.histograms[0].content.size(); ++bin) {
      const double error = few.histograms[0].error[bin];
      if (!(error < 0.3 * few.histograms[0].content[bin])) continue;
      const double deviation = few.histograms[0].content[bin] - many.histograms[0].content[bin];
      chi2_bins += std::pow(deviation / error, 2);
      ++bins;
    }
  }
  // Quantiles of chi^2 with 3 degrees of freedom at 1e-3 from each end; 3.5 standard deviations of chi^2 for the bins.
  EXPECT_GT(chi2_cut, 0.0243);
  EXPECT_LT(chi2_cut, 16.3);
  EXPECT_GT(bins, 30);
  EXPECT_NEAR(chi2_bins, bins, 3.5 * std::sqrt(2.0 * bins));
}
INSTANTIATE_TEST_SUITE_P(Weights, Errors, ::testing::Bool(),
                         [](const auto& what) { return what.param ? "unweighted" : "weighted"; });

TEST(Histogram, SameBytesForAnyNumberOfThreads) {
  const TemporaryFolder folder;
  std::vector<std::string> texts;
  for (const int threads : {1, 3}) {
    HistogramRequest request;
    request.card = card_of(simple + generate_section(20000) + "[detector]\n" + "name = \"dune-lar-1902.08579\"\n" +
                           angle_histogram);
    request.card.generate.threads = threads;
    request.output = folder.file(std::to_string(threads) + ".csv");
    histogram(request);
    texts.push_back(io::read_text_file(request.output, "table"));
  }
  EXPECT_EQ(texts[0], texts[1]);
}

TEST(Histogram, ComponentsAddUpToTheTotal) {
  const HistogramResult result = histogram_of(process + beam + generate_section(3000) + energy_histogram + R"([[cut]]
variable = "invariant_mass"
max = "0.5 GeV"
)");
  for (size_t bin = 0; bin < 40; ++bin) {
    double parts = 0.0;
    for (const auto& series : result.histograms[0].components) parts += series.content[bin];
    EXPECT_NEAR(parts, result.histograms[0].content[bin], 1e-12 * result.cuts.front().passed);
  }
  for (const auto& step : result.cuts) {
    double parts = 0.0;
    for (const auto& part : step.components) parts += part.passed;
    EXPECT_NEAR(parts, step.passed, 1e-12 * result.cuts.front().passed);
  }
}

// Every species that the flux gives: channels with and without a neutral current have ids of their own.
TEST(Histogram, AllNeutrinosOfTheFluxAreCounted) {
  std::string all = coherent;
  all.replace(all.find("numu"), 4, "all");
  const HistogramResult result = histogram_of(all + beam + exposure + generate_section(2000) + energy_histogram);
  double expected = 0.0;
  for (const std::string neutrino : {"numu", "numubar", "nue", "nuebar"}) {
    std::string one = coherent;
    one.replace(one.find("numu"), 4, neutrino);
    expected += *make_event_setup(card_of(one + beam + exposure + generate_section(1))).expected_events;
  }
  EXPECT_NEAR(result.cuts.front().passed, expected, 1e-4 * expected);
  double parts = 0.0;
  for (const auto& part : result.cuts.front().components) parts += part.passed;
  EXPECT_NEAR(parts, expected, 1e-4 * expected);
}

TEST(Histogram, VariationsAreWhatADirectCalculationGives) {
  const std::string model = "[model]\nname = \"lmu-ltau\"\nmass = \"1 GeV\"\ncoupling = 1e-2\n";
  const std::string rest = angle_histogram + "[[cut]]\nvariable = \"angle_between\"\nmax = \"20 deg\"\n";
  const HistogramResult varied = histogram_of(simple + generate_section(20000) + R"([[generate.variation]]
name = "same"
nucleon_form_factor = "default"
[[generate.variation]]
name = "boson"
[generate.variation.model]
name = "lmu-ltau"
mass = "1 GeV"
coupling = 1e-2
)" + rest);
  const HistogramResult direct = histogram_of(simple + model + generate_section(20000) + rest);
  const HistogramResult::Histogram& histogram = varied.histograms.at(0);
  ASSERT_EQ(histogram.variations.size(), 2u);
  for (size_t bin = 0; bin < histogram.content.size(); ++bin) {
    EXPECT_NEAR(histogram.variations[0].content[bin], histogram.content[bin], 1e-10 * histogram.content[bin]);
  }
  for (const size_t step : {size_t{0}, varied.cuts.size() - 1}) {
    const auto& part = varied.cuts[step].variations.at(1);
    EXPECT_EQ(part.name, "boson");
    EXPECT_GT(part.passed, 1.2 * varied.cuts[step].passed);
    EXPECT_NEAR(part.passed, direct.cuts[step].passed, 3.0 * std::hypot(part.error, direct.cuts[step].error));
  }
}

const std::string dune_cuts = "[selection]\nname = \"dune-mumu-1902.08579\"\n";

TEST(CutFlow, NamedCutsComeBeforeThoseOfTheCard) {
  const HistogramResult result = histogram_of(simple + generate_section(3000) + dune_cuts + R"([[cut]]
variable = "visible_energy"
min = "2 GeV"
max = "5 GeV"
)");
  std::vector<std::string> names;
  for (const auto& step : result.cuts) names.push_back(step.name);
  EXPECT_EQ(names, (std::vector<std::string>{"generated", "charged leptons seen", "invariant_mass_squared < 0.2 GeV2",
                                             "angle_minus < 15 deg", "angle_plus < 15 deg", "angle_between < 20 deg",
                                             "2 GeV < visible_energy < 5 GeV"}));
  double product = 1.0;
  for (const auto& step : result.cuts) {
    ASSERT_TRUE(step.step);
    product *= step.step->value;
    EXPECT_NEAR(product, step.efficiency.value, 1e-12);
    EXPECT_NEAR(step.passed, step.efficiency.value * result.cuts[0].passed, 1e-12 * result.cuts[0].passed);
  }
  EXPECT_LT(product, 0.9);
}

TEST(CutFlow, StepsThatNothingReachesHaveNoEfficiencyOfTheirOwn) {
  const HistogramResult result = histogram_of(simple + generate_section(500) +
                                              "[[cut]]\nvariable = \"angle_between\"\nmin = \"179.999 deg\"\n"
                                              "[[cut]]\nvariable = \"angle_minus\"\nmin = \"1 deg\"\n");
  EXPECT_EQ(result.cuts.at(2).passed, 0.0);
  EXPECT_FALSE(result.cuts.at(3).step);
  EXPECT_EQ(result.cuts.at(3).efficiency.value, 0.0);
}

TEST(Detector, AResponseWrittenOutInTheCardEqualsTheNamedOne) {
  const std::string first = simple + generate_section(3000) + dune_cuts;
  const HistogramResult named = histogram_of(first + "[detector]\nname = \"dune-lar-1902.08579\"\n");
  const HistogramResult written = histogram_of(first + R"([detector]
threshold.muon = "30 MeV"
energy_resolution.muon = 0.06
angular_resolution = "1 deg"
)");
  const HistogramResult sharp = histogram_of(first);
  for (size_t step = 0; step < named.cuts.size(); ++step) EXPECT_EQ(named.cuts[step].passed, written.cuts[step].passed);
  EXPECT_NE(named.cuts.back().passed, sharp.cuts.back().passed);
  const HistogramResult changed = histogram_of(first + R"([detector]
name = "dune-lar-1902.08579"
threshold.muon = "300 MeV"
threshold_on = "true"
)");
  EXPECT_LT(changed.cuts.at(1).passed, 0.95 * named.cuts.at(1).passed);
}

TEST(Detector, EfficienciesOfParticlesMultiply) {
  const TemporaryFolder folder;
  folder.write("muons.csv", "# title: efficiency\nkinetic_energy_MeV,efficiency\n0,0.5\n200000,0.5\n");
  const std::string first = simple + generate_section(20000) + "[detector]\nefficiency.muon = ";
  const HistogramResult constant = histogram_of(card_of(first + "0.5\n"));
  const HistogramResult table = histogram_of(card_of(first + "\"muons.csv\"\n", folder.path()));
  EXPECT_NEAR(constant.cuts.at(1).efficiency.value, 0.25, 4.0 * constant.cuts.at(1).efficiency.error);
  EXPECT_EQ(constant.cuts.at(1).passed, table.cuts.at(1).passed);
  EXPECT_EQ(table.provenance.data_checksums.count("efficiency/muons.csv"), 1u);
}

TEST(Detector, EfficiencyTablesThatDoNotFitAreRefused) {
  const TemporaryFolder folder;
  folder.write("short.csv", "# title: t\nkinetic_energy_MeV,efficiency\n0,0.5\n50,0.5\n");
  folder.write("unitless.csv", "# title: t\nkinetic_energy,efficiency\n0,0.5\n50,0.5\n");
  folder.write("large.csv", "# title: t\nkinetic_energy_GeV,efficiency\n0,0.5\n50,1.5\n");
  const std::string first = simple + generate_section(500) + "[detector]\nefficiency.muon = ";
  EXPECT_NE(message_of(first + "\"short.csv\"\n", folder.path()).find("covers"), std::string::npos);
  EXPECT_NE(message_of(first + "\"unitless.csv\"\n", folder.path()).find("kinetic_energy_MeV"), std::string::npos);
  EXPECT_NE(message_of(first + "\"large.csv\"\n", folder.path()).find("1.5"), std::string::npos);
  EXPECT_NE(message_of(first + "\"none.csv\"\n", folder.path()).find("none.csv"), std::string::npos);
  EXPECT_THROW(check_names(card_of(first + "\"large.csv\"\n", folder.path())), UserError);
}

TEST(Detector, TausAreRefusedBeforeTheFirstEvent) {
  const std::string tau =
      "[process]\nneutrino = \"nutau\"\npair = \"tau-mu+\"\ntarget = \"Ar40\"\n"
      "[flux]\nenergy = \"50 GeV\"\n";
  EXPECT_THROW(check_names(card_of(tau + "[detector]\nname = \"dune-lar-1902.08579\"\n")), UserError);
  EXPECT_NO_THROW(check_names(card_of(tau + "[[cut]]\nvariable = \"energy_tau\"\nmin = \"1 GeV\"\n")));
}

TEST(HistogramTable, HoldsEveryBinWithItsParts) {
  const TemporaryFolder folder;
  HistogramRequest request;
  request.card =
      card_of(simple + generate_section(2000, "[[generate.variation]]\nname = \"a, b\"\nform_factor = \"helm\"\n") +
              energy_histogram +
              "[[histogram]]\nvariable = \"angle_minus\"\nmin = \"0 deg\"\nmax = \"30 deg\"\nbins = 6\n"
              "unit = \"deg\"\n");
  request.output = folder.file("out.csv");
  const HistogramResult result = histogram(request);
  EXPECT_EQ(result.output, request.output);
  const Table table = io::load_table_file(request.output).table;
  ASSERT_EQ(table.rows.size(), 40u + 2 + 6 + 2);
  EXPECT_EQ(table.header_value("variation_1"), "a, b");
  EXPECT_EQ(table.header_value("content_unit"), "fb per nucleus");
  const HistogramResult::Histogram& angle = result.histograms.at(1);
  for (size_t bin = 0; bin < 6; ++bin) {
    const size_t row = 43 + bin;
    EXPECT_EQ(table.rows[row][table.column("unit")], "deg");
    EXPECT_DOUBLE_EQ(table.number(row, table.column("from")), 5.0 * static_cast<double>(bin));
    EXPECT_DOUBLE_EQ(table.number(row, table.column("content")), angle.content[bin]);
    EXPECT_DOUBLE_EQ(table.number(row, table.column("error")), angle.error[bin]);
    EXPECT_DOUBLE_EQ(table.number(row, table.column("coherent")), angle.components.at(0).content[bin]);
    EXPECT_DOUBLE_EQ(table.number(row, table.column("variation_1")), angle.variations.at(0).content[bin]);
  }
  EXPECT_EQ(table.rows[42][table.column("from")], "");
  EXPECT_DOUBLE_EQ(table.number(49, table.column("content")), angle.overflow);
  EXPECT_THROW(histogram(request), UserError);  // the file exists
  request.force = true;
  EXPECT_NO_THROW(histogram(request));
}

TEST(HistogramTable, IsThereWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const std::atomic<bool> stop = true;
  HistogramRequest request;
  request.card = card_of(simple + generate_section(2000) + energy_histogram);
  request.output = folder.file("out.csv");
  request.stop = &stop;
  EXPECT_THROW(histogram(request), Interrupted);
  EXPECT_TRUE(folder.empty());
  request.stop = nullptr;
  request.output = folder.file("no/such/folder/out.csv");
  EXPECT_THROW(histogram(request), UserError);
  EXPECT_TRUE(folder.empty());
}

TEST(Histogram, CardsThatAskForNothingOrForTheImpossibleAreRefused) {
  const std::string first = process + beam + generate_section(500);
  EXPECT_NE(message_of(first).find("[[histogram]]"), std::string::npos);
  EXPECT_NE(message_of(first + "[[cut]]\nvariable = \"energy_electron\"\nmin = \"1 GeV\"\n").find("energy_electron"),
            std::string::npos);
  EXPECT_NE(message_of(first + "[[histogram]]\nvariable = \"angle_minus\"\nmin = \"0 deg\"\nmax = \"9 deg\"\nbins = 3\n"
                               "unit = \"GeV\"\n")
                .find("angle_minus"),
            std::string::npos);
}

}  // namespace
}  // namespace tridens::run
