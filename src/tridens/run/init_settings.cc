#include "tridens/run/init_settings.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/model/model.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/card_template.hh"

namespace tridens::run {
namespace {

/// Values to start from, of settings without a default or whose default leaves nothing to compute.
const std::map<std::string, std::string>& starting_values() {
  static const std::map<std::string, std::string> values = {{"leptoquark mass", "1 TeV"},
                                                            {"leptoquark lambda_mu", "0.5"},
                                                            {"leptoquark border", "extend"},
                                                            {"electroweak-trident pair", "mu-mu+"},
                                                            {"black-hole dimensions", "2"},
                                                            {"black-hole planck-mass", "1 TeV"},
                                                            {"dis border", "extend"},
                                                            {"upscatter border", "extend"},
                                                            {"upscatter mass", "420 MeV"},
                                                            {"upscatter mixing", "1e-6"},
                                                            {"dark-matter mass", "10 MeV"},
                                                            {"dark-matter y", "3e-11"},
                                                            {"u1 charge_mu", "1"},
                                                            {"u1 charge_tau", "-1"},
                                                            {"mixing-portal kinetic_mixing", "1e-3"},
                                                            {"mixing-portal dark_coupling", "1"}};
  return values;
}

/// Of models whose first settings are not what one would fit first.
const std::map<std::string, std::vector<std::string>>& usual_first() {
  static const std::map<std::string, std::vector<std::string>> settings = {{"nsi", {"eps_ee_dV", "eps_ee_uV"}},
                                                                           {"four-fermion", {"delta_V", "delta_A"}},
                                                                           {"mixing-portal", {"U_mu4", "mass"}}};
  return settings;
}

const model::ModelInfo& info_of(const std::vector<model::ModelInfo>& infos, const std::string& name) {
  std::vector<std::string> names;
  for (const model::ModelInfo& info : infos) {
    if (info.name == name) return info;
    names.push_back(info.name);
  }
  if (name.find('+') != std::string::npos) {
    throw UserError("--model is '" + name + "'", "a new card starts from one model",
                    "join models in the card: docs/cards.md");
  }
  unknown_name("model", name, names);
}

bool is_common(const model::Parameter& parameter) {
  return parameter.name == "sin2thetaW" || parameter.name == "couplings";
}

/// Choices among words have an empty range.
bool is_number(const model::Parameter& parameter) {
  return parameter.highest > parameter.lowest;
}

/// Masses of leptoquarks and charged scalars, as far as the registry lets them go.
bool is_heavy(const model::Parameter& parameter) {
  return parameter.highest >= 1e6;
}

std::string starting_value(const model::Parameter& parameter) {
  switch (parameter.dimension) {
    case Dimension::energy:
      return is_heavy(parameter) ? "1 TeV" : "10 MeV";
    case Dimension::magnetic_moment:
      return "1e-11 muB";
    case Dimension::charge_radius:
      return "1e-32 cm2";
    default:
      return "1e-4";
  }
}

/// True for a default that can be written into a card as it is.
bool can_be_given(const model::Parameter& parameter) {
  if (!is_number(parameter)) return true;
  try {
    parse_quantity(parameter.default_text, parameter.dimension, parameter.name);
    return true;
  } catch (const UserError&) {  // "as g", "none"
    return false;
  }
}

std::string toml_value(const std::string& text) {
  try {
    parse_number(text, "");
    return text;
  } catch (const UserError&) {
    return toml_text(text);
  }
}

/// Couplings of new bosons are searched over powers of ten, shifts of Standard-Model couplings around zero.
bool is_coupling_of_boson(const std::string& name) {
  static const std::vector<std::string> starts = {"coupling",       "g",      "y",  "alpha_D", "dark_coupling",
                                                  "kinetic_mixing", "lambda", "h_", "U_"};
  return std::any_of(starts.begin(), starts.end(), [&](const std::string& start) { return name.starts_with(start); }) &&
         !name.starts_with("gV") && !name.starts_with("gA");
}

FittedSetting usual_range(const model::Parameter& parameter) {
  FittedSetting setting;
  setting.name = parameter.name;
  const std::string place = "{" + parameter.name + "}";
  if (parameter.dimension == Dimension::energy) {
    setting.unit = is_heavy(parameter) ? "GeV" : "MeV";
    setting.min = is_heavy(parameter) ? 100.0 : 1.0;
    setting.max = is_heavy(parameter) ? 10000.0 : 1000.0;
    setting.logarithmic = true;
    setting.value = place + " " + setting.unit;
  } else if (parameter.dimension == Dimension::magnetic_moment) {
    setting.unit = "1e-11 muB";
    setting.max = 1000.0;
    setting.value = place + "e-11 muB";
  } else if (parameter.dimension == Dimension::charge_radius) {
    setting.unit = "1e-32 cm2";
    setting.min = -100.0;
    setting.max = 50.0;
    setting.value = place + "e-32 cm2";
  } else {
    setting.value = place;
    setting.logarithmic = is_coupling_of_boson(parameter.name);
    const double small = parameter.name.starts_with("millicharge") ? 1e-6 : 1.0;
    setting.min = setting.logarithmic ? 1e-7 : std::max(-small, parameter.lowest);
    setting.max = setting.logarithmic ? 0.1 : std::min(small, parameter.highest);
    if (parameter.name == "sin2thetaW") setting.min = 0.1, setting.max = 0.4;
  }
  return setting;
}

void read_range(const std::string& text, FittedSetting& setting) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos) {
    throw UserError(fmt::format("--parameter {}={}", setting.name, text), "a range is written lowest:highest",
                    fmt::format("for example --parameter {}={:g}:{:g}", setting.name, setting.min, setting.max));
  }
  setting.min = parse_number(text.substr(0, colon), "the lowest value of --parameter " + setting.name);
  setting.max = parse_number(text.substr(colon + 1), "the highest value of --parameter " + setting.name);
  if (!(setting.max > setting.min)) {
    throw UserError(fmt::format("--parameter {}={}", setting.name, text), "the range is empty",
                    "give a highest value above the lowest");
  }
  constexpr double many = 100.0;
  setting.logarithmic = setting.min > 0.0 && setting.max / setting.min >= many;
}

std::string with_default(const std::string& meaning, const std::string& default_text) {
  return fmt::format("{} (default {})", meaning, default_text);
}

}  // namespace

std::string process_setting_lines(const std::string& process, const io::Settings& given) {
  const process::ProcessInfo info = process::process_info(process);
  std::string lines;
  const auto known = [&](const std::string& name) {
    return std::any_of(info.settings.begin(), info.settings.end(),
                       [&](const process::ProcessSetting& setting) { return setting.name == name; });
  };
  for (const auto& [name, value] : given) {
    if (known(name)) continue;
    std::vector<std::string> names;
    for (const process::ProcessSetting& setting : info.settings) names.push_back(setting.name);
    unknown_name("setting of " + process, name, names);
  }
  // Values to start from belong together: settings of the user's own may be of another regime or portal.
  const bool started = process != "upscatter" || given.empty();
  for (const process::ProcessSetting& setting : info.settings) {
    const auto found = given.find(setting.name);
    const auto start = started ? starting_values().find(process + " " + setting.name) : starting_values().end();
    const bool used = found != given.end() || start != starting_values().end();
    const std::string value = found != given.end()               ? found->second
                              : start != starting_values().end() ? start->second
                                                                 : setting.default_text;
    lines += card_line(setting.name, toml_text(value), setting.meaning, used) + "\n";
  }
  return lines;
}

FittedSetting fitted_setting(const std::string& model, const std::string& text) {
  const std::vector<model::ModelInfo> infos = model::models();
  const size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  std::vector<std::string> names;
  for (const model::Parameter& parameter : info_of(infos, model).parameters) {
    if (is_number(parameter)) names.push_back(parameter.name);
    if (parameter.name != name) continue;
    if (!is_number(parameter)) {
      throw UserError("--parameter " + name, "it is a choice among words and no number: " + parameter.meaning,
                      "see 'tridens show " + model + "'");
    }
    FittedSetting setting = usual_range(parameter);
    if (equals != std::string::npos) read_range(text.substr(equals + 1), setting);
    return setting;
  }
  unknown_name("parameter of the model " + model, name, names);
}

std::vector<std::string> usual_parameters(const std::string& model, size_t count) {
  if (const auto known = usual_first().find(model); known != usual_first().end() && count <= known->second.size()) {
    return {known->second.begin(), known->second.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  const std::vector<model::ModelInfo> infos = model::models();
  std::vector<std::string> needed, others, masses, common;
  for (const model::Parameter& parameter : info_of(infos, model).parameters) {
    if (!is_number(parameter)) continue;
    const bool must_be_given = parameter.default_text.empty();
    auto& list = is_common(parameter)                       ? common
                 : parameter.dimension == Dimension::energy ? masses
                 : must_be_given                            ? needed
                                                            : others;
    list.push_back(parameter.name);
  }
  // The coupling first, then the mass of the boson.
  std::vector<std::string> result = needed;
  if (result.empty() && !others.empty()) result.push_back(others.front());
  result.insert(result.end(), masses.begin(), masses.end());
  if (others.size() > 1) result.insert(result.end(), others.begin() + 1, others.end());
  result.insert(result.end(), common.begin(), common.end());
  if (result.size() < count) {
    throw UserError(fmt::format("a card with {} parameters of the model {}", count, model),
                    fmt::format("it has {}", result.size()), "choose another model");
  }
  result.resize(count);
  return result;
}

std::string model_lines(const io::ModelCard& model, const std::vector<FittedSetting>& fitted, bool elastic) {
  const std::vector<model::ModelInfo> infos = model::models();
  const model::ModelInfo& info = info_of(infos, model.name);
  const io::Settings low_energy = model::with_low_energy_mixing_angle({});
  std::string lines = card_line("name", toml_text(info.name), info.title + " (others: tridens list models)") + "\n";
  io::Settings given = model.settings;
  for (const model::Parameter& parameter : info.parameters) {
    const auto fit = std::find_if(fitted.begin(), fitted.end(),
                                  [&](const FittedSetting& setting) { return setting.name == parameter.name; });
    const auto found = given.find(parameter.name);
    std::string default_text = parameter.default_text;
    if (elastic && low_energy.count(parameter.name) > 0) default_text = low_energy.at(parameter.name);
    if (fit != fitted.end()) {
      if (found != given.end()) {
        throw UserError(fmt::format("'{}' is set and fitted", parameter.name), "each setting has one value",
                        "leave it out of --model or of --parameter");
      }
      lines += card_line(parameter.name, toml_text(fit->value), parameter.meaning) + "\n";
    } else if (found != given.end()) {
      lines += card_line(parameter.name, toml_value(found->second), parameter.meaning) + "\n";
      given.erase(found);
    } else if (const auto start = starting_values().find(info.name + " " + parameter.name);
               start != starting_values().end() && model.settings.empty()) {
      lines += card_line(parameter.name, toml_value(start->second), parameter.meaning) + "\n";
    } else if (default_text.empty()) {
      lines += card_line(parameter.name, toml_value(starting_value(parameter)), parameter.meaning + ": needed") + "\n";
    } else if (can_be_given(parameter)) {
      lines += card_line(parameter.name, toml_value(default_text), parameter.meaning, false) + "\n";
    } else {
      lines += card_line(parameter.name, toml_value(starting_value(parameter)),
                         with_default(parameter.meaning, default_text), false) +
               "\n";
    }
  }
  std::vector<std::string> names;
  for (const model::Parameter& parameter : info.parameters) names.push_back(parameter.name);
  for (const auto& [key, value] : given) {
    if (std::find(names.begin(), names.end(), key) == names.end()) unknown_name("setting of " + info.name, key, names);
  }
  return lines;
}

std::string parameter_lines(const FittedSetting& setting, bool one) {
  CardTemplate lines = CardTemplate::load("fit-parameter.toml");
  lines.set("parameter", "name", toml_text(setting.name));
  if (!setting.unit.empty()) lines.set("parameter", "unit", toml_text(setting.unit));
  lines.set("parameter", "min", fmt::format("{}", setting.min));
  lines.set("parameter", "max", fmt::format("{}", setting.max));
  if (setting.logarithmic) lines.set("parameter", "scale", toml_text("log"));
  if (one) lines.set("parameter", "points", "101");
  return lines.text();
}

}  // namespace tridens::run
