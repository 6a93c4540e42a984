#include "tridens/matter/pauli_blocking.hh"

#include <cmath>

namespace tridens::matter {

double PauliBlocking::factor(double Q2, double nucleon_mass) const {
  const double momentum = std::sqrt(Q2 * (1.0 + Q2 / (4.0 * nucleon_mass * nucleon_mass)));
  if (momentum >= 2.0 * fermi_momentum) return 1.0;
  const double x = momentum / (2.0 * fermi_momentum);
  return x * (1.5 - 0.5 * x * x);
}

}  // namespace tridens::matter
