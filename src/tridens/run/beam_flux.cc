#include "tridens/run/beam_flux.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/sha256.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/run/dark_matter_setup.hh"

namespace tridens::run {
namespace {

ChosenFlux one_energy(const std::string& text, const process::DarkMatterBeam& beam) {
  const double energy = parse_quantity(text, Dimension::energy, "energy of dark matter");
  if (!(energy > beam.particle.mass)) {
    throw UserError("dark matter of an energy of '" + text + "'",
                    fmt::format("that is below its mass of {:g} GeV", beam.particle.mass), "energies are total ones");
  }
  ChosenFlux chosen;
  chosen.flux.name = text;
  chosen.flux.normalisation = flux::Normalisation::shape_only;
  chosen.flux.spectra[beam.particle.pdg] = {flux::Spectrum::Kind::line, {energy}, {1.0}};
  chosen.label = text;
  return chosen;
}

}  // namespace

ChosenFlux flux_for(const io::ProcessCard& process, const io::FluxCard& card, const std::string& folder,
                    const std::string& neutrino) {
  if (process::takes_neutrino(process.name)) {
    return choose_flux(card, folder, neutrino.empty() ? process.neutrino : neutrino);
  }
  const process::DarkMatterBeam beam = process::dark_matter_beam(process.settings);
  if (!card.energy.empty()) return one_energy(card.energy, beam);
  if (card.name.empty()) {
    throw UserError("this flux for the process 'dark-matter'", "its beam is one of dark matter, not of neutrinos",
                    fmt::format("give the name of an experiment ({}), or one energy",
                                fmt::join(io::dark_matter_experiment_names(), ", ")));
  }
  const io::LoadedDarkMatterExperiment loaded = io::load_dark_matter_experiment(card.name);
  ChosenFlux chosen;
  chosen.flux = dark_matter_flux(card.name, beam);
  chosen.label = card.name;
  chosen.checksum = io::sha256(loaded.text);
  chosen.path = loaded.path;
  return chosen;
}

const flux::Spectrum& spectrum_for(const flux::Flux& flux, const process::Process& process) {
  const process::BeamParticle beam = process::beam_particle(process);
  const auto found = flux.spectra.find(beam.pdg);
  if (found != flux.spectra.end()) return found->second;
  return flux.spectrum(process.neutrino());
}

double highest_energy(const flux::Flux& flux, const std::vector<Neutrino>& neutrinos) {
  double highest = 0.0;
  for (const Neutrino& neutrino : neutrinos) highest = std::max(highest, flux.spectrum(neutrino).highest());
  if (!neutrinos.empty()) return highest;
  for (const auto& [pdg, spectrum] : flux.spectra) highest = std::max(highest, spectrum.highest());
  return highest;
}

}  // namespace tridens::run
