#pragma once
#include <vector>

#include "tridens/run/gallery/entry.hh"

namespace tridens::run::gallery {

/// All entries, sorted by id. A new group is one file with its function and one line in registry.cc.
std::vector<Entry> entries();

// The groups.
std::vector<Entry> cross_section_entries();
std::vector<Entry> approximation_entries();
std::vector<Entry> menu_entries();
std::vector<Entry> measurement_entries();
std::vector<Entry> hadron_entries();
std::vector<Entry> rate_entries();
std::vector<Entry> selection_entries();
std::vector<Entry> event_file_entries();
std::vector<Entry> mediator_entries();
std::vector<Entry> coherence_entries();
std::vector<Entry> neutrino_interaction_entries();
std::vector<Entry> neutrino_moment_entries();
std::vector<Entry> pion_decay_entries();
std::vector<Entry> coherent_prediction_entries();
std::vector<Entry> neutrino_electron_entries();
std::vector<Entry> electron_angle_entries();
std::vector<Entry> electron_mediator_entries();
std::vector<Entry> borexino_entries();
std::vector<Entry> matter_and_dipole_entries();
std::vector<Entry> chi2_table_entries();
std::vector<Entry> coherent_nsi_entries();
std::vector<Entry> coherent_scenario_entries();
std::vector<Entry> leptoquark_plane_entries();
std::vector<Entry> dune_sensitivity_entries();
std::vector<Entry> trident_limit_entries();
std::vector<Entry> reactor_fit_entries();
std::vector<Entry> ess_entries();
std::vector<Entry> electromagnetic_fit_entries();
std::vector<Entry> glashow_entries();
std::vector<Entry> electroweak_entries();
std::vector<Entry> black_hole_entries();
std::vector<Entry> double_cascade_entries();
std::vector<Entry> flavour_entries();
std::vector<Entry> dark_matter_decay_entries();
std::vector<Entry> telescope_entries();
std::vector<Entry> deep_inelastic_entries();
std::vector<Entry> atmospheric_trident_entries();
std::vector<Entry> muon_beam_entries();
std::vector<Entry> millicharge_entries();
std::vector<Entry> neutrino_mass_entries();
std::vector<Entry> dark_neutrino_entries();
std::vector<Entry> bound_entries();
std::vector<Entry> charged_scalar_entries();
std::vector<Entry> dark_bremsstrahlung_entries();
std::vector<Entry> light_dark_matter_entries();

}  // namespace tridens::run::gallery
