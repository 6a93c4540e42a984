#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tridens::matter {

/// One nuclide, or a free nucleon ("p", "n": mass number 1).
struct Nuclide {
  int proton_number = 0;
  int mass_number = 0;
  double mass = 0.0;               // of the bare nucleus, GeV: atomic mass less electrons plus their binding
  double atomic_mass_u = 0.0;      // of the neutral atom (of the nucleon itself for p and n)
  double rms_charge_radius = 0.0;  // GeV^-1; 0 when no measured value is in the tables

  int neutron_number() const { return mass_number - proton_number; }
  bool is_free_nucleon() const { return mass_number == 1; }
  int pdg() const;           // 2212, 2112 or 100ZZZAAA0
  std::string name() const;  // "Ar40", "p", "n"
};

/// A nuclide by name: "Ar40", "40Ar", "ar40", "p", "n", "proton", "neutron". UserError with the nearest name.
/// "H1" is the proton with the atomic mass of hydrogen; "p" has that of the proton itself.
Nuclide nuclide(std::string_view name);
/// The same by numbers.
Nuclide nuclide(int proton_number, int mass_number);
/// Names of all nuclides of the table (those with a natural abundance and some more).
std::vector<std::string> nuclide_names();

}  // namespace tridens::matter
