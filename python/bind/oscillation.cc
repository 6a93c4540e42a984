#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrays.hh"
#include "bind.hh"
#include "tridens/base/error.hh"
#include "tridens/flux/earth_oscillation.hh"
#include "tridens/flux/oscillation_parameters.hh"
#include "tridens/io/run_card.hh"
#include "tridens/rate/neutrino_potential.hh"

// Oscillation in matter.
namespace tridens::python {
namespace {

/// From one neutrino to another of the same kind.
struct Channel {
  Neutrino from, to;
  Channel(const std::string& first, const std::string& second)
      : from(parse_neutrino(first)), to(parse_neutrino(second)) {
    if (from.antiparticle == to.antiparticle) return;
    throw UserError(first + " to " + second,
                    "mixing turns neutrinos into neutrinos and antineutrinos into antineutrinos",
                    "choose two of the same kind");
  }
  double of(const flux::FlavourTransitions& transitions) const {
    return transitions[static_cast<size_t>(from.flavour)][static_cast<size_t>(to.flavour)];
  }
};

std::vector<double> in_uniform_matter(const Channel& channel, const std::vector<double>& energies_GeV,
                                      const std::vector<double>& distances_km,
                                      const std::vector<double>& densities_g_cm3, double electrons_per_nucleon,
                                      const io::ModelCard& card, const std::string& parameters) {
  const flux::OscillationParameters mixing = flux::oscillation_parameters(parameters);
  const auto model = model::make_model(card.name, card.settings);
  std::vector<double> result;
  flux::ForwardPotential potential;
  for (size_t i = 0; i < energies_GeV.size(); ++i) {
    if (i == 0 || densities_g_cm3.at(i) != densities_g_cm3[i - 1]) {
      potential = rate::uniform_potential(*model, densities_g_cm3.at(i), electrons_per_nucleon);
    }
    result.push_back(channel.of(flux::matter_transitions(mixing.states, potential, channel.from.antiparticle,
                                                         energies_GeV[i], distances_km.at(i))));
  }
  return result;
}

}  // namespace

void bind_oscillation(nb::module_& module) {
  module.def(
      "matter_probability",
      [](const std::string& from, const std::string& to, const std::vector<double>& energies_GeV,
         const std::vector<double>& distances_km, const std::vector<double>& densities_g_cm3,
         double electrons_per_nucleon, const io::ModelCard& model, const std::string& parameters) {
        const Channel channel(from, to);
        return to_array(in_uniform_matter(channel, energies_GeV, distances_km, densities_g_cm3, electrons_per_nucleon,
                                          model, parameters));
      },
      nb::arg("from_"), nb::arg("to"), nb::arg("energies_GeV"), nb::arg("distances_km"), nb::arg("densities_g_cm3"),
      nb::arg("electrons_per_nucleon"), nb::arg("model"), nb::arg("parameters"));
  module.def(
      "earth_oscillogram",
      [](const std::string& from, const std::string& to, const std::vector<double>& energies_GeV,
         const std::vector<double>& cos_zeniths, const io::ModelCard& card, double depth_km, double height_km,
         double shell_km, const std::string& outermost, const std::string& parameters) {
        const Channel channel(from, to);
        const flux::OscillationParameters mixing = flux::oscillation_parameters(parameters);
        const matter::EarthModel earth = matter::EarthModel::preliminary_reference(outermost);
        const flux::EarthOscillation oscillation(
            earth, mixing.states, {depth_km, height_km, shell_km},
            rate::potential_in_earth(model::make_model(card.name, card.settings), earth));
        std::vector<double> result;
        for (const flux::FlavourTransitions& one : interruptible(
                 [&](Call& call) {
                   return oscillation.oscillogram(channel.from.antiparticle, energies_GeV, cos_zeniths, 1, &call.stop);
                 },
                 nb::none())) {
          result.push_back(channel.of(one));
        }
        return std::pair(to_array(std::move(result)), mixing.description);
      },
      nb::arg("from_"), nb::arg("to"), nb::arg("energies_GeV"), nb::arg("cos_zeniths"), nb::arg("model"),
      nb::arg("depth_km"), nb::arg("height_km"), nb::arg("shell_km"), nb::arg("outermost"), nb::arg("parameters"));
}

}  // namespace tridens::python
