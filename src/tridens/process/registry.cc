// The readable list of all processes. A new one: its file, and one line here.
#include "tridens/process/registry.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/process/dark_matter_process.hh"
#include "tridens/process/elastic.hh"
#include "tridens/process/trident.hh"

namespace tridens::process {
namespace {

/// What acts in processes by exchange of one photon only with some treatments of its inelastic part.
RegisteredProcess with_photon_conditions(RegisteredProcess process) {
  process.conditions = {{"scale", "inelastic", {"collinear"}},
                        {"starting-scale", "inelastic", {"collinear"}},
                        {"structure-functions", "inelastic", {"virtual", "collinear"}}};
  return process;
}

std::vector<RegisteredProcess> registered() {
  return {glashow(),
          deep_inelastic(),
          leptoquark_exchange(),
          with_photon_conditions(w_production()),
          with_photon_conditions(electroweak_trident()),
          black_hole(),
          upscatter(),
          dark_matter_scattering()};
}

void check_settings(const ProcessInfo& info, const std::map<std::string, std::string>& settings) {
  std::vector<std::string> names;
  for (const ProcessSetting& setting : info.settings) {
    names.push_back(setting.name);
    if (setting.default_text.empty() && !settings.contains(setting.name)) {
      throw UserError(fmt::format("the process '{}' is given without {}", info.name, setting.name), setting.meaning,
                      fmt::format("add it: {},{}=...", info.name, setting.name));
    }
  }
  for (const auto& [name, text] : settings) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      unknown_name("setting of the process '" + info.name + "'", name, names);
    }
  }
}

/// A card gives all defaults too: only what differs from them was chosen.
void check_conditions(const RegisteredProcess& process, const std::map<std::string, std::string>& complete) {
  const auto chosen = [&](const std::string& name) {
    const auto& settings = process.info.settings;
    const auto setting =
        std::find_if(settings.begin(), settings.end(), [&](const ProcessSetting& one) { return one.name == name; });
    return setting != settings.end() && complete.at(name) != setting->default_text;
  };
  for (const SettingCondition& condition : process.conditions) {
    const std::string& other = complete.at(condition.needs);
    const bool acts = std::find(condition.values.begin(), condition.values.end(), other) != condition.values.end();
    if (acts || !chosen(condition.setting)) continue;
    throw UserError(
        fmt::format("the setting {} of the process '{}' has no effect", condition.setting, process.info.name),
        fmt::format("{} is {}, and it acts with {} only", condition.needs, other, fmt::join(condition.values, " or ")),
        fmt::format("leave {} out, or give {}={}", condition.setting, condition.needs, condition.values.front()));
  }
}

}  // namespace

std::vector<ProcessInfo> processes() {
  std::vector<ProcessInfo> infos = {trident_info(), cevns_info(), nu_electron_info()};
  for (const RegisteredProcess& process : registered()) infos.push_back(process.info);
  return infos;
}

ProcessInfo process_info(std::string_view name) {
  std::vector<std::string> names;
  for (const ProcessInfo& info : processes()) {
    if (info.name == name) return info;
    names.push_back(info.name);
  }
  unknown_name("process", name, names);
}

bool is_registered(std::string_view name) {
  const std::vector<RegisteredProcess> all = registered();
  return std::any_of(all.begin(), all.end(), [&](const RegisteredProcess& one) { return one.info.name == name; });
}

std::shared_ptr<const Process> make_process(std::string_view name, const ProcessRequest& request) {
  for (const RegisteredProcess& process : registered()) {
    if (process.info.name != name) continue;
    check_settings(process.info, request.settings);
    ProcessRequest complete = request;
    for (const ProcessSetting& setting : process.info.settings) {
      complete.settings.try_emplace(setting.name, setting.default_text);
    }
    check_conditions(process, complete.settings);
    if (complete.model == nullptr) complete.model = model::make_model("sm");
    if (const std::string other = complete.model->info().name; other != "sm") {
      throw UserError(fmt::format("the process '{}' with the model '{}'", name, other),
                      "what is new in it are settings of its own", "leave the model out");
    }
    return process.make(complete);
  }
  (void)process_info(name);
  throw Failure(fmt::format("make_process of '{}'", name), "it has options of its own", "");
}

}  // namespace tridens::process
