#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

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
  if (request.card.histograms.empty() && request.card.cuts.empty()) {
    throw UserError("'" + options.card + "' asks for no histogram", "it has neither [[histogram]] nor [[cut]]",
                    "add [[histogram]] with variable, min, max and bins");
  }
  request.output = options.output;
  request.force = options.force;
  request.stop = &stop_flag();
  return request;
}

Json json_of(const run::HistogramResult& result) {
  Json json;
  json["content_unit"] = result.content_unit;
  json["histograms"] = Json::array();
  for (const auto& histogram : result.histograms) {
    json["histograms"].push_back({{"variable", histogram.variable},
                                  {"unit", histogram.unit},
                                  {"edges", histogram.edges},
                                  {"content", histogram.content},
                                  {"error", histogram.error},
                                  {"underflow", histogram.underflow},
                                  {"overflow", histogram.overflow}});
  }
  json["cuts"] = Json::array();
  for (const auto& cut : result.cuts) {
    json["cuts"].push_back({{"name", cut.name}, {"passed", cut.passed}, {"efficiency", cut.efficiency}});
  }
  if (!result.output.empty()) json["output"] = result.output;
  add_provenance(json, result.provenance);
  return json;
}

void print(const run::HistogramResult& result) {
  if (!result.cuts.empty()) {
    TextTable table({"step", result.content_unit, "efficiency"});
    for (const auto& cut : result.cuts) {
      table.add({cut.name, number(cut.passed), fmt::format("{:.4f}", cut.efficiency)});
    }
    table.print();
  }
  for (const auto& histogram : result.histograms) {
    const std::string unit = histogram.unit.empty() ? "" : "/" + histogram.unit;
    print_line("\n" + histogram.variable);
    TextTable table({"from" + unit, "to" + unit, result.content_unit, "error"});
    for (size_t bin = 0; bin < histogram.content.size(); ++bin) {
      table.add({number(histogram.edges[bin]), number(histogram.edges[bin + 1]), number(histogram.content[bin]),
                 fmt::format("{:.2g}", histogram.error[bin])});
    }
    table.print();
    print_line(fmt::format("below: {}, above: {}", number(histogram.underflow), number(histogram.overflow)));
  }
  if (!result.output.empty()) print_line("\nwritten to " + result.output);
  print_provenance(result.provenance);
}

}  // namespace

void add_histogram(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("histogram", "distributions and cut efficiencies from a run card");
  verb.footer("Example: tridens histogram examples/05_dune_selection_histogram.toml --output selection.csv");
  verb.add_option("card", options->card, "run card, TOML, with [[histogram]] and [[cut]]")->required();
  add_whole_number(verb, "--events", "number of events", 1, std::numeric_limits<std::int64_t>::max(),
                   [options](std::int64_t value) { options->events = static_cast<std::uint64_t>(value); });
  add_seed(verb, [options](std::uint64_t value) { options->seed = value; });
  add_threads(verb, [options](int value) { options->threads = value; });
  verb.add_option("--output", options->output, "also write the histograms to a CSV file");
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
