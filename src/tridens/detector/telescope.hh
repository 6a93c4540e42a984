#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Neutrino telescopes: what they are made of, how much of it they watch, and what events look like.
namespace tridens::detector {

/// What an event looks like: one shower, a muon track (with or without a shower), two separate showers, or the shower
/// in the air of a tau that was made in rock.
enum class Topology { shower, track, double_bang, air_shower };
std::string name(Topology topology);
/// UserError with the nearest name.
Topology parse_topology(std::string_view text);
/// All of them, in the order of results.
const std::vector<Topology>& all_topologies();

/// Mass watched for one topology against the energy of the neutrino or of what it deposits.
struct EffectiveMass {
  std::vector<double> energies;  // GeV, increasing
  std::vector<double> masses;  // grams; straight lines in the logarithms, zero below the first, constant above the last
  bool of_deposited_energy = true;
  double at(double energy) const;
};

/// Resolution of a topology.
struct TopologyResolution {
  double energy = 0.0;     // relative, one sigma
  double angle_deg = 0.0;  // median
};

/// A diffuse flux that the telescope sees.
struct TelescopeFlux {
  std::string name;                   // "astrophysical", "conventional"
  std::string specification;          // of flux::make_diffuse_flux
  double relative_uncertainty = 0.0;  // of its normalisation, 0: known exactly
};

/// Events of one topology in all bins of energy and zenith: [energy bin * zenith bins + zenith bin].
using TopologyCounts = std::map<Topology, std::vector<double>>;

struct Telescope {
  std::string name, title, problems, licence;
  std::vector<std::string> sources;  // papers and releases
  std::string medium;                // material of matter::material
  double density = 0.0;              // g/cm^3 of the medium, for muons on their way
  double depth_km = 0.0;             // of its centre
  double livetime_s = 0.0;
  double lowest_cos_zenith = -1.0, highest_cos_zenith = 1.0;
  double lowest_energy = 0.0, highest_energy = 0.0;  // GeV, of the neutrinos that are looked at
  std::map<Topology, EffectiveMass> effective_mass;
  std::map<Topology, TopologyResolution> resolution;
  std::vector<double> energy_edges;      // GeV, of deposited energy
  std::vector<double> cos_zenith_edges;  // at least two
  double muon_path_m = 0.0;              // mean path of a muon inside of what is watched
  double shortest_separation_m = 0.0;    // of two showers that are told apart
  double longest_separation_m = 0.0;     // that fits inside
  double lowest_cascade_energy = 0.0;    // GeV, of each of two showers
  std::vector<std::string> processes;    // "dis,current=cc", "glashow", ...
  std::vector<TelescopeFlux> fluxes;
  double normalisation_uncertainty = 0.0;  // relative, of all events: mass, cross sections
  TopologyCounts background;               // events that no flux of neutrinos explains
  TopologyCounts observed;                 // empty: a projection

  size_t energy_bins() const { return energy_edges.size() - 1; }
  size_t zenith_bins() const { return cos_zenith_edges.size() - 1; }
  size_t bins_per_topology() const { return energy_bins() * zenith_bins(); }
  /// Those with an effective mass, in the order of all_topologies().
  std::vector<Topology> topologies() const;
  /// UserError for anything that is missing or impossible: edges that do not increase, a topology with a mass and no
  /// resolution or the other way round, masses that are not one per energy, tracks without a path of muons, double
  /// bangs without separations, no process, no flux, counts that do not fit the bins.
  void check() const;
};

}  // namespace tridens::detector
