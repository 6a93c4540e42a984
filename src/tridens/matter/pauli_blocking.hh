#pragma once

namespace tridens::matter {

/// Ideal-Fermi-gas suppression of elastic scattering on a bound nucleon (Lovseth and Radomski, PRD 3 (1971)
/// 2686): f = 3/2 x - 1/2 x^3 with x = |q|/2k_F below 1, else 1; |q|^2 = Q^2 (1 + Q^2/4M^2) is the
/// three-momentum transfer in the rest frame of the nucleon. Expected accuracy about 20 % (Llewellyn Smith
/// 1972). k_F = 0 switches it off.
struct PauliBlocking {
  double fermi_momentum = 0.235;  // GeV
  double factor(double Q2, double nucleon_mass) const;
};

}  // namespace tridens::matter
