#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/flux/detail/reactor_spectra.hh"
#include "tridens/flux/moments.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

using detail::AboveFit;
using detail::BelowTable;
using detail::BrokenLine;

constexpr Neutrino nuebar{Flavour::electron, true};
constexpr double MeV = units::MeV;

Flux make(const std::string& settings) {
  return reactor().make("reactor," + settings);
}

const Spectrum& spectrum(const Flux& flux) {
  return flux.spectrum(nuebar);
}

std::string refusal(const std::string& settings) {
  try {
    make(settings);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

double between(const BrokenLine& line, double from_MeV, double to_MeV) {
  return detail::to_spectrum(line).integral(from_MeV * MeV, to_MeV * MeV);
}

double per_fission(const std::string& set, size_t isotope, double from_MeV, double to_MeV) {
  return between(detail::fission_spectrum(set, isotope, BelowTable::none, AboveFit::none).line, from_MeV, to_MeV);
}

// Independent integral of exp(polynomial) by Simpson's rule, coefficients typed from the papers.
double simpson(const std::vector<double>& a, double from, double to) {
  const auto f = [&a](double x) {
    double exponent = 0.0;
    double power = 1.0;
    for (const double coefficient : a) {
      exponent += coefficient * power;
      power *= x;
    }
    return std::exp(exponent);
  };
  constexpr int n = 600;
  double sum = f(from) + f(to);
  for (int i = 1; i < n; ++i) sum += (i % 2 == 1 ? 4.0 : 2.0) * f(from + (to - from) * i / n);
  return sum * (to - from) / (3.0 * n);
}

TEST(Reactor, FluxOfOneGigawattAtTenMetresWithoutCapture) {
  // 1e9 W / 205.84 MeV x 5.62 antineutrinos per fission / (4 pi (10 m)^2).
  const Flux flux = make("power=1GW,distance=10m,neutron_capture=0");
  EXPECT_NEAR(spectrum(flux).integral() / 1.357e13, 1.0, 2e-3);
  EXPECT_EQ(flux.exposure_unit, "s");
  EXPECT_EQ(flux.normalisation, Normalisation::absolute);
  EXPECT_DOUBLE_EQ(flux.distance_m, 10.0);
  EXPECT_EQ(flux.spectra.size(), 1u);
  const Flux older = make("power=1GW,distance=10m,neutron_capture=0,energies=kopeikin2004");
  EXPECT_NEAR(spectrum(older).integral() / 1.361e13, 1.0, 2e-3);
}

TEST(Reactor, AntineutrinosPerFission) {
  const Flux flux = make("power=1GW,distance=10m,neutron_capture=0");
  const double fissions = 1e9 / (205.8415 * 1.602176634e-13);
  const double yield = spectrum(flux).integral() * 4.0 * units::pi * 1e6 / fissions;
  EXPECT_NEAR(yield, 5.62, 0.01);
}

TEST(Reactor, FluxScalesWithPowerDutyAndInverseSquareOfDistance) {
  const double one = spectrum(make("power=1GW,distance=10m")).integral();
  EXPECT_NEAR(spectrum(make("power=2000MW,distance=20m,duty=0.8")).integral(), 0.4 * one, 1e-12 * one);
}

TEST(Reactor, PolynomialsIntegrateToTheirPublishedValues) {
  const double huber_mueller[] = {1.687, 2.244, 1.262, 1.615};
  const double vogel_engel[] = {1.649, 2.080, 1.235, 1.628};
  const double mueller[] = {1.680, 2.244, 1.271, 1.609};
  for (size_t i = 0; i < detail::isotope_count; ++i) {
    EXPECT_NEAR(per_fission("huber-mueller", i, 2.0, 8.0), huber_mueller[i], 6e-4) << i;
    EXPECT_NEAR(per_fission("mueller", i, 2.0, 8.0), mueller[i], 6e-4) << i;
    EXPECT_NEAR(per_fission("vogel-engel", i, 2.0, 8.0), vogel_engel[i], 6e-4) << i;
  }
}

TEST(Reactor, NodesOfAPolynomialHoldTo1e5) {
  const std::vector<double> huber_u235 = {4.367, -4.577, 2.100, -0.5294, 0.06186, -0.002777};
  const BrokenLine line = detail::fission_spectrum("huber-mueller", 0, BelowTable::none, AboveFit::none).line;
  for (const double from : {2.0, 3.3, 5.0, 7.0}) {
    const double to = from + 1.0;
    EXPECT_NEAR(between(line, from, to) / simpson(huber_u235, from, to), 1.0, 1e-5) << from;
  }
  for (double x = 2.0005; x < 8.0; x += 0.0137) {
    double exponent = 0.0;
    for (size_t k = huber_u235.size(); k-- > 0;) exponent = exponent * x + huber_u235[k];
    EXPECT_NEAR(line.at(x * MeV) * MeV / std::exp(exponent), 1.0, 1.5e-5) << x;
  }
}

TEST(Reactor, BelowTwoMeVTheTableOfVogelAndEngel) {
  const double expected[] = {4.035, 4.518, 3.859, 4.291};
  for (size_t i = 0; i < detail::isotope_count; ++i) {
    const BrokenLine line = detail::fission_spectrum("huber-mueller", i, BelowTable::vogel_engel, AboveFit::none).line;
    EXPECT_NEAR(between(line, 0.0, 2.0), expected[i], 1e-3) << i;
    EXPECT_DOUBLE_EQ(line.at(0.007 * MeV), 0.0);
  }
}

TEST(Reactor, JointAtTwoMeVIsContinuousToSixPercent) {
  double largest = 0.0;
  for (size_t i = 0; i < detail::isotope_count; ++i) {
    const BrokenLine line = detail::fission_spectrum("huber-mueller", i, BelowTable::vogel_engel, AboveFit::none).line;
    const double step = std::abs(line.at(1.99999 * MeV) / line.at(2.00001 * MeV) - 1.0);
    EXPECT_LT(step, 0.065) << i;
    largest = std::max(largest, step);
  }
  EXPECT_GT(largest, 0.01);  // it is a step, not a smoothing
}

TEST(Reactor, SpectraAgreeAboveTwoMeVAsTheFieldKnows) {
  // 2 to 7.3 MeV: U235 1.57 to 1.68, except Avignone (1.92) which is known to be high.
  for (const char* set : {"huber-mueller", "mueller", "vogel-engel", "kopeikin", "summation", "silaeva", "huber-table",
                          "mueller-table"}) {
    const double value = per_fission(set, 0, 2.0, 7.3);
    EXPECT_GT(value, 1.55) << set;
    EXPECT_LT(value, 1.70) << set;
  }
  EXPECT_NEAR(per_fission("avignone", 0, 2.0, 7.3), 1.92, 0.03);
}

TEST(Reactor, TablesFollowTheFitsOfTheSamePaper) {
  for (size_t i = 0; i < detail::isotope_count; ++i) {
    EXPECT_NEAR(per_fission("huber-table", i, 2.0, 8.0) / per_fission("huber-mueller", i, 2.0, 8.0), 1.0, 0.012) << i;
    EXPECT_NEAR(per_fission("mueller-table", i, 2.0, 8.0) / per_fission("mueller", i, 2.0, 8.0), 1.0, 0.012) << i;
  }
}

TEST(Reactor, EveryCaptureGivesTwoAntineutrinosBelow1p3MeV) {
  const BrokenLine line = detail::capture_spectrum().line;
  EXPECT_NEAR(line.integral(), 2.0, 5e-3);
  EXPECT_DOUBLE_EQ(between(line, 1.3, 12.0), 0.0);
  const double none = spectrum(make("power=1GW,distance=10m,neutron_capture=0")).integral();
  const double typical = spectrum(make("power=1GW,distance=10m")).integral();
  EXPECT_NEAR((typical - none) / none, 0.6 * 2.0 / 5.62, 2e-3);
  const double above = spectrum(make("power=1GW,distance=10m")).integral(1.3 * MeV, 10.0 * MeV);
  EXPECT_NEAR(spectrum(make("power=1GW,distance=10m,neutron_capture=0")).integral(1.3 * MeV, 10.0 * MeV) / above, 1.0,
              1e-12);
}

TEST(Reactor, NoCaptureByDefaultWithoutU238) {
  const double pure = spectrum(make("power=1GW,distance=10m,fractions=pure-u235")).integral();
  EXPECT_DOUBLE_EQ(pure, spectrum(make("power=1GW,distance=10m,fractions=1/0/0/0,neutron_capture=0")).integral());
  EXPECT_GT(spectrum(make("power=1GW,distance=10m,fractions=1/0/0/0,neutron_capture=0.6")).integral(), 1.1 * pure);
}

TEST(Reactor, SumOverIsotopesIsExact) {
  const std::string rest = "power=1GW,distance=10m,neutron_capture=0,energies=ma2013,spectrum=hayes,fractions=";
  const double energies[] = {202.36, 205.99, 211.12, 214.26};
  const double fractions[] = {0.58, 0.07, 0.30, 0.05};
  double expected = 0.0;
  double mean = 0.0;
  const char* pure[] = {"1/0/0/0", "0/1/0/0", "0/0/1/0", "0/0/0/1"};
  for (size_t i = 0; i < 4; ++i) {
    expected += fractions[i] * energies[i] * spectrum(make(rest + pure[i])).integral();
    mean += fractions[i] * energies[i];
  }
  EXPECT_NEAR(spectrum(make(rest + "0.58/0.07/0.30/0.05")).integral() * mean / expected, 1.0, 1e-9);
}

TEST(Reactor, EverySetMakesAFluxWithIncreasingEnergiesAndNoNegativeDensity) {
  for (const std::string& set : detail::reactor_sets()) {
    for (const char* below : {"vogel-engel", "bestiole", "none"}) {
      const bool uranium = set == "klapdor";
      const bool three = set == "avignone";
      const std::string fractions = uranium ? "0.7/0/0.3/0" : three ? "0.6/0.1/0.3/0" : "dayabay";
      const Flux flux = make("power=1GW,distance=10m,spectrum=" + set + ",below=" + below + ",fractions=" + fractions);
      const Spectrum& result = spectrum(flux);
      EXPECT_TRUE(std::is_sorted(result.energies.begin(), result.energies.end(), std::less_equal<>())) << set;
      EXPECT_GE(*std::min_element(result.density.begin(), result.density.end()), 0.0) << set;
      EXPECT_FALSE(flux.source.empty());
    }
  }
}

TEST(Reactor, ABelowTableFillsWhatASetDoesNotGive) {
  const std::string common = "power=1GW,distance=10m,neutron_capture=0,spectrum=silaeva,below=";
  const Flux with = make(common + "bestiole");
  const Flux without = make(common + "none");
  EXPECT_DOUBLE_EQ(spectrum(without).integral(0.0, 0.9999 * MeV), 0.0);
  EXPECT_GT(spectrum(with).integral(0.0, 0.9999 * MeV), 0.4 * spectrum(with).integral());
  EXPECT_NEAR(spectrum(with).integral(1.001 * MeV, 10.0 * MeV) / spectrum(without).integral(1.001 * MeV, 10.0 * MeV),
              1.0, 1e-9);
}

TEST(Reactor, IntegralsOfTablesAreThoseOfTheirHeaders) {
  EXPECT_NEAR(per_fission("summation", 0, 0.0, 13.0), 6.07227, 1e-4);
  EXPECT_NEAR(per_fission("summation", 1, 0.0, 13.0), 7.15182, 1e-4);
}

// Moments across the steps at joints, against the midpoint rule on the spectrum itself.
TEST(Reactor, MomentsCrossTheJointsExactly) {
  const Flux flux = make("power=1GW,distance=10m,spectrum=summation,below=vogel-engel");
  const SpectrumMoments moments(spectrum(flux));
  const double from = 9e-3 * MeV;
  double expected[3] = {0.0, 0.0, 0.0};
  const std::vector<double>& nodes = spectrum(flux).energies;
  for (size_t i = 1; i < nodes.size(); ++i) {
    const double low = std::max(from, nodes[i - 1]);
    if (nodes[i] <= low) continue;
    constexpr int n = 400;
    const double width = (nodes[i] - low) / n;
    for (int j = 0; j < n; ++j) {
      const double energy = low + (j + 0.5) * width;
      const double content = spectrum(flux).at(energy) * width;
      expected[0] += content;
      expected[1] += content / energy;
      expected[2] += content / (energy * energy);
    }
  }
  const auto result = moments.above(from);
  for (size_t k = 0; k < 3; ++k) EXPECT_NEAR(result[k] / expected[k], 1.0, 1e-6) << k;
}

// Counts of coherent scattering per kg and year at 0.1 GW and 10 m, pure U235, from
//   dsigma/dT = G_F^2 M/(4 pi) Q_W^2 (1 - M T/(2 E^2)), Q_W = N - (1 - 4 sin^2 theta_W) Z, without form factor.
double counts_per_kg_year(double mass_u, double protons, double neutrons, double threshold_eV) {
  const Flux flux = make("power=0.1GW,distance=10m,fractions=pure-u235");
  const SpectrumMoments moments(spectrum(flux));
  const double mass = mass_u * constants::atomic_mass_unit;
  const double charge = neutrons - (1.0 - 4.0 * 0.23857) * protons;
  const double strength = std::pow(constants::fermi_constant * charge, 2) * mass / (4.0 * units::pi) / units::cm2;
  const double highest = 2.0 * std::pow(8.0 * MeV, 2) / mass;
  const double low = std::log(threshold_eV * units::eV);
  constexpr int n = 4000;
  const double step = (std::log(highest) - low) / n;
  double sum = 0.0;
  for (int i = 0; i < n; ++i) {
    const double recoil = std::exp(low + (i + 0.5) * step);
    const auto above = moments.above(std::sqrt(0.5 * mass * recoil));
    sum += recoil * step * strength * (above[0] - 0.5 * mass * recoil * above[2]);
  }
  const double nuclei_per_kg = 1000.0 / mass_u * constants::avogadro_per_mol;
  return sum * nuclei_per_kg * 365.25 * 86400.0;
}

TEST(Reactor, CountsOfCoherentScatteringPerKilogramAndYear) {
  const double thresholds[] = {1.0, 10.0, 100.0};
  const double silicon[] = {2836.0, 2695.0, 1864.0};
  const double germanium[] = {9340.0, 8283.0, 3795.0};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(counts_per_kg_year(28.085, 14, 14.11, thresholds[i]) / silicon[i], 1.0, 0.03) << thresholds[i];
    EXPECT_NEAR(counts_per_kg_year(72.63, 32, 40.71, thresholds[i]) / germanium[i], 1.0, 0.03) << thresholds[i];
  }
}

TEST(Reactor, BadInputIsRefusedWithAReason) {
  const std::string good = "power=1GW,distance=10m";
  EXPECT_NE(refusal("power=1GW,distance=0m").find("distance"), std::string::npos);
  EXPECT_NE(refusal("power=-1GW,distance=10m").find("power"), std::string::npos);
  EXPECT_NE(refusal("power=1GW,distance=10").find("unit"), std::string::npos);
  EXPECT_NE(refusal("distance=10m").find("power"), std::string::npos);
  EXPECT_NE(refusal(good + ",fractions=0.5/0.1/0.3/0.05").find("0.95"), std::string::npos);
  EXPECT_NE(refusal(good + ",fractions=0.58/0.42").find("4"), std::string::npos);
  EXPECT_NE(refusal(good + ",fractions=1.5/-0.5/0/0").find("negative"), std::string::npos);
  EXPECT_NE(refusal(good + ",fractions=dayaby").find("dayabay"), std::string::npos);
  EXPECT_NE(refusal(good + ",spectrum=huber-muller").find("huber-mueller"), std::string::npos);
  EXPECT_NE(refusal(good + ",spectrum=klapdor").find("u238"), std::string::npos);
  EXPECT_NE(refusal(good + ",spectrum=avignone").find("pu241"), std::string::npos);
  EXPECT_NE(refusal(good + ",duty=0").find("duty"), std::string::npos);
  EXPECT_NE(refusal(good + ",duty=1.2").find("duty"), std::string::npos);
  EXPECT_NE(refusal(good + ",neutron_capture=-1").find("neutron_capture"), std::string::npos);
  EXPECT_NE(refusal(good + ",energies=ma2014").find("ma2013"), std::string::npos);
  EXPECT_NE(refusal(good + ",below=nothing").find("none"), std::string::npos);
  EXPECT_NE(refusal(good + ",spectra=mueller").find("spectrum"), std::string::npos);
}

TEST(Reactor, WithoutPowerAndDistanceIsAShape) {
  const Flux shape = make_source("reactor"), flux = make_source("reactor,power=1GW,distance=10m");
  EXPECT_EQ(shape.normalisation, Normalisation::shape_only);
  const Spectrum &one = shape.spectrum({Flavour::electron, true}), &many = flux.spectrum({Flavour::electron, true});
  EXPECT_NEAR(one.integral(), 1.0, 1e-9);
  EXPECT_NEAR(one.mean_energy() / many.mean_energy(), 1.0, 1e-9);
  EXPECT_THROW(make_source("reactor,power=1GW"), UserError);
  EXPECT_THROW(make_source("reactor,distance=10m"), UserError);
}

}  // namespace
}  // namespace tridens::flux
