#pragma once
// Private to the room: one table of a run card under reading. Knows its name, its file and the lines of its
// keys, so that every message says where the fault is.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/io/detail/toml.hh"

namespace tridens::io::detail {

using Keys = std::vector<std::string>;

class CardSection {
 public:
  /// Throws UserError for the first key that is not in `known`, with the nearest name.
  CardSection(const toml::table& table, std::string name, const std::string& origin, const Keys& known);
  /// A table of free keys.
  CardSection(const toml::table& table, std::string name, const std::string& origin);

  const toml::table& table() const { return table_; }
  const toml::node* find(std::string_view key) const { return table_.get(key); }
  bool has(std::string_view key) const { return find(key) != nullptr; }

  /// "generate.events"
  std::string path(std::string_view key) const;
  /// "card.toml:7"
  std::string place(const toml::node& node) const;
  /// "generate.events at card.toml:7"
  std::string what(std::string_view key) const;
  /// "[generate] at card.toml:5"
  std::string table_place() const;

  [[noreturn]] void wrong_type(std::string_view key, std::string_view wanted, std::string_view example) const;
  [[noreturn]] void missing(std::string_view key, std::string_view example) const;
  [[noreturn]] void out_of_range(std::string_view key, const std::string& value, std::string_view range) const;

  /// A string, not empty; `fallback` when the key is absent.
  std::string text(std::string_view key, std::string fallback) const;
  std::string required_text(std::string_view key, std::string_view example) const;
  /// A quantity with unit, kept as text, "" when absent. Its number must lie above `lowest`, or at it when
  /// `at_lowest`.
  std::string quantity(std::string_view key, Dimension dimension, double lowest, bool at_lowest,
                       std::string_view example) const;
  /// A finite number.
  std::optional<double> number(std::string_view key) const;
  std::optional<double> positive_number(std::string_view key) const;
  std::int64_t whole_number(std::string_view key, std::int64_t fallback, std::int64_t lowest,
                            std::int64_t highest) const;
  std::optional<bool> boolean(std::string_view key) const;
  /// A string, number or boolean as text, numbers in their shortest form. The key must be there.
  std::string any_text(std::string_view key) const;
  /// A limit of a variable: a string with unit or a plain number, kept as text; "" when absent.
  std::string limit(std::string_view key) const;
  /// Exactly one of the keys must be there.
  void exactly_one_of(const Keys& keys) const;

  /// The table under a key; nullptr when absent.
  const toml::table* sub_table(std::string_view key) const;
  /// The tables of [[name.key]].
  std::vector<const toml::table*> tables(std::string_view key) const;
  CardSection inner(std::string_view key, const toml::table& table, const Keys& known) const;
  CardSection inner(std::string_view key, const toml::table& table) const;

 private:
  std::string title() const { return name_.empty() ? "the card" : "[" + name_ + "]"; }

  const toml::table& table_;
  std::string name_;
  const std::string& origin_;
};

}  // namespace tridens::io::detail
