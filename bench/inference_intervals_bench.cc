// Contours of a plane, intervals of profiles and toys. Every toy is a fit with the starts of the data, and nothing but
// profiles costs: the number of profiles per second is the figure to watch.
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>

#include "tridens/inference/contour.hh"
#include "tridens/inference/feldman_cousins.hh"
#include "tridens/inference/interval.hh"

namespace tridens::inference {
namespace {

/// A degenerate band of 200 x 200 points.
void contours_of_a_plane(benchmark::State& state) {
  const size_t points = 200;
  std::vector<double> x, z;
  for (size_t i = 0; i < points; ++i) x.push_back(-1.0 + 2.0 * static_cast<double>(i) / (points - 1));
  for (const double a : x) {
    for (const double b : x) z.push_back(std::pow(((a + 0.9 * b) * (a + 0.9 * b - 0.4) - 0.01) / 0.02, 2));
  }
  size_t lines = 0;
  for (auto _ : state) {
    lines = 0;
    for (const double level : {2.30, 4.61, 6.18}) lines += contour_lines(x, x, z, level).size();
  }
  state.counters["lines"] = static_cast<double>(lines);
}
BENCHMARK(contours_of_a_plane)->Name("inference/contours of 200 x 200 points")->Unit(benchmark::kMillisecond);

/// 60 bins with two uncertain normalisations; the signal is the square of a sum of the parameters.
Likelihood counts(size_t parameters) {
  const size_t bins = 60;
  LinearExpectation::Part signal{[=](const std::vector<double>& p) {
                                   double sum = 1.0;
                                   for (size_t k = 0; k < parameters; ++k) sum += p[k] / static_cast<double>(k + 1);
                                   std::vector<double> result(bins);
                                   for (size_t b = 0; b < bins; ++b) {
                                     const double z = static_cast<double>(b) / static_cast<double>(bins);
                                     result[b] = 20.0 * sum * sum * std::exp(-3.0 * z) + 5.0 * p[0] * p[0] * z;
                                   }
                                   return result;
                                 },
                                 {{1.0}, {0.0}}};
  LinearExpectation::Part background{[=](const std::vector<double>&) { return std::vector<double>(bins, 5.0); },
                                     {{0.0}, {1.0}}};
  Measurement measurement;
  measurement.name = "counts";
  measurement.observed.assign(bins, 1.0);
  measurement.expectation = std::make_shared<LinearExpectation>(
      bins, std::vector<Nuisance>{{"flux", "", "", 0.1}, {"background", "", "", 0.25}},
      std::vector{signal, background});
  return Likelihood({measurement}).toy(std::vector<double>(parameters, 0.0), {0.0, 0.0}, 1, 1);
}

std::vector<Parameter> ranges(size_t parameters) {
  std::vector<Parameter> result;
  for (size_t k = 0; k < parameters; ++k) result.push_back({"p" + std::to_string(k), "", -3.0, 3.0, false});
  return result;
}

void intervals_of_a_profile(benchmark::State& state) {
  const auto parameters = static_cast<size_t>(state.range(0));
  const Likelihood likelihood = counts(parameters);
  size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const auto& each : intervals(likelihood, ranges(parameters), 0, {1.0, 2.7055, 4.0})) found += each.size();
  }
  state.counters["intervals"] = static_cast<double>(found);
}
BENCHMARK(intervals_of_a_profile)
    ->Name("inference/intervals of one of n parameters")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond);

void toys_of_a_point(benchmark::State& state) {
  const Likelihood likelihood = counts(1);
  FeldmanCousinsOptions options;
  options.toys = 50;
  double p_value = 0.0;
  for (auto _ : state) p_value = feldman_cousins(likelihood, ranges(1), {{0.1}}, {0.90}, options)[0].p_value;
  state.counters["toys/s"] =
      benchmark::Counter(static_cast<double>(options.toys), benchmark::Counter::kIsIterationInvariantRate);
  state.counters["p"] = p_value;
}
BENCHMARK(toys_of_a_point)->Name("inference/50 toys of a point")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tridens::inference
