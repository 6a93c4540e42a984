#pragma once
#include <vector>

// Lines of equal height on a regular grid of two coordinates (marching squares, linear between the points).
namespace tridens::inference {

struct ContourLine {
  std::vector<double> x, y;
  bool closed = false;  // false: ends at the border of the grid
};

/// Lines where z, given at [i * y.size() + j] for (x[i], y[j]), crosses `level`. Saddles are resolved by the mean of the
/// four corners. Cells with a corner that is not finite are left out. With `log_x` or `log_y` the interpolation is in
/// the logarithm. UserError for fewer than two coordinates, coordinates that do not increase, a wrong number of values.
std::vector<ContourLine> contour_lines(const std::vector<double>& x, const std::vector<double>& y,
                                       const std::vector<double>& z, double level, bool log_x = false,
                                       bool log_y = false);

}  // namespace tridens::inference
