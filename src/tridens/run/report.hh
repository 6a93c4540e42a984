#pragma once
#include <string>

// A result as one page for people.
namespace tridens::run {

struct ReportRequest {
  std::string result;  // a file that Tridens wrote
  std::string output;  // HTML file; "": the name of the result with .html
  bool force = false;  // replace an existing page
};

struct ReportResult {
  std::string output;
};

/// Writes the page by the script tridens_report/make_report.py. UserError for what is no result of Tridens, and without
/// a Python that has plotly.
ReportResult report(const ReportRequest& request);

}  // namespace tridens::run
