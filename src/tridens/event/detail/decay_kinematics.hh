#pragma once
#include <algorithm>
#include <cmath>

#include "tridens/math/four_vector.hh"

// Momenta of decay products, for the decays of events and for the map of the unit cube to courses of decays.
namespace tridens::event::detail {

/// lambda^1/2(a^2, b^2, c^2), zero below threshold; a the heaviest.
inline double root_lambda(double a, double b, double c) {
  const double sum = (a - b - c) * (a + b + c), difference = (a - b + c) * (a + b - c);
  return std::sqrt(std::max(0.0, sum * difference));
}

inline FourVector on_shell(double mass, double x, double y, double z) {
  return {std::sqrt(mass * mass + x * x + y * y + z * z), x, y, z};
}

/// A unit vector in `e` = 0 form and two at right angles to it.
struct Axes {
  FourVector along, first, second;
};
inline Axes axes(const FourVector& along) {
  // Gram-Schmidt on the direction that is farthest from it.
  const bool use_x = std::abs(along.x) < 0.6;
  const FourVector other = use_x ? FourVector{0, 1, 0, 0} : FourVector{0, 0, 1, 0};
  FourVector first = other - along * along.space_dot(other);
  first = first * (1.0 / std::sqrt(first.space_dot(first)));
  const FourVector second{0, along.y * first.z - along.z * first.y, along.z * first.x - along.x * first.z,
                          along.x * first.y - along.y * first.x};
  return {along, first, second};
}
inline FourVector direction(const Axes& a, double cosine, double azimuth) {
  const double sine = std::sqrt(std::max(0.0, 1.0 - cosine * cosine));
  return a.along * cosine + a.first * (sine * std::cos(azimuth)) + a.second * (sine * std::sin(azimuth));
}

inline FourVector flight_direction(const FourVector& p) {
  const double length = p.momentum();
  if (length == 0.0) return {0, 0, 0, 1};
  return {0, p.x / length, p.y / length, p.z / length};
}

/// From the rest frame of a body of momentum p and mass m to the laboratory; k.e is taken from the mass of k.
inline FourVector boosted(const FourVector& k, double k_mass, const FourVector& p, double m) {
  const double along = p.space_dot(k), factor = (k.e + along / (p.e + m)) / m;
  return on_shell(k_mass, k.x + factor * p.x, k.y + factor * p.y, k.z + factor * p.z);
}

/// The direction of what flies along +z, seen from the rest frame of a body of momentum p and mass m.
inline FourVector beam_direction(const FourVector& p, double m) {
  const double factor = (p.z / (p.e + m) - 1.0) / m;
  return flight_direction({0, factor * p.x, factor * p.y, 1.0 + factor * p.z});
}

}  // namespace tridens::event::detail
