#include "tridens/base/error.hh"

#include <algorithm>
#include <cctype>
#include <climits>

namespace tridens {
namespace {

std::string sentence(std::string_view problem, std::string_view why, std::string_view suggestion) {
  std::string text(problem);
  if (!why.empty()) text.append(" (").append(why).append(")");
  if (!suggestion.empty()) text.append(" ").append(suggestion);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

UserError::UserError(std::string_view problem, std::string_view why, std::string_view suggestion)
    : std::runtime_error(sentence(problem, why, suggestion)) {}

Failure::Failure(std::string_view problem, std::string_view why, std::string_view suggestion)
    : std::runtime_error(sentence(problem, why, suggestion)) {}

int edit_distance(std::string_view a, std::string_view b) {
  const size_t columns = b.size() + 1;
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(columns, 0));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (size_t j = 0; j <= b.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const int substitution = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string wanted = lower(name);
  const int limit = std::max<int>(2, static_cast<int>(wanted.size()) / 2);
  int best = INT_MAX;
  std::string result;
  for (const std::string& candidate : candidates) {
    const std::string text = lower(candidate);
    const bool begins = wanted.size() >= 3 && text.rfind(wanted, 0) == 0;
    const int distance = text == wanted ? 0 : begins ? 1 : edit_distance(wanted, text);
    if (distance < best && distance <= limit) {
      best = distance;
      result = candidate;
    }
  }
  return result;
}

void unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string>& candidates) {
  std::string known = "known: ";
  constexpr size_t shown = 12;
  for (size_t i = 0; i < std::min(candidates.size(), shown); ++i) {
    if (i > 0) known += ", ";
    known += candidates[i];
  }
  if (candidates.size() > shown) known += ", ... (" + std::to_string(candidates.size()) + " in all)";
  if (candidates.empty()) known = "none is known here";
  const std::string near = nearest_name(name, candidates);
  throw UserError("unknown " + std::string(kind) + " '" + std::string(name) + "'", known,
                  near.empty() ? "" : "did you mean '" + near + "'?");
}

}  // namespace tridens
