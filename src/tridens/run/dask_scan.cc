// Shards of a scan on a Dask cluster: the work is done by this program, Dask shares it out.
#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/python_tool.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::run {
namespace {

/// The message of the script as one of this program.
[[noreturn]] void complain(int status, const std::string& message) {
  constexpr int user_error = 2;
  if (!message.empty() && status == user_error) throw UserError(message, "");
  if (!message.empty()) throw Failure(message, "");
  throw Failure("the scan on Dask did not finish", fmt::format("the script ended with {}", status),
                "the same command goes on with the shards that are done");
}

}  // namespace

ScanResult scan_on_dask(const DaskScanRequest& request) {
  check_ending(request.output, {".csv"});
  if (!request.contours.empty()) check_ending(request.contours, {".json", ".csv"});
  (void)io::read_fit_card(request.card);  // faults of the card are told before a cluster is started
  { const io::OutputFile probe(request.output, io::OutputOptions{request.force, nullptr, 1}); }
  const std::string python = python_with("distributed");
  if (python.empty()) {
    throw UserError("no Python with Dask was found", "looked at .venv of the source folder and python3",
                    "'pip install dask distributed', and set TRIDENS_PYTHON to that Python");
  }
  std::vector<std::string> arguments = {python_script("tridens_scan/dask_scan.py"),
                                        "--program",
                                        program_path(),
                                        "--card",
                                        request.card,
                                        "--output",
                                        request.output};
  const auto add = [&](const char* option, const std::string& value) {
    if (value.empty() || value == "0") return;
    arguments.emplace_back(option);
    arguments.push_back(value);
  };
  add("--shards", fmt::format("{}", request.shards));
  add("--workers", fmt::format("{}", request.workers));
  add("--scheduler", request.scheduler);
  add("--contours", request.contours);
  if (request.force) arguments.emplace_back("--force");
  arguments.insert(arguments.end(), {"--message-descriptor", fmt::format("{}", message_descriptor)});
  std::string message;
  const int status = run_python(python, arguments, &message);
  if (status != 0) complain(status, message);
  ScanResult result = summary_of(io::read_scan(request.output), request.output);
  result.contours = request.contours;
  return result;
}

}  // namespace tridens::run
