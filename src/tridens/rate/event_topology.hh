#pragma once
#include <vector>

#include "tridens/base/hadronic_system.hh"
#include "tridens/detector/telescope.hh"
#include "tridens/detector/visible_energy.hh"
#include "tridens/process/process.hh"

// What a final state looks like in a telescope. Energy of the vertex: electrons and photons fully, hadrons by the light
// of hadronic showers (a nucleon or nucleus by its kinetic energy, a hadronic system by its energy above a nucleon at
// rest).
//   with a muon            track;       the vertex and what the muon loses on the mean path inside
//   with a tau             17 % decay to a muon: track. Otherwise, with the separation L = c tau gamma beta on average:
//                          double bang  exp(-shortest/L) - exp(-longest/L), when the vertex and the decay both reach
//                          the
//                                       lowest energy; both energies together
//                          shower       separations below the shortest, or one of the two too faint; both energies
//                          track        separations above the longest: the vertex, and the tau losing what a muon of
//                                       least ionisation would
//                          (a topology that the telescope does not tell apart from showers counts as a shower)
//   with a tau, in a telescope of air showers: air shower, the visible energy of the decay (none for muons)
//   otherwise              shower;      the vertex
// An on-shell W decays at the vertex: hadrons 67.41 %, each lepton 10.86 % with a flat share of its energy
// (unpolarised).
namespace tridens::rate {

/// One way an event can look.
struct Outcome {
  detector::Topology topology = detector::Topology::shower;
  double deposited = 0.0;  // GeV, before the resolution
  double weight = 0.0;     // probability; what is not seen at all is left out of the sum
};

class TopologyRules {
 public:
  explicit TopologyRules(const detector::Telescope& telescope);
  /// Adds the outcomes of a final state. UserError for a particle of which nobody knows what it leaves.
  void add_outcomes(const std::vector<process::FinalParticle>& final_state, std::vector<Outcome>& outcomes) const;

 private:
  struct Vertex;
  void add_vertex(const Vertex& vertex, double weight, std::vector<Outcome>& outcomes) const;
  void add_w(const Vertex& vertex, double energy, double weight, std::vector<Outcome>& outcomes) const;
  void add_tau(const Vertex& vertex, double energy, double weight, std::vector<Outcome>& outcomes) const;
  double decay_energy(const detector::TauDecayNode& node, double energy) const;

  bool shower_, track_, double_bang_, air_shower_;
  double muon_column_, shortest_m_, longest_m_, lowest_cascade_;
  std::vector<detector::TauDecayNode> tau_decays_;
};

}  // namespace tridens::rate
