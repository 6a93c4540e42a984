#include "tridens/run/bounds/registry.hh"

#include <algorithm>
#include <tuple>

#include "tridens/run/bounds/tabulated.hh"

namespace tridens::run::bounds {

std::vector<Bound> bounds() {
  std::vector<Bound> all;
  const auto add = [&](std::vector<Bound> group) {
    for (Bound& bound : group) all.push_back(std::move(bound));
  };
  add(tabulated_bounds());
  std::sort(all.begin(), all.end(), [](const Bound& a, const Bound& b) {
    return std::tie(a.info.plane, a.info.name) < std::tie(b.info.plane, b.info.name);
  });
  return all;
}

}  // namespace tridens::run::bounds
