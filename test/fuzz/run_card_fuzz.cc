// Run cards: any text is either a card that reads back from its resolved text, or a UserError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/io/run_card.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  io::RunCard card;
  try {
    card = io::parse_run_card({reinterpret_cast<const char*>(data), size}, "card.toml");
  } catch (const UserError&) {
    return 0;
  }
  if (!(io::parse_run_card(io::resolved_text(card), "resolved") == card)) std::abort();
  return 0;
}
