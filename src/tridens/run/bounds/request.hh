#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tridens/run/bounds/bound.hh"
#include "tridens/run/bounds/plane.hh"
#include "tridens/run/requests.hh"

// The verb `bounds`: curves of a plane, computed or read, with where they come from.
namespace tridens::run {

struct BoundsRequest {
  std::string plane = "lmu-ltau";
  std::optional<bounds::Charges> charges;                // in place of a plane with a name
  bool axial = false;                                    // of `charges`: to charged leptons
  std::vector<std::string> names;                        // of bounds; all by default
  std::vector<std::string> files;                        // of the user, in the format of data/bound
  double lowest_mass_GeV = 0.0, highest_mass_GeV = 0.0;  // 0: those of the plane
  int points_per_decade = 10;
  std::vector<std::pair<std::string, std::string>> settings;  // "bound.key" -> value
  int threads = 1;
  StopFlag stop = nullptr;
};

struct ComputedBound {
  bounds::BoundInfo info;
  std::vector<bounds::BoundCurve> curves;                     // none: it does not reach into these masses
  std::vector<std::pair<std::string, std::string>> settings;  // resolved
  double seconds = 0.0;
};

struct BoundsResult {
  bounds::Plane plane;
  std::vector<ComputedBound> bounds;
  Provenance provenance;
};

/// The plane of a request. UserError for unknown planes and charges that are all zero.
bounds::Plane plane_of(const BoundsRequest& request);
/// What can be asked for there, files of the request included. UserError for two bounds of one name.
std::vector<bounds::BoundInfo> available_bounds(const BoundsRequest& request);
/// UserError for unknown planes, bounds and settings.
BoundsResult compute_bounds(const BoundsRequest& request);

/// Tables of points (CSV: bound, curve, mass_GeV, coupling, upper), or all that is known (JSON).
std::string bounds_csv(const BoundsResult& result);
std::string bounds_json(const BoundsResult& result);
/// Writes CSV, JSON, or a figure (PDF, SVG, PNG) by the ending of the path; `force` replaces a file. Figures are drawn
/// by tridens_gallery/draw_bounds.py: Failure without a Python that has matplotlib.
void write_bounds(const BoundsResult& result, const std::string& path, bool force);
/// What write_bounds would refuse, before anything is computed: UserError for another ending, a file that is there (but
/// with `force`) or cannot be written, and a name that comes twice.
void check_bounds_outputs(const std::vector<std::string>& paths, bool force);

}  // namespace tridens::run
