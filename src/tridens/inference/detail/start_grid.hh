#pragma once
#include <vector>

#include "tridens/inference/detail/profiled_chi2.hh"

namespace tridens::inference::detail {

struct StartGrid {
  std::vector<Unit> starts;  // of each basin its lowest point, best first
  double spacing = 1.0;      // of the grid, in unit coordinates
};

/// Points per parameter for so many parameters, unless `asked` says otherwise (0: not): at most 5000 in all. UserError
/// for more than 12 parameters and for more than a million points.
int points_per_parameter(size_t parameters, int asked);

/// Points of the regular grid in unit coordinates, ends included; the middle where there is one per parameter.
std::vector<Unit> grid_points(size_t parameters, int points);

/// Profiles on a regular grid, ends included, and its points that no neighbour (diagonal ones included) lies below. Of
/// neighbours that are equal within `tie` the one nearest to the middle of the ranges stands for all. At most `most`.
StartGrid find_starts(const ProfiledChi2& chi2, int points, double tie, size_t most);

}  // namespace tridens::inference::detail
