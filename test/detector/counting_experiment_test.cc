#include "tridens/detector/counting_experiment.hh"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

CountingExperiment events() {
  CountingExperiment experiment;
  experiment.name = "mine";
  experiment.target = "Ar";
  experiment.mass_tonnes = 75.0;
  experiment.flux = "dune-nd-fhc";
  experiment.exposure = 1.1e21;
  experiment.exposure_unit = "POT";
  experiment.pairs = {"mu-mu+"};
  experiment.backgrounds = {{"pions", "", std::nullopt, 0.1, 0.1}};
  experiment.uncertainties = {{{"normalisation", "", 0.05}, true}};
  return experiment;
}

CountingExperiment ratio() {
  CountingExperiment experiment = events();
  experiment.mass_tonnes = experiment.exposure = 0.0;
  experiment.backgrounds.clear();
  experiment.measured = CountingMeasurement{true, 0.82, 0.28, 0.28};
  return experiment;
}

TEST(CountingExperiment, CompleteOnesPass) {
  EXPECT_NO_THROW(events().check());
  EXPECT_NO_THROW(ratio().check());
  EXPECT_FALSE(events().is_ratio());
  EXPECT_TRUE(ratio().is_ratio());
}

TEST(CountingExperiment, OnlyAResponseOrCutsLookAtTheFinalState) {
  CountingExperiment experiment = events();
  EXPECT_FALSE(experiment.selects());
  experiment.cuts = {"angle_minus < 15 deg"};
  EXPECT_TRUE(experiment.selects());
}

struct Fault {
  const char* name;
  CountingExperiment (*from)();
  void (*spoil)(CountingExperiment& experiment);
  const char* message;
};

class Faults : public testing::TestWithParam<Fault> {};

TEST_P(Faults, AreRefusedWithTheirReason) {
  CountingExperiment experiment = GetParam().from();
  GetParam().spoil(experiment);
  try {
    experiment.check();
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find(GetParam().message), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Faults,
    testing::Values(
        Fault{"target", events, [](auto& e) { e.target.clear(); }, "target.material"},
        Fault{"pair", events, [](auto& e) { e.pairs.clear(); }, "trident.pair"},
        Fault{"twice", events,
              [](auto& e) {
                e.pairs = {"mu-mu+", "mu-mu+"};
              },
              "comes twice"},
        Fault{"components", events, [](auto& e) { e.components.clear(); }, "trident.components"},
        Fault{"mass", events, [](auto& e) { e.mass_tonnes = 0.0; }, "target.mass is missing"},
        Fault{"exposure", events, [](auto& e) { e.exposure = -1.0; }, "exposure is -1"},
        Fault{"half", ratio, [](auto& e) { e.mass_tonnes = 1.0; }, "only one of target.mass and [exposure]"},
        Fault{"error", ratio, [](auto& e) { e.measured->error_down = 0.0; }, "measured.error_down is 0"},
        Fault{"negative", ratio, [](auto& e) { e.measured->value = -0.1; }, "cannot be negative"},
        Fault{"fraction", events,
              [](auto& e) {
                e.measured = CountingMeasurement{false, 37.5, 0.0, 0.0};
              },
              "events are whole"},
        Fault{"empty", events, [](auto& e) { e.backgrounds[0].relative_to_signal.reset(); }, "has no number"},
        Fault{"both", events, [](auto& e) { e.backgrounds[0].events = 3.0; }, "events and relative_to_signal"},
        Fault{"below", events, [](auto& e) { e.backgrounds[0].relative_to_signal = -1.0; }, "cannot be negative"},
        Fault{"nan", events,
              [](auto& e) { e.backgrounds[0].relative_uncertainty = std::numeric_limits<double>::quiet_NaN(); },
              "relative_uncertainty of background 'pions'"},
        Fault{"of_ratio", ratio,
              [](auto& e) {
                e.backgrounds = {{"pions", "", std::nullopt, 0.1, 0.1}};
              },
              "of a ratio"},
        Fault{"zero_width", events, [](auto& e) { e.uncertainties[0].of_signal.relative = 0.0; },
              "relative of uncertainty 'normalisation'"},
        Fault{"names", events, [](auto& e) { e.uncertainties[0].of_signal.name = "pions"; }, "'pions' comes twice"}),
    [](const auto& fault) { return std::string(fault.param.name); });

}  // namespace
}  // namespace tridens::detector
