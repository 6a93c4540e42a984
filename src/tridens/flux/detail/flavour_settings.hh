#pragma once
#include <string>
#include <utility>
#include <vector>

#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/source_composition.hh"

// The settings that say which flavours a distant source emits and how they mix on the way.
namespace tridens::flux::detail {

/// "composition" with a default, and "nufit".
std::vector<SourceParameter> flavour_parameters(const std::string& composition);

/// What "nufit" asks for: the best fit, or nothing for "none".
FlavourTransitions transitions(const SourceSettings& settings);
FlavourComposition composition_at_earth(const SourceSettings& settings);

/// "0.167, 0.170, ..." with the names of the species.
std::string described(const FlavourComposition& composition);

}  // namespace tridens::flux::detail
