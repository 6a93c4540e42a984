#pragma once
#include <algorithm>
#include <cmath>

#include "tridens/math/four_vector.hh"
#include "tridens/model/unstable.hh"

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

/// Axes of the rest frame of a body of momentum `k` and mass M in the rest frame of its parent (momentum p, mass m),
/// boosted there without a turn, against those of the rest frame boosted from the laboratory: the rotation of Wigner as
/// the vector of Rodrigues (tan of half the angle along its axis), along k x p, tan(w/2) = sin a/(D + cos a), D^2 =
/// (g_1 + 1)(g_2 + 1)/[(g_1 - 1)(g_2 - 1)] for boosts g_1, g_2 at the angle a.
inline FourVector wigner_turn(const FourVector& p, double m, const FourVector& k, double M) {
  const double first = p.momentum(), second = k.momentum();
  if (first == 0.0 || second == 0.0) return {};
  // [(g + 1)/(g - 1)]^1/2 = (E + m)/|p|.
  const double scale = 1.0 / ((p.e + m) * (k.e + M) + p.space_dot(k));
  return {0.0, scale * (p.z * k.y - p.y * k.z), scale * (p.x * k.z - p.z * k.x), scale * (p.y * k.x - p.x * k.y)};
}

/// The direction of what flies along +z, seen from the rest frame of a body of momentum p and mass m.
inline FourVector beam_direction(const FourVector& p, double m) {
  const double factor = (p.z / (p.e + m) - 1.0) / m;
  return flight_direction({0, factor * p.x, factor * p.y, 1.0 + factor * p.z});
}

/// Of the vector that a parent (momentum p in the laboratory, mass m) of a helicity makes with momentum k in its rest
/// frame: in the rest frame of the vector that is boosted from the laboratory. The mode has a vector_spin.
inline model::VectorSpin spin_of_vector(const model::UnstableMode& mode, const FourVector& p, double m, double helicity,
                                        const FourVector& k) {
  return model::emitted_vector_spin(*mode.vector_spin, flight_direction(k), flight_direction(p), helicity,
                                    wigner_turn(p, m, k, mode.masses[1]));
}

}  // namespace tridens::event::detail
