// A line of an isotropic flux enters at a point evenly distributed over the surface, under the angle theta to its
// normal with density 2 cos(theta) sin(theta). Bodies other than the sphere: 65536 such lines from a counter-based
// random stream, sorted, and averaged in 512 groups, scaled to the exact mean 4 V/S (by less than 0.5 %).
#include "tridens/rate/chord_lengths.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"

namespace tridens::rate {
namespace {

constexpr size_t groups = 512, lines_per_group = 128;

void check(double length) {
  if (!(length > 0.0) || !std::isfinite(length)) {
    throw UserError(fmt::format("a detector with a side of {:g} m", length), "lengths are positive", "give metres");
  }
}

struct Direction {
  double along_normal, first, second;  // unit vector, inwards
};

Direction inwards(RandomStream& random) {
  const double cos2 = random.uniform(), sine = std::sqrt(1.0 - cos2), phi = 2.0 * units::pi * random.uniform();
  return {std::sqrt(cos2), sine * std::cos(phi), sine * std::sin(phi)};
}

/// To the far wall of a slab of width `side` from `position` in it.
double to_wall(double position, double side, double direction) {
  if (direction > 0.0) return (side - position) / direction;
  return direction < 0.0 ? -position / direction : 1e300;
}

/// In a circle of radius R from the point (x, 0): the way along (dx, dy) to its border.
double to_circle(double x, double radius, double dx, double dy) {
  const double square = dx * dx + dy * dy;
  if (square == 0.0) return 1e300;
  const double b = x * dx, c = x * x - radius * radius;
  return (-b + std::sqrt(std::max(0.0, b * b - square * c))) / square;
}

std::vector<double> sampled(double mean, const std::function<double(RandomStream&)>& line) {
  std::vector<double> all(groups * lines_per_group);
  for (size_t i = 0; i < all.size(); ++i) {
    constexpr std::uint64_t seed = 1, purpose = 0x43484f52;
    RandomStream random(seed, purpose, i);
    all[i] = line(random);
  }
  std::sort(all.begin(), all.end());
  const double scale = mean * static_cast<double>(all.size()) / std::accumulate(all.begin(), all.end(), 0.0);
  std::vector<double> result(groups);
  for (size_t i = 0; i < groups; ++i) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(i * lines_per_group);
    result[i] = scale * std::accumulate(from, from + lines_per_group, 0.0) / static_cast<double>(lines_per_group);
  }
  return result;
}

}  // namespace

ChordLengths::ChordLengths(double volume, double surface, std::vector<double> lengths)
    : volume_(volume), surface_(surface), lengths_(std::move(lengths)) {}

ChordLengths ChordLengths::sphere(double radius) {
  check(radius);
  std::vector<double> lengths(groups);
  for (size_t i = 0; i < groups; ++i) {
    // Mean of l = 2R sqrt(u) over an interval of the cumulated share u.
    const double low = static_cast<double>(i) / groups, high = static_cast<double>(i + 1) / groups;
    lengths[i] = 2.0 * radius * groups * (std::pow(high, 1.5) - std::pow(low, 1.5)) / 1.5;
  }
  return {4.0 / 3.0 * units::pi * std::pow(radius, 3), 4.0 * units::pi * radius * radius, std::move(lengths)};
}

ChordLengths ChordLengths::cylinder(double radius, double height) {
  check(radius);
  check(height);
  const double caps = 2.0 * units::pi * radius * radius, side = 2.0 * units::pi * radius * height;
  const double volume = units::pi * radius * radius * height;
  return {volume, caps + side, sampled(4.0 * volume / (caps + side), [&](RandomStream& random) {
            const bool on_cap = random.uniform() * (caps + side) < caps;
            const double place = random.uniform();
            const Direction d = inwards(random);
            if (on_cap) {
              return std::min(height / d.along_normal, to_circle(radius * std::sqrt(place), radius, d.first, d.second));
            }
            return std::min(to_wall(height * place, height, d.first),
                            to_circle(radius, radius, -d.along_normal, d.second));
          })};
}

ChordLengths ChordLengths::box(double x, double y, double z) {
  for (const double side : {x, y, z}) check(side);
  const std::array<std::array<double, 3>, 3> faces = {{{x, y, z}, {y, z, x}, {z, x, y}}};  // normal, then the face
  const double volume = x * y * z, half_surface = x * y + y * z + z * x;
  return {volume, 2.0 * half_surface, sampled(2.0 * volume / half_surface, [&](RandomStream& random) {
            double rest = random.uniform() * half_surface;
            size_t face = 0;
            while (face < 2 && rest > faces[face][1] * faces[face][2]) {
              rest -= faces[face][1] * faces[face][2];
              ++face;
            }
            const double a = faces[face][1] * random.uniform(), b = faces[face][2] * random.uniform();
            const Direction d = inwards(random);
            return std::min({faces[face][0] / d.along_normal, to_wall(a, faces[face][1], d.first),
                             to_wall(b, faces[face][2], d.second)});
          })};
}

}  // namespace tridens::rate
