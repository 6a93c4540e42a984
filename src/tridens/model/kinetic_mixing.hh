#pragma once
#include <array>
#include <complex>

namespace tridens::model {

/// One-loop kinetic mixing of a U(1) vector with the photon from charged leptons of charges Q_l with sum zero,
///   eps(q^2)/g' = (e/2 pi^2) int_0^1 dx x(1-x) sum_l Q_l ln[m_l^2 - x(1-x) q^2],
/// for L_mu - L_tau the expression of 1902.08579 (eps(0) = -0.01443 g'). With L_mix = -(eps/2) F F', charged leptons
/// then couple to the mediator with g' Q_l + e eps(q^2). Trap: the talk of 2019 prints a prefactor 3/2 larger. K2 =
/// -q^2 >= 0 in GeV^2. Closed form of the vacuum-polarisation integral; exact.
double loop_kinetic_mixing(const std::array<double, 3>& lepton_charges, double K2);

/// The same at timelike s = q^2 + i0 > 0, where the boson is made or decays: complex above the threshold of a lepton.
std::complex<double> timelike_kinetic_mixing(const std::array<double, 3>& lepton_charges, double s);

/// int_0^1 dx x(1-x) ln[1 + x(1-x) t], t = K^2/m^2 >= 0: closed form, series below t = 0.05 (relative error below
/// 1e-14).
double vacuum_polarisation_integral(double t);
/// The same at t = -tau - i0, tau >= 0.
std::complex<double> timelike_vacuum_polarisation_integral(double tau);

}  // namespace tridens::model
