#pragma once

namespace tridens::model {

/// From this mass of the hadrons on, quarks and gluons are counted in place of mesons, GeV.
inline constexpr double quarks_from = 1.2;

/// |F_pi(s)|^2 of the charged pion for s > 4 m_pi^2 in GeV^2: rho(770) and rho(1450), J. H. Kuehn, A. Santamaria, Z.
/// Phys. C 48 (1990) 445. Formula in hadronic_vector.cc.
double pion_form_factor_squared(double s);
/// R(s) = sigma(e+ e- -> pi+ pi-)/sigma(mu+ mu-, massless) = (1 - 4 m_pi^2/s)^(3/2) |F|^2/4; zero below threshold.
double pion_pair_ratio(double s);
/// Sum over open quarks (u, d, s; c above 2 m_D, b above 2 m_B) of 3 [left^2 + right^2]/2 x (1 + alpha_s/pi + ...) with
/// the couplings v_q = photon Q + weak (T_3/2 - Q s_W^2) and a_q = -weak T_3/2: 3 sum Q^2 for photon = 1, weak = 0.
double quark_ratio(double s, double photon, double weak, double weak_mixing_angle);

}  // namespace tridens::model
