#pragma once
#include "tridens/run/fit_expectation.hh"

// Experiments that count decays in fits: one number of events, where parameters stand in the process of the card.
// Couplings cost a sum over simulated decays, masses a new simulation: which parameter is which is found out by trying.
// Every point stands for itself: the simulation of a mass is made at the middle of the ranges of the couplings,
// whichever point asks for it first.
namespace tridens::run {

/// UserError for an experiment without counts or background, parameters elsewhere, and nuisances other than
/// "normalisation" (of the signal; it needs a width).
ExperimentExpectation decay_expectation_of(const FittedExperiment& fitted);

}  // namespace tridens::run
