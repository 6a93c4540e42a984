#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "help_text.hh"
#include "program.hh"
#include "tridens/base/error.hh"

namespace tridens::app {
namespace {

constexpr int exit_failure = 1;
constexpr int exit_user_error = 2;

void add_verbs(CLI::App& program, [[maybe_unused]] Action& action) {
#ifdef TRIDENS_VERB_INIT
  add_init(program, action);
#endif
#ifdef TRIDENS_VERB_XSEC
  add_xsec(program, action);
#endif
#ifdef TRIDENS_VERB_RATE
  add_rate(program, action);
#endif
#ifdef TRIDENS_VERB_GENERATE
  add_generate(program, action);
#endif
#ifdef TRIDENS_VERB_CHECK
  add_check(program, action);
#endif
#ifdef TRIDENS_VERB_HISTOGRAM
  add_histogram(program, action);
#endif
#ifdef TRIDENS_VERB_FIT
  add_fit(program, action);
#endif
#ifdef TRIDENS_VERB_SCAN
  add_scan(program, action);
  add_merge(program, action);
#endif
#ifdef TRIDENS_VERB_REPRODUCE
  add_reproduce(program, action);
#endif
#ifdef TRIDENS_VERB_BOUNDS
  add_bounds(program, action);
#endif
#ifdef TRIDENS_VERB_REPORT
  add_report(program, action);
#endif
#ifdef TRIDENS_VERB_CITE
  add_cite(program, action);
#endif
#ifdef TRIDENS_VERB_CATALOGUE
  add_list(program, action);
  add_show(program, action);
#endif
#ifdef TRIDENS_VERB_TABLES
  add_tables(program, action);
#endif
  add_completion(program, action);
  program.require_subcommand(1);
}

/// The verb that the arguments name, or the program itself.
const CLI::App& chosen_verb(const CLI::App& program) {
  const auto verbs = program.get_subcommands();
  return verbs.empty() ? program : *verbs.front();
}

std::vector<std::string> option_names(const CLI::App& verb) {
  std::vector<std::string> names;
  const auto add = [&](const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  };
  add(verb);
  // Option groups are nameless subcommands.
  for (const CLI::App* group : verb.get_subcommands([](const CLI::App* app) { return app->get_name().empty(); })) {
    add(*group);
  }
  return names;
}

std::vector<std::string> verb_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* verb : program.get_subcommands({})) names.push_back(verb->get_name());
  return names;
}

std::string help_hint(const CLI::App& program) {
  const CLI::App& verb = chosen_verb(program);
  return &verb == &program ? "see 'tridens --help'" : fmt::format("see 'tridens {} --help'", verb.get_name());
}

/// An argument that belongs to nothing: an unknown verb or option, or one argument too many.
[[noreturn]] void unexpected(const CLI::App& program, const std::string& argument) {
  const CLI::App& verb = chosen_verb(program);
  if (argument.starts_with('-')) {
    const std::string name = argument.substr(0, argument.find('='));
    unknown_name(&verb == &program ? "option" : "option of " + verb.get_name(), name, option_names(verb));
  }
  if (&verb == &program) unknown_name("verb", argument, verb_names(program));
  throw UserError(fmt::format("unexpected argument '{}'", argument),
                  fmt::format("{} takes no more of them", verb.get_name()), help_hint(program));
}

/// The complaint of the parser in the grammar of the house.
[[noreturn]] void throw_user_error(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<std::string> extras = program.remaining(true);
  if (!extras.empty()) unexpected(program, extras.front());
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const CLI::App& verb = chosen_verb(program);
    if (&verb == &program) {
      throw UserError("no verb is given", fmt::format("known: {}", fmt::join(verb_names(program), ", ")),
                      help_hint(program));
    }
    throw UserError(error.what(), fmt::format("tridens {} cannot do without", verb.get_name()), help_hint(program));
  }
  if (const std::string text = error.what(); text.find(": At Most 1 required") != std::string::npos) {
    throw UserError(text.substr(0, text.find(':')) + " is given more than once", "it takes one value",
                    "keep one of them; " + help_hint(program));
  }
  throw UserError(error.what(), "the command line cannot be read", help_hint(program));
}

/// Reads the arguments; the action of the verb that they choose, or nothing for --help and --version.
Action parse(CLI::App& program, int argc, char** argv) {
  Action action;
  add_verbs(program, action);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& request) {
    program.exit(request);
    return {};
  } catch (const CLI::ParseError& error) {
    throw_user_error(program, error);
  }
  return action;
}

/// A result that did not reach its reader (a full disk) is a failure.
void flush_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Failure("the result could not be written", std::strerror(errno), "check the space left");
  }
}

int complain(const std::exception& error, int status) {
  std::string text = error.what();
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  fmt::print(stderr, "tridens: {}\n", text);
  return status;
}

int run_program(int argc, char** argv) {
  try {
    watch_signals();
    CLI::App program("Rare neutrino scattering: cross sections, rates, events and fits.", "tridens");
    program.formatter(help_text());
    program.set_version_flag("--version", "tridens " TRIDENS_VERSION);
    program.footer(
        "Examples:\n"
        "  tridens init trident\n"
        "  tridens xsec cevns --nu nue --target Ar --energy 30MeV\n"
        "  tridens rate coherent-csi-2021\n"
        "'tridens init' writes commented cards to start from. Manual and tutorials: docs/index.md.\n"
        "Every verb has its own --help. "
        "Exit status: 0 done, 2 wrong use, 1 failure.");
    if (const Action action = parse(program, argc, argv)) action();
    flush_output();
    return 0;
  } catch (const UserError& error) {
    return complain(error, exit_user_error);
  } catch (const std::bad_alloc&) {
    return complain(Failure("out of memory", "the machine gave no more"), exit_failure);
  } catch (const std::exception& error) {
    return complain(error, exit_failure);
  }
}

}  // namespace
}  // namespace tridens::app

int main(int argc, char** argv) {
  return tridens::app::run_program(argc, argv);
}
