#pragma once
#include <string>
#include <string_view>

#include "tridens/process/process.hh"

// What comes in. Most processes take a neutrino; a few take another particle, which may have a mass.
namespace tridens::process {

struct BeamParticle {
  int pdg = 0;
  double mass = 0.0;  // GeV
  std::string name;   // "numu", "chi"
};

/// A process of another particle than a neutrino. Energies are total ones, thresholds not below its mass, and momenta
/// of final states those of a beam along +z.
class BeamProcess : public Process {
 public:
  virtual BeamParticle beam() const = 0;
  /// Failure: there is none.
  Neutrino neutrino() const final;
};

/// That of a BeamProcess, or the neutrino.
BeamParticle beam_particle(const Process& process);
/// False for the processes of the registry that are BeamProcess. UserError with the nearest name.
bool takes_neutrino(std::string_view process_name);

}  // namespace tridens::process
