#include "tridens/inference/detail/cholesky.hh"

#include <algorithm>
#include <cmath>

namespace tridens::inference::detail {

double solve_semidefinite(const std::vector<double>& matrix, const std::vector<double>& right_side,
                          const std::vector<size_t>& use, std::vector<double>& factor, std::vector<double>& solution) {
  constexpr double smallest_pivot = 1e-13;  // of a unit diagonal: what rounding leaves of zero
  const size_t all = right_side.size(), n = use.size();
  factor.assign(n * n + n, 0.0);
  solution.assign(all, 0.0);
  double* const scale = factor.data() + n * n;
  double least = 1.0;
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
    if (scale[i] > 0.0) least = std::min(least, pivot);
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
  return least;
}

void solve_by_rows(std::vector<double>& rows, size_t n, const std::vector<double>& right_side,
                   std::vector<double>& solution) {
  constexpr double smallest = 1e-14;  // of a column of length 1
  const size_t count = rows.size() / n;
  std::vector<double> scale(n), diagonal(n);
  for (size_t j = 0; j < n; ++j) {
    double square = 0.0;
    for (size_t i = 0; i < count; ++i) square += rows[i * n + j] * rows[i * n + j];
    scale[j] = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0;
    for (size_t i = 0; i < count; ++i) rows[i * n + j] *= scale[j];
  }
  for (size_t j = 0; j < n && j < count; ++j) {
    double square = 0.0;
    for (size_t i = j; i < count; ++i) square += rows[i * n + j] * rows[i * n + j];
    const double length = std::sqrt(square);
    if (!(length > smallest)) continue;
    diagonal[j] = rows[j * n + j] > 0.0 ? -length : length;
    rows[j * n + j] -= diagonal[j];  // the column is now the vector of the reflection
    const double half = -diagonal[j] * rows[j * n + j];
    for (size_t k = j + 1; k < n; ++k) {
      double product = 0.0;
      for (size_t i = j; i < count; ++i) product += rows[i * n + j] * rows[i * n + k];
      for (size_t i = j; i < count; ++i) rows[i * n + k] -= product / half * rows[i * n + j];
    }
  }
  solution.assign(n, 0.0);
  for (size_t i = 0; i < n; ++i) {
    double value = right_side[i] * scale[i];
    for (size_t k = 0; k < i; ++k) value -= rows[k * n + i] * solution[k];
    solution[i] = diagonal[i] != 0.0 ? value / diagonal[i] : 0.0;
  }
  for (size_t i = n; i-- > 0;) {
    double value = solution[i];
    for (size_t k = i + 1; k < n; ++k) value -= rows[i * n + k] * solution[k];
    solution[i] = diagonal[i] != 0.0 ? value / diagonal[i] : 0.0;
  }
  for (size_t i = 0; i < n; ++i) solution[i] *= scale[i];
}

}  // namespace tridens::inference::detail
