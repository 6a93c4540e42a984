#pragma once
#include <cstddef>
#include <vector>

namespace tridens::inference::detail {

/// Solves A x = b for a symmetric matrix without negative eigenvalues, of the indices in `use` only; the other x are 0.
/// Rows are scaled to a unit diagonal first; an index that the ones before it leave nothing of (no effect, or the same
/// effect as theirs) gets x = 0. `factor` is a workspace. Returns the least that was left of an index, 1 when it is
/// independent of the others: x has lost as many digits as this is small.
double solve_semidefinite(const std::vector<double>& matrix, const std::vector<double>& right_side,
                          const std::vector<size_t>& use, std::vector<double>& factor, std::vector<double>& solution);

/// The same for A = R^T R given by the rows of R (count x n, overwritten), by Householder reflections: loses half as
/// many digits, at several times the work.
void solve_by_rows(std::vector<double>& rows, size_t n, const std::vector<double>& right_side,
                   std::vector<double>& solution);

}  // namespace tridens::inference::detail
