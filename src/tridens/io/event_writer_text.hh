#pragma once
#include <charconv>
#include <concepts>
#include <string>

// Numbers to text: independent of the locale, and doubles with as many digits as reading them back needs.
namespace tridens::io {

/// Shortest text that reads back as exactly this number.
inline void append_number(std::string& text, double value) {
  char buffer[32];
  text.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

inline void append_number(std::string& text, std::integral auto value) {
  char buffer[24];
  text.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

/// A fixed number of digits after the point.
inline void append_fixed(std::string& text, double value, int decimals) {
  char buffer[400];  // the largest double has 309 digits before the point
  text.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals).ptr);
}

template <class Number>
std::string number_text(Number value) {
  std::string text;
  append_number(text, value);
  return text;
}

/// Numbers separated by blanks.
template <class Numbers>
std::string numbers_text(const Numbers& values) {
  std::string text;
  for (const auto& value : values) {
    if (!text.empty()) text += ' ';
    append_number(text, value);
  }
  return text;
}

}  // namespace tridens::io
