#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What one bound in a plane (mass, coupling) is: data from a release or a figure, or a calculation.
namespace tridens::run::bounds {

enum class Kind { computed, tabulated };
enum class Shape {
  upper_limit,  // couplings above `coupling` are excluded
  points,       // the same at separate masses: no curve is known
  region,       // the closed polygon of the points is excluded
  between,      // couplings between `coupling` and `upper` are excluded
  preferred,    // the band between `coupling` and `upper` is preferred
};

/// What the particle couples to where it is made and seen: what a recast to other charges keeps.
enum class Production {
  unknown,             // not recast
  muon_loop,           // the muon's own coupling twice: g-2
  muon_radiation,      // radiated off muons, seen in muons: Z, e+e- -> 4 mu
  muon_invisible,      // radiated off muons, not seen: e+e- -> mu mu + missing, muon beams
  electron_visible,    // e+e- -> gamma Z', electron beams, seen in l+ l-
  electron_invisible,  // the same, not seen
  electron_dump        // made by electrons in a dump, decays into e+ e- behind it
};

/// Points in a plane; masses in GeV, couplings in the unit of the plane.
struct BoundCurve {
  std::vector<double> mass, coupling;
  std::vector<double> upper = {};  // Shape::preferred, Shape::between
};

/// A choice that a bound takes as "key=value".
struct BoundSetting {
  std::string name, meaning, default_text;
};

/// What is known before anything is computed.
struct BoundInfo {
  std::string name, title;  // "ccfr-trident", "CCFR, numu tridents"
  std::string plane;        // "lmu-ltau", "le-lmu", "millicharge", ...: docs/bounds.md lists them
  Kind kind = Kind::computed;
  Shape shape = Shape::upper_limit;
  int year = 0;
  std::string exposure;     // luminosity, particles on target, as text with unit
  std::string confidence;   // "95 % CL", "2 sigma"
  std::string assumptions;  // inputs and choices, and what is left out
  std::vector<std::string> papers;
  bool projection = false;
  std::string formula = "";  // of a computed one
  std::vector<BoundSetting> settings = {};
  Production production = Production::unknown;
  std::string source = "";                // of the points of a tabulated one
  std::string file = "", file_text = "";  // of a tabulated one: path, and bytes for checksums
  bool own = false;                       // of a file of the user
  std::string recast_from = "";           // the plane of its file, where that is another
};

struct BoundRequest {
  double lowest_mass = 0.0, highest_mass = 0.0;  // GeV; 0: the range of the plane
  int points_per_decade = 10;
  int threads = 1;
  std::vector<std::pair<std::string, std::string>> settings = {};  // of the bound
};

struct Bound {
  BoundInfo info;
  /// Curves of the same bound (a region may have two). UserError for unknown settings.
  std::function<std::vector<BoundCurve>(const BoundRequest&)> compute;
};

}  // namespace tridens::run::bounds
