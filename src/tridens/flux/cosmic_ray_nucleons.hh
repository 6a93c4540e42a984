#pragma once
#include <vector>

// Cosmic rays as nucleons at the top of the atmosphere: model H3a (T. K. Gaisser, Astropart. Phys. 35 (2012) 801,
// data/source/cosmic_rays_h3a.csv). Nuclei count as free nucleons of the same energy each.
namespace tridens::flux {

/// One population of one group of nuclei: a E^-gamma exp(-E/(Z R)) is E dN/dE of the nucleus.
struct CosmicRayGroup {
  double mass_number = 1.0, charge = 1.0;
  double strength = 0.0;  // GeV^gamma/(m^2 s sr)
  double index = 0.0;     // gamma
  double cutoff = 0.0;    // Z R, GeV
};
std::vector<CosmicRayGroup> cosmic_ray_groups();

class CosmicRayNucleons {
 public:
  /// Range of energies per nucleon, GeV.
  static constexpr double lowest_energy = 1.0, highest_energy = 1e9;

  /// Nuclei below a rigidity in GV are kept away (the Earth's field, one value for all directions; 0: none). UserError
  /// for a negative one.
  explicit CosmicRayNucleons(double rigidity_cutoff = 0.0);

  /// Nucleons, and protons among them, per cm^2 s sr GeV at a total energy per nucleon in GeV; 0 outside the range.
  /// Solar modulation is left out: below 10 GeV the model is good to 30 % (it lies some 25 % below measured protons
  /// between 10 and 200 GeV).
  double nucleons(double energy) const;
  double protons(double energy) const;

 private:
  double rigidity_cutoff_ = 0.0;
  std::vector<CosmicRayGroup> groups_;

  double sum(double energy, bool protons_only) const;
};

}  // namespace tridens::flux
