#include "tridens/process/beam_particle.hh"

#include "tridens/base/error.hh"
#include "tridens/process/dark_matter_process.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {

Neutrino BeamProcess::neutrino() const {
  throw Failure("the neutrino of a process of " + beam().name, "it has none", "");
}

BeamParticle beam_particle(const Process& process) {
  if (const auto* other = dynamic_cast<const BeamProcess*>(&process)) return other->beam();
  const Neutrino neutrino = process.neutrino();
  return {neutrino.pdg(), 0.0, name(neutrino)};
}

bool takes_neutrino(std::string_view process_name) {
  return process_info(process_name).name != dark_matter_scattering().info.name;
}

}  // namespace tridens::process
