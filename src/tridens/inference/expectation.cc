#include "tridens/inference/expectation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

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

  /// A part by itself: its counts and their changes with the nuisances.
  struct Named {
    std::string name, kind;
    std::unique_ptr<const LinearCounts> counts;
  };
  void set_parts(std::vector<Named> parts) { parts_ = std::move(parts); }
  std::vector<CountsPart> parts(const double* nuisances) const override {
    std::vector<CountsPart> result;
    for (const Named& part : parts_) {
      result.push_back({part.name, part.kind, std::vector<double>(nominal_.size())});
      part.counts->evaluate(nuisances, result.back().counts.data(), nullptr);
    }
    return result;
  }

 private:
  std::vector<double> nominal_, slopes_;  // slopes: bin * nuisances + nuisance
  size_t nuisances_;
  std::vector<Named> parts_;
};

/// Counts that somebody else keeps.
class SharedCounts : public ExpectedCounts {
 public:
  explicit SharedCounts(std::shared_ptr<const ExpectedCounts> counts) : counts_(std::move(counts)) {}
  void evaluate(const double* nuisances, double* counts, double* derivatives) const override {
    counts_->evaluate(nuisances, counts, derivatives);
  }
  std::vector<CountsPart> parts(const double* nuisances) const override { return counts_->parts(nuisances); }

 private:
  std::shared_ptr<const ExpectedCounts> counts_;
};

}  // namespace

std::vector<CountsPart> ExpectedCounts::parts(const double*) const {
  return {};
}

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
  std::vector<LinearCounts::Named> named;
  for (const Part& part : parts_) {
    const std::vector<double> counts = part.counts(parameters);
    if (counts.size() != bins_) {
      throw UserError(fmt::format("a part has {} counts", counts.size()), fmt::format("there are {} bins", bins_), "");
    }
    std::vector<double> own(slopes.size());
    for (size_t bin = 0; bin < bins_; ++bin) {
      nominal[bin] += counts[bin];
      for (size_t k = 0; k < nuisances_.size(); ++k) {
        const std::vector<double>& relative = part.relative[k];
        own[bin * nuisances_.size() + k] = counts[bin] * relative[relative.size() == 1 ? 0 : bin];
      }
    }
    std::ranges::transform(slopes, own, slopes.begin(), std::plus<>{});
    if (part.name.empty()) continue;
    named.push_back({part.name, part.kind, std::make_unique<LinearCounts>(counts, std::move(own), nuisances_.size())});
  }
  auto result = std::make_unique<LinearCounts>(std::move(nominal), std::move(slopes), nuisances_.size());
  if (named.size() == parts_.size()) result->set_parts(std::move(named));
  return result;
}

}  // namespace tridens::inference
