#include "tridens/io/card_kind.hh"

#include <fmt/format.h>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

struct Sign {
  CardKind kind;
  std::string_view table;
};

/// Tables that only one kind has, those of an experiment before [process], which it may have too.
constexpr Sign signs[] = {{CardKind::fit_card, "[fit]"},      {CardKind::experiment, "[observable]"},
                          {CardKind::experiment, "[target]"}, {CardKind::experiment, "[fiducial]"},
                          {CardKind::run_card, "[process]"},  {CardKind::run_card, "[generate]"}};

std::string_view name(CardKind kind) {
  return kind == CardKind::run_card ? "a run card" : kind == CardKind::fit_card ? "a fit card" : "an experiment";
}

std::string_view verbs(CardKind kind) {
  return kind == CardKind::run_card   ? "use 'tridens generate' or 'tridens histogram'"
         : kind == CardKind::fit_card ? "use 'tridens fit' or 'tridens scan'"
                                      : "use 'tridens show' or 'tridens rate'";
}

/// A line that is the table.
bool has(std::string_view text, std::string_view table) {
  for (size_t at = text.find(table); at != std::string_view::npos; at = text.find(table, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace

void refuse_other_kinds(std::string_view text, const std::string& path, CardKind wanted) {
  for (const Sign& sign : signs) {
    if (!has(text, sign.table)) continue;
    if (sign.kind == wanted) return;
    throw UserError(fmt::format("{} is {}, not {}", path, name(sign.kind), name(wanted)),
                    fmt::format("it has {}", sign.table), verbs(sign.kind));
  }
}

}  // namespace tridens::io
