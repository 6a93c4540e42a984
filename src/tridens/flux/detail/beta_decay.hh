#pragma once

namespace tridens::flux::detail {

/// Neutrinos of allowed positron emission, not normalised:
///   dN/dE_nu ~ E_nu^2 p W F(-Z, W),   W = m_e + endpoint - E_nu, p^2 = W^2 - m_e^2,
///   F = 2 (1 + g) (2 p R)^(2 g - 2) exp(pi y) |Gamma(g + i y)|^2 / Gamma(2 g + 1)^2,
///   g^2 = 1 - (alpha Z)^2, y = -alpha Z W/p, R = 1.2 fm A^(1/3)
/// (E. Fermi, Z. Phys. 88 (1934) 161; E. J. Konopinski, G. E. Uhlenbeck, in K. Siegbahn, "Alpha-, Beta- and Gamma-Ray
/// Spectroscopy" (1965)). Left out: recoil, screening, weak magnetism, radiative corrections (each at most 1 %).
/// GeV; Z and A of the daughter. Zero outside 0 to the endpoint.
class AllowedPositronDecay {
 public:
  AllowedPositronDecay(int proton_number, int mass_number, double endpoint);
  double density(double neutrino_energy) const;
  double endpoint() const { return endpoint_; }

 private:
  double charge_, radius_, endpoint_;

  double fermi_function(double positron_energy, double momentum) const;
};

}  // namespace tridens::flux::detail
