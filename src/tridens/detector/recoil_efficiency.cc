// Efficiencies: probabilities of being counted, as functions of the recoil energy, the electron-equivalent energy, the
// measured value or the arrival time. The forms are those of the COHERENT releases (arXiv:1804.09459, 2110.07730) and
// the error function of triggers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/detail/settings.hh"
#include "tridens/detector/recoil_response.hh"

namespace tridens::detector {
namespace {

using Of = RecoilEfficiency::Of;
using detail::Settings;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The unit of plain numbers in a specification, in units of the response.
double unit(EfficiencyAxis axis) {
  constexpr double microsecond_s = 1e-6;
  switch (axis) {
    case EfficiencyAxis::energy:
      return units::keV;
    case EfficiencyAxis::time:
      return microsecond_s;
    case EfficiencyAxis::photoelectrons:
      return 1.0;
  }
  throw Failure("unknown axis of an efficiency", "the enumeration has three values");
}

/// A position as it is written: plain in the unit of the axis, or with a unit of its own.
double position(std::string_view text, EfficiencyAxis axis, const std::string& what) {
  const char last = text.empty() ? '0' : text.back();
  const bool plain = (last >= '0' && last <= '9') || last == '.';
  if (plain || axis == EfficiencyAxis::photoelectrons)
    return parse_quantity(text, Dimension::number, what) * unit(axis);
  return parse_quantity(text, axis == EfficiencyAxis::time ? Dimension::time : Dimension::energy, what);
}

[[noreturn]] void refuse(std::string_view specification, std::string_view why, std::string_view suggestion) {
  throw UserError("efficiency '" + std::string(specification) + "'", why, suggestion);
}

void check_share(double value, std::string_view specification) {
  if (value >= 0.0 && value <= 1.0) return;
  refuse(specification, fmt::format("{} is not a probability", value), "probabilities lie between 0 and 1");
}

void make_constant(RecoilEfficiency& result, const Settings& settings) {
  const double value = settings.number("value");
  check_share(value, result.description);
  result.value = [value](double) { return value; };
}

void make_logistic(RecoilEfficiency& result, const Settings& settings, double scale) {
  const double a = settings.positive("a"), b = settings.positive("b");
  const double c = settings.number("c"), d = settings.number("d", 0.0);
  if (d < 0.0 && a + d <= 0.0) settings.refuse("d", "the curve is negative everywhere");
  check_share(a + d, result.description);
  if (d > 0.0) check_share(d, result.description);
  if (d < 0.0) result.steps.push_back((c - std::log(-a / d - 1.0) / b) * scale);
  result.value = [a, b, c, d, scale](double x) {
    // Negative values of the fitted curve mean that nothing is counted: part of the form.
    return std::max(0.0, a / (1.0 + std::exp(-b * (x / scale - c))) + d);
  };
}

void make_error_function(RecoilEfficiency& result, const Settings& settings, double scale) {
  const double middle = settings.number("middle") * scale, width = settings.positive("width") * scale;
  const double plateau = settings.number("plateau", 1.0);
  check_share(plateau, result.description);
  result.value = [=](double x) { return plateau * 0.5 * std::erfc(-(x - middle) / (std::sqrt(2.0) * width)); };
}

void make_exponential(RecoilEfficiency& result, const Settings& settings, double scale) {
  const double from = settings.number("from") * scale, rate = settings.positive("rate") / scale;
  result.steps = {from};
  result.value = [=](double x) { return x <= from ? 1.0 : std::exp(-rate * (x - from)); };
}

void make_steps(RecoilEfficiency& result, const Specification& given, EfficiencyAxis axis) {
  std::vector<double> values;
  for (const auto& [key, text] : given.settings) {
    const double x = position(key, axis, "a step of the efficiency");
    if (!result.steps.empty() && x <= result.steps.back()) {
      refuse(result.description, "its steps do not increase", "sort them");
    }
    result.steps.push_back(x);
    values.push_back(parse_number(text, "efficiency from " + key + " on"));
    check_share(values.back(), result.description);
  }
  if (values.empty()) refuse(result.description, "it has no steps", "write for example 'steps,5=0.5,6=1'");
  const std::vector<double> steps = result.steps;
  result.value = [steps, values](double x) {
    const auto next = std::upper_bound(steps.begin(), steps.end(), x) - steps.begin();
    return next == 0 ? 0.0 : values[static_cast<size_t>(next - 1)];
  };
}

void make_window(RecoilEfficiency& result, const Specification& given, EfficiencyAxis axis) {
  double from = -infinity, to = infinity;
  for (const auto& [key, text] : given.settings) {
    double& end = key == "from" ? from : to;
    end = position(text, axis, "'" + key + "' of the window");
    result.steps.push_back(end);
  }
  if (result.steps.empty()) refuse(result.description, "it has neither 'from' nor 'to'", "give one of them");
  if (!(to > from)) refuse(result.description, "'to' is not above 'from'", "swap them");
  std::sort(result.steps.begin(), result.steps.end());
  result.value = [from, to](double x) { return x >= from && x < to ? 1.0 : 0.0; };
}

}  // namespace

RecoilEfficiency make_efficiency(std::string_view specification, EfficiencyAxis axis, Of of) {
  const Specification given = parse_specification(specification, "efficiency");
  RecoilEfficiency result;
  result.of = of;
  result.description = std::string(specification);
  const auto settings = [&](const std::vector<std::string>& known) { return Settings("efficiency", given, known); };
  if (given.name == "constant") {
    make_constant(result, settings({"value"}));
  } else if (given.name == "logistic") {
    make_logistic(result, settings({"a", "b", "c", "d"}), unit(axis));
  } else if (given.name == "error-function") {
    make_error_function(result, settings({"middle", "width", "plateau"}), unit(axis));
  } else if (given.name == "exponential") {
    make_exponential(result, settings({"from", "rate"}), unit(axis));
  } else if (given.name == "steps") {
    make_steps(result, given, axis);
  } else if (given.name == "window") {
    settings({"from", "to"});
    make_window(result, given, axis);
  } else {
    unknown_name("efficiency", given.name,
                 {"constant", "logistic", "error-function", "steps", "window", "exponential"});
  }
  return result;
}

RecoilEfficiency efficiency_from_table(std::vector<double> x, std::vector<double> values, double below, double above,
                                       Of of, std::string description) {
  if (x.size() < 2 || values.size() != x.size()) {
    refuse(description, fmt::format("it has {} positions and {} values", x.size(), values.size()),
           "give at least two rows");
  }
  for (size_t i = 0; i < x.size(); ++i) {
    check_share(values[i], fmt::format("{}, row {}", description, i + 1));
    if (i > 0 && !(x[i] > x[i - 1])) refuse(description, "its positions do not increase", "sort the rows");
  }
  check_share(below, description + ", below the table");
  check_share(above, description + ", above the table");
  RecoilEfficiency result;
  result.of = of;
  result.steps = x;
  result.description = std::move(description);
  result.value = [x = std::move(x), values = std::move(values), below, above](double at) {
    if (at < x.front()) return below;
    if (at > x.back()) return above;
    const auto i = static_cast<size_t>(std::upper_bound(x.begin() + 1, x.end() - 1, at) - x.begin());
    return std::lerp(values[i - 1], values[i], (at - x[i - 1]) / (x[i] - x[i - 1]));
  };
  return result;
}

}  // namespace tridens::detector
