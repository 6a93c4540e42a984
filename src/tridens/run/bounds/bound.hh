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
  region,       // the closed polygon of the points is excluded
  preferred,    // the band between `coupling` and `upper` is preferred
};

/// Points in a plane; masses in GeV, couplings in the unit of the plane.
struct BoundCurve {
  std::vector<double> mass, coupling;
  std::vector<double> upper = {};  // Shape::preferred
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
