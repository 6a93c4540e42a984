#include "tridens/flux/detail/source_settings.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::flux::detail {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> pieces;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    pieces.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return pieces;
}

}  // namespace

SourceSettings::SourceSettings(std::string_view specification, const SourceInfo& info)
    : specification_(parse_specification(specification, "source")), parameters_(info.parameters) {
  std::vector<std::string> known;
  for (const SourceParameter& item : parameters_) known.push_back(item.name);
  for (const auto& [key, value] : specification_.settings) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      unknown_name("setting of source " + info.name, key, known);
    }
    if (value.empty()) refuse(key, "it has no value", fmt::format("write '{}=...' or leave it out", key));
  }
  for (const SourceParameter& item : parameters_) {
    if (!item.default_text.empty() || written(item.name) != nullptr) continue;
    throw UserError(fmt::format("source {} needs '{}'", info.name, item.name), item.meaning,
                    fmt::format("add '{}=...'", item.name));
  }
}

const SourceParameter& SourceSettings::parameter(std::string_view key) const {
  for (const SourceParameter& item : parameters_) {
    if (item.name == key) return item;
  }
  throw Failure(fmt::format("source {} reads '{}'", specification_.name, key), "it does not declare this setting");
}

const std::string* SourceSettings::written(std::string_view key) const {
  for (const auto& [name, value] : specification_.settings) {
    if (name == key) return &value;
  }
  return nullptr;
}

bool SourceSettings::given(std::string_view key) const {
  return written(parameter(key).name) != nullptr;
}

const std::string& SourceSettings::text(std::string_view key) const {
  const SourceParameter& item = parameter(key);
  const std::string* value = written(key);
  return value != nullptr ? *value : item.default_text;
}

void SourceSettings::refuse(std::string_view key, std::string_view why, std::string_view suggestion) const {
  throw UserError(fmt::format("source {} cannot use {}={}", specification_.name, key, text(key)), why, suggestion);
}

double SourceSettings::positive(std::string_view key, Dimension dimension) const {
  const double value = parse_quantity(text(key), dimension, key);
  if (!(value > 0.0)) refuse(key, "it must be greater than zero", "give a positive value");
  return value;
}

double SourceSettings::between(std::string_view key, Dimension dimension, double lowest, double highest) const {
  const double value = parse_quantity(text(key), dimension, key);
  if (value < lowest || value > highest) {
    const bool plain = dimension == Dimension::number;
    refuse(key, plain ? fmt::format("it lies between {:g} and {:g}", lowest, highest)
                      : fmt::format("it lies outside the range of validity, {:g} to {:g} in the unit of the library",
                                    lowest, highest));
  }
  return value;
}

double SourceSettings::number(std::string_view key, double lowest, double highest) const {
  return between(key, Dimension::number, lowest, highest);
}

std::vector<double> SourceSettings::numbers(std::string_view key, size_t count) const {
  const std::vector<std::string> pieces = split(text(key), '/');
  if (pieces.size() != count) {
    refuse(key, fmt::format("it has {} numbers", pieces.size()), fmt::format("give {}, separated by '/'", count));
  }
  std::vector<double> result;
  for (const std::string& piece : pieces) {
    result.push_back(parse_number(piece, key));
    if (result.back() < 0.0) refuse(key, "none of its numbers is negative");
  }
  return result;
}

std::string SourceSettings::choice(std::string_view key, const std::vector<std::string>& words) const {
  const std::string& word = text(key);
  if (std::find(words.begin(), words.end(), word) == words.end()) unknown_name(key, word, words);
  return word;
}

std::vector<std::string> SourceSettings::choices(std::string_view key, const std::vector<std::string>& words) const {
  if (text(key) == "all") return words;
  std::vector<std::string> result;
  for (const std::string& word : split(text(key), '+')) {
    if (std::find(words.begin(), words.end(), word) == words.end()) unknown_name(key, word, words);
    if (std::find(result.begin(), result.end(), word) != result.end()) {
      refuse(key, fmt::format("'{}' comes twice", word), "name each part once");
    }
    result.push_back(word);
  }
  return result;
}

}  // namespace tridens::flux::detail
