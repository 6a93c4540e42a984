#pragma once
#include <vector>

// What particles leave visible in a large detector of water or ice.
//
//   hadronic showers:  light of a shower over that of electrons of its energy, F(E) = 1 - (E/E0)^-m (1 - f0), E0 =
//                      0.188 GeV, m = 0.163, f0 = 0.310: the average of charged pions of L. Raedel, C. Wiebusch,
//                      Astropart. Phys. 44 (2013) 102 (arXiv:1210.5140), as photon propagation codes of IceCube use it;
//                      constant below 2.72 GeV. 0.78 at 100 GeV, 0.92 at 100 TeV, 0.96 at 6 PeV.
//   muons:             -dE/dX = a + b E, a = 2.59 MeV cm^2/g, b = 3.63e-6 cm^2/g (ice; D. Chirkin, W. Rhode,
//                      hep-ph/0407075), on average and without its fluctuations; within 7 % of the tables of the code
//                      PUMAS for water from 50 GeV to 1 EeV.
//   taus:              c tau = 87.03 um, 49.0 m per PeV, no energy loss (below 1 % up to 10 PeV over a kilometre).
//                      Decays of a fully polarised tau (left-handed tau-, right-handed tau+), collinear, share z of the
//                      energy of the tau for what is seen:
//                        e, mu      dn/dz = 4/3 (1 - z^3)                               17.82 %, 17.39 %
//                        pi, K      dn/dz_nu = [1 + (2 z_nu - 1 + r)/(1 - r)]/(1 - r)    11.5 %
//                        rho, K*    the same with the asymmetry x (1 - 2r)/(1 + 2r)      27 %
//                        the rest   as one body of the mass of a1(1260)                 26.29 %
//                      z_nu = 1 - z in [0, 1 - r], r = m^2/m_tau^2; both polarisations of the spin-1 body added.
//                      Branching ratios of PDG 2022; Y. S. Tsai, Phys. Rev. D 4 (1971) 2821 for the shapes.
namespace tridens::detector {

/// Energy of electrons with the light of a hadronic shower, GeV.
double hadronic_light(double energy);

/// Energy that a muon leaves on a path, GeV; all of it when it stops. `column` in g/cm^2.
double muon_deposit(double energy, double column);

/// Mean decay length of a tau, m.
double tau_decay_length_m(double energy);

/// One way a tau decays, as a node of a quadrature over the visible share.
struct TauDecayNode {
  enum class Kind { electromagnetic, hadronic, muon } kind = Kind::hadronic;
  double share = 0.0;   // of the energy of the tau
  double weight = 0.0;  // all add up to 1
};
/// Gauss-Legendre nodes of all decays, `per_mode` each.
std::vector<TauDecayNode> tau_decay_nodes(int per_mode = 12);

}  // namespace tridens::detector
