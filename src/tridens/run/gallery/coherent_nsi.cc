#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> coherent_nsi_entries() {
  return {};
}

}  // namespace tridens::run::gallery
