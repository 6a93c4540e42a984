#include "tridens/flux/detail/beta_decay.hh"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_result.h>

#include <cmath>

#include "tridens/base/constants.hh"

namespace tridens::flux::detail {

AllowedPositronDecay::AllowedPositronDecay(int proton_number, int mass_number, double endpoint)
    : charge_(proton_number), radius_(1.2 * std::cbrt(mass_number) * units::fm), endpoint_(endpoint) {}

double AllowedPositronDecay::fermi_function(double positron_energy, double momentum) const {
  const double strength = constants::fine_structure * charge_;
  const double gamma = std::sqrt(1.0 - strength * strength);
  const double y = -strength * positron_energy / momentum;
  gsl_sf_result log_modulus, phase;
  gsl_sf_lngamma_complex_e(gamma, y, &log_modulus, &phase);
  const double exponent = units::pi * y + 2.0 * log_modulus.val - 2.0 * std::lgamma(2.0 * gamma + 1.0);
  return 2.0 * (1.0 + gamma) * std::pow(2.0 * momentum * radius_, 2.0 * (gamma - 1.0)) * std::exp(exponent);
}

double AllowedPositronDecay::density(double neutrino_energy) const {
  const double kinetic = endpoint_ - neutrino_energy;
  if (!(neutrino_energy > 0.0) || !(kinetic > 0.0)) return 0.0;
  const double energy = constants::electron_mass + kinetic;
  const double momentum = std::sqrt(kinetic * (kinetic + 2.0 * constants::electron_mass));
  return neutrino_energy * neutrino_energy * momentum * energy * fermi_function(energy, momentum);
}

}  // namespace tridens::flux::detail
