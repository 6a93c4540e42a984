#pragma once
#include <complex>
#include <functional>
#include <string>
#include <vector>

#include "tridens/base/particle.hh"

// Interactions of a neutrino with protons, neutrons and electrons at low momentum transfer, as amplitudes:
// contributions to the same outgoing state are added before anything is squared. With chi = p, n, e and Q^2 = -q^2 = 2
// M T:
//
//   vector, axial   L = -sqrt2 G_F [nubar' g_mu P_L nu] [chibar g^mu (g_V - g_A g5) chi]
//   scalar, pseudo  L = +(G_F/sqrt2) [nubar' nu] [chibar (s + p g5) chi]
//   tensor          L = +(G_F/sqrt2) t [nubar' s_mn nu] [chibar s^mn chi],  all mu and nu summed
//   magnetic        L = -(mu/2) nubar' s_mn nu F^mn, the photon ending on the electric charge of chi; mu in GeV^-1
//
// s, p, t, mu are what a left-handed neutrino meets (1702.05721: s = C_S + i D_P, p = i D_S + C_P, t = C_T - i D_T,
// where nubar (i g5) nu turns into a phase). Sign: like charges that exchange a vector boson raise g_V. Standard Model:
// g_V^p = 1/2 - 2 s_W^2, g_V^n = -1/2; electron g_V = -1/2 + 2 s_W^2 + d, g_A = -1/2 + d, d = 1 for nu_e. The photon of
// mu meets L = -e z chibar g_m chi A^m, z the charge number; s_mn = (i/2) [g_m, g_n]. Antineutrinos: the couplings are
// those of the neutrino with the flavours exchanged and conjugated (s*, p*, t*, mu*); the process changes the sign of
// the interference vector-axial, scalar-tensor, pseudoscalar-tensor, scalar-magnetic.
namespace tridens::model {

enum class Lorentz { vector, axial, scalar, pseudoscalar, tensor, magnetic };
std::string_view name(Lorentz lorentz);

/// Dependence of a term on the momentum transfer. Contact: the coupling is a pure number. Otherwise the coupling, in
/// GeV^2, multiplies shape(Q2) in GeV^-2, which is 1/(Q2 + mass^2) for the exchange of one boson.
struct Propagator {
  double mass = -1.0;                      // GeV, of the lightest boson; negative: contact
  std::function<double(double Q2)> shape;  // only where it is not 1/(Q2 + mass^2): running kinetic mixing
  std::string key = "contact";             // equal keys: equal dependence
  bool is_contact() const { return mass < 0.0; }
  double at(double Q2) const { return is_contact() ? 1.0 : shape ? shape(Q2) : 1.0 / (Q2 + mass * mass); }
};
/// 1/(Q2 + mass^2); UserError for a negative mass.
Propagator exchange(double mass);

/// What leaves the vertex. Different states do not interfere.
struct OutgoingState {
  int pdg = 0;           // of the neutrino, or of a new particle
  bool flipped = false;  // a light neutrino of the other helicity: sterile when Dirac, antineutrino when Majorana
  double mass = 0.0;     // GeV
  std::string label;     // "numu", "numu flipped", "N"
  bool operator==(const OutgoingState&) const = default;
};
/// A neutrino of the Standard Model, with the helicity kept or flipped.
OutgoingState outgoing(Neutrino neutrino, bool flipped = false);

struct InteractionTerm {
  std::string origin;  // model that it comes from: "sm", "nsi"
  Lorentz lorentz = Lorentz::vector;
  std::complex<double> proton, neutron,
      electron;           // the coupling of each; magnetic: mu, the charge is put in by the process
  Propagator propagator;  // magnetic: contact (the photon's pole is part of the structure)
};

/// All terms that lead to one outgoing state.
struct ElasticChannel {
  OutgoingState outgoing;
  std::vector<InteractionTerm> terms;
};

/// The channels of one incoming neutrino.
class ElasticTerms {
 public:
  void add(const OutgoingState& outgoing, InteractionTerm term);
  const std::vector<ElasticChannel>& channels() const { return channels_; }

 private:
  std::vector<ElasticChannel> channels_;
};

}  // namespace tridens::model
