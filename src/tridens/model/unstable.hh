#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/math/four_vector.hh"
#include "tridens/model/vector_spin.hh"

// Particles that decay after they were made, as events need them: modes with shares and matrix elements. A chain is a
// list of them: products that are in the list too decay in their turn.
namespace tridens::model {

/// |M|^2 of a three-body decay, up to a constant factor.
class ThreeBodyMatrixElement {
 public:
  virtual ~ThreeBodyMatrixElement() = default;
  /// In the rest frame of the parent; `products` in the order of the mode. `axis`: the direction along which the parent
  /// has spin projection `helicity`/2 (-1, +1; 0: unpolarised), a unit vector in `axis.x, y, z`.
  virtual double squared(const FourVector* products, const FourVector& axis, double helicity) const = 0;
  /// Not below any value of squared().
  virtual double largest() const = 0;
};

struct UnstableMode {
  std::string name;            // "nu e- e+"
  std::vector<int> products;   // PDG numbers, two or three; a neutrino first where there is one
  std::vector<double> masses;  // GeV, of the products
  double branching = 0.0;
  /// Two bodies: dGamma/dcos = Gamma/2 (1 + helicity x asymmetry x cos), cos the angle of the *first* product to the
  /// flight direction of the parent, in its rest frame.
  double asymmetry = 0.0;
  std::shared_ptr<const ThreeBodyMatrixElement> matrix_element = nullptr;  // three bodies; null: phase space
  /// Two bodies of which the second is a vector: what the decay leaves of its spin; absent: it is not polarised.
  std::optional<VectorEmissionSpin> vector_spin = std::nullopt;
  /// Two bodies of a polarised vector: shares by the projection +1, 0, -1 of its spin on the direction of the first
  /// product, in its rest frame.
  std::array<double, 3> spin_shares = {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
};

struct UnstableParticle {
  int pdg = 0;
  std::string name;
  double mass = 0.0, width = 0.0;   // GeV, the total width
  std::vector<UnstableMode> modes;  // branchings add up to 1
};

}  // namespace tridens::model
