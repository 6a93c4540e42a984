#include "tridens/rate/cross_section_curve.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::rate {
namespace {

constexpr double widest = 1.5;      // of a piece, in the logarithm
constexpr double narrowest = 1e-6;  // a function that needs less is not smooth
constexpr double first_above_threshold = 1e-2;

/// Logarithm of the function at the ends and in the middle of an interval.
struct Interval {
  double low, high, at_low, at_middle, at_high;
};

class Builder {
 public:
  Builder(const CrossSectionCurve::Function& function, double threshold, double tolerance)
      : function_(function), threshold_(threshold), tolerance_(tolerance) {}

  double logarithm(double x) const {
    const double energy = threshold_ + std::exp(x), value = function_(energy);
    if (value > 0.0 && std::isfinite(value)) return std::log(value);
    throw Failure(fmt::format("the cross section at {:g} GeV is {:g}", energy, value),
                  fmt::format("it must be above zero above its threshold, {:g} GeV", threshold_), "");
  }

  /// Accepted intervals in order.
  void refine(const Interval& now, std::vector<Interval>& accepted) const {
    const double middle = 0.5 * (now.low + now.high), quarter = 0.25 * (now.high - now.low);
    const double left = logarithm(middle - quarter), right = logarithm(middle + quarter);
    const double parabola_left = (3.0 * now.at_low + 6.0 * now.at_middle - now.at_high) / 8.0;
    const double parabola_right = (3.0 * now.at_high + 6.0 * now.at_middle - now.at_low) / 8.0;
    if (std::max(std::abs(left - parabola_left), std::abs(right - parabola_right)) < tolerance_) {
      accepted.push_back(now);
      return;
    }
    if (now.high - now.low < narrowest) {
      throw Failure(
          fmt::format("the cross section has no smooth logarithm near {:g} GeV", threshold_ + std::exp(middle)),
          "it cannot be interpolated", "");
    }
    refine({now.low, middle, now.at_low, left, now.at_middle}, accepted);
    refine({middle, now.high, now.at_middle, right, now.at_high}, accepted);
  }

 private:
  const CrossSectionCurve::Function& function_;
  double threshold_, tolerance_;
};

}  // namespace

CrossSectionCurve::CrossSectionCurve(const Function& function, double threshold, double lowest, double highest,
                                     double tolerance)
    : threshold_(threshold), highest_(highest) {
  if (highest <= threshold) return;
  const double from = std::log(std::max(lowest - threshold, first_above_threshold * threshold));
  const double to = std::log(highest - threshold);
  if (!(from < to)) return;
  const Builder builder(function, threshold, tolerance);
  const auto count = static_cast<size_t>(std::ceil((to - from) / widest));
  std::vector<Interval> accepted;
  double at_low = builder.logarithm(from);
  for (size_t i = 0; i < count; ++i) {
    const double low = from + (to - from) * static_cast<double>(i) / static_cast<double>(count);
    const double high = from + (to - from) * static_cast<double>(i + 1) / static_cast<double>(count);
    const double at_high = builder.logarithm(high);
    builder.refine({low, high, at_low, builder.logarithm(0.5 * (low + high)), at_high}, accepted);
    at_low = at_high;
  }
  for (const Interval& each : accepted) {
    const double half = 0.5 * (each.high - each.low);
    pieces_.push_back({each.low, each.high, each.at_middle, (each.at_high - each.at_low) / (2.0 * half),
                       (each.at_high + each.at_low - 2.0 * each.at_middle) / (2.0 * half * half)});
  }
}

double CrossSectionCurve::operator()(double energy) const {
  if (energy <= threshold_) return 0.0;
  if (energy > highest_ * (1.0 + 1e-9)) {
    throw Failure(fmt::format("a cross section at {:g} GeV", energy),
                  fmt::format("it is tabulated up to {:g} GeV", highest_), "");
  }
  if (pieces_.empty()) return 0.0;
  const double x = std::log(energy - threshold_);
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), x,
                                      [](double value, const Piece& piece) { return value < piece.low; });
  const Piece& piece = after == pieces_.begin() ? pieces_.front() : *std::prev(after);
  const double half = 0.5 * (piece.high - piece.low), middle = 0.5 * (piece.high + piece.low);
  if (x < piece.low) {
    const double slope = piece.c1 - 2.0 * piece.c2 * half;
    return std::exp(piece.c0 - piece.c1 * half + piece.c2 * half * half + slope * (x - piece.low));
  }
  const double t = x - middle;
  return std::exp(piece.c0 + t * (piece.c1 + t * piece.c2));
}

CrossSectionCurve CrossSectionCurve::scaled(double factor) const {
  CrossSectionCurve result = *this;
  for (Piece& piece : result.pieces_) piece.c0 += std::log(factor);
  return result;
}

std::vector<double> CrossSectionCurve::breaks() const {
  std::vector<double> result;
  for (const Piece& piece : pieces_) result.push_back(threshold_ + std::exp(piece.low));
  if (!pieces_.empty()) result.push_back(highest_);
  return result;
}

namespace {

bool agrees(const CrossSectionCurve& curve, const CrossSectionCurve::Function& function, double lowest, double highest,
            double tolerance) {
  const double from = std::max(lowest, curve.threshold() * (1.0 + first_above_threshold));
  if (from >= highest) return true;
  for (const double energy : {from, std::sqrt(from * highest), highest}) {
    if (std::abs(curve(energy) / function(energy) - 1.0) > 5.0 * tolerance) return false;
  }
  return true;
}

}  // namespace

std::vector<CrossSectionCurve> CurveStore::component_curves(const std::string& name, const process::Process& process,
                                                            double lowest, double highest, double tolerance) {
  const std::vector<process::Component>& components = process.components();
  std::vector<CrossSectionCurve> result;
  std::map<std::string, size_t> first_of_shape;
  for (size_t i = 0; i < components.size(); ++i) {
    // One process gives components of one shape the same cross section: nothing is left to compare.
    const auto [first, is_new] = first_of_shape.try_emplace(components[i].shape, i);
    if (!is_new && !components[i].shape.empty() && process.threshold(i) == process.threshold(first->second)) {
      result.push_back(
          result[first->second].scaled(components[i].multiplicity / components[first->second].multiplicity));
      continue;
    }
    const CrossSectionCurve::Function function = [&](double energy) {
      if (checkpoint_) checkpoint_();
      return process.cross_section(i, energy).value;
    };
    const double multiplicity = components[i].multiplicity, threshold = process.threshold(i);
    const std::string key =
        fmt::format("{} {} {} {} {}", name, tridens::name(process.neutrino()), components[i].shape, lowest, highest);
    if (const auto found = known_.find(key); found != known_.end() && !components[i].shape.empty()) {
      CrossSectionCurve scaled = found->second.scaled(multiplicity);
      if (scaled.threshold() == threshold && agrees(scaled, function, lowest, highest, tolerance)) {
        result.push_back(std::move(scaled));
        continue;
      }
    }
    result.emplace_back(function, threshold, lowest, highest, tolerance);
    known_.insert_or_assign(key, result.back().scaled(1.0 / multiplicity));
  }
  return result;
}

}  // namespace tridens::rate
