#include "tridens/io/nuhepmc.hh"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "tridens/base/units.hh"
#include "tridens/io/detail/nuhepmc_header.hh"
#include "tridens/io/detail/nuhepmc_names.hh"
#include "tridens/io/event_writer_text.hh"
#include "tridens/io/event_writer_topology.hh"

namespace tridens::io {
namespace {

using event::Event;
using event::Particle;
using event::Status;

/// P.C.2: what is left of the target when the generator does not model it, with what the struck particle
/// left.
Particle unmodelled_remnant(const EventTopology& topology) {
  Particle remnant;
  remnant.pdg = nuhepmc::unmodelled_remnant;
  remnant.momentum = topology.target->momentum - topology.struck->momentum;
  remnant.mass = std::sqrt(std::max(0.0, remnant.momentum.mass_squared()));
  return remnant;
}

/// PDG number of the nucleus that the struck particle leaves; none for a target that is no nucleus.
std::optional<int> remnant_nucleus(const EventTopology& topology) {
  const int target = topology.target->pdg;
  if (!is_nuclear_code(target)) return std::nullopt;
  constexpr int one_proton = 10000, one_nucleon = 10;
  if (topology.struck->pdg == 2212) return target - one_proton - one_nucleon;
  if (topology.struck->pdg == 2112) return target - one_nucleon;
  if (topology.struck->status == Status::struck_electron) return target;
  return std::nullopt;
}

void append_particle(const Particle& particle, int id, int parent, std::string& text) {
  text += "P ";
  append_number(text, id);
  text += ' ';
  append_number(text, parent);
  text += ' ';
  append_number(text, particle.pdg);
  const FourVector& k = particle.momentum;
  for (const double value : {k.x, k.y, k.z, k.e, particle.mass}) {
    text += ' ';
    append_number(text, value);
  }
  text += ' ';
  append_number(text, static_cast<int>(particle.status));
  text += '\n';
}

void append_attribute(std::string_view name, double value, std::string& text) {
  text.append("A 0 ").append(name).append(" ");
  append_number(text, value);
  text += '\n';
}

/// A vertex with one incoming particle and its position: x, y, z, c t in mm.
void append_decay_vertex(int vertex, int parent, const FourVector& position, std::string& text) {
  text += "V ";
  append_number(text, vertex);
  text += ' ';
  append_number(text, nuhepmc::decay_vertex);
  text += " [";
  append_number(text, parent);
  text += "] @";
  for (const double value : {position.x, position.y, position.z, position.e}) {
    text += ' ';
    append_number(text, value);
  }
  text += '\n';
}

/// Decays after the vertices that there are; `id` is that of the last particle.
void append_decays(const Event& event, const EventTopology& topology, std::vector<int> ids, int id, int vertex,
                   std::string& text) {
  size_t next = 0;
  for (size_t k = 0; k < event.decays.size(); ++k) {
    append_decay_vertex(--vertex, ids[event.decays[k].parent], event.decays[k].position, text);
    for (; next < topology.products.size() && topology.products[next]->decay == k + 1; ++next) {
      const Particle* particle = topology.products[next];
      append_particle(*particle, ++id, vertex, text);
      ids[static_cast<size_t>(particle - event.particles.data())] = id;
    }
  }
}

/// Particles and vertices in the order in which HepMC3 numbers them: beam 1, target 2, then vertex by vertex.
void append_graph(const Event& event, const EventTopology& topology, const Particle* pseudo_remnant,
                  std::string& text) {
  append_particle(*topology.beam, 1, 0, text);
  append_particle(*topology.target, 2, 0, text);
  int id = 2, vertex = -1;
  if (topology.struck == nullptr) {
    text += "V -1 1 [1,2]\n";
  } else {
    text += topology.struck->status == Status::struck_nucleon ? "V -1 21 [2]\n" : "V -1 22 [2]\n";
    append_particle(*topology.struck, ++id, vertex, text);
    for (const Particle* remnant : topology.remnants) append_particle(*remnant, ++id, vertex, text);
    if (pseudo_remnant != nullptr) append_particle(*pseudo_remnant, ++id, vertex, text);
    text += "V -2 1 [1,3]\n";
    vertex = -2;
  }
  if (event.decays.empty()) {
    for (const Particle* particle : topology.outgoing) append_particle(*particle, ++id, vertex, text);
    return;
  }
  std::vector<int> ids(event.particles.size(), 0);
  for (const Particle* particle : topology.outgoing) {
    append_particle(*particle, ++id, vertex, text);
    ids[static_cast<size_t>(particle - event.particles.data())] = id;
  }
  append_decays(event, topology, std::move(ids), id, vertex, text);
}

class NuHepmcFormat final : public EventFormat {
 public:
  explicit NuHepmcFormat(const event::RunInfo& info) : EventFormat(info), envelope_(nuhepmc::make_envelope(run())) {}
  std::string header() const override { return envelope_.header; }
  std::string footer() const override { return envelope_.footer; }
  bool has_weights() const override { return true; }

 protected:
  void append(const Event& event, std::string& text) const override {
    const EventTopology topology(event);
    std::optional<Particle> pseudo_remnant;
    if (topology.struck != nullptr && topology.remnants.empty()) pseudo_remnant = unmodelled_remnant(topology);
    text += "E ";
    append_number(text, event.number);
    text += ' ';
    append_number(text, event.decays.size() + (topology.struck == nullptr ? 1 : 2));
    text += ' ';
    append_number(text, event.particles.size() + (pseudo_remnant ? 1 : 0));
    text += "\nU GEV MM\nW ";
    append_number(text, event.weight);
    for (const double factor : event.variation_weights) {
      text += ' ';
      append_number(text, event.weight * factor);
    }
    text += '\n';
    append_attributes(event, topology, pseudo_remnant.has_value(), text);
    append_graph(event, topology, pseudo_remnant ? &*pseudo_remnant : nullptr, text);
  }

 private:
  /// In the order of their names, as HepMC3 has them.
  void append_attributes(const Event& event, const EventTopology& topology, bool has_pseudo_remnant,
                         std::string& text) const {
    text += "A 0 lab_pos 0 0 0";
    if (run().has_event_time) {
      text += ' ';
      append_number(text, event.time_s);
    }
    text += '\n';
    if (run().has_event_cross_sections) {
      append_attribute("proc_xs", event.process_cross_section / units::picobarn, text);
    }
    if (has_pseudo_remnant) {
      if (const std::optional<int> nucleus = remnant_nucleus(topology)) {
        text += "A 4 remnant_particle_number ";  // beam, target, struck particle, remnant
        append_number(text, *nucleus);
        text += '\n';
      }
    }
    text += "A 0 signal_process_id ";
    append_number(text, event.process_id);
    text += '\n';
    if (run().has_event_cross_sections) {
      append_attribute("tot_xs", event.total_cross_section / units::picobarn, text);
    }
  }

  nuhepmc::Envelope envelope_;
};

}  // namespace

std::unique_ptr<EventFormat> make_nuhepmc_format(const event::RunInfo& run) {
  return std::make_unique<NuHepmcFormat>(run);
}

}  // namespace tridens::io
