#pragma once
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

// What a measurement expects, as a function of the parameters of interest and of nuisances: the one thing that a
// likelihood needs to know about physics.
namespace tridens::inference {

/// A quantity that is not of interest, known to `width` from elsewhere: chi2 gets ((value - centre)/width)^2.
struct Nuisance {
  std::string name;     // "coherent-csi-2021.brn"; measurements that use the same name share the nuisance
  std::string meaning;  // "beam-related neutrons: relative change of the normalisation"
  std::string unit;     // "" for relative changes and for changes in standard deviations, "ns" for shifts in time
  double width = 0.0;   // standard deviation; infinity: no constraint
  double lower = -std::numeric_limits<double>::infinity(), upper = std::numeric_limits<double>::infinity();
  bool constrained() const { return width < std::numeric_limits<double>::infinity(); }
};

/// A share of expected counts, under the name that plots and tables give it.
struct CountsPart {
  std::string name, kind;  // "cevns numu", "signal"; "brn", "background"
  std::vector<double> counts;
};

/// Expected counts at one point of the parameters.
class ExpectedCounts {
 public:
  virtual ~ExpectedCounts() = default;
  /// Counts per bin at nuisance values (in the order of Expectation::nuisances, all 0 is nominal). `derivatives`,
  /// unless null, receives d counts[bin]/d nuisance k at [bin * nuisances + k]. Continuous, with continuous
  /// derivatives.
  virtual void evaluate(const double* nuisances, double* counts, double* derivatives) const = 0;
  /// What the counts consist of; the parts add to them. Empty where they are not known apart.
  virtual std::vector<CountsPart> parts(const double* nuisances) const;
};

/// Const after construction and safe to share between threads.
class Expectation {
 public:
  virtual ~Expectation() = default;
  virtual size_t bins() const = 0;
  virtual const std::vector<Nuisance>& nuisances() const = 0;
  /// `parameters` in the order of the fit. UserError where the model has no meaning.
  virtual std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const = 0;
};

/// Keeps what another expectation has set up at points that come again and again: those of a regular grid, in fits to
/// many data sets. Everything else is passed on. `remember` and `at` are not called at the same time.
class RememberedExpectation : public Expectation {
 public:
  explicit RememberedExpectation(std::shared_ptr<const Expectation> of) : of_(std::move(of)) {}
  void remember(const std::vector<double>& parameters);
  size_t bins() const override { return of_->bins(); }
  const std::vector<Nuisance>& nuisances() const override { return of_->nuisances(); }
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override;

 private:
  std::shared_ptr<const Expectation> of_;
  std::map<std::vector<double>, std::shared_ptr<const ExpectedCounts>> known_;
};

/// Counts that are given by a function of parameters and linear in the nuisances: what a test, or a user with a
/// calculation of his own, needs.
class LinearExpectation : public Expectation {
 public:
  struct Part {
    /// Counts per bin at the parameters.
    std::function<std::vector<double>(const std::vector<double>& parameters)> counts;
    /// Relative change of the part per unit of nuisance: counts x (1 + sum_k value_k relative_k). One number per
    /// nuisance, or one per nuisance and bin.
    std::vector<std::vector<double>> relative;
    std::string name = {}, kind = {};  // as in CountsPart; parts are told apart when all have one
  };
  /// UserError for changes that do not fit nuisances and bins.
  LinearExpectation(size_t bins, std::vector<Nuisance> nuisances, std::vector<Part> parts);
  size_t bins() const override { return bins_; }
  const std::vector<Nuisance>& nuisances() const override { return nuisances_; }
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override;

 private:
  size_t bins_;
  std::vector<Nuisance> nuisances_;
  std::vector<Part> parts_;
};

}  // namespace tridens::inference
