#pragma once
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/telescope.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/process/process.hh"

// A process and a flux whose rates follow by hand: cross section s (E/PeV)^a per water molecule, share y of the energy
// to hadrons with the density 2 (1 - y), the rest to a lepton.
namespace tridens::rate {

class PowerLawProcess : public process::Process {
 public:
  PowerLawProcess(Neutrino neutrino, int lepton_pdg, double sigma_cm2, double index, double target_count = 1.0)
      : neutrino_(neutrino), lepton_(lepton_pdg), sigma_(sigma_cm2 * units::cm2 * target_count), index_(index) {
    process::Component component;
    component.name = component.shape = "whole";
    component.multiplicity = target_count;
    components_ = {component};
  }
  const std::vector<process::Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t) const override { return 0.0; }
  process::CrossSection cross_section(size_t, double energy) const override { return {total(energy), 0.0, false}; }
  int dimension() const override { return 1; }
  void dsigma(size_t, const double* energy, const double* u, size_t count, double* result) const override {
    for (size_t i = 0; i < count; ++i) result[i] = total(energy[i]) * 2.0 * (1.0 - u[i]);
  }
  std::vector<process::FinalParticle> final_state(size_t, double energy, const double* u) const override {
    const double hadrons = u[0] * energy, lepton = energy - hadrons;
    return {{lepton_, {lepton, 0.0, 0.0, lepton}, 0.0},
            {2009900010, {hadrons + constants::proton_mass, 0.0, 0.0, hadrons}, constants::proton_mass}};
  }

 private:
  double total(double energy) const { return sigma_ * std::pow(energy / units::PeV, index_); }
  Neutrino neutrino_;
  int lepton_;
  double sigma_, index_;
  std::vector<process::Component> components_;
};

/// norm (E/PeV)^-gamma, times 1 + slope x cosine of the zenith angle, for one species.
class PowerLawFlux : public flux::DiffuseFlux {
 public:
  PowerLawFlux(Neutrino neutrino, double norm, double gamma, double slope = 0.0)
      : neutrino_(neutrino), norm_(norm), gamma_(gamma), slope_(slope) {}
  double at(Neutrino neutrino, double energy, double cos_zenith) const override {
    if (!(neutrino == neutrino_)) return 0.0;
    return norm_ * std::pow(energy / units::PeV, -gamma_) * (1.0 + slope_ * cos_zenith);
  }
  std::vector<flux::DiffuseLine> lines(Neutrino neutrino) const override {
    return neutrino == neutrino_ ? lines_ : std::vector<flux::DiffuseLine>{};
  }
  double lowest_energy() const override { return 1.0; }
  double highest_energy() const override { return 1e12; }
  bool isotropic() const override { return slope_ == 0.0; }
  std::string name() const override { return "test"; }
  std::vector<std::string> papers() const override { return {}; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return {}; }
  void add_line(double energy, double intensity) { lines_.push_back({energy, intensity}); }

 private:
  Neutrino neutrino_;
  double norm_, gamma_, slope_;
  std::vector<flux::DiffuseLine> lines_;
};

inline detector::Telescope test_telescope() {
  using detector::Topology;
  detector::Telescope telescope;
  telescope.name = "test";
  telescope.medium = "H2O";
  telescope.density = 0.92;
  telescope.depth_km = 2.0;
  telescope.livetime_s = 1e8;
  telescope.lowest_energy = 1e4;
  telescope.highest_energy = 1e8;
  telescope.effective_mass[Topology::shower] = {{1.0}, {4e14}, true};
  telescope.resolution[Topology::shower] = {0.15, 8.0};
  telescope.effective_mass[Topology::track] = {{1.0}, {2e14}, true};
  telescope.resolution[Topology::track] = {0.29, 1.0};
  telescope.muon_path_m = 500.0;
  telescope.effective_mass[Topology::double_bang] = {{1.0}, {3e14}, true};
  telescope.resolution[Topology::double_bang] = {0.15, 8.0};
  telescope.lowest_cascade_energy = 1e3;
  telescope.shortest_separation_m = 10.0;
  telescope.longest_separation_m = 500.0;
  telescope.energy_edges = {1e5, 3e5, 1e6, 1e7};
  telescope.cos_zenith_edges = {-1.0, 0.0, 1.0};
  telescope.processes = {"test"};
  telescope.fluxes = {{"test", "test", 0.0}};
  return telescope;
}

}  // namespace tridens::rate
