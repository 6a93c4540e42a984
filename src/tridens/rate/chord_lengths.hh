#pragma once
#include <vector>

// Lengths of straight lines through a convex body under an isotropic flux.
namespace tridens::rate {

class ChordLengths {
 public:
  /// Sphere of radius R: p(l) = l/(2 R^2) up to 2R. UserError for lengths that are not positive, as below.
  static ChordLengths sphere(double radius_m);
  /// Cylinder of radius R and height H.
  static ChordLengths cylinder(double radius_m, double height_m);
  /// Box.
  static ChordLengths box(double x_m, double y_m, double z_m);

  double volume_m3() const { return volume_; }
  double surface_m2() const { return surface_; }
  /// 4 V/S for any convex body (Cauchy).
  double mean_m() const { return 4.0 * volume_ / surface_; }
  /// Equally likely lengths, metres, that represent the distribution; their mean is 4 V/S.
  const std::vector<double>& lengths_m() const { return lengths_; }

 private:
  ChordLengths(double volume, double surface, std::vector<double> lengths);

  double volume_ = 0.0, surface_ = 0.0;
  std::vector<double> lengths_;
};

}  // namespace tridens::rate
