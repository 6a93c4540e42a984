#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/dark_matter_experiment.hh"
#include "tridens/matter/material.hh"
#include "tridens/process/dark_matter.hh"
#include "tridens/rate/dark_matter_flux.hh"

// Events of dark matter of a proton beam in a detector. Formulas and validity in dark_matter_rate.cc.
namespace tridens::rate {

struct DarkMatterEvents {
  struct Part {
    std::string name;            // "pi0", "eta", "bremsstrahlung", with "chi2 from" in front of the second state
    std::vector<double> counts;  // per bin of the experiment
    double total() const;
  };
  std::vector<Part> parts;
  double events() const;
  std::vector<double> counts() const;
};

class DarkMatterRate {
 public:
  /// Looks up beam and material. UserError for unknown ones, and what DarkMatterExperiment::check refuses.
  explicit DarkMatterRate(detector::DarkMatterExperiment experiment, DarkMatterOptions options = {},
                          int energy_nodes = 32);

  const detector::DarkMatterExperiment& experiment() const { return experiment_; }
  const DarkMatterProduction& production() const { return production_; }
  /// UserError, naming the condition, when nothing makes the pair, no energy of it reaches the window, or chi2 must
  /// decay and there is none.
  DarkMatterEvents events(const model::DarkMatter& matter) const;
  /// y at which as many events are expected as excluded, epsilon varied: events go with y^2 unless A' decays to what is
  /// visible, so that a few steps suffice. Empty when even epsilon = 0.99 gives too few. UserError as above.
  std::optional<double> excluded_y(model::DarkMatter matter) const;
  /// Particles per proton on target, GeV and m^2 at energies (GeV), mean over the detector: chi and chibar, or one
  /// state of a pair; chi2 that has not decayed on the way.
  std::vector<double> fluence(const model::DarkMatter& matter, bool excited, const std::vector<double>& energies) const;
  /// The heaviest pair of dark matter that the beam makes, GeV.
  double heaviest_pair() const;

 private:
  detector::DarkMatterExperiment experiment_;
  DarkMatterProduction production_;
  matter::Material material_;
  std::vector<detector::ViewedShare> shares_;
  int energy_nodes_ = 0;

  struct Target;
  std::vector<Target> targets(const model::DarkMatter& matter, bool excited) const;
  void add_recoils(const model::DarkMatter& matter, bool excited, DarkMatterEvents& events) const;
  /// Per metre of the way of chi1: scatters whose chi2 decays inside, per bin.
  std::vector<double> made_inside(const model::DarkMatter& matter, double energy) const;
  void add_decays(const model::DarkMatter& matter, DarkMatterEvents& events) const;
};

/// Energies of chi at which the largest recoil is that one, GeV; infinite when the beam has none.
double lowest_energy_for(const process::DarkMatterScattering& scattering, double recoil, double highest_energy);

}  // namespace tridens::rate
