#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

std::optional<double> ratio_of(const run::ReproduceResult::Row& row) {
  if (!row.published || *row.published == 0.0) return std::nullopt;
  return row.computed / *row.published;
}

Json json_of(const run::ReproduceResult& result) {
  Json json;
  json["rows"] = Json::array();
  for (const auto& row : result.rows) {
    Json line = {{"id", row.id}, {"quantity", row.quantity}, {"computed", row.computed}, {"unit", row.unit}};
    line["published"] = row.published ? Json(*row.published) : Json(nullptr);
    const auto ratio = ratio_of(row);
    line["ratio"] = ratio ? Json(*ratio) : Json(nullptr);
    line["tolerance"] = row.tolerance ? Json(*row.tolerance) : Json(nullptr);
    line["verdict"] = row.verdict;
    line["why"] = row.why;
    line["seconds"] = row.seconds;
    json["rows"].push_back(line);
  }
  json["page"] = result.page;
  add_provenance(json, result.provenance);
  return json;
}

void print(const run::ReproduceResult& result) {
  TextTable table({"id", "quantity", "published", "computed", "unit", "ratio", "tolerance", "verdict"});
  for (const auto& row : result.rows) {
    const auto ratio = ratio_of(row);
    table.add({row.id, row.quantity, number_or_dash(row.published), number(row.computed), row.unit,
               ratio ? fmt::format("{:.4g}", *ratio) : "-",
               row.tolerance ? fmt::format("{:.2g} %", 100.0 * *row.tolerance) : "-", row.verdict});
  }
  table.print();
  for (const auto& row : result.rows) {
    if (row.verdict == "differs" || row.verdict == "failed")
      print_line(fmt::format("\n{} {}: {}", row.id, row.quantity, row.why));
  }
  const auto count = [&](const char* verdict) {
    return std::count_if(result.rows.begin(), result.rows.end(),
                         [&](const auto& row) { return row.verdict == verdict; });
  };
  print_line(fmt::format("\n{} numbers: {} agree, {} differ, {} shown", result.rows.size(), count("agrees"),
                         count("differs"), count("shown")));
  if (!result.page.empty()) print_line("page: " + result.page);
}

/// The exit status says that an entry is missing, although the others were computed and written.
void tell_failed(const run::ReproduceResult& result, const std::string& folder) {
  std::string ids;
  for (const auto& row : result.rows) {
    if (row.verdict == "failed") ids += (ids.empty() ? "" : ", ") + row.id;
  }
  if (!ids.empty()) throw Failure("entries failed: " + ids, "see above", "the others are in " + folder);
}

void print_list(bool json) {
  Json lines = Json::array();
  TextTable table({"id", "title", "source"});
  for (const run::ReproductionInfo& entry : run::reproductions()) {
    lines.push_back({{"id", entry.id}, {"title", entry.title}, {"source", entry.source}});
    table.add({entry.id, entry.title, entry.source});
  }
  if (json) {
    print_json({{"rows", lines}});
  } else {
    table.print();
  }
}

}  // namespace

void add_reproduce(CLI::App& program, Action& action) {
  struct Options {
    run::ReproduceRequest request;
    bool list = false, json = false, no_plots = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("reproduce", "published numbers recomputed, with plots and pages");
  verb.footer(
      "Examples:\n  tridens reproduce --list\n  tridens reproduce 001.menu-line 000.dune-rates --output gallery");
  verb.add_option("id", options->request.ids, "entries, or the beginning of their ids; all by default")
      ->type_name("REPRODUCTION");
  verb.add_flag("--list", options->list, "only name the entries");
  verb.add_option("--output", options->request.output_folder, "folder for plots and page; an earlier one is replaced")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_flag("--no-plots", options->no_plots, "only numbers and gallery.json");
  add_threads(verb, [options](int value) { options->request.threads = value; });
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      if (options->list) return print_list(options->json);
      options->request.stop = &stop_flag();
      options->request.plots = !options->no_plots;
      options->request.progress = Progress("entries");
      const run::ReproduceResult result = run::reproduce(options->request);
      if (options->json) {
        print_json(json_of(result));
      } else {
        print(result);
      }
      if (!result.missing_plots.empty()) {
        throw Failure("no figures and no page were drawn; gallery.json is in " + options->request.output_folder,
                      result.missing_plots, "run ./dev setup or 'pip install matplotlib', or give --no-plots");
      }
      tell_failed(result, options->request.output_folder);
    };
  });
}

}  // namespace tridens::app
