#pragma once
#include "tridens/model/elastic_terms.hh"

// Outgoing states that the Standard Model does not have, with the numbers that events carry.
namespace tridens::model {

/// Right-handed, sterile neutrinos have the numbers 9900012, 9900014, 9900016 of the generators' block of the PDG
/// scheme. The first is the heavy one, the second a massless one; events declare both as additional particles (NuHepMC
/// G.R.11).
inline constexpr int heavy_neutrino_pdg = 9900012;
inline constexpr int sterile_neutrino_pdg = 9900014;
/// Fermion of a dark sector: spin-1/2 dark matter of the PDG scheme.
inline constexpr int dark_fermion_pdg = 52;

/// "N" of mass m, or "Nbar" when a Dirac N is made by an antineutrino.
OutgoingState heavy_neutrino(double mass, bool antiparticle);
/// "nusterile", "nusterilebar".
OutgoingState massless_sterile(bool antiparticle);
/// "chi", "chibar".
OutgoingState dark_fermion(double mass, bool antiparticle);

}  // namespace tridens::model
