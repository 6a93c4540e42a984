#include "tridens/run/bounds/registry.hh"

#include <algorithm>
#include <tuple>

namespace tridens::run::bounds {

std::vector<Bound> bounds() {
  std::vector<Bound> all;
  const auto add = [&](std::vector<Bound> group) {
    for (Bound& bound : group) all.push_back(std::move(bound));
  };
  static_cast<void>(add);
  std::sort(all.begin(), all.end(), [](const Bound& a, const Bound& b) {
    return std::tie(a.info.plane, a.info.name) < std::tie(b.info.plane, b.info.name);
  });
  return all;
}

}  // namespace tridens::run::bounds
