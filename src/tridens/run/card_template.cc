#include "tridens/run/card_template.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"

namespace tridens::run {
namespace {

constexpr size_t comment_column = 33;

bool is_key(const std::string& text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") ==
                              std::string::npos;
}

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Where the comment behind a value begins: the first '#' outside of quotes.
size_t comment_of(const std::string& text) {
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '#') {
      return i;
    }
  }
  return std::string::npos;
}

}  // namespace

std::string toml_text(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string card_line(const std::string& key, const std::string& value, const std::string& comment, bool used) {
  std::string start = fmt::format("{}{} = {}", used ? "" : "# ", key, value);
  if (comment.empty()) return start;
  const size_t gap = start.size() + 1 < comment_column ? comment_column - start.size() : 4;
  return start + std::string(gap, ' ') + "# " + comment;
}

std::string CardTemplate::Line::text() const {
  return key.empty() ? whole : card_line(key, value, comment, used);
}

CardTemplate CardTemplate::load(const std::string& name) {
  const std::string path = (std::filesystem::path(io::data_folder()) / "template" / name).string();
  try {
    return CardTemplate(io::read_text_file(path, "template"));
  } catch (const UserError& error) {
    throw Failure("the template " + name + " cannot be read", error.what(), "install Tridens again");
  }
}

CardTemplate::CardTemplate(const std::string& text) : lines_(parse(text, "")) {}

std::vector<CardTemplate::Line> CardTemplate::parse(const std::string& text, std::string table) {
  std::vector<Line> lines;
  std::istringstream stream(text);
  for (std::string each; std::getline(stream, each);) {
    Line line;
    line.whole = each;
    line.used = !each.starts_with('#');
    const std::string content = each.starts_with("# ") ? each.substr(2) : each;
    const size_t equals = content.find(" = ");
    if (content.starts_with('[') && content.ends_with(']')) {
      table = content.substr(content.find_first_not_of('['));
      table = table.substr(0, table.find(']'));
    } else if (equals != std::string::npos && is_key(content.substr(0, equals))) {
      line.key = content.substr(0, equals);
      const std::string rest = content.substr(equals + 3);
      const size_t hash = comment_of(rest);
      line.value = trimmed(rest.substr(0, hash));
      if (hash != std::string::npos) line.comment = trimmed(rest.substr(hash + 1));
    }
    line.table = table;
    lines.push_back(std::move(line));
  }
  return lines;
}

CardTemplate::Line& CardTemplate::find(const std::string& table, const std::string& key) {
  const auto found = std::find_if(lines_.begin(), lines_.end(),
                                  [&](const Line& line) { return line.table == table && line.key == key; });
  if (found == lines_.end()) {
    throw Failure(fmt::format("the template has no '{}' in [{}]", key, table), "the data folder is of another version",
                  "install Tridens again");
  }
  return *found;
}

void CardTemplate::set(const std::string& table, const std::string& key, const std::string& value) {
  Line& line = find(table, key);
  line.value = value;
  line.used = true;
}

void CardTemplate::choose(const std::string& table, const std::vector<std::string>& keys, const std::string& key,
                          const std::string& value) {
  for (const std::string& other : keys) {
    if (other != key) find(table, other).used = false;
  }
  set(table, key, value);
}

void CardTemplate::remove(const std::string& table) {
  for (Line& line : lines_) {
    if (line.table != table) continue;
    line.used = false;
    if (line.whole.starts_with('[')) line.whole = "# " + line.whole;
  }
}

void CardTemplate::replace(const std::string& name, const std::string& text) {
  const std::string mark = "@" + name + "@";
  std::vector<Line> result;
  for (Line& line : lines_) {
    if (line.whole == mark) {
      for (Line& added : parse(text, line.table)) result.push_back(std::move(added));
      continue;
    }
    for (std::string* part : {&line.whole, &line.value, &line.comment}) {
      for (size_t at = part->find(mark); at != std::string::npos; at = part->find(mark, at + text.size())) {
        part->replace(at, mark.size(), text);
      }
    }
    result.push_back(std::move(line));
  }
  lines_ = std::move(result);
}

std::string CardTemplate::text() const {
  std::string text;
  for (const Line& line : lines_) text += line.text() + "\n";
  return text;
}

}  // namespace tridens::run
