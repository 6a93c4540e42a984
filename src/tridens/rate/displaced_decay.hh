#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/decay_experiment.hh"
#include "tridens/flux/flux.hh"
#include "tridens/process/process.hh"

// A neutrino makes a long-lived X in a region A, and X decays in the fiducial volume F, at once or some way on:
//
//   N = exposure sum_A f_A N_A sum_s int dE Phi_s(E) int dsigma_s(E) P_A(L, theta) a,   L = (p_X/m) c tau,
//
// N_A formula units in the region, f_A the flux there over that of the table, theta the angle of X to the beam, P_A the
// chance to decay in F (detector/geometry.hh) and a the chance that the decay is one of those that are looked for and
// passes the cuts. With all couplings of production times s and all widths times w,
//
//   N(s, w) = s N(P at L/w):
//
// the cross sections, the geometry and the cuts are computed once and couplings cost a sum over nodes. Left out: the
// width of the beam and its angle, the energy that X loses (it has no charge), and scattering of X.
namespace tridens::rate {

/// X made at one node of the integral over neutrino energy and phase space, in all regions of one material.
struct ProductionNode {
  size_t material = 0;                               // of DisplacedProduction::regions()
  double made = 0.0;                                 // events per formula unit for the exposure
  double energy = 0.0, momentum = 0.0, angle = 0.0;  // GeV, rad
  bool antiparticle = false;                         // made by an antineutrino (X and its antiparticle may differ)
  double helicity = 0.0;                             // -1, +1; 0 unpolarised
  size_t group = 0;                                  // material, process and component, counted in this order
};

struct ProductionOptions {
  int energies_per_decade = 24;           // neutrinos, at most; Gauss-Legendre in panels of four
  int transfers = 32;                     // nodes of the first number of the unit cube
  int others = 4;                         // points in the further numbers (azimuth, helicity, ...): Kronecker sequence
  std::function<void()> checkpoint = {};  // called for every energy; may throw to stop
};

/// The same process for every species of the flux, on the material of one region.
struct RegionProcesses {
  size_t region = 0;
  std::vector<std::shared_ptr<const process::Process>> processes;
};

/// A region and its formula units, times the flux there over that of the table.
struct RegionTargets {
  size_t region = 0;
  double targets = 0.0;
};

/// X is the first final particle of the processes.
class DisplacedProduction {
 public:
  /// UserError when nothing is above threshold, or the flux gives no absolute number per exposure unit of the
  /// experiment.
  DisplacedProduction(const detector::DecayExperiment& experiment, const flux::Flux& flux,
                      const std::vector<RegionProcesses>& processes, const ProductionOptions& options = {});

  const std::vector<ProductionNode>& nodes() const { return nodes_; }
  /// By material: regions whose processes are the same objects go together.
  const std::vector<std::vector<RegionTargets>>& regions() const { return regions_; }
  /// X made in a region, whatever becomes of them.
  double made(size_t region) const;

 private:
  std::vector<ProductionNode> nodes_;
  std::vector<std::vector<RegionTargets>> regions_;
};

/// A decay of the X of a node that was simulated, and what the detector made of it.
struct SelectedDecay {
  size_t node = 0;
  double share = 0.0;  // of the decays of the node: the sum of them estimates the acceptance
  detector::Shower shower;
  size_t repetition = 0;  // which of the independent simulations, of equal size, it belongs to
  size_t course = 0;      // which course of the chain
};

/// Other couplings at the same masses, as factors of what was calculated: everything that is made times `scale`, what
/// is made in a group of nodes and what decays by a course times further ones (empty: 1), the width of X times `width`.
struct CouplingChange {
  double scale = 1.0, width = 1.0;
  std::vector<double> groups = {}, courses = {};
};

/// A sum over simulated decays and one standard deviation of it.
struct EstimatedCount {
  double count = 0.0, error = 0.0;
};

/// P of all regions, shared by all masses and couplings.
class DecayGeometry {
 public:
  explicit DecayGeometry(const detector::DecayExperiment& experiment);
  double probability(size_t region, double mean_flight_m, double angle) const {
    return tables_[region].probability(mean_flight_m, angle);
  }

 private:
  std::vector<detector::DecayTable> tables_;
};

/// Events of X with a mass and width, by node and by simulated decay.
class DisplacedDecays {
 public:
  /// `selected` in any order; nodes without any have no acceptance. Errors are the scatter of the `repetitions`, at
  /// least two. UserError for a width that is not positive.
  DisplacedDecays(std::shared_ptr<const DecayGeometry> geometry, const DisplacedProduction& production, double mass,
                  double width, std::vector<SelectedDecay> selected, size_t repetitions);

  /// Selected events, with one standard deviation by the simulated decays.
  EstimatedCount events(const CouplingChange& change = {}) const;
  /// The same of one region, without its error.
  double events_of_region(size_t region) const;
  /// Decays in the fiducial volume, whatever is selected of them.
  double decays() const;
  /// Selected events in bins (half open) of a shower variable.
  std::vector<EstimatedCount> histogram(detector::ShowerVariable variable, const std::vector<double>& edges,
                                        const CouplingChange& change = {}) const;
  /// The same in bins of the cosine of the angle.
  std::vector<EstimatedCount> cosine_histogram(const std::vector<double>& edges,
                                               const CouplingChange& change = {}) const;
  /// Simulated decays that were selected, and how many of equal weight they are worth: (sum w)^2/sum w^2.
  size_t selected() const { return selected_.size(); }
  double effective_selected() const;

 private:
  /// Decays of X of a node in the fiducial volume; of one region, or of all.
  double weight(size_t node, const CouplingChange& change, std::optional<size_t> region = std::nullopt) const;
  /// weight() of all nodes with decays that are selected, 0 of the others.
  std::vector<double> weights(const CouplingChange& change) const;
  template <class Value>
  std::vector<EstimatedCount> fill(const std::vector<double>& edges, const CouplingChange& change, Value value) const;

  std::shared_ptr<const DecayGeometry> geometry_;
  std::vector<ProductionNode> nodes_;
  std::vector<std::vector<RegionTargets>> regions_;
  std::vector<double> acceptance_;  // per node
  std::vector<SelectedDecay> selected_;
  double flight_per_momentum_ = 0.0;  // m per GeV
  size_t repetitions_ = 2;
};

}  // namespace tridens::rate
