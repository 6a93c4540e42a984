#pragma once
// Private to the room: toml++ as its headers alone, with two of its habits made harmless. toml++ 3.3 answers some
// texts that are not TOML with a failed assertion, or in a release build with an assumption of the compiler
// ("[ = 1", "a = [ }"); each of these places has its error branch right behind it, which is left to do its work.
// Its test for blanks runs into "unreachable" code for the characters U+00A1 to U+0499 and others outside
// strings: it is given ASCII only (ascii_form below).
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT(expr) static_assert(true)
#define TOML_ASSERT_ASSUME(expr) static_assert(true)
#include <toml++/toml.h>

#include <string>
#include <string_view>

namespace tridens::io::detail {

/// The text with every byte outside ASCII, and "~", written as "~" and two hexadecimal digits. UserError for
/// text that is not UTF-8 and for the escape sequence of "~", which could not be told from these.
std::string ascii_form(std::string_view text, const std::string& origin);
/// Undoes ascii_form in a string or key that toml++ has read.
std::string original_form(std::string_view text);

}  // namespace tridens::io::detail
