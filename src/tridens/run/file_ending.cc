#include "tridens/run/file_ending.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "tridens/base/error.hh"

namespace tridens::run {

void check_ending(const std::string& path, const std::vector<std::string_view>& endings) {
  const std::string name = std::filesystem::path(path).filename().string();
  const bool fits = std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return name.size() > ending.size() && name.ends_with(ending);
  });
  if (fits) return;
  throw UserError(fmt::format("the output '{}' does not end in {}", path, fmt::join(endings, " or ")),
                  "the ending says what is written", fmt::format("name it for example 'result{}'", endings.front()));
}

}  // namespace tridens::run
