#include "tridens/flux/arrival_time.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"

// Distribution functions are straight within a bin. A delay by an exponential of lifetime tau turns the distribution
// function C into C - D with
//   D(t) = int f(s) exp(-(t-s)/tau) ds,   D(t+h) = D(t) exp(-h/tau) + p (tau/h)(1 - exp(-h/tau)),
// p the content of a bin of width h: exact at every edge. Bins are split until a straight line between the edges is
// within `straightness` of the exact function, which needs h^2/8 |f'| below it, f' = (f_before - f_after)/tau.
namespace tridens::flux {
namespace {

constexpr double straightness = 1e-7;
/// What is left out at the end of the tail.
constexpr double tail = 1e-13;

/// Widest step at which a density that changes with `slope` per unit of time is straight enough.
double widest_step(double slope) {
  return std::sqrt(8.0 * straightness / slope);
}

}  // namespace

ArrivalTime::ArrivalTime(std::vector<double> edges_s, std::vector<double> contents)
    : edges_(std::move(edges_s)), contents_(std::move(contents)) {
  if (contents_.empty() || edges_.size() != contents_.size() + 1) {
    throw UserError("the arrival times are not a histogram",
                    fmt::format("{} edges and {} contents", edges_.size(), contents_.size()),
                    "give one edge more than contents");
  }
  if (!std::ranges::is_sorted(edges_, std::less_equal<>{}) ||
      !std::ranges::all_of(edges_, [](double edge) { return std::isfinite(edge); })) {
    throw UserError("the edges of the arrival times do not increase", "every bin needs a width", "sort the edges");
  }
  if (!std::ranges::all_of(contents_, [](double content) { return content >= 0.0 && std::isfinite(content); })) {
    throw UserError("a bin of the arrival times is negative or not a number", "contents are probabilities",
                    "give contents of zero or above");
  }
  const double sum = std::accumulate(contents_.begin(), contents_.end(), 0.0);
  if (!(sum > 0.0)) {
    throw UserError("the arrival times are all zero", "they cannot be normalised", "give at least one content");
  }
  cumulative_.assign(edges_.size(), 0.0);
  for (size_t i = 0; i < contents_.size(); ++i) {
    contents_[i] /= sum;
    cumulative_[i + 1] = cumulative_[i] + contents_[i];
  }
}

double ArrivalTime::share(double from_s, double to_s) const {
  if (!(from_s <= to_s)) {
    throw UserError("the arrival times are asked for in an empty window",
                    fmt::format("it would go from {:g} s to {:g} s", from_s, to_s), "swap the two times");
  }
  const double low = std::clamp(from_s, edges_.front(), edges_.back());
  const double high = std::clamp(to_s, edges_.front(), edges_.back());
  const auto below = [this](double time) {
    const auto found = std::upper_bound(edges_.begin(), edges_.end(), time);
    const size_t i = std::min(static_cast<size_t>(found - edges_.begin()), edges_.size() - 1) - 1;
    return cumulative_[i] + contents_[i] * (time - edges_[i]) / (edges_[i + 1] - edges_[i]);
  };
  return low < high ? below(high) - below(low) : 0.0;
}

ArrivalTime ArrivalTime::delayed(double lifetime_s) const {
  if (!(lifetime_s > 0.0) || !std::isfinite(lifetime_s)) {
    throw UserError(fmt::format("a delay with a lifetime of {:g} s", lifetime_s), "a lifetime is positive",
                    "leave the delay out when there is none");
  }
  std::vector<double> edges{edges_.front()}, contents;
  double pending = 0.0;  // D: arrived before the delay, not yet after it
  const auto step = [&](double to, double content) {
    const double x = (to - edges.back()) / lifetime_s;
    const double left = -std::expm1(-x);
    contents.push_back(pending * left + content * (x > 1e-5 ? 1.0 - left / x : x * (0.5 - x / 6.0)));
    pending += content - contents.back();
    edges.push_back(to);
  };
  for (size_t i = 0; i < contents_.size(); ++i) {
    const double density = contents_[i] / (edges_[i + 1] - edges_[i]);
    while (edges.back() < edges_[i + 1]) {
      // The two densities approach each other within a bin: the slope is largest where the step begins.
      const double slope = std::abs(density - pending / lifetime_s) / lifetime_s;
      const double to = slope > 0.0 ? std::min(edges.back() + widest_step(slope), edges_[i + 1]) : edges_[i + 1];
      step(to, density * (to - edges.back()));
    }
  }
  while (pending > tail) {
    const double slope = pending / (lifetime_s * lifetime_s);
    step(edges.back() + std::min(widest_step(slope), lifetime_s), 0.0);
  }
  return {std::move(edges), std::move(contents)};
}

ArrivalTime ArrivalTime::shifted(double by_s) const {
  std::vector<double> edges = edges_;
  for (double& edge : edges) edge += by_s;
  return {std::move(edges), contents_};
}

double ArrivalTime::mean_s() const {
  double mean = 0.0;
  for (size_t i = 0; i < contents_.size(); ++i) mean += contents_[i] * 0.5 * (edges_[i] + edges_[i + 1]);
  return mean;
}

}  // namespace tridens::flux
