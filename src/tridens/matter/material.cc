#include "tridens/matter/material.hh"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/matter/detail/formula.hh"
#include "tridens/matter/detail/tables.hh"

namespace tridens::matter {
namespace {

using detail::AtomCounts;

void add(std::vector<Constituent>& constituents, const Nuclide& nuclide, double count) {
  for (Constituent& constituent : constituents) {
    const bool same = constituent.nuclide.proton_number == nuclide.proton_number &&
                      constituent.nuclide.mass_number == nuclide.mass_number;
    if (same) {
      constituent.count += count;
      return;
    }
  }
  constituents.push_back({nuclide, count});
}

void add_element(std::vector<Constituent>& constituents, int proton_number, double count) {
  const std::vector<detail::Isotope> isotopes = detail::natural_isotopes(proton_number);
  if (isotopes.empty()) {
    const std::string symbol = detail::elements()[static_cast<size_t>(proton_number - 1)].symbol;
    throw UserError("element " + symbol + " has no natural composition", "all its isotopes are short-lived",
                    "name a nuclide instead");
  }
  for (const detail::Isotope& isotope : isotopes) {
    add(constituents, nuclide(proton_number, isotope.mass_number), count * isotope.abundance);
  }
}

std::vector<Constituent> expand(const AtomCounts& atoms) {
  std::vector<Constituent> result;
  for (const auto& [atom, count] : atoms) {
    if (atom.mass_number > 0) {
      add(result, nuclide(atom.proton_number, atom.mass_number), count);
    } else {
      add_element(result, atom.proton_number, count);
    }
  }
  return result;
}

double mass_of(const std::vector<Constituent>& constituents) {
  double sum = 0.0;
  for (const Constituent& constituent : constituents) {
    sum += constituent.count * constituent.nuclide.atomic_mass_u;
  }
  return sum;
}

Material mixture(const detail::Mixture& recipe) {
  Material result{recipe.name, recipe.description, "nucleus", {}};
  double nuclei = 0.0;
  for (size_t i = 0; i < recipe.components.size(); ++i) {
    const Material component = material(recipe.components[i]);
    const double moles = recipe.mass_fractions[i] / component.molar_mass();
    for (const Constituent& constituent : component.constituents) {
      add(result.constituents, constituent.nuclide, moles * constituent.count);
      nuclei += moles * constituent.count;
    }
  }
  for (Constituent& constituent : result.constituents) constituent.count /= nuclei;
  return result;
}

std::optional<Material> as_nuclide(std::string_view name) {
  const std::string text = detail::lower(name);
  // "n" and "p" are nucleons; "N" and "P" are elements.
  const bool nucleon = name == "p" || name == "n" || text == "proton" || text == "neutron";
  const bool has_digit = std::any_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c); });
  if (!nucleon && !has_digit) return std::nullopt;
  try {
    const Nuclide found = nuclide(name);
    const std::string what =
        nucleon ? "free " + std::string(found.proton_number == 1 ? "proton" : "neutron") : "nuclide " + found.name();
    return Material{std::string(name), what, nucleon ? "nucleon" : "nucleus", {{found, 1.0}}};
  } catch (const UserError&) {
    return std::nullopt;
  }
}

std::optional<Material> as_element(std::string_view name) {
  const std::string text = detail::lower(name);
  for (const detail::Element& element : detail::elements()) {
    const bool named = text == detail::lower(element.name) ||
                       (!element.other_name.empty() && text == detail::lower(element.other_name));
    if (name != element.symbol && !named) continue;
    Material result{std::string(name), "natural " + element.name, "nucleus", {}};
    add_element(result.constituents, element.proton_number, 1.0);
    return result;
  }
  if (text == "d" || text == "deuterium") {
    return Material{std::string(name), "nuclide H2", "nucleus", {{nuclide(1, 2), 1.0}}};
  }
  return std::nullopt;
}

std::optional<Material> as_compound(std::string_view name) {
  for (const detail::Compound& compound : detail::compounds()) {
    if (name != compound.name && detail::lower(name) != detail::lower(compound.name)) continue;
    const auto atoms = detail::parse_formula(compound.formula);
    if (!atoms) throw Failure("compound '" + compound.name + "' is wrong", "its formula cannot be read");
    const bool plain = compound.name == compound.formula;
    const std::string what = plain ? compound.description : compound.description + ", " + compound.formula;
    return Material{std::string(name), what, "formula unit", expand(*atoms)};
  }
  return std::nullopt;
}

/// "Ar41" would be 41 argon atoms: a single element with a count as large as a mass number is a wrong
/// nuclide.
bool looks_like_a_nuclide(const AtomCounts& atoms) {
  return atoms.size() == 1 && atoms.begin()->second >= atoms.begin()->first.proton_number &&
         atoms.begin()->second > 1.0;
}

std::optional<Material> as_formula(std::string_view name) {
  const auto atoms = detail::parse_formula(name);
  if (!atoms || looks_like_a_nuclide(*atoms)) return std::nullopt;
  return Material{std::string(name), "compound " + std::string(name), "formula unit", expand(*atoms)};
}

}  // namespace

double Material::molar_mass() const {
  return mass_of(constituents);
}

double Material::units_per_tonne() const {
  constexpr double grams_per_tonne = 1e6;
  return grams_per_tonne / molar_mass() * constants::avogadro_per_mol;
}

double Material::proton_count() const {
  double sum = 0.0;
  for (const Constituent& c : constituents) sum += c.count * c.nuclide.proton_number;
  return sum;
}

double Material::neutron_count() const {
  double sum = 0.0;
  for (const Constituent& c : constituents) sum += c.count * c.nuclide.neutron_number();
  return sum;
}

Material material(std::string_view name) {
  if (auto found = as_nuclide(name)) return *found;
  if (auto found = as_element(name)) return *found;
  for (const detail::Mixture& recipe : detail::mixtures()) {
    if (recipe.name == name) return mixture(recipe);
  }
  if (auto found = as_compound(name)) return *found;
  if (auto found = as_formula(name)) return *found;
  if (name == "isoscalar") {
    throw UserError("unknown target material 'isoscalar'", "it is an average of nucleons, no material",
                    "give D, one proton and one neutron, and divide cross sections by two");
  }
  std::vector<std::string> candidates = material_names();
  for (std::string& nuclide_name : nuclide_names()) candidates.push_back(std::move(nuclide_name));
  unknown_name("target material", name, candidates);
}

std::vector<std::string> material_names() {
  std::vector<std::string> result = {"p", "n"};
  for (const detail::Mixture& recipe : detail::mixtures()) result.push_back(recipe.name);
  for (const detail::Compound& compound : detail::compounds()) result.push_back(compound.name);
  for (const detail::Element& element : detail::elements()) {
    if (detail::natural_isotopes(element.proton_number).empty()) continue;
    result.push_back(element.symbol);
    result.push_back(element.name);
  }
  return result;
}

}  // namespace tridens::matter
