#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The papers that Tridens stands on, as BibTeX, and how they are recognised in the sources that tables, models and
// results state: by arXiv number, by DOI, or by volume, year and page of a journal.
namespace tridens::io {

struct BibliographyEntry {
  std::string type, key;                                    // "article", "arXiv:1807.10973"
  std::vector<std::pair<std::string, std::string>> fields;  // author, title, year, eprint, ...; LaTeX, without braces
  /// "" when the entry does not have it.
  std::string field(std::string_view name) const;
  /// Without those that are for Tridens alone: "names" and "confirmed".
  std::vector<std::pair<std::string, std::string>> printed_fields() const;
};

/// The entries of a BibTeX text. UserError with `origin` and line for what is not BibTeX, and for a key that comes
/// twice.
std::vector<BibliographyEntry> parse_bibliography(const std::string& text, const std::string& origin);

/// The entry as BibTeX, with its printed fields.
std::string bibtex_of(const BibliographyEntry& entry);

/// Characters that LaTeX takes for commands, such as % and _, escaped.
std::string latex_text(std::string_view text);

/// LaTeX as plain text in UTF-8: accents and letters of names as they are read, without braces and backslashes.
/// Formulas between dollar signs stay as they are.
std::string plain_text(std::string_view latex);

/// Names of the authors of an entry in plain text, "others" last where there are more.
std::vector<std::string> authors_of(const BibliographyEntry& entry);

/// "1807.10973" and "hep-ph/0508299" for what a text says with or without "arXiv:".
std::vector<std::string> arxiv_numbers(const std::string& text);

class Bibliography {
 public:
  explicit Bibliography(std::vector<BibliographyEntry> entries);

  const std::vector<BibliographyEntry>& entries() const { return entries_; }
  /// nullptr when there is none.
  const BibliographyEntry* entry(const std::string& key) const;
  /// Keys of the entries that a text refers to, in the order of the text, none twice.
  std::vector<std::string> keys_in(const std::string& text) const;
  /// Keys of the entries that list a name in their field "names".
  std::vector<std::string> keys_of_name(const std::string& name) const;

 private:
  void add_journal_reference(const BibliographyEntry& entry);

  std::vector<BibliographyEntry> entries_;
  std::map<std::string, size_t> by_key_;
  std::map<std::string, std::string> by_reference_;  // arXiv number, DOI, "volume|year|page" -> key
  std::multimap<std::string, std::string> by_name_;
};

/// data/citation/bibliography.bib.
Bibliography load_bibliography();

}  // namespace tridens::io
