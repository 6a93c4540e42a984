#include "tridens/io/coverage_file.hh"

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/card_text.hh"

namespace tridens::io {
namespace {

using detail::CardSection;

std::vector<std::string> texts(const CardSection& section, std::string_view key) {
  if (!section.has(key)) return {};
  constexpr std::string_view example = R"(["000.scales"])";
  const toml::array* array = section.find(key)->as_array();
  if (array == nullptr) section.wrong_type(key, "a list of names", example);
  std::vector<std::string> result;
  for (const toml::node& node : *array) {
    const std::optional<std::string> text = node.value_exact<std::string>();
    if (!text) section.wrong_type(key, "a list of names", example);
    result.push_back(detail::original_form(*text));
  }
  return result;
}

void read_slides(std::string_view text, Coverage& coverage) {
  const std::string origin = "slides.toml";
  const toml::table table = detail::parse_toml(text, origin);
  const CardSection card(table, "", origin, {"talk", "slide"});
  for (const toml::table* each : card.tables("talk")) {
    const CardSection talk = card.inner("talk", *each, {"key", "title"});
    coverage.talks.emplace_back(talk.required_text("key", "\"000\""),
                                talk.required_text("title", "\"A. Author, ...\""));
  }
  std::vector<std::string> keys;
  for (const auto& talk : coverage.talks) keys.push_back(talk.first);
  for (const toml::table* each : card.tables("slide")) {
    const CardSection section = card.inner("slide", *each, {"talk", "heading", "shows", "entries", "not_possible"});
    Slide slide{section.required_text("talk", "\"000\""), section.required_text("heading", "\"Cross sections\""),
                section.required_text("shows", "\"curves\""), texts(section, "entries"),
                section.text("not_possible", "")};
    if (std::ranges::find(keys, slide.talk) == keys.end()) unknown_name("talk of a slide", slide.talk, keys);
    if (slide.entries.empty() && slide.not_possible.empty()) {
      throw UserError(section.table_place() + " has no entries", "it does not say why", "add not_possible");
    }
    coverage.slides.push_back(std::move(slide));
  }
}

void read_guides(std::string_view text, Coverage& coverage) {
  const std::string origin = "entries.toml";
  const toml::table table = detail::parse_toml(text, origin);
  const CardSection card(table, "", origin, {"topics", "entry"});
  coverage.topics = texts(card, "topics");
  for (const toml::table* each : card.tables("entry")) {
    const CardSection section = card.inner("entry", *each, {"id", "topics", "computes", "command"});
    const std::string id = section.required_text("id", "\"000.scales\"");
    const EntryGuide guide{texts(section, "topics"), section.required_text("computes", "\"Cross sections of ...\""),
                           section.text("command", "")};
    if (guide.topics.empty()) section.missing("topics", R"(["tridents"])");
    for (const std::string& topic : guide.topics) {
      if (std::ranges::find(coverage.topics, topic) == coverage.topics.end()) {
        unknown_name("topic of " + id, topic, coverage.topics);
      }
    }
    if (coverage.guides.emplace(id, guide).second) continue;
    throw UserError(section.table_place() + ": '" + id + "' comes twice", "an entry is described once", "remove one");
  }
}

std::string file_text(const char* name) {
  return read_text_file(data_folder() + "/gallery/" + name, "the list of the gallery");
}

}  // namespace

Coverage parse_coverage(std::string_view slides, std::string_view entries) {
  Coverage coverage;
  read_slides(slides, coverage);
  read_guides(entries, coverage);
  return coverage;
}

LoadedCoverage load_coverage() {
  LoadedCoverage loaded{{}, file_text("slides.toml"), file_text("entries.toml")};
  loaded.coverage = parse_coverage(loaded.slides, loaded.entries);
  return loaded;
}

}  // namespace tridens::io
