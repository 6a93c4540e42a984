#include "tridens/inference/detail/cholesky.hh"

#include <algorithm>
#include <cmath>

namespace tridens::inference::detail {

void solve_semidefinite(const std::vector<double>& matrix, const std::vector<double>& right_side,
                        const std::vector<size_t>& use, std::vector<double>& factor, std::vector<double>& solution) {
  constexpr double smallest_pivot = 1e-13;  // of a unit diagonal: what rounding leaves of zero
  const size_t all = right_side.size(), n = use.size();
  factor.assign(n * n + n, 0.0);
  solution.assign(all, 0.0);
  double* const scale = factor.data() + n * n;
  for (size_t i = 0; i < n; ++i) {
    const double diagonal = matrix[use[i] * all + use[i]];
    scale[i] = diagonal > 0.0 ? 1.0 / std::sqrt(diagonal) : 0.0;
  }
  for (size_t i = 0; i < n; ++i) {
    double* const row = factor.data() + i * n;
    double pivot = scale[i] > 0.0 ? 1.0 : 0.0;
    for (size_t j = 0; j < i; ++j) {
      const double* const other = factor.data() + j * n;
      double element = matrix[use[i] * all + use[j]] * scale[i] * scale[j];
      for (size_t k = 0; k < j; ++k) element -= row[k] * other[k];
      row[j] = other[j] > 0.0 ? element / other[j] : 0.0;
      pivot -= row[j] * row[j];
    }
    row[i] = pivot > smallest_pivot ? std::sqrt(pivot) : 0.0;
  }
  std::vector<double>& x = solution;
  for (size_t i = 0; i < n; ++i) {
    const double* const row = factor.data() + i * n;
    double value = right_side[use[i]] * scale[i];
    for (size_t k = 0; k < i; ++k) value -= row[k] * x[use[k]];
    x[use[i]] = row[i] > 0.0 ? value / row[i] : 0.0;
  }
  for (size_t i = n; i-- > 0;) {
    double value = x[use[i]];
    for (size_t k = i + 1; k < n; ++k) value -= factor[k * n + i] * x[use[k]];
    x[use[i]] = factor[i * n + i] > 0.0 ? value / factor[i * n + i] : 0.0;
  }
  for (size_t i = 0; i < n; ++i) x[use[i]] *= scale[i];
}

}  // namespace tridens::inference::detail
