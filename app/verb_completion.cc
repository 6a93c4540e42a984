#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "completion.hh"
#include "program.hh"

namespace tridens::app {

void add_completion(CLI::App& program, Action& action) {
  auto shell = std::make_shared<std::string>();
  CLI::App& verb = *program.add_subcommand("completion", "a script by which your shell completes verbs and names");
  verb.footer(
      "Examples:\n"
      "  tridens completion bash\n"
      "In use at once and always: source <(tridens completion bash), as a line of ~/.bashrc; for zsh in ~/.zshrc,\n"
      "after compinit; for fish: tridens completion fish > ~/.config/fish/completions/tridens.fish");
  verb.add_option("shell", *shell, "bash, zsh or fish")->required()->type_name("SHELL");
  verb.callback([shell, &action, &program] {
    action = [shell, &program] { fmt::print("{}", completion_script(program, *shell)); };
  });
}

}  // namespace tridens::app
