#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/io/decay_file.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/process/form_factor_tables.hh"
#include "tridens/process/process.hh"
#include "tridens/rate/displaced_decay.hh"
#include "tridens/run/decay_simulation.hh"
#include "tridens/run/requests.hh"

// From an experiment that counts decays and a model to its events: what rates, figures and bounds stand on.
namespace tridens::run {

/// What makes a particle X and how it decays.
struct DecayModel {
  /// The process on a material; null for a neutrino that does not make X.
  std::function<std::shared_ptr<const process::Process>(Neutrino neutrino, const matter::Material& material)> process;
  /// The chain; empty: as the processes say.
  std::vector<model::UnstableParticle> particles;
  int pdg = 0;  // of X made by neutrinos; 0: as the processes say
  std::vector<std::pair<std::string, std::string>> choices;
  std::vector<std::string> papers;
};

/// Tables that models of one nature share: whoever makes many owns them, null for each its own.
using SharedTables = std::shared_ptr<process::FormFactorTables>;
/// A sector in which neutrinos scatter to the heavy state `made` by Z', scalar or dipole, elastically.
DecayModel decay_model(const model::DarkSector& sector, size_t made, SharedTables tables = nullptr);
/// "upscatter,regime=elastic,..." or another registered process whose first particle decays. UserError for what is not
/// one.
DecayModel decay_model(const std::string& text, const io::ModelCard& model, SharedTables tables = nullptr);

struct DecayOptions {
  rate::ProductionOptions production;
  DecaySimulation simulation;
  std::vector<Neutrino> neutrinos;  // empty: all of the flux
};

/// What neutrinos make in an experiment and how it decays, before anything is counted.
struct DecayParts {
  std::vector<rate::RegionProcesses> processes;  // of all regions; those of one material are the same objects
  std::vector<model::UnstableParticle> chain;
  model::UnstableParticle particle;  // X
  int antiparticle_pdg = 0;          // of X made by antineutrinos
};
/// UserError when no neutrino of the flux makes X, or X is stable.
DecayParts decay_parts(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayModel& model,
                       const std::vector<Neutrino>& neutrinos = {});

struct DecayEvents {
  std::shared_ptr<const rate::DisplacedProduction> production;
  std::shared_ptr<const rate::DisplacedDecays> decays;
  model::UnstableParticle particle;  // X
  std::vector<std::string> neutrinos;
  std::vector<std::string> warnings;
};

/// UserError when all neutrinos of the flux are below threshold.
DecayEvents decay_events(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayParts& parts,
                         std::shared_ptr<const rate::DecayGeometry> geometry, const DecayOptions& options);
/// The same from the model.
DecayEvents decay_events(const detector::DecayExperiment& experiment, const flux::Flux& flux, const DecayModel& model,
                         std::shared_ptr<const rate::DecayGeometry> geometry, const DecayOptions& options);

/// An experiment with its flux and geometry.
struct DecaySetup {
  detector::DecayExperiment experiment;
  flux::Flux flux;
  std::shared_ptr<const rate::DecayGeometry> geometry;
  DecayOptions options;
  Provenance provenance;
};
/// By name or path, with changes of the user. UserError for unknown names, keys and values.
DecaySetup make_decay_setup(const std::string& name, const std::map<std::string, std::string>& changes = {});
/// Keys to change with their meaning.
std::vector<std::pair<std::string, std::string>> decay_changes();

/// `tridens rate` of such an experiment.
RateResult decay_rate(const RateRequest& request);

}  // namespace tridens::run
