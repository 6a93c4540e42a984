#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/io/run_card.hh"

namespace tridens::python {
namespace {

void bind_sections(nb::module_& module) {
  nb::class_<io::ProcessCard>(module, "ProcessCard", "What [process] of a run card says.")
      .def(nb::init<>())
      .def_rw("name", &io::ProcessCard::name)
      .def_rw("neutrino", &io::ProcessCard::neutrino)
      .def_rw("pair", &io::ProcessCard::pair)
      .def_rw("target", &io::ProcessCard::target)
      .def_rw("components", &io::ProcessCard::components)
      .def_rw("form_factor", &io::ProcessCard::form_factor)
      .def_rw("nucleon_form_factor", &io::ProcessCard::nucleon_form_factor)
      .def_rw("pauli", &io::ProcessCard::pauli)
      .def_rw("pauli_kf", &io::ProcessCard::pauli_kf)
      .def_rw("neutron_form_factor", &io::ProcessCard::neutron_form_factor)
      .def_rw("kinematics", &io::ProcessCard::kinematics)
      .def_rw("axial", &io::ProcessCard::axial)
      .def_rw("binding", &io::ProcessCard::binding)
      .def_rw("recoil_min", &io::ProcessCard::recoil_min)
      .def_rw("recoil_max", &io::ProcessCard::recoil_max)
      .def_rw("settings", &io::ProcessCard::settings);
  nb::class_<io::ModelCard>(module, "ModelCard", "What [model] of a card says.")
      .def(nb::init<>())
      .def_rw("name", &io::ModelCard::name)
      .def_rw("settings", &io::ModelCard::settings);
  nb::class_<io::FluxCard>(module, "FluxCard", "What [flux] of a run card says: exactly one is not empty.")
      .def(nb::init<>())
      .def_rw("name", &io::FluxCard::name)
      .def_rw("file", &io::FluxCard::file)
      .def_rw("energy", &io::FluxCard::energy)
      .def_rw("analytic", &io::FluxCard::analytic)
      .def_rw("source", &io::FluxCard::source);
  nb::class_<io::ExposureCard>(module, "ExposureCard", "What [exposure] of a run card says.")
      .def(nb::init<>())
      .def_rw("mass", &io::ExposureCard::mass)
      .def_rw("pot", &io::ExposureCard::pot)
      .def_rw("time", &io::ExposureCard::time)
      .def_rw("inverse_femtobarns", &io::ExposureCard::inverse_femtobarns)
      .def_rw("bursts", &io::ExposureCard::bursts);
  nb::class_<io::PrecisionCard>(module, "PrecisionCard", "What [precision] of a run card says.")
      .def(nb::init<>())
      .def_rw("relative", &io::PrecisionCard::relative)
      .def_rw("method", &io::PrecisionCard::method);
}

}  // namespace

void bind_cards(nb::module_& module) {
  bind_sections(module);
  nb::class_<io::RunCard>(module, "RunCard", "A whole run card.")
      .def_prop_ro(
          "text", [](const io::RunCard& card) { return io::resolved_text(card); },
          "The card with every default written out, as TOML.");
  // The command line changes these two of a card; so does Python.
  module.def(
      "with_events",
      [](io::RunCard card, std::optional<std::uint64_t> events, std::optional<std::uint64_t> seed) {
        if (events) card.generate.events = *events;
        if (seed) card.generate.seed = *seed;
        return card;
      },
      nb::arg("card"), nb::arg("events").none(), nb::arg("seed").none());
  module.def("read_run_card", &io::read_run_card, nb::arg("path"));
  module.def(
      "parse_run_card",
      [](const std::string& text, const std::string& origin, const std::string& folder) {
        return io::parse_run_card(text, origin, folder);
      },
      nb::arg("text"), nb::arg("origin"), nb::arg("folder") = "");
  nb::class_<io::FitCard>(module, "FitCard", "A whole fit card.")
      .def_prop_ro(
          "text", [](const io::FitCard& card) { return io::resolved_text(card); },
          "The card with every default written out, as TOML.");
  module.def("read_fit_card", &io::read_fit_card, nb::arg("path"));
  module.def(
      "parse_fit_card",
      [](const std::string& text, const std::string& origin, const std::string& folder) {
        return io::parse_fit_card(text, origin, folder);
      },
      nb::arg("text"), nb::arg("origin"), nb::arg("folder") = "");
  module.def(
      "process_kind",
      [](const std::string& name) {
        switch (io::kind_of(name)) {
          case io::ProcessKind::trident:
            return "trident";
          case io::ProcessKind::elastic:
            return "elastic";
          default:
            return "registered";
        }
      },
      nb::arg("name"), "Which settings a process has: 'trident', 'elastic' or 'registered'.");
}

}  // namespace tridens::python
