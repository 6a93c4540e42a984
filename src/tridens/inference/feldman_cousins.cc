#include "tridens/inference/feldman_cousins.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"

namespace tridens::inference {
namespace {

constexpr double failed_toy = std::numeric_limits<double>::quiet_NaN();
constexpr double most_failed = 0.01;
constexpr std::uint64_t numbers_per_point = std::uint64_t{1} << 32;

void check(const std::vector<Parameter>& parameters, const std::vector<std::vector<double>>& points,
           const std::vector<double>& confidences, const FeldmanCousinsOptions& options) {
  if (options.toys < 1 || options.toys >= numbers_per_point) {
    throw UserError(fmt::format("{} toys per point", options.toys), "the intervals are counted from them",
                    "give a number such as 1000");
  }
  if (options.first_point > numbers_per_point - points.size()) {
    throw UserError(fmt::format("point number {}", options.first_point), "their numbers must stay below 2^32");
  }
  for (const double confidence : confidences) {
    if (!(confidence > 0.0 && confidence < 1.0)) {
      throw UserError(fmt::format("a confidence of {}", confidence), "it is a probability",
                      "give a number between 0 and 1, such as 0.90");
    }
    const double beyond = (1.0 - confidence) * static_cast<double>(options.toys);
    if (beyond < 1.0 - 1e-9) {
      throw UserError(fmt::format("{} toys cannot tell a confidence of {}", options.toys, confidence),
                      "fewer than one lies beyond it",
                      fmt::format("use at least {:.0f}", std::ceil(1.0 / (1.0 - confidence))));
    }
  }
  for (const std::vector<double>& point : points) {
    if (point.size() != parameters.size()) {
      throw UserError(fmt::format("a point with {} values", point.size()),
                      fmt::format("there are {} parameters", parameters.size()));
    }
    for (size_t k = 0; k < point.size(); ++k) {
      if (point[k] >= parameters[k].lowest && point[k] <= parameters[k].highest) continue;
      throw UserError(fmt::format("{} = {} lies outside its range", parameters[k].name, point[k]),
                      fmt::format("it goes from {} to {}", parameters[k].lowest, parameters[k].highest),
                      "the minimum is searched in the range: widen it");
    }
  }
}

/// Where every toy needs the expectation.
std::vector<std::vector<double>> starts_and(const std::vector<std::vector<double>>& points,
                                            const std::vector<Parameter>& parameters, const MinimumOptions& options) {
  std::vector<std::vector<double>> result = start_points(parameters, options);
  result.insert(result.end(), points.begin(), points.end());
  return result;
}

class Construction {
 public:
  Construction(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
               const std::vector<std::vector<double>>& points, const std::vector<double>& confidences,
               const FeldmanCousinsOptions& options)
      : likelihood_(likelihood.remembering(starts_and(points, parameters, options.minimum))),
        parameters_(parameters),
        confidences_(confidences),
        options_(options) {
    const Minimum lowest = best(likelihood_, parameters, {}, options.minimum);
    if (!lowest.converged) {
      throw Failure("no intervals by toys", "the minimum of the data did not converge", "look at the fit first");
    }
    lowest_ = lowest.profile.chi2;
  }

  FeldmanCousinsPoint at(const std::vector<double>& point, std::uint64_t number) const {
    const Profile here = likelihood_.profile(point);
    if (!here.converged) {
      throw Failure(fmt::format("no intervals by toys at ({})", fmt::join(point, ", ")),
                    "the nuisances of the data did not converge there");
    }
    if (here.chi2 < lowest_ - 10.0 * options_.minimum.tolerance) {
      throw Failure(
          fmt::format("the minimum was missed: ({}) lies {} below it", fmt::join(point, ", "), lowest_ - here.chi2),
          "the starts are too far apart", "raise the starts per parameter");
    }
    FeldmanCousinsPoint result;
    result.parameters = point;
    result.rise = rise(here.chi2, lowest_);
    std::vector<double> rises(options_.toys);
    share_work(options_.toys, options_.threads, options_.stop, [&](std::uint64_t toy) {
      rises[toy] = toy_rise(point, here.nuisances, number * numbers_per_point + toy);
    });
    std::erase_if(rises, [](double value) { return std::isnan(value); });
    result.failed = options_.toys - rises.size();
    if (static_cast<double>(result.failed) > most_failed * static_cast<double>(options_.toys)) {
      throw Failure(
          fmt::format("{} of {} toys at ({}) have no minimum", result.failed, options_.toys, fmt::join(point, ", ")),
          "more than 1 % would move the intervals", "free fewer nuisances or narrow the ranges");
    }
    std::ranges::sort(rises);
    count(rises, result);
    return result;
  }

 private:
  /// The point itself is one of those the minimum is over.
  static double rise(double here, double lowest) { return here - std::min(here, lowest); }

  double toy_rise(const std::vector<double>& point, const std::vector<double>& nuisances, std::uint64_t number) const {
    const Likelihood toy = likelihood_.toy(point, nuisances, options_.seed, number);
    const Profile here = toy.profile(point);
    if (!here.converged) return failed_toy;
    const Minimum lowest = best(toy, parameters_, {}, options_.minimum);
    return lowest.converged ? rise(here.chi2, lowest.profile.chi2) : failed_toy;
  }

  /// From the sorted rises of the toys. A share of them is held by the smallest rise with so many at or below it.
  void count(const std::vector<double>& rises, FeldmanCousinsPoint& result) const {
    const double all = static_cast<double>(rises.size());
    const auto smaller = std::ranges::lower_bound(rises, result.rise - options_.minimum.tolerance) - rises.begin();
    for (const double confidence : confidences_) {
      const auto needed =
          std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(std::ceil(confidence * all * (1.0 - 1e-12))));
      result.critical.push_back(rises[static_cast<size_t>(needed - 1)]);
      result.allowed.push_back(smaller < needed);
    }
    const double as_large = all - static_cast<double>(smaller);
    result.p_value = as_large / all;
    const double share = (as_large + 1.0) / (all + 2.0);
    result.p_value_error = std::sqrt(share * (1.0 - share) / (all + 2.0));
  }

  Likelihood likelihood_;
  const std::vector<Parameter>& parameters_;
  const std::vector<double>& confidences_;
  const FeldmanCousinsOptions& options_;
  double lowest_ = 0.0;
};

}  // namespace

std::vector<FeldmanCousinsPoint> feldman_cousins(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                                 const std::vector<std::vector<double>>& points,
                                                 const std::vector<double>& confidences,
                                                 const FeldmanCousinsOptions& options) {
  check(parameters, points, confidences, options);
  const Construction construction(likelihood, parameters, points, confidences, options);
  std::vector<FeldmanCousinsPoint> result;
  for (size_t i = 0; i < points.size(); ++i) {
    result.push_back(construction.at(points[i], options.first_point + i));
    if (options.progress) options.progress(i + 1, points.size());
  }
  return result;
}

}  // namespace tridens::inference
