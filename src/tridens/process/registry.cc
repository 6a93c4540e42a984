// The readable list of all processes. A new one: its file, and one line here.
#include "tridens/process/registry.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/process/elastic.hh"
#include "tridens/process/trident.hh"

namespace tridens::process {
namespace {

std::vector<RegisteredProcess> registered() {
  return {glashow(),    deep_inelastic(), leptoquark_exchange(), w_production(), electroweak_trident(),
          black_hole(), upscatter()};
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
    if (complete.model == nullptr) complete.model = model::make_model("sm");
    return process.make(complete);
  }
  (void)process_info(name);
  throw Failure(fmt::format("make_process of '{}'", name), "it has options of its own", "");
}

}  // namespace tridens::process
