// Looks up every name of a card in its registry, so that nothing is found missing once a calculation runs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/event/analysis.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/event_writer.hh"
#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/model/model.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident.hh"
#include "tridens/run/analysis_setup.hh"
#include "tridens/run/beam_flux.hh"
#include "tridens/run/reaction.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Form factors of every nucleus of the target, as resolved; free nucleons have none of their own.
void check_form_factors(const std::string& nuclear, const std::string& nucleonic, const matter::Material& target,
                        Facts& facts) {
  for (const matter::Constituent& constituent : target.constituents) {
    if (constituent.nuclide.is_free_nucleon()) continue;
    facts.emplace_back("form factor of " + constituent.nuclide.name(),
                       matter::make_nuclear_form_factor(nuclear, constituent.nuclide)->name());
  }
  facts.emplace_back("form factors of the nucleons", matter::make_nucleon_form_factor(nucleonic)->name());
}

void check_model(const io::ModelCard& card, bool elastic, Facts& facts) {
  std::string text = card.name;
  const auto model = elastic ? elastic_model(card) : model::make_model(card.name, card.settings);
  for (const auto& [key, value] : model->resolved()) {
    text += fmt::format(", {} = {}", key, value);
  }
  facts.emplace_back("model", text);
}

/// An exposure must be in the unit that the flux counts its neutrinos per.
void check_exposure(const io::ExposureCard& exposure, const flux::Flux& flux) {
  if (flux.normalisation == flux::Normalisation::shape_only) {
    throw UserError("[exposure] is given with the flux '" + flux.name + "'",
                    "that flux is a shape without normalisation, so that no rate can be computed",
                    "leave [exposure] out or use a flux with absolute normalisation");
  }
  const std::map<std::string, std::string> keys = {
      {"POT", "pot"}, {"s", "time"}, {"fb-1", "inverse_femtobarns"}, {"burst", "bursts"}};
  const std::string given = exposure.pot                  ? "POT"
                            : !exposure.time.empty()      ? "s"
                            : exposure.inverse_femtobarns ? "fb-1"
                                                          : "burst";
  if (given == flux.exposure_unit) return;
  const std::string& key = keys.at(flux.exposure_unit);
  throw UserError(fmt::format("[exposure] is in {} but the flux '{}' is per {}", given, flux.name, flux.exposure_unit),
                  "they must be the same", "give " + key);
}

/// The flux of a card; checks that it fits the exposure.
flux::Flux check_flux(const io::RunCard& card) {
  // A single energy and an analytic spectrum are of whatever neutrino the process has.
  const bool any_neutrino = !card.flux.energy.empty() || !card.flux.analytic.empty();
  const bool all = any_neutrino && card.process.neutrino == "all";
  flux::Flux flux = flux_for(card.process, card.flux, card.folder, all ? "numu" : "").flux;
  if (card.exposure) check_exposure(*card.exposure, flux);
  if (all) {
    for (const Neutrino& neutrino : all_neutrinos()) flux.spectra.emplace(neutrino.pdg(), flux.spectra.begin()->second);
  }
  return flux;
}

void check_generate(const io::GenerateCard& generate, bool elastic, const matter::Material& target) {
  Facts ignored;
  for (const io::VariationCard& variation : generate.variations) {
    check_form_factors(variation.form_factor.empty() ? "default" : variation.form_factor,
                       variation.nucleon_form_factor.empty() ? "default" : variation.nucleon_form_factor, target,
                       ignored);
    if (variation.model) check_model(*variation.model, elastic, ignored);
  }
  if (!generate.format.empty()) {
    const std::vector<std::string> formats = io::event_format_names();
    if (std::find(formats.begin(), formats.end(), generate.format) == formats.end()) {
      unknown_name("event format", generate.format, formats);
    }
  } else if (!generate.output.empty()) {
    io::event_format_of(generate.output);
  }
}

/// Asks a process for its differential cross section and a final state at a few points of the highest and the lowest
/// energy of the flux: what it refuses there it would refuse while events are made. UserError too where all is below
/// threshold.
void check_energies(const Reaction& reaction, const flux::Flux& flux) {
  constexpr size_t points = 16;
  bool open = false;
  double lowest_threshold = std::numeric_limits<double>::infinity(), highest = 0.0;
  for (const auto& process : reaction.processes) {
    const flux::Spectrum& spectrum = spectrum_for(flux, *process);
    const auto dimension = static_cast<size_t>(process->dimension());
    std::vector<double> u(dimension * points), result(points);
    for (size_t d = 0; d < dimension; ++d) {
      const double step = std::sqrt(static_cast<double>(d) + 2.0);  // irrational for most d: spread over the cube
      for (size_t i = 0; i < points; ++i) {
        u[d * points + i] = std::fmod((static_cast<double>(i) + 0.5) * (d == 0 ? 1.0 / points : step), 1.0);
      }
    }
    for (size_t c = 0; c < process->components().size(); ++c) {
      lowest_threshold = std::min(lowest_threshold, process->threshold(c));
      highest = std::max(highest, spectrum.highest());
      open = open || spectrum.highest() > process->threshold(c);
      for (const double energy : {spectrum.lowest(), spectrum.highest()}) {
        const std::vector<double> energies(points, energy);
        process->dsigma(c, energies.data(), u.data(), points, result.data());
        const auto filled = std::find_if(result.begin(), result.end(), [](double value) { return value > 0.0; });
        if (filled == result.end()) continue;
        std::vector<double> one;
        for (size_t d = 0; d < dimension; ++d) {
          one.push_back(u[d * points + static_cast<size_t>(filled - result.begin())]);
        }
        (void)process->final_state(c, energy, one.data());
      }
    }
  }
  if (open) return;
  throw UserError(fmt::format("the process '{}' with a beam of up to {:g} GeV", reaction.process, highest),
                  fmt::format("its threshold is at {:.4g} GeV", lowest_threshold), "raise the energy");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> check_names(const io::RunCard& card) {
  const io::ProcessKind kind = io::kind_of(card.process.name);
  const matter::Material target = matter::material(card.process.target);
  Facts facts = {{"target", fmt::format("{}: cross sections per {}", target.description, target.unit)}};
  const bool elastic = kind == io::ProcessKind::elastic, trident = kind == io::ProcessKind::trident;
  if (trident) check_form_factors(card.process.form_factor, card.process.nucleon_form_factor, target, facts);
  check_model(card.model, elastic, facts);
  const flux::Flux flux = check_flux(card);
  const std::vector<Neutrino> neutrinos = neutrinos_of(card.process, &flux);
  const Reaction reaction = make_reaction(card.process, card.model, neutrinos,
                                          {highest_energy(flux, neutrinos), 1, false, nullptr, card.folder});
  if (kind == io::ProcessKind::registered) check_energies(reaction, flux);
  for (const auto& [property, text] : reaction.provenance.choices) {
    if (property == "channel" || (!trident && property != "model" && property != "validity")) {
      facts.emplace_back(property, text);
    }
  }
  for (const std::string& warning : reaction.provenance.warnings) facts.emplace_back("warning", warning);
  const event::Analysis analysis(analysis_plan(card, final_states_of(reaction)));
  if (card.detector && !analysis.plan().response.source.empty()) {
    facts.emplace_back("detector response", fmt::format("starts from {} ({})", analysis.plan().response.name,
                                                        analysis.plan().response.source));
  }
  for (const event::Cut& cut : analysis.plan().selection.cuts) facts.emplace_back("cut", cut.text());
  check_generate(card.generate, elastic, target);
  return facts;
}

CheckResult check(const std::string& path) {
  CheckResult result;
  result.card = io::read_run_card(path);
  result.facts = check_names(result.card);
  io::GenerateCard& generate = result.card.generate;
  if (generate.format.empty() && !generate.output.empty()) generate.format = io::event_format_of(generate.output);
  result.text = io::resolved_text(result.card);
  return result;
}

}  // namespace tridens::run
