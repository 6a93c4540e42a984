// Curves of bounds as files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/bounds/tabulated.hh"
#include "tridens/run/file_ending.hh"
#include "tridens/run/python_tool.hh"

namespace fs = std::filesystem;

namespace tridens::run {
namespace {

using Json = nlohmann::ordered_json;

const char* name(bounds::Shape shape) {
  switch (shape) {
    case bounds::Shape::upper_limit:
      return "limit";
    case bounds::Shape::points:
      return "points";
    case bounds::Shape::region:
      return "region";
    case bounds::Shape::between:
      return "between";
    case bounds::Shape::preferred:
      return "band";
  }
  return "limit";
}

Json json_of(const ComputedBound& bound) {
  Json json = {{"name", bound.info.name},
               {"title", bound.info.title},
               {"kind", name(bound.info.shape)},
               {"origin", bound.info.kind == bounds::Kind::computed ? "computed" : "tabulated"},
               {"projection", bound.info.projection},
               {"own", bound.info.own},
               {"recast_from", bound.info.recast_from},
               {"year", bound.info.year},
               {"exposure", bound.info.exposure},
               {"confidence", bound.info.confidence},
               {"production", bounds::name(bound.info.production)},
               {"formula", bound.info.formula},
               {"source", bound.info.source},
               {"assumptions", bound.info.assumptions},
               {"papers", bound.info.papers},
               {"settings", Json::object()},
               {"curves", Json::array()}};
  for (const auto& [key, value] : bound.settings) json["settings"][key] = value;
  for (const bounds::BoundCurve& curve : bound.curves) {
    json["curves"].push_back({{"mass_GeV", curve.mass}, {"coupling", curve.coupling}, {"upper", curve.upper}});
  }
  return json;
}

void write_text(const std::string& path, const std::string& text, bool force) {
  io::OutputOptions options;
  options.overwrite = force;
  io::OutputFile file(path, options);
  file.write(text);
  file.commit();
}

bool is_figure(const std::string& path) {
  return path.ends_with(".pdf") || path.ends_with(".svg") || path.ends_with(".png");
}

void draw(const BoundsResult& result, const std::string& path, bool force) {
  std::error_code status;
  if (fs::exists(path, status) && !force) {
    throw UserError("'" + path + "' exists", "it would be replaced", "give --force, or another name");
  }
  const std::string python = python_with("matplotlib");
  if (python.empty()) {
    throw Failure("'" + path + "' was not drawn", "no Python with matplotlib was found",
                  "run ./dev setup or set TRIDENS_PYTHON, or ask for .csv or .json");
  }
  const std::string numbers = path + ".json";
  const bool keep = fs::exists(numbers, status);
  const std::string input = keep ? path + ".bounds.json" : numbers;
  write_text(input, bounds_json(result), true);
  const int code = run_python(python, {python_script("tridens_gallery/draw_bounds.py"), input, path});
  fs::remove(input, status);
  if (code != 0) throw Failure("'" + path + "' was not drawn", fmt::format("{} ended with {}", python, code), "");
}

}  // namespace

std::string bounds_csv(const BoundsResult& result) {
  std::string text =
      fmt::format("# title: Bounds on a {}\n# plane: {}\n# mass_GeV: of {}\n# tridens: {}\n", result.plane.title,
                  result.plane.name, result.plane.particle, result.provenance.version);
  for (const ComputedBound& bound : result.bounds) {
    text += fmt::format("# {}: {} ({}, {}); {}; {}\n", bound.info.name, bound.info.title,
                        bound.info.kind == bounds::Kind::computed ? "computed" : "tabulated", bound.info.confidence,
                        name(bound.info.shape), fmt::join(bound.info.papers, ", "));
  }
  text += "bound,curve,mass_GeV,coupling,upper\n";
  for (const ComputedBound& bound : result.bounds) {
    for (size_t c = 0; c < bound.curves.size(); ++c) {
      const bounds::BoundCurve& curve = bound.curves[c];
      for (size_t i = 0; i < curve.mass.size(); ++i) {
        text += fmt::format("{},{},{:.10g},{:.10g},{}\n", bound.info.name, c + 1, curve.mass[i], curve.coupling[i],
                            curve.upper.empty() ? "" : fmt::format("{:.10g}", curve.upper[i]));
      }
    }
  }
  return text;
}

std::string bounds_json(const BoundsResult& result) {
  Json json = {
      {"plane", result.plane.name},
      {"title", result.plane.title},
      {"coupling", result.plane.coupling},
      {"particle", result.plane.particle},
      {"missing", result.plane.missing},
      {"charges", {{"e", result.plane.charges[0]}, {"mu", result.plane.charges[1]}, {"tau", result.plane.charges[2]}}},
      {"bounds", Json::array()}};
  for (const ComputedBound& bound : result.bounds) json["bounds"].push_back(json_of(bound));
  json["version"] = result.provenance.version;
  json["data_checksums"] = result.provenance.data_checksums;
  json["papers"] = result.provenance.citations_arxiv;
  return json.dump(1) + "\n";
}

void check_bounds_outputs(const std::vector<std::string>& paths, bool force) {
  for (size_t i = 0; i < paths.size(); ++i) {
    check_ending(paths[i], {".csv", ".json", ".pdf", ".svg", ".png"});
    if (std::find(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(i), paths[i]) !=
        paths.begin() + static_cast<std::ptrdiff_t>(i)) {
      throw UserError("the output " + paths[i] + " is given twice", "each file is written once", "leave one out");
    }
    const io::OutputFile probe(paths[i], io::OutputOptions{force, nullptr, 1});
  }
}

void write_bounds(const BoundsResult& result, const std::string& path, bool force) {
  if (is_figure(path)) return draw(result, path, force);
  write_text(path, path.ends_with(".csv") ? bounds_csv(result) : bounds_json(result), force);
}

}  // namespace tridens::run
