#pragma once
#include <string>
#include <vector>

#include "tridens/io/run_card.hh"

// The parts of a new card that processes and models write themselves: their settings with meaning and default.
namespace tridens::run {

/// Lines of [process]: what is given and what must be given in use, the others as comments with their defaults.
std::string process_setting_lines(const std::string& process, const io::Settings& given);

/// A setting of a model that is fitted, with the range to start from in `unit`.
struct FittedSetting {
  std::string name, unit;  // unit behind the number, "" for none
  std::string value;       // with the place of the number: "{mass} MeV"
  double min = 0.0, max = 0.0;
  bool logarithmic = false;
};

/// "eps_ee_dV" or "eps_ee_dV=-0.3:0.7" of a model. UserError with the nearest name, for what is no number, and for a
/// range that is none.
FittedSetting fitted_setting(const std::string& model, const std::string& text);
/// The first settings of a model that a fit would take.
std::vector<std::string> usual_parameters(const std::string& model, size_t count);

/// Lines of [model]: what is given, what must be given and what is fitted in use, the others as comments with their
/// defaults. `elastic`: the defaults are those of elastic scattering.
std::string model_lines(const io::ModelCard& model, const std::vector<FittedSetting>& fitted, bool elastic);

/// A [[parameter]].
std::string parameter_lines(const FittedSetting& setting, bool one);

}  // namespace tridens::run
