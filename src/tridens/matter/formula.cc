#include "tridens/matter/detail/formula.hh"

#include <cctype>

#include "tridens/base/particle.hh"

namespace tridens::matter::detail {
namespace {

// Recursive descent:  formula = group { group },  group = ( element | "(" formula ")" ) [ count ].
class FormulaReader {
 public:
  explicit FormulaReader(std::string_view formula) : text(formula) {}

  std::optional<AtomCounts> read() {
    AtomCounts atoms;
    if (!read_groups(atoms, 0) || position != text.size()) return std::nullopt;
    return atoms;
  }

 private:
  std::string_view text;
  size_t position = 0;

  char next() const { return position < text.size() ? text[position] : '\0'; }

  bool read_groups(AtomCounts& atoms, int depth) {
    constexpr int deepest = 8;
    if (depth > deepest) return false;
    bool any = false;
    while (position < text.size() && next() != ')') {
      if (!read_group(atoms, depth)) return false;
      any = true;
    }
    return any;
  }

  bool read_group(AtomCounts& atoms, int depth) {
    AtomCounts inner;
    if (next() == '(') {
      ++position;
      if (!read_groups(inner, depth + 1) || next() != ')') return false;
      ++position;
    } else if (!read_element(inner)) {
      return false;
    }
    int count = 1;
    if (!read_count(count)) return false;
    for (const auto& [atom, number] : inner) atoms[atom] += number * count;
    return true;
  }

  bool read_element(AtomCounts& atoms) {
    if (std::isupper(static_cast<unsigned char>(next())) == 0) return false;
    const size_t longest =
        std::islower(static_cast<unsigned char>(position + 1 < text.size() ? text[position + 1] : '\0')) != 0 ? 2 : 1;
    const std::string_view symbol = text.substr(position, longest);
    position += longest;
    if (symbol == "D") {
      atoms[{1, 2}] += 1.0;
      return true;
    }
    const int proton_number = element_number(symbol);
    if (proton_number == 0) return false;
    atoms[{proton_number, 0}] += 1.0;
    return true;
  }

  /// A count from 1 to 9999, or none.
  bool read_count(int& count) {
    constexpr size_t longest = 4;
    const size_t begin = position;
    int value = 0;
    while (std::isdigit(static_cast<unsigned char>(next())) != 0) {
      if (position - begin == longest) return false;
      value = 10 * value + (next() - '0');
      ++position;
    }
    if (position > begin) count = value;
    return count > 0;
  }
};

}  // namespace

std::optional<AtomCounts> parse_formula(std::string_view formula) {
  return FormulaReader(formula).read();
}

}  // namespace tridens::matter::detail
