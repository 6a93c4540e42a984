#include "tridens/rate/neutrino_potential.hh"

#include <utility>

#include "tridens/base/units.hh"
#include "tridens/model/matter_potential.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::rate {
namespace {

constexpr double local_km = 1.0;  // forces of shorter range see the density of the place

model::MatterBody body_of(const matter::EarthModel& earth) {
  constexpr double thickest_km = 100.0;
  model::MatterBody body{"earth", "the Earth in shells of constant density", {}};
  for (const matter::EarthShell& shell : earth.shells(thickest_km)) {
    body.shells.push_back(
        {shell.outer_radius_km * units::km, model::number_densities(shell.density, shell.electrons_per_nucleon)});
  }
  return body;
}

/// What the model adds to the Standard Model at a distance from the centre, GeV^-1.
model::FlavourMatrix added(const model::Model& model, const model::MatterBody& body, double radius) {
  model::FlavourMatrix result = model::matter_hamiltonian(model, body, radius);
  const model::FlavourMatrix standard = model::matter_hamiltonian(model.standard(), body, radius);
  for (size_t b = 0; b < 3; ++b) {
    for (size_t a = 0; a < 3; ++a) result[b][a] -= standard[b][a];
  }
  return result;
}

}  // namespace

flux::ForwardPotential uniform_potential(const model::Model& model, double density_g_cm3,
                                         double electrons_per_nucleon) {
  flux::ForwardPotential result = flux::standard_potential(density_g_cm3, electrons_per_nucleon);
  result.active = model::matter_hamiltonian(model, model::number_densities(density_g_cm3, electrons_per_nucleon));
  return result;
}

flux::PotentialOfMatter potential_in_earth(std::shared_ptr<const model::Model> model, const matter::EarthModel& earth) {
  if (model::longest_range(*model) < local_km * units::km) {
    return [model = std::move(model)](double density, double electrons, double) {
      return uniform_potential(*model, density, electrons);
    };
  }
  return [model = std::move(model), body = body_of(earth)](double density, double electrons, double radius_km) {
    flux::ForwardPotential result = flux::standard_potential(density, electrons);
    const model::FlavourMatrix force = added(*model, body, radius_km * units::km);
    for (size_t b = 0; b < 3; ++b) {
      for (size_t a = 0; a < 3; ++a) result.active[b][a] += force[b][a];
    }
    return result;
  };
}

}  // namespace tridens::rate
