#pragma once
#include <array>
#include <string>
#include <vector>

#include "tridens/base/particle.hh"

// Decays of a heavy neutrino N of mass m through its mixing with the flavours and through transition dipoles. Formulas,
// validity and papers in heavy_neutrino_decay.cc.
namespace tridens::model {

/// Couplings that let N decay.
struct HeavyNeutrinoCouplings {
  double mass = 0.0;                   // GeV
  std::array<double, 3> mixing{};      // |U_a|^2 of e, mu, tau
  std::array<double, 3> dipole{};      // d_a in GeV^-1: L = d_a nubar_a s_mn P_R N F^mn + h.c. (d = mu/2)
  bool majorana = false;               // every mode and its conjugate: all widths twice those of a Dirac N
  double weak_mixing_angle = 0.23121;  // s_W^2
};

struct DecayMode {
  std::string name;           // of a Dirac N: "nu gamma", "mu- pi+", "nu e- e+", "tau- hadrons"
  std::vector<int> products;  // PDG numbers; hadrons counted inclusively are left out
  bool inclusive = false;     // hadrons beside the products
  double width = 0.0;         // GeV
  /// Mean share of the energy of an unpolarised N that showers: photons, electrons, taus and hadrons, not muons and
  /// neutrinos. The mean over the decay in flight is that at rest.
  double shower_share = 0.0;
};

/// All open modes, by decreasing width. UserError for a mass of 0 or above 20 GeV (four-fermion limit), negative
/// couplings, mixing above 1, or no coupling.
std::vector<DecayMode> heavy_neutrino_decays(const HeavyNeutrinoCouplings& couplings);

/// Sum of the widths, GeV.
double total_width(const std::vector<DecayMode>& modes);
/// Mean flight of a particle of that energy, mass and width (GeV), metres: (p/m) hbar c/Gamma.
double decay_length_m(double energy, double mass, double width);

/// N -> nu l- l+ with (nubar g_a P_L N)(lbar g^a [c_L P_L + c_R P_R] l), c in GeV^-2, Dirac; GeV.
double neutral_pair_width(double mass, double lepton_mass, double c_left, double c_right);
/// I(x_1, x_2, x_3) of N -> l_1 (f_2 fbar_3) by the charged current, x = (m_i/m)^2, in units of G_F^2 m^5/192 pi^3:
/// symmetric, 1 without masses.
double charged_current_integral(double x1, double x2, double x3);

}  // namespace tridens::model
