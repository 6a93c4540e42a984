#include "tridens/rate/double_cascade.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/visible_energy.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using units::pi;

constexpr double tau_lifetime_s = 290.3e-15;  // PDG 2022

/// One component per shape, with the sum of the multiplicities of that shape over its own.
std::vector<std::pair<size_t, double>> shapes(const process::Process& process) {
  std::vector<std::pair<size_t, double>> result;
  const std::vector<process::Component>& components = process.components();
  for (size_t i = 0; i < components.size(); ++i) {
    const auto found = std::find_if(result.begin(), result.end(), [&](const auto& one) {
      return !components[i].shape.empty() && components[one.first].shape == components[i].shape;
    });
    if (found == result.end()) {
      result.emplace_back(i, 1.0);
    } else {
      found->second += components[i].multiplicity / components[found->first].multiplicity;
    }
  }
  return result;
}

void require(bool good, const char* problem, const char* why) {
  if (!good) throw UserError(problem, why, "");
}

}  // namespace

void DoubleCascadeDetector::check() const {
  require(density > 0.0, "a detector without density", "it must be positive");
  require(shortest_m >= 0.0 && longest_m > shortest_m, "separations of double cascades out of order",
          "the longest must exceed the shortest");
  require(lowest_first_GeV >= 0.0 && lowest_second_GeV >= 0.0, "a negative energy of a shower", "");
}

double decay_inside(const DoubleCascadeDetector& detector, double mean_flight_m, double cos_zenith) {
  static const math::QuadratureRule rule = math::gauss_legendre(24);
  const detector::Vector direction{std::sqrt(1.0 - cos_zenith * cos_zenith), 0.0, cos_zenith};
  const double low = detector.shortest_m, high = std::min(detector.longest_m, detector.volume.longest_along(direction));
  if (high <= low) return 0.0;
  // Even in the probability to have decayed.
  const double all = detector::decay_between(low, high, mean_flight_m);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double passed = -std::expm1(-(high - low) / mean_flight_m) * rule.nodes[i];
    const double distance = low - mean_flight_m * std::log1p(-passed);
    sum += rule.weights[i] * detector.volume.overlap(direction * std::min(distance, high));
  }
  return all * sum;
}

LongLivedParticle heavy_neutrino_particle(const model::HeavyNeutrinoCouplings& couplings) {
  const std::vector<model::DecayMode> modes = model::heavy_neutrino_decays(couplings);
  LongLivedParticle result{couplings.mass, model::total_width(modes), {}};
  for (const model::DecayMode& mode : modes) {
    if (mode.shower_share == 0.0) continue;
    const bool photon = std::find(mode.products.begin(), mode.products.end(), 22) != mode.products.end();
    result.showers.push_back({mode.width / result.width, mode.shower_share, photon});
  }
  return result;
}

LongLivedParticle tau_particle() {
  LongLivedParticle result{constants::tau_mass, 1.0 / (tau_lifetime_s * units::s), {}};
  for (const detector::TauDecayNode& node : detector::tau_decay_nodes()) {
    if (node.kind == detector::TauDecayNode::Kind::muon) continue;
    result.showers.push_back({node.weight, node.share, false});
  }
  return result;
}

/// P_in over the simple form against the logarithm of the mean flight; constant where the flight is much shorter or
/// longer than the separations.
CubicSpline overlap_spline(const DoubleCascadeDetector& detector, double cos_zenith) {
  const double low = std::log(0.02 * std::max(detector.shortest_m, 0.01 * detector.volume.longest())),
               high = std::log(1e3 * detector.volume.longest());
  constexpr int nodes = 90;
  std::vector<double> x, y;
  for (int i = 0; i < nodes; ++i) {
    x.push_back(low + (high - low) * i / (nodes - 1.0));
    const double flight = std::exp(x.back());
    y.push_back(decay_inside(detector, flight, cos_zenith) /
                detector::decay_between(detector.shortest_m, detector.longest_m, flight));
  }
  return CubicSpline(std::move(x), std::move(y));
}

/// The same productions at the mean energies of narrow bins in the logarithm.
std::vector<CascadeProduction> merged(std::vector<CascadeProduction> all, double mass, double energy) {
  constexpr double bins_per_efold = 12.0;
  std::map<int, CascadeProduction> bins;
  for (const CascadeProduction& one : all) {
    CascadeProduction& bin =
        bins[static_cast<int>(std::floor(bins_per_efold * std::log(energy / std::max(one.E_X, mass))))];
    bin.E_X += one.per_gram * one.E_X;
    bin.per_gram += one.per_gram;
    bin.bright += one.per_gram * one.bright;
  }
  std::vector<CascadeProduction> result;
  for (const auto& [index, bin] : bins)
    result.push_back({bin.E_X / bin.per_gram, bin.per_gram, bin.bright / bin.per_gram});
  return result;
}

DoubleCascadeYield::DoubleCascadeYield(const DoubleCascadeDetector& detector, const matter::Material& medium,
                                       const std::vector<std::shared_ptr<const process::Process>>& processes,
                                       LongLivedParticle particle, const DoubleCascadeOptions& options,
                                       std::shared_ptr<const EarthAbsorption> absorption)
    : detector_(detector),
      units_per_gram_(medium.units_per_tonne() * 1e-6),
      particle_(std::move(particle)),
      absorption_(std::move(absorption)) {
  detector_.check();
  require(options.highest_energy > options.lowest_energy && options.lowest_energy > 0.0,
          "no energies for double cascades", "the highest must exceed the lowest");
  require(!processes.empty(), "double cascades without a process", "one per neutrino species is needed");
  require(!particle_.showers.empty() && particle_.width > 0.0, "a long-lived particle without showers",
          "it needs a width and a decay that showers");
  const math::QuadratureRule rule = math::gauss_legendre(options.zeniths);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    cosines_.push_back(2.0 * rule.nodes[i] - 1.0);
    cosine_weights_.push_back(4.0 * pi * rule.weights[i]);
    overlaps_.push_back(overlap_spline(detector_, cosines_.back()));
  }
  for (const auto& process : processes) add_nodes(*process, options);
}

void DoubleCascadeYield::add_nodes(const process::Process& process, const DoubleCascadeOptions& options) {
  double threshold = process.threshold(0);
  for (size_t i = 1; i < process.components().size(); ++i) threshold = std::min(threshold, process.threshold(i));
  const double low = std::log(std::max(options.lowest_energy, threshold * (1.0 + 1e-9))),
               high = std::log(options.highest_energy);
  if (high <= low) return;
  // Panels of four nodes.
  constexpr int per_panel = 4;
  const math::QuadratureRule rule = math::gauss_legendre(per_panel);
  const double nodes = (high - low) / std::log(10.0) * options.energies_per_decade;
  const int panels = std::max(1, static_cast<int>(std::ceil(nodes / per_panel)));
  const double width = (high - low) / panels;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double energy = std::exp(low + width * (panel + rule.nodes[i]));
      nodes_.push_back(make_node(process, energy, width * rule.weights[i] * energy, options.lattice));
    }
  }
}

DoubleCascadeYield::Node DoubleCascadeYield::make_node(const process::Process& process, double energy, double weight,
                                                       int lattice) const {
  const math::QuadratureRule rule = math::gauss_legendre(lattice);
  // The azimuth, and anything else that does not change the energies, at its middle.
  std::vector<double> u(static_cast<size_t>(process.dimension()), 0.5);
  std::vector<CascadeProduction> all;
  for (const auto& [component, multiplicity] : shapes(process)) {
    const double per_gram = units_per_gram_ / units::cm2 * multiplicity;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        u[0] = rule.nodes[i];
        if (u.size() > 1) u[1] = rule.nodes[j];
        double value = 0.0;
        process.dsigma(component, &energy, u.data(), 1, &value);
        if (!(value > 0.0)) continue;
        const double E_X = process.final_state(component, energy, u.data()).front().momentum.e;
        if (energy - E_X < detector_.lowest_first_GeV) continue;
        all.push_back({E_X, rule.weights[i] * rule.weights[j] * value * per_gram, seen(E_X)});
      }
    }
  }
  return {process.neutrino(), energy, weight, merged(std::move(all), particle_.mass, energy)};
}

double DoubleCascadeYield::seen(double E_X) const {
  const double least = detector_.lowest_second_GeV;
  double sum = 0.0;
  for (const SecondShower& shower : particle_.showers) {
    if (shower.flat) {
      sum += shower.branching * std::max(0.0, 1.0 - least / E_X);
    } else if (shower.share * E_X >= least) {
      sum += shower.branching;
    }
  }
  return sum;
}

template <class Weigh>
double DoubleCascadeYield::sum(const flux::DiffuseFlux& flux, double livetime_s, Weigh weigh) const {
  double total = 0.0;
  for (size_t k = 0; k < cosines_.size(); ++k) {
    for (const Node& node : nodes_) {
      double phi = flux.at(node.neutrino, node.energy, cosines_[k]);
      if (phi == 0.0 || node.productions.empty()) continue;
      if (absorption_ != nullptr) phi *= absorption_->transmission(node.neutrino, node.energy, cosines_[k]);
      double inner = 0.0;
      for (const CascadeProduction& production : node.productions) inner += weigh(production, k);
      total += cosine_weights_[k] * node.weight * phi * inner;
    }
  }
  constexpr double cm3_per_m3 = 1e6;
  return total * livetime_s * detector_.volume.volume() * cm3_per_m3 * detector_.density;
}

double DoubleCascadeYield::mean_overlap(double mean_flight_m, size_t direction) const {
  const CubicSpline& spline = overlaps_[direction];
  return spline(std::clamp(std::log(mean_flight_m), spline.low(), spline.high()));
}

double DoubleCascadeYield::events(const flux::DiffuseFlux& flux, double livetime_s, double scale) const {
  require(scale > 0.0 && livetime_s >= 0.0, "a scale or livetime that is not positive", "");
  const double width = particle_.width * scale;
  return scale * sum(flux, livetime_s, [&](const CascadeProduction& production, size_t k) {
           if (production.bright == 0.0) return 0.0;
           const double flight = model::decay_length_m(production.E_X, particle_.mass, width);
           return production.per_gram * production.bright *
                  detector::decay_between(detector_.shortest_m, detector_.longest_m, flight) * mean_overlap(flight, k);
         });
}

double DoubleCascadeYield::produced(const flux::DiffuseFlux& flux, double livetime_s, double scale) const {
  require(scale > 0.0 && livetime_s >= 0.0, "a scale or livetime that is not positive", "");
  return scale * sum(flux, livetime_s, [](const CascadeProduction& production, size_t) { return production.per_gram; });
}

std::optional<std::pair<double, double>> scales_with(const DoubleCascadeYield& yield, const flux::DiffuseFlux& flux,
                                                     double livetime_s, double wanted) {
  const auto enough = [&](double x) { return yield.events(flux, livetime_s, std::pow(10.0, x)) >= wanted; };
  constexpr double lowest = -8.0, highest = 8.0;
  constexpr int steps = 32;
  double best = lowest, most = -1.0;
  for (int i = 0; i <= steps; ++i) {
    const double x = lowest + (highest - lowest) * i / steps;
    const double number = yield.events(flux, livetime_s, std::pow(10.0, x));
    if (number > most) most = number, best = x;
  }
  // Golden section around the largest of the coarse steps.
  double left = best - (highest - lowest) / steps, right = best + (highest - lowest) / steps;
  const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
  while (most < wanted && right - left > 1e-3) {
    const double a = right - golden * (right - left), b = left + golden * (right - left);
    const double at_a = yield.events(flux, livetime_s, std::pow(10.0, a)),
                 at_b = yield.events(flux, livetime_s, std::pow(10.0, b));
    (at_a > at_b ? right : left) = at_a > at_b ? b : a;
    if (std::max(at_a, at_b) > most) most = std::max(at_a, at_b), best = at_a > at_b ? a : b;
  }
  if (most < wanted) return std::nullopt;
  const auto border = [&](double outside) {
    if (enough(outside)) return outside;
    double inside = best;
    while (std::abs(inside - outside) > 4e-4) {
      const double middle = 0.5 * (inside + outside);
      (enough(middle) ? inside : outside) = middle;
    }
    return inside;
  };
  return std::pair{std::pow(10.0, border(lowest)), std::pow(10.0, border(highest))};
}

}  // namespace tridens::rate
