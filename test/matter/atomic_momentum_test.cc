#include "tridens/matter/atomic_momentum.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

constexpr double atomic_unit = constants::fine_structure * constants::electron_mass;

TEST(AtomicMomentum, GroupsHoldAllElectronsOfEveryElement) {
  for (int Z = 1; Z <= 118; ++Z) {
    double electrons = 0.0, last = 1e9;
    for (const ElectronGroup& group : electron_groups(Z)) {
      electrons += group.electrons;
      EXPECT_GT(group.width, 0.0) << Z << " " << group.name;
      last = group.width;
    }
    EXPECT_EQ(electrons, Z);
    EXPECT_LT(last, 10.0 * atomic_unit);
  }
  EXPECT_THROW(electron_groups(0), UserError);
  EXPECT_THROW(electron_groups(119), UserError);
}

TEST(AtomicMomentum, EffectiveChargesAreThoseOfSlatersExample) {
  // Iron, Phys. Rev. 36 (1930) 57: 25.70, 21.85, 14.75, 6.25, 3.75.
  const std::vector<ElectronGroup> groups = electron_groups(26);
  const std::vector<double> charges = {25.70, 21.85, 14.75, 6.25, 3.75}, numbers = {1.0, 2.0, 3.0, 3.0, 3.7};
  ASSERT_EQ(groups.size(), charges.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    EXPECT_NEAR(groups[i].width / atomic_unit * numbers[i], charges[i], 1e-10) << groups[i].name;
  }
}

TEST(AtomicMomentum, MeanSquareIsTheBindingEnergyOfTheAtom) {
  // Total Hartree-Fock energies in hartree, C. Froese Fischer, The Hartree-Fock Method for Atoms (1977).
  const std::vector<std::pair<int, double>> energies = {{1, 0.5},       {6, 37.6886},    {8, 74.8094},   {14, 288.8544},
                                                        {18, 526.8175}, {26, 1262.4437}, {54, 7232.1384}};
  for (const auto& [Z, energy] : energies) {
    double sum = 0.0;
    for (const ElectronGroup& group : electron_groups(Z)) {
      sum += 0.5 * group.electrons * std::pow(group.width / atomic_unit, 2);
    }
    EXPECT_NEAR(sum / energy, 1.0, Z > 26 ? 0.03 : 0.012) << Z;
  }
}

TEST(AtomicMomentum, ProfileIsNormalisedAndItsQuantilesInvertIt) {
  constexpr double width = 2.5;
  // J(0) of hydrogen in atomic units is 8/3 pi = 0.849.
  EXPECT_NEAR(compton_profile(1.0, 0.0), 0.8488, 1e-4);
  for (const double r : {1e-6, 0.01, 0.3, 0.5, 0.77, 0.999999}) {
    const double end = compton_quantile(width, r);
    double sum = 0.0;
    constexpr int steps = 20000;  // the midpoint rule in atan(q/w)
    const double low = -0.5 * units::pi, high = std::atan(end / width);
    for (int i = 0; i < steps; ++i) {
      const double angle = low + (high - low) * (i + 0.5) / steps, q = width * std::tan(angle);
      sum += compton_profile(width, q) * width / std::pow(std::cos(angle), 2) * (high - low) / steps;
    }
    EXPECT_NEAR(sum / r, 1.0, 1e-6) << r;
  }
}

TEST(AtomicMomentum, TransverseMomentaCompleteTheDensity) {
  // Share below q_T of 1/(w^2 + q^2 + q_T^2)^4 in q_T^2 up to the largest.
  constexpr double width = 0.7, q = 0.4, largest = 3.0, scale = width * width + q * q;
  const auto below = [&](double transverse) { return 1.0 - std::pow(scale / (scale + transverse * transverse), 3); };
  for (const double r : {0.1, 0.5, 0.99}) {
    EXPECT_NEAR(below(transverse_quantile(width, q, largest, r)) / below(largest), r, 1e-12);
  }
  EXPECT_NEAR(transverse_quantile(width, q, largest, 1.0), largest, 1e-9);
}

}  // namespace
}  // namespace tridens::matter
