#include "tridens/io/bibliography.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"

namespace tridens::io {
namespace {

/// Reads @type{key, name = {value}, ...} with nested braces; what stands between the entries is comment, as in BibTeX.
class Reader {
 public:
  Reader(const std::string& text, const std::string& origin) : text_(text), origin_(origin) {}

  std::vector<BibliographyEntry> read() {
    std::vector<BibliographyEntry> entries;
    while (true) {
      at_ = text_.find('@', at_);
      if (at_ == std::string::npos) return entries;
      ++at_;
      entries.push_back(read_entry());
    }
  }

 private:
  [[noreturn]] void complain(const std::string& problem) const {
    const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size()));
    throw UserError(fmt::format("{}:{}: {}", origin_, 1 + std::count(text_.begin(), end, '\n'), problem),
                    "this is no BibTeX entry", "write @article{key, author = {...}, title = {...}, year = {...}}");
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  void expect(char character) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != character) complain(fmt::format("'{}' is missing", character));
    ++at_;
  }

  std::string word() {
    skip_blanks();
    const size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",={}@\" \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    if (at_ == begin) complain("a name is missing");
    return text_.substr(begin, at_ - begin);
  }

  /// {...} with braces in pairs, or a bare number.
  std::string value() {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != '{') return word();
    const size_t begin = ++at_;
    for (int depth = 1; at_ < text_.size(); ++at_) {
      if (text_[at_] == '{') ++depth;
      if (text_[at_] == '}' && --depth == 0) return text_.substr(begin, at_++ - begin);
    }
    complain("a brace is not closed");
  }

  BibliographyEntry read_entry() {
    BibliographyEntry entry;
    entry.type = word();
    expect('{');
    entry.key = word();
    while (true) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '}') break;
      expect(',');
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '}') break;
      std::string name = word();
      expect('=');
      entry.fields.emplace_back(std::move(name), value());
    }
    ++at_;
    return entry;
  }

  const std::string& text_;
  const std::string& origin_;
  size_t at_ = 0;
};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  size_t at = 0;
  while (true) {
    at = text.find_first_not_of(", ", at);
    if (at == std::string::npos) return words;
    const size_t end = std::min(text.find_first_of(", ", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
}

std::string journal_key(const std::string& volume, const std::string& year, const std::string& page) {
  return volume + "|" + year + "|" + page;
}

/// Every piece of the text that matches, with its place.
template <class Use>
void for_each_match(const std::string& text, const std::regex& pattern, Use use) {
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) use(*match);
}

// No piece of these has an open end: the matcher of the standard library recurses per character.
const char* const arxiv_pattern =
    "(?:^|[^0-9./])((?:hep-(?:ph|ex|th|lat)|nucl-(?:th|ex)|astro-ph|gr-qc|physics|cond-mat)/"
    "[0-9]{7}|[0-9]{4}\\.[0-9]{4,5})"
    "(?![0-9])";
const char* const doi_pattern = "\\b(10\\.[0-9]{4,9}/[-._;()/:A-Za-z0-9]{1,100})";
const char* const journal_pattern = "\\b[A-Z]?([0-9]{1,4}) ?\\(((?:19|20)[0-9]{2})\\) ([A-Z]{0,2}[0-9]{1,7})";

/// Signs of LaTeX for accents, and the combining character of Unicode that follows the letter.
constexpr std::pair<char, const char*> accents[] = {{'\'', "\u0301"}, {'`', "\u0300"}, {'^', "\u0302"},
                                                    {'"', "\u0308"},  {'~', "\u0303"}, {'v', "\u030c"},
                                                    {'c', "\u0327"},  {'=', "\u0304"}, {'.', "\u0307"}};
/// What the accent makes of the commonest letters, as one character.
constexpr std::pair<const char*, const char*> accented[] = {
    {"'a", "á"},  {"'e", "é"},  {"'i", "í"},  {"'o", "ó"},  {"'u", "ú"},  {"'A", "Á"},  {"'E", "É"},
    {"'c", "ć"},  {"'n", "ń"},  {"'y", "ý"},  {"`a", "à"},  {"`e", "è"},  {"`i", "ì"},  {"`o", "ò"},
    {"`u", "ù"},  {"^a", "â"},  {"^e", "ê"},  {"^i", "î"},  {"^o", "ô"},  {"^u", "û"},  {"\"a", "ä"},
    {"\"e", "ë"}, {"\"i", "ï"}, {"\"o", "ö"}, {"\"u", "ü"}, {"\"A", "Ä"}, {"\"O", "Ö"}, {"\"U", "Ü"},
    {"~a", "ã"},  {"~n", "ñ"},  {"~o", "õ"},  {"~N", "Ñ"},  {"vc", "č"},  {"vs", "š"},  {"vz", "ž"},
    {"vr", "ř"},  {"vS", "Š"},  {"vC", "Č"},  {"vZ", "Ž"},  {"ve", "ě"},  {"cc", "ç"},  {"cC", "Ç"},
};
constexpr std::pair<const char*, const char*> letters[] = {{"ss", "ß"}, {"oe", "œ"}, {"OE", "Œ"}, {"ae", "æ"},
                                                           {"AE", "Æ"}, {"aa", "å"}, {"AA", "Å"}, {"o", "ø"},
                                                           {"O", "Ø"},  {"l", "ł"},  {"L", "Ł"},  {"i", "i"}};

/// The letter that LaTeX text begins with by a command, "\'e", "\v{s}" or "\oe", and how much of the text it takes; 0
/// when it begins with something else.
std::pair<std::string, size_t> special_letter(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return {"", 0};
  for (const auto& [name, letter] : letters) {
    const std::string_view word(name);
    if (text.substr(1, word.size()) != word) continue;
    const size_t end = 1 + word.size();
    if (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0) continue;
    return {letter, end + (end < text.size() && text[end] == ' ' ? 1 : 0)};
  }
  for (const auto& [sign, combining] : accents) {
    if (text[1] != sign) continue;
    const bool word = std::isalpha(static_cast<unsigned char>(sign)) != 0;
    size_t at = 2;
    if (word && at < text.size() && text[at] != '{' && text[at] != ' ') return {"", 0};
    while (at < text.size() && (text[at] == '{' || text[at] == ' ' || text[at] == '\\')) ++at;
    if (at >= text.size() || std::isalpha(static_cast<unsigned char>(text[at])) == 0) return {"", 0};
    const std::string both = {sign, text[at]};
    for (const auto& [key, letter] : accented) {
      if (both == key) return {letter, at + 1};
    }
    return {text[at] + std::string(combining), at + 1};
  }
  return {"", 0};
}

}  // namespace

std::string BibliographyEntry::field(std::string_view name) const {
  for (const auto& [field_name, value] : fields) {
    if (field_name == name) return value;
  }
  return "";
}

std::vector<std::pair<std::string, std::string>> BibliographyEntry::printed_fields() const {
  auto printed = fields;
  std::erase_if(printed, [](const auto& field) { return field.first == "names" || field.first == "confirmed"; });
  return printed;
}

std::vector<BibliographyEntry> parse_bibliography(const std::string& text, const std::string& origin) {
  std::vector<BibliographyEntry> entries = Reader(text, origin).read();
  std::set<std::string> keys;
  for (const BibliographyEntry& entry : entries) {
    if (!keys.insert(entry.key).second) {
      throw UserError(fmt::format("{}: the key '{}' comes twice", origin, entry.key), "keys name one paper each", "");
    }
  }
  return entries;
}

std::string bibtex_of(const BibliographyEntry& entry) {
  std::string text = fmt::format("@{}{{{}", entry.type, entry.key);
  for (const auto& [name, value] : entry.printed_fields()) text += fmt::format(",\n  {} = {{{}}}", name, value);
  return text + "\n}\n";
}

std::string latex_text(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (std::string_view("%_&#$").find(character) != std::string_view::npos) result += '\\';
    if (character == '^' || character == '~' || character == '\\') {
      result += character == '^' ? "\\textasciicircum{}" : character == '~' ? "\\textasciitilde{}" : "/";
      continue;
    }
    result += character;
  }
  return result;
}

std::string plain_text(std::string_view latex) {
  std::string result;
  bool formula = false;
  for (size_t at = 0; at < latex.size();) {
    if (latex[at] == '$') formula = !formula;
    if (formula) {
      result += latex[at++];
    } else if (const auto [letter, length] = special_letter(latex.substr(at)); length > 0) {
      result += letter;
      at += length;
    } else {
      if (std::string_view("{}\\").find(latex[at]) == std::string_view::npos) result += latex[at];
      ++at;
    }
  }
  return result;
}

std::vector<std::string> authors_of(const BibliographyEntry& entry) {
  const std::string names = entry.field("author"), between = " and ";
  std::vector<std::string> result;
  for (size_t begin = 0; begin < names.size();) {
    const size_t end = std::min(names.find(between, begin), names.size());
    result.push_back(plain_text(names.substr(begin, end - begin)));
    begin = end + between.size();
  }
  return result;
}

std::vector<std::string> arxiv_numbers(const std::string& text) {
  std::vector<std::string> numbers;
  for_each_match(text, std::regex(arxiv_pattern), [&](const std::smatch& match) { numbers.push_back(match[1]); });
  return numbers;
}

Bibliography::Bibliography(std::vector<BibliographyEntry> entries) : entries_(std::move(entries)) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const BibliographyEntry& one = entries_[i];
    by_key_[one.key] = i;
    if (const std::string number = one.field("eprint"); !number.empty()) by_reference_.emplace(number, one.key);
    if (const std::string doi = one.field("doi"); !doi.empty()) by_reference_.emplace(doi, one.key);
    add_journal_reference(one);
    for (const std::string& name : words_of(one.field("names"))) by_name_.emplace(name, one.key);
  }
}

void Bibliography::add_journal_reference(const BibliographyEntry& entry) {
  std::string volume = entry.field("volume");
  const std::string year = entry.field("year");
  std::string page = entry.field("pages");
  page = page.substr(0, page.find('-'));
  if (volume.empty() || page.empty()) return;
  by_reference_.emplace(journal_key(volume, year, page), entry.key);
}

const BibliographyEntry* Bibliography::entry(const std::string& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &entries_[found->second];
}

std::vector<std::string> Bibliography::keys_in(const std::string& text) const {
  std::map<std::ptrdiff_t, std::string> found;  // by place
  const auto add = [&](const std::smatch& match, std::string reference) {
    while (!reference.empty() && std::string_view(".;:)").find(reference.back()) != std::string_view::npos &&
           !by_reference_.contains(reference)) {
      reference.pop_back();
    }
    const auto known = by_reference_.find(reference);
    if (known != by_reference_.end()) found.emplace(match.position(1), known->second);
  };
  for_each_match(text, std::regex(arxiv_pattern), [&](const std::smatch& match) { add(match, match[1]); });
  for_each_match(text, std::regex(doi_pattern), [&](const std::smatch& match) { add(match, match[1]); });
  for_each_match(text, std::regex(journal_pattern),
                 [&](const std::smatch& match) { add(match, journal_key(match[1], match[2], match[3])); });
  std::vector<std::string> keys;
  for (const auto& [place, key] : found) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

std::vector<std::string> Bibliography::keys_of_name(const std::string& name) const {
  std::vector<std::string> keys;
  const auto [begin, end] = by_name_.equal_range(name);
  for (auto one = begin; one != end; ++one) keys.push_back(one->second);
  return keys;
}

Bibliography load_bibliography() {
  const std::string path = data_folder() + "/citation/bibliography.bib";
  return Bibliography(parse_bibliography(read_text_file(path, "bibliography"), path));
}

}  // namespace tridens::io
