#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux::detail {

/// The settings of a source, "reactor,power=3.9GW,distance=17.1m", checked against its SourceInfo.
class SourceSettings {
 public:
  /// UserError for a key that the source does not have (with the nearest), one given twice or without a value, and a
  /// missing key whose default_text is empty.
  SourceSettings(std::string_view specification, const SourceInfo& info);

  /// True when the user wrote the key; otherwise the default holds.
  bool given(std::string_view key) const;
  /// What the user wrote, or the default_text.
  const std::string& text(std::string_view key) const;
  /// A quantity with its unit, greater than zero, returned in the unit of the dimension.
  double positive(std::string_view key, Dimension dimension) const;
  /// A quantity with its unit between two bounds, both included (both in the unit of the dimension).
  double between(std::string_view key, Dimension dimension, double lowest, double highest) const;
  /// A plain number between two bounds, both included.
  double number(std::string_view key, double lowest, double highest) const;
  /// Plain numbers separated by '/', such as "0.58/0.07/0.30/0.05": as many as `count`, none negative.
  std::vector<double> numbers(std::string_view key, size_t count) const;
  /// One of the given words; UserError with the nearest.
  std::string choice(std::string_view key, const std::vector<std::string>& words) const;
  /// Words separated by '+', such as "8B+hep", each one of the given ones and none twice. "all" stands for all.
  std::vector<std::string> choices(std::string_view key, const std::vector<std::string>& words) const;
  /// Throws: "source NAME cannot use KEY=VALUE (why) suggestion".
  [[noreturn]] void refuse(std::string_view key, std::string_view why, std::string_view suggestion = "") const;

 private:
  Specification specification_;
  std::vector<SourceParameter> parameters_;

  const SourceParameter& parameter(std::string_view key) const;
  const std::string* written(std::string_view key) const;
};

}  // namespace tridens::flux::detail
