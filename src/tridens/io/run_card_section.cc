#include "tridens/io/detail/run_card_section.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::io::detail {
namespace {

std::string type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

}  // namespace

CardSection::CardSection(const toml::table& table, std::string name, const std::string& origin)
    : table_(table), name_(std::move(name)), origin_(origin) {}

CardSection::CardSection(const toml::table& table, std::string name, const std::string& origin, const Keys& known)
    : CardSection(table, std::move(name), origin) {
  for (const auto& [key, node] : table) {
    const std::string text = original_form(key.str());
    if (std::find(known.begin(), known.end(), text) != known.end()) continue;
    const char* kind = node.is_table() || node.is_array_of_tables() ? "table" : "key";
    const std::string near = nearest_name(text, known);
    throw UserError(fmt::format("{}: unknown {} '{}' in {}", place(node), kind, text, title()),
                    fmt::format("known: {}", fmt::join(known, ", ")),
                    near.empty() ? "" : fmt::format("did you mean '{}'?", near));
  }
}

std::string CardSection::place(const toml::node& node) const {
  return fmt::format("{}:{}", origin_, node.source().begin.line);
}

std::string CardSection::what(std::string_view key) const {
  const toml::node* node = find(key);
  return fmt::format("{} at {}", path(key), place(node ? *node : static_cast<const toml::node&>(table_)));
}

void CardSection::wrong_type(std::string_view key, std::string_view wanted, std::string_view example) const {
  throw UserError(fmt::format("{} is {}", what(key), type_name(*find(key))), fmt::format("{} is needed", wanted),
                  fmt::format("for example {}", example));
}

void CardSection::missing(std::string_view key, std::string_view example) const {
  throw UserError(fmt::format("{} has no '{}'", table_place(), key), "it has no default",
                  fmt::format("write for example {} = {}", key, example));
}

void CardSection::out_of_range(std::string_view key, const std::string& value, std::string_view range) const {
  throw UserError(fmt::format("{} is {}", what(key), value), std::string(range), "");
}

std::string CardSection::text(std::string_view key, std::string fallback) const {
  const toml::node* node = find(key);
  if (!node) return fallback;
  const auto* string = node->as_string();
  if (!string) wrong_type(key, "a string", "\"name\"");
  if (string->get().empty()) {
    throw UserError(what(key) + " is empty", "a value is needed", "leave the key out for the default");
  }
  return original_form(string->get());
}

std::string CardSection::required_text(std::string_view key, std::string_view example) const {
  if (!has(key)) missing(key, example);
  return text(key, "");
}

std::string CardSection::quantity(std::string_view key, Dimension dimension, double lowest, bool at_lowest,
                                  std::string_view example) const {
  const toml::node* node = find(key);
  if (!node) return "";
  if (node->is_number()) {
    throw UserError(what(key) + " has no unit", "bare numbers are not guessed",
                    fmt::format("write for example {} = {}", key, example));
  }
  if (!node->is_string()) wrong_type(key, "a quantity with unit", example);
  std::string result = text(key, "");
  const double value = parse_quantity(result, dimension, what(key));
  if (value < lowest || (value == lowest && !at_lowest)) {
    out_of_range(key, result, fmt::format("it must be {} {}", at_lowest ? "at least" : "above", lowest));
  }
  return result;
}

std::optional<double> CardSection::number(std::string_view key) const {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) wrong_type(key, "a number", "1.5");
  if (!std::isfinite(*value)) out_of_range(key, fmt::format("{}", *value), "it must be finite");
  return value;
}

std::optional<double> CardSection::positive_number(std::string_view key) const {
  const auto value = number(key);
  if (value && *value <= 0.0) out_of_range(key, fmt::format("{}", *value), "it must be above 0");
  return value;
}

std::int64_t CardSection::whole_number(std::string_view key, std::int64_t fallback, std::int64_t lowest,
                                       std::int64_t highest) const {
  const toml::node* node = find(key);
  if (!node) return fallback;
  const auto* integer = node->as_integer();
  if (!integer) wrong_type(key, "a whole number", "10000");
  const std::int64_t value = integer->get();
  if (value < lowest || value > highest) {
    out_of_range(key, std::to_string(value), fmt::format("it must lie between {} and {}", lowest, highest));
  }
  return value;
}

std::optional<bool> CardSection::boolean(std::string_view key) const {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const auto* value = node->as_boolean();
  if (!value) wrong_type(key, "true or false", "true");
  return value->get();
}

std::string CardSection::any_text(std::string_view key) const {
  const toml::node& node = *find(key);
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (node.is_floating_point()) return fmt::format("{}", *number(key));
  if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
  if (!node.is_string()) wrong_type(key, "a string, a number, or true or false", "\"10 MeV\"");
  return text(key, "");
}

std::string CardSection::limit(std::string_view key) const {
  const toml::node* node = find(key);
  if (!node) return "";
  if (!node->is_string() && !node->is_number()) wrong_type(key, "a limit", "\"0.2 GeV2\" or 0.5");
  return any_text(key);
}

const toml::table* CardSection::sub_table(std::string_view key) const {
  const toml::node* node = find(key);
  if (!node) return nullptr;
  const toml::table* result = node->as_table();
  if (!result) wrong_type(key, "a table", fmt::format("[{}]", path(key)));
  return result;
}

std::vector<const toml::table*> CardSection::tables(std::string_view key) const {
  std::vector<const toml::table*> result;
  const toml::node* node = find(key);
  if (!node) return result;
  const std::string example = fmt::format("[[{}]]", path(key));
  const toml::array* array = node->as_array();
  if (!array) wrong_type(key, "a list of tables", example);
  for (const toml::node& element : *array) {
    if (!element.is_table()) wrong_type(key, "a list of tables", example);
    result.push_back(element.as_table());
  }
  return result;
}

CardSection CardSection::inner(std::string_view key, const toml::table& table, const Keys& known) const {
  return CardSection(table, path(key), origin_, known);
}

CardSection CardSection::inner(std::string_view key, const toml::table& table) const {
  return CardSection(table, path(key), origin_);
}

std::string CardSection::path(std::string_view key) const {
  return name_.empty() ? original_form(key) : fmt::format("{}.{}", name_, original_form(key));
}

std::string CardSection::table_place() const {
  return fmt::format("{} at {}", title(), place(table_));
}

void CardSection::exactly_one_of(const Keys& keys) const {
  std::string found;
  for (const std::string& key : keys) {
    if (!has(key)) continue;
    if (!found.empty()) {
      throw UserError(fmt::format("{} gives both '{}' and '{}'", table_place(), found, key),
                      fmt::format("exactly one of {} is needed", fmt::join(keys, ", ")), "keep one of them");
    }
    found = key;
  }
  if (found.empty()) {
    throw UserError(fmt::format("{} gives none of {}", table_place(), fmt::join(keys, ", ")), "exactly one is needed",
                    "");
  }
}

}  // namespace tridens::io::detail
