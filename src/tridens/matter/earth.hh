#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/material.hh"

// The Earth as concentric layers, for what neutrinos cross on their way to a detector.
namespace tridens::matter {

/// Densities of a layer are polynomials of r/R: rho = sum_k density[k] (r/R)^k, g/cm^3.
struct EarthLayer {
  std::string name;
  double outer_radius_km = 0.0;
  std::vector<double> density;
  Material composition;
};

/// A shell of constant density, from radius to radius.
struct EarthShell {
  double inner_radius_km = 0.0, outer_radius_km = 0.0;
  double density = 0.0;                // g/cm^3, the mean over the radii
  double electrons_per_nucleon = 0.0;  // of the composition
};

class EarthModel {
 public:
  /// Layers from the centre outwards; UserError when radii do not increase or densities at their borders are not
  /// positive.
  explicit EarthModel(std::vector<EarthLayer> layers);
  /// The Preliminary Reference Earth Model (A. M. Dziewonski, D. L. Anderson, Phys. Earth Planet. Inter. 25 (1981) 297)
  /// with 3 km of "water" or "ice" all around.
  static EarthModel preliminary_reference(std::string_view outermost = "water");

  double radius_km() const;
  /// g/cm^3 at a distance from the centre; on a border that of the layer below. UserError outside.
  double density(double radius_km_from_centre) const;
  const std::vector<EarthLayer>& layers() const { return layers_; }
  /// The layers cut into shells of equal thickness, at most `thickest_km`, from the centre outwards; `border_km` (0:
  /// none) is a radius where a shell ends as well. UserError for a thickness below 1 km.
  std::vector<EarthShell> shells(double thickest_km, double border_km = 0.0) const;

  /// What lies on a straight line that ends at a detector.
  struct Chord {
    double length_km = 0.0;
    std::vector<double> column_depth;  // g/cm^2 in every layer, in the order of layers()
    double total_column_depth() const;
  };
  /// From the surface to a detector `depth_km` below it, at a zenith angle. UserError for |cos| > 1 and depths outside.
  Chord chord(double cos_zenith, double depth_km) const;

 private:
  std::vector<EarthLayer> layers_;
};

}  // namespace tridens::matter
