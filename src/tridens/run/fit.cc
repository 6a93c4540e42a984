// Best fits, goodness of fit, pulls and intervals of a fit card.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/inference/covariance.hh"
#include "tridens/inference/feldman_cousins.hh"
#include "tridens/inference/interval.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/fit_text.hh"

namespace tridens::run {
namespace {

using inference::Minimum;

FitResult::Point point_of(const Minimum& minimum) {
  return {minimum.parameters,           minimum.profile.chi2, minimum.profile.penalty,
          minimum.profile.measurements, minimum.at_edge,      minimum.converged};
}

void add_standard_model(const FitRequest& request, FitResult& result) {
  const FitSetup setup = make_fit_setup(standard_model_card(request.card), request.threads, request.stop);
  const Minimum best = inference::best(*setup.likelihood, {});
  result.standard_model = point_of(best);
  const auto expected = setup.likelihood->expected({}, best.profile.nuisances);
  for (size_t i = 0; i < expected.size(); ++i) result.experiments[i].bin_standard_model = expected[i];
}

bool is_standard_model(const io::FitCard& card) {
  const bool changes = std::ranges::any_of(card.experiments, [](const io::FitExperimentCard& experiment) {
    return std::ranges::any_of(experiment.change,
                               [](const auto& change) { return io::has_parameter(change.second); }) ||
           std::ranges::any_of(experiment.processes, io::has_parameter);
  });
  return card.model == io::ModelCard{} && !changes;
}

/// Constrained nuisances are data as well as unknowns; free ones cost a degree of freedom each.
double degrees_of_freedom(const FitSetup& setup) {
  const auto& nuisances = setup.likelihood->nuisances();
  const auto unconstrained =
      std::ranges::count_if(nuisances, [](const inference::Nuisance& nuisance) { return !nuisance.constrained(); });
  return static_cast<double>(setup.likelihood->bins()) - static_cast<double>(unconstrained) -
         static_cast<double>(setup.parameters.size());
}

void add_best_fit(const FitSetup& setup, const Minimum& best, FitResult& result) {
  const auto expected = setup.likelihood->expected(best.parameters, best.profile.nuisances);
  const auto parts = setup.likelihood->parts(best.parameters, best.profile.nuisances);
  for (size_t i = 0; i < expected.size(); ++i) {
    FitResult::Experiment& experiment = result.experiments[i];
    experiment.expected = std::accumulate(expected[i].begin(), expected[i].end(), 0.0);
    experiment.bin_expected = expected[i];
    for (const inference::CountsPart& part : parts[i]) experiment.parts.push_back({part.name, part.kind, part.counts});
  }
  const auto& nuisances = setup.likelihood->nuisances();
  for (size_t k = 0; k < nuisances.size(); ++k) {
    result.nuisances.push_back(
        {nuisances[k].name, nuisances[k].meaning, nuisances[k].unit, best.profile.nuisances[k], nuisances[k].width});
  }
}

void add_covariance(const FitSetup& setup, const Minimum& best, FitResult& result) {
  try {
    const inference::Covariance found = inference::covariance(*setup.likelihood, setup.parameters, best);
    FitResult::Covariance covariance{{}, found.errors, found.correlation};
    for (const inference::Parameter& parameter : setup.parameters) covariance.names.push_back(parameter.name);
    for (const size_t k : found.nuisances) covariance.names.push_back(setup.likelihood->nuisances()[k].name);
    result.covariance = std::move(covariance);
  } catch (const Interrupted&) {
    throw;
  } catch (const Failure& failure) {  // a fit without one is a fit
    result.no_covariance = failure.what();
  }
}

void add_intervals(const FitRequest& request, const FitSetup& setup, FitResult& result) {
  const std::vector<double>& confidences = request.card.confidence;
  std::vector<double> rises;
  for (const double confidence : confidences) rises.push_back(inference::chi2_rise(confidence, 1));
  for (size_t which = 0; which < setup.parameters.size(); ++which) {
    const auto points = static_cast<size_t>(request.card.parameters[which].points);
    std::vector<std::vector<inference::Interval>> found;
    try {
      found = inference::intervals(*setup.likelihood, setup.parameters, which, rises, points, request.threads,
                                   request.stop);
    } catch (const Failure& failure) {  // one parameter without limits leaves those of the others
      if (request.stop != nullptr && *request.stop) throw;
      result.no_intervals.emplace_back(setup.parameters[which].name, failure.what());
    }
    for (size_t i = 0; i < found.size(); ++i) {
      for (const inference::Interval& interval : found[i]) {
        result.intervals.push_back({setup.parameters[which].name, "wilks", confidences[i], interval.low, interval.high,
                                    interval.low_open, interval.high_open});
      }
    }
  }
}

/// Neighbouring allowed points of the grid as ranges; ends lie half-way to the first point that is excluded.
void add_allowed(const std::vector<double>& grid, const std::vector<bool>& allowed, FitResult::Range range,
                 FitResult& result) {
  for (size_t i = 0; i < grid.size(); ++i) {
    if (!allowed[i]) continue;
    size_t last = i;
    while (last + 1 < grid.size() && allowed[last + 1]) ++last;
    range.low_open = i == 0;
    range.high_open = last + 1 == grid.size();
    range.low = range.low_open ? grid[i] : 0.5 * (grid[i - 1] + grid[i]);
    range.high = range.high_open ? grid[last] : 0.5 * (grid[last] + grid[last + 1]);
    result.intervals.push_back(range);
    i = last;
  }
}

void add_feldman_cousins(const FitRequest& request, const FitSetup& setup, FitResult& result) {
  if (setup.parameters.size() != 1) {
    throw UserError(fmt::format("Feldman-Cousins intervals of {} parameters", setup.parameters.size()),
                    "they are made for one", "keep one [[parameter]]");
  }
  const io::FeldmanCousinsCard card = request.card.feldman_cousins.value_or(io::FeldmanCousinsCard{});
  inference::FeldmanCousinsOptions options;
  options.toys = card.toys;
  options.seed = card.seed;
  options.threads = request.threads;
  options.stop = request.stop;
  options.progress = request.progress;
  const std::vector<double> grid = grid_of(request.card.parameters.front());
  std::vector<std::vector<double>> points;
  for (const double value : grid) points.push_back({value});
  const auto found =
      inference::feldman_cousins(*setup.likelihood, setup.parameters, points, request.card.confidence, options);
  for (const inference::FeldmanCousinsPoint& point : found) {
    result.toys.push_back({point.parameters.front(), point.rise, point.critical, point.p_value, point.p_value_error});
  }
  for (size_t i = 0; i < request.card.confidence.size(); ++i) {
    std::vector<bool> allowed;
    for (const auto& point : found) allowed.push_back(point.allowed[i]);
    FitResult::Range range{
        setup.parameters.front().name, "feldman-cousins", request.card.confidence[i], 0, 0, false, false};
    add_allowed(grid, allowed, range, result);
  }
}

void add_minima(const FitSetup& setup, FitResult& result) {
  const std::vector<Minimum> found = setup.parameters.empty()
                                         ? std::vector<Minimum>{inference::best(*setup.likelihood, {})}
                                         : inference::minima(*setup.likelihood, setup.parameters);
  for (const Minimum& minimum : found) {
    if (minimum.converged) result.minima.push_back(point_of(minimum));
  }
  if (result.minima.empty()) {
    throw Failure("no minimum was found", fmt::format("none of {} searches converged", found.size()),
                  "change the ranges of the parameters");
  }
  const auto best = std::ranges::find_if(found, [](const Minimum& minimum) { return minimum.converged; });
  add_best_fit(setup, *best, result);
  add_covariance(setup, *best, result);
}

}  // namespace

std::vector<double> grid_of(const io::FitParameterCard& parameter) {
  const io::ScanAxis axis{parameter.name, parameter.unit,   parameter.title,      parameter.min,
                          parameter.max,  parameter.points, parameter.logarithmic};
  std::vector<double> values;
  for (int i = 0; i < axis.points; ++i) values.push_back(axis.at(i));
  return values;
}

FitResult fit(const FitRequest& request) {
  if (!request.output.empty()) {  // a name that cannot be written is refused before the work
    check_ending(request.output, {".json"});
    const io::OutputFile probe(request.output, io::OutputOptions{request.force, nullptr, 1});
  }
  const FitSetup setup = make_fit_setup(request.card, request.threads, request.stop);
  check_effects(setup, request.card);
  FitResult result;
  result.title = request.card.title;
  result.card = io::resolved_text(request.card);
  for (const io::FitParameterCard& parameter : request.card.parameters) {
    result.parameters.push_back(
        {parameter.name, parameter.title, parameter.unit, parameter.min, parameter.max, parameter.logarithmic});
  }
  result.experiments = setup.experiments;
  result.provenance = setup.provenance;
  add_minima(setup, result);
  if (!is_standard_model(request.card)) add_standard_model(request, result);
  result.bins = setup.likelihood->bins();
  result.degrees_of_freedom = degrees_of_freedom(setup);
  if (result.degrees_of_freedom > 0.0) {
    result.p_value = inference::chi2_probability(result.minima.front().chi2, result.degrees_of_freedom);
  }
  if (request.intervals) add_intervals(request, setup, result);
  if (request.feldman_cousins) add_feldman_cousins(request, setup, result);
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, request.stop, 1});
    file.write(fit_text(result));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
