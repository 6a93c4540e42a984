#include "tridens/run/gallery/coverage.hh"

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/sha256.hh"

namespace tridens::run::gallery {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result;
  size_t begin = 0;
  while ((begin = text.find_first_not_of(' ', begin)) != std::string::npos) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    result.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return result;
}

/// Header lines "# KEY ...: text" as pairs, sorted by key.
std::vector<std::pair<std::string, std::string>> named(const Table& table, const std::string& kind) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& [key, text] : table.header) {
    if (key.starts_with(kind + " ")) result.emplace_back(key.substr(kind.size() + 1), text);
  }
  return result;
}

const std::string& name_of(const std::vector<std::pair<std::string, std::string>>& pairs, const std::string& key,
                           const Table& table) {
  const auto found = std::ranges::find_if(pairs, [&](const auto& pair) { return pair.first == key; });
  if (found == pairs.end()) {
    throw UserError(table.origin + ": '" + key + "'", "the header does not name it", "add it to the header");
  }
  return found->second;
}

}  // namespace

Coverage read_coverage() {
  Coverage coverage;
  const io::LoadedTable slides = io::load_named_table("gallery", "slides");
  const io::LoadedTable entries = io::load_named_table("gallery", "entries");
  coverage.checksums = {{"gallery/slides", io::sha256(slides.text)}, {"gallery/entries", io::sha256(entries.text)}};
  coverage.talks = named(slides.table, "talk");
  coverage.capabilities = named(entries.table, "capability");
  const auto slide_column = [&](const char* name) { return slides.table.column(name); };
  for (const std::vector<std::string>& row : slides.table.rows) {
    (void)name_of(coverage.talks, row[slide_column("talk")], slides.table);
    coverage.slides.push_back({row[slide_column("talk")], row[slide_column("slide")], row[slide_column("shows")],
                               words(row[slide_column("entries")]), row[slide_column("reason")]});
  }
  for (const std::vector<std::string>& row : entries.table.rows) {
    Guide guide;
    for (const std::string& letter : words(row[entries.table.column("capabilities")])) {
      guide.capabilities.push_back(name_of(coverage.capabilities, letter, entries.table));
    }
    guide.command = row[entries.table.column("command")];
    const std::string& id = row[entries.table.column("id")];
    if (coverage.guides.emplace(id, guide).second) continue;
    throw UserError(entries.table.origin + ": '" + id + "' comes twice", "an entry has one line", "remove one");
  }
  return coverage;
}

}  // namespace tridens::run::gallery
