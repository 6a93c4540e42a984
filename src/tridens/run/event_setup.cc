#include "tridens/run/event_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/beam_flux.hh"

namespace tridens::run {
namespace {

using flux::Spectrum;

/// Sum over neutrinos and components of the cross section folded with the flux, by NuHepMC process id.
struct FoldedSums {
  std::map<int, rate::Folded> by_process;
  rate::Folded total;
  double flux_integral = 0.0;
};

FoldedSums fold_all(const Reaction& reaction, const flux::Flux& flux) {
  FoldedSums sums;
  for (size_t p = 0; p < reaction.processes.size(); ++p) {
    const process::Process& process = *reaction.processes[p];
    const Spectrum& spectrum = spectrum_for(flux, process);
    sums.flux_integral += spectrum.integral();
    for (size_t i = 0; i < process.components().size(); ++i) {
      const rate::Folded folded = fold_component(process, i, spectrum);
      if (folded.value == 0.0) continue;
      rate::Folded& part = sums.by_process[reaction.labels[p][i].process_id];
      for (rate::Folded* sum : {&part, &sums.total}) {
        sum->value += folded.value;
        sum->error += folded.error;
      }
    }
  }
  return sums;
}

double atoms_per_unit(const matter::Material& target) {
  double count = 0.0;
  for (const matter::Constituent& constituent : target.constituents) count += constituent.count;
  return count;
}

event::BeamSpectrum beam_of(int pdg, const Spectrum& spectrum) {
  event::BeamSpectrum beam;
  beam.pdg = pdg;
  beam.bin_edges = spectrum.energies;
  if (spectrum.kind == Spectrum::Kind::histogram) beam.bin_content = spectrum.density;
  if (spectrum.kind == Spectrum::Kind::points) {
    // A histogram of the linear interpolation, with the mean density of each bin: eight bins between two points, or
    // several points in a bin where they are so dense that readers could not hold the line.
    constexpr size_t most_bins = 1500, finest = 8;
    const size_t segments = spectrum.energies.size() - 1;
    const size_t pieces = std::clamp<size_t>(most_bins / segments, 1, finest);
    const size_t grouped = (segments + most_bins - 1) / most_bins;
    beam.bin_edges = {spectrum.energies.front()};
    for (size_t first = 0; first < segments; first += grouped) {
      const double low = spectrum.energies[first], high = spectrum.energies[std::min(first + grouped, segments)];
      for (size_t k = 1; k <= pieces; ++k) {
        const double from = beam.bin_edges.back();
        const double to =
            k == pieces ? high : low + (high - low) * static_cast<double>(k) / static_cast<double>(pieces);
        beam.bin_edges.push_back(to);
        beam.bin_content.push_back(spectrum.integral(from, to) / (to - from));
      }
    }
  }
  return beam;
}

io::ProcessCard varied_process(const io::ProcessCard& nominal, const io::VariationCard& variation) {
  io::ProcessCard process = nominal;
  if (!variation.form_factor.empty()) process.form_factor = variation.form_factor;
  if (!variation.nucleon_form_factor.empty()) process.nucleon_form_factor = variation.nucleon_form_factor;
  if (variation.pauli) process.pauli = *variation.pauli;
  if (!variation.pauli_kf.empty()) process.pauli_kf = variation.pauli_kf;
  if (!variation.neutron_form_factor.empty()) process.neutron_form_factor = variation.neutron_form_factor;
  return process;
}

/// The processes of a variation, sampled with the map of the nominal ones.
Reaction make_variation(const EventSetup& setup, const io::VariationCard& variation, double highest_energy) {
  Reaction reaction = make_reaction(
      varied_process(setup.card.process, variation), variation.model.value_or(setup.card.model), setup.neutrinos,
      {highest_energy, setup.card.generate.threads, true, &setup.nominal, setup.card.folder});
  for (size_t p = 0; p < reaction.processes.size(); ++p) {
    const auto& components = reaction.processes[p]->components();
    const auto& nominal = setup.nominal.processes[p]->components();
    const bool same =
        std::equal(components.begin(), components.end(), nominal.begin(), nominal.end(),
                   [](const auto& a, const auto& b) { return a.name == b.name && a.nuclide == b.nuclide; });
    if (same) continue;
    throw UserError("the variation '" + variation.name + "' has other final states than the nominal calculation",
                    "a weight cannot turn one into another", "generate a sample of its own");
  }
  return reaction;
}

void describe_processes(const EventSetup& setup, const FoldedSums& sums, double per_atom, event::RunInfo& run) {
  std::set<int> described;
  for (const std::vector<ComponentLabel>& labels : setup.nominal.labels) {
    for (const ComponentLabel& label : labels) {
      const auto part = sums.by_process.find(label.process_id);
      if (part == sums.by_process.end() || !described.insert(label.process_id).second) continue;
      event::ProcessDescription description;
      description.id = label.process_id;
      description.name = label.name;
      description.description = label.description;
      description.arxiv = setup.provenance.citations_arxiv;
      description.cross_section = part->second.value / sums.flux_integral * per_atom;
      description.cross_section_error = part->second.error / sums.flux_integral * per_atom;
      run.processes.push_back(std::move(description));
    }
  }
  run.additional_particles = setup.nominal.additional_particles;
}

void describe_run(const EventSetup& setup, const FoldedSums& sums, event::RunInfo& run) {
  const matter::Material& target = setup.nominal.target;
  const double per_atom = 1.0 / atoms_per_unit(target);
  run.generator_version = version();
  // What does not change an event (threads, name of the file) is left out, so that the same events are the same bytes.
  io::RunCard card = setup.card;
  card.generate.threads = 1;
  card.generate.output.clear();
  run.card = io::resolved_text(card);
  run.seed = setup.card.generate.seed;
  run.event_count = setup.card.generate.events;
  run.cross_section = setup.cross_section * per_atom;
  run.cross_section_error = setup.cross_section_error * per_atom;
  for (const double sigma : setup.variation_cross_sections) run.variation_cross_sections.push_back(sigma * per_atom);
  run.unweighted = setup.card.generate.unweighted;
  run.has_event_cross_sections = true;
  for (const io::VariationCard& variation : setup.card.generate.variations)
    run.variation_names.push_back(variation.name);
  std::string particles = "neutrinos";
  for (const auto& process : setup.nominal.processes) {
    const process::BeamParticle beam = process::beam_particle(*process);
    run.beam.push_back(beam_of(beam.pdg, spectrum_for(setup.flux.flux, *process)));
    if (!process::takes_neutrino(setup.nominal.process)) particles = beam.name;
  }
  run.flux_unit = "Arbitrary";
  if (setup.flux.flux.normalisation == flux::Normalisation::absolute) {
    run.flux_unit = particles + "/cm2/GeV/" + setup.flux.flux.exposure_unit;
  }
  for (const matter::Constituent& constituent : target.constituents) {
    run.target_abundance[constituent.nuclide.pdg()] += constituent.count * per_atom;
  }
  if (setup.card.exposure && setup.card.exposure->pot) run.exposure_pot = *setup.card.exposure->pot;
  if (setup.card.exposure && !setup.card.exposure->time.empty()) {
    run.exposure_livetime_s = parse_quantity(setup.card.exposure->time, Dimension::time, "exposure time");
  }
  run.expected_events = setup.expected_events.value_or(0.0);
  run.data_checksums = setup.provenance.data_checksums;
  run.citations_arxiv = setup.provenance.citations_arxiv;
  describe_processes(setup, sums, per_atom, run);
}

std::unique_ptr<event::Generator> make_generator(const EventSetup& setup) {
  std::vector<event::Source> sources;
  for (size_t p = 0; p < setup.nominal.processes.size(); ++p) {
    const auto& process = setup.nominal.processes[p];
    event::Source source{process, spectrum_for(setup.flux.flux, *process), {}, atoms_per_unit(setup.nominal.target)};
    for (const ComponentLabel& label : setup.nominal.labels[p]) source.process_ids.push_back(label.process_id);
    sources.push_back(std::move(source));
  }
  event::GeneratorOptions options;
  options.seed = setup.card.generate.seed;
  options.unweighted = setup.card.generate.unweighted;
  options.threads = setup.card.generate.threads;
  auto generator = std::make_unique<event::Generator>(std::move(sources), options);
  for (const Reaction& variation : setup.variations) generator->add_variation(variation.processes);
  return generator;
}

}  // namespace

double exposure_factor(const io::ExposureCard& exposure, const flux::Flux& flux, const matter::Material& target) {
  if (flux.normalisation != flux::Normalisation::absolute) {
    throw UserError("events for an exposure under the flux " + flux.name,
                    "this flux gives a shape only, no number of neutrinos",
                    "choose a flux with an absolute normalisation, or leave out the exposure");
  }
  double amount = 0.0;
  std::string unit;
  if (exposure.pot) {
    amount = *exposure.pot;
    unit = "POT";
  } else if (exposure.bursts) {
    amount = *exposure.bursts;
    unit = "burst";
  } else if (exposure.inverse_femtobarns) {
    amount = *exposure.inverse_femtobarns;
    unit = "fb-1";
  } else {
    amount = parse_quantity(exposure.time, Dimension::time, "exposure time");
    unit = "s";
  }
  if (flux.exposure_unit != unit) {
    throw UserError("the exposure is given in " + unit, "the flux " + flux.name + " is per " + flux.exposure_unit,
                    "give the exposure in " + flux.exposure_unit);
  }
  const double tonnes = parse_quantity(exposure.mass, Dimension::mass, "target mass");
  const double factor = amount * tonnes * target.units_per_tonne();
  if (!std::isfinite(factor) || !(factor > 0.0)) {
    throw UserError("the exposure is not a finite number above zero", "events are beam times target mass",
                    "check pot, time and mass");
  }
  return factor;
}

EventSetup make_event_setup(const io::RunCard& card, StopFlag stop, const TableProgress& table_progress) {
  EventSetup setup;
  setup.card = card;
  setup.flux = flux_for(card.process, card.flux, card.folder);
  setup.neutrinos = neutrinos_of(card.process, &setup.flux.flux);
  const double highest = highest_energy(setup.flux.flux, setup.neutrinos);
  setup.nominal = make_reaction(card.process, card.model, setup.neutrinos,
                                {highest, card.generate.threads, true, nullptr, card.folder, stop, table_progress});
  setup.neutrinos = setup.nominal.neutrinos();
  setup.provenance = setup.nominal.provenance;  // with the checksums of files that settings name
  if (!setup.flux.checksum.empty()) setup.provenance.data_checksums[setup.flux.checksum_name()] = setup.flux.checksum;
  const FoldedSums sums = fold_all(setup.nominal, setup.flux.flux);
  setup.folded = sums.total.value;
  setup.cross_section = sums.total.value / sums.flux_integral;
  setup.cross_section_error = sums.total.error / sums.flux_integral;
  if (card.exposure) {
    const double factor = exposure_factor(*card.exposure, setup.flux.flux, setup.nominal.target);
    setup.expected_events = factor * sums.total.value / units::cm2;
  }
  for (const io::VariationCard& variation : card.generate.variations) {
    setup.variations.push_back(make_variation(setup, variation, highest));
    const FoldedSums varied = fold_all(setup.variations.back(), setup.flux.flux);
    setup.variation_cross_sections.push_back(varied.total.value / varied.flux_integral);
  }
  setup.generator = make_generator(setup);
  describe_run(setup, sums, setup.run);
  return setup;
}

}  // namespace tridens::run
