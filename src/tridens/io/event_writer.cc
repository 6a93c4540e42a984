#include "tridens/io/event_writer.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <limits>
#include <set>
#include <thread>
#include <utility>

#include "tridens/io/event_block.hh"
#include "tridens/io/hepevt.hh"
#include "tridens/io/lhe.hh"
#include "tridens/io/nuhepmc.hh"

namespace tridens::io {
namespace {

using event::Event;
using event::Particle;
using event::RunInfo;
using event::Status;

[[noreturn]] void refuse_run(std::string_view why) {
  throw Failure("no event file", why, "complete the run information before the first event");
}

[[noreturn]] void refuse_event(const Event& event, const std::string& why) {
  throw Failure("event " + std::to_string(event.number) + " was not written", why);
}

void check_beam(const event::BeamSpectrum& beam) {
  const std::string who = "the spectrum of beam particle " + std::to_string(beam.pdg);
  const bool single = beam.bin_edges.size() == 1 && beam.bin_content.size() <= 1;
  if (!single && (beam.bin_content.empty() || beam.bin_edges.size() != beam.bin_content.size() + 1)) {
    refuse_run(who + " does not have one edge more than contents");
  }
  const auto finite = [](double x) { return std::isfinite(x) && x >= 0.0; };
  if (!std::ranges::all_of(beam.bin_edges, finite) || !std::ranges::all_of(beam.bin_content, finite)) {
    refuse_run(who + " has an edge or content that is negative or not finite");
  }
  if (!std::ranges::is_sorted(beam.bin_edges)) refuse_run(who + " has edges that do not rise");
}

void check_variations(const RunInfo& run) {
  std::set<std::string> names = {"CV"};
  for (const std::string& name : run.variation_names) {
    if (name.empty() || name.find('\n') != std::string::npos || !names.insert(name).second) {
      refuse_run("the variation name '" + name + "' is empty, taken or has a line break");
    }
  }
  if (run.variation_cross_sections.size() != run.variation_names.size() && !run.variation_cross_sections.empty()) {
    refuse_run("there are not as many variation cross sections as variation names");
  }
}

void check_run(const RunInfo& run) {
  if (run.generator_version.empty()) refuse_run("the version of the generator is empty");
  if (!(run.cross_section > 0.0) || !std::isfinite(run.cross_section)) {
    refuse_run("the flux-averaged cross section is not a positive number");
  }
  if (!(run.cross_section_error >= 0.0) || !std::isfinite(run.cross_section_error)) {
    refuse_run("the error of the cross section is negative or not finite");
  }
  if (run.processes.empty()) refuse_run("no process is declared");
  for (const event::ProcessDescription& process : run.processes) {
    if (process.name.empty() || process.description.empty()) {
      refuse_run("process " + std::to_string(process.id) + " has no name or no description");
    }
  }
  for (const event::BeamSpectrum& beam : run.beam) check_beam(beam);
  for (const auto& [pdg, abundance] : run.target_abundance) {
    if (!(abundance > 0.0) || !std::isfinite(abundance)) {
      refuse_run("the abundance of target " + std::to_string(pdg) + " is not a positive number");
    }
  }
  check_variations(run);
}

bool finite(const Particle& p) {
  const FourVector& k = p.momentum;
  // A sum is finite unless a part is not (or it overflows, which no momentum may come near).
  return std::isfinite(k.e + k.x + k.y + k.z + p.mass);
}

struct Ending {
  std::string_view ending, format;
};
constexpr std::array<Ending, 5> endings = {{{".hepmc3", "nuhepmc"},
                                            {".hepmc", "nuhepmc"},
                                            {".hepevt", "hepevt"},
                                            {".lhe", "lhe"},
                                            {".events", "event-block"}}};

}  // namespace

EventFormat::EventFormat(RunInfo run) : run_(std::move(run)) {
  check_run(run_);
  for (const event::ProcessDescription& process : run_.processes) process_ids_.push_back(process.id);
  std::ranges::sort(process_ids_);
  if (std::ranges::adjacent_find(process_ids_) != process_ids_.end()) {
    refuse_run("a process id is declared twice");
  }
}

namespace {

void check_decay(const Event& event, const event::DecayVertex& decay) {
  const FourVector& x = decay.position;
  if (!std::isfinite(x.e + x.x + x.y + x.z)) refuse_event(event, "the position of a decay is not finite");
  if (decay.parent >= event.particles.size() || event.particles[decay.parent].status != Status::decayed) {
    refuse_event(event, "the parent of a decay is not a particle that decayed");
  }
}

}  // namespace

void EventFormat::check(const Event& event) const {
  if (event.number > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
    refuse_event(event, "event numbers above 2147483647 do not fit into event files");
  }
  if (!std::ranges::binary_search(process_ids_, event.process_id)) {
    refuse_event(event, "its process " + std::to_string(event.process_id) + " was not declared");
  }
  if (!std::isfinite(event.weight)) refuse_event(event, "its weight is not finite");
  if (event.variation_weights.size() != run_.variation_names.size()) {
    refuse_event(event, "it has " + std::to_string(event.variation_weights.size()) + " variation weights for " +
                            std::to_string(run_.variation_names.size()) + " names");
  }
  for (const double weight : event.variation_weights) {
    if (!std::isfinite(weight)) refuse_event(event, "a variation weight is not finite");
  }
  if (run_.has_event_cross_sections &&
      !(event.process_cross_section > 0.0 && event.total_cross_section >= event.process_cross_section &&
        std::isfinite(event.total_cross_section))) {
    refuse_event(event, "its cross sections are not 0 < process <= total");
  }
  if (run_.has_event_time && !std::isfinite(event.time_s)) refuse_event(event, "its time is not finite");
  int beams = 0, targets = 0, struck = 0, outgoing = 0;
  size_t decayed = 0;
  for (const Particle& particle : event.particles) {
    if (!finite(particle)) {
      refuse_event(event, "a momentum of particle " + std::to_string(particle.pdg) + " is not finite");
    }
    beams += particle.status == Status::beam;
    targets += particle.status == Status::target;
    outgoing += particle.status == Status::final_state;
    decayed += particle.status == Status::decayed;
    if (particle.decay > event.decays.size()) refuse_event(event, "a product belongs to a decay that is not there");
    struck += particle.status == Status::struck_nucleon || particle.status == Status::struck_electron;
  }
  if (beams != 1 || targets != 1) refuse_event(event, "it does not have one beam and one target particle");
  if (struck > 1) refuse_event(event, "it has more than one struck particle");
  if (outgoing == 0) refuse_event(event, "it has no outgoing particle");
  if (decayed != event.decays.size())
    refuse_event(event, "not every particle that decayed has a vertex, or the reverse");
  for (const event::DecayVertex& decay : event.decays) check_decay(event, decay);
}

EventChunk EventFormat::serialise(std::span<const Event> events) const {
  EventChunk chunk;
  chunk.text.reserve(events.size() * 1024);
  for (const Event& event : events) {
    check(event);
    if (chunk.count == 0) {
      chunk.first_number = event.number;
    } else if (event.number <= chunk.last_number) {
      refuse_event(event, "it comes after event " + std::to_string(chunk.last_number));
    }
    append(event, chunk.text);
    chunk.last_number = event.number;
    ++chunk.count;
    if (!has_weights() && event.weight != 1.0) ++chunk.lost_weights;
  }
  return chunk;
}

std::vector<std::string> event_format_names() {
  return {"nuhepmc", "hepevt", "lhe", "event-block"};
}

std::string event_format_of(const std::filesystem::path& file) {
  std::filesystem::path name = file.filename();
  if (name.extension() == ".gz") name = name.stem();
  const std::string ending = name.extension().string();
  std::vector<std::string> known;
  for (const Ending& each : endings) {
    if (each.ending == ending) return std::string(each.format);
    known.emplace_back(each.ending);
  }
  if (ending.empty()) {
    throw UserError("no event format for '" + file.string() + "'", "the name has no ending",
                    "use .hepmc3, .hepevt, .lhe or .events, each also with .gz, or name the format");
  }
  unknown_name("ending of an event file", ending, known);
}

std::unique_ptr<EventFormat> make_event_format(std::string_view name, const RunInfo& run) {
  std::unique_ptr<EventFormat> format;
  if (name == "nuhepmc") format = make_nuhepmc_format(run);
  if (name == "hepevt") format = make_hepevt_format(run);
  if (name == "lhe") format = make_lhe_format(run);
  if (name == "event-block") format = make_event_block_format(run);
  if (!format) unknown_name("event format", name, event_format_names());
  if (format->has_weights()) return format;
  const std::string problem = "no " + std::string(name) + " file of these events";
  if (!run.unweighted) throw UserError(problem, "the format has no weights", "unweight them or use nuhepmc");
  if (!run.variation_names.empty()) {
    throw UserError(problem, "the format cannot hold the weights of the variations",
                    "use nuhepmc or lhe, or leave the variations out");
  }
  return format;
}

namespace {

/// The format that is asked for, or that of the ending. UserError for the ending of another one: readers go by it.
std::string format_for(const std::filesystem::path& file, std::string_view asked) {
  if (asked.empty()) return event_format_of(file);
  std::filesystem::path name = file.filename();
  if (name.extension() == ".gz") name = name.stem();
  for (const Ending& each : endings) {
    if (name.extension() != each.ending || each.format == asked) continue;
    throw UserError("the format " + std::string(asked) + " in the file '" + file.string() + "'",
                    "its ending is that of " + std::string(each.format), "change the name, or leave the format out");
  }
  return std::string(asked);
}

}  // namespace

EventWriter::EventWriter(const std::filesystem::path& file, const RunInfo& run, std::string_view format,
                         const OutputOptions& options)
    : format_(make_event_format(format_for(file, format), run)), file_(file, options) {
  file_.write(format_->header());
}

void EventWriter::write(std::span<const Event> events, unsigned threads) {
  // Blocks bound the memory that formatted text needs, whatever the number of events handed in.
  constexpr size_t block = 4096;
  threads = std::max(1U, threads);
  while (!events.empty()) {
    std::vector<EventChunk> chunks(threads);
    std::vector<std::exception_ptr> errors(threads);
    std::vector<std::span<const Event>> parts(threads);
    for (auto& part : parts) {
      part = events.first(std::min(block, events.size()));
      events = events.subspan(part.size());
    }
    const auto work = [&](size_t i) {
      try {
        chunks[i] = format_->serialise(parts[i]);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    };
    {
      std::vector<std::jthread> helpers;
      for (size_t i = 1; i < threads && !parts[i].empty(); ++i) helpers.emplace_back(work, i);
      work(0);
    }
    for (size_t i = 0; i < threads; ++i) {
      if (errors[i]) std::rethrow_exception(errors[i]);
      append(chunks[i]);
    }
  }
}

void EventWriter::append(const EventChunk& chunk) {
  if (chunk.count == 0) return;
  if (written_ > 0 && chunk.first_number <= last_number_) {
    throw Failure("event " + std::to_string(chunk.first_number) + " was not written",
                  "it comes after event " + std::to_string(last_number_));
  }
  file_.write(chunk.text);
  written_ += chunk.count;
  last_number_ = chunk.last_number;
  lost_weights_ += chunk.lost_weights;
}

void EventWriter::finish() {
  if (written_ != format_->run().event_count) {
    throw Failure("'" + file_.path().string() + "' was not made",
                  std::to_string(written_) + " events came instead of " + std::to_string(format_->run().event_count));
  }
  file_.write(format_->footer());
  file_.commit();
}

}  // namespace tridens::io
