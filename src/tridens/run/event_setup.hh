#pragma once
#include <memory>

#include "tridens/event/generator.hh"
#include "tridens/run/reaction.hh"

namespace tridens::run {

/// Number of sources of neutrinos and targets in the exposure of a card: events = factor x folded cross section (cm^2 x
/// flux). UserError when the flux has no absolute normalisation or another unit of exposure.
double exposure_factor(const io::ExposureCard& exposure, const flux::Flux& flux, const matter::Material& target);

/// Everything a card with events needs, ready to be sampled.
struct EventSetup {
  io::RunCard card;
  ChosenFlux flux;
  std::vector<Neutrino> neutrinos;
  Reaction nominal;
  std::vector<Reaction> variations;
  std::unique_ptr<event::Generator> generator;
  event::RunInfo run;                                     // complete, for a file
  double cross_section = 0.0, cross_section_error = 0.0;  // flux averaged, GeV^-2 per formula unit
  std::vector<double> variation_cross_sections;           // the same
  double folded = 0.0;                    // sum over species of int phi sigma dE, GeV^-2 x flux, per formula unit
  std::optional<double> expected_events;  // for the exposure of the card
  Provenance provenance;
};
/// Tables that are missing are made, which `stop` ends and `table_progress` is told of.
EventSetup make_event_setup(const io::RunCard& card, StopFlag stop = nullptr, const TableProgress& table_progress = {});

}  // namespace tridens::run
