#include "tridens/inference/expectation.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

class LinearCounts : public ExpectedCounts {
 public:
  LinearCounts(std::vector<double> nominal, std::vector<double> slopes, size_t nuisances)
      : nominal_(std::move(nominal)), slopes_(std::move(slopes)), nuisances_(nuisances) {}

  void evaluate(const double* nuisances, double* counts, double* derivatives) const override {
    for (size_t bin = 0; bin < nominal_.size(); ++bin) {
      const double* slope = slopes_.data() + bin * nuisances_;
      counts[bin] = nominal_[bin];
      for (size_t k = 0; k < nuisances_; ++k) counts[bin] += nuisances[k] * slope[k];
    }
    if (derivatives != nullptr) std::ranges::copy(slopes_, derivatives);
  }

 private:
  std::vector<double> nominal_, slopes_;  // slopes: bin * nuisances + nuisance
  size_t nuisances_;
};

/// Counts that somebody else keeps.
class SharedCounts : public ExpectedCounts {
 public:
  explicit SharedCounts(std::shared_ptr<const ExpectedCounts> counts) : counts_(std::move(counts)) {}
  void evaluate(const double* nuisances, double* counts, double* derivatives) const override {
    counts_->evaluate(nuisances, counts, derivatives);
  }

 private:
  std::shared_ptr<const ExpectedCounts> counts_;
};

}  // namespace

void RememberedExpectation::remember(const std::vector<double>& parameters) {
  if (!known_.contains(parameters)) known_.emplace(parameters, of_->at(parameters));
}

std::unique_ptr<ExpectedCounts> RememberedExpectation::at(const std::vector<double>& parameters) const {
  const auto known = known_.find(parameters);
  if (known == known_.end()) return of_->at(parameters);
  return std::make_unique<SharedCounts>(known->second);
}

LinearExpectation::LinearExpectation(size_t bins, std::vector<Nuisance> nuisances, std::vector<Part> parts)
    : bins_(bins), nuisances_(std::move(nuisances)), parts_(std::move(parts)) {
  for (const Part& part : parts_) {
    const bool fits = std::ranges::all_of(
        part.relative, [&](const auto& relative) { return relative.size() == 1 || relative.size() == bins_; });
    if (part.relative.size() == nuisances_.size() && fits) continue;
    throw UserError("the changes of a part do not fit", fmt::format("{} nuisances, {} bins", nuisances_.size(), bins_),
                    "give each nuisance one number, or one per bin");
  }
}

std::unique_ptr<ExpectedCounts> LinearExpectation::at(const std::vector<double>& parameters) const {
  std::vector<double> nominal(bins_), slopes(bins_ * nuisances_.size());
  for (const Part& part : parts_) {
    const std::vector<double> counts = part.counts(parameters);
    if (counts.size() != bins_) {
      throw UserError(fmt::format("a part has {} counts", counts.size()), fmt::format("there are {} bins", bins_), "");
    }
    for (size_t bin = 0; bin < bins_; ++bin) {
      nominal[bin] += counts[bin];
      for (size_t k = 0; k < nuisances_.size(); ++k) {
        const std::vector<double>& relative = part.relative[k];
        slopes[bin * nuisances_.size() + k] += counts[bin] * relative[relative.size() == 1 ? 0 : bin];
      }
    }
  }
  return std::make_unique<LinearCounts>(std::move(nominal), std::move(slopes), nuisances_.size());
}

}  // namespace tridens::inference
