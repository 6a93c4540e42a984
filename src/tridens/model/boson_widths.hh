#pragma once
#include <array>
#include <complex>

#include "tridens/base/particle.hh"

// Decays of a vector boson of mass M into leptons,
//   Gamma(V -> l+ l-)     = |g_l|^2 M/(12 pi) (1 + 2 m_l^2/M^2) sqrt(1 - 4 m_l^2/M^2)     (vector coupling g_l),
//   Gamma(V -> nu nubar)  = g_nu^2 M/(24 pi)                                              (one left-handed flavour),
// for any U(1) charges: g_l = g' Q_l + e eps(M^2), g_nu = g' Q_nu, eps the loop of the charged leptons
// (kinetic_mixing.hh), which is complex above their thresholds. Hadrons couple by eps alone and are left out.
namespace tridens::model {

/// Couplings of a vector boson to leptons.
struct LeptonCouplings {
  std::array<std::complex<double>, 3> charged = {};  // e, mu, tau: vector
  std::array<double, 3> neutrino = {};               // left-handed
};

/// Charges times `coupling`, with the mixing of the loop at q^2 = M^2 when asked for. Charges whose sum is not zero
/// have no finite loop: UserError.
LeptonCouplings u1_lepton_couplings(const std::array<double, 3>& charges, double coupling, double mass, bool loop);

/// GeV; 0 below threshold.
struct LeptonWidths {
  std::array<double, 3> charged = {}, neutrino = {};
  double total() const;
  double invisible() const;
  /// Shares of the total; UserError when nothing is open.
  double share(Flavour charged_lepton) const;
  double invisible_share() const;
};

/// V -> f fbar with a vector coupling, charged lepton or any other Dirac fermion; 0 below threshold. UserError for a
/// boson mass that is not above 0.
double vector_pair_width(double coupling, double mass, double fermion_mass);

/// UserError for a mass that is not above 0.
LeptonWidths lepton_widths(const LeptonCouplings& couplings, double mass);

}  // namespace tridens::model
