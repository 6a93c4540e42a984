// Kinetic mixing of a U(1)' vector, at one loop (kinetic_mixing.hh) and exact at tree level:
//   L = -(1/4) B^2 - (1/4) X^2 - (sin chi/2) B X + (m_X^2/2) X^2,  B = B' - t_chi X',  X = X'/c_chi.
// With mu = m_X/M, M the mass of Z without mixing, the masses of (Z0, X') are M^2 ((1, s_W t_chi), (s_W t_chi, s_W^2
// t_chi^2 + mu^2/c_chi^2)), and Z0 = cos beta Z - sin beta Z', X' = sin beta Z + cos beta Z':
//   tan 2 beta = 2 s_W s_chi c_chi/(c_chi^2 - s_W^2 s_chi^2 - mu^2),
//   M_Z^2/M^2 = 1 + s_W t_chi t_beta,  M_Z'^2/M^2 = 1 - s_W t_chi/t_beta = mu^2 M^2/(c_chi^2 M_Z^2),
// the last without cancellation. X' meets -e c_W t_chi J_em + s_W t_chi (g/c_W) J_NC + (g'/c_chi) J_D, so that Z' has
//   electromagnetic -c_W t_chi cos beta,  neutral s_W t_chi cos beta - sin beta = -(M_Z'^2/M^2) sin beta,
// for a light Z' eps = c_W chi in modulus, and no neutral current. B. Holdom, Phys. Lett. B 166 (1986) 196; K. S. Babu,
// C. Kolda, J. March-Russell, hep-ph/9710441. Trap: mu^2 = m_X^2/M^2 = m_X^2 c_W^2/M_W^2; a talk has c_W^2 in the
// denominator.
#include "tridens/model/kinetic_mixing.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"

namespace tridens::model {

double vacuum_polarisation_integral(double t) {
  if (t < 0.05) {
    // sum_n (-1)^(n+1) t^n/n B(n+2, n+2), the Beta function by recursion.
    double sum = 0.0, power = 1.0, beta = 1.0 / 6.0;
    for (int n = 1; n <= 12; ++n) {
      beta *= (n + 1.0) * (n + 1.0) / ((2.0 * n + 2.0) * (2.0 * n + 3.0));
      power *= -t;
      sum -= power / n * beta;
    }
    return sum;
  }
  // With v = sqrt(1 + 4/t):  -5/18 + 2/(3t) + (1/6)(1 - 2/t) v ln[(v+1)/(v-1)].
  const double v = std::sqrt(1.0 + 4.0 / t);
  const double logarithm = std::log((v + 1.0) * (v + 1.0) * t / 4.0);  // (v+1)/(v-1) without cancellation
  return -5.0 / 18.0 + 2.0 / (3.0 * t) + (1.0 - 2.0 / t) * v * logarithm / 6.0;
}

std::complex<double> timelike_vacuum_polarisation_integral(double tau) {
  if (tau < 0.05) {
    double sum = 0.0, power = 1.0, beta = 1.0 / 6.0;
    for (int n = 1; n <= 12; ++n) {
      beta *= (n + 1.0) * (n + 1.0) / ((2.0 * n + 2.0) * (2.0 * n + 3.0));
      power *= tau;
      sum -= power / n * beta;
    }
    return sum;
  }
  const double start = -5.0 / 18.0 - 2.0 / (3.0 * tau), factor = (1.0 + 2.0 / tau) / 6.0;
  if (tau <= 4.0) {
    const double b = std::sqrt(4.0 / tau - 1.0);
    return start + factor * 2.0 * b * std::atan2(1.0, b);
  }
  const double v = std::sqrt(1.0 - 4.0 / tau);
  const double logarithm = std::log((1.0 + v) * (1.0 + v) * tau / 4.0);
  return {start + factor * v * logarithm, -units::pi * factor * v};
}

double loop_kinetic_mixing(const std::array<double, 3>& lepton_charges, double K2) {
  double sum = 0.0;
  for (int i = 0; i < flavour_count; ++i) {
    const double mass = charged_lepton_mass(static_cast<Flavour>(i));
    const double charge = lepton_charges[static_cast<size_t>(i)];
    if (charge != 0.0) sum += charge * (2.0 * std::log(mass) / 6.0 + vacuum_polarisation_integral(K2 / (mass * mass)));
  }
  return std::sqrt(constants::electric_charge_squared) / (2.0 * units::pi * units::pi) * sum;
}

std::complex<double> timelike_kinetic_mixing(const std::array<double, 3>& lepton_charges, double s) {
  std::complex<double> sum = 0.0;
  for (int i = 0; i < flavour_count; ++i) {
    const double mass = charged_lepton_mass(static_cast<Flavour>(i));
    const double charge = lepton_charges[static_cast<size_t>(i)];
    if (charge == 0.0) continue;
    sum += charge * (2.0 * std::log(mass) / 6.0 + timelike_vacuum_polarisation_integral(s / (mass * mass)));
  }
  return std::sqrt(constants::electric_charge_squared) / (2.0 * units::pi * units::pi) * sum;
}

KineticMixing exact_kinetic_mixing(double sin_chi, double z0_mass, double x_mass, double sin2thetaW) {
  if (!(std::abs(sin_chi) < 1.0)) {
    throw UserError(fmt::format("kinetic mixing with sin chi = {:g}", sin_chi), "kinetic terms are positive below 1",
                    "");
  }
  if (!(z0_mass > 0.0 && x_mass > 0.0) || z0_mass == x_mass) {
    throw UserError(fmt::format("kinetic mixing of vectors of {:g} and {:g} GeV", z0_mass, x_mass),
                    "masses are positive, and different so that one state is the dark one", "");
  }
  if (!(sin2thetaW > 0.0 && sin2thetaW < 1.0)) {
    throw UserError(fmt::format("sin^2 theta_W of {:g}", sin2thetaW), "it lies between 0 and 1", "");
  }
  const double c_chi = std::sqrt((1.0 - sin_chi) * (1.0 + sin_chi)), t_chi = sin_chi / c_chi;
  const double s_W = std::sqrt(sin2thetaW), c_W = std::sqrt(1.0 - sin2thetaW), mu2 = std::pow(x_mass / z0_mass, 2);
  const double off = s_W * t_chi, half = 0.5 * (1.0 - off * off - mu2 / (c_chi * c_chi));
  // The root of the quadratic that goes to 0 with the mixing on either side of equal masses.
  const double tangent = off / (half + std::copysign(std::hypot(half, off), half));
  const double cosine = 1.0 / std::hypot(1.0, tangent), sine = tangent * cosine;
  KineticMixing result;
  result.angle = std::atan(tangent);
  result.z_mass = z0_mass * std::sqrt(1.0 + off * tangent);
  result.dark_mass = x_mass * z0_mass / (c_chi * result.z_mass);
  const double ratio = std::pow(result.dark_mass / z0_mass, 2);
  result.z = {-c_W * t_chi * sine, cosine + off * sine, sine / c_chi};
  result.dark = {-c_W * t_chi * cosine, -ratio * sine, cosine / c_chi};
  return result;
}

}  // namespace tridens::model
