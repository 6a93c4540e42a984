// Counts with nuisances against the predictor at the same point: another experiment, another form factor, another beam.
#include "tridens/inference/elastic_expectation.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <thread>

#include "../rate/elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/rate/time_shares.hh"

namespace tridens::inference {
namespace {

namespace samples = rate::samples;
using Channels = ElasticSetup::Channels;
using Values = std::vector<double>;

constexpr double infinity = std::numeric_limits<double>::infinity();
const std::string nominal_form_factor = "klein-nystrand";

/// CEvNS and electrons of the three neutrinos.
std::vector<rate::SignalSource> sources(const std::string& form_factor = nominal_form_factor,
                                        const model::Model* model = nullptr) {
  std::vector<rate::SignalSource> result;
  for (const Neutrino neutrino : {samples::numu, samples::nue, samples::numubar}) {
    const auto channels = model ? model::elastic_channels(*model, neutrino) : samples::standard_channels(neutrino);
    result.push_back({"cevns", samples::cevns(neutrino, "CsI", channels, form_factor)});
    process::NuElectronOptions electron;
    electron.neutrino = neutrino;
    electron.channels = channels;
    electron.target = matter::material("CsI");
    result.push_back({"nu-e", process::make_nu_electron(electron)});
  }
  return result;
}

Channels channels_of(const std::vector<rate::SignalSource>& sources) {
  Channels result;
  for (const rate::SignalSource& source : sources) result.push_back(source.process_of_neutrino->channels());
  return result;
}

/// A background that follows the beam: a triangle around 0.7 us, with the efficiency.
detector::Background moving_background(const detector::Experiment& experiment) {
  detector::Background background;
  background.name = "neutrons";
  background.title = "neutrons";
  background.events = 40.0;
  background.relative_uncertainty = 0.25;
  double sum = 0.0;
  for (int i = 0; i <= 60; ++i) {
    background.profile_times_s.push_back((0.4 + 0.01 * i) * samples::us);
    background.profile_cumulative.push_back(sum);
    sum += 1.0 - std::abs(i - 29.5) / 30.0;
  }
  for (double& value : background.profile_cumulative) value /= sum;
  background.efficiency_on_profile = true;
  background.energy_shape = Values(experiment.energy_bins(), 1.0 / static_cast<double>(experiment.energy_bins()));
  const Values shares = rate::time_shares(experiment, background);
  for (const double energy : background.energy_shape) {
    for (const double share : shares) background.shape.push_back(energy * share);
  }
  return background;
}

detector::Experiment experiment() {
  detector::Experiment result = samples::caesium_iodide();
  result.processes = {"cevns", "nu-e"};
  result.uncertainties = {{"flux", "flux", 0.1}, {"quenching", "quenching", 0.04, {"cevns"}}};
  result.backgrounds.push_back(moving_background(result));
  detector::Background steady;
  steady.name = "steady";
  steady.events = 1200.0;
  steady.relative_uncertainty = 0.02;
  steady.shape.assign(result.bins(), 1.0 / static_cast<double>(result.bins()));
  result.backgrounds.push_back(steady);
  for (const double sigmas : {1.0, -1.0}) {
    detector::ResponseVariation variation{"efficiency", "efficiency", sigmas, result.response};
    variation.response.efficiencies = {detector::make_efficiency(
        sigmas > 0.0 ? "logistic,a=1.3439,b=0.285366,c=9.84596,d=-0.356364"
                     : "logistic,a=1.297,b=0.286592,c=11.8832,d=-0.31028",
        detector::EfficiencyAxis::photoelectrons, detector::RecoilEfficiency::Of::observable)};
    result.response_variations.push_back(std::move(variation));
  }
  for (const double sigmas : {1.0, -1.0}) {
    detector::ShapeVariation tilt{"tilt", "tilt in time", sigmas, "steady", {}};
    for (size_t bin = 0; bin < result.bins(); ++bin) {
      const double x = static_cast<double>(bin % result.time_bins()) - 5.0;
      tilt.relative.push_back(sigmas > 0.0 ? 0.02 * x : -0.03 * x);
    }
    result.shape_variations.push_back(tilt);
  }
  detector::ShapeVariation one_sided{"signal-time", "mean time", 1.0, "signal", Values(result.bins(), 0.1)};
  one_sided.relative[3] = -0.4;
  result.shape_variations.push_back(one_sided);
  result.likelihood.radius_width = 0.05;
  result.likelihood.time_width_s = 30e-9;
  return result;
}

const std::vector<std::string> all_nuisances = {"flux", "quenching",  "neutrons", "steady",     "radius",
                                                "time", "efficiency", "tilt",     "signal-time"};
enum Index : size_t { flux, quenching, neutrons, steady, radius, shift, efficiency, tilt, signal_time };

ElasticSetup setup(const std::vector<std::string>& nuisances = all_nuisances) {
  ElasticSetup result;
  result.experiment = experiment();
  result.flux = samples::pion_decay_at_rest();
  result.sources = sources();
  for (const double change : {-0.05, 0.05}) {
    result.variations.push_back(
        {"radius", change, sources(nominal_form_factor + ",radius_scale=" + std::to_string(1.0 + change))});
  }
  result.nuisances = nuisances;
  return result;
}

ElasticExpectation expectation(ElasticSetup setup) {
  const Channels channels = channels_of(setup.sources);
  return {std::move(setup), [channels](const Values&) { return channels; }};
}

std::shared_ptr<const ElasticExpectation> shared_expectation(ElasticSetup setup) {
  const Channels channels = channels_of(setup.sources);
  return std::make_shared<const ElasticExpectation>(std::move(setup), [channels](const Values&) { return channels; });
}

const ElasticExpectation& whole() {
  static const ElasticExpectation result = expectation(setup());
  return result;
}

Values counts(const ElasticExpectation& expectation, const Values& nuisances, const Values& parameters = {}) {
  Values result(expectation.bins());
  expectation.at(parameters)->evaluate(nuisances.data(), result.data(), nullptr);
  return result;
}

Values at_one(size_t nuisance, double value) {
  Values result(all_nuisances.size());
  result[nuisance] = value;
  return result;
}

Values sum(const Values& a, const Values& b) {
  Values result = a;
  std::ranges::transform(result, b, result.begin(), std::plus<>{});
  return result;
}

void expect_near(const Values& ours, const Values& theirs, double relative) {
  ASSERT_EQ(ours.size(), theirs.size());
  const double largest = *std::ranges::max_element(theirs);
  for (size_t bin = 0; bin < ours.size(); ++bin) {
    EXPECT_NEAR(ours[bin], theirs[bin], relative * std::max(std::abs(theirs[bin]), 1e-3 * largest)) << "bin " << bin;
  }
}

rate::Prediction prediction(const detector::Experiment& experiment,
                            const std::string& form_factor = nominal_form_factor) {
  return rate::Predictor(experiment, samples::pion_decay_at_rest(), sources(form_factor)).predict();
}

Values total(const rate::Prediction& prediction) {
  return sum(prediction.signal(), prediction.background());
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ElasticExpectation, AtNominalNuisancesIsThePrediction) {
  expect_near(counts(whole(), Values(all_nuisances.size())), total(prediction(experiment())), 1e-11);
}

TEST(ElasticExpectation, DerivativesAreThoseOfTheCounts) {
  const auto here = whole().at({});
  const size_t size = all_nuisances.size(), bins = whole().bins();
  for (const Values& place : {Values{0.05, -0.02, 0.1, 0.01, 0.02, 33.3, 0.4, -0.6, 0.7},
                              Values{-0.2, 0.1, -0.3, 0.02, 0.13, -141.7, 1.9, 2.3, -0.4},
                              Values{0.1, 0.03, 0.2, -0.02, -0.08, 612.0, -1.4, -1.7, 0.2}}) {
    Values values(bins), derivatives(bins * size), above(bins), below(bins);
    here->evaluate(place.data(), values.data(), derivatives.data());
    for (size_t k = 0; k < size; ++k) {
      const double step = k == shift ? 1e-2 : 1e-5;
      Values moved = place;
      moved[k] += step;
      here->evaluate(moved.data(), above.data(), nullptr);
      moved[k] -= 2.0 * step;
      here->evaluate(moved.data(), below.data(), nullptr);
      for (size_t bin = 0; bin < bins; ++bin) {
        const double numeric = (above[bin] - below[bin]) / (2.0 * step);
        EXPECT_NEAR(derivatives[bin * size + k], numeric, 1e-6 * std::abs(numeric) + 1e-7 * std::abs(values[bin]))
            << all_nuisances[k] << ", bin " << bin;
      }
    }
  }
}

TEST(ElasticExpectation, DerivativesAreContinuousWhereTheVariationsEnd) {
  const auto here = whole().at({});
  const size_t size = all_nuisances.size(), bins = whole().bins();
  for (const auto& [nuisance, end] : std::vector<std::pair<size_t, double>>{{efficiency, 1.0},
                                                                            {efficiency, -1.0},
                                                                            {radius, 0.05},
                                                                            {radius, -0.05},
                                                                            {tilt, 1.0},
                                                                            {shift, 500.0},
                                                                            {shift, 35.0}}) {
    Values values(bins), before(bins * size), after(bins * size);
    const double step = 1e-9 * std::abs(end);
    here->evaluate(at_one(nuisance, end - step).data(), values.data(), before.data());
    here->evaluate(at_one(nuisance, end + step).data(), values.data(), after.data());
    for (size_t i = nuisance; i < before.size(); i += size)
      EXPECT_NEAR(before[i], after[i], 1e-6 * std::abs(after[i]) + 1e-9);
  }
}

TEST(ElasticExpectation, NormalisationsAddOnTheProcessesThatTheyActOn) {
  const rate::Prediction nominal = prediction(experiment());
  const Values ours = counts(whole(), sum(sum(at_one(flux, 0.2), at_one(quenching, 0.1)), at_one(steady, -0.03)));
  Values expected(ours.size());
  for (const rate::Prediction::Part& part : nominal.parts) {
    const double factor = part.name.starts_with("cevns")  ? 1.3
                          : part.name.starts_with("nu-e") ? 1.2
                          : part.name == "steady"         ? 0.97
                                                          : 1.0;
    for (size_t bin = 0; bin < expected.size(); ++bin) expected[bin] += factor * part.counts[bin];
  }
  expect_near(ours, expected, 1e-11);
}

TEST(ElasticExpectation, AShiftInTimeIsALaterBeamUnderTheSameEfficiency) {
  // Exact at the nodes of 5 ns; between them as smooth as the histogram of arrival times, here in steps of 10 ns.
  for (const auto& [ns, tolerance] :
       std::vector<std::pair<double, double>>{{-185.0, 1e-10}, {70.0, 1e-10}, {12.5, 5e-5}, {335.7, 5e-5}}) {
    detector::Experiment late = experiment();
    late.time_offset_s = ns * 1e-9;
    Values expected = prediction(late).signal();
    for (const detector::Background& background : late.backgrounds) {
      detector::Background moved = background;
      if (!moved.profile_times_s.empty()) {
        for (double& time : moved.profile_times_s) time += ns * 1e-9;
        // Counts per event of the beam, which stay normalised at the nominal time.
        const Values now = rate::time_shares(late, background, ns * 1e-9);
        for (size_t bin = 0; bin < moved.shape.size(); ++bin) {
          moved.shape[bin] = moved.energy_shape[bin / 11] * now[bin % 11];
        }
      }
      for (size_t bin = 0; bin < expected.size(); ++bin) expected[bin] += background.events * moved.shape[bin];
    }
    expect_near(counts(whole(), at_one(shift, ns)), expected, tolerance);
  }
}

TEST(ElasticExpectation, BeyondTheSearchedShiftsTheCountsGoOnStraight) {
  const Values a = counts(whole(), at_one(shift, 500.0)), b = counts(whole(), at_one(shift, 540.0)),
               c = counts(whole(), at_one(shift, 580.0));
  for (size_t bin = 0; bin < a.size(); ++bin) EXPECT_NEAR(a[bin] + c[bin], 2.0 * b[bin], 1e-9 * std::abs(b[bin]));
}

TEST(ElasticExpectation, AtAVariationIsThePredictionWithIt) {
  for (const double change : {-0.05, 0.05}) {
    const std::string scaled = nominal_form_factor + ",radius_scale=" + std::to_string(1.0 + change);
    expect_near(counts(whole(), at_one(radius, change)), total(prediction(experiment(), scaled)), 1e-10);
  }
  for (const detector::ResponseVariation& variation : experiment().response_variations) {
    detector::Experiment varied = experiment();
    varied.response = variation.response;
    expect_near(counts(whole(), at_one(efficiency, variation.sigmas)), total(prediction(varied)), 1e-10);
  }
}

TEST(ElasticExpectation, BetweenVariationsIsCloseToThePredictionThere) {
  const Values exact = total(prediction(experiment(), nominal_form_factor + ",radius_scale=1.02"));
  expect_near(counts(whole(), at_one(radius, 0.02)), exact, 2e-4);
}

TEST(ElasticExpectation, ShapeVariationsAreRelativeChangesOfTheirPart) {
  const rate::Prediction nominal = prediction(experiment());
  const detector::Experiment given = experiment();
  for (const detector::ShapeVariation& variation : given.shape_variations) {
    const size_t nuisance = variation.uncertainty == "tilt" ? tilt : signal_time;
    const Values part = variation.of == "signal" ? nominal.signal() : nominal.parts.back().counts;
    Values expected = total(nominal), half = expected;
    for (size_t bin = 0; bin < expected.size(); ++bin) {
      expected[bin] += part[bin] * variation.relative[bin];
      half[bin] += part[bin] * 0.5 * variation.relative[bin];
    }
    expect_near(counts(whole(), at_one(nuisance, variation.sigmas)), expected, 1e-11);
    if (variation.uncertainty == "signal-time") expect_near(counts(whole(), at_one(nuisance, 0.5)), half, 1e-11);
  }
  // Parabola through +1: 0.02 x, 0: 0, -1: -0.03 x, that is 0.025 x v - 0.005 x v^2.
  Values expected = total(nominal);
  for (size_t bin = 0; bin < expected.size(); ++bin) {
    const double x = static_cast<double>(bin % given.time_bins()) - 5.0;
    expected[bin] += nominal.parts.back().counts[bin] * x * (0.025 * 0.6 - 0.005 * 0.36);
  }
  expect_near(counts(whole(), at_one(tilt, 0.6)), expected, 1e-11);
}

TEST(ElasticExpectation, WithoutTheNuisanceOfTimeNothingMoves) {
  const ElasticExpectation fixed = expectation(setup({"flux", "neutrons"}));
  EXPECT_EQ(fixed.nuisances().size(), 2u);
  expect_near(counts(fixed, {0.0, 0.0}), total(prediction(experiment())), 1e-11);
}

TEST(ElasticExpectation, OtherMassesOfAMediatorAreIntegratedAnew) {
  const auto model = [](double mass_MeV, double coupling) {
    return model::make_model("light-vector",
                             {{"mass", std::to_string(mass_MeV) + " MeV"}, {"g", std::to_string(coupling)}});
  };
  ElasticSetup own = setup({"flux", "efficiency"});
  own.sources = sources(nominal_form_factor, model(30.0, 1e-4).get());
  own.variations.clear();
  const ElasticExpectation fit(
      own, [&](const Values& p) { return channels_of(sources(nominal_form_factor, model(p[0], p[1]).get())); });
  for (const Values& point : {Values{30.0, 3e-4}, Values{50.0, 2e-4}, Values{0.3, 2e-5}}) {
    const rate::Predictor there(own.experiment, own.flux,
                                sources(nominal_form_factor, model(point[0], point[1]).get()));
    expect_near(counts(fit, {0.0, 0.0}, point), total(there.predict()), 1e-4);
  }
}

TEST(ElasticExpectation, OutgoingStatesThatTheSourcesLackAreRefused) {
  ElasticSetup own = setup({"flux"});
  const Channels standard = channels_of(own.sources);
  const ElasticExpectation fit(own, [standard](const Values&) {
    Channels result = standard;
    result[0].push_back({model::outgoing(samples::nue), standard[0].front().terms});
    return result;
  });
  EXPECT_NE(message_of([&] { fit.at({}); }).find("nue"), std::string::npos);
}

TEST(ElasticExpectation, TheReleasedSignalIsThatOfTheStandardModelAndScalesWithTheCouplings) {
  ElasticSetup own = setup({"flux"});
  own.experiment.processes = {"cevns"};
  own.experiment.backgrounds.clear();
  own.experiment.shape_variations.clear();
  own.sources = samples::sources("CsI");
  detector::Background released;
  released.events = 250.0;
  const Values computed = rate::Predictor(own.experiment, own.flux, own.sources).predict().signal();
  for (size_t bin = 0; bin < computed.size(); ++bin) {
    released.shape.push_back(computed[bin] * (1.0 + 0.1 * std::sin(static_cast<double>(bin))));
  }
  const double all = std::accumulate(released.shape.begin(), released.shape.end(), 0.0);
  for (double& share : released.shape) share /= all;
  own.experiment.released_signal = released;
  own.experiment.likelihood.signal_shape = "released";
  const Channels standard = channels_of(own.sources);
  const auto couplings = [standard](const Values& p) {
    Channels result = standard;
    for (auto& channels : result) {
      for (auto& channel : channels) {
        for (auto& term : channel.terms) {
          term.proton *= p[0];
          term.neutron *= p[0];
        }
      }
    }
    return result;
  };
  EXPECT_NE(message_of([&] { ElasticExpectation(own, couplings); }).find("Standard Model"), std::string::npos);
  own.standard = standard;
  const ElasticExpectation fit(own, couplings);
  Values expected = released.shape;
  for (double& count : expected) count *= released.events;
  expect_near(counts(fit, {0.0}, {1.0}), expected, 1e-11);
  for (double& count : expected) count *= 4.0;
  expect_near(counts(fit, {0.0}, {2.0}), expected, 1e-11);
}

TEST(ElasticExpectation, CountsWithoutBeamAreABackgroundWhereTheyAreSubtracted) {
  ElasticSetup own = setup({"flux"});
  own.experiment.beam_off.assign(own.experiment.bins(), 3.0);
  own.experiment.likelihood.statistic = "gaussian";
  own.experiment.likelihood.subtract_beam_off = true;
  Values expected = total(prediction(experiment()));
  for (double& count : expected) count += 3.0;
  expect_near(counts(expectation(own), {0.0}), expected, 1e-11);
}

TEST(ElasticExpectation, NamesAndWidthsAreThoseOfTheExperimentUnlessTheFitGivesOthers) {
  ElasticSetup own = setup({"flux", "radius", "time", "efficiency"});
  own.widths = {{"efficiency", infinity}, {"flux", 0.02}};
  own.common_names = {{"flux", "sns"}};
  const ElasticExpectation fit = expectation(own);
  const std::vector<Nuisance>& nuisances = fit.nuisances();
  EXPECT_EQ(nuisances[0].name, "sns");
  EXPECT_EQ(nuisances[0].width, 0.02);
  EXPECT_EQ(nuisances[1].name, "csi.radius");
  EXPECT_EQ(nuisances[1].width, 0.05);
  EXPECT_NEAR(nuisances[2].width, 30.0, 1e-12);
  EXPECT_EQ(nuisances[2].unit, "ns");
  EXPECT_FALSE(nuisances[3].constrained());
}

TEST(ElasticExpectation, NuisancesThatMakeNoSenseAreRefused) {
  const auto message = [](const std::vector<std::string>& nuisances, const std::function<void(ElasticSetup&)>& change) {
    ElasticSetup own = setup(nuisances);
    change(own);
    return message_of([&] { expectation(own); });
  };
  const auto nothing = [](ElasticSetup&) {};
  EXPECT_NE(message({"neutron"}, nothing).find("neutrons"), std::string::npos);
  EXPECT_NE(message({"flux"}, [](ElasticSetup& s) { s.widths["fluxx"] = 0.1; }).find("flux"), std::string::npos);
  EXPECT_NE(message({"steady"}, [](ElasticSetup& s) { s.experiment.backgrounds[1].relative_uncertainty = 0.0; })
                .find("no width"),
            std::string::npos);
  EXPECT_NE(message({"radius"}, [](ElasticSetup& s) { s.variations.clear(); }).find("changes nothing"),
            std::string::npos);
  EXPECT_NE(message({"flux", "steady"},
                    [](ElasticSetup& s) {
                      s.common_names = {{"flux", "a"}, {"steady", "a"}};
                    })
                .find("two nuisances"),
            std::string::npos);
  EXPECT_NE(message({"radius"},
                    [](ElasticSetup& s) {
                      s.variations.push_back({"radius", 0.1, s.sources});
                    })
                .find("either side"),
            std::string::npos);
}

TEST(ElasticExpectation, SharesOfSeveralFluxesAddUpOverOneBackground) {
  const auto single = shared_expectation(setup());
  ElasticSetup more = setup();
  for (auto& [pdg, spectrum] : more.flux.spectra) {
    for (double& density : spectrum.density) density *= 3.0;
  }
  const auto triple = shared_expectation(std::move(more));
  Values moved(all_nuisances.size());
  moved[flux] = 0.05;
  moved[radius] = 0.03;
  moved[efficiency] = -0.5;
  moved[shift] = 10.0;
  const Values one = counts(*single, moved), three = counts(*triple, moved);
  Values both(single->bins()), expected(single->bins());
  ElasticExpectation::superposed({{0.25, single}, {0.5, triple}}, {})->evaluate(moved.data(), both.data(), nullptr);
  // 0.25 + 0.5 x 3 = 1.75 signals = 1 + 0.375 x (3 - 1)
  for (size_t bin = 0; bin < both.size(); ++bin) expected[bin] = one[bin] + 0.375 * (three[bin] - one[bin]);
  expect_near(both, expected, 1e-9);
}

TEST(ElasticExpectation, SharesThatDoNotFitTogetherAreRefused) {
  const auto all = shared_expectation(setup());
  const auto fewer = shared_expectation(setup({"flux"}));
  EXPECT_THROW(ElasticExpectation::superposed({{0.5, all}, {0.5, fewer}}, {}), Failure);
  EXPECT_THROW(ElasticExpectation::superposed({}, {}), Failure);
}

TEST(ElasticExpectation, OneExpectationServesSeveralThreads) {
  std::vector<Values> results(4);
  std::vector<std::thread> threads;
  for (Values& result : results) {
    threads.emplace_back([&result] { result = counts(whole(), at_one(radius, 0.03)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Values& result : results) EXPECT_EQ(result, results.front());
}

}  // namespace
}  // namespace tridens::inference
