#pragma once

namespace tridens {

/// All hadrons of a final state as one body, of whatever mass and charge: a number of our own, outside of the PDG list.
inline constexpr int hadronic_system_pdg = 2009900010;

}  // namespace tridens
