#include "help_text.hh"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>

namespace tridens::app {
namespace {

constexpr size_t screen_width = 100, name_width = 32, verb_width = 14;

/// Words in lines of at most `width` characters.
std::string wrapped(const std::string& text, size_t width) {
  std::istringstream words(text);
  std::string result, line;
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      result += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + line;
}

class HelpText : public CLI::Formatter {
 public:
  HelpText() {
    column_width(name_width);
    label("REQUIRED", "(needed)");
  }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    if (app->get_parent() != nullptr) return CLI::Formatter::make_usage(app, name);
    return "Usage: tridens VERB [OPTIONS]\n";
  }

  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override {
    if (app->get_parent() != nullptr) return CLI::Formatter::make_subcommands(app, mode);
    std::string text = "\nVerbs:\n";
    for (const CLI::App* verb : app->get_subcommands({})) {
      text += fmt::format("  {:<{}}{}\n", verb->get_name(), verb_width - 2, verb->get_description());
    }
    return text;
  }

  std::string make_option_desc(const CLI::Option* option) const override {
    return wrapped(option->get_description(), screen_width - name_width);
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_text() {
  return std::make_shared<HelpText>();
}

}  // namespace tridens::app
