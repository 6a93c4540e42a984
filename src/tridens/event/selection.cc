#include "tridens/event/selection.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/units.hh"

namespace tridens::event {
namespace {

/// A bound in the unit that users write; parse_value reads it back.
std::string bound_text(const Variable& variable, double value) {
  switch (variable.unit) {
    case VariableUnit::energy:
      return fmt::format("{:.12g} GeV", value);
    case VariableUnit::energy_squared:
      return fmt::format("{:.12g} GeV2", value);
    case VariableUnit::angle:
      return fmt::format("{:.12g} deg", value / units::degree);
    case VariableUnit::number:
      break;
  }
  return fmt::format("{:.12g}", value);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

struct Pieces {
  std::vector<std::string_view> parts;
  std::vector<char> signs;
};

/// Splits at <, >, <=, >=.
Pieces split(std::string_view text) {
  Pieces pieces;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '<' && text[i] != '>') continue;
    pieces.parts.push_back(trimmed(text.substr(start, i - start)));
    pieces.signs.push_back(text[i]);
    if (i + 1 < text.size() && text[i + 1] == '=') ++i;
    start = i + 1;
  }
  pieces.parts.push_back(trimmed(text.substr(std::min(start, text.size()))));
  return pieces;
}

[[noreturn]] void bad_cut(std::string_view text, std::string_view why) {
  throw UserError(fmt::format("bad cut '{}'", text), why,
                  "write 'angle_minus < 15 deg' or '5 deg < angle_between < 20 deg'");
}

void require_range(const Cut& cut, std::string_view text) {
  if (!(cut.minimum < cut.maximum)) bad_cut(text, "no value can pass it");
}

Cut below(std::string_view name, double maximum) {
  Cut cut;
  cut.variable = &variable(name);
  cut.maximum = maximum;
  return cut;
}

Selection pair_selection(std::string_view name, std::vector<Cut> cuts) {
  return {std::string(name), "P. Ballett et al., arXiv:1902.08579", std::move(cuts)};
}

}  // namespace

bool Cut::passes(const Kinematics& kinematics) const {
  const double value = variable->value(kinematics);
  if (std::isnan(value)) throw Failure(fmt::format("variable '{}' is not a number", variable->name), "");
  return value >= minimum && value < maximum;
}

std::string Cut::text() const {
  const bool low = std::isfinite(minimum), high = std::isfinite(maximum);
  if (low && high) {
    return fmt::format("{} < {} < {}", bound_text(*variable, minimum), variable->name, bound_text(*variable, maximum));
  }
  if (low) return fmt::format("{} > {}", variable->name, bound_text(*variable, minimum));
  return fmt::format("{} < {}", variable->name, bound_text(*variable, maximum));
}

Cut parse_cut(std::string_view text) {
  const Pieces pieces = split(text);
  Cut cut;
  if (pieces.parts.size() == 2) {
    cut.variable = &variable(pieces.parts[0]);
    (pieces.signs[0] == '<' ? cut.maximum : cut.minimum) = parse_value(*cut.variable, pieces.parts[1]);
  } else if (pieces.parts.size() == 3) {
    if (pieces.signs[0] != '<' || pieces.signs[1] != '<') bad_cut(text, "a range is written with two '<'");
    cut.variable = &variable(pieces.parts[1]);
    cut.minimum = parse_value(*cut.variable, pieces.parts[0]);
    cut.maximum = parse_value(*cut.variable, pieces.parts[2]);
  } else {
    bad_cut(text, "a cut compares a variable with one or two bounds");
  }
  require_range(cut, text);
  return cut;
}

void Selection::check(std::span<const std::vector<int>> final_states) const {
  for (const Cut& cut : cuts) {
    if (cut.variable == nullptr) throw UserError("bad cut", "it names no variable");
    require_range(cut, cut.text());
    require_available(*cut.variable, final_states);
  }
}

std::vector<std::string> Selection::stages() const {
  std::vector<std::string> names = {"all", "charged leptons seen"};
  for (const Cut& cut : cuts) names.push_back(cut.text());
  return names;
}

size_t Selection::stages_passed(const Kinematics& observed) const {
  if (!observed.all_leptons_seen()) return 1;
  size_t passed = 2;
  for (const Cut& cut : cuts) {
    if (!cut.passes(observed)) return passed;
    ++passed;
  }
  return passed;
}

std::vector<std::string> selection_names() {
  return {"none", "dune-mumu-1902.08579", "dune-ee-1902.08579", "dune-emu-1902.08579", "dune-nue-1902.08579"};
}

Selection make_selection(std::string_view name) {
  const double degree = units::degree;
  if (name == "none") return {};
  if (name == "dune-mumu-1902.08579") {
    return pair_selection(name, {below("invariant_mass_squared", 0.2), below("angle_minus", 15 * degree),
                                 below("angle_plus", 15 * degree), below("angle_between", 20 * degree)});
  }
  if (name == "dune-ee-1902.08579") {
    return pair_selection(name, {below("invariant_mass_squared", 0.1), below("angle_minus", 20 * degree),
                                 below("angle_plus", 20 * degree), below("angle_between", 40 * degree)});
  }
  if (name == "dune-emu-1902.08579") {
    return pair_selection(name, {below("invariant_mass_squared", 0.1), below("angle_between", 20 * degree),
                                 below("angle_electron", 40 * degree), below("angle_muon", 20 * degree)});
  }
  if (name == "dune-nue-1902.08579") {
    Cut cut;
    cut.variable = &variable("kinetic_energy_electron");
    cut.minimum = 600.0 * units::MeV;
    return pair_selection(name, {cut});
  }
  unknown_name("selection", name, selection_names());
}

Selection dune_selection(int pdg_minus, int pdg_plus) {
  const int minus = std::abs(pdg_minus), plus = std::abs(pdg_plus);
  if (minus == 13 && plus == 13) return make_selection("dune-mumu-1902.08579");
  if (minus == 11 && plus == 11) return make_selection("dune-ee-1902.08579");
  if ((minus == 11 && plus == 13) || (minus == 13 && plus == 11)) return make_selection("dune-emu-1902.08579");
  throw UserError(fmt::format("no DUNE selection for {}{}", particle_name(pdg_minus), particle_name(pdg_plus)),
                  "arXiv:1902.08579 has cuts for mu-mu+, e-e+, e-mu+ and mu-e+", "give the cuts one by one");
}

CutFlow::Efficiency CutFlow::efficiency(size_t stage) const {
  const BinContent &all = stages.at(0), &pass = stages.at(stage);
  if (!(all.sum_of_weights > 0.0)) throw Failure("no efficiency", "no event was generated");
  const double value = pass.sum_of_weights / all.sum_of_weights;
  const double variance = (1.0 - 2.0 * value) * pass.sum_of_squares + value * value * all.sum_of_squares;
  // Rounding can leave a tiny negative variance when everything passes.
  return {value, std::sqrt(std::max(0.0, variance)) / all.sum_of_weights};
}

void CutFlow::merge(const CutFlow& other) {
  if (stages.size() != other.stages.size()) throw UserError("cut flows cannot be merged", "their cuts differ");
  for (size_t i = 0; i < stages.size(); ++i) stages[i].merge(other.stages[i]);
}

void CutFlow::scale(double factor) {
  for (BinContent& stage : stages) stage.scale(factor);
}

}  // namespace tridens::event
