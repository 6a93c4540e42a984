#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

// Millicharged particles chi: Dirac fermions of electric charge epsilon e. Here: how neutral mesons decay into them,
// and the massless dark photon that gives them their charge. Formulas and papers in millicharge.cc.
namespace tridens::model {

/// A neutral meson that decays into a pair of charged fermions through a virtual photon.
struct ElectromagneticMeson {
  enum class Decay { two_photon, dielectron };
  std::string name;                 // "pi0", "J/psi", "Upsilon(1S)"
  double mass = 0.0, width = 0.0;   // GeV, of the meson
  Decay decay = Decay::two_photon;  // what `branching` belongs to
  double branching = 0.0;           // into two photons, or into e+ e-
};

/// All of data/model/electromagnetic_mesons.csv.
std::vector<ElectromagneticMeson> electromagnetic_mesons();
/// UserError with the nearest name.
ElectromagneticMeson electromagnetic_meson(std::string_view name);

/// Mean number of chi and antichi per meson, divided by epsilon^2: twice the branching ratio of pi0, eta -> gamma chi
/// chibar, or of a vector meson -> chi chibar. 0 where the pair is heavier than the meson. UserError for a mass that is
/// negative or not finite.
double millicharge_yield(const ElectromagneticMeson& meson, double mass);

/// Virtual photons of a decay as they pair into chi chibar: a point of a quadrature, energies in the rest frame of the
/// meson.
struct DecayPoint {
  double energy = 0.0;    // of one chi, GeV
  double momentum = 0.0;  // of one chi, GeV
  double weight = 0.0;    // particles (chi and antichi) per meson and epsilon^2
};
/// The energy spectrum of chi at rest of the meson as a sum of lines whose weights add up to millicharge_yield: one for
/// vector mesons, `points`^2 for Dalitz decays (invariant mass of the pair times direction in its rest frame). Empty
/// where the decay is closed.
std::vector<DecayPoint> millicharge_lines(const ElectromagneticMeson& meson, double mass, int points = 12);

/// dBr/dz of pi0, eta -> gamma chi chibar over Br(two photons) and epsilon^2; z = k^2/M^2 of the pair, x = m^2/M^2:
/// (2 alpha/3 pi) (1 - z)^3/z (1 + 2x/z) sqrt(1 - 4x/z), 0 outside 4x < z < 1.
double kroll_wada(double z, double x);

/// Two massless abelian gauge fields with kinetic mixing,
///   L = -F_a^2/4 - F_b^2/4 - (epsilon/2) F_a F_b + e J A_b + e' J' A_a,
/// in a basis with canonical kinetic terms. Any rotation of it is as good: physics is in the scalar products.
struct DarkPhotonBasis {
  /// Charges under the two canonical fields (A', A), in this order.
  std::array<double, 2> ordinary{};  // of a particle with unit charge of J
  std::array<double, 2> dark{};      // of a particle with unit charge of J'
};
/// `angle` rotates the canonical fields. UserError for |mixing| >= 1.
DarkPhotonBasis dark_photon_basis(double visible_coupling, double dark_coupling, double mixing, double angle);
/// The one in which ordinary matter couples to A alone, sin(angle) = mixing.
DarkPhotonBasis visible_basis(double visible_coupling, double dark_coupling, double mixing);
/// Strength of the static potential 4 pi r V(r) between two particles: the scalar product of their charges.
double coulomb_strength(const std::array<double, 2>& first, const std::array<double, 2>& second);
/// Electric charge of dark matter with unit charge of J', in units of that of ordinary matter: dark.ordinary /
/// ordinary.ordinary, the same in all bases.
double effective_charge(const DarkPhotonBasis& basis);

}  // namespace tridens::model
