#include "tridens/io/detail/experiment_head.hh"

#include <fmt/format.h>

#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/card_text.hh"

namespace tridens::io::detail {

bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(".toml");
}

std::string experiment_path(const std::string& name) {
  if (is_path(name)) return name;
  return (std::filesystem::path(data_folder()) / "experiment" / (name + ".toml")).string();
}

bool says_kind(const toml::table& table, std::string_view kind) {
  const auto* text = table["kind"].as_string();
  return text != nullptr && text->get() == kind;
}

bool says_kind(std::string_view text, std::string_view kind) {
  try {
    return says_kind(parse_toml(text, "experiment"), kind);
  } catch (const UserError&) {
    return false;
  }
}

CardSection required_table(const CardSection& card, std::string_view key, const Keys& known, std::string_view example,
                           std::string_view whose) {
  const toml::table* table = card.sub_table(key);
  if (table != nullptr) return card.inner(key, *table, known);
  throw UserError(fmt::format("{} has no [{}]", card.place(card.table()), key), fmt::format("every {} needs it", whose),
                  fmt::format("add [{}] with {}", key, example));
}

}  // namespace tridens::io::detail
