#pragma once
#include <functional>

namespace tridens::model {

/// Vertex of a neutrino current with a charged-lepton current at momentum transfer K^2 = -(k1-k2)^2,
///   L = -(G_F/sqrt2) [nubar gamma^tau (1-g5) nu] [lbar gamma_tau (V - A g5) l],
///   V(K^2) = V + V_mediator shape(K^2),  A(K^2) = A + A_mediator shape(K^2)       (1902.08579 eq. 2.8).
/// shape carries the propagator 1/(K^2 + M^2), in GeV^-2, and anything else that varies with K^2.
struct LeptonVertex {
  double V = 0.0, A = 0.0;
  double V_mediator = 0.0, A_mediator = 0.0;  // GeV^2
  double mediator_mass = -1.0;                // GeV; negative: no mediator couples here
  std::function<double(double K2)> shape;     // empty when none does
  bool has_mediator() const { return static_cast<bool>(shape); }
  double vector_at(double K2) const { return has_mediator() ? V + V_mediator * shape(K2) : V; }
  double axial_at(double K2) const { return has_mediator() ? A + A_mediator * shape(K2) : A; }
};

}  // namespace tridens::model
