// Tables: rectangular with finite numbers where numbers are asked for, or a UserError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  try {
    const Table table = parse_table({reinterpret_cast<const char*>(data), size}, "table.csv");
    for (const auto& row : table.rows) {
      if (row.size() != table.columns.size()) std::abort();
    }
    for (const std::string& column : table.columns) {
      for (const double value : table.numbers(column)) {
        if (!std::isfinite(value)) std::abort();
      }
    }
  } catch (const UserError&) {
  }
  return 0;
}
