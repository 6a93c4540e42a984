#include "tridens/io/detail/placeholders.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::io::detail {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

}  // namespace

bool is_parameter_name(std::string_view name) {
  return !name.empty() && letters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(name_characters) == std::string_view::npos;
}

std::vector<TextPiece> pieces_of(std::string_view text) {
  std::vector<TextPiece> pieces;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t open = rest.find_first_of("{}");
    if (open != 0) pieces.push_back({std::string(rest.substr(0, open)), false});
    if (open == std::string_view::npos) break;
    const size_t close = rest.find('}', open);
    const std::string_view name =
        rest[open] == '{' && close != std::string_view::npos ? rest.substr(open + 1, close - open - 1) : "";
    if (!is_parameter_name(name)) {
      throw UserError(fmt::format("'{}' has braces without a name between them", text),
                      "{name} stands for the value of a parameter", "write for example \"{mass} GeV\"");
    }
    pieces.push_back({std::string(name), true});
    rest.remove_prefix(close + 1);
  }
  return pieces;
}

size_t parameter_index(const std::string& name, const std::vector<FitParameterCard>& parameters) {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const FitParameterCard& parameter) { return parameter.name == name; });
  if (found == parameters.end()) {
    std::vector<std::string> names(parameters.size());
    std::transform(parameters.begin(), parameters.end(), names.begin(), [](const auto& each) { return each.name; });
    unknown_name("parameter", name, names);
  }
  return static_cast<size_t>(found - parameters.begin());
}

}  // namespace tridens::io::detail
