#include "tridens/run/decay_simulation.hh"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/units.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/low_discrepancy.hh"
#include "tridens/math/random.hh"

namespace tridens::run {
namespace {

/// Nodes by energy, and those of one energy by angle: two numbers choose one with a chance in proportion to its
/// importance, neighbours in both for neighbouring numbers.
class NodeChoice {
 public:
  NodeChoice(const std::vector<rate::ProductionNode>& nodes, const std::vector<double>& importance) {
    for (size_t i = 0; i < nodes.size(); ++i) {
      if (importance[i] > 0.0) order_.push_back(i);
    }
    std::sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
      return nodes[a].energy != nodes[b].energy ? nodes[a].energy < nodes[b].energy : a < b;
    });
    for (const size_t i : order_) total_ += importance[i];
    const double each = total_ / groups;
    size_t begin = 0;
    double sum = 0.0, before = 0.0;
    for (size_t i = 0; i < order_.size(); ++i) {
      sum += importance[order_[i]];
      if (i + 1 < order_.size() && sum < before + each) continue;
      std::sort(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                order_.begin() + static_cast<std::ptrdiff_t>(i) + 1, [&](size_t a, size_t b) {
                  return nodes[a].angle != nodes[b].angle ? nodes[a].angle < nodes[b].angle : a < b;
                });
      ends_.push_back(i + 1);
      group_sums_.push_back(sum);
      begin = i + 1;
      before = sum;
    }
    sum = 0.0;
    for (const size_t i : order_) sums_.push_back(sum += importance[i]);
    for (size_t g = 0; g < ends_.size(); ++g) group_sums_[g] = sums_[ends_[g] - 1];
  }

  double total() const { return total_; }
  size_t at(double u, double v) const {
    const auto group = static_cast<size_t>(std::upper_bound(group_sums_.begin(), group_sums_.end() - 1, u * total_) -
                                           group_sums_.begin());
    const size_t begin = group == 0 ? 0 : ends_[group - 1];
    const double low = group == 0 ? 0.0 : sums_[begin - 1], wanted = low + v * (sums_[ends_[group] - 1] - low);
    const auto first = sums_.begin() + static_cast<std::ptrdiff_t>(begin),
               last = sums_.begin() + static_cast<std::ptrdiff_t>(ends_[group]) - 1;
    return order_[static_cast<size_t>(std::upper_bound(first, last, wanted) - sums_.begin())];
  }

 private:
  static constexpr double groups = 64.0;
  std::vector<size_t> order_, ends_;
  std::vector<double> sums_, group_sums_;
  double total_ = 0.0;
};

/// Courses that leave something to be seen, with their shares added up.
struct VisibleCourses {
  int pdg = 0;
  const std::vector<event::DecayCourse>& all;
  std::vector<size_t> courses;  // places in `all`
  std::vector<double> sums;

  VisibleCourses(const std::vector<event::DecayCourse>& list, int number) : pdg(number), all(list) {
    const auto seen = [](int product) { return std::abs(product) == 11 || product == 22; };
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].parents.front() != pdg) continue;
      if (std::none_of(all[i].products.begin(), all[i].products.end(), seen)) continue;
      sums.push_back(share() + all[i].share);
      courses.push_back(i);
    }
  }
  double share() const { return sums.empty() ? 0.0 : sums.back(); }
  size_t at(double u) const {
    return courses[static_cast<size_t>(std::upper_bound(sums.begin(), sums.end() - 1, u * sums.back()) - sums.begin())];
  }
  size_t dimension() const {
    size_t most = 0;
    for (const size_t i : courses) most = std::max(most, all[i].dimension);
    return most;
  }
};

/// Decays of X of every node in the fiducial volume at the widths asked for, in shares of all: their mean.
std::vector<double> importances(const rate::DisplacedProduction& production, const rate::DecayGeometry& geometry,
                                const model::UnstableParticle& X, const std::vector<double>& width_scales) {
  const std::vector<rate::ProductionNode>& nodes = production.nodes();
  std::vector<double> result(nodes.size());
  for (const double scale : width_scales) {
    const double flight_per_momentum = 1.0 / (X.mass * X.width * scale * units::m);
    std::vector<double> one(nodes.size());
    for (size_t i = 0; i < nodes.size(); ++i) {
      for (const rate::RegionTargets& each : production.regions()[nodes[i].material]) {
        one[i] += nodes[i].made * each.targets *
                  geometry.probability(each.region, nodes[i].momentum * flight_per_momentum, nodes[i].angle);
      }
    }
    const double sum = std::accumulate(one.begin(), one.end(), 0.0);
    if (!(sum > 0.0)) continue;
    for (size_t i = 0; i < nodes.size(); ++i) result[i] += one[i] / sum;
  }
  return result;
}

/// What a point of the unit cube stands for.
class Simulation {
 public:
  Simulation(const detector::ShowerAnalysis& analysis, const rate::DisplacedProduction& production,
             const rate::DecayGeometry& geometry, const DecaySource& source, const DecaySimulation& options)
      : analysis_(analysis),
        nodes_(production.nodes()),
        importance_(importances(production, geometry, source.particle, options.width_scales)),
        choice_(nodes_, importance_),
        source_(source),
        courses_(source.courses()),
        particle_(courses_, source.particle.pdg),
        antiparticle_(courses_, source.antiparticle_pdg) {}

  bool possible() const { return choice_.total() > 0.0 && particle_.share() + antiparticle_.share() > 0.0; }
  size_t dimension() const { return smearing + 3 + std::max(particle_.dimension(), antiparticle_.dimension()); }

  /// The selected decay, with the share of one point of the cube; `u` is overwritten no more than read.
  std::optional<rate::SelectedDecay> at(const double* u) {
    const size_t i = choice_.at(u[0], u[1]);
    const rate::ProductionNode& node = nodes_[i];
    const VisibleCourses& visible = node.antiparticle ? antiparticle_ : particle_;
    if (visible.courses.empty()) return std::nullopt;
    // The beam and the cuts have no azimuth.
    const double across = node.momentum * std::sin(node.angle);
    const FourVector X{node.energy, across, 0.0, node.momentum * std::cos(node.angle)};
    const size_t course = visible.at(u[2]);
    const double weight =
        source_.chain.place(courses_[course], visible.pdg, X, node.helicity, u + smearing + 3, focus, products_);
    if (!(weight > 0.0)) return std::nullopt;
    const auto shower =
        analysis_.measure(products_, {normal_quantile(u[3]), normal_quantile(u[4]), normal_quantile(u[5])});
    if (!shower) return std::nullopt;
    return rate::SelectedDecay{i, weight * visible.share() * analysis_.efficiency * choice_.total() / importance_[i],
                               *shower, 0, course};
  }
  double importance(size_t node) const { return importance_[node]; }

 private:
  static constexpr size_t smearing = 3;
  static constexpr double focus = 1e-2;  // about E theta^2/2E* of what forward searches keep
  const detector::ShowerAnalysis& analysis_;
  const std::vector<rate::ProductionNode>& nodes_;
  std::vector<double> importance_;
  NodeChoice choice_;
  const DecaySource& source_;
  std::vector<event::DecayCourse> courses_;
  VisibleCourses particle_, antiparticle_;
  std::vector<detector::FinalParticle> products_;
};

/// All points of a set through the grid: `take(bins of r, decay, weight of the grid)` for what is selected.
template <class Take>
void run_points(Simulation& simulation, const math::AdaptiveGrid& grid, const std::vector<double>& points, Take take) {
  const size_t dimension = grid.dimension();
  std::vector<double> u(dimension);
  for (size_t begin = 0; begin < points.size(); begin += dimension) {
    double weight = 1.0;
    for (size_t d = 0; d < dimension; ++d) {
      double jacobian = 1.0;
      u[d] = grid.map_one(d, points[begin + d], &jacobian);
      weight *= jacobian;
    }
    if (auto decay = simulation.at(u.data())) take(&points[begin], *decay, weight);
  }
}

}  // namespace

std::vector<event::DecayCourse> DecaySource::courses() const {
  std::vector<event::DecayCourse> result = chain.of(particle.pdg);
  if (antiparticle_pdg == particle.pdg) return result;
  for (event::DecayCourse& course : chain.of(antiparticle_pdg)) result.push_back(std::move(course));
  return result;
}

std::vector<rate::SelectedDecay> simulate_decays(const detector::ShowerAnalysis& analysis,
                                                 const rate::DisplacedProduction& production,
                                                 const rate::DecayGeometry& geometry, const DecaySource& source,
                                                 const DecaySimulation& options) {
  Simulation simulation(analysis, production, geometry, source, options);
  std::vector<rate::SelectedDecay> selected;
  if (!simulation.possible()) return selected;
  const size_t dimension = simulation.dimension();
  const std::vector<double> points = math::sobol_points(dimension, options.points);
  math::AdaptiveGrid grid(dimension, 32);
  constexpr std::uint64_t iterations = 5;
  for (std::uint64_t iteration = 0; iteration < iterations; ++iteration) {
    if (options.checkpoint) options.checkpoint();
    std::vector<double> importance(dimension * grid.bins());
    run_points(simulation, grid, math::shifted(points, dimension, options.seed, iteration),
               [&](const double* r, const rate::SelectedDecay& decay, double weight) {
                 const double value = weight * decay.share * simulation.importance(decay.node);
                 for (size_t d = 0; d < dimension; ++d) importance[d * grid.bins() + grid.bin(r[d])] += value * value;
               });
    grid.refine(importance);
  }
  const double all = static_cast<double>(options.points * options.repetitions);
  for (size_t repetition = 0; repetition < options.repetitions; ++repetition) {
    if (options.checkpoint) options.checkpoint();
    run_points(simulation, grid, math::shifted(points, dimension, options.seed, iterations + repetition),
               [&](const double*, rate::SelectedDecay& decay, double weight) {
                 decay.share *= weight / all;
                 decay.repetition = repetition;
                 selected.push_back(decay);
               });
  }
  return selected;
}

}  // namespace tridens::run
