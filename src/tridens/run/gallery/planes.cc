#include "tridens/run/gallery/planes.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/inference/interval.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/slices.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::run::gallery {
namespace {

/// Points that converged and lie below the rise of chi2, over all that converged.
double allowed_share(const io::ScanTable& table, double best_chi2, double rise) {
  const auto& columns = table.header.columns;
  const auto column = [&](const char* name) {
    return static_cast<size_t>(std::ranges::find(columns, name) - columns.begin());
  };
  const size_t chi2 = column("chi2"), converged = column("converged");
  double allowed = 0.0, all = 0.0;
  for (const io::ScanRow& row : table.rows) {
    if (row[converged] == 0.0) continue;
    all += 1.0;
    if (row[chi2] <= best_chi2 + rise) allowed += 1.0;
  }
  return all > 0.0 ? allowed / all : 0.0;
}

const io::FitParameterCard& parameter_of(const io::FitCard& card, const std::string& name) {
  const auto found = std::ranges::find(card.parameters, name, &io::FitParameterCard::name);
  if (found != card.parameters.end()) return *found;
  throw UserError("the card has no parameter " + name, "it cannot be put to a value", "");
}

std::string replaced(std::string text, const std::string& placeholder, const std::string& value) {
  for (size_t at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
  return text;
}

}  // namespace

std::string axis_label(const io::FitParameterCard& parameter) {
  const std::string title = parameter.title.empty() ? parameter.name : parameter.title;
  static constexpr std::pair<const char*, const char*> formulas[] = {
      {"muB", R"($\mu_B$)"}, {"cm2", "cm$^2$"}, {"eV2", "eV$^2$"}};
  std::string unit = parameter.unit;
  for (const auto& [text, formula] : formulas) {
    if (unit == text) unit = formula;
  }
  return unit.empty() ? title : fmt::format("{} [{}]", title, unit);
}

Figure plane_axes(const io::FitCard& card, const std::string& title) {
  const io::FitParameterCard &x = card.parameters.at(0), &y = card.parameters.at(1);
  Figure figure = axes(title, axis_label(x), axis_label(y), x.logarithmic, y.logarithmic);
  figure.y_low = y.min;
  figure.y_high = y.max;
  return figure;
}

namespace {

/// Borders and share of the region on the grid of a card.
std::pair<std::vector<Curve>, double> scanned(Context& context, const Choice& choice, double confidence) {
  ScanRequest request;
  request.card = choice.card;
  request.threads = context.threads();
  const io::ScanTable table = scan_table(request);
  const Regions regions = regions_of(table);
  const auto found =
      std::ranges::find_if(regions.regions, [&](const Region& region) { return region.confidence == confidence; });
  if (found == regions.regions.end()) {
    throw UserError(fmt::format("no region of confidence {}", confidence), "the card asks for others", "");
  }
  return {border_curves(regions, confidence, choice.label, choice.style),
          allowed_share(table, regions.best_chi2, found->rise)};
}

std::pair<std::vector<Curve>, double> sliced(Context& context, const Choice& choice, double confidence) {
  const SlicedRegion region = sliced_region(context, choice.card, confidence,
                                            choice.method == Method::slices ? Slicing::region : Slicing::grid);
  return {outline(region, choice.label, choice.style), region.share};
}

}  // namespace

Plane plane(Context& context, const std::string& title, const std::vector<Choice>& choices, double confidence) {
  Plane result{plane_axes(choices.at(0).card, title), {}};
  for (const Choice& each : choices) {
    context.check_stop();
    auto found = each.method == Method::scan ? scanned(context, each, confidence) : sliced(context, each, confidence);
    for (Curve& curve : found.first) result.figure.curves.push_back(std::move(curve));
    result.shares.push_back(found.second);
  }
  return result;
}

Choice choice(const std::string& label, const io::FitCard& card, const std::vector<std::string>& experiments,
              Style style, Method method) {
  return {label, only(card, experiments), style, method};
}

io::FitCard with_value(io::FitCard card, const std::string& parameter, double value) {
  const std::string placeholder = "{" + parameter_of(card, parameter).name + "}", text = fmt::format("{}", value);
  for (auto& [key, setting] : card.model.settings) setting = replaced(setting, placeholder, text);
  for (io::FitExperimentCard& experiment : card.experiments) {
    for (auto& [key, change] : experiment.change) change = replaced(change, placeholder, text);
  }
  std::erase_if(card.parameters, [&](const io::FitParameterCard& each) { return each.name == parameter; });
  return card;
}

double half_width(const FitResult& result, const std::string& parameter, double confidence) {
  const auto which = std::ranges::find(result.parameters, parameter, &FitResult::Parameter::name);
  if (which == result.parameters.end()) throw UserError("the fit has no parameter " + parameter, "", "");
  const double best = result.minima.front().parameters[static_cast<size_t>(which - result.parameters.begin())];
  for (const FitResult::Range& range : result.intervals) {
    if (range.parameter != parameter || std::abs(range.confidence - confidence) > 1e-9) continue;
    if (range.low > best || range.high < best) continue;
    if (!range.low_open && !range.high_open) return 0.5 * (range.high - range.low);
  }
  throw UserError(fmt::format("no closed interval of {} at {}", parameter, confidence),
                  "it reaches the end of the range of the card", "widen the range");
}

std::optional<double> upper_end(const FitResult& result, const std::string& parameter, double confidence) {
  std::optional<double> highest;
  for (const FitResult::Range& range : result.intervals) {
    if (range.parameter != parameter || std::abs(range.confidence - confidence) > 1e-9) continue;
    if (range.high_open) return std::nullopt;
    highest = std::max(highest.value_or(range.high), range.high);
  }
  return highest;
}

}  // namespace tridens::run::gallery
