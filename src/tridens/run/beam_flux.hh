#pragma once
#include "tridens/process/process.hh"
#include "tridens/run/setup.hh"

// The flux of what a process takes, neutrinos or another particle.
namespace tridens::run {

/// choose_flux() for processes of neutrinos (`neutrino` in place of the one of the card when it is not empty). Dark
/// matter takes one energy, or the name of an experiment of dark matter, whose beam then makes it. UserError for
/// others.
ChosenFlux flux_for(const io::ProcessCard& process, const io::FluxCard& card, const std::string& folder,
                    const std::string& neutrino = "");

/// UserError naming the species that the flux does have.
const flux::Spectrum& spectrum_for(const flux::Flux& flux, const process::Process& process);

/// Highest energy of the neutrinos; of the whole flux when the process takes none. GeV.
double highest_energy(const flux::Flux& flux, const std::vector<Neutrino>& neutrinos);

}  // namespace tridens::run
