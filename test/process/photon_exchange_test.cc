// W production and electroweak tridents as processes: totals against published and independent numbers, sampling
// against quadrature, momentum conservation.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/random.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using Settings = std::map<std::string, std::string>;

/// Inputs of the independent calculation: M_W = 80.379 GeV, 3pF oxygen, dipole nucleons.
std::shared_ptr<const Process> oxygen(const std::string& name, const std::string& neutrino, Settings settings = {},
                                      const std::string& target = "O16") {
  settings.insert({{"w-mass", "80.379 GeV"},
                   {"form-factor", target == "O16" ? "fermi3,c=2.608fm,a=0.513fm,w=-0.051" : "default"},
                   {"nucleon-form-factor", "dipole"}});
  ProcessRequest request;
  request.neutrino = parse_neutrino(neutrino);
  request.target = matter::material(target);
  request.settings = settings;
  return make_process(name, request);
}

size_t component(const Process& process, const std::string& name) {
  for (size_t i = 0; i < process.components().size(); ++i) {
    if (process.components()[i].name == name) return i;
  }
  throw Failure("component " + name, "is not there", "");
}
/// cm^2 per nucleus or nucleon.
double sigma(const Process& process, const std::string& name, double energy) {
  const size_t i = component(process, name);
  return process.cross_section(i, energy).value / units::cm2 / process.components()[i].multiplicity;
}

struct Row {
  const char* neutrino;
  double energy, coherent, free_proton, inelastic_proton, inelastic_neutron;
};
// The dipole of the library has (0.84 GeV)^2 = 0.7056 GeV^2 where the numbers have 0.71: 0.5 % at most.
TEST(WProduction, TotalsOfEveryRegime) {
  for (const Row& row : {Row{"nue", 3e4, 1.2740e-36, 6.223e-37, 4.896e-37, 2.865e-37},
                         Row{"nue", 3e6, 6.0751e-34, 1.4511e-35, 1.950e-35, 1.641e-35},
                         Row{"numu", 3e5, 1.1421e-34, 4.664e-36, 5.201e-36, 3.925e-36},
                         Row{"nutau", 3e4, 3.7846e-37, 3.470e-37, 3.889e-37, 2.259e-37},
                         Row{"nutau", 3e6, 3.1430e-34, 8.689e-36, 1.813e-35, 1.523e-35}}) {
    const auto process = oxygen("w-production", row.neutrino);
    EXPECT_NEAR(sigma(*process, "coherent", row.energy) / row.coherent, 1.0, 1e-3);
    EXPECT_NEAR(sigma(*process, "inelastic-proton", row.energy) / row.inelastic_proton, 1.0, 2e-3);
    EXPECT_NEAR(sigma(*process, "inelastic-neutron", row.energy) / row.inelastic_neutron, 1.0, 4e-3);
    const auto hydrogen = oxygen("w-production", row.neutrino, {}, "p");
    EXPECT_NEAR(sigma(*hydrogen, "proton", row.energy) / row.free_proton, 1.0, 7e-3);
  }
  const auto allm = oxygen("w-production", "nue", {{"structure-functions", "allm97"}});
  EXPECT_NEAR(sigma(*allm, "inelastic-proton", 3e5) / 4.998e-36, 1.0, 2e-3);
}

TEST(WProduction, CollinearPhotonsGiveMoreThanTheTrueVirtuality) {
  const auto collinear = oxygen("w-production", "nue", {{"inelastic", "collinear"}});
  EXPECT_NEAR(sigma(*collinear, "inelastic-proton", 3e4) / 2.097e-36, 1.0, 4e-3);
  EXPECT_NEAR(sigma(*collinear, "inelastic-neutron", 3e5) / 1.339e-35, 1.0, 4e-3);
  const auto started = oxygen("w-production", "nue", {{"inelastic", "collinear"}, {"starting-scale", "1.69 GeV2"}});
  EXPECT_LT(sigma(*started, "inelastic-proton", 3e4), sigma(*collinear, "inelastic-proton", 3e4));
}

TEST(WProduction, CoherentOnIron) {
  // 2pF and M = 55.85 x 0.9315 GeV there; Fe56 here: the mass matters little.
  const auto iron = oxygen("w-production", "numu", {{"form-factor", "fermi2,c=4.106fm,a=0.519fm"}}, "Fe56");
  EXPECT_NEAR(sigma(*iron, "coherent", 3e5) / 8.785e-34, 1.0, 2e-3);
}

/// Integral of dsigma over the unit cube against the total.
void expect_same_total(const Process& process, const std::string& name, double energy, double tolerance) {
  const size_t i = component(process, name);
  const auto dimension = static_cast<size_t>(process.dimension());
  math::MonteCarloOptions options;
  options.relative_precision = 0.25 * tolerance;
  options.training_points = 10000;
  const math::MonteCarloResult sampled = math::integrate(
      [&](const double* u, size_t count, double* values) {
        const std::vector<double> energies(count, energy);
        process.dsigma(i, energies.data(), u, count, values);
      },
      dimension, options);
  EXPECT_NEAR(sampled.value / process.cross_section(i, energy).value, 1.0, tolerance) << name;
}

TEST(WProduction, SamplingAgreesWithQuadrature) {
  const auto process = oxygen("w-production", "numu");
  for (const char* name : {"coherent", "inelastic-neutron"}) expect_same_total(*process, name, 1e5, 1e-2);
}

TEST(ElectroweakTrident, SamplingAgreesWithTotals) {
  const auto process = oxygen("electroweak-trident", "numu", {{"pair", "mu-mu+"}, {"precision", "1e-2"}});
  expect_same_total(*process, "inelastic-proton", 1e5, 0.04);
}

void expect_momentum_conserved(const Process& process, double energy) {
  for (size_t i = 0; i < process.components().size(); ++i) {
    for (std::uint64_t n = 0; n < 60; ++n) {
      std::array<double, 16> u{};
      uniforms(5, 77, n, 0, u.data(), static_cast<size_t>(process.dimension()));
      double value = 0.0;
      process.dsigma(i, &energy, u.data(), 1, &value);
      EXPECT_GE(value, 0.0);
      if (value == 0.0) continue;
      FourVector sum;
      const auto particles = process.final_state(i, energy, u.data());
      for (size_t k = 0; k < particles.size(); ++k) {
        const FourVector& p = particles[k].momentum;
        sum = sum + p;
        const double mass2 = p.e * p.e - p.momentum() * p.momentum();
        EXPECT_NEAR(mass2, particles[k].mass * particles[k].mass, 1e-12 * p.e * p.e);
        EXPECT_EQ(particles[k].pdg, process.components()[i].final_state[k]);
      }
      EXPECT_NEAR(sum.e / (energy + process.components()[i].target_mass), 1.0, 1e-11);
      EXPECT_NEAR(sum.z / energy, 1.0, 1e-11);
      EXPECT_NEAR(sum.transverse_momentum() / energy, 0.0, 1e-11);
    }
  }
}

TEST(PhotonExchange, EventsConserveMomentum) {
  expect_momentum_conserved(*oxygen("w-production", "nue"), 3e4);
  expect_momentum_conserved(*oxygen("w-production", "nutaubar"), 1e7);
  expect_momentum_conserved(*oxygen("electroweak-trident", "numu", {{"pair", "mu-e+"}}), 30.0);
  expect_momentum_conserved(*oxygen("electroweak-trident", "nuebar", {{"pair", "mu-e+"}}), 1e5);
}

// Oxygen, full amplitude, from an independent program (2 to 3e-3 each).
TEST(ElectroweakTrident, TotalsFromGeVToPeV) {
  struct TridentRow {
    const char *neutrino, *pair, *name;
    double energy, expected;
  };
  for (const TridentRow& row :
       {TridentRow{"numu", "mu-e+", "coherent", 10, 9.479e-42}, TridentRow{"numu", "mu-e+", "proton", 10, 2.484e-43},
        TridentRow{"numu", "mu-e+", "inelastic-proton", 3e6, 2.142e-36},
        TridentRow{"nue", "e-mu+", "coherent", 1000, 2.222e-39},
        TridentRow{"numu", "mu-mu+", "coherent", 3e5, 1.263e-35},
        TridentRow{"nutau", "tau-tau+", "inelastic-neutron", 3e4, 2.527e-38}}) {
    const auto process = oxygen("electroweak-trident", row.neutrino, {{"pair", row.pair}, {"precision", "5e-3"}});
    EXPECT_NEAR(sigma(*process, row.name, row.energy) / row.expected, 1.0, 0.015) << row.pair << " " << row.name;
  }
}

TEST(ElectroweakTrident, AntineutrinosHaveTheMirroredPair) {
  const auto neutrino = oxygen("electroweak-trident", "numu", {{"pair", "mu-e+"}, {"precision", "1e-2"}});
  const auto antineutrino = oxygen("electroweak-trident", "numubar", {{"pair", "mu+e-"}, {"precision", "1e-2"}});
  EXPECT_EQ(sigma(*neutrino, "coherent", 1e4), sigma(*antineutrino, "coherent", 1e4));
  EXPECT_EQ(antineutrino->components()[0].final_state[1], 11);
}

TEST(ElectroweakTrident, WithoutTheResonanceLittleIsLeftAboveIt) {
  const Settings all = {{"pair", "mu-e+"}, {"precision", "2e-2"}};
  Settings cut = all;
  cut.insert({"w-resonance", "excluded"});
  const auto whole = oxygen("electroweak-trident", "numu", all), rest = oxygen("electroweak-trident", "numu", cut);
  EXPECT_LT(sigma(*rest, "coherent", 1e6), 0.2 * sigma(*whole, "coherent", 1e6));
  EXPECT_NEAR(sigma(*rest, "coherent", 100) / sigma(*whole, "coherent", 100), 1.0, 0.06);
}

TEST(PhotonExchange, BelowThresholdThereIsNothing) {
  const auto process = oxygen("w-production", "nue");
  for (size_t i = 0; i < process->components().size(); ++i) {
    const double threshold = process->threshold(i);
    EXPECT_TRUE(process->cross_section(i, 0.999 * threshold).below_threshold);
    const double above = 1.02 * threshold;
    EXPECT_GE(process->cross_section(i, above).value, 0.0);
  }
  // W+ and electron on a proton at rest: (M_W + m)^2/2M + M_W + m.
  const double W = 80.379 + 0.51099895e-3, M = 0.93827208816;
  EXPECT_NEAR(process->threshold(component(*process, "proton")), W + W * W / (2.0 * M), 1e-6);
}

TEST(PhotonExchange, TotalsBeyondTheirValidityAreRefused) {
  const auto process = oxygen("w-production", "nue");
  EXPECT_GT(process->cross_section(0, 1e8).value, 0.0);
  EXPECT_THROW(process->cross_section(0, 2e8), UserError);
}

TEST(PhotonExchange, BadInputIsNamed) {
  const auto request = [](const Settings& settings) { return oxygen("w-production", "nue", settings); };
  EXPECT_THROW(request({{"inelastic", "real"}}), UserError);
  EXPECT_THROW(request({{"components", "coherent+quark"}}), UserError);
  EXPECT_THROW(request({{"structure-functions", "allm91"}}), UserError);
  EXPECT_THROW(request({{"scale", "100"}}), UserError);
  EXPECT_THROW(request({{"starting-scale", "-1 GeV2"}}), UserError);
  EXPECT_THROW(request({{"fermi-momentum", "-1 MeV"}}), UserError);
  EXPECT_THROW(request({{"w-mass", "8 GeV"}}), UserError);
  EXPECT_THROW(oxygen("electroweak-trident", "numu"), UserError);
  EXPECT_THROW(oxygen("electroweak-trident", "numu", {{"pair", "mu-e+"}, {"w-resonance", "no"}}), UserError);
  EXPECT_THROW(oxygen("electroweak-trident", "numu", {{"pair", "e-mu+"}}), UserError);
  EXPECT_THROW(oxygen("w-production", "nue", {{"components", "coherent"}}, "p"), UserError);
  const auto collinear = request({{"inelastic", "collinear"}});
  const std::array<double, 16> u = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
  EXPECT_THROW(collinear->final_state(component(*collinear, "inelastic-proton"), 1e5, u.data()), UserError);
}

}  // namespace
}  // namespace tridens::process
