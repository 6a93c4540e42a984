#pragma once
#include <array>
#include <functional>
#include <vector>

#include "tridens/base/particle.hh"

// Universal cross sections of  nu + gamma*(Q^2) -> nu l- l+  for transverse and longitudinal photons
// (1807.10973 section 2.2):
//   sigma^T = L_T/(2 shat), sigma^L = L_L/shat,  L_T = (1/2) int dPhi3 (|L.x|^2 + |L.y|^2),  L_L = (Q^2/W^2)
//   int dPhi3 |L.n|^2, shat = W^2 + Q^2, W the mass of the final state. They depend on the lepton masses and
//   on V, A alone.
// Valid in the four-fermion limit (shat << M_W^2).
namespace tridens::process {

/// Coefficients of V^2, A^2 and V A.
struct CouplingStructures {
  double vv = 0.0, aa = 0.0, va = 0.0;
  double combine(double V, double A) const { return V * V * vv + A * A * aa + V * A * va; }
};

struct PhotonCrossSection {
  CouplingStructures transverse, longitudinal;  // GeV^-2
};

/// Numbers of quadrature nodes in pair mass, momentum transfer, polar angle; and half the number in azimuth
/// (3 is exact).
struct LeptonQuadrature {
  int pair_mass = 16, momentum_transfer = 16, polar = 20, azimuth = 3;
  bool operator==(const LeptonQuadrature&) const = default;
};

/// Powers 0, 1, 2 of a K^2-dependent factor in V and A: index k holds the integral weighted with
/// shape(K^2)^k.
using ShapeMoments = std::array<PhotonCrossSection, 3>;

struct ShapeFunction {
  std::function<double(double K2)> value;  // empty: no mediator, moments 1 and 2 are zero
  double mediator_mass_squared = -1.0;     // GeV^2, for the map of K^2; negative: none needed
};

/// sigma^T and sigma^L at W, Q2 (GeV, GeV^2) for l- and l+ of the given flavours. Zero at or below threshold
/// W <= m- + m+.
ShapeMoments photon_cross_section(Flavour minus, Flavour plus, double W, double Q2, const LeptonQuadrature& quadrature,
                                  const ShapeFunction& shape = {});

/// Largest K^2 = -(k1 - k2)^2 at W^2 and Q^2 for a pair of that squared threshold mass: (W^2 + Q^2)(1 - M^2/W^2),
/// GeV^2.
double largest_transfer(double threshold_squared, double W2, double Q2);

/// d sigma^T/dK^2 and d sigma^L/dK^2 (GeV^-4) at the given K^2: the neutrino line is shared by every mediator that
/// couples to the pair, so that the moments of any propagator are integrals of these over K^2. Of `quadrature` only the
/// angles are used. Zero beyond largest_transfer().
std::vector<PhotonCrossSection> photon_transfer_spectrum(Flavour minus, Flavour plus, double W, double Q2,
                                                         const std::vector<double>& K2,
                                                         const LeptonQuadrature& quadrature);

}  // namespace tridens::process
