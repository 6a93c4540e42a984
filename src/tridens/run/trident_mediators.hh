#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/model/model.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/trident_terms.hh"

// The mediators whose propagators the integrals of tridents must hold, and the masses at which they are made.
namespace tridens::run {

/// Dependence of a vertex on K^2 beside the propagator of its mediator, 1 at K^2 = 0.
using Numerator = std::function<double(double K2)>;

/// The mediators that a fit may meet.
struct Mediators {
  double lightest = 0.0, heaviest = 0.0;  // GeV; 0: none
  std::vector<bool> couples;              // per channel: one that may meet a mediator of these or other charges
  std::vector<Numerator> numerators;      // per channel: empty for 1
  std::vector<std::string> keys;          // per channel: what the numerator is, as text
  bool any() const { return heaviest > 0.0; }
};

/// Those of the models at the corners of the ranges of a fit. UserError when one changes its dependence on K^2 beside
/// the propagator from corner to corner.
Mediators mediators_of(const CountingSetup& setup, const std::vector<std::shared_ptr<const model::Model>>& corners);

/// Mass of a node, GeV: nodes are equally spaced in the logarithm, node 0 stands at 1 GeV.
double node_mass(int node, int per_decade);
/// Those around the masses of the mediators; none without a mediator.
std::vector<int> nodes_of(const Mediators& mediators, const TridentTermsOptions& options);

}  // namespace tridens::run
