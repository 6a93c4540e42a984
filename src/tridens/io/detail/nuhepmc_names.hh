#pragma once
#include <array>
#include <string_view>

// Codes and names of NuHepMC 1.0.0 that the writer and the checker share.
namespace tridens::io::nuhepmc {

inline constexpr int unmodelled_remnant = 2009900000;  // P.C.2

struct StatusCode {
  int id;
  std::string_view name, description;
};

/// Status of the vertices at which new particles decay.
inline constexpr int decay_vertex = 780;

inline constexpr std::array<StatusCode, 4> vertex_statuses = {{
    {1, "Primary", "the neutrino interaction"},
    {21, "NucleonSeparation", "separation of the bound nucleon from the target nucleus"},
    {22, "ElectronSeparation", "separation of the bound electron from the target atom"},
    {decay_vertex, "Decay", "decay of a new particle, at its position and time"},
}};
inline constexpr std::array<StatusCode, 6> particle_statuses = {{
    {1, "Final", "undecayed physical particle"},
    {2, "Decayed", "particle that decayed"},
    {4, "Beam", "incoming beam particle"},
    {20, "Target", "target particle; for a struck electron the nucleus of its atom"},
    {21, "StruckNucleon", "bound nucleon that takes part in the primary interaction"},
    {22, "StruckElectron", "bound electron that takes part in the primary interaction"},
}};

}  // namespace tridens::io::nuhepmc
