#include "tridens/run/reaction.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <map>
#include <set>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/sha256.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/energy_limits.hh"
#include "tridens/process/registry.hh"
#include "tridens/rate/recoil_rate.hh"
#include "tridens/run/photon_tables.hh"

namespace tridens::run {
namespace {

/// NuHepMC process ids of tridents: 710 pair of different flavours (W exchange), 760 flavour-diagonal pair (Z, or Z and
/// W); +0 coherent, +1 proton, +2 neutron.
int trident_process_id(const model::TridentChannel& channel, const std::string& component) {
  const int base = channel.neutral_current ? 760 : 710;
  if (component == "coherent") return base;
  return base + (component == "proton" ? 1 : 2);
}

ComponentLabel trident_label(const process::Trident& trident, const process::Component& component) {
  const model::TridentChannel& channel = trident.options().channel;
  ComponentLabel label;
  label.process_id = trident_process_id(channel, component.name);
  label.group = component.name;
  label.name = fmt::format("trident {} {}", channel.pair(), component.name);
  label.description = fmt::format("neutrino trident production, {} ({}), {} scattering", channel.pair(),
                                  channel.content(), component.name);
  label.final_state = {channel.outgoing.pdg(), charged_lepton_pdg(channel.minus),
                       charged_lepton_pdg(channel.plus, true), component.recoil_pdg};
  return label;
}

Reaction trident_reaction(const io::ProcessCard& card, const io::ModelCard& model,
                          const std::vector<Neutrino>& neutrinos, const ReactionOptions& options) {
  Reaction reaction;
  TridentSetup setup;
  for (size_t i = 0; i < neutrinos.size(); ++i) {
    double map_mass = -2.0;  // that of the vertex
    if (options.like != nullptr) {
      const auto& nominal = dynamic_cast<const process::Trident&>(*options.like->processes[i]);
      const model::LeptonVertex& vertex = nominal.options().vertex;
      map_mass = vertex.has_mediator() ? vertex.mediator_mass : -1.0;
    }
    TridentSetup one =
        make_tridents(card, model, {neutrinos[i]}, options.highest_energy, options.threads, options.totals, map_mass);
    setup.model = one.model;
    setup.processes.push_back(one.processes.front());
    reaction.processes.push_back(one.processes.front());
    std::vector<ComponentLabel>& labels = reaction.labels.emplace_back();
    for (const process::Component& component : one.processes.front()->components()) {
      labels.push_back(trident_label(*one.processes.front(), component));
    }
  }
  reaction.model = setup.model;
  reaction.target = setup.processes.front()->options().target;
  reaction.provenance = provenance_of(setup);
  return reaction;
}

/// What an elastic component is in events: 150 coherent scattering on nuclei, 700 on electrons with W exchange, 750
/// without; + 1 with the helicity of the neutrino flipped, + 2 with another flavour, + 3 with both; 770 and 771 with a
/// heavy neutrino on nuclei and electrons, 772 and 773 with another new particle.
ComponentLabel elastic_label(const std::string& process, const process::ElasticProcess& elastic, size_t index) {
  const process::Component& component = elastic.components()[index];
  const model::OutgoingState& outgoing = elastic.outgoing(index);
  const bool electron = process == "nu-e";
  ComponentLabel label;
  label.group = component.name.substr(0, component.name.find(" -> "));
  label.description = electron ? "elastic neutrino-electron scattering" : "coherent elastic scattering on nuclei";
  if (outgoing.mass > 0.0) {
    label.process_id = (outgoing.label.starts_with("N") ? 770 : 772) + (electron ? 1 : 0);
    // Particle and antiparticle have one id and are one group.
    const bool antiparticle = outgoing.label.ends_with("bar");
    label.group += " -> " + outgoing.label.substr(0, outgoing.label.size() - (antiparticle ? 3 : 0));
    label.description += fmt::format(", outgoing {} of {:g} GeV", outgoing.label, outgoing.mass);
  } else {
    const bool charged_current = elastic.neutrino().flavour == Flavour::electron;
    label.process_id = !electron ? 150 : charged_current ? 700 : 750;
    if (outgoing.flipped) {
      label.process_id += 1;
      label.group += ", helicity flipped";
      label.description += ", helicity of the neutrino flipped";
    }
    if (outgoing.pdg != elastic.neutrino().pdg()) {
      label.process_id += 2;
      label.group += ", other state";
      label.description += ", outgoing neutrino of another flavour";
    }
  }
  label.name = process + " " + label.group;
  label.final_state = {outgoing.pdg, component.recoil_pdg};
  return label;
}

Reaction elastic_reaction(const io::ProcessCard& card, const io::ModelCard& model_card,
                          const std::vector<Neutrino>& neutrinos, const ReactionOptions& options) {
  Reaction reaction;
  reaction.model = elastic_model(model_card);
  reaction.target = matter::material(card.target);
  std::set<int> new_particles;
  for (const Neutrino& neutrino : neutrinos) {
    process::check_elastic_energy(card.name, options.highest_energy);
    const auto elastic = make_elastic(card, *reaction.model, reaction.target, neutrino);
    std::vector<ComponentLabel>& labels = reaction.labels.emplace_back();
    for (size_t i = 0; i < elastic->components().size(); ++i) {
      labels.push_back(elastic_label(card.name, *elastic, i));
      const model::OutgoingState& outgoing = elastic->outgoing(i);
      if (outgoing.mass > 0.0 && new_particles.insert(outgoing.pdg).second) {
        reaction.additional_particles.push_back(
            {outgoing.pdg, outgoing.label, fmt::format("new neutral fermion of mass {:g} GeV", outgoing.mass)});
      }
    }
    if (reaction.processes.empty()) reaction.provenance = provenance_of(*reaction.model, *elastic, card.name);
    reaction.processes.push_back(elastic);
  }
  return reaction;
}

std::string model_text(const model::Model& model) {
  std::string text = model.info().name;
  for (const auto& [key, value] : model.resolved()) text += fmt::format(", {} = {}", key, value);
  return text;
}

/// Processes of the registry for the given neutrinos. With neutrino = "all" those that the process does not have are
/// left out; it must have one.
std::vector<std::shared_ptr<const process::Process>> make_registered(const io::ProcessCard& card,
                                                                     process::ProcessRequest request,
                                                                     const std::vector<Neutrino>& neutrinos) {
  if (!process::takes_neutrino(card.name)) return {process::make_process(card.name, request)};
  std::vector<std::shared_ptr<const process::Process>> result;
  std::exception_ptr first_problem;
  for (const Neutrino& neutrino : neutrinos) {
    request.neutrino = neutrino;
    try {
      result.push_back(process::make_process(card.name, request));
    } catch (const UserError&) {
      if (card.neutrino != "all") throw;
      if (!first_problem) first_problem = std::current_exception();
    }
  }
  if (result.empty()) std::rethrow_exception(first_problem);
  return result;
}

Provenance provenance_of(const Reaction& reaction, const process::ProcessInfo& info) {
  Provenance provenance;
  provenance.version = version();
  provenance.choices.emplace_back("model", model_text(*reaction.model));
  for (const auto& process : reaction.processes) {
    for (const auto& choice : process->choices()) {
      const auto& known = provenance.choices;
      if (std::find(known.begin(), known.end(), choice) == known.end()) provenance.choices.push_back(choice);
    }
    for (const std::string& warning : process->warnings()) {
      const auto& known = provenance.warnings;
      if (std::find(known.begin(), known.end(), warning) == known.end()) provenance.warnings.push_back(warning);
    }
  }
  provenance.choices.emplace_back("validity", info.validity);
  const model::ModelInfo model = reaction.model->info();
  std::set<std::string> papers(model.papers.begin(), model.papers.end());
  papers.insert(info.papers.begin(), info.papers.end());
  provenance.citations_arxiv.assign(papers.begin(), papers.end());
  return provenance;
}

Reaction registered_reaction(const io::ProcessCard& card, const io::ModelCard& model_card,
                             const std::vector<Neutrino>& neutrinos, const ReactionOptions& options) {
  Reaction reaction;
  reaction.model = model::make_model(model_card.name, model_card.settings);
  reaction.target = matter::material(card.target);
  std::map<std::string, std::string> checksums;
  const matter::TextReader reader = [&](const std::string& path) {
    const std::filesystem::path file = path;
    const bool here = file.is_absolute() || options.folder.empty();
    std::string text = io::read_text_file(here ? path : (std::filesystem::path(options.folder) / file).string(),
                                          "file of the process " + card.name);
    checksums[path] = io::sha256(text);
    return text;
  };
  const process::PhotonTableSource tables = photon_tables({options.threads, options.stop, options.progress});
  reaction.processes = make_registered(
      card, {{}, reaction.target, reaction.model, card.settings, reader, options.highest_energy, tables}, neutrinos);
  std::set<int> new_particles;
  for (const auto& process : reaction.processes) {
    std::vector<ComponentLabel>& labels = reaction.labels.emplace_back();
    for (const process::Component& component : process->components()) {
      labels.push_back({component.process_id, component.name, card.name + " " + component.name, component.description,
                        component.final_state});
    }
    for (const process::UnlistedParticle& particle : process->unlisted_particles()) {
      if (!new_particles.insert(particle.pdg).second) continue;
      reaction.additional_particles.push_back({particle.pdg, particle.name, particle.description});
    }
  }
  reaction.provenance = provenance_of(reaction, process::process_info(card.name));
  reaction.provenance.data_checksums = checksums;
  return reaction;
}

/// A kinetic energy of a card; zero when it is not given.
double recoil_energy(const std::string& text, const char* what) {
  if (text.empty()) return 0.0;
  const double energy = parse_quantity(text, Dimension::energy, what);
  if (energy >= 0.0 && std::isfinite(energy)) return energy;
  throw UserError(fmt::format("{} = {}", what, text), "a kinetic energy is not negative", "");
}

}  // namespace

std::vector<Neutrino> neutrinos_of(const io::ProcessCard& card, const flux::Flux* flux) {
  if (io::kind_of(card.name) == io::ProcessKind::trident) return chosen_neutrinos(card.neutrino, card.pair, flux);
  if (!process::takes_neutrino(card.name)) {
    if (card.neutrino.empty()) return {};
    throw UserError("the neutrino '" + card.neutrino + "' for the process '" + card.name + "'",
                    "what comes in is no neutrino", "leave it out");
  }
  if (card.neutrino != "all") {
    const Neutrino neutrino = parse_neutrino(card.neutrino);
    if (flux != nullptr) (void)flux->spectrum(neutrino);
    return {neutrino};
  }
  std::vector<Neutrino> result;
  for (const Neutrino& neutrino : all_neutrinos()) {
    if (flux == nullptr || flux->has(neutrino)) result.push_back(neutrino);
  }
  return result;
}

Reaction make_reaction(const io::ProcessCard& process, const io::ModelCard& model,
                       const std::vector<Neutrino>& neutrinos, const ReactionOptions& options) {
  const io::ProcessKind kind = io::kind_of(process.name);
  const auto make = kind == io::ProcessKind::trident   ? trident_reaction
                    : kind == io::ProcessKind::elastic ? elastic_reaction
                                                       : registered_reaction;
  Reaction reaction = make(process, model, neutrinos, options);
  reaction.process = process.name;
  return reaction;
}

std::vector<Neutrino> Reaction::neutrinos() const {
  std::vector<Neutrino> result;
  if (!process::takes_neutrino(process)) return result;
  for (const auto& one : processes) result.push_back(one->neutrino());
  return result;
}

rate::Folded fold_component(const process::Process& process, size_t component, const flux::Spectrum& spectrum) {
  if (spectrum.highest() <= process.threshold(component)) return {};
  const auto* elastic = dynamic_cast<const process::ElasticProcess*>(&process);
  const rate::Folded average =
      elastic != nullptr
          ? rate::flux_average(*elastic, component, spectrum, elastic->lowest_recoil(), elastic->highest_recoil())
          : rate::flux_average(process, component, spectrum);
  const double norm = spectrum.integral();
  return {average.value * norm, average.error * norm};
}

std::shared_ptr<const model::Model> elastic_model(const io::ModelCard& card) {
  return model::make_model(card.name, model::with_low_energy_mixing_angle(card.settings));
}

std::shared_ptr<const process::ElasticProcess> make_elastic(const io::ProcessCard& card, const model::Model& model,
                                                            const matter::Material& target, Neutrino neutrino) {
  const double lowest = recoil_energy(card.recoil_min, "recoil_min");
  const double highest = recoil_energy(card.recoil_max, "recoil_max");
  if (!card.recoil_max.empty() && highest <= lowest) {
    throw UserError(fmt::format("recoil energies from {} to {}", card.recoil_min, card.recoil_max),
                    "the upper limit must be above the lower one", "");
  }
  if (card.name == "nu-e") {
    process::NuElectronOptions options;
    options.neutrino = neutrino;
    options.channels = model::elastic_channels(model, neutrino);
    options.target = target;
    options.binding = card.binding;
    options.lowest_recoil = lowest;
    options.highest_recoil = highest;
    return process::make_nu_electron(std::move(options));
  }
  process::CevnsOptions options;
  options.neutrino = neutrino;
  options.channels = model::elastic_channels(model, neutrino);
  options.target = target;
  if (card.form_factor != "default") options.form_factor = card.form_factor;
  options.neutron_form_factor = card.neutron_form_factor;
  options.kinematics = card.kinematics;
  options.axial = card.axial;
  options.lowest_recoil = lowest;
  options.highest_recoil = highest;
  return process::make_cevns(std::move(options));
}

bool adds_something(const process::ElasticProcess& process, double highest_energy) {
  const bool electrons = process.components().front().recoil_pdg == charged_lepton_pdg(Flavour::electron);
  for (const model::ElasticChannel& channel : process.channels()) {
    // On nuclei the threshold m + m^2/2M is close to m.
    const double mass = channel.outgoing.mass;
    const double threshold = electrons ? mass + mass * mass / (2.0 * constants::electron_mass) : mass;
    if (threshold > 0.0 && highest_energy <= threshold) continue;
    for (const model::InteractionTerm& term : channel.terms) {
      const double matter = electrons ? std::abs(term.electron) : std::abs(term.proton) + std::abs(term.neutron);
      if (term.origin != "sm" && matter > 0.0) return true;
    }
  }
  return false;
}

void note_idle_model(const model::Model& model, Provenance& provenance) {
  if (model.info().name == "sm") return;
  provenance.choices.emplace_back(
      "note", "the model adds nothing to the Standard Model for these neutrinos, targets and energies");
}

Provenance provenance_of(const model::Model& model, const process::ElasticProcess& process, const std::string& name) {
  Provenance provenance;
  provenance.version = version();
  const model::ModelInfo info = model.info();
  provenance.choices.emplace_back("model", model_text(model));
  for (const auto& choice : process.choices()) provenance.choices.push_back(choice);
  const process::ProcessInfo process_info = process::process_info(name);
  provenance.choices.emplace_back("validity", process_info.validity);
  std::set<std::string> papers(info.papers.begin(), info.papers.end());
  papers.insert(process_info.papers.begin(), process_info.papers.end());
  provenance.citations_arxiv.assign(papers.begin(), papers.end());
  return provenance;
}

}  // namespace tridens::run
