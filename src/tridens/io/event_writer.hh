#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/event/record.hh"
#include "tridens/io/output_file.hh"

// Events to files. A format turns events into text and knows nothing of files; a writer puts the text of one
// format into one file, in order, whole or not at all. Formats: nuhepmc (nuhepmc.hh), hepevt, lhe,
// event-block.
namespace tridens::io {

/// Some consecutive events as text.
struct EventChunk {
  std::string text;
  std::uint64_t count = 0;
  std::uint64_t first_number = 0, last_number = 0;
  /// Events whose weight is not 1 in a format that cannot say so.
  std::uint64_t lost_weights = 0;
};

/// How events look in one format, for one run. Immutable: all functions may be called by several threads.
class EventFormat {
 public:
  explicit EventFormat(event::RunInfo run);
  virtual ~EventFormat() = default;
  EventFormat(const EventFormat&) = delete;
  EventFormat& operator=(const EventFormat&) = delete;

  const event::RunInfo& run() const { return run_; }
  virtual std::string header() const = 0;
  virtual std::string footer() const = 0;
  virtual bool has_weights() const = 0;

  /// Text of consecutive events. Failure, naming the event, when one breaks the rules of event::Event: a
  /// number that is not finite, a process that was not declared, not exactly one beam and one target
  /// particle, event numbers that do not rise. Serialising chunk by chunk gives the same bytes as all at
  /// once.
  EventChunk serialise(std::span<const event::Event> events) const;

 protected:
  virtual void append(const event::Event& event, std::string& text) const = 0;

 private:
  void check(const event::Event& event) const;
  event::RunInfo run_;
  std::vector<int> process_ids_;  // sorted
};

/// Names of the formats: nuhepmc, hepevt, lhe, event-block.
std::vector<std::string> event_format_names();

/// Name of the format that the ending of a file name stands for: .hepmc3 and .hepmc (nuhepmc), .hepevt, .lhe,
/// .events (event-block), each also with .gz. UserError with the nearest ending.
std::string event_format_of(const std::filesystem::path& file);

/// A format by name. UserError for an unknown name (with the nearest one) and when the run does not fit the
/// format (weighted events in a format without weights); Failure when the run information is incomplete.
std::unique_ptr<EventFormat> make_event_format(std::string_view name, const event::RunInfo& run);

/// Writes one file of events. Memory does not grow with their number.
///   EventWriter writer("out.hepmc3.gz", run);
///   writer.write(events); ...            or, with own threads:
///   writer.append(writer.format().serialise(part)) writer.finish();                     without it nothing
///   is left on the disk
class EventWriter {
 public:
  /// Opens the file and writes the header. `format` is a name, or "" to go by the ending of the file name. UserError
  /// for a name whose ending is that of another format.
  EventWriter(const std::filesystem::path& file, const event::RunInfo& run, std::string_view format = "",
              const OutputOptions& options = {});

  const EventFormat& format() const { return *format_; }

  /// Formats the events with `threads` threads and writes them; the bytes do not depend on `threads`.
  void write(std::span<const event::Event> events, unsigned threads = 1);
  /// Writes a chunk; chunks come in rising order of event numbers, or Failure.
  void append(const EventChunk& chunk);
  /// Ends the file and gives it its name. Failure when the number of events is not RunInfo::event_count.
  void finish();

  std::uint64_t events_written() const { return written_; }
  /// Events whose excess weight the format could not hold: to be told to the user.
  std::uint64_t lost_weights() const { return lost_weights_; }

 private:
  std::unique_ptr<EventFormat> format_;
  OutputFile file_;
  std::uint64_t written_ = 0, last_number_ = 0, lost_weights_ = 0;
};

}  // namespace tridens::io
