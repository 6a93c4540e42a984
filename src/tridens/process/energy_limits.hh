#pragma once
#include <string>

// Neutrino energies beyond which a process has no meaning any more: asked before anything is computed.
namespace tridens::process {

/// UserError for neutrino energies, GeV, at which "cevns" or "nu-e" does not describe what happens.
void check_elastic_energy(const std::string& process, double highest_energy);

/// UserError for neutrino energies, GeV, far above the four-fermion limit of tridents.
void check_trident_energy(double highest_energy);

}  // namespace tridens::process
