#pragma once
#include <vector>

#include "tridens/event/record.hh"

namespace tridens::io {

/// Nuclei, excited ones and the pseudo-particle of an unmodelled remnant included, by their PDG number. Hadronic
/// systems and new particles with numbers beyond those of nuclei are products.
inline bool is_nuclear_code(int pdg) {
  return (pdg >= 1000000000 && pdg < 1100000000) || pdg == event::remnant_pdg;
}

/// Who comes from where in an event: with a struck particle the target separates into it and the remnants
/// (the outgoing nuclei), and beam and struck particle make the rest; else beam and target make everything. Products of
/// decays come from them.
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
      if (particle.status != Status::final_state && particle.status != Status::decayed) continue;
      if (particle.decay != 0) {
        products.push_back(&particle);
        continue;
      }
      // Hydrogen that lost its electron is left as the proton that the target was named after.
      const bool nuclear = is_nuclear_code(particle.pdg) || (target != nullptr && particle.pdg == target->pdg);
      (struck != nullptr && nuclear ? remnants : outgoing).push_back(&particle);
    }
  }
  const event::Particle* beam = nullptr;
  const event::Particle* target = nullptr;
  const event::Particle* struck = nullptr;  // null when beam and target interact as a whole
  std::vector<const event::Particle*> remnants, outgoing;
  std::vector<const event::Particle*> products;  // of decays, decay by decay
};

}  // namespace tridens::io
