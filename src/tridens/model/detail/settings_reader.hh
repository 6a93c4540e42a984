#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/model/standard_model.hh"

namespace tridens::model::detail {

/// The parameters of the Standard Model, which every model that extends it has too.
std::vector<Parameter> with_standard_parameters(std::vector<Parameter> own);

/// Reads the settings of a model against its parameters and writes down what is in use: the text of the user where he
/// gave one, so that it reads back to the same number.
class SettingsReader {
 public:
  /// UserError for a setting that no parameter knows.
  SettingsReader(ModelInfo info, const Settings& settings);
  bool given(const std::string& name) const { return settings_.contains(name); }
  /// Whether anything is given whose name begins like this.
  bool any_given(const std::string& beginning) const;
  /// The value, or its default; UserError for a wrong unit, a value out of range, or a missing one without default.
  double value(const std::string& name);
  /// The value, or `fallback` when it is not given.
  double value_or(const std::string& name, double fallback);
  /// One of the words; UserError otherwise.
  std::string choice(const std::string& name, const std::vector<std::string>& words);
  const Settings& resolved() const { return resolved_; }

 private:
  const Parameter& parameter(const std::string& name) const;

  ModelInfo info_;
  Settings settings_, resolved_;
};

/// UserError that says that no coupling is given: a zero must be asked for. `example`: settings that give one.
[[noreturn]] void no_coupling(std::string_view model, std::string_view example);

}  // namespace tridens::model::detail
