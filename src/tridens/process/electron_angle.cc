// Angle of the electron in neutrino-electron scattering. 1 - cos^2 theta is a small difference for fast electrons;
// without it,
//   sin^2 theta = m_e (2 E + m_e)(T_max - T) / [E^2 (T + 2 m_e)],   T_max = 2 E^2/(m_e + 2 E).
#include "tridens/process/electron_angle.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"

namespace tridens::process {
namespace {

constexpr double m = constants::electron_mass;

double highest_recoil(double energy) {
  return 2.0 * energy * energy / (m + 2.0 * energy);
}

double sine_squared(double energy, double recoil) {
  const double room = std::fmax(0.0, highest_recoil(energy) - recoil);
  return std::fmin(1.0, m * (2.0 * energy + m) * room / (energy * energy * (recoil + 2.0 * m)));
}

/// The place between two recoil energies where a function that changes sign there is zero.
template <class Function>
double root(const Function& function, double low, double high) {
  const bool rising = function(low) < 0.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    ((function(middle) < 0.0) == rising ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Ends of the ranges of recoil energy in which E_e theta^2 rises or falls.
std::vector<double> turning_points(double energy) {
  constexpr int steps = 200;
  const double end = highest_recoil(energy), start = 1e-6 * std::fmin(m, end);
  const auto slope = [&](double recoil) { return energy_theta_squared_slope(energy, recoil); };
  std::vector<double> points = {0.0};
  double before = start;
  for (int i = 1; i < steps; ++i) {
    const double here = start * std::pow(end / start, static_cast<double>(i) / steps);
    if ((slope(before) < 0.0) != (slope(here) < 0.0)) points.push_back(root(slope, before, here));
    before = here;
  }
  points.push_back(end);
  return points;
}

}  // namespace

double energy_theta_squared(double energy, double recoil) {
  const double theta = std::asin(std::sqrt(sine_squared(energy, recoil)));  // cos theta >= 0 for a target at rest
  return (recoil + m) * theta * theta;
}

double energy_theta_squared_slope(double energy, double recoil) {
  const double theta = std::asin(std::sqrt(sine_squared(energy, recoil)));
  const double slope_of_sine_squared = -m * (2.0 * energy + m) * (highest_recoil(energy) + 2.0 * m) /
                                       (energy * energy * (recoil + 2.0 * m) * (recoil + 2.0 * m));
  // theta/(sin cos) -> 1 for small angles.
  const double ratio = theta < 1e-8 ? 1.0 : theta / (std::sin(theta) * std::cos(theta));
  return theta * theta + (recoil + m) * ratio * slope_of_sine_squared;
}

std::vector<double> recoils_at_energy_theta_squared(double energy, double value) {
  std::vector<double> recoils;
  const std::vector<double> points = turning_points(energy);
  const auto excess = [&](double recoil) { return energy_theta_squared(energy, recoil) - value; };
  for (size_t i = 0; i + 1 < points.size(); ++i) {
    if ((excess(points[i]) < 0.0) != (excess(points[i + 1]) < 0.0)) {
      recoils.push_back(root(excess, points[i], points[i + 1]));
    }
  }
  return recoils;
}

}  // namespace tridens::process
