// Specifications of form factors: F(0) = 1 and |F| finite at the scales of interest, or a UserError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto form_factor = matter::make_nuclear_form_factor(text, matter::nuclide("Ar40"));
    if (!(std::abs(form_factor->value(0.0) - 1.0) < 1e-6)) std::abort();
    for (const double Q2 : {1e-6, 1e-3, 1e-1}) {
      if (!std::isfinite(form_factor->value(Q2))) std::abort();
    }
  } catch (const UserError&) {
  }
  try {
    const auto form_factor = matter::make_nucleon_form_factor(text);
    if (!std::isfinite(form_factor->electric(matter::Nucleon::proton, 0.1))) std::abort();
  } catch (const UserError&) {
  }
  return 0;
}
