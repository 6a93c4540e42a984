#include "tridens/model/muon_coupled.hh"

#include <fmt/format.h>

#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/kinetic_mixing.hh"

namespace tridens::model {
namespace {

constexpr double muon = constants::muon_mass;

void require_mass(double mass, const char* whose) {
  if (mass > 0.0 && std::isfinite(mass)) return;
  throw UserError(fmt::format("the mass of {} is wrong", whose), fmt::format("{} GeV", mass), "give a mass above 0");
}

}  // namespace

double alp_muon_width(double coupling, double mass) {
  require_mass(mass, "the axion-like particle");
  const double r = muon / mass;
  if (2.0 * r >= 1.0) return 0.0;
  return coupling * coupling * muon * muon * mass / (2.0 * units::pi) * std::sqrt((1.0 - 2.0 * r) * (1.0 + 2.0 * r));
}

double alp_photon_width(double coupling, double mass) {
  require_mass(mass, "the axion-like particle");
  return coupling * coupling * mass * mass * mass / (64.0 * units::pi);
}

double alp_loop_photon_coupling(double mass) {
  require_mass(mass, "the axion-like particle");
  const double ratio = mass / (2.0 * muon), t = ratio * ratio;
  std::complex<double> b;
  if (t < 1e-3) {
    b = -t * (1.0 / 3.0 + t * (8.0 / 45.0 + t * 4.0 / 35.0));  // arcsin^2 sqrt t = t + t^2/3 + 8 t^3/45 + 4 t^4/35
  } else {
    const std::complex<double> f = std::asin(std::complex<double>(ratio, 0.0));
    b = 1.0 - f * f / t;
  }
  return 2.0 * constants::fine_structure / units::pi * std::abs(b);
}

double mu_tau_effective_charge(double K2) {
  return std::abs(loop_kinetic_mixing({0.0, 1.0, -1.0}, K2)) / std::sqrt(constants::electric_charge_squared);
}

}  // namespace tridens::model
