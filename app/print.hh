#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tridens/run/requests.hh"

namespace tridens::app {

using Json = nlohmann::ordered_json;

/// A table for people: columns as wide as their widest cell, numbers to the right.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> headings) : rows_{std::move(headings)} {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

void print_line(const std::string& text);
void print_json(const Json& json);
/// What was asked of xsec: the process with its settings, and the target.
void add_process(Json& json, const io::ProcessCard& process);

/// Six significant digits.
std::string number(double value);
std::string number_or_dash(const std::optional<double>& value);

/// Version, choices, checksums and citations, as JSON fields of their own.
void add_provenance(Json& json, const run::Provenance& provenance);
/// The choices and papers, as lines under a table.
void print_provenance(const run::Provenance& provenance);

}  // namespace tridens::app
