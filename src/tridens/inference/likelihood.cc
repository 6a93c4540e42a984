#include "tridens/inference/likelihood.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/inference/detail/chi_square.hh"
#include "tridens/inference/detail/nuisance_fit.hh"
#include "tridens/inference/detail/poisson_sampler.hh"
#include "tridens/math/random.hh"

namespace tridens::inference {
namespace {

constexpr std::uint64_t toy_purpose = 0x746f'7900;  // block 0: centres of nuisances, block m + 1: measurement m
constexpr double largest_toy_mean = 1e12;

void check_variance(const Measurement& measurement) {
  if (measurement.statistic == Statistic::poisson) {
    if (measurement.variance.empty()) return;
    throw UserError(fmt::format("'{}' has variances", measurement.name), "its statistic is Poisson",
                    "leave them out, or choose the Gaussian statistic");
  }
  if (measurement.variance.size() != measurement.observed.size()) {
    throw UserError(fmt::format("'{}' has {} variances and {} bins", measurement.name, measurement.variance.size(),
                                measurement.observed.size()),
                    "the Gaussian statistic needs one per bin");
  }
  for (size_t bin = 0; bin < measurement.variance.size(); ++bin) {
    const double variance = measurement.variance[bin];
    if (variance > 0.0 && std::isfinite(variance)) continue;
    throw UserError(fmt::format("the variance of bin {} of '{}' is {}", bin + 1, measurement.name, variance),
                    "a Gaussian term needs one above zero", "join the bin with a neighbour or use Poisson counts");
  }
}

void check(const Measurement& measurement) {
  if (measurement.expectation == nullptr) {
    throw UserError(fmt::format("'{}' has no expectation", measurement.name), "a likelihood compares counts with one");
  }
  if (measurement.observed.empty() || measurement.observed.size() != measurement.expectation->bins()) {
    throw UserError(fmt::format("'{}' has {} observed bins", measurement.name, measurement.observed.size()),
                    fmt::format("{} are expected", measurement.expectation->bins()),
                    "data and expectation need the same bins");
  }
  for (size_t bin = 0; bin < measurement.observed.size(); ++bin) {
    const double observed = measurement.observed[bin];
    if (std::isfinite(observed) && (observed >= 0.0 || measurement.statistic == Statistic::gaussian)) continue;
    throw UserError(fmt::format("bin {} of '{}' has {} counts", bin + 1, measurement.name, observed),
                    measurement.statistic == Statistic::poisson ? "Poisson counts are zero or more" : "not a number");
  }
  check_variance(measurement);
}

void check(const Nuisance& nuisance, const std::string& measurement) {
  if (!(nuisance.width > 0.0)) {
    throw UserError(
        fmt::format("nuisance '{}' of '{}' has no width (it is {})", nuisance.name, measurement, nuisance.width),
        "its term in chi2 is the square of its value over the width",
        "give its standard deviation, or infinity for a free one");
  }
  if (!(nuisance.lower < nuisance.upper)) {
    throw UserError(fmt::format("nuisance '{}' of '{}' has the empty range {} to {}", nuisance.name, measurement,
                                nuisance.lower, nuisance.upper),
                    "its lower end must lie below the upper one");
  }
}

void collect(const Measurement& measurement, std::vector<Nuisance>& all) {
  const std::vector<Nuisance>& own = measurement.expectation->nuisances();
  for (size_t k = 0; k < own.size(); ++k) {
    check(own[k], measurement.name);
    if (std::ranges::find(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(k), own[k].name, &Nuisance::name) !=
        own.begin() + static_cast<std::ptrdiff_t>(k)) {
      throw UserError(fmt::format("'{}' has two nuisances '{}'", measurement.name, own[k].name),
                      "a measurement names each once");
    }
    const auto known = std::ranges::find(all, own[k].name, &Nuisance::name);
    if (known == all.end()) {
      all.push_back(own[k]);
    } else if (known->width != own[k].width || known->lower != own[k].lower || known->upper != own[k].upper ||
               known->unit != own[k].unit) {
      throw UserError(
          fmt::format("nuisance '{}' of '{}' is not the one of that name before", own[k].name, measurement.name),
          fmt::format("width {} against {}, range {} to {} against {} to {}, unit '{}' against '{}'", own[k].width,
                      known->width, own[k].lower, own[k].upper, known->lower, known->upper, own[k].unit, known->unit),
          "give one of them another name, or the same width to both ([experiment.width] of a card)");
    }
  }
}

}  // namespace

Likelihood::Likelihood(std::vector<Measurement> measurements) : measurements_(std::move(measurements)) {
  if (measurements_.empty()) throw UserError("a likelihood without a measurement", "there is nothing to compare with");
  for (const Measurement& measurement : measurements_) {
    check(measurement);
    collect(measurement, nuisances_);
  }
  place_ = detail::places(measurements_, nuisances_);
  centres_.assign(nuisances_.size(), 0.0);
}

size_t Likelihood::bins() const {
  size_t total = 0;
  for (const Measurement& measurement : measurements_) total += measurement.observed.size();
  return total;
}

double Likelihood::chi2(const std::vector<double>& parameters, const std::vector<double>& nuisances) const {
  check_nuisances(nuisances);
  return detail::ChiSquare(measurements_, nuisances_, place_, centres_, parameters).value(nuisances);
}

Profile Likelihood::profile(const std::vector<double>& parameters) const {
  detail::ChiSquare chi2(measurements_, nuisances_, place_, centres_, parameters);
  detail::NuisanceFit fit = detail::fit_nuisances(chi2);
  Profile result;
  result.chi2 = fit.chi2;
  result.penalty = chi2.penalty(fit.nuisances);
  result.measurements = chi2.per_measurement();
  result.nuisances = std::move(fit.nuisances);
  result.converged = fit.converged;
  result.at_zero = fit.at_zero;
  result.iterations = fit.iterations;
  return result;
}

std::vector<std::vector<double>> Likelihood::expected(const std::vector<double>& parameters,
                                                      const std::vector<double>& nuisances) const {
  check_nuisances(nuisances);
  detail::ChiSquare chi2(measurements_, nuisances_, place_, centres_, parameters);
  chi2.value(nuisances);
  std::vector<std::vector<double>> result;
  auto first = chi2.counts().begin();
  for (const Measurement& measurement : measurements_) {
    const auto last = first + static_cast<std::ptrdiff_t>(measurement.observed.size());
    result.emplace_back(first, last);
    first = last;
  }
  return result;
}

std::vector<std::vector<CountsPart>> Likelihood::parts(const std::vector<double>& parameters,
                                                       const std::vector<double>& nuisances) const {
  check_nuisances(nuisances);
  std::vector<std::vector<CountsPart>> result;
  for (size_t m = 0; m < measurements_.size(); ++m) {
    std::vector<double> own;
    for (const size_t k : place_[m]) own.push_back(nuisances[k]);
    result.push_back(measurements_[m].expectation->at(parameters)->parts(own.data()));
  }
  return result;
}

std::vector<double> Likelihood::nuisance_gradient(const std::vector<double>& parameters,
                                                  const std::vector<double>& nuisances) const {
  check_nuisances(nuisances);
  detail::ChiSquare chi2(measurements_, nuisances_, place_, centres_, parameters);
  chi2.value(nuisances, {}, true);
  std::vector<double> gradient, curvature;
  chi2.derivatives(nuisances, gradient, curvature);
  return gradient;
}

void Likelihood::check_nuisances(const std::vector<double>& nuisances) const {
  if (nuisances.size() == nuisances_.size()) return;
  throw UserError(fmt::format("{} values of nuisances are given", nuisances.size()),
                  fmt::format("there are {}", nuisances_.size()));
}

Likelihood Likelihood::remembering(const std::vector<std::vector<double>>& points) const {
  Likelihood result = *this;
  for (Measurement& measurement : result.measurements_) {
    const auto remembered = std::make_shared<RememberedExpectation>(measurement.expectation);
    for (const std::vector<double>& point : points) remembered->remember(point);
    measurement.expectation = remembered;
  }
  return result;
}

Likelihood Likelihood::asimov(const std::vector<double>& parameters) const {
  Likelihood result = *this;
  result.centres_.assign(nuisances_.size(), 0.0);
  const auto counts = expected(parameters, result.centres_);
  for (size_t m = 0; m < counts.size(); ++m) {
    check_drawable(m, counts[m]);
    result.measurements_[m].observed = counts[m];
  }
  return result;
}

/// Data can be made of these expected counts.
void Likelihood::check_drawable(size_t m, const std::vector<double>& counts) const {
  if (measurements_[m].statistic == Statistic::gaussian) return;
  for (size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] >= 0.0 && counts[bin] <= largest_toy_mean) continue;
    throw UserError(fmt::format("no data can be drawn for bin {} of '{}'", bin + 1, measurements_[m].name),
                    fmt::format("{} counts are expected there", counts[bin]),
                    "choose parameters and nuisances where the expectation is a number of counts");
  }
}

Likelihood Likelihood::toy(const std::vector<double>& parameters, const std::vector<double>& nuisances,
                           std::uint64_t seed, std::uint64_t number) const {
  Likelihood result = *this;
  const auto counts = expected(parameters, nuisances);
  RandomStream of_centres(seed, toy_purpose, number, 0);
  for (size_t k = 0; k < nuisances_.size(); ++k) {
    const double shift = of_centres.normal();
    if (nuisances_[k].constrained()) result.centres_[k] = nuisances[k] + nuisances_[k].width * shift;
  }
  for (size_t m = 0; m < counts.size(); ++m) {
    check_drawable(m, counts[m]);
    Measurement& measurement = result.measurements_[m];
    RandomStream stream(seed, toy_purpose, number, static_cast<std::uint32_t>(m + 1));
    for (size_t bin = 0; bin < counts[m].size(); ++bin) {
      measurement.observed[bin] = measurement.statistic == Statistic::poisson
                                      ? detail::poisson_counts(counts[m][bin], stream.uniform())
                                      : counts[m][bin] + std::sqrt(measurement.variance[bin]) * stream.normal();
    }
  }
  return result;
}

}  // namespace tridens::inference
