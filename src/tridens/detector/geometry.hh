#pragma once
#include <array>
#include <limits>
#include <optional>
#include <vector>

// Simple convex bodies, and the chance that what was made in one of them decays in another. Lengths are metres; beams
// run along +z, y points up.
namespace tridens::detector {

struct Vector {
  double x = 0.0, y = 0.0, z = 0.0;

  Vector operator+(const Vector& o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vector operator-(const Vector& o) const { return {x - o.x, y - o.y, z - o.z}; }
  Vector operator*(double f) const { return {x * f, y * f, z * f}; }
  double dot(const Vector& o) const { return x * o.x + y * o.y + z * o.z; }
};

/// exp(-near/L) - exp(-far/L) for a mean flight L: the chance to decay between two distances. UserError for lengths
/// that are negative or out of order.
double decay_between(double near, double far, double mean_flight);

/// Where a line is inside: distances from its origin, negative behind it.
struct Chord {
  double near = 0.0, far = 0.0;
};

/// A point where lines of one direction enter a body, and the area of the bundle that it stands for.
struct EntryPoint {
  Vector point;
  double area = 0.0;  // m^2, across the direction
};

enum class BodyShape { box, cylinder, sphere };
/// Along x, y or z; only cylinders have one.
enum class BodyAxis { x, y, z };

class Body {
 public:
  /// UserError for sizes that are not positive.
  static Body box(const Vector& size, const Vector& centre = {});
  static Body cylinder(double radius, double length, BodyAxis axis, const Vector& centre = {});
  static Body sphere(double radius, const Vector& centre = {});

  BodyShape shape() const { return shape_; }
  const Vector& centre() const { return centre_; }
  double volume() const;   // m^3
  double surface() const;  // m^2
  /// The longest distance between two of its points.
  double longest() const;
  bool contains(const Vector& point) const;
  /// True when all of the other body is inside.
  bool contains(const Body& other) const;
  /// Lowest and highest z.
  std::array<double, 2> along_beam() const;
  /// The part of a line inside; nothing when it misses. `direction` is a unit vector.
  std::optional<Chord> chord(const Vector& point, const Vector& direction) const;
  /// The longest distance along a direction within.
  double longest_along(const Vector& direction) const;
  /// The volume that it shares with itself moved by `shift`, over its volume.
  double overlap(const Vector& shift) const;
  /// A point that is even in the volume, from three numbers in (0, 1).
  Vector point(const double* u) const;
  /// The lines of a direction that meet it: quadrature nodes over its shadow, `nodes` x `nodes` per face.
  std::vector<EntryPoint> entries(const Vector& direction, int nodes) const;

 private:
  Body(BodyShape shape, const std::array<double, 3>& half, BodyAxis axis, const Vector& centre);
  /// Coordinates from the centre, that along the axis of a cylinder last.
  std::array<double, 3> local(const Vector& v) const;
  Vector global(const std::array<double, 3>& v) const;
  void add_flat_entries(const std::array<double, 3>& direction, int nodes, std::vector<EntryPoint>& result) const;
  void add_cylinder_entries(const std::array<double, 3>& direction, int nodes, std::vector<EntryPoint>& result) const;
  void add_sphere_entries(const std::array<double, 3>& direction, int nodes, std::vector<EntryPoint>& result) const;

  BodyShape shape_ = BodyShape::sphere;
  std::array<double, 3> half_{};  // half widths; radius, radius and half length; radius thrice
  BodyAxis axis_ = BodyAxis::z;
  Vector centre_;
};

/// Lines of one direction through a body F where decays count and a body A where particles are made, evenly:
///
///   P(L) = 1/V_A int d^2b int_A ds [exp(-l_1(s)/L) - exp(-l_2(s)/L)],
///
/// l_1 and l_2 the distances from s along the line to where it enters (0 inside) and leaves F. The inner integral is
/// in closed form; that over the lines is a quadrature, scaled such that the lines fill the volume of F, whose error a
/// second one with half the nodes estimates.
class FlightLines {
 public:
  /// `direction` is a unit vector.
  FlightLines(const Body& made, const Body& decayed, const Vector& direction, int nodes = 12);

  /// False when no particle can reach F.
  bool meet() const { return !fine_.empty(); }
  /// The least distance from A to F along the lines: P falls like exp(-least/L) for short flights.
  double least_distance() const { return least_; }
  /// P(L). UserError for a flight that is not positive.
  double probability(double mean_flight) const;
  /// P(L) exp(least/L), which does not vanish for short flights; `least` is at most least_distance().
  double scaled_probability(double mean_flight, double least) const;
  /// |P - P of half the nodes|.
  double error(double mean_flight) const;

 private:
  struct Line {
    double area = 0.0;
    Chord made, decayed;
  };
  static std::vector<Line> lines(const Body& made, const Body& decayed, const Vector& direction, int nodes);
  double sum(const std::vector<Line>& lines, double mean_flight, double least) const;

  double volume_ = 0.0, least_ = std::numeric_limits<double>::infinity();
  std::vector<Line> fine_, coarse_;
};

/// P of bodies around an axis that is not their own: the mean over azimuths of lines at one angle to the beam.
double decay_probability(const Body& made, const Body& decayed, double angle_to_beam, double mean_flight,
                         int azimuths = 8, int nodes = 12);

}  // namespace tridens::detector
