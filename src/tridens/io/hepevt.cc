#include "tridens/io/hepevt.hh"

#include <array>
#include <vector>

#include "tridens/io/event_writer_text.hh"
#include "tridens/io/event_writer_topology.hh"

namespace tridens::io {
namespace {

using event::Particle;
using event::Status;

class HepevtFormat final : public EventFormat {
 public:
  using EventFormat::EventFormat;
  std::string header() const override { return ""; }
  std::string footer() const override { return ""; }
  bool has_weights() const override { return false; }

 protected:
  void append(const event::Event& event, std::string& text) const override {
    const EventTopology topology(event);
    // Mothers and daughters are ranges: the target stands before the beam so that beam and struck particle,
    // and struck particle and remnant, are neighbours.
    std::vector<const Particle*> order;
    if (topology.struck == nullptr) {
      order = {topology.beam, topology.target};
    } else {
      order = {topology.target, topology.beam, topology.struck};
      order.insert(order.end(), topology.remnants.begin(), topology.remnants.end());
    }
    const int incoming = static_cast<int>(order.size());
    order.insert(order.end(), topology.outgoing.begin(), topology.outgoing.end());
    const int primary = static_cast<int>(order.size());
    order.insert(order.end(), topology.products.begin(), topology.products.end());
    const int count = static_cast<int>(order.size());
    const std::vector<std::array<int, 4>> decayed = decay_relatives(event, order, primary);
    text += "E ";
    append_number(text, event.number);
    text += ' ';
    append_number(text, count);
    text += '\n';
    for (int i = 1; i <= count; ++i) {
      const Particle& particle = *order[static_cast<size_t>(i) - 1];
      std::array<int, 4> family = relatives(topology, particle, i, incoming, primary);
      for (size_t k = 0; k < 4; ++k) {
        if (decayed[static_cast<size_t>(i) - 1][k] != 0) family[k] = decayed[static_cast<size_t>(i) - 1][k];
      }
      append_particle(particle, family, text);
      append_position(event, particle, text);
    }
  }

 private:
  /// There is no geometry: of the interaction only the time is known; decays have their distance from it.
  void append_position(const event::Event& event, const Particle& particle, std::string& text) const {
    constexpr double mm_per_second = 299792458e3;
    const double start = run().has_event_time ? event.time_s * mm_per_second : 0.0;
    const FourVector at = particle.decay == 0 ? FourVector{} : event.decays[particle.decay - 1].position;
    for (const double value : {at.x, at.y, at.z, start + at.e}) {
      text += ' ';
      append_number(text, value);
    }
    text += '\n';
  }

  /// Mothers of products and daughters of particles that decayed, 0 elsewhere.
  static std::vector<std::array<int, 4>> decay_relatives(const event::Event& event,
                                                         const std::vector<const Particle*>& order, int primary) {
    std::vector<std::array<int, 4>> result(order.size(), std::array<int, 4>{});
    if (event.decays.empty()) return result;
    std::vector<size_t> place(event.particles.size(), 0);
    for (size_t i = 0; i < order.size(); ++i) place[static_cast<size_t>(order[i] - event.particles.data())] = i;
    for (size_t i = static_cast<size_t>(primary); i < order.size(); ++i) {
      const size_t parent = place[event.decays[order[i]->decay - 1].parent];
      result[i][0] = result[i][1] = static_cast<int>(parent) + 1;
      std::array<int, 4>& above = result[parent];
      if (above[2] == 0) above[2] = static_cast<int>(i) + 1;
      above[3] = static_cast<int>(i) + 1;
    }
    return result;
  }

  static std::array<int, 4> relatives(const EventTopology& topology, const Particle& particle, int position,
                                      int incoming, int count) {
    const bool separate = topology.struck != nullptr;
    if (position > incoming) return separate ? std::array{2, 3, 0, 0} : std::array{1, 2, 0, 0};
    if (&particle == topology.target && separate) return {0, 0, 3, incoming};
    if (&particle == topology.beam || &particle == topology.target) return {0, 0, incoming + 1, count};
    if (&particle == topology.struck) return {1, 1, incoming + 1, count};
    return {1, 1, 0, 0};  // remnant
  }

  static void append_particle(const Particle& particle, const std::array<int, 4>& family, std::string& text) {
    text += particle.status == Status::final_state ? "1 " : particle.status == Status::decayed ? "2 " : "3 ";
    append_number(text, particle.pdg);
    for (const int relative : family) {
      text += ' ';
      append_number(text, relative);
    }
    const FourVector& k = particle.momentum;
    for (const double value : {k.x, k.y, k.z, k.e, particle.mass}) {
      text += ' ';
      append_number(text, value);
    }
    text += '\n';
  }
};

}  // namespace

std::unique_ptr<EventFormat> make_hepevt_format(const event::RunInfo& run) {
  return std::make_unique<HepevtFormat>(run);
}

}  // namespace tridens::io
