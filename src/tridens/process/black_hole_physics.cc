// Properties of microscopic black holes: see the header for the formulas and their papers. With
// r_s = (k/M_D) (M/M_D)^(1/(n+1)) and G of the convention pdg,
//   k^(n+1) = 2^n pi^((n-3)/2) Gamma((n+3)/2)/(n + 2).
// A black body of bosonic and fermionic degrees of freedom b and f: energy pi^2/30 (b + 7f/8) T^4, numbers
// zeta(3)/pi^2 (b + 3f/4) T^3, times pi r_c^2 for the rates. T ~ M^(-1/(n+1)) and r_c ~ M^(1/(n+1)) make
// dM/dt ~ M^(-2/(n+1)), whence the lifetime, and N = int dM/(rho T) = S/rho.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/process/black_hole.hh"

namespace tridens::process::black_holes {
namespace {

using units::pi;

constexpr double zeta3 = 1.2020569031595943;
constexpr double tau_lifetime_s = 290.3e-15;  // PDG 2022

/// M_D^(n+2)/M_*^(n+2) of a convention.
double power_ratio(PlanckConvention convention, int n) {
  switch (convention) {
    case PlanckConvention::pdg:
      return 1.0;
    case PlanckConvention::dimopoulos_landsberg:
      return std::pow(2.0 * pi, n - 1) / 4.0;
    case PlanckConvention::giddings_thomas:
      return 0.5;
  }
  throw Failure("unknown convention of the Planck scale", "", "");
}

struct Degrees {
  double energy = 0.0, number = 0.0;  // b + 7f/8, b + 3f/4
};

double energy_weight(const EmittedKind& kind) {
  return kind.degrees * (kind.fermion ? 7.0 / 8.0 : 1.0);
}
double number_weight(const EmittedKind& kind) {
  return kind.degrees * (kind.fermion ? 3.0 / 4.0 : 1.0);
}

std::vector<EmittedKind> bare_kinds() {
  return {{"quarks", 72, true},   {"gluons", 16, false},     {"electrons", 4, true}, {"muons", 4, true},
          {"taus", 4, true},      {"neutrinos", 6, true},    {"photons", 2, false},  {"W bosons", 6, false},
          {"Z bosons", 3, false}, {"Higgs bosons", 1, false}};
}

Degrees degrees() {
  Degrees sum;
  for (const EmittedKind& kind : bare_kinds()) {
    sum.energy += energy_weight(kind);
    sum.number += number_weight(kind);
  }
  return sum;
}

}  // namespace

std::vector<std::string> planck_convention_names() {
  return {"pdg", "grw", "dimopoulos-landsberg", "giddings-thomas"};
}

PlanckConvention parse_planck_convention(std::string_view name) {
  if (name == "pdg" || name == "grw") return PlanckConvention::pdg;
  if (name == "dimopoulos-landsberg") return PlanckConvention::dimopoulos_landsberg;
  if (name == "giddings-thomas") return PlanckConvention::giddings_thomas;
  unknown_name("convention of the Planck scale", name, planck_convention_names());
}

Gravity::Gravity(int dimensions, double scale, PlanckConvention convention) : n_(dimensions) {
  if (n_ < 1 || n_ > 7) {
    throw UserError(fmt::format("{} extra dimensions", n_), "1 to 7 are allowed (string theories have at most 7)", "");
  }
  if (!(scale > 0.0) || !std::isfinite(scale)) {
    throw UserError(fmt::format("a Planck scale of {:g} GeV", scale), "it must be positive", "");
  }
  planck_mass_ = scale * std::pow(power_ratio(convention, n_), 1.0 / (n_ + 2));
  k_ = std::pow(std::pow(2.0, n_) * std::pow(pi, 0.5 * (n_ - 3)) * std::tgamma(0.5 * (n_ + 3)) / (n_ + 2),
                1.0 / (n_ + 1));
}

double Gravity::planck_mass(PlanckConvention convention) const {
  return planck_mass_ / std::pow(power_ratio(convention, n_), 1.0 / (n_ + 2));
}

double Gravity::radius(double mass) const {
  return k_ / planck_mass_ * std::pow(mass / planck_mass_, 1.0 / (n_ + 1));
}

double Gravity::impact_ratio() const {
  const double half = 0.5 * (n_ + 2);
  return 2.0 * std::pow(1.0 + half * half, -1.0 / (n_ + 1));
}

double Gravity::temperature(double mass) const {
  return (n_ + 1) / (4.0 * pi * radius(mass));
}

double Gravity::entropy(double mass) const {
  return 4.0 * pi * mass * radius(mass) / (n_ + 2);
}

double Gravity::absorption_radius(double mass) const {
  return radius(mass) * std::pow(0.5 * (n_ + 3), 1.0 / (n_ + 1)) * std::sqrt((n_ + 3.0) / (n_ + 1.0));
}

double Gravity::mean_multiplicity(double mass) const {
  return mass / (2.0 * temperature(mass));
}

double Gravity::black_body_multiplicity(double mass) const {
  return entropy(mass) / mean_energy_over_temperature();
}

double Gravity::luminosity(double mass) const {
  const double r = absorption_radius(mass), T = temperature(mass);
  return pi * r * r * (pi * pi / 30.0) * degrees().energy * std::pow(T, 4);
}

double Gravity::lifetime(double mass) const {
  return (n_ + 1.0) / (n_ + 3.0) * mass / luminosity(mass);
}

std::vector<EmittedKind> emitted_kinds() {
  std::vector<EmittedKind> kinds = bare_kinds();
  const Degrees sum = degrees();
  for (EmittedKind& kind : kinds) {
    kind.number_share = number_weight(kind) / sum.number;
    kind.energy_share = energy_weight(kind) / sum.energy;
  }
  return kinds;
}

double mean_energy_over_temperature() {
  const Degrees sum = degrees();
  return std::pow(pi, 4) / (30.0 * zeta3) * sum.energy / sum.number;
}

double tau_flight_m(double energy) {
  const double mass = constants::tau_mass;
  if (!(energy >= mass)) {
    throw UserError(fmt::format("a tau lepton of {:g} GeV", energy), "its mass is 1.777 GeV", "");
  }
  const double momentum = std::sqrt((energy - mass) * (energy + mass));
  return momentum / mass * tau_lifetime_s * units::s / units::m;
}

double bang_probability(int count, int bangs, double energy, double shortest_m, double longest_m) {
  if (count < 0 || bangs < 0 || bangs > count || !(shortest_m >= 0.0 && longest_m >= shortest_m)) {
    throw UserError(fmt::format("{} decays of {} taus between {:g} and {:g} m", bangs, count, shortest_m, longest_m),
                    "numbers and distances must be positive and in order", "");
  }
  const double flight = tau_flight_m(energy);
  const double p = std::exp(-shortest_m / flight) - std::exp(-longest_m / flight);
  const double choose =
      std::exp(std::lgamma(count + 1.0) - std::lgamma(bangs + 1.0) - std::lgamma(count - bangs + 1.0));
  return choose * std::pow(p, bangs) * std::pow(1.0 - p, count - bangs);
}

}  // namespace tridens::process::black_holes
