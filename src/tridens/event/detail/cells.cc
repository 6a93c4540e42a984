#include "tridens/event/detail/cells.hh"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

namespace tridens::event::detail {
namespace {

/// Places where a cell may be cut: between equal slices of its width.
constexpr size_t slices = 8;
/// Fewest points of a cell: with less, chance decides.
constexpr double fewest_points = 24.0;

/// The level of a weight: its fourth moment's root, between the mean and the maximum, and less subject to chance than
/// the latter.
double level(double fourth_powers, double points) {
  return std::sqrt(std::sqrt(fourth_powers / points));
}

struct Cut {
  double gain = 0.0;  // of volume x level
  size_t cell = 0, coordinate = 0, slice = 0;
  bool operator<(const Cut& other) const { return gain < other.gain || (gain == other.gain && cell > other.cell); }
};

struct Sum {
  double points = 0.0, fourth_powers = 0.0;
  void add(const Sum& other) {
    points += other.points;
    fourth_powers += other.fourth_powers;
  }
};

}  // namespace

Cells::Cells(size_t dimension) : dimension_(dimension), low_(dimension, 0.0), width_(dimension, 1.0), volume_{1.0} {}

size_t Cells::cut(size_t cell, size_t coordinate, double share) {
  const size_t fresh = count();
  for (size_t d = 0; d < dimension_; ++d) {
    low_.push_back(low_[cell * dimension_ + d]);
    width_.push_back(width_[cell * dimension_ + d]);
  }
  const double whole = width_[cell * dimension_ + coordinate];
  low_[fresh * dimension_ + coordinate] += share * whole;
  width_[fresh * dimension_ + coordinate] = (1.0 - share) * whole;
  width_[cell * dimension_ + coordinate] = share * whole;
  volume_.push_back((1.0 - share) * volume_[cell]);
  volume_[cell] *= share;
  return fresh;
}

Cells::Cells(size_t dimension, const std::vector<double>& r, const std::vector<double>& weight, size_t most_cells)
    : Cells(dimension) {
  const size_t points = weight.size();
  std::vector<double> fourth(points);
  std::transform(weight.begin(), weight.end(), fourth.begin(), [](double w) { return w * w * w * w; });
  std::vector<std::vector<size_t>> members(1, std::vector<size_t>(points));
  std::iota(members[0].begin(), members[0].end(), size_t{0});
  std::vector<double> places(dimension * points);  // those of a point together
  for (size_t i = 0; i < points; ++i) {
    for (size_t d = 0; d < dimension; ++d) places[i * dimension + d] = r[d * points + i];
  }
  const auto slice_of = [&](size_t cell, size_t d, size_t i) {
    const double share = (places[i * dimension + d] - low_[cell * dimension + d]) / width_[cell * dimension + d];
    return std::min(slices - 1, static_cast<size_t>(std::max(share, 0.0) * static_cast<double>(slices)));
  };
  const auto best_cut = [&](size_t cell) {
    std::vector<Sum> sums(dimension * slices);
    Sum all;
    for (const size_t i : members[cell]) {
      all.add({1.0, fourth[i]});
      for (size_t d = 0; d < dimension; ++d) sums[d * slices + slice_of(cell, d, i)].add({1.0, fourth[i]});
    }
    Cut best{0.0, cell, 0, 0};
    for (size_t d = 0; d < dimension; ++d) {
      Sum below;
      for (size_t k = 1; k < slices; ++k) {
        below.add(sums[d * slices + k - 1]);
        const double above = all.points - below.points, share = static_cast<double>(k) / slices;
        if (below.points < fewest_points || above < fewest_points) continue;
        const double rest = std::max(all.fourth_powers - below.fourth_powers, 0.0);
        const double after = share * level(below.fourth_powers, below.points) + (1.0 - share) * level(rest, above);
        const double gain = volume_[cell] * (level(all.fourth_powers, all.points) - after);
        if (gain > best.gain) best = {gain, cell, d, k};
      }
    }
    return best;
  };
  std::priority_queue<Cut> cuts;
  cuts.push(best_cut(0));
  while (count() < most_cells && !cuts.empty()) {
    const Cut next = cuts.top();
    cuts.pop();
    if (!(next.gain > 0.0)) break;
    std::vector<size_t> kept, moved;
    for (const size_t i : members[next.cell]) {
      (slice_of(next.cell, next.coordinate, i) < next.slice ? kept : moved).push_back(i);
    }
    const size_t fresh = cut(next.cell, next.coordinate, static_cast<double>(next.slice) / slices);
    members[next.cell] = std::move(kept);
    members.push_back(std::move(moved));
    cuts.push(best_cut(next.cell));
    cuts.push(best_cut(fresh));
  }
}

}  // namespace tridens::event::detail
