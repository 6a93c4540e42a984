#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/model/flavour_matrix.hh"
#include "tridens/model/model.hh"

// What unpolarised matter does to the flavours of neutrinos; formulas in matter_potential.cc.
namespace tridens::model {

/// Number densities, GeV^3.
struct NumberDensities {
  double electron = 0.0, proton = 0.0, neutron = 0.0;
};
/// Neutral matter: N_e = N_p = Y_e rho N_A, N_n = (1 - Y_e) rho N_A. UserError for a negative density or Y_e outside
/// 0..1.
NumberDensities number_densities(double density_g_cm3, double electrons_per_nucleon);

/// Equivalent contact strengths eps_ab^f, f = e, p, n, in units of sqrt2 G_F N_f; of quarks by valence counting.
struct MatterStrengths {
  FlavourMatrix electron{}, proton{}, neutron{};
  FlavourMatrix up() const;
  FlavourMatrix down() const;
};
/// What a model adds to the Standard Model at zero momentum transfer. UserError for an infinite range and for scalars,
/// which change masses.
MatterStrengths matter_strengths(const Model& model);

/// The longest range 1/M of the model's vector bosons, GeV^-1: zero when all its interactions are of contact, infinite
/// for a massless one. UserError for scalars.
double longest_range(const Model& model);

/// H_mat in GeV, in matter that is uniform over the range of every mediator: sqrt2 G_F N_e on nu_e from W exchange and
/// what the model adds. The neutral current of the Standard Model, alike for all flavours, is left out.
FlavourMatrix matter_hamiltonian(const Model& model, const NumberDensities& densities, bool antineutrino = false);

/// Spherical shells of constant density from the inside out; radii in GeV^-1.
struct MatterShell {
  double outer_radius = 0.0;
  NumberDensities densities;
};
struct MatterBody {
  std::string name, title;
  std::vector<MatterShell> shells;
  /// Densities at a distance from the centre; zero outside.
  NumberDensities at(double radius) const;
};
/// The bodies of data/model/matter_bodies.csv: earth, earth-uniform, sun-uniform.
std::vector<MatterBody> matter_bodies();
/// By name; UserError with the nearest name.
MatterBody matter_body(std::string_view name);

/// H_mat in GeV at a distance from the centre of a body, inside or outside, with the finite range 1/M of every
/// mediator; M may be zero.
FlavourMatrix matter_hamiltonian(const Model& model, const MatterBody& body, double radius, bool antineutrino = false);

/// int d^3x' e^(-M |x - x'|)/(4 pi |x - x'|) over a sphere of radius R, at distance r from its centre; GeV^-2.
double yukawa_sphere(double r, double R, double M);

}  // namespace tridens::model
