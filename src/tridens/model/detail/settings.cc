#include "tridens/model/detail/settings.hh"

#include <fmt/format.h>

#include "tridens/base/error.hh"

namespace tridens::model::detail {

std::string value_text(double value, Dimension dimension) {
  return dimension == Dimension::energy ? fmt::format("{} GeV", value) : fmt::format("{}", value);
}

double value_of(const Parameter& parameter, const Settings& settings, std::string_view model) {
  const auto found = settings.find(parameter.name);
  const std::string text = found != settings.end() ? found->second : parameter.default_text;
  if (text.empty()) {
    throw UserError(fmt::format("model {} needs '{}'", model, parameter.name), parameter.meaning,
                    fmt::format("give --set {}=...", parameter.name));
  }
  const double value = parse_quantity(text, parameter.dimension, parameter.name);
  if (value < parameter.lowest || value > parameter.highest) {
    throw UserError(fmt::format("{} = {} is out of range", parameter.name, text),
                    fmt::format("model {} accepts {} to {}", model, value_text(parameter.lowest, parameter.dimension),
                                value_text(parameter.highest, parameter.dimension)),
                    "");
  }
  return value;
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
