#include "tridens/inference/detail/poisson_sampler.hh"

#include <cmath>
#include <initializer_list>

#include "tridens/base/units.hh"

namespace tridens::inference::detail {
namespace {

/// exp(-x) for 0 <= x <= 16: the series of exp(-x/32), squared five times. One operation per statement: a fused
/// multiply-add would round differently.
double portable_exp_of_minus(double x) {
  const double y = x / 32.0;
  double sum = 1.0;
  for (int k = 18; k >= 1; --k) {
    sum *= -y / k;
    sum += 1.0;
  }
  for (int k = 0; k < 5; ++k) sum *= sum;
  return sum;
}

/// Probability of the mode m = floor(mean).
double probability_of_mode(double mean, double mode) {
  if (mode < 16.0) {
    double probability = portable_exp_of_minus(mean);
    for (double k = 1.0; k <= mode; k += 1.0) {
      probability *= mean;
      probability /= k;
    }
    return probability;
  }
  // Stirling: ln m! = m ln m - m + ln(2 pi m)/2 + 1/(12 m) - 1/(360 m^3) + 1/(1260 m^5) - 1/(1680 m^7) + ...
  const double inverse = 1.0 / mode, square = inverse * inverse;
  double stirling = -1.0 / 1680.0;
  for (const double coefficient : {1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0}) {
    stirling *= square;
    stirling += coefficient;
  }
  stirling *= inverse;
  // m ln(m/mean) + mean - m with s = (m - mean)/(m + mean): (m - mean) s + 2 m (s^3/3 + s^5/5 + ...).
  const double difference = mode - mean, s = difference / (mode + mean), s2 = s * s;
  double series = 0.0;
  for (int power = 11; power >= 3; power -= 2) {
    series *= s2;
    series += 1.0 / power;
  }
  double tail = 2.0 * mode * s;
  tail *= s2;
  tail *= series;
  double deviance = difference * s;
  deviance += tail;
  return portable_exp_of_minus(stirling + deviance) / std::sqrt(2.0 * units::pi * mode);
}

}  // namespace

double poisson_counts(double mean, double uniform) {
  if (mean <= 0.0) return 0.0;
  const double mode = std::floor(mean);
  const double peak = probability_of_mode(mean, mode);
  double up = mode, down = mode, up_probability = peak, down_probability = peak, left = uniform - peak;
  while (left > 0.0) {
    up += 1.0;
    up_probability *= mean;
    up_probability /= up;
    left -= up_probability;
    if (left <= 0.0) return up;
    if (down > 0.0) {
      down_probability *= down;
      down_probability /= mean;
      down -= 1.0;
      left -= down_probability;
      if (left <= 0.0) return down;
    }
    // Rounding of the sum of all probabilities: nothing is left to give, the number belongs to the far tail.
    if (up_probability < 1e-18 * peak && (down <= 0.0 || down_probability < 1e-18 * peak)) return up;
  }
  return mode;
}

}  // namespace tridens::inference::detail
