#pragma once
#include <cmath>

#include "tridens/process/detail/hot_loop.hh"

// Lepton tensor of neutrino trident production, contracted, for one point of phase space.
//
//   L^mu = -(i e G_F/sqrt2) [ubar(k2) gamma^tau (1-g5) u(k1)] ubar(p-) { gamma_tau (V - A g5) (q/ - p+/ +
//   m+)/D+ gamma^mu
//          + gamma^mu (p-/ - q/ + m-)/D- gamma_tau (V - A g5) } v(p+),   D± = -(Q^2 + 2 q.p±) (1807.10973
//          eq. 2.5)
//
// Reduction used here. Contracted with a real vector epsilon, the Dirac equation removes the masses of the
// internal lines, and the Fierz identity makes the neutrino current a rank-one matrix of two-component
// spinors B = xi~2 xi~1^+, C = xi1 xi2^+:
//
//   L.epsilon ~ 4 [ g_L u_L^+ M_L v_L + g_R u_R^+ M_R v_R ],   g_L = V + A, g_R = V - A,  d± = Q^2 + 2 q.p±
//   M_L = S B - B (sigma.f)/d+ + (sigma.f*) B/d-,   M_R = S C + C (sigma.f*)/d+ - (sigma.f) C/d-
//   S = (2p+ - q).eps/d+ - (2p- - q).eps/d-,        f = q0 eps - eps0 q - i q x eps   (the field of the
//   photon)
//
// which is gauge invariant term by term (eps -> eps + q changes nothing). In the centre of mass of neutrino
// and virtual photon, k1 along +z, k2 in the xz plane, three polarisations are enough: x and y (transverse)
// and n = (1,0,0,1) (longitudinal, n.k1 = 0):
//
//   T = |L.x|^2 + |L.y|^2,   Lambda = |L.n|^2,   -g_{mu nu} L^mu* L^nu = T - (Q^2/W^2) Lambda
//
// Every result is split as  V^2: LL + RR + LR,  A^2: LL + RR - LR,  VA: 2 (LL - RR), spins summed, without
// e^2 G_F^2/2. Verified in test/process against explicit 4x4 Dirac matrices in the laboratory frame.
namespace tridens::process::detail {

struct Complex {
  double re, im;
};
TRIDENS_INLINE Complex operator+(Complex a, Complex b) {
  return {a.re + b.re, a.im + b.im};
}
TRIDENS_INLINE Complex operator*(Complex a, Complex b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
TRIDENS_INLINE Complex operator*(double a, Complex b) {
  return {a * b.re, a * b.im};
}
TRIDENS_INLINE Complex conjugate(Complex a) {
  return {a.re, -a.im};
}
TRIDENS_INLINE double norm(Complex a) {
  return a.re * a.re + a.im * a.im;
}

/// Two-by-two complex matrix.
struct Matrix2 {
  Complex m00, m01, m10, m11;
};
TRIDENS_INLINE Matrix2 operator+(Matrix2 a, Matrix2 b) {
  return {a.m00 + b.m00, a.m01 + b.m01, a.m10 + b.m10, a.m11 + b.m11};
}
TRIDENS_INLINE Matrix2 operator*(double a, Matrix2 b) {
  return {a * b.m00, a * b.m01, a * b.m10, a * b.m11};
}

/// p.sigma of a four-vector by its light-cone components E-z, E+z and transverse x, y.
struct LightCone {
  double minus, plus, x, y;
};

/// Tr[ P(a) M P(b) M^+ ] with P = p.sigma for `right == false`, p.sigma-bar otherwise.
TRIDENS_INLINE double sandwich(LightCone a, Matrix2 m, LightCone b, bool right) {
  const double b00 = right ? b.plus : b.minus;
  const double b11 = right ? b.minus : b.plus;
  const double sign = right ? 1.0 : -1.0;
  const Complex b01{sign * b.x, -sign * b.y};
  // K = M P(b) M^+ is hermitian.
  const double k00 = b00 * norm(m.m00) + b11 * norm(m.m01) + 2.0 * (m.m00 * b01 * conjugate(m.m01)).re;
  const double k11 = b00 * norm(m.m10) + b11 * norm(m.m11) + 2.0 * (m.m10 * b01 * conjugate(m.m11)).re;
  const Complex k01 =
      (b00 * m.m00 + m.m01 * conjugate(b01)) * conjugate(m.m10) + (m.m00 * b01 + b11 * m.m01) * conjugate(m.m11);
  const double a00 = right ? a.plus : a.minus;
  const double a11 = right ? a.minus : a.plus;
  const Complex a10{sign * a.x, sign * a.y};
  return a00 * k00 + a11 * k11 + 2.0 * (a10 * k01).re;
}

TRIDENS_INLINE double overlap(Matrix2 a, Matrix2 b) {
  return a.m00.re * b.m00.re + a.m00.im * b.m00.im + a.m01.re * b.m01.re + a.m01.im * b.m01.im + a.m10.re * b.m10.re +
         a.m10.im * b.m10.im + a.m11.re * b.m11.re + a.m11.im * b.m11.im;
}

/// Momenta of one point in the neutrino-photon centre of mass.
struct LeptonPoint {
  double W, Q2;                   // W^2 = (k1+q)^2
  double E1, E2;                  // energies of k1 and k2
  double half_cosine, half_sine;  // of half the angle between k1 and k2
  LightCone minus, plus;          // p-, p+
  double d_minus, d_plus;
};

/// The pair of chirality matrices for one polarisation, without the common factor b = 2 sqrt(E1 E2).
struct ChiralPair {
  Matrix2 left, right;
};
TRIDENS_INLINE ChiralPair operator+(ChiralPair a, ChiralPair b) {
  return {a.left + b.left, a.right + b.right};
}
TRIDENS_INLINE ChiralPair operator*(double f, ChiralPair a) {
  return {f * a.left, f * a.right};
}

/// Coefficients of the coupling structures, spins summed.
struct Structures {
  double vv, aa, va;
};
TRIDENS_INLINE Structures operator+(Structures a, Structures b) {
  return {a.vv + b.vv, a.aa + b.aa, a.va + b.va};
}
TRIDENS_INLINE Structures operator*(double f, Structures a) {
  return {f * a.vv, f * a.aa, f * a.va};
}

TRIDENS_INLINE ChiralPair polarisation_x(const LeptonPoint& p) {
  const double c = p.half_cosine, s = p.half_sine, w = p.W, r = -p.Q2 / p.W;
  const double ip = 1.0 / p.d_plus, im = 1.0 / p.d_minus;
  const double S = 2.0 * (p.minus.x * im - p.plus.x * ip);
  return {{{S * c + r * s * im, 0}, {-c * w * ip, 0}, {S * s + w * c * im, 0}, {-s * w * ip, 0}},
          {{w * s * im, 0}, {-w * c * im, 0}, {-S * s + c * w * ip, 0}, {S * c - s * r * ip, 0}}};
}

TRIDENS_INLINE ChiralPair polarisation_y(const LeptonPoint& p) {
  const double c = p.half_cosine, s = p.half_sine, w = p.W, r = -p.Q2 / p.W;
  const double ip = 1.0 / p.d_plus, im = 1.0 / p.d_minus;
  const double S = 2.0 * (p.minus.y * im - p.plus.y * ip);
  return {{{S * c, -r * s * im}, {0, c * w * ip}, {S * s, w * c * im}, {0, s * w * ip}},
          {{0, -w * s * im}, {0, w * c * im}, {-S * s, c * w * ip}, {S * c, s * r * ip}}};
}

TRIDENS_INLINE ChiralPair polarisation_n(const LeptonPoint& p) {
  const double c = p.half_cosine, s = p.half_sine, w = p.W;
  const double ip = 1.0 / p.d_plus, im = 1.0 / p.d_minus;
  const double direct = 2.0 * (p.plus.minus - w) * ip - 2.0 * (p.minus.minus - w) * im;
  const double left = 2.0 * (p.plus.minus - w) * ip - 2.0 * p.minus.minus * im;
  const double right = 2.0 * p.plus.minus * ip - 2.0 * (p.minus.minus - w) * im;
  return {{{c * direct, 0}, {0, 0}, {s * left, 0}, {0, 0}}, {{0, 0}, {0, 0}, {-s * right, 0}, {c * direct, 0}}};
}

/// Spin sum of |L.epsilon|^2 for a polarisation (b^2 included).
TRIDENS_INLINE Structures spin_sum(const LeptonPoint& p, const ChiralPair& m, double mass_product) {
  const double b2 = 4.0 * p.E1 * p.E2;
  const double ll = sandwich(p.minus, m.left, p.plus, false);
  const double rr = sandwich(p.minus, m.right, p.plus, true);
  const double lr = -2.0 * mass_product * overlap(m.left, m.right);
  const double factor = 16.0 * b2;
  return {factor * (ll + rr + lr), factor * (ll + rr - lr), factor * 2.0 * (ll - rr)};
}

}  // namespace tridens::process::detail
