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
    const int count = static_cast<int>(order.size());
    text += "E ";
    append_number(text, event.number);
    text += ' ';
    append_number(text, count);
    text += '\n';
    for (int i = 1; i <= count; ++i) {
      const Particle& particle = *order[static_cast<size_t>(i) - 1];
      append_particle(particle, relatives(topology, particle, i, incoming, count), text);
      // There is no geometry: only the time of the event is known.
      constexpr double mm_per_second = 299792458e3;
      text += " 0 0 0 ";
      append_number(text, run().has_event_time ? event.time_s * mm_per_second : 0.0);
      text += '\n';
    }
  }

 private:
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
    text += particle.status == Status::final_state ? "1 " : "3 ";
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
