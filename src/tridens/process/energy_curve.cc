#include "tridens/process/energy_curve.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::process {

EnergyCurve::EnergyCurve(const Functions& functions, size_t count, double threshold, double highest, double nodes_per_efold)
    : threshold_(threshold), highest_(highest), lowest_x_(std::log(1e-4 * threshold)), count_(count) {
  if (highest <= threshold * (1.0 + 2e-4)) {
    highest_ = std::min(highest, threshold);
    return;
  }
  const double end = std::log(highest - threshold);
  const auto nodes = static_cast<size_t>(std::max(6.0, std::ceil((end - lowest_x_) * nodes_per_efold))) + 1;
  std::vector<double> x(nodes), values(count);
  std::vector<std::vector<double>> y(count, std::vector<double>(nodes));
  for (size_t i = 0; i < nodes; ++i) {
    x[i] = lowest_x_ + (end - lowest_x_) * static_cast<double>(i) / static_cast<double>(nodes - 1);
    functions(std::min(threshold + std::exp(x[i]), highest), values.data());
    if (!(values[0] > 0.0) || !std::isfinite(values[0])) {
      throw Failure("a cross section of " + std::to_string(values[0]) + " at " + std::to_string(threshold + std::exp(x[i])) + " GeV",
                    "it must be positive above threshold", "");
    }
    y[0][i] = std::log(values[0]);
    for (size_t k = 1; k < count; ++k) y[k][i] = values[k] / values[0];
  }
  logarithm_ = std::make_unique<CubicSpline>(x, std::move(y[0]));
  for (size_t k = 1; k < count; ++k) ratios_.emplace_back(x, std::move(y[k]));
}

double EnergyCurve::first(double energy) const {
  if (energy <= threshold_) return 0.0;
  if (!logarithm_ || energy > highest_ * (1.0 + 1e-12)) {
    throw Failure("a cross section at " + std::to_string(energy) + " GeV was asked for", "the curve ends at " + std::to_string(highest_),
                  "");
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
