#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "tridens/base/error.hh"
#include "tridens/io/detail/toml.hh"

namespace tridens::io::detail {
namespace {

constexpr char mark = '~';
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

unsigned byte(char c) {
  return static_cast<unsigned char>(c);
}

/// Length of the well-formed UTF-8 character at the beginning of `text`, 0 when there is none (Unicode 15, table 3-7).
size_t utf8_length(std::string_view text) {
  const unsigned first = byte(text[0]);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                        : (first & 0xf0) == 0xe0         ? 3
                        : first >= 0xf0 && first <= 0xf4 ? 4
                                                         : 0;
  if (length == 0 || text.size() < length) return 0;
  const auto continues = [](char c) { return (byte(c) & 0xc0) == 0x80; };
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length), continues)) return 0;
  const unsigned second = byte(text[1]);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0;
  const bool too_large = first == 0xf4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

[[noreturn]] void refuse(const std::string& origin, std::string_view before, std::string_view problem,
                         std::string_view suggestion) {
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  throw UserError(fmt::format("{}:{}: {}", origin, line, problem), "the card must be valid TOML in UTF-8",
                  std::string(suggestion));
}

}  // namespace

std::string ascii_form(std::string_view text, const std::string& origin) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::string result;
  size_t position = 0;
  while (position < text.size()) {
    const std::string_view rest = text.substr(position);
    const size_t length = utf8_length(rest);
    if (length == 0) refuse(origin, text.substr(0, position), "bytes that are no text", "save it as UTF-8");
    for (const std::string_view escape : {"\\u007e", "\\u007E", "\\U0000007e", "\\U0000007E"}) {
      if (!rest.starts_with(escape)) continue;
      refuse(origin, text.substr(0, position), fmt::format("the escape sequence {}", escape), "write ~ as it is");
    }
    for (const char c : rest.substr(0, length)) {
      if (byte(c) >= 0x80 || c == mark) {
        result += fmt::format("{}{:02x}", mark, byte(c));
      } else {
        result += c;
      }
    }
    position += length;
  }
  return result;
}

std::string original_form(std::string_view text) {
  std::string result;
  for (size_t position = 0; position < text.size(); ++position) {
    unsigned code = 0;
    const char* digits = text.data() + position + 1;
    const bool marked = text[position] == mark && position + 2 < text.size() &&
                        std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2;
    result += marked ? static_cast<char>(code) : text[position];
    position += marked ? 2 : 0;
  }
  return result;
}

}  // namespace tridens::io::detail
