// Millicharged particles of the atmosphere in Super-Kamiokande, JUNO and IceCube: rate/millicharge_rate.cc. The
// coupling of the plane is epsilon^2.
#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/rate/millicharge_rate.hh"
#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

constexpr double heaviest = 12.0;  // GeV: Drell-Yan pairs beyond are too rare for any of the searches

bool yes_or_no(const std::string& key, const std::string& value) {
  if (value != "yes" && value != "no") {
    throw UserError(fmt::format("setting {}={} of a millicharge bound", key, value), "it is yes or no");
  }
  return value == "yes";
}

/// Production by the settings of a bound; UserError for unknown keys.
rate::MillichargeInputs inputs_of(const std::vector<std::pair<std::string, std::string>>& settings) {
  rate::MillichargeInputs inputs;
  for (const auto& [key, value] : settings) {
    if (key == "bremsstrahlung") {
      inputs.bremsstrahlung = yes_or_no(key, value);
    } else if (key == "drell-yan") {
      inputs.drell_yan = yes_or_no(key, value);
    } else if (key == "off-shell-scale") {
      inputs.off_shell_scale = value == "none" ? 0.0 : parse_quantity(value, Dimension::energy, "off-shell scale");
    } else if (key == "splitting") {
      inputs.splitting = process::parse_splitting_form(value);
    } else if (key == "rigidity-cutoff") {
      inputs.rigidity_cutoff = parse_number(value, "rigidity cutoff in GV");
    } else {
      unknown_name("setting of a millicharge bound", key,
                   {"bremsstrahlung", "drell-yan", "off-shell-scale", "splitting", "rigidity-cutoff"});
    }
  }
  return inputs;
}

std::vector<BoundCurve> limits(const rate::MillichargeSearch& search, const BoundRequest& request) {
  const rate::MillichargeProduction production(inputs_of(request.settings));
  const rate::MillichargeEvents events(search);
  BoundCurve curve;
  for (const double mass : masses_of(request, plane("millicharge"), 0.0, heaviest)) {
    double lowest = 0.0, highest = 0.0;
    if (!events.excluded(production.flux(mass), lowest, highest)) continue;
    curve.mass.push_back(mass);
    curve.coupling.push_back(lowest);
    curve.upper.push_back(highest > 0.0 ? highest : 1.0);
  }
  if (curve.mass.empty()) return {};
  return {curve};
}

Bound bound_of(const rate::MillichargeSearch& search) {
  Bound bound;
  bound.info.name = search.name;
  bound.info.title = search.title + ", computed";
  bound.info.plane = "millicharge";
  bound.info.shape = Shape::between;
  bound.info.year = search.name == "super-kamiokande" ? 2012 : 2024;
  bound.info.exposure = fmt::format("{:.1f} kt yr", search.mass_tonnes() * search.years * 1e-3);
  bound.info.confidence = "90 % CL";
  bound.info.assumptions =
      search.assumptions +
      "; cosmic rays H3a; excluded up to where the Earth stops the particles, at most to epsilon = 1";
  bound.info.papers = {"2002.11732", "2104.13924", "2406.01668"};
  bound.info.projection = search.name != "super-kamiokande";
  bound.info.formula = "N(eps^2) > N_excluded, N = eps^2 T (S/4) int dOmega dE Phi(E) <P(n sigma L)>";
  bound.info.settings = {
      {"bremsstrahlung", "production by proton bremsstrahlung", "yes"},
      {"drell-yan", "production by quarks and antiquarks", "yes"},
      {"off-shell-scale", "of the proton that radiates, or none", "1 GeV"},
      {"splitting", "equivalent-boson or initial-state", "equivalent-boson"},
      {"rigidity-cutoff", "of the cosmic rays, GV", "0"},
  };
  bound.compute = [search](const BoundRequest& request) { return limits(search, request); };
  return bound;
}

}  // namespace

std::vector<Bound> millicharge_bounds() {
  std::vector<Bound> all;
  for (const rate::MillichargeSearch& search : rate::millicharge_searches()) all.push_back(bound_of(search));
  return all;
}

}  // namespace tridens::run::bounds
