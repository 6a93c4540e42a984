#pragma once
// Private to the room: what the files of all kinds of experiments have in common.
#include <string>
#include <string_view>
#include <vector>

#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/detail/run_card_section.hh"

namespace tridens::io::detail {

/// A file of the user in place of a name of data/experiment.
bool is_path(std::string_view name);
/// Of an experiment by name or path; it need not exist.
std::string experiment_path(const std::string& name);
/// True for kind = "..." at the top. False for a text that is no TOML.
bool says_kind(const toml::table& table, std::string_view kind);
bool says_kind(std::string_view text, std::string_view kind);

/// A table that the file must have; `whose` in messages: "every experiment needs it".
CardSection required_table(const CardSection& card, std::string_view key, const Keys& known, std::string_view example,
                           std::string_view whose = "experiment");

/// Name, title, sources, problems and, where the experiment has one, licence.
template <class Experiment>
void read_head(const CardSection& card, const std::string& name, std::string_view title_example,
               std::string_view sources_example, Experiment& result) {
  result.name = name;
  result.title = card.required_text("title", title_example);
  result.sources = texts(card, "sources", sources_example);
  result.problems = card.text("problems", "");
  if constexpr (requires { result.licence; }) result.licence = card.text("licence", "");
}

}  // namespace tridens::io::detail
