#include "tridens/io/scan_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>

#include "tridens/base/error.hh"
#include "tridens/io/detail/scan_text.hh"

namespace tridens::io {
namespace {

constexpr double most_points = 1e12;
constexpr int most_shards = 1000000;
constexpr double largest_end = 1e200;  // products with numbers of points stay finite

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\n\r\0", 3)) == std::string_view::npos;
}

void check_text(std::string_view what, std::string_view text) {
  if (is_one_line(text)) return;
  throw UserError(fmt::format("the {} of the scan holds a line break", what), "it must fit on one line");
}

void check_axis(const ScanAxis& axis) {
  check_text("name of an axis", axis.name);
  check_text("title of an axis", axis.title);
  check_text("unit of an axis", axis.unit);
  const std::string name = fmt::format("the axis '{}'", axis.name);
  if (axis.points < 1) throw UserError(fmt::format("{} has {} points", name, axis.points), "one is needed at least");
  const bool finite = std::abs(axis.low) < largest_end && std::abs(axis.high) < largest_end;
  const bool one = axis.points == 1 && axis.high == axis.low;
  if (!finite || !(axis.high > axis.low || one) || (axis.logarithmic && !(axis.low > 0.0))) {
    throw UserError(fmt::format("{} runs from {} to {}", name, axis.low, axis.high),
                    axis.logarithmic ? "an increasing range above 0 is needed" : "an increasing range is needed");
  }
}

void check_columns(const std::vector<std::string>& columns) {
  std::set<std::string> seen;
  for (const std::string& column : columns) {
    check_text("name of a column", column);
    if (column.empty() || column.front() == '#' || column.find(',') != std::string::npos ||
        !seen.insert(column).second) {
      throw UserError(fmt::format("a column of the scan is named '{}'", column),
                      "names are unique, begin without '#' and hold no comma");
    }
  }
  if (columns.empty()) throw UserError("the scan has no columns", "the index of the point is the first");
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || file.bad() || text.bad()) {
    throw UserError("cannot read the scan '" + path + "'", "there is no such file, or no right to read it", "");
  }
  return text.str();
}

/// What says whether a point counts must be sure itself.
void check_converged(const std::vector<std::string>& columns, const ScanRow& row, const std::string& where) {
  const auto value = [&](std::string_view name) -> const double* {
    const auto found = std::find(columns.begin(), columns.end(), name);
    return found == columns.end() ? nullptr : &row[static_cast<size_t>(found - columns.begin())];
  };
  const double *converged = value("converged"), *chi2 = value("chi2");
  if (converged == nullptr) return;
  if (*converged != 0.0 && *converged != 1.0) {
    throw UserError(fmt::format("{}: converged is {}", where, *converged), "it is 0 or 1", "compute it again");
  }
  if (chi2 == nullptr || *converged == 0.0 || !std::isnan(*chi2)) return;
  throw UserError(where + ": a point that converged has no chi2", "the file is damaged or was changed",
                  "compute it again");
}

/// All rows behind the header.
void read_rows(detail::LineReader& lines, ScanTable& table, const std::string& origin) {
  const size_t columns = table.header.columns.size();
  const size_t first = table.header.first(), count = table.header.last() - first;
  while (const auto line = lines.next()) {
    const auto row = detail::scan_row_of(*line, columns);
    const size_t done = table.rows.size();
    if (!row) {
      throw UserError(fmt::format("{}:{}: this is no row of {} numbers as 'tridens scan' writes them", origin,
                                  lines.line(), columns),
                      "the file is damaged or was changed", "compute it again");
    }
    if (done == count || row->front() != static_cast<double>(first + done)) {
      throw UserError(
          fmt::format("{}:{}: the row of point {} does not belong here", origin, lines.line(), row->front()),
          done == count ? std::string("all points are there already") : fmt::format("{} follows", first + done),
          "compute it again");
    }
    check_converged(table.header.columns, *row, fmt::format("{}:{}", origin, lines.line()));
    table.rows.push_back(*row);
  }
  if (!lines.at_end() || table.rows.size() != count) {
    throw UserError(
        fmt::format("{}:{}: the scan ends after {} of {} points", origin, lines.line() + 1, table.rows.size(), count),
        "it is not finished", "start it again: it goes on where it was");
  }
}

/// The header as that of the whole scan.
std::string common_text(ScanHeader header) {
  header.shard = header.shards = 1;
  return detail::scan_header_text(header);
}

class ShardCollection {
 public:
  void add(const std::string& path) {
    ScanTable table = read_scan(path);
    const ScanHeader& header = table.header;
    const std::string text = common_text(header);
    if (shards_.empty()) {
      common_ = text;
      first_path_ = path;
      shards_.resize(static_cast<size_t>(header.shards));
    }
    if (text != common_) {
      throw UserError(fmt::format("'{}' and '{}' are not shards of one scan", first_path_, path),
                      detail::first_difference(common_, text), "compute them with one card and one version");
    }
    if (static_cast<size_t>(header.shards) != shards_.size()) {
      throw UserError(
          fmt::format("'{}' is one of {} shards and '{}' of {}", first_path_, shards_.size(), path, header.shards),
          "shards of one division are needed");
    }
    Shard& place = shards_[static_cast<size_t>(header.shard - 1)];
    if (place.table) {
      throw UserError(fmt::format("shard {}/{} is given twice", header.shard, header.shards),
                      fmt::format("'{}' and '{}'", place.path, path), "give it once");
    }
    place = {path, std::move(table)};
  }

  ScanTable joined() {
    refuse_missing();
    ScanTable result;
    result.header = shards_.front().table->header;
    result.header.shard = result.header.shards = 1;
    for (Shard& shard : shards_) {
      std::move(shard.table->rows.begin(), shard.table->rows.end(), std::back_inserter(result.rows));
      shard.table.reset();
    }
    return result;
  }

 private:
  struct Shard {
    std::string path;
    std::optional<ScanTable> table;
  };

  void refuse_missing() const {
    constexpr size_t shown = 10;
    std::vector<size_t> missing;
    for (size_t i = 0; i < shards_.size(); ++i) {
      if (!shards_[i].table) missing.push_back(i + 1);
    }
    if (missing.empty()) return;
    const auto end = missing.begin() + static_cast<std::ptrdiff_t>(std::min(missing.size(), shown));
    throw UserError(fmt::format("{} of {} shards are missing", missing.size(), shards_.size()),
                    fmt::format("{}{}", fmt::join(missing.begin(), end, ", "), missing.size() > shown ? ", ..." : ""),
                    fmt::format("compute them: tridens scan CARD --shard {}/{}", missing.front(), shards_.size()));
  }

  std::string common_, first_path_;
  std::vector<Shard> shards_;
};

}  // namespace

double ScanAxis::at(int index) const {
  if (index <= 0) return low;
  const int last = points - 1;
  if (index >= last) return high;
  const double share = static_cast<double>(index) / last;
  if (logarithmic) return low * std::pow(high / low, share);
  return (low * (last - index) + high * index) / last;  // of round ends, round steps: 0.3, not 0.30000000000000004
}

size_t ScanHeader::points() const {
  size_t product = axes.empty() ? 0 : 1;
  for (const ScanAxis& axis : axes) product *= static_cast<size_t>(std::max(axis.points, 0));
  return product;
}

size_t ScanHeader::first() const {
  return points() * static_cast<size_t>(shard - 1) / static_cast<size_t>(shards);
}

size_t ScanHeader::last() const {
  return points() * static_cast<size_t>(shard) / static_cast<size_t>(shards);
}

void ScanHeader::check() const {
  if (shards < 1 || shards > most_shards || shard < 1 || shard > shards) {
    throw UserError(fmt::format("there is no shard {}/{}", shard, shards),
                    shards > most_shards ? fmt::format("{} are possible", most_shards) : "shards count from 1 to n",
                    "for example --shard 1/4");
  }
  check_text("title", title);
  check_text("version", version);
  if (axes.empty()) {
    throw UserError("the scan has no axis", "no parameter of the card is scanned",
                    "add a [[parameter]], or use 'tridens fit'");
  }
  double product = 1.0;
  for (const ScanAxis& axis : axes) {
    check_axis(axis);
    product *= axis.points;
  }
  if (product > most_points) {
    throw UserError(fmt::format("the scan has {} points", product),
                    fmt::format("at most {} are possible", most_points));
  }
  for (const auto& [key, value] : provenance) {
    check_text("provenance", key + value);
    if (key.empty() || key.find(" =") != std::string::npos) {
      throw UserError(fmt::format("the scan holds provenance named '{}'", key), "keys are not empty and hold no ' ='");
    }
  }
  if (!card.empty() && card.back() != '\n')
    throw UserError("the card of the scan is broken off", "its last line is not ended");
  check_columns(columns);
}

ScanTable parse_scan(std::string_view text, const std::string& origin) {
  detail::LineReader lines(text);
  ScanTable table;
  table.header = detail::read_scan_header(lines, origin);
  try {
    table.header.check();
  } catch (const UserError& error) {
    throw UserError(origin, error.what());
  }
  read_rows(lines, table, origin);
  return table;
}

ScanTable read_scan(const std::string& path) {
  return parse_scan(content_of(path), path);
}

ScanTable merge_scans(const std::vector<std::string>& paths) {
  if (paths.empty()) throw UserError("there are no shards to merge", "at least one file is needed");
  ShardCollection collection;
  for (const std::string& path : paths) collection.add(path);
  return collection.joined();
}

std::string scan_text(const ScanTable& table) {
  std::string text = detail::scan_header_text(table.header);
  for (const ScanRow& row : table.rows) text += detail::scan_row_text(row);
  return text;
}

}  // namespace tridens::io
