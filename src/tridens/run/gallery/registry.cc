#include "tridens/run/gallery/registry.hh"

#include <algorithm>
#include <cmath>

namespace tridens::run::gallery {

std::vector<Entry> entries() {
  std::vector<Entry> all;
  for (const auto& group : {
           cross_section_entries(),
           approximation_entries(),
           menu_entries(),
           measurement_entries(),
           hadron_entries(),
           rate_entries(),
           selection_entries(),
           event_file_entries(),
           mediator_entries(),
           coherence_entries(),
           neutrino_interaction_entries(),
           neutrino_moment_entries(),
           pion_decay_entries(),
           coherent_prediction_entries(),
           neutrino_electron_entries(),
           electron_angle_entries(),
           electron_mediator_entries(),
           borexino_entries(),
           matter_and_dipole_entries(),
           chi2_table_entries(),
           coherent_nsi_entries(),
           coherent_scenario_entries(),
           leptoquark_plane_entries(),
           dune_sensitivity_entries(),
           trident_limit_entries(),
           reactor_fit_entries(),
           ess_entries(),
           electromagnetic_fit_entries(),
           glashow_entries(),
           electroweak_entries(),
           black_hole_entries(),
           double_cascade_entries(),
           flavour_entries(),
           dark_matter_decay_entries(),
           telescope_entries(),
           deep_inelastic_entries(),
           atmospheric_trident_entries(),
           muon_beam_entries(),
           millicharge_entries(),
           neutrino_mass_entries(),
           dark_neutrino_entries(),
           bound_entries(),
           charged_scalar_entries(),
           dark_bremsstrahlung_entries(),
           light_dark_matter_entries(),
       }) {
    all.insert(all.end(), group.begin(), group.end());
  }
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
  return all;
}

std::string verdict(const Comparison& comparison) {
  if (!comparison.published || !comparison.tolerance) return "shown";
  if (comparison.at_most) {
    return comparison.computed <= *comparison.published * (1.0 + *comparison.tolerance) ? "agrees" : "differs";
  }
  const double difference = std::abs(comparison.computed - *comparison.published);
  return difference <= *comparison.tolerance * std::abs(*comparison.published) ? "agrees" : "differs";
}

}  // namespace tridens::run::gallery
