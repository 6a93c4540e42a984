#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/inference/expectation.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/run/requests.hh"

// What an experiment of a fit card expects at a point of the parameters.
namespace tridens::run {

/// One experiment of a card with everything that it needs of the rest of the card.
struct FittedExperiment {
  io::FitExperimentCard card;
  io::ModelCard model;  // with {parameters}
  std::vector<io::FitParameterCard> parameters;
  std::map<std::string, std::string> common_names;  // its nuisance -> name shared with others
  int threads = 1;
  StopFlag stop = nullptr;  // of what is calculated for one point

  /// Model and changes with the values in place of the {parameters}.
  io::ModelCard model_at(const std::vector<double>& values) const;
  std::map<std::string, std::string> change_at(const std::vector<double>& values) const;
};

/// An expectation with the data of its experiment.
struct ExperimentExpectation {
  std::shared_ptr<const inference::Expectation> expectation;
  std::string title, statistic;
  std::vector<double> observed;         // empty: none for this exposure
  std::vector<double> observed_errors;  // where the source gives them
  std::vector<double> added_variance;   // of Gaussian counts, beside their own; empty: none
  std::vector<std::string> nuisances;   // left free, by the names that the experiment gives them
  bool likelihood_stated = true;        // by the experiment or the card
  std::vector<FitResult::Experiment::Axis> axes;
  Provenance provenance;
};

/// "0.05", "30 ns", "free" (infinity): in the unit of the nuisance, which is ns for shifts in time.
double nuisance_width(const std::string& nuisance, const std::string& text);

/// UserError for whatever of it does not exist or fit.
ExperimentExpectation make_expectation(const FittedExperiment& experiment);

}  // namespace tridens::run
