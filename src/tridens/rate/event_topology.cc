#include "tridens/rate/event_topology.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using detector::TauDecayNode;
using detector::Topology;

constexpr double w_to_lepton = 0.1086;  // average of the three leptons, PDG 2022
constexpr double centimetres_per_metre = 100.0;

bool is_neutrino(int pdg) {
  const int kind = std::abs(pdg);
  return kind == 12 || kind == 14 || kind == 16;
}

bool is_nucleus_or_baryon(int pdg) {
  constexpr int first_nucleus = 1000000000, first_baryon = 1000, past_baryons = 10000, past_nuclei = 1100000000;
  const int kind = std::abs(pdg);
  return (kind >= first_nucleus && kind < past_nuclei) || (kind >= first_baryon && kind < past_baryons);
}

/// Mesons, quarks and gluons: all of their energy goes into hadrons.
bool is_meson_or_parton(int pdg) {
  const int kind = std::abs(pdg);
  return (kind > 100 && kind < 1000) || kind <= 6 || kind == 21;
}

}  // namespace

/// What comes out of one point; taus and W bosons are taken apart one after the other.
struct TopologyRules::Vertex {
  double shower = 0.0;  // visible, GeV
  std::vector<double> muons, taus, w_bosons;
};

TopologyRules::TopologyRules(const detector::Telescope& telescope)
    : shower_(telescope.effective_mass.contains(Topology::shower)),
      track_(telescope.effective_mass.contains(Topology::track)),
      double_bang_(telescope.effective_mass.contains(Topology::double_bang)),
      air_shower_(telescope.effective_mass.contains(Topology::air_shower)),
      muon_column_(telescope.muon_path_m * centimetres_per_metre * telescope.density),
      shortest_m_(telescope.shortest_separation_m),
      longest_m_(telescope.longest_separation_m),
      lowest_cascade_(telescope.lowest_cascade_energy),
      tau_decays_(detector::tau_decay_nodes(6)) {}

void TopologyRules::add_outcomes(const std::vector<process::FinalParticle>& final_state,
                                 std::vector<Outcome>& outcomes) const {
  Vertex vertex;
  for (const process::FinalParticle& particle : final_state) {
    const double energy = particle.momentum.e;
    const int kind = std::abs(particle.pdg);
    if (is_neutrino(particle.pdg)) continue;
    if (kind == 11 || kind == 22) {
      vertex.shower += energy;
    } else if (kind == 13) {
      vertex.muons.push_back(energy);
    } else if (kind == 15) {
      vertex.taus.push_back(energy);
    } else if (kind == 24) {
      vertex.w_bosons.push_back(energy);
    } else if (particle.pdg == hadronic_system_pdg) {
      vertex.shower += detector::hadronic_light(std::max(0.0, energy - constants::proton_mass));
    } else if (is_nucleus_or_baryon(particle.pdg)) {
      vertex.shower += detector::hadronic_light(std::max(0.0, energy - particle.mass));
    } else if (is_meson_or_parton(particle.pdg)) {
      vertex.shower += detector::hadronic_light(energy);
    } else {
      throw UserError(fmt::format("what the particle {} leaves in a telescope is not known", particle.pdg),
                      "topologies are made of leptons, photons and hadrons", "leave this process out");
    }
  }
  add_vertex(vertex, 1.0, outcomes);
}

void TopologyRules::add_vertex(const Vertex& vertex, double weight, std::vector<Outcome>& outcomes) const {
  if (!vertex.w_bosons.empty()) {
    Vertex rest = vertex;
    const double energy = rest.w_bosons.back();
    rest.w_bosons.pop_back();
    add_w(rest, energy, weight, outcomes);
  } else if (!vertex.taus.empty()) {
    Vertex rest = vertex;
    // The most energetic one last: it is the one that may be told apart.
    std::sort(rest.taus.begin(), rest.taus.end());
    const double energy = rest.taus.front();
    rest.taus.erase(rest.taus.begin());
    add_tau(rest, energy, weight, outcomes);
  } else if (!air_shower_) {
    double deposited = vertex.shower;
    for (const double muon : vertex.muons) deposited += detector::muon_deposit(muon, muon_column_);
    const Topology topology = vertex.muons.empty() ? Topology::shower : Topology::track;
    if (topology == Topology::track ? track_ : shower_) outcomes.push_back({topology, deposited, weight});
  }
}

void TopologyRules::add_w(const Vertex& vertex, double energy, double weight, std::vector<Outcome>& outcomes) const {
  Vertex hadrons = vertex;
  hadrons.shower += detector::hadronic_light(energy);
  add_vertex(hadrons, weight * (1.0 - 3.0 * w_to_lepton), outcomes);
  static const math::QuadratureRule rule = math::gauss_legendre(4);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double lepton = energy * rule.nodes[i], share = weight * w_to_lepton * rule.weights[i];
    Vertex electron = vertex, muon = vertex, tau = vertex;
    electron.shower += lepton;
    muon.muons.push_back(lepton);
    tau.taus.push_back(lepton);
    for (const Vertex& each : {electron, muon, tau}) add_vertex(each, share, outcomes);
  }
}

double TopologyRules::decay_energy(const TauDecayNode& node, double energy) const {
  const double visible = node.share * energy;
  return node.kind == TauDecayNode::Kind::hadronic ? detector::hadronic_light(visible) : visible;
}

void TopologyRules::add_tau(const Vertex& vertex, double energy, double weight, std::vector<Outcome>& outcomes) const {
  const bool last = vertex.taus.empty();
  if (air_shower_) {
    for (const TauDecayNode& node : tau_decays_) {
      if (node.kind == TauDecayNode::Kind::muon) continue;
      outcomes.push_back({Topology::air_shower, decay_energy(node, energy), weight * node.weight});
    }
    if (!last) add_vertex(vertex, weight, outcomes);
    return;
  }
  const double length = detector::tau_decay_length_m(energy);
  const auto beyond = [&](double separation) { return length > 0.0 ? std::exp(-separation / length) : 0.0; };
  const bool tells_apart = double_bang_ && last && vertex.muons.empty();
  const double apart = tells_apart ? beyond(shortest_m_) - beyond(longest_m_) : 0.0;
  const double outside = tells_apart ? beyond(longest_m_) : 0.0;
  for (const TauDecayNode& node : tau_decays_) {
    const double share = weight * node.weight, decay = decay_energy(node, energy);
    Vertex together = vertex;
    if (node.kind == TauDecayNode::Kind::muon) {
      together.muons.push_back(decay);
      add_vertex(together, share, outcomes);
      continue;
    }
    together.shower += decay;
    const bool bright = std::min(vertex.shower, decay) >= lowest_cascade_;
    if (bright && apart > 0.0) outcomes.push_back({Topology::double_bang, together.shower, share * apart});
    add_vertex(together, share * (1.0 - outside - (bright ? apart : 0.0)), outcomes);
  }
  if (outside > 0.0 && track_) {
    constexpr double least_ionising = 2.0e-3;  // GeV cm^2/g
    double share = 0.0;
    for (const TauDecayNode& node : tau_decays_) share += node.kind == TauDecayNode::Kind::muon ? 0.0 : node.weight;
    outcomes.push_back({Topology::track, vertex.shower + least_ionising * muon_column_, weight * outside * share});
  }
}

}  // namespace tridens::rate
