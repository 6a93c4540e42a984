// Double cascades: geometry against Monte Carlo, rates against a sum by hand, limits of short and long lives.
#include "tridens/rate/double_cascade.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/process/registry.hh"

namespace tridens::rate {
namespace {

class PowerLaw final : public flux::DiffuseFlux {
 public:
  double at(Neutrino, double energy, double) const override {
    return energy < 50.0 || energy > 5000.0 ? 0.0 : 1e-3 * std::pow(energy, -3.0);
  }
  double lowest_energy() const override { return 50.0; }
  double highest_energy() const override { return 5000.0; }
  bool isotropic() const override { return true; }
  std::string name() const override { return "power law"; }
  std::vector<std::string> papers() const override { return {}; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return {}; }
};

using detector::Body;
using detector::decay_between;

const Body upright = Body::cylinder(500.0, 1000.0, detector::BodyAxis::z), ball = Body::sphere(560.0);
const DoubleCascadeDetector cylinder{upright, 0.92, 20.0, 1000.0, 5.0, 5.0};

std::shared_ptr<const process::Process> upscatter(const std::string& mass, const std::string& mixing = "1e-3") {
  return process::make_process(
      "upscatter",
      {{Flavour::tau, false}, matter::material("H2O"), nullptr, {{"mass", mass}, {"mixing", mixing}}, nullptr});
}

TEST(DoubleCascades, DecaysInsideAreThoseOfRandomPoints) {
  for (const Body& volume : {upright, ball}) {
    for (const double flight : {15.0, 300.0, 5000.0}) {
      for (const double cosine : {0.0, 0.6, -1.0}) {
        DoubleCascadeDetector detector = cylinder;
        detector.volume = volume;
        const double expected = decay_inside(detector, flight, cosine), sine = std::sqrt(1.0 - cosine * cosine);
        constexpr int all = 60000;
        double sum = 0.0, squares = 0.0;
        for (std::uint64_t i = 0; i < all; ++i) {
          std::array<double, 4> u{};
          uniforms(3, 1, i, 0, u.data(), 4);
          // The distance between 20 and 1000 m, weighted with the chance to decay there.
          const double a = std::exp(-20.0 / flight), b = std::exp(-1000.0 / flight);
          const double distance = -flight * std::log(a - u[3] * (a - b));
          if (!volume.contains(volume.point(u.data()) + detector::Vector{sine, 0.0, cosine} * distance)) continue;
          sum += a - b;
          squares += (a - b) * (a - b);
        }
        const double mean = sum / all, error = std::sqrt(squares / all - mean * mean) / std::sqrt(all);
        EXPECT_NEAR(expected, mean, 4.0 * error + 1e-9) << flight << " " << cosine;
      }
    }
  }
}

TEST(DoubleCascades, TheSimpleFormIsThatOfAWideDetector) {
  DoubleCascadeDetector wide = cylinder;
  wide.volume = Body::cylinder(1e7, 1e7, detector::BodyAxis::z);
  for (const double flight : {3.0, 100.0, 1e5}) {
    const double simple = decay_between(20.0, 1000.0, flight);
    EXPECT_NEAR(decay_inside(wide, flight, 0.4) / simple, 1.0, 3e-4);
    EXPECT_NEAR(simple, std::exp(-20.0 / flight) - std::exp(-1000.0 / flight), 1e-15);
  }
  // Long lives: a straight line in 1/L.
  EXPECT_NEAR(decay_inside(cylinder, 1e9, 0.3) / decay_inside(cylinder, 1e10, 0.3), 10.0, 1e-5);
  // Nothing further than the longest chord.
  DoubleCascadeDetector small = cylinder;
  small.volume = Body::sphere(9.0);
  EXPECT_EQ(decay_inside(small, 100.0, 0.0), 0.0);
}

TEST(DoubleCascades, MeanChordIsThatOfCauchy) {
  // int g dl over all directions is the mean distance to the border, <c^2>/2<c>; -dg/dl at 0 is S_projected/V: S/4V on
  // average.
  for (const Body& volume : {upright, ball}) {
    const math::QuadratureRule rule = math::gauss_legendre(200);
    double slope = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double c = 2.0 * rule.nodes[i] - 1.0;
      slope += rule.weights[i] * (1.0 - volume.overlap({1e-3 * std::sqrt(1.0 - c * c), 0.0, 1e-3 * c})) / 1e-3;
    }
    EXPECT_NEAR(slope / (volume.surface() / (4.0 * volume.volume())), 1.0, 1e-5);
  }
}

TEST(DoubleCascades, RatesAreTheSumByHand) {
  // All decays count, at once and everywhere: the rate is the number of first showers.
  const matter::Material ice = matter::material("H2O");
  DoubleCascadeDetector detector = cylinder;
  detector.lowest_first_GeV = 0.0;
  detector.lowest_second_GeV = 0.0;
  detector.shortest_m = 0.0;
  const auto process = upscatter("1 GeV");
  const DoubleCascadeOptions options{50.0, 5000.0, 16, 24, 6};
  const LongLivedParticle short_lived{1.0, 1e-3, {{0.25, 1.0, false}}};
  const DoubleCascadeYield yield(detector, ice, {process}, short_lived, options);
  const PowerLaw flux;
  const math::QuadratureRule rule = math::gauss_legendre(24);
  double rate = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double E = 50.0 * std::pow(100.0, rule.nodes[i]);
    double sigma = 0.0;
    for (size_t k = 0; k < process->components().size(); ++k) sigma += process->cross_section(k, E).value / units::cm2;
    rate += rule.weights[i] * std::log(100.0) * E * flux.at({}, E, 0.0) * 4.0 * units::pi * sigma;
  }
  const double grams = units::pi * 500.0 * 500.0 * 1000.0 * 1e6 * 0.92;
  const double expected = rate * grams * ice.units_per_tonne() * 1e-6 * 3e7;
  EXPECT_NEAR(yield.produced(flux, 3e7) / expected, 1.0, 2e-3);
  EXPECT_NEAR(yield.events(flux, 3e7) / (0.25 * expected), 1.0, 2e-3);
  // Cross sections scale, and a shorter life does not matter here.
  EXPECT_NEAR(yield.events(flux, 3e7, 2.0) / yield.events(flux, 3e7), 2.0, 1e-4);
}

TEST(DoubleCascades, RatesFollowTheGeometryOfDecays) {
  const DoubleCascadeOptions options{1000.0, 1001.0, 8, 30, 16};
  const LongLivedParticle particle{1.0, 4e-16, {{1.0, 0.5, true}}};  // 0.5 m per unit of p/m
  const auto process = upscatter("1 GeV");
  const DoubleCascadeYield yield(cylinder, matter::material("H2O"), {process}, particle, options);
  const math::QuadratureRule rule = math::gauss_legendre(30), directions = math::gauss_legendre(16);
  double all = 0.0, seen = 0.0;
  const double E = 1000.5;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      const std::array<double, 3> u = {rule.nodes[i], rule.nodes[j], 0.5};
      double value = 0.0;
      process->dsigma(0, &E, u.data(), 1, &value);
      value *= rule.weights[i] * rule.weights[j];
      const double E_X = process->final_state(0, E, u.data())[0].momentum.e;
      if (value == 0.0 || E - E_X < 5.0) continue;
      all += value;
      for (size_t k = 0; k < directions.nodes.size(); ++k) {
        seen += directions.weights[k] * value * std::max(0.0, 1.0 - 5.0 / E_X) *
                decay_inside(cylinder, model::decay_length_m(E_X, 1.0, 4e-16), 2.0 * directions.nodes[k] - 1.0);
      }
    }
  }
  const PowerLaw flux;
  EXPECT_GT(seen / all, 0.1);
  EXPECT_NEAR(yield.events(flux, 1e7) / yield.produced(flux, 1e7) / (seen / all), 1.0, 3e-3);
}

TEST(DoubleCascades, CouplingsWorkTwiceWhileLivesAreLong) {
  const matter::Material ice = matter::material("H2O");
  const model::HeavyNeutrinoCouplings couplings{0.5, {0.0, 0.0, 1e-3}, {}, false};
  const DoubleCascadeYield yield(cylinder, ice, {upscatter("0.5 GeV")}, heavy_neutrino_particle(couplings),
                                 {50.0, 5000.0, 8, 12, 6});
  const PowerLaw flux;
  EXPECT_NEAR(yield.events(flux, 1e8, 1e-4) / yield.events(flux, 1e8, 1e-5), 100.0, 0.5);
  EXPECT_LT(yield.events(flux, 1e8, 1e6), 1e-6 * yield.events(flux, 1e8, 1.0));
  const double wanted = 0.5 * yield.events(flux, 1e8, 1.0);
  const auto scales = scales_with(yield, flux, 1e8, wanted);
  ASSERT_TRUE(scales.has_value());
  EXPECT_NEAR(yield.events(flux, 1e8, scales->first) / wanted, 1.0, 5e-3);
  EXPECT_NEAR(yield.events(flux, 1e8, scales->second) / wanted, 1.0, 2e-2);
  EXPECT_LT(scales->first, scales->second);
  EXPECT_FALSE(scales_with(yield, flux, 1e8, 1e30).has_value());
}

TEST(DoubleCascades, ThresholdsOfShowersTakeEventsAway) {
  const matter::Material ice = matter::material("H2O");
  const PowerLaw flux;
  const auto events = [&](double first, double second, bool flat) {
    DoubleCascadeDetector detector = cylinder;
    detector.lowest_first_GeV = first;
    detector.lowest_second_GeV = second;
    const LongLivedParticle particle{1.0, 1e-16, {{1.0, flat ? 0.5 : 0.6, flat}}};
    return DoubleCascadeYield(detector, ice, {upscatter("1 GeV")}, particle, {50.0, 5000.0, 8, 12, 6})
        .events(flux, 1e8);
  };
  const double all = events(0.0, 0.0, true);
  EXPECT_LT(events(5.0, 0.0, true), all);
  EXPECT_LT(events(0.0, 5.0, true), all);
  EXPECT_NEAR(events(0.0, 0.0, false) / all, 1.0, 1e-12);
  EXPECT_EQ(events(6000.0, 0.0, true), 0.0);
  EXPECT_EQ(events(0.0, 6000.0, false), 0.0);
}

TEST(DoubleCascades, TausFlyFiftyMetresPerPeV) {
  const LongLivedParticle tau = tau_particle();
  EXPECT_NEAR(model::decay_length_m(1e6, tau.mass, tau.width), 49.0, 0.1);
  double branching = 0.0, share = 0.0;
  for (const SecondShower& shower : tau.showers) {
    branching += shower.branching;
    share += shower.branching * shower.share;
  }
  EXPECT_NEAR(branching, 1.0 - 0.1739, 1e-3);
  EXPECT_GT(share / branching, 0.4);
  EXPECT_LT(share / branching, 0.7);
}

TEST(DoubleCascades, PhotonsOfDipolesAreFlat) {
  const LongLivedParticle N = heavy_neutrino_particle({0.5, {}, {0.0, 1e-7, 0.0}, false});
  ASSERT_EQ(N.showers.size(), 1u);
  EXPECT_TRUE(N.showers[0].flat);
  EXPECT_NEAR(N.showers[0].branching, 1.0, 1e-12);
  const LongLivedParticle by_mixing = heavy_neutrino_particle({0.5, {0.0, 0.0, 1e-3}, {}, false});
  double visible = 0.0;
  for (const SecondShower& shower : by_mixing.showers) {
    EXPECT_FALSE(shower.flat);
    visible += shower.branching;
  }
  EXPECT_LT(visible, 0.95);  // three neutrinos are not seen
}

TEST(DoubleCascades, WrongInputIsAnError) {
  const matter::Material ice = matter::material("H2O");
  const auto process = upscatter("1 GeV");
  const LongLivedParticle particle{1.0, 1e-16, {{1.0, 0.5, false}}};
  const DoubleCascadeOptions options{50.0, 5000.0, 4, 4, 2};
  EXPECT_THROW(decay_between(20.0, 10.0, 5.0), UserError);
  EXPECT_THROW(decay_between(20.0, 30.0, 0.0), UserError);
  DoubleCascadeDetector wrong = cylinder;
  wrong.longest_m = 10.0;
  EXPECT_THROW(DoubleCascadeYield(wrong, ice, {process}, particle, options), UserError);
  wrong = cylinder;
  wrong.density = 0.0;
  EXPECT_THROW(DoubleCascadeYield(wrong, ice, {process}, particle, options), UserError);
  EXPECT_THROW(DoubleCascadeYield(cylinder, ice, {}, particle, options), UserError);
  EXPECT_THROW(DoubleCascadeYield(cylinder, ice, {process}, {1.0, 1e-16, {}}, options), UserError);
  EXPECT_THROW(DoubleCascadeYield(cylinder, ice, {process}, particle, {50.0, 40.0, 4, 4, 2}), UserError);
  const DoubleCascadeYield yield(cylinder, ice, {process}, particle, options);
  EXPECT_THROW(yield.events(PowerLaw(), 1e7, 0.0), UserError);
}

}  // namespace
}  // namespace tridens::rate
