#include "tridens/rate/dark_matter_rate.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

using namespace tridens;
using detector::Body;
using detector::DarkSignal;
using model::DarkMatter;
using model::DarkMatterSpin;

namespace {

detector::DarkMatterExperiment example(DarkSignal signal, double low = 0.1, double high = 5.0) {
  detector::DarkMatterExperiment result;
  result.name = "example";
  result.sources = {"a paper"};
  result.beam = "lbnf";
  result.protons = 1e21;
  result.material = "Ar";
  result.density = 1.4;
  result.body = Body::sphere(1.0, {0.0, 0.0, 400.0});
  result.signal = signal;
  result.lowest_energy = low;
  result.highest_energy = high;
  result.energy_edges = {low, high};
  result.excluded_events = 10.0;
  return result;
}

/// Mesons alone: quick.
rate::DarkMatterRate rate_of(const detector::DarkMatterExperiment& experiment) {
  rate::DarkMatterOptions options;
  options.bremsstrahlung = false;
  return rate::DarkMatterRate(experiment, options, 16);
}

DarkMatter scalar(double epsilon = 1e-4) {
  return {DarkMatterSpin::scalar, 0.02, 0.06, epsilon, 0.5, 0.0};
}

// A small ball far away on the axis: flux x 1/d^2 x electrons x cross section, by another rule in the energy.
TEST(DarkMatterRate, EventsAreFluxTimesElectronsTimesCrossSection) {
  rate::DarkMatterOptions options;
  options.bremsstrahlung = false;
  const rate::DarkMatterRate rate(example(DarkSignal::electron), options);
  const process::DarkMatterScattering electrons(scalar(), process::DarkTarget::electron);
  std::vector<double> energies;
  const int steps = 1500;
  const double low = 0.1, high = 40.0;
  for (int i = 0; i < steps; ++i) energies.push_back(low * std::pow(high / low, (i + 0.5) / steps));
  double sum = 0.0;
  for (const auto& spectrum : rate.production().spectra(scalar(), false, energies, {0.0})) {
    for (size_t i = 0; i < energies.size(); ++i) {
      sum += energies[i] * std::log(high / low) / steps * spectrum.density[i] *
             electrons.cross_section(energies[i], 0.1, 5.0);
    }
  }
  const double volume = 4.0 * units::pi / 3.0;
  const double number = volume * 1.4e6 * constants::avogadro_per_mol / 39.948 * 18.0;
  EXPECT_NEAR(rate.events(scalar()).events() / (1e21 * sum / units::m2 * number / (400.0 * 400.0)), 1.0, 5e-3);
}

TEST(DarkMatterRate, EventsGoWithTheFourthPowerOfEpsilon) {
  const rate::DarkMatterRate rate = rate_of(example(DarkSignal::electron));
  EXPECT_NEAR(rate.events(scalar(2e-4)).events() / rate.events(scalar()).events(), 16.0, 1e-4);
}

// Scattering goes with alpha_D; so does production off the shell, while on it only the width changes.
TEST(DarkMatterRate, EventsGoWithAlphaDOnTheShellOfAPrime) {
  const rate::DarkMatterRate rate = rate_of(example(DarkSignal::electron));
  DarkMatter weak = scalar(), weaker = scalar();
  weak.alpha_D = 2e-3;
  weaker.alpha_D = 1e-3;
  EXPECT_NEAR(rate.events(weak).events() / rate.events(weaker).events(), 2.0, 5e-3);
}

TEST(DarkMatterRate, BinsAddUpToTheWindow) {
  detector::DarkMatterExperiment binned = example(DarkSignal::nucleon, 0.05, 1.0);
  const double whole = rate_of(binned).events(scalar()).events();
  binned.energy_edges = {0.05, 0.2, 0.4, 1.0};
  const rate::DarkMatterEvents events = rate_of(binned).events(scalar());
  EXPECT_NEAR(events.events() / whole, 1.0, 1e-3);
  EXPECT_GT(events.counts()[0], events.counts()[2]);
}

TEST(DarkMatterRate, CutsOnTheAngleAreCutsOnTheRecoil) {
  detector::DarkMatterExperiment experiment = example(DarkSignal::electron, 0.001, 5.0);
  experiment.smallest_cosine = 0.99;
  const double cut = rate_of(experiment).events(scalar()).events();
  // 1 - cos = m_e/T (1 - T/T_max) for fast dark matter: T = 51 MeV.
  EXPECT_NEAR(cut / rate_of(example(DarkSignal::electron, 0.0505, 5.0)).events(scalar()).events(), 1.0, 0.02);
}

TEST(DarkMatterRate, ExcludedYGivesTheExcludedEvents) {
  const rate::DarkMatterRate rate = rate_of(example(DarkSignal::electron));
  const std::optional<double> y = rate.excluded_y(scalar());
  ASSERT_TRUE(y.has_value());
  EXPECT_NEAR(rate.events(model::with_y(scalar(), *y)).events(), 10.0, 0.01);
  detector::DarkMatterExperiment blind = example(DarkSignal::electron);
  blind.excluded_events = 1e30;
  EXPECT_FALSE(rate_of(blind).excluded_y(scalar()).has_value());
}

// Long lives: as many decays as volume over flight, and their number goes with the width.
TEST(DarkMatterRate, LongLivedStatesDecayEvenlyAlongTheirWay) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.03, 0.09, 1e-5, 0.1, 0.004};
  rate::DarkMatterOptions options;
  options.bremsstrahlung = false;
  const rate::DarkMatterRate rate(example(DarkSignal::decay, 1e-4, 100.0), options);
  std::vector<double> energies;
  const int steps = 1500;
  const double low = matter.heavier_mass() * 1.0001, high = 60.0, mass = matter.heavier_mass();
  for (int i = 0; i < steps; ++i) energies.push_back(low * std::pow(high / low, (i + 0.5) / steps));
  const double width = model::excited_width(matter) * units::m;
  double sum = 0.0;
  for (const auto& spectrum : rate.production().spectra(matter, true, energies, {0.0})) {
    for (size_t i = 0; i < energies.size(); ++i) {
      const double flight = std::sqrt(std::pow(energies[i] / mass, 2) - 1.0) / width;
      sum += energies[i] * std::log(high / low) / steps * spectrum.density[i] * std::exp(-400.0 / flight) / flight;
    }
  }
  double beam = 0.0, inside = 0.0;
  for (const auto& part : rate.events(matter).parts) (part.name.starts_with("chi2") ? beam : inside) += part.total();
  // The window cuts off pairs below 0.1 MeV only, of which there are none.
  EXPECT_NEAR(beam / (1e21 * sum * 4.0 * units::pi / 3.0 / 16e4), 1.0, 0.01);
  EXPECT_GT(inside, 0.0);
  EXPECT_LT(inside, beam);
}

TEST(DarkMatterRate, ConditionsThatFailAreNamed) {
  const auto message = [](const rate::DarkMatterRate& rate, const DarkMatter& matter) -> std::string {
    try {
      (void)rate.events(matter);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  const rate::DarkMatterRate electrons(example(DarkSignal::electron));
  EXPECT_NE(message(electrons, {DarkMatterSpin::scalar, 1.5, 4.5, 1e-4, 0.5, 0.0}).find("heavier than all"),
            std::string::npos);
  EXPECT_NE(message(rate::DarkMatterRate(example(DarkSignal::nucleus, 200.0, 210.0)), scalar()).find("no target"),
            std::string::npos);
  const rate::DarkMatterRate decays(example(DarkSignal::decay));
  EXPECT_NE(message(decays, scalar()).find("splitting"), std::string::npos);
  EXPECT_NE(message(decays, {DarkMatterSpin::fermion, 0.02, 0.06, 1e-4, 0.5, 0.0005}).find("2 m_e"), std::string::npos);
  detector::DarkMatterExperiment unknown = example(DarkSignal::electron);
  unknown.beam = "ps";
  EXPECT_THROW(rate::DarkMatterRate{unknown}, UserError);
}

}  // namespace
