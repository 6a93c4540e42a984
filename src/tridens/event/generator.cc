#include "tridens/event/generator.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/event/detail/channel_sampler.hh"
#include "tridens/math/random.hh"
#include "tridens/process/beam_particle.hh"

namespace tridens::event {
namespace {

using detail::ChannelSampler;

constexpr std::uint64_t event_purpose = 0x6576'656e'7400;
/// Numbers drawn per trial before those of the cube: channel, cell, acceptance.
constexpr size_t control_numbers = 3;
constexpr size_t block_size = 512;
/// Share of all events below which a channel is prepared with less effort.
constexpr double rare_share = 0.02;

}  // namespace

/// One component of one process under one spectrum.
struct Generator::Channel {
  size_t source = 0, component = 0;
  std::shared_ptr<ChannelSampler> sampler;  // shared by components of equal shape
  double ratio = 1.0;                       // of the multiplicity to that of the sampler's component
  double folded() const { return ratio * sampler->energies().integral(); }
};

/// Numbers of the trials that are under way, and where their events go.
struct Generator::Trials {
  std::vector<size_t> open;     // positions in the output
  std::vector<size_t> channel;  // of each open event
  std::vector<double> uniform;  // [number][open event]
  std::vector<bool> accepted;
  std::vector<double> r, u, energy, weight, level;  // of one sampler
};

Generator::Generator(std::vector<Source> sources, const GeneratorOptions& options)
    : sources_(std::move(sources)), options_(options) {
  std::map<std::pair<size_t, std::string>, size_t> known;  // shape -> channel
  for (size_t s = 0; s < sources_.size(); ++s) {
    const process::Process& process = *sources_[s].process;
    const flux::Spectrum& spectrum = sources_[s].spectrum;
    decays_.emplace_back(process.unstable_particles());
    for (size_t c = 0; c < process.components().size(); ++c) {
      const process::Component& component = process.components()[c];
      if (spectrum.highest() <= process.threshold(c)) continue;
      const auto [found, added] = known.try_emplace({s, component.shape}, channels_.size());
      Channel channel{s, c, nullptr, 1.0};
      if (added) {
        channel.sampler = std::make_shared<ChannelSampler>(process, c, spectrum);
      } else {
        const Channel& like = channels_[found->second];
        channel.sampler = like.sampler;
        channel.ratio = component.multiplicity / process.components()[like.component].multiplicity;
      }
      group_of_.push_back(found->second);
      channels_.push_back(std::move(channel));
    }
  }
  if (!(folded_cross_section() > 0.0)) {
    throw UserError("no events can be generated", "every energy of the beam lies below threshold",
                    "raise the energy, lower the threshold or choose lighter particles");
  }
  prepare();
}

void Generator::prepare() {
  const double total = folded_cross_section();
  std::map<ChannelSampler*, double> shares;
  for (const Channel& channel : channels_) shares[channel.sampler.get()] += channel.folded() / total;
  double sum = 0.0;
  for (const Channel& channel : channels_) {
    const auto share = shares.find(channel.sampler.get());
    if (share != shares.end() && channel.folded() > 0.0) {
      channel.sampler->prepare(options_, share->second < rare_share);
      shares.erase(share);
    }
    // Chosen in proportion to cross section over efficiency, so that accepted events follow the cross section.
    if (channel.folded() > 0.0) sum += channel.folded() * channel.sampler->mean_maximum();
    cumulative_.push_back(sum);
  }
}

Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;

double Generator::folded_cross_section() const {
  double sum = 0.0;
  for (const Channel& channel : channels_) sum += channel.folded();
  return sum;
}

double Generator::spectrum_integral() const {
  double sum = 0.0;
  for (const Source& source : sources_) sum += source.spectrum.integral();
  return sum;
}

void Generator::add_variation(std::vector<std::shared_ptr<const process::Process>> processes) {
  if (processes.size() != sources_.size())
    throw Failure("a variation has another number of processes", "one per source is needed", "");
  for (size_t s = 0; s < processes.size(); ++s) {
    if (processes[s]->components().size() != sources_[s].process->components().size()) {
      throw UserError("a variation has other components than the nominal process", "weights relate the same reactions",
                      "");
    }
  }
  variations_.push_back(std::move(processes));
}

void Generator::draw(std::uint64_t first, std::uint32_t trial, Trials& trials) const {
  const size_t count = trials.open.size();
  size_t dimensions = 0;
  for (const Channel& channel : channels_) dimensions = std::max(dimensions, channel.sampler->dimension());
  std::vector<std::uint64_t> index(count);
  const std::vector<std::uint32_t> blocks(count, trial);
  for (size_t i = 0; i < count; ++i) index[i] = first + trials.open[i];
  trials.uniform.resize((control_numbers + dimensions) * count);
  uniforms_batch(options_.seed, event_purpose, index.data(), blocks.data(), count, control_numbers + dimensions,
                 trials.uniform.data());
  trials.channel.resize(count);
  for (size_t i = 0; i < count; ++i) {
    const auto found =
        std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, trials.uniform[i] * cumulative_.back());
    trials.channel[i] = static_cast<size_t>(found - cumulative_.begin());
  }
  trials.accepted.assign(count, false);
}

void Generator::evaluate(const ChannelSampler& sampler, const std::vector<size_t>& mine, Trials& trials) const {
  const size_t n = mine.size(), d = sampler.dimension(), count = trials.open.size();
  trials.r.resize(d * n);
  trials.u.resize(d * n);
  trials.energy.resize(n);
  trials.weight.resize(n);
  trials.level.resize(n);
  for (size_t j = 0; j < n; ++j) {
    const size_t i = mine[j];
    const size_t cell = sampler.cell(trials.uniform[count + i]);
    trials.level[j] = sampler.maximum(cell);
    for (size_t a = 0; a < d; ++a) {
      trials.r[a * n + j] = sampler.inside(cell, a, trials.uniform[(control_numbers + a) * count + i]);
    }
  }
  sampler.weights(trials.r.data(), n, trials.u.data(), trials.energy.data(), trials.weight.data());
}

void Generator::accept(std::uint64_t first, const std::vector<size_t>& mine, Trials& trials, std::span<Event> out,
                       GeneratorStatistics& statistics) const {
  const size_t n = mine.size(), count = trials.open.size();
  const double weighted_scale = cumulative_.back() / folded_cross_section();
  for (size_t j = 0; j < n; ++j) {
    const size_t i = mine[j];
    const Channel& channel = channels_[trials.channel[i]];
    const double ratio = trials.weight[j] / trials.level[j];
    if (options_.unweighted && !(trials.uniform[2 * count + i] < ratio)) continue;
    if (options_.unweighted && ratio > 1.0) {
      ++statistics.above_maximum;
      statistics.excess_weight += ratio - 1.0;
    }
    std::array<double, 16> point{};
    for (size_t a = 1; a < channel.sampler->dimension(); ++a) point.at(a - 1) = trials.u[a * n + j];
    const double weight = options_.unweighted ? std::max(1.0, ratio) : ratio * weighted_scale;
    out[trials.open[i]] =
        make_event(first + trials.open[i], channel, trials.energy[j], point.data(), weight, statistics.decays);
    trials.accepted[i] = true;
  }
}

GeneratorStatistics Generator::generate(std::uint64_t first, std::span<Event> out) const {
  GeneratorStatistics statistics;
  Trials trials;
  for (size_t begin = 0; begin < out.size(); begin += block_size) {
    trials.open.resize(std::min(out.size() - begin, block_size));
    std::iota(trials.open.begin(), trials.open.end(), begin);
    for (std::uint32_t trial = 0; !trials.open.empty(); ++trial) {
      draw(first, trial, trials);
      statistics.trials += trials.open.size();
      std::map<size_t, std::vector<size_t>>
          groups;  // by the first channel of a sampler: the order of evaluation changes nothing
      for (size_t i = 0; i < trials.open.size(); ++i) groups[group_of_[trials.channel[i]]].push_back(i);
      for (const auto& [leader, mine] : groups) {
        evaluate(*channels_[leader].sampler, mine, trials);
        accept(first, mine, trials, out, statistics);
      }
      std::vector<size_t> still_open;
      for (size_t i = 0; i < trials.open.size(); ++i) {
        if (!trials.accepted[i]) still_open.push_back(trials.open[i]);
      }
      statistics.accepted += trials.open.size() - still_open.size();
      trials.open = std::move(still_open);
    }
  }
  return statistics;
}

Event Generator::make_event(std::uint64_t number, const Channel& channel, double energy, const double* u, double weight,
                            DecayStatistics& decays) const {
  const Source& source = sources_[channel.source];
  const process::Process& process = *source.process;
  const process::Component& component = process.components()[channel.component];
  Event event;
  event.number = number;
  event.weight = weight;
  event.process_id = source.process_ids.at(channel.component);
  const process::BeamParticle beam = process::beam_particle(process);
  const double momentum = std::sqrt((energy - beam.mass) * (energy + beam.mass));
  event.particles.push_back({beam.pdg, Status::beam, {energy, 0.0, 0.0, momentum}, beam.mass});
  event.particles.push_back(
      {component.target_pdg, Status::target, {component.nucleus_mass, 0, 0, 0}, component.nucleus_mass});
  const bool electron = component.recoil_pdg == charged_lepton_pdg(Flavour::electron);
  FourVector struck;
  if (component.bound) {
    const Status status = electron ? Status::struck_electron : Status::struck_nucleon;
    struck = process.struck(channel.component, energy, u);
    event.particles.push_back({component.recoil_pdg, status, struck, component.target_mass});
  }
  for (const process::FinalParticle& particle : process.final_state(channel.component, energy, u)) {
    event.particles.push_back({particle.pdg, Status::final_state, particle.momentum, particle.mass, particle.helicity});
  }
  if (component.bound) {
    // Without an electron the nucleus is still itself; without a nucleon what is left is not modelled.
    const double remnant = component.nucleus_mass - component.target_mass;
    event.particles.push_back({electron ? component.target_pdg : remnant_pdg, Status::final_state,
                               FourVector{component.nucleus_mass, 0, 0, 0} - struck, remnant});
  }
  if (!decays_[channel.source].empty()) decays.add(decays_[channel.source].decay(options_.seed, event));
  add_variation_weights(channel, energy, u, event);
  add_cross_sections(channel, energy, event);
  return event;
}

void Generator::add_variation_weights(const Channel& channel, double energy, const double* u, Event& event) const {
  if (variations_.empty()) return;
  double nominal = 0.0;
  sources_[channel.source].process->dsigma(channel.component, &energy, u, 1, &nominal);
  for (const auto& variation : variations_) {
    double other = 0.0;
    variation[channel.source]->dsigma(channel.component, &energy, u, 1, &other);
    event.variation_weights.push_back(other / nominal);
  }
}

void Generator::add_cross_sections(const Channel& channel, double energy, Event& event) const {
  const Source& source = sources_[channel.source];
  for (const Channel& each : channels_) {
    if (each.source != channel.source) continue;
    const process::EnergyCurve& curve = each.sampler->curve();
    const double sigma = each.ratio * curve.first(std::min(energy, curve.highest()));
    event.total_cross_section += sigma;
    if (source.process_ids[each.component] == event.process_id) event.process_cross_section += sigma;
  }
  event.total_cross_section /= source.atoms_per_unit;
  event.process_cross_section /= source.atoms_per_unit;
}

}  // namespace tridens::event
