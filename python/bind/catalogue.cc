#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/base/error.hh"
#include "tridens/run/cite.hh"
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
  module.def(
      "nearest_name",
      [](const std::string& name, const std::vector<std::string>& candidates) {
        return nearest_name(name, candidates);
      },
      nb::arg("name"), nb::arg("candidates"));
  module.def(
      "tables",
      [](bool build, bool force, const std::string& folder, int threads) {
        run::TablesRequest request;
        request.build = build;
        request.force = force;
        request.folder = folder;
        request.threads = threads;
        const run::TablesResult result = interruptible(
            [&](Call& call) {
              request.stop = &call.stop;
              return run::tables(request);
            },
            nb::none());
        std::vector<std::pair<std::string, bool>> present;
        for (const run::TablesResult::Row& row : result.rows) present.emplace_back(row.name, row.present);
        return present;
      },
      nb::arg("build"), nb::arg("force"), nb::arg("folder"), nb::arg("threads"));
  nb::class_<run::CiteResult::Citation>(module, "Citation")
      .def_prop_ro("key", [](const run::CiteResult::Citation& one) { return one.entry.key; })
      .def_prop_ro("type", [](const run::CiteResult::Citation& one) { return one.entry.type; })
      .def_prop_ro("fields", [](const run::CiteResult::Citation& one) { return one.entry.printed_fields(); })
      .def_prop_ro("authors", [](const run::CiteResult::Citation& one) { return io::authors_of(one.entry); })
      .def_prop_ro("bibtex", [](const run::CiteResult::Citation& one) { return io::bibtex_of(one.entry); })
      .def_ro("reasons", &run::CiteResult::Citation::reasons);
  nb::class_<run::CiteResult>(module, "CiteResult")
      .def_ro("version", &run::CiteResult::version)
      .def_ro("citations", &run::CiteResult::citations)
      .def_ro("unknown", &run::CiteResult::unknown)
      .def_ro("own", &run::CiteResult::own)
      .def_ro("unconfirmed", &run::CiteResult::unconfirmed);
  module.def(
      "cite",
      [](const std::string& result, const std::string& json) {
        return run::cite({result, json});
      },
      nb::arg("result"), nb::arg("json"));
}

}  // namespace tridens::python
