// Tables and fluxes: rectangular, finite where numbers are asked for, a flux with finite integrals that are not
// negative; or a UserError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/flux.hh"

namespace {

void check_numbers(const tridens::Table& table) {
  for (const std::string& column : table.columns) {
    for (const double value : table.numbers(column)) {
      if (!std::isfinite(value)) std::abort();
    }
  }
}

void check_flux(const tridens::Table& table) {
  const tridens::flux::Flux flux = tridens::flux::flux_from_table(table, "flux");
  if (flux.spectra.empty()) std::abort();
  for (const auto& [pdg, spectrum] : flux.spectra) {
    const double integral = spectrum.integral();
    if (!std::isfinite(integral) || integral < 0.0) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  Table table;
  try {
    table = parse_table({reinterpret_cast<const char*>(data), size}, "table.csv");
  } catch (const UserError&) {
    return 0;
  }
  for (const auto& row : table.rows) {
    if (row.size() != table.columns.size()) std::abort();
  }
  for (const auto check : {check_numbers, check_flux}) {
    try {
      check(table);
    } catch (const UserError&) {
    }
  }
  return 0;
}
