#pragma once
#include <string>
#include <string_view>

namespace tridens::io::detail {

/// Refuses, before toml++ 3.3 sees it, text that is not TOML and that toml++ answers with undefined behaviour
/// in place of an error:
///   - a table heading without a name ("[ = 1"): an assertion, or an assumption of the compiler;
///   - characters outside ASCII elsewhere than in strings and comments: its test for blanks runs into
///     "unreachable" code for U+00A1 to U+0499 and others.
/// Throws UserError with the line.
void check_card_text(std::string_view text, const std::string& origin);

}  // namespace tridens::io::detail
