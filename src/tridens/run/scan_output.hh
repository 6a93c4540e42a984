#pragma once
#include <string>

#include "tridens/io/scan_file.hh"
#include "tridens/run/requests.hh"

// What scans and merged scans have in common once the grid is there.
namespace tridens::run {

/// The whole grid of the card of a request in memory; output, contours and shards are not looked at.
io::ScanTable scan_table(const ScanRequest& request);

/// Number of points, of those that did not converge, and the lowest chi2.
ScanResult summary_of(const io::ScanTable& table, const std::string& output);

/// UserError before the work when contours cannot be made or written, or their file is neither JSON nor CSV.
void check_contours(const io::ScanHeader& header, const std::string& path, bool force);

/// Writes the contours of a scan; returns the path.
std::string write_contours(const io::ScanTable& table, const std::string& path, bool force);

}  // namespace tridens::run
