// Processes that their settings define, from a card or a request to cross sections, events and distributions.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <numeric>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/base/units.hh"
#include "tridens/io/nuhepmc_check.hh"
#include "tridens/io/output_file.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

io::ProcessCard glashow(const std::string& neutrino, io::Settings settings = {}, const std::string& target = "H2O") {
  io::ProcessCard card;
  card.name = "glashow";
  card.neutrino = neutrino;
  card.target = target;
  card.settings = std::move(settings);
  return card;
}

io::FluxCard power_law(const std::string& range = "min=1PeV,max=30PeV") {
  io::FluxCard flux;
  flux.analytic = "power-law,gamma=2.5," + range;
  return flux;
}

ProcessXsecRequest at(io::ProcessCard card, double energy) {
  ProcessXsecRequest request;
  request.process = std::move(card);
  request.energies_GeV = {energy};
  return request;
}

const double resonance = std::pow(constants::w_mass, 2) / (2.0 * constants::electron_mass);

TEST(ProcessXsec, StopsWhenAsked) {
  ProcessXsecRequest request = at(glashow("nuebar"), resonance);
  std::atomic<bool> stop = false;
  request.stop = &stop;
  EXPECT_EQ(process_xsec(request).rows.size(), 1u);
  stop = true;
  EXPECT_THROW(process_xsec(request), Interrupted);
}

// The folder of tables is empty: a table is started, and left at the first sign.
TEST(ProcessXsec, ATableThatIsMadeReportsItsProgressAndStops) {
  const fs::path folder = fs::path(testing::TempDir()) / "no-photon-tables";
  fs::remove_all(folder);
  fs::create_directories(folder);
  ::setenv("TRIDENS_TABLES", folder.c_str(), 1);
  io::ProcessCard card = glashow("numu", {{"pair", "e-e+"}, {"components", "coherent"}}, "O16");
  card.name = "electroweak-trident";
  ProcessXsecRequest request = at(card, 100.0);
  std::atomic<bool> stop = false;
  request.stop = &stop;
  size_t calls = 0;
  request.progress = [&](size_t done, size_t all) {
    ++calls;
    EXPECT_LT(done, all);
    stop = true;
  };
  EXPECT_THROW(process_xsec(request), Interrupted);
  ::unsetenv("TRIDENS_TABLES");
  EXPECT_EQ(calls, 1u);
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST(ProcessXsec, ComponentsAddUpAndCountTheElectronsOfTheTarget) {
  const ProcessXsecResult water = process_xsec(at(glashow("nuebar"), resonance));
  ASSERT_EQ(water.rows.size(), 1u);
  EXPECT_EQ(water.unit, "cm2");
  EXPECT_EQ(water.per, "formula unit");
  double sum = 0.0;
  for (const auto& [name, value] : water.rows[0].components) sum += value;
  EXPECT_EQ(water.rows[0].components.size(), 4u);  // both elements in each
  EXPECT_NEAR(sum / water.rows[0].value, 1.0, 1e-14);
  const double hydrogen = process_xsec(at(glashow("nuebar", {}, "H1"), resonance)).rows[0].value;
  EXPECT_NEAR(water.rows[0].value / hydrogen, 10.0, 1e-10);
}

TEST(ProcessXsec, AveragesOverAFluxResolveTheLineToOneInAThousand) {
  for (const std::string range : {"min=1PeV,max=30PeV", "min=1TeV,max=1e9GeV"}) {
    ProcessXsecRequest request;
    request.process = glashow("nuebar", {{"channel", "hadrons"}}, "H1");
    request.flux = power_law(range);
    const ProcessXsecResult result = process_xsec(request);
    // Gauss-Legendre on fine pieces in ln E.
    const ChosenFlux flux = choose_flux(*request.flux, "", "nuebar");
    const flux::Spectrum& spectrum = flux.flux.spectrum({Flavour::electron, true});
    const auto process = make_reaction(request.process, {}, {{Flavour::electron, true}}, {}).processes[0];
    const math::QuadratureRule rule = math::gauss_legendre(8);
    const double low = std::log(std::max(spectrum.lowest(), process->threshold(0))),
                 high = std::log(spectrum.highest());
    const int pieces = static_cast<int>((high - low) / 0.005);
    double sum = 0.0;
    for (int i = 0; i < pieces; ++i) {
      for (size_t k = 0; k < rule.nodes.size(); ++k) {
        const double energy = std::exp(low + (high - low) * (i + rule.nodes[k]) / pieces);
        sum += rule.weights[k] * (high - low) / pieces * energy * spectrum.at(energy) *
               process->cross_section(0, energy).value;
      }
    }
    const double expected = sum / spectrum.integral() / units::cm2;
    EXPECT_NEAR(result.rows[0].value / expected, 1.0, 3e-4) << range;
    EXPECT_LE(std::abs(result.rows[0].value - expected), 3.0 * result.rows[0].error + 1e-4 * expected) << range;
  }
}

TEST(ProcessXsec, DifferentialsIntegrateToTheTotal) {
  ProcessXsecRequest request = at(glashow("nuebar", {{"channel", "e"}}), 5e6);
  const double total = process_xsec(request).rows[0].value;
  const math::QuadratureRule rule = math::gauss_legendre(12);
  for (const double node : rule.nodes) request.points.push_back({{"y", std::to_string(node)}});
  const ProcessXsecResult result = process_xsec(request);
  ASSERT_EQ(result.rows.size(), rule.nodes.size());
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) sum += rule.weights[i] * result.rows[i].value;
  EXPECT_NEAR(sum / total, 1.0, 1e-5);  // six digits of y
  request.points = {{{"y", "1.5"}}};
  EXPECT_TRUE(process_xsec(request).rows[0].below_threshold);
}

TEST(ProcessXsec, AllMeansTheNeutrinosThatTheProcessHas) {
  const ProcessXsecResult all = process_xsec(at(glashow("all", {{"channel", "mu"}}), 1e7));
  ASSERT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(all.rows[0].neutrino, "numu");
  EXPECT_EQ(all.rows[1].neutrino, "nuebar");
  EXPECT_EQ(process_xsec(at(glashow("all"), 1e7)).rows.size(), 6u);
}

TEST(ProcessXsec, RefusesWhatTheProcessDoesNotHave) {
  EXPECT_THROW(process_xsec(at(glashow("nuebar", {{"chanel", "mu"}}), 1e7)), UserError);
  EXPECT_THROW(process_xsec(at(glashow("all", {{"channel", "muon"}}), 1e7)), UserError);
  EXPECT_THROW(process_xsec(at(glashow("numu", {{"channel", "hadrons"}}), 1e7)), UserError);
  ProcessXsecRequest request = at(glashow("nuebar", {{"channel", "e"}}), 1e7);
  request.points = {{{"x", "0.1"}}};
  EXPECT_THROW(process_xsec(request), UserError);
  request.points = {{{"y", "0.1"}, {"x", "0.1"}}};
  EXPECT_THROW(process_xsec(request), UserError);
  request.points = {{{"y", "0.1 GeV"}}};
  EXPECT_THROW(process_xsec(request), UserError);
  request.points.clear();
  request.exposure = io::ExposureCard{};
  EXPECT_THROW(process_xsec(request), UserError);
}

io::RunCard card_of(const std::string& process, const std::string& more = "") {
  return io::parse_run_card("[process]\nname = \"glashow\"\nneutrino = \"nuebar\"\n" + process +
                                "\n[flux]\nanalytic = \"power-law,gamma=2.5,min=2PeV,max=30PeV\"\n" + more,
                            "card of the test");
}

TEST(ProcessEvents, FollowTheFluxTimesTheCrossSectionThroughTheResonance) {
  const io::RunCard card = card_of("target = \"H2O\"\nchannel = \"hadrons\"", "[generate]\nevents = 40000\nseed = 3\n");
  const EventSetup setup = make_event_setup(card);
  std::vector<event::Event> events(40000);
  (void)setup.generator->generate(0, events);
  const auto inside = static_cast<double>(std::count_if(events.begin(), events.end(), [](const event::Event& event) {
    const double energy = event.particles.front().momentum.e;
    return energy > 6.2e6 && energy < 6.4e6;
  }));
  const auto part = [&](const std::string& range) {
    ProcessXsecRequest request;
    request.process = card.process;
    request.flux = power_law(range);
    const double norm = choose_flux(*request.flux, "", "nuebar").flux.spectrum({Flavour::electron, true}).integral();
    EXPECT_NEAR(norm, 1.0, 1e-6);
    // A power law between two energies has the integral (a^-1.5 - b^-1.5)/1.5 before it is normalised.
    return process_xsec(request).rows[0].value;
  };
  const auto integral = [](double low, double high) { return std::pow(low, -1.5) - std::pow(high, -1.5); };
  const double expected =
      part("min=6.2PeV,max=6.4PeV") * integral(6.2, 6.4) / (part("min=2PeV,max=30PeV") * integral(2.0, 30.0));
  const double got = inside / 40000.0;
  EXPECT_NEAR(got, expected, 4.0 * std::sqrt(expected * (1.0 - expected) / 40000.0));
}

TEST(ProcessEvents, FilesKeepTheRulesOfNuhepmc) {
  const fs::path folder = fs::temp_directory_path() / "tridens-process-events";
  fs::create_directories(folder);
  for (const std::string options : {"", "doppler = \"atomic\"\nradiation = \"initial-state\"\n"}) {
    GenerateRequest request;
    request.card = card_of("target = \"H2O\"\n" + options,
                           "[generate]\nevents = 400\noutput = \"" + (folder / "events.hepmc3").string() + "\"\n");
    request.force = true;
    const GenerateResult result = generate(request);
    EXPECT_EQ(result.events, 400u);
    const io::NuHepmcReport report = io::check_nuhepmc(folder / "events.hepmc3");
    EXPECT_TRUE(report.passed()) << io::to_string(report);
    EXPECT_EQ(report.events, 400u);
  }
  fs::remove_all(folder);
}

TEST(ProcessEvents, HadronicSystemsLeaveThePrimaryVertexAndHaveVariables) {
  HistogramRequest request;
  request.card =
      card_of("target = \"Ar40\"\nchannel = \"hadrons\"",
              "[generate]\nevents = 500\n[[histogram]]\nvariable = \"hadronic_mass\"\nmin = \"30 GeV\"\nmax = "
              "\"200 GeV\"\nbins = 17\n");
  const HistogramResult result = histogram(request);
  const HistogramResult::Histogram& masses = result.histograms[0];
  const double all = std::accumulate(masses.content.begin(), masses.content.end(), 0.0);
  // The W lies on the edge between the bins from 70 to 80 and from 80 to 90 GeV.
  EXPECT_GT(masses.content[4] + masses.content[5], 0.85 * all);
  EXPECT_GT(masses.content[5], masses.content[4]);
  EXPECT_LT(masses.underflow + masses.overflow, 0.02 * all);
}

TEST(ProcessEvents, ComponentsOfOneProcessIdAreOneColumn) {
  HistogramRequest request;
  request.card = io::parse_run_card(
      "[process]\nname = \"dis\"\nneutrino = \"numu\"\ntarget = \"H2O\"\n[flux]\nenergy = \"1 "
      "TeV\"\n[generate]\nevents = 200\n"
      "[[histogram]]\nvariable = \"inelasticity\"\nmin = \"0\"\nmax = \"1\"\nbins = 2\n",
      "the test");
  const HistogramResult::Histogram shares = histogram(request).histograms[0];
  ASSERT_EQ(shares.components.size(), 1u);
  EXPECT_EQ(shares.components[0].name, "proton + neutron");
  for (size_t i = 0; i < shares.content.size(); ++i) {
    EXPECT_DOUBLE_EQ(shares.components[0].content[i], shares.content[i]);
  }
}

TEST(ProcessCards, CheckRefusesWhatEventsWouldRefuse) {
  const auto card = [](const std::string& process, const std::string& energy) {
    return io::parse_run_card("[process]\nneutrino = \"numu\"\ntarget = \"p\"\n" + process + "[flux]\nenergy = \"" +
                                  energy + "\"\n[generate]\nevents = 1\noutput = \"a.hepmc3\"\n",
                              "the test");
  };
  EXPECT_NO_THROW(check_names(card("name = \"dis\"\n", "1 TeV")));
  EXPECT_THROW(check_names(card("name = \"dis\"\n", "10 PeV")), UserError);  // beyond the densities
  EXPECT_THROW(check_names(card("name = \"dis\"\nlowest-W = \"2 TeV\"\n", "1 TeV")), UserError);  // below threshold
  EXPECT_THROW(check_names(card("name = \"w-production\"\ninelastic = \"collinear\"\n", "100 TeV")), UserError);
  EXPECT_NO_THROW(check_names(card("name = \"w-production\"\n", "100 TeV")));
}

TEST(ProcessCards, CheckSaysWhatWasChosen) {
  const auto facts = check_names(card_of("target = \"H2O\"\ndoppler = \"atomic\""));
  const auto found =
      std::find_if(facts.begin(), facts.end(), [](const auto& fact) { return fact.first == "electrons"; });
  ASSERT_NE(found, facts.end());
  EXPECT_NE(found->second.find("Slater"), std::string::npos);
  EXPECT_THROW(check_names(card_of("target = \"H2O\"\ndoppler = \"thermal\"")), UserError);
}

TEST(Catalogue, SetsOfPartonDensitiesAreListedAndShown) {
  const std::vector<ListedSection> sections = list("parton-densities");
  ASSERT_EQ(sections.size(), 1u);
  const auto& entries = sections.front().names;
  for (const char* name : {"grv94lo", "mstw2008lo", "herapdf20nnlo"}) {
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const ListedName& one) { return one.name == name; }));
  }
  const ShowResult shown = show("mstw2008lo");
  EXPECT_EQ(shown.kind, "set of parton densities");
  const auto momentum = std::find_if(shown.lines.begin(), shown.lines.end(),
                                     [](const auto& line) { return line.first.starts_with("momentum"); });
  ASSERT_NE(momentum, shown.lines.end());
  // What lies below the lowest x is missing.
  EXPECT_NEAR(std::stod(momentum->second), 1.0, 5e-3);
}

}  // namespace
}  // namespace tridens::run
