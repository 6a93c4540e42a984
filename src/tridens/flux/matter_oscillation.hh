#pragma once
#include <array>
#include <complex>
#include <functional>
#include <optional>

#include "tridens/flux/neutrino_mixing.hh"

// Oscillation of three neutrinos, or three and a sterile one, in matter; formulas in matter_oscillation.cc.
namespace tridens::flux {

/// One sterile state beside the three known neutrinos.
struct SterileState {
  double delta_m2_41_eV2 = 0.0;
  double sin2_theta14 = 0.0, sin2_theta24 = 0.0, sin2_theta34 = 0.0;
  double delta14_rad = 0.0, delta24_rad = 0.0;
};

/// The states that mix, in vacuum.
class NeutrinoStates {
 public:
  using Matrix = std::array<std::array<std::complex<double>, 4>, 4>;

  NeutrinoStates(const NeutrinoMixing& active);  // NOLINT(google-explicit-constructor): three states are these
  /// UserError for sines outside 0 to 1 and numbers that are not finite.
  NeutrinoStates(const NeutrinoMixing& active, const SterileState& sterile);

  /// 3 or 4.
  size_t count() const { return count_; }
  /// Twice the energy times the Hamiltonian of neutrinos in vacuum, eV^2: U diag(m_i^2 - m_1^2) U^+, rows and columns
  /// e, mu, tau, sterile.
  const Matrix& mass_matrix() const { return mass_matrix_; }

 private:
  size_t count_;
  Matrix mass_matrix_{};
};

/// What coherent forward scattering adds to the Hamiltonian of neutrinos, GeV, without what is alike for the three
/// known ones: [b][a] from a to b; and to a sterile state, which has no neutral current.
struct ForwardPotential {
  std::array<std::array<std::complex<double>, 3>, 3> active{};
  double sterile = 0.0;
};
/// The Standard Model's: sqrt2 G_F N_e for nu_e and G_F N_n/sqrt2 for a sterile state, in neutral matter. UserError for
/// a negative density (g/cm^3) and for electrons per nucleon outside 0 to 1.
ForwardPotential standard_potential(double density_g_cm3, double electrons_per_nucleon);

/// P(from -> to) as [from][to] after a distance (km) in uniform matter, for an energy in GeV; what is missing to 1 has
/// become sterile. UserError for an energy that is not above zero, a negative distance, and numbers that are not
/// finite.
FlavourTransitions matter_transitions(const NeutrinoStates& states, const ForwardPotential& potential,
                                      bool antiparticle, double energy, double distance_km);

/// The same, blind for oscillations that nothing resolves: a term that oscillates as cos(phi) is taken as it is up to
/// fifty oscillations (phi = 100 pi), fades as cos^2 and has its average, zero, from a hundred on.
FlavourTransitions faded_matter_transitions(const NeutrinoStates& states, const ForwardPotential& potential,
                                            bool antiparticle, double energy, double distance_km);

}  // namespace tridens::flux
