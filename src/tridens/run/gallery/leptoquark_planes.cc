#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> leptoquark_plane_entries() {
  return {};
}

}  // namespace tridens::run::gallery
