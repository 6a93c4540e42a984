#pragma once
#include <array>
#include <cmath>
#include <complex>

// The trident amplitude with explicit 4x4 Dirac matrices and spinors (Dirac representation), in any frame and to any
// floating-point precision: plain, slow, and sharing nothing with src/. It is the referee of the fast kernel and the
// baseline of its benchmark.
//   L^mu = [ubar(k2) gamma^tau (1-g5) u(k1)] ubar(p-) { gamma_tau (V - A g5) (q/ - p+/ + m+)/D+ gamma^mu
//          + gamma^mu (p-/ - q/ + m-)/D- gamma_tau (V - A g5) } v(p+),  D+ = (q-p+)^2 - m+^2,  D- = (p- -q)^2 - m-^2
// (1807.10973 eq. 2.5 without -i e G_F/sqrt2). Antineutrinos: k1 and k2 exchanged in the neutrino current.
namespace tridens::dirac {

template <class Real>
struct Momentum {
  Real e, x, y, z;
  Momentum operator+(const Momentum& o) const { return {e + o.e, x + o.x, y + o.y, z + o.z}; }
  Momentum operator-(const Momentum& o) const { return {e - o.e, x - o.x, y - o.y, z - o.z}; }
  Momentum operator*(Real f) const { return {e * f, x * f, y * f, z * f}; }
  Real dot(const Momentum& o) const { return e * o.e - x * o.x - y * o.y - z * o.z; }
};

template <class Real>
using Current = std::array<std::complex<Real>, 4>;  // contravariant components
template <class Real>
using Spinor = std::array<std::complex<Real>, 4>;
template <class Real>
using Matrix = std::array<std::array<std::complex<Real>, 4>, 4>;

template <class Real>
Current<Real> current_of(const Momentum<Real>& p) {
  return {p.e, p.x, p.y, p.z};
}

/// Minkowski product of a complex and a real vector.
template <class Real>
std::complex<Real> dot(const Current<Real>& a, const Momentum<Real>& b) {
  return a[0] * b.e - a[1] * b.x - a[2] * b.y - a[3] * b.z;
}

/// gamma_mu p^mu + mass.
template <class Real>
Matrix<Real> slash(const Current<Real>& p, Real mass) {
  const std::complex<Real> i{0, 1};
  const std::complex<Real> zero{}, e = p[0], z = p[3], down = p[1] - i * p[2], up = p[1] + i * p[2];
  return {{{e + mass, zero, -z, -down}, {zero, e + mass, -up, z}, {z, down, mass - e, zero}, {up, -z, zero, mass - e}}};
}

template <class Real>
Spinor<Real> operator*(const Matrix<Real>& m, const Spinor<Real>& s) {
  Spinor<Real> result{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) result[i] += m[i][j] * s[j];
  return result;
}

/// A row times a matrix.
template <class Real>
Spinor<Real> operator*(const Spinor<Real>& row, const Matrix<Real>& m) {
  Spinor<Real> result{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) result[j] += row[i] * m[i][j];
  return result;
}

template <class Real>
Spinor<Real> scaled(Spinor<Real> s, Real factor) {
  for (auto& component : s) component *= factor;
  return s;
}

/// gamma5 exchanges upper and lower components, of rows and columns alike.
template <class Real>
Spinor<Real> gamma5(const Spinor<Real>& s) {
  return {s[2], s[3], s[0], s[1]};
}

template <class Real>
Spinor<Real> bar(const Spinor<Real>& s) {
  return {std::conj(s[0]), std::conj(s[1]), -std::conj(s[2]), -std::conj(s[3])};
}

/// row gamma^mu column.
template <class Real>
Current<Real> vector_current(const Spinor<Real>& r, const Spinor<Real>& c) {
  const std::complex<Real> i{0, 1};
  return {r[0] * c[0] + r[1] * c[1] - r[2] * c[2] - r[3] * c[3], r[0] * c[3] + r[1] * c[2] - r[2] * c[1] - r[3] * c[0],
          i * (-r[0] * c[3] + r[1] * c[2] + r[2] * c[1] - r[3] * c[0]),
          r[0] * c[2] - r[1] * c[3] - r[2] * c[0] + r[3] * c[1]};
}

/// Particle (spin 0 or 1) of momentum p; u^+ u = 2E.
template <class Real>
Spinor<Real> particle(const Momentum<Real>& p, Real mass, size_t spin) {
  Spinor<Real> unit{};
  unit[spin] = Real{1} / std::sqrt(p.e + mass);
  return slash(current_of(p), mass) * unit;
}

/// Antiparticle: (m - p/) on the lower components.
template <class Real>
Spinor<Real> antiparticle(const Momentum<Real>& p, Real mass, size_t spin) {
  Spinor<Real> unit{};
  unit[spin + 2] = Real{1} / std::sqrt(p.e + mass);
  return slash(current_of(p * Real{-1}), mass) * unit;
}

/// The left-handed massless spinor, from whichever of the two spin states has more of it.
template <class Real>
Spinor<Real> left_handed(const Momentum<Real>& p) {
  Spinor<Real> best{};
  Real largest{};
  for (size_t spin = 0; spin < 2; ++spin) {
    Spinor<Real> s = particle(p, Real{0}, spin);
    const Spinor<Real> other = gamma5(s);
    Real norm{};
    for (size_t i = 0; i < 4; ++i) {
      s[i] = (s[i] - other[i]) / Real{2};
      norm += std::norm(s[i]);
    }
    if (norm > largest) {
      largest = norm;
      best = s;
    }
  }
  return scaled(best, std::sqrt(Real{2} * p.e / largest));
}

template <class Real>
struct TridentPoint {
  Momentum<Real> k1, k2, minus, plus, q;
  Real minus_mass, plus_mass;
  bool antineutrino = false;
};

/// L^mu for V = 1, A = 0 and for V = 0, A = 1, for each of the four spin states of the charged leptons.
template <class Real>
struct LeptonCurrents {
  std::array<Current<Real>, 4> vector, axial;
};

template <class Real>
LeptonCurrents<Real> lepton_currents(const TridentPoint<Real>& p) {
  const auto [incoming, outgoing] = p.antineutrino ? std::pair{p.k2, p.k1} : std::pair{p.k1, p.k2};
  Current<Real> neutrino = vector_current(bar(left_handed(outgoing)), left_handed(incoming));
  for (auto& component : neutrino) component *= Real{2};  // (1 - g5) on a left-handed spinor
  const Matrix<Real> weak = slash(neutrino, Real{0});
  const Momentum<Real> along_plus = p.q - p.plus, along_minus = p.minus - p.q;
  const Matrix<Real> line_plus = slash(current_of(along_plus), p.plus_mass);
  const Matrix<Real> line_minus = slash(current_of(along_minus), p.minus_mass);
  const Real over_plus = Real{1} / (along_plus.dot(along_plus) - p.plus_mass * p.plus_mass);
  const Real over_minus = Real{1} / (along_minus.dot(along_minus) - p.minus_mass * p.minus_mass);
  LeptonCurrents<Real> result{};
  for (size_t spin = 0; spin < 4; ++spin) {
    const Spinor<Real> row = bar(particle(p.minus, p.minus_mass, spin / 2));
    const Spinor<Real> column = antiparticle(p.plus, p.plus_mass, spin % 2);
    for (const bool axial : {false, true}) {
      Spinor<Real> left = row * weak, right = column;
      if (axial) {
        left = scaled(gamma5(left), Real{-1});
        right = scaled(gamma5(right), Real{-1});
      }
      const Current<Real> first = vector_current(scaled(left * line_plus, over_plus), column);
      const Current<Real> second = vector_current(row, scaled(line_minus * (weak * right), over_minus));
      Current<Real>& sum = axial ? result.axial[spin] : result.vector[spin];
      for (size_t mu = 0; mu < 4; ++mu) sum[mu] = first[mu] + second[mu];
    }
  }
  return result;
}

/// Coefficients of V^2, A^2 and VA, spins summed.
template <class Real>
struct Structures {
  Real vv{}, aa{}, va{};
  Structures operator+(const Structures& o) const { return {vv + o.vv, aa + o.aa, va + o.va}; }
  Structures operator*(Real f) const { return {f * vv, f * aa, f * va}; }
  Real combine(Real V, Real A) const { return V * V * vv + A * A * aa + V * A * va; }
};

/// |L.e|^2 for a real vector e.
template <class Real>
Structures<Real> squared(const LeptonCurrents<Real>& currents, const Momentum<Real>& e) {
  Structures<Real> sum;
  for (size_t spin = 0; spin < 4; ++spin) {
    const std::complex<Real> v = dot(currents.vector[spin], e), a = dot(currents.axial[spin], e);
    sum = sum + Structures<Real>{std::norm(v), std::norm(a), Real{2} * (std::conj(v) * a).real()};
  }
  return sum;
}

/// -g_{mu nu} L^mu* L^nu.
template <class Real>
Structures<Real> minus_metric(const LeptonCurrents<Real>& currents) {
  constexpr Real o{1}, z{0};
  return squared(currents, {o, z, z, z}) * Real{-1} + squared(currents, {z, o, z, z}) +
         squared(currents, {z, z, o, z}) + squared(currents, {z, z, z, o});
}

/// (1/2) sum over nucleon spins |ubar(P') [F1 gamma^mu + F2/(4M) (gamma^mu q/ - q/ gamma^mu)] u(P) L_mu|^2 with
/// q = P - P': the Pauli term is i sigma^{mu nu} (P'-P)_nu F2/2M, sigma = (i/2)[gamma, gamma].
template <class Real>
Structures<Real> nucleon_squared(const LeptonCurrents<Real>& currents, const Momentum<Real>& before,
                                 const Momentum<Real>& after, Real mass, Real F1, Real F2) {
  const Matrix<Real> q = slash(current_of(before - after), Real{0});
  Structures<Real> sum;
  for (size_t spin = 0; spin < 4; ++spin) {
    const Spinor<Real> column = particle(before, mass, spin / 2);
    const Spinor<Real> row = bar(particle(after, mass, spin % 2));
    const auto contract = [&](const Current<Real>& L) {
      const Matrix<Real> l = slash(L, Real{0});
      const Spinor<Real> dirac = l * column, forward = l * (q * column), backward = q * (l * column);
      std::complex<Real> amplitude{};
      for (size_t i = 0; i < 4; ++i) {
        amplitude += row[i] * (F1 * dirac[i] + F2 / (Real{4} * mass) * (forward[i] - backward[i]));
      }
      return amplitude;
    };
    for (size_t lepton = 0; lepton < 4; ++lepton) {
      const std::complex<Real> v = contract(currents.vector[lepton]), a = contract(currents.axial[lepton]);
      sum = sum + Structures<Real>{std::norm(v), std::norm(a), Real{2} * (std::conj(v) * a).real()};
    }
  }
  return sum * Real{0.5L};
}

}  // namespace tridens::dirac
