// Millicharged particles of the atmosphere in Super-Kamiokande, JUNO and IceCube: rate/millicharge_rate.cc. The
// coupling of the plane is epsilon^2.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>

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

constexpr const char* choices[] = {"bremsstrahlung", "drell-yan", "off-shell-scale", "splitting", "rigidity-cutoff"};

rate::MillichargeInputs inputs_of(const SettingValues& settings) {
  const auto yes = [&](const char* name) { return yes_or_no(name, settings.text(name)); };
  const std::string& scale = settings.text("off-shell-scale");
  rate::MillichargeInputs inputs;
  inputs.bremsstrahlung = yes("bremsstrahlung");
  inputs.drell_yan = yes("drell-yan");
  inputs.off_shell_scale = scale == "none" ? 0.0 : parse_quantity(scale, Dimension::energy, "off-shell scale");
  inputs.splitting = process::parse_splitting_form(settings.text("splitting"));
  inputs.rigidity_cutoff = parse_number(settings.text("rigidity-cutoff"), "rigidity cutoff in GV");
  return inputs;
}

/// Fluxes at the surface of the Earth, which all searches share: each made once per choice of settings and mass.
class SharedFluxes {
 public:
  std::shared_ptr<const rate::MillichargeFlux> at(const SettingValues& settings, double mass) {
    std::string key;
    for (const char* choice : choices) key += settings.text(choice) + ";";
    const std::lock_guard lock(mutex_);
    Made& made = made_[key];
    if (!made.production) made.production = std::make_unique<rate::MillichargeProduction>(inputs_of(settings));
    auto& flux = made.fluxes[mass];
    if (!flux) flux = std::make_shared<rate::MillichargeFlux>(made.production->flux(mass));
    return flux;
  }

 private:
  struct Made {
    std::unique_ptr<rate::MillichargeProduction> production;
    std::map<double, std::shared_ptr<const rate::MillichargeFlux>> fluxes;
  };
  std::mutex mutex_;
  std::map<std::string, Made> made_;
};

std::vector<BoundCurve> limits(const rate::MillichargeSearch& search, SharedFluxes& fluxes,
                               const SettingValues& settings, const BoundRequest& request) {
  const rate::MillichargeEvents events(search);
  BoundCurve curve;
  for (const double mass : masses_of(request, plane("millicharge"), 0.0, heaviest)) {
    double lowest = 0.0, highest = 0.0;
    if (!events.excluded(*fluxes.at(settings, mass), lowest, highest)) continue;
    curve.mass.push_back(mass);
    curve.coupling.push_back(lowest);
    curve.upper.push_back(highest > 0.0 ? highest : 1.0);
  }
  if (curve.mass.empty()) return {};
  return {curve};
}

Bound bound_of(const rate::MillichargeSearch& search, const std::shared_ptr<SharedFluxes>& fluxes) {
  BoundInfo info;
  info.name = search.name;
  info.title = search.title + ", computed";
  info.plane = "millicharge";
  info.shape = Shape::between;
  info.year = search.name == "super-kamiokande" ? 2012 : 2024;
  info.exposure = fmt::format("{:.1f} kt yr", search.mass_tonnes() * search.years * 1e-3);
  info.confidence = "90 % CL";
  info.assumptions = search.assumptions +
                     "; cosmic rays H3a; excluded up to where the Earth stops the particles, at most to epsilon = 1";
  info.papers = {"2002.11732", "2104.13924", "2406.01668"};
  info.projection = search.name != "super-kamiokande";
  info.formula = "N(eps^2) > N_excluded, N = eps^2 T (S/4) int dOmega dE Phi(E) <P(n sigma L)>";
  info.settings = {
      {"bremsstrahlung", "production by proton bremsstrahlung", "yes"},
      {"drell-yan", "production by quarks and antiquarks", "yes"},
      {"off-shell-scale", "of the proton that radiates, or none", "1 GeV"},
      {"splitting", "equivalent-boson or initial-state", "equivalent-boson"},
      {"rigidity-cutoff", "of the cosmic rays, GV", "0"},
  };
  return calculated(info, [search, fluxes](const SettingValues& settings, const BoundRequest& request) {
    return limits(search, *fluxes, settings, request);
  });
}

}  // namespace

std::vector<Bound> millicharge_bounds() {
  std::vector<Bound> all;
  const auto fluxes = std::make_shared<SharedFluxes>();
  for (const rate::MillichargeSearch& search : rate::millicharge_searches()) all.push_back(bound_of(search, fluxes));
  return all;
}

}  // namespace tridens::run::bounds
