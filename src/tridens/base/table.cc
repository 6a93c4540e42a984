#include "tridens/base/table.hh"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  const auto last = text.find_last_not_of(" \t\r");
  return std::string(text.substr(first, last - first + 1));
}

/// Reads all of a text as a decimal number; false when it is none.
bool read_number(const char* first, const char* last, double& value) {
#ifdef __cpp_lib_to_chars
  const auto [end, status] = std::from_chars(first, last, value);
  return status == std::errc() && end == last;
#else  // the standard library of emscripten has it for integers alone; strtod would take signs, hexadecimals and names
  const std::string text(first, last);
  if (text.empty() || text.front() == '+' || text.find_first_not_of("0123456789+-.eE") != std::string::npos)
    return false;
  char* end = nullptr;
  value = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size();
#endif
}

std::vector<std::string> cells(std::string_view line) {
  std::vector<std::string> result;
  size_t begin = 0;
  while (true) {
    const size_t end = line.find(',', begin);
    result.push_back(trimmed(line.substr(begin, end - begin)));
    if (end == std::string_view::npos) return result;
    begin = end + 1;
  }
}

void add_header_line(Table& table, std::string_view line) {
  const std::string text = trimmed(line.substr(1));
  const size_t colon = text.find(':');
  if (colon == std::string::npos) return;  // a plain comment
  std::string& value = table.header[trimmed(std::string_view(text).substr(0, colon))];
  const std::string added = trimmed(std::string_view(text).substr(colon + 1));
  value += value.empty() ? added : " " + added;
}

void add_row(Table& table, std::string_view line, size_t line_number) {
  std::vector<std::string> row = cells(line);
  if (table.columns.empty()) {
    table.columns = std::move(row);
    return;
  }
  if (row.size() != table.columns.size()) {
    throw UserError(
        table.origin + " line " + std::to_string(line_number) + " has " + std::to_string(row.size()) + " cells",
        "the table has " + std::to_string(table.columns.size()) + " columns", "give every row one cell per column");
  }
  table.rows.push_back(std::move(row));
}

}  // namespace

double parse_number(std::string_view text, std::string_view what) {
  double value = 0.0;
  const std::string word = trimmed(text);
  const char* first = word.data();
  const char* last = first + word.size();
  if (first != last && *first == '+') ++first;
  if (!read_number(first, last, value) || !std::isfinite(value)) {
    throw UserError(std::string(what) + " is '" + word + "'", "a finite number is needed",
                    "write it like 1.5 or 1.5e-3");
  }
  return value;
}

size_t Table::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) {
    std::string present;
    for (const std::string& each : columns) present += (present.empty() ? "" : ", ") + each;
    throw UserError(origin + " has no column '" + std::string(name) + "'", "its columns are " + present,
                    "give the column that name, and commas between cells");
  }
  return static_cast<size_t>(found - columns.begin());
}

bool Table::has_column(std::string_view name) const {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

const std::string& Table::header_value(const std::string& key) const {
  const auto found = header.find(key);
  if (found == header.end()) {
    throw UserError(origin + " does not say '" + key + "'", "the header must state it",
                    "add a line '# " + key + ": ...' at the top");
  }
  return found->second;
}

std::string Table::header_value_or_empty(const std::string& key) const {
  const auto found = header.find(key);
  return found == header.end() ? "" : found->second;
}

double Table::number(size_t row, size_t column) const {
  return parse_number(rows.at(row).at(column),
                      origin + ", row " + std::to_string(row + 1) + ", column '" + columns.at(column) + "'");
}

std::vector<double> Table::numbers(std::string_view name) const {
  const size_t index = column(name);
  std::vector<double> result(rows.size());
  for (size_t row = 0; row < rows.size(); ++row) result[row] = number(row, index);
  return result;
}

Table parse_table(std::string_view text, std::string origin) {
  Table table;
  table.origin = std::move(origin);
  size_t begin = 0;
  size_t line_number = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++line_number;
    const std::string content = trimmed(line);
    if (content.empty()) continue;
    if (content.front() == '#') {
      add_header_line(table, content);
    } else {
      add_row(table, content, line_number);
    }
  }
  if (table.columns.empty()) {
    throw UserError(table.origin + " holds no table", "there is no line of column names",
                    "begin with '# key: value' lines, then the column names");
  }
  return table;
}

}  // namespace tridens
