#include "tridens/rate/missing_energy.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"

namespace tridens::rate {
namespace {

using process::MuonBremsstrahlung;
using process::RadiatedBoson;

const MuonBeamSearch search;

TEST(MissingEnergy, StableBosonsAreLuminosityTimesCrossSection) {
  const MuonBremsstrahlung process(RadiatedBoson::vector, 0.1, search.atom());
  // 1.98e10 muons times 254.8 g/cm2 of lead.
  EXPECT_NEAR(search.luminosity() * units::cm2, 1.98e10 * 254.8 * 6.02214076e23 / 207.2, 1e25);
  EXPECT_NEAR(RadiatedBosons(search, process).missing({0.0, 1.0}),
              search.luminosity() * process.integral(160.0, 0.5, 1.0), 1e-6);
  MuonBeamSearch half = search;
  half.efficiency = 0.5;
  EXPECT_NEAR(RadiatedBosons(half, process).missing({1.0, 1.0}) / RadiatedBosons(search, process).missing({1.0, 1.0}),
              0.5, 1e-12);
}

TEST(MissingEnergy, EveryBosonDecaysBeforeBetweenOrBehind) {
  const MuonBremsstrahlung process(RadiatedBoson::pseudoscalar, 0.2, search.atom());
  const BosonDecay decay{0.2 / (40.0 * 0.5 * units::m), 0.0};  // about 2 m
  MuonBeamSearch open = search;
  open.shield_m = 0.0;
  const double all = RadiatedBosons(search, process).missing({0.0, 1.0});
  EXPECT_NEAR(RadiatedBosons(open, process).missing(decay) + RadiatedBosons(open, process).displaced(decay), all,
              1e-9 * all);
  const double behind = RadiatedBosons(search, process).missing(decay),
               between = RadiatedBosons(search, process).displaced(decay);
  EXPECT_GT(behind, 0.0);
  EXPECT_LT(behind + between, all);
  // Decays against sampled flight paths.
  double sum = 0.0, norm = 0.0;
  RandomStream random(7, 0, 0);
  for (int i = 0; i < 20000; ++i) {
    const double x = 0.5 + 0.4993 * random.uniform(), weight = process.differential(160.0, x);
    const double momentum = std::sqrt(x * x * 160.0 * 160.0 - 0.04);
    const double flight = -std::log(random.uniform()) * momentum / (0.2 * decay.width) / units::m;
    norm += weight;
    if (flight > search.shield_m && flight < search.length_m) sum += weight;
  }
  EXPECT_NEAR(between / all, sum / norm, 0.015);
  // Invisible decays are counted wherever they happen.
  EXPECT_NEAR(RadiatedBosons(search, process).missing({decay.width, 0.4}), 0.4 * all + 0.6 * behind, 1e-9 * all);
}

TEST(MissingEnergy, PairsThroughAMasslessVectorGrowWithTheLogarithmOfTheirMass) {
  // dN/dln m_chi^2 = -N_V(0)/(12 pi^2) for light fermions.
  const double light = massless_mediator_events(search, 1e-4), lighter = massless_mediator_events(search, 1e-5);
  const MuonBremsstrahlung massless(RadiatedBoson::vector, 0.0, search.atom());
  const double vector = search.luminosity() * massless.integral(160.0, 0.5, 1.0);
  const double slope = vector * std::log(100.0) / (12.0 * units::pi * units::pi);
  EXPECT_NEAR((lighter - light) / slope, 1.0, 1e-3);
  EXPECT_LT(massless_mediator_events(search, 1.0), massless_mediator_events(search, 0.1));
  EXPECT_THROW(massless_mediator_events(search, 0.0), UserError);
}

TEST(MissingEnergy, ExcludedCouplingsAreTheCrossingsOfTheSignal) {
  const auto signal = [](double g) { return 1e6 * g * g * std::exp(-g * g * 1e4); };
  const auto found = excluded_couplings(signal, 2.3, 1e-6, 1.0);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(signal(found->low), 2.3, 1e-5);
  EXPECT_NEAR(signal(found->high), 2.3, 1e-4);
  EXPECT_LT(found->low, 1e-2);
  EXPECT_GT(found->high, 1e-2);
  EXPECT_FALSE(excluded_couplings(signal, 1e3, 1e-6, 1.0).has_value());
  EXPECT_EQ(excluded_couplings([](double g) { return g; }, 0.5, 1e-3, 10.0)->high, 10.0);
  EXPECT_THROW(excluded_couplings(signal, 1.0, 1.0, 0.1), UserError);
}

TEST(MissingEnergy, WrongSearchesAreRefused) {
  const MuonBremsstrahlung process(RadiatedBoson::vector, 0.1, search.atom());
  for (const auto& spoil :
       {+[](MuonBeamSearch& s) { s.efficiency = 1.1; }, +[](MuonBeamSearch& s) { s.muons = 0.0; },
        +[](MuonBeamSearch& s) { s.highest_outgoing_energy = 160.0; }, +[](MuonBeamSearch& s) { s.length_m = 0.5; }}) {
    MuonBeamSearch wrong = search;
    spoil(wrong);
    EXPECT_THROW(RadiatedBosons(wrong, process).missing({}), UserError);
  }
}

}  // namespace
}  // namespace tridens::rate
