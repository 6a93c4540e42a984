#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/response.hh"
#include "tridens/event/record.hh"
#include "tridens/event/selection.hh"
#include "tridens/event/variables.hh"
#include "tridens/math/histogram.hh"

// From weighted events to distributions: detector response, then selection, then histograms and cut flow.
// An event counts with its weight (a contribution to a cross section, or a count); `scale` turns results into
// any other normalisation. Results are kept per process id, because coherent and incoherent parts differ in
// every detector.
namespace tridens::event {

enum class Stage {
  generated,  // every event, true momenta
  seen,       // charged leptons seen, measured momenta
  selected    // all cuts passed and kept by the efficiency, measured momenta
};
/// "generated", "seen", "selected"; UserError with the nearest name.
Stage parse_stage(std::string_view text);
std::string_view name(Stage stage);

struct HistogramRequest {
  std::string name;
  const Variable* x = nullptr;
  Axis x_axis;
  const Variable* y = nullptr;  // with y_axis: a histogram in two variables
  std::optional<Axis> y_axis;
  Stage stage = Stage::selected;
};

/// Probability that the experiment keeps a selected event, as a function of a true variable (none for a
/// constant), drawn per event.
struct EventEfficiency {
  detector::Efficiency efficiency;
  const Variable* variable = nullptr;
};

struct AnalysisPlan {
  detector::Response response;
  Selection selection;
  std::optional<EventEfficiency> efficiency;
  std::vector<HistogramRequest> histograms;
  std::uint64_t seed = 1;                      // of the detector response
  size_t variation_count = 0;                  // Event::variation_weights that every event carries
  std::vector<std::vector<int>> final_states;  // PDG numbers of every final state that can occur
};

/// Histograms, in the order of the plan, and cut flow of one set of weights.
struct Distributions {
  CutFlow cut_flow;
  std::vector<Histogram> histograms;

  void merge(const Distributions& other);
  void scale(double factor);
};

struct AnalysisResult {
  /// By process id: [0] with the weights of the events, [1 + v] with variation v.
  std::map<int, std::vector<Distributions>> by_process;

  /// Sum over process ids, in the same layout; empty when there was no event.
  std::vector<Distributions> total() const;
  void merge(const AnalysisResult& other);
  void scale(double factor);
};

class Analysis {
 public:
  /// UserError for repeated histogram names, variables that do not exist in a final state, bad cuts and
  /// responses.
  explicit Analysis(AnalysisPlan plan);

  const AnalysisPlan& plan() const { return plan_; }
  /// Names of the stages of the cut flow: those of the selection, then "efficiency" if there is one.
  std::vector<std::string> stages() const;
  /// Adds one event to a result (any result; results of different threads are merged). Failure for an event
  /// that does not fit the plan or a weight that is not finite.
  void add(const Event& event, AnalysisResult& result) const;

 private:
  std::vector<Distributions> empty() const;
  size_t stages_passed(const Event& event, const Kinematics& truth, const Kinematics& measured) const;
  void check_event(const Event& event, const Kinematics& kinematics) const;

  AnalysisPlan plan_;
  unsigned needs_ = 0;
  size_t stage_count_ = 0;
  bool perfect_ = false;
};

/// Writes events [first, first + count) into `events`; called from several threads at once.
using EventSource = std::function<void(std::uint64_t first, size_t count, std::vector<Event>& events)>;

/// Analyses `event_count` events of a source. Events are taken in chunks of fixed size and the chunks are
/// merged in order: the same bits for any number of threads. The first exception in the order of events is
/// passed on.
AnalysisResult analyse(const Analysis& analysis, std::uint64_t event_count, unsigned threads,
                       const EventSource& source);

}  // namespace tridens::event
