#include "tridens/io/lhe.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/io/event_writer_text.hh"
#include "tridens/io/event_writer_topology.hh"

namespace tridens::io {
namespace {

using event::Particle;

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '\'' || c == '"') {
      result += c == '"' ? "&quot;" : "&apos;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string picobarn_text(double cross_section) {
  return number_text(cross_section / units::picobarn);
}

/// Identifier of a variation: its position, because names hold characters that readers split at.
std::string weight_id(size_t index) {
  return "variation_" + std::to_string(index + 1);
}

class LheFormat final : public EventFormat {
 public:
  explicit LheFormat(const event::RunInfo& info) : EventFormat(info) {
    const auto refuse = [](std::string_view why) { throw Failure("no LHE file", why); };
    if (run().beam.empty()) refuse("the run information names no beam");
    if (run().target_abundance.empty()) refuse("the run information names no target");
    if (run().processes.size() == 1) return;
    double sum = 0.0;
    for (const event::ProcessDescription& process : run().processes) {
      if (!(process.cross_section > 0.0)) refuse("the cross section of each process is needed");
      sum += process.cross_section;
    }
    if (std::abs(sum / run().cross_section - 1.0) > 1e-6) {
      refuse("the cross sections of the processes do not add up to the total");
    }
  }

  std::string header() const override {
    std::string text = "<LesHouchesEvents version=\"3.0\">\n<header>\n<tridens>\n";
    text += "version = " + escaped(run().generator_version) + "\n";
    text += "seed = " + number_text(run().seed) + "\n";
    text += "events = " + number_text(run().event_count) + "\n";
    text += "cross sections: pb per target atom, averaged over the flux; weights are not divided by N\n";
    text += "</tridens>\n<card>\n" + escaped(run().card) + "\n</card>\n<checksums>\n";
    for (const auto& [table, sum] : run().data_checksums) text += sum + "  " + escaped(table) + "\n";
    text += "</checksums>\n";
    if (!run().variation_names.empty()) text += declared_weights();
    return text + "</header>\n" + init();
  }
  std::string footer() const override { return "</LesHouchesEvents>\n"; }
  bool has_weights() const override { return true; }

 protected:
  void append(const event::Event& event, std::string& text) const override {
    const EventTopology topology(event);
    const size_t count = event.particles.size();
    const double weight = event.weight * unit_of_weight();
    text += "<event>\n";
    append_number(text, count);
    text += ' ';
    append_number(text, event.process_id);
    text += ' ';
    append_number(text, weight);
    text += " -1 -1 -1\n";
    append_particle(*topology.beam, " -1 0 0", 0.0, text);
    append_particle(*topology.target, " -1 0 0", 0.0, text);
    if (topology.struck != nullptr) append_particle(*topology.struck, " 2 2 2", 0.0, text);
    for (const Particle* particle : topology.remnants) append_particle(*particle, " 1 2 2", 0.0, text);
    append_outgoing(event, topology, text);
    if (!event.variation_weights.empty()) {
      text += "<rwgt>\n";
      for (size_t i = 0; i < event.variation_weights.size(); ++i) {
        text += "<wgt id='" + weight_id(i) + "'>";
        append_number(text, weight * event.variation_weights[i]);
        text += "</wgt>\n";
      }
      text += "</rwgt>\n";
    }
    text += "</event>\n";
  }

 private:
  /// What the interaction makes, then products of decays with their parent as mother.
  static void append_outgoing(const event::Event& event, const EventTopology& topology, std::string& text) {
    std::vector<size_t> place(event.decays.empty() ? 0 : event.particles.size(), 0);
    size_t position = 2 + (topology.struck != nullptr ? 1 : 0) + topology.remnants.size();
    for (const auto* list : {&topology.outgoing, &topology.products}) {
      for (const Particle* particle : *list) {
        ++position;
        if (!place.empty()) place[static_cast<size_t>(particle - event.particles.data())] = position;
        const bool decayed = particle->status == event::Status::decayed;
        std::string family = decayed ? " 2 " : " 1 ";
        if (particle->decay == 0) {
          family += "1 2";
        } else {
          const std::string mother = number_text(place[event.decays[particle->decay - 1].parent]);
          family.append(mother).append(" ").append(mother);
        }
        append_particle(*particle, family, decayed ? proper_flight(event, *particle) : 0.0, text);
      }
    }
  }

  /// Proper lifetime of a particle that decayed, c tau in mm.
  static double proper_flight(const event::Event& event, const Particle& particle) {
    const auto index = static_cast<size_t>(&particle - event.particles.data());
    const auto own = std::ranges::find(event.decays, index, &event::DecayVertex::parent);
    const double start = particle.decay == 0 ? 0.0 : event.decays[particle.decay - 1].position.e;
    return (own->position.e - start) * particle.mass / particle.momentum.e;
  }

  double unit_of_weight() const { return run().unweighted ? 1.0 : run().cross_section / units::picobarn; }

  std::string declared_weights() const {
    std::string text = "<initrwgt>\n<weightgroup name='variations' combine='none'>\n";
    for (size_t i = 0; i < run().variation_names.size(); ++i) {
      text += "<weight id='" + weight_id(i) + "'>" + escaped(run().variation_names[i]) + "</weight>\n";
    }
    return text + "</weightgroup>\n</initrwgt>\n";
  }

  std::string init() const {
    const auto most = std::ranges::max_element(run().target_abundance, {}, [](auto& item) { return item.second; });
    const event::BeamSpectrum& beam = run().beam.front();
    std::string text = "<init>\n" + number_text(beam.pdg) + " " + number_text(most->first) + " " +
                       number_text(beam.bin_edges.back()) + " 0 -1 -1 -1 -1 " + (run().unweighted ? "3 " : "4 ") +
                       number_text(run().processes.size()) + "\n";
    const bool single = run().processes.size() == 1;
    for (const event::ProcessDescription& process : run().processes) {
      const double error = single ? run().cross_section_error : process.cross_section_error;
      const double value = single ? run().cross_section : process.cross_section;
      text += picobarn_text(value) + " " + picobarn_text(error) + " " +
              (run().unweighted ? "1" : picobarn_text(value)) + " " + number_text(process.id) + "\n";
    }
    text += "<generator name='Tridens' version='" + escaped(run().generator_version) +
            "'>rare neutrino scattering</generator>\n";
    return text + "</init>\n";
  }

  static void append_particle(const Particle& particle, std::string_view status_and_mothers, double flight_mm,
                              std::string& text) {
    append_number(text, particle.pdg);
    text.append(status_and_mothers).append(" 0 0");
    const FourVector& k = particle.momentum;
    for (const double value : {k.x, k.y, k.z, k.e, particle.mass}) {
      text += ' ';
      append_number(text, value);
    }
    text += ' ';
    append_number(text, flight_mm);
    text += " 9\n";  // spin not known
  }
};

}  // namespace

std::unique_ptr<EventFormat> make_lhe_format(const event::RunInfo& run) {
  return std::make_unique<LheFormat>(run);
}

}  // namespace tridens::io
