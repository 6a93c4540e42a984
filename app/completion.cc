#include "completion.hh"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/io/event_writer.hh"
#include "tridens/model/model.hh"
#include "tridens/run/bounds/plane.hh"
#include "tridens/run/init.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

struct OptionText {
  std::string name, description, type;  // "--flux"; type is empty for a flag
};
struct VerbText {
  std::string name, description;
  std::vector<OptionText> options;
  std::vector<std::string> arguments;  // types of the words without a name, in their order
};

/// What completes a value: lists of `tridens list`, words, paths.
struct Values {
  std::vector<std::string> lists, words;
  bool files = false, folders = false;
};

std::vector<std::string> lepton_pairs() {
  std::set<std::string> pairs = {"all"};
  for (const model::TridentChannel& channel : model::trident_channels()) pairs.insert(channel.pair());
  return {pairs.begin(), pairs.end()};
}

std::vector<std::string> neutrinos() {
  std::vector<std::string> names = {"all"};
  for (const Neutrino& neutrino : all_neutrinos()) names.push_back(name(neutrino));
  return names;
}

std::vector<std::string> kinds_of_cards() {
  std::vector<std::string> names;
  for (const run::InitKind& kind : run::init_kinds()) names.push_back(kind.name);
  return names;
}

std::vector<std::string> planes() {
  std::vector<std::string> names;
  for (const run::bounds::Plane& plane : run::bounds::planes()) names.push_back(plane.name);
  return names;
}

/// Of all planes, where they are listed as "plane/name"; a name that stands in several is one word.
std::vector<std::string> bounds() {
  std::set<std::string> names;
  for (const run::ListedSection& section : run::list("bounds")) {
    for (const run::ListedName& bound : section.names) names.insert(bound.name.substr(bound.name.find('/') + 1));
  }
  return {names.begin(), names.end()};
}

/// By the type that the option has in the help: "--flux FLUX".
std::map<std::string, Values> values_of_types() {
  return {{"PROCESS", {{"processes"}, {}}},
          {"MODEL", {{"models"}, {}}},
          {"TARGET", {{"targets"}, {}}},
          {"FLUX", {{"fluxes", "sources"}, {}, true}},
          {"EXPERIMENT", {{"experiments"}, {}, true}},
          {"FORM_FACTOR", {{"form-factors"}, {}}},
          {"NUCLEON_FORM_FACTOR", {{"nucleon-form-factors"}, {}}},
          {"REPRODUCTION", {{"reproductions"}, {}}},
          {"NAME", {{""}, {}, true}},
          {"LIST", {{}, run::list_titles()}},
          {"NEUTRINO", {{}, neutrinos()}},
          {"PAIR", {{}, lepton_pairs()}},
          {"METHOD", {{}, run::xsec_methods()}},
          {"FORMAT", {{}, io::event_format_names()}},
          {"KIND", {{}, kinds_of_cards()}},
          {"PLANE", {{}, planes()}},
          {"BOUND", {{}, bounds()}},
          {"ENGINE", {{}, {"local", "dask"}}},
          {"SHELL", {{}, completion_shells()}},
          {"FILE", {{}, {}, true}},
          {"FOLDER", {{}, {}, false, true}}};
}

void add_options(const CLI::App& app, VerbText& verb) {
  for (const CLI::Option* option : app.get_options()) {
    const bool flag = option->get_expected_max() == 0;
    if (option->get_positional()) verb.arguments.push_back(option->get_type_name());
    for (const std::string& name : option->get_lnames()) {
      verb.options.push_back({"--" + name, option->get_description(), flag ? "" : option->get_type_name()});
    }
  }
}

std::vector<VerbText> verbs_of(const CLI::App& program) {
  std::vector<VerbText> verbs;
  for (const CLI::App* app : program.get_subcommands({})) {
    VerbText verb{app->get_name(), app->get_description(), {}, {}};
    add_options(*app, verb);
    // Option groups are nameless subcommands.
    for (const CLI::App* group : app->get_subcommands([](const CLI::App* each) { return each->get_name().empty(); })) {
      add_options(*group, verb);
    }
    verbs.push_back(std::move(verb));
  }
  return verbs;
}

std::string in_quotes(std::string text) {
  for (size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4)) text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

/// Shell functions that bash and zsh share: the type of an option of a verb, the options and the arguments of a verb,
/// and the words that a type stands for. All answer in variables of the caller.
std::string common_functions(const std::vector<VerbText>& verbs) {
  std::string types = "_tridens_type() {\n  case \"$1 $2\" in\n", options, arguments;
  for (const VerbText& verb : verbs) {
    std::vector<std::string> names;
    for (const OptionText& option : verb.options) {
      names.push_back(option.name);
      if (!option.type.empty()) types += fmt::format("    '{} {}') type={} ;;\n", verb.name, option.name, option.type);
    }
    options += fmt::format("    {}) words='{}' ;;\n", verb.name, fmt::join(names, " "));
    if (!verb.arguments.empty()) {
      arguments += fmt::format("    {}) type={} ;;\n", verb.name, verb.arguments.front());
    }
  }
  std::string values;
  for (const auto& [type, value] : values_of_types()) {
    values += fmt::format("    {})", type);
    if (!value.words.empty()) values += fmt::format(" words='{}';", fmt::join(value.words, " "));
    for (const std::string& list : value.lists) values += fmt::format(" words+=\" $(_tridens_list {})\";", list);
    if (value.files) values += " paths=files;";
    if (value.folders) values += " paths=folders;";
    values += ";\n";
  }
  return types + "    *) type= ;;\n  esac\n}\n\n_tridens_options() {\n  case $1 in\n" + options +
         "    *) words='--help --version' ;;\n  esac\n}\n\n_tridens_argument() {\n  case $1 in\n" + arguments +
         "    *) type= ;;\n  esac\n}\n\n_tridens_list() { \"$program\" list $1 --names 2>/dev/null | tr '\\n' ' '; "
         "}\n\n"
         "_tridens_values() {\n  words= paths=\n  case $1 in\n" +
         values + "  esac\n}\n\n";
}

std::string bash_script(const std::vector<VerbText>& verbs) {
  std::vector<std::string> names;
  for (const VerbText& verb : verbs) names.push_back(verb.name);
  return "# Completion of tridens in bash: source <(tridens completion bash)\n\n" + common_functions(verbs) +
         fmt::format(R"(_tridens() {{
  local program=${{COMP_WORDS[0]/#\~/$HOME}} current=${{COMP_WORDS[COMP_CWORD]}}
  local verb= type= expected= words= paths= word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    if [[ $word == '=' ]]; then
      continue
    elif [[ -n $expected ]]; then
      expected=
    elif [[ $word == -* ]]; then
      _tridens_type "$verb" "$word"
      expected=$type
    elif [[ -z $verb ]]; then
      verb=$word
    fi
  done
  [[ $current == '=' ]] && current=
  if [[ -n $expected ]]; then
    _tridens_values "$expected"
  elif [[ $current == -* ]]; then
    _tridens_options "$verb"
  elif [[ -z $verb ]]; then
    words='{}'
  else
    _tridens_argument "$verb"
    _tridens_values "$type"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $paths ]]; then
    local kind=-f
    [[ $paths == folders ]] && kind=-d
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$kind" -- "$current")
    compopt -o filenames 2>/dev/null
  fi
  return 0
}}

complete -F _tridens tridens
)",
                     fmt::join(names, " "));
}

std::string zsh_script(const std::vector<VerbText>& verbs) {
  std::string described;
  for (const VerbText& verb : verbs) described += "    " + in_quotes(verb.name + ":" + verb.description) + "\n";
  return "#compdef tridens\n# Completion of tridens in zsh: source <(tridens completion zsh), or this text as a file "
         "_tridens in a folder of $fpath\n\n" +
         common_functions(verbs) + "_tridens() {\n  local -a verbs=(\n" + described + R"(  )
  local program=${words[1]/#\~/$HOME} current=$PREFIX verb= type= expected= paths= word i
  local -a line=("${words[@]}")
  for ((i = 2; i < CURRENT; i++)); do
    word=${line[i]}
    if [[ -n $expected ]]; then
      expected=
    elif [[ $word == -*=* ]]; then
      continue
    elif [[ $word == -* ]]; then
      _tridens_type "$verb" "$word"
      expected=$type
    elif [[ -z $verb ]]; then
      verb=$word
    fi
  done
  if [[ -z $expected && $current == -*=* ]]; then
    _tridens_type "$verb" "${current%%=*}"
    expected=$type
    compset -P '*='
  fi
  local words=
  if [[ -n $expected ]]; then
    _tridens_values "$expected"
  elif [[ $current == -* ]]; then
    _tridens_options "$verb"
  elif [[ -z $verb ]]; then
    _describe verb verbs
    return
  else
    _tridens_argument "$verb"
    _tridens_values "$type"
  fi
  [[ -n $words ]] && compadd -- ${=words}
  [[ $paths == files ]] && _files
  [[ $paths == folders ]] && _files -/
  return 0
}

if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
  _tridens "$@"
else
  compdef _tridens tridens
fi
)";
}

std::string fish_values(const std::string& type) {
  const std::map<std::string, Values> types = values_of_types();
  const auto found = types.find(type);
  if (found == types.end()) return "";
  std::vector<std::string> pieces = found->second.words;
  for (const std::string& list : found->second.lists) pieces.push_back(fmt::format("(tridens list {} --names)", list));
  if (found->second.files) pieces.emplace_back("(__fish_complete_path)");
  if (found->second.folders) pieces.emplace_back("(__fish_complete_directories)");
  return fmt::format("{}", fmt::join(pieces, " "));
}

/// The texts of fish are in single quotes, in which only ' and \ are escaped.
std::string fish_quotes(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string fish_script(const std::vector<VerbText>& verbs) {
  std::string script =
      "# Completion of tridens in fish: tridens completion fish | source\n\ncomplete -c tridens -f\n"
      "complete -c tridens -n __fish_use_subcommand -l help\n"
      "complete -c tridens -n __fish_use_subcommand -l version\n";
  for (const VerbText& verb : verbs) {
    script += fmt::format("\ncomplete -c tridens -n __fish_use_subcommand -a {} -d {}\n", verb.name,
                          fish_quotes(verb.description));
    const std::string chosen = fish_quotes("__fish_seen_subcommand_from " + verb.name);
    if (!verb.arguments.empty()) {
      const std::string values = fish_values(verb.arguments.front());
      if (!values.empty()) script += fmt::format("complete -c tridens -n {} -a {}\n", chosen, fish_quotes(values));
    }
    for (const OptionText& option : verb.options) {
      script += fmt::format("complete -c tridens -n {} -l {}", chosen, option.name.substr(2));
      const std::string values = fish_values(option.type);
      if (!option.type.empty()) script += values.empty() ? " -x" : " -x -a " + fish_quotes(values);
      script += " -d " + fish_quotes(option.description) + "\n";
    }
  }
  return script;
}

}  // namespace

std::vector<std::string> completion_shells() {
  return {"bash", "zsh", "fish"};
}

std::string completion_script(const CLI::App& program, const std::string& shell) {
  const std::vector<VerbText> verbs = verbs_of(program);
  if (shell == "bash") return bash_script(verbs);
  if (shell == "zsh") return zsh_script(verbs);
  if (shell == "fish") return fish_script(verbs);
  unknown_name("shell", shell, completion_shells());
}

}  // namespace tridens::app
