#pragma once
#include <complex>

// What a vector boson of mass M and coupling g' to massless leptons does to the Z boson: rho = M^2/m_Z^2.
//   Gamma(Z -> l l Z')/Gamma(Z -> l l) = g'^2/(8 pi^2) f(rho), the same for any couplings of the Z and for neutrinos,
//   g_{V,A} -> g_{V,A} [1 + g'^2/(16 pi^2) L_2(M^2/m_Z^2)] by the vertex (W. Altmannshofer et al., 1403.1269).
// f: closed form of the integral over the Dalitz plot below. L_2: vertex and external wave functions, by the Ward
// identity zero at s = 0, no scale of renormalisation. Both rederived; the sum 2 Re L_2/16 pi^2 + f/8 pi^2 tends to
// 3/(16 pi^2) for M -> 0, as the theorem of Kinoshita, Lee and Nauenberg demands. Masses of leptons are neglected:
// corrections of order m_l^2/M^2 in f, m_l^2/m_Z^2 in L_2.
namespace tridens::model {

/// f(rho), rho between 0 and 1 (UserError); 0 at the threshold rho = 1. Relative error below 1e-10.
double z_radiation(double rho);
/// d^2 f/dy1 dy2, y = 1 - 2 E_l/m_Z of the two leptons, where y1 y2 >= rho and y1 + y2 <= 1 + rho; 0 elsewhere.
double z_radiation_density(double y1, double y2, double rho);

/// L_2 at w = M^2/(s + i0): s > 0 for w > 0, spacelike for w < 0. UserError for w = 0. Relative error below 1e-12.
std::complex<double> z_vertex(double w);

}  // namespace tridens::model
