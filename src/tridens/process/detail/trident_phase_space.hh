#pragma once
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/process/detail/trident_kernel.hh"

// Three-body phase space  nu(k1) + gamma*(q) -> nu(k2) + l-(p-) + l+(p+)  as a chain of two-body decays in
// variables that flatten every structure of the amplitude:
//   1. mass of the lepton pair m, linear between its limits with u^2(3-2u) (absorbs both square-root end
//   points),
//   2. K^2 = 2 k1.k2 in [0, 2 E1 |k2| 2], by a power map about the scale where the lepton propagators or a
//   mediator bend it,
//   3. c = cosine of l+ to q in the pair rest frame, by y = ln[(a- + c)/(a+ - c)]: flattens 1/d+ and 1/d- at
//   once,
//      d± = Q^2 + 2 q.p± = 2 |q| p (a± ∓ c),   d+ + d- = Q^2 + m^2 + K^2,
//   4. azimuth of the pair about q: the amplitude squared is a trigonometric polynomial of degree 4 in it.
// d Phi_3 = dm^2/2pi x (1/8pi)(2|k2|/W) dcos/2 x (1/8pi)(2p/m) dc/2 dphi/2pi, the overall azimuth taken out.
// Every invariant is computed from the sampled variables, never from differences of large momenta.
namespace tridens::process::detail {

/// Step 1 and 2: what does not depend on the direction of the leptons in their rest frame.
struct PairFrame {
  double W, Q2, E1, E2;
  double pair_mass, K2;
  double half_cosine, half_sine;
  double energy_plus, energy_minus, momentum;  // of the leptons in the pair rest frame
  double gamma, gamma_beta;                    // of the pair in the neutrino-photon frame
  double h_x, h_z;                             // its direction (the transverse unit vector is (h_z, 0, -h_x))
  double q_cosine, q_sine;                     // direction of q in the pair frame, relative to h
  double a_plus, a_minus, two_qp;
  double jacobian;  // of steps 1 and 2, including their share of the phase-space factors
};

struct LeptonMasses {
  double minus, plus;
};

struct MomentumTransferMap {
  double mediator_mass_squared = -1.0;  // negative: no mediator pole to flatten
  bool is_light(double W2) const { return mediator_mass_squared >= 0.0 && 30.0 * mediator_mass_squared < W2; }
};

/// Fractions of the unit interval where the three pieces of the map for a light mediator meet.
inline constexpr double first_piece = 0.25, second_piece = 0.625;

/// Logarithm of K^2 from low to high over a piece of the unit interval.
TRIDENS_INLINE double logarithmic_piece(double low, double high, double u, double begin, double end, double* jacobian) {
  const double range = std::log(high / low);
  const double value = low * std::exp(range * (u - begin) / (end - begin));
  *jacobian = value * range / (end - begin);
  return value;
}

/// A light mediator: 1/(K^2+M^2)^2 times an amplitude squared that vanishes like K^2 up to the scale of the lepton
/// propagators. Linear up to the lower of 10 M^2 and that scale, logarithmic up to the higher, logarithmic to the end:
/// each piece is smooth.
TRIDENS_INLINE double map_light_mediator(double mass_squared, double scale, double largest, double u,
                                         double* jacobian) {
  const double pole = 10.0 * mass_squared + 1e-30 * largest;
  const double pole_end = std::fmin(std::fmin(pole, scale), largest);
  const double middle = std::fmin(std::fmax(scale, pole), largest);
  if (u < first_piece) {
    *jacobian = pole_end / first_piece;
    return pole_end * u / first_piece;
  }
  if (u < second_piece) return logarithmic_piece(pole_end, middle, u, first_piece, second_piece, jacobian);
  return logarithmic_piece(middle, largest, u, second_piece, 1.0, jacobian);
}

/// Otherwise dK^2 ~ (K^2 + scale)^(-1/2).
TRIDENS_INLINE double map_contact(double scale, double largest, double u, double* jacobian) {
  const double range = std::sqrt(1.0 + largest / scale) - 1.0;
  const double root = 1.0 + range * u;
  *jacobian = scale * 2.0 * root * range;
  return scale * (root - 1.0) * (root + 1.0);
}

/// What follows from W, Q2, E1, pair_mass and K2, which `f` holds already. `mass_step` and `transfer_step` are the
/// Jacobians of the pair mass and of K^2.
TRIDENS_INLINE void complete_pair_frame(PairFrame& f, LeptonMasses mass, double mass_step, double transfer_step) {
  const double W = f.W, Q2 = f.Q2, m = f.pair_mass, m2 = m * m;
  const double lowest = mass.minus + mass.plus;
  const double available = (W - m) * (W + m);  // W^2 - m^2
  f.E2 = 0.5 * available / W;
  const double largest = 4.0 * f.E1 * f.E2;
  const double sine2 = std::fmin(f.K2 / largest, 1.0);
  f.half_sine = std::sqrt(sine2);
  f.half_cosine = std::sqrt(1.0 - sine2);
  const double above = (m - lowest) * (m + lowest);
  const double difference = mass.minus - mass.plus;
  f.momentum = 0.5 / m * std::sqrt(above * (m - difference) * (m + difference));
  f.energy_plus = 0.5 * (m2 + (mass.plus - mass.minus) * lowest) / m;
  f.energy_minus = m - f.energy_plus;
  f.gamma = (W - f.E2) / m;
  f.gamma_beta = f.E2 / m;
  f.h_x = -2.0 * f.half_sine * f.half_cosine;
  f.h_z = 2.0 * sine2 - 1.0;
  const double q_energy = 0.5 * (m2 + f.K2 - Q2) / m;
  const double q_momentum = std::sqrt(q_energy * q_energy + Q2);
  const double q_parallel = 0.5 * (m2 - f.K2 + Q2) / m - m * f.K2 / available;
  const double q_transverse = f.E1 * f.h_x;
  f.q_cosine = q_parallel / q_momentum;
  f.q_sine = q_transverse / q_momentum;
  f.two_qp = 2.0 * q_momentum * f.momentum;
  f.a_plus = (Q2 + 2.0 * q_energy * f.energy_plus) / f.two_qp;
  f.a_minus = (Q2 + 2.0 * q_energy * f.energy_minus) / f.two_qp;
  // dm^2/2pi = m dm/pi; dcos/2 = dK^2/(4 E1 E2).
  const double mass_jacobian = m / units::pi * mass_step;
  const double two_body = (2.0 * f.E2 / W) / (8.0 * units::pi) * transfer_step / largest;
  f.jacobian = mass_jacobian * two_body * (2.0 * f.momentum / m) / (8.0 * units::pi);
}

TRIDENS_INLINE PairFrame pair_frame(double W, double Q2, LeptonMasses mass, const MomentumTransferMap& map,
                                    double u_mass, double u_transfer) {
  PairFrame f;
  f.W = W;
  f.Q2 = Q2;
  const double W2 = W * W;
  f.E1 = 0.5 * (W2 + Q2) / W;
  const double lowest = mass.minus + mass.plus;
  const double t = u_mass * u_mass * (3.0 - 2.0 * u_mass);
  const double dt = 6.0 * u_mass * (1.0 - u_mass);
  // With a light mediator the spectrum falls with m instead of rising: its logarithm then.
  const bool light = map.is_light(W2);
  const double log_range = light ? std::log(W / lowest) : 0.0;
  f.pair_mass = light ? lowest * std::exp(log_range * t) : lowest + (W - lowest) * t;
  const double m = f.pair_mass, m2 = m * m;
  const double mass_step = light ? m * log_range * dt : (W - lowest) * dt;  // dm/du
  double transfer_step = 0.0;
  const double largest = 4.0 * f.E1 * (0.5 * ((W - m) * (W + m)) / W);
  f.K2 = light ? map_light_mediator(map.mediator_mass_squared, Q2 + m2, largest, u_transfer, &transfer_step)
               : map_contact(Q2 + m2, largest, u_transfer, &transfer_step);
  complete_pair_frame(f, mass, mass_step, transfer_step);
  return f;
}

/// Step 3: cosine of l+ to q, its distances from the poles and dc/2 du.
struct PolarAngle {
  double cosine, sine, d_plus, d_minus, jacobian;
};

TRIDENS_INLINE PolarAngle polar_angle(const PairFrame& f, double u) {
  const double sum = f.a_plus + f.a_minus;
  // y between its values at c = -1 and c = +1; r = e^y.
  const double low = std::log((f.a_minus - 1.0) / (f.a_plus + 1.0));
  const double high = std::log((f.a_minus + 1.0) / (f.a_plus - 1.0));
  const double r = std::exp(low + (high - low) * u);
  PolarAngle result;
  result.d_plus = f.two_qp * sum / (1.0 + r);
  result.d_minus = f.two_qp * sum * r / (1.0 + r);
  result.cosine = (r * f.a_plus - f.a_minus) / (1.0 + r);
  const double one_minus = std::fmax(1.0 - result.cosine, 0.0);
  const double one_plus = std::fmax(1.0 + result.cosine, 0.0);
  result.sine = std::sqrt(one_minus * one_plus);
  result.jacobian = 0.5 * (high - low) * r * sum / ((1.0 + r) * (1.0 + r));
  return result;
}

/// Step 4: the momenta.
TRIDENS_INLINE LeptonPoint lepton_point(const PairFrame& f, const PolarAngle& angle, double cos_phi, double sin_phi) {
  LeptonPoint p;
  p.W = f.W;
  p.Q2 = f.Q2;
  p.E1 = f.E1;
  p.E2 = f.E2;
  p.half_cosine = f.half_cosine;
  p.half_sine = f.half_sine;
  p.d_plus = angle.d_plus;
  p.d_minus = angle.d_minus;
  const double along = f.momentum * (angle.cosine * f.q_cosine - angle.sine * cos_phi * f.q_sine);
  const double across = f.momentum * (angle.cosine * f.q_sine + angle.sine * cos_phi * f.q_cosine);
  const double y = f.momentum * angle.sine * sin_phi;
  const double energy_plus = f.gamma * f.energy_plus + f.gamma_beta * along;
  const double parallel_plus = f.gamma * along + f.gamma_beta * f.energy_plus;
  const double energy_minus = f.gamma * f.energy_minus - f.gamma_beta * along;
  const double parallel_minus = f.gamma_beta * f.energy_minus - f.gamma * along;
  const double z_plus = parallel_plus * f.h_z - across * f.h_x;
  const double z_minus = parallel_minus * f.h_z + across * f.h_x;
  p.plus = {energy_plus - z_plus, energy_plus + z_plus, parallel_plus * f.h_x + across * f.h_z, y};
  p.minus = {energy_minus - z_minus, energy_minus + z_minus, parallel_minus * f.h_x - across * f.h_z, -y};
  return p;
}

}  // namespace tridens::process::detail
