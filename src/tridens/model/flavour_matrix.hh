#pragma once
#include <array>
#include <complex>

namespace tridens::model {

/// [b][a]: from the flavour a to the flavour b, in the order e, mu, tau.
using FlavourMatrix = std::array<std::array<std::complex<double>, 3>, 3>;

}  // namespace tridens::model
