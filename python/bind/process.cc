#include <fmt/format.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrays.hh"
#include "bind.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/reaction.hh"

namespace tridens::python {
namespace {

/// One process of one neutrino, as scripts call it: arrays in, arrays out, cm2.
class Process {
 public:
  Process(const io::ProcessCard& card, const io::ModelCard& model, double highest_energy_GeV)
      : reaction_(make(card, model, highest_energy_GeV)), process_(reaction_.processes.front()) {}

  std::vector<std::string> components() const {
    std::vector<std::string> names;
    for (const process::Component& component : process_->components()) {
      names.push_back(component.nuclide.empty() ? component.name : component.name + " " + component.nuclide);
    }
    return names;
  }
  double threshold(size_t component) const { return process_->threshold(checked(component)); }

  std::pair<std::vector<double>, std::vector<double>> cross_section(size_t component,
                                                                    const std::vector<double>& energies) const {
    std::vector<double> values, errors;
    for (const double energy : energies) {
      const process::CrossSection sigma = process_->cross_section(checked(component), energy);
      values.push_back(sigma.value / units::cm2);
      errors.push_back(sigma.error / units::cm2);
    }
    return {values, errors};
  }

  int dimension() const { return process_->dimension(); }

  /// u[d * count + i], as Process::dsigma.
  std::vector<double> dsigma(size_t component, const std::vector<double>& energies,
                             const std::vector<double>& u) const {
    if (u.size() != energies.size() * static_cast<size_t>(dimension())) {
      throw UserError(fmt::format("{} numbers of the unit cube for {} energies", u.size(), energies.size()),
                      fmt::format("each point has {}", dimension()), "give an array of shape (dimension, points)");
    }
    std::vector<double> result(energies.size());
    process_->dsigma(checked(component), energies.data(), u.data(), energies.size(), result.data());
    for (double& value : result) value /= units::cm2;
    return result;
  }

  const process::ElasticProcess& elastic() const {
    const auto* found = dynamic_cast<const process::ElasticProcess*>(process_.get());
    if (found == nullptr) {
      throw UserError(fmt::format("process '{}' has no recoil spectrum", reaction_.process),
                      "only elastic scattering has one", "use 'cevns' or 'nu-e'");
    }
    return *found;
  }
  /// d sigma/dT of all components together at pairs, cm2/keV.
  std::vector<double> recoil_spectrum(const std::vector<double>& energies, const std::vector<double>& recoils) const {
    const process::ElasticProcess& process = elastic();
    std::vector<double> sum(energies.size()), part(energies.size());
    for (size_t component = 0; component < process.components().size(); ++component) {
      process.recoil_spectrum(component, energies.data(), recoils.data(), energies.size(), part.data());
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
    }
    for (double& value : sum) value *= units::keV / units::cm2;
    return sum;
  }
  std::vector<std::pair<std::string, std::string>> choices() const { return reaction_.provenance.choices; }

 private:
  static run::Reaction make(const io::ProcessCard& card, const io::ModelCard& model, double highest_energy_GeV) {
    run::ReactionOptions options;
    options.highest_energy = highest_energy_GeV;
    const std::vector<Neutrino> neutrinos = process::takes_neutrino(card.name)
                                                ? std::vector<Neutrino>{parse_neutrino(card.neutrino)}
                                                : run::neutrinos_of(card, nullptr);
    return run::make_reaction(card, model, neutrinos, options);
  }
  size_t checked(size_t component) const {
    const size_t count = process_->components().size();
    if (component < count) return component;
    throw UserError(fmt::format("component {} of process '{}'", component, reaction_.process),
                    fmt::format("it has {}", count), "they count from 0");
  }

  run::Reaction reaction_;
  std::shared_ptr<const process::Process> process_;
};

void bind_info(nb::module_& module) {
  nb::class_<process::ProcessSetting>(module, "ProcessSetting")
      .def_ro("name", &process::ProcessSetting::name)
      .def_ro("meaning", &process::ProcessSetting::meaning)
      .def_ro("default", &process::ProcessSetting::default_text);
  nb::class_<process::ProcessInfo>(module, "ProcessInfo")
      .def_ro("name", &process::ProcessInfo::name)
      .def_ro("title", &process::ProcessInfo::title)
      .def_ro("formula", &process::ProcessInfo::formula)
      .def_ro("papers", &process::ProcessInfo::papers)
      .def_ro("validity", &process::ProcessInfo::validity)
      .def_ro("omissions", &process::ProcessInfo::omissions)
      .def_ro("settings", &process::ProcessInfo::settings);
  module.def(
      "process_info", [](const std::string& name) { return process::process_info(name); }, nb::arg("name"));
}

}  // namespace

void bind_process(nb::module_& module) {
  bind_info(module);
  const auto released = nb::call_guard<nb::gil_scoped_release>();
  nb::class_<Process>(module, "Process")
      .def(nb::init<const io::ProcessCard&, const io::ModelCard&, double>(), nb::arg("process"), nb::arg("model"),
           nb::arg("highest_energy_GeV"), released)
      .def_prop_ro("components", &Process::components)
      .def_prop_ro("dimension", &Process::dimension)
      .def_prop_ro("choices", &Process::choices)
      .def("threshold_GeV", &Process::threshold, nb::arg("component"))
      .def("cross_section", &Process::cross_section, nb::arg("component"), nb::arg("energies_GeV"), released)
      .def("dsigma", &Process::dsigma, nb::arg("component"), nb::arg("energies_GeV"), nb::arg("u"), released)
      .def("recoil_spectrum", &Process::recoil_spectrum, nb::arg("energies_GeV"), nb::arg("recoils_GeV"), released);
}

}  // namespace tridens::python
