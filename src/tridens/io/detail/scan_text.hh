#pragma once
// Private to the room: the text of scan files, line by line.
//
//   # tridens-scan: 1
//   # title: ...
//   # version: ...
//   # shard: 1/4
//   # axis: mass                (name; then of every axis:)
//   # axis-title: M
//   # axis-unit: MeV
//   # axis-range: 1 to 1000
//   # axis-scale: log
//   # axis-points: 41
//   # card: ...                 (every line of the resolved card)
//   # card-sha256: ...
//   # provenance: KEY = VALUE   (any number)
//   index,mass,chi2
//   0,1,12.5
#include <optional>
#include <string>
#include <string_view>

#include "tridens/io/scan_file.hh"

namespace tridens::io::detail {

std::string scan_header_text(const ScanHeader& header);
std::string scan_row_text(const ScanRow& row);

/// A row without its new line; nothing when it is not a row of `columns` numbers as scan_row_text writes them.
std::optional<ScanRow> scan_row_of(std::string_view line, size_t columns);

/// Takes the text apart at its new lines.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}
  bool at_end() const { return position_ == text_.size(); }
  /// The next line without its new line, nothing when no complete one is left.
  std::optional<std::string_view> next();
  size_t position() const { return position_; }  // behind the last complete line
  size_t line() const { return line_; }          // number of the line that next() gave last

 private:
  std::string_view text_;
  size_t position_ = 0, line_ = 0;
};

/// Reads the header and the line of the columns. UserError with the line.
ScanHeader read_scan_header(LineReader& lines, const std::string& origin);

/// Where two headers differ first, in words: "'shard: 1/3' is not 'shard: 2/3'".
std::string first_difference(std::string_view a, std::string_view b);

}  // namespace tridens::io::detail
