// Millicharged particles from the atmosphere: flux, energy loss, scatters in detectors.
#include "tridens/model/millicharge.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"
#include "tridens/matter/parton_density.hh"
#include "tridens/rate/millicharge_rate.hh"

namespace tridens::rate {
namespace {

const MillichargeProduction& mesons_only() {
  static const MillichargeProduction production = [] {
    MillichargeInputs inputs;
    inputs.bremsstrahlung = inputs.drell_yan = false;
    return MillichargeProduction(inputs);
  }();
  return production;
}

double integral(const MillichargeFlux& flux, const std::vector<double>& density, double power) {
  double sum = 0.0;
  for (size_t i = 0; i + 1 < density.size(); ++i) {
    const double step = std::log((flux.energies[i + 1] - flux.mass) / (flux.energies[i] - flux.mass));
    const auto at = [&](size_t k) {
      return density[k] * (flux.energies[k] - flux.mass) * std::pow(flux.energies[k], power);
    };
    sum += 0.5 * step * (at(i) + at(i + 1));
  }
  return sum;
}

TEST(MillichargeFlux, NumbersAndEnergiesOfTheParents) {
  const MillichargeFlux flux = mesons_only().flux(0.05);
  const std::vector<flux::NucleonNode> nodes = flux::nucleon_nodes(flux::CosmicRayNucleons{});
  for (const MillichargeSpectrum& source : flux.sources) {
    const flux::MesonProduction production = flux::meson_production(source.source);
    double parents = 0.0, energy = 0.0;
    for (const flux::NucleonNode& node : nodes) parents += node.nucleons * production.multiplicity(node.energy);
    constexpr int steps = 3000;
    for (int i = 0; i < steps; ++i) {
      const double y = -14.0 + 28.0 * (i + 0.5) / steps;
      energy +=
          flux::meson_intensity(production, nodes, y) * production.transverse_mass() * std::cosh(y) * 28.0 / steps;
    }
    double yield = 0.0, share = 0.0;
    for (const model::DecayPoint& line :
         model::millicharge_lines(model::electromagnetic_meson(source.source), flux.mass)) {
      yield += line.weight;
      share += line.weight * line.energy / production.mass;
    }
    EXPECT_NEAR(integral(flux, source.density, 0.0) / (parents * yield), 1.0, 0.02) << source.source;
    EXPECT_NEAR(integral(flux, source.density, 1.0) / (energy * share), 1.0, 0.03) << source.source;
  }
  EXPECT_THROW(mesons_only().flux(0.0), UserError);
}

TEST(MillichargeFlux, ParentsAgainstAMonteCarlo) {
  // One line of parents with dPhi/dy = e^-y: spectrum of an isotropic two-body decay.
  const double parent = 1.0, mass = 0.2;
  const ParentFlux flux(parent, 1.2, 12.0, 241, [](double y) { return y > 0.0 ? std::exp(-y) : 0.0; });
  RandomStream random(3, 5, 0);
  const double low = 1.5, high = 2.5, momentum = std::sqrt(0.25 - mass * mass);
  double inside = 0.0;
  constexpr int events = 400000;
  for (int i = 0; i < events; ++i) {
    const double y = -std::log(random.uniform()), boost = 1.2 * std::cosh(y);
    const double energy = boost * 0.5 + std::sqrt(boost * boost - 1.0) * momentum * (2.0 * random.uniform() - 1.0);
    if (energy > low && energy < high) inside += 1.0 / events;
  }
  double sum = 0.0;
  for (int i = 0; i < 200; ++i)
    sum += flux.isotropic(low + (high - low) * (i + 0.5) / 200, mass, 0.5) * (high - low) / 200;
  EXPECT_NEAR(sum / inside, 1.0, 0.015);
}

TEST(MillichargeFlux, ComponentsAndTheirOrder) {
  MillichargeInputs inputs;
  const MillichargeProduction production(inputs);
  const auto integrals = [&](double mass) {
    const MillichargeFlux flux = production.flux(mass);
    std::map<std::string, double> result;
    for (const MillichargeSpectrum& source : flux.sources) result[source.source] = integral(flux, source.density, 0.0);
    return result;
  };
  auto light = integrals(0.02);
  EXPECT_GT(light["pi0"], light["eta"]);
  EXPECT_GT(light["eta"], light["omega"]);
  EXPECT_GT(light["bremsstrahlung"], 0.0);
  auto heavy = integrals(1.8);
  EXPECT_FALSE(heavy.contains("phi"));
  EXPECT_FALSE(heavy.contains("bremsstrahlung"));
  EXPECT_GT(heavy["drell-yan"], heavy["Upsilon(1S)"]);
  inputs.off_shell_scale = 0.0;
  inputs.drell_yan = false;
  const MillichargeFlux bare = MillichargeProduction(inputs).flux(0.3);
  // Without off-shell form factor bremsstrahlung outnumbers all mesons, as published.
  EXPECT_GT(integral(bare, bare.sources.back().density, 0.0), 10.0 * integrals(0.3)["omega"]);
  inputs.lowest_z = 0.95;
  EXPECT_THROW(MillichargeProduction{inputs}, UserError);
}

TEST(MillichargeFlux, DrellYanAgainstADirectSum) {
  // The flux of heavy pairs at low mass of chi: two particles per pair, so half the integral is the number of pairs.
  MillichargeInputs inputs;
  inputs.mesons = inputs.bremsstrahlung = false;
  inputs.lowest_pair_mass = 4.0;
  const MillichargeFlux flux = MillichargeProduction(inputs).flux(0.05);
  const auto partons = matter::make_parton_density("grv94lo,border=freeze");
  const auto quarks = [](const matter::PartonValues& a, const matter::PartonValues& b) {
    namespace parton = matter::parton;
    return 4.0 / 9.0 *
               (a[parton::u] * b[parton::ubar] + a[parton::ubar] * b[parton::u] + a[parton::c] * b[parton::cbar] +
                a[parton::cbar] * b[parton::c]) +
           1.0 / 9.0 *
               (a[parton::d] * b[parton::dbar] + a[parton::dbar] * b[parton::d] + a[parton::s] * b[parton::sbar] +
                a[parton::sbar] * b[parton::s] + a[parton::b] * b[parton::bbar] + a[parton::bbar] * b[parton::b]);
  };
  // Sum over nucleons, masses and x_F: d^2sigma/dM^2 dx_F = 4 pi alpha^2/(9 M^2 s) sum/(x1 x2 (x1 + x2)).
  const double alpha = constants::fine_structure;
  double pairs = 0.0;
  for (const flux::NucleonNode& node : flux::nucleon_nodes(flux::CosmicRayNucleons{})) {
    const double s = 2.0 * constants::proton_mass * (node.energy + constants::proton_mass);
    double cross_section = 0.0;
    constexpr int masses = 24, steps = 60;
    for (int i = 0; i < masses; ++i) {
      const double m = 4.0 * std::pow(20.0, (i + 0.5) / masses), Q2 = m * m;
      if (Q2 >= s) break;
      for (int k = 0; k < steps; ++k) {
        const double xF = -1.0 + 2.0 * (k + 0.5) / steps, root = std::sqrt(xF * xF + 4.0 * Q2 / s);
        const double x1 = 0.5 * (root + xF), x2 = 0.5 * (root - xF);
        if (x1 >= 1.0 || x2 >= 1.0) continue;
        matter::PartonValues a{}, b{};
        partons->evaluate_average(node.nucleons > 0.0 ? node.protons / node.nucleons : 0.5, &x1, &Q2, 1, &a);
        partons->evaluate_average(0.5, &x2, &Q2, 1, &b);
        cross_section += 4.0 * units::pi * alpha * alpha / (9.0 * Q2 * s) * quarks(a, b) / (x1 * x2 * (x1 + x2)) *
                         (2.0 / steps) * 2.0 * Q2 * std::log(20.0) / masses;
      }
    }
    pairs += node.nucleons * cross_section * flux::air_mass_number / (flux::air_cross_section_mb * 1e-27 * units::cm2);
  }
  EXPECT_NEAR(0.5 * integral(flux, flux.sources.at(0).density, 0.0) / pairs, 1.0, 0.05);
}

TEST(EnergyLoss, ClosedFormsAgainstSteps) {
  const EnergyLoss loss;
  const double epsilon2 = 3e-3, depth = 2000.0, mass = 0.1;
  double energy = 50.0;
  constexpr int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double half = energy - 0.5 * depth / steps * epsilon2 * (loss.a + loss.b * energy);
    energy -= depth / steps * epsilon2 * (loss.a + loss.b * half);
  }
  EXPECT_NEAR(loss.after(50.0, mass, epsilon2, depth) / energy, 1.0, 1e-8);
  // int dE/(a + bE) from m to E.
  double range = 0.0;
  for (int i = 0; i < steps; ++i) {
    const double at = mass + (50.0 - mass) * (i + 0.5) / steps;
    range += (50.0 - mass) / steps / (epsilon2 * (loss.a + loss.b * at));
  }
  EXPECT_NEAR(loss.range_mwe(50.0, mass, epsilon2) / range, 1.0, 1e-8);
  EXPECT_EQ(loss.after(50.0, mass, epsilon2, 1.001 * range), 0.0);
  EXPECT_GT(loss.after(50.0, mass, epsilon2, 0.999 * range), mass);
  EXPECT_THROW(loss.range_mwe(1.0, 0.1, 0.0), UserError);
}

TEST(Scatters, PoissonProbabilities) {
  EXPECT_NEAR(scatter_probability(0.01).one_or_more / 9.95017e-3, 1.0, 1e-6);
  EXPECT_NEAR(scatter_probability(0.01).two_or_more / 4.96679e-5, 1.0, 1e-6);
  EXPECT_NEAR(scatter_probability(0.1).one_or_more / 0.0951626, 1.0, 1e-6);
  EXPECT_NEAR(scatter_probability(0.1).two_or_more / 4.67884e-3, 1.0, 1e-6);
  for (const double x : {1e-9, 0.999e-3, 1.001e-3, 3.0}) {
    const ScatterProbability p = scatter_probability(x);
    EXPECT_NEAR((p.exactly_one + p.two_or_more) / p.one_or_more, 1.0, 1e-12);
  }
  const ScatterProbability small = scatter_probability(1e-7);
  EXPECT_NEAR(small.two_or_more / small.one_or_more / 0.5e-7, 1.0, 1e-6);
}

TEST(ChordLengths, MeansAndSquares) {
  EXPECT_NEAR(ChordLengths::sphere(3.0).mean_m(), 4.0, 1e-12);
  const auto mean_square = [](const ChordLengths& chords) {
    double sum = 0.0;
    for (const double length : chords.lengths_m())
      sum += length * length / static_cast<double>(chords.lengths_m().size());
    return sum;
  };
  EXPECT_NEAR(mean_square(ChordLengths::sphere(3.0)), 18.0, 1e-3);  // 2 R^2
  // A flat cylinder is a slab: l = H/cos(theta), p = 2 cos(theta) dcos(theta).
  const ChordLengths slab = ChordLengths::cylinder(1000.0, 1.0);
  double short_share = 0.0;
  for (const double length : slab.lengths_m()) short_share += length < 2.0 ? 1.0 / 512 : 0.0;
  EXPECT_NEAR(short_share, 0.75, 0.01);  // cos(theta) > 1/2
  // A cube: mean square of the chords is int l^2 = 4 V/S <l>_points... checked against the distances of pairs of
  // points, <1/r^2> = S <l^2>_chords .../ here: mean fourth power moment S <l^4>/(12 pi V^2) = 1 for every convex body.
  for (const ChordLengths& body : {ChordLengths::box(2.0, 2.0, 2.0), ChordLengths::cylinder(1.0, 2.0)}) {
    double fourth = 0.0;
    for (const double length : body.lengths_m()) fourth += std::pow(length, 4) / 512.0;
    EXPECT_NEAR(fourth * body.surface_m2() * units::pi / (12.0 * body.volume_m3() * body.volume_m3()), 1.0, 0.02);
  }
  EXPECT_THROW(ChordLengths::sphere(0.0), UserError);
}

TEST(MillichargeEvents, SingleScattersAreFluxTimesElectronsTimesCrossSection) {
  const MillichargeFlux flux = mesons_only().flux(0.1);
  const MillichargeSearch search = millicharge_search("super-kamiokande");
  const double epsilon2 = 1e-12;  // not even the Earth slows them down
  double per_electron = 0.0;
  for (size_t i = 0; i + 1 < flux.energies.size(); ++i) {
    const auto at = [&](size_t k) {
      return flux.total()[k] * (flux.energies[k] - flux.mass) *
             process::recoil_cross_section(flux.energies[k], flux.mass, search.lowest_recoil, search.highest_recoil);
    };
    per_electron +=
        0.5 * (at(i) + at(i + 1)) * std::log((flux.energies[i + 1] - flux.mass) / (flux.energies[i] - flux.mass));
  }
  const double electrons = search.mass_tonnes() * 1e6 / 18.015 * constants::avogadro_per_mol * 10.0;
  const double expected = epsilon2 * epsilon2 * 4.0 * units::pi * electrons * per_electron / units::cm2 * search.years *
                          365.25 * 86400.0 * search.efficiency;
  EXPECT_NEAR(MillichargeEvents(search).expected(flux, epsilon2) / expected, 1.0, 2e-3);
}

TEST(MillichargeEvents, MultipleScattersGrowAsTheThirdPower) {
  const MillichargeFlux flux = mesons_only().flux(0.1);
  const MillichargeEvents multiple(millicharge_search("juno-multiple"));
  EXPECT_NEAR(multiple.expected(flux, 2e-12) / multiple.expected(flux, 1e-12), 8.0, 0.01);
  EXPECT_THROW(multiple.expected(flux, 0.0), UserError);
}

TEST(MillichargeEvents, LimitsOfSuperKamiokandeAndJuno) {
  // Read off arXiv:2104.13924 (mesons alone), epsilon^2; production differs by some tens of per cent.
  const auto limit = [](const char* name, double mass) {
    double lowest = 0.0, highest = 0.0;
    EXPECT_TRUE(MillichargeEvents(millicharge_search(name)).excluded(mesons_only().flux(mass), lowest, highest));
    return lowest;
  };
  EXPECT_NEAR(std::log(limit("super-kamiokande", 0.035) / 2.818e-6), 0.0, std::log(1.5));
  EXPECT_NEAR(std::log(limit("super-kamiokande", 0.190) / 1.571e-5), 0.0, std::log(1.5));
  EXPECT_NEAR(std::log(limit("super-kamiokande", 1.146) / 1.288e-3), 0.0, std::log(1.7));
  EXPECT_NEAR(std::log(limit("juno-single", 0.0862) / 4.571e-6), 0.0, std::log(1.6));
}

TEST(MillichargeEvents, LimitsAreWhereTheSignalIs) {
  const MillichargeEvents events(millicharge_search("super-kamiokande"));
  const MillichargeFlux flux = mesons_only().flux(0.3);
  double lowest = 0.0, highest = 0.0;
  ASSERT_TRUE(events.excluded(flux, lowest, highest));
  EXPECT_NEAR(events.expected(flux, lowest) / events.search().largest_signal, 1.0, 1e-4);
  MillichargeSearch broken = events.search();
  broken.sides_m = {1.0};
  EXPECT_THROW(MillichargeEvents{broken}, UserError);
  broken = events.search();
  broken.lowest_recoil = 0.0;
  EXPECT_THROW(MillichargeEvents{broken}, UserError);
  EXPECT_THROW(millicharge_search("borexino"), UserError);
}

}  // namespace
}  // namespace tridens::rate
