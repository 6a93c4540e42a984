#include "tridens/inference/minimum.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/inference/detail/distinct.hh"
#include "tridens/inference/detail/local_minimum.hh"
#include "tridens/inference/detail/profiled_chi2.hh"
#include "tridens/inference/detail/start_grid.hh"

namespace tridens::inference {
namespace {

constexpr size_t most_starts = 32;
constexpr double edge = 1e-6;  // of the range

void check(const std::vector<Parameter>& parameters, const std::vector<double>& fixed, const MinimumOptions& options) {
  if (!fixed.empty() && fixed.size() != parameters.size()) {
    throw UserError(fmt::format("{} fixed values are given", fixed.size()),
                    fmt::format("there are {} parameters", parameters.size()));
  }
  if (!(options.tolerance > 0.0)) {
    throw UserError(fmt::format("the tolerance of the minimum is {}", options.tolerance), "it must be above zero");
  }
  for (size_t p = 0; p < parameters.size(); ++p) {
    const Parameter& parameter = parameters[p];
    if (!fixed.empty() && !std::isnan(fixed[p])) {
      if (std::isfinite(fixed[p])) continue;
      throw UserError(fmt::format("parameter '{}' is fixed at {}", parameter.name, fixed[p]), "it is not a number");
    }
    const bool finite = std::isfinite(parameter.lowest) && std::isfinite(parameter.highest);
    if (!finite || !(parameter.lowest < parameter.highest)) {
      throw UserError(fmt::format("parameter '{}' has the empty range {} to {}", parameter.name, parameter.lowest,
                                  parameter.highest),
                      "its lowest value must lie below the highest, both finite");
    }
    if (parameter.logarithmic && !(parameter.lowest > 0.0)) {
      throw UserError(
          fmt::format("the logarithmic range of parameter '{}' begins at {}", parameter.name, parameter.lowest),
          "a logarithm needs numbers above zero", "raise its lowest value or make the range linear");
    }
  }
}

/// The minima below a start: two where it leads to the ridge between them.
void search(const detail::ProfiledChi2& chi2, const detail::Unit& start, double tolerance, double spacing,
            std::vector<detail::LocalMinimum>& found) {
  detail::LocalMinimum minimum = detail::find_local_minimum(chi2, start, tolerance, spacing);
  if (minimum.falls_along.empty()) {
    found.push_back(std::move(minimum));
    return;
  }
  for (const double sign : {1.0, -1.0}) {
    detail::Unit aside = minimum.unit;
    for (size_t k = 0; k < aside.size(); ++k) {
      aside[k] = std::clamp(aside[k] + sign * 0.3 * spacing * minimum.falls_along[k], 0.0, 1.0);
    }
    found.push_back(detail::find_local_minimum(chi2, aside, tolerance, spacing));
  }
}

Minimum at_fixed_point(const Likelihood& likelihood, const std::vector<double>& parameters) {
  Minimum result;
  result.parameters = parameters;
  result.profile = likelihood.profile(parameters);
  result.converged = result.profile.converged;
  return result;
}

/// Every point of the grid was infinite or did not converge: the middle of the ranges, marked as no result.
Minimum nothing_found(const detail::ProfiledChi2& chi2) {
  const detail::Unit middle(chi2.size(), 0.5);
  Minimum result;
  result.parameters = chi2.parameters(middle);
  result.profile = chi2.profile(middle);
  return result;
}

}  // namespace

std::vector<Minimum> minima(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                            const std::vector<double>& fixed, const MinimumOptions& options) {
  check(parameters, fixed, options);
  const detail::ProfiledChi2 chi2(likelihood, parameters, fixed);
  if (chi2.size() == 0) return {at_fixed_point(likelihood, fixed)};
  const int points = detail::points_per_parameter(chi2.size(), options.starts_per_parameter);
  const detail::StartGrid grid = detail::find_starts(chi2, points, 1e-3 * options.tolerance, most_starts);
  if (grid.starts.empty()) return {nothing_found(chi2)};
  std::vector<detail::LocalMinimum> found;
  for (const detail::Unit& start : grid.starts) search(chi2, start, options.tolerance, grid.spacing, found);
  std::vector<Minimum> result;
  for (const detail::DistinctMinimum& distinct :
       detail::distinct_minima(chi2, std::move(found), options.tolerance, grid.spacing)) {
    const detail::LocalMinimum& local = distinct.minimum;
    Minimum& minimum = result.emplace_back();
    minimum.parameters = chi2.parameters(local.unit);
    minimum.profile = local.profile;
    minimum.at_edge = std::ranges::any_of(local.unit, [](double u) { return u < edge || u > 1.0 - edge; });
    minimum.continuum = distinct.continuum;
    minimum.converged = local.converged && local.profile.converged;
  }
  return result;
}

std::vector<std::vector<double>> start_points(const std::vector<Parameter>& parameters, const MinimumOptions& options) {
  check(parameters, {}, options);
  if (parameters.empty()) return {};
  const detail::Ranges ranges(parameters, {});
  std::vector<std::vector<double>> result;
  for (const detail::Unit& unit :
       detail::grid_points(ranges.size(), detail::points_per_parameter(ranges.size(), options.starts_per_parameter))) {
    result.push_back(ranges.parameters(unit));
  }
  return result;
}

Minimum best(const Likelihood& likelihood, const std::vector<Parameter>& parameters, const std::vector<double>& fixed,
             const MinimumOptions& options) {
  return minima(likelihood, parameters, fixed, options).front();
}

}  // namespace tridens::inference
