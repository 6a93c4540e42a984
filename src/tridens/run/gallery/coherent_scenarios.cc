#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> coherent_scenario_entries() {
  return {};
}

}  // namespace tridens::run::gallery
