#include "tridens/model/kinetic_mixing.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/particle.hh"

namespace tridens::model {

double vacuum_polarisation_integral(double t) {
  if (t < 0.05) {
    // sum_n (-1)^(n+1) t^n/n B(n+2, n+2), the Beta function by recursion.
    double sum = 0.0, power = 1.0, beta = 1.0 / 6.0;
    for (int n = 1; n <= 12; ++n) {
      beta *= (n + 1.0) * (n + 1.0) / ((2.0 * n + 2.0) * (2.0 * n + 3.0));
      power *= -t;
      sum -= power / n * beta;
    }
    return sum;
  }
  // With v = sqrt(1 + 4/t):  -5/18 + 2/(3t) + (1/6)(1 - 2/t) v ln[(v+1)/(v-1)].
  const double v = std::sqrt(1.0 + 4.0 / t);
  const double logarithm = std::log((v + 1.0) * (v + 1.0) * t / 4.0);  // (v+1)/(v-1) without cancellation
  return -5.0 / 18.0 + 2.0 / (3.0 * t) + (1.0 - 2.0 / t) * v * logarithm / 6.0;
}

std::complex<double> timelike_vacuum_polarisation_integral(double tau) {
  if (tau < 0.05) {
    double sum = 0.0, power = 1.0, beta = 1.0 / 6.0;
    for (int n = 1; n <= 12; ++n) {
      beta *= (n + 1.0) * (n + 1.0) / ((2.0 * n + 2.0) * (2.0 * n + 3.0));
      power *= tau;
      sum -= power / n * beta;
    }
    return sum;
  }
  const double start = -5.0 / 18.0 - 2.0 / (3.0 * tau), factor = (1.0 + 2.0 / tau) / 6.0;
  if (tau <= 4.0) {
    const double b = std::sqrt(4.0 / tau - 1.0);
    return start + factor * 2.0 * b * std::atan2(1.0, b);
  }
  const double v = std::sqrt(1.0 - 4.0 / tau);
  const double logarithm = std::log((1.0 + v) * (1.0 + v) * tau / 4.0);
  return {start + factor * v * logarithm, -units::pi * factor * v};
}

double loop_kinetic_mixing(const std::array<double, 3>& lepton_charges, double K2) {
  double sum = 0.0;
  for (int i = 0; i < flavour_count; ++i) {
    const double mass = charged_lepton_mass(static_cast<Flavour>(i));
    const double charge = lepton_charges[static_cast<size_t>(i)];
    if (charge != 0.0) sum += charge * (2.0 * std::log(mass) / 6.0 + vacuum_polarisation_integral(K2 / (mass * mass)));
  }
  return std::sqrt(constants::electric_charge_squared) / (2.0 * units::pi * units::pi) * sum;
}

std::complex<double> timelike_kinetic_mixing(const std::array<double, 3>& lepton_charges, double s) {
  std::complex<double> sum = 0.0;
  for (int i = 0; i < flavour_count; ++i) {
    const double mass = charged_lepton_mass(static_cast<Flavour>(i));
    const double charge = lepton_charges[static_cast<size_t>(i)];
    if (charge == 0.0) continue;
    sum += charge * (2.0 * std::log(mass) / 6.0 + timelike_vacuum_polarisation_integral(s / (mass * mass)));
  }
  return std::sqrt(constants::electric_charge_squared) / (2.0 * units::pi * units::pi) * sum;
}

}  // namespace tridens::model
