#pragma once
#include "tridens/matter/structure_functions.hh"

// Photons of a nucleon that breaks up, as a collinear density at a factorisation scale mu^2 (MSbar): the inelastic part
// of A. Manohar, P. Nason, G. Salam, G. Zanderighi, Phys. Rev. Lett. 117 (2016) 242002, arXiv:1607.04266, eq. (6), and
// arXiv:1708.01256. With zeta = z/x, kappa = z^2 M^2/Q^2,
//
//   z f = 1/(2 pi alpha(mu^2)) Int_z^1 dx/x { Int dQ^2/Q^2 alpha^2(Q^2) [F2 (2 - 2 zeta + zeta^2 + 2 kappa) - zeta^2
//   FL]
//                                             - alpha^2(mu^2) zeta^2 F2(x, mu^2) },
//   max[ z^2 M^2/(1-zeta), ((M+m_pi)^2 - M^2) x/(1-x) ] < Q^2 < mu^2/(1-zeta).
namespace tridens::matter {

/// alpha at a spacelike momentum transfer: leptons at one loop, hadrons by H. Burkhardt and B. Pietrzyk, Phys. Lett. B
/// 513 (2001) 46 (five flavours; 0.02761 at M_Z^2); no top quark and W. Good to 1e-3.
double running_fine_structure(double Q2);

/// z f(z, mu2) of the inelastic part; 0 for z outside (0, 1). 5e-3 by quadrature, at 0.1 ms.
double inelastic_photon_density(const ElectromagneticStructure& structure, Nucleon nucleon, double z, double mu2);

}  // namespace tridens::matter
