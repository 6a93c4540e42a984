#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> ess_entries() {
  return {};
}

}  // namespace tridens::run::gallery
