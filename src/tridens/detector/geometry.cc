#include "tridens/detector/geometry.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::detector {
namespace {

using units::pi;
using Local = std::array<double, 3>;

void require_size(double size) {
  if (size > 0.0 && std::isfinite(size)) return;
  throw UserError("a body without size", "lengths must be positive and finite", "");
}

/// Narrows a range of a line to |a + t d| < half.
bool between_planes(double a, double d, double half, Chord& chord) {
  if (d == 0.0) return std::abs(a) < half;
  const double one = (-half - a) / d, two = (half - a) / d;
  chord.near = std::max(chord.near, std::min(one, two));
  chord.far = std::min(chord.far, std::max(one, two));
  return chord.near < chord.far;
}

/// The same to |a + t d|^2 < r^2 in the first `dimensions` coordinates.
bool within_radius(const Local& a, const Local& d, size_t dimensions, double radius, Chord& chord) {
  double dd = 0.0, ad = 0.0, aa = 0.0;
  for (size_t i = 0; i < dimensions; ++i) {
    dd += d[i] * d[i];
    ad += a[i] * d[i];
    aa += a[i] * a[i];
  }
  if (dd == 0.0) return aa < radius * radius;
  const double closest = -ad / dd, miss = aa - ad * ad / dd;
  if (miss >= radius * radius) return false;
  const double half = std::sqrt((radius * radius - miss) / dd);
  chord.near = std::max(chord.near, closest - half);
  chord.far = std::min(chord.far, closest + half);
  return chord.near < chord.far;
}

/// Area common to two discs of radius R at a distance, over pi R^2.
double disc_overlap(double distance, double radius) {
  const double h = 0.5 * distance / radius;
  if (h >= 1.0) return 0.0;
  return 2.0 / pi * (std::acos(h) - h * std::sqrt((1.0 - h) * (1.0 + h)));
}

/// x + exp(-x) - 1 without cancellation.
double slow_start(double x) {
  if (x > 0.1) return x + std::expm1(-x);
  double term = 0.5 * x * x, sum = term;
  for (int n = 3; n < 12; ++n) sum += term *= -x / n;
  return sum;
}

/// The integral along one line, int_A ds [exp(-l_1/L) - exp(-l_2/L)], times exp(least/L).
double along(const Chord& made, const Chord& decayed, double flight, double least) {
  double sum = 0.0;
  // Made before F.
  const double end = std::min(made.far, decayed.near);
  if (end > made.near) {
    sum += flight * std::exp(-(decayed.near - end - least) / flight) * std::expm1(-(end - made.near) / flight) *
           std::expm1(-(decayed.far - decayed.near) / flight);
  }
  // Made inside.
  const double low = std::max(made.near, decayed.near), high = std::min(made.far, decayed.far);
  if (high > low) {
    sum += flight * (slow_start((decayed.far - low) / flight) - slow_start((decayed.far - high) / flight));
  }
  return sum;
}

Local minus(const Local& v) {
  return {-v[0], -v[1], -v[2]};
}

}  // namespace

double decay_between(double near, double far, double mean_flight) {
  if (!(near >= 0.0 && far >= near && mean_flight > 0.0)) {
    throw UserError("decay lengths out of order", "0 <= nearest <= farthest, and a positive mean flight", "");
  }
  // Without cancellation for long flights.
  return -std::exp(-near / mean_flight) * std::expm1(-(far - near) / mean_flight);
}

Body::Body(BodyShape shape, const std::array<double, 3>& half, BodyAxis axis, const Vector& centre)
    : shape_(shape), half_(half), axis_(axis), centre_(centre) {
  for (const double size : half_) require_size(size);
}

Body Body::box(const Vector& size, const Vector& centre) {
  return {BodyShape::box, {0.5 * size.x, 0.5 * size.y, 0.5 * size.z}, BodyAxis::z, centre};
}

Body Body::cylinder(double radius, double length, BodyAxis axis, const Vector& centre) {
  return {BodyShape::cylinder, {radius, radius, 0.5 * length}, axis, centre};
}

Body Body::sphere(double radius, const Vector& centre) {
  return {BodyShape::sphere, {radius, radius, radius}, BodyAxis::z, centre};
}

Local Body::local(const Vector& v) const {
  switch (axis_) {
    case BodyAxis::x:
      return {v.y, v.z, v.x};
    case BodyAxis::y:
      return {v.z, v.x, v.y};
    case BodyAxis::z:
      break;
  }
  return {v.x, v.y, v.z};
}

Vector Body::global(const Local& v) const {
  switch (axis_) {
    case BodyAxis::x:
      return {v[2], v[0], v[1]};
    case BodyAxis::y:
      return {v[1], v[2], v[0]};
    case BodyAxis::z:
      break;
  }
  return {v[0], v[1], v[2]};
}

double Body::volume() const {
  const double r = half_[0];
  if (shape_ == BodyShape::box) return 8.0 * half_[0] * half_[1] * half_[2];
  if (shape_ == BodyShape::cylinder) return 2.0 * pi * r * r * half_[2];
  return 4.0 / 3.0 * pi * r * r * r;
}

double Body::surface() const {
  const double r = half_[0];
  if (shape_ == BodyShape::box) return 8.0 * (half_[0] * half_[1] + half_[1] * half_[2] + half_[2] * half_[0]);
  if (shape_ == BodyShape::cylinder) return 2.0 * pi * r * (r + 2.0 * half_[2]);
  return 4.0 * pi * r * r;
}

double Body::longest() const {
  if (shape_ == BodyShape::box) return 2.0 * std::hypot(half_[0], half_[1], half_[2]);
  if (shape_ == BodyShape::cylinder) return 2.0 * std::hypot(half_[0], half_[2]);
  return 2.0 * half_[0];
}

bool Body::contains(const Vector& point) const {
  const Local v = local(point - centre_);
  if (shape_ == BodyShape::box) {
    return std::abs(v[0]) < half_[0] && std::abs(v[1]) < half_[1] && std::abs(v[2]) < half_[2];
  }
  if (shape_ == BodyShape::cylinder) {
    return v[0] * v[0] + v[1] * v[1] < half_[0] * half_[0] && std::abs(v[2]) < half_[2];
  }
  return v[0] * v[0] + v[1] * v[1] + v[2] * v[2] < half_[0] * half_[0];
}

bool Body::contains(const Body& other) const {
  // In the frame of this body the other is a ball, or a box or cylinder along some axis.
  const Local d = local(other.centre_ - centre_);
  Local extent = local(other.global(other.half_));
  for (double& e : extent) e = std::abs(e);
  const bool ball = other.shape_ == BodyShape::sphere;
  const bool along_axis = other.shape_ == BodyShape::cylinder && other.axis_ == axis_;
  constexpr double slack = 1.0 + 1e-12;
  if (shape_ == BodyShape::box) {
    return std::abs(d[0]) + extent[0] <= half_[0] * slack && std::abs(d[1]) + extent[1] <= half_[1] * slack &&
           std::abs(d[2]) + extent[2] <= half_[2] * slack;
  }
  if (shape_ == BodyShape::cylinder) {
    const double across = ball || along_axis ? std::hypot(d[0], d[1]) + other.half_[0]
                                             : std::hypot(std::abs(d[0]) + extent[0], std::abs(d[1]) + extent[1]);
    return across <= half_[0] * slack && std::abs(d[2]) + extent[2] <= half_[2] * slack;
  }
  if (ball) return std::hypot(d[0], d[1], d[2]) + other.half_[0] <= half_[0] * slack;
  if (other.shape_ == BodyShape::box) {
    return std::hypot(std::abs(d[0]) + extent[0], std::abs(d[1]) + extent[1], std::abs(d[2]) + extent[2]) <=
           half_[0] * slack;
  }
  const Local e = other.local(other.centre_ - centre_);
  return std::hypot(std::hypot(e[0], e[1]) + other.half_[0], std::abs(e[2]) + other.half_[2]) <= half_[0] * slack;
}

std::array<double, 2> Body::along_beam() const {
  const Vector extent = global(half_);
  return {centre_.z - extent.z, centre_.z + extent.z};
}

std::optional<Chord> Body::chord(const Vector& point, const Vector& direction) const {
  const Local a = local(point - centre_), d = local(direction);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Chord chord{-infinity, infinity};
  bool inside = true;
  if (shape_ == BodyShape::box) {
    for (size_t i = 0; i < 3 && inside; ++i) inside = between_planes(a[i], d[i], half_[i], chord);
  } else if (shape_ == BodyShape::cylinder) {
    inside = between_planes(a[2], d[2], half_[2], chord) && within_radius(a, d, 2, half_[0], chord);
  } else {
    inside = within_radius(a, d, 3, half_[0], chord);
  }
  if (!inside || !(chord.near < chord.far)) return std::nullopt;
  return chord;
}

double Body::longest_along(const Vector& direction) const {
  // That through the centre, by symmetry.
  const std::optional<Chord> longest = chord(centre_, direction);
  return longest ? longest->far - longest->near : 0.0;
}

double Body::overlap(const Vector& shift) const {
  const Local v = local(shift);
  const auto linear = [&](size_t i) { return std::max(0.0, 1.0 - 0.5 * std::abs(v[i]) / half_[i]); };
  if (shape_ == BodyShape::box) return linear(0) * linear(1) * linear(2);
  if (shape_ == BodyShape::cylinder) return linear(2) * disc_overlap(std::hypot(v[0], v[1]), half_[0]);
  const double h = 0.5 * std::hypot(v[0], v[1], v[2]) / half_[0];
  return h >= 1.0 ? 0.0 : 0.5 * (1.0 - h) * (1.0 - h) * (2.0 + h);
}

Vector Body::point(const double* u) const {
  Local v{};
  if (shape_ == BodyShape::box) {
    for (size_t i = 0; i < 3; ++i) v[i] = half_[i] * (2.0 * u[i] - 1.0);
  } else if (shape_ == BodyShape::cylinder) {
    const double r = half_[0] * std::sqrt(u[0]), phi = 2.0 * pi * u[1];
    v = {r * std::cos(phi), r * std::sin(phi), half_[2] * (2.0 * u[2] - 1.0)};
  } else {
    const double r = half_[0] * std::cbrt(u[0]), phi = 2.0 * pi * u[1], c = 2.0 * u[2] - 1.0,
                 s = std::sqrt(1.0 - c * c);
    v = {r * s * std::cos(phi), r * s * std::sin(phi), r * c};
  }
  return centre_ + global(v);
}

std::vector<EntryPoint> Body::entries(const Vector& direction, int nodes) const {
  std::vector<EntryPoint> result;
  const Local d = local(direction);
  if (shape_ == BodyShape::box) {
    add_flat_entries(d, nodes, result);
  } else if (shape_ == BodyShape::cylinder) {
    add_cylinder_entries(d, nodes, result);
  } else {
    add_sphere_entries(d, nodes, result);
  }
  return result;
}

void Body::add_flat_entries(const Local& d, int nodes, std::vector<EntryPoint>& result) const {
  const math::QuadratureRule rule = math::gauss_legendre(nodes);
  for (size_t face = 0; face < 3; ++face) {
    if (d[face] == 0.0) continue;
    const size_t a = (face + 1) % 3, b = (face + 2) % 3;
    const double area = 4.0 * half_[a] * half_[b] * std::abs(d[face]);
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        Local v{};
        v[face] = std::copysign(half_[face], -d[face]);
        v[a] = half_[a] * (2.0 * rule.nodes[i] - 1.0);
        v[b] = half_[b] * (2.0 * rule.nodes[j] - 1.0);
        result.push_back({centre_ + global(v), area * rule.weights[i] * rule.weights[j]});
      }
    }
  }
}

void Body::add_cylinder_entries(const Local& d, int nodes, std::vector<EntryPoint>& result) const {
  const math::QuadratureRule rule = math::gauss_legendre(nodes);
  const double r = half_[0], across = std::hypot(d[0], d[1]), turn = std::atan2(-d[1], -d[0]);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    // The azimuth is that from the side the lines come from; symmetric, so that both halves are taken.
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      if (d[2] != 0.0) {
        // Even in r^2 would be smooth inside but not at the border, where chords of other bodies end in roots.
        const double s = std::sin(0.5 * pi * rule.nodes[i]), phi = turn + 2.0 * pi * rule.nodes[j];
        const double weight = pi * r * r * std::abs(d[2]) * pi * s * std::cos(0.5 * pi * rule.nodes[i]);
        result.push_back(
            {centre_ + global({r * s * std::cos(phi), r * s * std::sin(phi), std::copysign(half_[2], -d[2])}),
             weight * rule.weights[i] * rule.weights[j]});
      }
      if (across > 0.0) {
        const double angle = pi * (rule.nodes[i] - 0.5), phi = turn + angle;
        const double weight = across * std::cos(angle) * pi * r * 2.0 * half_[2];
        result.push_back(
            {centre_ + global({r * std::cos(phi), r * std::sin(phi), half_[2] * (2.0 * rule.nodes[j] - 1.0)}),
             weight * rule.weights[i] * rule.weights[j]});
      }
    }
  }
}

void Body::add_sphere_entries(const Local& d, int nodes, std::vector<EntryPoint>& result) const {
  const math::QuadratureRule rule = math::gauss_legendre(nodes);
  // Two unit vectors across.
  const size_t least = std::abs(d[0]) < std::abs(d[1]) ? (std::abs(d[0]) < std::abs(d[2]) ? 0 : 2)
                                                       : (std::abs(d[1]) < std::abs(d[2]) ? 1 : 2);
  Local e{};
  e[least] = 1.0;
  Local a = {d[1] * e[2] - d[2] * e[1], d[2] * e[0] - d[0] * e[2], d[0] * e[1] - d[1] * e[0]};
  const double norm = std::hypot(a[0], a[1], a[2]);
  for (double& one : a) one /= norm;
  const Local b = {d[1] * a[2] - d[2] * a[1], d[2] * a[0] - d[0] * a[2], d[0] * a[1] - d[1] * a[0]};
  const Local back = minus(d);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    // Distance from the axis sqrt(1 - c^2): d^2b = c dc dphi.
    const double c = rule.nodes[i], s = std::sqrt(1.0 - c * c), r = half_[0];
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      const double phi = 2.0 * pi * rule.nodes[j], x = s * std::cos(phi), y = s * std::sin(phi);
      Local v{};
      for (size_t k = 0; k < 3; ++k) v[k] = r * (x * a[k] + y * b[k] + c * back[k]);
      result.push_back({centre_ + global(v), 2.0 * pi * r * r * c * rule.weights[i] * rule.weights[j]});
    }
  }
}

FlightLines::FlightLines(const Body& made, const Body& decayed, const Vector& direction, int nodes)
    : volume_(made.volume()),
      fine_(lines(made, decayed, direction, nodes)),
      coarse_(lines(made, decayed, direction, std::max(1, nodes / 2))) {
  for (const Line& line : fine_) least_ = std::min(least_, std::max(0.0, line.decayed.near - line.made.far));
}

std::vector<FlightLines::Line> FlightLines::lines(const Body& made, const Body& decayed, const Vector& direction,
                                                  int nodes) {
  std::vector<Line> result;
  double filled = 0.0;
  for (const EntryPoint& entry : decayed.entries(direction, nodes)) {
    const std::optional<Chord> inside = decayed.chord(entry.point, direction);
    if (!inside) continue;
    filled += entry.area * (inside->far - inside->near);
    const std::optional<Chord> source = made.chord(entry.point, direction);
    if (source && source->near < inside->far) result.push_back({entry.area, *source, *inside});
  }
  for (Line& line : result) line.area *= decayed.volume() / filled;
  return result;
}

double FlightLines::sum(const std::vector<Line>& lines, double mean_flight, double least) const {
  if (!(mean_flight > 0.0)) throw UserError("a mean flight that is not positive", "", "");
  double result = 0.0;
  for (const Line& line : lines) result += line.area * along(line.made, line.decayed, mean_flight, least);
  return result / volume_;
}

double FlightLines::probability(double mean_flight) const {
  return sum(fine_, mean_flight, 0.0);
}

double FlightLines::scaled_probability(double mean_flight, double least) const {
  return sum(fine_, mean_flight, least);
}

double FlightLines::error(double mean_flight) const {
  return std::abs(sum(fine_, mean_flight, 0.0) - sum(coarse_, mean_flight, 0.0));
}

double decay_probability(const Body& made, const Body& decayed, double angle_to_beam, double mean_flight, int azimuths,
                         int nodes) {
  double sum = 0.0;
  const double c = std::cos(angle_to_beam), s = std::sin(angle_to_beam);
  for (int i = 0; i < azimuths; ++i) {
    const double phi = 2.0 * pi * (i + 0.5) / azimuths;
    sum += FlightLines(made, decayed, {s * std::cos(phi), s * std::sin(phi), c}, nodes).probability(mean_flight);
  }
  return sum / azimuths;
}

}  // namespace tridens::detector
