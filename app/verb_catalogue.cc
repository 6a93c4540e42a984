#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/run/listed_names.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

void print_sections(const std::vector<run::ListedSection>& sections) {
  for (size_t i = 0; i < sections.size(); ++i) {
    if (i > 0) print_line("");
    TextTable table({sections[i].title, ""});
    for (const run::ListedName& entry : sections[i].names) table.add({"  " + entry.name, entry.description});
    table.print();
  }
}

Json json_of(const std::vector<run::ListedSection>& sections) {
  Json json = Json::object();
  for (const run::ListedSection& section : sections) {
    Json names = Json::array();
    for (const run::ListedName& entry : section.names) {
      names.push_back({{"name", entry.name}, {"description", entry.description}});
    }
    json[section.title] = names;
  }
  return json;
}

}  // namespace

void add_list(CLI::App& program, Action& action) {
  struct Options {
    std::string title;
    bool names = false, json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("list", "names that can be used");
  verb.footer("Examples:\n  tridens list fluxes\n  tridens list experiments --names");
  verb.add_option("what", options->title, fmt::format("{}; everything by default", fmt::join(run::list_titles(), ", ")))
      ->type_name("LIST");
  CLI::Option* names = verb.add_flag("--names", options->names, "only the names, one per line");
  verb.add_flag("--json", options->json, "print JSON")->excludes(names);
  verb.callback([options, &action] {
    action = [options] {
      if (options->names) {
        for (const std::string& name : run::listed_names(options->title)) print_line(name);
        return;
      }
      const std::vector<run::ListedSection> sections = run::list(options->title);
      if (options->json) {
        print_json(json_of(sections));
      } else {
        print_sections(sections);
      }
    };
  });
}

void add_show(CLI::App& program, Action& action) {
  struct Options {
    std::string name;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("show", "what is known about one name");
  verb.footer("Examples:\n  tridens show dune-nd-fhc\n  tridens show 08_my_detector.toml");
  verb.add_option("name", options->name, "a name of 'tridens list', or a file of an experiment")
      ->required()
      ->type_name("NAME");
  verb.add_flag("--json", options->json, "print JSON");
  verb.callback([options, &action] {
    action = [options] {
      const run::ShowResult result = run::show(options->name);
      if (options->json) {
        Json json = {{"name", result.name}, {"kind", result.kind}};
        for (const auto& [key, value] : result.lines) json[key] = value;
        return print_json(json);
      }
      print_line(fmt::format("{} ({})", result.name, result.kind));
      TextTable table({"", ""});
      for (const auto& [key, value] : result.lines) table.add({"  " + key, value});
      table.print();
    };
  });
}

}  // namespace tridens::app
