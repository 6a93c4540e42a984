#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tridens/inference/expectation.hh"

// chi2 = sum over measurements and bins + sum over nuisances ((value - centre)/width)^2, with per bin
//   Poisson:   2 [N - n + n ln(n/N)]
//   Gaussian:  (N - n)^2 / variance, variances fixed beforehand
// N expected, n observed. It is -2 ln of the likelihood ratio to the saturated model (PDG review of statistics).
namespace tridens::inference {

enum class Statistic { poisson, gaussian };

/// One data set.
struct Measurement {
  std::string name;
  Statistic statistic = Statistic::poisson;
  std::vector<double> observed;
  std::vector<double> variance;  // gaussian only, above zero
  std::shared_ptr<const Expectation> expectation;
};

/// The minimum over the nuisances at one point of the parameters.
struct Profile {
  double chi2 = 0.0;                 // with penalties
  double penalty = 0.0;              // of all nuisances together
  std::vector<double> measurements;  // chi2 of each, without penalties
  std::vector<double> nuisances;     // values, in the order of Likelihood::nuisances
  bool converged = false;            // false: never take the numbers for a result
  bool at_zero = false;              // bins without counts that come to expect none hold nuisances back
  int iterations = 0;
};

class Likelihood {
 public:
  /// UserError: no measurement, numbers of bins that differ, a variance or an observed count that is not allowed, a
  /// nuisance without a width, one name for different nuisances (other width or range).
  explicit Likelihood(std::vector<Measurement> measurements);

  const std::vector<Measurement>& measurements() const { return measurements_; }
  /// Of all measurements, each name once.
  const std::vector<Nuisance>& nuisances() const { return nuisances_; }
  size_t bins() const;

  /// chi2 at given nuisances, penalties included. Infinite where a bin of Poisson statistics with counts expects none,
  /// or any expects less than none. Failure where an expected number is not a number.
  double chi2(const std::vector<double>& parameters, const std::vector<double>& nuisances) const;
  /// Minimum over the nuisances by damped Newton steps with the exact derivatives of the expectation, always from the
  /// same start (the centres), so that a point does not depend on its neighbours. A point that cannot converge says so.
  Profile profile(const std::vector<double>& parameters) const;
  /// Expected counts of each measurement.
  std::vector<std::vector<double>> expected(const std::vector<double>& parameters,
                                            const std::vector<double>& nuisances) const;
  /// What they consist of (ExpectedCounts::parts).
  std::vector<std::vector<CountsPart>> parts(const std::vector<double>& parameters,
                                             const std::vector<double>& nuisances) const;
  /// d chi2/d nuisance, penalties included, with the exact derivatives of the expectation.
  std::vector<double> nuisance_gradient(const std::vector<double>& parameters,
                                        const std::vector<double>& nuisances) const;
  /// The same likelihood with expectations that are kept at these points, for many data sets (RememberedExpectation).
  Likelihood remembering(const std::vector<std::vector<double>>& points) const;
  /// The same experiment with the expectation at a point as data. Gaussian variances stay as they are.
  Likelihood asimov(const std::vector<double>& parameters) const;
  /// The same with data drawn around the expectation at a point: counts (Poisson) or values (Gaussian), and the centre
  /// of every constrained nuisance drawn around its value here, as an auxiliary measurement would be. Depends on
  /// (seed, number) only.
  Likelihood toy(const std::vector<double>& parameters, const std::vector<double>& nuisances, std::uint64_t seed,
                 std::uint64_t number) const;
  /// Centres of the constraints, 0 but in toys.
  const std::vector<double>& centres() const { return centres_; }

 private:
  void check_nuisances(const std::vector<double>& nuisances) const;
  void check_drawable(size_t measurement, const std::vector<double>& counts) const;

  std::vector<Measurement> measurements_;
  std::vector<Nuisance> nuisances_;
  std::vector<std::vector<size_t>> place_;  // per measurement: where its nuisances are
  std::vector<double> centres_;
};

}  // namespace tridens::inference
