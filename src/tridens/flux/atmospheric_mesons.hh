#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/flux/cosmic_ray_nucleons.hh"

// Neutral mesons that cosmic rays make in the atmosphere and that decay at once. Formulas and papers in
// atmospheric_mesons.cc, numbers in data/source/meson_production.csv.
namespace tridens::flux {

/// How often a meson is made, as a function of its rapidity.
struct MesonProduction {
  std::string name;
  double mass = 0.0;                 // GeV
  double transverse_momentum = 0.0;  // GeV, the mean
  bool per_nucleon = false;          // `plateau` is a cross section per nucleon (nb at 41.6 GeV), else per collision
  double plateau = 0.0;              // at rapidity 0
  double exponent = 0.0;             // of 1 - |x_F|
  double threshold = 0.0, growth = 0.0;  // of the cross section per nucleon
  double uncertainty = 0.0;              // relative, of the normalisation

  double transverse_mass() const;
  /// dn/dy per collision of a nucleon of total energy E (GeV) with a nucleus of the air, y the rapidity in the rest
  /// frame of the air. 0 where energy and momentum do not allow it.
  double density(double nucleon_energy, double rapidity) const;
  /// Mean number per collision.
  double multiplicity(double nucleon_energy) const;
  /// dsigma/dy at rapidity 0 in the centre of mass, nb per nucleon. UserError where `plateau` is per collision.
  double central_cross_section(double sqrt_s) const;
};
std::vector<MesonProduction> meson_productions();
/// UserError with the nearest name.
MesonProduction meson_production(std::string_view name);

/// Cross section of nucleons on air for inelastic collisions, mb, and nucleons per nucleus of the air.
inline constexpr double air_cross_section_mb = 280.0;
inline constexpr double air_mass_number = 14.5;
/// Collisions per primary nucleon of the same energy, 1/(1 - Z_NN): nucleons go on after a collision.
double collisions_per_nucleon();

/// Energies per nucleon as a quadrature: sum of weight * f(energy) is the integral over the cosmic rays.
struct NucleonNode {
  double energy = 0.0;    // GeV
  double nucleons = 0.0;  // per cm^2 s sr, regenerated ones included
  double protons = 0.0;
};
std::vector<NucleonNode> nucleon_nodes(const CosmicRayNucleons& rays);

/// dPhi/dy of a meson at production, per cm^2 s sr, y the rapidity along the shower in the rest frame of the air. The
/// same from all directions of the sky: these mesons decay before they interact.
double meson_intensity(const MesonProduction& production, const std::vector<NucleonNode>& nodes, double rapidity);
/// The same per energy (GeV): both rapidities that belong to an energy added.
double meson_spectrum(const MesonProduction& production, const std::vector<NucleonNode>& nodes, double energy);

}  // namespace tridens::flux
