#include "tridens/io/detail/card_text.hh"

#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::io::detail {
namespace {

std::string key_text(const std::string& key) {
  constexpr std::string_view bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  const bool is_bare = !key.empty() && key.find_first_not_of(bare) == std::string::npos;
  return is_bare ? key : quoted(key);
}

std::string value_text(const std::string& text) {
  if (text.find_first_not_of("0123456789.e+-") != std::string::npos || text == "-0") return quoted(text);
  try {
    const double value = parse_number(text, "value");
    if (fmt::format("{}", value) == text) return text;
  } catch (const UserError&) {  // not a number after all
  }
  return quoted(text);
}

/// A TOML float.
std::string number_text(double value) {
  const std::string digits = fmt::format("{}", value);
  const bool integral = digits.find_first_of(".e") == std::string::npos;
  return integral ? digits + ".0" : digits;
}

}  // namespace

toml::table parse_toml(std::string_view text, const std::string& origin) {
  const std::string ascii = ascii_form(text, origin);
  try {
    return toml::parse(std::string_view(ascii), std::string_view("card"));
  } catch (const toml::parse_error& error) {
    throw UserError(fmt::format("{}:{}: {}", origin, error.source().begin.line, original_form(error.description())),
                    "the card must be valid TOML", "see https://toml.io");
  }
}

ModelCard read_model(const CardSection& section) {
  ModelCard model;
  model.name = section.text("name", model.name);
  for (const auto& [key, node] : section.table()) {
    if (key.str() != "name") model.settings[original_form(key.str())] = section.any_text(key.str());
  }
  return model;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + "\"";
}

void CardWriter::value(const std::string& key, const std::string& value) {
  raw(key, value_text(value));
}

void CardWriter::number(const std::string& key, double value) {
  raw(key, number_text(value));
}

void CardWriter::numbers(const std::string& key, const std::vector<double>& values) {
  std::string list;
  for (const double value : values) list += (list.empty() ? "" : ", ") + number_text(value);
  raw(key, "[" + list + "]");
}

void CardWriter::strings(const std::string& key, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + quoted(value);
  raw(key, "[" + list + "]");
}

void CardWriter::settings(const Settings& settings) {
  for (const auto& [key, text] : settings) raw(key_text(key), value_text(text));
}

void CardWriter::model(const std::string& heading, const ModelCard& model) {
  section(heading);
  string("name", model.name);
  settings(model.settings);
}

}  // namespace tridens::io::detail
