// Quantities, specifications, names of neutrinos and numbers: a value that is finite, or a UserError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"

namespace {

template <class Action>
void user_error_or(const Action& action) {
  try {
    action();
  } catch (const tridens::UserError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Dimension dimension :
       {Dimension::energy, Dimension::energy_squared, Dimension::length, Dimension::distance, Dimension::mass,
        Dimension::time, Dimension::angle, Dimension::area, Dimension::number}) {
    user_error_or([&] {
      if (!std::isfinite(parse_quantity(text, dimension, "quantity"))) std::abort();
    });
  }
  user_error_or([&] {
    if (parse_specification(text, "specification").name.empty()) std::abort();
  });
  user_error_or([&] {
    const Neutrino neutrino = parse_neutrino(text);
    if (!(parse_neutrino(name(neutrino)) == neutrino)) std::abort();
  });
  return 0;
}
