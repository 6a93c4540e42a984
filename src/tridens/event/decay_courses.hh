#pragma once
#include <map>
#include <vector>

#include "tridens/detector/response.hh"
#include "tridens/math/four_vector.hh"
#include "tridens/model/unstable.hh"

// Chains of decays as maps of the unit cube, for sums over low-discrepancy points with importance sampling: where
// DecayChains draws modes and rejects momenta, here each course of a chain (a mode at every vertex) is a map of its own
// with a weight. Both follow the formulas of decay.cc.
namespace tridens::event {

/// A mode at every vertex of a chain, first the decay of a particle, then those of its products in their order.
struct DecayCourse {
  double share = 0.0;              // product of the branchings
  size_t dimension = 0;            // numbers in (0, 1) that it takes
  std::vector<size_t> modes;       // of the particle at each vertex
  std::vector<int> parents;        // PDG numbers of these
  std::vector<int> products = {};  // PDG numbers at the end
};

class DecayCourses {
 public:
  /// UserError for what DecayChains refuses.
  explicit DecayCourses(const std::vector<model::UnstableParticle>& particles);

  /// All courses of a particle; their shares add up to 1. Empty for a stable one.
  std::vector<DecayCourse> of(int pdg) const;

  /// Products of a particle of momentum `parent` and their weight, of mean 1 over the cube: |M|^2 and phase space, over
  /// their mean and over the density of the map. In the first decay what goes against the first product, a neutrino
  /// where there is one, is mapped around the direction of the beam: with kappa = (E - p_z)/m and its angle theta* to
  /// the beam in the rest frame, kappa (1 - cos theta*) is E (1 - cos theta)/E* in the laboratory, and evenly
  /// distributed in the logarithm above `focus`, which cuts on E theta^2 are a multiple of.
  double place(const DecayCourse& course, int pdg, const FourVector& parent, double helicity, const double* u,
               double focus, std::vector<detector::FinalParticle>& products) const;

 private:
  struct Mode {
    model::UnstableMode mode;
    double mean = 0.0;  // three bodies: of phase space times |M|^2 over q^2 and directions
  };
  struct Parent {
    double mass = 0.0;
    std::vector<Mode> modes;
  };
  struct Walk;
  std::vector<DecayCourse> extended(const std::vector<int>& products) const;
  double decay(Walk& walk, int pdg, const FourVector& p, double helicity, const model::VectorSpin* spin,
               bool first) const;

  std::map<int, Parent> particles_;
};

}  // namespace tridens::event
