// Widths of two- and three-body decays, r_i = m_i/m, lambda^1/2 = sqrt([1 - (r_1 + r_2)^2][1 - (r_1 - r_2)^2]).
//
//   N -> N' V      m lambda^1/2/32 pi {(|c_L|^2 + |c_R|^2)[1 + r_1^2 - 2 r_2^2 + (1 - r_1^2)^2/r_2^2] - 12 Re(c_L c_R*)
//   r_1} N -> N' phi    m lambda^1/2/32 pi {(|y_L|^2 + |y_R|^2)(1 + r_1^2 - r_2^2) + 4 Re(y_L y_R*) r_1} N -> N' gamma
//   (|d_L|^2 + |d_R|^2) m^3/4 pi (1 - r_1^2)^3 V -> f_1 f_2   m lambda^1/2/48 pi {(|c_L|^2 + |c_R|^2)[2 - r_1^2 - r_2^2
//   - (r_1^2 - r_2^2)^2] + 12 Re(c_L c_R*) r_1 r_2} phi -> f_1 f_2 m lambda^1/2/16 pi {(|y_L|^2 + |y_R|^2)(1 - r_1^2 -
//   r_2^2) - 4 Re(y_L y_R*) r_1 r_2}
//
// Asymmetries follow from the same traces with (p + m)(1 + g5 s)/2 for the parent. Between chiral projectors p turns
// into w = (p -+ m s)/2 (upper sign: L), so that for emission of V
//   A = -(|c_L|^2 - |c_R|^2) m |p_1| (2 p_1.q/M^2 - 1)/D,  D the unpolarised p.p_1 + 2 (p_1.q)(p.q)/M^2 part and its
// interference, and for a scalar A = -(|y_R|^2 - |y_L|^2) m |p_1|/D. For a photon A = (|d_R|^2 - |d_L|^2)/(|d_R|^2 +
// |d_L|^2): one chirality makes one photon helicity, of which only one projection on the axis exists.
//
// N -> N' f fbar with a_XY of decay_widths.hh: v_X = (a_XR + a_XL)/2, a_X = (a_XR - a_XL)/2, y = m_f^2/q^2,
//   dGamma/dq^2 = lambda^1/2 beta/(256 pi^3 m) {(4/3) q^2 [(1 + 2y) T(v) + (1 - 4y) T(a)] + 8 y S(a')},
//   T(c) = (m^2/2) {(|c_L|^2 + |c_R|^2)[1 + r_1^2 - 2 q^ + (1 - r_1^2)^2/q^] - 12 Re(c_L c_R*) r_1},  q^ = q^2/m^2,
//   S(c) = (m^2/2) {(|y_L|^2 + |y_R|^2)(1 + r_1^2 - q^) + 4 Re(y_L y_R*) r_1},  y_R = m c_L - m_1 c_R, y_L = m c_R -
//   m_1 c_L,
// a' with exchange/M^2 in place of exchange/(M^2 - q^2): the longitudinal part of the boson, q_m q_n/M^2. It is the
// decay to V of mass q, integrated; m_1 = 0 is the known form of heavy_neutrino_decay.cc.
// Published forms that differ: 2207.04137 (code) leaves out 1/r_2^2 of the total N -> N' V, and has half the width to
// nu gamma for its dipole (docs/physics/corrections.md).
#include "tridens/model/decay_widths.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::model {
namespace {

using units::pi;
using Complex = std::complex<double>;

double square(double x) {
  return x * x;
}

/// lambda^1/2 in units of m^2; zero for closed channels.
double root_lambda(double r1, double r2) {
  if (!(r1 + r2 < 1.0)) return 0.0;
  return std::sqrt((1.0 - square(r1 + r2)) * (1.0 - square(r1 - r2)));
}

double sum_squares(const Chiral& c) {
  return std::norm(c.left) + std::norm(c.right);
}
double interference(const Chiral& c) {
  return (c.left * std::conj(c.right)).real();
}

/// The braces of N -> N' V and N -> N' phi; x = q^2/m^2.
double vector_brace(const Chiral& c, double r1, double x) {
  return sum_squares(c) * (1.0 + r1 * r1 - 2.0 * x + square(1.0 - r1 * r1) / x) - 12.0 * interference(c) * r1;
}
double scalar_brace(const Chiral& y, double r1, double x) {
  return sum_squares(y) * (1.0 + r1 * r1 - x) + 4.0 * interference(y) * r1;
}

/// Integral from a to b of a function with square-root zeros at both ends.
template <class Function>
double integrate(double a, double b, const Function& function) {
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  if (!(b > a)) return 0.0;
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = 0.5 * pi * rule.nodes[i], sine = std::sin(angle);
    sum += rule.weights[i] * pi * sine * std::cos(angle) * function(a + (b - a) * sine * sine);
  }
  return (b - a) * sum;
}

/// The nodes of integrate() do not see a peak: a boson that pairs of these masses can be is made on its mass shell.
void refuse_resonance(const Exchange& boson, double lowest, double highest) {
  if (!(boson.mass > lowest && boson.mass < highest)) return;
  throw UserError(fmt::format("a three-body width through a boson of {:g} GeV", boson.mass),
                  fmt::format("pairs of {:g} to {:g} GeV make it on its mass shell", lowest, highest),
                  "multiply the two-body width by its branching ratio");
}

}  // namespace

TwoBodyWidth vector_emission(double m, double m1, double mV, const Chiral& c) {
  const double r1 = m1 / m, r2 = mV / m, root = root_lambda(r1, r2);
  if (root == 0.0) return {};
  const double brace = vector_brace(c, r1, r2 * r2);
  const double p1_q = 0.5 * (1.0 - r1 * r1 - r2 * r2);
  const double odd = -(std::norm(c.left) - std::norm(c.right)) * 0.5 * root * (2.0 * p1_q / (r2 * r2) - 1.0);
  return {m * root / (32.0 * pi) * brace, odd / (0.5 * brace)};
}

TwoBodyWidth scalar_emission(double m, double m1, double ms, const Chiral& y) {
  const double r1 = m1 / m, r2 = ms / m, root = root_lambda(r1, r2);
  if (root == 0.0) return {};
  const double brace = scalar_brace(y, r1, r2 * r2);
  return {m * root / (32.0 * pi) * brace, -(std::norm(y.right) - std::norm(y.left)) * root / brace};
}

TwoBodyWidth photon_emission(double m, double m1, const Chiral& d) {
  if (!(m1 < m)) return {};
  const double sum = sum_squares(d), width = sum * std::pow(m * (1.0 - square(m1 / m)), 3) / (4.0 * pi);
  return {width, sum == 0.0 ? 0.0 : (std::norm(d.right) - std::norm(d.left)) / sum};
}

double vector_to_pair(double m, double m1, double m2, const Chiral& c) {
  const double r1 = m1 / m, r2 = m2 / m, difference = r1 * r1 - r2 * r2;
  return m * root_lambda(r1, r2) / (48.0 * pi) *
         (sum_squares(c) * (2.0 - r1 * r1 - r2 * r2 - difference * difference) + 12.0 * interference(c) * r1 * r2);
}

double scalar_to_pair(double m, double m1, double m2, const Chiral& y) {
  const double r1 = m1 / m, r2 = m2 / m;
  return m * root_lambda(r1, r2) / (16.0 * pi) *
         (sum_squares(y) * (1.0 - r1 * r1 - r2 * r2) - 4.0 * interference(y) * r1 * r2);
}

PairAmplitude product(const Chiral& neutrinos, const Chiral& pair) {
  return {neutrinos.left * pair.left, neutrinos.left * pair.right, neutrinos.right * pair.left,
          neutrinos.right * pair.right};
}

std::complex<double> Exchange::propagator(double q2) const {
  return 1.0 / Complex{mass * mass - q2, -mass * width};
}

PairAmplitude FermionPairDecay::at(double q2) const {
  return boson.mass > 0.0 ? contact + exchange * boson.propagator(q2) : contact;
}

double fermion_pair_spectrum(const FermionPairDecay& decay, double q2) {
  const double m = decay.mass, m2 = decay.m2, x = q2 / (m * m), r1 = decay.m1 / m;
  if (!(q2 > 4.0 * m2 * m2) || !(std::sqrt(x) + r1 < 1.0)) return 0.0;
  const double y = m2 * m2 / q2, beta = std::sqrt(1.0 - 4.0 * y);
  const auto axial = [](const PairAmplitude& a) { return Chiral{0.5 * (a.LR - a.LL), 0.5 * (a.RR - a.RL)}; };
  const PairAmplitude all = decay.at(q2);
  const Chiral v{0.5 * (all.LR + all.LL), 0.5 * (all.RR + all.RL)};
  const PairAmplitude constant =
      decay.boson.mass > 0.0 ? decay.contact + decay.exchange * (1.0 / square(decay.boson.mass)) : decay.contact;
  const Chiral longitudinal = axial(constant);
  const Chiral yukawa{m * longitudinal.right - decay.m1 * longitudinal.left,
                      m * longitudinal.left - decay.m1 * longitudinal.right};
  const double transverse =
      (1.0 + 2.0 * y) * vector_brace(v, r1, x) + (1.0 - 4.0 * y) * vector_brace(axial(all), r1, x);
  return m * root_lambda(r1, std::sqrt(x)) * beta / (512.0 * pi * pi * pi) *
         (4.0 / 3.0 * q2 * transverse + 8.0 * y * scalar_brace(yukawa, r1, x));
}

double fermion_pair_width(const FermionPairDecay& decay) {
  refuse_resonance(decay.boson, 2.0 * decay.m2, decay.mass - decay.m1);
  return integrate(square(2.0 * decay.m2), square(decay.mass - decay.m1),
                   [&](double q2) { return fermion_pair_spectrum(decay, q2); });
}

double scalar_pair_width(const ScalarPairDecay& decay) {
  const double m = decay.mass, r1 = decay.m1 / m;
  if (!(decay.m1 + 2.0 * decay.m2 < m)) return 0.0;
  refuse_resonance(decay.boson, 2.0 * decay.m2, m - decay.m1);
  return integrate(square(2.0 * decay.m2), square(m - decay.m1), [&](double q2) {
    const double x = q2 / (m * m), beta = std::sqrt(std::max(0.0, 1.0 - square(2.0 * decay.m2) / q2));
    return m * root_lambda(r1, std::sqrt(x)) * beta / (512.0 * pi * pi * pi) * scalar_brace(decay.yukawa, r1, x) * 2.0 *
           q2 * beta * beta * square(decay.pair_yukawa) * std::norm(decay.boson.propagator(q2));
  });
}

double hadron_width(const HadronDecay& decay, double lowest_q2, double highest_q2) {
  const double m = decay.mass, r1 = decay.m1 / m;
  if (!(decay.m1 < m)) return 0.0;
  refuse_resonance(decay.boson, std::sqrt(lowest_q2), std::min(std::sqrt(highest_q2), m - decay.m1));
  return integrate(lowest_q2, std::min(highest_q2, square(m - decay.m1)), [&](double q2) {
    const double x = q2 / (m * m);
    return m * root_lambda(r1, std::sqrt(x)) / (512.0 * pi * pi * pi) * 4.0 / 3.0 * q2 * decay.ratio(q2) *
           vector_brace(decay.coupling, r1, x) * std::norm(decay.boson.propagator(q2));
  });
}

double three_neutrino_width(double m, double coupling, const Exchange& boson) {
  // Fierz: both neutrinos enter alike, |M|^2 = 16 (p.p_3)(p_1.p_2) |c(s_23) + c(s_13)|^2/2 (mean over spins), times
  // 1/2.
  refuse_resonance(boson, 0.0, m);
  const double m2 = m * m;
  const auto integrand = [&](double s12, double s23) {
    const Complex sum = boson.propagator(s23) + boson.propagator(m2 - s12 - s23);
    return 16.0 * 0.5 * (m2 - s12) * 0.5 * s12 * std::norm(sum) / 4.0;
  };
  const double area = integrate(
      0.0, m2, [&](double s12) { return integrate(0.0, m2 - s12, [&](double s23) { return integrand(s12, s23); }); });
  return coupling * coupling * area / (256.0 * std::pow(pi * m, 3));
}

}  // namespace tridens::model
