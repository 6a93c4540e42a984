// Amplitudes of flavours psi_b = <nu_b|psi> of relativistic neutrinos of energy E in matter at rest obey
//   i d psi/dx = H psi,   H = U diag(m_i^2) U^+/(2 E) + V,   V_ee = sqrt2 G_F N_e,
// (L. Wolfenstein, Phys. Rev. D 17 (1978) 2369; S. P. Mikheyev, A. Yu. Smirnov, Sov. J. Nucl. Phys. 42 (1985) 913;
// Particle Data Group, review "Neutrino masses, mixing, and oscillations", section 14.4); antineutrinos have U* and
// -V*. What is alike for all flavours changes nothing and is left out, so that a sterile state, which has no neutral
// current, stands at V_ss = +G_F N_n/sqrt2 against the others. In uniform matter
//   S(L) = exp(-i H L) = W diag(e^(-i h_k L)) W^+,   P(a -> b) = |S_ba|^2,
// with the eigenvalues h_k and eigenvectors W of H, found numerically and exact to rounding.
// Three and one: U = R34 R24(d24) R14(d14) R23 R13(d13) R12 (S. Gariazzo et al., J. Phys. G 43 (2016) 033001,
// 1507.08204), R_ij(d) with s_ij e^(-i d) in row i, column j.
// Left out: absorption (rate/attenuation.hh), decay, scattering that is not forward.
#include "tridens/flux/matter_oscillation.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/evolution.hh"

namespace tridens::flux {
namespace {

using Matrix4 = NeutrinoStates::Matrix;

double angle_of(double sin2, const char* name) {
  if (sin2 >= 0.0 && sin2 <= 1.0) return std::asin(std::sqrt(sin2));
  throw UserError(fmt::format("{} is {:g}", name, sin2), "the square of a sine lies between 0 and 1",
                  "check the mixing of the sterile state");
}

Matrix4 rotation(size_t i, size_t j, double angle, double phase) {
  Matrix4 result = detail::unit_matrix<4>();
  result[i][i] = result[j][j] = std::cos(angle);
  result[i][j] = std::polar(std::sin(angle), -phase);
  result[j][i] = -std::conj(result[i][j]);
  return result;
}

/// U diag(m^2) U^+.
Matrix4 masses_of_flavours(const Matrix4& mixing, const std::array<double, 4>& mass_squared) {
  Matrix4 result{};
  for (size_t a = 0; a < 4; ++a) {
    for (size_t b = 0; b < 4; ++b) {
      for (size_t i = 0; i < 4; ++i) result[a][b] += mixing[a][i] * mass_squared[i] * std::conj(mixing[b][i]);
    }
  }
  return result;
}

Matrix4 embedded(const NeutrinoMixing& active) {
  Matrix4 result = detail::unit_matrix<4>();
  for (size_t a = 0; a < 3; ++a) {
    for (size_t i = 0; i < 3; ++i) result[a][i] = active.matrix()[a][i];
  }
  return result;
}

std::array<double, 4> masses(const NeutrinoMixing& active, double fourth) {
  const auto& three = active.mass_squared_eV2();
  return {three[0], three[1], three[2], fourth};
}

void check(const ForwardPotential& potential, double energy, double distance_km) {
  if (!(energy > 0.0) || !std::isfinite(energy) || !(distance_km >= 0.0) || !std::isfinite(distance_km)) {
    throw UserError(fmt::format("an oscillation at {:g} GeV over {:g} km", energy, distance_km),
                    "the energy must be above zero and the distance not negative");
  }
  double sum = potential.sterile;
  for (const auto& row : potential.active) {
    for (const std::complex<double>& entry : row) sum += entry.real() + entry.imag();
  }
  if (!std::isfinite(sum)) throw UserError("a potential of matter is not a finite number", "it is an energy in GeV");
}

/// Weight of a term that oscillates with a phase.
double fading(double phase) {
  constexpr double begins = 100.0 * units::pi;
  const double x = std::abs(phase) / begins - 1.0;
  if (x <= 0.0) return 1.0;
  return x >= 1.0 ? 0.0 : std::pow(std::cos(0.5 * units::pi * x), 2);
}

template <size_t N>
FlavourTransitions faded(const math::HermitianSystem<N>& system, double distance_km) {
  std::array<std::array<std::complex<double>, N>, N> waves;  // twice e^(i phase) of a pair, faded
  for (size_t i = 0; i < N; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double phase = (system.values[i] - system.values[j]) * distance_km * units::km;
      const double size = 2.0 * fading(phase);
      waves[i][j] = size == 0.0 ? 0.0 : std::complex<double>(size * std::cos(phase), size * std::sin(phase));
    }
  }
  FlavourTransitions result{};
  for (size_t from = 0; from < 3; ++from) {
    for (size_t to = 0; to < 3; ++to) {
      std::array<std::complex<double>, N> parts;
      double probability = 0.0;
      for (size_t i = 0; i < N; ++i) {
        parts[i] = detail::product(system.vectors[to][i], std::conj(system.vectors[from][i]));
        probability += std::norm(parts[i]);
        for (size_t j = 0; j < i; ++j) {
          const std::complex<double> pair = detail::product(parts[i], std::conj(parts[j]));
          probability += pair.real() * waves[i][j].real() + pair.imag() * waves[i][j].imag();
        }
      }
      result[from][to] = probability;
    }
  }
  return result;
}

}  // namespace

NeutrinoStates::NeutrinoStates(const NeutrinoMixing& active)
    : count_(3), mass_matrix_(masses_of_flavours(embedded(active), masses(active, 0.0))) {}

NeutrinoStates::NeutrinoStates(const NeutrinoMixing& active, const SterileState& sterile) : count_(4) {
  if (!std::isfinite(sterile.delta_m2_41_eV2 + sterile.delta14_rad + sterile.delta24_rad)) {
    throw UserError("the mixing of a sterile neutrino is not defined", "a phase or splitting is not a finite number");
  }
  Matrix4 mixing = embedded(active);
  mixing =
      detail::product(rotation(0, 3, angle_of(sterile.sin2_theta14, "sin^2(theta14)"), sterile.delta14_rad), mixing);
  mixing =
      detail::product(rotation(1, 3, angle_of(sterile.sin2_theta24, "sin^2(theta24)"), sterile.delta24_rad), mixing);
  mixing = detail::product(rotation(2, 3, angle_of(sterile.sin2_theta34, "sin^2(theta34)"), 0.0), mixing);
  mass_matrix_ = masses_of_flavours(mixing, masses(active, sterile.delta_m2_41_eV2));
}

ForwardPotential standard_potential(double density_g_cm3, double electrons_per_nucleon) {
  if (!(density_g_cm3 >= 0.0) || !std::isfinite(density_g_cm3)) {
    throw UserError(fmt::format("matter of {:g} g/cm^3", density_g_cm3), "a density is zero or above",
                    "the crust of the Earth has 2.8, its core 11 on average");
  }
  if (!(electrons_per_nucleon >= 0.0 && electrons_per_nucleon <= 1.0)) {
    throw UserError(fmt::format("matter of {:g} electrons per nucleon", electrons_per_nucleon),
                    "it counts protons among protons and neutrons: 0 to 1", "rock has 0.5, water 0.56");
  }
  const double nucleons = density_g_cm3 * constants::avogadro_per_mol / (units::cm2 * units::cm);
  const double unit = std::sqrt(2.0) * constants::fermi_constant * nucleons;
  ForwardPotential result;
  result.active[0][0] = unit * electrons_per_nucleon;
  result.sterile = 0.5 * unit * (1.0 - electrons_per_nucleon);
  return result;
}

FlavourTransitions matter_transitions(const NeutrinoStates& states, const ForwardPotential& potential,
                                      bool antiparticle, double energy, double distance_km) {
  check(potential, energy, distance_km);
  const auto after = [&]<size_t N>() {
    const auto system = detail::eigenstates<N>(states, potential, antiparticle, energy);
    return detail::transitions<N>(detail::evolution<N>(system, distance_km));
  };
  return states.count() == 3 ? after.template operator()<3>() : after.template operator()<4>();
}

FlavourTransitions faded_matter_transitions(const NeutrinoStates& states, const ForwardPotential& potential,
                                            bool antiparticle, double energy, double distance_km) {
  check(potential, energy, distance_km);
  const auto after = [&]<size_t N>() {
    return faded<N>(detail::eigenstates<N>(states, potential, antiparticle, energy), distance_km);
  };
  return states.count() == 3 ? after.template operator()<3>() : after.template operator()<4>();
}

}  // namespace tridens::flux
