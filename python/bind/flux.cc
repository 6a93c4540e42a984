#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrays.hh"
#include "bind.hh"
#include "tridens/run/setup.hh"

namespace tridens::python {
namespace {

const char* kind_name(flux::Spectrum::Kind kind) {
  switch (kind) {
    case flux::Spectrum::Kind::histogram:
      return "histogram";
    case flux::Spectrum::Kind::points:
      return "points";
    default:
      return "line";
  }
}

}  // namespace

void bind_flux(nb::module_& module) {
  nb::class_<flux::Spectrum>(module, "Spectrum", "Energy spectrum of one neutrino species.")
      .def_prop_ro("kind", [](const flux::Spectrum& spectrum) { return kind_name(spectrum.kind); })
      // Arrays of their own: they stay when the spectrum goes.
      .def_prop_ro(
          "energy_GeV", [](const flux::Spectrum& spectrum) { return to_array(spectrum.energies); },
          nb::rv_policy::automatic)
      .def_prop_ro(
          "density", [](const flux::Spectrum& spectrum) { return to_array(spectrum.density); },
          nb::rv_policy::automatic)
      .def("integral", [](const flux::Spectrum& spectrum) { return spectrum.integral(); })
      .def("mean_energy_GeV", &flux::Spectrum::mean_energy);
  nb::class_<flux::Flux>(module, "Flux")
      .def_ro("name", &flux::Flux::name)
      .def_ro("title", &flux::Flux::title)
      .def_ro("source", &flux::Flux::source)
      .def_ro("problems", &flux::Flux::problems)
      .def_ro("exposure_unit", &flux::Flux::exposure_unit)
      .def_prop_ro("absolute",
                   [](const flux::Flux& flux) { return flux.normalisation == flux::Normalisation::absolute; })
      .def_prop_ro("spectra", [](const flux::Flux& flux) {
        std::map<std::string, flux::Spectrum> spectra;
        for (const auto& [pdg, spectrum] : flux.spectra) spectra.emplace(particle_name(pdg), spectrum);
        return spectra;
      });
  module.def(
      "choose_flux",
      [](const io::FluxCard& card, const std::string& neutrino) { return run::choose_flux(card, "", neutrino).flux; },
      nb::arg("card"), nb::arg("neutrino"));
}

}  // namespace tridens::python
