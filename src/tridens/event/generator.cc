#include "tridens/event/generator.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"

namespace tridens::event {
namespace {

using flux::Spectrum;

constexpr std::uint64_t event_purpose = 0x6576'656e'7400, maxima_purpose = 0x6d61'7869'6d00;
/// Local maxima: cells in the uniform numbers of the first `cell_dimensions` coordinates (energy, Q^2, W^2, pair mass,
/// K^2).
constexpr size_t cell_dimensions = 5;
constexpr std::array<size_t, cell_dimensions> cells_per_dimension = {2, 6, 6, 6, 4};
constexpr size_t cell_count = 2 * 6 * 6 * 6 * 4;
constexpr size_t points_per_cell = 96;
/// Numbers drawn per trial: channel, cell, acceptance, then energy and the process variables.
constexpr size_t control_numbers = 3;
constexpr size_t block_size = 512;

/// Energies drawn from spectrum x cross section, constant within narrow intervals; the weight takes up what remains.
class EnergySampler {
 public:
  EnergySampler(const Spectrum& spectrum, const process::EnergyCurve& curve) {
    if (spectrum.kind == Spectrum::Kind::line) {
      line_ = true;
      edges_ = {spectrum.energies.front()};
      integral_ = spectrum.density.front() * curve.first(edges_.front());
      return;
    }
    const size_t intervals = spectrum.energies.size() - 1;
    const size_t pieces = std::max<size_t>(4, 3000 / intervals + 1);
    edges_.push_back(std::max(spectrum.energies.front(), curve.threshold()));
    for (size_t i = 0; i < intervals; ++i) {
      const double high = spectrum.energies[i + 1], low = std::max(spectrum.energies[i], edges_.back());
      if (high <= low) continue;
      for (size_t k = 1; k <= pieces; ++k) {
        edges_.push_back(k == pieces ? high
                                     : low + (high - low) * static_cast<double>(k) / static_cast<double>(pieces));
      }
    }
    cumulative_.assign(edges_.size(), 0.0);
    for (size_t i = 0; i + 1 < edges_.size(); ++i) {
      const double width = edges_[i + 1] - edges_[i], middle = 0.5 * (edges_[i] + edges_[i + 1]);
      const double offset = 0.5 * width / std::sqrt(3.0);
      const double a = middle - offset, b = middle + offset;
      cumulative_[i + 1] =
          cumulative_[i] + 0.5 * width * (spectrum.at(a) * curve.first(a) + spectrum.at(b) * curve.first(b));
    }
    integral_ = cumulative_.back();
  }

  double integral() const { return integral_; }

  /// Energy for a uniform number, and its density (per GeV) times integral().
  double draw(double r, double* density) const {
    if (line_) {
      *density = 1.0;
      return edges_.front();
    }
    const double wanted = r * integral_;
    const auto upper = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, wanted);
    const auto i = static_cast<size_t>(upper - cumulative_.begin()) - 1;
    const double share = cumulative_[i + 1] - cumulative_[i], width = edges_[i + 1] - edges_[i];
    *density = share / width;
    return edges_[i] + width * std::clamp((wanted - cumulative_[i]) / share, 0.0, 1.0);
  }
  bool is_line() const { return line_; }

 private:
  bool line_ = false;
  std::vector<double> edges_, cumulative_;
  double integral_ = 0.0;
};

/// Position inside the cube of local maxima.
std::array<size_t, cell_dimensions> cell_coordinates(size_t cell) {
  std::array<size_t, cell_dimensions> result{};
  for (size_t d = 0; d < cell_dimensions; ++d) {
    result[d] = cell % cells_per_dimension[d];
    cell /= cells_per_dimension[d];
  }
  return result;
}

}  // namespace

/// One component of one process under one spectrum.
struct Generator::Channel {
  size_t source = 0, component = 0;
  process::EnergyCurve curve;
  EnergySampler energies;
  math::AdaptiveGrid grid;
  std::vector<double> maxima, cumulative;  // per cell
  const process::Process* process = nullptr;
  const Spectrum* spectrum = nullptr;

  size_t dimension() const { return static_cast<size_t>(process->dimension()) + 1; }

  /// Weights of mean 1 at `count` points r[d * count + i] of the grid's cube (coordinate 0 is the energy). Also u and
  /// energies.
  void weights(const double* r, size_t count, double* u, double* energy, double* weight) const {
    std::vector<double> jacobian(count), scale(count);
    grid.map(r, count, u, jacobian.data());
    for (size_t i = 0; i < count; ++i) {
      double density = 0.0;
      energy[i] = energies.draw(u[i], &density);
      const double folded = energies.is_line() ? energies.integral() / spectrum->density.front() : energies.integral();
      const double flux = energies.is_line() ? 1.0 : spectrum->at(energy[i]) * energies.integral() / density;
      scale[i] = jacobian[i] * flux / folded;
    }
    process->dsigma(component, energy, u + count, count, weight);
    for (size_t i = 0; i < count; ++i) weight[i] *= scale[i];
  }

  void train(const GeneratorOptions& options) {
    math::MonteCarloOptions training;
    training.seed = options.seed;
    training.threads = options.threads;
    training.training_points = options.training_points;
    training.training_iterations = 6;
    const math::BatchIntegrand integrand = [this](const double* r, size_t count, double* values) {
      std::vector<double> u(r, r + dimension() * count), energy(count);
      for (size_t i = 0; i < count; ++i) {
        double density = 0.0;
        energy[i] = energies.draw(r[i], &density);
        values[i] = energies.is_line() ? 1.0 : spectrum->at(energy[i]) / density;
      }
      std::vector<double> sigma(count);
      process->dsigma(component, energy.data(), r + count, count, sigma.data());
      for (size_t i = 0; i < count; ++i) values[i] *= sigma[i];
    };
    grid = math::train(integrand, dimension(), training);
  }

  /// Maxima per cell, each cell's from its own sample; cells of little weight share the level that keeps `excess`.
  void find_maxima(const GeneratorOptions& options) {
    maxima.assign(cell_count, 0.0);
    const size_t dims = dimension(), cells_at_once = 8, count = cells_at_once * points_per_cell;
    std::vector<double> r(dims * count), u(dims * count), energy(count), weight(count);
    std::vector<std::uint64_t> index(count);
    const std::vector<std::uint32_t> blocks(count, 0);
    std::vector<std::vector<double>> samples(cell_count);
    double sum = 0.0;
    for (size_t first = 0; first < cell_count; first += cells_at_once) {
      std::iota(index.begin(), index.end(), first * points_per_cell);
      uniforms_batch(options.seed, maxima_purpose, index.data(), blocks.data(), count, dims, r.data());
      for (size_t i = 0; i < count; ++i) {
        const auto coordinates = cell_coordinates(first + i / points_per_cell);
        for (size_t d = 0; d < cell_dimensions; ++d) {
          double& x = r[d * count + i];
          x = (static_cast<double>(coordinates[d]) + x) / static_cast<double>(cells_per_dimension[d]);
        }
      }
      weights(r.data(), count, u.data(), energy.data(), weight.data());
      for (size_t i = 0; i < count; ++i) {
        samples[first + i / points_per_cell].push_back(weight[i]);
        sum += weight[i];
      }
    }
    set_levels(samples, sum, options.excess);
  }

  /// The sampled maximum of each cell, raised by what a finite sample misses; never below a small share of the mean.
  void set_levels(std::vector<std::vector<double>>& samples, double sum, double excess) {
    const double mean = sum / static_cast<double>(cell_count * points_per_cell);
    for (size_t cell = 0; cell < cell_count; ++cell) {
      std::vector<double>& values = samples[cell];
      std::sort(values.begin(), values.end());
      // The lowest level whose excess in this sample stays below the allowed share of the cell (or of the mean, for
      // faint cells).
      const double cell_sum = std::accumulate(values.begin(), values.end(), 0.0);
      const double allowed = excess * std::max(cell_sum, mean * static_cast<double>(points_per_cell));
      double over = 0.0, level = values.back();
      for (size_t i = values.size() - 1; i > 0; --i) {
        const double step = values[i] - values[i - 1];
        over += step * static_cast<double>(values.size() - i);
        if (over > allowed) break;
        level = values[i - 1];
      }
      maxima[cell] = std::max(level * 1.15, 0.02 * mean);
    }
    cumulative.resize(cell_count);
    std::partial_sum(maxima.begin(), maxima.end(), cumulative.begin());
  }
};

namespace {

double highest_energy(const Spectrum& spectrum) {
  return spectrum.highest();
}

process::EnergyCurve curve_of(const process::Process& process, size_t component, const Spectrum& spectrum) {
  const process::EnergyCurve::Functions sigma = [&](double energy, double* values) {
    values[0] = process.cross_section(component, energy).value;
  };
  return {sigma, 1, process.threshold(component), highest_energy(spectrum)};
}

}  // namespace

Generator::Generator(std::vector<Source> sources, const GeneratorOptions& options)
    : sources_(std::move(sources)), options_(options) {
  for (size_t s = 0; s < sources_.size(); ++s) {
    const process::Process& process = *sources_[s].process;
    for (size_t c = 0; c < process.components().size(); ++c) {
      if (sources_[s].spectrum.highest() <= process.threshold(c) * (1.0 + 1e-3)) continue;
      process::EnergyCurve curve = curve_of(process, c, sources_[s].spectrum);
      EnergySampler energies(sources_[s].spectrum, curve);
      if (!(energies.integral() > 0.0)) continue;
      channels_.push_back({s,
                           c,
                           std::move(curve),
                           std::move(energies),
                           math::AdaptiveGrid(static_cast<size_t>(process.dimension()) + 1),
                           {},
                           {},
                           &process,
                           &sources_[s].spectrum});
    }
  }
  if (channels_.empty()) {
    throw UserError("no events can be generated", "every neutrino energy lies below threshold",
                    "raise the energy or choose lighter leptons");
  }
  double sum = 0.0;
  for (Channel& channel : channels_) {
    channel.train(options_);
    channel.find_maxima(options_);
    // A channel is chosen in proportion to its cross section over its efficiency, so that accepted events follow the
    // cross section.
    sum += channel.energies.integral() * channel.cumulative.back() / cell_count;
    cumulative_.push_back(sum);
  }
}

Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;

double Generator::folded_cross_section() const {
  double sum = 0.0;
  for (const Channel& channel : channels_) sum += channel.energies.integral();
  return sum;
}

double Generator::spectrum_integral() const {
  double sum = 0.0;
  for (const Source& source : sources_) sum += source.spectrum.integral();
  return sum;
}

std::vector<Generator::ChannelSummary> Generator::channels() const {
  std::vector<ChannelSummary> result;
  for (const Channel& channel : channels_)
    result.push_back({channel.source, channel.component, channel.energies.integral()});
  return result;
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

GeneratorStatistics Generator::generate(std::uint64_t first, std::span<Event> out) const {
  GeneratorStatistics statistics;
  size_t dims = 0;
  for (const Channel& channel : channels_) dims = std::max(dims, channel.dimension());
  const size_t numbers = control_numbers + dims;
  std::vector<double> uniform, r, u, energy, weight;
  std::vector<std::uint64_t> index;
  std::vector<std::uint32_t> blocks;
  std::vector<std::vector<size_t>> by_channel(channels_.size());
  for (size_t begin = 0; begin < out.size(); begin += block_size) {
    const size_t end = std::min(out.size(), begin + block_size);
    std::vector<size_t> open(end - begin);
    std::iota(open.begin(), open.end(), begin);
    for (std::uint32_t trial = 0; !open.empty(); ++trial) {
      const size_t count = open.size();
      uniform.resize(numbers * count);
      index.resize(count);
      blocks.assign(count, trial);
      for (size_t i = 0; i < count; ++i) index[i] = first + open[i];
      uniforms_batch(options_.seed, event_purpose, index.data(), blocks.data(), count, numbers, uniform.data());
      for (auto& list : by_channel) list.clear();
      for (size_t i = 0; i < count; ++i) {
        const double wanted = uniform[i] * cumulative_.back();
        const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, wanted);
        by_channel[static_cast<size_t>(found - cumulative_.begin())].push_back(i);
      }
      std::vector<bool> accepted(count, false);
      statistics.trials += count;
      for (size_t k = 0; k < channels_.size(); ++k) {
        const Channel& channel = channels_[k];
        const std::vector<size_t>& mine = by_channel[k];
        const size_t n = mine.size(), d = channel.dimension();
        if (n == 0) continue;
        r.resize(d * n);
        u.resize(d * n);
        energy.resize(n);
        weight.resize(n);
        std::vector<double> level(n);
        for (size_t j = 0; j < n; ++j) {
          const size_t i = mine[j];
          const double wanted = uniform[count + i] * channel.cumulative.back();
          const auto found = std::upper_bound(channel.cumulative.begin(), channel.cumulative.end() - 1, wanted);
          const auto cell = static_cast<size_t>(found - channel.cumulative.begin());
          level[j] = channel.maxima[cell];
          const auto coordinates = cell_coordinates(cell);
          for (size_t a = 0; a < d; ++a) {
            double x = uniform[(control_numbers + a) * count + i];
            if (a < cell_dimensions)
              x = (static_cast<double>(coordinates[a]) + x) / static_cast<double>(cells_per_dimension[a]);
            r[a * n + j] = x;
          }
        }
        channel.weights(r.data(), n, u.data(), energy.data(), weight.data());
        for (size_t j = 0; j < n; ++j) {
          const size_t i = mine[j];
          const double ratio = weight[j] / level[j];
          if (options_.unweighted && !(uniform[2 * count + i] < ratio)) continue;
          double event_weight =
              options_.unweighted ? std::max(1.0, ratio) : ratio * cumulative_.back() / folded_cross_section();
          if (options_.unweighted && ratio > 1.0) {
            ++statistics.above_maximum;
            statistics.excess_weight += ratio - 1.0;
          }
          std::array<double, 16> point{};
          for (size_t a = 1; a < d; ++a) point[a - 1] = u[a * n + j];
          out[open[i]] = make_event(first + open[i], channel, energy[j], point.data(), event_weight);
          accepted[i] = true;
        }
      }
      std::vector<size_t> still_open;
      for (size_t i = 0; i < count; ++i) {
        if (!accepted[i]) still_open.push_back(open[i]);
      }
      statistics.accepted += count - still_open.size();
      open = std::move(still_open);
    }
  }
  return statistics;
}

Event Generator::make_event(std::uint64_t number, const Channel& channel, double energy, const double* u,
                            double weight) const {
  const process::Process& process = *channel.process;
  const process::Component& component = process.components()[channel.component];
  const Source& source = sources_[channel.source];
  Event event;
  event.number = number;
  event.weight = weight;
  event.process_id = source.process_ids.at(channel.component);
  event.particles.push_back({process.neutrino().pdg(), Status::beam, {energy, 0.0, 0.0, energy}, 0.0});
  event.particles.push_back(
      {component.target_pdg, Status::target, {component.nucleus_mass, 0, 0, 0}, component.nucleus_mass});
  if (component.bound_nucleon) {
    event.particles.push_back(
        {component.recoil_pdg, Status::struck_nucleon, {component.target_mass, 0, 0, 0}, component.target_mass});
  }
  for (const process::FinalParticle& particle : process.final_state(channel.component, energy, u)) {
    event.particles.push_back({particle.pdg, Status::final_state, particle.momentum, particle.mass});
  }
  if (component.bound_nucleon) {
    const double remnant = component.nucleus_mass - component.target_mass;
    event.particles.push_back({remnant_pdg, Status::final_state, {remnant, 0, 0, 0}, remnant});
  }
  if (!variations_.empty()) {
    double nominal = 0.0;
    process.dsigma(channel.component, &energy, u, 1, &nominal);
    for (const auto& variation : variations_) {
      double other = 0.0;
      variation[channel.source]->dsigma(channel.component, &energy, u, 1, &other);
      event.variation_weights.push_back(other / nominal);
    }
  }
  double total = 0.0;
  for (const Channel& each : channels_) {
    if (each.source != channel.source) continue;
    const double sigma = each.curve.first(std::min(energy, each.curve.highest()));
    total += sigma;
    if (each.source == channel.source && source.process_ids[each.component] == event.process_id)
      event.process_cross_section += sigma;
  }
  event.total_cross_section = total;
  return event;
}

}  // namespace tridens::event
