#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> dune_sensitivity_entries() {
  return {};
}

}  // namespace tridens::run::gallery
