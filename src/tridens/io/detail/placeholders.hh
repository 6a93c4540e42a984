#pragma once
// Private to the room: texts that hold parameters between braces.
#include <string>
#include <string_view>
#include <vector>

#include "tridens/io/fit_card.hh"

namespace tridens::io::detail {

struct TextPiece {
  std::string text;  // as it stands, or the name between the braces
  bool is_parameter = false;
};

/// The text in pieces. UserError for braces that do not hold a name.
std::vector<TextPiece> pieces_of(std::string_view text);

/// A letter, then letters, digits and underscores.
bool is_parameter_name(std::string_view name);

/// Index of the parameter of that name; UserError with the nearest.
size_t parameter_index(const std::string& name, const std::vector<FitParameterCard>& parameters);

}  // namespace tridens::io::detail
