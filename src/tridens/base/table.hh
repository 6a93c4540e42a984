#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

// The project's own table format, used by every file under data/ and by tables of users:
//
//   # title: Muon-neutrino flux at ...
//   # source: ...
//   E_low_GeV,E_high_GeV,numu
//   0,0.25,1.2e-5
//
// Header lines are "# key: value" (a key may come several times: the values are joined by blanks);
// then one line of column names, then rows of cells separated by commas. A unit is part of the column name or
// of the header.
namespace tridens {

struct Table {
  std::string origin;  // file name or the name of the embedded table, for messages
  std::map<std::string, std::string> header;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  /// Index of a column; UserError with the nearest name when there is none.
  size_t column(std::string_view name) const;
  bool has_column(std::string_view name) const;
  /// Header value; UserError naming the missing key.
  const std::string& header_value(const std::string& key) const;
  /// Header value or "" when absent.
  std::string header_value_or_empty(const std::string& key) const;
  /// A cell as a finite number; UserError with file, row and column otherwise (NaN and infinity included).
  double number(size_t row, size_t column) const;
  /// A whole column as finite numbers.
  std::vector<double> numbers(std::string_view column) const;
};

/// Parses the text of a table. `origin` names it in errors. Throws UserError.
Table parse_table(std::string_view text, std::string origin);

/// Parses one finite number, the whole text; UserError saying `what` otherwise.
double parse_number(std::string_view text, std::string_view what);

}  // namespace tridens
