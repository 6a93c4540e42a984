#include "tridens/detector/decay_experiment.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

/// True when a body has points of another one in it, by lines of the beam through either.
bool share_volume(const Body& one, const Body& other) {
  const Vector beam{0.0, 0.0, 1.0};
  for (const EntryPoint& entry : one.entries(beam, 12)) {
    const auto mine = one.chord(entry.point, beam), theirs = other.chord(entry.point, beam);
    if (!mine || !theirs) continue;
    constexpr double contact = 1e-9;
    if (std::min(mine->far, theirs->far) - std::max(mine->near, theirs->near) > contact) return true;
  }
  return false;
}

void check_edges(const std::vector<double>& edges, const char* what) {
  const bool increase = std::is_sorted(edges.begin(), edges.end(), std::less_equal<>());
  if (edges.size() >= 2 && increase) return;
  throw UserError(fmt::format("edges of the bins of {} that do not increase", what), "at least two are needed", "");
}

constexpr size_t flights = 90;
constexpr int azimuths = 8, nodes = 8;
/// Dense where coherent scattering goes.
constexpr double table_angles[] = {0.0, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.35,
                                   0.4, 0.45, 0.5,  0.55,  0.6,  0.7,   0.8, 1.0,  1.2,  1.4, 1.8,  2.4, units::pi};

/// Balls around one centre look the same from everywhere.
bool no_direction(const Body& made, const Body& decayed) {
  const Vector between = made.centre() - decayed.centre();
  return made.shape() == BodyShape::sphere && decayed.shape() == BodyShape::sphere && between.dot(between) == 0.0;
}

}  // namespace

double DecayExperiment::flux_factor(const ProductionRegion& region) const {
  if (baseline_m == 0.0) return 1.0;
  const double share = baseline_m / (baseline_m + region.body.centre().z);
  return share * share;
}

void DecayExperiment::check() const {
  if (regions.empty()) throw UserError("an experiment without matter", "particles are made in a region", "");
  if (!(exposure > 0.0)) throw UserError("an exposure that is not positive", "protons on target or luminosity", "");
  if (baseline_m < 0.0) throw UserError("a negative baseline", "it is the distance from the source", "");
  for (size_t i = 0; i < regions.size(); ++i) {
    const ProductionRegion& region = regions[i];
    if (!(region.density > 0.0)) throw UserError("the region " + region.name + " has no density", "", "");
    if (baseline_m > 0.0 && baseline_m + region.body.along_beam()[0] <= 0.0) {
      throw UserError("the region " + region.name + " reaches the source", "it must end before the baseline does", "");
    }
    for (size_t j = 0; j < i; ++j) {
      if (regions[j].name == region.name) throw UserError("two regions are called " + region.name, "", "");
      if (!share_volume(region.body, regions[j].body)) continue;
      throw UserError(fmt::format("the regions {} and {} share volume", regions[j].name, region.name),
                      "their targets would count twice", "move one of them");
    }
  }
  check_edges(energy_edges, "energy");
  if (!cos_angle_edges.empty()) check_edges(cos_angle_edges, "the cosine");
  if (counts && (counts->observed.value_or(0.0) < 0.0 || counts->background < 0.0 || counts->background_error < 0.0)) {
    throw UserError("negative counts", "observed events and backgrounds are not negative", "");
  }
  analysis.check();
}

DecayTable::DecayTable(const Body& made, const Body& decayed) {
  const double size = std::max(made.longest(), decayed.longest());
  low_ = std::log(1e-4 * std::min(made.longest(), decayed.longest()));
  const double high = std::log(1e4 * size);
  step_ = (high - low_) / static_cast<double>(flights - 1);
  const bool even = no_direction(made, decayed);
  for (const double angle : table_angles) {
    if (even && angle > 0.0 && angle < units::pi) continue;
    std::vector<FlightLines> all;
    Row row{angle, std::numeric_limits<double>::infinity(), false, {}};
    const int count = even || angle == 0.0 ? 1 : azimuths;
    for (int k = 0; k < count; ++k) {
      const double phi = 2.0 * units::pi * (k + 0.29) / count, s = std::sin(angle);  // no axis of symmetry
      all.emplace_back(made, decayed, Vector{s * std::cos(phi), s * std::sin(phi), std::cos(angle)}, nodes);
      row.meets = row.meets || all.back().meet();
      row.least = std::min(row.least, all.back().least_distance());
    }
    for (size_t i = 0; row.meets && i < flights; ++i) {
      const double flight = std::exp(low_ + step_ * static_cast<double>(i));
      double sum = 0.0;
      for (const FlightLines& lines : all) sum += lines.scaled_probability(flight, row.least);
      row.logarithms.push_back(std::log(sum / count));
    }
    rows_.push_back(std::move(row));
  }
}

double DecayTable::at(const Row& row, double mean_flight) const {
  if (!row.meets) return 0.0;
  // Cubic through the four neighbours; beyond the ends the limits, constant or a power and 1/L.
  const double x = (std::log(mean_flight) - low_) / step_;
  const auto last = static_cast<double>(flights - 1);
  const std::vector<double>& y = row.logarithms;
  double value = 0.0;
  if (x <= 0.0) {
    // A constant where the bodies share volume, else a power.
    const double slope = y[1] - y[0];
    value = y[0] + (slope < 0.5 * step_ ? 0.0 : x * slope);
  } else if (x >= last) {
    value = y[flights - 1] - (x - last) * step_;  // like 1/L
  } else {
    const size_t i = std::clamp<size_t>(static_cast<size_t>(x), 1, flights - 3);
    const double t = x - static_cast<double>(i);
    value = y[i] + 0.5 * t *
                       (y[i + 1] - y[i - 1] +
                        t * (2.0 * y[i - 1] - 5.0 * y[i] + 4.0 * y[i + 1] - y[i + 2] +
                             t * (3.0 * (y[i] - y[i + 1]) + y[i + 2] - y[i - 1])));
  }
  return std::exp(value - row.least / mean_flight);
}

double DecayTable::probability(double mean_flight, double angle_to_beam) const {
  if (!(mean_flight > 0.0)) throw UserError("a mean flight that is not positive", "", "");
  size_t i = 1;
  while (i + 1 < rows_.size() && rows_[i].angle < angle_to_beam) ++i;
  const Row &left = rows_[i - 1], &right = rows_[i];
  const double share = std::min(1.0, (angle_to_beam - left.angle) / (right.angle - left.angle));
  return (1.0 - share) * at(left, mean_flight) + share * at(right, mean_flight);
}

}  // namespace tridens::detector
