#include "tridens/inference/detail/distinct.hh"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tridens::inference::detail {
namespace {

constexpr double same_place = 0.01;    // of the range
constexpr double visible_move = 0.03;  // of the range: a valley goes on at least so far
constexpr int most_bends = 4;          // the way between two points of a valley is halved so often
constexpr double small_bend = 0.15;    // of a piece that is then left: a smooth valley, not a leap between two

double distance(const Unit& a, const Unit& b) {
  double largest = 0.0;
  for (size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::abs(a[k] - b[k]));
  return largest;
}

Unit between(const Unit& a, const Unit& b, double share) {
  Unit result = a;
  for (size_t k = 0; k < a.size(); ++k) result[k] += share * (b[k] - a[k]);
  return result;
}

class Connections {
 public:
  Connections(const ProfiledChi2& chi2, double tolerance, double spacing)
      : chi2_(chi2), tolerance_(tolerance), spacing_(spacing) {}

  /// Chi2 stays as it is along the softest direction, to at least one side.
  bool in_continuum(const LocalMinimum& minimum) const {
    if (!minimum.converged) return false;
    if (minimum.softest.empty()) return false;
    if (0.5 * minimum.least_curvature * same_place * same_place > allowance()) return false;
    for (const double sign : {1.0, -1.0}) {
      Unit there = minimum.unit;
      for (size_t k = 0; k < there.size(); ++k) {
        there[k] = std::clamp(there[k] + sign * visible_move * minimum.softest[k], 0.0, 1.0);
      }
      const LocalMinimum end = polish(chi2_, there, tolerance_, spacing_);
      const bool as_good = std::abs(end.profile.chi2 - minimum.profile.chi2) < allowance();
      if (as_good && distance(end.unit, minimum.unit) > same_place) return true;
    }
    return false;
  }

  /// `bends`: how often the way is bent; 0 for minima that no valley holds.
  bool connected(const LocalMinimum& a, const LocalMinimum& b, int bends) const {
    if (distance(a.unit, b.unit) < same_place) return true;
    if (straight(a, b)) return true;
    if (bends == 0) return false;
    const Unit half_way = between(a.unit, b.unit, 0.5);
    const LocalMinimum middle = polish(chi2_, half_way, tolerance_, spacing_);
    const double highest = std::max(a.profile.chi2, b.profile.chi2), length = distance(a.unit, b.unit);
    if (!middle.converged || !(middle.profile.chi2 < highest + allowance())) return false;
    if (distance(middle.unit, a.unit) < 0.1 * length || distance(middle.unit, b.unit) < 0.1 * length) return false;
    if (bends == 1) return distance(middle.unit, half_way) < small_bend * length;
    return connected(a, middle, bends - 1) && connected(middle, b, bends - 1);
  }

 private:
  double allowance() const { return 3.0 * tolerance_; }

  bool straight(const LocalMinimum& a, const LocalMinimum& b) const {
    const double highest = std::max(a.profile.chi2, b.profile.chi2) + allowance();
    for (const double share : {0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875}) {
      const Profile profile = chi2_.profile(between(a.unit, b.unit, share));
      if (!profile.converged || !(profile.chi2 < highest)) return false;
    }
    return true;
  }

  const ProfiledChi2& chi2_;
  double tolerance_, spacing_;
};

size_t root(std::vector<size_t>& group, size_t i) {
  while (group[i] != i) i = group[i] = group[group[i]];
  return i;
}

}  // namespace

std::vector<DistinctMinimum> distinct_minima(const ProfiledChi2& chi2, std::vector<LocalMinimum> minima,
                                             double tolerance, double spacing) {
  const Connections connections(chi2, tolerance, spacing);
  const size_t n = minima.size();
  std::vector<bool> continuum(n);
  for (size_t i = 0; i < n; ++i) continuum[i] = connections.in_continuum(minima[i]);
  std::vector<std::pair<size_t, size_t>> pairs;
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) pairs.emplace_back(j, i);
  }
  std::ranges::stable_sort(
      pairs, {}, [&](const auto& pair) { return distance(minima[pair.first].unit, minima[pair.second].unit); });
  std::vector<size_t> group(n);
  std::iota(group.begin(), group.end(), size_t{0});
  for (const auto& pair : pairs) {
    const size_t a = root(group, pair.first), b = root(group, pair.second);
    if (a == b) continue;
    const int bends = continuum[pair.first] && continuum[pair.second] ? most_bends : 0;
    if (connections.connected(minima[pair.first], minima[pair.second], bends)) group[std::max(a, b)] = std::min(a, b);
  }
  // Of a group the lowest; where that is a matter of rounding, the first.
  std::vector<DistinctMinimum> result;
  for (size_t g = 0; g < n; ++g) {
    if (root(group, g) != g) continue;
    size_t best = g;
    for (size_t i = g + 1; i < n; ++i) {
      if (root(group, i) != g) continue;
      const bool lower = minima[i].profile.chi2 < minima[best].profile.chi2 - 0.1 * tolerance;
      if ((minima[i].converged && !minima[best].converged) ||
          (minima[i].converged == minima[best].converged && lower)) {
        best = i;
      }
    }
    result.push_back({minima[best], continuum[best]});
  }
  std::ranges::stable_sort(result, {}, [](const DistinctMinimum& m) { return m.minimum.profile.chi2; });
  return result;
}

}  // namespace tridens::inference::detail
