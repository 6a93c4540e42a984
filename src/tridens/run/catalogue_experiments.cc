// Described sources and experiments in the catalogue.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/dark_matter_file.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/run/catalogue_entries.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/dark_matter_setup.hh"
#include "tridens/run/decay_setup.hh"
#include "tridens/run/experiment_setup.hh"
#include "tridens/run/telescope_setup.hh"

namespace tridens::run::catalogue {
namespace {

void add_if(Lines& lines, const std::string& key, const std::string& value) {
  if (!value.empty()) lines.emplace_back(key, value);
}

void add_response(const detector::Experiment& experiment, Lines& lines) {
  const detector::RecoilResponseOptions& response = experiment.response;
  const bool photoelectrons = response.observable == detector::Observable::photoelectrons;
  const double unit = photoelectrons ? 1.0 : units::keV;
  lines.emplace_back("observable", fmt::format("{}, {} bins from {:g} to {:g} {}", name(response.observable),
                                               experiment.energy_bins(), response.edges.front() / unit,
                                               response.edges.back() / unit, photoelectrons ? "PE" : "keV"));
  if (response.quenching) lines.emplace_back("quenching", response.quenching->description());
  if (response.resolution) lines.emplace_back("resolution", response.resolution->description());
  for (const detector::RecoilEfficiency& efficiency : response.efficiencies) {
    lines.emplace_back("efficiency", efficiency.description);
  }
  if (experiment.time_edges_s.empty()) return;
  lines.emplace_back("time", fmt::format("{} bins from {:g} to {:g} us", experiment.time_bins(),
                                         experiment.time_edges_s.front() * 1e6, experiment.time_edges_s.back() * 1e6));
}

}  // namespace

Names source_list() {
  Names names;
  for (const flux::SourceInfo& info : flux::sources()) names.push_back({info.name, info.title});
  return names;
}

Lines show_source(const std::string& name) {
  Lines lines;
  for (const flux::SourceInfo& info : flux::sources()) {
    if (info.name != name) continue;
    lines = {{"title", info.title}, {"formula", info.formula}, {"neutrinos/cm2 per", info.exposure_unit}};
    for (const flux::SourceParameter& parameter : info.parameters) {
      lines.emplace_back("setting " + parameter.name,
                         fmt::format("{} ({})", parameter.meaning,
                                     parameter.default_text.empty() ? "must be given or follows from the others"
                                                                    : "default " + parameter.default_text));
    }
    add_if(lines, "validity", info.validity);
    add_if(lines, "papers", fmt::format("{}", fmt::join(info.papers, ", ")));
  }
  return lines;
}

Names experiment_list() {
  Names names;
  for (const std::string& name : io::experiment_file_names()) {
    if (io::names_telescope(name)) {
      names.push_back({name, io::load_telescope(name).telescope.title});
      continue;
    }
    if (io::names_decay_experiment(name)) {
      names.push_back({name, io::load_decay_experiment(name).experiment.title});
      continue;
    }
    if (io::names_dark_matter_experiment(name)) {
      names.push_back({name, io::load_dark_matter_experiment(name).experiment.title});
      continue;
    }
    const bool counting = io::names_counting_experiment(name);
    names.push_back({name, counting ? io::load_counting_experiment(name).experiment.title
                                    : load_experiment(name).experiment.title});
  }
  return names;
}

namespace {

Lines show_counting_experiment(const std::string& name) {
  const detector::CountingExperiment experiment = io::load_counting_experiment(name).experiment;
  Lines lines = {{"title", experiment.title}};
  for (const std::string& source : experiment.sources) lines.emplace_back("source", source);
  add_if(lines, "known problems", experiment.problems);
  lines.emplace_back("processes", "trident");
  lines.emplace_back("counts", fmt::format("{} of {} ({}) on {}", fmt::join(experiment.pairs, ", "),
                                           experiment.neutrino == "all" ? "all neutrinos" : experiment.neutrino,
                                           fmt::join(experiment.components, ", "), experiment.target));
  if (experiment.mass_tonnes > 0.0) {
    lines.emplace_back("exposure", fmt::format("{:g} t, {:g} {}", experiment.mass_tonnes, experiment.exposure,
                                               experiment.exposure_unit));
  }
  lines.emplace_back("flux", experiment.flux);
  add_if(lines, "detector", experiment.detector);
  add_if(lines, "selection", experiment.selection);
  if (experiment.measured) {
    const detector::CountingMeasurement& measured = *experiment.measured;
    lines.emplace_back("measured", measured.ratio ? fmt::format("{:g} +{:g} -{:g} of the Standard Model",
                                                                measured.value, measured.error_up, measured.error_down)
                                                  : fmt::format("{:g} events", measured.value));
  }
  for (const inference::Nuisance& nuisance : available_nuisances(experiment)) {
    lines.emplace_back("uncertainty " + nuisance.name,
                       fmt::format("{:g} % ({})", 100.0 * nuisance.width, nuisance.meaning));
  }
  for (const auto& [key, meaning] : counting_changes()) lines.emplace_back("change " + key, meaning);
  return lines;
}

Lines show_telescope(const std::string& name) {
  const detector::Telescope telescope = io::load_telescope(name).telescope;
  Lines lines = {{"title", telescope.title}};
  for (const std::string& source : telescope.sources) lines.emplace_back("source", source);
  add_if(lines, "known problems", telescope.problems);
  lines.emplace_back("medium", fmt::format("{}, {:g} g/cm3, {:g} km below the surface", telescope.medium,
                                           telescope.density, telescope.depth_km));
  constexpr double year_s = 365.25 * 86400.0, grams_per_megatonne = 1e12;
  lines.emplace_back("livetime", fmt::format("{:.4g} years", telescope.livetime_s / year_s));
  lines.emplace_back("neutrinos",
                     fmt::format("{:g} to {:g} GeV, cosine of the zenith angle {:g} to {:g}", telescope.lowest_energy,
                                 telescope.highest_energy, telescope.lowest_cos_zenith, telescope.highest_cos_zenith));
  lines.emplace_back(
      "bins", fmt::format("{} of deposited energy, {:g} to {:g} GeV; {} of the zenith angle", telescope.energy_bins(),
                          telescope.energy_edges.front(), telescope.energy_edges.back(), telescope.zenith_bins()));
  for (const detector::Topology topology : telescope.topologies()) {
    const detector::EffectiveMass& mass = telescope.effective_mass.at(topology);
    const detector::TopologyResolution& resolution = telescope.resolution.at(topology);
    lines.emplace_back(
        "topology " + detector::name(topology),
        fmt::format("{:g} Mt at {:g} GeV to {:g} Mt at {:g} GeV of the {}; energy {:g} %, angle {:g} deg",
                    mass.masses.front() / grams_per_megatonne, mass.energies.front(),
                    mass.masses.back() / grams_per_megatonne, mass.energies.back(),
                    mass.of_deposited_energy ? "deposited energy" : "neutrino", 100.0 * resolution.energy,
                    resolution.angle_deg));
  }
  lines.emplace_back("processes", fmt::format("{}", fmt::join(telescope.processes, "; ")));
  for (const detector::TelescopeFlux& flux : telescope.fluxes) {
    lines.emplace_back("flux " + flux.name, flux.relative_uncertainty == 0.0
                                                ? flux.specification
                                                : fmt::format("{}, uncertainty {:g} %", flux.specification,
                                                              100.0 * flux.relative_uncertainty));
  }
  for (const auto& [key, meaning] : telescope_changes()) lines.emplace_back("change " + key, meaning);
  return lines;
}

std::string text_of(const detector::ShowerCut& cut) {
  const auto value = [&](double number) {
    return cut.variable == detector::ShowerVariable::angle                   ? fmt::format("{:g} rad", number)
           : cut.variable == detector::ShowerVariable::quasielastic_transfer ? fmt::format("{:g} GeV2", number)
                                                                             : fmt::format("{:g} GeV", number);
  };
  std::string text(detector::name(cut.variable));
  if (std::isfinite(cut.minimum)) text = value(cut.minimum) + " < " + text;
  return std::isfinite(cut.maximum) ? text + " < " + value(cut.maximum) : text;
}

Lines show_decay_experiment(const std::string& name) {
  const detector::DecayExperiment experiment = io::load_decay_experiment(name).experiment;
  Lines lines = {{"title", experiment.title}};
  for (const std::string& source : experiment.sources) lines.emplace_back("source", source);
  add_if(lines, "known problems", experiment.problems);
  for (const detector::ProductionRegion& region : experiment.regions) {
    lines.emplace_back("region " + region.name, fmt::format("{:.4g} t of {}, {:.4g} m3", region.mass_tonnes(),
                                                            region.material, region.body.volume()));
  }
  lines.emplace_back("fiducial volume", fmt::format("{:.4g} m3", experiment.fiducial.volume()));
  lines.emplace_back("exposure", fmt::format("{:g} {}", experiment.exposure, experiment.exposure_unit));
  lines.emplace_back("flux", experiment.flux);
  for (const detector::ShowerCut& cut : experiment.analysis.cuts) lines.emplace_back("cut", text_of(cut));
  lines.emplace_back("efficiency", fmt::format("{:g}", experiment.analysis.efficiency));
  if (experiment.counts) {
    lines.emplace_back("observed", fmt::format("{:g}, background {:g} +- {:g}", *experiment.counts->observed,
                                               experiment.counts->background, experiment.counts->background_error));
  }
  for (const auto& [key, meaning] : decay_changes()) lines.emplace_back("change " + key, meaning);
  return lines;
}

Lines show_dark_matter_experiment(const std::string& name) {
  const detector::DarkMatterExperiment experiment = io::load_dark_matter_experiment(name).experiment;
  Lines lines = {{"title", experiment.title}};
  for (const std::string& source : experiment.sources) lines.emplace_back("source", source);
  add_if(lines, "known problems", experiment.problems);
  lines.emplace_back("beam", fmt::format("{:g} protons of {}", experiment.protons, experiment.beam));
  lines.emplace_back("detector", fmt::format("{:.4g} t of {}", experiment.mass_tonnes(), experiment.material));
  lines.emplace_back("signal", fmt::format("{} of {:g} to {:g} GeV, efficiency {:g}", detector::name(experiment.signal),
                                           experiment.lowest_energy, experiment.highest_energy, experiment.efficiency));
  if (experiment.counts) {
    lines.emplace_back("observed", fmt::format("{:g}, background {:g} +- {:g}", experiment.counts->observed,
                                               experiment.counts->background, experiment.counts->background_error));
  }
  for (const auto& [key, meaning] : dark_matter_changes()) lines.emplace_back("change " + key, meaning);
  return lines;
}

}  // namespace

Lines show_experiment(const std::string& name) {
  if (io::names_counting_experiment(name)) return show_counting_experiment(name);
  if (io::names_telescope(name)) return show_telescope(name);
  if (io::names_decay_experiment(name)) return show_decay_experiment(name);
  if (io::names_dark_matter_experiment(name)) return show_dark_matter_experiment(name);
  const detector::Experiment experiment = load_experiment(name).experiment;
  Lines lines = {{"title", experiment.title}};
  for (const std::string& source : experiment.sources) lines.emplace_back("source", source);
  add_if(lines, "known problems", experiment.problems);
  lines.emplace_back("target", fmt::format("{:g} kg of {}", experiment.mass_tonnes * 1e3, experiment.target));
  lines.emplace_back("exposure", fmt::format("{:g} {}", experiment.exposure, experiment.exposure_unit));
  lines.emplace_back("flux", experiment.flux);
  lines.emplace_back("processes", fmt::format("{}", fmt::join(experiment.processes, ", ")));
  add_response(experiment, lines);
  for (const detector::Background& background : experiment.backgrounds) {
    lines.emplace_back(
        "background " + background.name,
        fmt::format("{:g} events, uncertainty {:g} %", background.events, 100.0 * background.relative_uncertainty));
  }
  for (const detector::SignalUncertainty& uncertainty : experiment.uncertainties) {
    lines.emplace_back("uncertainty " + uncertainty.name,
                       fmt::format("{:g} % ({})", 100.0 * uncertainty.relative, uncertainty.meaning));
  }
  for (const auto& [key, meaning] : experiment_changes()) lines.emplace_back("change " + key, meaning);
  return lines;
}

}  // namespace tridens::run::catalogue
