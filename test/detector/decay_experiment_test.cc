// Tables of decay probabilities against lines, and what an experiment of decays refuses.
#include "tridens/detector/decay_experiment.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

DecayExperiment tank_and_dirt() {
  DecayExperiment experiment;
  experiment.exposure = 1e20;
  experiment.exposure_unit = "POT";
  experiment.baseline_m = 541.0;
  experiment.regions = {{"tank", "CH2", Body::sphere(6.1), 0.86},
                        {"dirt", "SiO2", Body::box({20.0, 20.0, 50.0}, {0.0, 0.0, -40.0}), 2.1}};
  experiment.fiducial = Body::sphere(5.0);
  experiment.energy_edges = {0.1, 1.0, 2.0};
  return experiment;
}

TEST(DecayTables, FollowTheLines) {
  struct Case {
    Body made, decayed;
    double accuracy;
  };
  const Case cases[] = {{Body::sphere(6.1), Body::sphere(5.0), 1e-4},
                        {Body::cylinder(0.9, 2.3, BodyAxis::z), Body::cylinder(0.9, 2.3, BodyAxis::z), 1e-2},
                        {Body::box({20.0, 20.0, 50.0}, {0.0, 0.0, -40.0}), Body::sphere(5.0), 0.03}};
  for (const Case& each : cases) {
    const DecayTable table(each.made, each.decayed);
    for (const double flight : {2.0, 30.0, 1e4}) {
      for (const double angle : {0.0, 0.06, 0.22, 0.42}) {
        const double expected = decay_probability(each.made, each.decayed, angle, flight, 16, 12);
        EXPECT_NEAR(table.probability(flight, angle) / expected, 1.0, each.accuracy) << flight << " " << angle;
      }
    }
  }
}

TEST(DecayTables, EndInTheLimitsOfShortAndLongLives) {
  const DecayTable inside(Body::box({2.0, 2.0, 4.0}), Body::box({1.0, 2.0, 3.0}));
  for (const double angle : {0.0, 0.3}) {
    EXPECT_NEAR(inside.probability(1e-12, angle), 6.0 / 16.0, 2e-4);
    EXPECT_NEAR(inside.probability(1e9, angle) / inside.probability(1e11, angle), 100.0, 1e-6);
  }
  const DecayTable dirt(Body::box({20.0, 20.0, 50.0}, {0.0, 0.0, -40.0}), Body::sphere(5.0));
  EXPECT_LT(dirt.probability(0.01, 0.0), 1e-300);
  EXPECT_EQ(dirt.probability(10.0, 3.1415926535), 0.0);
  EXPECT_THROW(dirt.probability(0.0, 0.0), UserError);
}

TEST(DecayExperiments, FluxFallsWithTheSquareOfTheDistance) {
  const DecayExperiment experiment = tank_and_dirt();
  EXPECT_NO_THROW(experiment.check());
  EXPECT_EQ(experiment.flux_factor(experiment.regions[0]), 1.0);
  EXPECT_NEAR(experiment.flux_factor(experiment.regions[1]), std::pow(541.0 / 501.0, 2), 1e-12);
}

TEST(DecayExperiments, WhatCannotBeIsRefused) {
  const auto refused = [](const auto& change) {
    DecayExperiment experiment = tank_and_dirt();
    change(experiment);
    EXPECT_THROW(experiment.check(), UserError);
  };
  refused([](DecayExperiment& e) { e.regions.clear(); });
  refused([](DecayExperiment& e) { e.exposure = 0.0; });
  refused([](DecayExperiment& e) { e.baseline_m = 50.0; });  // the dirt would reach the source
  refused([](DecayExperiment& e) { e.regions[0].density = 0.0; });
  refused([](DecayExperiment& e) { e.regions[1].name = "tank"; });
  refused([](DecayExperiment& e) { e.regions[1].body = Body::box({20.0, 20.0, 50.0}, {0.0, 0.0, -30.0}); });
  refused([](DecayExperiment& e) { e.energy_edges = {1.0, 1.0}; });
  refused([](DecayExperiment& e) { e.counts = DecayCounts{-1.0, 0.0, 0.0}; });
  refused([](DecayExperiment& e) { e.analysis.efficiency = 1.1; });
}

}  // namespace
}  // namespace tridens::detector
