#pragma once
#include <memory>

#include "tridens/flux/earth_oscillation.hh"
#include "tridens/matter/earth.hh"
#include "tridens/model/model.hh"

// The potential of a model (model/matter_potential.hh) for oscillation in matter (flux/earth_oscillation.hh): W
// exchange, NSI, bosons of any range. A sterile state feels the Standard Model only.
namespace tridens::rate {

/// In matter that is uniform over the range of every boson. UserError for negative densities, scalars, and massless
/// bosons.
flux::ForwardPotential uniform_potential(const model::Model& model, double density_g_cm3, double electrons_per_nucleon);

/// Inside of the Earth, and above it. Bosons whose range exceeds a kilometre act with their profile in shells of
/// constant density of the Earth model, 100 km thick; others with the density of the place. UserError for scalars.
flux::PotentialOfMatter potential_in_earth(std::shared_ptr<const model::Model> model, const matter::EarthModel& earth);

}  // namespace tridens::rate
