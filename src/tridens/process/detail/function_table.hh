#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace tridens::process::detail {

/// A smooth function of x >= 0 on a uniform grid, interpolated by cubic Hermite polynomials; beyond the grid it is
/// evaluated directly. Form factors are tabulated in x = q^2, in which they are analytic.
class FunctionTable {
 public:
  /// Tabulates up to `highest`; `scale` is the x over which the function first changes (1/<r^2> of a form factor). The
  /// step is halved until the error at the quarter points is below 1e-10; Failure when it does not get there.
  FunctionTable(std::function<double(double)> function, double highest, double scale);

  void evaluate(const double* x, size_t count, double* result) const;
  double highest() const { return highest_; }

  static constexpr double accuracy = 1e-10;  // absolute; form factors are 1 at x = 0

 private:
  void build();
  bool is_accurate() const;

  std::function<double(double)> function_;
  double highest_, step_;
  int last_ = 0;                    // index of the last interval
  std::vector<double> polynomial_;  // c0, c1, c2, c3 of each interval, in its own fraction
};

}  // namespace tridens::process::detail
