#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

Json json_of(const run::TablesResult& result) {
  Json json = {{"folder", result.folder}};
  json["rows"] = Json::array();
  for (const auto& row : result.rows) {
    Json line = {{"name", row.name}, {"path", row.path}, {"present", row.present}};
    if (row.interpolation_error > 0) line["interpolation_error"] = row.interpolation_error;
    if (row.seconds > 0) line["seconds"] = row.seconds;
    json["rows"].push_back(line);
  }
  return json;
}

void print(const run::TablesResult& result) {
  print_line("folder: " + result.folder);
  TextTable table({"table", "state", "interpolation error", "seconds"});
  for (const auto& row : result.rows) {
    table.add({row.name, row.present ? "present" : "missing",
               row.interpolation_error > 0 ? fmt::format("{:.1e}", row.interpolation_error) : "-",
               row.seconds > 0 ? fmt::format("{:.1f}", row.seconds) : "-"});
  }
  table.print();
}

}  // namespace

void add_tables(CLI::App& program, Action& action) {
  struct Options {
    run::TablesRequest request;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("tables", "the interpolation tables of cross sections: state, building");
  verb.footer("Examples:\n  tridens tables\n  tridens tables --build");
  verb.add_flag("--build", options->request.build, "compute what is missing");
  verb.add_flag("--electroweak", options->request.electroweak,
                "with --build also those of electroweak-trident, which are else made when first needed");
  verb.add_option("--out", options->request.folder, "compute what is missing there, not in the usual folder")
      ->type_name("FOLDER");
  verb.add_flag("--force", options->request.force, "compute everything anew");
  add_threads(verb, [options](int value) { options->request.threads = value; });
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      run::TablesRequest& request = options->request;
      request.build = request.build || request.force || !request.folder.empty();
      request.stop = &stop_flag();
      request.progress = Progress(table_nodes);
      if (request.electroweak && !request.build) {
        throw UserError("--electroweak without --build", "it says which tables are made", "add --build");
      }
      const run::TablesResult result = run::tables(options->request);
      if (options->json) {
        print_json(json_of(result));
      } else {
        print(result);
      }
    };
  });
}

}  // namespace tridens::app
