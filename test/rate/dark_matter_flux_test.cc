#include "tridens/rate/dark_matter_flux.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/model/millicharge.hh"

using namespace tridens;
using model::DarkMatter;
using model::DarkMatterSpin;

namespace {

double sum_of(const std::vector<rate::RestLine>& lines) {
  double sum = 0.0;
  for (const rate::RestLine& line : lines) sum += line.weight;
  return sum;
}

double mean_energy(const std::vector<rate::RestLine>& lines) {
  double sum = 0.0;
  for (const rate::RestLine& line : lines) sum += line.weight * line.energy;
  return sum / sum_of(lines);
}

TEST(DarkMatterFlux, NarrowDarkPhotonsAreMadeOnTheirShell) {
  for (const DarkMatterSpin spin : {DarkMatterSpin::scalar, DarkMatterSpin::fermion}) {
    const DarkMatter matter{spin, 0.02, 0.06, 1e-5, 1e-5, 0.0};
    const double M = model::electromagnetic_meson("pi0").mass, rest = 1.0 - 0.0036 / (M * M);
    const double expected = 0.98823 * 2e-10 * rest * rest * rest;
    EXPECT_NEAR(rate::dark_matter_branching(matter, "pi0") / expected, 1.0, 2e-4) << model::name(spin);
    EXPECT_NEAR(sum_of(rate::dark_matter_lines(matter, "pi0")) / (2.0 * expected), 1.0, 2e-4);
    // A' has the energy (M^2 + m^2)/2M, each chi half of it.
    EXPECT_NEAR(mean_energy(rate::dark_matter_lines(matter, "pi0")), 0.25 * (M * M + 0.0036) / M, 1e-4 * M);
  }
}

TEST(DarkMatterFlux, LightDarkPhotonsMakeMillichargedParticles) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.1, 1e-4, 1e-3, 0.05, 0.0};
  const model::ElectromagneticMeson eta = model::electromagnetic_meson("eta");
  const double charge2 = 1e-6 * 0.05 / constants::fine_structure;
  EXPECT_NEAR(2.0 * rate::dark_matter_branching(matter, "eta") / (charge2 * model::millicharge_yield(eta, 0.1)), 1.0,
              1e-5);
  double energy = 0.0, number = 0.0;
  for (const model::DecayPoint& point : model::millicharge_lines(eta, 0.1, 24)) {
    energy += point.weight * point.energy;
    number += point.weight;
  }
  EXPECT_NEAR(mean_energy(rate::dark_matter_lines(matter, "eta")) / (energy / number), 1.0, 1e-3);
}

TEST(DarkMatterFlux, BothStatesOfAPairShareTheEnergyOfTheMeson) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.05, 0.25, 1e-4, 0.1, 0.05};
  const auto light = rate::dark_matter_lines(matter, "eta"), heavy = rate::dark_matter_lines(matter, "eta", true);
  EXPECT_NEAR(sum_of(light) / sum_of(heavy), 1.0, 1e-9);
  EXPECT_NEAR(sum_of(light) / rate::dark_matter_branching(matter, "eta"), 1.0, 1e-9);
  const double M = model::electromagnetic_meson("eta").mass;
  EXPECT_NEAR(mean_energy(light) + mean_energy(heavy), 0.5 * (M * M + 0.0625) / M, 2e-3 * M);  // width of A': 2 %
  EXPECT_GT(mean_energy(heavy), mean_energy(light));
  EXPECT_THROW((void)rate::dark_matter_lines({DarkMatterSpin::scalar, 0.05, 0.2, 1e-4, 0.1, 0.0}, "eta", true),
               UserError);
  EXPECT_THROW((void)rate::dark_matter_lines(matter, "rho"), UserError);
}

/// Mesons of one momentum, spread over a cone: dN/dOmega ~ exp(-theta^2/2w^2).
rate::MovingParents cone(double mass, double width) {
  constexpr double from = 1.0, to = 2.0;
  return {mass, 3.0, [=](double p, double cosine) {
            const double theta2 = 2.0 * (1.0 - cosine);
            return p > from && p < to ? std::exp(-0.5 * theta2 / (width * width)) / (2.0 * units::pi * width * width)
                                      : 0.0;
          }};
}

struct Direction {
  double x, y, z;
};

/// Boosts along a direction: energy and the component along it.
FourVector boosted(const FourVector& p, const Direction& n, double gamma) {
  const double along = p.x * n.x + p.y * n.y + p.z * n.z, beta_gamma = std::sqrt(gamma * gamma - 1.0);
  const double shift = (gamma - 1.0) * along + beta_gamma * p.e;
  return {gamma * p.e + beta_gamma * along, p.x + shift * n.x, p.y + shift * n.y, p.z + shift * n.z};
}

Direction isotropic(RandomStream& stream) {
  const double c = 2.0 * stream.uniform() - 1.0, s = std::sqrt(1.0 - c * c), phi = 2.0 * units::pi * stream.uniform();
  return {s * std::cos(phi), s * std::sin(phi), c};
}

// pi0 -> gamma A', A' -> chi chi simulated, against the quadrature: chi within 20 mrad of 50 mrad, between two
// energies.
TEST(DarkMatterFlux, QuadratureAgreesWithSimulatedDecays) {
  const DarkMatter matter{DarkMatterSpin::scalar, 0.02, 0.08, 1e-4, 1e-4, 0.0};
  constexpr double width = 0.1, angle = 0.05, reach = 0.02, low = 0.3, high = 0.6, k = 0.08;
  const double M = model::electromagnetic_meson("pi0").mass;
  const rate::MovingParents parents = cone(M, width);
  const auto lines = rate::dark_matter_lines(matter, "pi0");
  const math::QuadratureRule rule = math::gauss_legendre(6);
  double expected = 0.0;
  for (size_t i = 0; i < 6; ++i) {
    for (size_t j = 0; j < 6; ++j) {
      const double energy = low + (high - low) * rule.nodes[i], theta = angle - reach + 2.0 * reach * rule.nodes[j];
      expected += rule.weights[i] * rule.weights[j] * (high - low) * 2.0 * reach * 2.0 * units::pi * std::sin(theta) *
                  rate::emitted(parents, lines, 0.02, energy, theta);
    }
  }
  constexpr int samples = 150000;
  double hits = 0.0;
  for (int n = 0; n < samples; ++n) {
    RandomStream stream(7, 11, static_cast<std::uint64_t>(n));
    const double p = 1.0 + stream.uniform(), theta2 = -2.0 * width * width * std::log(stream.uniform());
    const double cosine = 1.0 - 0.5 * theta2, sine = std::sqrt(std::max(0.0, 1.0 - cosine * cosine));
    if (cosine < -1.0) continue;
    const double phi = 2.0 * units::pi * stream.uniform();
    const Direction meson{sine * std::cos(phi), sine * std::sin(phi), cosine}, photon = isotropic(stream);
    // A transverse vector: sin^2 of chi to the photon, by the real root of a cubic.
    const double u = stream.uniform(), c = 2.0 * std::cos((std::acos(1.0 - 2.0 * u) + 4.0 * units::pi) / 3.0);
    const double around = 2.0 * units::pi * stream.uniform(), own = std::sqrt(0.25 * k * k - 0.0004);
    const Direction helper = std::abs(photon.z) < 0.9 ? Direction{0.0, 0.0, 1.0} : Direction{1.0, 0.0, 0.0};
    Direction a{photon.y * helper.z - photon.z * helper.y, photon.z * helper.x - photon.x * helper.z,
                photon.x * helper.y - photon.y * helper.x};
    const double norm = std::sqrt(a.x * a.x + a.y * a.y + a.z * a.z);
    a = {a.x / norm, a.y / norm, a.z / norm};
    const Direction b{photon.y * a.z - photon.z * a.y, photon.z * a.x - photon.x * a.z,
                      photon.x * a.y - photon.y * a.x};
    const double s = std::sqrt(1.0 - c * c), ca = s * std::cos(around), cb = s * std::sin(around);
    for (const double sign : {1.0, -1.0}) {
      const FourVector rest{0.5 * k, sign * own * (c * photon.x + ca * a.x + cb * b.x),
                            sign * own * (c * photon.y + ca * a.y + cb * b.y),
                            sign * own * (c * photon.z + ca * a.z + cb * b.z)};
      const FourVector lab =
          boosted(boosted(rest, photon, 0.5 * (M * M + k * k) / (M * k)), meson, std::hypot(p, M) / M);
      const double theta = std::acos(lab.z / std::sqrt(lab.x * lab.x + lab.y * lab.y + lab.z * lab.z));
      if (lab.e > low && lab.e < high && std::abs(theta - angle) < reach) hits += 1.0;
    }
  }
  const double simulated = hits / samples * 0.5 * sum_of(lines);
  EXPECT_NEAR(simulated / expected, 1.0, 4.0 / std::sqrt(hits) + 0.01) << hits;
  EXPECT_GT(hits, 2000.0);
}

TEST(DarkMatterFlux, NumbersOfMesonsAreThoseOfTheTable) {
  for (const std::string& name : flux::proton_beam_names()) {
    const flux::ProtonBeam beam = flux::proton_beam(name);
    for (const flux::BeamMesons& meson : beam.mesons) {
      const math::QuadratureRule rule = math::gauss_legendre(120);
      double number = 0.0;
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double p = meson.highest_momentum() * std::pow(rule.nodes[i], 2);
        for (size_t j = 0; j < rule.nodes.size(); ++j) {
          for (const double from : {0.0, 0.5 * units::pi}) {
            const double t = rule.nodes[j], theta = from + 0.5 * units::pi * t * t;
            number += rule.weights[i] * rule.weights[j] * 4.0 * units::pi * units::pi * rule.nodes[i] * t *
                      meson.highest_momentum() * std::sin(theta) * meson.density(p, std::cos(theta));
          }
        }
      }
      EXPECT_NEAR(number / meson.per_proton(), 1.0, 1e-3) << name << " " << meson.meson();
    }
  }
  EXPECT_THROW(flux::proton_beam("booster"), UserError);
  EXPECT_THROW(flux::BeamMesons("rho", "bmpt", 120.0, 12.0, 1.0), UserError);
  EXPECT_THROW(flux::BeamMesons("eta", "burman-smith", 0.8, 12.0, 1.0), UserError);
}

// dN/dk^2 of A' per proton, by the integral over pT that process/millicharge.cc has in closed form.
TEST(DarkMatterFlux, RadiatedPhotonsAddUpToTheSplitting) {
  rate::DarkMatterOptions options;
  options.off_shell_scale = 0.0;
  const rate::DarkMatterProduction production(flux::proton_beam("lbnf"), options);
  const double mass = 0.4, E = production.beam().energy(), proton = constants::proton_mass;
  const rate::MovingParents parents = production.radiated(mass);
  const math::QuadratureRule rule = math::gauss_legendre(100);
  double number = 0.0, expected = 0.0;
  const double slow = std::sqrt(0.01 * E * E - mass * mass), fast = std::sqrt(0.81 * E * E - mass * mass);
  for (size_t i = 0; i < 100; ++i) {
    const double p = slow + (fast - slow) * rule.nodes[i], top = std::asin(1.0 / p);
    for (size_t j = 0; j < 100; ++j) {
      const double theta = top * rule.nodes[j];
      number += rule.weights[i] * rule.weights[j] * (fast - slow) * top * 2.0 * units::pi * std::sin(theta) *
                parents.density(p, std::cos(theta));
    }
    const double z = 0.1 + 0.8 * rule.nodes[i];
    expected += 0.8 * rule.weights[i] * process::splitting_integral(options.splitting, z, 1.0, mass * mass) *
                process::vector_form_factor_squared(mass * mass) *
                process::proton_proton_cross_section(2.0 * proton * E * (1.0 - z)) /
                process::proton_proton_cross_section(2.0 * proton * (E + proton));
  }
  EXPECT_NEAR(number / expected, 1.0, 2e-3);
}

TEST(DarkMatterFlux, SpectraGoWithEpsilonSquared) {
  const rate::DarkMatterProduction production(flux::proton_beam("booster-dump"));
  DarkMatter matter{DarkMatterSpin::scalar, 0.1, 0.3, 1e-4, 0.5, 0.0};
  const auto before = production.spectra(matter, false, {1.0}, {0.0});
  matter.epsilon = 2e-4;
  const auto after = production.spectra(matter, false, {1.0}, {0.0});
  ASSERT_EQ(before.size(), 2u);  // no pi0
  for (size_t i = 0; i < before.size(); ++i) {
    EXPECT_NEAR(after[i].density[0] / before[i].density[0], 4.0, 1e-5) << before[i].source;
  }
}

TEST(DarkMatterFlux, WhatNothingMakesIsRefused) {
  const rate::DarkMatterProduction production(flux::proton_beam("lampf"));
  try {
    (void)production.spectra({DarkMatterSpin::scalar, 0.1, 0.3, 1e-4, 0.5, 0.0}, false, {0.3}, {0.0});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("heavier than all its mesons"), std::string::npos) << error.what();
  }
  // Off the shell of A' there are fewer, not none.
  const auto off = production.spectra({DarkMatterSpin::scalar, 0.05, 0.09, 1e-4, 0.5, 0.0}, false, {0.1}, {0.0});
  EXPECT_GT(off.at(0).density[0], 0.0);
}

}  // namespace
