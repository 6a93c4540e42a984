#include "tridens/inference/detail/chi_square.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::inference::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Least weight of a bin relative to its Fisher weight 1/N: bins without counts would otherwise have none, and a
/// nuisance of such bins alone no step. It changes the steps, never the minimum.
constexpr double least_fisher_share = 1e-6;

}  // namespace

double poisson_deviance(double observed, double expected) {
  if (observed <= 0.0) return expected < 0.0 ? infinity : 2.0 * expected;
  if (expected <= 0.0) return infinity;
  const double difference = expected - observed, sum = expected + observed;
  if (std::abs(difference) > 0.1 * sum) return 2.0 * (difference + observed * std::log(observed / expected));
  // With s = (N-n)/(N+n): N - n - n ln(N/n) = (N-n) s - 2 n (s^3/3 + s^5/5 + ...).
  const double s = difference / sum, s2 = s * s;
  double series = 0.0;
  for (int power = 17; power >= 3; power -= 2) series = series * s2 + 1.0 / power;
  return 2.0 * (difference * s - 2.0 * observed * s * s2 * series);
}

std::vector<std::vector<size_t>> places(const std::vector<Measurement>& measurements,
                                        const std::vector<Nuisance>& nuisances) {
  std::vector<std::vector<size_t>> result;
  for (const Measurement& measurement : measurements) {
    std::vector<size_t>& place = result.emplace_back();
    for (const Nuisance& own : measurement.expectation->nuisances()) {
      const auto found = std::ranges::find(nuisances, own.name, &Nuisance::name);
      place.push_back(static_cast<size_t>(found - nuisances.begin()));
    }
  }
  return result;
}

ChiSquare::ChiSquare(const std::vector<Measurement>& measurements, const std::vector<Nuisance>& nuisances,
                     const std::vector<std::vector<size_t>>& place, const std::vector<double>& centres,
                     const std::vector<double>& parameters)
    : nuisances_(nuisances), centres_(centres) {
  size_t bins = 0;
  for (size_t m = 0; m < measurements.size(); ++m) {
    const Measurement& measurement = measurements[m];
    const size_t own = place[m].size(), count = measurement.observed.size();
    data_.push_back({&measurement, &place[m], measurement.expectation->at(parameters), bins, std::vector<double>(own),
                     std::vector<double>(count * own), std::vector<double>(own * own)});
    for (const double observed : measurement.observed) {
      empty_.push_back(measurement.statistic == Statistic::poisson && observed <= 0.0);
    }
    bins += count;
  }
  counts_.resize(bins);
  half_slope_.resize(bins);
  weight_.resize(bins);
}

double ChiSquare::bin_term(const Data& data, size_t bin, const Continuation& continuation, double& half_slope,
                           double& weight) const {
  const double expected = counts_[data.first_bin + bin];
  double observed = data.measurement->observed[bin];
  if (data.measurement->statistic == Statistic::gaussian) {
    const double difference = expected - observed;
    weight = 1.0 / data.measurement->variance[bin];
    half_slope = difference * weight;
    return difference * half_slope;
  }
  // A bin that expects exactly none stays as it is: nothing keeps it from that.
  if (observed <= 0.0 && (expected > 0.0 || continuation.floor > 0.0)) observed = continuation.barrier;
  const double floor = continuation.floor * observed;
  if (expected < floor) {  // the parabola that touches the term at the floor
    const double below = expected - floor, slope = 1.0 - 1.0 / continuation.floor;
    weight = observed / (floor * floor);
    half_slope = slope + below * weight;
    return poisson_deviance(observed, floor) + below * (slope + half_slope);
  }
  half_slope = observed > 0.0 ? 1.0 - observed / expected : 1.0;
  weight = expected > 0.0 ? std::max(observed / expected, least_fisher_share) / expected : 0.0;
  return poisson_deviance(observed, expected);
}

double ChiSquare::value(const std::vector<double>& nuisances, const Continuation& continuation, bool with_slopes) {
  double total = 0.0;
  for (Data& data : data_) {
    for (size_t k = 0; k < data.values.size(); ++k) data.values[k] = nuisances[(*data.place)[k]];
    double* const counts = counts_.data() + data.first_bin;
    data.expected->evaluate(data.values.data(), counts, with_slopes ? data.slopes.data() : nullptr);
    const size_t bins = data.measurement->observed.size();
    for (size_t bin = 0; bin < bins; ++bin) {
      const size_t b = data.first_bin + bin;
      const double term = bin_term(data, bin, continuation, half_slope_[b], weight_[b]);
      if (std::isnan(counts[bin])) {
        throw Failure(fmt::format("the expected number of bin {} of '{}' is not a number", bin, data.measurement->name),
                      "the expectation has no value at these parameters", "");
      }
      total += term;
    }
  }
  return total + penalty(nuisances);
}

/// Sums over the bins of one measurement, four at a time: the matrix is then read and written a quarter as often.
void ChiSquare::add(Data& data, std::vector<double>& gradient, std::vector<double>& curvature) const {
  const size_t own = data.values.size(), bins = data.measurement->observed.size();
  std::ranges::fill(data.curvature, 0.0);
  std::ranges::fill(data.values, 0.0);
  const double *const weight = weight_.data() + data.first_bin, *const half_slope = half_slope_.data() + data.first_bin;
  const double* const slopes = data.slopes.data();
  double* const sums = data.values.data();
  for (size_t bin = 0; bin < bins; ++bin) {
    const double* const row = slopes + bin * own;
    for (size_t k = 0; k < own; ++k) sums[k] += half_slope[bin] * row[k];
  }
  const size_t quads = bins / 4 * 4;
  for (size_t bin = 0; bin < quads; bin += 4) {
    const double *const r0 = slopes + bin * own, *const r1 = r0 + own, *const r2 = r1 + own, *const r3 = r2 + own;
    for (size_t i = 0; i < own; ++i) {
      const double w0 = weight[bin] * r0[i], w1 = weight[bin + 1] * r1[i], w2 = weight[bin + 2] * r2[i],
                   w3 = weight[bin + 3] * r3[i];
      double* const target = data.curvature.data() + i * own;
      for (size_t j = 0; j <= i; ++j) target[j] += (w0 * r0[j] + w1 * r1[j]) + (w2 * r2[j] + w3 * r3[j]);
    }
  }
  for (size_t bin = quads; bin < bins; ++bin) {
    const double* const row = slopes + bin * own;
    for (size_t i = 0; i < own; ++i) {
      for (size_t j = 0; j <= i; ++j) data.curvature[i * own + j] += weight[bin] * row[i] * row[j];
    }
  }
  for (size_t i = 0; i < own; ++i) {
    const size_t a = (*data.place)[i];
    gradient[a] += 2.0 * sums[i];
    for (size_t j = 0; j <= i; ++j) {
      const size_t b = (*data.place)[j];
      curvature[a * size() + b] += 2.0 * data.curvature[i * own + j];
      if (i != j) curvature[b * size() + a] += 2.0 * data.curvature[i * own + j];
    }
  }
}

void ChiSquare::derivatives(const std::vector<double>& nuisances, std::vector<double>& gradient,
                            std::vector<double>& curvature) {
  gradient.assign(size(), 0.0);
  curvature.assign(size() * size(), 0.0);
  for (Data& data : data_) add(data, gradient, curvature);
  for (size_t k = 0; k < size(); ++k) {
    if (!nuisances_[k].constrained()) continue;
    const double inverse_width = 1.0 / nuisances_[k].width;
    gradient[k] += 2.0 * (nuisances[k] - centres_[k]) * inverse_width * inverse_width;
    curvature[k * size() + k] += 2.0 * inverse_width * inverse_width;
  }
}

std::vector<double> ChiSquare::curvature_rows(const std::vector<size_t>& use) const {
  const std::vector<double> all = slopes();
  std::vector<double> rows;
  rows.reserve((bins() + use.size()) * use.size());
  for (size_t bin = 0; bin < bins(); ++bin) {
    const double root = std::sqrt(2.0 * weight_[bin]);
    for (const size_t k : use) rows.push_back(root * all[bin * size() + k]);
  }
  for (const size_t constraint : use) {
    if (!nuisances_[constraint].constrained()) continue;
    for (const size_t k : use) rows.push_back(k == constraint ? std::sqrt(2.0) / nuisances_[k].width : 0.0);
  }
  return rows;
}

double ChiSquare::penalty(const std::vector<double>& nuisances) const {
  double total = 0.0;
  for (size_t k = 0; k < size(); ++k) {
    if (!nuisances_[k].constrained()) continue;
    const double pull = (nuisances[k] - centres_[k]) / nuisances_[k].width;
    total += pull * pull;
  }
  return total;
}

std::vector<double> ChiSquare::per_measurement() const {
  std::vector<double> result;
  for (const Data& data : data_) {
    double total = 0.0, half_slope = 0.0, weight = 0.0;
    for (size_t bin = 0; bin < data.measurement->observed.size(); ++bin) {
      total += bin_term(data, bin, {}, half_slope, weight);
    }
    result.push_back(total);
  }
  return result;
}

std::vector<double> ChiSquare::slopes() const {
  std::vector<double> result(bins() * size());
  for (const Data& data : data_) {
    const size_t own = data.place->size();
    for (size_t bin = 0; bin < data.measurement->observed.size(); ++bin) {
      for (size_t k = 0; k < own; ++k) {
        result[(data.first_bin + bin) * size() + (*data.place)[k]] = data.slopes[bin * own + k];
      }
    }
  }
  return result;
}

void ChiSquare::bin_derivatives(std::vector<double>& slope, std::vector<double>& half_curvature) const {
  slope.resize(bins());
  for (size_t bin = 0; bin < bins(); ++bin) slope[bin] = 2.0 * half_slope_[bin];
  half_curvature = weight_;
}

bool ChiSquare::forbidden(size_t bin) const {
  for (const Data& data : data_) {
    if (bin < data.first_bin || bin >= data.first_bin + data.measurement->observed.size()) continue;
    if (data.measurement->statistic == Statistic::gaussian) return false;
    return empty_[bin] ? counts_[bin] < 0.0 : counts_[bin] <= 0.0;
  }
  return false;
}

bool ChiSquare::fixed(size_t bin) const {
  for (const Data& data : data_) {
    const size_t bins = data.measurement->observed.size(), own = data.place->size();
    if (bin < data.first_bin || bin >= data.first_bin + bins) continue;
    const double* const row = data.slopes.data() + (bin - data.first_bin) * own;
    return std::all_of(row, row + own, [](double slope) { return slope == 0.0; });
  }
  return true;
}

}  // namespace tridens::inference::detail
