#include "tridens/matter/earth.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::matter {
namespace {

constexpr double pi = 3.14159265358979323846;

/// int 4 pi r^power rho dr over all layers, with r in cm.
double moment(const EarthModel& earth, int power) {
  const math::QuadratureRule rule = math::gauss_legendre(20);
  double inner = 0.0, sum = 0.0;
  for (const EarthLayer& layer : earth.layers()) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double r = inner + (layer.outer_radius_km - inner) * rule.nodes[i];
      sum += rule.weights[i] * (layer.outer_radius_km - inner) * 1e5 * 4.0 * pi * std::pow(r * 1e5, power) *
             earth.density(r);
    }
    inner = layer.outer_radius_km;
  }
  return sum;
}

// 5.974e27 g and a moment of inertia of 0.3308 M R^2: Dziewonski and Anderson 1981, table 1 and section 4.
TEST(Earth, MassAndMomentOfInertia) {
  const EarthModel earth = EarthModel::preliminary_reference();
  const double mass = moment(earth, 2);
  EXPECT_NEAR(mass / 5.974e27, 1.0, 5e-4);
  EXPECT_NEAR(2.0 / 3.0 * moment(earth, 4) / (mass * std::pow(6371e5, 2)), 0.3308, 2e-4);
}

TEST(Earth, DensitiesOfTheTable) {
  const EarthModel earth = EarthModel::preliminary_reference();
  EXPECT_NEAR(earth.density(0.0), 13.08848, 1e-4);
  EXPECT_NEAR(earth.density(1221.5), 12.76360, 1e-4);
  EXPECT_NEAR(earth.density(1221.501), 12.16634, 1e-4);
  EXPECT_NEAR(earth.density(3480.0), 9.90349, 1e-4);
  EXPECT_NEAR(earth.density(3480.001), 5.56645, 1e-4);
  EXPECT_NEAR(earth.density(5701.0), 4.38071, 1e-4);
  EXPECT_NEAR(earth.density(6346.6), 3.38076, 1e-4);
  EXPECT_NEAR(earth.density(6370.0), 1.02, 1e-12);
  EXPECT_THROW(earth.density(6371.1), UserError);
}

TEST(Earth, ColumnThroughTheCentre) {
  const EarthModel earth = EarthModel::preliminary_reference();
  const EarthModel::Chord chord = earth.chord(-1.0, 0.0);
  EXPECT_NEAR(chord.length_km, 2.0 * 6371.0, 1e-9);
  EXPECT_NEAR(chord.total_column_depth() / 1.1e10, 1.0, 0.01);
  // Closed integral of the inner core: 2 R [a x + c x^3/3].
  const double x = 1221.5 / 6371.0;
  EXPECT_NEAR(chord.column_depth[0] / (2.0 * 6371e5 * (13.0885 * x - 8.8381 * x * x * x / 3.0)), 1.0, 1e-12);
}

/// Sum of many short steps: another route.
double stepped(const EarthModel& earth, double cosine, double depth, double length) {
  const double d = earth.radius_km() - depth;
  constexpr int steps = 400000;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    const double t = length * (i + 0.5) / steps;
    const double r = std::sqrt(d * d + t * t + 2.0 * d * t * cosine);
    sum += earth.density(std::min(r, earth.radius_km()));
  }
  return sum * length / steps * 1e5;
}

TEST(Earth, ChordsBySteps) {
  const EarthModel earth = EarthModel::preliminary_reference("ice");
  for (const double depth : {0.0, 1.95}) {
    for (const double cosine : {-0.98, -0.8382, -0.5, -0.1, -0.02, 0.0, 0.1, 1.0}) {
      const EarthModel::Chord chord = earth.chord(cosine, depth);
      if (chord.length_km == 0.0) continue;
      EXPECT_NEAR(chord.total_column_depth() / stepped(earth, cosine, depth, chord.length_km), 1.0, 2e-5)
          << cosine << " " << depth;
    }
  }
}

TEST(Earth, OverburdenOfADetector) {
  const EarthModel::Chord chord = EarthModel::preliminary_reference("ice").chord(1.0, 1.95);
  EXPECT_NEAR(chord.length_km, 1.95, 1e-9);
  EXPECT_NEAR(chord.total_column_depth(), 1.95e5 * 0.918, 1e-3);
  EXPECT_EQ(EarthModel::preliminary_reference().chord(0.5, 0.0).length_km, 0.0);
}

// Core (32.5 % of the mass) and mantle make the bulk Earth of the same tables.
TEST(Earth, CoreAndMantleMakeTheBulk) {
  const auto mass_of = [](const Material& material, int protons) {
    double part = 0.0, all = 0.0;
    for (const Constituent& each : material.constituents) {
      const double mass = each.count * each.nuclide.mass;
      all += mass;
      if (each.nuclide.proton_number == protons) part += mass;
    }
    return part / all;
  };
  for (const int protons : {8, 12, 14, 20, 26, 28}) {
    const double mixed =
        0.325 * mass_of(material("earth-core"), protons) + 0.675 * mass_of(material("earth-mantle"), protons);
    EXPECT_NEAR(mixed / mass_of(material("earth"), protons), 1.0, 0.01) << protons;
  }
  // Electrons per nucleon that oscillation studies use: 0.466 and 0.494 to 0.496.
  const auto electrons = [](const char* name) {
    const Material m = material(name);
    return m.proton_count() / (m.proton_count() + m.neutron_count());
  };
  EXPECT_NEAR(electrons("earth-core"), 0.466, 0.003);
  EXPECT_NEAR(electrons("earth-mantle"), 0.495, 0.002);
}

TEST(Earth, RefusesWhatIsNoEarth) {
  const Material water = material("H2O");
  EXPECT_THROW(EarthModel({}), UserError);
  EXPECT_THROW(EarthModel({{"a", 10.0, {1.0}, water}, {"b", 10.0, {1.0}, water}}), UserError);
  EXPECT_THROW(EarthModel({{"a", 10.0, {}, water}}), UserError);
  EXPECT_THROW(EarthModel({{"a", 10.0, {-1.0}, water}}), UserError);
  const EarthModel earth = EarthModel::preliminary_reference();
  EXPECT_THROW(earth.chord(1.01, 1.0), UserError);
  EXPECT_THROW(earth.chord(0.5, -1.0), UserError);
  EXPECT_THROW(earth.chord(0.5, 7000.0), UserError);
  EXPECT_THROW(EarthModel::preliminary_reference("rock"), UserError);
}

}  // namespace
}  // namespace tridens::matter
