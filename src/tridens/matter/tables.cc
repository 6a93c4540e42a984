#include "tridens/matter/detail/tables.hh"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::matter::detail {
namespace {

Table embedded(const std::string& path) {
  return parse_table(embedded_table(path), path);
}

int integer(const Table& table, size_t row, std::string_view column) {
  return static_cast<int>(std::lround(table.number(row, table.column(column))));
}

std::string text(const Table& table, size_t row, std::string_view column) {
  return table.rows[row][table.column(column)];
}

bool comes_before(const Isotope& a, const Isotope& b) {
  return std::pair(a.proton_number, a.mass_number) < std::pair(b.proton_number, b.mass_number);
}

std::vector<Isotope> read_isotopes() {
  const Table table = embedded("data/nuclide/isotopes.csv");
  std::vector<Isotope> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    result.push_back({integer(table, row, "Z"), integer(table, row, "A"), table.number(row, table.column("mass_u")),
                      table.number(row, table.column("abundance"))});
  }
  std::sort(result.begin(), result.end(), comes_before);
  return result;
}

using Radii = std::map<std::pair<int, int>, double>;

Radii read_radii() {
  const Table table = embedded("data/nuclide/charge_radii.csv");
  Radii result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    result[{integer(table, row, "Z"), integer(table, row, "A")}] =
        table.number(row, table.column("rms_fm")) * units::fm;
  }
  return result;
}

std::vector<Element> read_elements() {
  const Table table = embedded("data/nuclide/elements.csv");
  std::vector<Element> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    result.push_back({integer(table, row, "Z"), text(table, row, "symbol"), text(table, row, "name"),
                      text(table, row, "other_name")});
  }
  return result;
}

std::vector<Compound> read_compounds() {
  const Table table = embedded("data/material/compounds.csv");
  std::vector<Compound> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    result.push_back({text(table, row, "name"), text(table, row, "formula"), text(table, row, "description")});
  }
  return result;
}

void scale_to_one(Mixture& mixture) {
  const double sum = std::accumulate(mixture.mass_fractions.begin(), mixture.mass_fractions.end(), 0.0);
  constexpr double rounding = 1e-5;  // of tables printed with six digits
  if (std::abs(sum - 1.0) > rounding) {
    throw Failure("mixture '" + mixture.name + "' is wrong",
                  "its mass fractions add up to " + std::to_string(sum) + ", not 1");
  }
  for (double& fraction : mixture.mass_fractions) fraction /= sum;
}

std::vector<Mixture> read_mixtures() {
  const Table table = embedded("data/material/mixtures.csv");
  std::vector<Mixture> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string name = text(table, row, "name");
    if (result.empty() || result.back().name != name) {
      result.push_back({name, text(table, row, "description"), {}, {}});
    }
    result.back().components.push_back(text(table, row, "component"));
    result.back().mass_fractions.push_back(table.number(row, table.column("fraction")));
  }
  for (Mixture& mixture : result) scale_to_one(mixture);
  return result;
}

}  // namespace

const std::vector<Isotope>& isotopes() {
  static const std::vector<Isotope> table = read_isotopes();
  return table;
}

const Isotope* find_isotope(int proton_number, int mass_number) {
  const std::vector<Isotope>& table = isotopes();
  const Isotope wanted{proton_number, mass_number, 0.0, 0.0};
  const auto found = std::lower_bound(table.begin(), table.end(), wanted, comes_before);
  if (found == table.end() || comes_before(wanted, *found)) return nullptr;
  return &*found;
}

std::vector<Isotope> natural_isotopes(int proton_number) {
  std::vector<Isotope> result;
  double sum = 0.0;
  for (const Isotope& isotope : isotopes()) {
    if (isotope.proton_number != proton_number || isotope.abundance <= 0.0) continue;
    result.push_back(isotope);
    sum += isotope.abundance;
  }
  for (Isotope& isotope : result) isotope.abundance /= sum;
  return result;
}

double charge_radius(int proton_number, int mass_number) {
  static const Radii table = read_radii();
  const auto found = table.find({proton_number, mass_number});
  return found == table.end() ? 0.0 : found->second;
}

const std::vector<Element>& elements() {
  static const std::vector<Element> table = read_elements();
  return table;
}

const std::vector<Compound>& compounds() {
  static const std::vector<Compound> table = read_compounds();
  return table;
}

const std::vector<Mixture>& mixtures() {
  static const std::vector<Mixture> table = read_mixtures();
  return table;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace tridens::matter::detail
