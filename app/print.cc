#include "print.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "tridens/io/bibliography.hh"

namespace tridens::app {
namespace {

/// Number of characters on the screen of UTF-8 text.
size_t width_of(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_number(const std::string& text) {
  return text == "-" || (!text.empty() && text.find_first_not_of("0123456789.e+-%") == std::string::npos);
}

}  // namespace

void TextTable::print() const {
  std::vector<size_t> widths(rows_.front().size(), 0);
  std::vector<bool> to_the_right(widths.size(), rows_.size() > 1);
  for (size_t row = 0; row < rows_.size(); ++row) {
    for (size_t column = 0; column < widths.size(); ++column) {
      widths[column] = std::max(widths[column], width_of(rows_[row][column]));
      if (row > 0 && !is_number(rows_[row][column])) to_the_right[column] = false;
    }
  }
  for (const std::vector<std::string>& row : rows_) {
    std::string line;
    for (size_t column = 0; column < widths.size(); ++column) {
      const std::string blanks(widths[column] - width_of(row[column]), ' ');
      line += column > 0 ? "  " : "";
      line += to_the_right[column] ? blanks + row[column] : row[column] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    if (!line.empty()) print_line(line);
  }
}

void print_line(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

void print_json(const Json& json) {
  print_line(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string number_or_dash(const std::optional<double>& value) {
  return value ? number(*value) : "-";
}

void add_process(Json& json, const io::ProcessCard& process) {
  std::string text = process.name;
  for (const auto& [key, value] : process.settings) text += "," + key + "=" + value;
  json["process"] = text;
  json["target"] = process.target;
}

void add_provenance(Json& json, const run::Provenance& provenance) {
  json["version"] = provenance.version;
  json["choices"] = Json::object();
  for (const auto& [key, value] : provenance.choices) json["choices"][key] = value;
  json["data_sha256"] = provenance.data_checksums;
  json["citations_arxiv"] = provenance.citations_arxiv;
  if (!provenance.warnings.empty()) json["warnings"] = provenance.warnings;
}

namespace {

/// "arXiv 1902.06765, hep-ph/9401234; Phys. Rev. D 1 (1970) 1": the numbers of arXiv, then what has none.
std::string papers(const std::vector<std::string>& all) {
  std::vector<std::string> numbers, others;
  for (const std::string& paper : all) {
    const std::vector<std::string> found = io::arxiv_numbers(paper);
    const bool number = found.size() == 1 && found.front() == paper;
    (number ? numbers : others).push_back(paper);
  }
  std::string text;
  if (!numbers.empty()) text = fmt::format("arXiv {}", fmt::join(numbers, ", "));
  if (!others.empty()) text += fmt::format("{}{}", text.empty() ? "" : "; ", fmt::join(others, "; "));
  return text;
}

}  // namespace

void print_provenance(const run::Provenance& provenance) {
  if (!provenance.choices.empty() || !provenance.citations_arxiv.empty()) print_line("");
  for (const auto& [key, value] : provenance.choices) print_line(fmt::format("{}: {}", key, value));
  for (const std::string& warning : provenance.warnings) print_line("warning: " + warning);
  if (!provenance.citations_arxiv.empty()) {
    print_line("please cite: " + papers(provenance.citations_arxiv));
  }
}

}  // namespace tridens::app
