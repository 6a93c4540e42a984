// Bodies: volumes, chords and shadows against each other, decays against random points.
#include "tridens/detector/geometry.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"

namespace tridens::detector {
namespace {

using units::pi;

const std::vector<Body>& bodies() {
  static const std::vector<Body> all = {Body::box({2.56, 2.33, 10.37}, {0.3, -0.2, 1.0}),
                                        Body::cylinder(1.7, 6.0, BodyAxis::z, {0.0, 0.5, 0.0}),
                                        Body::cylinder(1.7, 4.0, BodyAxis::x), Body::cylinder(2.0, 3.0, BodyAxis::y),
                                        Body::sphere(5.75, {0.0, 0.0, 2.0})};
  return all;
}

Vector direction(double angle, double azimuth) {
  return {std::sin(angle) * std::cos(azimuth), std::sin(angle) * std::sin(azimuth), std::cos(angle)};
}

TEST(Geometry, ShadowsAreThoseOfCauchy) {
  // The mean shadow of a convex body is a quarter of its surface; lines over a shadow fill the volume.
  // Opposite directions have the same lines.
  const math::QuadratureRule rule = math::gauss_legendre(12);
  constexpr int azimuths = 100;
  for (const Body& body : bodies()) {
    double shadow = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      for (int k = 0; k < azimuths; ++k) {
        const Vector d = direction(std::acos(rule.nodes[i]), 2.0 * pi * (k + 0.5) / azimuths);
        for (const EntryPoint& entry : body.entries(d, 6)) shadow += rule.weights[i] / azimuths * entry.area;
      }
    }
    EXPECT_NEAR(shadow / (0.25 * body.surface()), 1.0, 5e-4);
    for (const Vector& d : {direction(0.0, 0.0), direction(0.3, 1.0), direction(1.4, 4.0)}) {
      double volume = 0.0;
      for (const EntryPoint& entry : body.entries(d, 24)) {
        const auto chord = body.chord(entry.point, d);
        ASSERT_TRUE(chord);
        EXPECT_NEAR(chord->near, 0.0, 1e-9);
        volume += entry.area * chord->far;
      }
      EXPECT_NEAR(volume / body.volume(), 1.0, 3e-3);
    }
  }
}

TEST(Geometry, PointsFillTheBodyAndChordsEndAtItsBorder) {
  for (const Body& body : bodies()) {
    Vector mean;
    int moved_inside = 0;
    const Vector shift{0.4, -0.3, 0.9};
    constexpr int count = 20000;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::array<double, 5> u{};
      uniforms(5, 1, i, 0, u.data(), 5);
      const Vector p = body.point(u.data()), d = direction(std::acos(2.0 * u[3] - 1.0), 2.0 * pi * u[4]);
      ASSERT_TRUE(body.contains(p));
      mean = mean + p * (1.0 / count);
      moved_inside += body.contains(p + shift) ? 1 : 0;
      const auto chord = body.chord(p, d);
      ASSERT_TRUE(chord && chord->near < 0.0 && chord->far > 0.0);
      EXPECT_TRUE(body.contains(p + d * (chord->far * (1.0 - 1e-9))));
      EXPECT_FALSE(body.contains(p + d * (chord->far * (1.0 + 1e-9))));
      EXPECT_LE(chord->far - chord->near, body.longest() * (1.0 + 1e-12));
      EXPECT_LE(chord->far - chord->near, body.longest_along(d) * (1.0 + 1e-9));
    }
    const double size = body.longest() / std::sqrt(12.0 * count);
    EXPECT_NEAR(mean.x, body.centre().x, 4.0 * size);
    EXPECT_NEAR(mean.z, body.centre().z, 4.0 * size);
    EXPECT_NEAR(static_cast<double>(moved_inside) / count, body.overlap(shift), 4.0 * 0.5 / std::sqrt(count));
  }
}

TEST(Geometry, WhatIsInsideIsSeenFromEveryShape) {
  // Sizes just inside and just outside of each other.
  for (const double scale : {0.999, 1.001}) {
    const bool fits = scale < 1.0;
    const Body box = Body::box({2.0, 4.0, 6.0}), ball = Body::sphere(1.0), tube = Body::cylinder(1.0, 6.0, BodyAxis::z);
    EXPECT_EQ(box.contains(Body::box({1.0, 1.0, 2.0 * scale}, {0.0, 0.0, 2.0})), fits);
    EXPECT_EQ(box.contains(Body::sphere(scale)), fits);
    EXPECT_EQ(box.contains(Body::cylinder(scale, 6.0, BodyAxis::z)), fits);
    EXPECT_EQ(box.contains(Body::cylinder(1.0, 2.0 * scale, BodyAxis::x)), fits);
    EXPECT_EQ(tube.contains(Body::cylinder(0.5 * scale, 5.0, BodyAxis::z, {0.3, 0.4, 0.0})), fits);
    EXPECT_EQ(tube.contains(Body::sphere(scale)), fits);
    EXPECT_EQ(tube.contains(Body::box({1.6, 1.2 * scale, 5.0})), fits);
    EXPECT_EQ(tube.contains(Body::cylinder(0.6, 1.6 * scale, BodyAxis::x)), fits);
    EXPECT_EQ(ball.contains(Body::box({0.8, 0.6, 1.732 * scale})), fits);
    EXPECT_EQ(ball.contains(Body::cylinder(0.6, 1.6 * scale, BodyAxis::y)), fits);
    EXPECT_EQ(ball.contains(Body::sphere(0.5 * scale, {0.3, 0.4, 0.0})), fits);
  }
}

TEST(Geometry, DecaysInsideAreThoseOfRandomPoints) {
  struct Case {
    Body made, decayed;
  };
  const Body dirt = Body::box({12.0, 12.0, 40.0}, {0.0, 0.0, -26.5});
  const Case cases[] = {{Body::sphere(6.1), Body::sphere(5.0)},
                        {dirt, Body::sphere(5.0)},
                        {dirt, Body::box({2.56, 2.33, 10.37})},
                        {Body::box({4.0, 4.0, 5.0}), Body::cylinder(1.5, 4.0, BodyAxis::x)}};
  for (const Case& each : cases) {
    for (const double flight : {0.7, 12.0, 4000.0}) {
      for (const double angle : {0.0, 0.35}) {
        const Vector d = direction(angle, 0.7);
        const FlightLines lines(each.made, each.decayed, d, 24);
        double sum = 0.0, squares = 0.0;
        constexpr int count = 40000;
        for (std::uint64_t i = 0; i < count; ++i) {
          std::array<double, 3> u{};
          uniforms(11, 1, i, 0, u.data(), 3);
          const auto chord = each.decayed.chord(each.made.point(u.data()), d);
          if (!chord || chord->far <= 0.0) continue;
          const double p = decay_between(std::max(0.0, chord->near), chord->far, flight);
          sum += p;
          squares += p * p;
        }
        const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / count);
        EXPECT_NEAR(lines.probability(flight), mean, 4.0 * error + lines.error(flight) + 1e-12)
            << flight << " " << angle;
        EXPECT_LT(lines.error(flight), 0.03 * lines.probability(flight)) << flight << " " << angle;
      }
    }
  }
}

TEST(Geometry, ShortAndLongLivesHaveTheirLimits) {
  const Body tank = Body::sphere(6.1), fiducial = Body::sphere(5.0);
  const FlightLines lines(tank, fiducial, {0.0, 0.0, 1.0}, 24);
  // At once: the share of the volume. Late: flight paths over the mean flight, int int over both volumes.
  EXPECT_NEAR(lines.probability(1e-6), fiducial.volume() / tank.volume(), 1e-5);
  EXPECT_NEAR(lines.probability(1e7) / lines.probability(1e8), 10.0, 1e-5);
  // A ball in itself: the mean path to the border is 3r/4, over L.
  const FlightLines ball(fiducial, fiducial, {0.0, 0.0, 1.0}, 16);
  EXPECT_NEAR(ball.probability(1e6) * 1e6 / (0.75 * 5.0), 1.0, 1e-5);
  // A box in itself along its axis, for any flight.
  const Body box = Body::box({3.0, 2.0, 8.0});
  for (const double flight : {0.1, 8.0, 1e3}) {
    const double expected = 1.0 - flight / 8.0 * (1.0 - std::exp(-8.0 / flight));
    EXPECT_NEAR(FlightLines(box, box, {0.0, 0.0, 1.0}).probability(flight) / expected, 1.0, 1e-9);
  }
  // Dirt behind a gap.
  const Body dirt = Body::box({20.0, 20.0, 30.0}, {0.0, 0.0, -24.0});
  const FlightLines far(dirt, box, {0.0, 0.0, 1.0});
  EXPECT_NEAR(far.least_distance(), 5.0, 1e-12);
  const double expected =
      7.0 * std::exp(-5.0 / 7.0) * (1.0 - std::exp(-30.0 / 7.0)) * (1.0 - std::exp(-8.0 / 7.0)) * 6.0 / dirt.volume();
  EXPECT_NEAR(far.probability(7.0) / expected, 1.0, 1e-9);
  EXPECT_FALSE(FlightLines(dirt, box, {0.0, 0.0, -1.0}).meet());
}

TEST(Geometry, ImpossibleBodiesAreRefused) {
  EXPECT_THROW(Body::sphere(0.0), UserError);
  EXPECT_THROW(Body::box({1.0, -1.0, 1.0}), UserError);
  EXPECT_THROW(Body::cylinder(1.0, std::nan(""), BodyAxis::x), UserError);
  EXPECT_THROW(decay_between(2.0, 1.0, 1.0), UserError);
  EXPECT_THROW(FlightLines(Body::sphere(1.0), Body::sphere(1.0), {0.0, 0.0, 1.0}).probability(0.0), UserError);
}

}  // namespace
}  // namespace tridens::detector
