#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Quantities with units as users write them: "5 GeV", "3.53fm", "75 t", "15 deg".
namespace tridens {

/// What a quantity measures, with the unit that the number is returned in.
enum class Dimension {
  energy,           // eV keV MeV GeV TeV PeV EeV erg -> GeV (masses and momenta too)
  energy_squared,   // eV2 MeV2 GeV2 TeV2 -> GeV2 (Q^2, squared invariant masses)
  length,           // fm cm m km GeV^-1 -> GeV^-1
  distance,         // mm cm m km pc kpc Mpc -> m
  mass,             // kg g t kt Mt Gt -> t (of a detector)
  time,             // ns us ms s min h day y -> s
  power,            // kW MW GW -> GW (thermal power of a reactor, power of a beam)
  magnetic_moment,  // muB GeV^-1 -> GeV^-1 (Bohr magnetons)
  charge_radius,    // cm2 fm2 -> cm2 (<r^2>, may be negative)
  angle,            // rad mrad deg -> rad
  area,             // fb pb cm2 -> cm2
  number,           // no unit
};

/// Parses "value unit" (blank optional). A bare number is accepted only for Dimension::number: a missing or
/// wrong unit is a UserError that lists the right ones. `what` names the quantity in messages.
double parse_quantity(std::string_view text, Dimension dimension, std::string_view what);

/// A specification "name,key=value,key=value": UserError for empty names, repeated keys or pieces without
/// '='.
struct Specification {
  std::string name;
  std::vector<std::pair<std::string, std::string>> settings;
};
Specification parse_specification(std::string_view text, std::string_view what);

}  // namespace tridens
