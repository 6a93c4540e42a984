// One simulation for all couplings, against one for each; planes of fits against rates.
#include "tridens/run/decay_template.hh"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/decay_expectation.hh"

namespace tridens::run {
namespace {

const std::string prompt = "upscatter,regime=elastic,portal=vector,mediator-mass=30 MeV,dark-coupling=1.77,",
                  late = "upscatter,regime=elastic,portal=vector,mediator-mass=1 GeV,dark-coupling=1,mass=140 MeV,";

DecaySetup setup_of(const std::string& experiment) {
  DecaySetup setup = make_decay_setup(experiment, {{"neutrinos", "numu"}});
  setup.options.production = {12, 16, 1};
  setup.options.simulation.points = 1024;
  setup.options.simulation.repetitions = 8;
  return setup;
}

DecayParts parts_of(const DecaySetup& setup, const std::string& text) {
  return decay_parts(setup.experiment, setup.flux, decay_model(text, {}), setup.options.neutrinos);
}

TEST(DecayTemplates, OtherCouplingsAreWhatANewSimulationGives) {
  struct Case {
    std::string reference, other;
  };
  for (const Case& each : {Case{prompt + "mass=300 MeV,mixing=1e-7,kinetic-mixing=1e-4",
                                prompt + "mass=300 MeV,mixing=3e-6,kinetic-mixing=5e-4"},
                           Case{late + "mixing=1e-6,kinetic-mixing=1e-3", late + "mixing=1e-4,kinetic-mixing=1e-3"}}) {
    DecaySetup setup = setup_of("miniboone-showers-fhc");
    const DecayParts reference = parts_of(setup, each.reference), other = parts_of(setup, each.other);
    setup.options.simulation.width_scales = {1.0, other.particle.width / reference.particle.width};
    const DecayTemplate one(setup, reference);
    const auto change = one.change_to(other);
    ASSERT_TRUE(change);
    EXPECT_NEAR(change->width, other.particle.width / reference.particle.width, 1e-12);
    setup.options.simulation.width_scales = {1.0};
    setup.options.simulation.seed = 2;
    const DecayTemplate direct(setup, other);
    const rate::EstimatedCount again = one.events().decays->events(*change),
                               expected = direct.events().decays->events();
    EXPECT_GT(expected.count, 0.0);
    EXPECT_LT(again.error, 0.02 * again.count);
    EXPECT_NEAR(again.count, expected.count, 4.0 * std::hypot(again.error, expected.error) + 1e-4 * expected.count);
  }
}

TEST(DecayTemplates, OtherMassesAreMoreThanCouplings) {
  const DecaySetup setup = setup_of("minerva-showers-le");
  const DecayParts reference = parts_of(setup, prompt + "mass=300 MeV,mixing=1e-7,kinetic-mixing=1e-4");
  EXPECT_TRUE(coupling_change(reference, reference));
  for (const char* other : {"mass=301 MeV,mixing=1e-7,kinetic-mixing=1e-4",
                            "mass=300 MeV,mixing=1e-7,kinetic-mixing=1e-4,nature=majorana"}) {
    EXPECT_FALSE(coupling_change(reference, parts_of(setup, prompt + other))) << other;
  }
}

FittedExperiment fitted(const std::string& name) {
  io::FitParameterCard mass{"mass", "", "GeV", 0.05, 1.0, true}, mixing{"mixing", "", "", 1e-9, 1e-5, true};
  FittedExperiment result;
  result.card.name = name;
  result.card.processes = {prompt + "mass={mass} GeV,mixing={mixing},kinetic-mixing=1.6e-4"};
  result.card.change = {{"neutrinos", "numu"}, {"background", "100"}, {"background-error", "10"}};
  result.parameters = {mass, mixing};
  return result;
}

double expected_at(const ExperimentExpectation& expectation, const std::vector<double>& values) {
  double count = 0.0;
  expectation.expectation->at(values)->evaluate(nullptr, &count, nullptr);
  return count;
}

TEST(DecayExpectation, APlaneIsTheRatesOfItsPoints) {
  const ExperimentExpectation expectation = decay_expectation_of(fitted("minerva-showers-le"));
  EXPECT_EQ(expectation.statistic, "gaussian");
  EXPECT_TRUE(expectation.observed.empty());
  DecaySetup setup = make_decay_setup("minerva-showers-le", {{"neutrinos", "numu"}});
  setup.options.simulation.points = 1024;
  for (const double mixing : {1e-8, 2e-6}) {
    const auto model =
        decay_model(prompt + "mass=0.2 GeV,kinetic-mixing=1.6e-4,mixing=" + fmt::format("{}", mixing), {});
    const rate::EstimatedCount rate =
        decay_events(setup.experiment, setup.flux, model, setup.geometry, setup.options).decays->events();
    // 1 % of each by the simulation, 1 % of the coarser production.
    EXPECT_NEAR((expected_at(expectation, {0.2, mixing}) - 100.0) / rate.count, 1.0, 0.03);
  }
  // The order of points does not matter, to the last digit.
  const ExperimentExpectation again = decay_expectation_of(fitted("minerva-showers-le"));
  EXPECT_EQ(expected_at(again, {0.2, 2e-6}), expected_at(expectation, {0.2, 2e-6}));
}

TEST(DarkNeutrinoBounds, ALimitHasTheEventsThatItExcludes) {
  BoundsRequest request;
  request.plane = "dark-neutrino";
  request.names = {"minerva-le"};
  request.lowest_mass_GeV = 0.2;
  request.highest_mass_GeV = 0.4;
  request.points_per_decade = 1;
  request.settings = {{"minerva-le.events", "50"}};
  const BoundsResult result = compute_bounds(request);
  const bounds::BoundCurve& curve = result.bounds.front().curves.at(0);
  ASSERT_EQ(curve.mass.size(), 2u);
  const DecaySetup setup = make_decay_setup("minerva-showers-le", {{"neutrinos", "numu+numubar"}});
  for (size_t i = 0; i < curve.mass.size(); ++i) {
    const std::string text = fmt::format(
        "upscatter,regime=elastic,portal=vector,mediator-mass=30 MeV,dark-coupling=1.7724539,kinetic-mixing=1.65551e-4,"
        "mass={} GeV,mixing={}",
        curve.mass[i], curve.coupling[i]);
    DecayOptions options = setup.options;
    options.simulation.points = 2048;
    const double events = decay_events(setup.experiment, setup.flux, decay_model(text, {}), setup.geometry, options)
                              .decays->events()
                              .count;
    // 1 % of each by the simulation, 1 % of the coarser production.
    EXPECT_NEAR(events / 50.0, 1.0, 0.03) << curve.mass[i];
  }
}

TEST(DarkNeutrinoBounds, ExcludedEventsFollowTheirUncertainties) {
  // 4.61 of chi^2 with the events of the file: S^2 = 4.605 [d^2 + f^2 (N + S)^2], and mixings go like S.
  BoundsRequest request;
  request.plane = "dark-neutrino";
  request.names = {"minerva-me"};
  request.lowest_mass_GeV = 0.3;
  request.highest_mass_GeV = 0.31;
  request.points_per_decade = 1;
  const auto mixing_at = [&](const std::string& key, const std::string& value) {
    request.settings = {{"minerva-me." + key, value}};
    return compute_bounds(request).bounds.front().curves.at(0).coupling.at(0);
  };
  const detector::DecayCounts counts = make_decay_setup("minerva-showers-me").experiment.counts.value();
  const double unit = mixing_at("events", "1000") / 1000.0, S = mixing_at("flux-error", "0.1") / unit;
  const double d = counts.background_error, f = 0.1 * (counts.background + S);
  EXPECT_NEAR(S * S / (d * d + f * f), 4.605, 0.02);  // steps of 1e-3 in ln |U|^2
  EXPECT_THROW((void)mixing_at("flux-error", "0.5"), UserError);
}

TEST(DecayExpectation, WhatCannotBeFittedIsRefused) {
  FittedExperiment card = fitted("charm-ii-showers-rhc");  // without counts of its own
  card.card.change.erase("background");
  card.card.change.erase("background-error");
  EXPECT_THROW(decay_expectation_of(card), UserError);
  card = fitted("minerva-showers-le");
  card.card.change["efficiency"] = "{mixing}";
  EXPECT_THROW(decay_expectation_of(card), UserError);
  card = fitted("minerva-showers-le");
  card.card.nuisances = {"flux"};
  EXPECT_THROW(decay_expectation_of(card), UserError);
  card.card.nuisances = {"normalisation"};
  EXPECT_THROW(decay_expectation_of(card), UserError);  // no width
}

}  // namespace
}  // namespace tridens::run
