#include "tridens/detector/shower.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

constexpr std::pair<ShowerVariable, std::string_view> variable_names[] = {
    {ShowerVariable::energy, "energy"},
    {ShowerVariable::angle, "angle"},
    {ShowerVariable::energy_angle_squared, "E_theta2"},
    {ShowerVariable::quasielastic_energy, "E_quasielastic"},
    {ShowerVariable::quasielastic_transfer, "Q2_quasielastic"}};

bool showers(int pdg) {
  return pdg == 11 || pdg == -11 || pdg == 22;
}

double angle_between(const FourVector& a, const FourVector& b) {
  const double x = a.y * b.z - a.z * b.y, y = a.z * b.x - a.x * b.z, z = a.x * b.y - a.y * b.x;
  return std::atan2(std::hypot(x, y, z), a.space_dot(b));
}

/// nu n -> e p at rest with equal nucleon masses: E_nu = (M E - m^2/2)/(M - E + p cos).
double quasielastic_energy(const Shower& shower) {
  const double M = constants::neutron_mass, m = constants::electron_mass, E = shower.energy;
  const double below = M - E + std::sqrt(std::max(0.0, E * E - m * m)) * std::cos(shower.angle);
  return below > 0.0 ? (M * E - 0.5 * m * m) / below : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::string_view name(ShowerVariable variable) {
  for (const auto& [one, text] : variable_names) {
    if (one == variable) return text;
  }
  throw Failure("a shower variable without a name", "it is not in the list", "");
}

ShowerVariable parse_shower_variable(std::string_view text) {
  std::vector<std::string> known;
  for (const auto& [variable, name] : variable_names) {
    if (name == text) return variable;
    known.emplace_back(name);
  }
  unknown_name("shower variable", text, known);
}

double value(ShowerVariable variable, const Shower& shower) {
  switch (variable) {
    case ShowerVariable::energy:
      return shower.energy;
    case ShowerVariable::angle:
      return shower.angle;
    case ShowerVariable::energy_angle_squared:
      return shower.energy * shower.angle * shower.angle;
    case ShowerVariable::quasielastic_energy:
      return quasielastic_energy(shower);
    case ShowerVariable::quasielastic_transfer:
      break;
  }
  return 2.0 * constants::neutron_mass * (quasielastic_energy(shower) - shower.energy);
}

bool ShowerCut::passes(const Shower& shower) const {
  const double at = value(variable, shower);  // NaN fails
  return at >= minimum && at < maximum;
}

void ShowerAnalysis::check() const {
  for (const double number : {threshold, overlap, energy_stochastic, energy_constant, angle}) {
    if (number >= 0.0 && std::isfinite(number)) continue;
    throw UserError("a negative number in the response to showers", "thresholds, angles and resolutions are positive",
                    "");
  }
  if (!(efficiency > 0.0 && efficiency <= 1.0)) {
    throw UserError(fmt::format("an efficiency of {:g}", efficiency), "it must lie in (0, 1]", "");
  }
  for (const ShowerCut& cut : cuts) {
    if (cut.minimum < cut.maximum) continue;
    throw UserError(fmt::format("an empty cut on {}", name(cut.variable)), "its minimum is not below its maximum", "");
  }
}

std::optional<FinalParticle> ShowerAnalysis::shower(std::span<const FinalParticle> particles) const {
  std::vector<const FinalParticle*> seen;
  for (const FinalParticle& one : particles) {
    if (showers(one.pdg) && one.momentum.e - one.mass > threshold) seen.push_back(&one);
  }
  if (seen.empty()) return std::nullopt;
  FinalParticle sum{seen.size() == 1 ? seen.front()->pdg : 22, 0.0, {}};
  for (size_t i = 0; i < seen.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (angle_between(seen[i]->momentum, seen[j]->momentum) >= overlap) return std::nullopt;
    }
    sum.momentum = sum.momentum + seen[i]->momentum;
  }
  return sum;
}

std::optional<Shower> ShowerAnalysis::measure(std::span<const FinalParticle> particles,
                                              const std::array<double, 3>& normals) const {
  const std::optional<FinalParticle> truth = shower(particles);
  if (!truth) return std::nullopt;
  const FourVector& p = truth->momentum;
  const double sigma = std::hypot(energy_stochastic * std::sqrt(p.e), energy_constant * p.e);
  const double theta = std::atan2(p.transverse_momentum(), p.z);
  // Rotations in the plane of the beam and across it.
  const double in_plane = theta + angle * normals[1], across = angle * normals[2];
  Shower measured{p.e + sigma * normals[0],
                  std::atan2(std::hypot(std::sin(in_plane) * std::cos(across), std::sin(across)),
                             std::cos(in_plane) * std::cos(across))};
  if (measured.energy <= 0.0) return std::nullopt;
  const bool passes = std::all_of(cuts.begin(), cuts.end(), [&](const ShowerCut& cut) { return cut.passes(measured); });
  return passes ? std::optional(measured) : std::nullopt;
}

}  // namespace tridens::detector
