#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/base/error.hh"
#include "tridens/run/init.hh"

namespace tridens::app {
namespace {

struct Options {
  run::InitRequest request;
  std::string model, flux;
  bool list = false, json = false;
};

void print_list(bool json) {
  Json lines = Json::array();
  TextTable table({"kind", "what it is", "file", "options"});
  for (const run::InitKind& kind : run::init_kinds()) {
    std::string options;
    for (const std::string& option : kind.options)
      options += (options.empty() ? "--" : " --") + (option == "neutrino" ? "nu" : option);
    table.add({kind.name, kind.title, kind.file, options});
    lines.push_back({{"kind", kind.name}, {"title", kind.title}, {"file", kind.file}, {"options", kind.options}});
  }
  if (json) {
    print_json({{"kinds", lines}});
  } else {
    table.print();
  }
}

void run_verb(Options& options) {
  if (options.list || options.request.kind.empty()) return print_list(options.json);
  if (!options.model.empty()) options.request.model = model_from_options(options.model, {});
  if (!options.flux.empty()) options.request.flux = flux_from_option(options.flux);
  if (options.request.output == "-") {
    options.request.only_text = true;
    options.request.output.clear();
  }
  const run::InitResult result = run::init(options.request);
  if (options.json) {
    return print_json({{"kind", result.kind},
                       {"output", options.request.only_text ? "" : result.output},
                       {"text", result.text},
                       {"next", result.next}});
  }
  if (options.request.only_text) return fmt::print("{}", result.text);
  print_line("written: " + result.output + "\n\nIt runs as it is; its comments say what can be changed. Go on with");
  for (const std::string& command : result.next) print_line("  " + command);
}

}  // namespace

void add_init(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  run::InitRequest& request = options->request;
  CLI::App& verb = *program.add_subcommand("init", "a commented card to start from");
  verb.footer(
      "Examples:\n"
      "  tridens init --list\n"
      "  tridens init trident --nu numubar --pair e-mu+ --target Fe --output iron.toml\n"
      "  tridens init fit --experiment coherent-csi-2021 --model light-vector,mass=10MeV --parameter g=1e-6:1e-3");
  verb.add_option("kind", request.kind, "of card: trident, elastic, fit, experiment, ...; without it the list of kinds")
      ->type_name("KIND");
  verb.add_flag("--list", options->list, "only name the kinds of cards");
  verb.add_option("--process", request.process, "process, also as name,setting=value,...")->type_name("PROCESS");
  verb.add_option("--nu", request.neutrino, "neutrino: numu, nuebar, ..., or all")->type_name("NEUTRINO");
  verb.add_option("--pair", request.pair, "lepton pair of tridents, negative first: mu-mu+")->type_name("PAIR");
  verb.add_option("--target", request.target, "nuclide, element, compound or mixture")->type_name("TARGET");
  verb.add_option("--flux", options->flux, "flux, source, shape, or FILE.csv")->type_name("FLUX");
  verb.add_option("--model", options->model, "model, also as name,key=value,...")->type_name("MODEL");
  verb.add_option("--experiment", request.experiments, "of a fit, again and again: name, or FILE.toml")
      ->type_name("EXPERIMENT")
      ->type_size(1)
      ->allow_extra_args(false)
      ->take_all();
  verb.add_option("--parameter", request.parameters,
                  "of a fit, again and again: setting of the model, or setting=lowest:highest")
      ->type_name("SETTING")
      ->type_size(1)
      ->allow_extra_args(false)
      ->take_all();
  verb.add_option("--output", request.output, "file to write [KIND.toml or KIND.csv]; - prints the card")
      ->type_name("FILE");
  verb.add_flag("--force", request.force, "replace an existing file");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] { action = [options] { run_verb(*options); }; });
}

}  // namespace tridens::app
