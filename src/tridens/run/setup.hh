#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/io/run_card.hh"
#include "tridens/model/model.hh"
#include "tridens/process/trident.hh"
#include "tridens/process/trident_transfer_table.hh"
#include "tridens/run/requests.hh"

// From card sections to the objects of the lower rooms.
namespace tridens::run {

/// The tables of the given lepton pairs: read from the table folders, else computed and stored in the user's cache.
std::shared_ptr<const process::LeptonTables> lepton_tables(const std::vector<std::pair<Flavour, Flavour>>& pairs,
                                                           int threads);

/// The spectra of the momentum transfer of a lepton pair, which serve every mediator: likewise read or computed.
std::shared_ptr<const process::TransferTable> transfer_table(Flavour minus, Flavour plus, int threads);

/// Table of a mediator's moments from the spectra of its pair; null when the vertex has none.
std::shared_ptr<const process::LeptonTable> mediator_table(const process::TransferTable& transfers,
                                                           const model::LeptonVertex& vertex);

/// A flux of a card with its provenance; `neutrino` is needed for mono-energetic and analytic ones.
struct ChosenFlux {
  flux::Flux flux;
  std::string label;     // "dune-nd-fhc", "5 GeV"
  std::string checksum;  // SHA-256 of the table, "" without one
  std::string path;
  bool shipped = false;  // a table of the data folder
  /// Name of the file in lists of checksums.
  std::string checksum_name() const { return shipped ? "flux/" + label : path; }
};
ChosenFlux choose_flux(const io::FluxCard& card, const std::string& folder, const std::string& neutrino);

/// Neutrinos meant by "numu" or "all" (every species of the flux; without a flux, all six) for which the pair is
/// allowed.
std::vector<Neutrino> chosen_neutrinos(const std::string& name, const std::string& pair, const flux::Flux* flux);

process::TridentOptions trident_options(const io::ProcessCard& card, const model::Model& model, Neutrino neutrino);

struct TridentSetup {
  std::shared_ptr<const model::Model> model;
  std::vector<std::shared_ptr<const process::Trident>> processes;  // one per neutrino
};
/// Processes of a card for the given neutrinos; UserError for a `highest_energy` beyond the tables. With `tables` false
/// only sampling works.
TridentSetup make_tridents(const io::ProcessCard& process, const io::ModelCard& model,
                           const std::vector<Neutrino>& neutrinos, double highest_energy, int threads,
                           bool tables = true, double sampling_mediator_mass = -2.0);

/// Version, resolved choices and papers common to all results.
Provenance provenance_of(const TridentSetup& setup);

std::string version();

}  // namespace tridens::run
