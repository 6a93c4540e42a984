#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> trident_limit_entries() {
  return {};
}

}  // namespace tridens::run::gallery
