// Cosmogenic neutrinos: cosmic rays above 1e18 eV lose pions on the photons between galaxies. Two published benchmarks
// (data/source/cosmogenic.csv), straight lines in the logarithms between their points, the same for all six species:
//   van-vliet-2019  10 % protons at 10^19.6 eV, a moderate prediction
//   ahlers-2010     protons only, normalised to HiRes: a high one, at the edge of the limits of IceCube and Auger
// Models differ by more than a factor of ten either way: the composition and evolution of the sources are not known.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/detail/source_settings.hh"

namespace tridens::flux::detail {
namespace {

SourceInfo info() {
  SourceInfo result;
  result.name = "cosmogenic";
  result.title = "Neutrinos of cosmic rays between the galaxies";
  result.formula = "tabulated, lines in log E and log flux, six equal species";
  result.parameters = {{"model", "van-vliet-2019 or ahlers-2010", "van-vliet-2019"},
                       {"scale", "factor on the flux", "1"}};
  result.papers = {"1901.01899", "1005.2620"};
  result.exposure_unit = "s";
  result.validity = "45 TeV (ahlers-2010: 517 TeV) to 100 EeV; models differ by more than a factor of ten";
  return result;
}

class Cosmogenic final : public DiffuseFlux {
 public:
  explicit Cosmogenic(const SourceSettings& settings) {
    const std::string path = "data/source/cosmogenic.csv";
    const Table table = parse_table(embedded_table(path), path);
    std::vector<std::string> models;
    for (const auto& row : table.rows) {
      const std::string& model = row[table.column("model")];
      if (models.empty() || models.back() != model) models.push_back(model);
    }
    const std::string model = settings.choice("model", models);
    const double scale = settings.positive("scale", Dimension::number);
    for (size_t row = 0; row < table.rows.size(); ++row) {
      if (table.rows[row][table.column("model")] != model) continue;
      energies_.push_back(table.number(row, table.column("E_GeV")));
      fluxes_.push_back(scale * table.number(row, table.column("flux")));
    }
    papers_ = {model == "ahlers-2010" ? "1005.2620" : "1901.01899"};
    choices_ = {{"model", model}, {"scale", fmt::format("{:g}", scale)}};
  }

  double at(Neutrino, double energy, double) const override {
    if (!(energy >= energies_.front()) || energy > energies_.back()) return 0.0;
    const auto above = std::upper_bound(energies_.begin(), energies_.end(), energy);
    const size_t i = std::min(static_cast<size_t>(above - energies_.begin()), energies_.size() - 1) - 1;
    const double share = std::log(energy / energies_[i]) / std::log(energies_[i + 1] / energies_[i]);
    return fluxes_[i] * std::pow(fluxes_[i + 1] / fluxes_[i], share);
  }
  double lowest_energy() const override { return energies_.front(); }
  double highest_energy() const override { return energies_.back(); }
  bool isotropic() const override { return true; }
  std::string name() const override { return "cosmogenic"; }
  std::vector<std::string> papers() const override { return papers_; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }

 private:
  std::vector<double> energies_, fluxes_;
  std::vector<std::string> papers_;
  std::vector<std::pair<std::string, std::string>> choices_;
};

std::shared_ptr<const DiffuseFlux> make(std::string_view specification, const TextReader&) {
  return std::make_shared<Cosmogenic>(SourceSettings(specification, info()));
}

}  // namespace

DiffuseSource diffuse_cosmogenic() {
  return {info(), make};
}

}  // namespace tridens::flux::detail
