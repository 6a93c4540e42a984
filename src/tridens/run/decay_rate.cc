// Expected events of an experiment that counts decays.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/output_file.hh"
#include "tridens/run/decay_setup.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/table_header.hh"

namespace tridens::run {
namespace {

std::string table_text(const RateResult& result, const std::vector<rate::EstimatedCount>& bins) {
  std::string text = table_header(result, "expected events", "events per bin of the energy of the shower");
  text += "energy_low_GeV,energy_high_GeV,decays,statistical_error\n";
  for (size_t i = 0; i + 1 < result.edges.size(); ++i) {
    text += fmt::format("{},{},{},{}\n", result.edges[i], result.edges[i + 1], bins[i].count, bins[i].error);
  }
  return text;
}

std::string exposure_text(const DecaySetup& setup) {
  const detector::DecayExperiment& experiment = setup.experiment;
  std::string regions;
  for (const detector::ProductionRegion& region : experiment.regions) {
    regions += fmt::format("{}{} t of {}", regions.empty() ? "" : ", ", std::round(10.0 * region.mass_tonnes()) / 10.0,
                           region.material);
  }
  return fmt::format("{}; {:g} {}, flux {}", regions, experiment.exposure, experiment.exposure_unit, setup.flux.name);
}

/// Half the transfers and energies and other simulated decays: what both change.
double numerical_error(const DecaySetup& setup, const DecayModel& model, double events) {
  DecayOptions coarse = setup.options;
  coarse.production.energies_per_decade = std::max(4, coarse.production.energies_per_decade / 2);
  coarse.production.transfers = std::max(4, coarse.production.transfers / 2);
  coarse.simulation.seed = setup.options.simulation.seed + 1;
  return std::abs(events -
                  decay_events(setup.experiment, setup.flux, model, setup.geometry, coarse).decays->events().count);
}

void describe(const DecaySetup& setup, const DecayModel& model, const DecayEvents& events,
              const std::vector<rate::EstimatedCount>& bins, RateResult& result) {
  result.provenance = setup.provenance;
  auto& choices = result.provenance.choices;
  choices.insert(choices.end(), model.choices.begin(), model.choices.end());
  std::string neutrinos;
  for (const std::string& one : events.neutrinos) neutrinos += (neutrinos.empty() ? "" : ", ") + one;
  choices.emplace_back("neutrinos", neutrinos);
  choices.emplace_back(events.particle.name,
                       fmt::format("{:.6g} GeV, width {:.6g} GeV, c tau {:.6g} m", events.particle.mass,
                                   events.particle.width, 1.0 / (events.particle.width * units::m)));
  for (const model::UnstableMode& mode : events.particle.modes) {
    choices.emplace_back("branching " + mode.name, fmt::format("{:.4g}", mode.branching));
  }
  for (size_t i = 0; i < setup.experiment.regions.size(); ++i) {
    choices.emplace_back(
        "made in " + setup.experiment.regions[i].name,
        fmt::format("{:.5g}, selected decays {:.5g}", events.production->made(i), events.decays->events_of_region(i)));
  }
  const rate::EstimatedCount all = events.decays->events();
  choices.emplace_back(
      "statistical error",
      fmt::format("{:.2g} of {:.6g} selected decays; {} of {} simulated ones are selected, worth {:.0f} "
                  "of equal weight",
                  all.error, all.count, events.decays->selected(),
                  setup.options.simulation.points * setup.options.simulation.repetitions,
                  events.decays->effective_selected()));
  std::string errors;
  for (const rate::EstimatedCount& bin : bins) errors += fmt::format("{}{:.2g}", errors.empty() ? "" : ", ", bin.error);
  choices.emplace_back("statistical errors of the bins", errors);
  choices.emplace_back("decays in the fiducial volume", fmt::format("{:.5g}", events.decays->decays()));
  result.provenance.citations_arxiv = model.papers;
  result.provenance.warnings = events.warnings;
}

}  // namespace

RateResult decay_rate(const RateRequest& request) {
  if (request.processes.size() != 1) {
    throw UserError(
        fmt::format("{} is asked for the events of {} processes", request.experiment, request.processes.size()),
        "an experiment of decays counts one particle: the file does not say which",
        "give --process upscatter,regime=elastic,benchmark=bertuzzo, or its couplings");
  }
  if (const auto couplings = request.model.settings.find("couplings"); couplings != request.model.settings.end()) {
    throw UserError("couplings = " + couplings->second + " in an experiment of decays",
                    "they are those of scattering on electrons", "leave them out");
  }
  DecaySetup setup = make_decay_setup(request.experiment, request.overrides);
  const Pieces pieces(request.stop, {}, 0);
  setup.options.production.checkpoint = setup.options.simulation.checkpoint = [&] { pieces.check(); };
  const DecayModel model = decay_model(request.processes.front(), request.model);
  const DecayEvents events = decay_events(setup.experiment, setup.flux, model, setup.geometry, setup.options);
  RateResult result;
  result.experiment = setup.experiment.name;
  result.title = setup.experiment.title;
  result.edges = setup.experiment.energy_edges;
  result.observable = "energy";
  result.unit = "GeV";
  RateResult::Part part{"decays of " + events.particle.name, "signal", events.decays->events().count, {}};
  const std::vector<rate::EstimatedCount> bins =
      events.decays->histogram(detector::ShowerVariable::energy, result.edges);
  for (const rate::EstimatedCount& bin : bins) part.counts.push_back(bin.count);
  result.signal = part.total;
  result.parts.push_back(std::move(part));
  if (result.signal > 0.0) {
    const double error = std::hypot(numerical_error(setup, model, result.signal), events.decays->events().error);
    result.relative_error = error / result.signal;
  } else {
    result.problems.emplace_back("no events", "no simulated decay passes the cuts");
  }
  if (setup.experiment.counts) {
    const detector::DecayCounts& counts = *setup.experiment.counts;
    result.background = counts.background;
    result.observed_total = counts.observed;
  }
  if (!setup.experiment.problems.empty()) result.problems.emplace_back("known problems", setup.experiment.problems);
  result.exposure = exposure_text(setup);
  describe(setup, model, events, bins, result);
  if (!request.output.empty()) {
    io::OutputFile file(request.output, io::OutputOptions{request.force, nullptr, 1});
    file.write(table_text(result, bins));
    file.commit();
    result.output = request.output;
  }
  return result;
}

}  // namespace tridens::run
