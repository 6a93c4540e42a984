#pragma once
#include <string>
#include <vector>

namespace tridens::run {

/// The names of list(title) alone, or of all lists, without reading the files that some of them stand for: quick
/// enough to be asked at every press of a key. UserError with the nearest title.
std::vector<std::string> listed_names(const std::string& title);

}  // namespace tridens::run
