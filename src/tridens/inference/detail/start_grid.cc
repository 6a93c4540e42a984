#include "tridens/inference/detail/start_grid.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::inference::detail {
namespace {

constexpr double most_points = 5000, most_points_asked = 1e6;
constexpr size_t most_parameters = 12;
constexpr size_t most_with_diagonals = 5;  // parameters: beyond, neighbours along the axes only

struct GridPoint {
  Unit unit;
  double chi2 = 0.0;
  double off_centre = 0.0;
};

/// Index of the grid -> position along every axis, and back.
std::vector<int> positions(size_t index, size_t axes, int points) {
  std::vector<int> result(axes);
  for (size_t k = 0; k < axes; ++k) {
    result[k] = static_cast<int>(index % static_cast<size_t>(points));
    index /= static_cast<size_t>(points);
  }
  return result;
}

class Neighbours {
 public:
  Neighbours(size_t axes, int points) : axes_(axes), points_(points) {}

  /// Whether `test` holds for every neighbour of a point.
  template <class Test>
  bool all(size_t index, const Test& test) const {
    const std::vector<int> here = positions(index, axes_, points_);
    if (axes_ > most_with_diagonals) {
      for (size_t k = 0; k < axes_; ++k) {
        for (const int move : {-1, 1}) {
          std::vector<int> moves(axes_, 0);
          moves[k] = move;
          if (!check(here, moves, test)) return false;
        }
      }
      return true;
    }
    size_t combinations = 1;
    for (size_t k = 0; k < axes_; ++k) combinations *= 3;
    for (size_t c = 0; c < combinations; ++c) {
      std::vector<int> moves = positions(c, axes_, 3);
      for (int& move : moves) --move;
      if (!check(here, moves, test)) return false;
    }
    return true;
  }

 private:
  template <class Test>
  bool check(const std::vector<int>& here, const std::vector<int>& moves, const Test& test) const {
    size_t other = 0, stride = 1;
    bool itself = true;
    for (size_t k = 0; k < axes_; ++k) {
      const int place = here[k] + moves[k];
      if (place < 0 || place >= points_) return true;
      itself = itself && moves[k] == 0;
      other += stride * static_cast<size_t>(place);
      stride *= static_cast<size_t>(points_);
    }
    return itself || test(other);
  }

  size_t axes_;
  int points_;
};

std::vector<GridPoint> evaluate(const ProfiledChi2& chi2, int points) {
  std::vector<GridPoint> grid;
  for (Unit& unit : grid_points(chi2.size(), points)) {
    GridPoint& point = grid.emplace_back();
    point.unit = std::move(unit);
    for (const double u : point.unit) point.off_centre += (u - 0.5) * (u - 0.5);
    const Profile profile = chi2.profile(point.unit);
    point.chi2 = profile.converged ? profile.chi2 : std::numeric_limits<double>::infinity();
  }
  return grid;
}

}  // namespace

std::vector<Unit> grid_points(size_t parameters, int points) {
  size_t count = 1;
  for (size_t k = 0; k < parameters; ++k) count *= static_cast<size_t>(points);
  std::vector<Unit> result(count);
  for (size_t i = 0; i < count; ++i) {
    for (const int place : positions(i, parameters, points)) {
      result[i].push_back(points == 1 ? 0.5 : static_cast<double>(place) / (points - 1));
    }
  }
  return result;
}

int points_per_parameter(size_t parameters, int asked) {
  if (parameters > most_parameters) {
    throw UserError(fmt::format("{} parameters to search", parameters),
                    fmt::format("starts on a regular grid are possible for {} at most", most_parameters),
                    "fix some of them");
  }
  if (asked < 0) throw UserError(fmt::format("{} starts per parameter", asked), "it must be one or more (0: default)");
  const auto total = [&](int points) { return std::pow(points, static_cast<double>(parameters)); };
  if (asked > 0) {
    if (total(asked) <= most_points_asked) return asked;
    throw UserError(fmt::format("{} starts for each of {} parameters", asked, parameters),
                    "that is more than a million points", "ask for fewer");
  }
  int points = parameters <= 1 ? 41 : parameters == 2 ? 15 : parameters == 3 ? 7 : 5;
  while (total(points) > most_points) --points;
  return points;
}

StartGrid find_starts(const ProfiledChi2& chi2, int points, double tie, size_t most) {
  const std::vector<GridPoint> grid = evaluate(chi2, points);
  const auto before = [&](size_t a, size_t b) {
    const double width = tie + 1e-12 * std::abs(grid[a].chi2);
    if (!(std::abs(grid[a].chi2 - grid[b].chi2) <= width)) return grid[a].chi2 < grid[b].chi2;
    if (grid[a].off_centre != grid[b].off_centre) return grid[a].off_centre < grid[b].off_centre;
    return a < b;
  };
  const Neighbours neighbours(chi2.size(), points);
  std::vector<size_t> basins;
  for (size_t i = 0; i < grid.size(); ++i) {
    if (std::isfinite(grid[i].chi2) && neighbours.all(i, [&](size_t other) { return before(i, other); })) {
      basins.push_back(i);
    }
  }
  if (basins.empty()) {  // ties along a shallow valley can go round in a circle: then its lowest point
    size_t lowest = 0;
    for (size_t i = 1; i < grid.size(); ++i) {
      if (grid[i].chi2 < grid[lowest].chi2) lowest = i;
    }
    if (std::isfinite(grid[lowest].chi2)) basins.push_back(lowest);
  }
  std::ranges::sort(
      basins, [&](size_t a, size_t b) { return grid[a].chi2 != grid[b].chi2 ? grid[a].chi2 < grid[b].chi2 : a < b; });
  if (basins.size() > most) basins.resize(most);
  StartGrid result;
  result.spacing = points == 1 ? 1.0 : 1.0 / (points - 1);
  for (const size_t i : basins) result.starts.push_back(grid[i].unit);
  return result;
}

}  // namespace tridens::inference::detail
