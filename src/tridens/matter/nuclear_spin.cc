// Axial responses of nuclei. Transverse multipoles alone count for massless neutrinos:
//   F_A = 8 pi/(2J+1) [g_A (F_p - F_n) - g_A^s (F_p + F_n)]^2,   F = Sigma' response of protons or neutrons
// (M. Hoferichter, J. Menendez, A. Schwenk, arXiv:2007.08529, one-body currents), a perfect square, so that an
// amplitude exists. At q = 0 the Wigner-Eckart theorem gives F_A = 4 (J+1)/(3J) [g_A (<S_p> - <S_n>) - g_A^s (<S_p> +
// <S_n>)]^2. Valid for q well below the inverse nuclear radius where only spins are known. Left out: two-body currents.
#include "tridens/matter/nuclear_spin.hh"

#include <array>
#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

const Table& spin_table() {
  static const Table table = parse_table(embedded_table("data/nuclide/spins.csv"), "data/nuclide/spins.csv");
  return table;
}

const Table& response_table() {
  static const Table table =
      parse_table(embedded_table("data/nuclide/axial_responses.csv"), "data/nuclide/axial_responses.csv");
  return table;
}

bool is_row_of(const Table& table, size_t row, const Nuclide& nuclide) {
  return table.number(row, table.column("Z")) == nuclide.proton_number &&
         table.number(row, table.column("A")) == nuclide.mass_number;
}

/// sqrt(8 pi/(2J+1)) exp(-u/2) (c0 + c1 u + c2 u^2), u = q^2 b^2/2.
struct SigmaPrime {
  double norm = 0.0, b = 0.0;
  std::array<double, 3> c{};
  double operator()(double q_squared) const {
    const double u = 0.5 * q_squared * b * b;
    return norm * std::exp(-0.5 * u) * (c[0] + u * (c[1] + u * c[2]));
  }
};

std::optional<AxialResponse> tabulated_response(const Nuclide& nuclide) {
  const Table& table = response_table();
  AxialResponse result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (!is_row_of(table, row, nuclide)) continue;
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    const SigmaPrime shape{std::sqrt(8.0 * units::pi / (2.0 * number("J") + 1.0)),
                           number("b_fm") * units::fm,
                           {number("c0"), number("c1"), number("c2")}};
    (table.rows[row][table.column("nucleon")] == "proton" ? result.proton : result.neutron) = shape;
  }
  if (!result.proton && !result.neutron) return std::nullopt;
  if (!result.proton || !result.neutron) {
    throw Failure("the axial response of " + nuclide.name() + " is incomplete",
                  "data/nuclide/axial_responses.csv must have a line for protons and one for neutrons");
  }
  result.at_rest_only = false;
  result.description = "shell-model response Sigma' (2007.08529)";
  return result;
}

}  // namespace

std::optional<NuclearSpin> nuclear_spin(const Nuclide& nuclide) {
  const Table& table = spin_table();
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (!is_row_of(table, row, nuclide)) continue;
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    return NuclearSpin{number("J"), number("spin_p"), number("spin_n"), table.rows[row][table.column("source")]};
  }
  return std::nullopt;
}

bool has_spin_zero(const Nuclide& nuclide) {
  return nuclide.proton_number % 2 == 0 && nuclide.neutron_number() % 2 == 0;
}

std::optional<AxialResponse> axial_response(const Nuclide& nuclide) {
  if (has_spin_zero(nuclide)) return std::nullopt;
  if (auto response = tabulated_response(nuclide)) return response;
  const std::optional<NuclearSpin> spin = nuclear_spin(nuclide);
  if (!spin) return std::nullopt;
  const double norm = 2.0 * std::sqrt((spin->J + 1.0) / (3.0 * spin->J));
  const double proton = norm * spin->proton, neutron = norm * spin->neutron;
  const std::string source = spin->source == "klos"        ? "1304.7684"
                             : spin->source == "bednyakov" ? "hep-ph/0406218"
                                                           : spin->source;
  return AxialResponse{[proton](double) { return proton; }, [neutron](double) { return neutron; }, true,
                       nuclide.is_free_nucleon() ? "free nucleon" : "spins at zero momentum (" + source + ")"};
}

}  // namespace tridens::matter
