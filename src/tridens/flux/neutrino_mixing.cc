// U = R23(theta23) diag(1,1,1) U13(theta13, delta) R12(theta12), Particle Data Group, review "Neutrino masses, mixing,
// and oscillations", eq. (14.33) of 2022; Majorana phases play no role here. Amplitude of a -> b after a distance L:
//   A = sum_i U*_ai U_bi exp(-i m_i^2 L/(2 E)),   U -> U* for antineutrinos,
// whose square averages to sum_i |U_ai|^2 |U_bi|^2 when all phases are large and unresolved (S. M. Bilenky,
// B. Pontecorvo, Phys. Rep. 41 (1978) 225). Valid in vacuum, for relativistic neutrinos that do not decay.
#include "tridens/flux/neutrino_mixing.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::flux {
namespace {

const Table& fits() {
  static const Table table = parse_table(embedded_table("data/oscillation/nufit.csv"), "data/oscillation/nufit.csv");
  return table;
}

MeasuredParameter measured(size_t row, const std::string& column, double unit) {
  const Table& table = fits();
  const auto number = [&](const std::string& name) { return unit * table.number(row, table.column(name)); };
  return {number(column), number(column + "_plus"), number(column + "_minus")};
}

double draw(const MeasuredParameter& parameter, RandomStream& stream) {
  const double deviation = stream.normal();
  return parameter.value + deviation * (deviation > 0.0 ? parameter.plus : parameter.minus);
}

double draw_sine(const MeasuredParameter& parameter, RandomStream& stream) {
  for (;;) {
    const double value = draw(parameter, stream);
    if (value >= 0.0 && value <= 1.0) return value;
  }
}

double checked_sine(double value, const char* name) {
  if (value >= 0.0 && value <= 1.0) return value;
  throw UserError(fmt::format("{} is {:g}", name, value), "the square of a sine lies between 0 and 1",
                  "check the mixing angles");
}

size_t index(Flavour flavour) {
  return static_cast<size_t>(flavour);
}

}  // namespace

double MixingParameters::delta_m2_31_eV2() const {
  return delta_m2_3l_eV2.value > 0.0 ? delta_m2_3l_eV2.value : delta_m2_3l_eV2.value + delta_m2_21_eV2.value;
}

std::vector<std::string> mixing_parameter_names() {
  std::vector<std::string> names;
  const size_t column = fits().column("name");
  for (const auto& row : fits().rows) names.push_back(row[column]);
  return names;
}

MixingParameters mixing_parameters(std::string_view name) {
  constexpr std::string_view prefix = "nufit-";
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  const std::vector<std::string> names = mixing_parameter_names();
  for (size_t row = 0; row < names.size(); ++row) {
    if (names[row] != name) continue;
    return {names[row],
            measured(row, "s12", 1.0),
            measured(row, "s13", 1.0),
            measured(row, "s23", 1.0),
            measured(row, "delta", 1.0),
            measured(row, "dm2_21", 1e-5),
            measured(row, "dm2_3l", 1e-3)};
  }
  unknown_name("NuFIT set", name, names);
}

NeutrinoMixing::NeutrinoMixing(double sin2_theta12, double sin2_theta13, double sin2_theta23, double delta_rad,
                               double delta_m2_21_eV2, double delta_m2_31_eV2)
    : mass_squared_eV2_{0.0, delta_m2_21_eV2, delta_m2_31_eV2} {
  const double s12 = std::sqrt(checked_sine(sin2_theta12, "sin^2(theta12)"));
  const double s13 = std::sqrt(checked_sine(sin2_theta13, "sin^2(theta13)"));
  const double s23 = std::sqrt(checked_sine(sin2_theta23, "sin^2(theta23)"));
  if (!std::isfinite(delta_rad + delta_m2_21_eV2 + delta_m2_31_eV2)) {
    throw UserError("the mixing of neutrinos is not defined", "a phase or splitting is not a finite number");
  }
  const double c12 = std::sqrt(1.0 - sin2_theta12);
  const double c13 = std::sqrt(1.0 - sin2_theta13);
  const double c23 = std::sqrt(1.0 - sin2_theta23);
  const std::complex<double> phase = std::polar(1.0, delta_rad);
  matrix_ = {{{c12 * c13, s12 * c13, s13 * std::conj(phase)},
              {-s12 * c23 - c12 * s23 * s13 * phase, c12 * c23 - s12 * s23 * s13 * phase, s23 * c13},
              {s12 * s23 - c12 * c23 * s13 * phase, -c12 * s23 - s12 * c23 * s13 * phase, c23 * c13}}};
}

NeutrinoMixing::NeutrinoMixing(const MixingParameters& parameters)
    : NeutrinoMixing(parameters.sin2_theta12.value, parameters.sin2_theta13.value, parameters.sin2_theta23.value,
                     parameters.delta_deg.value * units::degree, parameters.delta_m2_21_eV2.value,
                     parameters.delta_m2_31_eV2()) {}

NeutrinoMixing NeutrinoMixing::drawn(const MixingParameters& parameters, RandomStream& stream) {
  // One after the other: the order of the draws is part of the result.
  const double s12 = draw_sine(parameters.sin2_theta12, stream);
  const double s13 = draw_sine(parameters.sin2_theta13, stream);
  const double s23 = draw_sine(parameters.sin2_theta23, stream);
  const double delta = draw(parameters.delta_deg, stream) * units::degree;
  const double solar = draw(parameters.delta_m2_21_eV2, stream);
  const double atmospheric = draw(parameters.delta_m2_3l_eV2, stream);
  return {s12, s13, s23, delta, solar, parameters.delta_m2_3l_eV2.value > 0.0 ? atmospheric : atmospheric + solar};
}

FlavourTransitions NeutrinoMixing::averaged() const {
  FlavourTransitions result{};
  for (size_t from = 0; from < 3; ++from) {
    for (size_t to = 0; to < 3; ++to) {
      for (size_t i = 0; i < 3; ++i) result[from][to] += std::norm(matrix_[from][i]) * std::norm(matrix_[to][i]);
    }
  }
  return result;
}

double NeutrinoMixing::probability(Flavour from, Flavour to, bool antiparticle, double energy,
                                   double distance_km) const {
  if (!(energy > 0.0) || !(distance_km >= 0.0)) {
    throw UserError(fmt::format("an oscillation at {:g} GeV over {:g} km", energy, distance_km),
                    "the energy must be above zero and the distance not negative");
  }
  const double half_length = 0.5 * distance_km * units::km * units::eV * units::eV / energy;  // per eV^2
  std::complex<double> amplitude = 0.0;
  for (size_t i = 0; i < 3; ++i) {
    const std::complex<double> product = std::conj(matrix_[index(from)][i]) * matrix_[index(to)][i];
    amplitude += (antiparticle ? std::conj(product) : product) * std::polar(1.0, -mass_squared_eV2_[i] * half_length);
  }
  return std::norm(amplitude);
}

}  // namespace tridens::flux
