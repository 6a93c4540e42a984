// Courses of decays as maps of the unit cube: shares, weights of mean 1, and the same distributions as decays of
// events.
#include "tridens/event/decay_courses.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/event/decay.hh"
#include "tridens/math/low_discrepancy.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::event {
namespace {

struct Means {
  double weight = 0.0, energy = 0.0, forward = 0.0;  // of all; of the electron: mean, share with E theta^2 < 20 MeV
};

double electron_E_theta2(const FourVector& p) {
  return p.e * std::pow(std::atan2(p.transverse_momentum(), p.z), 2);
}

/// Over all courses of a particle, those without electrons left out of the last two.
Means by_courses(const std::vector<model::UnstableParticle>& particles, int pdg, const FourVector& parent,
                 double helicity) {
  const DecayCourses chain(particles);
  Means means;
  std::vector<detector::FinalParticle> products;
  for (const DecayCourse& course : chain.of(pdg)) {
    constexpr size_t count = 8192;
    const std::vector<double> points =
        math::shifted(math::sobol_points(course.dimension, count), course.dimension, 1, 1);
    for (size_t i = 0; i < count; ++i) {
      const double weight = course.share / count *
                            chain.place(course, pdg, parent, helicity, &points[i * course.dimension], 1e-2, products);
      means.weight += weight;
      for (const detector::FinalParticle& one : products) {
        if (one.pdg != 11) continue;
        means.energy += weight * one.momentum.e;
        if (electron_E_theta2(one.momentum) < 0.02) means.forward += weight;
      }
    }
  }
  return means;
}

Means by_events(const std::vector<model::UnstableParticle>& particles, int pdg, const FourVector& parent, double mass,
                double helicity, int count) {
  const DecayChains chains(particles);
  Means means;
  Event event;
  for (int i = 0; i < count; ++i) {
    event.number = static_cast<std::uint64_t>(i);
    event.decays.clear();
    event.particles = {{pdg, Status::final_state, parent, mass, helicity}};
    chains.decay(4, event);
    for (const Particle& one : event.particles) {
      if (one.status != Status::final_state || one.pdg != 11) continue;
      means.energy += one.momentum.e / count;
      if (electron_E_theta2(one.momentum) < 0.02) means.forward += 1.0 / count;
    }
  }
  return means;
}

void compare(const model::DarkSector& sector, double helicity) {
  const auto particles = model::unstable_particles(sector);
  const int pdg = model::heavy_neutrino_number(static_cast<int>(sector.size() - 1));
  const double m = sector.heavy(sector.size() - 1).mass;
  const FourVector parent{std::sqrt(m * m + 1.0), 0.28, 0.0, 0.96};
  constexpr int count = 40000;
  const Means map = by_courses(particles, pdg, parent, helicity),
              events = by_events(particles, pdg, parent, m, helicity, count);
  EXPECT_NEAR(map.weight, 1.0, 5e-3);
  EXPECT_NEAR(map.energy, events.energy, 5e-3 + 4.0 * events.energy / std::sqrt(count));
  EXPECT_NEAR(map.forward, events.forward, 5e-3 + 4.0 * std::sqrt(events.forward / count));
}

TEST(DecayCourses, ChainsOfTwoBodiesAreThoseOfEvents) {
  for (const double helicity : {-1.0, 1.0}) compare(model::dark_sector_benchmark("bertuzzo"), helicity);
}

TEST(DecayCourses, ThreeBodiesWithTheirMatrixElementsAreThoseOfEvents) {
  for (const double helicity : {-1.0, 1.0}) compare(model::dark_sector_benchmark("ballett"), helicity);
  compare(model::dark_sector_benchmark("abdullahi"), -1.0);
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
