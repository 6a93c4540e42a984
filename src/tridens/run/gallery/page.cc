#include "tridens/run/gallery/page.hh"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tridens/base/error.hh"

extern char** environ;

namespace fs = std::filesystem;

namespace tridens::run::gallery {
namespace {

using Json = nlohmann::ordered_json;

const char* name(Style style) {
  switch (style) {
    case Style::line:
      return "line";
    case Style::dashed:
      return "dashed";
    case Style::dotted:
      return "dotted";
    case Style::points:
      return "points";
    case Style::steps:
      return "steps";
  }
  return "line";
}

Json optional(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const Comparison& row) {
  Json line = {{"quantity", row.quantity}, {"unit", row.unit}, {"computed", row.computed}, {"at_most", row.at_most}};
  line["published"] = optional(row.published);
  line["tolerance"] = optional(row.tolerance);
  line["verdict"] = verdict(row);
  if (verdict(row) == "differs") line["reason"] = row.reason;
  return line;
}

Json json_of(const Figure& figure) {
  Json json = {{"title", figure.title},
               {"x_label", figure.x_label},
               {"y_label", figure.y_label},
               {"log_x", figure.log_x},
               {"log_y", figure.log_y}};
  json["y_low"] = optional(figure.y_low);
  json["y_high"] = optional(figure.y_high);
  json["categories"] = figure.categories;
  json["curves"] = Json::array();
  for (const Curve& curve : figure.curves) {
    json["curves"].push_back({{"label", curve.label},
                              {"style", name(curve.style)},
                              {"x", curve.x},
                              {"y", curve.y},
                              {"low", curve.low},
                              {"high", curve.high}});
  }
  return json;
}

fs::path program_folder() {
  std::error_code status;
  const fs::path program = fs::read_symlink("/proc/self/exe", status);
  return status ? fs::path() : program.parent_path();
}

/// The drawing script: in the source folder of the build, or beside the installed data.
fs::path script() {
  const std::vector<fs::path> places = {fs::path(TRIDENS_SOURCE_FOLDER) / "python/tridens_gallery/draw.py",
                                        program_folder() / "../share/tridens/tridens_gallery/draw.py"};
  std::error_code status;
  for (const fs::path& place : places) {
    if (fs::exists(place, status)) return place;
  }
  throw Failure("the drawing script is missing", "looked for " + places[0].string() + " and " + places[1].string(),
                "install Tridens again");
}

/// Runs a program to its end, output to that of this program's error stream; its exit status, 127 when there is none.
int run_program(const std::vector<std::string>& arguments, bool silent) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  if (silent) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
  pid_t child = 0;
  const int started = posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (started != 0) return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/// The first Python with matplotlib, or "".
std::string python_with_matplotlib() {
  std::vector<std::string> candidates;
  if (const char* chosen = std::getenv("TRIDENS_PYTHON"); chosen != nullptr && *chosen != '\0') {
    candidates.emplace_back(chosen);
  }
  candidates.push_back((fs::path(TRIDENS_SOURCE_FOLDER) / ".venv/bin/python").string());
  candidates.emplace_back("python3");
  for (const std::string& python : candidates) {
    if (run_program({python, "-c", "import matplotlib"}, true) == 0) return python;
  }
  return "";
}

}  // namespace

std::string gallery_json(const std::vector<Computed>& entries, const std::string& version) {
  Json json = {{"version", version}};
  json["entries"] = Json::array();
  for (const auto& [entry, result, seconds] : entries) {
    Json item = {
        {"id", entry.id},         {"title", entry.title}, {"source", entry.source}, {"assumptions", entry.assumptions},
        {"note", result.note},    {"seconds", seconds},   {"rows", Json::array()},  {"figures", Json::array()},
        {"tables", Json::array()}};
    for (const Comparison& row : result.comparisons) item["rows"].push_back(json_of(row));
    for (const Figure& figure : result.figures) item["figures"].push_back(json_of(figure));
    for (const DataTable& table : result.tables) {
      item["tables"].push_back({{"title", table.title}, {"columns", table.columns}, {"rows", table.rows}});
    }
    json["entries"].push_back(item);
  }
  return json.dump(1) + "\n";
}

OutputFolder::OutputFolder(const std::string& target) {
  fs::path path = fs::path(target).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  if (path.empty() || path == "." || path == "..") {
    throw UserError("output folder '" + target + "'", "it needs a name of its own", "for example --output gallery");
  }
  std::error_code status;
  if (fs::exists(path, status)) {
    const bool replaceable =
        fs::is_directory(path, status) && (fs::is_empty(path, status) || fs::exists(path / "gallery.json", status));
    if (!replaceable) {
      throw UserError("'" + path.string() + "' exists", "it holds something else than an earlier gallery",
                      "choose another --output");
    }
  }
  const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  target_ = path.string();
  work_ = (parent / fmt::format(".{}.{}", path.filename().string(), getpid())).string();
  if (!fs::create_directory(work_, status)) {
    throw UserError("'" + parent.string() + "' cannot be written to", status ? status.message() : "it is in the way",
                    "choose another --output");
  }
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(work_, ignored);
}

void OutputFolder::commit() {
  std::error_code status;
  const std::string old = work_ + ".old";
  const bool replaced = fs::exists(target_, status);
  if (replaced) fs::rename(target_, old, status);
  if (!status) fs::rename(work_, target_, status);
  if (status) throw Failure("'" + target_ + "' cannot be written", status.message(), "");
  committed_ = true;
  if (replaced) fs::remove_all(old, status);
}

std::string draw(const std::string& folder) {
  const std::string python = python_with_matplotlib();
  if (python.empty()) {
    return "no Python with matplotlib was found (looked at TRIDENS_PYTHON, .venv of the source folder, python3)";
  }
  const int status = run_program({python, script().string(), folder}, false);
  if (status != 0) throw Failure("the figures were not drawn", fmt::format("{} ended with {}", python, status), "");
  return "";
}

}  // namespace tridens::run::gallery
