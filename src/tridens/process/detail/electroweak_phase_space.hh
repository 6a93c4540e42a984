#pragma once
#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/process/detail/electroweak_amplitude.hh"

// Phase space of  nu(k1) + gamma*(q) -> l-(p-) + k,  k = W+ or k -> nu(k2) l+(p+), in variables that remove the poles
// of the amplitude. Centre of mass of neutrino and photon, k1 along +z, p- in the xz plane (the overall azimuth is
// taken out).
//   1. k^2 (trident only): one-to-one map of half a Breit-Wigner and half a logarithm,
//   2. p-: D- = 2 |q| p (a + c), M_W^2 - r^2 = 2 E1 p (b - c), c = cos theta: y = ln[(a+c)/(b-c)] removes the pole of
//      the lepton and the forward peak of the exchanged W at once,
//   3. p+ in the rest frame of k about q: D+ = 2 |q| p (a+ - c), one-to-one map of half a logarithm of it and half
//   flat,
//   4. azimuth of p+ about q.
// Invariants, and the light-cone components of collinear leptons, come from the mapped variables, never from
// differences of four-vectors.
namespace tridens::process::detail {

/// u in [0,1] to x with density  w d(ln x)/ln(high/low) + (1-w) dx/(high-low);  jacobian dx/du.
struct Mapped {
  double value, jacobian;
};
TRIDENS_INLINE Mapped logarithmic_and_flat(double low, double high, double weight, double u) {
  const double range = std::log(high / low), over_range = weight / range, slope = (1.0 - weight) / (high - low);
  // Solve w t/range + slope (x - low) = u for t = ln(x/low): each term alone gives an upper bound of t, from where
  // Halley's steps come down. The last one is exact to rounding, as steps shrink with the third power.
  double t = std::fmin(std::fmin(u / over_range, range), std::log1p(u / (slope * low)));
  for (int i = 0; i < 60; ++i) {
    const double x = low * std::exp(t), rise = slope * x;
    const double excess = over_range * t + slope * (x - low) - u, density = over_range + rise;
    const double step = excess * density / (density * density - 0.5 * excess * rise);
    t -= step;
    if (std::fabs(step) < 1e-6) break;
  }
  t = std::fmin(std::fmax(t, 0.0), range);
  const double x = low * std::exp(t);
  return {x, 1.0 / (over_range / x + slope)};
}

/// k^2 between its limits; `pole` = k^2 - M_W^2.
struct MappedMass {
  double value, pole, jacobian;
};
TRIDENS_INLINE MappedMass resonant_mass(double low, double high, double mass, double width, double u) {
  const double m2 = mass * mass, gamma = mass * width;
  const double range = std::log(high / low);
  if (high < 0.25 * m2) {  // far below the pole
    const double value = low * std::exp(range * u);
    return {value, value - m2, value * range};
  }
  const double first = std::atan((low - m2) / gamma), angle = std::atan((high - m2) / gamma) - first;
  // Start: the logarithm taken at the pole leaves a share for the Breit-Wigner; far from the pole it is all or nothing.
  double s = std::sqrt(low * high);
  if (m2 > low && m2 < high) {
    constexpr double wing = 0.03;
    const double peak = 2.0 * u - std::log(m2 / low) / range;
    if (peak > wing && peak < 1.0 - wing) {
      s = m2 + gamma * std::tan(first + peak * angle);
    } else {
      s = low * std::exp(range * (peak > 0.5 ? 2.0 * u - 1.0 : 2.0 * u));
    }
    s = std::fmin(std::fmax(s, low), high);
  }
  // Newton within a shrinking bracket, in the variable in which the larger of the two densities is flat. Convergence is
  // quadratic: the step after the first small excess is the last.
  double below = low, above = high;
  for (int i = 0; i < 200; ++i) {
    const double pole = s - m2, squared = pole * pole + gamma * gamma;
    const double excess = 0.5 * (std::atan(pole / gamma) - first) / angle + 0.5 * std::log(s / low) / range - u;
    (excess > 0.0 ? above : below) = s;
    const double peak = 0.5 * gamma / (squared * angle), flat = 0.5 / (s * range);
    const double density = peak + flat;
    double next;
    if (peak > flat) {  // addition theorem of the tangent
      const double turn = std::tan(-excess / density * gamma / squared);
      next = m2 + gamma * (pole + gamma * turn) / (gamma - pole * turn);
    } else {
      next = s * std::exp(-excess / (density * s));
    }
    if (std::fabs(excess) < 1e-8) {
      s = next;
      break;
    }
    if (!(next > below && next < above))
      next = above - below < 4.0 * gamma ? 0.5 * (above + below) : std::sqrt(above * below);
    s = next;
  }
  s = std::fmin(std::fmax(s, low), high);
  const double pole = s - m2;
  return {s, pole, 1.0 / (0.5 * gamma / ((pole * pole + gamma * gamma) * angle) + 0.5 / (s * range))};
}

/// Complete a light-cone momentum of given mass from its larger component: the other one follows from the mass shell.
TRIDENS_INLINE LightCone on_mass_shell(double plus, double minus, double x, double y, double mass_squared) {
  const bool ahead = plus > minus;
  const double larger = ahead ? plus : minus, smaller = (mass_squared + x * x + y * y) / larger;
  return {ahead ? smaller : larger, ahead ? larger : smaller, x, y};
}

/// cos theta edge: (Q^2 + 2 q0 e)/(2 |q| p) - 1 without cancellation.
TRIDENS_INLINE double distance_from_pole(double Q2, double q0, double q, double e, double p, double mass_squared) {
  const double over = 1.0 / (2.0 * q * p);
  if (q0 > 0.0) return (Q2 + 2.0 * (q * q * mass_squared - Q2 * e * e) / (q0 * e + q * p)) * over;
  return (Q2 + 2.0 * (q0 * e - q * p)) * over;
}

/// Steps 2: fills minus, k, d_minus, d_r; returns the jacobian with the phase-space factor dPhi2 (0 outside).
TRIDENS_INLINE double emit_minus(double W, double Q2, double k2, double mass_minus, double w_mass, double u,
                                 ElectroweakPoint& point) {
  const double m2 = mass_minus * mass_minus, k_mass = std::sqrt(k2);
  const double W2 = W * W;
  const double above = (W - k_mass - mass_minus) * (W + k_mass + mass_minus);
  if (!(above > 0.0)) return 0.0;
  const double p = 0.5 * std::sqrt(above * (W - k_mass + mass_minus) * (W + k_mass - mass_minus)) / W;
  const double e = 0.5 * (W2 + m2 - k2) / W;
  const double E1 = 0.5 * (W2 + Q2) / W, q0 = 0.5 * (W2 - Q2) / W;
  const double a_edge = distance_from_pole(Q2, q0, E1, e, p, m2);
  const double b_edge = (w_mass * w_mass - m2 + 2.0 * E1 * m2 / (e + p)) / (2.0 * E1 * p);
  const double sum = a_edge + b_edge + 2.0;
  const double low = std::log(a_edge / (b_edge + 2.0)), high = std::log((a_edge + 2.0) / b_edge);
  const double r = std::exp(low + (high - low) * u), over = 1.0 / (1.0 + r);
  const double one_plus = std::fmax((r * (b_edge + 2.0) - a_edge) * over, 0.0);
  const double one_minus = std::fmax((a_edge + 2.0 - r * b_edge) * over, 0.0);
  point.W = W;
  point.Q2 = Q2;
  point.E1 = E1;
  point.mass_minus = mass_minus;
  point.d_minus = 2.0 * E1 * p * r * sum * over;
  point.d_r = 2.0 * E1 * p * sum * over;
  const double rest = m2 / (e + p), x = p * std::sqrt(one_plus * one_minus);
  point.minus = {p * one_minus + rest, p * one_plus + rest, x, 0.0};
  point.k = on_mass_shell(W - point.minus.plus, W - point.minus.minus, -x, 0.0, k2);
  return (2.0 * p / W) / (8.0 * units::pi) * 0.5 * (high - low) * r * sum * over * over;
}

/// What steps 3 and 4 need of k: rest-frame quantities and the two directions orthogonal to k and q.
struct DecayFrame {
  double k_mass, q0, q, e, p, edge;  // edge: smallest D+ over 2 |q| p; not positive outside the phase space
  double A_D, A_B, A_0;              // p+ = A k + B q + ..., A = A_D D+ + A_B B + A_0
  double e1_x, e1_minus, e1_plus;
};
TRIDENS_INLINE DecayFrame decay_frame(double k2, double mass_plus, const ElectroweakPoint& point) {
  DecayFrame f{};
  const double m2 = mass_plus * mass_plus, ratio = point.Q2 / (point.W * point.W);
  f.k_mass = std::sqrt(k2);
  const double light_cone = point.k.plus - point.k.minus * ratio, k_dot_q = 0.5 * point.W * light_cone;
  f.q0 = k_dot_q / f.k_mass;
  f.q = std::sqrt(f.q0 * f.q0 + point.Q2);
  f.e = 0.5 * (k2 + m2) / f.k_mass;
  f.p = 0.5 * (k2 - m2) / f.k_mass;
  f.edge = f.p > 0.0 ? distance_from_pole(point.Q2, f.q0, f.q, f.e, f.p, m2) : 0.0;
  const double normalisation = 1.0 / std::sqrt(light_cone * light_cone + 4.0 * ratio * k2);
  // From q.p+ where the photon is close to real, so that it stays accurate for p+ along q.
  const bool real = f.q0 * f.q0 > point.Q2 && f.q0 > 0.0;
  f.A_D = real ? 0.5 / k_dot_q : 0.0;
  f.A_B = real ? point.Q2 / k_dot_q : -f.q0 / f.k_mass;
  f.A_0 = real ? -0.5 * point.Q2 / k_dot_q : f.e / f.k_mass;
  f.e1_x = (point.k.plus + point.k.minus * ratio) * normalisation;
  f.e1_minus = 2.0 * point.k.x * normalisation;
  f.e1_plus = ratio * f.e1_minus;
  return f;
}

/// Step 3: D+/(2 |q| p) from edge to edge + 2.
TRIDENS_INLINE Mapped decay_angle(const DecayFrame& f, double u) {
  return logarithmic_and_flat(f.edge, f.edge + 2.0, 0.5, u);
}

/// Fills plus, nu2, d_plus for given D+/(2 |q| p) and azimuth.
TRIDENS_INLINE void decay_momenta(const DecayFrame& f, double delta, double cosine, double sine, double mass_plus,
                                  ElectroweakPoint& point) {
  const double W = point.W, Q2 = point.Q2, p = f.p;
  const LightCone& k = point.k;
  // Comparisons in place of fmax, which compilers do not vectorise.
  const double above = delta - f.edge, below = f.edge + 2.0 - delta;
  const double one_minus = above > 0.0 ? above : 0.0, one_plus = below > 0.0 ? below : 0.0;
  const double c = 0.5 * (one_plus - one_minus), s = std::sqrt(one_minus * one_plus);
  point.mass_plus = mass_plus;
  point.d_plus = 2.0 * f.q * p * delta;
  // p+ = A k + B q + p s (cos phi e1 + sin phi e2), e1 and e2 orthogonal to k and q.
  const double B = p * c / f.q;
  const double A = f.A_D * point.d_plus + f.A_B * B + f.A_0;
  const double along = p * s * cosine, y = p * s * sine;
  const double x = A * k.x + along * f.e1_x;
  const double plus = A * k.plus - B * Q2 / W + along * f.e1_plus, minus = A * k.minus + B * W + along * f.e1_minus;
  point.plus = on_mass_shell(plus, minus, x, y, mass_plus * mass_plus);
  point.nu2 = on_mass_shell(k.plus - point.plus.plus, k.minus - point.plus.minus, k.x - x, -y, 0.0);
}

/// Phase-space factor of the decay per dD+/(2 |q| p), averaged over the azimuth.
TRIDENS_INLINE double decay_phase_space(const DecayFrame& f) {
  return (2.0 * f.p / f.k_mass) / (8.0 * units::pi) * 0.5;
}

/// Steps 3 and 4: fills plus, nu2, d_plus; returns the jacobian with the phase-space factor dPhi2 (0 outside).
TRIDENS_INLINE double decay_to_plus(double k2, double mass_plus, double u, double phi, ElectroweakPoint& point) {
  const DecayFrame f = decay_frame(k2, mass_plus, point);
  if (!(f.edge > 0.0)) return 0.0;
  const Mapped delta = decay_angle(f, u);
  decay_momenta(f, delta.value, std::cos(phi), std::sin(phi), mass_plus, point);
  return decay_phase_space(f) * delta.jacobian;
}

}  // namespace tridens::process::detail
