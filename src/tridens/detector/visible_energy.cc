#include "tridens/detector/visible_energy.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::detector {
namespace {

constexpr double tau_lifetime_m = 87.03e-6;  // c tau, PDG 2022
constexpr double electron_share = 0.1782, muon_share = 0.1739, pion_share = 0.115, rho_share = 0.27;
constexpr double rho_mass = 0.77526, a1_mass = 1.23;  // GeV

/// A hadron of `mass`: density of the share of the neutrino is 1/(1-r) [1 + asymmetry (2 z - 1 + r)/(1 - r)].
void add_hadron(double share, double mass, bool vector, int count, std::vector<TauDecayNode>& nodes) {
  const double r = mass * mass / (constants::tau_mass * constants::tau_mass);
  const double asymmetry = vector ? (1.0 - 2.0 * r) / (1.0 + 2.0 * r) : 1.0;
  const math::QuadratureRule rule = math::gauss_legendre(count);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double neutrino = (1.0 - r) * rule.nodes[i];
    const double density = 1.0 + asymmetry * (2.0 * neutrino - 1.0 + r) / (1.0 - r);
    nodes.push_back({TauDecayNode::Kind::hadronic, 1.0 - neutrino, share * rule.weights[i] * density});
  }
}

void add_lepton(double share, TauDecayNode::Kind kind, int count, std::vector<TauDecayNode>& nodes) {
  const math::QuadratureRule rule = math::gauss_legendre(count);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double z = rule.nodes[i];
    nodes.push_back({kind, z, share * rule.weights[i] * 4.0 / 3.0 * (1.0 - z * z * z)});
  }
}

}  // namespace

double hadronic_light(double energy) {
  constexpr double scale = 0.18791678, power = 0.16267529, lowest = 0.30974123, floor = 2.71828183;
  return energy * (1.0 - std::pow(std::max(energy, floor) / scale, -power) * (1.0 - lowest));
}

double muon_deposit(double energy, double column) {
  constexpr double a = 2.59e-3, b = 3.63e-6;  // GeV cm^2/g, cm^2/g
  return std::min(energy, (energy + a / b) * -std::expm1(-b * column));
}

double tau_decay_length_m(double energy) {
  const double ratio = energy / constants::tau_mass;
  return ratio > 1.0 ? tau_lifetime_m * std::sqrt(ratio * ratio - 1.0) : 0.0;
}

std::vector<TauDecayNode> tau_decay_nodes(int per_mode) {
  std::vector<TauDecayNode> nodes;
  add_lepton(electron_share, TauDecayNode::Kind::electromagnetic, per_mode, nodes);
  add_lepton(muon_share, TauDecayNode::Kind::muon, per_mode, nodes);
  add_hadron(pion_share, constants::charged_pion_mass, false, per_mode, nodes);
  add_hadron(rho_share, rho_mass, true, per_mode, nodes);
  add_hadron(1.0 - electron_share - muon_share - pion_share - rho_share, a1_mass, true, per_mode, nodes);
  return nodes;
}

}  // namespace tridens::detector
