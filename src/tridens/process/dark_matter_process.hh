#pragma once
#include "tridens/model/dark_matter.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/registry.hh"

// The process 'dark-matter': chi of a beam on electrons, nucleons and nuclei, for cross sections and events. Formulas
// in dark_matter.cc, settings in dark_matter_process.cc.
namespace tridens::process {

RegisteredProcess dark_matter_scattering();

/// What comes in with the settings of the process: chi, or chi2 with incoming=chi2. UserError as make_process().
struct DarkMatterBeam {
  model::DarkMatter matter;
  bool excited = false;
  BeamParticle particle;
};
DarkMatterBeam dark_matter_beam(const std::map<std::string, std::string>& settings);

}  // namespace tridens::process
