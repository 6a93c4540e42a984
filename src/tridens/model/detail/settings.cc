#include "tridens/model/detail/settings.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::model::detail {
namespace {

std::string text_of(const Parameter& parameter, const Settings& settings, std::string_view model) {
  const auto found = settings.find(parameter.name);
  std::string text = found != settings.end() ? found->second : parameter.default_text;
  if (text.empty()) {
    throw UserError(fmt::format("model {} needs '{}'", model, parameter.name), parameter.meaning,
                    fmt::format("give --set {}=...", parameter.name));
  }
  return text;
}

void check_range(double value, const std::string& text, const Parameter& parameter, std::string_view model) {
  if (value < parameter.lowest || value > parameter.highest) {
    throw UserError(fmt::format("{} = {} is out of range", parameter.name, text),
                    fmt::format("model {} accepts {} to {}", model, value_text(parameter.lowest, parameter.dimension),
                                value_text(parameter.highest, parameter.dimension)),
                    "");
  }
}

/// Where the imaginary part of "a+bi" starts: the last sign that does not belong to an exponent; 0 for "bi".
size_t start_of_imaginary(std::string_view text) {
  for (size_t i = text.size(); i-- > 1;) {
    const bool sign = text[i] == '+' || text[i] == '-';
    if (sign && text[i - 1] != 'e' && text[i - 1] != 'E') return i;
  }
  return 0;
}

}  // namespace

std::string value_text(double value, Dimension dimension) {
  return dimension == Dimension::energy ? fmt::format("{} GeV", value) : fmt::format("{}", value);
}

std::string complex_text(std::complex<double> value) {
  if (value.imag() == 0.0) return fmt::format("{}", value.real());
  return fmt::format("{}{:+}i", value.real(), value.imag());
}

double value_of(const Parameter& parameter, const Settings& settings, std::string_view model) {
  const std::string text = text_of(parameter, settings, model);
  const double value = parse_quantity(text, parameter.dimension, parameter.name);
  check_range(value, text, parameter, model);
  return value;
}

std::complex<double> parse_complex(std::string_view text, std::string_view what) {
  if (text.empty() || text.back() != 'i') return parse_number(text, what);
  const std::string_view sum = text.substr(0, text.size() - 1);
  const size_t start = start_of_imaginary(sum);
  const std::string_view real = sum.substr(0, start);
  std::string imaginary(sum.substr(start));
  if (!imaginary.empty() && imaginary.front() == '+') imaginary.erase(0, 1);
  if (imaginary.empty() || imaginary == "-") imaginary += "1";
  return {real.empty() ? 0.0 : parse_number(real, what), parse_number(imaginary, what)};
}

std::complex<double> complex_value_of(const Parameter& parameter, const Settings& settings, std::string_view model) {
  const std::string text = text_of(parameter, settings, model);
  const std::complex<double> value = parse_complex(text, parameter.name);
  check_range(value.real(), text, parameter, model);
  check_range(value.imag(), text, parameter, model);
  return value;
}

std::string choice_of(std::string_view key, const std::vector<std::string>& choices, const Settings& settings) {
  const auto found = settings.find(std::string(key));
  if (found == settings.end()) return choices.front();
  if (std::find(choices.begin(), choices.end(), found->second) == choices.end()) {
    unknown_name(key, found->second, choices);
  }
  return found->second;
}

void check_names(const std::vector<Parameter>& parameters, const Settings& settings, std::string_view model) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  for (const auto& [key, value] : settings) {
    bool known = false;
    for (const std::string& candidate : names) known = known || candidate == key;
    if (!known) unknown_name(fmt::format("setting of model {}", model), key, names);
  }
}

}  // namespace tridens::model::detail
