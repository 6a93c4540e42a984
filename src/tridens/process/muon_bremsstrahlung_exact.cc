#include "tridens/process/muon_bremsstrahlung_exact.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/radiated_spectrum.hh"

namespace tridens::process {
namespace {

using Complex = std::complex<double>;
using Spinor = std::array<Complex, 4>;  // chiral representation: left, right
using Vector = std::array<double, 4>;   // contravariant
using Current = std::array<Complex, 4>;

constexpr double highest_Q2 = 1.0;  // GeV^2
constexpr Complex imaginary{0.0, 1.0};

double dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
}

Vector combined(const Vector& a, double factor, const Vector& b) {
  return {a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2], a[3] + factor * b[3]};
}

/// (a0 + sign a.sigma) on two components.
std::array<Complex, 2> pauli(const Vector& a, double sign, Complex up, Complex down) {
  const Complex minus{sign * a[1], -sign * a[2]}, plus{sign * a[1], sign * a[2]};
  return {(a[0] + sign * a[3]) * up + minus * down, plus * up + (a[0] - sign * a[3]) * down};
}

/// aslash + mass.
Spinor slash(const Vector& a, double mass, const Spinor& s) {
  const auto left = pauli(a, -1.0, s[2], s[3]), right = pauli(a, 1.0, s[0], s[1]);
  return {left[0] + mass * s[0], left[1] + mass * s[1], right[0] + mass * s[2], right[1] + mass * s[3]};
}

Spinor gamma5(const Spinor& s) {
  return {-s[0], -s[1], s[2], s[3]};
}

Complex bar_product(const Spinor& a, const Spinor& b) {
  return std::conj(a[2]) * b[0] + std::conj(a[3]) * b[1] + std::conj(a[0]) * b[2] + std::conj(a[1]) * b[3];
}

/// abar gamma^mu b.
Current bilinear(const Spinor& a, const Spinor& b) {
  const Complex l00 = std::conj(a[0]) * b[0], l01 = std::conj(a[0]) * b[1], l10 = std::conj(a[1]) * b[0],
                l11 = std::conj(a[1]) * b[1], r00 = std::conj(a[2]) * b[2], r01 = std::conj(a[2]) * b[3],
                r10 = std::conj(a[3]) * b[2], r11 = std::conj(a[3]) * b[3];
  return {l00 + l11 + r00 + r11, r01 + r10 - l01 - l10, imaginary * (r10 - r01 - l10 + l01), r00 - r11 - l00 + l11};
}

/// u(p) with u^+ u = 2E: (p.sigma + m, p.sigmabar + m) xi/sqrt(2 (E + m)).
Spinor particle(const Vector& p, double mass, int spin) {
  const double norm = 1.0 / std::sqrt(2.0 * (p[0] + mass));
  const Complex up = spin == 0 ? norm : 0.0, down = spin == 0 ? 0.0 : norm;
  const auto left = pauli(p, -1.0, up, down), right = pauli(p, 1.0, up, down);
  return {left[0] + mass * up, left[1] + mass * down, right[0] + mass * up, right[1] + mass * down};
}

/// One point of phase space in the rest frame of mu' and X.
struct Point {
  Vector p, q, K, k, outgoing;
  double W2, mass, lepton;  // lepton: its mass
};

/// eps^{mnrs} q_m K_n l_r j_s with eps^{0123} = 1: minus the determinant of the contravariant components.
Complex epsilon(const Vector& q, const Vector& K, const Vector& l, const Current& j) {
  Complex sum = 0.0;
  const auto minor = [&](size_t a, size_t b, size_t c) {
    return q[a] * (K[b] * l[c] - K[c] * l[b]) - q[b] * (K[a] * l[c] - K[c] * l[a]) + q[c] * (K[a] * l[b] - K[b] * l[a]);
  };
  sum += -j[0] * minor(1, 2, 3) + j[1] * minor(0, 2, 3) - j[2] * minor(0, 1, 3) + j[3] * minor(0, 1, 2);
  return -sum;
}

/// Amplitudes of the two couplings of an axion-like particle for one pair of spins.
struct AlpAmplitudes {
  Complex muon_coupling, photon_coupling;
};

/// What both diagrams share for one spin: u, u', and S Kslash on each.
struct Lines {
  Spinor in, out, after_in, after_out;
};

Lines lines(const Point& point, int spin_in, int spin_out) {
  Lines result{particle(point.p, point.lepton, spin_in), particle(point.outgoing, point.lepton, spin_out), {}, {}};
  const double s = point.W2 - point.lepton * point.lepton, u = point.mass * point.mass - 2.0 * dot(point.p, point.k);
  const Vector forward = combined(point.p, 1.0, point.q), backward = combined(point.p, -1.0, point.k);
  result.after_in = slash(forward, point.lepton, slash(point.K, 0.0, result.in));
  result.after_out = slash(backward, point.lepton, slash(point.K, 0.0, result.out));
  for (Complex& component : result.after_in) component /= s;
  for (Complex& component : result.after_out) component /= u;
  return result;
}

double vector_square(const Point& point, const Lines& l, bool axial) {
  const Spinor first = axial ? gamma5(l.after_in) : l.after_in, second = axial ? gamma5(l.in) : l.in;
  const Current a = bilinear(l.out, first), b = bilinear(l.after_out, second);
  double sum = 0.0;
  Complex longitudinal = 0.0;
  for (size_t i = 0; i < 4; ++i) {
    const double sign = i == 0 ? 1.0 : -1.0;
    const Complex m = a[i] + b[i];
    sum -= sign * std::norm(m);
    longitudinal += sign * point.k[i] * m;
  }
  // Conserved for the vector: only the axial current has a longitudinal part.
  return sum + (axial ? std::norm(longitudinal) / (point.mass * point.mass) : 0.0);
}

AlpAmplitudes alp_amplitudes(const Point& point, const Lines& l) {
  const Vector exchanged = combined(point.p, -1.0, point.outgoing);
  const Complex p = bar_product(l.out, gamma5(l.after_in)) + bar_product(l.after_out, gamma5(l.in));
  const Complex g = epsilon(point.q, point.K, exchanged, bilinear(l.out, l.in)) / dot(exchanged, exchanged);
  return {-imaginary * p, -g};
}

/// Sum over spins of the amplitude squared without e, Z and the photon of the nucleus.
double square(RadiatedBoson boson, const Point& point) {
  double sum = 0.0;
  for (int spins = 0; spins < 4; ++spins) {
    const Lines l = lines(point, spins / 2, spins % 2);
    switch (boson) {
      case RadiatedBoson::vector:
      case RadiatedBoson::axial:
        sum += vector_square(point, l, boson == RadiatedBoson::axial);
        break;
      case RadiatedBoson::scalar:
        sum += std::norm(bar_product(l.out, l.after_in) + bar_product(l.after_out, l.in));
        break;
      case RadiatedBoson::pseudoscalar:
        sum += std::norm(alp_amplitudes(point, l).muon_coupling);
        break;
      case RadiatedBoson::alp_photon:
        sum += std::norm(alp_amplitudes(point, l).photon_coupling);
        break;
      case RadiatedBoson::alp_interference: {
        const AlpAmplitudes m = alp_amplitudes(point, l);
        sum += 2.0 * (m.muon_coupling * std::conj(m.photon_coupling)).real();
        break;
      }
    }
  }
  return sum;
}

/// What is the same for all points of one x.
struct Setup {
  RadiatedBoson boson;
  double mass, lepton, nucleus_mass, energy, momentum, x, s;
  double lepton2() const { return lepton * lepton; }
};

struct Q2Range {
  double low, high;
};

/// Limits of two-body kinematics mu N -> W N.
Q2Range range(const Setup& setup, double W2) {
  const double M2 = setup.nucleus_mass * setup.nucleus_mass, s = setup.s, root = std::sqrt(s);
  const double before = setup.momentum * setup.nucleus_mass / root;
  const double outgoing_energy = (s + M2 - W2) / (2.0 * root);
  const double after2 = outgoing_energy * outgoing_energy - M2;
  if (!(outgoing_energy > setup.nucleus_mass)) return {1.0, 0.0};  // also closed beyond (sqrt(s) + M)^2
  const double incoming_energy = (s + M2 - setup.lepton2()) / (2.0 * root);
  const double high = 2.0 * (incoming_energy * outgoing_energy + before * std::sqrt(after2) - M2);
  return {(W2 - setup.lepton2()) * (W2 - setup.lepton2()) * M2 / (s * high), high};
}

/// Integral over the azimuth of (1/2) sum |M|^2 times M E/|P*|; 0 where no angle gives this x.
double azimuthal(const Setup& setup, double W2, double Q2, const Q2Range& limits, int count) {
  const double lepton2 = setup.lepton2(), W = std::sqrt(W2), M = setup.nucleus_mass, m2 = setup.mass * setup.mass;
  const double lepton_energy = (W2 + lepton2 + Q2) / (2.0 * W), photon_energy = (W2 - lepton2 - Q2) / (2.0 * W);
  const double incoming = std::sqrt(lepton_energy * lepton_energy - lepton2);
  Point point;
  point.W2 = W2, point.mass = setup.mass, point.lepton = setup.lepton;
  point.p = {lepton_energy, 0.0, 0.0, -incoming};
  point.q = {photon_energy, 0.0, 0.0, incoming};
  const double qp = 0.5 * (W2 - lepton2 + Q2), ratio = (2.0 * M * setup.energy - qp) / qp;
  const double K0 = ratio * Q2 / W, Kz = -ratio * Q2 * lepton_energy / (incoming * W);
  // (K.p/q.p)^2 Q^2 - K^2 less the part along q, a product of the distances to the limits of Q^2.
  const double transverse2 = setup.s * (Q2 - limits.low) * (limits.high - Q2) / (incoming * incoming * W2);
  point.K = {K0, std::sqrt(std::max(0.0, transverse2)), 0.0, Kz};
  Vector P = combined(point.K, ratio + 1.0, point.q);
  for (double& component : P) component *= 0.5;
  const double P3 = std::hypot(P[1], P[3]);
  const double boson_energy = (W2 + m2 - lepton2) / (2.0 * W), k2 = boson_energy * boson_energy - m2;
  if (!(k2 > 0.0)) return 0.0;
  const double k = std::sqrt(k2), cosine = (boson_energy * P[0] - setup.x * M * setup.energy) / (k * P3);
  if (std::abs(cosine) > 1.0) return 0.0;
  const double sine = std::sqrt((1.0 - cosine) * (1.0 + cosine));
  const double nx = P[1] / P3, nz = P[3] / P3;
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    const double phi = units::pi * (i + 0.5) / count;  // the other half is its mirror image
    const double along = k * cosine, across = k * sine * std::cos(phi);
    point.k = {boson_energy, along * nx + across * nz, k * sine * std::sin(phi), along * nz - across * nx};
    point.outgoing = {W - boson_energy, -point.k[1], -point.k[2], -point.k[3]};
    sum += 0.5 * square(setup.boson, point);
  }
  return sum * 2.0 * units::pi / count * M * setup.energy / P3;
}

}  // namespace

namespace detail {

double radiated_spectrum(const Radiator& radiator, double energy, double x, const ExactBremsstrahlungGrid& grid) {
  const double mass = radiator.boson_mass, lepton = radiator.lepton_mass, lepton2 = lepton * lepton;
  if (!(x > 0.0 && x < 1.0 && x * energy > mass && (1.0 - x) * energy > lepton)) return 0.0;
  const double M = radiator.nucleus_mass, momentum = std::sqrt(energy * energy - lepton2);
  const Setup setup{radiator.boson, mass, lepton, M, energy, momentum, x, M * M + lepton2 + 2.0 * M * energy};
  const math::QuadratureRule inner = math::gauss_legendre(grid.momentum_transfer),
                             outer = math::gauss_legendre(grid.transverse_momentum);
  // W^2 = m^2/x + m_l^2/(1 - x) + k_T^2/[x (1 - x)] up to m^2/E^2.
  const double scale = mass * mass * (1.0 - x) + lepton2 * x * x, lowest = mass * mass / x + lepton2 / (1.0 - x);
  const double most = std::sqrt(setup.s) - M, open = x * (1.0 - x) * (most * most - lowest);  // W below sqrt(s) - M
  if (!(open > 0.0)) return 0.0;
  const double largest = std::log1p(std::min(open, 100.0 * (1.0 + mass * mass)) / scale);
  double sum = 0.0;
  for (size_t i = 0; i < outer.nodes.size(); ++i) {
    const double step = largest * outer.nodes[i], kT2 = scale * std::expm1(step);
    const double W2 = lowest + kT2 / (x * (1.0 - x)), dW2 = largest * (kT2 + scale) / (x * (1.0 - x));
    const Q2Range limits = range(setup, W2);
    const double top = std::min(limits.high, highest_Q2);
    if (!(top > limits.low)) continue;
    const double span = std::log(top / limits.low);
    for (size_t j = 0; j < inner.nodes.size(); ++j) {
      const double Q2 = limits.low * std::exp(span * inner.nodes[j]);
      sum += outer.weights[i] * inner.weights[j] * dW2 * span * Q2 * radiator.exchange(Q2) / std::sqrt(W2) *
             azimuthal(setup, W2, Q2, limits, grid.azimuth);
    }
  }
  return sum / (4.0 * M * momentum * 16.0 * units::pi * M * momentum * 2.0 * units::pi * 16.0 * units::pi * units::pi);
}

}  // namespace detail

double exact_muon_bremsstrahlung(RadiatedBoson boson, double mass, const AtomicPhotons& photons, double nucleus_mass,
                                 double energy, double x, const ExactBremsstrahlungGrid& grid) {
  static_cast<void>(MuonBremsstrahlung(boson, mass, photons));  // the same refusals
  const double charge = 4.0 * units::pi * constants::fine_structure;
  const auto photon = [&](double Q2) { return charge * charge * photons.elastic_form(Q2) / (Q2 * Q2); };
  return detail::radiated_spectrum({boson, mass, constants::muon_mass, nucleus_mass, photon}, energy, x, grid);
}

}  // namespace tridens::process
