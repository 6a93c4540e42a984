#pragma once

// e+ e- -> l+ l- V by one photon: a vector boson V of mass M and coupling g' to the leptons of the final state alone.
// With a = (k_- + q)^2 - m^2, b = (k_+ + q)^2 - m^2 (k, q: momenta of leptons and boson),
//   sigma = sigma_0 g'^2/(8 pi^2) f,   sigma_0 = 4 pi alpha^2/(3 s),   f = int da db D(a, b)/s^2,
//   D = {2 [(s + M^2)^2 - 4 m^4] - 2 (a + b)(s + M^2 + 2 m^2) + a^2 + b^2}/(a b)
//       - (s + 2 m^2)(M^2 + 2 m^2)(1/a^2 + 1/b^2),
// the sum over spins, derived from traces (8 D is the square of the current over g'^2) and for m = 0 the density of
// Z -> l l Z' (model/z_boson_corrections.hh): averaged over the directions of the beam nothing else of the electrons
// is left. Left out: Z exchange (s/m_Z^2), radiation of photons off the electrons, the width of V, exchange of equal
// leptons when V decays to them. alpha at zero momentum: with that at s sigma_0 would be 7 % larger at 10 GeV.
namespace tridens::process {

/// D(a, b), without unit; a, b, s, M^2 and m^2 in GeV^2.
double pair_radiation_density(double a, double b, double s, double boson_mass_squared, double lepton_mass_squared);
/// f at energy sqrt(s), GeV. 0 below the threshold 2 m + M. UserError for energies and masses that are not positive.
/// Relative error below 1e-9.
double pair_radiation(double energy, double boson_mass, double lepton_mass);
/// sigma/g'^2, GeV^-2.
double pair_radiation_cross_section(double energy, double boson_mass, double lepton_mass);

}  // namespace tridens::process
