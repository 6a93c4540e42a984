#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/run/requests.hh"

namespace tridens::python {

void bind_rates(nb::module_& module) {
  nb::class_<run::RateResult> result(module, "RateResult");
  nb::class_<run::RateResult::Part>(result, "Part")
      .def_ro("name", &run::RateResult::Part::name)
      .def_ro("kind", &run::RateResult::Part::kind)
      .def_ro("total", &run::RateResult::Part::total)
      .def_ro("counts", &run::RateResult::Part::counts);
  result.def_ro("experiment", &run::RateResult::experiment)
      .def_ro("title", &run::RateResult::title)
      .def_ro("parts", &run::RateResult::parts)
      .def_ro("signal", &run::RateResult::signal)
      .def_ro("background", &run::RateResult::background)
      .def_ro("observed_total", &run::RateResult::observed_total)
      .def_ro("observable", &run::RateResult::observable)
      .def_ro("unit", &run::RateResult::unit)
      .def_ro("edges", &run::RateResult::edges)
      .def_ro("time_edges_us", &run::RateResult::time_edges_us)
      .def_ro("observed", &run::RateResult::observed)
      .def_ro("relative_error", &run::RateResult::relative_error)
      .def_ro("exposure", &run::RateResult::exposure)
      .def_ro("problems", &run::RateResult::problems)
      .def_ro("provenance", &run::RateResult::provenance);
  module.def(
      "rate",
      [](const std::string& experiment, const io::ModelCard& model, const std::vector<std::string>& processes,
         const std::map<std::string, std::string>& changes, const nb::object& progress) {
        run::RateRequest request;
        request.experiment = experiment;
        request.model = model;
        request.processes = processes;
        request.overrides = changes;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::rate(request);
            },
            progress);
      },
      nb::arg("experiment"), nb::arg("model"), nb::arg("processes"), nb::arg("changes"), nb::arg("progress").none());
}

}  // namespace tridens::python
