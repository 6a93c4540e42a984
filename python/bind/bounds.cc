#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/run/bounds/request.hh"

namespace tridens::python {
namespace {

const char* shape_name(run::bounds::Shape shape) {
  switch (shape) {
    case run::bounds::Shape::upper_limit:
      return "upper limit";
    case run::bounds::Shape::points:
      return "points";
    case run::bounds::Shape::region:
      return "region";
    case run::bounds::Shape::between:
      return "between";
    case run::bounds::Shape::preferred:
      return "preferred";
  }
  return "";
}

void bind_one(nb::module_& module) {
  nb::class_<run::bounds::BoundCurve>(module, "BoundCurve")
      .def_ro("mass", &run::bounds::BoundCurve::mass)
      .def_ro("coupling", &run::bounds::BoundCurve::coupling)
      .def_ro("upper", &run::bounds::BoundCurve::upper);
  nb::class_<run::ComputedBound>(module, "ComputedBound")
      .def_ro("curves", &run::ComputedBound::curves)
      .def_ro("settings", &run::ComputedBound::settings)
      .def_prop_ro("name", [](const run::ComputedBound& bound) { return bound.info.name; })
      .def_prop_ro("title", [](const run::ComputedBound& bound) { return bound.info.title; })
      .def_prop_ro("shape", [](const run::ComputedBound& bound) { return shape_name(bound.info.shape); })
      .def_prop_ro("computed",
                   [](const run::ComputedBound& bound) { return bound.info.kind == run::bounds::Kind::computed; })
      .def_prop_ro("projection", [](const run::ComputedBound& bound) { return bound.info.projection; })
      .def_prop_ro("year", [](const run::ComputedBound& bound) { return bound.info.year; })
      .def_prop_ro("confidence", [](const run::ComputedBound& bound) { return bound.info.confidence; })
      .def_prop_ro("exposure", [](const run::ComputedBound& bound) { return bound.info.exposure; })
      .def_prop_ro("assumptions", [](const run::ComputedBound& bound) { return bound.info.assumptions; })
      .def_prop_ro("papers", [](const run::ComputedBound& bound) { return bound.info.papers; });
}

}  // namespace

void bind_bounds(nb::module_& module) {
  bind_one(module);
  nb::class_<run::BoundsResult>(module, "BoundsResult")
      .def_ro("bounds", &run::BoundsResult::bounds)
      .def_ro("provenance", &run::BoundsResult::provenance)
      .def_prop_ro("title", [](const run::BoundsResult& result) { return result.plane.title; })
      .def_prop_ro("particle", [](const run::BoundsResult& result) { return result.plane.particle; })
      .def_prop_ro("missing", [](const run::BoundsResult& result) { return result.plane.missing; })
      .def_prop_ro("coupling", [](const run::BoundsResult& result) { return result.plane.coupling; });
  module.def(
      "bounds",
      [](const std::string& plane, const std::optional<run::bounds::Charges>& charges, bool axial,
         const std::vector<std::string>& names, const std::vector<std::string>& files, double lowest_mass_GeV,
         double highest_mass_GeV, int points_per_decade,
         const std::vector<std::pair<std::string, std::string>>& settings, int threads) {
        run::BoundsRequest request;
        request.plane = plane;
        request.charges = charges;
        request.axial = axial;
        request.names = names;
        request.files = files;
        request.lowest_mass_GeV = lowest_mass_GeV;
        request.highest_mass_GeV = highest_mass_GeV;
        request.points_per_decade = points_per_decade;
        request.settings = settings;
        request.threads = threads;
        return interruptible(
            [&](Call& call) {
              request.stop = &call.stop;
              return run::compute_bounds(request);
            },
            nb::none());
      },
      nb::arg("plane"), nb::arg("charges").none(), nb::arg("axial"), nb::arg("names"), nb::arg("files"),
      nb::arg("lowest_mass_GeV"), nb::arg("highest_mass_GeV"), nb::arg("points_per_decade"), nb::arg("settings"),
      nb::arg("threads"));
}

}  // namespace tridens::python
