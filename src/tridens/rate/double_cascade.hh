#pragma once
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "tridens/detector/geometry.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/math/interpolation.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/heavy_neutrino_decay.hh"
#include "tridens/process/process.hh"
#include "tridens/rate/attenuation.hh"

// Double cascades: a neutrino makes a shower and a long-lived particle X (a heavy neutrino, a tau), which decays to a
// second shower some way on. With both inside of a volume V and far enough from each other to be told apart,
//
//   N = T (rho V n) sum_s int dE int 2 pi dc  Phi_s(E, c) A_s(E, c) int dsigma_s(E)/dE_X  theta(E - E_X > E_1)
//       sum_modes B P(E_2 | E_X) P_in(L, c),         L = (p_X/m) c tau,
//   P_in = int_(L_min)^(L_max) dl/L exp(-l/L) g(l, c),
//
// g the share of V whose points are still inside after l along a direction with cosine c to the vertical: the volume
// common to V and V shifted, over V, so that first showers are even in V. The simple form of 1707.08573 has g = 1:
// exp(-L_min/L) - exp(-L_max/L). Energies of showers are true ones: E - E_X for the first; the decay as SecondShower
// says. Left out: efficiencies and resolutions, and X that come in from outside with their first shower.
namespace tridens::rate {

struct DoubleCascadeDetector {
  detector::Body volume;                                   // cylinders stand upright: along z, the vertical here
  double density = 0.0;                                    // g/cm^3
  double shortest_m = 20.0, longest_m = 1000.0;            // separations that count
  double lowest_first_GeV = 5.0, lowest_second_GeV = 5.0;  // energies of the showers
  /// UserError for anything that is not positive or out of order.
  void check() const;
};

/// P_in of the detector.
double decay_inside(const DoubleCascadeDetector& detector, double mean_flight_m, double cos_zenith);

/// A way X decays. `flat`: the energy of its shower is even between 0 and the energy of X (a photon and a massless
/// particle from an unpolarised X); else it is `share` of the energy of X.
struct SecondShower {
  double branching = 0.0, share = 0.0;
  bool flat = false;
};
struct LongLivedParticle {
  double mass = 0.0, width = 0.0;  // GeV
  std::vector<SecondShower> showers;
};
/// A heavy neutrino with its decays at their mean shares.
LongLivedParticle heavy_neutrino_particle(const model::HeavyNeutrinoCouplings& couplings);
/// The tau of charged currents: decays to muons do not shower, the others as in detector/visible_energy.hh.
LongLivedParticle tau_particle();

struct DoubleCascadeOptions {
  double lowest_energy = 0.0, highest_energy = 0.0;  // GeV, of neutrinos
  int energies_per_decade = 8;
  int lattice = 20;  // Gauss-Legendre nodes in each of the first two numbers of the unit cube
  int zeniths = 12;  // Gauss-Legendre nodes of the cosine
};

/// X of one energy: cross section in cm^2/g and the probability that its decay is bright enough.
struct CascadeProduction {
  double E_X = 0.0, per_gram = 0.0, bright = 0.0;
};

/// Production is tabulated once; couplings that scale all cross sections and widths alike cost nothing new.
class DoubleCascadeYield {
 public:
  /// One process per neutrino species, on `medium`, whose first final particle is X. `absorption` may be null.
  /// UserError for an empty range of energies, no process, or a particle without showers.
  DoubleCascadeYield(const DoubleCascadeDetector& detector, const matter::Material& medium,
                     const std::vector<std::shared_ptr<const process::Process>>& processes, LongLivedParticle particle,
                     const DoubleCascadeOptions& options, std::shared_ptr<const EarthAbsorption> absorption = nullptr);

  /// Events in a livetime, with cross sections and width times `scale` (|U|^2 or d^2 over that of the construction).
  double events(const flux::DiffuseFlux& flux, double livetime_s, double scale = 1.0) const;
  /// First showers above threshold, whatever X does, with cross sections times `scale`.
  double produced(const flux::DiffuseFlux& flux, double livetime_s, double scale = 1.0) const;

 private:
  struct Node {
    Neutrino neutrino;
    double energy = 0.0, weight = 0.0;  // of the integral over the energy, GeV
    std::vector<CascadeProduction> productions;
  };
  void add_nodes(const process::Process& process, const DoubleCascadeOptions& options);
  Node make_node(const process::Process& process, double energy, double weight, int lattice) const;
  /// Mean of the overlap where decays between the separations are.
  double mean_overlap(double mean_flight_m, size_t direction) const;
  /// Probability that the second shower is bright enough, all modes.
  double seen(double E_X) const;
  template <class Weigh>
  double sum(const flux::DiffuseFlux& flux, double livetime_s, Weigh weigh) const;

  DoubleCascadeDetector detector_;
  double units_per_gram_;
  LongLivedParticle particle_;
  std::shared_ptr<const EarthAbsorption> absorption_;
  std::vector<double> cosines_, cosine_weights_;
  std::vector<CubicSpline> overlaps_;  // per direction
  std::vector<Node> nodes_;
};

/// Scales between which there are at least `wanted` events: the two ends of 1e-8 < scale < 1e8, within 1e-3; empty when
/// there are nowhere so many. The events rise like scale^2 while X decays late and fall when it decays at once.
std::optional<std::pair<double, double>> scales_with(const DoubleCascadeYield& yield, const flux::DiffuseFlux& flux,
                                                     double livetime_s, double wanted);

}  // namespace tridens::rate
