// Shards of a scan as one.
#include "tridens/io/output_file.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::run {

ScanResult merge(const MergeRequest& request) {
  check_ending(request.output, {".csv"});
  const io::ScanTable table = io::merge_scans(request.shards);
  if (!request.contours.empty()) check_contours(table.header, request.contours, request.force);
  io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
  file.write(io::scan_text(table));
  file.commit();
  ScanResult result = summary_of(table, request.output);
  if (!request.contours.empty()) result.contours = write_contours(table, request.contours, request.force);
  return result;
}

}  // namespace tridens::run
