#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Entry> reactor_fit_entries() {
  return {};
}

}  // namespace tridens::run::gallery
