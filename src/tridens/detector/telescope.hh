#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Neutrino telescopes: what they are made of, how much of it they watch, and what events look like.
namespace tridens::detector {

/// What an event looks like: one shower, a muon track (with or without a shower), two separate showers.
enum class Topology { shower, track, double_bang };
std::string name(Topology topology);
/// UserError with the nearest name.
Topology parse_topology(std::string_view text);

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

struct Telescope {
  std::string name, title, source, problems, licence;
  std::string medium;     // material of matter::material
  double depth_km = 0.0;  // of its centre
  double livetime_s = 0.0;
  double lowest_cos_zenith = -1.0, highest_cos_zenith = 1.0;
  std::map<Topology, EffectiveMass> effective_mass;
  std::map<Topology, TopologyResolution> resolution;
  std::vector<double> energy_edges;      // GeV, of deposited energy
  std::vector<double> cos_zenith_edges;  // at least two
  double shortest_separation_m = 0.0;    // of two showers that are told apart
  double longest_separation_m = 0.0;     // that fits inside
  double lowest_cascade_energy = 0.0;    // GeV
  std::vector<std::string> processes;    // "dis,current=cc", "glashow", ...
  std::vector<std::string> fluxes;       // "astrophysical,...": of flux::make_diffuse_flux
};

}  // namespace tridens::detector
