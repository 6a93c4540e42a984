#include "tridens/run/gallery/fit_context.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/python_tool.hh"
#include "tridens/run/scan_output.hh"

namespace fs = std::filesystem;

namespace tridens::run::gallery {
namespace {

/// Of the source folder of the build, or beside the installed data.
fs::path examples_folder() {
  const std::vector<fs::path> places = {fs::path(TRIDENS_SOURCE_FOLDER) / "examples",
                                        fs::path(program_path()).parent_path() / "../share/tridens/examples"};
  std::error_code status;
  for (const fs::path& place : places) {
    if (fs::is_directory(place, status)) return place;
  }
  throw Failure("the folder of examples is missing", "looked for " + places[0].string() + " and " + places[1].string(),
                "install Tridens again");
}

}  // namespace

io::FitCard fit_card(const std::string& name) {
  return io::read_fit_card((examples_folder() / "fits" / (name + ".toml")).string());
}

io::FitCard only(io::FitCard card, const std::vector<std::string>& experiments) {
  for (const std::string& name : experiments) {
    const bool known = std::ranges::any_of(card.experiments, [&](const auto& each) { return each.name == name; });
    if (!known) throw UserError("the card has no experiment " + name, "it cannot be chosen", "");
  }
  std::erase_if(card.experiments, [&](const io::FitExperimentCard& each) {
    return std::ranges::find(experiments, each.name) == experiments.end();
  });
  return card;
}

FitResult fit_of(Context& context, const io::FitCard& card, bool intervals) {
  context.check_stop();
  FitRequest request;
  request.card = card;
  request.threads = context.threads();
  request.intervals = intervals;
  return fit(request);
}

double lowest_chi2(Context& context, const io::FitCard& card) {
  return fit_of(context, card, false).minima.front().chi2;
}

namespace {

io::ScanTable scan_of(Context& context, io::FitCard card, int points) {
  context.check_stop();
  ScanRequest request;
  for (io::FitParameterCard& parameter : card.parameters) {
    if (points > 0) parameter.points = points;
  }
  request.card = std::move(card);
  request.threads = context.threads();
  return scan_table(request);
}

}  // namespace

Regions regions_of_card(Context& context, io::FitCard card, int points) {
  return regions_of(scan_of(context, std::move(card), points));
}

Curve chi2_curve(Context& context, io::FitCard card, const std::string& label, int points) {
  const io::ScanTable table = scan_of(context, std::move(card), points);
  const double lowest = regions_of(table).best_chi2;
  const auto& columns = table.header.columns;
  const auto chi2 = static_cast<size_t>(std::ranges::find(columns, "chi2") - columns.begin());
  const auto converged = static_cast<size_t>(std::ranges::find(columns, "converged") - columns.begin());
  Curve curve{label, {}, {}, {}, {}, Style::line};
  for (const io::ScanRow& row : table.rows) {
    if (row[converged] == 0.0) continue;
    curve.x.push_back(row[1]);
    curve.y.push_back(row[chi2] - lowest);
  }
  return curve;
}

std::vector<Curve> border_curves(const Regions& regions, double confidence, const std::string& label, Style style) {
  std::vector<Curve> curves;
  for (const Region& region : regions.regions) {
    if (std::abs(region.confidence - confidence) > 1e-9) continue;
    for (const inference::ContourLine& line : region.lines) {
      Curve curve{curves.empty() ? label : "", line.x, line.y, {}, {}, style};
      if (line.closed) {
        curve.x.push_back(line.x.front());
        curve.y.push_back(line.y.front());
      }
      curves.push_back(std::move(curve));
    }
  }
  return curves;
}

std::string ranges_text(const FitResult& result, const std::string& parameter, double confidence) {
  std::string text;
  for (const FitResult::Range& range : result.intervals) {
    if (range.parameter != parameter || std::abs(range.confidence - confidence) > 1e-9) continue;
    text +=
        fmt::format("{}[{}, {}]", text.empty() ? "" : " U ", range.low_open ? "open" : fmt::format("{:.4g}", range.low),
                    range.high_open ? "open" : fmt::format("{:.4g}", range.high));
  }
  return text.empty() ? "none" : text;
}

}  // namespace tridens::run::gallery
