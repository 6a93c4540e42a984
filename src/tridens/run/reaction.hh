#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tridens/event/record.hh"
#include "tridens/io/run_card.hh"
#include "tridens/matter/material.hh"
#include "tridens/process/elastic.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

// The processes of a card, whatever their kind: what events, histograms and checks need of them. A new kind of process
// is a new function in reaction.cc.
namespace tridens::run {

/// What a component is called in results and in event files.
struct ComponentLabel {
  int process_id = 0;  // NuHepMC
  std::string group;   // what distributions keep apart: "coherent", "coherent, helicity flipped"
  std::string name;    // "trident mu-mu+ coherent", "cevns coherent"
  std::string description;
  std::vector<int> final_state;  // PDG numbers
};

struct Reaction {
  std::string process;  // "trident", "cevns", "dis", ...
  std::shared_ptr<const model::Model> model;
  matter::Material target;
  std::vector<std::shared_ptr<const process::Process>> processes;  // one per neutrino
  std::vector<std::vector<ComponentLabel>> labels;                 // per process and component
  Provenance provenance;
  std::vector<event::AdditionalParticle> additional_particles;  // new particles in the final states
  std::vector<Neutrino> neutrinos() const;
};

/// Neutrinos meant by the card: one by name, or with "all" every species of the flux (without one: all six) that the
/// process knows; none for a process that takes another particle.
std::vector<Neutrino> neutrinos_of(const io::ProcessCard& card, const flux::Flux* flux);

struct ReactionOptions {
  double highest_energy = 0.0;  // GeV; bounds tables
  int threads = 1;
  bool totals = true;              // false: only what needs no table, for checks
  const Reaction* like = nullptr;  // the nominal reaction, whose sampling map a variation shares
  std::string folder = {};         // of the files that settings name
  StopFlag stop = nullptr;         // ends the making of tables
  TableProgress progress = {};     // of it
};
/// A process of the registry with neutrino = "all" leaves out the neutrinos that it does not have.
Reaction make_reaction(const io::ProcessCard& process, const io::ModelCard& model,
                       const std::vector<Neutrino>& neutrinos, const ReactionOptions& options);

/// int phi sigma dE of a component, GeV^-2 x flux.
rate::Folded fold_component(const process::Process& process, size_t component, const flux::Spectrum& spectrum);

/// The model of a card for elastic scattering: the weak mixing angle of low momentum transfer unless the card gives
/// one.
std::shared_ptr<const model::Model> elastic_model(const io::ModelCard& card);

/// The elastic process of one neutrino. UserError for what the target or the process does not have.
std::shared_ptr<const process::ElasticProcess> make_elastic(const io::ProcessCard& card, const model::Model& model,
                                                            const matter::Material& target, Neutrino neutrino);

/// True when something beyond the Standard Model acts in the process at energies up to that (GeV).
bool adds_something(const process::ElasticProcess& process, double highest_energy);
/// Says in the choices of a result that its model changes nothing there.
void note_idle_model(const model::Model& model, Provenance& provenance);

/// Version, resolved choices and papers of elastic processes.
Provenance provenance_of(const model::Model& model, const process::ElasticProcess& process, const std::string& name);

}  // namespace tridens::run
