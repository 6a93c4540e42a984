#pragma once
#include <vector>

// Lines of equal height on a regular grid of two coordinates (marching squares, linear between the points: the lines of
// a smooth function are right to the square of the distance between the points).
namespace tridens::inference {

/// With x to the right and y upwards, values above the level lie to the left of the way along the line: around an
/// island of low chi2 it goes clockwise, around a hill anticlockwise. Neighbouring points differ; a closed line does
/// not repeat its first point.
struct ContourLine {
  std::vector<double> x, y;
  bool closed = false;  // false: ends at the border of the grid, or at a cell that is left out
};

/// Lines where z, given at [i * y.size() + j] for (x[i], y[j]), crosses `level`: between points with z <= level and
/// points with z > level, so that a value that equals the level breaks no line. Saddles are resolved by the mean of the
/// four corners. Cells with a corner that is not finite are left out. With `log_x` or `log_y` the interpolation is in
/// the logarithm. Open lines come first, each kind in the order of the grid. UserError for fewer than two coordinates,
/// coordinates that do not increase or are not finite (or not above zero for a logarithm), a wrong number of values, a
/// level that is not finite.
std::vector<ContourLine> contour_lines(const std::vector<double>& x, const std::vector<double>& y,
                                       const std::vector<double>& z, double level, bool log_x = false,
                                       bool log_y = false);

}  // namespace tridens::inference
