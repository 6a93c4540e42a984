#include "tridens/flux/cosmic_ray_nucleons.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::flux {

std::vector<CosmicRayGroup> cosmic_ray_groups() {
  const std::string path = "data/source/cosmic_rays_h3a.csv";
  const Table table = parse_table(embedded_table(path), path);
  std::vector<CosmicRayGroup> groups;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    groups.push_back({number("A"), number("Z"), number("a"), number("gamma"), number("Z") * number("rigidity_GV")});
  }
  return groups;
}

CosmicRayNucleons::CosmicRayNucleons(double rigidity_cutoff)
    : rigidity_cutoff_(rigidity_cutoff), groups_(cosmic_ray_groups()) {
  if (!(rigidity_cutoff >= 0.0) || !std::isfinite(rigidity_cutoff)) {
    throw UserError(fmt::format("a geomagnetic cutoff of {:g} GV", rigidity_cutoff), "rigidities are not negative",
                    "give 0 for none");
  }
}

double CosmicRayNucleons::sum(double energy, bool protons_only) const {
  if (!(energy >= lowest_energy) || energy > highest_energy) return 0.0;
  constexpr double per_cm2 = 1e-4;
  double total = 0.0;
  for (const CosmicRayGroup& group : groups_) {
    const double nucleus = group.mass_number * energy;
    if (nucleus < group.charge * rigidity_cutoff_) continue;
    // A nuclei of energy A E per nucleus: dN/dE_nucleon = A dN/dE_nucleus, A nucleons each.
    const double count = protons_only ? group.charge : group.mass_number;
    total += count * group.mass_number * group.strength *
             std::exp(-(group.index + 1.0) * std::log(nucleus) - nucleus / group.cutoff);
  }
  return per_cm2 * total;
}

double CosmicRayNucleons::nucleons(double energy) const {
  return sum(energy, false);
}

double CosmicRayNucleons::protons(double energy) const {
  return sum(energy, true);
}

}  // namespace tridens::flux
