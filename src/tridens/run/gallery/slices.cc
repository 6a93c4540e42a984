#include "tridens/run/gallery/slices.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/base/units.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/gallery/context.hh"

namespace tridens::run::gallery {
namespace {

using inference::Interval;

/// Place on an axis, 0 and 1 at its ends.
double place(const inference::Parameter& axis, double value) {
  return axis.logarithmic ? std::log(value / axis.lowest) / std::log(axis.highest / axis.lowest)
                          : (value - axis.lowest) / (axis.highest - axis.lowest);
}

double value_at(const inference::Parameter& axis, double where) {
  const double value = axis.logarithmic ? axis.lowest * std::pow(axis.highest / axis.lowest, where)
                                        : axis.lowest + where * (axis.highest - axis.lowest);
  return std::clamp(value, axis.lowest, axis.highest);
}

class Slicer {
 public:
  Slicer(Context& context, const io::FitCard& card, double confidence)
      : context_(context), card_(card), setup_(make_fit_setup(card, context.threads())) {
    if (setup_.parameters.size() != 2) {
      throw UserError(fmt::format("slices of {} parameters", setup_.parameters.size()), "they are made for two", "");
    }
    rise_ = inference::chi2_rise(confidence, 2);
  }

  SlicedRegion run(Slicing slicing) {
    SlicedRegion region = slicing == Slicing::region ? by_region() : on_grid();
    for (const SlicedPart& part : region.parts) region.share += share_of(part);
    return region;
  }

 private:
  const inference::Parameter& x_axis() const { return setup_.parameters[0]; }
  const inference::Parameter& y_axis() const { return setup_.parameters[1]; }

  double chi2_at(double x, double y) const {
    const inference::Profile profile = setup_.likelihood->profile({x, y});
    if (profile.converged || !std::isfinite(profile.chi2)) return profile.chi2;
    throw Failure("no region", fmt::format("chi2 did not converge at {}, {}", x, y), "");
  }

  std::vector<Interval> allowed_at(double x, double level) const {
    return inference::intervals([&](double y) { return chi2_at(x, y); }, y_axis().lowest, y_axis().highest,
                                y_axis().logarithmic, level, static_cast<size_t>(card_.parameters[1].points / 2 + 2));
  }

  std::vector<Slice> slices_at(const std::vector<double>& places, double level) const {
    std::vector<Slice> slices(places.size());
    share_work(places.size(), context_.threads(), context_.stop(), [&](std::uint64_t i) {
      slices[i] = {places[i], allowed_at(places[i], level)};
    });
    return slices;
  }

  SlicedRegion by_region() const {
    SlicedRegion region;
    region.best_chi2 = inference::best(*setup_.likelihood, setup_.parameters).profile.chi2;
    const auto points = static_cast<size_t>(card_.parameters[0].points);
    // Dips of chi2 between the points are followed down: half of the points of a grid are enough.
    const auto ranges =
        inference::intervals(*setup_.likelihood, setup_.parameters, 0, {rise_}, points / 2, context_.threads()).front();
    for (const Interval& range : ranges) {
      const double from = place(x_axis(), range.low), to = place(x_axis(), range.high);
      std::vector<double> places;
      constexpr double inset = 1e-5;  // at the very ends nothing is left
      const size_t count = std::max<size_t>(points / 2, 8);
      for (size_t i = 0; i <= count; ++i) {  // denser towards the ends, which are round
        const double turn = 0.5 * (1.0 - std::cos(units::pi * static_cast<double>(i) / static_cast<double>(count)));
        places.push_back(value_at(x_axis(), from + (to - from) * std::clamp(turn, inset, 1.0 - inset)));
      }
      SlicedPart part{slices_at(places, region.best_chi2 + rise_), range.low_open, range.high_open};
      std::erase_if(part.slices, [](const Slice& slice) { return slice.allowed.empty(); });
      if (!part.slices.empty()) region.parts.push_back(std::move(part));
    }
    return region;
  }

  SlicedRegion on_grid() const {
    const std::vector<double> grid = grid_of(card_.parameters[0]);
    std::vector<double> lowest(grid.size());
    inference::MinimumOptions options;
    options.starts_per_parameter = std::min(card_.parameters[1].points, 41);
    share_work(grid.size(), context_.threads(), context_.stop(), [&](std::uint64_t i) {
      const std::vector<double> fixed = {grid[i], std::numeric_limits<double>::quiet_NaN()};
      lowest[i] = inference::best(*setup_.likelihood, setup_.parameters, fixed, options).profile.chi2;
    });
    SlicedRegion region;
    region.best_chi2 = *std::ranges::min_element(lowest);
    const std::vector<Slice> slices = slices_at(grid, region.best_chi2 + rise_);
    for (size_t i = 0; i < slices.size(); ++i) {
      if (slices[i].allowed.empty()) continue;
      SlicedPart part;
      part.left_open = i == 0;
      while (i < slices.size() && !slices[i].allowed.empty()) part.slices.push_back(slices[i++]);
      part.right_open = i == slices.size();
      region.parts.push_back(std::move(part));
    }
    return region;
  }

  /// Trapezoids between the slices.
  double share_of(const SlicedPart& part) const {
    const auto height = [&](const Slice& slice) {
      double sum = 0.0;
      for (const Interval& each : slice.allowed) sum += place(y_axis(), each.high) - place(y_axis(), each.low);
      return sum;
    };
    double sum = 0.0;
    for (size_t i = 0; i + 1 < part.slices.size(); ++i) {
      sum += 0.5 * (height(part.slices[i]) + height(part.slices[i + 1])) *
             (place(x_axis(), part.slices[i + 1].x) - place(x_axis(), part.slices[i].x));
    }
    return sum;
  }

  Context& context_;
  const io::FitCard& card_;
  FitSetup setup_;
  double rise_ = 0.0;
};

/// Ranges of two neighbouring slices that belong together: [first, last] of each; none where first > last.
struct Group {
  size_t left_first = 1, left_last = 0, right_first = 1, right_last = 0;
  bool has_left() const { return left_first <= left_last; }
  bool has_right() const { return right_first <= right_last; }
};

/// Ranges that overlap.
std::vector<Group> overlapping(const std::vector<Interval>& left, const std::vector<Interval>& right) {
  std::vector<Group> groups;
  double end = 0.0;
  for (size_t i = 0, j = 0; i < left.size() || j < right.size();) {
    const bool from_left = j == right.size() || (i < left.size() && left[i].low <= right[j].low);
    const Interval& next = from_left ? left[i] : right[j];
    if (groups.empty() || next.low > end) {
      groups.emplace_back();
      end = next.high;
    }
    end = std::max(end, next.high);
    Group& group = groups.back();
    if (from_left) {
      if (!group.has_left()) group.left_first = i;
      group.left_last = i++;
    } else {
      if (!group.has_right()) group.right_first = j;
      group.right_last = j++;
    }
  }
  return groups;
}

double middle(const Interval& interval) {
  return 0.5 * (interval.low + interval.high);
}

/// Ranges without a partner on the other side, the nearest first: thin bands move on from slice to slice.
void pair_lonely(const std::vector<Interval>& left, const std::vector<Interval>& right, std::vector<Group>& groups) {
  const auto distance = [&](const Group& a, const Group& b) {
    return std::abs(middle(left[a.left_first]) - middle(right[b.right_first]));
  };
  while (true) {
    Group *begins = nullptr, *goes_on = nullptr;
    for (Group& a : groups) {
      for (Group& b : groups) {
        if (!a.has_left() || a.has_right() || b.has_left() || !b.has_right()) continue;
        if (begins == nullptr || distance(a, b) < distance(*begins, *goes_on)) {
          begins = &a;
          goes_on = &b;
        }
      }
    }
    if (begins == nullptr) return;
    begins->right_first = goes_on->right_first;
    begins->right_last = goes_on->right_last;
    *goes_on = Group{};
  }
}

/// As many ranges on both sides go on one by one. Otherwise those that overlap split, merge, begin or end.
std::vector<Group> matched(const std::vector<Interval>& left, const std::vector<Interval>& right) {
  std::vector<Group> groups;
  if (left.size() == right.size()) {
    for (size_t i = 0; i < left.size(); ++i) groups.push_back({i, i, i, i});
    return groups;
  }
  groups = overlapping(left, right);
  pair_lonely(left, right, groups);
  return groups;
}

/// A point of the border: slice, range, upper end.
struct Corner {
  size_t slice = 0, range = 0;
  bool upper = false;
  auto operator<=>(const Corner&) const = default;  // NOLINT(modernize-use-nullptr): of the comparison with 0
};

/// Lines between corners of one part; every corner has at most two.
class Border {
 public:
  explicit Border(const SlicedPart& part) : part_(part) {
    if (!part.left_open) close(0, 0, part.slices.front().allowed.size());
    if (!part.right_open) close(part.slices.size() - 1, 0, part.slices.back().allowed.size());
    for (size_t k = 0; k + 1 < part.slices.size(); ++k) join(k);
  }

  std::vector<Curve> curves(Style style) {
    std::vector<Curve> result;
    for (const bool closed : {false, true}) {
      for (const auto& [corner, unused] : lines_) {
        if (lines_.at(corner).empty() || (!closed && lines_.at(corner).size() > 1)) continue;
        result.push_back(walk(corner, style));
      }
    }
    return result;
  }

 private:
  const Interval& range(const Corner& corner) const { return part_.slices[corner.slice].allowed[corner.range]; }
  bool open(const Corner& corner) const { return corner.upper ? range(corner).high_open : range(corner).low_open; }

  void line(const Corner& a, const Corner& b) {
    if (open(a) && open(b)) return;
    lines_[a].push_back(b);
    lines_[b].push_back(a);
  }

  /// Ends of ranges [first, last) across their widths.
  void close(size_t slice, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) line({slice, i, false}, {slice, i, true});
  }

  void join(size_t k) {
    for (const Group& group : matched(part_.slices[k].allowed, part_.slices[k + 1].allowed)) {
      if (group.has_left() && group.has_right()) {
        line({k, group.left_first, false}, {k + 1, group.right_first, false});
        line({k, group.left_last, true}, {k + 1, group.right_last, true});
        for (size_t i = group.left_first; i < group.left_last; ++i) line({k, i, true}, {k, i + 1, false});
        for (size_t j = group.right_first; j < group.right_last; ++j) line({k + 1, j, true}, {k + 1, j + 1, false});
      } else if (group.has_left()) {
        close(k, group.left_first, group.left_last + 1);
      } else if (group.has_right()) {
        close(k + 1, group.right_first, group.right_last + 1);
      }
    }
  }

  /// Follows the lines from a corner and takes them away.
  Curve walk(Corner at, Style style) {
    Curve curve{"", {}, {}, {}, {}, style};
    const auto add = [&](const Corner& corner) {
      curve.x.push_back(part_.slices[corner.slice].x);
      curve.y.push_back(corner.upper ? range(corner).high : range(corner).low);
    };
    add(at);
    while (!lines_.at(at).empty()) {
      const Corner next = lines_.at(at).back();
      lines_.at(at).pop_back();
      std::vector<Corner>& back = lines_.at(next);
      back.erase(std::ranges::find(back, at));
      add(next);
      at = next;
    }
    return curve;
  }

  const SlicedPart& part_;
  std::map<Corner, std::vector<Corner>> lines_;
};

}  // namespace

SlicedRegion sliced_region(Context& context, const io::FitCard& card, double confidence, Slicing slicing) {
  return Slicer(context, card, confidence).run(slicing);
}

std::vector<Curve> outline(const SlicedRegion& region, const std::string& label, Style style) {
  std::vector<Curve> curves;
  for (const SlicedPart& part : region.parts) {
    for (Curve& curve : Border(part).curves(style)) {
      if (curves.empty()) curve.label = label;
      curves.push_back(std::move(curve));
    }
  }
  return curves;
}

}  // namespace tridens::run::gallery
