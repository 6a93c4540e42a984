#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

// Adaptive Monte Carlo integration over the unit cube with a separable importance grid (G. P. Lepage, J. Comput. Phys.
// 27 (1978) 192). Integrands take batches. Random numbers are keyed by (seed, point), sums are made per chunk and added
// in order: the result depends on the seed alone, not on the number of threads.
namespace tridens::math {

/// values[i] = f(u_i), u[d * count + i] coordinate d of point i. Called from several threads at once.
using BatchIntegrand = std::function<void(const double* u, size_t count, double* values)>;

/// A product of piecewise-constant densities, one per dimension.
class AdaptiveGrid {
 public:
  explicit AdaptiveGrid(size_t dimension, size_t bins = 64);
  size_t dimension() const { return edges_.size(); }
  size_t bins() const { return bins_; }

  /// Maps uniform numbers r to u; jacobian[i] is the product of the bin widths times the number of bins.
  void map(const double* r, size_t count, double* u, double* jacobian) const;
  double map_one(size_t dimension, double r, double* jacobian) const;
  /// Bin of coordinate d for a uniform number.
  size_t bin(double r) const;
  /// New edges from the accumulated squares per bin: importance[d * bins + b]; `damping` 0 (none) to 1.
  void refine(const std::vector<double>& importance, double damping = 0.7);

 private:
  size_t bins_;
  std::vector<std::vector<double>> edges_;
};

struct MonteCarloOptions {
  double relative_precision = 1e-3;
  size_t training_points = 30000;  // per iteration
  int training_iterations = 6;
  size_t largest_evaluations = 50'000'000;
  std::uint64_t seed = 1;
  int threads = 1;
};

struct MonteCarloResult {
  double value = 0.0, error = 0.0;
  double chi2_per_dof = 0.0;  // of the batches after training: about 1
  size_t evaluations = 0;
  bool converged = false;  // the precision was reached
};

/// Trains a grid on |f|.
AdaptiveGrid train(const BatchIntegrand& integrand, size_t dimension, const MonteCarloOptions& options);
/// Trains, then samples until the precision or the largest number of evaluations is reached. Failure when f gives NaN
/// (the point is printed).
MonteCarloResult integrate(const BatchIntegrand& integrand, size_t dimension, const MonteCarloOptions& options);
MonteCarloResult integrate(const BatchIntegrand& integrand, const AdaptiveGrid& grid, const MonteCarloOptions& options);

}  // namespace tridens::math
