#pragma once
#include <map>
#include <optional>
#include <string_view>

namespace tridens::matter::detail {

struct Atom {
  int proton_number = 0;
  int mass_number = 0;  // 0: the natural composition
  auto operator<=>(const Atom&) const = default;
};
using AtomCounts = std::map<Atom, double>;

/// Reads a chemical formula such as "Bi4Ge3O12" or "Ca(OH)2" ("D" is deuterium). Nothing when the text is not
/// a formula.
std::optional<AtomCounts> parse_formula(std::string_view formula);

}  // namespace tridens::matter::detail
