#pragma once
#include <complex>
#include <string_view>

#include "tridens/model/model.hh"

namespace tridens::model::detail {

/// Value of a parameter: from the settings, else its default. Checks the unit and the range.
double value_of(const Parameter& parameter, const Settings& settings, std::string_view model);
/// The same for a parameter that may be complex, "0.1", "-0.2i", "0.1+0.05i": the range holds for both parts.
std::complex<double> complex_value_of(const Parameter& parameter, const Settings& settings, std::string_view model);
/// The value of a setting that is one of a few words: from the settings, else the first.
std::string choice_of(std::string_view key, const std::vector<std::string>& choices, const Settings& settings);
/// UserError for settings that no parameter knows.
void check_names(const std::vector<Parameter>& parameters, const Settings& settings, std::string_view model);
/// Text of a value that reads back to the same number, with the unit of the dimension (GeV for energies).
std::string value_text(double value, Dimension dimension);
/// Text of a complex number that reads back to the same: "0.1", "0.1+0.05i".
std::string complex_text(std::complex<double> value);
/// Reads "0.1", "-0.2i", "0.1+0.05i"; UserError otherwise.
std::complex<double> parse_complex(std::string_view text, std::string_view what);

}  // namespace tridens::model::detail
