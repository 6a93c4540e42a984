#include "tridens/event/analysis.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "sample.hh"
#include "tridens/base/error.hh"

namespace tridens::event {
namespace {

HistogramRequest request(std::string name, std::string_view x, Axis axis, Stage stage = Stage::selected) {
  return {std::move(name), &variable(x), std::move(axis), nullptr, std::nullopt, stage};
}

AnalysisPlan dimuon_plan() {
  AnalysisPlan plan;
  plan.response = detector::make_response("dune-lar-1902.08579");
  plan.selection = make_selection("dune-mumu-1902.08579");
  plan.histograms = {request("true energy", "pair_energy", Axis::regular(20, 0.0, 5.0), Stage::generated),
                     request("seen energy", "pair_energy", Axis::regular(20, 0.0, 5.0), Stage::seen),
                     request("energy", "pair_energy", Axis::regular(20, 0.0, 5.0))};
  HistogramRequest plane = request("plane", "angle_minus", Axis::regular(6, 0.0, 0.3));
  plane.y = &variable("angle_plus");
  plane.y_axis = Axis::regular(6, 0.0, 0.3);
  plan.histograms.push_back(plane);
  plan.final_states = {{14, 13, -13, 1000180400}, {14, 13, -13, 2212}};
  return plan;
}

void make_events(std::uint64_t first, size_t count, std::vector<Event>& events) {
  events.clear();
  for (std::uint64_t i = first; i < first + count; ++i) {
    events.push_back(sample::trident(i, 13, -13, i % 3 == 0 ? 2212 : 1000180400));
  }
}

TEST(Analysis, GivesTheSameBitsForAnyNumberOfThreads) {
  const Analysis analysis(dimuon_plan());
  const std::uint64_t count = 20000;
  const AnalysisResult one = analyse(analysis, count, 1, make_events);
  for (unsigned threads : {2u, 5u}) {
    const AnalysisResult many = analyse(analysis, count, threads, make_events);
    ASSERT_EQ(one.by_process.size(), 2u);
    for (const auto& [id, sets] : one.by_process) {
      EXPECT_EQ(sets[0].histograms, many.by_process.at(id)[0].histograms);
      EXPECT_EQ(sets[0].cut_flow.stages, many.by_process.at(id)[0].cut_flow.stages);
    }
  }
}

TEST(Analysis, LosesNoWeightBetweenCutFlowAndHistograms) {
  const Analysis analysis(dimuon_plan());
  const AnalysisResult result = analyse(analysis, 5000, 2, make_events);
  double all = 0.0;
  std::vector<Event> events;
  make_events(0, 5000, events);
  for (const Event& event : events) all += event.weight;
  const Distributions total = result.total()[0];
  const std::vector<BinContent>& stages = total.cut_flow.stages;
  EXPECT_NEAR(stages[0].sum_of_weights, all, 1e-9 * all);
  EXPECT_NEAR(total.histograms[0].total().sum_of_weights, all, 1e-9 * all);
  EXPECT_NEAR(total.histograms[1].total().sum_of_weights, stages[1].sum_of_weights, 1e-9 * all);
  EXPECT_NEAR(total.histograms[2].total().sum_of_weights, stages.back().sum_of_weights, 1e-9 * all);
  EXPECT_NEAR(total.histograms[3].total().sum_of_weights, stages.back().sum_of_weights, 1e-9 * all);
  for (size_t i = 1; i < stages.size(); ++i) {
    EXPECT_LE(stages[i].entries, stages[i - 1].entries);
    EXPECT_GT(stages[i].entries, 0u);
  }
  EXPECT_LT(stages.back().entries, stages[0].entries);
}

TEST(Analysis, WithAPerfectDetectorAppliesTheCutsToTheTruth) {
  AnalysisPlan plan = dimuon_plan();
  plan.response = detector::make_response("perfect");
  const Analysis analysis(plan);
  AnalysisResult result;
  double expected = 0.0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Event event = sample::trident(i);
    analysis.add(event, result);
    const FourVector minus = event.particles[3].momentum, plus = event.particles[4].momentum;
    const double degree = std::acos(-1.0) / 180.0;
    const auto angle = [](const FourVector& a, const FourVector& b) {
      return std::acos(a.space_dot(b) / (a.momentum() * b.momentum()));
    };
    const FourVector beam{0, 0, 0, 1};
    if ((minus + plus).mass_squared() < 0.2 && angle(minus, beam) < 15 * degree && angle(plus, beam) < 15 * degree &&
        angle(minus, plus) < 20 * degree) {
      expected += event.weight;
    }
  }
  EXPECT_GT(expected, 0.0);
  EXPECT_NEAR(result.total()[0].cut_flow.stages.back().sum_of_weights, expected, 1e-9 * expected);
}

TEST(Analysis, KeepsOneSetOfDistributionsPerVariationOfTheWeight) {
  AnalysisPlan plan = dimuon_plan();
  plan.variation_count = 2;
  const Analysis analysis(plan);
  AnalysisResult result;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Event event = sample::trident(i);
    EXPECT_THROW(analysis.add(event, result), Failure);  // no variation weights
    event.variation_weights = {1.0, 0.25};
    analysis.add(event, result);
  }
  const std::vector<Distributions> total = result.total();
  ASSERT_EQ(total.size(), 3u);
  EXPECT_EQ(total[1].histograms, total[0].histograms);
  EXPECT_EQ(total[2].cut_flow.stages.back().sum_of_weights, 0.25 * total[0].cut_flow.stages.back().sum_of_weights);
}

TEST(Analysis, KeepsSelectedEventsWithTheEfficiencyOfTheExperiment) {
  AnalysisPlan plan = dimuon_plan();
  plan.selection.cuts.clear();
  plan.efficiency = {detector::Efficiency(0.3), nullptr};
  const Analysis constant(plan);
  EXPECT_EQ(constant.stages().back(), "efficiency");
  AnalysisResult result = analyse(constant, 10000, 1, make_events);
  const CutFlow flow = result.total()[0].cut_flow;
  const double kept = static_cast<double>(flow.stages[2].entries) / static_cast<double>(flow.stages[1].entries);
  EXPECT_NEAR(kept, 0.3, 4.0 * std::sqrt(0.21 / 1e4));
  EXPECT_EQ(result.total()[0].histograms[2].total().entries, flow.stages[2].entries);

  // A step in the true neutrino energy keeps exactly the events above it.
  plan.response = detector::make_response("perfect");
  plan.efficiency = {detector::Efficiency({0.0, 4.0, 4.0 + 1e-9, 100.0}, {0.0, 0.0, 1.0, 1.0}),
                     &variable("neutrino_energy")};
  plan.histograms = {request("E", "neutrino_energy", Axis({0.0, 4.0, 100.0}))};
  const AnalysisResult step = analyse(Analysis(plan), 2000, 1, make_events);
  const std::vector<double> values = step.total()[0].histograms[0].values();
  EXPECT_EQ(values[0], 0.0);
  EXPECT_GT(values[1], 0.0);
}

TEST(Analysis, CanVetoProtonsThatAreSeen) {
  AnalysisPlan plan = dimuon_plan();
  plan.selection.cuts = {parse_cut("visible_proton_kinetic_energy < 21 MeV")};
  const AnalysisResult result = analyse(Analysis(plan), 3000, 1, make_events);
  // Nuclei are not seen; the protons of the sample recoil hard, and most are.
  EXPECT_EQ(result.by_process.at(1)[0].cut_flow.stages[2], result.by_process.at(1)[0].cut_flow.stages[1]);
  EXPECT_LT(result.by_process.at(2)[0].cut_flow.efficiency(2).value, 0.6);
}

TEST(Analysis, ScalesWeightsAndErrorsTogether) {
  AnalysisResult result = analyse(Analysis(dimuon_plan()), 1000, 1, make_events), scaled = result;
  scaled.scale(4.0);
  const std::vector<double> before = result.total()[0].histograms[0].errors();
  const std::vector<double> after = scaled.total()[0].histograms[0].errors();
  for (size_t i = 0; i < before.size(); ++i) EXPECT_DOUBLE_EQ(after[i], 4.0 * before[i]);
  EXPECT_DOUBLE_EQ(scaled.total()[0].cut_flow.efficiency(3).error, result.total()[0].cut_flow.efficiency(3).error);
}

TEST(Analysis, RefusesPlansThatCannotWorkBeforeTheFirstEvent) {
  AnalysisPlan plan = dimuon_plan();
  plan.histograms.push_back(request("electron", "angle_electron", Axis::regular(2, 0.0, 1.0)));
  EXPECT_THROW(Analysis{plan}, UserError);
  plan = dimuon_plan();
  plan.histograms.push_back(plan.histograms[0]);
  EXPECT_THROW(Analysis{plan}, UserError);
  plan = dimuon_plan();
  plan.response[detector::ParticleKind::muon].angle = -1.0;
  EXPECT_THROW(Analysis{plan}, UserError);
  plan = dimuon_plan();
  plan.histograms[0].y = &variable("angle_plus");
  EXPECT_THROW(Analysis{plan}, UserError);
}

TEST(Analysis, StopsAtTheFirstBadEventWhateverTheThreads) {
  const Analysis analysis(dimuon_plan());
  const auto faulty = [](std::uint64_t first, size_t count, std::vector<Event>& events) {
    make_events(first, count, events);
    for (Event& event : events) {
      if (event.number == 9000 || event.number == 15000) event.weight = NAN;
    }
  };
  for (unsigned threads : {1u, 4u}) {
    try {
      analyse(analysis, 20000, threads, faulty);
      FAIL();
    } catch (const Failure& error) {
      EXPECT_NE(std::string(error.what()).find("event 9000"), std::string::npos) << error.what();
    }
  }
  const auto short_source = [](std::uint64_t first, size_t, std::vector<Event>& events) {
    make_events(first, 3, events);
  };
  EXPECT_THROW(analyse(analysis, 100, 2, short_source), Failure);
  EXPECT_THROW(analyse(analysis, 100, 0, make_events), UserError);
}

}  // namespace
}  // namespace tridens::event
