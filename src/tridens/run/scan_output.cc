#include "tridens/run/scan_output.hh"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/fit_text.hh"

namespace tridens::run {

ScanResult summary_of(const io::ScanTable& table, const std::string& output) {
  const auto& columns = table.header.columns;
  const auto place = [&](const char* name) {
    return static_cast<size_t>(std::ranges::find(columns, name) - columns.begin());
  };
  const size_t chi2 = place("chi2"), converged = place("converged");
  ScanResult result;
  result.output = output;
  result.points = table.rows.size();
  result.lowest_chi2 = std::numeric_limits<double>::infinity();
  for (const io::ScanRow& row : table.rows) {
    if (row[converged] == 0.0) {
      ++result.not_converged;
    } else if (row[chi2] < result.lowest_chi2) {
      result.lowest_chi2 = row[chi2];
      result.lowest_at.clear();
      for (size_t i = 1; i < chi2; ++i) result.lowest_at.emplace_back(columns[i], row[i]);
    }
  }
  return result;
}

void check_contours(const io::ScanHeader& header, const std::string& path, bool force) {
  check_ending(path, {".json", ".csv"});
  if (header.axes.size() > 2) {
    throw UserError(fmt::format("contours of {} parameters", header.axes.size()), "they are drawn for one or two",
                    "give the others scan = false");
  }
  const io::OutputFile probe(path, io::OutputOptions{force, nullptr, 1});
}

std::string write_contours(const io::ScanTable& table, const std::string& path, bool force) {
  const std::string text = contours_text(table, path);
  io::OutputFile file(path, io::OutputOptions{force, nullptr, 1});
  file.write(text);
  file.commit();
  return path;
}

}  // namespace tridens::run
