#pragma once
#include <vector>

#include "elastic_dirac.hh"
#include "tridens/process/upscatter_elastic.hh"

// nu X -> N X with explicit 4x4 Dirac matrices and a spin projector for the helicity of N, straight from the
// Lagrangians: plain, slow, and sharing nothing with src/. The referee of process/upscatter_elastic.cc.
namespace tridens::dirac {

inline Value trace(const Square& m) {
  return m[0][0] + m[1][1] + m[2][2] + m[3][3];
}

/// Momenta in the laboratory.
struct UpscatterMomenta {
  Momentum<Real> p, k, out, k_out;
  explicit UpscatterMomenta(const process::UpscatterPoint& at) {
    const Real E = at.energy, M = at.kinematics.target_mass, m = at.kinematics.mass, Q2 = at.Q2;
    const Real E_out = E - Q2 / (2 * M), P = std::sqrt(E_out * E_out - m * m);
    const Real cosine = (2 * E * E_out - m * m - Q2) / (2 * E * P), sine = std::sqrt(1 - cosine * cosine);
    p = {E, 0, 0, E};
    k = {M, 0, 0, 0};
    out = {E_out, P * sine * std::cos(Real{0.7L}), P * sine * std::sin(Real{0.7L}), P * cosine};
    k_out = p + k - out;
  }
};

/// One term of the amplitude: a matrix on each line. A spinless body has a number instead.
struct Term {
  Square lepton{}, hadron{};
  Value number{};
};

/// sum over spins of the target (averaged at the beginning) of |amplitude|^2 for one helicity of N. `lepton` matrices
/// are those of the neutrino; antineutrinos meet their Hermitian conjugates.
inline double squared(const process::UpscatterPoint& at, const std::vector<Term>& terms, int helicity,
                      bool antineutrino, bool spin_half) {
  const UpscatterMomenta q(at);
  const Real m = at.kinematics.mass, M = at.kinematics.target_mass;
  // Spin vector of positive helicity in the frame that moves along n.
  Momentum<Real> n = q.k * (1 / M);
  if (at.frame == process::HelicityFrame::centre_of_mass) {
    const Momentum<Real> total = q.p + q.k;
    n = total * (1 / std::sqrt(total.dot(total)));
  }
  const Real E = q.out.dot(n), P = std::sqrt(E * E - m * m);
  const Momentum<Real> s = (q.out * E - n * (m * m)) * (1 / (m * P));
  const Square spin =
      Value{0.5L} * (identity() + Value{static_cast<Real>(helicity)} * (gamma5() * slash(current_of(s), Real{0})));
  const Square massive = slash(current_of(q.out), antineutrino ? -m : m) * spin;
  const Square massless = slash(current_of(q.p), Real{0});
  Value sum{};
  for (const Term& a : terms) {
    for (const Term& b : terms) {
      const Value lepton = antineutrino ? trace(massless * dirac_adjoint(a.lepton) * massive * b.lepton)
                                        : trace(massive * a.lepton * massless * dirac_adjoint(b.lepton));
      const Value hadron = spin_half ? Value{0.5L} * trace(slash(current_of(q.k_out), M) * a.hadron *
                                                           slash(current_of(q.k), M) * dirac_adjoint(b.hadron))
                                     : a.number * std::conj(b.number);
      sum += lepton * hadron;
    }
  }
  return static_cast<double>(sum.real());
}

inline Square left() {
  return Value{0.5L} * (identity() + Value{-1} * gamma5());
}

struct NucleonFactors {
  double F1 = 0.0, F2 = 0.0, G_A = 0.0, G_P = 0.0;  // G_P of q^mu g5/M
};

/// Hadronic vertices with lower index: g_m F1 + i s_mn q^n F2/2M - (g_m G_A + q_m G_P/M) g5.
inline Square hadron_vertex(const UpscatterMomenta& at, const NucleonFactors& f, Real M, size_t mu) {
  const Momentum<Real> q = at.k_out - at.k;
  const std::array<Real, 4> lower = {q.e, -q.x, -q.y, -q.z};
  Square vertex = Value{f.F1} * gamma(mu);
  for (size_t nu = 0; nu < 4; ++nu) vertex = vertex + (imaginary * Value{lower[nu] * f.F2 / (2 * M)}) * sigma(mu, nu);
  vertex = vertex + Value{-f.G_A} * (gamma(mu) * gamma5());
  vertex = vertex + Value{-f.G_P / M * metric[mu] * lower[mu]} * gamma5();
  return Value{metric[mu]} * vertex;
}

inline Value number_vertex(const UpscatterMomenta& at, size_t mu) {
  const Momentum<Real> K = at.k + at.k_out;
  const std::array<Real, 4> upper = {K.e, K.x, K.y, K.z};
  return metric[mu] * upper[mu];
}

inline std::vector<Term> vector_terms(const process::UpscatterPoint& at, const NucleonFactors& f, Value coupling = 1) {
  const UpscatterMomenta q(at);
  std::vector<Term> terms;
  for (size_t mu = 0; mu < 4; ++mu) {
    terms.push_back({coupling * (gamma(mu) * left()), hadron_vertex(q, f, at.kinematics.target_mass, mu),
                     Value{f.F1} * number_vertex(q, mu)});
  }
  return terms;
}

inline std::vector<Term> scalar_terms(const process::UpscatterPoint& at, double F, Value coupling = 1) {
  return {{coupling * left(), Value{F} * identity(), Value{2 * at.kinematics.target_mass * F}}};
}

/// s_an q^a P_L, with q^a that of the photon.
inline std::vector<Term> dipole_terms(const process::UpscatterPoint& at, const NucleonFactors& f) {
  const UpscatterMomenta q(at);
  const Momentum<Real> photon = q.p - q.out;
  const std::array<Real, 4> lower = {photon.e, -photon.x, -photon.y, -photon.z};
  std::vector<Term> terms;
  for (size_t mu = 0; mu < 4; ++mu) {
    Square vertex{};
    for (size_t a = 0; a < 4; ++a) vertex = vertex + Value{lower[a]} * (sigma(a, mu) * left());
    terms.push_back({vertex, hadron_vertex(q, f, at.kinematics.target_mass, mu), Value{f.F1} * number_vertex(q, mu)});
  }
  return terms;
}

}  // namespace tridens::dirac
