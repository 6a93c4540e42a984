// Courses of decays as maps of the unit cube: shares, weights of mean 1, and the same distributions as decays of
// events.
#include "tridens/event/decay_courses.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/event/decay.hh"
#include "tridens/event/detail/decay_kinematics.hh"
#include "tridens/math/low_discrepancy.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::event {
namespace {

/// Sums over products with one standard deviation: the weights, the energies of electrons, and how many of them have
/// E theta^2 < 20 MeV.
struct Sums {
  double value[3] = {}, error[3] = {};
};

double electron_E_theta2(const FourVector& p) {
  return p.e * std::pow(std::atan2(p.transverse_momentum(), p.z), 2);
}

/// Of one particle, by the mean of shifted sets of points.
Sums by_courses(const std::vector<model::UnstableParticle>& particles, int pdg, const FourVector& parent,
                double helicity) {
  constexpr size_t sets = 8, count = 2048;
  const DecayCourses chain(particles);
  double part[sets][3] = {};
  std::vector<detector::FinalParticle> products;
  for (const DecayCourse& course : chain.of(pdg)) {
    const std::vector<double> sobol = math::sobol_points(course.dimension, count);
    for (size_t set = 0; set < sets; ++set) {
      const std::vector<double> points = math::shifted(sobol, course.dimension, 1, set);
      for (size_t i = 0; i < points.size(); i += course.dimension) {
        const double weight =
            course.share / count * chain.place(course, pdg, parent, helicity, &points[i], 1e-2, products);
        part[set][0] += weight;
        for (const detector::FinalParticle& one : products) {
          if (one.pdg != 11) continue;
          part[set][1] += weight * one.momentum.e;
          if (electron_E_theta2(one.momentum) < 0.02) part[set][2] += weight;
        }
      }
    }
  }
  Sums sums;
  for (size_t k = 0; k < 3; ++k) {
    double squares = 0.0;
    for (const auto& each : part) sums.value[k] += each[k] / sets;
    for (const auto& each : part) squares += std::pow(each[k] - sums.value[k], 2);
    sums.error[k] = std::sqrt(squares / (sets * (sets - 1.0)));
  }
  return sums;
}

/// The same of decays of events.
Sums by_events(const std::vector<model::UnstableParticle>& particles, int pdg, const FourVector& parent, double mass,
               double helicity, int count) {
  const DecayChains chains(particles);
  double sum[3] = {}, squares[3] = {};
  Event event;
  for (int i = 0; i < count; ++i) {
    event.number = static_cast<std::uint64_t>(i);
    event.decays.clear();
    event.particles = {{pdg, Status::final_state, parent, mass, helicity}};
    chains.decay(4, event);
    double own[3] = {1.0, 0.0, 0.0};
    for (const Particle& one : event.particles) {
      if (one.status != Status::final_state || one.pdg != 11) continue;
      own[1] += one.momentum.e;
      if (electron_E_theta2(one.momentum) < 0.02) own[2] += 1.0;
    }
    for (size_t k = 0; k < 3; ++k) sum[k] += own[k], squares[k] += own[k] * own[k];
  }
  Sums sums;
  for (size_t k = 0; k < 3; ++k) {
    sums.value[k] = sum[k] / count;
    sums.error[k] = std::sqrt(std::max(0.0, squares[k] / count - sums.value[k] * sums.value[k]) / count);
  }
  return sums;
}

void compare(const model::DarkSector& sector, double helicity) {
  const auto particles = model::unstable_particles(sector);
  const int pdg = model::heavy_neutrino_number(static_cast<int>(sector.size() - 1));
  const double m = sector.heavy(sector.size() - 1).mass;
  const FourVector parent{std::sqrt(m * m + 1.0), 0.28, 0.0, 0.96};
  const Sums map = by_courses(particles, pdg, parent, helicity),
             events = by_events(particles, pdg, parent, m, helicity, 10000);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_LT(map.error[k], 0.02 * map.value[k]) << k;
    EXPECT_NEAR(map.value[k], events.value[k], 4.0 * std::hypot(map.error[k], events.error[k]) + 1e-6) << k;
  }
}

TEST(DecayCourses, ChainsOfTwoBodiesAreThoseOfEventsWithNegativeHelicity) {
  compare(model::dark_sector_benchmark("bertuzzo"), -1.0);
}

TEST(DecayCourses, ChainsOfTwoBodiesAreThoseOfEventsWithPositiveHelicity) {
  compare(model::dark_sector_benchmark("bertuzzo"), 1.0);
}

TEST(DecayCourses, ThreeBodiesWithTheirMatrixElementAreThoseOfEventsWithNegativeHelicity) {
  compare(model::dark_sector_benchmark("ballett"), -1.0);
}

TEST(DecayCourses, ThreeBodiesWithTheirMatrixElementAreThoseOfEventsWithPositiveHelicity) {
  compare(model::dark_sector_benchmark("ballett"), 1.0);
}

TEST(DecayCourses, ThreeBodiesAfterThreeBodiesAreThoseOfEvents) {
  compare(model::dark_sector_benchmark("abdullahi"), -1.0);
}

TEST(DecayCourses, APairOfALongitudinalVectorGoesLikeTheSineSquared) {
  // 1807.09877: Z' is longitudinal in 1/(1 + 2 M^2/m^2) of all decays. cos of e- to the flight of Z', by invariants:
  // (E_- - E_+)/p of Z' in the rest frame of N.
  const auto particles = model::unstable_particles(model::dark_sector_benchmark("bertuzzo"));
  constexpr double m = 0.42, M = 0.03;
  const FourVector parent{std::hypot(m, 1.5), 0.9, 0.0, 1.2};
  const DecayChains chains(particles);
  Event event;
  double squares = 0.0;
  constexpr int count = 10000;
  for (int i = 0; i < count; ++i) {
    event.number = static_cast<std::uint64_t>(i);
    event.decays.clear();
    event.particles = {{model::heavy_neutrino_number(0), Status::final_state, parent, m, -1.0}};
    chains.decay(4, event);
    const FourVector &first = event.particles.at(3).momentum, &second = event.particles.at(4).momentum;
    const double p = 0.5 * (m - M * M / m), beta = 1.0;  // electrons: 1 - beta = 6e-4
    const double cosine = parent.dot(first - second) / m / (p * beta);
    squares += cosine * cosine / count;
  }
  const double longitudinal = 1.0 / (1.0 + 2.0 * M * M / (m * m));
  // <cos^2>: 1/5 of sin^2, 2/5 of 1 + cos^2; its own deviation is 0.2.
  EXPECT_NEAR(squares, longitudinal / 5.0 + (1.0 - longitudinal) * 2.0 / 5.0, 4.0 * 0.2 / std::sqrt(count));
}

TEST(DecayCourses, SpinsOfAVectorInFlightAreThoseOfTheThreeBodyMatrixElement) {
  // On the mass shell N -> nu V(-> e- e+) goes like the matrix element of N -> nu e- e+ by that V, whatever the boost.
  constexpr double m = 0.42, M = 0.2;  // massless electrons: the axial part of their current is conserved too
  constexpr int N = 9900012, vector = model::dark_vector_pdg;
  for (const double helicity : {-1.0, 1.0}) {
    const model::Chiral left{0.3, 0.0}, pair{0.4, 0.9};
    const auto element = model::fermion_pair_element({m, 0.0, 0.0, 0.0, {}, model::product(left, pair), {M, 1e-3}});
    model::UnstableMode emission{
        "nu V", {14, vector}, {0.0, M}, 1.0, model::vector_emission(m, 0.0, M, left).asymmetry};
    model::UnstableMode decay{"e- e+", {11, -11}, {0.0, 0.0}, 1.0};
    const auto chain = [&] { return DecayCourses({{N, "N", m, 1e-12, {emission}}, {vector, "V", M, 1e-9, {decay}}}); };
    emission.vector_spin = model::vector_emission_spin(m, 0.0, M, left);
    decay.spin_shares = model::pair_spin_shares(M, 0.0, 0.0, pair);
    const DecayCourses polarised = chain();
    emission.asymmetry = 0.0;
    emission.vector_spin.reset();
    const DecayCourses even = chain();
    const DecayCourse course = polarised.of(N).front();
    for (const double boost : {0.1, 1.0, 300.0}) {
      const FourVector parent{std::hypot(m, boost), 0.36 * boost, -0.48 * boost, 0.8 * boost};
      const FourVector back{parent.e, -parent.x, -parent.y, -parent.z}, axis{0.0, 0.36, -0.48, 0.8};
      double ratio = 0.0;
      std::vector<detector::FinalParticle> products;
      const std::vector<double> points = math::shifted(math::sobol_points(4, 16), 4, 1, 0);
      for (size_t i = 0; i < points.size(); i += 4) {
        const double without = even.place(course, N, parent, 0.0, &points[i], 1e-2, products);
        const double mine = polarised.place(course, N, parent, helicity, &points[i], 1e-2, products) / without;
        FourVector rest[3];
        for (size_t k = 0; k < 3; ++k) rest[k] = detail::boosted(products[k].momentum, products[k].mass, back, m);
        const double theirs = element->squared(rest, axis, helicity);
        if (i == 0) ratio = theirs / mine;
        EXPECT_NEAR(theirs / mine / ratio, 1.0, 1e-6) << boost << " " << helicity;
      }
    }
  }
}

TEST(DecayCourses, SharesAddUpAndProductsConserveMomentum) {
  const model::DarkSector sector = model::dark_sector_benchmark("abdullahi");
  const DecayCourses chain(model::unstable_particles(sector));
  const int pdg = model::heavy_neutrino_number(1);
  const FourVector parent{std::hypot(1.0, sector.heavy(1).mass), 0.6, 0.0, 0.8};
  double sum = 0.0;
  std::vector<detector::FinalParticle> products;
  for (const DecayCourse& course : chain.of(pdg)) {
    sum += course.share;
    const std::vector<double> u(course.dimension, 0.37);
    EXPECT_GT(chain.place(course, pdg, parent, 1.0, u.data(), 1e-2, products), 0.0);
    ASSERT_EQ(products.size(), course.products.size());
    FourVector rest = parent;
    for (size_t i = 0; i < products.size(); ++i) {
      EXPECT_EQ(products[i].pdg, course.products[i]);
      rest = rest - products[i].momentum;
    }
    for (const double component : {rest.e, rest.x, rest.y, rest.z}) EXPECT_NEAR(component, 0.0, 1e-12);
  }
  EXPECT_NEAR(sum, 1.0, 1e-9);
  EXPECT_TRUE(chain.of(11).empty());
}

}  // namespace
}  // namespace tridens::event
