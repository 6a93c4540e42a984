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
    : threshold_(threshold),
      highest_(std::max(highest, threshold)),
      lowest_x_(std::log(threshold > 0.0 ? 0.01 * threshold : open_start * highest)),
      y_(count) {
  if (highest <= threshold * 1.02) {
    // A sliver above threshold: the curve starts lower.
    if (highest <= threshold) return;
    lowest_x_ = std::log(0.1 * (highest - threshold));
  }
  const double end = std::log(highest - threshold);
  // An even number of intervals, so that every second node is a grid of its own.
  const auto intervals = 2 * static_cast<size_t>(std::max(4.0, std::ceil(0.5 * (end - lowest_x_) * nodes_per_efold)));
  std::vector<double> values(count);
  for (size_t i = 0; i <= intervals; ++i) {
    x_.push_back(lowest_x_ + (end - lowest_x_) * static_cast<double>(i) / static_cast<double>(intervals));
    functions(std::min(threshold + std::exp(x_[i]), highest), values.data());
    const std::string where = " at " + std::to_string(threshold + std::exp(x_[i])) + " GeV";
    if (values[0] == 0.0) {
      throw UserError("the cross section is zero" + where, "above threshold all couplings vanish", "check the model");
    }
    if (!(values[0] > 0.0) || !std::isfinite(values[0])) {
      throw Failure("a cross section of " + std::to_string(values[0]) + where, "it must be positive above threshold",
                    "");
    }
    y_[0].push_back(std::log(values[0]));
    for (size_t k = 1; k < count; ++k) y_[k].push_back(values[k] / values[0]);
  }
  interpolate();
}

EnergyCurve::EnergyCurve(double threshold, double highest, std::vector<double> x, std::vector<std::vector<double>> y)
    : threshold_(threshold),
      highest_(highest),
      lowest_x_(x.empty() ? 0.0 : x.front()),
      x_(std::move(x)),
      y_(std::move(y)) {
  interpolate();
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
  return {threshold_, highest_, std::move(x), std::move(y)};
}

double EnergyCurve::first(double energy) const {
  if (energy <= threshold_) return 0.0;
  if (energy > highest_ * (1.0 + 1e-12)) {
    throw Failure("a cross section at " + std::to_string(energy) + " GeV was asked for",
                  "the curve ends at " + std::to_string(highest_), "");
  }
  const double x = std::log(std::min(energy, highest_) - threshold_);
  if (x >= lowest_x_) return std::exp((*logarithm_)(std::min(x, logarithm_->high())));
  // Below the first node: the power law of the first interval.
  return std::exp((*logarithm_)(lowest_x_) + logarithm_->derivative(lowest_x_) * (x - lowest_x_));
}

void EnergyCurve::evaluate(double energy, double* values) const {
  values[0] = first(energy);
  if (values[0] == 0.0) {
    std::fill(values + 1, values + count(), 0.0);
    return;
  }
  const double x = std::clamp(std::log(std::min(energy, highest_) - threshold_), lowest_x_, logarithm_->high());
  for (size_t k = 0; k < ratios_.size(); ++k) values[k + 1] = values[0] * ratios_[k](x);
}

}  // namespace tridens::process
