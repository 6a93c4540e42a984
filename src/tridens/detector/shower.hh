#pragma once
#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/response.hh"

// Pairs and photons as one electromagnetic shower: what calorimeters and Cherenkov tanks that cannot tell e+e- or a
// photon from an electron measure.
//
//   seen       electrons, positrons and photons above a true energy (kinetic for e+-)
//   one shower a single one, or several that lie within `overlap` of each other: the sum of their momenta. More than
//              one that do not overlap are told apart: no shower
//   measured   E' = E + sigma z, sigma/E = sqrt(a^2/(E/GeV) + c^2), and two Gaussian angles
//   cuts       on functions of E' and of the angle theta' to the beam
namespace tridens::detector {

enum class ShowerVariable {
  energy,                 // E', GeV
  angle,                  // theta', rad
  energy_angle_squared,   // E' theta'^2, GeV
  quasielastic_energy,    // of a neutrino that made an electron on a neutron at rest, GeV
  quasielastic_transfer,  // the Q^2 of the same, GeV^2
};
/// "energy", "angle", "E_theta2", "E_quasielastic", "Q2_quasielastic".
std::string_view name(ShowerVariable variable);
/// UserError with the nearest name.
ShowerVariable parse_shower_variable(std::string_view text);

struct Shower {
  double energy = 0.0, angle = 0.0;  // GeV, rad to the beam
};
/// Not a number for a quasi-elastic neutrino that would be heavier than any (denominator not positive).
double value(ShowerVariable variable, const Shower& shower);

/// minimum <= variable < maximum, natural units.
struct ShowerCut {
  ShowerVariable variable = ShowerVariable::energy;
  double minimum = -std::numeric_limits<double>::infinity(), maximum = std::numeric_limits<double>::infinity();
  bool passes(const Shower& shower) const;
};

struct ShowerAnalysis {
  double threshold = 0.0;          // GeV, of every particle
  double overlap = 0.0;            // rad
  double energy_stochastic = 0.0;  // a
  double energy_constant = 0.0;    // c
  double angle = 0.0;              // rad, per projected angle
  std::vector<ShowerCut> cuts;
  double efficiency = 1.0;  // of what passes

  /// UserError for numbers that are negative or not finite, an efficiency outside of (0, 1] and empty cuts.
  void check() const;
  /// The true shower of a final state; nothing when it is not one. Only electrons, positrons and photons count.
  std::optional<FinalParticle> shower(std::span<const FinalParticle> particles) const;
  /// The same as measured, when it passes the cuts. `normals`: three standard normal numbers, of the energy and of the
  /// angles in the plane of the beam and across it. The beam is +z.
  std::optional<Shower> measure(std::span<const FinalParticle> particles, const std::array<double, 3>& normals) const;
};

}  // namespace tridens::detector
