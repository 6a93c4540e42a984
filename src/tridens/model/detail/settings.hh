#pragma once
#include <string_view>

#include "tridens/model/model.hh"

namespace tridens::model::detail {

/// Value of a parameter: from the settings, else its default. Checks the unit and the range.
double value_of(const Parameter& parameter, const Settings& settings, std::string_view model);
/// UserError for settings that no parameter knows.
void check_names(const std::vector<Parameter>& parameters, const Settings& settings, std::string_view model);
/// Text of a value that reads back to the same number, with the unit of the dimension (GeV for energies).
std::string value_text(double value, Dimension dimension);

}  // namespace tridens::model::detail
