#include "tridens/inference/detail/elastic_counts.hh"

#include <algorithm>

namespace tridens::inference::detail {

Bend::Point Bend::at(double v) const {
  const double edge = v > high && high > 0.0 ? high : v < low && low < 0.0 ? low : v;
  return {v, edge * (2.0 * v - edge), 2.0 * edge};
}

void Bend::coefficients(double change_low, double change_high, double& linear, double& square) const {
  if (low < 0.0 && high > 0.0) {
    square = (change_high / high - change_low / low) / (high - low);
    linear = change_high / high - square * high;
    return;
  }
  square = 0.0;
  linear = high > 0.0 ? change_high / high : change_low / low;
}

/// Relative change per bin by several shapes, and its derivatives.
struct ElasticCounts::Shapes {
  struct One {
    size_t nuisance;
    std::vector<double> derivative;
  };
  std::vector<double> change;  // empty: none
  std::vector<One> each;

  Shapes(const std::vector<RelativeBend>& bends, const double* nuisances, size_t bins) {
    if (bends.empty()) return;
    change.assign(bins, 0.0);
    for (const RelativeBend& shape : bends) {
      const Bend::Point point = shape.bend.at(nuisances[shape.bend.nuisance]);
      each.push_back({shape.bend.nuisance, std::vector<double>(bins)});
      for (size_t bin = 0; bin < bins; ++bin) {
        change[bin] += shape.linear[bin] * point.v + shape.square[bin] * point.q;
        each.back().derivative[bin] = shape.linear[bin] + shape.square[bin] * point.slope_of_q;
      }
    }
  }
  double at(size_t bin) const { return change.empty() ? 0.0 : change[bin]; }
};

ElasticCounts::ElasticCounts(std::shared_ptr<const ElasticPlan> plan, std::vector<GroupEnergy> energies)
    : plan_(std::move(plan)), energies_(std::move(energies)) {}

void ElasticCounts::evaluate(const double* nuisances, double* counts, double* derivatives) const {
  std::fill_n(counts, plan_->bins(), 0.0);
  if (derivatives != nullptr) std::fill_n(derivatives, plan_->bins() * plan_->nuisances, 0.0);
  const Shapes shapes(plan_->signal_shapes, nuisances, plan_->bins());
  for (size_t group = 0; group < energies_.size(); ++group) add_group(group, nuisances, shapes, counts, derivatives);
  for (const FixedPart& part : plan_->backgrounds) add_background(part, nuisances, counts, derivatives);
}

void ElasticCounts::add_group(size_t index, const double* nuisances, const Shapes& shapes, double* counts,
                              double* derivatives) const {
  const SignalGroup& group = plan_->groups[index];
  const GroupEnergy& energy = energies_[index];
  const size_t times = plan_->time_bins, bends = plan_->energy_bends.size(), stride = plan_->nuisances;
  std::vector<double> shares(2 * times), slopes(bends);
  group.shares.evaluate(plan_->time ? nuisances[*plan_->time] : 0.0, shares.data(), shares.data() + times);
  std::vector<Bend::Point> points;
  for (const Bend& bend : plan_->energy_bends) points.push_back(bend.at(nuisances[bend.nuisance]));
  double normalisation = 1.0;
  for (const size_t nuisance : group.normalisations) normalisation += nuisances[nuisance];
  for (size_t bin = 0; bin < plan_->bins(); ++bin) {
    const size_t e = bin / times;
    if (bin % times == 0) slopes.assign(bends, 0.0);
    double in_energy = energy.nominal[e];
    for (size_t k = 0; k < bends; ++k) {
      in_energy += energy.linear[k][e] * points[k].v + energy.square[k][e] * points[k].q;
      slopes[k] = energy.linear[k][e] + energy.square[k][e] * points[k].slope_of_q;
    }
    const double factor = plan_->signal_factor.empty() ? 1.0 : plan_->signal_factor[bin];
    const double share = shares[bin % times] * factor, multiplier = normalisation + shapes.at(bin);
    counts[bin] += in_energy * share * multiplier;
    if (derivatives == nullptr) continue;
    double* row = derivatives + bin * stride;
    for (const size_t nuisance : group.normalisations) row[nuisance] += in_energy * share;
    for (const Shapes::One& one : shapes.each) row[one.nuisance] += in_energy * share * one.derivative[bin];
    for (size_t k = 0; k < bends; ++k) row[plan_->energy_bends[k].nuisance] += slopes[k] * share * multiplier;
    if (plan_->time) row[*plan_->time] += in_energy * shares[times + bin % times] * factor * multiplier;
  }
}

void ElasticCounts::add_background(const FixedPart& part, const double* nuisances, double* counts,
                                   double* derivatives) const {
  const size_t times = plan_->time_bins, stride = plan_->nuisances;
  const Shapes shapes(part.shapes, nuisances, plan_->bins());
  const bool moves = part.shares && plan_->time;
  std::vector<double> shares(2 * times);
  if (moves) part.shares->evaluate(nuisances[*plan_->time], shares.data(), shares.data() + times);
  const double normalisation = 1.0 + (part.normalisation ? nuisances[*part.normalisation] : 0.0);
  for (size_t bin = 0; bin < plan_->bins(); ++bin) {
    const double nominal = moves ? part.energy[bin / times] * shares[bin % times] : part.counts[bin];
    const double multiplier = normalisation + shapes.at(bin);
    counts[bin] += nominal * multiplier;
    if (derivatives == nullptr) continue;
    double* row = derivatives + bin * stride;
    if (part.normalisation) row[*part.normalisation] += nominal;
    for (const Shapes::One& one : shapes.each) row[one.nuisance] += nominal * one.derivative[bin];
    if (moves) row[*plan_->time] += part.energy[bin / times] * shares[times + bin % times] * multiplier;
  }
}

}  // namespace tridens::inference::detail
