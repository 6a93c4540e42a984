#pragma once
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"

namespace tridens::rate::detail {

/// Probability that a neutrino of a species is counted in each time bin: int f(t - offset) efficiency(t) dt. One
/// number, 1, for experiments without time. UserError when times are needed and the flux does not say when this species
/// arrives.
std::vector<double> time_shares(const detector::Experiment& experiment, const flux::Flux& flux, Neutrino neutrino);

}  // namespace tridens::rate::detail
