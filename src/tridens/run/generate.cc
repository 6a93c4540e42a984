#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/event_writer.hh"
#include "tridens/run/event_setup.hh"

namespace tridens::run {
namespace {

constexpr std::uint64_t chunk_events = 2000;

/// Workers make and format chunks of events; each waits for its turn to write. Memory holds one chunk per worker, and
/// the file is the same for any number of workers.
class Pipeline {
 public:
  Pipeline(const GenerateRequest& request, const event::Generator& generator, io::EventWriter& writer)
      : request_(request),
        generator_(generator),
        writer_(writer),
        total_(request.card.generate.events),
        chunks_((total_ + chunk_events - 1) / chunk_events) {}

  event::GeneratorStatistics run(int threads) {
    {
      std::vector<std::jthread> workers;
      for (int t = 1; t < threads; ++t) workers.emplace_back([this] { work(); });
      work();
    }
    if (problem_) std::rethrow_exception(problem_);
    return statistics_;
  }

 private:
  void work() {
    std::vector<event::Event> events;
    while (true) {
      std::uint64_t chunk = 0;
      {
        const std::lock_guard lock(mutex_);
        if (problem_ || next_ >= chunks_) return;
        chunk = next_++;
      }
      try {
        make_and_write(chunk, events);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!problem_) problem_ = std::current_exception();
        turn_.notify_all();
        return;
      }
    }
  }

  void make_and_write(std::uint64_t chunk, std::vector<event::Event>& events) {
    const std::uint64_t first = chunk * chunk_events, count = std::min(chunk_events, total_ - first);
    events.assign(count, {});
    const event::GeneratorStatistics made = generator_.generate(first, events);
    const io::EventChunk text = writer_.format().serialise(events);
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return problem_ || written_ == chunk; });
    if (problem_) return;
    if (request_.stop != nullptr && *request_.stop) {
      throw Interrupted("stopped after " + std::to_string(first) + " events", "a signal came", "nothing was written");
    }
    writer_.append(text);
    statistics_.trials += made.trials;
    statistics_.accepted += made.accepted;
    statistics_.above_maximum += made.above_maximum;
    statistics_.excess_weight += made.excess_weight;
    ++written_;
    if (request_.progress && (written_ % 16 == 0 || written_ == chunks_)) request_.progress(first + count, total_);
    turn_.notify_all();
  }

  const GenerateRequest& request_;
  const event::Generator& generator_;
  io::EventWriter& writer_;
  std::uint64_t total_, chunks_, next_ = 0, written_ = 0;
  event::GeneratorStatistics statistics_;
  std::exception_ptr problem_;
  std::mutex mutex_;
  std::condition_variable turn_;
};

/// Says early what would stop the writing: an existing file, an unknown format.
std::string checked_format(const io::GenerateCard& card, bool force) {
  std::string format = card.format.empty() ? io::event_format_of(card.output) : card.format;
  constexpr std::uint64_t most_events = 2147483647;  // event numbers are 32-bit integers in every format
  if (card.events > most_events) {
    throw UserError(std::to_string(card.events) + " events in one file", "event numbers end at 2147483647",
                    "write several files with different seeds");
  }
  std::error_code ignored;
  if (!force && std::filesystem::exists(card.output, ignored)) {
    throw UserError("output " + card.output + " exists", "it would be replaced", "choose another name or add --force");
  }
  return format;
}

}  // namespace

GenerateResult generate(const GenerateRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  const io::GenerateCard& card = request.card.generate;
  if (card.output.empty())
    throw UserError("no output is named", "events need a file", "give generate.output in the card or --output");
  (void)check_names(request.card);  // what is misspelt is said before anything is computed
  GenerateResult result;
  result.format = checked_format(card, request.force);
  EventSetup setup = make_event_setup(request.card, request.stop, request.table_progress);
  io::OutputOptions options;
  options.overwrite = request.force;
  options.stop = request.stop;
  io::EventWriter writer(card.output, setup.run, result.format, options);
  const event::GeneratorStatistics statistics = Pipeline(request, *setup.generator, writer).run(card.threads);
  writer.finish();
  result.output = card.output;
  result.unweighted = card.unweighted;
  result.lost_weights = writer.lost_weights();
  result.events = card.events;
  result.attempted = statistics.trials;
  result.unweighting_efficiency = card.unweighted ? statistics.efficiency() : 1.0;
  result.overweight_fraction = static_cast<double>(statistics.above_maximum) / static_cast<double>(card.events);
  result.cross_section_fb = setup.cross_section / units::femtobarn;
  result.cross_section_error_fb = setup.cross_section_error / units::femtobarn;
  result.per = setup.nominal.target.unit;
  result.expected_events = setup.expected_events;
  for (size_t v = 0; v < setup.variations.size(); ++v) {
    result.variations_fb.emplace_back(card.variations[v].name, setup.variation_cross_sections[v] / units::femtobarn);
  }
  result.provenance = setup.provenance;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace tridens::run
