#include "tridens/run/counting_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/run/analysis_setup.hh"

namespace tridens::run {
namespace {

using detector::CountingBackground;
using detector::CountingExperiment;
using detector::CountingUncertainty;
using inference::Nuisance;

double positive(const std::string& text, Dimension dimension, const std::string& key) {
  const double value = parse_quantity(text, dimension, key);
  constexpr double largest = 1e40;  // nothing that exists has more tonnes, seconds or protons
  if (value > 0.0 && value < largest) return value;
  throw UserError(fmt::format("{} = {}", key, text), "it must be above zero and a number that something can have", "");
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

/// The numbers of events of backgrounds belong to the exposure of the file and grow with it.
void scale_backgrounds(CountingExperiment& experiment, double factor) {
  for (CountingBackground& background : experiment.backgrounds) {
    if (background.events) *background.events *= factor;
  }
}

void change_exposure(CountingExperiment& experiment, double exposure, const std::string& unit) {
  if (experiment.exposure_unit == unit) scale_backgrounds(experiment, exposure / experiment.exposure);
  experiment.exposure = exposure;
  experiment.exposure_unit = unit;
}

void change_background(CountingExperiment& experiment, const std::string& text) {
  const double share = parse_number(text, "background");
  if (experiment.backgrounds.empty()) {
    throw UserError("background = " + text, "the experiment " + experiment.name + " has no background",
                    "add a [[background]] to a file of your own");
  }
  for (CountingBackground& background : experiment.backgrounds) {
    background.events.reset();
    background.relative_to_signal = share / static_cast<double>(experiment.backgrounds.size());
  }
}

void change(CountingExperiment& experiment, const std::string& key, const std::string& text) {
  if (key == "mass") {
    const double mass = positive(text, Dimension::mass, key);
    if (experiment.mass_tonnes > 0.0) scale_backgrounds(experiment, mass / experiment.mass_tonnes);
    experiment.mass_tonnes = mass;
  } else if (key == "target") {
    experiment.target = text;
  } else if (key == "flux") {
    experiment.flux = text;
    experiment.flux_file.clear();
  } else if (key == "time") {
    change_exposure(experiment, positive(text, Dimension::time, key), "s");
  } else if (key == "pot") {
    change_exposure(experiment, positive(text, Dimension::number, key), "POT");
  } else if (key == "background") {
    change_background(experiment, text);
  } else if (key == "components") {
    experiment.components = words(text);
  } else if (key == "form_factor") {
    experiment.form_factor = text;
  } else if (key == "nucleon_form_factor") {
    experiment.nucleon_form_factor = text;
  } else if (key == "neutrino") {
    experiment.neutrino = text;
  } else if (key == "detector") {
    experiment.detector = text == "none" ? "" : text;
  } else if (key == "selection") {
    experiment.selection = text == "none" ? "" : text;
  } else {
    std::vector<std::string> known;
    for (const auto& [name, meaning] : counting_changes()) known.push_back(name);
    unknown_name("key to change in a counting experiment", key, known);
  }
}

io::FluxCard flux_card(const CountingExperiment& experiment, const std::string& folder) {
  io::FluxCard card;
  if (!experiment.flux_file.empty()) {
    card.file = std::filesystem::proximate(experiment.flux_file, folder.empty() ? "." : folder).string();
  } else if (flux::is_source(experiment.flux)) {
    card.source = experiment.flux;
  } else if (experiment.flux.ends_with(".csv")) {
    card.file = experiment.flux;
  } else {
    card.name = experiment.flux;
  }
  return card;
}

std::vector<model::TridentChannel> channels_of(const CountingExperiment& experiment, const flux::Flux& flux) {
  std::vector<model::TridentChannel> result;
  for (const std::string& pair : experiment.pairs) {
    const auto [minus, plus] = model::parse_lepton_pair(pair);
    for (const Neutrino& neutrino : chosen_neutrinos(experiment.neutrino, pair, &flux)) {
      // Energies that reach no threshold, not even that of a proton, count nothing.
      const double threshold = charged_lepton_mass(minus) + charged_lepton_mass(plus);
      if (flux.spectrum(neutrino).highest() <= threshold) continue;
      result.push_back(model::trident_channel(neutrino, minus, plus));
    }
  }
  if (result.empty()) {
    throw UserError(fmt::format("the flux of {} makes no {}", experiment.name, fmt::join(experiment.pairs, ", ")),
                    "its energies lie below threshold", "choose another pair or flux");
  }
  return result;
}

event::AnalysisPlan plan_of(const CountingExperiment& experiment, const std::vector<model::TridentChannel>& channels) {
  std::vector<std::vector<int>> final_states;
  for (const model::TridentChannel& channel : channels) {
    final_states.push_back(
        {channel.outgoing.pdg(), charged_lepton_pdg(channel.minus), charged_lepton_pdg(channel.plus, true)});
  }
  io::RunCard card;
  card.selection = experiment.selection;
  if (!experiment.detector.empty()) {
    card.detector.emplace();
    card.detector->name = experiment.detector;
  }
  event::AnalysisPlan plan = analysis_plan(card, std::move(final_states));
  for (const std::string& cut : experiment.cuts) plan.selection.cuts.push_back(event::parse_cut(cut));
  plan.selection.check(plan.final_states);
  return plan;
}

double events_per_average(const CountingSetup& setup) {
  const CountingExperiment& experiment = setup.experiment;
  const flux::Flux& flux = setup.flux.flux;
  if (experiment.mass_tonnes == 0.0 && experiment.is_ratio()) return 1.0;
  if (flux.normalisation != flux::Normalisation::absolute) {
    if (experiment.is_ratio()) return 1.0;
    throw UserError(fmt::format("the flux {} is a shape without normalisation", setup.flux.label),
                    "a number of events needs neutrinos per cm2", "take an absolute flux, or measure a ratio");
  }
  if (flux.exposure_unit != experiment.exposure_unit) {
    throw UserError(fmt::format("{} has an exposure in {}", experiment.name, experiment.exposure_unit),
                    fmt::format("the flux {} is per {}", setup.flux.label, flux.exposure_unit),
                    "give the exposure in " + flux.exposure_unit);
  }
  return rate::expected_events(experiment.exposure, experiment.mass_tonnes * setup.target.units_per_tonne(), 1.0);
}

void describe(const io::LoadedCountingExperiment& loaded, CountingSetup& setup) {
  Provenance& provenance = setup.provenance;
  provenance.version = version();
  for (const model::TridentChannel& channel : setup.channels) {
    provenance.choices.emplace_back("channel", channel.reaction() + " (" + channel.content() + ")");
  }
  const CountingExperiment& experiment = setup.experiment;
  provenance.choices.emplace_back("components", fmt::format("{}", fmt::join(experiment.components, ", ")));
  provenance.choices.emplace_back("form factor", experiment.form_factor);
  provenance.choices.emplace_back("detector", setup.plan.response.name);
  provenance.choices.emplace_back("selection", fmt::format("{}", fmt::join(setup.plan.selection.stages(), "; ")));
  provenance.choices.emplace_back("flux", setup.flux.label);
  provenance.data_checksums[std::filesystem::path(loaded.path).filename()] = io::sha256(loaded.text);
  if (!setup.flux.checksum.empty()) provenance.data_checksums[setup.flux.checksum_name()] = setup.flux.checksum;
  provenance.citations_arxiv = process::trident_info().papers;
}

double width_of(const CountingNuisances& nuisances, const std::string& name, double nominal) {
  const auto found = nuisances.widths.find(name);
  const double width = found == nuisances.widths.end() ? nominal : found->second;
  if (width > 0.0) return width;
  throw UserError(fmt::format("the nuisance '{}' has the width {:g}", name, width), "a width is above zero",
                  "give a width, or leave the nuisance fixed");
}

void check_names(const CountingExperiment& experiment, const CountingNuisances& nuisances) {
  std::vector<std::string> known;
  for (const Nuisance& nuisance : available_nuisances(experiment)) known.push_back(nuisance.name);
  const auto check = [&](const std::string& name) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      unknown_name("nuisance of " + experiment.name, name, known);
    }
  };
  if (nuisances.free) std::for_each(nuisances.free->begin(), nuisances.free->end(), check);
  for (const auto& [name, width] : nuisances.widths) check(name);
  for (const auto& [name, common] : nuisances.common_names) check(name);
}

bool is_free(const CountingNuisances& nuisances, const std::string& name) {
  return !nuisances.free || std::find(nuisances.free->begin(), nuisances.free->end(), name) != nuisances.free->end();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> counting_changes() {
  return {{"mass", "of the target: 100t"},
          {"target", "material"},
          {"flux", "name or file of a table, or a described source"},
          {"time", "exposure of a source per time: 1y"},
          {"pot", "exposure of a beam: protons on target"},
          {"neutrino", "one species, or all"},
          {"components", "coherent proton neutron"},
          {"form_factor", "of the nucleus"},
          {"nucleon_form_factor", "of the nucleons"},
          {"detector", "response by name, or none"},
          {"selection", "cuts by name, or none"},
          {"background", "in units of the Standard Model's signal"}};
}

CountingSetup make_counting_setup(const std::string& name, const std::map<std::string, std::string>& changes) {
  const io::LoadedCountingExperiment loaded = io::load_counting_experiment(name);
  const std::string folder = std::filesystem::path(loaded.path).parent_path().string();
  CountingSetup setup;
  setup.experiment = loaded.experiment;
  for (const auto& [key, text] : changes) {
    change(setup.experiment, key, text);
    const bool other_exposure = key == "mass" || key == "target" || key == "flux" || key == "time" || key == "pot";
    const bool other_beam = key == "flux" || key == "target";
    if (setup.experiment.is_ratio() ? other_beam : other_exposure) setup.experiment.measured.reset();
  }
  setup.experiment.check();
  setup.target = matter::material(setup.experiment.target);
  setup.flux = choose_flux(flux_card(setup.experiment, folder), folder, "all");
  setup.channels = channels_of(setup.experiment, setup.flux.flux);
  setup.plan = plan_of(setup.experiment, setup.channels);
  setup.events_per_average = events_per_average(setup);
  describe(loaded, setup);
  return setup;
}

std::vector<Nuisance> available_nuisances(const CountingExperiment& experiment) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<Nuisance> result;
  for (const CountingUncertainty& each : experiment.uncertainties) {
    const std::string meaning =
        each.of_signal.meaning.empty() ? "relative change of the number of events" : each.of_signal.meaning;
    result.push_back({each.of_signal.name, meaning, "", each.of_signal.relative, -1.0, infinity});
  }
  for (const CountingBackground& each : experiment.backgrounds) {
    const std::string meaning =
        (each.title.empty() ? "background " + each.name : each.title) + ": relative change of the normalisation";
    result.push_back({each.name, meaning, "", each.relative_uncertainty, -1.0, infinity});
  }
  return result;
}

std::shared_ptr<const inference::TridentExpectation> counting_expectation(const CountingSetup& setup,
                                                                          const TridentTermsResult& terms,
                                                                          ModelAt model_at,
                                                                          const CountingNuisances& nuisances) {
  const CountingExperiment& experiment = setup.experiment;
  check_names(experiment, nuisances);
  inference::TridentSetup full = terms.terms;
  const auto vertices = [setup, model_at = std::move(model_at)](const std::vector<double>& parameters) {
    return vertices_of(setup, *model_at(parameters));
  };
  const double standard = inference::TridentExpectation(full, vertices).standard_signal();
  std::vector<std::string> backgrounds;
  for (const CountingBackground& each : experiment.backgrounds) {
    full.backgrounds.push_back({each.name, each.events ? *each.events : *each.relative_to_signal * standard});
    backgrounds.push_back(each.name);
  }
  const auto add = [&](Nuisance nuisance, bool on_signal, std::vector<std::string> of) {
    const std::string own = nuisance.name;
    const auto common = nuisances.common_names.find(own);
    nuisance.width = width_of(nuisances, own, nuisance.width);
    nuisance.name = common == nuisances.common_names.end() ? experiment.name + "." + own : common->second;
    full.uncertainties.push_back({std::move(nuisance), on_signal, std::move(of)});
  };
  const std::vector<Nuisance> available = available_nuisances(experiment);
  for (size_t i = 0; i < available.size(); ++i) {
    const std::string& name = available[i].name;
    const bool named = nuisances.widths.contains(name) || nuisances.free.has_value();
    if (!is_free(nuisances, name) || (available[i].width == 0.0 && !named)) continue;
    if (i < experiment.uncertainties.size()) {
      add(available[i], true, experiment.uncertainties[i].on_backgrounds ? backgrounds : std::vector<std::string>{});
    } else {
      add(available[i], false, {name});
    }
  }
  if (experiment.is_ratio() && experiment.measured->error_up != experiment.measured->error_down) {
    full.stretch_below = experiment.measured->value;
    full.stretch = experiment.measured->error_up / experiment.measured->error_down;
  }
  return std::make_shared<inference::TridentExpectation>(std::move(full), vertices);
}

inference::Measurement counting_measurement(const CountingSetup& setup, const TridentTermsResult& terms,
                                            ModelAt model_at, const CountingNuisances& nuisances) {
  const CountingExperiment& experiment = setup.experiment;
  inference::Measurement measurement;
  measurement.name = experiment.name;
  const auto expectation = counting_expectation(setup, terms, std::move(model_at), nuisances);
  if (experiment.is_ratio()) {
    measurement.statistic = inference::Statistic::gaussian;
    measurement.observed = {experiment.measured->value};
    measurement.variance = {experiment.measured->error_up * experiment.measured->error_up};
  } else {
    measurement.statistic = inference::Statistic::poisson;
    measurement.observed = {experiment.measured ? experiment.measured->value : expectation->standard_total()};
  }
  measurement.expectation = expectation;
  return measurement;
}

}  // namespace tridens::run
