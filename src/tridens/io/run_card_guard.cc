#include "tridens/io/detail/run_card_guard.hh"

#include <fmt/format.h>

#include "tridens/base/error.hh"

namespace tridens::io::detail {
namespace {

class Guard {
 public:
  Guard(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {
    if (text.starts_with("\xef\xbb\xbf")) position_ = 3;  // byte order mark
  }

  void check() {
    bool line_begins = true;
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '#') {
        skip_comment();
      } else if (c == '"' || c == '\'') {
        check_string_begins();
        skip_string(c);
      } else if (c == '[' && line_begins) {
        check_heading();
      } else {
        if (!is_ascii(c)) refuse("has a character outside ASCII", "only strings and comments may");
        ++position_;
      }
      const bool blank = c == ' ' || c == '\t' || c == '\r';
      line_begins = c == '\n' || (line_begins && blank);
      line_ += c == '\n' ? 1 : 0;
    }
  }

 private:
  static bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
  char at(size_t position) const { return position < text_.size() ? text_[position] : '\n'; }

  [[noreturn]] void refuse(std::string_view problem, std::string_view why) const {
    throw UserError(fmt::format("{}:{}: the card {}", origin_, line_, problem),
                    fmt::format("the card must be valid TOML: {}", why), "see https://toml.io");
  }

  /// One character of a string or comment. Line separators of Unicode end a line for toml++, not for TOML.
  void step_inside() {
    const std::string_view rest = text_.substr(position_);
    for (const std::string_view separator : {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"}) {
      if (rest.starts_with(separator)) refuse("has a line separator of Unicode", "lines end with a newline");
    }
    if (at(position_) == '\n') ++line_;
    ++position_;
  }

  void skip_comment() {
    while (position_ < text_.size() && text_[position_] != '\n') step_inside();
  }

  /// A quote within a word ("0\"a") opens no string: toml++ would read on as if it were part of the word.
  void check_string_begins() const {
    constexpr std::string_view may_come_before = " \t\r\n=,.[{";
    const char before = position_ == 0 ? '\n' : text_[position_ - 1];
    const bool after_mark = position_ == 3 && !is_ascii(before);
    if (after_mark || may_come_before.find(before) != std::string_view::npos) return;
    refuse("has a quote within a word", "a string stands by itself");
  }

  void skip_string(char quote) {
    const bool triple = at(position_ + 1) == quote && at(position_ + 2) == quote;
    position_ += triple ? 3 : 1;
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '\n' && !triple) return;  // not closed: toml++ says so
      if (c == '\\' && quote == '"') {
        step_inside();
        if (!is_ascii(at(position_))) refuse("has an unknown escape sequence", "after '\\' in a string");
        if (position_ < text_.size()) step_inside();
        continue;
      }
      const bool closes = c == quote && (!triple || (at(position_ + 1) == quote && at(position_ + 2) == quote));
      step_inside();
      if (!closes) continue;
      if (triple) {
        position_ += 2;
        for (int extra = 0; extra < 2 && at(position_) == quote; ++extra) ++position_;
      }
      return;
    }
  }

  void check_heading() {
    constexpr std::string_view may_begin_a_name = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_\"'";
    const auto skip_blanks = [&] {
      while (at(position_) == ' ' || at(position_) == '\t') ++position_;
    };
    ++position_;
    skip_blanks();
    if (at(position_) == '[') {
      ++position_;
      skip_blanks();
    }
    if (may_begin_a_name.find(at(position_)) == std::string_view::npos) {
      refuse("has a table heading without a name", "a name follows '['");
    }
  }

  std::string_view text_;
  const std::string& origin_;
  size_t position_ = 0;
  size_t line_ = 1;
};

}  // namespace

void check_card_text(std::string_view text, const std::string& origin) {
  Guard(text, origin).check();
}

}  // namespace tridens::io::detail
