#include "tridens/event/detail/channel_sampler.hh"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/math/random.hh"

namespace tridens::event::detail {
namespace {

using flux::Spectrum;

constexpr std::uint64_t maxima_purpose = 0x6d61'7869'6d00, cells_purpose = 0x6365'6c6c'7300;
constexpr size_t most_cells = 1200, most_cells_rare = 60;
/// Points on which cells are grown, and fresh ones for their maxima.
constexpr size_t points_to_grow = 60, points_per_cell = 96;

process::EnergyCurve curve_of(const process::Process& process, size_t component, const Spectrum& spectrum) {
  const process::EnergyCurve::Functions sigma = [&](double energy, double* values) {
    values[0] = process.cross_section(component, energy).value;
  };
  return {sigma,
          1,
          process.threshold(component),
          spectrum.highest(),
          {3.0, spectrum.lowest(), process.features(component)}};
}

/// Edges that resolve features: steps of 5 % of the width in the middle, growing with the distance.
void add_feature_edges(const std::vector<process::EnergyFeature>& features, std::vector<double>& edges) {
  if (features.empty()) return;
  constexpr int steps = 140;
  constexpr double step = 0.05;
  const double low = edges.front(), high = edges.back();
  for (const process::EnergyFeature& feature : features) {
    for (int k = -steps; k <= steps; ++k) {
      const double energy = feature.energy + feature.width * std::sinh(step * k);
      if (energy > low && energy < high) edges.push_back(energy);
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
}

}  // namespace

EnergySampler::EnergySampler(const Spectrum& spectrum, const process::EnergyCurve& curve,
                             const std::vector<process::EnergyFeature>& features) {
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
      edges_.push_back(k == pieces ? high : low + (high - low) * static_cast<double>(k) / static_cast<double>(pieces));
    }
  }
  add_feature_edges(features, edges_);
  cumulative_.assign(edges_.size(), 0.0);
  for (size_t i = 0; i + 1 < edges_.size(); ++i) {
    // Two-point Gauss rule.
    const double width = edges_[i + 1] - edges_[i], middle = 0.5 * (edges_[i] + edges_[i + 1]);
    const double offset = 0.5 * width / std::sqrt(3.0);
    const double a = middle - offset, b = middle + offset;
    cumulative_[i + 1] =
        cumulative_[i] + 0.5 * width * (spectrum.at(a) * curve.first(a) + spectrum.at(b) * curve.first(b));
  }
  integral_ = cumulative_.back();
}

double EnergySampler::draw(double r, double* density) const {
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

ChannelSampler::ChannelSampler(const process::Process& process, size_t component, const Spectrum& spectrum)
    : process_(&process),
      component_(component),
      spectrum_(&spectrum),
      curve_(curve_of(process, component, spectrum)),
      energies_(spectrum, curve_, process.features(component)),
      grid_(static_cast<size_t>(process.dimension()) + 1),
      cells_(grid_.dimension()) {}

void ChannelSampler::prepare(const GeneratorOptions& options, bool rare) {
  train(options, rare ? options.training_points / 4 : options.training_points);
  make_cells(options, rare ? most_cells_rare : most_cells);
  find_maxima(options);
}

void ChannelSampler::weights(const double* r, size_t count, double* u, double* energy, double* weight) const {
  std::vector<double> scale(count);
  grid_.map(r, count, u, scale.data());
  for (size_t i = 0; i < count; ++i) {
    double density = 0.0;
    energy[i] = energies_.draw(u[i], &density);
    if (energies_.is_line()) {
      scale[i] *= spectrum_->density.front() / energies_.integral();
    } else {
      scale[i] *= spectrum_->at(energy[i]) / density;
    }
  }
  process_->dsigma(component_, energy, u + count, count, weight);
  for (size_t i = 0; i < count; ++i) weight[i] *= scale[i];
}

void ChannelSampler::train(const GeneratorOptions& options, size_t points) {
  math::MonteCarloOptions training;
  training.seed = options.seed;
  training.threads = options.threads;
  training.training_points = points;
  training.training_iterations = 6;
  // The grid is still uniform here, so that its weights are the integrand itself.
  const math::BatchIntegrand integrand = [this](const double* r, size_t count, double* values) {
    std::vector<double> u(dimension() * count), energy(count);
    weights(r, count, u.data(), energy.data(), values);
  };
  grid_ = math::train(integrand, dimension(), training);
}

void ChannelSampler::make_cells(const GeneratorOptions& options, size_t most) {
  const size_t dims = dimension(), count = most * points_to_grow;
  std::vector<double> r(dims * count), u(dims * count), energy(count), weight(count);
  std::vector<std::uint64_t> index(count);
  std::iota(index.begin(), index.end(), std::uint64_t{0});
  const std::vector<std::uint32_t> blocks(count, 0);
  uniforms_batch(options.seed, cells_purpose, index.data(), blocks.data(), count, dims, r.data());
  weights(r.data(), count, u.data(), energy.data(), weight.data());
  cells_ = Cells(dims, r, weight, most);
}

void ChannelSampler::find_maxima(const GeneratorOptions& options) {
  const size_t cell_count = cells_.count(), dims = dimension();
  constexpr size_t cells_at_once = 6, count = cells_at_once * points_per_cell;
  std::vector<double> r(dims * count), u(dims * count), energy(count), weight(count);
  std::vector<std::uint64_t> index(count);
  const std::vector<std::uint32_t> blocks(count, 0);
  std::vector<std::vector<double>> samples(cell_count);
  double mean = 0.0;
  for (size_t first = 0; first < cell_count; first += cells_at_once) {
    std::iota(index.begin(), index.end(), first * points_per_cell);
    uniforms_batch(options.seed, maxima_purpose, index.data(), blocks.data(), count, dims, r.data());
    for (size_t i = 0; i < count; ++i) {
      const size_t cell = std::min(first + i / points_per_cell, cell_count - 1);
      for (size_t d = 0; d < dims; ++d) r[d * count + i] = inside(cell, d, r[d * count + i]);
    }
    weights(r.data(), count, u.data(), energy.data(), weight.data());
    for (size_t i = 0; i < count && first + i / points_per_cell < cell_count; ++i) {
      const size_t cell = first + i / points_per_cell;
      samples[cell].push_back(weight[i]);
      mean += weight[i] * cells_.volume(cell) / static_cast<double>(points_per_cell);
    }
  }
  set_maxima(samples, mean, options.excess);
}

void ChannelSampler::set_maxima(std::vector<std::vector<double>>& samples, double mean, double excess) {
  for (std::vector<double>& values : samples) {
    std::sort(values.begin(), values.end());
    // The lowest level whose excess in this sample stays below the allowed share of the cell (or of the mean, for faint
    // cells).
    const double cell_sum = std::accumulate(values.begin(), values.end(), 0.0);
    const double allowed = excess * std::max(cell_sum, mean * static_cast<double>(points_per_cell));
    double over = 0.0, level = values.back();
    for (size_t i = values.size() - 1; i > 0; --i) {
      over += (values[i] - values[i - 1]) * static_cast<double>(values.size() - i);
      if (over > allowed) break;
      level = values[i - 1];
    }
    // Raised by what a sample of this size misses; never zero, so that no corner is closed.
    maxima_.push_back(std::max(level * 1.15, 0.02 * mean));
  }
  double sum = 0.0;
  for (size_t cell = 0; cell < maxima_.size(); ++cell)
    cumulative_.push_back(sum += maxima_[cell] * cells_.volume(cell));
}

size_t ChannelSampler::cell(double r) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, r * cumulative_.back());
  return static_cast<size_t>(found - cumulative_.begin());
}

}  // namespace tridens::event::detail
