#pragma once
#include <string>
#include <string_view>
#include <vector>

// Particles by their PDG number (Monte Carlo numbering scheme, PDG 2022).
namespace tridens {

enum class Flavour { electron = 0, muon = 1, tau = 2 };
inline constexpr int flavour_count = 3;

/// Mass of the charged lepton of a flavour, GeV.
double charged_lepton_mass(Flavour flavour);
/// PDG number of the charged lepton: 11, 13, 15; negative for the positive lepton.
int charged_lepton_pdg(Flavour flavour, bool antiparticle = false);
/// PDG number of the neutrino: 12, 14, 16; negative for the antineutrino.
int neutrino_pdg(Flavour flavour, bool antiparticle = false);
/// PDG number of a nucleus, 100ZZZAAA0. A free proton is 2212, a free neutron 2112.
int nucleus_pdg(int proton_number, int mass_number);

struct Neutrino {
  Flavour flavour = Flavour::muon;
  bool antiparticle = false;
  int pdg() const { return neutrino_pdg(flavour, antiparticle); }
  bool operator==(const Neutrino&) const = default;
};

/// Reads nue, numu, nutau, nuebar, numubar, nutaubar (also anti-numu, nu_mu, and PDG numbers).
/// Throws UserError with the nearest name.
Neutrino parse_neutrino(std::string_view text);
/// All six in the order nue, numu, nutau, nuebar, numubar, nutaubar.
std::vector<Neutrino> all_neutrinos();

/// "nue", "numubar", "e-", "mu+", "p", "n", "Ar40", "gamma": the names used in cards and tables.
std::string particle_name(int pdg);
std::string name(Neutrino neutrino);
/// "e", "mu", "tau".
std::string name(Flavour flavour);

/// Symbol of a chemical element, 1 <= proton_number <= 118, and back (0 when unknown).
std::string element_symbol(int proton_number);
int element_number(std::string_view symbol);

}  // namespace tridens
