#include "tridens/run/decay_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/event/decay_courses.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/sha256.hh"
#include "tridens/model/model.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using Settings = std::map<std::string, std::string>;

std::string exact(double value) {
  return fmt::format("{}", value);
}

/// Settings of the process upscatter for a flavour; empty when it does not scatter.
Settings upscatter_settings(const model::DarkSector& sector, size_t made, Flavour flavour) {
  const model::HeavyNeutrino& N = sector.heavy(made);
  const auto a = static_cast<size_t>(flavour);
  Settings settings = {
      {"regime", "elastic"}, {"mass", exact(N.mass) + " GeV"}, {"nature", sector.majorana() ? "majorana" : "dirac"}};
  const auto boson = [&](const char* portal, double coupling, double mass, double proton, double neutron) {
    settings["portal"] = portal;
    settings["coupling"] = exact(coupling);
    settings["mediator-mass"] = exact(mass) + " GeV";
    if (proton != 0.0) settings["proton-coupling"] = exact(proton);
    if (neutron != 0.0) settings["neutron-coupling"] = exact(neutron);
  };
  double phase = 0.0;
  if (sector.has_vector()) {
    const std::complex<double> C = sector.flavour_coupling(flavour, made);
    const double proton = sector.nucleon_vector(true), neutron = sector.nucleon_vector(false);
    if (C != 0.0 && (proton != 0.0 || neutron != 0.0)) {
      boson("vector", std::abs(C), sector.parameters().mediator_mass, proton, neutron);
      phase = std::arg(C);
    }
  }
  if (const auto& scalar = sector.parameters().scalar;
      scalar && N.yukawa[a] != 0.0 && (scalar->proton != 0.0 || scalar->neutron != 0.0)) {
    if (settings.contains("portal")) {
      throw UserError("a dark sector with a Z' and a scalar that both scatter the same neutrino",
                      "the process takes one of them, beside a dipole", "leave one of them out");
    }
    boson("scalar", std::abs(N.yukawa[a]), scalar->mass, scalar->proton, scalar->neutron);
    phase = std::arg(N.yukawa[a]);
  }
  if (N.dipole_d[a] != 0.0) {
    if (settings.contains("portal")) settings["dipole-phase"] = exact(std::arg(N.dipole_d[a]) - phase) + " rad";
    settings["portal"] = settings.contains("portal") ? settings["portal"] + "+dipole" : "dipole";
    settings["dipole"] = exact(std::abs(N.dipole_d[a])) + " GeV^-1";
  }
  return settings.contains("portal") ? settings : Settings{};
}

/// X, its antiparticle where that is another, and what both decay to.
void add_chain(const DecayModel& model, const std::vector<std::shared_ptr<const process::Process>>& processes,
               DecayParts& parts) {
  std::vector<model::UnstableParticle>& all = parts.chain;
  all = model.particles;
  const auto find = [&](int wanted) {
    return std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.pdg == wanted; });
  };
  for (size_t i = 0; model.particles.empty() && i < processes.size(); ++i) {
    for (const model::UnstableParticle& one : processes[i]->unstable_particles()) {
      if (find(one.pdg) == all.end()) all.push_back(one);
    }
  }
  int pdg = model.pdg;
  if (pdg == 0) {
    // Components may name what X decays to: a point of the phase space has X itself.
    const process::Process& first = *processes.front();
    const std::vector<double> middle(static_cast<size_t>(first.dimension()), 0.5);
    pdg = std::abs(first.final_state(0, 2.0 * first.threshold(0) + 1.0, middle.data()).front().pdg);
  }
  const auto own = find(pdg), other = find(-pdg);
  if (own == all.end() && other == all.end()) {
    throw UserError("the particle that is made does not decay", "no mode of it is known",
                    "choose couplings with which it does");
  }
  parts.particle = own == all.end() ? *other : *own;
  parts.antiparticle_pdg = other == all.end() ? pdg : -pdg;
}

/// One process per neutrino of the flux that makes X on a material. UserError of the first one when none does.
std::vector<std::shared_ptr<const process::Process>> processes_on(const std::string& name, const flux::Flux& flux,
                                                                  const DecayModel& model,
                                                                  const std::vector<Neutrino>& wanted) {
  const matter::Material material = matter::material(name);
  std::vector<std::shared_ptr<const process::Process>> result;
  std::optional<UserError> refused;
  for (const Neutrino& neutrino : all_neutrinos()) {
    if (!flux.has(neutrino)) continue;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), neutrino) == wanted.end()) continue;
    try {
      if (auto made = model.process(neutrino, material)) result.push_back(std::move(made));
    } catch (const UserError& error) {
      if (!refused) refused = error;
    }
  }
  if (result.empty() && refused) throw *refused;
  if (result.empty()) {
    throw UserError("no neutrino of " + flux.name + " makes the particle", "it couples to none of those chosen", "");
  }
  return result;
}

double positive(const std::string& text, const std::string& key) {
  const double value = parse_quantity(text, Dimension::number, key);
  if (value > 0.0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("{} = {}", key, text), "it must be above zero", "");
}

void change(DecaySetup& setup, const std::string& key, const std::string& text) {
  detector::DecayExperiment& experiment = setup.experiment;
  if (key == "exposure") {
    experiment.exposure = positive(text, key);
    experiment.counts.reset();  // they belong to the exposure of the file
  } else if (key == "background" || key == "background-error") {
    const double value = parse_quantity(text, Dimension::number, key);
    if (!(value >= 0.0 && std::isfinite(value)))
      throw UserError(fmt::format("{} = {}", key, text), "it is not below zero", "");
    // What was observed belongs to the background of the file.
    if (!experiment.counts || experiment.counts->observed) experiment.counts = detector::DecayCounts{};
    (key == "background" ? experiment.counts->background : experiment.counts->background_error) = value;
  } else if (key == "efficiency") {
    experiment.analysis.efficiency = positive(text, key);
  } else if (key == "flux") {
    experiment.flux = text;
  } else if (key == "neutrinos") {
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find('+', begin), text.size());
      setup.options.neutrinos.push_back(parse_neutrino(text.substr(begin, end - begin)));
      begin = end + 1;
    }
  } else if (key == "decays") {
    constexpr double least = 256, most = 1e7;
    const double count = positive(text, key);
    if (count != std::floor(count) || count < least || count > most) {
      throw UserError("decays = " + text,
                      fmt::format("simulated decays are a whole number from {:g} to {:g}", least, most), "");
    }
    DecaySimulation& simulation = setup.options.simulation;
    simulation.points = static_cast<size_t>(count) / simulation.repetitions;
  } else if (key == "seed") {
    setup.options.simulation.seed = static_cast<std::uint64_t>(positive(text, key));
  } else {
    std::vector<std::string> known;
    for (const auto& [name, meaning] : decay_changes()) known.push_back(name);
    unknown_name("key to change in an experiment of decays", key, known);
  }
}

}  // namespace

DecayModel decay_model(const model::DarkSector& sector, size_t made, SharedTables tables) {
  DecayModel result;
  result.particles = model::unstable_particles(sector);
  result.pdg = model::heavy_neutrino_number(static_cast<int>(made));
  result.choices.emplace_back("made", model::heavy_neutrino_name(made));
  result.papers = {"1807.09877", "1808.02915", "1812.08768", "2207.04137"};
  result.process = [sector, made, tables](Neutrino neutrino,
                                          const matter::Material& material) -> std::shared_ptr<const process::Process> {
    Settings settings = upscatter_settings(sector, made, neutrino.flavour);
    if (settings.empty()) return nullptr;
    process::ProcessRequest request{neutrino, material, nullptr, std::move(settings), nullptr};
    request.form_factors = tables;
    return process::make_process("upscatter", request);
  };
  return result;
}

DecayModel decay_model(const std::string& text, const io::ModelCard& card, SharedTables tables) {
  Specification specification = parse_specification(text, "process");
  const process::ProcessInfo info = process::process_info(specification.name);
  if (!process::is_registered(specification.name)) {
    throw UserError("the process '" + specification.name + "' makes nothing that decays",
                    "an experiment of decays counts what long-lived particles leave",
                    "for example --process upscatter,regime=elastic,portal=vector,...");
  }
  // A process that leaves decays out unless it is asked for them is asked for all.
  const auto leaves_open = [&](const process::ProcessSetting& one) { return one.name == "decay"; };
  const auto given = [](const auto& setting) { return setting.first == "decay"; };
  auto& settings = specification.settings;
  if (std::any_of(info.settings.begin(), info.settings.end(), leaves_open) &&
      std::none_of(settings.begin(), settings.end(), given)) {
    settings.emplace_back("decay", "all");
  }
  // Decays belong to one regime of the process upscatter, which is not its default.
  const auto has = [](const auto& all, const std::string& name, auto of) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return of(one) == name; });
  };
  if (has(info.settings, "regime", [](const auto& one) { return one.name; }) &&
      !has(settings, "regime", [](const auto& one) { return one.first; })) {
    throw UserError("the process '" + specification.name + "' is given without its regime",
                    "the usual one, on quarks, leaves open how the heavy neutrino decays",
                    "add it: " + specification.name + ",regime=elastic,...");
  }
  DecayModel result;
  result.papers = info.papers;
  result.choices.emplace_back("process", text);
  const auto model = model::make_model(card.name, card.settings);
  result.process = [specification, model, tables](Neutrino neutrino, const matter::Material& material) {
    process::ProcessRequest request{
        neutrino, material, model, {specification.settings.begin(), specification.settings.end()}, nullptr};
    request.reader = [](const std::string& path) { return io::read_text_file(path, "table"); };
    request.form_factors = tables;
    return process::make_process(specification.name, request);
  };
  return result;
}

DecayParts decay_parts(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayModel& model,
                       const std::vector<Neutrino>& neutrinos) {
  DecayParts parts;
  std::map<std::string, rate::RegionProcesses> by_material;
  for (size_t region = 0; region < experiment.regions.size(); ++region) {
    const std::string& name = experiment.regions[region].material;
    const auto [found, fresh] = by_material.try_emplace(name);
    if (fresh) found->second.processes = processes_on(name, flux, model, neutrinos);
    parts.processes.push_back({region, found->second.processes});
  }
  add_chain(model, parts.processes.front().processes, parts);
  return parts;
}

DecayEvents decay_events(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayParts& parts,
                         std::shared_ptr<const rate::DecayGeometry> geometry, const DecayOptions& options) {
  DecayEvents result;
  for (const auto& process : parts.processes.front().processes)
    result.neutrinos.push_back(tridens::name(process->neutrino()));
  result.warnings = parts.processes.front().processes.front()->warnings();
  result.particle = parts.particle;
  const DecaySource source{event::DecayCourses(parts.chain), parts.particle, parts.antiparticle_pdg};
  result.production =
      std::make_shared<rate::DisplacedProduction>(experiment, flux, parts.processes, options.production);
  std::vector<rate::SelectedDecay> selected =
      simulate_decays(experiment.analysis, *result.production, *geometry, source, options.simulation);
  result.decays = std::make_shared<rate::DisplacedDecays>(std::move(geometry), *result.production, parts.particle.mass,
                                                          parts.particle.width, std::move(selected),
                                                          options.simulation.repetitions);
  return result;
}

DecayEvents decay_events(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayModel& model,
                         std::shared_ptr<const rate::DecayGeometry> geometry, const DecayOptions& options) {
  return decay_events(experiment, flux, decay_parts(experiment, flux, model, options.neutrinos), std::move(geometry),
                      options);
}

DecaySetup make_decay_setup(const std::string& name, const std::map<std::string, std::string>& changes) {
  const io::LoadedDecayExperiment loaded = io::load_decay_experiment(name);
  DecaySetup setup;
  setup.experiment = loaded.experiment;
  for (const auto& [key, text] : changes) change(setup, key, text);
  setup.experiment.check();
  io::FluxCard card;
  (setup.experiment.flux.ends_with(".csv") ? card.file : card.name) = setup.experiment.flux;
  const ChosenFlux chosen = choose_flux(card, std::filesystem::path(loaded.path).parent_path().string(), "all");
  setup.flux = chosen.flux;
  setup.geometry = std::make_shared<rate::DecayGeometry>(setup.experiment);
  Provenance& provenance = setup.provenance;
  provenance.version = version();
  provenance.data_checksums[std::filesystem::path(loaded.path).filename()] = io::sha256(loaded.text);
  if (!chosen.checksum.empty()) provenance.data_checksums[chosen.checksum_name()] = chosen.checksum;
  return setup;
}

std::vector<std::pair<std::string, std::string>> decay_changes() {
  const DecaySimulation usual;
  return {{"exposure", "in the unit of the flux: protons on target, or 1/fb"},
          {"efficiency", "of what passes the cuts"},
          {"background", "events expected beside decays, in place of the counts of the file"},
          {"background-error", "of observed less background, statistics included [0: that of the counts]"},
          {"flux", "a table of data/flux, or FILE.csv"},
          {"neutrinos", "some of those of the flux: numu+numubar"},
          {"decays", fmt::format("simulated in all [{}]", usual.points * usual.repetitions)},
          {"seed", "of the simulated decays [1]"}};
}

}  // namespace tridens::run
