#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bind.hh"
#include "tridens/run/requests.hh"

namespace tridens::python {
namespace {

void bind_provenance(nb::module_& module) {
  nb::class_<run::Provenance>(module, "Provenance", "Where a result comes from: enough to compute it again.")
      .def(nb::init<>())
      .def_rw("version", &run::Provenance::version)
      .def_rw("choices", &run::Provenance::choices)
      .def_rw("data_checksums", &run::Provenance::data_checksums)
      .def_rw("citations_arxiv", &run::Provenance::citations_arxiv)
      .def_rw("warnings", &run::Provenance::warnings);
}

void bind_trident(nb::module_& module) {
  nb::class_<run::XsecRow>(module, "XsecRow")
      .def_ro("neutrino", &run::XsecRow::neutrino)
      .def_ro("pair", &run::XsecRow::pair)
      .def_ro("energy_GeV", &run::XsecRow::energy_GeV)
      .def_ro("component", &run::XsecRow::component)
      .def_ro("sigma_fb", &run::XsecRow::sigma_fb)
      .def_ro("error_fb", &run::XsecRow::error_fb)
      .def_ro("spread_fb", &run::XsecRow::spread_fb)
      .def_ro("events", &run::XsecRow::events)
      .def_ro("below_threshold", &run::XsecRow::below_threshold);
  nb::class_<run::XsecResult>(module, "XsecResult")
      .def_ro("rows", &run::XsecResult::rows)
      .def_ro("per", &run::XsecResult::per)
      .def_ro("flux", &run::XsecResult::flux)
      .def_ro("provenance", &run::XsecResult::provenance);
  module.def(
      "xsec",
      [](const io::ProcessCard& process, const io::ModelCard& model, const std::vector<double>& energies_GeV,
         const std::optional<io::FluxCard>& flux, const std::optional<io::ExposureCard>& exposure,
         const io::PrecisionCard& precision, bool spread, std::uint64_t seed, int threads, const nb::object& progress) {
        run::XsecRequest request;
        request.process = process;
        request.model = model;
        request.energies_GeV = energies_GeV;
        request.flux = flux;
        request.exposure = exposure;
        request.precision = precision;
        request.spread = spread;
        request.seed = seed;
        request.threads = threads;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::xsec(request);
            },
            progress);
      },
      nb::arg("process"), nb::arg("model"), nb::arg("energies_GeV"), nb::arg("flux").none(), nb::arg("exposure").none(),
      nb::arg("precision"), nb::arg("spread"), nb::arg("seed"), nb::arg("threads"), nb::arg("progress").none());
}

void bind_elastic(nb::module_& module) {
  nb::class_<run::ElasticXsecRow>(module, "ElasticXsecRow")
      .def_ro("neutrino", &run::ElasticXsecRow::neutrino)
      .def_ro("energy_GeV", &run::ElasticXsecRow::energy_GeV)
      .def_ro("recoil_keV", &run::ElasticXsecRow::recoil_keV)
      .def_ro("energy_theta2_MeV", &run::ElasticXsecRow::energy_theta2_MeV)
      .def_ro("value", &run::ElasticXsecRow::value)
      .def_ro("error", &run::ElasticXsecRow::error)
      .def_ro("events", &run::ElasticXsecRow::events)
      .def_ro("below_threshold", &run::ElasticXsecRow::below_threshold)
      .def_ro("components", &run::ElasticXsecRow::components);
  nb::class_<run::ElasticXsecResult>(module, "ElasticXsecResult")
      .def_ro("rows", &run::ElasticXsecResult::rows)
      .def_ro("per", &run::ElasticXsecResult::per)
      .def_ro("flux", &run::ElasticXsecResult::flux)
      .def_ro("provenance", &run::ElasticXsecResult::provenance);
  module.def(
      "elastic_xsec",
      [](const io::ProcessCard& process, const io::ModelCard& model, const std::vector<double>& energies_GeV,
         const std::optional<io::FluxCard>& flux, const std::optional<io::ExposureCard>& exposure,
         const std::vector<double>& recoils_GeV, const std::vector<double>& energy_theta2_GeV,
         const nb::object& progress) {
        run::ElasticXsecRequest request;
        request.process = process;
        request.model = model;
        request.energies_GeV = energies_GeV;
        request.flux = flux;
        request.exposure = exposure;
        request.recoils_GeV = recoils_GeV;
        request.energy_theta2_GeV = energy_theta2_GeV;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::elastic_xsec(request);
            },
            progress);
      },
      nb::arg("process"), nb::arg("model"), nb::arg("energies_GeV"), nb::arg("flux").none(), nb::arg("exposure").none(),
      nb::arg("recoils_GeV"), nb::arg("energy_theta2_GeV"), nb::arg("progress").none());
}

void bind_registered(nb::module_& module) {
  nb::class_<run::ProcessXsecRow>(module, "ProcessXsecRow")
      .def_ro("neutrino", &run::ProcessXsecRow::neutrino)
      .def_ro("energy_GeV", &run::ProcessXsecRow::energy_GeV)
      .def_ro("point", &run::ProcessXsecRow::point)
      .def_ro("value", &run::ProcessXsecRow::value)
      .def_ro("error", &run::ProcessXsecRow::error)
      .def_ro("events", &run::ProcessXsecRow::events)
      .def_ro("below_threshold", &run::ProcessXsecRow::below_threshold)
      .def_ro("components", &run::ProcessXsecRow::components);
  nb::class_<run::ProcessXsecResult>(module, "ProcessXsecResult")
      .def_ro("rows", &run::ProcessXsecResult::rows)
      .def_ro("unit", &run::ProcessXsecResult::unit)
      .def_ro("per", &run::ProcessXsecResult::per)
      .def_ro("flux", &run::ProcessXsecResult::flux)
      .def_ro("provenance", &run::ProcessXsecResult::provenance);
  module.def(
      "process_xsec",
      [](const io::ProcessCard& process, const io::ModelCard& model, const std::vector<double>& energies_GeV,
         const std::optional<io::FluxCard>& flux, const std::optional<io::ExposureCard>& exposure,
         const std::vector<std::map<std::string, std::string>>& points, const std::string& folder, int threads,
         const nb::object& progress) {
        run::ProcessXsecRequest request;
        request.process = process;
        request.model = model;
        request.energies_GeV = energies_GeV;
        request.flux = flux;
        request.exposure = exposure;
        request.points = points;
        request.folder = folder;
        request.threads = threads;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::process_xsec(request);
            },
            progress);
      },
      nb::arg("process"), nb::arg("model"), nb::arg("energies_GeV"), nb::arg("flux").none(), nb::arg("exposure").none(),
      nb::arg("points"), nb::arg("folder"), nb::arg("threads"), nb::arg("progress").none());
}

}  // namespace

void bind_cross_sections(nb::module_& module) {
  bind_provenance(module);
  bind_trident(module);
  bind_elastic(module);
  bind_registered(module);
}

}  // namespace tridens::python
