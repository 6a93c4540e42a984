#include "tridens/inference/interval.hh"

#include <fmt/format.h>
#include <gsl/gsl_cdf.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"

namespace tridens::inference {
namespace {

constexpr double tolerance = 1e-4;  // of chi2
const double golden = 0.5 * (std::sqrt(5.0) - 1.0);

struct Sample {
  double x = 0.0, chi2 = 0.0;
};

/// The range on the scale of the parameter.
class Scale {
 public:
  Scale(double low, double high, bool logarithmic) : low_(low), high_(high), logarithmic_(logarithmic) {
    if (!(std::isfinite(low) && std::isfinite(high) && low < high)) {
      throw UserError("no range to look for intervals in", fmt::format("it goes from {} to {}", low, high),
                      "the lower end must lie below the upper one");
    }
    if (logarithmic && !(low > 0.0)) {
      throw UserError("a logarithmic range must lie above zero", fmt::format("it begins at {}", low),
                      "raise its lower end or make it linear");
    }
  }
  /// Ends exact, always inside [a, b].
  double between(double a, double b, double share) const {
    if (share <= 0.0) return a;
    if (share >= 1.0) return b;
    const double x = logarithmic_ ? a * std::pow(b / a, share) : a + (b - a) * share;
    return std::clamp(x, std::min(a, b), std::max(a, b));
  }
  double low() const { return low_; }
  double high() const { return high_; }

 private:
  double low_, high_;
  bool logarithmic_;
};

/// A function of one number that remembers what it has computed: several levels share their points.
class Curve {
 public:
  Curve(std::function<double(double)> chi2, Scale scale) : chi2_(std::move(chi2)), scale_(scale) {}

  Sample operator()(double x) {
    const auto known = values_.find(x);
    if (known != values_.end()) return {x, known->second};
    const double value = number_at(x);
    values_.emplace(x, value);
    return {x, value};
  }
  Sample between(const Sample& a, const Sample& b, double share) { return (*this)(scale_.between(a.x, b.x, share)); }
  const Scale& scale() const { return scale_; }

  /// Regular points, minima, and a point between neighbouring minima, so that the barrier between them shows.
  std::vector<double> places(size_t points, std::vector<double> minima) const {
    std::ranges::sort(minima);
    std::vector<double> x;
    for (size_t i = 0; i < points; ++i) {
      x.push_back(
          scale_.between(scale_.low(), scale_.high(), static_cast<double>(i) / static_cast<double>(points - 1)));
    }
    for (size_t i = 0; i < minima.size(); ++i) {
      if (!(minima[i] >= scale_.low() && minima[i] <= scale_.high())) {
        throw UserError(fmt::format("the minimum at {} lies outside the range", minima[i]),
                        fmt::format("it goes from {} to {}", scale_.low(), scale_.high()), "widen the range");
      }
      x.push_back(minima[i]);
      if (i > 0) x.push_back(scale_.between(minima[i - 1], minima[i], 0.5));
    }
    std::ranges::sort(x);
    x.erase(std::unique(x.begin(), x.end()), x.end());
    return x;
  }
  /// `chi2` must allow several threads at once when there are some.
  std::vector<Sample> samples(const std::vector<double>& places, int threads) {
    std::vector<Sample> result(places.size());
    share_work(places.size(), threads, nullptr, [&](std::uint64_t i) {
      result[i] = {places[i], number_at(places[i])};
    });
    for (const Sample& sample : result) values_.emplace(sample.x, sample.chi2);
    return result;
  }

 private:
  double number_at(double x) const {
    const double value = chi2_(x);
    if (!std::isnan(value)) return value;
    throw Failure("no interval", fmt::format("chi2 is not a number at {}", x), "look at the model there");
  }

  std::function<double(double)> chi2_;
  Scale scale_;
  std::map<double, double> values_;
};

/// Where a curve is at most a level.
class LevelSearch {
 public:
  LevelSearch(Curve& curve, double level) : curve_(curve), level_(level) {}

  std::vector<Interval> run(const std::vector<Sample>& samples) {
    const std::vector<Sample> all = with_extrema(samples);
    std::vector<Interval> result;
    for (size_t i = 0; i < all.size(); ++i) {
      if (!inside(all[i])) continue;
      const size_t first = i;
      while (i + 1 < all.size() && inside(all[i + 1])) ++i;
      Interval interval;
      interval.low_open = first == 0;
      interval.high_open = i + 1 == all.size();
      interval.low = interval.low_open ? all[first].x : crossing(all[first], all[first - 1]);
      interval.high = interval.high_open ? all[i].x : crossing(all[i], all[i + 1]);
      result.push_back(interval);
    }
    return result;
  }

 private:
  bool inside(const Sample& sample) const { return sample.chi2 <= level_; }

  /// The samples and, where they have a dip that stays above the level or a barrier that stays below it, what the curve
  /// reaches there between the samples when that lies on the other side.
  std::vector<Sample> with_extrema(const std::vector<Sample>& samples) {
    std::vector<Sample> result = samples;
    for (size_t i = 0; i < samples.size(); ++i) {
      const Sample& left = samples[i == 0 ? 0 : i - 1];
      const Sample& right = samples[std::min(i + 1, samples.size() - 1)];
      const double sign = inside(samples[i]) ? -1.0 : 1.0;
      const bool turns =
          sign * samples[i].chi2 <= sign * left.chi2 && sign * samples[i].chi2 <= sign * right.chi2 &&
          std::max(std::abs(left.chi2 - samples[i].chi2), std::abs(right.chi2 - samples[i].chi2)) > tolerance;
      if (!turns || inside(left) != inside(samples[i]) || inside(right) != inside(samples[i])) continue;
      const Sample found = extremum(left, samples[i], right, sign);
      if (inside(found) != inside(samples[i])) result.push_back(found);
    }
    std::ranges::sort(result, {}, &Sample::x);
    return result;
  }

  /// Golden section for the lowest sign * chi2 between left and right, until the level is passed or the neighbours are
  /// as low. At an end of the range one side is empty and the search goes on in the other.
  Sample extremum(Sample left, Sample middle, Sample right, double sign) {
    for (int step = 0; step < 80; ++step) {
      const double spread = std::max(std::abs(left.chi2 - middle.chi2), std::abs(right.chi2 - middle.chi2));
      if (spread < 0.1 * tolerance) break;
      const bool to_left = middle.x - left.x > right.x - middle.x;
      const Sample trial = curve_.between(middle, to_left ? left : right, 1.0 - golden);
      if (trial.x == middle.x || trial.x == (to_left ? left.x : right.x)) break;
      if (sign * trial.chi2 < sign * middle.chi2) {
        (to_left ? right : left) = middle;
        middle = trial;
        if (inside(middle) != (sign < 0.0)) break;
      } else {
        (to_left ? left : right) = trial;
      }
    }
    return middle;
  }

  /// Between a point that is inside and its neighbour that is not. Linear interpolation, every third step a bisection.
  double crossing(Sample in, Sample out) {
    for (int step = 0; step < 300 && level_ - in.chi2 > 0.0; ++step) {
      const double rise = out.chi2 - in.chi2;
      double share = std::isfinite(rise) && step % 3 != 2 ? (level_ - in.chi2) / rise : 0.5;
      if (share <= 0.0 || share >= 1.0) share = 0.5;
      const Sample trial = curve_.between(in, out, share);
      if (std::abs(trial.chi2 - level_) <= tolerance) return trial.x;
      if (trial.x == in.x || trial.x == out.x) {
        if (share == 0.5) break;
        continue;
      }
      (inside(trial) ? in : out) = trial;
    }
    return in.x;
  }

  Curve& curve_;
  double level_;
};

/// chi2 of one parameter, minimised over all others.
std::function<double(double)> profile_of(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                         size_t which, const std::atomic<bool>* stop) {
  const std::vector<double> fixed(parameters.size(), std::numeric_limits<double>::quiet_NaN());
  return [&likelihood, &parameters, which, fixed, stop](double x) {
    if (stop != nullptr && *stop) throw Interrupted("stopped", "before the intervals were found");
    std::vector<double> here = fixed;
    here[which] = x;
    const Minimum minimum = best(likelihood, parameters, here);
    if (!minimum.converged && !std::isinf(minimum.profile.chi2)) {
      throw Failure(fmt::format("no intervals of {}", parameters[which].name),
                    fmt::format("the minimum over the others did not converge at {}", x));
    }
    return minimum.profile.chi2;
  };
}

void check_points(size_t points) {
  if (points < 2)
    throw UserError(fmt::format("no intervals from {} points", points), "two are the ends", "ask for more");
}

}  // namespace

double chi2_rise(double confidence, int parameters) {
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw UserError(fmt::format("a confidence of {}", confidence), "it is a probability",
                    "give a number between 0 and 1, such as 0.90");
  }
  if (parameters < 1) {
    throw UserError(fmt::format("a rise of chi2 for {} parameters", parameters), "at least one is needed");
  }
  return gsl_cdf_chisq_Pinv(confidence, parameters);
}

double chi2_probability(double chi2, double degrees_of_freedom) {
  if (!(chi2 >= 0.0)) throw UserError(fmt::format("a chi2 of {} has no p-value", chi2), "it must not be negative");
  if (!(degrees_of_freedom > 0.0)) {
    throw UserError(fmt::format("no p-value with {} degrees of freedom", degrees_of_freedom), "they must be above zero",
                    "use more bins than free parameters");
  }
  return std::isinf(chi2) ? 0.0 : gsl_cdf_chisq_Q(chi2, degrees_of_freedom);
}

double confidence_of_sigmas(double sigmas) {
  if (!(sigmas >= 0.0)) throw UserError(fmt::format("{} standard deviations", sigmas), "they must not be negative");
  return std::erf(sigmas / std::sqrt(2.0));
}

std::vector<Interval> intervals(const std::function<double(double)>& chi2, double low, double high, bool logarithmic,
                                double level, size_t points, const std::vector<double>& minima) {
  check_points(points);
  if (std::isnan(level)) throw UserError("no interval", "the level is not a number");
  Curve curve(chi2, Scale(low, high, logarithmic));
  return LevelSearch(curve, level).run(curve.samples(curve.places(points, minima), 1));
}

std::vector<std::vector<Interval>> intervals(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                                             size_t which, const std::vector<double>& rises, size_t points, int threads,
                                             const std::atomic<bool>* stop) {
  check_points(points);
  if (which >= parameters.size()) {
    throw UserError(fmt::format("no intervals of parameter number {}", which + 1),
                    fmt::format("there are {}", parameters.size()));
  }
  for (const double rise : rises) {
    if (!(rise > 0.0)) throw UserError(fmt::format("a rise of chi2 of {}", rise), "it must be above zero");
  }
  const Parameter& parameter = parameters[which];
  const std::vector<Minimum> all = minima(likelihood, parameters);
  if (all.empty() || !all.front().converged) {
    throw Failure(fmt::format("no intervals of {}", parameter.name), "the minimum did not converge");
  }
  std::vector<double> places;
  for (const Minimum& minimum : all) places.push_back(minimum.parameters[which]);
  Curve curve(profile_of(likelihood, parameters, which, stop),
              Scale(parameter.lowest, parameter.highest, parameter.logarithmic));
  const std::vector<Sample> samples = curve.samples(curve.places(points, places), threads);
  // A point of the profile may lie below what the search for the minimum has found.
  double lowest = all.front().profile.chi2;
  for (const Sample& sample : samples) lowest = std::min(lowest, sample.chi2);
  std::vector<std::vector<Interval>> result;
  for (const double rise : rises) result.push_back(LevelSearch(curve, lowest + rise).run(samples));
  return result;
}

std::vector<Interval> intervals(const Likelihood& likelihood, const std::vector<Parameter>& parameters, size_t which,
                                double rise, size_t points) {
  return intervals(likelihood, parameters, which, std::vector<double>{rise}, points).front();
}

}  // namespace tridens::inference
