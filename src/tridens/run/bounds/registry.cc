#include "tridens/run/bounds/registry.hh"

#include <algorithm>
#include <tuple>

#include "tridens/run/bounds/recast.hh"
#include "tridens/run/bounds/tabulated.hh"

namespace tridens::run::bounds {
namespace {

void append(std::vector<Bound>& all, std::vector<Bound> group) {
  for (Bound& bound : group) all.push_back(std::move(bound));
}

void sort_by_name(std::vector<Bound>& all) {
  std::sort(all.begin(), all.end(), [](const Bound& a, const Bound& b) {
    return std::tie(a.info.plane, a.info.name) < std::tie(b.info.plane, b.info.name);
  });
}

/// Of the charges of one plane.
std::vector<Bound> calculated(const Plane& plane) {
  std::vector<Bound> all;
  if (!plane.gauged_leptons) return all;
  append(all, moment_bounds(plane));
  append(all, trident_bounds(plane));
  if (plane.axial) return all;
  append(all, z_bounds(plane));
  append(all, pair_bounds(plane));
  append(all, electron_bounds(plane));
  append(all, cosmology_bounds(plane));
  return all;
}

/// Bounds that are made for one plane only, beside the tables.
std::vector<Bound> of_their_own_plane() {
  std::vector<Bound> all = tabulated_bounds();
  append(all, na64mu_bounds());
  append(all, millicharge_bounds());
  append(all, charged_scalar_bounds());
  append(all, dark_matter_bounds());
  append(all, dark_neutrino_bounds());
  return all;
}

std::vector<Bound> with_recasts(const Plane& target, const std::vector<Bound>& own) {
  std::vector<Bound> all = calculated(target);
  for (const Bound& bound : own) {
    if (bound.info.plane == target.name) {
      all.push_back(bound);
    } else if (can_recast(bound.info, target)) {
      all.push_back(recast(bound, plane(bound.info.plane), target));
    }
  }
  return all;
}

}  // namespace

std::vector<Bound> bounds() {
  const std::vector<Bound> own = of_their_own_plane();
  std::vector<Bound> all;
  std::vector<std::string> names;
  for (const Plane& each : planes()) {
    append(all, with_recasts(each, own));
    names.push_back(each.name);
  }
  for (const Bound& bound : own) {
    if (std::find(names.begin(), names.end(), bound.info.plane) == names.end()) all.push_back(bound);
  }
  sort_by_name(all);
  return all;
}

std::vector<Bound> bounds_of(const Plane& target) {
  std::vector<Bound> all = with_recasts(target, of_their_own_plane());
  sort_by_name(all);
  return all;
}

}  // namespace tridens::run::bounds
