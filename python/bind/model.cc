#include "tridens/model/model.hh"

#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>

#include "bind.hh"

namespace tridens::python {

void bind_model(nb::module_& module) {
  nb::class_<model::Parameter>(module, "Parameter")
      .def_ro("name", &model::Parameter::name)
      .def_ro("meaning", &model::Parameter::meaning)
      .def_ro("default", &model::Parameter::default_text)
      .def_ro("lowest", &model::Parameter::lowest)
      .def_ro("highest", &model::Parameter::highest);
  nb::class_<model::ModelInfo>(module, "ModelInfo")
      .def_ro("name", &model::ModelInfo::name)
      .def_ro("title", &model::ModelInfo::title)
      .def_ro("lagrangian", &model::ModelInfo::lagrangian)
      .def_ro("parameters", &model::ModelInfo::parameters)
      .def_ro("papers", &model::ModelInfo::papers)
      .def_ro("validity", &model::ModelInfo::validity)
      .def_ro("processes", &model::ModelInfo::processes);
  nb::class_<model::Model>(module, "Model")
      .def("info", &model::Model::info)
      .def("resolved", &model::Model::resolved)
      .def(
          "trident_couplings",
          [](const model::Model& model, const std::string& neutrino, const std::string& pair) {
            const auto [minus, plus] = model::parse_lepton_pair(pair);
            const model::LeptonVertex vertex =
                model.trident_vertex(model::trident_channel(parse_neutrino(neutrino), minus, plus));
            return std::pair<double, double>(vertex.V, vertex.A);
          },
          nb::arg("neutrino"), nb::arg("pair"));
  module.def(
      "make_model",
      [](const std::string& name, const model::Settings& settings) {
        return std::const_pointer_cast<model::Model>(model::make_model(name, settings));
      },
      nb::arg("name"), nb::arg("settings"));
  module.def("models", &model::models);
}

}  // namespace tridens::python
