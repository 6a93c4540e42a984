#pragma once
#include <optional>

#include "tridens/rate/missing_energy.hh"

// Limits of NA64mu on bosons that couple to muons, as bounds and gallery entries need them. 90 % CL, none seen and none
// expected.
namespace tridens::run {

/// The muons of the run of 2022 (2401.01708), and the limit on light axions that 2501.06294 (abstract) draws from it.
inline constexpr double na64mu_muons = 1.98e10;
inline constexpr double na64mu_published_alp_limit = 4e-3;  // g_amumu, GeV^-1

/// The search with all of its muons below 80 GeV detected (`efficiency` 1), or with the efficiency that puts the limit
/// on g_amumu of a light axion at the published 4e-3 GeV^-1: the collaboration's efficiencies are not used.
rate::MuonBeamSearch na64mu_perfect(double muons = na64mu_muons);
rate::MuonBeamSearch na64mu(double muons = na64mu_muons);

/// g' of the vector of L_mu - L_tau that decays to neutrinos (and to chi of mass m/3 with charge `dark_coupling` when
/// above 0): invisible decays only, decays to muons and taus count as seen. nullopt where nothing is excluded.
std::optional<rate::ExcludedCouplings> mu_tau_vector_limit(const rate::MuonBeamSearch& search, double mass,
                                                           double dark_coupling = 0.0);
/// The same in improved Weizsaecker-Williams with the fixed threshold.
std::optional<rate::ExcludedCouplings> mu_tau_vector_limit_fixed(const rate::MuonBeamSearch& search, double mass);

/// g_amumu in GeV^-1: axions that decay behind the calorimeters; to photons by the muon loop, to muons above threshold.
std::optional<rate::ExcludedCouplings> alp_muon_limit(const rate::MuonBeamSearch& search, double mass);

enum class AlpSearch {
  invisible,  // decays behind the calorimeters
  displaced   // decays to photons between the shield and the last calorimeter
};
/// g_agammagamma in GeV^-1.
std::optional<rate::ExcludedCouplings> alp_photon_limit(const rate::MuonBeamSearch& search, double mass,
                                                        AlpSearch kind);

/// Pairs of a Dirac fermion through a massless vector of L_mu - L_tau: g' g_chi, and the effective electric charge in
/// units of e that electrons would see at K2 = 0.
struct MillichargeLimit {
  double coupling_product = 0.0, effective_charge = 0.0;
};
MillichargeLimit muonphilic_millicharge_limit(const rate::MuonBeamSearch& search, double fermion_mass);

}  // namespace tridens::run
