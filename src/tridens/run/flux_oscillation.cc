#include "tridens/run/flux_oscillation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/oscillation_parameters.hh"

namespace tridens::run {
namespace {

flux::SterileOscillation sterile_of(const Specification& parsed, const std::string& text) {
  flux::SterileOscillation oscillation;
  const std::map<std::string, double*> mixings = {{"sin2_2theta_ee", &oscillation.u_e4_squared},
                                                  {"sin2_2theta_mumu", &oscillation.u_mu4_squared},
                                                  {"sin2_2theta_tautau", &oscillation.u_tau4_squared}};
  bool mixes = false;
  for (const auto& [key, value] : parsed.settings) {
    if (key == "delta_m2") {
      constexpr double eV2 = units::eV * units::eV;
      oscillation.delta_m2_eV2 = parse_quantity(value, Dimension::energy_squared, key) / eV2;
      if (!(oscillation.delta_m2_eV2 > 0.0) || !std::isfinite(oscillation.delta_m2_eV2)) {
        throw UserError(fmt::format("{} = {}", key, value), "it must be above zero and finite",
                        "its sign does not matter: give the magnitude");
      }
    } else if (key == "appearance") {
      if (value != "yes" && value != "no") unknown_name("choice of appearance", value, {"yes", "no"});
      oscillation.appearance = value == "yes";
    } else if (const auto found = mixings.find(key); found != mixings.end()) {
      *found->second = flux::SterileOscillation::mixing_from_amplitude(parse_number(value, key));
      mixes = true;
    } else {
      unknown_name("setting of sterile", key,
                   {"delta_m2", "sin2_2theta_ee", "sin2_2theta_mumu", "sin2_2theta_tautau", "appearance"});
    }
  }
  if (oscillation.delta_m2_eV2 > 0.0 && mixes) return oscillation;
  throw UserError("oscillation '" + text + "' is incomplete", "it needs a splitting and a mixing",
                  "for example sterile,delta_m2=1.3eV2,sin2_2theta_ee=0.1");
}

/// Uniform matter and what mixes in it.
struct MatterOscillation {
  flux::OscillationParameters parameters;
  flux::ForwardPotential potential;
};

MatterOscillation matter_of(const Specification& parsed, const std::string& text) {
  Specification mixing{"nufit-5.2", {}};
  std::optional<double> density;
  double electrons_per_nucleon = 0.5;
  for (const auto& [key, value] : parsed.settings) {
    if (key == "nufit") {
      mixing.name = value;
    } else if (key == "density_g_cm3") {
      density = parse_quantity(value, Dimension::number, key);
    } else if (key == "electrons_per_nucleon") {
      electrons_per_nucleon = parse_quantity(value, Dimension::number, key);
    } else {
      std::vector<std::string> names = {"nufit", "density_g_cm3", "electrons_per_nucleon"};
      for (const auto& [name, meaning] : flux::oscillation_settings()) names.push_back(name);
      if (std::ranges::find(names, key) == names.end()) unknown_name("setting of matter", key, names);
      mixing.settings.emplace_back(key, value);
    }
  }
  if (!density) {
    throw UserError("oscillation '" + text + "' is incomplete", "it needs the density of the matter on the way",
                    "for example matter,density_g_cm3=2.8; 0 is vacuum");
  }
  return {flux::oscillation_parameters(mixing), flux::standard_potential(*density, electrons_per_nucleon)};
}

flux::Flux in_matter(const flux::Flux& flux, const MatterOscillation& oscillation) {
  const double distance_km = flux.distance_m / 1e3;
  return flux::oscillated(flux, [&](Neutrino from, Flavour to, double energy) {
    // What starts at zero energy has changed as often as it can.
    constexpr double slowest = 1e-9;
    const flux::FlavourTransitions transitions =
        flux::faded_matter_transitions(oscillation.parameters.states, oscillation.potential, from.antiparticle,
                                       std::max(energy, slowest), distance_km);
    return transitions[static_cast<size_t>(from.flavour)][static_cast<size_t>(to)];
  });
}

Specification parsed_kind(const std::string& text) {
  Specification parsed = parse_specification(text, "oscillation");
  if (parsed.name != "sterile" && parsed.name != "matter") {
    unknown_name("oscillation", parsed.name, {"sterile", "matter"});
  }
  return parsed;
}

}  // namespace

std::optional<flux::SterileOscillation> sterile_oscillation(const std::string& text) {
  const Specification parsed = parsed_kind(text);
  if (parsed.name != "sterile") return std::nullopt;
  return sterile_of(parsed, text);
}

void oscillate(const std::string& text, ChosenFlux& chosen, Provenance& provenance) {
  const Specification parsed = parsed_kind(text);
  flux::Flux& flux = chosen.flux;
  if (flux.distance_m <= 0.0) {
    throw UserError("oscillation of the flux " + chosen.label, "it has no single distance to the source",
                    "use a source with a distance: pi-dar or reactor");
  }
  if (parsed.name == "sterile") {
    flux = flux::oscillated(flux, sterile_of(parsed, text), flux.distance_m);
  } else {
    const MatterOscillation oscillation = matter_of(parsed, text);
    flux = in_matter(flux, oscillation);
    provenance.choices.emplace_back("oscillation parameters", oscillation.parameters.description);
  }
  provenance.choices.emplace_back("oscillation", fmt::format("{} over {:g} m", text, flux.distance_m));
}

}  // namespace tridens::run
