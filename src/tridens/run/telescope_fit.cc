#include "tridens/run/telescope_fit.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tridens/base/error.hh"
#include "tridens/inference/telescope_expectation.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/telescope_setup.hh"

namespace tridens::run {
namespace {

using Values = std::vector<double>;

/// Parameters of a telescope stand in the specifications of its fluxes: what costs a new kernel cannot vary.
void check_telescope_parameters(const FittedExperiment& fitted) {
  for (const auto& [key, text] : fitted.card.change) {
    if (!io::has_parameter(text) || changes_flux(key)) continue;
    throw UserError(fmt::format("a parameter in the change '{}' of {}", key, fitted.card.name),
                    "only the fluxes of a telescope can vary", "put the parameter into flux-NAME");
  }
  for (const auto& [key, text] : fitted.model.settings) {
    if (!io::has_parameter(text)) continue;
    throw UserError(fmt::format("a parameter in the model of {}", fitted.card.name),
                    "only the fluxes of a telescope can vary", "put the parameter into flux-NAME");
  }
}

std::vector<std::string> telescope_nuisances(const detector::Telescope& telescope) {
  std::vector<std::string> names;
  if (telescope.normalisation_uncertainty > 0.0) names.emplace_back("normalisation");
  for (const detector::TelescopeFlux& flux : telescope.fluxes) {
    if (flux.relative_uncertainty > 0.0) names.push_back(flux.name);
  }
  return names;
}

/// Names of the nuisances that the card leaves free; UserError for those that the telescope does not have.
std::vector<std::string> free_nuisances(const FittedExperiment& fitted, const detector::Telescope& telescope) {
  std::vector<std::string> known = {"normalisation"};
  for (const detector::TelescopeFlux& flux : telescope.fluxes) known.push_back(flux.name);
  std::vector<std::string> free = fitted.card.nuisances.value_or(telescope_nuisances(telescope));
  for (const std::string& name : free) {
    if (std::ranges::find(known, name) == known.end()) unknown_name("nuisance of " + telescope.name, name, known);
  }
  for (const auto& [name, text] : fitted.card.width) {
    if (std::ranges::find(free, name) == free.end()) {
      unknown_name("nuisance of " + telescope.name + " with a width", name, free);
    }
  }
  return free;
}

inference::TelescopeSetup fitted_telescope(const FittedExperiment& fitted, const TelescopeSetup& setup) {
  const detector::Telescope& telescope = setup.telescope;
  const std::vector<std::string> free = free_nuisances(fitted, telescope);
  const auto width = [&](const std::string& name, double stated) {
    if (std::ranges::find(free, name) == free.end()) return 0.0;
    const auto given = fitted.card.width.find(name);
    const double value = given == fitted.card.width.end() ? stated : nuisance_width(name, given->second);
    if (value > 0.0) return value;
    throw UserError(fmt::format("the nuisance '{}' of {} has no width", name, telescope.name),
                    "its file states no uncertainty", "give it in [experiment.width]");
  };
  const auto label = [&](const std::string& name) {
    const auto common = fitted.common_names.find(name);
    return common == fitted.common_names.end() ? telescope.name + "." + name : common->second;
  };
  inference::TelescopeSetup result;
  result.kernel = setup.kernel;
  result.normalisation_width = width("normalisation", telescope.normalisation_uncertainty);
  result.normalisation_name = label("normalisation");
  for (size_t i = 0; i < telescope.fluxes.size(); ++i) {
    const detector::TelescopeFlux& flux = telescope.fluxes[i];
    const auto specification = [fitted, i, original = telescope.fluxes](const Values& values) {
      return changed_fluxes(original, fitted.change_at(values))[i].specification;
    };
    result.fluxes.push_back({flux.name, specification, width(flux.name, flux.relative_uncertainty), label(flux.name)});
  }
  return result;
}

std::vector<FitResult::Experiment::Axis> axes_of(const detector::Telescope& telescope) {
  FitResult::Experiment::Axis topologies{"topology", "", {}, {}};
  for (const detector::Topology topology : telescope.topologies())
    topologies.labels.emplace_back(detector::name(topology));
  return {topologies,
          {"deposited energy", "GeV", telescope.energy_edges, {}},
          {"cosine of the zenith angle", "", telescope.cos_zenith_edges, {}}};
}

}  // namespace

ExperimentExpectation telescope_expectation_of(const FittedExperiment& fitted) {
  check_telescope_parameters(fitted);
  const Values reference = interior_point(fitted.parameters);
  std::map<std::string, std::string> changes = fitted.change_at(reference);
  detector::Telescope changed = io::load_telescope(fitted.card.name).telescope;
  changed.fluxes = changed_fluxes(changed.fluxes, changes);
  (void)free_nuisances(fitted, changed);  // a wrong name is said before the long set-up
  if (!fitted.card.processes.empty()) changes["processes"] = fmt::format("{}", fmt::join(fitted.card.processes, ";"));
  const TelescopeSetup setup = make_telescope_setup(fitted.card.name, fitted.model_at(reference), changes);
  const inference::TelescopeSetup telescope = fitted_telescope(fitted, setup);
  ExperimentExpectation result;
  result.expectation = inference::telescope_expectation(telescope);
  result.axes = axes_of(setup.telescope);
  result.title = setup.telescope.title;
  result.statistic = "poisson";
  if (!setup.telescope.observed.empty()) {
    result.observed = inference::flattened(setup.telescope, setup.telescope.observed);
  }
  result.nuisances = fitted.card.nuisances.value_or(telescope_nuisances(setup.telescope));
  result.provenance = setup.provenance;
  for (const auto& change : fitted.card.change) {
    const std::string &key = change.first, &text = change.second;
    if (!io::has_parameter(text)) continue;
    // In place of the specification that the kernel was set up with.
    std::erase_if(result.provenance.choices, [&](const auto& choice) {
      return key == "flux" ? choice.first.starts_with("flux ") : choice.first == "flux " + key.substr(5);
    });
    result.provenance.choices.emplace_back("fitted " + key, text);
  }
  return result;
}

}  // namespace tridens::run
