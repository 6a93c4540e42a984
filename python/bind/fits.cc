#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string_view>

#include "bind.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::python {
namespace {

void bind_fit_result(nb::module_& module) {
  using Result = run::FitResult;
  nb::class_<Result> result(module, "FitResult");
  nb::class_<Result::Parameter>(result, "Parameter")
      .def_ro("name", &Result::Parameter::name)
      .def_ro("title", &Result::Parameter::title)
      .def_ro("unit", &Result::Parameter::unit)
      .def_ro("low", &Result::Parameter::low)
      .def_ro("high", &Result::Parameter::high)
      .def_ro("logarithmic", &Result::Parameter::logarithmic);
  nb::class_<Result::Point>(result, "Point")
      .def_ro("parameters", &Result::Point::parameters)
      .def_ro("chi2", &Result::Point::chi2)
      .def_ro("penalty", &Result::Point::penalty)
      .def_ro("experiments", &Result::Point::experiments)
      .def_ro("at_edge", &Result::Point::at_edge)
      .def_ro("converged", &Result::Point::converged);
  nb::class_<Result::Experiment::Axis>(result, "Axis")
      .def_ro("name", &Result::Experiment::Axis::name)
      .def_ro("unit", &Result::Experiment::Axis::unit)
      .def_ro("edges", &Result::Experiment::Axis::edges)
      .def_ro("labels", &Result::Experiment::Axis::labels);
  nb::class_<Result::Experiment::Part>(result, "Part")
      .def_ro("name", &Result::Experiment::Part::name)
      .def_ro("kind", &Result::Experiment::Part::kind)
      .def_ro("counts", &Result::Experiment::Part::counts);
  nb::class_<Result::Covariance>(result, "Covariance")
      .def_ro("names", &Result::Covariance::names)
      .def_ro("errors", &Result::Covariance::errors)
      .def_ro("correlation", &Result::Covariance::correlation);
  nb::class_<Result::Experiment>(result, "Experiment")
      .def_ro("name", &Result::Experiment::name)
      .def_ro("title", &Result::Experiment::title)
      .def_ro("data", &Result::Experiment::data)
      .def_ro("statistic", &Result::Experiment::statistic)
      .def_ro("bins", &Result::Experiment::bins)
      .def_ro("observed", &Result::Experiment::observed)
      .def_ro("expected", &Result::Experiment::expected)
      .def_ro("axes", &Result::Experiment::axes)
      .def_ro("bin_observed", &Result::Experiment::bin_observed)
      .def_ro("bin_error", &Result::Experiment::bin_error)
      .def_ro("bin_expected", &Result::Experiment::bin_expected)
      .def_ro("bin_standard_model", &Result::Experiment::bin_standard_model)
      .def_ro("parts", &Result::Experiment::parts);
  nb::class_<Result::Pull>(result, "Pull")
      .def_ro("name", &Result::Pull::name)
      .def_ro("meaning", &Result::Pull::meaning)
      .def_ro("unit", &Result::Pull::unit)
      .def_ro("value", &Result::Pull::value)
      .def_ro("width", &Result::Pull::width);
  nb::class_<Result::Range>(result, "Range")
      .def_ro("parameter", &Result::Range::parameter)
      .def_ro("method", &Result::Range::method)
      .def_ro("confidence", &Result::Range::confidence)
      .def_ro("low", &Result::Range::low)
      .def_ro("high", &Result::Range::high)
      .def_ro("low_open", &Result::Range::low_open)
      .def_ro("high_open", &Result::Range::high_open);
  result.def_ro("title", &Result::title)
      .def_ro("parameters", &Result::parameters)
      .def_ro("minima", &Result::minima)
      .def_ro("standard_model", &Result::standard_model)
      .def_ro("experiments", &Result::experiments)
      .def_ro("bins", &Result::bins)
      .def_ro("degrees_of_freedom", &Result::degrees_of_freedom)
      .def_ro("p_value", &Result::p_value)
      .def_ro("nuisances", &Result::nuisances)
      .def_ro("covariance", &Result::covariance)
      .def_ro("no_covariance", &Result::no_covariance)
      .def_ro("card", &Result::card)
      .def_ro("intervals", &Result::intervals)
      .def_ro("no_intervals", &Result::no_intervals)
      .def_ro("provenance", &Result::provenance);
}

/// The header of a scan holds the provenance as lines of key and value (run/scan.cc writes them).
run::Provenance provenance_of(const io::ScanHeader& header) {
  constexpr std::string_view checksum = "sha256 ";
  run::Provenance result;
  result.version = header.version;
  for (const auto& [key, text] : header.provenance) {
    if (key == "cite") {
      result.citations_arxiv.push_back(text);
    } else if (key.starts_with(checksum)) {
      result.data_checksums[key.substr(checksum.size())] = text;
    } else {
      result.choices.emplace_back(key, text);
    }
  }
  return result;
}

void bind_scan(nb::module_& module) {
  nb::class_<run::ScanResult>(module, "ScanResult")
      .def_ro("output", &run::ScanResult::output)
      .def_ro("contours", &run::ScanResult::contours)
      .def_ro("points", &run::ScanResult::points)
      .def_ro("resumed", &run::ScanResult::resumed)
      .def_ro("not_converged", &run::ScanResult::not_converged)
      .def_ro("lowest_chi2", &run::ScanResult::lowest_chi2)
      .def_ro("lowest_at", &run::ScanResult::lowest_at)
      .def_ro("provenance", &run::ScanResult::provenance);
  module.def(
      "scan",
      [](const io::FitCard& card, const std::string& output, const std::string& contours, int threads, bool force,
         bool restart, const nb::object& progress) {
        run::ScanRequest request;
        request.card = card;
        request.output = output;
        request.contours = contours;
        request.threads = threads;
        request.force = force;
        request.restart = restart;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::scan(request);
            },
            progress);
      },
      nb::arg("card"), nb::arg("output"), nb::arg("contours"), nb::arg("threads"), nb::arg("force"), nb::arg("restart"),
      nb::arg("progress").none());
  module.def(
      "read_scan",
      [](const std::string& path) {
        const io::ScanTable table = io::read_scan(path);
        run::ScanResult result = run::summary_of(table, path);
        result.provenance = provenance_of(table.header);
        return result;
      },
      nb::arg("path"));
}

/// A likelihood that Python minimises or samples. Held by pointer: the work is done without the interpreter's lock.
void bind_fit_function(nb::module_& module) {
  nb::class_<run::FitFunction::Constraint>(module, "Constraint")
      .def_ro("name", &run::FitFunction::Constraint::name)
      .def_ro("width", &run::FitFunction::Constraint::width)
      .def_ro("lower", &run::FitFunction::Constraint::lower)
      .def_ro("upper", &run::FitFunction::Constraint::upper);
  nb::class_<run::FitFunction>(module, "FitFunction")
      .def(nb::init<const io::FitCard&, int>(), nb::arg("card"), nb::arg("threads") = 1,
           nb::call_guard<nb::gil_scoped_release>())
      .def("parameters", &run::FitFunction::parameters)
      .def("nuisances", &run::FitFunction::nuisances)
      .def("profiled", &run::FitFunction::profiled, nb::arg("parameters"), nb::call_guard<nb::gil_scoped_release>())
      .def("at", &run::FitFunction::at, nb::arg("parameters"), nb::arg("nuisances"),
           nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace

void bind_fits(nb::module_& module) {
  bind_fit_result(module);
  bind_scan(module);
  bind_fit_function(module);
  module.def(
      "fit",
      [](const io::FitCard& card, int threads, bool intervals, bool feldman_cousins, const std::string& output,
         bool force, const nb::object& progress) {
        run::FitRequest request;
        request.card = card;
        request.threads = threads;
        request.intervals = intervals;
        request.feldman_cousins = feldman_cousins;
        request.output = output;
        request.force = force;
        return interruptible(
            [&](Call& call) {
              follow(request, call);
              return run::fit(request);
            },
            progress);
      },
      nb::arg("card"), nb::arg("threads"), nb::arg("intervals"), nb::arg("feldman_cousins"), nb::arg("output"),
      nb::arg("force"), nb::arg("progress").none());
}

}  // namespace tridens::python
