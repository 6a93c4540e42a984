#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Results of scans: a CSV table whose header says everything needed to go on with it, to join it with others and to
// compute it again.
//
// While a scan runs its rows go to NAME.part, a chunk at a time and to the disk; a scan that is started again reads the
// chunks that are complete and goes on behind them. The finished file appears whole, and its bytes do not depend on
// interruptions, threads or, after merging, shards.
namespace tridens::io {

struct ScanAxis {
  std::string name, unit, title;
  double low = 0.0, high = 0.0;
  int points = 0;
  bool logarithmic = false;
  /// Coordinate of a point, 0 <= index < points: equal steps in the number or its logarithm, ends exact.
  double at(int index) const;
  bool operator==(const ScanAxis&) const = default;
};

struct ScanHeader {
  std::string title, version;
  std::string card;                                             // resolved text of the fit card, ends with a new line
  std::vector<std::pair<std::string, std::string>> provenance;  // choices, checksums, papers: "key", "value"
  std::vector<ScanAxis> axes;                                   // the last one runs fastest
  std::vector<std::string> columns;                             // of the rows, the index of the point first
  int shard = 1, shards = 1;
  size_t points() const;  // of the whole grid
  /// Half-open range of the points of the shard; ranges of all shards differ by one point at most.
  size_t first() const;
  size_t last() const;
  /// UserError for a shard outside 1..n, no axis, axes without points or range, and texts that cannot be written on
  /// their line.
  void check() const;
  bool operator==(const ScanHeader&) const = default;
};

/// One number per column, the index of the point first. A number may be "not a number" or infinite: a point that did
/// not converge has no chi2.
using ScanRow = std::vector<double>;

struct ScanTable {
  ScanHeader header;
  std::vector<ScanRow> rows;
};

class ScanWriter {
 public:
  struct Options {
    bool overwrite = false;  // an existing finished file may be replaced
    bool restart = false;    // throw away what an interrupted scan left
    size_t chunk = 256;
  };
  /// UserError when the finished file exists and may not be replaced, when NAME.part belongs to another scan (other
  /// card, shard or version; the message says how to go on) or is in use by another process (a lock), and for names
  /// that cannot be written.
  ScanWriter(const std::string& path, const ScanHeader& header, const Options& options);
  /// Without commit() NAME.part stays, unless it holds no row.
  ~ScanWriter();
  /// Rows that an earlier run has left, complete chunks only.
  const std::vector<ScanRow>& found() const;
  /// Appends one chunk and brings it to the disk. Failure when the disk is full, and for rows that do not follow those
  /// before.
  void append(const std::vector<ScanRow>& rows);
  /// Gives the file its name. Failure when rows are missing.
  void commit();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// UserError with the line for anything that is not a complete scan of this format.
ScanTable read_scan(const std::string& path);
/// The same from text. `origin` names it in messages.
ScanTable parse_scan(std::string_view text, const std::string& origin);
/// All shards of one scan, in any order, as one table: as if it had been computed at once. UserError: shards of
/// different cards or versions, one missing (names it), one given twice.
ScanTable merge_scans(const std::vector<std::string>& paths);
/// The bytes of the finished file.
std::string scan_text(const ScanTable& table);

}  // namespace tridens::io
