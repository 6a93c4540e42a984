#pragma once
#include "tridens/model/elastic_terms.hh"

// Outgoing states that the Standard Model does not have, with the numbers that events carry.
namespace tridens::model {

/// Right-handed, sterile neutrinos have the numbers 9900012, 9900014, 9900016 of the generators' block of the PDG
/// scheme. The first is the heavy one (N_4 where there are several), the second a massless one, the third N_5; N_6
/// takes the next of the block. Events declare them as additional particles (NuHepMC G.R.11).
inline constexpr int heavy_neutrino_pdg = 9900012;
inline constexpr int sterile_neutrino_pdg = 9900014;
inline constexpr int second_heavy_neutrino_pdg = 9900016;
inline constexpr int third_heavy_neutrino_pdg = 9900018;
/// Dark photon or Z': the number that the PDG scheme gives to Z'.
inline constexpr int dark_vector_pdg = 32;
/// Scalar of a dark sector, by analogy with that of the Higgs boson.
inline constexpr int dark_scalar_pdg = 9900025;
/// Fermion of a dark sector: spin-1/2 dark matter of the PDG scheme.
inline constexpr int dark_fermion_pdg = 52;

/// N_4, N_5, N_6 for 0, 1, 2.
int heavy_neutrino_number(int index);

/// "N" of mass m, or "Nbar" when a Dirac N is made by an antineutrino.
OutgoingState heavy_neutrino(double mass, bool antiparticle);
/// "nusterile", "nusterilebar".
OutgoingState massless_sterile(bool antiparticle);
/// "chi", "chibar".
OutgoingState dark_fermion(double mass, bool antiparticle);

}  // namespace tridens::model
