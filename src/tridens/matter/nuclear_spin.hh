#pragma once
#include <functional>
#include <optional>
#include <string>

#include "tridens/matter/nuclide.hh"

namespace tridens::matter {

/// Spin of a ground state and the part of it that protons and neutrons carry, <S_p> and <S_n> in the state M = J.
struct NuclearSpin {
  double J = 0.0, proton = 0.0, neutron = 0.0;
  std::string source;
};

/// From data/nuclide/spins.csv; nothing where the table has no line. Free nucleons: exact.
std::optional<NuclearSpin> nuclear_spin(const Nuclide& nuclide);

/// True for an even number of protons and of neutrons: the ground state has no spin.
bool has_spin_zero(const Nuclide& nuclide);

/// Axial amplitude of a nucleus in units of that of one free nucleon: with nucleon couplings a_p, a_n of
/// nubar g_mu P_L nu  Nbar g^mu g5 N, the unpolarised nucleus scatters as a body of spin 1/2 with the coupling
///   G_A(q) = a_p proton(q^2) + a_n neutron(q^2),       proton(0) = 2 sqrt((J+1)/3J) <S_p>, neutron alike,
/// without vector-axial interference. G_A^2 = F_A/4 of M. Hoferichter et al., arXiv:2007.08529 (a free proton: F_A =
/// (g_A - g_A^s)^2, a_p = (g_A - g_A^s)/2).
struct AxialResponse {
  std::function<double(double q_squared)> proton, neutron;  // of the three-momentum squared, GeV^2
  bool at_rest_only = true;  // values at q = 0: the dependence on q is for the caller to approximate
  std::string description;
};

/// Calculated response (data/nuclide/axial_responses.csv: F19), else the values at zero momentum from nuclear_spin;
/// nothing for spin 0 and for nuclides without data.
std::optional<AxialResponse> axial_response(const Nuclide& nuclide);

}  // namespace tridens::matter
