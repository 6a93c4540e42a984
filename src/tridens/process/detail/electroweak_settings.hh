#pragma once
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/process/registry.hh"

// Settings of the electroweak processes.
namespace tridens::process::detail {

/// UserError when the request has another model: both amplitudes are those of the Standard Model.
inline void require_standard_model(const ProcessRequest& request, const std::string& process) {
  if (request.model && request.model->info().name != "sm") {
    throw UserError("the process '" + process + "' with the model '" + request.model->info().name + "'",
                    "its amplitude is that of the Standard Model", "use the model sm");
  }
}

/// A mass that must be of the size of those of W and Z.
inline double boson_mass(const ProcessRequest& request, const std::string& setting) {
  const std::string& text = request.settings.at(setting);
  const double mass = parse_quantity(text, Dimension::energy, setting);
  if (!(mass >= 50.0 && mass <= 150.0)) throw UserError(setting + " is " + text, "it must be 50 to 150 GeV", "");
  return mass;
}

}  // namespace tridens::process::detail
