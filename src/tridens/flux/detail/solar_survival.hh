#pragma once

namespace tridens::flux::detail {

/// Survival of an electron neutrino born at a potential V within the Sun, adiabatic and averaged over the oscillation
/// length, seen by day:
///   P_ee = s13^4 + c13^4 [1 + (1 - d) cos(2 t12) cos(2 t_m)]/2,   x = 2 E <V> c13^2 / dm2_21,
///   cos(2 t_m) = (c - x)/sqrt((c - x)^2 + s^2),   c = cos(2 t12), s = sin(2 t12),
///   d = (3/2) s^2 x^2 r / [(c - x)^2 + s^2]^2,    r = variance of V over <V>^2
/// (d is the second-order average of cos(2 t_m) over the region of production). The effect of matter on t13 (below 1 %)
/// and the night are left out. P. C. de Holanda, W. Liao, A. Yu. Smirnov, Nucl. Phys. B 702 (2004) 307,
/// hep-ph/0404042; M. Maltoni, A. Yu. Smirnov, Eur. Phys. J. A 52 (2016) 87, 1507.05287.
struct SolarSurvival {
  double sin2_theta12, sin2_theta13;
  double delta_m2_21;      // GeV^2
  double potential = 0.0;  // GeV
  double relative_variance = 0.0;

  double probability(double energy) const;
};

}  // namespace tridens::flux::detail
