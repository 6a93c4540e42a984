#include "tridens/io/event_block.hh"

#include <cstdlib>

#include "tridens/io/event_writer_text.hh"

namespace tridens::io {
namespace {

using event::Particle;
using event::Status;

bool is_lepton(int pdg) {
  return std::abs(pdg) >= 11 && std::abs(pdg) <= 18;
}
bool is_outgoing(const Particle& particle) {
  return particle.status == Status::final_state;
}

void append_particle(const Particle& particle, std::string& text) {
  append_number(text, particle.pdg);
  text += is_outgoing(particle) ? " 1 " : " -1 ";
  const FourVector& k = particle.momentum;
  for (const double component : {k.x, k.y, k.z, k.e}) {
    append_fixed(text, component, 8);
    text += ' ';
  }
  if (particle.mass == 0.0) {
    text += "0.0";
  } else {
    append_fixed(text, particle.mass, 8);
  }
  text += '\n';
}

class EventBlockFormat final : public EventFormat {
 public:
  using EventFormat::EventFormat;
  std::string header() const override { return ""; }
  std::string footer() const override { return ""; }
  bool has_weights() const override { return false; }

 protected:
  void append(const event::Event& event, std::string& text) const override {
    text += "<event>\n";
    const auto all = [&](auto wanted) {
      for (const Particle& particle : event.particles) {
        if (wanted(particle)) append_particle(particle, text);
      }
    };
    all([](const Particle& p) { return p.status == Status::beam; });
    all([](const Particle& p) { return is_outgoing(p) && is_lepton(p.pdg); });
    all([](const Particle& p) { return p.status == Status::target; });
    all([](const Particle& p) { return is_outgoing(p) && !is_lepton(p.pdg); });
    text += "</event>\n";
  }
};

}  // namespace

std::unique_ptr<EventFormat> make_event_block_format(const event::RunInfo& run) {
  return std::make_unique<EventBlockFormat>(run);
}

}  // namespace tridens::io
