#pragma once
#include <vector>

namespace tridens::math {

/// Nodes in (0, 1) and weights (sum 1) of the Gauss-Legendre rule with `count` points (GSL's tables and
/// Newton iteration).
struct QuadratureRule {
  std::vector<double> nodes, weights;
  int size() const { return static_cast<int>(nodes.size()); }
};
QuadratureRule gauss_legendre(int count);

}  // namespace tridens::math
