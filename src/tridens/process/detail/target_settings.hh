#pragma once
#include <string>
#include <utility>
#include <vector>

#include "tridens/process/process.hh"

// Settings that processes on nuclei and their nucleons share.
namespace tridens::process::detail {

/// form-factor, nucleon-form-factor and fermi-momentum.
std::vector<ProcessSetting> target_settings();

/// The words that '+' joins.
std::vector<std::string> joined_words(const std::string& text);

/// Sets the parts that are named and clears the others; "all" leaves them as they are. UserError with the nearest name.
void choose_components(const std::string& text, const std::vector<std::pair<std::string, bool*>>& parts);

}  // namespace tridens::process::detail
