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

/// Couplings of a neutral vector: L = V_m [e electromagnetic J_em + (g/c_W) neutral J_NC + g' dark J_D].
struct NeutralCouplings {
  double electromagnetic = 0.0, neutral = 0.0, dark = 0.0;
};

/// Mass states of Z and of the vector X of a U(1)' with L = -(sin chi/2) B_mn X^mn and the mass term (m_X^2/2) X^2 of
/// its own scalar: Z and Z', exact in chi. Formulas in kinetic_mixing.cc.
struct KineticMixing {
  double z_mass = 0.0, dark_mass = 0.0;  // in the unit of the masses given
  double angle = 0.0;                    // beta: Z0 = cos beta Z - sin beta Z'
  NeutralCouplings z, dark;
};
/// `z0_mass`: of Z without mixing, `x_mass`: m_X, both positive and different (at equal masses beta is 45 degrees and
/// neither state is the dark one). UserError otherwise, and for |sin chi| >= 1 or sin^2 theta_W outside (0, 1).
KineticMixing exact_kinetic_mixing(double sin_chi, double z0_mass, double x_mass, double sin2thetaW);

}  // namespace tridens::model
