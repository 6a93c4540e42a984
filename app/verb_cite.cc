#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/base/error.hh"
#include "tridens/run/cite.hh"

namespace tridens::app {
namespace {

using run::CiteResult;

Json json_of(const CiteResult& result) {
  Json json;
  json["citations"] = Json::array();
  for (const CiteResult::Citation& one : result.citations) {
    Json fields = Json::object();
    for (const auto& [name, value] : one.entry.printed_fields()) fields[name] = value;
    json["citations"].push_back({{"key", one.entry.key},
                                 {"type", one.entry.type},
                                 {"fields", fields},
                                 {"authors", io::authors_of(one.entry)},
                                 {"for", one.reasons},
                                 {"bibtex", io::bibtex_of(one.entry)}});
  }
  json["unknown"] = result.unknown;
  json["own"] = result.own;
  json["unconfirmed"] = result.unconfirmed;
  json["version"] = result.version;
  return json;
}

using io::plain_text;

std::string line_of(const io::BibliographyEntry& entry) {
  std::string text =
      fmt::format("{}", fmt::join(io::authors_of(entry), " and ")) + ", " + plain_text(entry.field("title"));
  const std::string journal = plain_text(entry.field("journal"));
  if (!journal.empty()) {
    text += fmt::format(", {} {} ({}) {}", journal, entry.field("volume"), entry.field("year"), entry.field("pages"));
  } else if (!entry.field("year").empty()) {
    text += ", " + entry.field("year");
  }
  if (const std::string number = entry.field("eprint"); !number.empty()) text += ", arXiv:" + number;
  if (const std::string doi = entry.field("doi"); !doi.empty()) text += ", doi:" + doi;
  if (const std::string how = plain_text(entry.field("howpublished")); !how.empty()) text += ", " + how;
  return text;
}

void print_remarks(const CiteResult& result, const std::string& mark) {
  for (const std::string& reference : result.unknown) {
    print_line(mark + "not in the bibliography of Tridens, cite it as well: " + reference);
  }
  for (const std::string& name : result.own) print_line(mark + "nothing to cite: " + name);
  for (const std::string& key : result.unconfirmed) {
    print_line(mark + "authors and title entered from memory, look them up: " + key);
  }
}

void print(const CiteResult& result, const std::string& format) {
  if (format == "json") return print_json(json_of(result));
  for (const CiteResult::Citation& one : result.citations) {
    const std::string reasons = fmt::format("{}", fmt::join(one.reasons, ", "));
    if (format == "bibtex") {
      // BibTeX takes what stands between entries as comment, except for the sign that begins one.
      print_line("% for: " + reasons);
      print_line(io::bibtex_of(one.entry));
    } else {
      print_line(line_of(one.entry));
      print_line("    for: " + reasons);
    }
  }
  print_remarks(result, format == "bibtex" ? "% " : "");
}

}  // namespace

void add_cite(CLI::App& program, Action& action) {
  struct Options {
    std::string result, format = "bibtex";
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("cite", "what to cite for a result, as BibTeX");
  verb.footer(
      "Examples:\n"
      "  tridens rate coherent-csi-2021 --json > csi.json && tridens cite csi.json\n"
      "  tridens cite dune-nd-fhc --format text");
  verb.add_option("result", options->result, "file that Tridens wrote, or a name of 'tridens list'")
      ->required()
      ->type_name("NAME");
  verb.add_option("--format", options->format, "bibtex, json or text")->capture_default_str();
  verb.add_flag("--json", options->json, "the same as --format json");
  verb.callback([options, &action] {
    action = [options] {
      const std::string format = options->json ? "json" : options->format;
      if (format != "bibtex" && format != "json" && format != "text") {
        unknown_name("format", format, {"bibtex", "json", "text"});
      }
      print(run::cite({options->result, ""}), format);
    };
  });
}

}  // namespace tridens::app
