#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "tridens/math/interpolation.hh"
#include "tridens/process/process.hh"

namespace tridens::process {

/// K functions of the neutrino energy that open at a threshold, interpolated together: the logarithm of the first
/// (positive above threshold) and the ratios of the others to it, as cubic splines in
///   x = ln(E - E_threshold) + sum over features of asinh((E - E_f)/w_f),
/// in which a resonance is as smooth as a power law. Zero at and below threshold; where the first function underflows
/// to zero just above it, the curve follows the power law of the first interval that does not.
class EnergyCurve {
 public:
  using Functions = std::function<void(double energy, double* values)>;
  struct Options {
    double nodes_per_efold = 3.0;         // per unit of x; twice as many where there are features
    double lowest = 0.0;                  // energy below which nobody looks, GeV, for functions without a threshold
    std::vector<EnergyFeature> features;  // of the first function
  };
  /// Tabulates from just above threshold (1 % of it, or 1e-4 of `highest` where there is none, or lower when `lowest`
  /// or a feature lies below; a power law before that) to `highest`, GeV. Energies above `highest` are a Failure.
  EnergyCurve(const Functions& functions, size_t count, double threshold, double highest, const Options& options);
  EnergyCurve(const Functions& functions, size_t count, double threshold, double highest, double nodes_per_efold = 3.0);
  /// The same from every second node: about 16 times the interpolation error.
  EnergyCurve coarsened() const;

  void evaluate(double energy, double* values) const;
  double first(double energy) const;
  double threshold() const { return threshold_; }
  double highest() const { return highest_; }
  size_t count() const { return y_.size(); }

 private:
  EnergyCurve(const EnergyCurve& other, std::vector<double> x, std::vector<std::vector<double>> y);
  void interpolate();
  void require_open(size_t tabulated);
  double coordinate(double energy) const;
  double energy_at(double coordinate, double low, double high) const;

  double threshold_, highest_, lowest_x_ = 0.0;
  std::vector<EnergyFeature> features_;
  std::vector<double> x_;               // nodes; empty when highest is below threshold
  std::vector<std::vector<double>> y_;  // logarithm and ratios there
  std::optional<CubicSpline> logarithm_;
  std::vector<CubicSpline> ratios_;
};

}  // namespace tridens::process
