#include "tridens/matter/bound_electrons.hh"

#include <algorithm>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

const Table& binding_table() {
  static const Table table =
      parse_table(embedded_table("data/atom/binding_energies.csv"), "data/atom/binding_energies.csv");
  return table;
}

std::string known_elements() {
  const Table& table = binding_table();
  std::string result, last;
  for (const auto& cells : table.rows) {
    const std::string& symbol = cells[table.column("symbol")];
    if (symbol != last) result += (result.empty() ? "" : ", ") + symbol;
    last = symbol;
  }
  return result;
}

}  // namespace

BoundElectrons::BoundElectrons(int proton_number) : free_(proton_number) {
  const Table& table = binding_table();
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.number(row, table.column("Z")) != proton_number) continue;
    const int electrons = static_cast<int>(table.number(row, table.column("electrons")));
    shells_.push_back(
        {table.rows[row][table.column("shell")], table.number(row, table.column("energy_eV")) * units::eV, electrons});
    free_ -= electrons;
    edges_.push_back(shells_.back().binding_energy);
  }
  if (shells_.empty()) {
    throw UserError("no binding energies of the electrons of " + element_symbol(proton_number),
                    "data/atom/binding_energies.csv has " + known_elements(),
                    "use free electrons, or add the lines to the table");
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
}

void BoundElectrons::count(const double* transfer, size_t points, double* electrons) const {
  std::fill(electrons, electrons + points, static_cast<double>(free_));
  for (const ElectronShell& shell : shells_) {
    const double edge = shell.binding_energy, number = shell.electrons;
    for (size_t i = 0; i < points; ++i) electrons[i] += transfer[i] >= edge ? number : 0.0;
  }
}

}  // namespace tridens::matter
