#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/model/unstable.hh"

// Light dark matter chi behind a dark photon A': kinetic mixing epsilon, coupling alpha_D = g_D^2/(4 pi). Formulas,
// validity and papers in dark_matter.cc.
namespace tridens::model {

enum class DarkMatterSpin {
  scalar,  // complex scalar; with a splitting two real ones
  fermion  // Dirac fermion; with a splitting two Majorana ones (pseudo-Dirac)
};
std::string name(DarkMatterSpin spin);
/// "scalar", "fermion"; UserError with the nearest name.
DarkMatterSpin parse_dark_matter_spin(std::string_view text);

struct DarkMatter {
  DarkMatterSpin spin = DarkMatterSpin::scalar;
  double mass = 0.0;           // GeV, of chi (the lighter state, chi1)
  double mediator_mass = 0.0;  // GeV, of A'
  double epsilon = 0.0;        // A' couples with epsilon e to electric charge
  double alpha_D = 0.5;
  double splitting = 0.0;  // GeV, of chi2 above chi1; 0: chi is its own partner, and A' couples chi to chi

  double heavier_mass() const { return mass + splitting; }
  bool inelastic() const { return splitting > 0.0; }
  /// epsilon^2 alpha_D (m_chi/m_A')^4, which fixes the relic density of scalars with m_A' above 2 m_chi.
  double y() const;
  /// UserError for masses and couplings that are not positive and finite, a negative splitting, epsilon >= 1.
  void check() const;
};
/// The same particles with another y: epsilon changes. UserError when y is not positive or asks for epsilon >= 1.
DarkMatter with_y(DarkMatter matter, double y);

/// Gamma(A'* -> chi chi) at mass k over alpha_D k/3; 0 below threshold. 1 for a massless Dirac fermion, 1/4 for a
/// massless scalar.
double dark_pair_phase_space(const DarkMatter& matter, double k2);

/// Of A', GeV.
struct DarkPhotonWidths {
  double dark = 0.0;  // chi chibar, or chi1 chi2
  double electrons = 0.0, muons = 0.0, taus = 0.0, hadrons = 0.0;
  double visible() const { return electrons + muons + taus + hadrons; }
  double total() const { return dark + visible(); }
};
DarkPhotonWidths dark_photon_widths(const DarkMatter& matter);
/// Gamma(A'* -> l+ l-) at mass k over epsilon^2 alpha k/3; 0 below threshold.
double visible_phase_space(double k2, double lepton_mass);

/// |k^2 - m^2 + i m Gamma|^-2 of A' with its total width, GeV^-4.
double dark_propagator_squared(const DarkMatter& matter, double width, double k2);

/// chi2 -> chi1 l+ l- through A', exact in the masses; GeV, 0 below threshold. UserError without a splitting, and when
/// A' is so light that chi2 decays to it directly.
double excited_width(const DarkMatter& matter, double lepton_mass);
/// dGamma/dq^2 of the same, q the mass of the leptons; GeV^-1, 0 outside of the limits.
double excited_spectrum(const DarkMatter& matter, double lepton_mass, double q2);
/// Of e+ e-, mu+ mu- and pi+ pi-.
double excited_width(const DarkMatter& matter);

/// Dark matter of spin 0 and 1/2 has the numbers 51 and 52 of the PDG scheme; the excited state that of its block for
/// excited particles, 4000051 and 4000052.
int dark_matter_pdg(DarkMatterSpin spin, bool excited);
/// chi2 with its decays into e+ e- and mu+ mu- for events. UserError below 2 m_e.
UnstableParticle excited_particle(const DarkMatter& matter);

}  // namespace tridens::model
