#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <optional>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

struct Options {
  std::string card, engine = "local";
  std::optional<std::string> shard;  // given empty (an unset variable of a batch system): an error
  run::ScanRequest request;
  run::DaskScanRequest dask;
  bool json = false;
};

/// "3/10"
void read_shard(const std::string& text, run::ScanRequest& request) {
  const size_t slash = text.find('/');
  const auto whole = [](std::string_view part, int& value) {
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    return problem == std::errc() && end == part.data() + part.size() && !part.empty();
  };
  const std::string_view view = text;
  const bool fine = slash != std::string::npos && whole(view.substr(0, slash), request.shard) &&
                    whole(view.substr(slash + 1), request.shards) && request.shard >= 1 &&
                    request.shard <= request.shards;
  if (fine) return;
  throw UserError("--shard '" + text + "'", "a shard is i/n with i from 1 to n", "for example --shard 1/4");
}

Json json_of(const run::ScanResult& result) {
  Json json;
  json["output"] = result.output;
  if (!result.contours.empty()) json["contours"] = result.contours;
  json["points"] = result.points;
  json["resumed"] = result.resumed;
  json["not_converged"] = result.not_converged;
  json["lowest_chi2"] = result.lowest_chi2;
  json["version"] = TRIDENS_VERSION;
  for (const auto& [name, value] : result.lowest_at) json["lowest_at"][name] = value;
  return json;
}

void print(const run::ScanResult& result) {
  print_line(fmt::format("{} points written to {}{}", result.points, result.output,
                         result.resumed > 0 ? fmt::format(", {} of them by an earlier run", result.resumed) : ""));
  std::string at;
  for (const auto& [name, value] : result.lowest_at)
    at += fmt::format("{}{} = {}", at.empty() ? "" : ", ", name, number(value));
  print_line(fmt::format("lowest chi2 on the grid: {:.3f} at {}", result.lowest_chi2, at));
  if (result.not_converged > 0) {
    print_line(
        fmt::format("{} points did not converge: they are marked, and left out of contours", result.not_converged));
  }
  if (!result.contours.empty()) print_line("contours written to " + result.contours);
}

void show(const run::ScanResult& result, bool json) {
  if (json) {
    print_json(json_of(result));
  } else {
    print(result);
  }
}

/// Options of a cluster without a cluster, and the other way round.
void check_engine(const Options& options) {
  if (options.engine != "local" && options.engine != "dask") {
    unknown_name("engine", options.engine, {"local", "dask"});
  }
  const bool dask = options.engine == "dask";
  const bool cluster = !options.dask.scheduler.empty() || options.dask.workers > 0 || options.dask.shards > 0;
  if (!dask && cluster) {
    throw UserError("--scheduler, --workers and --shards are options of a cluster", "the engine is local",
                    "add --engine dask");
  }
  if (dask && options.shard) {
    throw UserError("--shard with --engine dask", "Dask runs all shards", "leave one of them out");
  }
}

/// Two results, or a result and what it is made from, cannot be one file.
void check_files(const std::vector<std::string>& inputs, const std::string& output, const std::string& contours) {
  const auto same = [](const std::string& a, const std::string& b) {
    std::error_code ignored;
    return !a.empty() && !b.empty() && (a == b || std::filesystem::equivalent(a, b, ignored));
  };
  if (same(output, contours)) {
    throw UserError("--output and --contours are both " + output, "one would replace the other", "choose two names");
  }
  for (const std::string& input : inputs) {
    if (!same(input, output) && !same(input, contours)) continue;
    throw UserError("the output is " + input + " itself", "it would be replaced", "choose another name");
  }
}

void run_scan(Options& options) {
  check_engine(options);
  check_files({options.card}, options.request.output, options.request.contours);
  if (options.engine == "dask") {
    options.dask.card = options.card;
    options.dask.output = options.request.output;
    options.dask.contours = options.request.contours;
    options.dask.force = options.request.force;
    show(run::scan_on_dask(options.dask), options.json);
    return;
  }
  if (options.shard) read_shard(*options.shard, options.request);
  options.request.card = io::read_fit_card(options.card);
  options.request.stop = &stop_flag();
  options.request.progress = Progress("points");
  show(run::scan(options.request), options.json);
}

}  // namespace

void add_scan(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("scan", "chi2 over a grid of parameters, and contours");
  verb.footer(
      "Examples:\n"
      "  tridens scan 09_coherent_nsi.toml --output nsi.csv --contours nsi.json\n"
      "  tridens scan 09_coherent_nsi.toml --shard 1/40 --output nsi-1.csv");
  verb.add_option("card", options->card, "fit card, TOML")->required()->type_name("FILE");
  verb.add_option("--output", options->request.output, "CSV file; NAME.part while it grows")
      ->required()
      ->type_name("FILE");
  verb.add_option("--contours", options->request.contours, "lines at the confidences of the card, JSON or CSV")
      ->type_name("FILE");
  verb.add_option("--shard", options->shard, "only part i of n: i/n")->type_name("i/n");
  add_threads(verb, [options](int value) { options->request.threads = value; });
  verb.add_flag("--restart", options->request.restart, "throw away what an interrupted scan left");
  verb.add_option("--engine", options->engine, "local, or dask: shards on a cluster")
      ->type_name("ENGINE")
      ->capture_default_str();
  verb.add_option("--scheduler", options->dask.scheduler, "of a Dask cluster that runs: tcp://host:8786");
  add_whole_number(verb, "--workers", "processes of a Dask cluster on this machine", 1, 4096,
                   [options](std::int64_t value) { options->dask.workers = static_cast<int>(value); });
  add_whole_number(verb, "--shards", "parts for Dask [four per worker]", 1, 1000000,
                   [options](std::int64_t value) { options->dask.shards = static_cast<int>(value); });
  verb.add_flag("--force", options->request.force, "replace existing files");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] { action = [options] { run_scan(*options); }; });
}

void add_merge(CLI::App& program, Action& action) {
  struct MergeOptions {
    run::MergeRequest request;
    bool json = false;
  };
  auto options = std::make_shared<MergeOptions>();
  CLI::App& verb = *program.add_subcommand("merge", "the shards of a scan as one");
  verb.footer(
      "Example, of the three parts that 'tridens scan CARD --shard i/3' has written:\n"
      "  tridens merge nsi-1.csv nsi-2.csv nsi-3.csv --output whole.csv --contours whole.json");
  verb.add_option("shards", options->request.shards, "files of 'tridens scan --shard i/n'")
      ->required()
      ->type_name("FILE");
  verb.add_option("--output", options->request.output, "CSV file")->required()->type_name("FILE");
  verb.add_option("--contours", options->request.contours, "lines at the confidences of the card, JSON or CSV")
      ->type_name("FILE");
  verb.add_flag("--force", options->request.force, "replace existing files");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      check_files(options->request.shards, options->request.output, options->request.contours);
      show(run::merge(options->request), options->json);
    };
  });
}

}  // namespace tridens::app
