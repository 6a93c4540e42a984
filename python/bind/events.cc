#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "arrays.hh"
#include "bind.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/event_setup.hh"

namespace tridens::python {
namespace {

constexpr std::uint64_t chunk_events = 2000;

/// Columns of a sample: one row an event, and one row a particle.
struct Sample {
  std::vector<std::int64_t> number, process_id, first_particle;
  std::vector<double> weight, time_s;
  std::vector<std::vector<double>> variation_weights;  // per variation
  std::vector<std::int64_t> pdg, status;
  std::vector<double> px, py, pz, energy, mass;
  event::RunInfo run;
  run::Provenance provenance;
  double cross_section_cm2 = 0.0, cross_section_error_cm2 = 0.0;
  std::string per;
  std::optional<double> expected_events;

  void add(const event::Event& event) {
    number.push_back(static_cast<std::int64_t>(event.number));
    process_id.push_back(event.process_id);
    weight.push_back(event.weight);
    time_s.push_back(event.time_s);
    for (size_t v = 0; v < variation_weights.size(); ++v) variation_weights[v].push_back(event.variation_weights[v]);
    for (const event::Particle& particle : event.particles) {
      pdg.push_back(particle.pdg);
      status.push_back(static_cast<std::int64_t>(particle.status));
      energy.push_back(particle.momentum.e);
      px.push_back(particle.momentum.x);
      py.push_back(particle.momentum.y);
      pz.push_back(particle.momentum.z);
      mass.push_back(particle.mass);
    }
    first_particle.push_back(static_cast<std::int64_t>(pdg.size()));
  }
};

Sample sample(const io::RunCard& card, Call& call) {
  (void)run::check_names(card);
  const run::EventSetup setup = run::make_event_setup(card);
  Sample result;
  result.first_particle.push_back(0);
  result.variation_weights.resize(setup.variations.size());
  call.all = card.generate.events;
  std::vector<event::Event> events;
  for (std::uint64_t first = 0; first < card.generate.events; first += chunk_events) {
    if (call.stop) throw Interrupted("stopped", "a signal came", "nothing was kept");
    events.assign(std::min(chunk_events, card.generate.events - first), {});
    setup.generator->generate(first, events);
    for (const event::Event& event : events) result.add(event);
    call.done = first + events.size();
  }
  result.run = setup.run;
  result.provenance = setup.provenance;
  result.cross_section_cm2 = setup.cross_section / units::cm2;
  result.cross_section_error_cm2 = setup.cross_section_error / units::cm2;
  result.per = setup.nominal.target.unit;
  result.expected_events = setup.expected_events;
  return result;
}

nb::dict event_columns(const Sample& sample) {
  nb::dict columns;
  columns["number"] = to_array(sample.number);
  columns["process_id"] = to_array(sample.process_id);
  columns["first_particle"] = to_array(sample.first_particle);
  columns["weight"] = to_array(sample.weight);
  if (sample.run.has_event_time) columns["time_s"] = to_array(sample.time_s);
  for (size_t v = 0; v < sample.variation_weights.size(); ++v) {
    const std::string name = "weight:" + sample.run.variation_names[v];
    columns[name.c_str()] = to_array(sample.variation_weights[v]);
  }
  return columns;
}

nb::dict particle_columns(const Sample& sample) {
  nb::dict columns;
  columns["pdg"] = to_array(sample.pdg);
  columns["status"] = to_array(sample.status);
  columns["px_GeV"] = to_array(sample.px);
  columns["py_GeV"] = to_array(sample.py);
  columns["pz_GeV"] = to_array(sample.pz);
  columns["energy_GeV"] = to_array(sample.energy);
  columns["mass_GeV"] = to_array(sample.mass);
  return columns;
}

std::map<int, std::string> process_names(const Sample& sample) {
  std::map<int, std::string> names;
  for (const event::ProcessDescription& process : sample.run.processes) names[process.id] = process.name;
  return names;
}

void bind_file(nb::module_& module) {
  nb::class_<run::GenerateResult>(module, "GenerateResult")
      .def_ro("output", &run::GenerateResult::output)
      .def_ro("format", &run::GenerateResult::format)
      .def_ro("events", &run::GenerateResult::events)
      .def_ro("attempted", &run::GenerateResult::attempted)
      .def_ro("unweighting_efficiency", &run::GenerateResult::unweighting_efficiency)
      .def_ro("cross_section_fb", &run::GenerateResult::cross_section_fb)
      .def_ro("cross_section_error_fb", &run::GenerateResult::cross_section_error_fb)
      .def_ro("per", &run::GenerateResult::per)
      .def_ro("expected_events", &run::GenerateResult::expected_events)
      .def_ro("variations_fb", &run::GenerateResult::variations_fb)
      .def_ro("provenance", &run::GenerateResult::provenance);
  module.def(
      "generate_file",
      [](io::RunCard card, const std::string& output, bool force, const nb::object& progress) {
        run::GenerateRequest request;
        card.generate.output = output;
        request.card = std::move(card);
        request.force = force;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::generate(request);
            },
            progress);
      },
      nb::arg("card"), nb::arg("output"), nb::arg("force"), nb::arg("progress").none());
}

void bind_histogram(nb::module_& module) {
  using Result = run::HistogramResult;
  nb::class_<Result> result(module, "HistogramResult");
  nb::class_<Result::Series>(result, "Series")
      .def_ro("name", &Result::Series::name)
      .def_ro("content", &Result::Series::content)
      .def_ro("error", &Result::Series::error)
      .def_ro("underflow", &Result::Series::underflow)
      .def_ro("overflow", &Result::Series::overflow);
  nb::class_<Result::Histogram>(result, "Histogram")
      .def_ro("variable", &Result::Histogram::variable)
      .def_ro("unit", &Result::Histogram::unit)
      .def_ro("edges", &Result::Histogram::edges)
      .def_ro("content", &Result::Histogram::content)
      .def_ro("error", &Result::Histogram::error)
      .def_ro("underflow", &Result::Histogram::underflow)
      .def_ro("overflow", &Result::Histogram::overflow)
      .def_ro("components", &Result::Histogram::components)
      .def_ro("variations", &Result::Histogram::variations);
  nb::class_<Result::CutStep>(result, "CutStep")
      .def_ro("name", &Result::CutStep::name)
      .def_ro("passed", &Result::CutStep::passed)
      .def_ro("error", &Result::CutStep::error)
      .def_prop_ro("efficiency", [](const Result::CutStep& step) { return step.efficiency.value; })
      .def_prop_ro("efficiency_error", [](const Result::CutStep& step) { return step.efficiency.error; });
  result.def_ro("content_unit", &Result::content_unit)
      .def_ro("per", &Result::per)
      .def_ro("events", &Result::events)
      .def_ro("histograms", &Result::histograms)
      .def_ro("cuts", &Result::cuts)
      .def_ro("provenance", &Result::provenance);
  module.def(
      "histogram",
      [](const io::RunCard& card) {
        run::HistogramRequest request;
        request.card = card;
        return interruptible(
            [&](Call& call) {
              request.stop = &call.stop;
              return run::histogram(request);
            },
            nb::none());
      },
      nb::arg("card"));
}

}  // namespace

void bind_events(nb::module_& module) {
  nb::class_<Sample>(module, "Sample", "Events in memory, as columns.")
      .def("event_columns", &event_columns,
           nb::sig("def event_columns(self) -> dict[str, numpy.typing.NDArray[typing.Any]]"))
      .def("particle_columns", &particle_columns,
           nb::sig("def particle_columns(self) -> dict[str, numpy.typing.NDArray[typing.Any]]"))
      .def_prop_ro("process_names", &process_names)
      .def_ro("cross_section_cm2", &Sample::cross_section_cm2)
      .def_ro("cross_section_error_cm2", &Sample::cross_section_error_cm2)
      .def_ro("per", &Sample::per)
      .def_ro("expected_events", &Sample::expected_events)
      .def_ro("provenance", &Sample::provenance);
  module.def(
      "sample",
      [](const io::RunCard& card, const nb::object& progress) {
        return interruptible([&](Call& call) { return sample(card, call); }, progress);
      },
      nb::arg("card"), nb::arg("progress").none());
  bind_file(module);
  bind_histogram(module);
}

}  // namespace tridens::python
