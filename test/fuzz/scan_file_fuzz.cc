// Scan files: any text is either a scan that is written back byte by byte, or a UserError.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tridens/base/error.hh"
#include "tridens/io/scan_file.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace tridens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    if (io::scan_text(io::parse_scan(text, "scan.csv")) != text) std::abort();
  } catch (const UserError&) {
    return 0;
  }
  return 0;
}
