#pragma once
#include <string>
#include <string_view>
#include <vector>

// The tables of data/nuclide and data/material, parsed once.
namespace tridens::matter::detail {

struct Isotope {
  int proton_number = 0;
  int mass_number = 0;
  double atomic_mass_u = 0.0;
  double abundance = 0.0;  // fraction of atoms; 0 when not natural
};

/// Sorted by proton and mass number.
const std::vector<Isotope>& isotopes();
/// nullptr when the table does not hold it.
const Isotope* find_isotope(int proton_number, int mass_number);
/// Natural isotopes of an element with abundances scaled to the sum 1; empty when it has none.
std::vector<Isotope> natural_isotopes(int proton_number);

/// Measured rms charge radius in GeV^-1, 0 when there is none.
double charge_radius(int proton_number, int mass_number);

struct Element {
  int proton_number = 0;
  std::string symbol, name, other_name;
};
const std::vector<Element>& elements();

struct Compound {
  std::string name, formula, description;
};
const std::vector<Compound>& compounds();

struct Mixture {
  std::string name, description;
  std::vector<std::string> components;
  std::vector<double> mass_fractions;  // sum 1
};
const std::vector<Mixture>& mixtures();

/// Lower case of ASCII letters.
std::string lower(std::string_view text);

}  // namespace tridens::matter::detail
