#include "tridens/run/decay_template.hh"

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/units.hh"

namespace tridens::run {
namespace {

constexpr double same_ratio = 1e-9, same_shape = 1e-3;
constexpr double smallest_branching = 1e-7;  // shapes of rarer modes do not matter

bool close(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

/// The ratio of two functions that must be the same at all points; 1 where both vanish everywhere.
class Ratio {
 public:
  /// False when it is not the same as before.
  bool add(double from, double to, double tolerance) {
    if (from == 0.0 && to == 0.0) return true;
    if (from == 0.0 || to == 0.0 || !std::isfinite(to / from)) return false;
    if (!ratio_) ratio_ = to / from;
    return close(*ratio_, to / from, tolerance);
  }
  double value() const { return ratio_.value_or(1.0); }

 private:
  std::optional<double> ratio_;
};

/// Cross sections of one component; nothing when they are not in one ratio.
std::optional<double> cross_section_ratio(const process::Process& from, const process::Process& to, size_t component) {
  if (from.threshold(component) != to.threshold(component) || from.dimension() != to.dimension()) return std::nullopt;
  Ratio ratio;
  const double threshold = from.threshold(component);
  for (const double energy : {1.5 * threshold + 0.2, 3.0 * threshold + 2.0, 10.0 * threshold + 10.0}) {
    for (const double u : {0.2, 0.55, 0.85}) {
      std::vector<double> point(static_cast<size_t>(from.dimension()), 0.41);
      point.front() = u;
      double one = 0.0, other = 0.0;
      from.dsigma(component, &energy, point.data(), 1, &one);
      to.dsigma(component, &energy, point.data(), 1, &other);
      if (!ratio.add(one, other, same_ratio)) return std::nullopt;
    }
  }
  return ratio.value();
}

bool same_particles(const process::Process& a, const process::Process& b) {
  return a.neutrino() == b.neutrino() && a.components().size() == b.components().size();
}

/// The factors of all groups, in the order of ProductionNode::group.
std::optional<std::vector<double>> production_change(const DecayParts& from, const DecayParts& to) {
  if (from.processes.size() != to.processes.size()) return std::nullopt;
  std::vector<double> result;
  std::vector<const rate::RegionProcesses*> known;
  for (size_t r = 0; r < from.processes.size(); ++r) {
    const auto &one = from.processes[r].processes, &other = to.processes[r].processes;
    const auto same = [&](const rate::RegionProcesses* each) { return each->processes == one; };
    if (std::any_of(known.begin(), known.end(), same)) continue;
    known.push_back(&from.processes[r]);
    if (one.size() != other.size()) return std::nullopt;
    for (size_t i = 0; i < one.size(); ++i) {
      if (!same_particles(*one[i], *other[i])) return std::nullopt;
      for (size_t component = 0; component < one[i]->components().size(); ++component) {
        const auto ratio = cross_section_ratio(*one[i], *other[i], component);
        if (!ratio) return std::nullopt;
        result.push_back(*ratio);
      }
    }
  }
  return result;
}

/// A decay of three bodies that is no special one: a pair of mass half way up, at some angle.
std::array<FourVector, 3> some_decay(double m, const std::vector<double>& masses, double share, double cosine) {
  const double low = masses[1] + masses[2], q = low + share * (m - masses[0] - low);
  const auto momentum = [](double M, double a, double b) {
    return std::sqrt(std::max(0.0, (M - a - b) * (M + a + b) * (M - a + b) * (M + a - b))) / (2.0 * M);
  };
  const double p = momentum(m, masses[0], q), k = momentum(q, masses[1], masses[2]), energy = std::hypot(q, p);
  const double along = k * cosine, across = k * std::sqrt(1.0 - cosine * cosine);
  const auto boosted = [&](double mass, double z, double x) {
    const double e = std::hypot(mass, k);
    return FourVector{(energy * e + p * z) / q, x, 0.0, (energy * z + p * e) / q};
  };
  return {FourVector{std::hypot(masses[0], p), 0.0, 0.0, -p}, boosted(masses[1], along, across),
          boosted(masses[2], -along, -across)};
}

/// Of the spin of a vector among the products and of a vector that decays.
bool same_spins(const model::UnstableMode& from, const model::UnstableMode& to) {
  for (size_t i = 0; i < from.spin_shares.size(); ++i) {
    if (std::abs(from.spin_shares[i] - to.spin_shares[i]) > same_shape) return false;
  }
  if (from.vector_spin.has_value() != to.vector_spin.has_value()) return false;
  if (!from.vector_spin) return true;
  const auto &one = *from.vector_spin, &other = *to.vector_spin;
  const double a = 1.0 / one.sum(), b = 1.0 / other.sum();
  return std::abs(one.plus * a - other.plus * b) <= same_shape &&
         std::abs(one.minus * a - other.minus * b) <= same_shape &&
         std::abs(one.zero_plus * a - other.zero_plus * b) <= same_shape &&
         std::abs(one.with_plus * a - other.with_plus * b) <= same_shape &&
         std::abs(one.with_minus * a - other.with_minus * b) <= same_shape;
}

bool same_shape_of(double m, const model::UnstableMode& from, const model::UnstableMode& to) {
  if (from.masses != to.masses) return false;
  if (std::abs(from.asymmetry - to.asymmetry) > same_shape || !same_spins(from, to)) return false;
  if (static_cast<bool>(from.matrix_element) != static_cast<bool>(to.matrix_element)) return false;
  if (!from.matrix_element) return true;
  Ratio ratio;
  const FourVector axis{0, 0.6, 0, 0.8};
  for (const double share : {0.3, 0.7}) {
    for (const double cosine : {-0.5, 0.6}) {
      const auto products = some_decay(m, from.masses, share, cosine);
      for (const double helicity : {-1.0, 1.0}) {
        if (!ratio.add(from.matrix_element->squared(products.data(), axis, helicity),
                       to.matrix_element->squared(products.data(), axis, helicity), same_shape)) {
          return false;
        }
      }
    }
  }
  return true;
}

/// Of the same products and, unless it is too rare to matter, of the same shape.
bool same_mode(double m, const model::UnstableMode& from, const model::UnstableMode& to) {
  if (from.products != to.products) return false;
  const bool matters = std::max(from.branching, to.branching) > smallest_branching;
  return !matters || same_shape_of(m, from, to);
}

using Branchings = std::map<int, std::vector<double>>;  // ratios of the modes of each particle

/// Modes are found by their products and shape, since their order goes by the width and products come more than once.
std::optional<std::vector<double>> branching_ratios(const model::UnstableParticle& from,
                                                    const model::UnstableParticle& to) {
  if (from.mass != to.mass || from.modes.size() != to.modes.size()) return std::nullopt;
  std::vector<bool> taken(to.modes.size());
  std::vector<double> result;
  for (const model::UnstableMode& mode : from.modes) {
    size_t k = 0;
    while (k < to.modes.size() && (taken[k] || !same_mode(from.mass, mode, to.modes[k]))) ++k;
    if (k == to.modes.size()) return std::nullopt;
    taken[k] = true;
    result.push_back(mode.branching > 0.0 ? to.modes[k].branching / mode.branching : 1.0);
  }
  return result;
}

std::optional<Branchings> chain_change(const DecayParts& from, const DecayParts& to) {
  if (from.chain.size() != to.chain.size() || from.particle.pdg != to.particle.pdg ||
      from.antiparticle_pdg != to.antiparticle_pdg) {
    return std::nullopt;
  }
  Branchings result;
  for (size_t i = 0; i < from.chain.size(); ++i) {
    if (from.chain[i].pdg != to.chain[i].pdg) return std::nullopt;
    const auto ratios = branching_ratios(from.chain[i], to.chain[i]);
    if (!ratios) return std::nullopt;
    result[from.chain[i].pdg] = *ratios;
  }
  return result;
}

}  // namespace

std::optional<rate::CouplingChange> coupling_change(const DecayParts& from, const DecayParts& to) {
  if (!chain_change(from, to)) return std::nullopt;
  const auto groups = production_change(from, to);
  if (!groups) return std::nullopt;
  return rate::CouplingChange{1.0, to.particle.width / from.particle.width, *groups, {}};
}

DecayTemplate::DecayTemplate(const DecaySetup& setup, const DecayParts& reference)
    : reference_(reference),
      events_(decay_events(setup.experiment, setup.flux, reference, setup.geometry, setup.options)),
      courses_(
          DecaySource{event::DecayCourses(reference.chain), reference.particle, reference.antiparticle_pdg}.courses()) {
}

std::optional<rate::CouplingChange> DecayTemplate::change_to(const DecayParts& other) const {
  auto change = coupling_change(reference_, other);
  const auto ratios = chain_change(reference_, other);
  if (!change || !ratios) return std::nullopt;
  for (const event::DecayCourse& course : courses_) {
    double factor = 1.0;
    for (size_t i = 0; i < course.modes.size(); ++i) factor *= ratios->at(course.parents[i]).at(course.modes[i]);
    change->courses.push_back(factor);
  }
  return change;
}

}  // namespace tridens::run
