#pragma once
#include <vector>

#include "tridens/detector/response.hh"
#include "tridens/math/four_vector.hh"
#include "tridens/math/random.hh"
#include "tridens/model/unstable.hh"

// Decays of one particle to the end of its chain, as acceptances need them: all at the place of the first one.
namespace tridens::run {

class DecaySimulation {
 public:
  /// UserError for a list without `pdg`, branchings that do not add up to 1, and chains that do not end.
  DecaySimulation(std::vector<model::UnstableParticle> list, int pdg);

  const model::UnstableParticle& particle() const { return *find(pdg_); }
  /// The stable products of one decay; `momentum` and `helicity` (-1, +1; 0: none) in the laboratory.
  void decay(const FourVector& momentum, double helicity, RandomStream& stream,
             std::vector<detector::FinalParticle>& products) const;

 private:
  const model::UnstableParticle* find(int pdg) const;
  void decay(const model::UnstableParticle& parent, const FourVector& momentum, double helicity, RandomStream& stream,
             std::vector<detector::FinalParticle>& products) const;

  std::vector<model::UnstableParticle> list_;
  int pdg_;
};

}  // namespace tridens::run
