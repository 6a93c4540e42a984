#include "tridens/run/gallery/page.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tridens/base/error.hh"
#include "tridens/run/python_tool.hh"

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

}  // namespace

namespace {

Json json_of(const Computed& computed, const io::Coverage& coverage) {
  const auto& [entry, result, seconds, problem] = computed;
  Json item = {{"id", entry.id},
               {"title", entry.title},
               {"source", entry.source},
               {"computes", ""},
               {"assumptions", entry.assumptions},
               {"note", result.note},
               {"seconds", seconds},
               {"problem", problem},
               {"topics", Json::array()},
               {"command", ""},
               {"rows", Json::array()},
               {"figures", Json::array()},
               {"tables", Json::array()}};
  if (const auto guide = coverage.guides.find(entry.id); guide != coverage.guides.end()) {
    item["topics"] = guide->second.topics;
    item["computes"] = guide->second.computes;
    item["command"] = guide->second.command;
  }
  for (const Comparison& row : result.comparisons) item["rows"].push_back(json_of(row));
  for (const Figure& figure : result.figures) item["figures"].push_back(json_of(figure));
  for (const DataTable& table : result.tables) {
    item["tables"].push_back({{"title", table.title}, {"columns", table.columns}, {"rows", table.rows}});
  }
  return item;
}

}  // namespace

std::string gallery_json(const std::vector<Computed>& entries, const io::Coverage& coverage,
                         const Provenance& provenance) {
  Json json = {{"version", provenance.version}, {"data_sha256", provenance.data_checksums},
               {"topics", Json::array()},       {"talks", Json::array()},
               {"slides", Json::array()},       {"entries", Json::array()}};
  json["topics"] = coverage.topics;
  for (const auto& [key, title] : coverage.talks) json["talks"].push_back({{"key", key}, {"title", title}});
  for (const io::Slide& slide : coverage.slides) {
    json["slides"].push_back({{"talk", slide.talk},
                              {"heading", slide.heading},
                              {"shows", slide.shows},
                              {"entries", slide.entries},
                              {"not_possible", slide.not_possible}});
  }
  for (const Computed& computed : entries) json["entries"].push_back(json_of(computed, coverage));
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
  const std::string python = python_with("matplotlib");
  if (python.empty()) {
    return "no Python with matplotlib was found (looked at TRIDENS_PYTHON, .venv of the source folder, python3)";
  }
  const int status = run_python(python, {python_script("tridens_gallery/pages.py"), folder});
  if (status != 0) throw Failure("the figures were not drawn", fmt::format("{} ended with {}", python, status), "");
  return "";
}

}  // namespace tridens::run::gallery
