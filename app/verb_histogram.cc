#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

using Result = run::HistogramResult;

struct Options {
  std::string card, output;
  std::optional<std::uint64_t> events, seed;
  std::optional<int> threads;
  bool force = false, json = false;
};

run::HistogramRequest request_of(const Options& options) {
  run::HistogramRequest request;
  request.card = io::read_run_card(options.card);
  if (options.events) request.card.generate.events = *options.events;
  if (options.seed) request.card.generate.seed = *options.seed;
  if (options.threads) request.card.generate.threads = *options.threads;
  request.output = options.output;
  request.force = options.force;
  request.stop = &stop_flag();
  request.table_progress = Progress(table_nodes);
  return request;
}

Json json_of(const Result::Series& series) {
  return {{"content", series.content},
          {"error", series.error},
          {"underflow", series.underflow},
          {"overflow", series.overflow}};
}

Json json_of(const Result::Histogram& histogram) {
  Json json = {{"variable", histogram.variable}, {"unit", histogram.unit},       {"edges", histogram.edges},
               {"content", histogram.content},   {"error", histogram.error},     {"underflow", histogram.underflow},
               {"overflow", histogram.overflow}, {"components", Json::object()}, {"variations", Json::object()}};
  for (const auto& series : histogram.components) json["components"][series.name] = json_of(series);
  for (const auto& series : histogram.variations) json["variations"][series.name] = json_of(series);
  return json;
}

Json json_of(const std::optional<Result::Efficiency>& efficiency) {
  if (!efficiency) return nullptr;
  return {{"value", efficiency->value}, {"error", efficiency->error}};
}

Json json_of(const Result::CutStep& cut) {
  Json json = {{"name", cut.name}, {"passed", cut.passed}, {"error", cut.error}};
  json["step_efficiency"] = json_of(cut.step);
  json["efficiency"] = json_of(std::optional(cut.efficiency));
  for (const auto& [key, parts] : {std::pair{"components", &cut.components}, {"variations", &cut.variations}}) {
    json[key] = Json::object();
    for (const auto& part : *parts) {
      json[key][part.name] = {{"passed", part.passed}, {"error", part.error}, {"efficiency", json_of(part.efficiency)}};
    }
  }
  return json;
}

Json json_of(const Result& result) {
  Json json = {{"content_unit", result.content_unit}, {"per", result.per}, {"events", result.events}};
  json["histograms"] = Json::array();
  for (const auto& histogram : result.histograms) json["histograms"].push_back(json_of(histogram));
  json["cuts"] = Json::array();
  for (const auto& cut : result.cuts) json["cuts"].push_back(json_of(cut));
  if (!result.output.empty()) json["output"] = result.output;
  add_provenance(json, result.provenance);
  return json;
}

std::string efficiency_text(const std::optional<Result::Efficiency>& efficiency) {
  return efficiency ? fmt::format("{:.4f}", efficiency->value) : "-";
}

/// Errors of a statistics: two digits.
std::string error_text(double error) {
  return fmt::format("{:.2g}", error);
}

void print_cuts(const Result& result) {
  std::vector<std::string> headings = {"step", result.content_unit, "error", "of the step before", "of all", "error"};
  for (const auto& part : result.cuts.front().components) {
    headings.push_back(part.name);
    headings.push_back("of all " + part.name);
  }
  for (const auto& part : result.cuts.front().variations) headings.push_back(part.name);
  TextTable table(headings);
  for (const auto& cut : result.cuts) {
    std::vector<std::string> row = {cut.name,
                                    number(cut.passed),
                                    error_text(cut.error),
                                    efficiency_text(cut.step),
                                    efficiency_text(cut.efficiency),
                                    error_text(cut.efficiency.error)};
    for (const auto& part : cut.components) {
      row.push_back(number(part.passed));
      row.push_back(efficiency_text(part.efficiency));
    }
    for (const auto& part : cut.variations) row.push_back(number(part.passed));
    table.add(row);
  }
  table.print();
}

void print_histogram(const Result::Histogram& histogram, const std::string& content_unit) {
  const std::string unit = histogram.unit.empty() ? "" : "/" + histogram.unit;
  std::vector<std::string> headings = {"from" + unit, "to" + unit, content_unit, "error"};
  for (const auto* list : {&histogram.components, &histogram.variations}) {
    for (const auto& series : *list) headings.push_back(series.name);
  }
  TextTable table(headings);
  for (size_t bin = 0; bin < histogram.content.size(); ++bin) {
    std::vector<std::string> row = {number(histogram.edges[bin]), number(histogram.edges[bin + 1]),
                                    number(histogram.content[bin]), error_text(histogram.error[bin])};
    for (const auto* list : {&histogram.components, &histogram.variations}) {
      for (const auto& series : *list) row.push_back(number(series.content[bin]));
    }
    table.add(row);
  }
  print_line("\n" + histogram.variable);
  table.print();
  print_line(fmt::format("below: {}, above: {}", number(histogram.underflow), number(histogram.overflow)));
}

void print(const Result& result) {
  if (result.content_unit == "fb") print_line("cross sections per " + result.per + ", averaged over the flux\n");
  print_cuts(result);
  for (const auto& histogram : result.histograms) print_histogram(histogram, result.content_unit);
  if (!result.output.empty()) print_line("\nwritten to " + result.output);
  print_provenance(result.provenance);
}

}  // namespace

void add_histogram(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("histogram", "distributions and cut efficiencies from a run card");
  verb.footer("Example:\n  tridens histogram 05_dune_selection_histogram.toml --events 5000 --output selection.csv");
  verb.add_option("card", options->card, "run card, TOML, with [detector], [selection], [[cut]], [[histogram]]")
      ->required()
      ->type_name("FILE");
  add_whole_number(verb, "--events", "number of events", 1, std::numeric_limits<std::int64_t>::max(),
                   [options](std::int64_t value) { options->events = static_cast<std::uint64_t>(value); });
  add_seed(verb, [options](std::uint64_t value) { options->seed = value; });
  add_threads(verb, [options](int value) { options->threads = value; });
  verb.add_option("--output", options->output, "also write the histograms to a CSV file")->type_name("FILE");
  verb.add_flag("--force", options->force, "replace an existing file");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      const run::HistogramResult result = run::histogram(request_of(*options));
      if (options->json) {
        print_json(json_of(result));
      } else {
        print(result);
      }
    };
  });
}

}  // namespace tridens::app
