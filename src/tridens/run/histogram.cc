// Distributions and cut efficiencies of a run card: events, detector response, selection, histograms.
//
// Normalisation: event i stands for sigma w_i / sum_j w_j, with sigma integrated over the flux and the sum over all
// generated events, as in the event files. An efficiency of weighted events then has the variance
//   [ (1 - 2 eff) sum_pass w^2 + eff^2 sum_all w^2 ] / (sum_all w)^2,
// which is binomial for equal weights.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/event/analysis.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/run/analysis_setup.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/file_ending.hh"

namespace tridens::run {
namespace {

using event::AnalysisResult;
using event::Distributions;
using Result = HistogramResult;

/// Distributions in the units of the result: of everything, of each component, with each variation.
struct Parts {
  std::vector<std::string> component_names, variation_names;
  std::vector<Distributions> components;  // central weights
  std::vector<Distributions> totals;      // [0] central, [1 + v] variation v
};

event::Analysis analysis_of(const EventSetup& setup) {
  return event::Analysis(analysis_plan(setup.card, final_states_of(setup.nominal)));
}

AnalysisResult run_analysis(const HistogramRequest& request, const EventSetup& setup, const event::Analysis& analysis) {
  const event::EventSource source = [&](std::uint64_t first, size_t count, std::vector<event::Event>& events) {
    if (request.stop != nullptr && *request.stop) {
      throw Interrupted(fmt::format("stopped before event {}", first), "a signal came", "nothing was written");
    }
    events.assign(count, {});
    (void)setup.generator->generate(first, events);
  };
  const io::GenerateCard& card = request.card.generate;
  return event::analyse(analysis, card.events, static_cast<unsigned>(card.threads), source);
}

/// The groups of components that the reaction has, each with its process ids: one for each kind of channel among the
/// neutrinos of the card.
std::vector<std::pair<std::string, std::set<int>>> component_groups(const EventSetup& setup) {
  std::vector<std::pair<std::string, std::set<int>>> groups;
  for (const std::vector<ComponentLabel>& labels : setup.nominal.labels) {
    for (const ComponentLabel& label : labels) {
      auto found =
          std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == label.group; });
      if (found == groups.end()) found = groups.insert(groups.end(), {label.group, {}});
      found->second.insert(label.process_id);
    }
  }
  // Components of one process id cannot be told apart in events: they are one group.
  for (size_t i = 0; i < groups.size(); ++i) {
    for (size_t k = groups.size(); k-- > i + 1;) {
      const std::set<int>& other = groups[k].second;
      if (std::none_of(other.begin(), other.end(), [&](int id) { return groups[i].second.contains(id); })) continue;
      groups[i].first += " + " + groups[k].first;
      groups[i].second.insert(other.begin(), other.end());
      groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }
  return groups;
}

Distributions nothing(Distributions like) {
  like.scale(0.0);
  return like;
}

Parts parts_of(const EventSetup& setup, AnalysisResult result) {
  const double total = setup.expected_events.value_or(setup.cross_section / units::femtobarn);
  const double sum = result.total().at(0).cut_flow.stages.at(0).sum_of_weights;
  if (!(sum > 0.0)) throw Failure("the events have no weight", fmt::format("their weights add up to {}", sum));
  result.scale(total / sum);
  Parts parts;
  parts.totals = result.total();
  for (const io::VariationCard& variation : setup.card.generate.variations)
    parts.variation_names.push_back(variation.name);
  for (const auto& [component, ids] : component_groups(setup)) {
    Distributions sums = nothing(parts.totals.front());
    for (const int id : ids) {
      const auto found = result.by_process.find(id);
      if (found != result.by_process.end()) sums.merge(found->second.front());
    }
    parts.component_names.push_back(component);
    parts.components.push_back(std::move(sums));
  }
  return parts;
}

// ---- histograms

/// Without the last digits, that only the conversion of units has put there.
double rounded(double value) {
  return std::strtod(fmt::format("{:.13g}", value).c_str(), nullptr);
}

Result::Series series_of(const std::string& name, const Histogram& histogram) {
  return {name, histogram.values(), histogram.errors(), histogram.underflow().sum_of_weights,
          histogram.overflow().sum_of_weights};
}

Result::Histogram histogram_of(const io::HistogramCard& card, size_t index, const Parts& parts) {
  const event::Variable& variable = event::variable(card.variable);
  Result::Histogram result;
  result.variable = card.variable;
  result.unit = card.unit.empty() ? std::string(event::name(variable.unit)) : card.unit;
  const Histogram& total = parts.totals.front().histograms[index];
  const double unit = event::unit_factor(variable, card.unit);
  for (const double edge : total.axes().front().edges()) result.edges.push_back(rounded(edge / unit));
  Result::Series all = series_of("", total);
  result.content = std::move(all.content);
  result.error = std::move(all.error);
  result.underflow = all.underflow;
  result.overflow = all.overflow;
  for (size_t c = 0; c < parts.components.size(); ++c) {
    result.components.push_back(series_of(parts.component_names[c], parts.components[c].histograms[index]));
  }
  for (size_t v = 0; v < parts.variation_names.size(); ++v) {
    result.variations.push_back(series_of(parts.variation_names[v], parts.totals[1 + v].histograms[index]));
  }
  return result;
}

// ---- cut flow

Result::Efficiency ratio(const BinContent& pass, const BinContent& all) {
  const event::CutFlow::Efficiency efficiency = event::CutFlow{{all, pass}}.efficiency(1);
  return {efficiency.value, efficiency.error};
}

std::optional<Result::Efficiency> ratio_if_any(const BinContent& pass, const BinContent& all) {
  if (!(all.sum_of_weights > 0.0)) return std::nullopt;
  return ratio(pass, all);
}

Result::CutStep::Part part_of(const std::string& name, const Distributions& part, size_t stage, double error) {
  const BinContent& pass = part.cut_flow.stages[stage];
  return {name, pass.sum_of_weights, error, ratio_if_any(pass, part.cut_flow.stages.front())};
}

Result::CutStep cut_step(const std::string& name, size_t stage, const Parts& parts) {
  const std::vector<BinContent>& flow = parts.totals.front().cut_flow.stages;
  const double generated = flow.front().sum_of_weights;
  Result::CutStep step;
  step.name = name;
  step.passed = flow[stage].sum_of_weights;
  step.efficiency = ratio(flow[stage], flow.front());
  step.error = step.efficiency.error * generated;
  step.step = ratio_if_any(flow[stage], flow[stage == 0 ? 0 : stage - 1]);
  for (size_t c = 0; c < parts.components.size(); ++c) {
    const double error = ratio(parts.components[c].cut_flow.stages[stage], flow.front()).error * generated;
    step.components.push_back(part_of(parts.component_names[c], parts.components[c], stage, error));
  }
  for (size_t v = 0; v < parts.variation_names.size(); ++v) {
    const Distributions& varied = parts.totals[1 + v];
    step.variations.push_back(part_of(parts.variation_names[v], varied, stage, varied.cut_flow.stages[stage].error()));
  }
  return step;
}

std::vector<Result::CutStep> cut_steps(const event::Analysis& analysis, const Parts& parts) {
  std::vector<std::string> names = analysis.stages();
  names.front() = "generated";
  const std::vector<std::vector<int>>& states = analysis.plan().final_states;
  const bool charged_leptons = std::any_of(states.begin(), states.end(), [](const std::vector<int>& state) {
    return (event::content_of(state) & event::content::charged_lepton) != 0;
  });
  constexpr size_t leptons_seen = 1;  // a step that is no step without them
  std::vector<Result::CutStep> steps;
  for (size_t stage = 0; stage < names.size(); ++stage) {
    if (stage != leptons_seen || charged_leptons) steps.push_back(cut_step(names[stage], stage, parts));
  }
  return steps;
}

// ---- provenance

/// The numbers behind "arXiv:" in a text.
std::vector<std::string> arxiv_numbers(const std::string& text) {
  std::vector<std::string> numbers;
  const std::string mark = "arXiv:";
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const size_t start = at + mark.size();
    numbers.push_back(text.substr(start, text.find_first_not_of("0123456789.", start) - start));
    while (numbers.back().ends_with('.')) numbers.back().pop_back();
  }
  return numbers;
}

void add_analysis(const event::AnalysisPlan& plan, const io::RunCard& run_card, Provenance& provenance) {
  const io::GenerateCard& card = run_card.generate;
  provenance.choices.emplace_back("detector", plan.response.name);
  provenance.choices.emplace_back("selection", plan.selection.name);
  provenance.choices.emplace_back(
      "events", fmt::format("{} {}, seed {}", card.events, card.unweighted ? "unweighted" : "weighted", card.seed));
  if (run_card.detector) {
    for (const auto& [kind, file] : run_card.detector->efficiency_file) {
      provenance.data_checksums["efficiency/" + file] =
          io::sha256(io::load_table_file(io::file_of(run_card, file)).text);
    }
  }
  for (const std::string& source : {plan.response.source, plan.selection.source}) {
    for (const std::string& number : arxiv_numbers(source)) {
      std::vector<std::string>& papers = provenance.citations_arxiv;
      if (std::find(papers.begin(), papers.end(), number) == papers.end()) papers.push_back(number);
    }
  }
}

/// The response as the card left it: a name only for one that the card did not change.
std::string response_name(const io::RunCard& card) {
  if (!card.detector) return "perfect";
  io::DetectorCard unchanged;
  unchanged.name = card.detector->name;
  if (unchanged == *card.detector) return unchanged.name.empty() ? "perfect" : unchanged.name;
  return unchanged.name.empty() ? "of the card" : unchanged.name + ", changed by the card";
}

// ---- table

std::string column_name(const std::string& kind, size_t index) {
  return fmt::format("{}_{}", kind, index + 1);
}

void write_header(const Result& result, io::RunCard card, std::string& text) {
  const auto line = [&](const std::string& key, const std::string& value) {
    text += fmt::format("# {}: {}\n", key, value);
  };
  const bool trident = io::kind_of(card.process.name) == io::ProcessKind::trident;
  line("title", "distributions of " + (trident ? card.process.pair + " pairs" : card.process.name));
  line("source", "Tridens " + result.provenance.version);
  line("content_unit", result.content_unit + (result.content_unit == "fb" ? " per " + result.per : ""));
  for (const auto& [key, value] : result.provenance.choices) line("choice", key + " = " + value);
  for (const std::string& warning : result.provenance.warnings) line("warning", warning);
  for (const auto& [name, checksum] : result.provenance.data_checksums) line("sha256", checksum + " " + name);
  for (const std::string& paper : result.provenance.citations_arxiv) line("cite", "arXiv:" + paper);
  for (const Result::CutStep& cut : result.cuts) {
    line("cut", fmt::format("{}; passed {} +- {}; efficiency {} +- {}", cut.name, cut.passed, cut.error,
                            cut.efficiency.value, cut.efficiency.error));
  }
  for (size_t v = 0; v < card.generate.variations.size(); ++v) {
    line(column_name("variation", v), card.generate.variations[v].name);
  }
  // What changes no number is left out, so that the same numbers are the same bytes.
  card.generate.threads = 1;
  card.generate.output.clear();
  std::string resolved = io::resolved_text(card);
  while (!resolved.empty()) {
    const size_t end = std::min(resolved.find('\n'), resolved.size());
    line("card", resolved.substr(0, end));
    resolved.erase(0, std::min(end + 1, resolved.size()));
  }
}

void write_histogram(const Result::Histogram& histogram, size_t number, std::string& text) {
  const size_t bins = histogram.content.size();
  // Flow bins have one open end, and no error is kept for them.
  const auto row = [&](const std::string& low, const std::string& high, auto value, auto error) {
    text += fmt::format("{},{},{},{},{}", number, histogram.variable, histogram.unit, low, high);
    const Result::Series all{"", histogram.content, histogram.error, histogram.underflow, histogram.overflow};
    text += fmt::format(",{},{}", value(all), error(all));
    for (const auto* list : {&histogram.components, &histogram.variations}) {
      for (const Result::Series& series : *list) text += fmt::format(",{},{}", value(series), error(series));
    }
    text += '\n';
  };
  const auto none = [](const Result::Series&) { return ""; };
  row(
      "", fmt::format("{}", histogram.edges.front()), [](const Result::Series& s) { return s.underflow; }, none);
  for (size_t bin = 0; bin < bins; ++bin) {
    row(
        fmt::format("{}", histogram.edges[bin]), fmt::format("{}", histogram.edges[bin + 1]),
        [bin](const Result::Series& s) { return s.content[bin]; },
        [bin](const Result::Series& s) { return s.error[bin]; });
  }
  row(
      fmt::format("{}", histogram.edges.back()), "", [](const Result::Series& s) { return s.overflow; }, none);
}

std::string table_text(const Result& result, const io::RunCard& card) {
  std::string text;
  write_header(result, card, text);
  text += "histogram,variable,unit,from,to,content,error";
  for (const auto& part : result.cuts.front().components) text += fmt::format(",{0},{0}_error", part.name);
  for (size_t v = 0; v < card.generate.variations.size(); ++v) {
    text += fmt::format(",{0},{0}_error", column_name("variation", v));
  }
  text += '\n';
  for (size_t i = 0; i < result.histograms.size(); ++i) write_histogram(result.histograms[i], i + 1, text);
  return text;
}

void require_something(const io::RunCard& card) {
  if (!card.histograms.empty() || !card.cuts.empty() || !card.selection.empty() || card.detector) return;
  throw UserError("the card asks for no distribution", "it has no [[histogram]], [[cut]], [selection] or [detector]",
                  "add [[histogram]] with variable, min, max and bins");
}

}  // namespace

HistogramResult histogram(const HistogramRequest& request) {
  const io::RunCard& card = request.card;
  require_something(card);
  (void)check_names(card);
  // Opened first, so that a name that cannot be written is refused before the work.
  std::unique_ptr<io::OutputFile> file;
  if (!request.output.empty()) {
    check_ending(request.output, {".csv"});
    file = std::make_unique<io::OutputFile>(request.output, io::OutputOptions{request.force, request.stop, 1});
  }
  const EventSetup setup = make_event_setup(card, request.stop, request.table_progress);
  const event::Analysis analysis = analysis_of(setup);
  const Parts parts = parts_of(setup, run_analysis(request, setup, analysis));

  Result result;
  result.content_unit = setup.expected_events ? "events" : "fb";
  result.per = setup.nominal.target.unit;
  result.events = card.generate.events;
  for (size_t i = 0; i < card.histograms.size(); ++i) {
    result.histograms.push_back(histogram_of(card.histograms[i], i, parts));
  }
  result.cuts = cut_steps(analysis, parts);
  result.provenance = setup.provenance;
  event::AnalysisPlan plan = analysis.plan();
  plan.response.name = response_name(card);
  add_analysis(plan, card, result.provenance);
  if (file) {
    file->write(table_text(result, card));
    file->commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
