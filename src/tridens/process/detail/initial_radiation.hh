#pragma once

namespace tridens::process::detail {

/// Photons that an electron radiates before it scatters, in leading logarithms: the non-singlet electron structure
/// function, the electron keeping the share x of its light-cone momentum,
///   D(x) = e^(h (3/4 - gamma_E))/Gamma(1 + h) h (1 - x)^(h - 1) - h (1 + x)/2
///          + h^2/8 [-4 (1 + x) ln(1 - x) + 3 (1 + x) ln x - 4 ln x/(1 - x) - 5 - x],
///   h = alpha/pi [ln(s/m_e^2) - 1 + m_e^2/s]
/// (E. A. Kuraev, V. S. Fadin, Sov. J. Nucl. Phys. 41 (1985) 466, exponentiated as by V. N. Gribov, L. N. Lipatov; the
/// moments of the evolution equation, exp(h P_N/2), are met up to h^3). h counts one radiating leg and is the integral
/// of the soft eikonal factor over the photon's energy in the frame of the electron at rest,
///   dn ~ (1 - w_min/w) dw/w,   w_min = (1 - x) m_e/2 ... w_max = (1 - x)(s - m_e^2)/2m_e + w_min.
class InitialRadiation {
 public:
  /// For a collision of electron and neutrino with s, GeV^2; above m_e^2.
  explicit InitialRadiation(double s);
  double strength() const { return h_; }  // h
  /// D at x = 1 - radiated times the density of `radiated` that h (1 - x)^(h - 1) has as 1: the ratio D(x)/[h (1 -
  /// x)^(h-1)].
  double against_soft(double radiated) const;
  /// `radiated` = 1 - x that a share r of h (1 - x)^(h-1) lies below.
  double soft_quantile(double r) const;

 private:
  double h_, norm_;
};

}  // namespace tridens::process::detail
