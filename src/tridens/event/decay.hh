#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "tridens/event/record.hh"
#include "tridens/math/random.hh"
#include "tridens/model/unstable.hh"

// Particles of events that decay, to the end of every chain: modes by their branching, momenta by phase space and
// matrix element, flight by an exponential of the total width. The numbers are a substream of their own, a function of
// seed and event number, so that everything else in an event is the same with and without decays. Formulas in decay.cc.
namespace tridens::event {

struct DecayStatistics {
  std::uint64_t decays = 0;
  std::uint64_t three_body_trials = 0, three_body_decays = 0;  // of the rejection by phase space and matrix element
  void add(const DecayStatistics& other) {
    decays += other.decays;
    three_body_trials += other.three_body_trials;
    three_body_decays += other.three_body_decays;
  }
};

/// Decays of one kind of source. Const, safe to share between threads.
class DecayChains {
 public:
  /// UserError for what cannot decay as told: no width, branchings that do not add up to 1, products heavier than their
  /// parent, a particle that comes back among its own descendants.
  explicit DecayChains(std::vector<model::UnstableParticle> particles);

  bool empty() const { return particles_.empty(); }
  /// Lets the outgoing particles of the event decay, those that come from other decays too. Vectors have the spin that
  /// the decay of their parent leaves them; other products are not polarised.
  /// Failure when a matrix element exceeds its own bound or the rejection finds nothing.
  DecayStatistics decay(std::uint64_t seed, Event& event) const;

 private:
  struct Mode {
    model::UnstableMode mode;
    double cumulative = 0.0;     // of the branchings
    double largest_phase = 0.0;  // three bodies: bound of the phase-space weight
  };
  struct Parent {
    model::UnstableParticle particle;
    std::vector<Mode> modes;
    double length_mm = 0.0;  // c tau
  };
  void check_chain(int pdg, std::vector<int>& above) const;
  const Mode& choose(const Parent& parent, RandomStream& random) const;
  void three_bodies(const Parent& parent, const Mode& mode, const FourVector& axis, double helicity,
                    RandomStream& random, FourVector* products, DecayStatistics& statistics) const;

  std::map<int, Parent> particles_;
};

}  // namespace tridens::event
