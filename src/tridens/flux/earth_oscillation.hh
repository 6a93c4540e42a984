#pragma once
#include <functional>
#include <vector>

#include "tridens/base/share_work.hh"
#include "tridens/flux/matter_oscillation.hh"
#include "tridens/matter/earth.hh"

// Oscillation of neutrinos that cross the Earth; formulas in earth_oscillation.cc.
namespace tridens::flux {

/// The potential of matter of a density (g/cm^3) and electrons per nucleon at a distance from the centre of the Earth
/// (km), which only matters to forces of long range.
using PotentialOfMatter =
    std::function<ForwardPotential(double density_g_cm3, double electrons_per_nucleon, double radius_km)>;

/// Where neutrinos are made and seen, and how finely the Earth is divided.
struct EarthPath {
  double depth_km = 0.0;    // of the detector below the surface
  double height_km = 15.0;  // of production above the surface, in vacuum
  /// Thickest shell of constant density. Probabilities are those of smooth densities to 1e-3 (usually 1e-4) with 75 km
  /// above 0.2 GeV; finer shells come closer nearly with their square.
  double shell_km = 75.0;
};

/// Const after construction, safe to share between threads.
class EarthOscillation {
 public:
  /// UserError for a depth outside of the Earth, a negative height and a thickness below 1 km.
  EarthOscillation(const matter::EarthModel& earth, const NeutrinoStates& states, const EarthPath& path = {},
                   PotentialOfMatter potential = {});

  /// P(from -> to) as [from][to] for an energy in GeV and a cosine of the zenith angle at the detector (1: from above);
  /// what is missing to 1 has become sterile. UserError for an energy that is not above zero and |cos| > 1.
  FlavourTransitions transitions(bool antiparticle, double energy, double cos_zenith) const;
  /// On a grid: [cosine * energies + energy]. Much faster than one by one. Interrupted when the flag is raised.
  std::vector<FlavourTransitions> oscillogram(bool antiparticle, const std::vector<double>& energies,
                                              const std::vector<double>& cos_zeniths, int threads = 1,
                                              StopFlag stop = nullptr) const;
  /// From production to the detector, km.
  double distance_km(double cos_zenith) const;

 private:
  struct Crossing {
    size_t shell = 0;
    double length_km = 0.0;
  };
  /// What a line crosses, from the inside out. What lies below the detector is passed twice but for the innermost
  /// crossing; the first ones there have potentials of their own, with the mean density along the line.
  struct Track {
    std::vector<Crossing> below, above;
    std::vector<ForwardPotential> own;
    double vacuum_km = 0.0;
  };
  template <size_t N>
  class Systems;

  Track track(double cos_zenith) const;
  ForwardPotential mean_potential(size_t shell, double nearest_km, double from_km, double to_km) const;
  template <size_t N>
  FlavourTransitions along(const Track& track, Systems<N>& systems) const;
  template <size_t N>
  std::vector<FlavourTransitions> map(bool antiparticle, const std::vector<double>& energies,
                                      const std::vector<Track>& tracks, int threads, StopFlag stop) const;
  ForwardPotential checked(double density, double electrons_per_nucleon, double radius_km) const;

  matter::EarthModel earth_;
  NeutrinoStates states_;
  EarthPath path_;
  PotentialOfMatter potential_;
  std::vector<matter::EarthShell> shells_;  // the depth of the detector is a border
  std::vector<ForwardPotential> potentials_;
};

}  // namespace tridens::flux
