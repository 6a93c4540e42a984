#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tridens::run {

/// UserError unless the path ends in one of the endings (".json"): what is written would not be what its name says.
void check_ending(const std::string& path, const std::vector<std::string_view>& endings);

}  // namespace tridens::run
