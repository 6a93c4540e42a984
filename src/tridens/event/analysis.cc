#include "tridens/event/analysis.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"

namespace tridens::event {

Stage parse_stage(std::string_view text) {
  if (text == "generated") return Stage::generated;
  if (text == "seen") return Stage::seen;
  if (text == "selected") return Stage::selected;
  unknown_name("stage", text, {"generated", "seen", "selected"});
}

std::string_view name(Stage stage) {
  return stage == Stage::generated ? "generated" : stage == Stage::seen ? "seen" : "selected";
}

void Distributions::merge(const Distributions& other) {
  cut_flow.merge(other.cut_flow);
  if (histograms.size() != other.histograms.size()) {
    throw UserError("results cannot be merged", "they come from different analyses");
  }
  for (size_t i = 0; i < histograms.size(); ++i) histograms[i].merge(other.histograms[i]);
}

void Distributions::scale(double factor) {
  cut_flow.scale(factor);
  for (Histogram& histogram : histograms) histogram.scale(factor);
}

namespace {

/// The random numbers of event efficiencies ("keep" in ASCII).
constexpr std::uint64_t efficiency_purpose = 0x6b656570u;

void merge_sets(std::vector<Distributions>& sum, const std::vector<Distributions>& part) {
  if (sum.empty()) {
    sum = part;
    return;
  }
  if (sum.size() != part.size()) {
    throw UserError("results cannot be merged", "their numbers of variations differ");
  }
  for (size_t i = 0; i < sum.size(); ++i) sum[i].merge(part[i]);
}

}  // namespace

std::vector<Distributions> AnalysisResult::total() const {
  std::vector<Distributions> sum;
  for (const auto& [id, sets] : by_process) merge_sets(sum, sets);
  return sum;
}

void AnalysisResult::merge(const AnalysisResult& other) {
  for (const auto& [id, sets] : other.by_process) merge_sets(by_process[id], sets);
}

void AnalysisResult::scale(double factor) {
  for (auto& [id, sets] : by_process) {
    for (Distributions& set : sets) set.scale(factor);
  }
}

Analysis::Analysis(AnalysisPlan plan) : plan_(std::move(plan)) {
  plan_.response.check();
  plan_.selection.check(plan_.final_states);
  for (const Cut& cut : plan_.selection.cuts) needs_ |= cut.variable->needs;
  std::set<std::string> names;
  for (const HistogramRequest& request : plan_.histograms) {
    if (!names.insert(request.name).second) {
      throw UserError(fmt::format("two histograms are named '{}'", request.name), "results are told apart by name");
    }
    if (request.x == nullptr || (request.y != nullptr) != request.y_axis.has_value()) {
      throw UserError(fmt::format("histogram '{}' is incomplete", request.name),
                      "every axis needs a variable and bin edges");
    }
    for (const Variable* v : {request.x, request.y}) {
      if (v == nullptr) continue;
      require_available(*v, plan_.final_states);
      needs_ |= v->needs;
    }
  }
  if (plan_.efficiency && plan_.efficiency->variable != nullptr) {
    require_available(*plan_.efficiency->variable, plan_.final_states);
    needs_ |= plan_.efficiency->variable->needs;
  }
  perfect_ = plan_.response.is_perfect();
  stage_count_ = stages().size();
}

std::vector<std::string> Analysis::stages() const {
  std::vector<std::string> names = plan_.selection.stages();
  if (plan_.efficiency) names.push_back("efficiency");
  return names;
}

size_t Analysis::stages_passed(const Event& event, const Kinematics& truth, const Kinematics& measured) const {
  const size_t passed = plan_.selection.stages_passed(measured);
  if (!plan_.efficiency || passed + 1 != stage_count_) return passed;
  const Variable* v = plan_.efficiency->variable;
  const double probability = plan_.efficiency->efficiency(v == nullptr ? 0.0 : v->value(truth));
  return RandomStream(plan_.seed, efficiency_purpose, event.number).uniform() < probability ? passed + 1 : passed;
}

std::vector<Distributions> Analysis::empty() const {
  Distributions set;
  set.cut_flow.stages.resize(stage_count_);
  for (const HistogramRequest& request : plan_.histograms) {
    set.histograms.push_back(request.y == nullptr ? Histogram(request.x_axis)
                                                  : Histogram(request.x_axis, *request.y_axis));
  }
  return std::vector<Distributions>(1 + plan_.variation_count, set);
}

void Analysis::check_event(const Event& event, const Kinematics& kinematics) const {
  if (!std::isfinite(event.weight)) {
    throw Failure(fmt::format("event {} has the weight {}", event.number, event.weight), "not finite");
  }
  if (event.variation_weights.size() != plan_.variation_count) {
    throw Failure(
        fmt::format("event {} does not fit the analysis", event.number),
        fmt::format("it carries {} variation weights, not {}", event.variation_weights.size(), plan_.variation_count));
  }
  if ((needs_ & ~kinematics.content) != 0) {
    throw Failure(fmt::format("event {} does not fit the analysis", event.number),
                  "a particle is missing that a cut or histogram needs",
                  "list its final state in the plan to see which");
  }
}

namespace {

void fill(Histogram& histogram, const HistogramRequest& request, double x, double y, double weight) {
  if (request.y == nullptr) {
    histogram.fill(x, weight);
  } else {
    histogram.fill(x, y, weight);
  }
}

}  // namespace

void Analysis::add(const Event& event, AnalysisResult& result) const {
  const Kinematics truth = true_kinematics(event);
  check_event(event, truth);
  Kinematics measured = truth;
  if (!perfect_) observe(measured, event, plan_.response, plan_.seed);
  const size_t passed = stages_passed(event, truth, measured);

  std::vector<Distributions>& sets = result.by_process[event.process_id];
  if (sets.empty()) sets = empty();
  const auto each_weight = [&](auto&& use) {
    use(sets[0], event.weight);
    for (size_t v = 0; v < plan_.variation_count; ++v) {
      use(sets[1 + v], event.weight * event.variation_weights[v]);
    }
  };
  each_weight([&](Distributions& set, double weight) {
    for (size_t stage = 0; stage < passed; ++stage) set.cut_flow.stages[stage].add(weight);
  });
  for (size_t h = 0; h < plan_.histograms.size(); ++h) {
    const HistogramRequest& request = plan_.histograms[h];
    const size_t wanted = request.stage == Stage::generated ? 1 : request.stage == Stage::seen ? 2 : stage_count_;
    if (passed < wanted) continue;
    const Kinematics& kinematics = request.stage == Stage::generated ? truth : measured;
    const double x = request.x->value(kinematics);
    const double y = request.y == nullptr ? 0.0 : request.y->value(kinematics);
    each_weight([&](Distributions& set, double weight) { fill(set.histograms[h], request, x, y, weight); });
  }
}

namespace {

constexpr std::uint64_t chunk_size = 4096;

/// Hands out chunks to threads and merges their results in the order of chunks.
class Pool {
 public:
  Pool(const Analysis& analysis, std::uint64_t event_count, unsigned threads, const EventSource& source)
      : analysis_(analysis),
        event_count_(event_count),
        chunks_((event_count + chunk_size - 1) / chunk_size),
        ahead_(2 * static_cast<std::uint64_t>(threads)),
        source_(source) {}

  void work() {
    std::vector<Event> events;
    while (true) {
      std::uint64_t chunk = 0;
      {
        std::unique_lock lock(mutex_);
        // A slow chunk must not let finished ones pile up.
        room_.wait(lock, [&] { return stopped_ || next_ < merged_ + ahead_; });
        if (stopped_ || next_ >= chunks_) return;
        chunk = next_++;
      }
      AnalysisResult part;
      std::exception_ptr error;
      try {
        part = analyse_chunk(chunk, events);
      } catch (...) {
        error = std::current_exception();
      }
      deliver(chunk, std::move(part), error);
    }
  }

  AnalysisResult finish() {
    if (error_) std::rethrow_exception(error_);
    return std::move(result_);
  }

 private:
  struct Part {
    AnalysisResult result;
    std::exception_ptr error;
  };

  AnalysisResult analyse_chunk(std::uint64_t chunk, std::vector<Event>& events) const {
    const std::uint64_t first = chunk * chunk_size;
    const size_t count = static_cast<size_t>(std::min(chunk_size, event_count_ - first));
    source_(first, count, events);
    if (events.size() != count) {
      throw Failure("the analysis stopped", fmt::format("{} events came where {} were asked", events.size(), count));
    }
    AnalysisResult part;
    for (const Event& event : events) analysis_.add(event, part);
    return part;
  }

  void deliver(std::uint64_t chunk, AnalysisResult part, std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(chunk, Part{std::move(part), error});
    while (!stopped_ && !waiting_.empty() && waiting_.begin()->first == merged_) {
      Part& first = waiting_.begin()->second;
      if (first.error) {
        error_ = first.error;
        stopped_ = true;
      } else {
        result_.merge(first.result);
      }
      waiting_.erase(waiting_.begin());
      ++merged_;
    }
    room_.notify_all();
  }

  const Analysis& analysis_;
  const std::uint64_t event_count_, chunks_, ahead_;
  const EventSource& source_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::uint64_t next_ = 0, merged_ = 0;
  bool stopped_ = false;
  std::map<std::uint64_t, Part> waiting_;
  AnalysisResult result_;
  std::exception_ptr error_;
};

}  // namespace

AnalysisResult analyse(const Analysis& analysis, std::uint64_t event_count, unsigned threads,
                       const EventSource& source) {
  if (threads == 0) throw UserError("no analysis with 0 threads", "at least one has to do the work");
  Pool pool(analysis, event_count, threads, source);
  {
    std::vector<std::jthread> workers;
    for (unsigned t = 1; t < threads; ++t) workers.emplace_back([&] { pool.work(); });
    pool.work();
  }
  return pool.finish();
}

}  // namespace tridens::event
