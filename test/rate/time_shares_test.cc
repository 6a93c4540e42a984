#include "tridens/rate/time_shares.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"

namespace tridens::rate {
namespace {

using samples::us;

TEST(TimeShares, AShiftOfTheBeamIsTheOppositeShiftOfTheBinsWithoutEfficiency) {
  detector::Experiment experiment = samples::caesium_iodide();
  experiment.time_efficiency = {};
  const flux::Flux flux = samples::pion_decay_at_rest();
  const std::vector<double> moved = time_shares(experiment, flux, samples::nue, 0.07 * us);
  for (double& edge : experiment.time_edges_s) edge -= 0.07 * us;
  const std::vector<double> expected = time_shares(experiment, flux, samples::nue);
  for (size_t i = 0; i < moved.size(); ++i) EXPECT_NEAR(moved[i], expected[i], 1e-12);
  EXPECT_GT(moved[8], 0.2);
}

TEST(TimeShares, OfTheFluxAddToTheOffsetOfTheExperiment) {
  detector::Experiment experiment = samples::caesium_iodide();
  const flux::Flux flux = samples::pion_decay_at_rest();
  const std::vector<double> moved = time_shares(experiment, flux, samples::numu, 0.07 * us);
  experiment.time_offset_s = 0.07 * us;
  const std::vector<double> expected = time_shares(experiment, flux, samples::numu);
  for (size_t i = 0; i < moved.size(); ++i) EXPECT_NEAR(moved[i], expected[i], 1e-13);
}

detector::Background flat_pulse() {
  detector::Background background;
  background.name = "neutrons";
  background.profile_times_s = {0.5 * us, 0.75 * us};
  background.profile_cumulative = {0.0, 1.0};
  return background;
}

TEST(TimeShares, OfABackgroundSumToOneAndMoveOutOfTheirBins) {
  detector::Experiment experiment = samples::caesium_iodide();
  experiment.time_efficiency = {};
  const std::vector<double> nominal = time_shares(experiment, flat_pulse());
  EXPECT_NEAR(std::accumulate(nominal.begin(), nominal.end(), 0.0), 1.0, 1e-14);
  EXPECT_NEAR(nominal[4], 0.5, 1e-12);
  EXPECT_NEAR(nominal[5], 0.5, 1e-12);
  const std::vector<double> moved = time_shares(experiment, flat_pulse(), 0.025 * us);
  EXPECT_NEAR(moved[4], 0.4, 1e-12);
  EXPECT_NEAR(moved[5], 0.5, 1e-12);
  EXPECT_NEAR(moved[6], 0.1, 1e-12);
}

TEST(TimeShares, OfABackgroundLoseByTheEfficiencyOnlyWhereItActs) {
  detector::Experiment experiment = samples::caesium_iodide();
  detector::Background background = flat_pulse();
  const std::vector<double> without = time_shares(experiment, background, 1.3 * us);
  EXPECT_NEAR(std::accumulate(without.begin(), without.end(), 0.0), 1.0, 1e-12);
  background.efficiency_on_profile = true;
  const std::vector<double> with = time_shares(experiment, background, 1.3 * us);
  // exp(-0.0494 (t - 0.52 us)) averaged over [1.8, 2.05] us over [0.5, 0.75] us.
  const double rate = 0.0494, low = 0.5, high = 0.75, onset = 0.52, later = 1.3;
  const auto integral = [&](double a, double b) {
    return (std::exp(-rate * (a - onset)) - std::exp(-rate * (b - onset))) / rate;
  };
  const double expected = integral(low + later, high + later) / (onset - low + integral(onset, high));
  EXPECT_NEAR(std::accumulate(with.begin(), with.end(), 0.0), expected, 1e-9);
}

TEST(TimeShares, WithoutAProfileABackgroundCannotMove) {
  const detector::Experiment experiment = samples::caesium_iodide();
  detector::Background background = flat_pulse();
  background.profile_times_s.clear();
  EXPECT_THROW(time_shares(experiment, background), UserError);
}

TEST(Predictor, CountsInEnergyTimesSharesInTimeAreThePrediction) {
  const detector::Experiment experiment = samples::caesium_iodide();
  const flux::Flux flux = samples::pion_decay_at_rest();
  const std::vector<SignalSource> sources = samples::sources("CsI");
  const Predictor predictor(experiment, flux, sources);
  std::vector<std::shared_ptr<const process::ElasticProcess>> processes;
  for (const SignalSource& source : sources) processes.push_back(source.process_of_neutrino);
  const EnergyPrediction energy = predictor.predict_energy(processes);
  const Prediction prediction = predictor.predict();
  EXPECT_EQ(energy.relative_error, prediction.relative_error);
  const CouplingTemplates templates(predictor);
  std::vector<double> from_templates(templates.sources() * templates.energy_bins());
  std::vector<std::vector<model::ElasticChannel>> channels;
  for (const auto& process : processes) channels.push_back(process->channels());
  templates.energy_counts(channels, from_templates.data());
  for (size_t s = 0; s < sources.size(); ++s) {
    const std::vector<double> shares = time_shares(experiment, flux, processes[s]->neutrino());
    for (size_t b = 0; b < 9; ++b) {
      EXPECT_NEAR(from_templates[s * 9 + b], energy.counts[s][b], 1e-11 * energy.counts[s][b]);
      for (size_t j = 0; j < 11; ++j) {
        EXPECT_NEAR(energy.counts[s][b] * shares[j], prediction.parts[s].counts[b * 11 + j], 1e-13);
      }
    }
  }
}

TEST(CouplingTemplates, SayWhetherTheyHoldCouplings) {
  const std::vector<SignalSource> sources = samples::sources("CsI");
  const CouplingTemplates templates(Predictor(samples::caesium_iodide(), samples::pion_decay_at_rest(), sources));
  std::vector<std::vector<model::ElasticChannel>> channels;
  for (const SignalSource& source : sources) channels.push_back(source.process_of_neutrino->channels());
  EXPECT_TRUE(templates.hold(channels));
  channels[1].front().terms.front().propagator = model::exchange(0.1);
  EXPECT_FALSE(templates.hold(channels));
  channels.pop_back();
  EXPECT_FALSE(templates.hold(channels));
}

}  // namespace
}  // namespace tridens::rate
