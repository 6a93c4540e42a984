#include "tridens/process/detail/initial_radiation.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"

namespace tridens::process::detail {
namespace {

constexpr double euler_gamma = 0.57721566490153286;

}  // namespace

InitialRadiation::InitialRadiation(double s) {
  const double ratio = s / (constants::electron_mass * constants::electron_mass);
  h_ = constants::fine_structure / units::pi * (std::log(ratio) - 1.0 + 1.0 / ratio);
  norm_ = std::exp(h_ * (0.75 - euler_gamma)) / std::tgamma(1.0 + h_);
}

double InitialRadiation::against_soft(double radiated) const {
  if (radiated <= 0.0) return norm_;
  const double x = 1.0 - radiated;
  if (x <= 0.0) return 0.0;
  const double log_radiated = std::log(radiated), log_x = std::log1p(-radiated);
  const double second = -4.0 * (1.0 + x) * log_radiated + 3.0 * (1.0 + x) * log_x - 4.0 * log_x / radiated - 5.0 - x;
  // Divided by h (1 - x)^(h - 1).
  return norm_ + std::pow(radiated, 1.0 - h_) * (-0.5 * (1.0 + x) + h_ / 8.0 * second);
}

double InitialRadiation::soft_quantile(double r) const {
  return std::pow(r, 1.0 / h_);
}

}  // namespace tridens::process::detail
