#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

struct Options {
  std::string card, output, format;
  std::optional<std::uint64_t> events, seed;
  std::optional<int> threads;
  bool force = false, json = false;
};

run::GenerateRequest request_of(const Options& options) {
  run::GenerateRequest request;
  request.card = io::read_run_card(options.card);
  io::GenerateCard& generate = request.card.generate;
  if (options.events) generate.events = *options.events;
  if (options.seed) generate.seed = *options.seed;
  if (options.threads) generate.threads = *options.threads;
  if (!options.output.empty()) generate.output = options.output;
  if (!options.format.empty()) generate.format = options.format;
  if (generate.output.empty()) {
    throw UserError("no output is given", "neither [generate] of the card nor the command line names a file",
                    "add --output events.hepmc3.gz");
  }
  request.force = options.force;
  request.stop = &stop_flag();
  request.table_progress = Progress(table_nodes);
  if (isatty(STDERR_FILENO) != 0 && !options.json) {
    request.progress = [](std::uint64_t done, std::uint64_t total) {
      fmt::print(stderr, "\r{} of {} events{}", done, total, done >= total ? "\n" : "");
      std::fflush(stderr);
    };
  }
  return request;
}

Json json_of(const run::GenerateResult& result) {
  Json json;
  json["output"] = result.output;
  json["format"] = result.format;
  json["events"] = result.events;
  json["attempted"] = result.attempted;
  json["unweighting_efficiency"] = result.unweighting_efficiency;
  json["overweight_fraction"] = result.overweight_fraction;
  json["lost_weights"] = result.lost_weights;
  json["sigma"] = result.cross_section_fb;
  json["error"] = result.cross_section_error_fb;
  json["unit"] = "fb";
  json["per"] = result.per;
  if (result.expected_events) json["expected_events"] = *result.expected_events;
  json["variations"] = Json::array();
  for (const auto& [name, sigma] : result.variations_fb) {
    json["variations"].push_back({{"name", name}, {"sigma", sigma}, {"unit", "fb"}});
  }
  json["seconds"] = result.seconds;
  add_provenance(json, result.provenance);
  return json;
}

void print(const run::GenerateResult& result) {
  print_line(fmt::format("{} events written to {} ({}) in {:.3g} s", result.events, result.output, result.format,
                         result.seconds));
  print_line(fmt::format("cross section: {} +- {:.2g} fb per {}, averaged over the flux",
                         number(result.cross_section_fb), result.cross_section_error_fb, result.per));
  if (result.expected_events) {
    print_line(fmt::format("expected events for the exposure: {}", number(*result.expected_events)));
  }
  if (result.unweighted) {
    print_line(fmt::format("unweighting efficiency {:.3g}%, events with weight above 1: {:.3g}%",
                           100 * result.unweighting_efficiency, 100 * result.overweight_fraction));
  }
  if (result.lost_weights > 0) {
    print_line(fmt::format("{} events have a weight that is not 1, which the format {} cannot hold",
                           result.lost_weights, result.format));
  }
  if (!result.variations_fb.empty()) {
    TextTable table({"variation", "sigma/fb", "ratio"});
    for (const auto& [name, sigma] : result.variations_fb) {
      table.add({name, number(sigma), number(sigma / result.cross_section_fb)});
    }
    print_line("");
    table.print();
  }
  print_provenance(result.provenance);
}

}  // namespace

void add_generate(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("generate", "an event file from a run card");
  verb.footer("Example:\n  tridens generate 01_dune_dimuon.toml --events 1000 --output dimuon.hepmc3.gz");
  verb.add_option("card", options->card, "run card, TOML")->required()->type_name("FILE");
  add_whole_number(verb, "--events", "number of events", 1, std::numeric_limits<std::int64_t>::max(),
                   [options](std::int64_t value) { options->events = static_cast<std::uint64_t>(value); });
  add_seed(verb, [options](std::uint64_t value) { options->seed = value; });
  add_threads(verb, [options](int value) { options->threads = value; });
  verb.add_option("--output", options->output, "event file, in place of that of the card")->type_name("FILE");
  verb.add_option("--format", options->format, "nuhepmc, hepevt, lhe or event-block; by default from the ending")
      ->type_name("FORMAT");
  verb.add_flag("--force", options->force, "replace an existing file");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      const run::GenerateResult result = run::generate(request_of(*options));
      if (options->json) {
        print_json(json_of(result));
      } else {
        print(result);
      }
    };
  });
}

}  // namespace tridens::app
