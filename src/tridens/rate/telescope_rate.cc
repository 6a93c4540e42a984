#include "tridens/rate/telescope_rate.hh"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using detector::Telescope;
using detector::Topology;

constexpr double grams_per_tonne = 1e6;

/// Share of a Gaussian of the relative width around an energy that lies between two energies.
double energy_share(double energy, double width, double low, double high) {
  const double scale = 1.0 / (std::sqrt(2.0) * width * energy);
  return 0.5 * (std::erf((high - energy) * scale) - std::erf((low - energy) * scale));
}

/// Share of the azimuths around a direction for which the cosine of the zenith angle is above a limit.
double share_above(double cosine, double opening, double limit) {
  const double across = std::sqrt(std::max(0.0, 1.0 - cosine * cosine)) * std::sin(opening);
  const double along = cosine * std::cos(opening);
  if (across <= 1e-15) return along > limit ? 1.0 : 0.0;
  return std::acos(std::clamp((limit - along) / across, -1.0, 1.0)) / units::pi;
}

/// Point `index` of an additive lattice in the unit cube: the generalised golden ratios (M. Roberts 2018), folded so
/// that functions that are not periodic converge as periodic ones.
class Lattice {
 public:
  explicit Lattice(int dimension) {
    double root = 2.0;
    for (int i = 0; i < 64; ++i) root = std::pow(1.0 + root, 1.0 / (dimension + 1.0));
    for (int d = 0; d < dimension; ++d) steps_.push_back(std::pow(1.0 / root, d + 1));
  }
  double coordinate(size_t index, size_t d) const {
    double whole;
    const double place = std::modf(0.5 + steps_[d] * static_cast<double>(index + 1), &whole);
    constexpr double border = 1e-12;
    return std::clamp(1.0 - std::abs(2.0 * place - 1.0), border, 1.0 - border);
  }

 private:
  std::vector<double> steps_;
};

std::vector<double> sorted_unique(std::vector<double> values, double low, double high) {
  std::vector<double> result = {low};
  std::sort(values.begin(), values.end());
  const double least = 1e-9 * (high - low);
  for (const double value : values) {
    if (value > result.back() + least && value < high - least) result.push_back(value);
  }
  result.push_back(high);
  return result;
}

}  // namespace

double zenith_share(double cos_zenith, double median_deg, double low, double high) {
  if (median_deg == 0.0) return cos_zenith >= low && cos_zenith < high ? 1.0 : 0.0;
  // Two equal Gaussians: the density of the angle is psi/s^2 exp(-psi^2/2s^2), its median s sqrt(2 ln 2).
  const double sigma = median_deg * units::degree / std::sqrt(2.0 * std::log(2.0));
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double opening = std::min(sigma * std::sqrt(-2.0 * std::log1p(-rule.nodes[i])), units::pi);
    sum += rule.weights[i] * (share_above(cos_zenith, opening, low) - share_above(cos_zenith, opening, high));
  }
  return sum;
}

/// What one energy gives: events per flux and second, before and after the sum over zenith angles.
struct TelescopeKernel::Node {
  double energy = 0.0, weight = 0.0;
  std::vector<double> by_energy;     // [topology * energy bins + bin], g^-1... : n sigma M, cm^2
  std::vector<double> transmission;  // per cosine
  std::vector<double> isotropic;     // per bin: by_energy x solid angle x transmission x share
};

/// Collects outcomes on a fine grid of the logarithm of the deposited energy and shares them among the bins.
class TelescopeKernel::Smearing {
 public:
  Smearing(const Telescope& telescope, const std::vector<Topology>& topologies)
      : telescope_(telescope), topologies_(topologies) {
    double widest = 0.0;
    for (const auto& [topology, resolution] : telescope.resolution) widest = std::max(widest, resolution.energy);
    constexpr double far = 6.0;
    low_ = std::log(telescope.energy_edges.front() / (1.0 + far * widest));
    const double reach = 1.0 - far * widest;
    high_ = std::log(telescope.energy_edges.back() / std::max(reach, 0.05));
    count_ = static_cast<size_t>(std::ceil((high_ - low_) / step_)) + 2;
    content_.assign(topologies.size() * count_, 0.0);
  }

  void add(Topology topology, double energy, double content) {
    const double place = (std::log(energy) - low_) / step_;
    if (!(place >= 0.0) || place >= static_cast<double>(count_ - 1)) return;
    const auto t =
        static_cast<size_t>(std::find(topologies_.begin(), topologies_.end(), topology) - topologies_.begin());
    const auto i = static_cast<size_t>(place);
    const double part = place - static_cast<double>(i);
    content_[t * count_ + i] += (1.0 - part) * content;
    content_[t * count_ + i + 1] += part * content;
  }

  std::vector<double> bins() const {
    const size_t energies = telescope_.energy_bins();
    std::vector<double> result(topologies_.size() * energies);
    for (size_t t = 0; t < topologies_.size(); ++t) {
      const double width = telescope_.resolution.at(topologies_[t]).energy;
      for (size_t i = 0; i < count_; ++i) {
        const double content = content_[t * count_ + i];
        if (content == 0.0) continue;
        const double energy = std::exp(low_ + step_ * static_cast<double>(i));
        for (size_t e = 0; e < energies; ++e) {
          result[t * energies + e] +=
              content * energy_share(energy, width, telescope_.energy_edges[e], telescope_.energy_edges[e + 1]);
        }
      }
    }
    return result;
  }

 private:
  static constexpr double step_ = 0.01;
  const Telescope& telescope_;
  const std::vector<Topology>& topologies_;
  double low_ = 0.0, high_ = 0.0;
  size_t count_ = 0;
  std::vector<double> content_;
};

TelescopeKernel::TelescopeKernel(Telescope telescope, std::vector<NamedProcess> processes,
                                 std::shared_ptr<const EarthAbsorption> absorption, CurveStore& store,
                                 TelescopeQuadrature quadrature)
    : telescope_((telescope.check(), std::move(telescope))),
      processes_(std::move(processes)),
      absorption_(std::move(absorption)),
      quadrature_(quadrature),
      rules_(telescope_),
      topologies_(telescope_.topologies()),
      bins_(topologies_.size() * telescope_.bins_per_topology()) {
  if (processes_.empty()) throw UserError("a telescope without process", "nothing would happen in it", "name one");
  make_zeniths();
  nodes_.resize(processes_.size());
  for (const auto& each : processes_) {
    curves_.push_back(store.component_curves(each.name, *each.process, telescope_.lowest_energy,
                                             telescope_.highest_energy, quadrature_.tolerance));
  }
  add_all_nodes();
  relative_error_ = estimate_error();
}

TelescopeKernel::~TelescopeKernel() = default;

void TelescopeKernel::make_zeniths() {
  std::vector<double> breaks = telescope_.cos_zenith_edges;
  breaks.push_back(0.0);
  if (absorption_) {
    const double detector_radius = absorption_->earth().radius_km() - absorption_->depth_km();
    for (const matter::EarthLayer& layer : absorption_->earth().layers()) {
      const double ratio = layer.outer_radius_km / detector_radius;
      if (ratio < 1.0) breaks.push_back(-std::sqrt(1.0 - ratio * ratio));
    }
  }
  const std::vector<double> edges = sorted_unique(breaks, telescope_.lowest_cos_zenith, telescope_.highest_cos_zenith);
  const math::QuadratureRule rule = math::gauss_legendre(quadrature_.zenith_per_panel);
  for (size_t panel = 0; panel + 1 < edges.size(); ++panel) {
    const double width = edges[panel + 1] - edges[panel];
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      cosines_.push_back(edges[panel] + width * rule.nodes[i]);
      cosine_weights_.push_back(2.0 * units::pi * width * rule.weights[i]);
    }
  }
  if (absorption_) {
    for (const double cosine : cosines_) chords_.push_back(absorption_->chord(cosine));
  }
  for (const Topology topology : topologies_) {
    std::vector<double> shares;
    for (const double cosine : cosines_) {
      for (size_t z = 0; z < telescope_.zenith_bins(); ++z) {
        shares.push_back(zenith_share(cosine, telescope_.resolution.at(topology).angle_deg,
                                      telescope_.cos_zenith_edges[z], telescope_.cos_zenith_edges[z + 1]));
      }
    }
    zenith_share_.push_back(std::move(shares));
  }
}

std::vector<double> TelescopeKernel::panels(size_t process) const {
  std::vector<double> breaks;
  double threshold = telescope_.highest_energy;
  for (const CrossSectionCurve& curve : curves_[process]) {
    threshold = std::min(threshold, curve.threshold());
    for (const double energy : curve.breaks()) breaks.push_back(energy);
  }
  const double low = std::max(telescope_.lowest_energy, threshold);
  if (low >= telescope_.highest_energy) return {};
  for (double& value : breaks) value = std::log(value);
  const std::vector<double> coarse = sorted_unique(breaks, std::log(low), std::log(telescope_.highest_energy));
  double finest = 1.0;
  for (const auto& [topology, resolution] : telescope_.resolution) finest = std::min(finest, resolution.energy);
  const double widest = std::clamp(6.0 * finest, 0.3, 1.2);
  std::vector<double> result = {coarse.front()};
  for (size_t i = 0; i + 1 < coarse.size(); ++i) {
    const double width = coarse[i + 1] - coarse[i];
    const double parts = std::ceil(width / widest);
    for (double part = 1.0; part <= parts; part += 1.0) result.push_back(coarse[i] + width * part / parts);
  }
  return result;
}

TelescopeKernel::Node TelescopeKernel::make_node(size_t process, double energy, size_t points) const {
  const process::Process& reaction = *processes_[process].process;
  const Lattice lattice(reaction.dimension());
  const auto dimension = static_cast<size_t>(reaction.dimension());
  std::vector<double> u(dimension * points), energies(points, energy), dsigma(points), one(dimension);
  for (size_t d = 0; d < dimension; ++d) {
    for (size_t i = 0; i < points; ++i) u[d * points + i] = lattice.coordinate(i, d);
  }
  const double units_per_gram =
      matter::material(telescope_.medium).units_per_tonne() / grams_per_tonne / units::cm2;  // x GeV^-2 -> cm^2/g
  Smearing smearing(telescope_, topologies_);
  std::vector<Outcome> outcomes;
  const std::vector<process::Component>& components = reaction.components();
  for (size_t c = 0; c < components.size(); ++c) {
    // Components of one shape share their final states: the first stands for all.
    const auto same_shape = [&](size_t other) {
      return other == c || (!components[c].shape.empty() && components[other].shape == components[c].shape);
    };
    bool is_first = true;
    double total = 0.0;
    for (size_t other = 0; other < components.size(); ++other) {
      if (!same_shape(other)) continue;
      is_first = is_first && other >= c;
      total += curves_[process][other](energy);
    }
    if (!is_first || !(total > 0.0)) continue;
    reaction.dsigma(c, energies.data(), u.data(), points, dsigma.data());
    double sum = 0.0;
    for (const double value : dsigma) sum += value;
    if (!(sum > 0.0)) continue;
    for (size_t i = 0; i < points; ++i) {
      if (dsigma[i] <= 0.0) continue;
      for (size_t d = 0; d < dimension; ++d) one[d] = u[d * points + i];
      outcomes.clear();
      rules_.add_outcomes(reaction.final_state(c, energy, one.data()), outcomes);
      const double content = units_per_gram * total * dsigma[i] / sum;
      for (const Outcome& outcome : outcomes) {
        const detector::EffectiveMass& mass = telescope_.effective_mass.at(outcome.topology);
        const double grams = mass.at(mass.of_deposited_energy ? outcome.deposited : energy);
        if (grams > 0.0) smearing.add(outcome.topology, outcome.deposited, content * outcome.weight * grams);
      }
    }
  }
  Node node;
  node.energy = energy;
  node.by_energy = smearing.bins();
  const Neutrino neutrino = reaction.neutrino();
  const size_t zeniths = telescope_.zenith_bins(), energy_bins = telescope_.energy_bins();
  node.isotropic.assign(bins_, 0.0);
  node.transmission =
      absorption_ ? absorption_->transmissions(neutrino, energy, chords_) : std::vector<double>(cosines_.size(), 1.0);
  for (size_t j = 0; j < cosines_.size(); ++j) {
    const double transmission = node.transmission[j];
    for (size_t t = 0; t < topologies_.size(); ++t) {
      for (size_t z = 0; z < zeniths; ++z) {
        const double share = cosine_weights_[j] * transmission * zenith_share_[t][j * zeniths + z];
        for (size_t e = 0; e < energy_bins; ++e) {
          const size_t row = t * energy_bins + e;
          node.isotropic[row * zeniths + z] += share * node.by_energy[row];
        }
      }
    }
  }
  return node;
}

/// Processes do not depend on each other: the result is the same for any number of threads.
void TelescopeKernel::add_all_nodes() {
  std::atomic<size_t> done = 0;
  std::mutex of_progress;
  const auto checkpoint = [&] {
    if (!quadrature_.progress) return;
    const std::scoped_lock lock(of_progress);
    quadrature_.progress(done, processes_.size());
  };
  const auto cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  share_work(processes_.size(), cores, nullptr, [&](std::uint64_t i) {
    add_nodes(i, checkpoint);
    ++done;
    checkpoint();
  });
}

void TelescopeKernel::add_nodes(size_t process, const std::function<void()>& checkpoint) {
  const std::vector<double> edges = panels(process);
  if (edges.empty()) return;
  double widest = 0.0;
  for (size_t i = 0; i + 1 < edges.size(); ++i) widest = std::max(widest, edges[i + 1] - edges[i]);
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const double width = edges[i + 1] - edges[i];
    const int count =
        std::clamp(static_cast<int>(std::ceil(width / widest * quadrature_.per_panel)), 3, quadrature_.per_panel);
    const math::QuadratureRule rule = math::gauss_legendre(count);
    for (size_t k = 0; k < rule.nodes.size(); ++k) {
      checkpoint();
      const double energy = std::exp(edges[i] + width * rule.nodes[k]);
      Node node = make_node(process, energy, quadrature_.lattice);
      node.weight = telescope_.livetime_s * width * rule.weights[k] * energy;
      nodes_[process].push_back(std::move(node));
    }
  }
}

std::vector<double> TelescopeKernel::counts(const flux::DiffuseFlux& flux, size_t process) const {
  const Neutrino neutrino = processes_.at(process).process->neutrino();
  const size_t zeniths = telescope_.zenith_bins(), rows = bins_ / zeniths;
  std::vector<double> result(bins_), through(topologies_.size() * zeniths);
  for (const Node& node : nodes_[process]) {
    if (node.energy < flux.lowest_energy() || node.energy > flux.highest_energy()) continue;
    if (flux.isotropic()) {
      const double value = node.weight * flux.at(neutrino, node.energy, 0.0);
      if (value == 0.0) continue;
      for (size_t b = 0; b < bins_; ++b) result[b] += value * node.isotropic[b];
      continue;
    }
    std::fill(through.begin(), through.end(), 0.0);
    for (size_t j = 0; j < cosines_.size(); ++j) {
      const double value = cosine_weights_[j] * node.transmission[j] * flux.at(neutrino, node.energy, cosines_[j]);
      for (size_t t = 0; t < topologies_.size(); ++t) {
        for (size_t z = 0; z < zeniths; ++z) through[t * zeniths + z] += value * zenith_share_[t][j * zeniths + z];
      }
    }
    for (size_t row = 0; row < rows; ++row) {
      const size_t t = row / telescope_.energy_bins();
      for (size_t z = 0; z < zeniths; ++z) {
        result[row * zeniths + z] += node.weight * node.by_energy[row] * through[t * zeniths + z];
      }
    }
  }
  for (const flux::DiffuseLine& line : flux.lines(neutrino)) add_line(line, process, result);
  return result;
}

std::vector<double> TelescopeKernel::counts(const flux::DiffuseFlux& flux) const {
  std::vector<double> result(bins_);
  for (size_t process = 0; process < processes_.size(); ++process) {
    const std::vector<double> part = counts(flux, process);
    for (size_t b = 0; b < bins_; ++b) result[b] += part[b];
  }
  return result;
}

std::vector<double> TelescopeKernel::response(size_t process, double energy) const {
  const auto key = std::pair(process, energy);
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = lines_.find(key); known != lines_.end()) return known->second;
  }
  std::vector<double> made = make_node(process, energy, quadrature_.lattice).isotropic;
  for (double& value : made) value *= telescope_.livetime_s;
  const std::scoped_lock lock(mutex_);
  return lines_.emplace(key, std::move(made)).first->second;
}

void TelescopeKernel::add_line(const flux::DiffuseLine& line, size_t process, std::vector<double>& counts) const {
  if (line.energy < telescope_.lowest_energy || line.energy > telescope_.highest_energy) return;
  const std::vector<double> per_flux = response(process, line.energy);
  for (size_t b = 0; b < bins_; ++b) counts[b] += line.intensity * per_flux[b];
}

double TelescopeKernel::estimate_error() const {
  double difference = 0.0, all = 0.0;
  constexpr size_t samples = 4;
  for (size_t process = 0; process < processes_.size(); ++process) {
    const std::vector<Node>& nodes = nodes_[process];
    for (size_t s = 0; s < samples && !nodes.empty(); ++s) {
      const Node& fine = nodes[(2 * s + 1) * nodes.size() / (2 * samples)];
      const Node half = make_node(process, fine.energy, std::max<size_t>(quadrature_.lattice / 2, 1));
      const double weight = 1.0 / fine.energy;  // E^-2 dE per logarithm
      for (size_t b = 0; b < bins_; ++b) {
        difference += weight * std::abs(fine.isotropic[b] - half.isotropic[b]);
        all += weight * fine.isotropic[b];
      }
    }
  }
  return all > 0.0 ? difference / all : 0.0;
}

}  // namespace tridens::rate
