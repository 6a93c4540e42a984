#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/nuclide.hh"

namespace tridens::matter {

struct Constituent {
  Nuclide nuclide;
  double count = 0.0;  // nuclei of this nuclide per formula unit
};

/// What a target is made of, per formula unit: one nucleus for nuclides and elements, one molecule for
/// compounds, one average nucleus for mixtures by mass such as "standard-rock" or "glass".
struct Material {
  std::string name;
  std::string description;
  std::string unit;  // what a cross section is "per": "nucleus", "nucleon", "formula unit"
  std::vector<Constituent> constituents;

  double molar_mass() const;       // g/mol of one formula unit
  double units_per_tonne() const;  // formula units in 1e6 g
  double proton_count() const;     // per formula unit, equal to the number of electrons
  double neutron_count() const;
};

/// A target by name: a nuclide ("Ar40", "p"), a natural element ("Ar", "argon"), a chemical formula ("CH",
/// "H2O", "C3F8", "CaWO4", "Ca(OH)2"), or a named mixture or compound of data/material. A symbol with a number is a
/// nuclide wherever the table has it: "H2" is the deuteron. UserError with the nearest name.
Material material(std::string_view name);
/// Names of elements, named mixtures and usual compounds, for lists.
std::vector<std::string> material_names();

}  // namespace tridens::matter
