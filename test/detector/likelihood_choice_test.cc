#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/experiment.hh"

namespace tridens::detector {
namespace {

/// Two bins of energy by two of time, two backgrounds, one variation.
Experiment experiment() {
  Experiment result;
  result.name = "mine";
  result.processes = {"cevns", "nu-e"};
  result.target = "Ge";
  result.mass_tonnes = 1.0;
  result.flux = "pi-dar";
  result.exposure = 1.0;
  result.response.edges = {0.0, 1.0 * units::keV, 2.0 * units::keV};
  result.time_edges_s = {0.0, 1e-6, 2e-6};
  result.uncertainties = {{"flux", "beam", 0.1}, {"quenching", "", 0.05, {"cevns"}}};
  Background neutrons;
  neutrons.name = "neutrons";
  neutrons.events = 10.0;
  neutrons.relative_uncertainty = 0.25;
  neutrons.shape = {0.4, 0.3, 0.2, 0.1};
  Background steady = neutrons;
  steady.name = "steady";
  steady.events = 100.0;
  steady.relative_uncertainty = 0.0;
  result.backgrounds = {neutrons, steady};
  result.response_variations = {{"gain", "", 1.0, result.response},
                                {"gain", "of the amplifier", -1.0, result.response}};
  result.shape_variations = {{"tail", "tail in time", 1.0, "neutrons", {0.1, -0.1, 0.0, 0.0}}};
  result.observed = {50, 40, 20, 10};
  result.likelihood.nuisances = {"flux", "neutrons", "gain"};
  return result;
}

std::string message_of(const std::function<void(Experiment&)>& change) {
  Experiment changed = experiment();
  change(changed);
  try {
    changed.check();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

void expect_in(const std::string& text, const std::string& piece) {
  EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

FitUncertainty named(const Experiment& experiment, const std::string& name) {
  for (const FitUncertainty& one : fit_uncertainties(experiment)) {
    if (one.name == name) return one;
  }
  ADD_FAILURE() << "no " << name;
  return {};
}

TEST(LikelihoodChoice, UncertaintiesOfAFitAreThoseOfTheFileWithTheirWidths) {
  Experiment given = experiment();
  given.likelihood.radius_width = 0.03;
  given.likelihood.time_width_s = 50e-9;
  given.likelihood.widths = {{"tail", std::numeric_limits<double>::infinity()}};
  given.likelihood.ranges = {{"gain", 1.0}};
  std::vector<std::string> names;
  for (const FitUncertainty& one : fit_uncertainties(given)) names.push_back(one.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"flux", "quenching", "neutrons", "steady", "radius", "time", "gain", "tail"}));
  EXPECT_EQ(named(given, "flux").width, 0.1);
  EXPECT_EQ(named(given, "neutrons").width, 0.25);
  EXPECT_EQ(named(given, "neutrons").lower, -1.0) << "a background is not negative";
  EXPECT_EQ(named(given, "steady").width, 0.0) << "not known";
  EXPECT_EQ(named(given, "radius").width, 0.03);
  EXPECT_NEAR(named(given, "time").width, 50.0, 1e-12);
  EXPECT_EQ(named(given, "time").unit, "ns");
  EXPECT_EQ(named(given, "gain").width, 1.0);
  EXPECT_EQ(named(given, "gain").upper, 1.0);
  EXPECT_EQ(named(given, "gain").lower, -1.0);
  EXPECT_EQ(named(given, "gain").meaning, "of the amplifier");
  EXPECT_TRUE(std::isinf(named(given, "tail").width));
}

TEST(LikelihoodChoice, AnExperimentWithoutItIsFine) {
  EXPECT_EQ(message_of([](Experiment&) {}), "no error");
}

TEST(LikelihoodChoice, WhatCannotBeFittedIsRefused) {
  expect_in(message_of([](Experiment& e) { e.likelihood.nuisances = {"fluxes"}; }), "did you mean 'flux'");
  expect_in(message_of([](Experiment& e) { e.likelihood.nuisances = {"steady"}; }), "no width");
  expect_in(message_of([](Experiment& e) { e.likelihood.nuisances = {"radius"}; }), "likelihood.radius");
  expect_in(message_of([](Experiment& e) { e.likelihood.nuisances = {"time"}; }), "likelihood.time");
  expect_in(message_of([](Experiment& e) { e.likelihood.nuisances = {"flux", "flux"}; }), "twice");
  expect_in(message_of([](Experiment& e) { e.likelihood.statistic = "poison"; }), "'poisson'");
  expect_in(message_of([](Experiment& e) { e.likelihood.signal_shape = "released"; }), "no released signal");
  expect_in(message_of([](Experiment& e) { e.likelihood.widths = {{"gian", 1.0}}; }), "'gain'");
  expect_in(message_of([](Experiment& e) { e.likelihood.widths = {{"gain", -1.0}}; }), "positive");
  expect_in(message_of([](Experiment& e) { e.likelihood.ranges = {{"gain", 0.0}}; }), "positive");
  expect_in(message_of([](Experiment& e) { e.likelihood.radius_width = -0.1; }), "positive");
  expect_in(message_of([](Experiment& e) { e.likelihood.background_variance = {{"steady", 0.2}}; }), "Poisson");
  expect_in(message_of([](Experiment& e) {
              e.likelihood.statistic = "gaussian";
              e.likelihood.background_variance = {{"stady", 0.2}};
            }),
            "'steady'");
  expect_in(message_of([](Experiment& e) { e.likelihood.subtract_beam_off = true; }), "[beam_off]");
  expect_in(message_of([](Experiment& e) {
              e.likelihood.subtract_beam_off = true;
              e.beam_off = e.observed;
            }),
            "gaussian");
  expect_in(message_of([](Experiment& e) { e.uncertainties[0].name = "neutrons"; }), "names two uncertainties");
  expect_in(message_of([](Experiment& e) { e.uncertainties[1].processes = {"cevn"}; }), "'cevns'");
  expect_in(message_of([](Experiment& e) {
              e.time_edges_s.clear();
              e.backgrounds.clear();
              e.shape_variations.clear();
              e.observed.clear();
              e.likelihood.nuisances.clear();
              e.likelihood.time_width_s = 1e-9;
            }),
            "no bins of time");
}

TEST(LikelihoodChoice, WhatWouldHaveNoEffectIsRefused) {
  expect_in(message_of([](Experiment& e) { e.backgrounds[0].events = 0.0; }), "'neutrons' is of a background without");
  expect_in(message_of([](Experiment& e) { e.observed_errors = {1, 2, 3, 4}; }), "errors of the observed counts");
  expect_in(message_of([](Experiment& e) {
              e.released_signal = e.backgrounds[0];
              e.released_signal->events = 0.0;
            }),
            "released_signal.events is 0");
  expect_in(message_of([](Experiment& e) { e.response_variations[1].sigmas = 1.0; }), "'gain' with sigmas = 1 comes");
  expect_in(message_of([](Experiment& e) { e.shape_variations.push_back(e.shape_variations[0]); }), "'tail'");
  EXPECT_EQ(message_of([](Experiment& e) {
              e.shape_variations.push_back(e.shape_variations[0]);
              e.shape_variations[1].of = "steady";
            }),
            "no error");
}

TEST(LikelihoodChoice, ProfilesThatDoNotFitAreRefused) {
  const auto with_profile = [](Experiment& e) -> Background& {
    Background& background = e.backgrounds[0];
    background.profile_times_s = {0.0, 1e-6, 2e-6};
    background.profile_cumulative = {0.0, 0.7, 1.0};
    background.energy_shape = {0.7, 0.3};
    return background;
  };
  EXPECT_EQ(message_of([&](Experiment& e) { with_profile(e); }), "no error");
  expect_in(message_of([&](Experiment& e) { with_profile(e).profile_cumulative[1] = 1.2; }), "time profile");
  expect_in(message_of([&](Experiment& e) { with_profile(e).profile_times_s[1] = 3e-6; }), "time profile");
  expect_in(message_of([&](Experiment& e) { with_profile(e).energy_shape.pop_back(); }), "time profile");
}

TEST(LikelihoodChoice, AddedVariancesAreSharesOfBackgroundsAndTheCountsWithoutBeam) {
  Experiment given = experiment();
  EXPECT_TRUE(added_variances(given).empty());
  given.likelihood.background_variance = {{"steady", 0.2}};
  EXPECT_NEAR(added_variances(given)[1], 0.2 * 100.0 * 0.3, 1e-12);
  given.likelihood.subtract_beam_off = true;
  given.beam_off = {7, 7, 7, 7};
  EXPECT_NEAR(added_variances(given)[1], 6.0 + 7.0, 1e-12);
  given.beam_off_errors = {3, 3, 3, 3};
  EXPECT_NEAR(added_variances(given)[1], 6.0 + 9.0, 1e-12);
}

TEST(LikelihoodChoice, GaussianVariancesAreErrorsOrCountsAndWhatIsAdded) {
  Experiment given = experiment();
  given.likelihood.background_variance = {{"steady", 0.2}};
  EXPECT_NEAR(gaussian_variances(given)[1], 40.0 + 6.0, 1e-12);
  given.observed_errors = {1, 2, 3, 4};
  EXPECT_NEAR(gaussian_variances(given)[1], 4.0 + 6.0, 1e-12);
  given.observed_errors.clear();
  given.likelihood.background_variance.clear();
  given.observed[2] = 0.0;
  EXPECT_THROW(gaussian_variances(given), UserError);
  given.observed.clear();
  EXPECT_THROW(gaussian_variances(given), UserError);
}

}  // namespace
}  // namespace tridens::detector
