#pragma once
#include <array>
#include <complex>
#include <string>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/process/detail/deep_inelastic.hh"

// Scalar leptoquarks that a neutrino can make on a quark: couplings, widths and the terms of neutrino scattering.
// Formulas in leptoquark.cc of this folder.
namespace tridens::process::detail {

/// lambda[i][a]: real Yukawa coupling of quark generation i (mass eigenstates of d for left-handed quarks) to the
/// leptons of flavour a.
using YukawaMatrix = std::array<std::array<double, 3>, 3>;

/// One charge state of a leptoquark multiplet.
struct LeptoquarkState {
  using Couplings = std::array<std::array<std::complex<double>, 3>, 3>;  // [quark generation][lepton flavour]
  std::string name;                                                      // "S3(-2/3)"
  int fermion_number = 0;                                                // 2: nu q is resonant; 0: nu qbar is
  bool right_handed = false;                                             // the quarks
  bool neutrino_with_up = false;  // neutrinos go with up quarks, else with down quarks
  Couplings neutrino{};           // to neutrino and quark
  Couplings charged{};            // to charged lepton and up quark; zero when there is none
};

/// S1, S3, R2 (Y = 7/6), R2-tilde (Y = 1/6): the states with a neutrino vertex. UserError for another name.
std::vector<LeptoquarkState> leptoquark_states(const std::string& type, const YukawaMatrix& yukawa,
                                               const model::QuarkMixing& mixing);
std::vector<std::string> leptoquark_types();

/// Sum over its channels of |g|^2 M/16 pi (1 - m_t^2/M^2)^2, all other fermions massless; GeV.
double leptoquark_width(const LeptoquarkState& state, double mass, double top_mass);

/// Scattering of one parton into one final lepton, summed over final quarks.
struct LeptoquarkTerm {
  size_t parton = 0;           // matter::parton index
  size_t state = 0;            // of leptoquark_states()
  bool resonant = false;       // s channel, else u channel
  double produced_mass = 0.0;  // of heavy quarks beside the lepton, GeV, by the rules of deep_inelastic.hh
  double squared = 0.0;        // sum |C|^2, C the product of the two couplings with its sign
  double interference = 0.0;   // sum Re(g* C), g the coupling to Z (g_L or g_R) or W (V_CKM) of the same transition
};

/// What a scattering ends in.
struct LeptoquarkFinal {
  Flavour flavour = Flavour::electron;
  bool charged = false;
  bool top = false;  // a top quark beside the lepton: resonant only
};

/// All terms of one incoming neutrino and one final state; empty when there are none.
std::vector<LeptoquarkTerm> leptoquark_terms(const std::vector<LeptoquarkState>& states, Neutrino incoming,
                                             const LeptoquarkFinal& final_state, const model::QuarkMixing& mixing,
                                             double sin2thetaW, const HeavyQuarks& quarks);

/// D of |g B + C D|^2, the amplitude over s (or u in the u channel) of the exchange of a boson, B = 4 sqrt2 G_F
/// M_B^2/(Q^2 + M_B^2), and of the leptoquark: D = 1/(s - M^2 + i M Gamma) or 1/(u - M^2), u = -s (1 - y).
struct LeptoquarkPropagator {
  double mass = 0.0, width = 0.0;
  double squared(bool resonant, double s, double y) const;  // |D|^2
  double real(bool resonant, double s, double y) const;     // Re D
};

}  // namespace tridens::process::detail
