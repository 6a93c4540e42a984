#pragma once
#include <functional>
#include <string>
#include <vector>

#include "tridens/inference/likelihood.hh"

// Minima over the parameters of interest, all of them: degenerate solutions are what neutrino interactions are known
// for. A regular grid of starts, local minimisation from the best of each basin (NLopt), then the minima apart from
// each other.
namespace tridens::inference {

/// A parameter of interest.
struct Parameter {
  std::string name, unit;
  double lowest = 0.0, highest = 0.0;
  bool logarithmic = false;
};

struct Minimum {
  std::vector<double> parameters;
  Profile profile;
  bool at_edge = false;    // a parameter stands at the end of its range
  bool continuum = false;  // one of a continuum of points as good: a valley, or a parameter without effect
  bool converged = false;  // of the search over parameters and of the nuisances
};

struct MinimumOptions {
  int starts_per_parameter = 0;  // 0: 41 for one parameter, 15 for two, 7 for three, 5 beyond,
                                 // fewer where that were more than 5000 points
  double tolerance = 1e-4;       // of chi2
};

/// All local minima, best first; those closer than 1 % of the range in every parameter count as one, and so do those
/// that a valley joins, along which chi2 rises by no more than a few tolerances. `fixed` gives the value of parameters
/// that are not searched (NaN: searched). Where chi2 is infinite on the whole grid: one point that has not converged.
/// UserError for an empty or reversed range, a logarithmic range that reaches zero, more than 12 parameters to search.
std::vector<Minimum> minima(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
                            const std::vector<double>& fixed = {}, const MinimumOptions& options = {});

/// The parameters at which `minima` begins with nothing fixed: the same for all data.
std::vector<std::vector<double>> start_points(const std::vector<Parameter>& parameters,
                                              const MinimumOptions& options = {});

/// The best of them. With nothing to search: the profile at the fixed point.
Minimum best(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
             const std::vector<double>& fixed = {}, const MinimumOptions& options = {});

}  // namespace tridens::inference
