#pragma once
#include <string>
#include <string_view>

// Run cards, fit cards and experiments are all TOML, and easily taken for each other.
namespace tridens::io {

enum class CardKind { run_card, fit_card, experiment };

/// UserError that names what the text is and the verb for it, when it is clearly another kind than the one wanted. A
/// text of no clear kind passes: its reader knows better what is wrong with it.
void refuse_other_kinds(std::string_view text, const std::string& path, CardKind wanted);

}  // namespace tridens::io
