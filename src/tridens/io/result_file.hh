#pragma once
#include <string>
#include <string_view>
#include <vector>

// What a file that Tridens wrote says about itself, whatever its format: the strings of JSON, the header of CSV and the
// run information of NuHepMC, as one list.
namespace tridens::io {

/// A text of a result with the names of the fields that lead to it, in lower case and joined by dots:
/// "choices.form factor, Ar40 coherent", "data" for the name of a table that was read, "card.process.name", "cite".
struct Statement {
  std::string field, text;
};

struct ResultDescription {
  std::string format;   // "json", "csv", "nuhepmc"
  std::string version;  // of the Tridens that wrote it
  std::vector<Statement> statements;
};

/// UserError for a file that Tridens did not write, and for one that breaks off.
ResultDescription read_result_description(const std::string& path);
/// The same for the JSON of a result in memory.
ResultDescription describe_json(const std::string& text, const std::string& origin);

}  // namespace tridens::io
