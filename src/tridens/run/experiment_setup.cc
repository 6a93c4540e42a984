#include "tridens/run/experiment_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/card_kind.hh"
#include "tridens/io/sha256.hh"
#include "tridens/process/energy_limits.hh"
#include "tridens/run/flux_oscillation.hh"

namespace tridens::run {
namespace {

const std::vector<std::string>& process_keys() {
  static const std::vector<std::string> keys = {"form_factor", "neutron_form_factor", "kinematics", "axial",
                                                "binding",     "recoil_min",          "recoil_max"};
  return keys;
}

double positive(const std::string& text, Dimension dimension, const std::string& key) {
  const double value = parse_quantity(text, dimension, key);
  constexpr double largest = 1e40;  // nothing that exists has more tonnes, seconds or protons
  if (value > 0.0 && value < largest) return value;
  throw UserError(fmt::format("{} = {}", key, text), "it must be above zero and a number that something can have", "");
}

/// One change of the user. What it makes of the backgrounds is said in the docs: their normalisation belongs to the
/// exposure of the file and grows with mass and exposure.
void change(detector::Experiment& experiment, const std::string& key, const std::string& text) {
  const auto scale_backgrounds = [&](double factor) {
    for (detector::Background& background : experiment.backgrounds) background.events *= factor;
  };
  if (key == "mass") {
    const double mass = positive(text, Dimension::mass, key);
    scale_backgrounds(mass / experiment.mass_tonnes);
    experiment.mass_tonnes = mass;
  } else if (key == "target") {
    experiment.target = text;
  } else if (key == "flux") {
    experiment.flux = text;
    experiment.flux_file.clear();
  } else if (key == "time") {
    const double time = positive(text, Dimension::time, key);
    if (experiment.exposure_unit == "s") scale_backgrounds(time / experiment.exposure);
    experiment.exposure = time;
    experiment.exposure_unit = "s";
  } else if (key == "pot") {
    const double protons = positive(text, Dimension::number, key);
    if (experiment.exposure_unit == "POT") scale_backgrounds(protons / experiment.exposure);
    experiment.exposure = protons;
    experiment.exposure_unit = "POT";
  } else if (key == "backgrounds") {
    scale_backgrounds(positive(text, Dimension::number, key));
  } else if (key == "bursts") {
    experiment.exposure = positive(text, Dimension::number, key);
    experiment.exposure_unit = "burst";
  } else if (std::find(process_keys().begin(), process_keys().end(), key) != process_keys().end()) {
    experiment.process_settings[key] = text;
  } else {
    std::vector<std::string> known;
    for (const auto& [name, meaning] : experiment_changes()) known.push_back(name);
    unknown_name("key to change in an experiment", key, known);
  }
}

io::FluxCard flux_card(const detector::Experiment& experiment, const std::string& folder) {
  const std::string& text = experiment.flux;
  io::FluxCard card;
  if (!experiment.flux_file.empty()) {
    card.file = std::filesystem::proximate(experiment.flux_file, folder.empty() ? "." : folder).string();
  } else if (flux::is_source(text)) {
    card.source = text;
  } else if (text.ends_with(".csv")) {
    card.file = text;
  } else {
    card.name = text;
  }
  return card;
}

io::ProcessCard process_card(const detector::Experiment& experiment, const std::string& process) {
  io::ProcessCard card;
  card.name = process;
  card.target = experiment.target;
  const auto setting = [&](const std::string& key, std::string& value) {
    const auto found = experiment.process_settings.find(key);
    if (found != experiment.process_settings.end()) value = found->second;
  };
  setting("form_factor", card.form_factor);
  setting("neutron_form_factor", card.neutron_form_factor);
  setting("kinematics", card.kinematics);
  setting("axial", card.axial);
  setting("binding", card.binding);
  setting("recoil_min", card.recoil_min);
  setting("recoil_max", card.recoil_max);
  return card;
}

std::vector<std::string> chosen_processes(const RateRequest& request, const detector::Experiment& experiment) {
  if (request.processes.empty()) return experiment.processes;
  for (const std::string& name : request.processes) {
    if (std::find(experiment.processes.begin(), experiment.processes.end(), name) == experiment.processes.end()) {
      unknown_name("process of " + experiment.name, name, experiment.processes);
    }
    if (std::count(request.processes.begin(), request.processes.end(), name) > 1) {
      throw UserError("the process '" + name + "' is given twice", "it would be counted twice", "give it once");
    }
  }
  return request.processes;
}

void add_sources(const RateRequest& request, ExperimentSetup& setup) {
  const matter::Material target = matter::material(setup.experiment.target);
  std::set<std::string> papers;
  for (const std::string& process : chosen_processes(request, setup.experiment)) {
    const io::ProcessCard card = process_card(setup.experiment, process);
    bool first = true;
    for (const Neutrino& neutrino : all_neutrinos()) {
      if (!setup.flux.flux.has(neutrino)) continue;
      process::check_elastic_energy(process, setup.flux.flux.spectrum(neutrino).highest());
      const auto elastic = make_elastic(card, *setup.model, target, neutrino);
      if (first) {
        const Provenance one = provenance_of(*setup.model, *elastic, process);
        papers.insert(one.citations_arxiv.begin(), one.citations_arxiv.end());
        for (const auto& [key, text] : one.choices) {
          if (key == "model" && !setup.provenance.choices.empty()) continue;
          setup.provenance.choices.emplace_back(key == "model" ? key : process + ": " + key, text);
        }
      }
      first = false;
      setup.sources.push_back({process, elastic});
      setup.source_names.emplace_back(process, neutrino);
    }
  }
  const bool acts = std::any_of(setup.sources.begin(), setup.sources.end(), [&](const rate::SignalSource& source) {
    const process::ElasticProcess& process = *source.process_of_neutrino;
    return adds_something(process, setup.flux.flux.spectrum(process.neutrino()).highest());
  });
  if (!acts) note_idle_model(*setup.model, setup.provenance);
  setup.provenance.citations_arxiv.assign(papers.begin(), papers.end());
}

}  // namespace

std::pair<std::string, double> observable_unit(const detector::Experiment& experiment) {
  if (experiment.response.observable == detector::Observable::photoelectrons) return {"PE", 1.0};
  const std::vector<double>& edges = experiment.response.edges;
  const double highest = std::isfinite(edges.back()) ? edges.back() : edges[edges.size() - 2];
  if (highest < units::keV) return {"eV", units::eV};
  if (highest >= units::GeV) return {"GeV", units::GeV};
  if (highest >= units::MeV) return {"MeV", units::MeV};
  return {"keV", units::keV};
}

std::vector<std::pair<std::string, std::string>> experiment_changes() {
  return {{"mass", "of the target: 100kg"},
          {"target", "material"},
          {"flux", "source or table: reactor,power=1GW,distance=10m"},
          {"time", "exposure of a source per time: 1y"},
          {"pot", "exposure of a beam: protons on target"},
          {"bursts", "exposure of a supernova: 1"},
          {"backgrounds", "factor on the events of every background: 10"},
          {"form_factor", "of the nucleus"},
          {"neutron_form_factor", "of the neutrons"},
          {"kinematics", "exact or leading"},
          {"axial", "auto or none"},
          {"binding", "free or stepped electrons"},
          {"recoil_min", "lowest kinetic energy taken into account"},
          {"recoil_max", "highest kinetic energy taken into account"},
          {"oscillation",
           "on the way: sterile,delta_m2=1.3eV2,sin2_2theta_ee=0.1, or matter,density_g_cm3=2.8,ordering=normal"}};
}

io::LoadedExperiment load_experiment(const std::string& name) {
  const bool is_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  if (is_file) io::refuse_other_kinds(io::read_text_file(name, "experiment"), name, io::CardKind::experiment);
  return is_file ? io::load_experiment_file(name) : io::load_named_experiment(name);
}

std::vector<rate::SignalSource> sources_with(const ExperimentSetup& setup,
                                             const std::map<std::string, std::string>& settings) {
  detector::Experiment experiment = setup.experiment;
  for (const auto& [key, text] : settings) experiment.process_settings[key] = text;
  const matter::Material target = matter::material(experiment.target);
  std::vector<rate::SignalSource> sources;
  for (const auto& [process, neutrino] : setup.source_names) {
    sources.push_back({process, make_elastic(process_card(experiment, process), *setup.model, target, neutrino)});
  }
  return sources;
}

std::vector<FluxShare> disappearance_shares(const std::map<std::string, std::string>& changes) {
  const auto found = changes.find("oscillation");
  if (found == changes.end()) return {};
  const std::optional<flux::SterileOscillation> sterile = sterile_oscillation(found->second);
  if (!sterile) return {};
  const flux::SterileOscillation& oscillation = *sterile;
  const std::map<std::string, Flavour> amplitudes = {
      {"sin2_2theta_ee", Flavour::electron}, {"sin2_2theta_mumu", Flavour::muon}, {"sin2_2theta_tautau", Flavour::tau}};
  std::map<std::string, std::string> others = changes;
  others.erase("oscillation");
  std::vector<FluxShare> result = {{1.0, others}};
  double mixings = 0.0;
  for (const auto& [key, flavour] : amplitudes) {
    mixings += oscillation.mixing(flavour);
    const double amplitude = oscillation.amplitude(flavour, flavour);
    if (!(amplitude > 0.0)) continue;
    others["oscillation"] =
        fmt::format("sterile,delta_m2={:.17g}eV2,{}=1,appearance=no", oscillation.delta_m2_eV2, key);
    result.push_back({amplitude, others});
    result.front().weight -= amplitude;
  }
  const bool appears = oscillation.appearance && result.size() > 2;
  return appears || mixings > 1.0 ? std::vector<FluxShare>{} : result;
}

ExperimentSetup make_experiment_setup(const RateRequest& request) {
  return make_experiment_setup(request, load_experiment(request.experiment));
}

ExperimentSetup make_experiment_setup(const RateRequest& request, io::LoadedExperiment loaded) {
  ExperimentSetup setup;
  const std::string folder = std::filesystem::path(loaded.path).parent_path().string();
  setup.experiment = std::move(loaded.experiment);
  for (const auto& [key, text] : request.overrides) {
    if (key == "oscillation") continue;
    change(setup.experiment, key, text);
    // Counts that were observed belong to the exposure as it was.
    const bool other_exposure =
        key == "mass" || key == "target" || key == "flux" || key == "time" || key == "pot" || key == "bursts";
    if (other_exposure) {
      setup.experiment.observed.clear();
      setup.experiment.observed_errors.clear();
    }
  }
  setup.experiment.check();
  setup.model = elastic_model(request.model);
  setup.flux = choose_flux(flux_card(setup.experiment, folder), folder, "all");
  if (setup.flux.flux.exposure_unit.empty()) {
    throw UserError(fmt::format("the flux {} is a shape without normalisation", setup.flux.label),
                    "counts need neutrinos per cm2 and unit of exposure", "take an absolute flux");
  }
  if (setup.flux.flux.exposure_unit != setup.experiment.exposure_unit) {
    throw UserError(fmt::format("{} has an exposure in {}", setup.experiment.name, setup.experiment.exposure_unit),
                    fmt::format("the flux {} is per {}", setup.flux.label, setup.flux.flux.exposure_unit),
                    setup.flux.flux.exposure_unit == "POT"     ? "give pot"
                    : setup.flux.flux.exposure_unit == "burst" ? "give bursts"
                                                               : "give time");
  }
  setup.provenance.version = version();
  if (const auto found = request.overrides.find("oscillation"); found != request.overrides.end()) {
    oscillate(found->second, setup.flux, setup.provenance);
  }
  add_sources(request, setup);
  setup.provenance.choices.emplace_back("flux", setup.flux.label);
  setup.provenance.data_checksums[std::filesystem::path(loaded.path).filename()] = io::sha256(loaded.text);
  for (const io::LoadedTable& table : loaded.tables) {
    setup.provenance.data_checksums[std::filesystem::path(table.path).filename()] = io::sha256(table.text);
  }
  if (!setup.flux.checksum.empty()) setup.provenance.data_checksums[setup.flux.checksum_name()] = setup.flux.checksum;
  return setup;
}

}  // namespace tridens::run
