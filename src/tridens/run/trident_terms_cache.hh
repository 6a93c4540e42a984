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

/// Name of the file of a definition.
std::string stored_terms_name(const std::string& definition);
/// What the folders of tables hold for a definition, together: nothing where there is no file, or a damaged one.
StoredTerms read_stored_terms(const std::string& definition, const std::vector<std::string>& folders);
/// Adds to what is in a folder; whole or not at all. One that cannot be written costs time only, so that is no error.
void keep_stored_terms(const StoredTerms& terms, const std::string& folder);

}  // namespace tridens::run
