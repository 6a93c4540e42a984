// A diffuse flux from a table of the user in the format of base/table.hh: columns E_GeV, cos_zenith (from -1, below, to
// 1, above) and one per species (nue, numu, nutau, nuebar, numubar, nutaubar; those left out are zero), every energy
// with every angle. Between the nodes: straight lines in cos(zenith) of straight lines in log E and log flux (in log E
// and flux next to a zero). Angles beyond the first and last node, as far as half a step, take the value there: tables
// hold the middles of bins. The unit is "1/(cm2 s sr GeV)" or "1/(m2 s sr GeV)", in the header.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/detail/source_settings.hh"

namespace tridens::flux::detail {
namespace {

SourceInfo info() {
  SourceInfo result;
  result.name = "atmospheric-table";
  result.title = "Diffuse flux from a table in energy and zenith angle";
  result.formula = "lines in log E, log flux and cos(zenith)";
  result.parameters = {{"file", "table with the columns E_GeV, cos_zenith and one per species", ""},
                       {"scale", "factor on all of it", "1"}};
  result.papers = {"those of the table"};
  result.exposure_unit = "s";
  result.validity = "energies of the table; not a source of its own: tables over energy alone are fluxes in files";
  return result;
}

[[noreturn]] void refuse(const Table& table, const std::string& problem, const std::string& suggestion) {
  throw UserError(fmt::format("the diffuse flux '{}' cannot be used", table.origin), problem, suggestion);
}

std::vector<double> sorted_values(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

double unit_factor(const Table& table) {
  const std::string& unit = table.header_value("unit");
  if (unit == "1/(cm2 s sr GeV)") return 1.0;
  if (unit == "1/(m2 s sr GeV)") return 1e-4;
  refuse(table, fmt::format("its unit is '{}'", unit), "write '# unit: 1/(cm2 s sr GeV)' or '# unit: 1/(m2 s sr GeV)'");
}

class TabulatedDiffuse final : public DiffuseFlux {
 public:
  TabulatedDiffuse(const Table& table, double scale)
      : energies_(sorted_values(table.numbers("E_GeV"))), cosines_(sorted_values(table.numbers("cos_zenith"))) {
    check_axes(table);
    const double unit = scale * unit_factor(table);
    const std::vector<size_t> places = places_of_rows(table);
    bool any = false;
    for (const Neutrino neutrino : all_neutrinos()) {
      if (!table.has_column(tridens::name(neutrino))) continue;
      any = true;
      std::vector<double>& values = values_[index(neutrino)];
      values.assign(energies_.size() * cosines_.size(), 0.0);
      const std::vector<double> column = table.numbers(tridens::name(neutrino));
      for (size_t row = 0; row < column.size(); ++row) {
        if (column[row] < 0.0) {
          refuse(table, fmt::format("row {} has a negative flux", row + 1), "correct this row");
        }
        values[places[row]] = unit * column[row];
      }
    }
    if (!any) refuse(table, "it has no species", "name the columns nue, numu, nutau, nuebar, numubar, nutaubar");
    choices_ = {{"table", table.origin},
                {"title", table.header_value_or_empty("title")},
                {"source", table.header_value_or_empty("source")},
                {"scale", fmt::format("{:g}", scale)}};
  }

  double at(Neutrino neutrino, double energy, double cos_zenith) const override {
    const std::vector<double>& values = values_[index(neutrino)];
    if (values.empty() || !(energy >= energies_.front()) || energy > energies_.back()) return 0.0;
    const double inside = std::clamp(cos_zenith, cosines_.front(), cosines_.back());
    const size_t j = below(cosines_, inside);
    const double share = (inside - cosines_[j]) / (cosines_[j + 1] - cosines_[j]);
    return (1.0 - share) * along_energy(values, j, energy) + share * along_energy(values, j + 1, energy);
  }
  double lowest_energy() const override { return energies_.front(); }
  double highest_energy() const override { return energies_.back(); }
  bool isotropic() const override { return false; }
  std::string name() const override { return "atmospheric-table"; }
  std::vector<std::string> papers() const override { return {choices_[2].second}; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }

 private:
  std::vector<double> energies_, cosines_;
  std::array<std::vector<double>, 6> values_;  // [cosine * energies + energy]; empty: no such species
  std::vector<std::pair<std::string, std::string>> choices_;

  static size_t index(Neutrino neutrino) {
    return static_cast<size_t>(neutrino.flavour) + (neutrino.antiparticle ? 3 : 0);
  }
  /// The node at or below, at most the last but one.
  static size_t below(const std::vector<double>& nodes, double value) {
    const auto above = std::upper_bound(nodes.begin(), nodes.end(), value);
    const auto place = static_cast<size_t>(std::max<std::ptrdiff_t>(above - nodes.begin(), 1));
    return std::min(place, nodes.size() - 1) - 1;
  }

  void check_axes(const Table& table) const {
    if (energies_.size() < 2 || cosines_.size() < 2) {
      refuse(table, "it has fewer than two energies or angles", "give a grid in E_GeV and cos_zenith");
    }
    if (!(energies_.front() > 0.0)) refuse(table, "an energy is not above zero", "remove this row");
    // As far as half a step (and a rounding) beyond the outer nodes the sky is theirs.
    const double first = 0.5 * (cosines_[1] - cosines_[0]) + 1e-9;
    const double last = 0.5 * (cosines_.back() - cosines_[cosines_.size() - 2]) + 1e-9;
    if (cosines_.front() < -1.0 || cosines_.back() > 1.0 || cosines_.front() - first > -1.0 ||
        cosines_.back() + last < 1.0) {
      refuse(table, fmt::format("its angles go from {:g} to {:g}", cosines_.front(), cosines_.back()),
             "cos_zenith covers -1 (from below) to 1 (from above), up to half a step");
    }
  }

  /// Where each row belongs; every place exactly once.
  std::vector<size_t> places_of_rows(const Table& table) const {
    const std::vector<double> energy = table.numbers("E_GeV"), cosine = table.numbers("cos_zenith");
    std::vector<bool> taken(energies_.size() * cosines_.size(), false);
    std::vector<size_t> places;
    for (size_t row = 0; row < energy.size(); ++row) {
      const auto i = std::lower_bound(energies_.begin(), energies_.end(), energy[row]) - energies_.begin();
      const auto j = std::lower_bound(cosines_.begin(), cosines_.end(), cosine[row]) - cosines_.begin();
      const size_t place = static_cast<size_t>(j) * energies_.size() + static_cast<size_t>(i);
      if (taken[place]) {
        refuse(table, fmt::format("{:g} GeV at cos(zenith) {:g} comes twice", energy[row], cosine[row]),
               "remove one of the rows");
      }
      taken[place] = true;
      places.push_back(place);
    }
    if (places.size() != taken.size()) {
      refuse(
          table,
          fmt::format("it has {} rows for {} energies and {} angles", places.size(), energies_.size(), cosines_.size()),
          "give every energy with every angle");
    }
    return places;
  }

  double along_energy(const std::vector<double>& values, size_t cosine, double energy) const {
    const size_t i = below(energies_, energy);
    const double share = std::log(energy / energies_[i]) / std::log(energies_[i + 1] / energies_[i]);
    const double first = values[cosine * energies_.size() + i], second = values[cosine * energies_.size() + i + 1];
    if (first > 0.0 && second > 0.0) return first * std::pow(second / first, share);
    return (1.0 - share) * first + share * second;
  }
};

std::shared_ptr<const DiffuseFlux> make(std::string_view specification, const TextReader& reader) {
  const SourceSettings settings(specification, info());
  const std::string& path = settings.text("file");
  if (!reader)
    settings.refuse("file", "tables over energy and angle are read for telescopes only",
                    "for averages give a flux table over energy (tools/import_nuflux.py writes one)");
  return std::make_shared<TabulatedDiffuse>(parse_table(reader(path), path),
                                            settings.positive("scale", Dimension::number));
}

}  // namespace

DiffuseSource diffuse_atmospheric_table() {
  return {info(), make, true};
}

}  // namespace tridens::flux::detail
