#include "tridens/detector/telescope.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

class Check {
 public:
  explicit Check(const Telescope& telescope) : telescope_(telescope) {}

  void all() const {
    if (telescope_.medium.empty()) refuse("medium.material is missing", "neutrinos scatter on it", "name a material");
    positive(telescope_.density, "medium.density");
    positive(telescope_.livetime_s, "livetime");
    not_negative(telescope_.depth_km, "medium.depth");
    not_negative(telescope_.normalisation_uncertainty, "normalisation_uncertainty");
    positive(telescope_.lowest_energy, "neutrinos.lowest_energy");
    increasing({telescope_.lowest_energy, telescope_.highest_energy}, "neutrinos.lowest_energy, highest_energy");
    increasing(telescope_.energy_edges, "bins.energy_GeV");
    positive(telescope_.energy_edges.front(), "the first edge of bins.energy_GeV");
    increasing(telescope_.cos_zenith_edges, "bins.cos_zenith");
    inside(telescope_.cos_zenith_edges, "bins.cos_zenith");
    const std::vector<double> band = {telescope_.lowest_cos_zenith, telescope_.highest_cos_zenith};
    increasing(band, "neutrinos.cos_zenith");
    inside(band, "neutrinos.cos_zenith");
    topologies();
    if (telescope_.processes.empty()) refuse("processes is empty", "nothing would happen", "name one, as \"dis\"");
    fluxes();
    counts(telescope_.background, "background");
    counts(telescope_.observed, "observed");
  }

 private:
  const Telescope& telescope_;

  [[noreturn]] void refuse(std::string_view what, std::string_view why, std::string_view suggestion) const {
    throw UserError(fmt::format("telescope '{}': {}", telescope_.name, what), why, suggestion);
  }

  void positive(double value, std::string_view key) const {
    if (!(value > 0.0 && std::isfinite(value))) {
      refuse(fmt::format("{} is {:g}", key, value), "it must be above zero", "");
    }
  }

  void not_negative(double value, std::string_view key) const {
    if (!(value >= 0.0 && std::isfinite(value))) {
      refuse(fmt::format("{} is {:g}", key, value), "it must not be negative", "");
    }
  }

  void increasing(const std::vector<double>& edges, std::string_view key) const {
    if (edges.size() < 2) refuse(fmt::format("{} has {} edges", key, edges.size()), "a bin has two", "");
    for (size_t i = 0; i + 1 < edges.size(); ++i) {
      if (std::isfinite(edges[i]) && std::isfinite(edges[i + 1]) && edges[i] < edges[i + 1]) continue;
      refuse(fmt::format("{} goes from {:g} to {:g}", key, edges[i], edges[i + 1]), "edges must increase",
             "write them in order");
    }
  }

  void inside(const std::vector<double>& cosines, std::string_view key) const {
    if (cosines.front() >= -1.0 && cosines.back() <= 1.0) return;
    refuse(fmt::format("{} reaches from {:g} to {:g}", key, cosines.front(), cosines.back()),
           "a cosine lies between -1 and 1", "");
  }

  void topologies() const {
    if (telescope_.effective_mass.empty()) {
      refuse("there is no [[topology]]", "nothing would be seen", "add one with a mass and a resolution");
    }
    for (const auto& [topology, mass] : telescope_.effective_mass) {
      const std::string what = "topology " + detector::name(topology);
      if (!telescope_.resolution.contains(topology)) refuse(what + " has no resolution", "bins need it", "");
      if (mass.energies.empty() || mass.energies.size() != mass.masses.size()) {
        refuse(fmt::format("{} has {} masses at {} energies", what, mass.masses.size(), mass.energies.size()),
               "every energy needs its mass", "");
      }
      if (mass.energies.size() > 1) increasing(mass.energies, what + ": energies_GeV");
      for (const double value : mass.energies) positive(value, what + ": a value of energies_GeV");
      constexpr double grams_per_megatonne = 1e12;
      for (const double value : mass.masses) positive(value / grams_per_megatonne, what + ": a value of masses_Mt");
    }
    for (const auto& [topology, resolution] : telescope_.resolution) {
      const std::string what = "topology " + detector::name(topology);
      if (!telescope_.effective_mass.contains(topology)) refuse(what + " has no effective mass", "rates need it", "");
      positive(resolution.energy, what + ": energy_resolution");
      not_negative(resolution.angle_deg, what + ": angular_resolution");
      if (resolution.energy >= 1.0) refuse(what + ": energy_resolution is not below 1", "energies are above zero", "");
    }
    if (telescope_.effective_mass.contains(Topology::track))
      positive(telescope_.muon_path_m, "topology track: muon_path");
    if (!telescope_.effective_mass.contains(Topology::double_bang)) return;
    positive(telescope_.lowest_cascade_energy, "topology double-bang: lowest_energy");
    positive(telescope_.shortest_separation_m, "topology double-bang: shortest_separation");
    increasing({telescope_.shortest_separation_m, telescope_.longest_separation_m},
               "topology double-bang: shortest_separation, longest_separation");
  }

  void fluxes() const {
    if (telescope_.fluxes.empty()) refuse("there is no [[flux]]", "nothing would arrive", "add one");
    std::set<std::string> seen;
    for (const TelescopeFlux& flux : telescope_.fluxes) {
      if (flux.name.empty()) refuse("a flux has no name", "results are told apart by it", "name it");
      if (!seen.insert(flux.name).second) refuse("flux '" + flux.name + "' comes twice", "it would count twice", "");
      not_negative(flux.relative_uncertainty, "relative_uncertainty of flux " + flux.name);
    }
  }

  void counts(const TopologyCounts& all, std::string_view what) const {
    for (const auto& [topology, values] : all) {
      const std::string key = fmt::format("{} of {}", what, detector::name(topology));
      if (!telescope_.effective_mass.contains(topology)) refuse(key + " has no [[topology]]", "it would be lost", "");
      if (values.size() != telescope_.bins_per_topology()) {
        refuse(fmt::format("{} has {} numbers", key, values.size()),
               fmt::format("there are {} bins of energy and zenith", telescope_.bins_per_topology()), "");
      }
      for (const double value : values) not_negative(value, key);
    }
  }
};

}  // namespace

std::string name(Topology topology) {
  switch (topology) {
    case Topology::shower:
      return "shower";
    case Topology::track:
      return "track";
    case Topology::double_bang:
      return "double-bang";
    case Topology::air_shower:
      return "air-shower";
  }
  throw Failure("name of a topology", "it has no name", "");
}

const std::vector<Topology>& all_topologies() {
  static const std::vector<Topology> all = {Topology::shower, Topology::track, Topology::double_bang,
                                            Topology::air_shower};
  return all;
}

Topology parse_topology(std::string_view text) {
  std::vector<std::string> names;
  for (const Topology topology : all_topologies()) {
    if (name(topology) == text) return topology;
    names.push_back(name(topology));
  }
  unknown_name("topology", text, names);
}

double EffectiveMass::at(double energy) const {
  if (energy < energies.front()) return 0.0;
  if (energy >= energies.back()) return masses.back();
  const auto above = std::upper_bound(energies.begin(), energies.end(), energy) - energies.begin();
  const auto i = static_cast<size_t>(above) - 1;
  const double part = std::log(energy / energies[i]) / std::log(energies[i + 1] / energies[i]);
  return masses[i] * std::pow(masses[i + 1] / masses[i], part);
}

std::vector<Topology> Telescope::topologies() const {
  std::vector<Topology> result;
  for (const Topology topology : all_topologies()) {
    if (effective_mass.contains(topology)) result.push_back(topology);
  }
  return result;
}

void Telescope::check() const {
  Check(*this).all();
}

}  // namespace tridens::detector
