#pragma once
#include "tridens/process/muon_bremsstrahlung.hh"

// mu(p) N(P) -> mu(p') N(P') X(k) at tree level on a spin-0 nucleus of mass M, without the Weizsaecker-Williams
// approximation: the certificate of muon_bremsstrahlung.hh. With q = P - P', Q^2 = -q^2, W^2 = (p + q)^2 and the
// azimuth phi of X about the direction of P in the rest frame of mu' and X, where E_X of the laboratory is linear in
// the polar angle,
//   dsigma/dx = 1/(4 M p) int dQ^2/(16 pi M p) dW^2/(2 pi) dphi/(16 pi^2 W) M E/|P*| (1/2) sum |M|^2,
//   |M|^2 = (4 pi alpha)^2 g_X^2 G_2(Q^2)/Q^4 |ubar' (Gamma S Kslash + Kslash S' Gamma) u|^2,  K = P + P',
// where a multiple of q is taken from K so that K.p = 0: gauge invariance written in a form that loses no digits
// (p = p_mu above). The sums over spins are done with explicit spinors. G_2 elastic, Q^2 < 1 GeV^2.
namespace tridens::process {

struct ExactBremsstrahlungGrid {
  int momentum_transfer = 40;    // nodes in ln Q^2
  int transverse_momentum = 40;  // nodes in the logarithm of the transverse momentum of X
  int azimuth = 12;
};

/// dsigma/dx per coupling squared as MuonBremsstrahlung::differential, GeV^-2. `nucleus_mass` in GeV. UserError for the
/// masses that MuonBremsstrahlung refuses; 0 outside of the kinematic range.
double exact_muon_bremsstrahlung(RadiatedBoson boson, double mass, const AtomicPhotons& photons, double nucleus_mass,
                                 double energy, double x, const ExactBremsstrahlungGrid& grid = {});

}  // namespace tridens::process
