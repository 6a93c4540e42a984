// The readable list of all processes. A new one: its file, and one line here.
#include "tridens/process/registry.hh"

#include "tridens/base/error.hh"
#include "tridens/process/elastic.hh"
#include "tridens/process/trident.hh"

namespace tridens::process {

std::vector<ProcessInfo> processes() {
  return {trident_info(), cevns_info(), nu_electron_info()};
}

ProcessInfo process_info(std::string_view name) {
  std::vector<std::string> names;
  for (const ProcessInfo& info : processes()) {
    if (info.name == name) return info;
    names.push_back(info.name);
  }
  unknown_name("process", name, names);
}

}  // namespace tridens::process
