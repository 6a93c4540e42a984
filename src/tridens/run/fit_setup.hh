#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/inference/likelihood.hh"
#include "tridens/inference/minimum.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/run/requests.hh"

// From a fit card to a likelihood: experiments, models with parameters in their settings, data.
namespace tridens::run {

struct FitSetup {
  std::vector<inference::Parameter> parameters;
  std::shared_ptr<const inference::Likelihood> likelihood;
  std::vector<FitResult::Experiment> experiments;  // in the order of the measurements; without what is expected
  Provenance provenance;
};

/// UserError for experiments, models, nuisances and data that do not exist or do not fit each other. Once the flag is
/// set no further point is calculated: Interrupted.
FitSetup make_fit_setup(const io::FitCard& card, int threads, StopFlag stop = nullptr);

/// UserError for a parameter that changes nothing of what the experiments expect: compared at the ends of its range and
/// at an interior point, the others inside theirs.
void check_effects(const FitSetup& setup, const io::FitCard& card);

/// The same experiments and data with the Standard Model in place of the fitted one, without parameters.
io::FitCard standard_model_card(const io::FitCard& card);

/// A point where every coupling acts: inside the ranges, none at zero.
std::vector<double> interior_point(const std::vector<io::FitParameterCard>& parameters);

}  // namespace tridens::run
