#include "tridens/rate/attenuation.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "telescope_fixture.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

constexpr Neutrino numu{Flavour::muon, false}, nuebar{Flavour::electron, true};
constexpr double sigma_cm2 = 7e-34;  // per nucleon at 1 PeV

/// The same cross section per nucleon on every material.
std::vector<NamedProcess> per_nucleon(const matter::Material& material, Neutrino neutrino) {
  const double nucleons = material.proton_count() + material.neutron_count();
  return {{"test", std::make_shared<const PowerLawProcess>(neutrino, 13, sigma_cm2, 0.4, nucleons)}};
}

EarthAbsorption absorption(const std::vector<Neutrino>& neutrinos = {numu}) {
  CurveStore store;
  return EarthAbsorption(matter::EarthModel::preliminary_reference(), 2.0, per_nucleon, neutrinos, 1e3, 1e9, store);
}

TEST(EarthAbsorption, NothingIsLostFromAboveAndMoreWithEveryLayer) {
  const EarthAbsorption earth = absorption();
  EXPECT_GT(earth.transmission(numu, 1e5, 1.0), 0.9998);
  double last = 1.0;
  for (const double cosine : {1.0, 0.5, 0.0, -0.1, -0.3, -0.5, -0.8, -0.9, -1.0}) {
    const double now = earth.transmission(numu, 1e6, cosine);
    EXPECT_LT(now, last);
    last = now;
  }
}

// The column of a chord is sigma-independent: logarithms of transmissions at two energies have the ratio of the cross
// sections, and at the nadir the depth is that of 1.1e10 g/cm^2 of the PREM.
TEST(EarthAbsorption, LogarithmsFollowTheCrossSection) {
  const EarthAbsorption earth = absorption();
  for (const double cosine : {-0.2, -0.7, -1.0}) {
    const double low = std::log(earth.transmission(numu, 1e5, cosine));
    const double high = std::log(earth.transmission(numu, 1e6, cosine));
    EXPECT_NEAR(high / low, std::pow(10.0, 0.4), 2e-3);
  }
  const double nucleons_per_gram = 6.022e23;
  const double column =
      -std::log(earth.transmission(numu, 1e5, -1.0)) / (nucleons_per_gram * sigma_cm2 * std::pow(0.1, 0.4));
  EXPECT_NEAR(column / 1.1e10, 1.0, 0.02);
}

// By steps along the line of sight through the density of the model.
TEST(EarthAbsorption, AgreesWithAnIntegralAlongTheLineOfSight) {
  const EarthAbsorption earth = absorption();
  const matter::EarthModel& model = earth.earth();
  const double detector = model.radius_km() - 2.0, cosine = -0.85, energy = 2e5;
  const double length = earth.chord(cosine).length_km;
  const auto rule = math::gauss_legendre(16);
  double column = 0.0;
  constexpr int panels = 4000;
  for (int p = 0; p < panels; ++p) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double s = length * (p + rule.nodes[i]) / panels;
      const double radius = std::sqrt(detector * detector + s * s + 2.0 * detector * s * cosine);
      if (radius <= model.radius_km()) column += length / panels * rule.weights[i] * model.density(radius) * 1e5;
    }
  }
  const double depth = column * 6.0221e23 * sigma_cm2 * std::pow(energy / 1e6, 0.4);
  EXPECT_NEAR(-std::log(earth.transmission(numu, energy, cosine)) / depth, 1.0, 0.005);
}

TEST(EarthAbsorption, WhatWasNotTabulatedIsRefused) {
  const EarthAbsorption earth = absorption();
  EXPECT_THROW(earth.transmission(nuebar, 1e5, -0.5), UserError);
  EXPECT_THROW(earth.transmission(numu, 1e2, -0.5), UserError);
  EXPECT_THROW(earth.transmission(numu, 1e10, -0.5), UserError);
  EXPECT_THROW(earth.transmission(numu, 1e5, -1.5), UserError);
}

TEST(EarthAbsorption, TheTableHoldsAllSpecies) {
  const EarthAbsorption earth = absorption(all_neutrinos());
  const std::string text = transmission_table(earth, {-1.0, 0.0}, {1e4, 1e5, 1e6});
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "# cos_zenith E_GeV nue numu nutau nuebar numubar nutaubar");
  int rows = 0;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    double cosine = 0.0, energy = 0.0, value = 0.0;
    cells >> cosine >> energy;
    for (const Neutrino& neutrino : all_neutrinos()) {
      ASSERT_TRUE(cells >> value);
      EXPECT_NEAR(value, earth.transmission(neutrino, energy, cosine), 1e-7);
    }
    ++rows;
  }
  EXPECT_EQ(rows, 6);
}

TEST(CrossSectionCurve, FollowsANarrowResonance) {
  const auto resonance = [](double energy) {
    const double s = energy / 6.3e6, width = 0.026;
    return 1e-12 * s / ((s - 1.0) * (s - 1.0) + width * width);
  };
  const CrossSectionCurve curve(resonance, 0.0, 1e3, 1e9);
  for (double energy = 1.1e3; energy < 9e8; energy *= 1.003) {
    EXPECT_NEAR(curve(energy) / resonance(energy), 1.0, 2e-3) << energy;
  }
  EXPECT_LT(curve.breaks().size(), 200u);
}

TEST(CrossSectionCurve, IsZeroBelowThresholdAndRefusesWhatLiesAbove) {
  const CrossSectionCurve curve([](double energy) { return std::pow(energy - 100.0, 1.5); }, 100.0, 10.0, 1e4);
  EXPECT_EQ(curve(50.0), 0.0);
  EXPECT_EQ(curve(100.0), 0.0);
  EXPECT_NEAR(curve(100.5) / std::pow(0.5, 1.5), 1.0, 2e-3);
  EXPECT_NEAR(curve(5e3) / std::pow(4900.0, 1.5), 1.0, 2e-3);
  EXPECT_THROW(curve(2e4), Failure);
  EXPECT_THROW(CrossSectionCurve([](double) { return 0.0; }, 1.0, 10.0, 100.0), Failure);
}

// Stores are only trusted for a shape that is the same: here a process of another index under the same name.
TEST(CurveStore, AShapeThatDiffersIsComputedAnew) {
  CurveStore store;
  const PowerLawProcess first(numu, 13, 1e-33, 0.4), second(numu, 13, 1e-33, 0.8),
      double_first(numu, 13, 1e-33, 0.4, 2);
  store.component_curves("a", first, 1e3, 1e8);
  EXPECT_NEAR(store.component_curves("a", double_first, 1e3, 1e8)[0](1e7) / double_first.cross_section(0, 1e7).value,
              1.0, 1e-3);
  EXPECT_NEAR(store.component_curves("a", second, 1e3, 1e8)[0](1e7) / second.cross_section(0, 1e7).value, 1.0, 1e-3);
}

}  // namespace
}  // namespace tridens::rate
