#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/flux/matter_oscillation.hh"

// Oscillation parameters as users write them.
namespace tridens::flux {

/// "nufit-6.0,ordering=inverted,sin2_theta23=0.5,delta=90deg": a fit of data/oscillation/nufit.csv and changes to it.
struct OscillationParameters {
  std::string fit;          // "6.0-inverted"
  std::string description;  // "NuFIT 6.0-inverted, sin2_theta23=0.5, delta=90deg"
  NeutrinoStates states;
};

/// Keys and what they mean: ordering, sin2_theta12, ..., delta, delta_m2_21, delta_m2_31, and those of a sterile state
/// (delta_m2_41, sin2_theta14, sin2_theta24, sin2_theta34, delta14, delta24).
std::vector<std::pair<std::string, std::string>> oscillation_settings();
/// UserError for an unknown fit, key or ordering, a value out of range, an ordering that the fit was not made for or
/// that contradicts delta_m2_31, and mixing with a sterile state without its splitting.
OscillationParameters oscillation_parameters(std::string_view text);
OscillationParameters oscillation_parameters(const Specification& specification);

}  // namespace tridens::flux
