#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tridens/detector/counting_experiment.hh"
#include "tridens/event/analysis.hh"
#include "tridens/inference/likelihood.hh"
#include "tridens/matter/material.hh"
#include "tridens/run/setup.hh"
#include "tridens/run/trident_terms.hh"

// Counting experiments of tridents: from the data file and changes of the user to what rates and fits stand on.
namespace tridens::run {

/// A counting experiment by name or path, with changes of the user (counting_changes). UserError for what does not
/// exist or fit: names, pairs that the flux cannot make, the unit of the exposure, an exposure of a flux without
/// normalisation. What was observed belongs to the exposure of the file: another beam or target drops it.
CountingSetup make_counting_setup(const std::string& name, const std::map<std::string, std::string>& changes = {});
/// Keys of the changes with their meaning.
std::vector<std::pair<std::string, std::string>> counting_changes();

/// How a fit treats the uncertainties of the experiment.
struct CountingNuisances {
  std::optional<std::vector<std::string>> free;     // names that are left free; absent: all
  std::map<std::string, double> widths;             // other than in the file (infinity: free)
  std::map<std::string, std::string> common_names;  // name -> shared with other experiments
};
/// Names of the uncertainties and backgrounds of an experiment that can be nuisances, with their widths.
std::vector<inference::Nuisance> available_nuisances(const detector::CountingExperiment& experiment);

/// Models as a function of the parameters.
using ModelAt = std::function<std::shared_ptr<const model::Model>(const std::vector<double>& parameters)>;
/// The expectation of an experiment: integrals, uncertainties and backgrounds. UserError for nuisances that the
/// experiment does not have.
std::shared_ptr<const inference::TridentExpectation> counting_expectation(const CountingSetup& setup,
                                                                          const TridentTermsResult& terms,
                                                                          ModelAt model_at,
                                                                          const CountingNuisances& nuisances = {});
/// The same with data: what was observed, or for a projection the Standard Model's expectation. A ratio is Gaussian,
/// numbers are Poisson.
inference::Measurement counting_measurement(const CountingSetup& setup, const TridentTermsResult& terms,
                                            ModelAt model_at, const CountingNuisances& nuisances = {});

}  // namespace tridens::run
