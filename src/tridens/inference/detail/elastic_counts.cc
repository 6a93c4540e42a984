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

/// What all parts share at one set of nuisances.
struct ElasticCounts::Point {
  const double* nuisances;
  std::vector<double> shares;  // of each table of the plan: shares, then derivatives
  std::vector<Bend::Point> bends;

  Point(const ElasticPlan& plan, const double* values)
      : nuisances(values), shares(2 * plan.shares.size() * plan.time_bins) {
    const double shift = plan.time ? values[*plan.time] : 0.0;
    double* place = shares.data();
    for (const ShiftTable& table : plan.shares) {
      table.evaluate(shift, place, place + plan.time_bins);
      place += 2 * plan.time_bins;
    }
    for (const Bend& bend : plan.energy_bends) bends.push_back(bend.at(values[bend.nuisance]));
  }
};

ElasticCounts::ElasticCounts(std::shared_ptr<const ElasticPlan> plan, std::vector<GroupEnergy> energies)
    : plan_(std::move(plan)), energies_(std::move(energies)) {}

void ElasticCounts::evaluate(const double* nuisances, double* counts, double* derivatives) const {
  std::fill_n(counts, plan_->bins(), 0.0);
  if (derivatives != nullptr) std::fill_n(derivatives, plan_->bins() * plan_->nuisances, 0.0);
  const Point point(*plan_, nuisances);
  const Shapes shapes(plan_->signal_shapes, nuisances, plan_->bins());
  for (size_t group = 0; group < energies_.size(); ++group) add_group(group, point, shapes, counts, derivatives);
  for (const FixedPart& part : plan_->backgrounds) add_background(part, point, counts, derivatives);
}

std::vector<CountsPart> ElasticCounts::parts(const double* nuisances) const {
  const Point point(*plan_, nuisances);
  const Shapes shapes(plan_->signal_shapes, nuisances, plan_->bins());
  std::vector<CountsPart> result;
  for (size_t group = 0; group < energies_.size(); ++group) {
    result.push_back({plan_->groups[group].name, "signal", std::vector<double>(plan_->bins())});
    add_group(group, point, shapes, result.back().counts.data(), nullptr);
  }
  for (const FixedPart& part : plan_->backgrounds) {
    result.push_back({part.name, "background", std::vector<double>(plan_->bins())});
    add_background(part, point, result.back().counts.data(), nullptr);
  }
  return result;
}

void ElasticCounts::add_group(size_t index, const Point& point, const Shapes& shapes, double* counts,
                              double* derivatives) const {
  const SignalGroup& group = plan_->groups[index];
  const GroupEnergy& energy = energies_[index];
  const size_t times = plan_->time_bins, bends = plan_->energy_bends.size(), stride = plan_->nuisances;
  const double* shares = &point.shares[2 * group.shares * times];
  std::vector<double> slopes(bends);
  double normalisation = 1.0;
  for (const size_t nuisance : group.normalisations) normalisation += point.nuisances[nuisance];
  for (size_t e = 0; e < plan_->energy_bins; ++e) {
    double in_energy = energy.nominal[e];
    for (size_t k = 0; k < bends; ++k) {
      const double linear = energy.linear[k][e], square = energy.square[k][e];
      in_energy += linear * point.bends[k].v + square * point.bends[k].q;
      slopes[k] = linear + square * point.bends[k].slope_of_q;
    }
    for (size_t t = 0; t < times; ++t) {
      const size_t bin = e * times + t;
      const double factor = plan_->signal_factor.empty() ? 1.0 : plan_->signal_factor[bin];
      const double share = shares[t] * factor, multiplier = normalisation + shapes.at(bin), nominal = in_energy * share;
      counts[bin] += nominal * multiplier;
      if (derivatives == nullptr) continue;
      double* row = derivatives + bin * stride;
      for (const size_t nuisance : group.normalisations) row[nuisance] += nominal;
      for (const Shapes::One& one : shapes.each) row[one.nuisance] += nominal * one.derivative[bin];
      for (size_t k = 0; k < bends; ++k) row[plan_->energy_bends[k].nuisance] += slopes[k] * share * multiplier;
      if (plan_->time) row[*plan_->time] += in_energy * shares[times + t] * factor * multiplier;
    }
  }
}

void ElasticCounts::add_background(const FixedPart& part, const Point& point, double* counts,
                                   double* derivatives) const {
  const size_t times = plan_->time_bins, stride = plan_->nuisances;
  const Shapes shapes(part.shapes, point.nuisances, plan_->bins());
  const double* shares = part.shares ? &point.shares[2 * *part.shares * times] : nullptr;
  const double normalisation = 1.0 + (part.normalisation ? point.nuisances[*part.normalisation] : 0.0);
  for (size_t bin = 0; bin < plan_->bins(); ++bin) {
    const size_t e = bin / times, t = bin % times;
    const double nominal = shares != nullptr ? part.energy[e] * shares[t] : part.counts[bin];
    const double multiplier = normalisation + shapes.at(bin);
    counts[bin] += nominal * multiplier;
    if (derivatives == nullptr) continue;
    double* row = derivatives + bin * stride;
    if (part.normalisation) row[*part.normalisation] += nominal;
    for (const Shapes::One& one : shapes.each) row[one.nuisance] += nominal * one.derivative[bin];
    if (shares != nullptr) row[*plan_->time] += part.energy[e] * shares[times + t] * multiplier;
  }
}

}  // namespace tridens::inference::detail
