#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tridens/detector/experiment.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/rate/recoil_rate.hh"
#include "tridens/run/reaction.hh"

// From an experiment's data file, a model and changes of the user to a predictor: what rates and fits stand on.
namespace tridens::run {

struct ExperimentSetup {
  detector::Experiment experiment;  // with the changes in it
  ChosenFlux flux;
  std::shared_ptr<const model::Model> model;
  std::vector<rate::SignalSource> sources;
  std::vector<std::pair<std::string, Neutrino>> source_names;  // process and neutrino of each source
  Provenance provenance;
};

/// Unit that the bins of an experiment are printed in, with its size: keV for energies, or eV, MeV, GeV.
std::pair<std::string, double> observable_unit(const detector::Experiment& experiment);

/// An experiment by name, or by path when the text is one (a slash, or .toml at its end).
io::LoadedExperiment load_experiment(const std::string& name);

/// UserError for what does not exist or fit: unknown experiment, process, key to change, unit of the exposure.
ExperimentSetup make_experiment_setup(const RateRequest& request);
/// The same of an experiment that was loaded before; RateRequest::experiment is not read.
ExperimentSetup make_experiment_setup(const RateRequest& request, io::LoadedExperiment loaded);

/// A share of the neutrinos of a flux with its changes of an experiment.
struct FluxShare {
  double weight = 0.0;
  std::map<std::string, std::string> changes;
};

/// A survival probability is linear in its amplitude: P_a = 1 - A_a sin^2 D = (1 - A_a) + A_a (1 - sin^2 D). Hence the
/// counts of an oscillation in the changes are the sum of those without it and those with full amplitude, once for
/// every flavour that disappears,
///   N = (1 - sum_a A_a) N(0) + sum_a A_a N(A_a = 1),
/// of which only the latter depend on the splitting. Empty without an oscillation, where neutrinos also appear, and for
/// mixings that are too large together.
std::vector<FluxShare> disappearance_shares(const std::map<std::string, std::string>& changes);

/// The sources of a setup with other settings of the process ("form_factor" -> ...), in the same order.
std::vector<rate::SignalSource> sources_with(const ExperimentSetup& setup,
                                             const std::map<std::string, std::string>& settings);

/// Keys of RateRequest::overrides with their meaning.
std::vector<std::pair<std::string, std::string>> experiment_changes();

}  // namespace tridens::run
