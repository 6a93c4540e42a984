#include "tridens/process/electron_angle.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"

namespace tridens::process {
namespace {

constexpr double m = constants::electron_mass;

TEST(ElectronAngle, IsThatOfTwoBodyKinematics) {
  for (const double energy : {0.0005, 0.05, 3.0}) {
    const double highest = 2.0 * energy * energy / (m + 2.0 * energy);
    for (const double share : {0.01, 0.3, 0.8}) {
      const double recoil = share * highest;
      const double cosine = (energy + m) / energy * std::sqrt(recoil / (recoil + 2.0 * m));
      const double theta = std::acos(cosine);
      EXPECT_NEAR(energy_theta_squared(energy, recoil), (recoil + m) * theta * theta, 1e-7 * m);
    }
  }
}

TEST(ElectronAngle, FastElectronsStayBelowTwiceTheirMass) {
  for (const double share : {0.2, 0.5, 0.9}) {
    const double energy = 5.0;
    EXPECT_NEAR(energy_theta_squared(energy, share * energy), 2.0 * m * (1.0 - share), 2e-3 * m);
  }
}

TEST(ElectronAngle, SlopeIsTheDerivative) {
  for (const double energy : {0.0005, 0.05, 3.0}) {
    const double highest = 2.0 * energy * energy / (m + 2.0 * energy);
    for (const double share : {0.002, 0.1, 0.7}) {
      const double recoil = share * highest, step = 1e-5 * recoil;
      const double difference =
          (energy_theta_squared(energy, recoil + step) - energy_theta_squared(energy, recoil - step)) / (2.0 * step);
      const double slope = energy_theta_squared_slope(energy, recoil);
      EXPECT_NEAR(slope, difference, 1e-5 * std::abs(slope) + 1e-9) << energy << " " << share;
    }
  }
}

TEST(ElectronAngle, EveryRecoilEnergyIsFoundAgain) {
  for (const double energy : {0.0005, 0.05, 3.0}) {
    const double highest = 2.0 * energy * energy / (m + 2.0 * energy);
    for (const double share : {1e-5, 1e-3, 0.05, 0.3, 0.9}) {
      const double value = energy_theta_squared(energy, share * highest);
      double nearest = 1.0;
      for (const double recoil : recoils_at_energy_theta_squared(energy, value)) {
        EXPECT_NEAR(energy_theta_squared(energy, recoil), value, 1e-9 * m);
        nearest = std::min(nearest, std::abs(recoil / (share * highest) - 1.0));
      }
      EXPECT_LT(nearest, 1e-5) << energy << " " << share;
    }
  }
}

TEST(ElectronAngle, NothingLiesAboveTheValueOfElectronsAtRest) {
  EXPECT_TRUE(recoils_at_energy_theta_squared(3.0, 2.5 * m).empty());
  EXPECT_EQ(recoils_at_energy_theta_squared(3.0, 2.4 * m).size(), 1u);
}

}  // namespace
}  // namespace tridens::process
