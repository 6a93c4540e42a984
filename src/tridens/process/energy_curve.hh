#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "tridens/math/interpolation.hh"

namespace tridens::process {

/// K functions of the neutrino energy that open at a threshold, interpolated together: the logarithm of the first
/// (positive above threshold) and the ratios of the others to it, as cubic splines in ln(E - E_threshold). Zero at and
/// below threshold.
class EnergyCurve {
 public:
  using Functions = std::function<void(double energy, double* values)>;
  /// Tabulates from just above threshold (1 % of it, or 1e-4 of `highest` where there is none; a power law below) to
  /// `highest`, GeV; `nodes_per_efold` of E - E_threshold. Energies above `highest` are a Failure.
  EnergyCurve(const Functions& functions, size_t count, double threshold, double highest, double nodes_per_efold = 3.0);
  /// The same from every second node: about 16 times the interpolation error.
  EnergyCurve coarsened() const;

  void evaluate(double energy, double* values) const;
  double first(double energy) const;
  double threshold() const { return threshold_; }
  double highest() const { return highest_; }
  size_t count() const { return y_.size(); }

 private:
  EnergyCurve(double threshold, double highest, std::vector<double> x, std::vector<std::vector<double>> y);
  void interpolate();

  double threshold_, highest_, lowest_x_;
  std::vector<double> x_;               // nodes; empty when highest is below threshold
  std::vector<std::vector<double>> y_;  // logarithm and ratios there
  std::optional<CubicSpline> logarithm_;
  std::vector<CubicSpline> ratios_;
};

}  // namespace tridens::process
