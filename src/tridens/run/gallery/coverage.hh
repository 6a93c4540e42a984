#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

// What the gallery is meant to cover: the figures and tables of five talks, slide by slide (data/gallery).
namespace tridens::run::gallery {

/// A slide that shows figures, tables or numbers.
struct Slide {
  std::string talk, heading, shows;
  std::vector<std::string> entries;  // that compute it, in part or in full
  std::string reason;                // what is not computed and why; "" where the entries are all of it
};

/// How an entry is found and repeated.
struct Guide {
  std::vector<std::string> capabilities;
  std::string command;  // of the program, that gives its main numbers by itself; "" where only `reproduce` does
};

struct Coverage {
  std::vector<std::pair<std::string, std::string>> talks;         // key, speaker and title
  std::vector<std::pair<std::string, std::string>> capabilities;  // letter, name
  std::vector<Slide> slides;
  std::map<std::string, Guide> guides;  // by id
  std::map<std::string, std::string> checksums;
};

/// From data/gallery/slides.csv and entries.csv. UserError for an unknown capability or an id that comes twice.
Coverage read_coverage();

}  // namespace tridens::run::gallery
