#pragma once
#include <cstddef>
#include <vector>

// Interpolation of smooth functions by cubic splines in one and two dimensions. All evaluations are const,
// allocate nothing and may run on any number of threads. Nothing is extrapolated: a point outside the nodes
// is a Failure (a relative 1e-12 of the range is granted to rounding, on the polynomial of the last
// interval).
namespace tridens {

enum class SplineEnd {
  natural,    // second derivative 0 at the ends: second-order accurate there
  not_a_knot  // third derivative continuous at the second and last but one node: fourth order throughout
};

/// Cubic spline through (x[i], y[i]), x strictly increasing, at least 2 (natural) or 4 (not-a-knot) nodes.
/// Failure for fewer, unsorted or non-finite nodes.
class CubicSpline {
 public:
  CubicSpline(std::vector<double> x, std::vector<double> y, SplineEnd end = SplineEnd::not_a_knot);

  double operator()(double x) const;
  double derivative(double x) const;
  /// Exact integral of the spline from a to b (both inside the nodes, either order).
  double integral(double a, double b) const;
  double low() const { return x_.front(); }
  double high() const { return x_.back(); }

 private:
  struct Piece {
    double c0, c1, c2, c3;  // polynomial in (x - x_[i])
  };
  size_t interval(double x) const;
  double integral_from_low(double x) const;

  std::vector<double> x_;
  std::vector<Piece> pieces_;
  std::vector<double> cumulative_;  // integral from low() to x_[i]
  double inverse_mean_step_ = 0.0;
};

/// Evenly spaced nodes from low to high, both included.
struct UniformAxis {
  double low = 0.0, high = 1.0;
  size_t nodes = 0;
  double step() const { return (high - low) / static_cast<double>(nodes - 1); }
  double node(size_t i) const { return low + step() * static_cast<double>(i); }
};

/// K functions of (x, y) tabulated on the same rectangular grid, interpolated together by tensor products of
/// cubic B-splines with not-a-knot ends: twice continuously differentiable, fourth-order accurate up to the
/// borders. C. de Boor, "A Practical Guide to Splines" (Springer 2001), ch. IV and XVII.
class BicubicTable {
 public:
  static constexpr size_t max_channels = 64;

  /// values[(i * y.nodes + j) * channels + k] is function k at (x.node(i), y.node(j)); at least 4 nodes per
  /// axis, at most max_channels channels. Failure for a wrong size or a value that is not finite.
  BicubicTable(UniformAxis x, UniformAxis y, size_t channels, const std::vector<double>& values);

  /// values[k], k < channels(), at one point.
  void evaluate(double x, double y, double* values) const;
  /// values[k][i] at (x[i], y[i]), i < count.
  void evaluate(const double* x, const double* y, size_t count, double* const* values) const;

  size_t channels() const { return channels_; }
  const UniformAxis& x_axis() const { return x_; }
  const UniformAxis& y_axis() const { return y_; }

 private:
  struct Cell;
  Cell locate(double x, double y) const;

  UniformAxis x_, y_;
  double inverse_step_x_ = 0.0, inverse_step_y_ = 0.0;
  size_t channels_ = 0;
  std::vector<double> coefficients_;  // [(i * (y.nodes + 2) + j) * channels + k], i and j shifted by one
};

}  // namespace tridens
