#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "print.hh"
#include "program.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {

void add_check(CLI::App& program, Action& action) {
  struct Options {
    std::string card;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = *program.add_subcommand("check", "a run card with every default written out");
  verb.footer("Example:\n  tridens check 01_dune_dimuon.toml");
  verb.add_option("card", options->card, "run card, TOML")->required()->type_name("FILE");
  verb.add_flag("--json", options->json, "print JSON: the text of the card as one string");
  verb.callback([options, &action] {
    action = [options] {
      const run::CheckResult result = run::check(options->card);
      if (options->json) {
        Json json = {{"valid", true}, {"card", result.text}};
        json["facts"] = Json::array();
        for (const auto& [key, value] : result.facts) json["facts"].push_back({{"about", key}, {"is", value}});
        return print_json(json);
      }
      print_line(result.text);
      for (const auto& [key, value] : result.facts) print_line(fmt::format("# {}: {}", key, value));
    };
  });
}

}  // namespace tridens::app
