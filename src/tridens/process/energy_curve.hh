#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "tridens/math/interpolation.hh"

namespace tridens::process {

/// K functions of the neutrino energy that open at a threshold, interpolated together: the logarithm of the first (positive above
/// threshold) and the ratios of the others to it, as cubic splines in ln(E - E_threshold). Zero at and below threshold.
class EnergyCurve {
 public:
  using Functions = std::function<void(double energy, double* values)>;
  /// Tabulates from just above threshold (1e-4 of it) to `highest`, GeV; `nodes_per_efold` of E - E_threshold. Energies above `highest`
  /// are a Failure.
  EnergyCurve(const Functions& functions, size_t count, double threshold, double highest, double nodes_per_efold = 4.0);

  void evaluate(double energy, double* values) const;
  double first(double energy) const;
  double threshold() const { return threshold_; }
  double highest() const { return highest_; }
  size_t count() const { return count_; }

 private:
  double threshold_, highest_, lowest_x_;
  size_t count_;
  std::unique_ptr<CubicSpline> logarithm_;  // null when highest is below threshold
  std::vector<CubicSpline> ratios_;
};

}  // namespace tridens::process
