#include "tridens/run/fit_text.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tridens/base/error.hh"

namespace tridens::run {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const FitResult::Point& point, const FitResult& result) {
  Json json;
  json["chi2"] = point.chi2;
  json["penalty"] = point.penalty;
  for (size_t i = 0; i < point.parameters.size(); ++i) {  // none in the Standard Model
    json["parameters"][result.parameters[i].name] = point.parameters[i];
  }
  for (size_t i = 0; i < point.experiments.size(); ++i) {
    json["experiments"][result.experiments[i].name] = point.experiments[i];
  }
  if (point.at_edge) json["at_edge"] = true;
  if (!point.converged) json["converged"] = false;
  return json;
}

Json json_of(const Provenance& provenance) {
  Json json;
  json["version"] = provenance.version;
  json["choices"] = Json::object();
  for (const auto& [key, text] : provenance.choices) json["choices"][key] = text;
  json["data_checksums"] = provenance.data_checksums;
  json["cite"] = provenance.citations_arxiv;
  return json;
}

/// An edge at infinity becomes null.
Json json_of(const FitResult::Experiment& experiment) {
  Json json = {{"name", experiment.name},           {"title", experiment.title}, {"data", experiment.data},
               {"statistic", experiment.statistic}, {"bins", experiment.bins},   {"observed", experiment.observed},
               {"expected", experiment.expected}};
  json["axes"] = Json::array();
  for (const FitResult::Experiment::Axis& axis : experiment.axes) {
    Json one = {{"name", axis.name}, {"unit", axis.unit}};
    if (axis.labels.empty()) {
      one["edges"] = axis.edges;
    } else {
      one["labels"] = axis.labels;
    }
    json["axes"].push_back(std::move(one));
  }
  json["bin_observed"] = experiment.bin_observed;
  if (!experiment.bin_error.empty()) json["bin_error"] = experiment.bin_error;
  json["bin_expected"] = experiment.bin_expected;
  if (!experiment.bin_standard_model.empty()) json["bin_standard_model"] = experiment.bin_standard_model;
  json["parts"] = Json::array();
  for (const FitResult::Experiment::Part& part : experiment.parts) {
    json["parts"].push_back({{"name", part.name}, {"kind", part.kind}, {"counts", part.counts}});
  }
  return json;
}

/// A width as JSON; there are no infinite numbers.
Json width_of(double width) {
  return std::isfinite(width) ? Json(width) : Json("free");
}

// ---- regions of scans

size_t column(const io::ScanHeader& header, const std::string& name) {
  const auto found = std::ranges::find(header.columns, name);
  if (found == header.columns.end()) {
    throw UserError("the scan has no column '" + name + "'", "it was not written by 'tridens scan'", "");
  }
  return static_cast<size_t>(found - header.columns.begin());
}

/// chi2 per point; NaN where it did not converge.
std::vector<double> heights(const io::ScanTable& table) {
  const size_t chi2 = column(table.header, "chi2"), converged = column(table.header, "converged");
  std::vector<double> result;
  for (const io::ScanRow& row : table.rows) {
    result.push_back(row[converged] != 0.0 ? row[chi2] : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

/// The best fit of the header, or a point of the grid that lies lower.
void find_best(const io::ScanTable& table, const std::vector<double>& chi2, Regions& result) {
  result.best_chi2 = std::numeric_limits<double>::infinity();
  for (const auto& [key, value] : table.header.provenance) {
    if (key == "best chi2") result.best_chi2 = std::stod(value);
    if (!key.starts_with("best ") || key == "best chi2") continue;
    result.best_at.emplace_back(key.substr(5), std::stod(value));
  }
  for (size_t i = 0; i < chi2.size(); ++i) {
    if (!(chi2[i] < result.best_chi2)) continue;
    result.best_chi2 = chi2[i];
    result.best_at.clear();
    for (const io::ScanAxis& axis : result.axes) {
      result.best_at.emplace_back(axis.name, table.rows[i][column(table.header, axis.name)]);
    }
  }
  if (std::isfinite(result.best_chi2)) return;
  throw Failure("the scan has no minimum", "no point converged", "change the ranges of the parameters");
}

std::vector<double> coordinates(const io::ScanAxis& axis) {
  std::vector<double> values;
  for (int i = 0; i < axis.points; ++i) values.push_back(axis.at(i));
  return values;
}

/// Ranges below a level on a grid, linear between its points (in the logarithm on a logarithmic axis).
std::vector<inference::Interval> ranges_below(const io::ScanAxis& axis, const std::vector<double>& chi2, double level) {
  const std::vector<double> x = coordinates(axis);
  const auto crossing = [&](size_t i) {
    const double share = (level - chi2[i]) / (chi2[i + 1] - chi2[i]);
    return axis.logarithmic ? x[i] * std::pow(x[i + 1] / x[i], share) : x[i] + share * (x[i + 1] - x[i]);
  };
  std::vector<inference::Interval> result;
  for (size_t i = 0; i < x.size(); ++i) {
    if (!(chi2[i] <= level)) continue;
    inference::Interval interval{x[i], x[i], true, true};
    if (i > 0 && std::isfinite(chi2[i - 1])) interval = {crossing(i - 1), x[i], false, true};
    while (i + 1 < x.size() && chi2[i + 1] <= level) ++i;
    interval.high = x[i];
    if (i + 1 < x.size() && std::isfinite(chi2[i + 1])) {
      interval.high = crossing(i);
      interval.high_open = false;
    }
    result.push_back(interval);
  }
  return result;
}

Json json_of(const Region& region) {
  Json json = {{"confidence", region.confidence}, {"rise", region.rise}};
  for (const inference::Interval& range : region.ranges) {
    json["ranges"].push_back(
        {{"low", range.low}, {"high", range.high}, {"low_open", range.low_open}, {"high_open", range.high_open}});
  }
  for (const inference::ContourLine& line : region.lines) {
    json["lines"].push_back({{"x", line.x}, {"y", line.y}, {"closed", line.closed}});
  }
  return json;
}

std::string contours_json(const io::ScanTable& table, const Regions& regions) {
  Json json;
  json["title"] = table.header.title;
  json["version"] = table.header.version;
  for (const io::ScanAxis& axis : regions.axes) {
    json["axes"].push_back({{"name", axis.name},
                            {"title", axis.title},
                            {"unit", axis.unit},
                            {"low", axis.low},
                            {"high", axis.high},
                            {"logarithmic", axis.logarithmic}});
  }
  json["best"]["chi2"] = regions.best_chi2;
  for (const auto& [name, value] : regions.best_at) json["best"][name] = value;
  for (const Region& region : regions.regions) json["regions"].push_back(json_of(region));
  for (const auto& [key, value] : table.header.provenance) json["provenance"].push_back({key, value});
  json["card"] = table.header.card;
  return json.dump(1) + "\n";
}

std::string contours_csv(const io::ScanTable& table, const Regions& regions) {
  std::string text = fmt::format("# title: {}\n# source: Tridens {}\n# best chi2: {}\n", table.header.title,
                                 table.header.version, regions.best_chi2);
  const std::string& x = regions.axes[0].name;
  if (regions.axes.size() == 1) {
    text += fmt::format("confidence,low_{0},high_{0},low_open,high_open\n", x);
    for (const Region& region : regions.regions) {
      for (const inference::Interval& range : region.ranges) {
        text += fmt::format("{},{},{},{:d},{:d}\n", region.confidence, range.low, range.high, range.low_open,
                            range.high_open);
      }
    }
    return text;
  }
  text += fmt::format("confidence,line,closed,{},{}\n", x, regions.axes[1].name);
  for (const Region& region : regions.regions) {
    for (size_t line = 0; line < region.lines.size(); ++line) {
      const inference::ContourLine& points = region.lines[line];
      for (size_t i = 0; i < points.x.size(); ++i) {
        text += fmt::format("{},{},{:d},{},{}\n", region.confidence, line + 1, points.closed, points.x[i], points.y[i]);
      }
    }
  }
  return text;
}

}  // namespace

Regions regions_of(const io::ScanTable& table) {
  Regions result;
  result.axes = table.header.axes;
  if (result.axes.empty() || result.axes.size() > 2) {
    throw UserError(fmt::format("contours of {} parameters", result.axes.size()), "they are drawn for one or two",
                    "give the others scan = false");
  }
  const std::vector<double> chi2 = heights(table);
  find_best(table, chi2, result);
  const io::FitCard card = io::parse_fit_card(table.header.card, "the card in the scan");
  for (const double confidence : card.confidence) {
    Region region{confidence, inference::chi2_rise(confidence, static_cast<int>(result.axes.size())), {}, {}};
    const double level = result.best_chi2 + region.rise;
    if (result.axes.size() == 1) {
      region.ranges = ranges_below(result.axes[0], chi2, level);
    } else {
      region.lines = inference::contour_lines(coordinates(result.axes[0]), coordinates(result.axes[1]), chi2, level,
                                              result.axes[0].logarithmic, result.axes[1].logarithmic);
    }
    result.regions.push_back(std::move(region));
  }
  return result;
}

std::string fit_text(const FitResult& result) {
  Json json;
  json["title"] = result.title;
  json["minima"] = Json::array();
  for (const FitResult::Point& point : result.minima) json["minima"].push_back(json_of(point, result));
  if (result.standard_model) json["standard_model"] = json_of(*result.standard_model, result);
  json["bins"] = result.bins;
  if (result.degrees_of_freedom > 0.0) json["degrees_of_freedom"] = result.degrees_of_freedom;
  if (result.degrees_of_freedom > 0.0) json["p_value"] = result.p_value;
  for (const FitResult::Experiment& experiment : result.experiments) {
    json["experiments"].push_back(json_of(experiment));
  }
  json["nuisances"] = Json::array();
  for (const FitResult::Pull& pull : result.nuisances) {
    json["nuisances"].push_back({{"name", pull.name},
                                 {"meaning", pull.meaning},
                                 {"unit", pull.unit},
                                 {"value", pull.value},
                                 {"width", width_of(pull.width)}});
  }
  if (result.covariance) {
    json["covariance"] = {{"names", result.covariance->names},
                          {"errors", result.covariance->errors},
                          {"correlation", result.covariance->correlation}};
  } else {
    json["no_covariance"] = result.no_covariance;
  }
  json["intervals"] = Json::array();
  for (const FitResult::Range& range : result.intervals) {
    json["intervals"].push_back({{"parameter", range.parameter},
                                 {"method", range.method},
                                 {"confidence", range.confidence},
                                 {"low", range.low},
                                 {"high", range.high},
                                 {"low_open", range.low_open},
                                 {"high_open", range.high_open}});
  }
  for (const auto& [parameter, why] : result.no_intervals) json["no_intervals"][parameter] = why;
  for (const FitResult::Toys& point : result.toys) {
    json["feldman_cousins"].push_back({{"value", point.value},
                                       {"rise", point.rise},
                                       {"critical", point.critical},
                                       {"p_value", point.p_value},
                                       {"p_value_error", point.p_value_error}});
  }
  json["card"] = result.card;
  json["provenance"] = json_of(result.provenance);
  return json.dump(1) + "\n";
}

std::string contours_text(const io::ScanTable& table, const std::string& file_name) {
  const Regions regions = regions_of(table);
  return file_name.ends_with(".csv") ? contours_csv(table, regions) : contours_json(table, regions);
}

}  // namespace tridens::run
