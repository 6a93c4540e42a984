#pragma once
#include <string>
#include <utility>
#include <vector>

// The text of a card that `tridens init` writes, line by line: values are replaced, lines are taken in and out,
// comments stay. A line is
//   key = value      # comment           in use
//   # key = value    # comment           not in use: a default or an alternative
// and belongs to the last [table] or [[table]] above it, which may itself be taken out ("# [exposure]").
namespace tridens::run {

class CardTemplate {
 public:
  /// The file `data/template/NAME`. Failure when the data folder does not have it.
  static CardTemplate load(const std::string& name);
  explicit CardTemplate(const std::string& text);

  /// Gives a key of a table a value (as TOML, quoted where it is a text) and takes the line into use. Failure when the
  /// template has no such line.
  void set(const std::string& table, const std::string& key, const std::string& value);
  /// The same, and takes the other keys of a choice out of use.
  void choose(const std::string& table, const std::vector<std::string>& keys, const std::string& key,
              const std::string& value);
  /// Takes every line of a table out of use, its title included.
  void remove(const std::string& table);
  /// The lines "@NAME@" stand for other lines; a NAME elsewhere for a text.
  void replace(const std::string& name, const std::string& text);
  std::string text() const;

 private:
  struct Line {
    std::string table, key, value, comment;  // key is empty for lines of another kind
    std::string whole;                       // of those lines
    bool used = true;
    std::string text() const;
  };
  std::vector<Line> lines_;

  static std::vector<Line> parse(const std::string& text, std::string table);
  Line& find(const std::string& table, const std::string& key);
};

/// A line "key = value      # comment" with the comment where the comments of all templates begin; `used` as above.
std::string card_line(const std::string& key, const std::string& value, const std::string& comment, bool used = true);
/// A text as TOML: in double quotes.
std::string toml_text(const std::string& text);

}  // namespace tridens::run
