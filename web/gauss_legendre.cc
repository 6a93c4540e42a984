// Nodes and weights of Gauss-Legendre rules where there is no GSL: zeros of the Legendre polynomial P_n by Newton's
// method, w = 2/[(1 - x^2) P_n'(x)^2]. Agrees with math/gauss_legendre.cc to rounding (test/web).
#include "tridens/math/gauss_legendre.hh"

#include <cmath>
#include <string>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::math {
namespace {

struct Polynomial {
  double value, slope;
};

/// P_n and its derivative inside (-1, 1).
Polynomial legendre(int n, double x) {
  double before = 1.0, value = x;
  for (int k = 2; k <= n; ++k) {
    const double next = ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k;
    before = value;
    value = next;
  }
  return {value, n * (before - x * value) / (1.0 - x * x)};
}

}  // namespace

QuadratureRule gauss_legendre(int count) {
  if (count < 1) throw Failure("a quadrature rule of " + std::to_string(count) + " points", "at least one is needed");
  QuadratureRule rule{std::vector<double>(static_cast<size_t>(count)), std::vector<double>(static_cast<size_t>(count))};
  constexpr int steps = 8;  // quadratic from a start within 1e-3: converged after four
  for (int i = 0; i < count; ++i) {
    double x = -std::cos(units::pi * (i + 0.75) / (count + 0.5));
    for (int step = 0; step < steps; ++step) {
      const Polynomial p = legendre(count, x);
      x -= p.value / p.slope;
    }
    const double slope = legendre(count, x).slope;
    rule.nodes[static_cast<size_t>(i)] = 0.5 * (1.0 + x);
    rule.weights[static_cast<size_t>(i)] = 1.0 / ((1.0 - x * x) * slope * slope);
  }
  return rule;
}

}  // namespace tridens::math
