#include "tridens/model/detail/settings_reader.hh"

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model::detail {

std::vector<Parameter> with_standard_parameters(std::vector<Parameter> own) {
  std::vector<Parameter> result = StandardModel::parameters();
  result.insert(result.end(), own.begin(), own.end());
  return result;
}

SettingsReader::SettingsReader(ModelInfo info, const Settings& settings)
    : info_(std::move(info)), settings_(settings), resolved_(StandardModel(StandardModel::own(settings)).resolved()) {
  check_names(info_.parameters, settings_, info_.name);
}

const Parameter& SettingsReader::parameter(const std::string& name) const {
  const auto found = std::find_if(info_.parameters.begin(), info_.parameters.end(),
                                  [&](const Parameter& candidate) { return candidate.name == name; });
  if (found == info_.parameters.end()) {
    throw Failure("model " + info_.name + " reads '" + name + "'", "it is not one of its parameters", "");
  }
  return *found;
}

bool SettingsReader::any_given(const std::string& beginning) const {
  return std::any_of(settings_.begin(), settings_.end(),
                     [&](const auto& setting) { return setting.first.starts_with(beginning); });
}

double SettingsReader::value(const std::string& name) {
  const double result = value_of(parameter(name), settings_, info_.name);
  const auto found = settings_.find(name);
  resolved_[name] = found != settings_.end() ? found->second : parameter(name).default_text;
  return result;
}

double SettingsReader::value_or(const std::string& name, double fallback) {
  if (given(name)) return value(name);
  resolved_[name] = value_text(fallback, parameter(name).dimension);
  return fallback;
}

std::string SettingsReader::choice(const std::string& name, const std::vector<std::string>& words) {
  const auto found = settings_.find(name);
  std::string text = found != settings_.end() ? found->second : parameter(name).default_text;
  if (std::find(words.begin(), words.end(), text) == words.end()) unknown_name(name, text, words);
  resolved_[name] = text;
  return text;
}

void no_coupling(std::string_view model, std::string_view example) {
  throw UserError("model " + std::string(model) + " has no coupling", "without one it is the Standard Model",
                  "give for example " + std::string(example) + "; a zero may be given too");
}

}  // namespace tridens::model::detail
