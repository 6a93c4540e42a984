#include "tridens/rate/displaced_decay.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/material.hh"

namespace tridens::rate {
namespace {

/// Points of the further numbers of the unit cube: a Kronecker sequence with the roots of primes.
double kronecker(int point, size_t dimension, double shift) {
  constexpr double roots[] = {0.41421356237309515, 0.7320508075688772, 0.2360679774997898,
                              0.6457513110645907,  0.3166247903554,    0.6055512754639891};
  const double x = 0.5 + (point + shift) * roots[dimension % std::size(roots)];
  return x - std::floor(x);
}

/// Edges of panels in ln E: four nodes each.
std::vector<double> panels(double low, double high, int per_decade) {
  constexpr int per_panel = 4;
  const double wanted = std::log10(high / low) * per_decade / per_panel;
  const int count = std::max(1, static_cast<int>(std::ceil(wanted)));
  std::vector<double> edges;
  for (int i = 0; i <= count; ++i) edges.push_back(std::log(low) + std::log(high / low) * i / count);
  return edges;
}

/// X per neutrino/cm^2 of the table and formula unit, of one process under its spectrum.
class NodeMaker {
 public:
  NodeMaker(const process::Process& process, const ProductionOptions& options)
      : process_(process), options_(options), rule_(math::gauss_legendre(options.transfers)) {}

  std::vector<ProductionNode> make(const flux::Spectrum& spectrum) {
    double threshold = process_.threshold(0);
    for (size_t i = 1; i < process_.components().size(); ++i) threshold = std::min(threshold, process_.threshold(i));
    const double low = std::max(spectrum.lowest(), threshold * (1.0 + 1e-9)), high = spectrum.highest();
    if (spectrum.kind == flux::Spectrum::Kind::line) {
      if (spectrum.lowest() > threshold) add(spectrum.lowest(), spectrum.density[0]);
    } else if (low < high && low > 0.0) {
      add_panels(spectrum, low, high);
    }
    return std::move(nodes_);
  }

 private:
  void add_panels(const flux::Spectrum& spectrum, double low, double high) {
    const math::QuadratureRule rule = math::gauss_legendre(4);
    const std::vector<double> edges = panels(low, high, options_.energies_per_decade);
    for (size_t panel = 0; panel + 1 < edges.size(); ++panel) {
      const double width = edges[panel + 1] - edges[panel];
      // The flux of a node is that of its neighbourhood: histograms have steps.
      double begin = edges[panel];
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double end = begin + width * rule.weights[i], energy = std::exp(edges[panel] + width * rule.nodes[i]);
        const double neutrinos = spectrum.integral(std::max(low, std::exp(begin)), std::min(std::exp(end), high));
        begin = end;
        if (neutrinos > 0.0) add(energy, neutrinos);
      }
    }
  }

  void add(double energy, double neutrinos) {
    if (options_.checkpoint) options_.checkpoint();
    std::vector<double> u(static_cast<size_t>(process_.dimension()));
    const int others = u.size() > 1 ? options_.others : 1;
    for (size_t component = 0; component < process_.components().size(); ++component) {
      for (size_t i = 0; i < rule_.nodes.size(); ++i) {
        // Every node has its own shift of the other numbers.
        const double shift = static_cast<double>(nodes_.size() % 1009) / others;
        for (int k = 0; k < others; ++k) {
          u[0] = rule_.nodes[i];
          for (size_t d = 1; d < u.size(); ++d) u[d] = kronecker(k, d, shift);
          double sigma = 0.0;
          process_.dsigma(component, &energy, u.data(), 1, &sigma);
          if (!(sigma > 0.0)) continue;
          const process::FinalParticle X = process_.final_state(component, energy, u.data()).front();
          nodes_.push_back({0, neutrinos * sigma * rule_.weights[i] / others / units::cm2, X.momentum.e,
                            X.momentum.momentum(), std::atan2(X.momentum.transverse_momentum(), X.momentum.z),
                            process_.neutrino().antiparticle, X.helicity, component});
        }
      }
    }
  }

  const process::Process& process_;
  const ProductionOptions& options_;
  math::QuadratureRule rule_;
  std::vector<ProductionNode> nodes_;
};

}  // namespace

DisplacedProduction::DisplacedProduction(const detector::DecayExperiment& experiment, const flux::Flux& flux,
                                         const std::vector<RegionProcesses>& processes,
                                         const ProductionOptions& options) {
  if (flux.normalisation != flux::Normalisation::absolute || flux.exposure_unit != experiment.exposure_unit) {
    throw UserError(fmt::format("the flux {} is not per {}", flux.name, experiment.exposure_unit),
                    "events need neutrinos per unit of the exposure", "give the exposure in the unit of the flux");
  }
  std::vector<const RegionProcesses*> first;  // of each material
  size_t groups = 0;
  for (const RegionProcesses& each : processes) {
    const detector::ProductionRegion& region = experiment.regions.at(each.region);
    const double units = region.mass_tonnes() * matter::material(region.material).units_per_tonne();
    const auto same = std::find_if(first.begin(), first.end(),
                                   [&](const RegionProcesses* one) { return one->processes == each.processes; });
    const auto material = static_cast<size_t>(same - first.begin());
    if (same == first.end()) {
      first.push_back(&each);
      regions_.emplace_back();
      for (const auto& process : each.processes) {
        const size_t before = groups;
        groups += process->components().size();
        if (!flux.has(process->neutrino())) continue;
        for (ProductionNode node : NodeMaker(*process, options).make(flux.spectrum(process->neutrino()))) {
          node.material = material;
          node.group += before;
          node.made *= experiment.exposure;
          nodes_.push_back(node);
        }
      }
    }
    regions_[material].push_back({each.region, units * experiment.flux_factor(region)});
  }
  if (nodes_.empty()) {
    throw UserError("no neutrino of " + flux.name + " makes the particle", "all are below threshold", "");
  }
}

double DisplacedProduction::made(size_t region) const {
  double sum = 0.0;
  for (const ProductionNode& node : nodes_) {
    for (const RegionTargets& one : regions_[node.material])
      sum += one.region == region ? node.made * one.targets : 0.0;
  }
  return sum;
}

DecayGeometry::DecayGeometry(const detector::DecayExperiment& experiment) {
  for (const detector::ProductionRegion& region : experiment.regions) {
    tables_.emplace_back(region.body, experiment.fiducial);
  }
}

DisplacedDecays::DisplacedDecays(std::shared_ptr<const DecayGeometry> geometry, const DisplacedProduction& production,
                                 double mass, double width, std::vector<SelectedDecay> selected, size_t repetitions)
    : geometry_(std::move(geometry)),
      nodes_(production.nodes()),
      regions_(production.regions()),
      acceptance_(nodes_.size()),
      selected_(std::move(selected)),
      flight_per_momentum_(1.0 / (mass * width * units::m)),
      repetitions_(repetitions) {
  if (!(width > 0.0 && mass > 0.0)) throw UserError("a particle that does not decay", "its width is zero", "");
  if (repetitions < 2) throw Failure("displaced decays of one simulation", "its error is not known then", "");
  for (const SelectedDecay& decay : selected_) acceptance_.at(decay.node) += decay.share;
}

double DisplacedDecays::weight(size_t node, const CouplingChange& change, std::optional<size_t> region) const {
  const ProductionNode& one = nodes_[node];
  const double flight = one.momentum * flight_per_momentum_ / change.width;
  double sum = 0.0;
  for (const RegionTargets& each : regions_[one.material]) {
    if (region && *region != each.region) continue;
    sum += each.targets * geometry_->probability(each.region, flight, one.angle);
  }
  return one.made * sum * change.scale * (change.groups.empty() ? 1.0 : change.groups.at(one.group));
}

std::vector<double> DisplacedDecays::weights(const CouplingChange& change) const {
  std::vector<double> result(nodes_.size());
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (acceptance_[i] > 0.0) result[i] = weight(i, change);
  }
  return result;
}

double DisplacedDecays::events_of_region(size_t region) const {
  double sum = 0.0;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (acceptance_[i] > 0.0) sum += acceptance_[i] * weight(i, {}, region);
  }
  return sum;
}

double DisplacedDecays::decays() const {
  double sum = 0.0;
  for (size_t i = 0; i < nodes_.size(); ++i) sum += weight(i, {});
  return sum;
}

double DisplacedDecays::effective_selected() const {
  const std::vector<double> at = weights({});
  double sum = 0.0, squares = 0.0;
  for (const SelectedDecay& decay : selected_) {
    const double one = decay.share * at[decay.node];
    sum += one;
    squares += one * one;
  }
  return squares > 0.0 ? sum * sum / squares : 0.0;
}

template <class Value>
std::vector<EstimatedCount> DisplacedDecays::fill(const std::vector<double>& edges, const CouplingChange& change,
                                                  Value value) const {
  const size_t bins = edges.size() - 1;
  const std::vector<double> at = weights(change);
  std::vector<double> sums(bins * repetitions_);
  for (const SelectedDecay& decay : selected_) {
    const double x = value(decay.shower);
    if (!(x >= edges.front() && x < edges.back())) continue;
    const auto bin = static_cast<size_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin() - 1);
    const double course = change.courses.empty() ? 1.0 : change.courses.at(decay.course);
    sums[bin * repetitions_ + decay.repetition] += decay.share * course * at[decay.node];
  }
  // Each repetition is an independent estimate of its part of the sum.
  const auto n = static_cast<double>(repetitions_);
  std::vector<EstimatedCount> result(bins);
  for (size_t bin = 0; bin < bins; ++bin) {
    const double* const parts = &sums[bin * repetitions_];
    for (size_t r = 0; r < repetitions_; ++r) result[bin].count += parts[r];
    double squares = 0.0;
    for (size_t r = 0; r < repetitions_; ++r) squares += std::pow(parts[r] - result[bin].count / n, 2);
    result[bin].error = std::sqrt(squares * n / (n - 1.0));
  }
  return result;
}

EstimatedCount DisplacedDecays::events(const CouplingChange& change) const {
  return fill({0.0, 1.0}, change, [](const detector::Shower&) { return 0.5; }).front();
}

std::vector<EstimatedCount> DisplacedDecays::histogram(detector::ShowerVariable variable,
                                                       const std::vector<double>& edges,
                                                       const CouplingChange& change) const {
  return fill(edges, change, [&](const detector::Shower& shower) { return detector::value(variable, shower); });
}

std::vector<EstimatedCount> DisplacedDecays::cosine_histogram(const std::vector<double>& edges,
                                                              const CouplingChange& change) const {
  return fill(edges, change, [](const detector::Shower& shower) { return std::cos(shower.angle); });
}

}  // namespace tridens::rate
