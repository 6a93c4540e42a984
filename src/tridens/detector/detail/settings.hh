#pragma once
// Private to the room: the settings of a specification "name,key=value,...", read strictly.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/quantity.hh"

namespace tridens::detector::detail {

class Settings {
 public:
  /// `kind` names the thing in messages: "quenching". UserError for a setting that is not in `known`.
  Settings(std::string kind, Specification given, const std::vector<std::string>& known);

  const std::string& name() const { return given_.name; }
  bool has(std::string_view key) const { return find(key) != nullptr; }
  /// A plain number; UserError when it is missing.
  double number(std::string_view key) const;
  double number(std::string_view key, double fallback) const;
  double positive(std::string_view key) const;
  /// An energy with its unit, GeV, not negative.
  double energy(std::string_view key, double fallback) const;
  bool yes(std::string_view key) const;
  /// "quenching lindhard: "
  [[noreturn]] void refuse(std::string_view key, std::string_view why, std::string_view suggestion = "") const;

 private:
  const std::string* find(std::string_view key) const;
  const std::string& required(std::string_view key) const;

  std::string kind_;
  Specification given_;
};

}  // namespace tridens::detector::detail
