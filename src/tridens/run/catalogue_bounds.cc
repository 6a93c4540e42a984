// Bounds by plane and name.
#include <fmt/format.h>

#include "tridens/run/bounds/registry.hh"
#include "tridens/run/bounds/tabulated.hh"
#include "tridens/run/catalogue_entries.hh"

namespace tridens::run::catalogue {

Names bound_list() {
  Names names;
  for (const bounds::Bound& bound : bounds::bounds()) {
    names.push_back({bound.info.plane + "/" + bound.info.name, bound.info.title});
  }
  return names;
}

Lines show_bound(const std::string& name) {
  for (const bounds::Bound& bound : bounds::bounds()) {
    const bounds::BoundInfo& info = bound.info;
    if (info.plane + "/" + info.name != name) continue;
    Lines lines = {{"title", info.title},
                   {"plane", info.plane},
                   {"origin", info.kind == bounds::Kind::computed ? "computed" : "tabulated"}};
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty()) lines.emplace_back(key, value);
    };
    add("year", fmt::format("{}", info.year));
    add("exposure", info.exposure);
    add("level", info.confidence);
    add("formula", info.formula);
    add("assumptions", info.assumptions);
    if (info.production != bounds::Production::unknown) add("production", bounds::name(info.production));
    for (const bounds::BoundSetting& setting : info.settings) {
      lines.emplace_back("setting " + setting.name,
                         fmt::format("{} (default {})", setting.meaning, setting.default_text));
    }
    add("source", info.source);
    add("papers", fmt::format("{}", fmt::join(info.papers, ", ")));
    add("file", info.file);
    lines.emplace_back("compute it", fmt::format("tridens bounds --plane {} --bound {}", info.plane, info.name));
    return lines;
  }
  return {};
}

}  // namespace tridens::run::catalogue
