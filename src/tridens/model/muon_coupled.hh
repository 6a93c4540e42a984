#pragma once

// Axion-like particles that couple to muons, and the charge that a loop of leptons induces (widths of vectors:
// boson_widths.hh). All masses in GeV, widths in GeV.
namespace tridens::model {

/// Axion-like particle with g_amumu (d_s a) mubar gamma^s gamma5 mu, on shell -2 m_mu g a i mubar gamma5 mu:
/// Gamma(a -> mu mu) = g^2 m_mu^2 m_a/(2 pi) sqrt(1 - 4 m_mu^2/m_a^2); g in GeV^-1; 0 below threshold.
double alp_muon_width(double coupling, double mass);
/// -1/4 g a F Fdual: Gamma(a -> gamma gamma) = g^2 m_a^3/(64 pi); g in GeV^-1.
double alp_photon_width(double coupling, double mass);
/// The g_agammagamma that the muon loop gives on shell, per g_amumu: (2 alpha/pi) |B|, B = 1 - f^2/t',
/// f = arcsin sqrt t', t' = m_a^2/4 m_mu^2 (complex above threshold): the triangle of a pseudoscalar Yukawa coupling
/// less the anomaly, because the derivative coupling of a heavy muon decouples, B -> -m_a^2/(12 m_mu^2).
double alp_loop_photon_coupling(double mass);

/// Electric charge, in units of e, that a fermion with charge g_chi under a vector of L_mu - L_tau seems to have for
/// electrons and nuclei at momentum transfer K2 = -q^2 >= 0 (GeV^2), per g' g_chi: |eps(q^2)|/(g' e),
///   int_0^1 dx x (1 - x) ln{[m_tau^2 + x (1 - x) K2]/[m_mu^2 + x (1 - x) K2]}/(2 pi^2) = 0.04766 at K2 = 0.
/// Trap: with (1 - x) in place of x (1 - x), as on the slides of the talk, it is three times larger.
double mu_tau_effective_charge(double K2);

}  // namespace tridens::model
