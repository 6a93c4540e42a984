// Mass of the bare nucleus from the atomic mass m of AME2020:
//   M = m u - Z m_e + B_e(Z),   B_e = 14.4381 Z^2.39 + 1.55468e-6 Z^5.35 eV
// with B_e the total binding energy of the electrons: D. Lunney, J. M. Pearson, C. Thibault, Rev. Mod. Phys.
// 75 (2003) 1021, eq. A4; used by the atomic mass evaluations. Its rms error is 150 eV.

#include "tridens/matter/nuclide.hh"

#include <cctype>
#include <charconv>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/matter/detail/tables.hh"

namespace tridens::matter {
namespace {

constexpr int proton_pdg = 2212;
constexpr int neutron_pdg = 2112;

double electron_binding_energy(int proton_number) {
  const double z = proton_number;
  return (14.4381 * std::pow(z, 2.39) + 1.55468e-6 * std::pow(z, 5.35)) * units::eV;
}

double nuclear_mass(int proton_number, int mass_number, double atomic_mass_u) {
  if (proton_number == 1 && mass_number == 1) return constants::proton_mass;
  return atomic_mass_u * constants::atomic_mass_unit - proton_number * constants::electron_mass +
         electron_binding_energy(proton_number);
}

Nuclide free_nucleon(bool proton) {
  Nuclide result;
  result.proton_number = proton ? 1 : 0;
  result.mass_number = 1;
  result.mass = proton ? constants::proton_mass : constants::neutron_mass;
  result.atomic_mass_u = result.mass / constants::atomic_mass_unit;
  result.rms_charge_radius = proton ? detail::charge_radius(1, 1) : 0.0;
  return result;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

struct NameParts {
  int proton_number = 0;  // 0: not of the form of a nuclide
  int mass_number = 0;
};

/// Splits "Ar40", "40Ar", "Ar-40" or "ar40"; zeros when the text is something else.
NameParts split_name(std::string_view name) {
  std::string letters;
  std::string digits;
  int changes = 0;
  char kind = '\0';
  for (const char c : name) {
    if (c == '-') continue;
    const char now = is_letter(c) ? 'a' : (is_digit(c) ? '0' : '?');
    if (now == '?') return {};
    if (now != kind) ++changes;
    kind = now;
    (now == 'a' ? letters : digits) += c;
  }
  constexpr size_t longest = 3;
  if (changes != 2 || letters.size() > longest || digits.size() > longest) return {};
  letters = detail::lower(letters);
  letters[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(letters[0])));
  NameParts result;
  result.proton_number = element_number(letters);
  std::from_chars(digits.data(), digits.data() + digits.size(), result.mass_number);
  return result;
}

}  // namespace

int Nuclide::pdg() const {
  if (is_free_nucleon()) return proton_number == 1 ? proton_pdg : neutron_pdg;
  return nucleus_pdg(proton_number, mass_number);
}

std::string Nuclide::name() const {
  if (is_free_nucleon()) return proton_number == 1 ? "p" : "n";
  return element_symbol(proton_number) + std::to_string(mass_number);
}

Nuclide nuclide(int proton_number, int mass_number) {
  if (proton_number == 0 && mass_number == 1) return free_nucleon(false);
  const detail::Isotope* isotope = detail::find_isotope(proton_number, mass_number);
  if (isotope == nullptr) {
    throw UserError("no nuclide with Z = " + std::to_string(proton_number) + " and A = " + std::to_string(mass_number) +
                        " is known",
                    "data/nuclide/isotopes.csv holds the natural nuclides and some more",
                    "take one of those, or add a line to the table");
  }
  Nuclide result;
  result.proton_number = proton_number;
  result.mass_number = mass_number;
  result.atomic_mass_u = isotope->atomic_mass_u;
  result.mass = nuclear_mass(proton_number, mass_number, isotope->atomic_mass_u);
  result.rms_charge_radius = detail::charge_radius(proton_number, mass_number);
  return result;
}

Nuclide nuclide(std::string_view name) {
  const std::string text = detail::lower(name);
  if (text == "p" || text == "proton") return free_nucleon(true);
  if (text == "n" || text == "neutron") return free_nucleon(false);
  const NameParts parts = split_name(name);
  if (parts.proton_number > 0 && detail::find_isotope(parts.proton_number, parts.mass_number) != nullptr) {
    return nuclide(parts.proton_number, parts.mass_number);
  }
  unknown_name("nuclide", name, nuclide_names());
}

std::vector<std::string> nuclide_names() {
  std::vector<std::string> result = {"p", "n"};
  for (const detail::Isotope& isotope : detail::isotopes()) {
    result.push_back(element_symbol(isotope.proton_number) + std::to_string(isotope.mass_number));
  }
  return result;
}

}  // namespace tridens::matter
