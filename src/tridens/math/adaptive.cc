#include "tridens/math/adaptive.hh"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/math/random.hh"

namespace tridens::math {
namespace {

constexpr size_t chunk_points = 2048;
constexpr std::uint64_t training_purpose = 0x7472'6169'6e00, sampling_purpose = 0x7361'6d70'6c00;

struct ChunkSums {
  double sum = 0.0, squares = 0.0;
  std::vector<double> importance;  // empty unless training
};

[[noreturn]] void not_a_number(const double* u, size_t dimension, size_t count, size_t i) {
  std::string point;
  for (size_t d = 0; d < dimension; ++d) point += (d > 0 ? ", " : "") + std::to_string(u[d * count + i]);
  throw Failure("the integrand is not a number at u = (" + point + ")", "a formula failed there",
                "please report the card");
}

/// One chunk of points: f/density, its sum and squares, and the squares per bin for training.
ChunkSums sample_chunk(const BatchIntegrand& integrand, const AdaptiveGrid& grid, std::uint64_t seed,
                       std::uint64_t purpose, size_t chunk, bool training) {
  const size_t dimension = grid.dimension();
  std::vector<double> r(dimension * chunk_points), u(r.size()), jacobian(chunk_points), values(chunk_points);
  std::vector<std::uint64_t> index(chunk_points);
  const std::vector<std::uint32_t> blocks(chunk_points, 0);
  std::iota(index.begin(), index.end(), chunk * chunk_points);
  uniforms_batch(seed, purpose, index.data(), blocks.data(), chunk_points, dimension, r.data());
  grid.map(r.data(), chunk_points, u.data(), jacobian.data());
  integrand(u.data(), chunk_points, values.data());
  ChunkSums sums;
  if (training) sums.importance.assign(dimension * grid.bins(), 0.0);
  for (size_t i = 0; i < chunk_points; ++i) {
    const double value = values[i] * jacobian[i];
    if (!std::isfinite(value)) not_a_number(u.data(), dimension, chunk_points, i);
    sums.sum += value;
    sums.squares += value * value;
    if (!training) continue;
    for (size_t d = 0; d < dimension; ++d)
      sums.importance[d * grid.bins() + grid.bin(r[d * chunk_points + i])] += value * value;
  }
  return sums;
}

std::vector<ChunkSums> sample_chunks(const BatchIntegrand& integrand, const AdaptiveGrid& grid, std::uint64_t seed,
                                     std::uint64_t purpose, size_t first, size_t count, bool training, int threads) {
  std::vector<ChunkSums> result(count);
  share_work(count, threads, nullptr,
             [&](std::uint64_t i) { result[i] = sample_chunk(integrand, grid, seed, purpose, first + i, training); });
  return result;
}

}  // namespace

AdaptiveGrid::AdaptiveGrid(size_t dimension, size_t bins)
    : bins_(bins), edges_(dimension, std::vector<double>(bins + 1)) {
  for (std::vector<double>& edges : edges_) {
    for (size_t b = 0; b <= bins; ++b) edges[b] = static_cast<double>(b) / static_cast<double>(bins);
  }
}

size_t AdaptiveGrid::bin(double r) const {
  return std::min(bins_ - 1, static_cast<size_t>(r * static_cast<double>(bins_)));
}

double AdaptiveGrid::map_one(size_t dimension, double r, double* jacobian) const {
  const size_t b = bin(r);
  const double low = edges_[dimension][b], width = edges_[dimension][b + 1] - low;
  *jacobian = width * static_cast<double>(bins_);
  return low + width * (r * static_cast<double>(bins_) - static_cast<double>(b));
}

void AdaptiveGrid::map(const double* r, size_t count, double* u, double* jacobian) const {
  std::fill(jacobian, jacobian + count, 1.0);
  const auto scale = static_cast<double>(bins_);
  for (size_t d = 0; d < edges_.size(); ++d) {
    const double* edges = edges_[d].data();
    for (size_t i = 0; i < count; ++i) {
      const double position = r[d * count + i] * scale;
      const auto b = static_cast<size_t>(position);
      const double width = edges[b + 1] - edges[b];
      u[d * count + i] = edges[b] + width * (position - static_cast<double>(b));
      jacobian[i] *= width * scale;
    }
  }
}

void AdaptiveGrid::refine(const std::vector<double>& importance, double damping) {
  for (size_t d = 0; d < edges_.size(); ++d) {
    const double* raw = &importance[d * bins_];
    std::vector<double> smooth(bins_);
    double total = 0.0;
    for (size_t b = 0; b < bins_; ++b) {
      const double before = raw[b > 0 ? b - 1 : 0], after = raw[b + 1 < bins_ ? b + 1 : b];
      smooth[b] = (before + 6.0 * raw[b] + after) / 8.0;
      total += smooth[b];
    }
    if (!(total > 0.0)) continue;
    double sum = 0.0;
    for (double& value : smooth) {
      const double share = value / total;
      value = share >= 1.0 ? 1.0 : std::pow((share - 1.0) / std::log(std::max(share, 1e-300)), damping);
      sum += value;
    }
    std::vector<double> edges(bins_ + 1);
    edges.front() = 0.0;
    edges.back() = 1.0;
    const double wanted = sum / static_cast<double>(bins_);
    double have = 0.0;
    size_t old = 0;
    for (size_t b = 1; b < bins_; ++b) {
      while (have < wanted && old < bins_) have += smooth[old++];
      have -= wanted;
      const double high = edges_[d][old], low = edges_[d][old - 1];
      edges[b] = high - (high - low) * have / smooth[old - 1];
    }
    edges_[d] = std::move(edges);
  }
}

AdaptiveGrid train(const BatchIntegrand& integrand, size_t dimension, const MonteCarloOptions& options) {
  AdaptiveGrid grid(dimension);
  const size_t chunks = std::max<size_t>(1, options.training_points / chunk_points);
  for (int iteration = 0; iteration < options.training_iterations; ++iteration) {
    const auto sums = sample_chunks(integrand, grid, options.seed, training_purpose,
                                    static_cast<size_t>(iteration) * chunks, chunks, true, options.threads);
    std::vector<double> importance(dimension * grid.bins(), 0.0);
    for (const ChunkSums& chunk : sums) {
      for (size_t k = 0; k < importance.size(); ++k) importance[k] += chunk.importance[k];
    }
    grid.refine(importance);
  }
  return grid;
}

MonteCarloResult integrate(const BatchIntegrand& integrand, size_t dimension, const MonteCarloOptions& options) {
  return integrate(integrand, train(integrand, dimension, options), options);
}

MonteCarloResult integrate(const BatchIntegrand& integrand, const AdaptiveGrid& grid,
                           const MonteCarloOptions& options) {
  constexpr size_t chunks_per_round = 32;
  MonteCarloResult result;
  double sum = 0.0, squares = 0.0;
  std::vector<double> means;
  while (true) {
    const auto sums = sample_chunks(integrand, grid, options.seed, sampling_purpose, means.size(), chunks_per_round,
                                    false, options.threads);
    for (const ChunkSums& chunk : sums) {
      sum += chunk.sum;
      squares += chunk.squares;
      means.push_back(chunk.sum / chunk_points);
    }
    const auto n = static_cast<double>(means.size() * chunk_points);
    result.evaluations = means.size() * chunk_points;
    result.value = sum / n;
    result.error = std::sqrt(std::max(0.0, squares / n - result.value * result.value) / (n - 1.0));
    result.converged = result.error <= options.relative_precision * std::abs(result.value);
    if (result.converged || result.evaluations >= options.largest_evaluations) break;
  }
  double chi2 = 0.0;
  const double chunk_variance = result.error * result.error * static_cast<double>(means.size());
  for (const double mean : means) chi2 += (mean - result.value) * (mean - result.value);
  result.chi2_per_dof = chunk_variance > 0.0 ? chi2 / chunk_variance / static_cast<double>(means.size() - 1) : 0.0;
  return result;
}

}  // namespace tridens::math
