#include "tridens/inference/detail/profiled_chi2.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tridens/inference/detail/cholesky.hh"
#include "tridens/inference/detail/nuisance_fit.hh"

namespace tridens::inference::detail {
namespace {

/// Bins at zero press on the nuisances with the slope of the barrier, not with their own.
Continuation continuation(const Profile& profile) {
  Continuation result;
  if (profile.at_zero) result.barrier = last_barrier;
  return result;
}

}  // namespace

/// First and second derivative of the counts along one coordinate, and the first one of their slopes by the nuisances.
struct ProfiledChi2::Line {
  std::vector<double> first, second, slopes;
};

ProfiledChi2::ProfiledChi2(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                           const std::vector<double>& fixed)
    : likelihood_(likelihood),
      ranges_(parameters, fixed),
      place_(places(likelihood.measurements(), likelihood.nuisances())) {}

Ranges::Ranges(const std::vector<Parameter>& parameters, const std::vector<double>& fixed)
    : parameters_(parameters), fixed_(fixed) {
  fixed_.resize(parameters.size(), std::numeric_limits<double>::quiet_NaN());
  for (size_t p = 0; p < parameters.size(); ++p) {
    if (std::isnan(fixed_[p])) searched_.push_back(p);
  }
}

std::vector<double> Ranges::parameters(const Unit& unit) const {
  std::vector<double> result = fixed_;
  for (size_t k = 0; k < searched_.size(); ++k) {
    const Parameter& parameter = parameters_[searched_[k]];
    double& value = result[searched_[k]];
    if (unit[k] <= 0.0) {
      value = parameter.lowest;
    } else if (unit[k] >= 1.0) {
      value = parameter.highest;
    } else if (parameter.logarithmic) {
      value = parameter.lowest * std::pow(parameter.highest / parameter.lowest, unit[k]);
    } else {
      value = parameter.lowest + unit[k] * (parameter.highest - parameter.lowest);
    }
  }
  return result;
}

ChiSquare ProfiledChi2::at(const Unit& unit) const {
  return ChiSquare(likelihood_.measurements(), likelihood_.nuisances(), place_, likelihood_.centres(),
                   parameters(unit));
}

ProfiledChi2::Line ProfiledChi2::line(const Unit& unit, const Profile& profile, size_t k, double step,
                                      bool with_slopes) const {
  // Places -1, 0, 1 in units of the step; at the ends 0, 1, 2 or -2, -1, 0. Weights of the first derivative at place 0.
  int first_place = -1;
  std::array<double, 3> weight = {-0.5, 0.0, 0.5};
  if (unit[k] - step < 0.0) {
    first_place = 0;
    weight = {-1.5, 2.0, -0.5};
  } else if (unit[k] + step > 1.0) {
    first_place = -2;
    weight = {0.5, -2.0, 1.5};
  }
  const std::array<double, 3> second_weight = {1.0, -2.0, 1.0};
  Line result;
  for (size_t i = 0; i < 3; ++i) {
    if (weight[i] == 0.0 && !with_slopes) continue;
    Unit there = unit;
    there[k] += (first_place + static_cast<int>(i)) * step;
    ChiSquare chi2 = at(there);
    chi2.value(profile.nuisances, {}, with_slopes);
    result.first.resize(chi2.bins());
    result.second.resize(chi2.bins());
    for (size_t bin = 0; bin < chi2.bins(); ++bin) {
      result.first[bin] += weight[i] * chi2.counts()[bin] / step;
      result.second[bin] += second_weight[i] * chi2.counts()[bin] / (step * step);
    }
    if (!with_slopes) continue;
    const std::vector<double> slopes = chi2.slopes();
    result.slopes.resize(slopes.size());
    for (size_t j = 0; j < slopes.size(); ++j) result.slopes[j] += weight[i] * slopes[j] / step;
  }
  return result;
}

std::vector<double> ProfiledChi2::gradient(const Unit& unit, const Profile& profile,
                                           const std::vector<double>& steps) const {
  ChiSquare here = at(unit);
  here.value(profile.nuisances, continuation(profile));
  std::vector<double> slope, half_curvature, result(size());
  here.bin_derivatives(slope, half_curvature);
  for (size_t k = 0; k < size(); ++k) {
    const Line along = line(unit, profile, k, steps[k], false);
    for (size_t bin = 0; bin < slope.size(); ++bin) result[k] += slope[bin] * along.first[bin];
  }
  return result;
}

Expansion ProfiledChi2::expand(const Unit& unit, const Profile& profile, const std::vector<double>& steps) const {
  const size_t n = size(), nuisances = likelihood_.nuisances().size();
  ChiSquare here = at(unit);
  here.value(profile.nuisances, continuation(profile), true);
  std::vector<double> slope, half_curvature, nuisance_gradient, nuisance_curvature;
  here.bin_derivatives(slope, half_curvature);
  here.derivatives(profile.nuisances, nuisance_gradient, nuisance_curvature);
  const std::vector<double> by_nuisance = here.slopes();

  std::vector<Line> lines;
  for (size_t k = 0; k < n; ++k) lines.push_back(line(unit, profile, k, steps[k], true));
  Expansion result{std::vector<double>(n), std::vector<double>(n * n)};
  std::vector<std::vector<double>> mixed(n, std::vector<double>(nuisances));
  for (size_t bin = 0; bin < slope.size(); ++bin) {
    for (size_t k = 0; k < n; ++k) {
      const double weighted = 2.0 * half_curvature[bin] * lines[k].first[bin];
      result.gradient[k] += slope[bin] * lines[k].first[bin];
      result.hessian[k * n + k] += slope[bin] * lines[k].second[bin];
      for (size_t l = 0; l < n; ++l) result.hessian[k * n + l] += weighted * lines[l].first[bin];
      for (size_t j = 0; j < nuisances; ++j) {
        const size_t place = bin * nuisances + j;
        mixed[k][j] += weighted * by_nuisance[place] + slope[bin] * lines[k].slopes[place];
      }
    }
  }
  add_mixed_derivatives(unit, profile, steps, here.counts(), slope, lines, result.hessian);
  let_nuisances_follow(profile, nuisance_curvature, mixed, result.hessian);
  return result;
}

/// d2 N/dk dl from the corner (k, l) of the cell and the derivatives along its sides.
void ProfiledChi2::add_mixed_derivatives(const Unit& unit, const Profile& profile, const std::vector<double>& steps,
                                         const std::vector<double>& counts, const std::vector<double>& slope,
                                         const std::vector<Line>& lines, std::vector<double>& hessian) const {
  const size_t n = size();
  for (size_t k = 0; k < n; ++k) {
    for (size_t l = 0; l < k; ++l) {
      const double a = unit[k] + steps[k] > 1.0 ? -steps[k] : steps[k];
      const double b = unit[l] + steps[l] > 1.0 ? -steps[l] : steps[l];
      Unit corner = unit;
      corner[k] += a;
      corner[l] += b;
      ChiSquare there = at(corner);
      there.value(profile.nuisances);
      double sum = 0.0;
      for (size_t bin = 0; bin < slope.size(); ++bin) {
        const double side_k = a * lines[k].first[bin] + 0.5 * a * a * lines[k].second[bin];
        const double side_l = b * lines[l].first[bin] + 0.5 * b * b * lines[l].second[bin];
        sum += slope[bin] * (there.counts()[bin] - counts[bin] - side_k - side_l);
      }
      hessian[k * n + l] += sum / (a * b);
      hessian[l * n + k] += sum / (a * b);
    }
  }
}

/// What the nuisances take back when they move to their best values, those at a bound left out.
void ProfiledChi2::let_nuisances_follow(const Profile& profile, const std::vector<double>& nuisance_curvature,
                                        const std::vector<std::vector<double>>& mixed,
                                        std::vector<double>& hessian) const {
  const size_t n = size();
  std::vector<size_t> free;
  for (size_t j = 0; j < profile.nuisances.size(); ++j) {
    const Nuisance& nuisance = likelihood_.nuisances()[j];
    if (profile.nuisances[j] > nuisance.lower && profile.nuisances[j] < nuisance.upper) free.push_back(j);
  }
  std::vector<double> factor, response;
  for (size_t k = 0; k < n; ++k) {
    solve_semidefinite(nuisance_curvature, mixed[k], free, factor, response);
    for (size_t l = 0; l < n; ++l) {
      for (const size_t j : free) hessian[k * n + l] -= response[j] * mixed[l][j];
    }
  }
}

}  // namespace tridens::inference::detail
