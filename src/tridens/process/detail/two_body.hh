#pragma once
#include <cmath>

#include "tridens/math/four_vector.hh"

// Two-body final states of a system that moves almost at the speed of light: light-cone components p+- = e +- z keep
// what is small small, where energies and momenta would cancel.
namespace tridens::process::detail {

struct LightCone {
  double plus = 0.0, minus = 0.0, x = 0.0, y = 0.0;

  LightCone operator+(const LightCone& o) const { return {plus + o.plus, minus + o.minus, x + o.x, y + o.y}; }
  LightCone operator-(const LightCone& o) const { return {plus - o.plus, minus - o.minus, x - o.x, y - o.y}; }
  double mass_squared() const { return plus * minus - x * x - y * y; }
  FourVector momentum() const { return {0.5 * (plus + minus), x, y, 0.5 * (plus - minus)}; }
};

/// Momentum of the massless one of the two bodies that `total` goes into; the other has `mass`. `cosine` and `azimuth`
/// are its direction in the rest frame of `total`, against the direction that the z axis of the laboratory has there.
inline LightCone massless_of_two(const LightCone& total, double mass, double cosine, double azimuth) {
  const double M2 = total.mass_squared(), M = std::sqrt(M2), energy = (M2 - mass * mass) / (2.0 * M);
  // A massless vector along z, boosted to that frame.
  const double ax = -total.x / M, ay = -total.y / M, az = 0.5 * (1.0 - (total.x * total.x + total.y * total.y) / M2);
  const double length = std::sqrt(ax * ax + ay * ay + az * az), nx = ax / length, ny = ay / length, nz = az / length;
  // Two directions at right angles to n: Gram-Schmidt on x, then the cross product.
  const double norm = std::sqrt(1.0 - nx * nx);
  const double e1x = norm, e1y = -nx * ny / norm, e1z = -nx * nz / norm;
  const double e2x = ny * e1z - nz * e1y, e2y = nz * e1x - nx * e1z, e2z = nx * e1y - ny * e1x;
  const double sine = std::sqrt(std::fmax(0.0, 1.0 - cosine * cosine)), c = sine * std::cos(azimuth),
               s = sine * std::sin(azimuth);
  const double x = energy * (nx * cosine + e1x * c + e2x * s), y = energy * (ny * cosine + e1y * c + e2y * s),
               z = energy * (nz * cosine + e1z * c + e2z * s);
  const double plus = energy + z, minus = energy - z, boost = total.plus / M;
  LightCone result;
  result.plus = plus * boost;
  result.x = x + plus / M * total.x;
  result.y = y + plus / M * total.y;
  result.minus =
      (minus + 2.0 * (x * total.x + y * total.y) / M + plus * (total.x * total.x + total.y * total.y) / M2) / boost;
  return result;
}

}  // namespace tridens::process::detail
