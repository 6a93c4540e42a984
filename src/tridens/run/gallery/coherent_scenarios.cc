#include "tridens/run/gallery/chi2_cells.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {

std::vector<Chi2Cell> scenario_cells() {
  return {};
}

std::vector<Entry> coherent_scenario_entries() {
  return {};
}

}  // namespace tridens::run::gallery
