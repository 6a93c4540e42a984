#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

// What the gallery covers: figures and tables of talks, slide by slide (data/gallery/slides.toml), and what belongs to
// each of its entries beside the calculation (data/gallery/entries.toml).
namespace tridens::io {

/// A slide that shows figures, tables or numbers.
struct Slide {
  std::string talk, heading, shows;
  std::vector<std::string> entries;  // that compute it, in part or in full
  std::string not_possible;          // what is not computed, and why; "" where the entries are all of it
};

/// How an entry is found, understood and repeated.
struct EntryGuide {
  std::vector<std::string> topics;
  std::string computes;  // one paragraph
  std::string command;   // of the program, for its main numbers; "" where only `tridens reproduce` gives them
};

struct Coverage {
  std::vector<std::pair<std::string, std::string>> talks;  // beginning of the ids, speaker and title
  std::vector<Slide> slides;
  std::vector<std::string> topics;
  std::map<std::string, EntryGuide> guides;  // by id
};

/// UserError with file and line for unknown keys, talks and topics, a slide without entries that does not say why, an
/// entry that does not say what it computes.
Coverage parse_coverage(std::string_view slides, std::string_view entries);

struct LoadedCoverage {
  Coverage coverage;
  std::string slides, entries;  // the bytes of the files, for checksums
};
/// From the data folder.
LoadedCoverage load_coverage();

}  // namespace tridens::io
