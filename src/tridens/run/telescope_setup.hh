#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tridens/inference/telescope_expectation.hh"
#include "tridens/io/telescope_file.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/rate/telescope_rate.hh"
#include "tridens/run/photon_tables.hh"
#include "tridens/run/requests.hh"

// From the data file of a telescope, a model and changes of the user to its kernel: what rates and fits stand on.
namespace tridens::run {

struct TelescopeSetup {
  detector::Telescope telescope;  // with the changes in it
  std::shared_ptr<const model::Model> model;
  std::shared_ptr<const rate::TelescopeKernel> kernel;
  Provenance provenance;
};

/// UserError for an unknown telescope, key to change, process or flux; Interrupted once `stop` is set. `progress` is
/// told of tables that are missing and have to be made, then of processes.
TelescopeSetup make_telescope_setup(const std::string& name, const io::ModelCard& model,
                                    const std::map<std::string, std::string>& changes, StopFlag stop = nullptr,
                                    const Progress& progress = {});

/// Changes that replace the specification of a flux: "flux" (of all) and "flux-NAME".
bool changes_flux(const std::string& key);
/// The fluxes of a telescope with such changes. UserError for names that it does not have.
std::vector<detector::TelescopeFlux> changed_fluxes(std::vector<detector::TelescopeFlux> fluxes,
                                                    const std::map<std::string, std::string>& changes);

/// Keys to change with their meaning.
std::vector<std::pair<std::string, std::string>> telescope_changes();

/// The processes of a telescope on a material for one neutrino: those of its list that the neutrino has.
std::vector<rate::NamedProcess> telescope_reactions(const std::vector<std::string>& processes,
                                                    const io::ModelCard& model, const matter::Material& material,
                                                    Neutrino neutrino, double highest_energy,
                                                    const PhotonTableOptions& tables = {});

}  // namespace tridens::run
