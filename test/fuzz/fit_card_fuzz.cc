// Fit cards: any text is either a card that reads back from its resolved text, or a UserError; every setting of a card
// takes the ends of the ranges of its parameters.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/io/fit_card.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  io::FitCard card;
  try {
    card = io::parse_fit_card({reinterpret_cast<const char*>(data), size}, "fit.toml");
  } catch (const UserError&) {
    return 0;
  }
  if (!(io::parse_fit_card(io::resolved_text(card), "resolved") == card)) std::abort();
  std::vector<double> values;
  for (const io::FitParameterCard& parameter : card.parameters) values.push_back(parameter.min);
  for (const auto& [key, text] : card.model.settings) {
    if (io::has_parameter(io::with_parameters(text, card.parameters, values))) std::abort();
  }
  return 0;
}
