#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

// Points that fill the unit cube more evenly than random ones: sums over n of them come close like 1/n where the
// integrand is smooth, like 1/sqrt(n) at worst.
namespace tridens::math {

/// The first points of the sequence of Sobol without its origin (I. M. Sobol, USSR Comput. Maths. Math. Phys. 7 (1967)
/// 86; GSL), u[i * dimension + d], in (0, 1). UserError for dimensions that are not between 1 and 40.
std::vector<double> sobol_points(size_t dimension, size_t count);

/// The same points moved by one random vector, around the edges of the cube (R. Cranley, T. N. L. Patterson, SIAM J.
/// Numer. Anal. 13 (1976) 904): each set gives an unbiased sum, and several independent ones its error.
std::vector<double> shifted(const std::vector<double>& points, size_t dimension, std::uint64_t seed, std::uint64_t set);

}  // namespace tridens::math
