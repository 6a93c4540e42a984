#pragma once
#include <memory>
#include <vector>

#include "tridens/inference/likelihood.hh"

// chi2 of all measurements at one point of the parameters, as a function of the nuisances.
namespace tridens::inference::detail {

/// One bin of Poisson statistics: 2 [N - n + n ln(n/N)], without cancellation where N is near n (the deviance in the
/// form of C. Loader, "Fast and accurate computation of binomial probabilities", 2000). 2 N for n = 0; infinite for
/// N <= 0 with counts and N < 0 without.
double poisson_deviance(double observed, double expected);

/// How terms without a finite value are continued while a minimum is searched. All zero: as they are.
struct Continuation {
  /// Bins without counts get this number of counts instead, which keeps them above zero; the minimum of chi2 is found
  /// to 2 x barrier x (number of such bins). An interior-point method: S. Boyd, L. Vandenberghe, "Convex
  /// Optimization" (2004), section 11.3.
  double barrier = 0.0;
  /// Below floor x n counts the term goes on as its own parabola, so that points without a finite chi2 know where to
  /// go.
  double floor = 0.0;
};

class ChiSquare {
 public:
  /// Sets up every expectation at the point; keeps references to all the rest.
  ChiSquare(const std::vector<Measurement>& measurements, const std::vector<Nuisance>& nuisances,
            const std::vector<std::vector<size_t>>& place, const std::vector<double>& centres,
            const std::vector<double>& parameters);

  size_t size() const { return nuisances_.size(); }
  size_t bins() const { return counts_.size(); }
  const Nuisance& nuisance(size_t k) const { return nuisances_[k]; }
  double centre(size_t k) const { return centres_[k]; }

  /// chi2 with penalties; `with_slopes` also asks the expectations for their derivatives. Failure when an expected
  /// number is not a number.
  double value(const std::vector<double>& nuisances, const Continuation& continuation = {}, bool with_slopes = false);
  /// Gradient and curvature (size x size, row by row, both triangles) at the point of the last value with slopes. The
  /// curvature is the second derivative by the counts times the slopes of the counts: the Hessian where the counts are
  /// linear.
  void derivatives(const std::vector<double>& nuisances, std::vector<double>& gradient, std::vector<double>& curvature);

  /// Rows R with R^T R the curvature of the nuisances in `use`: one per bin, one per constraint.
  std::vector<double> curvature_rows(const std::vector<size_t>& use) const;

  double penalty(const std::vector<double>& nuisances) const;
  /// Of each measurement at the last point evaluated, without penalties.
  std::vector<double> per_measurement() const;
  /// Of all measurements one after the other, at the last point evaluated.
  const std::vector<double>& counts() const { return counts_; }
  /// d counts[bin]/d nuisance at [bin * size + nuisance], at the last value with slopes.
  std::vector<double> slopes() const;
  /// First and half second derivative of chi2 by the counts of each bin, at the last point evaluated.
  void bin_derivatives(std::vector<double>& slope, std::vector<double>& half_curvature) const;
  /// Observed counts are Poisson and none.
  bool empty(size_t bin) const { return empty_[bin]; }
  /// Bins that expect less than none in Poisson statistics, or none where there are counts: the reason of an infinity.
  bool forbidden(size_t bin) const;
  /// The nuisances do nothing to the counts of the bin, at the last value with slopes.
  bool fixed(size_t bin) const;

 private:
  struct Data {
    const Measurement* measurement;
    const std::vector<size_t>* place;
    std::unique_ptr<ExpectedCounts> expected;
    size_t first_bin;
    std::vector<double> values, slopes, curvature;  // of its own nuisances
  };
  double bin_term(const Data& data, size_t bin, const Continuation& continuation, double& half_slope,
                  double& weight) const;
  void add(Data& data, std::vector<double>& gradient, std::vector<double>& curvature) const;

  const std::vector<Nuisance>& nuisances_;
  const std::vector<double>& centres_;
  std::vector<Data> data_;
  std::vector<double> counts_;
  std::vector<double> half_slope_, weight_;  // per bin
  std::vector<bool> empty_;
};

/// For each measurement, where its nuisances stand among `names`.
std::vector<std::vector<size_t>> places(const std::vector<Measurement>& measurements,
                                        const std::vector<Nuisance>& nuisances);

}  // namespace tridens::inference::detail
