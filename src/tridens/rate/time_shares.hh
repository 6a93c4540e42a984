#pragma once
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"

// How what arrives spreads over the time bins of an experiment.
namespace tridens::rate {

/// Probability that a neutrino of a species is counted in each time bin: int f(t - offset - shift) efficiency(t) dt,
/// f the arrival times of the flux, the offset that of the experiment. One number, 1, for experiments without time.
/// UserError when times are needed and the flux does not say when this species arrives.
std::vector<double> time_shares(const detector::Experiment& experiment, const flux::Flux& flux, Neutrino neutrino,
                                double shift_s = 0.0);

/// Counts of a background whose time profile is known per time bin, as a share of the counts without a shift: sums to 1
/// at a shift of zero. UserError for a background without a profile, or an experiment without time bins.
std::vector<double> time_shares(const detector::Experiment& experiment, const detector::Background& background,
                                double shift_s = 0.0);

}  // namespace tridens::rate
