#include "tridens/flux/sources.hh"

#include "tridens/base/error.hh"
#include "tridens/flux/detail/diffuse_source.hh"

namespace tridens::flux {
namespace {

// One line per source; each is built in its own file.
std::vector<Source> all_sources() {
  std::vector<Source> result = {
      pion_decay_at_rest(), reactor(), solar(), supernova(), diffuse_supernova(), atmospheric(),
  };
  for (const detail::DiffuseSource& diffuse : detail::diffuse_sources()) {
    if (!diffuse.from_file) result.push_back({diffuse.info, detail::diffuse_as_source});
  }
  return result;
}

/// What stands before the first comma, without blanks.
std::string_view name_of(std::string_view specification) {
  std::string_view name = specification.substr(0, specification.find(','));
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return name;
}

}  // namespace

std::vector<SourceInfo> sources() {
  std::vector<SourceInfo> result;
  for (const Source& source : all_sources()) result.push_back(source.info);
  return result;
}

bool is_source(std::string_view specification) {
  const std::string_view name = name_of(specification);
  for (const Source& source : all_sources()) {
    if (source.info.name == name) return true;
  }
  return false;
}

Flux make_source(std::string_view specification) {
  const std::string_view name = name_of(specification);
  std::vector<std::string> known;
  for (const Source& source : all_sources()) {
    if (source.info.name == name) return source.make(specification);
    known.push_back(source.info.name);
  }
  unknown_name("source", name, known);
}

}  // namespace tridens::flux
