#include "tridens/process/detail/target_settings.hh"

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::process::detail {

std::vector<ProcessSetting> target_settings() {
  return {{"form-factor", "of nuclei, such as fermi2,c=3.53fm,a=0.542fm (in a card)", "default"},
          {"nucleon-form-factor", "dipole, alberico, kelly", "default"},
          {"fermi-momentum", "of bound nucleons; 0 MeV switches Pauli blocking off", "235 MeV"}};
}

std::vector<std::string> joined_words(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == '+') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

void choose_components(const std::string& text, const std::vector<std::pair<std::string, bool*>>& parts) {
  if (text == "all") return;
  for (const auto& [name, flag] : parts) *flag = false;
  for (const std::string& word : joined_words(text)) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.first == word; });
    if (found == parts.end()) {
      std::vector<std::string> known = {"all"};
      for (const auto& [name, flag] : parts) known.push_back(name);
      unknown_name("component", word, known);
    }
    *found->second = true;
  }
}

}  // namespace tridens::process::detail
