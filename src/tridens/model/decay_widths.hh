#pragma once
#include <complex>
#include <functional>
#include <memory>

#include "tridens/model/unstable.hh"

// Two- and three-body decays of particles of spin 1/2, 1 and 0 with both masses and chiral couplings. Formulas and
// derivations in decay_widths.cc and three_body_elements.cc. Widths in GeV, zero where the channel is closed; masses in
// GeV. `asymmetry`: of the first product, as in UnstableMode.
namespace tridens::model {

/// (left P_L + right P_R).
struct Chiral {
  std::complex<double> left = 0.0, right = 0.0;
};

struct TwoBodyWidth {
  double width = 0.0, asymmetry = 0.0;
};

/// N(m) -> N'(m1) V(mV) by Nbar' g^m (c_L P_L + c_R P_R) N V_m. Majorana pair: c_R = -c_L*.
TwoBodyWidth vector_emission(double m, double m1, double mV, const Chiral& coupling);
/// N(m) -> N'(m1) phi(ms) by Nbar' (y_L P_L + y_R P_R) N phi.
TwoBodyWidth scalar_emission(double m, double m1, double ms, const Chiral& coupling);
/// N(m) -> N'(m1) gamma by Nbar' s_mn (d_L P_L + d_R P_R) N F^mn, d in GeV^-1 (d = mu/2). Majorana pair: |d_L| = |d_R|.
TwoBodyWidth photon_emission(double m, double m1, const Chiral& dipole_d);
/// V(m) -> f_1 fbar_2 by fbar_1 g^m (c_L P_L + c_R P_R) f_2 V_m.
double vector_to_pair(double m, double m1, double m2, const Chiral& coupling);
/// phi(m) -> f_1 fbar_2 by fbar_1 (y_L P_L + y_R P_R) f_2 phi.
double scalar_to_pair(double m, double m1, double m2, const Chiral& coupling);

/// Amplitude of N -> N' f fbar: sum over X, Y of a_XY [ubar' g^m P_X u_N][ubar_f g_m P_Y v_f], with
/// a_XY = contact_XY + exchange_XY/(M^2 - q^2 - i M Gamma), q^2 the squared mass of the pair.
struct PairAmplitude {
  std::complex<double> LL = 0.0, LR = 0.0, RL = 0.0, RR = 0.0;
  PairAmplitude operator+(const PairAmplitude& o) const { return {LL + o.LL, LR + o.LR, RL + o.RL, RR + o.RR}; }
  PairAmplitude operator*(std::complex<double> f) const { return {LL * f, LR * f, RL * f, RR * f}; }
  PairAmplitude conjugate() const { return {std::conj(LL), std::conj(LR), std::conj(RL), std::conj(RR)}; }
};
/// Product of the couplings of the current of N and of the pair.
PairAmplitude product(const Chiral& neutrinos, const Chiral& pair);

struct Exchange {
  double mass = 0.0, width = 0.0;  // GeV
  std::complex<double> propagator(double q2) const;
};

/// A decay N(m) -> N'(m1) f(m2) fbar(m3); m2 = m3 unless the charged current makes it.
struct FermionPairDecay {
  double mass = 0.0, m1 = 0.0, m2 = 0.0, m3 = 0.0;
  PairAmplitude contact{};   // GeV^-2
  PairAmplitude exchange{};  // numerators
  Exchange boson{};          // mass 0: none
  PairAmplitude at(double q2) const;
};
/// d Gamma/dq^2 in GeV^-1 for m2 = m3, with the longitudinal part of the exchanged boson; zero outside the limits.
double fermion_pair_spectrum(const FermionPairDecay& decay, double q2);
/// Widths through a boson, here and below: UserError when it can be on its mass shell, a two-body decay.
double fermion_pair_width(const FermionPairDecay& decay);
std::shared_ptr<const ThreeBodyMatrixElement> fermion_pair_element(const FermionPairDecay& decay);

/// N(m) -> N'(m1) phi*(-> f fbar) of masses m2: vertices y_L P_L + y_R P_R and `pair_yukawa`.
struct ScalarPairDecay {
  double mass = 0.0, m1 = 0.0, m2 = 0.0;
  Chiral yukawa{};
  double pair_yukawa = 0.0;
  Exchange boson{};
};
double scalar_pair_width(const ScalarPairDecay& decay);
std::shared_ptr<const ThreeBodyMatrixElement> scalar_pair_element(const ScalarPairDecay& decay);

/// N(m) -> N'(m1) + hadrons of a vector current by an exchanged vector: `coupling` holds the couplings of the current
/// of N times the charge, and `ratio(q2)` is sigma(hadrons)/sigma(mu mu) of that current.
struct HadronDecay {
  double mass = 0.0, m1 = 0.0;
  Chiral coupling{};
  Exchange boson{};
  std::function<double(double q2)> ratio;
};
double hadron_width(const HadronDecay& decay, double lowest_q2, double highest_q2);
/// pi+ pi- of that current, with the form factor of the pion.
std::shared_ptr<const ThreeBodyMatrixElement> pion_pair_element(const HadronDecay& decay);

/// N(m) -> nu nu nubar of one light state that all couple to: amplitude
/// [nubar g P_L N][nubar g_m P_L nu] coupling/(M^2 - q^2), identical neutrinos.
double three_neutrino_width(double m, double coupling, const Exchange& boson);

}  // namespace tridens::model
