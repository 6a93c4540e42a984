#include "tridens/flux/detail/solar_survival.hh"

#include <cmath>

namespace tridens::flux::detail {

double SolarSurvival::probability(double energy) const {
  const double cos2_theta13 = 1.0 - sin2_theta13;
  const double c = 1.0 - 2.0 * sin2_theta12;
  const double s_squared = 1.0 - c * c;
  const double x = 2.0 * energy * potential * cos2_theta13 / delta_m2_21;
  const double square = (c - x) * (c - x) + s_squared;
  const double correction = 1.5 * s_squared * x * x * relative_variance / (square * square);
  const double two_flavours = 0.5 * (1.0 + (1.0 - correction) * c * (c - x) / std::sqrt(square));
  return sin2_theta13 * sin2_theta13 + cos2_theta13 * cos2_theta13 * two_flavours;
}

}  // namespace tridens::flux::detail
