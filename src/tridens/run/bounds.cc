// The verb `bounds`.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/run/bounds/recast.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/bounds/tabulated.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using bounds::Bound;
using bounds::BoundInfo;

/// A bound of a file of the user, recast if the file is of another plane. UserError where that is not possible.
Bound in_plane(Bound bound, const std::string& path, const bounds::Plane& plane) {
  bound.info.own = true;
  if (bound.info.plane == plane.name) return bound;
  (void)bounds::plane(bound.info.plane);  // a name that is none says so
  if (bounds::can_recast(bound.info, plane)) return bounds::recast(bound, bounds::plane(bound.info.plane), plane);
  const bool stays = bound.info.production == bounds::Production::unknown;
  throw UserError(fmt::format("bound '{}' of {} belongs to plane '{}'", bound.info.name, path, bound.info.plane),
                  fmt::format("{} cannot be recast to '{}'",
                              stays ? "without a production it"
                                    : fmt::format("a bound of production {}", bounds::name(bound.info.production)),
                              plane.name),
                  stays ? "change --plane, or say in the file how the boson is made: '# production: muon-loop'"
                        : "change --plane, or the file");
}

std::vector<Bound> candidates(const BoundsRequest& request, const bounds::Plane& plane) {
  std::vector<Bound> all = bounds::bounds_of(plane);
  for (const std::string& path : request.files) {
    all.push_back(in_plane(bounds::bound_of_file(path), path, plane));
  }
  std::set<std::string> names;
  for (const Bound& bound : all) {
    if (names.insert(bound.info.name).second) continue;
    throw UserError("two bounds are named '" + bound.info.name + "'", "names tell them apart",
                    "give the one of your file another name");
  }
  return all;
}

std::vector<Bound> chosen(const BoundsRequest& request, const std::vector<Bound>& all) {
  std::vector<std::string> known;
  for (const Bound& bound : all) known.push_back(bound.info.name);
  for (const std::string& name : request.names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) unknown_name("bound", name, known);
  }
  std::vector<Bound> result;
  for (const Bound& bound : all) {
    const bool named = std::find(request.names.begin(), request.names.end(), bound.info.name) != request.names.end();
    if (request.names.empty() || named) result.push_back(bound);
  }
  if (result.empty()) throw UserError("no bound in this plane", "none is known", "add one with --file");
  return result;
}

/// Settings by bound, "bound.key".
using Settings = std::vector<std::pair<std::string, std::string>>;

Settings settings_of(const BoundsRequest& request, const std::string& bound) {
  Settings result;
  for (const auto& [name, value] : request.settings) {
    if (name.starts_with(bound + ".")) result.emplace_back(name.substr(bound.size() + 1), value);
  }
  return result;
}

void check_settings(const BoundsRequest& request, const std::vector<Bound>& bounds) {
  std::vector<std::string> known;
  for (const Bound& bound : bounds) {
    for (const bounds::BoundSetting& setting : bound.info.settings)
      known.push_back(bound.info.name + "." + setting.name);
  }
  for (const auto& entry : request.settings) {
    if (std::find(known.begin(), known.end(), entry.first) == known.end()) unknown_name("setting", entry.first, known);
  }
}

ComputedBound computed(const Bound& bound, const BoundsRequest& request) {
  const auto begin = std::chrono::steady_clock::now();
  bounds::BoundRequest each;
  each.lowest_mass = request.lowest_mass_GeV;
  each.highest_mass = request.highest_mass_GeV;
  each.points_per_decade = request.points_per_decade;
  each.threads = request.threads;
  each.settings = settings_of(request, bound.info.name);
  ComputedBound result{bound.info, bound.compute(each), {}, 0.0};
  std::erase_if(result.curves, [](const bounds::BoundCurve& curve) { return curve.mass.empty(); });
  for (const bounds::BoundSetting& setting : bound.info.settings) {
    std::string value = setting.default_text;
    for (const auto& entry : each.settings) {
      if (entry.first == setting.name) value = entry.second;
    }
    result.settings.emplace_back(setting.name, value);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

Provenance provenance_of(const BoundsResult& result) {
  Provenance provenance;
  provenance.version = version();
  provenance.choices = {{"plane", result.plane.name}};
  if (result.plane.gauged_leptons) {
    provenance.choices.emplace_back("charges", fmt::format("e={:g},mu={:g},tau={:g}", result.plane.charges[0],
                                                           result.plane.charges[1], result.plane.charges[2]));
  }
  std::set<std::string> papers;
  for (const ComputedBound& bound : result.bounds) {
    for (const auto& [name, value] : bound.settings)
      provenance.choices.emplace_back(bound.info.name + "." + name, value);
    if (!bound.info.file.empty())
      provenance.data_checksums["bound/" + bound.info.name] = io::sha256(bound.info.file_text);
    for (const std::string& paper : bound.info.papers) {
      if (papers.insert(paper).second) provenance.citations_arxiv.push_back(paper);
    }
  }
  return provenance;
}

}  // namespace

bounds::Plane plane_of(const BoundsRequest& request) {
  if (request.charges) return bounds::plane_of_charges(*request.charges, request.axial);
  if (request.axial) {
    throw UserError("an axial boson without charges", "a plane with a name has its own",
                    "give --charges, or --plane axial-lmu-ltau");
  }
  return bounds::plane(request.plane);
}

std::vector<BoundInfo> available_bounds(const BoundsRequest& request) {
  std::vector<BoundInfo> result;
  for (const Bound& bound : candidates(request, plane_of(request))) result.push_back(bound.info);
  return result;
}

BoundsResult compute_bounds(const BoundsRequest& request) {
  BoundsResult result;
  result.plane = plane_of(request);
  (void)bounds::masses_of({request.lowest_mass_GeV, request.highest_mass_GeV, request.points_per_decade, 1, {}},
                          result.plane);
  const std::vector<Bound> selected = chosen(request, candidates(request, result.plane));
  check_settings(request, selected);
  for (const Bound& bound : selected) {
    if (request.stop != nullptr && *request.stop) throw Interrupted("stopped", "a signal came", "");
    result.bounds.push_back(computed(bound, request));
  }
  result.provenance = provenance_of(result);
  return result;
}

}  // namespace tridens::run
