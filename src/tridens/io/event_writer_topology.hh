#pragma once
#include <vector>

#include "tridens/base/hadronic_system.hh"
#include "tridens/event/record.hh"

namespace tridens::io {

/// Nuclei, excited ones and the pseudo-particle of an unmodelled remnant included, by their PDG number.
inline bool is_nuclear_code(int pdg) {
  return pdg >= 1000000000 && pdg != hadronic_system_pdg;
}

/// Who comes from where in an event: with a struck particle the target separates into it and the remnants
/// (the outgoing nuclei), and beam and struck particle make the rest; else beam and target make everything.
struct EventTopology {
  explicit EventTopology(const event::Event& event) {
    using event::Status;
    for (const event::Particle& particle : event.particles) {
      if (particle.status == Status::beam) beam = &particle;
      if (particle.status == Status::target) target = &particle;
      if (particle.status == Status::struck_nucleon || particle.status == Status::struck_electron) {
        struck = &particle;
      }
    }
    for (const event::Particle& particle : event.particles) {
      if (particle.status != Status::final_state) continue;
      (struck != nullptr && is_nuclear_code(particle.pdg) ? remnants : outgoing).push_back(&particle);
    }
  }
  const event::Particle* beam = nullptr;
  const event::Particle* target = nullptr;
  const event::Particle* struck = nullptr;  // null when beam and target interact as a whole
  std::vector<const event::Particle*> remnants, outgoing;
};

}  // namespace tridens::io
