#pragma once
#include <functional>
#include <vector>

namespace tridens::inference::detail {

/// Shares per time bin as a function of a shift in time: exact at nodes 5 ns apart, cubic splines between them (twice
/// continuously differentiable), continued linearly beyond the largest shift. Or shares that do not depend on it.
class ShiftTable {
 public:
  using Shares = std::function<std::vector<double>(double shift_s)>;
  explicit ShiftTable(std::vector<double> fixed) : fixed_(std::move(fixed)) {}
  ShiftTable(const Shares& shares, double largest_s);
  size_t bins() const { return fixed_.size(); }
  /// Shares at a shift, and their derivatives per ns; each has room for bins() numbers.
  void evaluate(double shift_ns, double* shares, double* derivatives) const;

 private:
  std::vector<double> fixed_;       // without a shift
  std::vector<double> nodes_;       // ns; empty: nothing moves
  std::vector<double> polynomial_;  // of (shift - node) in ns: c0 ... c3 at [(node * bins + bin) * 4]
};

}  // namespace tridens::inference::detail
