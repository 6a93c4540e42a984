// The page is made by Python: plotly draws, and this program says what to cite.
#include "tridens/run/report.hh"

#include <fmt/format.h>

#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/result_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/python_tool.hh"

namespace tridens::run {
namespace {

std::string page_name(const std::string& result) {
  std::filesystem::path path(result);
  if (path.extension() == ".gz") path.replace_extension();
  return path.replace_extension(".html").string();
}

}  // namespace

ReportResult report(const ReportRequest& request) {
  (void)io::read_result_description(request.result);  // what is no result is told before Python starts
  const std::string output = request.output.empty() ? page_name(request.result) : request.output;
  check_ending(output, {".html"});
  { const io::OutputFile probe(output, io::OutputOptions{request.force, nullptr, 1}); }
  const std::string python = python_with("plotly");
  if (python.empty()) {
    throw UserError("no Python with plotly was found", "looked at .venv of the source folder and python3",
                    "'pip install plotly', and set TRIDENS_PYTHON to that Python");
  }
  std::vector<std::string> arguments = {python_script("tridens_report/make_report.py"),
                                        request.result,
                                        "--output",
                                        output,
                                        "--program",
                                        program_path(),
                                        "--message-descriptor",
                                        fmt::format("{}", message_descriptor)};
  if (request.force) arguments.emplace_back("--force");
  std::string message;
  const int status = run_python(python, arguments, &message);
  constexpr int user_error = 2;
  if (status == user_error && !message.empty()) throw UserError(message, "");
  if (status != 0) {
    throw Failure("'" + output + "' was not written",
                  message.empty() ? fmt::format("{} ended with {}", python, status) : message, "");
  }
  return {output};
}

}  // namespace tridens::run
