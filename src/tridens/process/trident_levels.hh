#pragma once
#include <vector>

#include "tridens/process/trident.hh"

namespace tridens::process {

/// Integrals per unit coupling of one component at one energy, by the rules of increasing fineness that a total takes
/// until two agree. Kept, they serve every vertex with the same mediator (or none).
using TridentLevels = std::vector<TridentTerms>;

/// Cross section of `vertex` at an energy, GeV, in place of the vertex that the process was made with, whose mediator
/// it must share; `levels` belongs to this component and energy and gets the integrals that are missing. UserError for
/// an energy that is not positive and finite.
CrossSection trident_cross_section(const Trident& trident, size_t component, double energy,
                                   const model::LeptonVertex& vertex, TridentLevels& levels);

}  // namespace tridens::process
