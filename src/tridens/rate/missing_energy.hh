#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "tridens/process/muon_bremsstrahlung.hh"

// Searches for invisible bosons with a muon beam on an active target (NA64mu at CERN, 2401.01708 and 2409.10128): a
// muon leaves the target with less than a given momentum and nothing else is seen.
//   N = N_mu (X N_A/A) int dx dsigma/dx eps P(x),
// X the areal density of the target, x > 1 - E'_max/E. The muon is taken to keep its energy in the target: in 40
// radiation lengths of lead a muon of 160 GeV loses about 0.7 GeV by ionisation and radiation, 0.4 %; production on
// what else the target is made of is left out, and so are the recoils of the nucleus (below 1 GeV).
namespace tridens::rate {

/// What a search is made of. The numbers are those of the run of 2022 that its abstract gives (2401.01708): 1.98e10
/// muons of 160 GeV, p' < 80 GeV, no event; and a target of 40 radiation lengths of lead (6.37 g/cm^2 each).
struct MuonBeamSearch {
  double beam_energy = 160.0;             // GeV
  double muons = 1.98e10;                 // on target
  double proton_number = 82.0;            // of the target
  double mass_number = 207.2;             // of the target
  double areal_density_g_cm2 = 254.8;     // of the target
  double highest_outgoing_energy = 80.0;  // of the muon, GeV
  double efficiency = 1.0;                // of trigger, tracks and vetoes for muons below that energy
  double length_m = 6.0;                  // from the target to the end of the last calorimeter
  double shield_m = 1.0;                  // from the target to the first calorimeter that sees a displaced decay
  double events = 2.302585;               // excluded number: 90 % CL, none seen and none expected

  process::AtomicPhotons atom() const { return {proton_number, mass_number}; }
  /// Muons times nuclei per area, GeV^2.
  double luminosity() const;
  double lowest_x() const { return 1.0 - highest_outgoing_energy / beam_energy; }
};

/// UserError for numbers that are negative, efficiencies above 1 and muons that may keep all their energy.
void require_sensible(const MuonBeamSearch& search);

/// What becomes of the boson.
struct BosonDecay {
  double width = 0.0;            // GeV
  double invisible_share = 0.0;  // of the width
};

/// Bosons that a search makes, with what becomes of them: computed once per mass, whatever the lifetime.
class RadiatedBosons {
 public:
  RadiatedBosons(const MuonBeamSearch& search, const process::MuonBremsstrahlung& process);

  /// Events per coupling squared (in the units of the process) with a muon below the highest energy.
  double all() const;
  /// Of them those whose boson escapes: it decays invisibly, or behind the last calorimeter.
  double missing(const BosonDecay& decay) const;
  /// Of them those whose boson decays visibly between the shield and the end of the last calorimeter.
  double displaced(const BosonDecay& decay) const;

 private:
  struct Share {
    double momentum, events;
  };
  double mass_, shield_, length_;  // GeV, GeV^-1
  std::vector<Share> shares_;

  /// Events whose boson flies further than a distance in GeV^-1.
  double surviving(double width, double distance) const;
};

/// Pairs chi chibar through a massless vector of the muon, mu N -> mu N chi chibar:
///   N/(g^2 g_chi^2) = int_{4 m_chi^2} dk^2/k^2 1/(12 pi^2) sqrt(1 - 4 m_chi^2/k^2) (1 + 2 m_chi^2/k^2) N_V(k^2),
/// N_V the events of a stable vector of mass k per g^2 (phase space factorised at k^2; the width of a vector of mass k
/// to Dirac fermions is g_chi^2 k/(12 pi) sqrt() ()). Per g^2 g_chi^2.
double massless_mediator_events(const MuonBeamSearch& search, double fermion_mass);

/// The couplings where the number of events reaches the excluded one: above `low` and below `high` it is exceeded.
struct ExcludedCouplings {
  double low = 0.0, high = 0.0;
};
/// Of a signal that rises and then may fall with the coupling, between `smallest` and `largest` (1e-6). nullopt where
/// it never reaches the number; `high` is `largest` where it does not fall below it again.
std::optional<ExcludedCouplings> excluded_couplings(const std::function<double(double coupling)>& events,
                                                    double excluded_events, double smallest, double largest);

}  // namespace tridens::rate
