#pragma once
#include <cstddef>
#include <vector>

namespace tridens::math {

/// Two rules that share their nodes: the difference between their sums estimates the error of the coarser one and
/// bounds that of the finer one for smooth functions.
struct NestedRule {
  std::vector<double> nodes;   // in (0, 1), increasing
  std::vector<double> fine;    // weights, sum 1
  std::vector<double> coarse;  // weights, sum 1; zero at the nodes that only the finer rule has
  size_t size() const { return nodes.size(); }
};
/// Kronrod's 15 points around Gauss-Legendre's 7: polynomials up to degree 23 and 13 (QUADPACK's tables, by way of
/// GSL).
NestedRule gauss_kronrod();

}  // namespace tridens::math
