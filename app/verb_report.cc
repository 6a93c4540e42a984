#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/run/report.hh"

namespace tridens::app {

void add_report(CLI::App& program, Action& action) {
  auto request = std::make_shared<run::ReportRequest>();
  CLI::App& verb = *program.add_subcommand("report", "a result as one HTML page: tables, plots, provenance, citations");
  verb.footer(
      "Example:\n  tridens rate coherent-csi-2021 --json > csi.json && tridens report csi.json --output csi.html");
  verb.add_option("result", request->result, "JSON or CSV that Tridens wrote, events in NuHepMC, or gallery.json")
      ->required()
      ->type_name("FILE");
  verb.add_option("--output", request->output, "HTML file [the name of the result with .html]")->type_name("FILE");
  verb.add_flag("--force", request->force, "replace an existing file");
  verb.callback([request, &action] { action = [request] { print_line("page: " + run::report(*request).output); }; });
}

}  // namespace tridens::app
