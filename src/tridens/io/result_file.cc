#include "tridens/io/result_file.hh"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

using Json = nlohmann::json;

constexpr size_t largest_json = size_t{256} << 20;

[[noreturn]] void unknown_file(const std::string& origin, const std::string& why) {
  throw UserError(fmt::format("'{}' is no result of Tridens", origin), why,
                  "give JSON that a verb printed with --json, a CSV file of Tridens, or events in NuHepMC");
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The beginning of a file, gzip or plain: all lines up to the first for which `last` holds.
template <class Last>
std::vector<std::string> lines_until(const std::string& path, Last last) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file || std::filesystem::is_directory(path)) {
    throw UserError("cannot read '" + path + "'", "there is no such file, or it may not be read", "check the name");
  }
  std::vector<std::string> lines;
  std::string line;
  std::array<char, 1 << 16> block{};
  while (gzgets(file.get(), block.data(), static_cast<int>(block.size())) != nullptr) {
    line += block.data();
    if (line.empty() || line.back() != '\n') continue;
    line.pop_back();
    if (last(line)) return lines;
    lines.push_back(std::move(line));
    line.clear();
  }
  int state = Z_OK;
  const char* problem = gzerror(file.get(), &state);
  if (state != Z_OK && state != Z_STREAM_END) unknown_file(path, fmt::format("it breaks off: {}", problem));
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

/// Lines of a card as statements "card.section.key".
class CardReader {
 public:
  void add(const std::string& line, std::vector<Statement>& statements) {
    if (line.starts_with('[')) {
      section_ = line.substr(0, line.find(']'));
      section_.erase(0, section_.find_first_not_of('['));
      return;
    }
    const size_t equals = line.find(" = ");
    if (equals == std::string::npos) return;
    std::string value = line.substr(equals + 3);
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    statements.push_back({lower("card." + section_ + "." + line.substr(0, equals)), value});
  }

 private:
  std::string section_;
};

void add_card(const std::string& text, std::vector<Statement>& statements) {
  CardReader card;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    card.add(text.substr(begin, end - begin), statements);
    begin = end + 1;
  }
}

/// "key = value" as a table keeps what a result says about itself.
void add_provenance(const std::string& key, const std::string& value, std::vector<Statement>& statements) {
  if (key.starts_with("sha256 ")) {
    statements.push_back({"data", key.substr(7)});
  } else {
    statements.push_back({key == "cite" ? key : lower("choices." + key), value});
  }
}

/// Elements of an array are told apart by their name, "bounds[g-2-mu]".
std::string element_field(const Json& element, const std::string& field) {
  for (const char* name : {"name", "id"}) {
    if (element.is_object() && element.contains(name) && element[name].is_string()) {
      return field + "[" + element[name].get<std::string>() + "]";
    }
  }
  return field;
}

void add_json(const Json& json, const std::string& field, std::vector<Statement>& statements) {
  if (json.is_string()) {
    const std::string text = json.get<std::string>();
    if (field == "card" || field.ends_with(".card")) return add_card(text, statements);
    statements.push_back({lower(field), text});
  } else if (json.is_array()) {
    if (!json.empty() && json.front().is_number()) return;
    for (const Json& one : json) {
      const bool pair =
          field == "provenance" && one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string();
      if (pair) {
        add_provenance(one[0], one[1], statements);
      } else {
        add_json(one, element_field(one, field), statements);
      }
    }
  } else if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      if (key == "figures") continue;
      if (key == "data_sha256" || key == "data_checksums") {
        for (const auto& [table, checksum] : value.items()) statements.push_back({"data", table});
        continue;
      }
      add_json(value, field.empty() ? key : field + "." + key, statements);
    }
  }
}

ResultDescription describe_table(const std::vector<std::string>& header, const std::string& path) {
  ResultDescription result{"csv", "", {}};
  CardReader card;
  bool bounds = false;  // lines below "plane" are named by the bounds that they describe
  for (const std::string& line : header) {
    if (!line.starts_with("# ")) continue;
    const size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(2, colon - 2), value = line.substr(colon + 2);
    const size_t equals = value.find(" = ");
    if (key == "version" || key == "tridens") {
      result.version = value;
    } else if (key == "source" && value.starts_with("Tridens ")) {
      result.version = value.substr(8);
    } else if (key == "card") {
      card.add(value, result.statements);
    } else if (key == "sha256") {
      result.statements.push_back({"data", value.substr(value.find(' ') + 1)});
    } else if ((key == "provenance" || key == "choice") && equals != std::string::npos) {
      add_provenance(value.substr(0, equals), value.substr(equals + 3), result.statements);
    } else if (key == "plane") {
      bounds = true;
    } else {
      result.statements.push_back({bounds ? lower("bounds[" + key + "]") : lower(key), value});
    }
  }
  if (result.version.empty()) unknown_file(path, "the header of the table does not name Tridens");
  return result;
}

/// "\|" of HepMC3 as the line feed it stands for.
std::string unescaped(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size();
    result += !escaped ? text[i] : text[i + 1] == '|' ? '\n' : text[i + 1];
    if (escaped) ++i;
  }
  return result;
}

ResultDescription describe_events(const std::vector<std::string>& header, const std::string& path) {
  ResultDescription result{"nuhepmc", "", {{"format", "nuhepmc"}}};
  for (const std::string& line : header) {
    if (line.starts_with("T Tridens")) {
      const std::string tool = unescaped(line.substr(2));
      const size_t begin = tool.find('\n') + 1;
      result.version = tool.substr(begin, tool.find('\n', begin) - begin);
    }
    if (!line.starts_with("A ")) continue;
    const size_t blank = line.find(' ', 2);
    if (blank == std::string::npos) continue;
    std::string name = line.substr(2, blank - 2);
    if (name.starts_with("NuHepMC.")) name.erase(0, 8);
    const std::string value = unescaped(line.substr(blank + 1));
    if (name == "Provenance.Card") {
      add_card(value, result.statements);
    } else if (name == "Provenance.DataChecksumsSHA256") {
      for (size_t begin = 0; begin < value.size();) {
        const size_t end = std::min(value.find('\n', begin), value.size());
        const std::string one = value.substr(begin, end - begin);
        const size_t gap = one.rfind(' ');
        if (gap != std::string::npos) result.statements.push_back({"data", one.substr(gap + 1)});
        begin = end + 1;
      }
    } else if (name.starts_with("Citations.")) {
      result.statements.push_back({"cite", value});
    } else if (name.starts_with("Provenance.") || name.find("Description") != std::string::npos) {
      result.statements.push_back({lower(name), value});
    }
  }
  if (result.version.empty()) unknown_file(path, "its header names another generator");
  return result;
}

std::string first_text(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (const size_t begin = line.find_first_not_of(" \t\r"); begin != std::string::npos) return line.substr(begin);
  }
  return "";
}

}  // namespace

ResultDescription describe_json(const std::string& text, const std::string& origin) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) unknown_file(origin, "it begins like JSON and cannot be read to its end");
  ResultDescription result{"json", "", {}};
  if (json.is_object()) {
    const Json& stated = json.contains("provenance") && json["provenance"].is_object() ? json["provenance"] : json;
    if (stated.contains("version") && stated["version"].is_string()) result.version = stated["version"];
  }
  // Contours are written beside a scan; everything else has the version at one of the two places.
  if (result.version.empty()) unknown_file(origin, "it is JSON without the version of Tridens");
  add_json(json, "", result.statements);
  return result;
}

ResultDescription read_result_description(const std::string& path) {
  size_t size = 0;
  bool json = false, events = false, first = true;
  const auto lines = lines_until(path, [&](const std::string& line) {
    if (first && line.find_first_not_of(" \t\r") != std::string::npos) {
      first = false;
      json = line.starts_with('{') || line.starts_with('[');
      events = line.starts_with("HepMC::");
    }
    size += line.size();
    if (size > largest_json) unknown_file(path, "it is larger than any table or JSON of Tridens");
    if (json || first) return false;
    return events ? line.starts_with("E ") : !line.starts_with('#');
  });
  const std::string begin = first_text(lines);
  if (begin.starts_with("HepMC::")) return describe_events(lines, path);
  if (begin.starts_with("#")) return describe_table(lines, path);
  if (!begin.starts_with('{') && !begin.starts_with('[')) {
    unknown_file(path, "it is neither JSON, nor a table with a header, nor a HepMC3 file");
  }
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return describe_json(text, path);
}

}  // namespace tridens::io
