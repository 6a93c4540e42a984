#include "tridens/model/dark_matter_settings.hh"

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"

namespace tridens::model {
namespace {

constexpr const char* example = "give dark-matter,mass=10MeV,epsilon=1e-4";

}  // namespace

std::vector<DarkMatterKey> dark_matter_keys() {
  return {{"mass", "of chi, the lighter state", ""},
          {"spin", "scalar or fermion", "scalar"},
          {"mediator-mass", "of the dark photon", "3 x mass"},
          {"epsilon", "kinetic mixing: this or y", "none"},
          {"y", "epsilon^2 alpha_D (mass/mediator-mass)^4, in place of epsilon", "none"},
          {"alpha-D", "coupling of the dark photon to chi", "0.5"},
          {"splitting", "mass of chi2 above chi", "0 MeV"}};
}

DarkMatter dark_matter_of(const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> values, chosen;
  std::vector<std::string> known;
  for (const DarkMatterKey& key : dark_matter_keys()) {
    known.push_back(key.name);
    values[key.name] = key.default_text;
  }
  for (const auto& [key, text] : settings) {
    if (!values.contains(key)) unknown_name("setting of dark matter", key, known);
    if (text != values[key]) chosen[key] = text;
    values[key] = text;
  }
  if (!chosen.contains("mass")) throw UserError("dark matter without a mass", "nothing else says it", example);
  if (chosen.contains("epsilon") == chosen.contains("y")) {
    throw UserError("dark matter with " + std::string(chosen.contains("y") ? "epsilon and y" : "neither epsilon nor y"),
                    "one follows from the other", example);
  }
  DarkMatter matter;
  matter.mass = parse_quantity(values["mass"], Dimension::energy, "mass");
  matter.mediator_mass = chosen.contains("mediator-mass")
                             ? parse_quantity(chosen["mediator-mass"], Dimension::energy, "mediator-mass")
                             : 3.0 * matter.mass;
  matter.spin = parse_dark_matter_spin(values["spin"]);
  matter.alpha_D = parse_quantity(values["alpha-D"], Dimension::number, "alpha-D");
  matter.splitting = parse_quantity(values["splitting"], Dimension::energy, "splitting");
  matter.epsilon = 1e-4;
  if (chosen.contains("epsilon")) matter.epsilon = parse_quantity(chosen["epsilon"], Dimension::number, "epsilon");
  matter.check();
  return chosen.contains("y") ? with_y(matter, parse_quantity(chosen["y"], Dimension::number, "y")) : matter;
}

}  // namespace tridens::model
