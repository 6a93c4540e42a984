#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tridens/detector/telescope.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/process/process.hh"
#include "tridens/rate/attenuation.hh"
#include "tridens/rate/event_topology.hh"

// Events of a neutrino telescope per topology, bin of deposited energy and bin of the zenith angle:
//
//   N = T sum_s int dE int 2 pi dc  Phi_s(E, c) A_s(E, c) sum_outcomes [n sigma_s(E) M(E_dep)] P(bin | E_dep) P(bin |
//   c)
//
// T livetime, Phi flux per cm^2 s sr GeV at the surface, c cosine of the zenith angle, A transmission through the
// Earth, n formula units per gram, M effective mass. P(bin | E_dep): Gaussian of relative width; P(bin | c): an opening
// angle with the distribution of two equal Gaussians of that median, around the true direction. The sum over outcomes
// integrates the final states of the process over its unit cube by a lattice, scaled to its total cross section.
// Energies: Gauss-Legendre on panels that follow the structure of the cross section. All of it is linear in the flux:
// what does not depend on it is computed once. Not included: vertices outside of the effective mass (muons that come
// from rock), coincidences, the light of the particles beside their energy.
namespace tridens::rate {

struct TelescopeQuadrature {
  size_t lattice = 512;  // points of the unit cube per component and energy
  int per_panel = 10;    // energies of a panel of full width
  int zenith_per_panel = 4;
  double tolerance = 1e-3;  // of cross sections between the nodes
  /// Told of the processes that are done, often, by one thread at a time. May throw to stop.
  std::function<void(size_t done, size_t all)> progress = {};
};

class TelescopeKernel {
 public:
  /// Processes on the medium of the telescope, one per neutrino species. UserError for what Telescope::check refuses
  /// and for no process. `absorption` may be null: nothing is absorbed.
  TelescopeKernel(detector::Telescope telescope, std::vector<NamedProcess> processes,
                  std::shared_ptr<const EarthAbsorption> absorption, CurveStore& store,
                  TelescopeQuadrature quadrature = {});
  ~TelescopeKernel();

  const detector::Telescope& telescope() const { return telescope_; }
  const std::vector<NamedProcess>& processes() const { return processes_; }
  /// Topologies x energy bins x zenith bins: [(topology * energy bins + energy) * zenith bins + zenith], topologies in
  /// the order of Telescope::topologies().
  size_t bins() const { return bins_; }
  /// Events of all processes in the livetime.
  std::vector<double> counts(const flux::DiffuseFlux& flux) const;
  /// Of one process.
  std::vector<double> counts(const flux::DiffuseFlux& flux, size_t process) const;
  /// Events per unit of an isotropic flux, cm^2 s sr: the average over the bin of energies must be taken by the caller.
  std::vector<double> response(size_t process, double energy) const;
  /// Relative difference between the lattice and its half, averaged over what is seen of an E^-2 flux.
  double relative_error() const { return relative_error_; }

 private:
  struct Node;
  class Smearing;
  Node make_node(size_t process, double energy, size_t points) const;
  std::vector<double> panels(size_t process) const;
  void add_nodes(size_t process, const std::function<void()>& checkpoint);
  void add_all_nodes();
  void add_line(const flux::DiffuseLine& line, size_t process, std::vector<double>& counts) const;
  double estimate_error() const;
  void make_zeniths();

  detector::Telescope telescope_;
  std::vector<NamedProcess> processes_;
  std::shared_ptr<const EarthAbsorption> absorption_;
  TelescopeQuadrature quadrature_;
  TopologyRules rules_;
  std::vector<detector::Topology> topologies_;
  size_t bins_;
  double relative_error_ = 0.0;
  std::vector<std::vector<CrossSectionCurve>> curves_;  // per process and component
  // Zenith: true cosines with their weights (2 pi included), and where they are reconstructed per topology.
  std::vector<double> cosines_, cosine_weights_;
  std::vector<matter::EarthModel::Chord> chords_;
  std::vector<std::vector<double>> zenith_share_;  // per topology: [cosine * zenith bins + bin]
  std::vector<std::vector<Node>> nodes_;           // per process
  mutable std::mutex mutex_;
  mutable std::map<std::pair<size_t, double>, std::vector<double>> lines_;  // responses at energies of lines
};

/// Share of directions at an opening angle around a true one that are reconstructed with a cosine of the zenith angle
/// in [low, high]: the opening angle has the density of two equal Gaussians with the given median.
double zenith_share(double cos_zenith, double median_deg, double low, double high);

}  // namespace tridens::rate
