#pragma once
#include <vector>

#include "tridens/math/interpolation.hh"
#include "tridens/process/trident_levels.hh"
#include "tridens/process/trident_transfer_table.hh"

// Integrals of tridents with a mediator whose mass changes: what the mass does not enter (photon flux, response of the
// target, integrals without mediator, places in the tables) is kept, so that another mass only needs its moments there.
namespace tridens::web {

/// Moments 1 and 2 of one mediator for pairs of equal leptons, in which V A vanishes.
class MediatorMoments {
 public:
  MediatorMoments(const process::TransferTable& transfers, const process::ShapeFunction& shape);

  double mass_squared() const { return mass_squared_; }  // GeV^2
  const BicubicTable& table() const { return table_; }

 private:
  double mass_squared_;
  BicubicTable table_;  // moment x (V^2, A^2 transverse, V^2, A^2 longitudinal)
};

/// Quadrature of one component at one energy by one rule.
class MediatorNodes {
 public:
  /// `standard`: the same rule without mediator.
  MediatorNodes(const process::Trident& trident, size_t component, double energy,
                const process::TridentQuadrature& quadrature, const process::TridentTerms& standard);

  /// Integrals per unit coupling, as Trident::terms() gives them with that mediator.
  process::TridentTerms terms(const MediatorMoments& moments) const;

 private:
  process::TridentTerms standard_;
  std::vector<double> x_, y_;                      // coordinates of the tables of moments
  std::vector<double> transverse_, longitudinal_;  // weights
  std::vector<double> typical_;                    // K^2, GeV^2
};

}  // namespace tridens::web
