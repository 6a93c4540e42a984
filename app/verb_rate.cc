#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

struct Options {
  run::RateRequest request;
  std::string model = "sm", couplings;
  std::vector<std::string> settings, changes;
  bool json = false, bins = false;
};

run::RateRequest request_of(const Options& options) {
  run::RateRequest request = options.request;
  std::vector<std::string> settings = options.settings;
  if (!options.couplings.empty()) settings.push_back("couplings=" + options.couplings);
  request.model = model_from_options(options.model, settings);
  request.stop = &stop_flag();
  request.progress = Progress(steps);
  for (const std::string& text : options.changes) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      throw UserError(fmt::format("--change '{}' is no change", text), "changes are written key=value",
                      "for example --change mass=100kg");
    }
    if (!request.overrides.emplace(text.substr(0, equals), text.substr(equals + 1)).second) {
      throw UserError(fmt::format("'{}' is changed twice", text.substr(0, equals)), "each key has one value",
                      "keep one of them");
    }
  }
  return request;
}

Json json_of(const run::RateResult& result) {
  Json json;
  json["experiment"] = result.experiment;
  json["title"] = result.title;
  json["exposure"] = result.exposure;
  json["signal"] = result.signal;
  json["background"] = result.background;
  if (result.observed_total) json["observed_total"] = *result.observed_total;
  json["relative_error"] = result.relative_error;
  json["observable"] = result.observable;
  json["unit"] = result.unit;
  json["edges"] = result.edges;
  if (!result.time_edges_us.empty()) json["time_edges_us"] = result.time_edges_us;
  json["parts"] = Json::array();
  for (const run::RateResult::Part& part : result.parts) {
    json["parts"].push_back({{"name", part.name}, {"kind", part.kind}, {"total", part.total}, {"counts", part.counts}});
  }
  if (!result.observed.empty()) json["observed"] = result.observed;
  for (const auto& [key, text] : result.problems) json[key] = text;
  if (!result.output.empty()) json["output"] = result.output;
  add_provenance(json, result.provenance);
  return json;
}

/// Counts of every energy bin, summed over time.
void print_bins(const run::RateResult& result) {
  std::vector<std::string> headings = {result.observable + "/" + result.unit};
  for (const run::RateResult::Part& part : result.parts) headings.push_back(part.name);
  if (!result.observed.empty()) headings.emplace_back("observed");
  TextTable table(headings);
  const size_t times = result.time_edges_us.empty() ? 1 : result.time_edges_us.size() - 1;
  const auto in_bin = [&](const std::vector<double>& counts, size_t bin) {
    double total = 0.0;
    for (size_t t = 0; t < times; ++t) total += counts[bin * times + t];
    return fmt::format("{:.4g}", total);
  };
  for (size_t e = 0; e + 1 < result.edges.size(); ++e) {
    std::vector<std::string> cells = {fmt::format("{:g} to {:g}", result.edges[e], result.edges[e + 1])};
    for (const run::RateResult::Part& part : result.parts) cells.push_back(in_bin(part.counts, e));
    if (!result.observed.empty()) cells.push_back(in_bin(result.observed, e));
    table.add(cells);
  }
  print_line("");
  table.print();
}

void print(const run::RateResult& result, bool bins) {
  print_line(fmt::format("{}: {}", result.experiment, result.title));
  print_line(result.exposure + "\n");
  TextTable table({"part", "kind", "counts"});
  for (const run::RateResult::Part& part : result.parts) table.add({part.name, part.kind, number(part.total)});
  table.add({"signal", "sum", number(result.signal)});
  if (result.background > 0.0) table.add({"background", "sum", number(result.background)});
  if (result.observed_total) table.add({"observed", "data", number(*result.observed_total)});
  table.print();
  print_line(fmt::format("\nnumerical error of the signal: {:.1g} of it", result.relative_error));
  if (bins) print_bins(result);
  for (const auto& [key, text] : result.problems) print_line(fmt::format("\n{}: {}", key, text));
  if (!result.output.empty()) print_line("\nwritten to " + result.output);
  print_provenance(result.provenance);
}

}  // namespace

void add_rate(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("rate", "expected counts in an experiment or a neutrino telescope");
  verb.footer(
      "Examples:\n"
      "  tridens rate coherent-csi-2021 --bins\n"
      "  tridens rate 08_my_detector.toml --model nsi --set eps_ee_uV=0.1 --change mass=10kg --output counts.csv\n"
      "  tridens rate icecube-hese --process glashow --change flux-astrophysical=astrophysical,gamma=2.5");
  run::RateRequest& request = options->request;
  verb.add_option("experiment", request.experiment, "name (tridens list experiments), or FILE.toml")
      ->required()
      ->type_name("EXPERIMENT");
  verb.add_option("--process", request.processes,
                  "cevns, nu-e; trident where they are counted; upscatter,... where decays are; "
                  "dark-matter,mass=10MeV,... of a beam; of a telescope dis, glashow, ... "
                  "[all of the experiment]")
      ->type_name("PROCESS");
  verb.add_option("--model", options->model, "model, also as name,key=value,... or nameA+nameB")
      ->type_name("MODEL")
      ->capture_default_str();
  verb.add_option("--set", options->settings, "settings of the model, key=value ...")->type_name("KEY=VALUE");
  verb.add_option("--couplings", options->couplings, "tree or radiative: the same as --set couplings=...")
      ->type_name("WORD");
  verb.add_option("--change", options->changes,
                  "of the experiment, key=value: mass, target, flux, time, pot, form_factor, ...; of a telescope "
                  "livetime, mass, "
                  "processes, absorption, flux, flux-NAME")
      ->type_name("KEY=VALUE");
  verb.add_option("--output", request.output, "also a table of all bins: FILE.csv")->type_name("FILE");
  verb.add_flag("--force", request.force, "replace an existing output");
  verb.add_flag("--bins", options->bins, "print the energy bins");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      const run::RateResult result = run::rate(request_of(*options));
      if (options->json) {
        print_json(json_of(result));
      } else {
        print(result, options->bins);
      }
    };
  });
}

}  // namespace tridens::app
