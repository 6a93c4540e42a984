#pragma once
#include <cstddef>
#include <vector>

namespace tridens::event::detail {

/// A partition of the unit cube into boxes in which a weight varies little: boxes are cut in two, one coordinate at a
/// time, where that helps most (S. Jadach, Comput. Phys. Commun. 152 (2003) 55). Correlations of any coordinates, which
/// a product grid cannot follow, are resolved that way.
class Cells {
 public:
  /// The whole cube.
  explicit Cells(size_t dimension);
  /// Grown on a uniform sample: r[d * count + i] is coordinate d of point i, of weight weight[i] >= 0.
  Cells(size_t dimension, const std::vector<double>& r, const std::vector<double>& weight, size_t most_cells);

  size_t count() const { return volume_.size(); }
  /// Of the cube's volume 1.
  double volume(size_t cell) const { return volume_[cell]; }
  /// Coordinate at a share r of the width of a cell.
  double inside(size_t cell, size_t coordinate, double r) const {
    return low_[cell * dimension_ + coordinate] + width_[cell * dimension_ + coordinate] * r;
  }

 private:
  /// Cuts a cell: the part above `share` of its width in a coordinate becomes a new cell, whose number is returned.
  size_t cut(size_t cell, size_t coordinate, double share);

  size_t dimension_;
  std::vector<double> low_, width_;  // [cell * dimension + coordinate]
  std::vector<double> volume_;
};

}  // namespace tridens::event::detail
