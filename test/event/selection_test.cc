#include "tridens/event/selection.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "sample.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::event {
namespace {

TEST(Cut, ReadsWhatItWrites) {
  for (const std::string& name : selection_names()) {
    for (const Cut& cut : make_selection(name).cuts) {
      const Cut again = parse_cut(cut.text());
      EXPECT_EQ(again.variable, cut.variable);
      EXPECT_NEAR(again.maximum == cut.maximum ? 0.0 : again.maximum - cut.maximum, 0.0, 1e-12);
      EXPECT_NEAR(again.minimum == cut.minimum ? 0.0 : again.minimum - cut.minimum, 0.0, 1e-12);
    }
  }
  const Cut range = parse_cut("5 deg < angle_between <= 20 deg");
  EXPECT_DOUBLE_EQ(range.minimum, 5.0 * units::degree);
  EXPECT_DOUBLE_EQ(range.maximum, 20.0 * units::degree);
  EXPECT_EQ(range.text(), "5 deg < angle_between < 20 deg");
  EXPECT_DOUBLE_EQ(parse_cut("kinetic_energy_electron>600MeV").minimum, 0.6);
}

TEST(Cut, RefusesNonsense) {
  for (const char* text :
       {"angle_minus", "angle_minus < ", "angle_mins < 15 deg", "angle_minus < 15", "20 deg < angle_minus < 10 deg",
        "1 deg > angle_minus > 0 deg", "", "<", "< < <", "15 deg > angle_minus"}) {
    EXPECT_THROW(parse_cut(text), UserError) << text;
  }
}

// arXiv:1902.08579.
TEST(Selection, OfEachPairHasThePublishedCuts) {
  const auto texts = [](const Selection& s) {
    std::vector<std::string> all;
    for (const Cut& cut : s.cuts) all.push_back(cut.text());
    return all;
  };
  EXPECT_EQ(texts(dune_selection(13, -13)),
            (std::vector<std::string>{"invariant_mass_squared < 0.2 GeV2", "angle_minus < 15 deg",
                                      "angle_plus < 15 deg", "angle_between < 20 deg"}));
  EXPECT_EQ(texts(dune_selection(11, -11)),
            (std::vector<std::string>{"invariant_mass_squared < 0.1 GeV2", "angle_minus < 20 deg",
                                      "angle_plus < 20 deg", "angle_between < 40 deg"}));
  EXPECT_EQ(texts(dune_selection(13, -11)),
            (std::vector<std::string>{"invariant_mass_squared < 0.1 GeV2", "angle_between < 20 deg",
                                      "angle_electron < 40 deg", "angle_muon < 20 deg"}));
  EXPECT_EQ(dune_selection(11, -13).name, "dune-emu-1902.08579");
  EXPECT_THROW(dune_selection(15, -13), UserError);
  EXPECT_THROW(make_selection("dune-mumu"), UserError);
}

TEST(Selection, CountsStagesUntilTheFirstCutThatFails) {
  Selection selection;
  selection.cuts = {parse_cut("energy_minus > 0 GeV"), parse_cut("energy_minus < 0.001 GeV"),
                    parse_cut("energy_plus > 0 GeV")};
  EXPECT_EQ(selection.stages().size(), 5u);
  Kinematics k = true_kinematics(sample::trident(1));
  EXPECT_EQ(selection.stages_passed(k), 3u);
  selection.cuts.erase(selection.cuts.begin() + 1);
  EXPECT_EQ(selection.stages_passed(k), selection.stages().size());
  k.leptons[1].seen = false;
  EXPECT_EQ(selection.stages_passed(k), 1u);
}

TEST(Selection, IsCheckedAgainstTheFinalStates) {
  const std::vector<std::vector<int>> dimuon = {{14, 13, -13, 2212}};
  EXPECT_NO_THROW(make_selection("dune-mumu-1902.08579").check(dimuon));
  EXPECT_THROW(make_selection("dune-emu-1902.08579").check(dimuon), UserError);
}

TEST(CutFlow, EfficiencyErrorIsTheSpreadOfRepeatedExperiments) {
  const int experiments = 3000, events = 100;
  double sum = 0.0, squares = 0.0, predicted = 0.0;
  for (int k = 0; k < experiments; ++k) {
    RandomStream random(8, 1, static_cast<std::uint64_t>(k));
    CutFlow flow;
    flow.stages.resize(2);
    for (int i = 0; i < events; ++i) {
      const double weight = 0.2 + random.uniform();
      flow.stages[0].add(weight);
      if (random.uniform() < 0.85) flow.stages[1].add(weight);
    }
    const auto efficiency = flow.efficiency(1);
    sum += efficiency.value;
    squares += efficiency.value * efficiency.value;
    predicted += efficiency.error * efficiency.error;
  }
  const double mean = sum / experiments, variance = squares / experiments - mean * mean;
  EXPECT_NEAR(mean, 0.85, 4.0 * std::sqrt(variance / experiments));
  // The estimate itself is low by about 1/events.
  EXPECT_NEAR(predicted / experiments / variance, 1.0 - 1.0 / events, 4.0 * std::sqrt(2.0 / experiments));
  EXPECT_THROW(CutFlow{{BinContent{}}}.efficiency(0), Failure);
}

}  // namespace
}  // namespace tridens::event
