// Long calculations end once they are asked to stop: the flag is set by their own progress, so that no clock decides.
#include <gtest/gtest.h>

#include <atomic>

#include "tridens/io/output_file.hh"
#include "tridens/run/decay_setup.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

/// Sets the flag when it is told of a first piece, of more.
template <class Request>
void stop_at_first_progress(Request& request, std::atomic<bool>& stop) {
  request.stop = &stop;
  request.progress = [&stop](size_t done, size_t all) {
    EXPECT_LT(done, all);
    stop = true;
  };
}

TEST(Stop, ElasticCrossSectionsStopBetweenEnergies) {
  ElasticXsecRequest request;
  request.process.name = "cevns";
  request.process.neutrino = "numu";
  request.process.target = "CsI";
  request.energies_GeV = {0.01, 0.02, 0.03};
  std::vector<std::pair<size_t, size_t>> told;
  request.progress = [&](size_t done, size_t all) { told.emplace_back(done, all); };
  EXPECT_EQ(elastic_xsec(request).rows.size(), 3u);
  EXPECT_EQ(told, (std::vector<std::pair<size_t, size_t>>{{1, 3}, {2, 3}, {3, 3}}));
  std::atomic<bool> stop = false;
  stop_at_first_progress(request, stop);
  EXPECT_THROW((void)elastic_xsec(request), Interrupted);
}

TEST(Stop, TridentCrossSectionsStopBetweenEnergies) {
  XsecRequest request;
  request.process.name = "trident";
  request.process.neutrino = "numu";
  request.process.pair = "mu-mu+";
  request.process.target = "Ar40";
  request.energies_GeV = {5.0, 10.0};
  std::atomic<bool> stop = false;
  stop_at_first_progress(request, stop);
  EXPECT_THROW((void)xsec(request), Interrupted);
}

TEST(Stop, CrossSectionsOfOtherProcessesStopBetweenPoints) {
  ProcessXsecRequest request;
  request.process.name = "glashow";
  request.process.neutrino = "nuebar";
  request.process.target = "H2O";
  request.energies_GeV = {6.0e6, 6.3e6, 7.0e6};
  std::atomic<bool> stop = false;
  stop_at_first_progress(request, stop);
  EXPECT_THROW((void)process_xsec(request), Interrupted);
}

TEST(Stop, CountsOfATelescopeStop) {
  RateRequest request;
  request.experiment = "tambo";
  request.overrides = {{"processes", "glashow"}, {"absorption", "no"}};
  std::atomic<bool> stop = false;
  stop_at_first_progress(request, stop);
  EXPECT_THROW((void)rate(request), Interrupted);
}

TEST(Stop, DecaysStopWhileTheyAreMadeAndSimulated) {
  const std::string process = "upscatter,regime=elastic,benchmark=bertuzzo";
  DecaySetup setup = make_decay_setup("miniboone-showers-fhc", {});
  setup.options.production = {4, 4, 1};
  setup.options.simulation.points = 64;
  setup.options.simulation.repetitions = 2;
  const DecayModel model = decay_model(process, {});
  struct Stopped {};
  const auto stop = [] { throw Stopped(); };
  setup.options.simulation.checkpoint = stop;
  EXPECT_THROW((void)decay_events(setup.experiment, setup.flux, model, setup.geometry, setup.options), Stopped);
  setup.options.simulation.checkpoint = {};
  setup.options.production.checkpoint = stop;
  EXPECT_THROW((void)decay_events(setup.experiment, setup.flux, model, setup.geometry, setup.options), Stopped);
}

TEST(Stop, NoPointOfAFitIsBegunOnceTheFlagIsSet) {
  const char* coherent =
      "[model]\nname = \"nsi\"\neps_ee_dV = \"{x}\"\n[[parameter]]\nname = \"x\"\nmin = -0.3\nmax = 0.5\n"
      "[[experiment]]\nname = \"coherent-lar-2020\"\n";
  const char* decays =
      "[[parameter]]\nname = \"x\"\nmin = 1e-10\nmax = 1e-6\nscale = \"log\"\n"
      "[[experiment]]\nname = \"miniboone-showers-fhc\"\nprocesses = "
      "[\"upscatter,regime=elastic,portal=vector,mass=420 "
      "MeV,mixing={x},mediator-mass=30 MeV,dark-coupling=1.7724539,kinetic-mixing=1.65551e-4\"]\n";
  for (const char* text : {coherent, decays}) {
    std::atomic<bool> stop = false;
    FitRequest request;
    request.card = io::parse_fit_card(text, "card");
    const FitSetup setup = make_fit_setup(request.card, 1, &stop);
    const std::vector<double> nominal(setup.likelihood->nuisances().size());
    const std::vector<double> inside = interior_point(request.card.parameters);
    EXPECT_GT(setup.likelihood->expected(inside, nominal).at(0).at(0), 0.0);
    stop = true;
    EXPECT_THROW((void)setup.likelihood->expected(inside, nominal), Interrupted);
    request.stop = &stop;
    EXPECT_THROW((void)fit(request), Interrupted);
  }
}

TEST(Stop, NoCountsAreBegunOnceTheFlagIsSet) {
  const std::atomic<bool> stop = true;
  for (const char* experiment : {"coherent-lar-2020", "ccfr-trident"}) {
    RateRequest request;
    request.experiment = experiment;
    request.stop = &stop;
    EXPECT_THROW((void)rate(request), Interrupted) << experiment;
  }
}

}  // namespace
}  // namespace tridens::run
