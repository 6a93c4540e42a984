#pragma once
// Private to the room: integrals of smooth functions over short panels.
#include <cmath>

#include "tridens/math/gauss_legendre.hh"

namespace tridens::detector::detail {

/// Nodes of the 16-point rule, built once.
const math::QuadratureRule& panel_rule();

template <class Function>
double gauss(const Function& f, double from, double to) {
  const math::QuadratureRule& rule = panel_rule();
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) sum += rule.weights[i] * f(from + (to - from) * rule.nodes[i]);
  return sum * (to - from);
}

/// Halved until two halves agree with the whole to `tolerance` (absolute); `depth` ends it at a jump.
template <class Function>
double adaptive(const Function& f, double from, double to, double whole, double tolerance, int depth) {
  const double middle = 0.5 * (from + to);
  const double left = gauss(f, from, middle), right = gauss(f, middle, to);
  if (depth == 0 || std::abs(left + right - whole) <= tolerance) return left + right;
  return adaptive(f, from, middle, left, tolerance, depth - 1) + adaptive(f, middle, to, right, tolerance, depth - 1);
}

/// Integral in panels no longer than `panel`, each to 1e-11.
template <class Function>
double integrate(const Function& f, double from, double to, double panel) {
  constexpr double tolerance = 1e-11;
  constexpr int depth = 40;
  const double count = std::ceil((to - from) / panel);
  double sum = 0.0;
  for (double i = 0; i < count; ++i) {
    const double a = from + (to - from) * i / count, b = from + (to - from) * (i + 1.0) / count;
    sum += adaptive(f, a, b, gauss(f, a, b), tolerance, depth);
  }
  return sum;
}

}  // namespace tridens::detector::detail
