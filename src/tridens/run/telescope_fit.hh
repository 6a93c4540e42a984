#pragma once
#include "tridens/run/fit_expectation.hh"

namespace tridens::run {

/// What a telescope of a fit card expects. Parameters stand in the specifications of its fluxes: UserError where they
/// would cost a new kernel, and for nuisances that it does not have.
ExperimentExpectation telescope_expectation_of(const FittedExperiment& fitted);

}  // namespace tridens::run
