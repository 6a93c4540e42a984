// Scalar leptoquarks with couplings (I. Dorsner et al., arXiv:1603.04993; left-handed leptons only)
//
//   S1 (3bar, 1, 1/3)   lambda_ia Qbar^c_i i tau2 L_a S1       nu d: -lambda, l u: lambda V*
//   S3 (3bar, 3, 1/3)   lambda_ia Qbar^c_i i tau2 tau L_a S3   S3(1/3): nu d -lambda, l u -lambda V*;
//                                                              S3(-2/3): nu u sqrt2 lambda V*; S3(4/3): no neutrino
//   R2 (3, 2, 7/6)      lambda_ia ubar_R L_a R2                R2(2/3): nu u_R lambda
//   R2-tilde (3, 2, 1/6)  lambda_ia dbar_R L_a R2~             R2~(-1/3): nu d_R lambda (1709.02009: x_ij)
//
// with Q_i = (V^+ u, d)_i. Charge states have one mass and their own widths: Gamma = sum |g|^2 M/16 pi.
//
// Amplitudes of nu q -> f q' for massless fermions, one helicity each, P = M_B^2/(Q^2 + M_B^2):
//
//   F = 2  nu q_L     4 sqrt2 G_F g P s + C s/(s - M^2 + i M Gamma)
//          nu qbar    4 sqrt2 G_F g P u + C u/(u - M^2)                u = -s (1 - y)
//   F = 0  nu qbar    4 sqrt2 G_F g P s - C s/(s - M^2 + i M Gamma)
//          nu q_R     4 sqrt2 G_F g P u - C u/(u - M^2)
//
// C is the product of the coupling that absorbs the neutrino's quark and the conjugate of the other; g = V_CKM for W
// exchange, g_L or g_R for Z exchange, of the same flavours. For s, |u| << M^2 this is the contact interaction of
// model/leptoquark.cc: S1 and S3 add to Z exchange on d quarks, R2 and R2-tilde subtract. Antineutrinos meet the
// antiparticles of all. Signs and sizes are checked with explicit spinors and field operators in the tests.
//
// Heavy quarks of mass M_t in the final state and the mass m of a charged lepton change s^2 and u^2 in the squares of
// all amplitudes alike, as in detail/deep_inelastic.cc: s^2 [1 - (m^2 + M_t^2)/s], s^2 (1 - y)(1 - y - (m^2 -
// M_t^2)/s).
//
// An unpolarised quark: d sigma/dQ^2 = |amplitude|^2/(32 pi s^2). Resonant scattering is flat in y: a scalar has no
// preferred direction. Alone and for MB << M, Gamma: sigma = |g|^2 |g_f|^2 s/32 pi /[(s - M^2)^2 + M^2 Gamma^2].
#include "tridens/process/detail/leptoquark.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/parton_density.hh"

namespace tridens::process::detail {
namespace {

namespace parton = matter::parton;
using Couplings = LeptoquarkState::Couplings;

constexpr size_t generations = 3, top_generation = 2;

/// lambda in the basis of up-type mass eigenstates: sum_i conj(V_ji) lambda_ia.
Couplings rotated(const YukawaMatrix& yukawa, const model::QuarkMixing& mixing, double factor) {
  Couplings result{};
  for (size_t j = 0; j < generations; ++j) {
    for (size_t a = 0; a < 3; ++a) {
      for (size_t i = 0; i < generations; ++i) result[j][a] += factor * std::conj(mixing.element(j, i)) * yukawa[i][a];
    }
  }
  return result;
}

Couplings scaled(const YukawaMatrix& yukawa, double factor) {
  Couplings result{};
  for (size_t i = 0; i < generations; ++i) {
    for (size_t a = 0; a < 3; ++a) result[i][a] = factor * yukawa[i][a];
  }
  return result;
}

size_t quark(bool up, size_t generation) {
  constexpr std::array<size_t, 3> ups = {parton::u, parton::c, parton::t}, downs = {parton::d, parton::s, parton::b};
  return up ? ups[generation] : downs[generation];
}

size_t opposite(size_t quark_index) {
  return 2 * parton::gluon - quark_index;
}

void add(std::vector<LeptoquarkTerm>& terms, const LeptoquarkTerm& term) {
  for (LeptoquarkTerm& known : terms) {
    if (known.parton != term.parton || known.state != term.state || known.resonant != term.resonant ||
        known.produced_mass != term.produced_mass) {
      continue;
    }
    known.squared += term.squared;
    known.interference += term.interference;
    return;
  }
  terms.push_back(term);
}

}  // namespace

std::vector<std::string> leptoquark_types() {
  return {"S1", "S3", "R2", "R2-tilde"};
}

std::vector<LeptoquarkState> leptoquark_states(const std::string& type, const YukawaMatrix& yukawa,
                                               const model::QuarkMixing& mixing) {
  if (type == "S1") return {{"S1(1/3)", 2, false, false, scaled(yukawa, -1.0), rotated(yukawa, mixing, 1.0)}};
  if (type == "S3") {
    return {{"S3(1/3)", 2, false, false, scaled(yukawa, -1.0), rotated(yukawa, mixing, -1.0)},
            {"S3(-2/3)", 2, false, true, rotated(yukawa, mixing, std::sqrt(2.0)), {}}};
  }
  if (type == "R2") return {{"R2(2/3)", 0, true, true, scaled(yukawa, 1.0), {}}};
  if (type == "R2-tilde") return {{"R2-tilde(-1/3)", 0, true, false, scaled(yukawa, 1.0), {}}};
  unknown_name("leptoquark", type, leptoquark_types());
}

double leptoquark_width(const LeptoquarkState& state, double mass, double top_mass) {
  const double phase_space = std::max(0.0, 1.0 - top_mass * top_mass / (mass * mass));
  double sum = 0.0;
  for (size_t i = 0; i < generations; ++i) {
    const double of_top = i == top_generation ? phase_space * phase_space : 1.0;
    for (size_t a = 0; a < 3; ++a) {
      sum += std::norm(state.neutrino[i][a]) * (state.neutrino_with_up ? of_top : 1.0);
      sum += std::norm(state.charged[i][a]) * of_top;
    }
  }
  return sum * mass / (16.0 * units::pi);
}

std::vector<LeptoquarkTerm> leptoquark_terms(const std::vector<LeptoquarkState>& states, Neutrino incoming,
                                             const LeptoquarkFinal& final_state, const model::QuarkMixing& mixing,
                                             double sin2thetaW, const HeavyQuarks& quarks) {
  const std::array<double, generations> up_masses = {0.0, quarks.charm, quarks.top},
                                        down_masses = {0.0, 0.0, quarks.bottom};
  std::vector<LeptoquarkTerm> terms;
  const auto a = static_cast<size_t>(incoming.flavour), b = static_cast<size_t>(final_state.flavour);
  for (size_t n = 0; n < states.size(); ++n) {
    const LeptoquarkState& state = states[n];
    const Couplings& out = final_state.charged ? state.charged : state.neutrino;
    const bool out_is_up = final_state.charged || state.neutrino_with_up;
    const double charge = out_is_up ? 2.0 / 3.0 : -1.0 / 3.0;
    const double weak = (state.right_handed ? 0.0 : std::copysign(0.5, charge)) - charge * sin2thetaW;
    // A neutrino and a quark have F = 2, an antineutrino and an antiquark F = -2.
    const bool quark_resonant = (state.fermion_number == 2) != incoming.antiparticle;
    for (size_t i = 0; i < generations; ++i) {
      for (size_t j = 0; j < generations; ++j) {
        if (final_state.top != (out_is_up && j == top_generation)) continue;
        const double sign = state.fermion_number == 2 ? 1.0 : -1.0;
        const std::complex<double> product = sign * state.neutrino[i][a] * std::conj(out[j][b]);
        if (product == 0.0) continue;
        std::complex<double> standard = 0.0;
        if (a == b && !final_state.top) {
          standard = final_state.charged ? mixing.element(j, i) : std::complex<double>(i == j ? weak : 0.0);
        }
        const double interference = std::real(std::conj(standard) * product);
        const size_t in = quark(state.neutrino_with_up, i), other = quark(out_is_up, j);
        const size_t direct = quark_resonant ? in : opposite(in), crossed = quark_resonant ? opposite(other) : other;
        const std::array<double, generations>& masses = out_is_up ? up_masses : down_masses;
        const double mass = final_state.top       ? quarks.top
                            : final_state.charged ? transition_mass(j, i, quarks)
                                                  : masses[i] + masses[j];
        if (in != parton::t) add(terms, {direct, n, true, mass, std::norm(product), interference});
        if (!final_state.top && in != parton::t) {
          add(terms, {crossed, n, false, mass, std::norm(product), interference});
        }
      }
    }
  }
  return terms;
}

double LeptoquarkPropagator::squared(bool resonant, double s, double y) const {
  const double M2 = mass * mass;
  if (resonant) return 1.0 / ((s - M2) * (s - M2) + M2 * width * width);
  const double denominator = s * (1.0 - y) + M2;
  return 1.0 / (denominator * denominator);
}

double LeptoquarkPropagator::real(bool resonant, double s, double y) const {
  const double M2 = mass * mass;
  if (resonant) return (s - M2) / ((s - M2) * (s - M2) + M2 * width * width);
  return -1.0 / (s * (1.0 - y) + M2);
}

}  // namespace tridens::process::detail
