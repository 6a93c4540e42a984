#include "tridens/run/init.hh"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"

namespace tridens::python {

void bind_init(nb::module_& module) {
  nb::class_<run::InitKind>(module, "InitKind")
      .def_ro("name", &run::InitKind::name)
      .def_ro("title", &run::InitKind::title)
      .def_ro("file", &run::InitKind::file)
      .def_ro("options", &run::InitKind::options);
  module.def("init_kinds", &run::init_kinds);
  nb::class_<run::InitResult>(module, "InitResult")
      .def_ro("kind", &run::InitResult::kind)
      .def_ro("output", &run::InitResult::output)
      .def_ro("text", &run::InitResult::text)
      .def_ro("next", &run::InitResult::next);
  module.def(
      "init",
      [](const std::string& kind, const std::string& output, bool only_text, bool force, const std::string& process,
         const std::string& neutrino, const std::string& pair, const std::string& target,
         const std::optional<io::ModelCard>& model, const std::optional<io::FluxCard>& flux,
         const std::vector<std::string>& experiments, const std::vector<std::string>& parameters) {
        return run::init(
            {kind, output, force, only_text, process, neutrino, pair, target, model, flux, experiments, parameters});
      },
      nb::arg("kind"), nb::arg("output"), nb::arg("only_text"), nb::arg("force"), nb::arg("process"),
      nb::arg("neutrino"), nb::arg("pair"), nb::arg("target"), nb::arg("model").none(), nb::arg("flux").none(),
      nb::arg("experiments"), nb::arg("parameters"));
}

}  // namespace tridens::python
