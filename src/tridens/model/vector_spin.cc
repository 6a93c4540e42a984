// Spin correlations of a vector boson on its mass shell, N -> N' V, V -> f_1 fbar_2, in the narrow width: the density
// matrix of V between the two decays (Jacob and Wick, Ann. Phys. 7 (1959) 404).
//
// N at rest with spin projections +-1/2 on the direction n of V; N' of energy E', momentum p, e_+- = (E' +- p)^(1/2);
// V of energy E_V and mass M. H(helicity of V, helicity of N'), with c_L, c_R of the vertex:
//   H(+, +) = (2m)^(1/2) [c_R e_+ - c_L e_-]          H(-, -) = (2m)^(1/2) [c_L e_+ - c_R e_-]
//   H(0, +) = m^(1/2)/M [c_R e_+ (E_V + p) - c_L e_- M^2/(E_V + p)]
//   H(0, -) = m^(1/2)/M [c_L e_+ (E_V + p) - c_R e_- M^2/(E_V + p)]
// whose squares add up to the width of vector_emission(). With c = P.n and e = P - c n of the polarisation P of N:
//   rho(+,+) = |H(+,+)|^2 (1 + c)/2,  rho(-,-) = |H(-,-)|^2 (1 - c)/2,
//   rho(0,0) = |H(0,-)|^2 (1 + c)/2 + |H(0,+)|^2 (1 - c)/2,
//   rho(+,0) = H(+,+) H(0,+)* |e|/2,  rho(0,-) = H(0,-) H(-,-)* |e|/2   (x along e, z along n)
// and over its trace, b = n x e,
//   T = (rho(+,+) + rho(-,-))/2 (1 - n n) + rho(0,0) n n + Re(X_- - X_+)/(8^(1/2)) (n e + e n)
//       + Im(X_+ - X_-)/(8^(1/2)) (n b + b n)
//   S = (rho(+,+) - rho(-,-)) n + Re(X_+ + X_-)/2^(1/2) e - Im(X_+ + X_-)/2^(1/2) b,
// X_+ = H(+,+) H(0,+)*, X_- = H(0,-) H(-,-)*. A massless N' of a left-handed current: 1/(1 + 2 M^2/m^2) longitudinal.
//
// Decay to a pair along n_1, d_+-, d_0 the shares of the projections: 3 [(d_+ + d_-)(1 - n_1.T.n_1)/2 + (d_+ - d_-)
// S.n_1/2 + d_0 n_1.T.n_1];  d_+ ~ 2 |c_R a_+ b_+ + c_L a_- b_-|^2, d_- with L and R exchanged, d_0 ~ |c_L a_- b_+ +
// c_R a_+ b_-|^2 + |c_L a_+ b_- + c_R a_- b_+|^2, a_+- = (E_1 +- k)^(1/2), b_+- = (E_2 +- k)^(1/2). Pions: d_0 = 1.
// Exact at tree level but for the width of V. Checked against the three-body matrix element and explicit Dirac matrices
// in test/model.
#include "tridens/model/vector_spin.hh"

#include <algorithm>
#include <cmath>

#include "tridens/model/decay_widths.hh"

namespace tridens::model {
namespace {

/// Momentum of the products of a body of mass m; 0 for a closed channel.
double momentum(double m, double m1, double m2) {
  return std::sqrt(std::max(0.0, (m - m1 - m2) * (m + m1 + m2) * (m - m1 + m2) * (m + m1 - m2))) / (2.0 * m);
}

/// (E + p)^(1/2) and (E - p)^(1/2), without cancellation.
struct Roots {
  double plus = 0.0, minus = 0.0;
  Roots(double mass, double p) : plus(std::sqrt(std::hypot(mass, p) + p)), minus(mass / plus) {}
};

FourVector cross(const FourVector& a, const FourVector& b) {
  return {0.0, a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

}  // namespace

VectorEmissionSpin vector_emission_spin(double m, double m1, double mV, const Chiral& c) {
  if (!(mV > 0.0) || !(m > m1 + mV)) return {};
  const double p = momentum(m, m1, mV), forward = std::hypot(mV, p) + p;
  const Roots e(m1, p);
  const std::complex<double> plus = std::sqrt(2.0 * m) * (c.right * e.plus - c.left * e.minus),
                             minus = std::sqrt(2.0 * m) * (c.left * e.plus - c.right * e.minus);
  const double large = std::sqrt(m) / mV * forward, small = std::sqrt(m) * mV / forward;
  const std::complex<double> zero_plus = large * c.right * e.plus - small * c.left * e.minus,
                             zero_minus = large * c.left * e.plus - small * c.right * e.minus;
  return {std::norm(plus),
          std::norm(minus),
          std::norm(zero_plus),
          std::norm(zero_minus),
          plus * std::conj(zero_plus),
          zero_minus * std::conj(minus)};
}

std::array<double, 3> pair_spin_shares(double m, double m1, double m2, const Chiral& c) {
  if (!(m > m1 + m2)) return {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
  const double k = momentum(m, m1, m2);
  const Roots a(m1, k), b(m2, k);
  const double plus = 2.0 * std::norm(c.right * a.plus * b.plus + c.left * a.minus * b.minus),
               minus = 2.0 * std::norm(c.left * a.plus * b.plus + c.right * a.minus * b.minus),
               zero = std::norm(c.left * a.minus * b.plus + c.right * a.plus * b.minus) +
                      std::norm(c.left * a.plus * b.minus + c.right * a.minus * b.plus);
  const double sum = plus + zero + minus;
  if (!(sum > 0.0)) return {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
  return {plus / sum, zero / sum, minus / sum};
}

double VectorSpin::angular_weight(const std::array<double, 3>& shares, const FourVector& n) const {
  const double along =
      xx * n.x * n.x + yy * n.y * n.y + zz * n.z * n.z + 2.0 * (xy * n.x * n.y + xz * n.x * n.z + yz * n.y * n.z);
  const auto [plus, zero, minus] = shares;
  return 3.0 * (0.5 * (plus + minus) * (1.0 - along) + 0.5 * (plus - minus) * spin.space_dot(n) + zero * along);
}

VectorSpin emitted_vector_spin(const VectorEmissionSpin& emission, const FourVector& flight, const FourVector& axis,
                               double helicity, const FourVector& turn) {
  const double scale = 2.0 / (1.0 + turn.space_dot(turn));
  const auto turned = [&](const FourVector& a) { return a + cross(turn, a + cross(turn, a)) * scale; };
  const double cosine = helicity * flight.space_dot(axis);
  const FourVector n = turned(flight), e = turned(axis * helicity - flight * cosine), b = cross(n, e);
  const double plus = 0.5 * emission.plus * (1.0 + cosine), minus = 0.5 * emission.minus * (1.0 - cosine),
               zero = 0.5 * (emission.zero_minus * (1.0 + cosine) + emission.zero_plus * (1.0 - cosine));
  const double norm = 1.0 / (plus + minus + zero), half = 0.5 * norm * (plus + minus), root = std::sqrt(0.5) * norm;
  const std::complex<double> difference = (emission.with_minus - emission.with_plus) * (0.5 * root),
                             sum = (emission.with_plus + emission.with_minus) * root;
  // T = half + along n n + n f + f n.
  const double along = zero * norm - half;
  const FourVector f = e * difference.real() - b * difference.imag();
  VectorSpin result;
  result.xx = half + along * n.x * n.x + 2.0 * n.x * f.x;
  result.yy = half + along * n.y * n.y + 2.0 * n.y * f.y;
  result.zz = half + along * n.z * n.z + 2.0 * n.z * f.z;
  result.xy = along * n.x * n.y + n.x * f.y + n.y * f.x;
  result.xz = along * n.x * n.z + n.x * f.z + n.z * f.x;
  result.yz = along * n.y * n.z + n.y * f.z + n.z * f.y;
  result.spin = n * (norm * (plus - minus)) + e * sum.real() - b * sum.imag();
  return result;
}

}  // namespace tridens::model
