#include "tridens/matter/earth.hh"

#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "arrays.hh"
#include "bind.hh"
#include "tridens/base/error.hh"
#include "tridens/flux/source_composition.hh"
#include "tridens/rate/attenuation.hh"
#include "tridens/run/telescope_setup.hh"

// What happens to neutrinos on their way: absorption in the Earth, mixing in vacuum.
namespace tridens::python {
namespace {

/// (cosine * energies + energy)
std::vector<double> transmissions(const std::vector<std::string>& processes, const io::ModelCard& model,
                                  const std::string& neutrino, const std::vector<double>& energies_GeV,
                                  const std::vector<double>& cos_zeniths, double depth_km, const std::string& outermost,
                                  Call& call) {
  const Neutrino species = parse_neutrino(neutrino);
  const auto [lowest, highest] = std::ranges::minmax(energies_GeV);
  rate::CurveStore store;
  const double above = highest * (1.0 + 1e-9) + (highest > lowest ? 0.0 : highest);
  const auto reactions = [&](const matter::Material& material, Neutrino one) {
    return run::telescope_reactions(processes, model, material, one, above);
  };
  const rate::EarthAbsorption absorption(matter::EarthModel::preliminary_reference(outermost), depth_km, reactions,
                                         {species}, lowest, above, store);
  std::vector<double> result;
  call.all = cos_zeniths.size();
  for (const double cosine : cos_zeniths) {
    if (call.stop) throw Failure("stopped", "a signal came", "nothing was kept");
    const matter::EarthModel::Chord chord = absorption.chord(cosine);
    for (const double energy : energies_GeV) result.push_back(absorption.transmission(species, energy, chord));
    ++call.done;
  }
  return result;
}

flux::NeutrinoMixing mixing(const std::string& parameters) {
  return flux::NeutrinoMixing(flux::mixing_parameters(parameters));
}

std::vector<double> fractions_at_earth(const std::string& source, const flux::NeutrinoMixing& mixing) {
  const flux::FlavourComposition earth = flux::at_earth(flux::source_composition(source), mixing.averaged());
  return {earth.of(Flavour::electron), earth.of(Flavour::muon), earth.of(Flavour::tau)};
}

/// Of draws from the errors of the parameters, as flux::flavour_spread makes them: (draw * 3 + flavour).
std::vector<double> drawn_fractions(const std::string& source, const std::string& parameters, int samples,
                                    std::uint64_t seed) {
  const flux::MixingParameters measured = flux::mixing_parameters(parameters);
  constexpr std::uint64_t purpose = 0x747269616e676c65;  // "triangle"
  std::vector<double> result;
  for (int i = 0; i < samples; ++i) {
    RandomStream stream(seed, purpose, static_cast<std::uint64_t>(i));
    const std::vector<double> one = fractions_at_earth(source, flux::NeutrinoMixing::drawn(measured, stream));
    result.insert(result.end(), one.begin(), one.end());
  }
  return result;
}

}  // namespace

void bind_earth(nb::module_& module) {
  module.def(
      "earth_transmission",
      [](const std::vector<std::string>& processes, const io::ModelCard& model, const std::string& neutrino,
         const std::vector<double>& energies_GeV, const std::vector<double>& cos_zeniths, double depth_km,
         const std::string& outermost, const nb::object& progress) {
        return to_array(interruptible(
            [&](Call& call) {
              return transmissions(processes, model, neutrino, energies_GeV, cos_zeniths, depth_km, outermost, call);
            },
            progress));
      },
      nb::arg("processes"), nb::arg("model"), nb::arg("neutrino"), nb::arg("energies_GeV"), nb::arg("cos_zeniths"),
      nb::arg("depth_km"), nb::arg("outermost"), nb::arg("progress").none());
  module.def("earth_radius_km", [] { return matter::EarthModel::preliminary_reference().radius_km(); });
  module.def("mixing_parameter_names", &flux::mixing_parameter_names);
  module.def(
      "vacuum_probability",
      [](const std::string& from, const std::string& to, const std::vector<double>& energies_GeV,
         const std::vector<double>& distances_km, const std::string& parameters) {
        const Neutrino start = parse_neutrino(from), end = parse_neutrino(to);
        if (start.antiparticle != end.antiparticle) {
          throw UserError(from + " to " + to,
                          "mixing turns neutrinos into neutrinos and antineutrinos into antineutrinos",
                          "choose two of the same kind");
        }
        const flux::NeutrinoMixing matrix = mixing(parameters);
        std::vector<double> result;
        for (size_t i = 0; i < energies_GeV.size(); ++i) {
          result.push_back(
              matrix.probability(start.flavour, end.flavour, start.antiparticle, energies_GeV[i], distances_km.at(i)));
        }
        return to_array(std::move(result));
      },
      nb::arg("from_"), nb::arg("to"), nb::arg("energies_GeV"), nb::arg("distances_km"), nb::arg("parameters"));
  module.def(
      "flavours_at_source",
      [](const std::string& source) {
        const flux::FlavourComposition emitted = flux::source_composition(source);
        return std::vector<double>{emitted.of(Flavour::electron), emitted.of(Flavour::muon), emitted.of(Flavour::tau)};
      },
      nb::arg("source"));
  module.def(
      "flavours_at_earth",
      [](const std::string& source, const std::string& parameters) {
        return fractions_at_earth(source, mixing(parameters));
      },
      nb::arg("source"), nb::arg("parameters"));
  module.def(
      "drawn_flavours_at_earth",
      [](const std::string& source, const std::string& parameters, int samples, std::uint64_t seed) {
        return to_array(drawn_fractions(source, parameters, samples, seed));
      },
      nb::arg("source"), nb::arg("parameters"), nb::arg("samples"), nb::arg("seed"));
}

}  // namespace tridens::python
