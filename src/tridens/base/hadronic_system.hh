#pragma once

// Numbers of our own for bodies of a final state that are not in the PDG list.
namespace tridens {

/// All hadrons of a final state as one body, of whatever mass and charge.
inline constexpr int hadronic_system_pdg = 2009900010;
/// A microscopic black hole before it evaporates.
inline constexpr int black_hole_pdg = 2009900011;

}  // namespace tridens
