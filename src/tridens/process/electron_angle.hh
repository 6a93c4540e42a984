#pragma once
#include <vector>

namespace tridens::process {

/// E_e theta^2 of the electron from a neutrino of energy E that gives it the kinetic energy T, all GeV; E_e = T + m_e,
/// and
///   cos theta = (E + m_e)/E sqrt(T/(T + 2 m_e))
/// exactly (two-body kinematics): (pi/2)^2 m_e at T = 0, 2 m_e (1 - T/E) where T >> m_e, 0 at T_max.
double energy_theta_squared(double energy, double recoil);

/// The recoil energies that have a value of E_e theta^2: one for fast electrons, up to three near 2 m_e, where slow
/// electrons at large angles reach the same value; none above (pi/2)^2 m_e.
std::vector<double> recoils_at_energy_theta_squared(double energy, double energy_theta_squared);

/// d(E_e theta^2)/dT: d sigma/d(E_e theta^2) is the sum of d sigma/dT over its absolute value at those recoil energies.
double energy_theta_squared_slope(double energy, double recoil);

}  // namespace tridens::process
