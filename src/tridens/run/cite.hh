#pragma once
#include <string>
#include <vector>

#include "tridens/io/bibliography.hh"

// What to cite for a result: Tridens, and the papers of every physics input that entered it.
namespace tridens::run {

struct CiteRequest {
  std::string result;  // a file that Tridens wrote, or a name of `list`
  std::string json;    // in place of a file: the JSON of a result
};

struct CiteResult {
  struct Citation {
    io::BibliographyEntry entry;
    std::vector<std::string> reasons;  // "flux dune-nd-fhc", "form factor fourier-bessel"
  };
  std::string version;                   // of the Tridens that made the result
  std::vector<Citation> citations;       // Tridens first, then in the order in which the result names its inputs
  std::vector<std::string> unknown;      // references that the result states and that the bibliography does not have
  std::vector<std::string> own;          // inputs that no publication stands behind
  std::vector<std::string> unconfirmed;  // keys of papers whose authors and title were not compared with a source
};

/// UserError for a file that is no result of Tridens, and for an unknown name.
CiteResult cite(const CiteRequest& request);

}  // namespace tridens::run
