#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "tridens/detector/shower.hh"
#include "tridens/event/decay_courses.hh"
#include "tridens/model/unstable.hh"
#include "tridens/rate/displaced_decay.hh"

// Decays of what neutrinos made and what a detector selects of them, where it selects: a sum over low-discrepancy
// points of the numbers that choose a node of the production, a course of the chain, its momenta and the three
// smearings of the shower, with a grid that earlier points adapted to what passes the cuts. The same numbers at any
// couplings and masses, so that counts go smoothly from one to the next.
namespace tridens::run {

struct DecaySimulation {
  size_t points = 4096, repetitions = 16;  // points in each
  std::uint64_t seed = 1;
  /// Times the width of X, for which the same decays are to serve: each gets an equal part of the points.
  std::vector<double> width_scales = {1.0};
  std::function<void()> checkpoint = {};  // called before each set of points; may throw to stop
};

/// X, its antiparticle where that is another, and the courses of their decays.
struct DecaySource {
  event::DecayCourses chain;
  model::UnstableParticle particle;
  int antiparticle_pdg = 0;

  /// What SelectedDecay::course counts.
  std::vector<event::DecayCourse> courses() const;
};

/// Selected decays, whose shares estimate the acceptances of the nodes. None when nothing that can be seen is made or
/// nothing passes.
std::vector<rate::SelectedDecay> simulate_decays(const detector::ShowerAnalysis& analysis,
                                                 const rate::DisplacedProduction& production,
                                                 const rate::DecayGeometry& geometry, const DecaySource& source,
                                                 const DecaySimulation& simulation);

}  // namespace tridens::run
