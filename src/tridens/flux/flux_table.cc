// Reads a flux from a table; docs/formats.md describes the format. Inside, a spectrum is in neutrinos/cm2/GeV
// per unit of exposure (absolute) or has the integral 1 (shape only).

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/detail/unit.hh"
#include "tridens/flux/flux.hh"

namespace tridens::flux {
namespace {

struct Content {
  Spectrum::Kind kind = Spectrum::Kind::histogram;
  bool per_bin = false;
  Normalisation normalisation = Normalisation::absolute;
  detail::FluxUnit unit;
};

[[noreturn]] void refuse(const Table& table, const std::string& problem, const std::string& why,
                         const std::string& suggestion) {
  throw UserError(fmt::format("flux table {}: {}", table.origin, problem), why, suggestion);
}

/// One of two words of the header; true for the first.
bool choice(const Table& table, const std::string& key, const char* first, const char* second) {
  const std::string& value = table.header_value(key);
  if (value == first) return true;
  if (value == second) return false;
  refuse(table, fmt::format("'{}' is '{}'", key, value), fmt::format("it is either '{}' or '{}'", first, second),
         "correct the header");
}

void check_unit(const Table& table, const Content& content) {
  const std::string& text = table.header_value("unit");
  if (content.per_bin == (content.unit.energy_width > 0.0)) {
    refuse(table, fmt::format("content and unit '{}' contradict each other", text),
           "a density is per energy, a content per bin is not", "correct 'content' or 'unit'");
  }
  const bool absolute = content.normalisation == Normalisation::absolute;
  if (absolute && (!content.unit.has_area || content.unit.exposure_unit.empty())) {
    refuse(table, fmt::format("the unit '{}' is not absolute", text), "an absolute flux is per area and per exposure",
           "complete the unit, or say 'shape_only'");
  }
  if (absolute && table.header_value("exposure_unit") != content.unit.exposure_unit) {
    refuse(table, fmt::format("exposure_unit '{}' is not that of the unit", table.header_value("exposure_unit")),
           fmt::format("'{}' is per {}", text, content.unit.exposure_unit), "make the two agree");
  }
}

Content read_content(const Table& table) {
  Content content;
  const bool histogram = choice(table, "kind", "histogram", "points");
  content.kind = histogram ? Spectrum::Kind::histogram : Spectrum::Kind::points;
  content.per_bin = !choice(table, "content", "density", "per_bin");
  const bool absolute = choice(table, "normalisation", "absolute", "shape_only");
  content.normalisation = absolute ? Normalisation::absolute : Normalisation::shape_only;
  content.unit = detail::parse_flux_unit(table.header_value("unit"), table.origin);
  if (content.per_bin && !histogram) {
    refuse(table, "points hold a content per bin", "points have no width", "say 'histogram' and give bin edges");
  }
  check_unit(table, content);
  return content;
}

void check_increasing(const Table& table, const std::vector<double>& energies) {
  if (energies.size() < 2) refuse(table, "there are too few rows", "a spectrum needs an interval", "add rows");
  if (energies.front() < 0.0) refuse(table, "an energy is negative", "energies begin at 0", "correct the table");
  for (size_t i = 1; i < energies.size(); ++i) {
    if (!(energies[i] > energies[i - 1])) {
      refuse(table, fmt::format("energies do not increase at {:g} GeV", energies[i]),
             "rows are sorted and bins have a width", "sort the rows");
    }
  }
}

std::vector<double> read_edges(const Table& table) {
  const std::vector<double> low = table.numbers("E_low_GeV");
  const std::vector<double> high = table.numbers("E_high_GeV");
  std::vector<double> edges;
  for (size_t i = 0; i < low.size(); ++i) {
    // Edges of neighbours are the same number, or differ by the rounding of the last digit printed.
    const bool gap = i > 0 && std::abs(low[i] - high[i - 1]) > 1e-9 * std::abs(low[i]);
    if (gap) {
      refuse(table, fmt::format("bins do not touch at {:g} GeV", low[i]),
             fmt::format("the bin before ends at {:g} GeV", high[i - 1]), "give contiguous bins");
    }
    edges.push_back(low[i]);
  }
  if (!high.empty()) edges.push_back(high.back());
  return edges;
}

/// A histogram from the shared edges.
Spectrum read_histogram(const Table& table, const std::string& column, const Content& content,
                        const std::vector<double>& edges) {
  Spectrum spectrum{Spectrum::Kind::histogram, edges, table.numbers(column)};
  for (size_t i = 0; i < spectrum.density.size(); ++i) {
    const double width = content.per_bin ? edges[i + 1] - edges[i] : content.unit.energy_width;
    spectrum.density[i] *= content.unit.to_canonical / width;
  }
  return spectrum;
}

/// Points; an empty cell says that the species is not given at that energy.
Spectrum read_points(const Table& table, const std::string& column, const Content& content) {
  Spectrum spectrum{Spectrum::Kind::points, {}, {}};
  const size_t energy = table.column("E_GeV");
  const size_t index = table.column(column);
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][index].empty()) continue;
    spectrum.energies.push_back(table.number(row, energy));
    spectrum.density.push_back(table.number(row, index) * content.unit.to_canonical / content.unit.energy_width);
  }
  check_increasing(table, spectrum.energies);
  return spectrum;
}

void check_and_normalise(const Table& table, const std::string& column, const Content& content, Spectrum& spectrum) {
  for (const double value : spectrum.density) {
    if (value < 0.0) refuse(table, fmt::format("{} is negative", column), "a flux is not", "correct the table");
  }
  const double integral = spectrum.integral();
  if (!(integral > 0.0) || !std::isfinite(integral)) {
    refuse(table, fmt::format("the integral of {} is {:g}", column, integral),
           "a species that the source does not give is left out", "remove the column or correct it");
  }
  if (content.normalisation == Normalisation::absolute) return;
  for (double& value : spectrum.density) value /= integral;
}

void read_species(const Table& table, const Content& content, Flux& flux) {
  const bool histogram = content.kind == Spectrum::Kind::histogram;
  std::vector<double> edges;
  if (histogram) {
    edges = read_edges(table);
    check_increasing(table, edges);
  } else {
    check_increasing(table, table.numbers("E_GeV"));
  }
  for (const std::string& column : table.columns) {
    const bool energy = histogram ? column == "E_low_GeV" || column == "E_high_GeV" : column == "E_GeV";
    if (energy) continue;
    const Neutrino neutrino = parse_neutrino(column);
    if (flux.has(neutrino)) {
      refuse(table, fmt::format("{} comes twice", column), "one column per species", "remove one");
    }
    Spectrum spectrum = histogram ? read_histogram(table, column, content, edges) : read_points(table, column, content);
    check_and_normalise(table, column, content, spectrum);
    flux.spectra[neutrino.pdg()] = std::move(spectrum);
  }
  if (flux.spectra.empty()) {
    refuse(table, "there is no neutrino", "columns are named nue, numu, nutau, nuebar, numubar, nutaubar",
           "add a column");
  }
}

}  // namespace

Flux flux_from_table(const Table& table, std::string name) {
  const Content content = read_content(table);
  Flux flux;
  flux.name = std::move(name);
  flux.title = table.header_value("title");
  flux.source = table.header_value("source");
  flux.position = table.header_value_or_empty("position");
  flux.problems = table.header_value_or_empty("problems");
  flux.licence = table.header_value_or_empty("licence");
  flux.normalisation = content.normalisation;
  if (content.normalisation == Normalisation::absolute) flux.exposure_unit = content.unit.exposure_unit;
  read_species(table, content, flux);
  return flux;
}

}  // namespace tridens::flux
