#pragma once
// Private to the room: what cards of all kinds have in common, read and written.
#include <string>
#include <string_view>

#include "tridens/io/detail/run_card_section.hh"
#include "tridens/io/run_card.hh"

namespace tridens::io::detail {

/// The table of a card. UserError with the line for text that is not TOML.
toml::table parse_toml(std::string_view text, const std::string& origin);

/// [model]: a name, and every other key as a setting.
ModelCard read_model(const CardSection& section);

/// A TOML basic string.
std::string quoted(const std::string& text);

/// Writes tables and keys line by line.
class CardWriter {
 public:
  void section(const std::string& heading) { text_ += (text_.empty() ? "" : "\n") + heading + "\n"; }
  void raw(const std::string& key, const std::string& value) { text_ += key + " = " + value + "\n"; }
  void string(const std::string& key, const std::string& value) { raw(key, quoted(value)); }
  void string_if(const std::string& key, const std::string& value) {
    if (!value.empty()) string(key, value);
  }
  /// Text that is a number in its shortest form is written as a number, so that cards look as users write them.
  void value(const std::string& key, const std::string& value);
  void value_if(const std::string& key, const std::string& text) {
    if (!text.empty()) value(key, text);
  }
  void number(const std::string& key, double value);
  void numbers(const std::string& key, const std::vector<double>& values);
  void strings(const std::string& key, const std::vector<std::string>& values);
  void boolean(const std::string& key, bool value) { raw(key, value ? "true" : "false"); }
  /// Free keys with their values.
  void settings(const Settings& settings);
  void model(const std::string& heading, const ModelCard& model);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace tridens::io::detail
