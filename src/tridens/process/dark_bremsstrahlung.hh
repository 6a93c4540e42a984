#pragma once
#include <memory>
#include <string>

#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nuclide.hh"
#include "tridens/process/muon_bremsstrahlung_exact.hh"

// Dark bremsstrahlung nu A -> nu Z' A: a vector of coupling g' Q_nu (L = -g' Q_nu Z'_m nubar g^m P_L nu) radiated by a
// neutrino that scatters coherently by Z exchange,
//   M = (G_F/sqrt2) Q_W F(Q^2) g' Q_nu eps*_a ubar' [g^a S Kslash + Kslash S' g^a] P_L u,  K = P + P',
//   Q_W = Z (1 - 4 s_W^2) - N,
// the amplitude of which a trident with dark bremsstrahlung consists where the Z' is on its mass shell; in the
// literature 1902.08579 (beside Bethe-Heitler diagrams, in which photons end on the charged leptons). The neutrino
// current is conserved, so that neither the longitudinal Z' nor a multiple of q in K contributes. The nucleus carries
// no charge of the Z'. Contact limit of the Z; coherent (nucleus in its ground state) only.
namespace tridens::process {

class DarkBremsstrahlung {
 public:
  /// `form_factor`: of the weak charge, as in matter::make_nuclear_form_factor. UserError for a mass that is not above
  /// 0.
  DarkBremsstrahlung(double mass, const matter::Nuclide& target, double sin2thetaW = 0.23857,
                     const std::string& form_factor = "default");

  /// dsigma/dx per (g' Q_nu)^2, x = E_Z'/E, GeV^-2.
  double differential(double energy, double x, const ExactBremsstrahlungGrid& grid = {}) const;
  /// sigma per (g' Q_nu)^2, GeV^-2 (1 %).
  double total(double energy, const ExactBremsstrahlungGrid& grid = {28, 28, 8}) const;
  double weak_charge() const { return weak_charge_; }

 private:
  double mass_, nucleus_mass_, weak_charge_;
  std::shared_ptr<const matter::NuclearFormFactor> form_factor_;
};

}  // namespace tridens::process
