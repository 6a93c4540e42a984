// Experiment files: any text is either an experiment that passes its own check, or a UserError. Tables are the text
// itself.
#include <cstdint>
#include <string>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/io/experiment_file.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  // The part behind a zero byte is what every table of the experiment holds.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view card = text.substr(0, text.find('\0'));
  const std::string_view table = card.size() < size ? text.substr(card.size() + 1) : std::string_view();
  try {
    io::parse_experiment(card, "experiment.toml", "", [&](const std::string& path) {
      return parse_table(table, path);
    }).check();
  } catch (const UserError&) {
  }
  return 0;
}
