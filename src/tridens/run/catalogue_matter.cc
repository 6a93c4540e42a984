// What a gauged U(1) does to neutrinos in matter, as the catalogue shows it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/model/matter_potential.hh"
#include "tridens/model/u1_vector.hh"
#include "tridens/run/catalogue_entries.hh"

namespace tridens::run::catalogue {
namespace {

using model::FlavourMatrix;

/// Density and composition of the crust and the strength that the numbers are shown for.
constexpr double density = 2.848, electrons_per_nucleon = 0.5;
constexpr const char* example_mass = "1 TeV";
constexpr const char* example_coupling = "1";

std::string diagonal_text(const FlavourMatrix& matrix, double unit) {
  return fmt::format("e {:.4g}, mu {:.4g}, tau {:.4g}", matrix[0][0].real() / unit, matrix[1][1].real() / unit,
                     matrix[2][2].real() / unit);
}

FlavourMatrix minus(FlavourMatrix a, const FlavourMatrix& b) {
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) a[i][j] -= b[i][j];
  }
  return a;
}

}  // namespace

Lines matter_lines(const std::string& name) {
  const auto presets = model::u1_presets();
  const bool known =
      std::any_of(presets.begin(), presets.end(), [&](const auto& preset) { return preset.name == name; });
  if (!known) return {};
  const auto standard = model::make_model("sm");
  const auto contact = model::make_model(name, {{"mass", example_mass}, {"coupling", example_coupling}});
  const model::NumberDensities crust = model::number_densities(density, electrons_per_nucleon);
  const FlavourMatrix sm = model::matter_hamiltonian(*standard, crust);
  const std::string place = fmt::format("rho = {} g/cm3, Y_e = {}", density, electrons_per_nucleon);
  Lines lines = {{"H_mat, W exchange", fmt::format("{} eV ({})", diagonal_text(sm, units::eV), place)},
                 {"H_mat, contact (g'/M = 1/TeV)",
                  fmt::format("{} eV more; grows with (g'/M)^2",
                              diagonal_text(minus(model::matter_hamiltonian(*contact, crust), sm), units::eV))}};
  const model::MatterStrengths strengths = model::matter_strengths(*contact);
  for (const auto& [fermion, matrix] :
       {std::pair{"e", strengths.electron}, {"u", strengths.up()}, {"d", strengths.down()}}) {
    lines.emplace_back(fmt::format("contact NSI on {} (g'/M = 1/TeV)", fermion), "eps: " + diagonal_text(matrix, 1.0));
  }
  constexpr double earth_radius = 6371.0 * units::km;
  const model::MatterBody earth = model::matter_body("earth");
  const auto massless = model::make_model(name, {{"mass", "0 eV"}, {"coupling", example_coupling}});
  const FlavourMatrix long_range = minus(model::matter_hamiltonian(*massless, earth, earth_radius),
                                         model::matter_hamiltonian(*standard, earth, earth_radius));
  lines.emplace_back("H_mat, long range (M -> 0)",
                     fmt::format("g'^2 x ({}) eV at the surface of the Earth, from the Earth alone",
                                 diagonal_text(long_range, units::eV)));
  return lines;
}

}  // namespace tridens::run::catalogue
