#pragma once
#include <vector>

#include "tridens/run/bounds/bound.hh"
#include "tridens/run/bounds/plane.hh"

namespace tridens::run::bounds {

/// All bounds, by plane and name. A new group is one file with its function and one line in registry.cc.
std::vector<Bound> bounds();
/// Those of one plane: the ones that belong to it, and tabulated ones of other planes recast to its charges
/// (recast.hh). Also a plane of charges that has no name.
std::vector<Bound> bounds_of(const Plane& plane);

// The groups that are calculated for the charges of a plane.
std::vector<Bound> moment_bounds(const Plane& plane);
std::vector<Bound> z_bounds(const Plane& plane);
std::vector<Bound> pair_bounds(const Plane& plane);
std::vector<Bound> trident_bounds(const Plane& plane);
/// The experiments of these bounds.
std::vector<std::string> trident_experiments();
std::vector<Bound> electron_bounds(const Plane& plane);
std::vector<Bound> cosmology_bounds(const Plane& plane);

// The groups of one plane each.
std::vector<Bound> na64mu_bounds();
std::vector<Bound> millicharge_bounds();
std::vector<Bound> charged_scalar_bounds();
std::vector<Bound> dark_matter_bounds();
std::vector<Bound> dark_neutrino_bounds();

/// Delta N_eff of a boson in equilibrium with neutrinos when these decouple, GeV (cosmology_bounds.cc).
double extra_neutrinos(double mass, double decoupling_temperature);

/// sigma(e+ e- -> mu mu Z') BR(Z' -> mu mu)/g'^2 in fb, energy and mass in GeV; 0 below the threshold of the decay
/// (pair_bounds.cc).
double four_muon_cross_section_fb(const Plane& plane, double energy, double mass);

}  // namespace tridens::run::bounds
