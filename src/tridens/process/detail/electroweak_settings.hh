#pragma once
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/process/registry.hh"

// Settings of the electroweak processes.
namespace tridens::process::detail {

/// A mass that must be of the size of those of W and Z.
inline double boson_mass(const ProcessRequest& request, const std::string& setting) {
  const std::string& text = request.settings.at(setting);
  const double mass = parse_quantity(text, Dimension::energy, setting);
  if (!(mass >= 50.0 && mass <= 150.0)) throw UserError(setting + " is " + text, "it must be 50 to 150 GeV", "");
  return mass;
}

}  // namespace tridens::process::detail
