// Reads the spectra per fission. A fit is exp(sum_k a_k E^k) within its range; a table is linear or logarithmic between
// its points, as its header says; a set names one of them for each isotope.

#include "tridens/flux/detail/reactor_spectra.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::flux::detail {
namespace {

constexpr double node_error = 1e-5;

Table read(const std::string& name) {
  const std::string path = "data/reactor/" + name + ".csv";
  return parse_table(embedded_table(path), path);
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> result;
  for (const auto& row : table.rows) result.push_back(row[table.column("name")]);
  return result;
}

size_t row_of(const Table& table, const std::string& name, std::string_view kind) {
  const std::vector<std::string> names = names_of(table);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) unknown_name(kind, name, names);
  return static_cast<size_t>(found - names.begin());
}

PerIsotope values_of(const Table& table, size_t row) {
  PerIsotope result{};
  for (size_t i = 0; i < isotope_count; ++i) result[i] = table.number(row, table.column(isotope_names()[i]));
  return result;
}

/// No fit is published there; a summation over the decays (spectrum summation) gives more (docs/reactor_solar.md).
constexpr double end_of_continued_fits = 10.0 * units::MeV;

BrokenLine fit(const Table& table, size_t row, AboveFit above) {
  std::array<double, 6> a{};
  for (size_t k = 0; k < a.size(); ++k) a[k] = table.number(row, table.column(fmt::format("a{}", k)));
  const auto density = [a](double energy) {
    const double x = energy / units::MeV;
    double exponent = 0.0;
    for (size_t k = a.size(); k-- > 0;) exponent = exponent * x + a[k];
    return std::exp(exponent) / units::MeV;
  };
  const double from = table.number(row, table.column("E_low_MeV")) * units::MeV;
  double to = table.number(row, table.column("E_high_MeV")) * units::MeV;
  if (above == AboveFit::continued) to = std::max(to, end_of_continued_fits);
  return refined(density, from, to, node_error);
}

BrokenLine fit(const std::string& name, const std::string& isotope, AboveFit above) {
  const Table table = read("polynomials");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row];
    if (cells[table.column("name")] == name && cells[table.column("isotope")] == isotope) return fit(table, row, above);
  }
  throw Failure(fmt::format("{} has no fit {} of {}", table.origin, name, isotope), "sets.csv asks for it");
}

BrokenLine points(const Table& table, const std::string& column) {
  BrokenLine line;
  const size_t index = table.column(column);
  const size_t energy = table.column("E_MeV");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][index].empty()) continue;
    line.energies.push_back(table.number(row, energy) * units::MeV);
    line.values.push_back(table.number(row, index) / units::MeV);
  }
  return line;
}

/// Nodes between the points of a table that is straight in the logarithm.
BrokenLine logarithmic(const BrokenLine& table) {
  BrokenLine line{{table.energies.front()}, {table.values.front()}};
  for (size_t i = 1; i < table.energies.size(); ++i) {
    const double ratio = std::log(table.values[i] / table.values[i - 1]);
    const double pieces = std::max(1.0, std::ceil(std::abs(ratio) / std::sqrt(8.0 * node_error)));
    for (double k = 1.0; k <= pieces; ++k) {
      const double width = table.energies[i] - table.energies[i - 1];
      line.energies.push_back(k == pieces ? table.energies[i] : table.energies[i - 1] + width * k / pieces);
      line.values.push_back(table.values[i - 1] * std::exp(ratio * k / pieces));
    }
  }
  return line;
}

BrokenLine tabulated(const Table& table, const std::string& column) {
  const BrokenLine line = points(table, column);
  return table.header_value("interpolation") == "logarithmic" ? logarithmic(line) : line;
}

void append(std::string& text, const std::string& more) {
  if (more.empty() || text.find(more) != std::string::npos) return;
  text += (text.empty() ? "" : "; ") + more;
}

std::string table_of(BelowTable below) {
  return below == BelowTable::vogel_engel ? "vogel-engel-low" : "bestiole";
}

}  // namespace

const std::array<std::string, isotope_count>& isotope_names() {
  static const std::array<std::string, isotope_count> names = {"u235", "u238", "pu239", "pu241"};
  return names;
}

std::vector<std::string> reactor_sets() {
  return names_of(read("sets"));
}

std::vector<std::string> reactor_energy_sets() {
  return names_of(read("fission_energies"));
}

std::vector<std::string> reactor_fraction_names() {
  return names_of(read("fractions"));
}

std::string reactor_set_title(const std::string& set) {
  const Table table = read("sets");
  return table.rows[row_of(table, set, "reactor spectrum")][table.column("title")];
}

PerIsotope reactor_energies_MeV(const std::string& name) {
  const Table table = read("fission_energies");
  return values_of(table, row_of(table, name, "set of energies per fission"));
}

PerIsotope reactor_fractions(const std::string& name) {
  const Table table = read("fractions");
  return values_of(table, row_of(table, name, "set of fission fractions"));
}

FissionSpectrum fission_spectrum(const std::string& set, size_t isotope, BelowTable below, AboveFit above) {
  const Table sets = read("sets");
  const std::string& name = isotope_names().at(isotope);
  const std::string where = sets.rows[row_of(sets, set, "reactor spectrum")][sets.column(name)];
  if (where.empty()) {
    throw UserError(fmt::format("the reactor spectra '{}' have no {}", set, name), "their paper does not give it",
                    "set its fraction to 0, or take another spectrum");
  }
  const size_t colon = where.find(':');
  const std::string origin = where.substr(colon + 1);
  const bool is_fit = where.substr(0, colon) == "fit";
  const Table table = read(is_fit ? "polynomials" : origin);
  FissionSpectrum result;
  result.line = is_fit ? fit(origin, name, above) : tabulated(table, name);
  append(result.source,
         is_fit ? fmt::format("{} (fits of {})", table.header_value("source"), origin) : table.header_value("source"));
  append(result.problems, table.header_value_or_empty("problems"));
  if (is_fit && above == AboveFit::continued) append(result.problems, "the fits are continued from 8 to 10 MeV");
  if (below != BelowTable::none) {
    const Table low = read(table_of(below));
    const double joint = result.line.energies.front();
    result.line = joined(tabulated(low, name), result.line);
    if (result.line.energies.front() < joint) {
      append(result.source, low.header_value("source"));
      append(result.problems, low.header_value_or_empty("problems"));
    }
  }
  result.line = closed(std::move(result.line));
  return result;
}

FissionSpectrum capture_spectrum() {
  const Table table = read("capture");
  const BrokenLine both = sum({{1.0, closed(points(table, "u239"))}, {1.0, closed(points(table, "np239"))}});
  return {both, table.header_value("source"), table.header_value_or_empty("problems")};
}

}  // namespace tridens::flux::detail
