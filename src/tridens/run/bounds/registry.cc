#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

using Group = std::vector<Bound> (*)();

std::vector<Group> groups() {
  return {
      na64mu_bounds,
  };
}

}  // namespace

std::vector<Bound> bounds() {
  std::vector<Bound> all;
  for (const Group group : groups()) {
    for (Bound& bound : group()) all.push_back(std::move(bound));
  }
  return all;
}

}  // namespace tridens::run::bounds
