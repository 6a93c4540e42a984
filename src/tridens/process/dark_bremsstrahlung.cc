#include "tridens/process/dark_bremsstrahlung.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/radiated_spectrum.hh"

namespace tridens::process {

DarkBremsstrahlung::DarkBremsstrahlung(double mass, const matter::Nuclide& target, double sin2thetaW,
                                       const std::string& form_factor)
    : mass_(mass),
      nucleus_mass_(target.mass),
      weak_charge_(target.proton_number * (1.0 - 4.0 * sin2thetaW) - target.neutron_number()),
      form_factor_(matter::make_nuclear_form_factor(form_factor, target)) {
  if (!(mass > 0.0) || !std::isfinite(mass)) {
    throw UserError("the mass of the radiated vector is wrong", fmt::format("{} GeV", mass),
                    "give a mass above 0: a massless neutrino radiates a massless vector along its direction without "
                    "limit");
  }
}

double DarkBremsstrahlung::differential(double energy, double x, const ExactBremsstrahlungGrid& grid) const {
  const double amplitude = constants::fermi_constant * weak_charge_ / std::sqrt(2.0);
  const auto exchange = [&](double Q2) {
    const double F = form_factor_->value(Q2);
    return amplitude * amplitude * F * F;
  };
  return detail::radiated_spectrum({RadiatedBoson::vector, mass_, 0.0, nucleus_mass_, exchange}, energy, x, grid);
}

double DarkBremsstrahlung::total(double energy, const ExactBremsstrahlungGrid& grid) const {
  const double lowest = mass_ / energy;
  if (!(lowest < 1.0)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(10);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    // x = lowest + (1 - lowest) v^2: more nodes near threshold.
    const double v = rule.nodes[i], x = lowest + (1.0 - lowest) * v * v;
    sum += rule.weights[i] * (1.0 - lowest) * 2.0 * v * differential(energy, x, grid);
  }
  return sum;
}

}  // namespace tridens::process
