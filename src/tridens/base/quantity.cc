#include "tridens/base/quantity.hh"

#include <algorithm>
#include <array>
#include <cctype>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens {
namespace {

struct Unit {
  std::string_view name;
  Dimension dimension;
  double factor;
};

constexpr double day_s = 86400.0;
constexpr double year_s = 365.25 * day_s;
constexpr double erg = 1e-7 / 1.602176634e-10;      // GeV, exact SI
constexpr double parsec_m = 3.0856775814913673e16;  // 648000/pi au, au = 149597870700 m: IAU 2015 resolution B2
constexpr double bohr_magneton = constants::bohr_magneton;

constexpr std::array units_known = {Unit{"erg", Dimension::energy, erg},
                                    Unit{"eV", Dimension::energy, units::eV},
                                    Unit{"keV", Dimension::energy, units::keV},
                                    Unit{"MeV", Dimension::energy, units::MeV},
                                    Unit{"GeV", Dimension::energy, units::GeV},
                                    Unit{"TeV", Dimension::energy, units::TeV},
                                    Unit{"PeV", Dimension::energy, units::PeV},
                                    Unit{"EeV", Dimension::energy, 1e9},
                                    Unit{"eV2", Dimension::energy_squared, units::eV* units::eV},
                                    Unit{"MeV2", Dimension::energy_squared, units::MeV* units::MeV},
                                    Unit{"GeV2", Dimension::energy_squared, units::GeV* units::GeV},
                                    Unit{"TeV2", Dimension::energy_squared, units::TeV* units::TeV},
                                    Unit{"fm", Dimension::length, units::fm},
                                    Unit{"cm", Dimension::length, units::cm},
                                    Unit{"m", Dimension::length, units::m},
                                    Unit{"km", Dimension::length, units::km},
                                    Unit{"GeV^-1", Dimension::length, 1.0},
                                    Unit{"pc", Dimension::distance, parsec_m},
                                    Unit{"mm", Dimension::distance, 1e-3},
                                    Unit{"cm", Dimension::distance, 1e-2},
                                    Unit{"m", Dimension::distance, 1.0},
                                    Unit{"km", Dimension::distance, 1e3},
                                    Unit{"kpc", Dimension::distance, 1e3 * parsec_m},
                                    Unit{"Mpc", Dimension::distance, 1e6 * parsec_m},
                                    Unit{"g", Dimension::mass, 1e-6},
                                    Unit{"kg", Dimension::mass, 1e-3},
                                    Unit{"t", Dimension::mass, 1.0},
                                    Unit{"kt", Dimension::mass, 1e3},
                                    Unit{"Mt", Dimension::mass, 1e6},
                                    Unit{"Gt", Dimension::mass, 1e9},
                                    Unit{"ns", Dimension::time, 1e-9},
                                    Unit{"us", Dimension::time, 1e-6},
                                    Unit{"ms", Dimension::time, 1e-3},
                                    Unit{"s", Dimension::time, 1.0},
                                    Unit{"min", Dimension::time, 60.0},
                                    Unit{"h", Dimension::time, 3600.0},
                                    Unit{"day", Dimension::time, day_s},
                                    Unit{"y", Dimension::time, year_s},
                                    Unit{"kW", Dimension::power, 1e-6},
                                    Unit{"MW", Dimension::power, 1e-3},
                                    Unit{"GW", Dimension::power, 1.0},
                                    Unit{"muB", Dimension::magnetic_moment, bohr_magneton},
                                    Unit{"GeV^-1", Dimension::magnetic_moment, 1.0},
                                    Unit{"cm2", Dimension::charge_radius, 1.0},
                                    Unit{"fm2", Dimension::charge_radius, 1e-26},
                                    Unit{"rad", Dimension::angle, 1.0},
                                    Unit{"mrad", Dimension::angle, 1e-3},
                                    Unit{"deg", Dimension::angle, units::degree},
                                    Unit{"fb", Dimension::area, 1e-39},
                                    Unit{"pb", Dimension::area, 1e-36},
                                    Unit{"cm2", Dimension::area, 1.0}};

std::vector<std::string> unit_names(Dimension dimension) {
  std::vector<std::string> result;
  for (const Unit& unit : units_known) {
    if (unit.dimension == dimension) result.emplace_back(unit.name);
  }
  return result;
}

/// Where the number ends and the unit begins.
size_t unit_position(std::string_view text) {
  size_t position = 0;
  const auto at = [&](size_t i) { return i < text.size() ? text[i] : '\0'; };
  const auto digit = [&](size_t i) { return std::isdigit(static_cast<unsigned char>(at(i))) != 0; };
  if (at(position) == '+' || at(position) == '-') ++position;
  while (digit(position) || at(position) == '.') ++position;
  if (at(position) == 'e' || at(position) == 'E') {
    size_t exponent = position + 1;
    if (at(exponent) == '+' || at(exponent) == '-') ++exponent;
    if (digit(exponent)) {
      while (digit(exponent)) ++exponent;
      position = exponent;
    }
  }
  return position;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

}  // namespace

double parse_quantity(std::string_view text, Dimension dimension, std::string_view what) {
  const std::string_view trimmed = without_blanks(text);
  const size_t position = unit_position(trimmed);
  const std::string_view unit_text = without_blanks(trimmed.substr(position));
  if (position == 0) {
    throw UserError(std::string(what) + " is '" + std::string(text) + "'", "it must begin with a finite number",
                    dimension == Dimension::number ? "write it like 1.5 or 1.5e-3" : "write a number and its unit");
  }
  const double value = parse_number(trimmed.substr(0, position), what);
  if (dimension == Dimension::number) {
    if (unit_text.empty()) return value;
    throw UserError(std::string(what) + " '" + std::string(text) + "' has a unit", "it is a plain number",
                    "leave out '" + std::string(unit_text) + "'");
  }
  for (const Unit& unit : units_known) {
    if (unit.dimension == dimension && unit.name == unit_text) return value * unit.factor;
  }
  const std::vector<std::string> names = unit_names(dimension);
  if (!unit_text.empty()) unknown_name("unit of " + std::string(what), unit_text, names);
  throw UserError(std::string(what) + " '" + std::string(text) + "' has no unit", "bare numbers are not guessed",
                  "write for example '" + std::string(trimmed) + " " + names[names.size() / 2] + "'");
}

Specification parse_specification(std::string_view text, std::string_view what) {
  Specification result;
  size_t begin = 0;
  bool first = true;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string piece(without_blanks(text.substr(begin, end - begin)));
    begin = end + 1;
    if (first) {
      result.name = piece;
      first = false;
      continue;
    }
    const size_t equals = piece.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UserError(std::string(what) + " '" + std::string(text) + "' has the piece '" + piece + "'",
                      "settings are written key=value", "for example 'fermi2,c=3.53fm,a=0.542fm'");
    }
    const std::string key(without_blanks(std::string_view(piece).substr(0, equals)));
    const auto same = [&](const auto& setting) { return setting.first == key; };
    if (std::any_of(result.settings.begin(), result.settings.end(), same)) {
      throw UserError(std::string(what) + " gives '" + key + "' twice", "each key has one value", "keep one of them");
    }
    result.settings.emplace_back(key, std::string(without_blanks(std::string_view(piece).substr(equals + 1))));
  }
  if (result.name.empty()) {
    throw UserError(std::string(what) + " is empty", "a name is needed first", "write 'name' or 'name,key=value'");
  }
  return result;
}

}  // namespace tridens
