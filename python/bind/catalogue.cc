#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

namespace tridens::python {

void bind_catalogue(nb::module_& module) {
  module.def("version", &run::version);
  module.def("list_titles", &run::list_titles);
  module.def(
      "list_names",
      [](const std::string& title) {
        std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> sections;
        for (const run::ListedSection& section : run::list(title)) {
          sections.emplace_back(section.title, std::vector<std::pair<std::string, std::string>>{});
          for (const run::ListedName& name : section.names) {
            sections.back().second.emplace_back(name.name, name.description);
          }
        }
        return sections;
      },
      nb::arg("title"));
  nb::class_<run::ShowResult>(module, "ShowResult")
      .def_ro("name", &run::ShowResult::name)
      .def_ro("kind", &run::ShowResult::kind)
      .def_ro("lines", &run::ShowResult::lines);
  module.def("show", &run::show, nb::arg("name"));
}

}  // namespace tridens::python
