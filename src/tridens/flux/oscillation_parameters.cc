#include "tridens/flux/oscillation_parameters.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::flux {
namespace {

constexpr std::string_view inverted_ending = "-inverted";

struct Key {
  const char* name;
  const char* meaning;
  Dimension dimension;
};
constexpr std::array<Key, 12> keys = {
    {{"sin2_theta12", "sin^2 of the angle", Dimension::number},
     {"sin2_theta13", "sin^2 of the angle", Dimension::number},
     {"sin2_theta23", "sin^2 of the angle", Dimension::number},
     {"delta", "CP phase: 90deg", Dimension::angle},
     {"delta_m2_21", "m2^2 - m1^2: 7.4e-5eV2", Dimension::energy_squared},
     {"delta_m2_31", "m3^2 - m1^2, negative for inverted ordering: 2.5e-3eV2", Dimension::energy_squared},
     {"delta_m2_41", "m4^2 - m1^2 of a sterile state: 1eV2", Dimension::energy_squared},
     {"sin2_theta14", "of a sterile state", Dimension::number},
     {"sin2_theta24", "of a sterile state", Dimension::number},
     {"sin2_theta34", "of a sterile state", Dimension::number},
     {"delta14", "phase of a sterile state", Dimension::angle},
     {"delta24", "phase of a sterile state", Dimension::angle}}};

/// What the user wrote beside the fit.
struct Written {
  std::optional<std::string> ordering;
  std::map<std::string, double, std::less<>> values;
  std::string text;
  double value(std::string_view key, double otherwise) const {
    const auto found = values.find(key);
    return found == values.end() ? otherwise : found->second;
  }
};

/// Null when there is none of this name.
const Key* key_of(std::string_view name) {
  for (const Key& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

Written read(const Specification& specification) {
  Written result;
  for (const auto& [key, text] : specification.settings) {
    if (key == "ordering") {
      if (text != "normal" && text != "inverted") unknown_name("ordering of the masses", text, {"normal", "inverted"});
      result.ordering = text;
      continue;
    }
    const Key* const found = key_of(key);
    if (found == nullptr) {
      std::vector<std::string> names;
      for (const auto& [name, meaning] : oscillation_settings()) names.push_back(name);
      unknown_name("oscillation parameter", key, names);
    }
    const double unit = found->dimension == Dimension::energy_squared ? units::eV * units::eV : 1.0;
    result.values[key] = parse_quantity(text, found->dimension, key) / unit;
    result.text += fmt::format(", {}={}", key, text);
  }
  return result;
}

/// The fit of the ordering that was asked for.
MixingParameters chosen_fit(std::string_view name, const std::optional<std::string>& ordering) {
  MixingParameters fit = mixing_parameters(name);
  const bool inverted = fit.delta_m2_3l_eV2.value < 0.0;
  if (!ordering || inverted == (*ordering == "inverted")) return fit;
  if (inverted) {
    throw UserError("normal ordering with NuFIT " + fit.name, "this is a fit of inverted ordering",
                    "leave out '-inverted' or the ordering");
  }
  const std::string wanted = fit.name + std::string(inverted_ending);
  const std::vector<std::string> names = mixing_parameter_names();
  if (std::ranges::find(names, wanted) != names.end()) return mixing_parameters(wanted);
  std::string known;
  for (const std::string& one : names) {
    if (one.ends_with(inverted_ending)) known += (known.empty() ? "" : ", ") + one;
  }
  throw UserError("inverted ordering with NuFIT " + fit.name, "the table has no fit of it with this ordering",
                  "choose one of " + known);
}

std::optional<SterileState> sterile_state(const Written& written) {
  SterileState result;
  result.delta_m2_41_eV2 = written.value("delta_m2_41", 0.0);
  result.sin2_theta14 = written.value("sin2_theta14", 0.0);
  result.sin2_theta24 = written.value("sin2_theta24", 0.0);
  result.sin2_theta34 = written.value("sin2_theta34", 0.0);
  result.delta14_rad = written.value("delta14", 0.0);
  result.delta24_rad = written.value("delta24", 0.0);
  if (written.values.contains("delta_m2_41")) return result;
  for (const char* key : {"sin2_theta14", "sin2_theta24", "sin2_theta34", "delta14", "delta24"}) {
    if (!written.values.contains(key)) continue;
    throw UserError(std::string(key) + " without delta_m2_41", "a sterile state needs its splitting",
                    "add for example delta_m2_41=1eV2");
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> oscillation_settings() {
  std::vector<std::pair<std::string, std::string>> result = {{"ordering", "of the masses: normal or inverted"}};
  for (const Key& key : keys) result.emplace_back(key.name, key.meaning);
  return result;
}

OscillationParameters oscillation_parameters(std::string_view text) {
  return oscillation_parameters(parse_specification(text, "oscillation parameters"));
}

OscillationParameters oscillation_parameters(const Specification& specification) {
  const Written written = read(specification);
  const MixingParameters fit = chosen_fit(specification.name, written.ordering);
  const double splitting = written.value("delta_m2_31", fit.delta_m2_31_eV2());
  if (written.ordering && (splitting < 0.0) != (*written.ordering == "inverted")) {
    throw UserError(fmt::format("delta_m2_31 of {:g} eV^2 with {} ordering", splitting, *written.ordering),
                    "m3^2 - m1^2 is positive for normal and negative for inverted ordering", "correct one of them");
  }
  const NeutrinoMixing active(written.value("sin2_theta12", fit.sin2_theta12.value),
                              written.value("sin2_theta13", fit.sin2_theta13.value),
                              written.value("sin2_theta23", fit.sin2_theta23.value),
                              written.value("delta", fit.delta_deg.value * units::degree),
                              written.value("delta_m2_21", fit.delta_m2_21_eV2.value), splitting);
  const std::optional<SterileState> sterile = sterile_state(written);
  return {fit.name, "NuFIT " + fit.name + written.text,
          sterile ? NeutrinoStates(active, *sterile) : NeutrinoStates(active)};
}

}  // namespace tridens::flux
