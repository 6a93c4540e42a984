#include "tridens/process/energy_curve.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::process {
namespace {

/// Where a curve without a threshold begins, relative to its end: below, cross sections are powers of the energy.
constexpr double open_start = 1e-4;

}  // namespace

EnergyCurve::EnergyCurve(const Functions& functions, size_t count, double threshold, double highest,
                         double nodes_per_efold)
    : EnergyCurve(functions, count, threshold, highest, Options{nodes_per_efold, 0.0, {}}) {}

EnergyCurve::EnergyCurve(const Functions& functions, size_t count, double threshold, double highest,
                         const Options& options)
    : threshold_(threshold), highest_(std::max(highest, threshold)), y_(count) {
  if (highest <= threshold) return;
  double first = threshold > 0.0 ? 0.01 * threshold : open_start * highest;
  if (highest <= threshold * 1.02) first = 0.1 * (highest - threshold);  // a sliver above threshold
  if (threshold == 0.0 && options.lowest > 0.0) first = std::min(first, options.lowest);
  for (const EnergyFeature& feature : options.features) {
    if (feature.energy <= threshold || feature.energy >= highest) continue;
    features_.push_back(feature);
    if (feature.energy - threshold < 100.0 * first) first = 0.01 * (feature.energy - threshold);
  }
  const double nodes = (features_.empty() ? 1.0 : 2.0) * options.nodes_per_efold;
  const double begin = coordinate(threshold + first), end = coordinate(highest);
  // An even number of intervals, so that every second node is a grid of its own.
  const auto intervals = 2 * static_cast<size_t>(std::max(4.0, std::ceil(0.5 * (end - begin) * nodes)));
  std::vector<double> values(count);
  for (size_t i = 0; i <= intervals; ++i) {
    const double x = begin + (end - begin) * static_cast<double>(i) / static_cast<double>(intervals);
    const double energy = energy_at(x, first, highest - threshold);
    functions(std::min(energy, highest), values.data());
    const std::string where = " at " + std::to_string(energy) + " GeV";
    // So steep a threshold that nothing is left of it in floating point: the curve opens later.
    if (values[0] == 0.0 && x_.empty()) continue;
    if (!(values[0] > 0.0) || !std::isfinite(values[0])) {
      throw Failure("a cross section of " + std::to_string(values[0]) + where, "it must be positive above threshold",
                    "");
    }
    x_.push_back(x);
    y_[0].push_back(std::log(values[0]));
    for (size_t k = 1; k < count; ++k) y_[k].push_back(values[k] / values[0]);
  }
  require_open(intervals + 1);
  lowest_x_ = x_.front();
  interpolate();
}

/// Enough nodes for a spline from every second one, whose number of intervals is even.
void EnergyCurve::require_open(size_t tabulated) {
  if (x_.empty()) {
    throw UserError("the cross section is zero up to " + std::to_string(highest_) + " GeV",
                    "above threshold all couplings vanish", "check the model");
  }
  if (x_.size() % 2 == 0) {
    x_.erase(x_.begin());
    for (std::vector<double>& y : y_) y.erase(y.begin());
  }
  constexpr size_t fewest = 7;
  if (x_.size() < fewest) {
    throw UserError("the cross section is zero at " + std::to_string(tabulated - x_.size()) + " of " +
                        std::to_string(tabulated) + " energies up to " + std::to_string(highest_) + " GeV",
                    "it opens at the very end of the spectrum", "raise the energies");
  }
}

EnergyCurve::EnergyCurve(const EnergyCurve& other, std::vector<double> x, std::vector<std::vector<double>> y)
    : threshold_(other.threshold_),
      highest_(other.highest_),
      lowest_x_(other.lowest_x_),
      features_(other.features_),
      x_(std::move(x)),
      y_(std::move(y)) {
  interpolate();
}

double EnergyCurve::coordinate(double energy) const {
  double x = std::log(energy - threshold_);
  for (const EnergyFeature& feature : features_) x += std::asinh((energy - feature.energy) / feature.width);
  return x;
}

/// Inverse of coordinate() by bisection in ln(E - threshold), between two distances from threshold.
double EnergyCurve::energy_at(double coordinate, double low, double high) const {
  if (features_.empty()) return threshold_ + std::exp(coordinate);
  double a = std::log(low), b = std::log(high);
  constexpr int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (a + b);
    (this->coordinate(threshold_ + std::exp(middle)) < coordinate ? a : b) = middle;
  }
  return threshold_ + std::exp(0.5 * (a + b));
}

void EnergyCurve::interpolate() {
  if (x_.empty()) return;
  logarithm_.emplace(x_, y_[0]);
  for (size_t k = 1; k < y_.size(); ++k) ratios_.emplace_back(x_, y_[k]);
}

EnergyCurve EnergyCurve::coarsened() const {
  std::vector<double> x;
  std::vector<std::vector<double>> y(y_.size());
  for (size_t i = 0; i < x_.size(); i += 2) {
    x.push_back(x_[i]);
    for (size_t k = 0; k < y_.size(); ++k) y[k].push_back(y_[k][i]);
  }
  return {*this, std::move(x), std::move(y)};
}

double EnergyCurve::first(double energy) const {
  if (energy <= threshold_) return 0.0;
  if (energy > highest_ * (1.0 + 1e-12)) {
    throw Failure("a cross section at " + std::to_string(energy) + " GeV was asked for",
                  "the curve ends at " + std::to_string(highest_), "");
  }
  const double x = coordinate(std::min(energy, highest_));
  if (x >= lowest_x_) return std::exp((*logarithm_)(std::min(x, logarithm_->high())));
  // Below the first node: the power law of the first interval, which does not rise towards a threshold.
  const double power = logarithm_->derivative(lowest_x_);
  return std::exp((*logarithm_)(lowest_x_) + (threshold_ > 0.0 ? std::max(power, 0.0) : power) * (x - lowest_x_));
}

void EnergyCurve::evaluate(double energy, double* values) const {
  values[0] = first(energy);
  if (values[0] == 0.0) {
    std::fill(values + 1, values + count(), 0.0);
    return;
  }
  const double x = std::clamp(coordinate(std::min(energy, highest_)), lowest_x_, logarithm_->high());
  for (size_t k = 0; k < ratios_.size(); ++k) values[k + 1] = values[0] * ratios_[k](x);
}

}  // namespace tridens::process
