#pragma once
#include <cmath>

namespace tridens {

/// Energy and momentum, GeV; metric (+,-,-,-).
struct FourVector {
  double e = 0.0, x = 0.0, y = 0.0, z = 0.0;

  FourVector operator+(const FourVector& o) const { return {e + o.e, x + o.x, y + o.y, z + o.z}; }
  FourVector operator-(const FourVector& o) const { return {e - o.e, x - o.x, y - o.y, z - o.z}; }
  FourVector operator*(double f) const { return {e * f, x * f, y * f, z * f}; }
  double dot(const FourVector& o) const { return e * o.e - x * o.x - y * o.y - z * o.z; }
  double mass_squared() const { return dot(*this); }
  double momentum() const { return std::sqrt(x * x + y * y + z * z); }
  double transverse_momentum() const { return std::hypot(x, y); }
  double space_dot(const FourVector& o) const { return x * o.x + y * o.y + z * o.z; }
};

}  // namespace tridens
