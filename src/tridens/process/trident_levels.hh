#pragma once
#include <functional>
#include <vector>

#include "tridens/process/trident.hh"

namespace tridens::process {

/// Integrals per unit coupling of one component at one energy, by the rules of increasing fineness that a total takes
/// until two agree. Kept, they serve every vertex with the same mediator (or none).
using TridentLevels = std::vector<TridentTerms>;

/// Cross section of `vertex` at an energy, GeV, in place of the vertex that the process was made with, whose mediator
/// it must share; `levels` belongs to this component and energy and gets the integrals that are missing. UserError for
/// an energy that is not positive and finite.
CrossSection trident_cross_section(const Trident& trident, size_t component, double energy,
                                   const model::LeptonVertex& vertex, TridentLevels& levels);

/// The same with integrals from elsewhere, such as nodes that were kept: `integrals` gives them by a rule.
CrossSection trident_cross_section(const Trident& trident, size_t component, double energy,
                                   const model::LeptonVertex& vertex, TridentLevels& levels,
                                   const std::function<TridentTerms(const TridentQuadrature&)>& integrals);

/// What the quadrature of a component at an energy knows before the mediator: an integral per unit coupling is
///   scale * sum over nodes of [transverse * sigma^T(W2, Q2) + longitudinal * sigma^L(W2, Q2)].
struct TridentNodes {
  struct Node {
    double W2, Q2;                    // GeV^2
    double transverse, longitudinal;  // photon fluxes times weights
  };
  std::vector<Node> nodes;
  double scale = 0.0;
};

/// The nodes of a rule, none below threshold. UserError where a form factor reaches beyond the tables, which the
/// process must have.
TridentNodes trident_nodes(const Trident& trident, size_t component, double energy,
                           const TridentQuadrature& quadrature);

}  // namespace tridens::process
