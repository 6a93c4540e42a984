#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/process/trident.hh"

// Approximations of the literature to the cross section of trident production, to be compared with the full one.
//
// Equivalent photons (Weizsaecker-Williams): one flux of real, transverse photons,
//   sigma = int dshat/shat sigma^T(0, shat) int dQ2/Q2 (e^2/4 pi^2) a(Q2) w(Q2, shat),      a = Z^2 F^2 or f H1,
// shat from (m- + m+)^2 to its kinematic limit (1807.10973 eqs. 2.29-2.31).
//   simple          w = 1,                          Q from shat/2E
//   improved        w = 1 - y - M^2 y^2/Q^2,        y = shat/(s - M^2), Q^2 from where w opens; the "less crude" flux
//   magill-plestid  w = 1, coherent Q < Lambda/A^(1/3), nucleons max(Lambda/A^(1/3), shat/2E) < Q < 1 GeV, with
//                   Lambda = 0.217 GeV (1612.05642)
//   cut-140MeV      w = 1, coherent Q < 140 MeV/A^(1/3) (tested in 1902.08579); nucleons as magill-plestid
// All use the hadronic response of the full calculation (form factor, Pauli factor), so that the ratio to it shows the
// approximation alone; the magnetic part H2 is left out, as in the papers.
// Crude total (talk of M. Hostert 2019): sigma = (V^2 + A^2) Z^2 alpha^2 G_F^2/(9 pi^3) X ln[X/m_L^2],
//   X = 2 E Lambda/A^(1/3), m_L = m- + m+: leading logarithm, for X well above m_L^2.
// Validity: Q below about m_l; for electrons, for nucleons and below a few GeV wrong by factors of 2 and more.
namespace tridens::process {

enum class EquivalentPhotons { simple, improved, magill_plestid, cut_140MeV };

std::vector<std::string> equivalent_photon_names();
/// By name as above; UserError with the nearest name.
EquivalentPhotons parse_equivalent_photons(std::string_view name);

/// Lambda_QCD of the cuts, GeV (1612.05642 as used in 2406.20067).
inline constexpr double equivalent_photon_lambda = 0.217;

/// Cross section of a component in the approximation, multiplicity included, GeV^-2; 0 below threshold. `tables` must
/// hold the lepton pair. Without mediator only: a UserError otherwise.
double equivalent_photon_cross_section(const Trident& trident, size_t component, const LeptonTables& tables,
                                       double energy, EquivalentPhotons variant);

/// The crude formula on a nucleus, GeV^-2; 0 where its logarithm is not positive. `lambda` in GeV.
double crude_cross_section(const model::TridentChannel& channel, const model::LeptonVertex& vertex, int proton_number,
                           int mass_number, double energy, double lambda = equivalent_photon_lambda);

}  // namespace tridens::process
