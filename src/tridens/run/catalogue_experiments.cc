// Described sources and experiments in the catalogue.
#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/run/catalogue_entries.hh"
#include "tridens/run/experiment_setup.hh"

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
  for (const std::string& name : io::experiment_names()) {
    names.push_back({name, load_experiment(name).experiment.title});
  }
  return names;
}

Lines show_experiment(const std::string& name) {
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
