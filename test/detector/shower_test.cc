// Pairs and photons as one shower.
#include "tridens/detector/shower.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

using units::degree;

FinalParticle particle(int pdg, double energy, double angle) {
  const double mass = pdg == 22 ? 0.0 : constants::electron_mass, p = std::sqrt(energy * energy - mass * mass);
  return {pdg, mass, {energy, p * std::sin(angle), 0.0, p * std::cos(angle)}};
}

ShowerAnalysis tank() {
  ShowerAnalysis analysis;
  analysis.threshold = 0.03;
  analysis.overlap = 13.0 * degree;
  return analysis;
}

TEST(Showers, PairsThatOverlapAreOneAndOthersNone) {
  const ShowerAnalysis analysis = tank();
  const FinalParticle minus = particle(11, 0.3, 0.0), near = particle(-11, 0.2, 12.9 * degree),
                      far = particle(-11, 0.2, 13.1 * degree), soft = particle(-11, 0.030, 80.0 * degree),
                      photon = particle(22, 0.4, 0.3);
  const FinalParticle pair[] = {minus, near}, wide[] = {minus, far}, uneven[] = {minus, soft}, single[] = {photon};
  const auto sum = analysis.shower(pair);
  ASSERT_TRUE(sum);
  EXPECT_NEAR(sum->momentum.e, 0.5, 1e-12);
  EXPECT_NEAR(sum->momentum.x, near.momentum.x, 1e-12);
  EXPECT_FALSE(analysis.shower(wide));
  EXPECT_NEAR(analysis.shower(uneven)->momentum.e, 0.3, 1e-12);
  EXPECT_EQ(analysis.shower(single)->pdg, 22);
  const FinalParticle unseen[] = {particle(-11, 0.03, 0.0), {12, 0.0, {1.0, 0.0, 0.0, 1.0}}};
  EXPECT_FALSE(analysis.shower(unseen));
}

TEST(Showers, ResolutionsAreThoseThatWereAskedFor) {
  ShowerAnalysis analysis = tank();
  analysis.energy_stochastic = 0.12;
  analysis.energy_constant = 0.05;
  analysis.angle = 4.0 * degree;
  const FinalParticle photon[] = {particle(22, 0.64, 20.0 * degree)};
  constexpr int count = 40000;
  double sum = 0.0, squares = 0.0, angle = 0.0, angles = 0.0;
  for (int i = 0; i < count; ++i) {
    RandomStream stream(1, 2, static_cast<std::uint64_t>(i));
    const auto shower = analysis.measure(photon, {stream.normal(), stream.normal(), stream.normal()});
    ASSERT_TRUE(shower);
    sum += shower->energy;
    squares += shower->energy * shower->energy;
    angle += shower->angle;
    angles += shower->angle * shower->angle;
  }
  const double mean = sum / count, sigma = 0.64 * std::hypot(0.12 / 0.8, 0.05);
  EXPECT_NEAR(mean, 0.64, 5.0 * sigma / std::sqrt(count));
  EXPECT_NEAR(std::sqrt(squares / count - mean * mean) / sigma, 1.0, 0.02);
  const double mean_angle = angle / count;
  // The angle across adds sigma^2/(2 tan theta) to the mean.
  EXPECT_NEAR(mean_angle, 20.0 * degree + 0.5 * std::pow(4.0 * degree, 2) / std::tan(20.0 * degree), 3e-3);
  EXPECT_NEAR(std::sqrt(angles / count - mean_angle * mean_angle) / (4.0 * degree), 1.0, 0.03);
}

TEST(Showers, CutsAreOnFunctionsOfEnergyAndAngle) {
  const Shower shower{2.0, 0.03};
  EXPECT_NEAR(value(ShowerVariable::energy_angle_squared, shower), 1.8e-3, 1e-15);
  // A neutrino that makes the electron on a neutron at rest: its energy and Q^2 by two-body kinematics.
  const double M = constants::neutron_mass, m = constants::electron_mass;
  const double E = value(ShowerVariable::quasielastic_energy, shower), p = std::sqrt(4.0 - m * m);
  const double recoil = M + E - 2.0, recoil_p2 = E * E + p * p - 2.0 * E * p * std::cos(0.03);
  EXPECT_NEAR(recoil * recoil - recoil_p2, M * M, 1e-12);
  const double Q2 = 2.0 * E * (2.0 - p * std::cos(0.03)) - m * m;
  EXPECT_NEAR(value(ShowerVariable::quasielastic_transfer, shower), Q2, 1e-12);
  EXPECT_TRUE((ShowerCut{ShowerVariable::energy, 2.0, 3.0}.passes(shower)));
  EXPECT_FALSE((ShowerCut{ShowerVariable::energy, 1.0, 2.0}.passes(shower)));
  // Backwards and too energetic for any neutrino.
  const ShowerCut any{ShowerVariable::quasielastic_energy};
  EXPECT_TRUE(any.passes(shower));
  EXPECT_FALSE(any.passes({2.0, 3.0}));
}

TEST(Showers, NamesAndNumbersAreChecked) {
  EXPECT_EQ(parse_shower_variable("E_theta2"), ShowerVariable::energy_angle_squared);
  EXPECT_EQ(name(ShowerVariable::quasielastic_transfer), "Q2_quasielastic");
  EXPECT_THROW(parse_shower_variable("E_theta"), UserError);
  ShowerAnalysis analysis = tank();
  analysis.cuts = {{ShowerVariable::energy, 2.0, 1.0}};
  EXPECT_THROW(analysis.check(), UserError);
  analysis = tank();
  analysis.angle = -1.0;
  EXPECT_THROW(analysis.check(), UserError);
}

}  // namespace
}  // namespace tridens::detector
