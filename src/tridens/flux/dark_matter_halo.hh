#pragma once
#include <functional>
#include <string>
#include <vector>

// The dark matter of the Milky Way: its density and integrals of it along lines of sight.
namespace tridens::flux {

enum class HaloProfile { nfw, einasto, burkert, isothermal };

struct Halo {
  HaloProfile profile = HaloProfile::nfw;
  double local_density = 0.4;      // GeV/cm^3, at the Sun
  double scale_radius_kpc = 20.0;  // r_s
  double shape = 1.0;              // inner slope gamma of nfw, alpha of einasto; not used otherwise
  double sun_distance_kpc = 8.0;   // from the centre
  double farthest_kpc = 100.0;     // from the Sun: where lines of sight end

  /// UserError for lengths and densities that are not positive, an inner slope outside 0 to 1.99, alpha outside 0.01 to
  /// 5.
  void check() const;
  /// GeV/cm^3 at a distance from the centre; infinite in the centre of a cusp.
  double density(double radius_kpc) const;
  /// Integral of the density along a line of sight at an angle to the centre, GeV/cm^2. UserError for an angle outside
  /// 0 to pi, and for angle 0 with a cusp of slope 1 or more, where it diverges.
  double column(double angle_rad) const;
  /// Average of column() over the whole sky, GeV/cm^2.
  double sky_average() const;
};

std::vector<std::string> halo_profile_names();
/// A profile by name with its usual scale radius and shape; UserError with the nearest name.
Halo halo(const std::string& profile);

/// A flat universe of matter and a cosmological constant.
struct Cosmology {
  double hubble = 0.674;  // H_0 / (100 km/s/Mpc)
  double omega_matter = 0.315;
  double omega_dark_matter = 0.264;

  /// H(z), 1/s.
  double expansion_rate(double redshift) const;
  /// Mean density of dark matter today, GeV/cm^3.
  double dark_matter_density() const;
};

}  // namespace tridens::flux
