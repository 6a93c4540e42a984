#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tridens/process/trident.hh"

namespace tridens::run {

/// Integrals of the channels of one experiment as kept on disk. The definition is a text with everything the numbers
/// depend on; a file whose definition is another one is not used.
struct StoredTerms {
  std::string definition;
  std::optional<std::vector<process::TridentTerms>> standard;  // per channel, no mediator
  double relative_error = 0.0;
  std::map<int, std::vector<process::TridentTerms>> nodes;  // number of the mass node -> per channel
};

/// What the user's cache holds for a definition: nothing when there is no file, or a damaged one.
StoredTerms read_stored_terms(const std::string& definition);
/// Adds to what is there; whole or not at all. A cache that cannot be written costs time only, so that is no error.
void keep_stored_terms(const StoredTerms& terms);

}  // namespace tridens::run
