#include "tridens/event/decay_courses.hh"

#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/event/decay.hh"
#include "tridens/event/detail/decay_kinematics.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::event {
namespace {

using namespace detail;

/// q^2 = low + (high - low) sin^2(pi u/2): square roots at both ends of phase space become smooth.
struct PairMass {
  double q2 = 0.0, jacobian = 0.0;
};
PairMass pair_mass(double low, double high, double u) {
  const double angle = 0.5 * units::pi * u, sine = std::sin(angle);
  return {low + (high - low) * sine * sine, units::pi * sine * std::cos(angle)};
}

/// Momenta in the rest frame for the mass of the pair and two directions; returns the weight of phase space.
double three_bodies(double m, const model::UnstableMode& mode, double q2, const FourVector& first,
                    const FourVector& second, FourVector* products) {
  const double m1 = mode.masses[0], m2 = mode.masses[1], m3 = mode.masses[2], q = std::sqrt(q2);
  const double one = root_lambda(m, m1, q), pair = root_lambda(q, m2, m3);
  const double p1 = one / (2.0 * m), p2 = pair / (2.0 * q);
  products[0] = on_shell(m1, p1 * first.x, p1 * first.y, p1 * first.z);
  const FourVector system = on_shell(q, -p1 * first.x, -p1 * first.y, -p1 * first.z);
  products[1] = boosted(on_shell(m2, p2 * second.x, p2 * second.y, p2 * second.z), m2, system, q);
  products[2] = boosted(on_shell(m3, -p2 * second.x, -p2 * second.y, -p2 * second.z), m3, system, q);
  return one * pair / (q2 * m * m);
}

/// The mean of phase space times |M|^2, without polarisation: it does not change the mean over directions, and the one
/// of the pair that is left enters by its cosine alone.
double mean_weight(double m, const model::UnstableMode& mode) {
  const math::QuadratureRule masses = math::gauss_legendre(64), cosines = math::gauss_legendre(16);
  const double low = std::pow(mode.masses[1] + mode.masses[2], 2), high = std::pow(m - mode.masses[0], 2);
  const FourVector along{0, 0, 0, 1};
  FourVector products[3];
  double sum = 0.0;
  for (size_t i = 0; i < masses.nodes.size(); ++i) {
    const PairMass at = pair_mass(low, high, masses.nodes[i]);
    for (size_t k = 0; k < cosines.nodes.size(); ++k) {
      const double c = 2.0 * cosines.nodes[k] - 1.0;
      const FourVector second{0, std::sqrt(std::max(0.0, 1.0 - c * c)), 0, c};
      const double phase = three_bodies(m, mode, at.q2, along, second, products);
      const double squared = mode.matrix_element ? mode.matrix_element->squared(products, along, 0.0) : 1.0;
      sum += masses.weights[i] * cosines.weights[k] * at.jacobian * phase * squared;
    }
  }
  return sum;
}

struct Direction {
  FourVector n;
  double weight = 1.0;  // of a density that is even over the sphere
};

Direction even(const FourVector& axis, double u, double azimuth) {
  return {direction(axes(axis), 2.0 * u - 1.0, 2.0 * units::pi * azimuth), 1.0};
}

/// kappa (1 - cos) + focus is even in the logarithm.
Direction around_beam(const FourVector& p, double m, double focus, double u, double azimuth) {
  const double kappa = (m * m + p.x * p.x + p.y * p.y) / (m * (p.e + p.z));
  const double range = std::log1p(2.0 * kappa / focus);
  const double x = focus / kappa * std::expm1(range * u);
  const double weight = 0.5 * range * (x + focus / kappa);
  return {direction(axes(beam_direction(p, m)), 1.0 - x, 2.0 * units::pi * azimuth), weight};
}

}  // namespace

struct DecayCourses::Walk {
  const DecayCourse& course;
  const double* u;
  double focus;
  std::vector<detector::FinalParticle>& products;
  size_t vertex = 0;
};

DecayCourses::DecayCourses(const std::vector<model::UnstableParticle>& particles) {
  const DecayChains checked(particles);
  for (const model::UnstableParticle& particle : particles) {
    Parent& parent = particles_[particle.pdg];
    parent.mass = particle.mass;
    for (const model::UnstableMode& mode : particle.modes) {
      parent.modes.push_back({mode, mode.products.size() == 3 ? mean_weight(particle.mass, mode) : 1.0});
    }
  }
}

std::vector<DecayCourse> DecayCourses::extended(const std::vector<int>& products) const {
  std::vector<DecayCourse> result = {{1.0, 0, {}, {}, {}}};
  for (const int pdg : products) {
    const std::vector<DecayCourse> tails = of(pdg);
    std::vector<DecayCourse> longer;
    for (const DecayCourse& head : result) {
      if (tails.empty()) {
        longer.push_back(head);
        longer.back().products.push_back(pdg);
      }
      for (const DecayCourse& tail : tails) {
        longer.push_back(head);
        DecayCourse& one = longer.back();
        one.share *= tail.share;
        one.dimension += tail.dimension;
        one.modes.insert(one.modes.end(), tail.modes.begin(), tail.modes.end());
        one.parents.insert(one.parents.end(), tail.parents.begin(), tail.parents.end());
        one.products.insert(one.products.end(), tail.products.begin(), tail.products.end());
      }
    }
    result = std::move(longer);
  }
  return result;
}

std::vector<DecayCourse> DecayCourses::of(int pdg) const {
  std::vector<DecayCourse> result;
  const auto found = particles_.find(pdg);
  if (found == particles_.end()) return result;
  const std::vector<Mode>& modes = found->second.modes;
  for (size_t i = 0; i < modes.size(); ++i) {
    for (DecayCourse& course : extended(modes[i].mode.products)) {
      course.share *= modes[i].mode.branching;
      course.dimension += modes[i].mode.products.size() == 2 ? 2 : 5;
      course.modes.insert(course.modes.begin(), i);
      course.parents.insert(course.parents.begin(), pdg);
      if (course.share > 0.0) result.push_back(std::move(course));
    }
  }
  return result;
}

double DecayCourses::place(const DecayCourse& course, int pdg, const FourVector& parent, double helicity,
                           const double* u, double focus, std::vector<detector::FinalParticle>& products) const {
  products.clear();
  Walk walk{course, u, focus, products};
  return decay(walk, pdg, parent, helicity, nullptr, true);
}

double DecayCourses::decay(Walk& walk, int pdg, const FourVector& p, double helicity, const model::VectorSpin* spin,
                           bool first) const {
  const Parent& parent = particles_.at(pdg);
  const Mode& chosen = parent.modes[walk.course.modes[walk.vertex++]];
  const model::UnstableMode& mode = chosen.mode;
  const double m = parent.mass;
  const FourVector axis = flight_direction(p);
  const Direction away = first ? around_beam(p, m, walk.focus, walk.u[0], walk.u[1]) : even(axis, walk.u[0], walk.u[1]);
  const FourVector n = away.n * -1.0;
  double weight = away.weight;
  FourVector products[3];
  std::optional<model::VectorSpin> emitted;
  if (mode.products.size() == 2) {
    const double k = root_lambda(m, mode.masses[0], mode.masses[1]) / (2.0 * m);
    products[0] = on_shell(mode.masses[0], k * n.x, k * n.y, k * n.z);
    products[1] = on_shell(mode.masses[1], -k * n.x, -k * n.y, -k * n.z);
    weight *= spin != nullptr ? spin->angular_weight(mode.spin_shares, n)
                              : 1.0 + helicity * mode.asymmetry * n.space_dot(axis);
    if (mode.vector_spin) emitted = spin_of_vector(mode, p, m, helicity, products[1]);
    walk.u += 2;
  } else {
    const PairMass at =
        pair_mass(std::pow(mode.masses[1] + mode.masses[2], 2), std::pow(m - mode.masses[0], 2), walk.u[2]);
    const Direction second = even(n * -1.0, walk.u[3], walk.u[4]);
    weight *= at.jacobian * three_bodies(m, mode, at.q2, n, second.n, products) / chosen.mean;
    if (mode.matrix_element) weight *= mode.matrix_element->squared(products, axis, helicity);
    walk.u += 5;
  }
  for (size_t i = 0; i < mode.products.size(); ++i) {
    const FourVector lab = boosted(products[i], mode.masses[i], p, m);
    if (particles_.contains(mode.products[i])) {
      weight *= decay(walk, mode.products[i], lab, 0.0, emitted && i == 1 ? &*emitted : nullptr, false);
    } else {
      walk.products.push_back({mode.products[i], mode.masses[i], lab});
    }
  }
  return weight;
}

}  // namespace tridens::event
