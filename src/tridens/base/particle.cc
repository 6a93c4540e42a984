#include "tridens/base/particle.hh"

#include <array>
#include <cstdlib>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"

namespace tridens {
namespace {

constexpr std::array<const char*, 119> symbols = {
    "",   "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",
    "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As",
    "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
    "Sb", "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho",
    "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po",
    "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md",
    "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"};

std::string without_underscores(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != '_') result += c;
  }
  return result;
}

}  // namespace

double charged_lepton_mass(Flavour flavour) {
  switch (flavour) {
    case Flavour::electron:
      return constants::electron_mass;
    case Flavour::muon:
      return constants::muon_mass;
    case Flavour::tau:
      return constants::tau_mass;
  }
  throw Failure("no such lepton flavour", "the value is outside the enumeration");
}

int charged_lepton_pdg(Flavour flavour, bool antiparticle) {
  const int number = 11 + 2 * static_cast<int>(flavour);
  return antiparticle ? -number : number;
}

int neutrino_pdg(Flavour flavour, bool antiparticle) {
  const int number = 12 + 2 * static_cast<int>(flavour);
  return antiparticle ? -number : number;
}

int nucleus_pdg(int proton_number, int mass_number) {
  return 1000000000 + 10000 * proton_number + 10 * mass_number;
}

std::vector<Neutrino> all_neutrinos() {
  std::vector<Neutrino> result;
  for (const bool antiparticle : {false, true}) {
    for (int i = 0; i < flavour_count; ++i) result.push_back({static_cast<Flavour>(i), antiparticle});
  }
  return result;
}

Neutrino parse_neutrino(std::string_view text) {
  std::string wanted = without_underscores(text);
  if (wanted.rfind("anti-", 0) == 0) wanted = wanted.substr(5) + "bar";
  std::vector<std::string> names;
  for (const Neutrino& neutrino : all_neutrinos()) {
    if (wanted == name(neutrino) || wanted == std::to_string(neutrino.pdg())) return neutrino;
    names.push_back(name(neutrino));
  }
  unknown_name("neutrino", text, names);
}

std::string name(Flavour flavour) {
  constexpr std::array<const char*, 3> names = {"e", "mu", "tau"};
  return names.at(static_cast<size_t>(flavour));
}

std::string name(Neutrino neutrino) {
  return "nu" + name(neutrino.flavour) + (neutrino.antiparticle ? "bar" : "");
}

std::string particle_name(int pdg) {
  const int number = std::abs(pdg);
  if (number == 12 || number == 14 || number == 16) {
    return name(Neutrino{static_cast<Flavour>((number - 12) / 2), pdg < 0});
  }
  if (number == 11 || number == 13 || number == 15) {
    return name(static_cast<Flavour>((number - 11) / 2)) + (pdg > 0 ? "-" : "+");
  }
  if (pdg == 2212) return "p";
  if (pdg == 2112) return "n";
  if (pdg == 22) return "gamma";
  if (pdg == hadronic_system_pdg) return "hadrons";
  if (number > 1000000000) {
    const int proton_number = (number / 10000) % 1000;
    const int mass_number = (number / 10) % 1000;
    if (proton_number > 0 && proton_number < static_cast<int>(symbols.size())) {
      return element_symbol(proton_number) + std::to_string(mass_number);
    }
  }
  return "pdg" + std::to_string(pdg);
}

std::string element_symbol(int proton_number) {
  return symbols.at(static_cast<size_t>(proton_number));
}

int element_number(std::string_view symbol) {
  for (size_t z = 1; z < symbols.size(); ++z) {
    if (symbol == symbols[z]) return static_cast<int>(z);
  }
  return 0;
}

}  // namespace tridens
