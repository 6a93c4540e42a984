#pragma once
#include <string>
#include <vector>

#include "tridens/event/analysis.hh"
#include "tridens/io/run_card.hh"
#include "tridens/run/reaction.hh"

// From the sections [detector], [selection], [[cut]] and [[histogram]] of a card to a plan of the analysis.
namespace tridens::run {

/// The final states of all components of a reaction, as PDG numbers.
std::vector<std::vector<int>> final_states_of(const Reaction& reaction);

/// The response of [detector]: what the card says replaces what the named one says. Perfect without the section.
/// An efficiency of a file is a table with the columns kinetic_energy_eV, _keV, _MeV or _GeV and efficiency, linear in
/// between; an energy outside is an error, not a guess. UserError for what does not exist or fit.
detector::Response response_of(const io::RunCard& card);

/// The cuts of [selection], then every [[cut]] in the order of the card.
event::Selection selection_of(const io::RunCard& card);

/// Response, selection and histograms of a card, complete for event::Analysis. UserError for the first name, unit or
/// range that does not exist or fit, and for taus in a response that does not describe them.
event::AnalysisPlan analysis_plan(const io::RunCard& card, std::vector<std::vector<int>> final_states);

}  // namespace tridens::run
