// What all elastic processes share: kinematics, integrals, map of the unit cube, momenta.
#include "tridens/process/elastic.hh"

#include <gtest/gtest.h>

#include <random>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::process {
namespace {

using namespace samples;
using model::Lorentz;
using units::keV;
using units::MeV;

constexpr Neutrino numu{Flavour::muon, false}, nuebar{Flavour::electron, true};

struct Case {
  std::string name;
  std::shared_ptr<const ElasticProcess> process;
  double energy;
};

std::vector<Case> cases() {
  CevnsOptions dipole;
  dipole.neutrino = numu;
  dipole.channels = single(numu, Lorentz::magnetic, 1e-9, 0.0, 0.0);
  dipole.target = matter::material("Xe132");
  dipole.lowest_recoil = 0.1 * keV;
  auto light = standard(numu);
  light[0].terms.push_back({"boson", Lorentz::vector, 1e-10, 1e-10, 0.0, model::exchange(0.1 * MeV)});
  CevnsOptions window = dipole;
  window.channels = standard(numu);
  window.lowest_recoil = 1 * keV;
  window.highest_recoil = 7 * keV;
  return {
      {"Ar40", cevns("Ar40", "helm-lewin-smith", standard(numu)), 30 * MeV},
      {"Pb208 at 300 MeV", cevns("Pb208", "default", standard(numu)), 300 * MeV},
      {"light boson", cevns("I127", "helm", light), 40 * MeV},
      {"dipole", make_cevns(dipole), 25 * MeV},
      {"recoil window", make_cevns(window), 25 * MeV},
      {"scalar", cevns("Ge73", "helm", single(numu, Lorentz::scalar, 1e-9, 1e-9, 0.0, model::exchange(1 * MeV))),
       20 * MeV},
      {"massive", cevns("Ar40", "helm", single(numu, Lorentz::vector, 1.0, 1.0, 0.0, {}, 20 * MeV)), 35 * MeV},
      {"massive dipole", cevns("Ar40", "helm", single(numu, Lorentz::magnetic, 1e-7, 0.0, 0.0, {}, 5 * MeV)), 25 * MeV},
      {"electrons", nu_electron("Ar", standard(nuebar), nuebar), 5 * MeV},
      {"bound electrons", nu_electron("Ge", standard(nuebar), nuebar, "stepped"), 0.05 * MeV},
      {"beam on electrons", nu_electron("Ar", standard(numu)), 3.0}};
}

TEST(Elastic, RecoilSpectrumSumsToTheTotal) {
  for (const Case& item : cases()) {
    const CrossSection sigma = item.process->cross_section(0, item.energy);
    auto range = item.process->recoil_range(0, item.energy);
    range.low = std::max(range.low, item.process->lowest_recoil());
    range.high = std::min(range.high, item.process->highest_recoil());
    // Midpoints in the logarithm above a small recoil; below it the spectrum is flat.
    const double floor = std::max(range.low, 1e-7 * range.high);
    const int panels = 400000;
    const double step = std::log(range.high / floor) / panels;
    std::vector<double> T(panels), E(panels, item.energy), value(panels);
    for (int i = 0; i < panels; ++i) T[static_cast<size_t>(i)] = floor * std::exp((i + 0.5) * step);
    item.process->recoil_spectrum(0, E.data(), T.data(), T.size(), value.data());
    double sum = floor > range.low ? (floor - range.low) * value[0] : 0.0;
    for (size_t i = 0; i < T.size(); ++i) sum += step * T[i] * value[i];
    EXPECT_NEAR(sum / sigma.value, 1.0, 3e-6) << item.name;
    EXPECT_LT(sigma.error, 1e-6 * sigma.value) << item.name;
    EXPECT_GT(sigma.value, 0.0) << item.name;
  }
}

TEST(Elastic, QuadratureErrorIsHonest) {
  for (const Case& item : cases()) {
    auto range = item.process->recoil_range(0, item.energy);
    range.low = std::max(range.low, item.process->lowest_recoil());
    range.high = std::min(range.high, item.process->highest_recoil());
    // The same in ten slices.
    double sum = 0.0, low = range.low;
    for (int i = 1; i <= 10; ++i) {
      const double high = range.low + (range.high - range.low) * i * i / 100.0;
      sum += item.process->cross_section(0, item.energy, low, high).value;
      low = high;
    }
    const CrossSection sigma = item.process->cross_section(0, item.energy);
    EXPECT_LE(std::abs(sum - sigma.value), 2.0 * sigma.error) << item.name;
  }
}

TEST(Elastic, UnitCubeIntegratesToTheTotal) {
  const auto rule = math::gauss_legendre(32);
  for (const Case& item : cases()) {
    constexpr int panels = 200;
    double sum = 0.0, largest = 0.0;
    for (int panel = 0; panel < panels; ++panel) {
      std::vector<double> u(64, 0.25), energy(32, item.energy), value(32);
      for (size_t j = 0; j < 32; ++j) u[j] = (panel + rule.nodes[j]) / panels;
      item.process->dsigma(0, energy.data(), u.data(), 32, value.data());
      for (size_t j = 0; j < 32; ++j) {
        sum += rule.weights[j] * value[j] / panels;
        largest = std::max(largest, value[j]);
        EXPECT_GE(value[j], 0.0) << item.name;
      }
    }
    const double sigma = item.process->cross_section(0, item.energy).value;
    EXPECT_NEAR(sum / sigma, 1.0, item.name == "bound electrons" ? 2e-4 : 1e-7) << item.name;
    EXPECT_LT(largest, 40.0 * sigma) << item.name << ": the map leaves a peak";
  }
}

TEST(Elastic, LowestEnergyIsTheInverseOfTheRecoilRange) {
  for (const Case& item : cases()) {
    const double m = item.process->outgoing(0).mass, M = item.process->components()[0].target_mass;
    const double threshold = m + m * m / (2.0 * M);
    for (const double E : {threshold + 0.1 * MeV, threshold + 10 * MeV, threshold + 1.0}) {
      const auto range = item.process->recoil_range(0, E);
      EXPECT_NEAR(item.process->lowest_energy(0, range.high) / E, 1.0, 1e-9) << item.name;
      if (m > 0.0) {
        EXPECT_NEAR(item.process->lowest_energy(0, range.low) / E, 1.0, 1e-9) << item.name;
      } else {
        EXPECT_NEAR(range.high, 2.0 * E * E / (M + 2.0 * E), 1e-14 * range.high) << item.name;
      }
      const double outside = 1.0001 * range.high;
      EXPECT_EQ(spectrum_at(*item.process, E, outside), 0.0) << item.name;
    }
    if (m > 0.0) {
      EXPECT_EQ(item.process->recoil_range(0, 0.999 * threshold).high, 0.0);
      EXPECT_TRUE(item.process->cross_section(0, 0.999 * threshold).below_threshold);
      // At threshold the pair moves together: T = m^2/2(M + m).
      const auto range = item.process->recoil_range(0, threshold * (1.0 + 1e-12));
      EXPECT_NEAR(range.high / (m * m / (2.0 * (M + m))), 1.0, 1e-4);
    }
  }
}

TEST(Elastic, MomentumIsConservedOnTheMassShells) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (const Case& item : cases()) {
    const Component& target = item.process->components()[0];
    for (int i = 0; i < 300; ++i) {
      const double u[2] = {i == 0 ? 0.0 : i == 1 ? 1.0 : uniform(random), uniform(random)};
      const auto particles = item.process->final_state(0, item.energy, u);
      ASSERT_EQ(particles.size(), 2u);
      const FourVector sum = particles[0].momentum + particles[1].momentum;
      const double scale = item.energy + target.target_mass;
      EXPECT_NEAR(sum.e, scale, 4e-15 * scale) << item.name;
      EXPECT_NEAR(sum.z, item.energy, 1e-15 * scale) << item.name;
      EXPECT_EQ(sum.x, 0.0);
      EXPECT_EQ(sum.y, 0.0);
      for (const FinalParticle& particle : particles) {
        const double shell = particle.momentum.mass_squared() - particle.mass * particle.mass;
        EXPECT_NEAR(shell, 0.0, 1e-14 * particle.momentum.e * particle.momentum.e) << item.name;
      }
      const double T = particles[1].momentum.e - particles[1].mass;
      const auto range = item.process->recoil_range(0, item.energy);
      EXPECT_GE(T, range.low * (1.0 - 1e-9) - 1e-14);
      EXPECT_LE(T, range.high * (1.0 + 1e-9) + 1e-14);
      EXPECT_EQ(particles[1].pdg, target.recoil_pdg);
    }
  }
}

TEST(Elastic, SpectraAreNeverNegative) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (const Case& item : cases()) {
    std::vector<double> E(2000), T(2000), value(2000);
    for (size_t i = 0; i < E.size(); ++i) {
      E[i] = item.energy * (0.2 + 2.0 * uniform(random));
      const double m = item.process->outgoing(0).mass, M = item.process->components()[0].target_mass;
      const auto range = E[i] > m + m * m / (2.0 * M) ? item.process->recoil_range(0, E[i]) : ElasticProcess::Range{};
      T[i] = i % 10 == 0 ? range.high : std::pow(uniform(random), 3.0) * 1.2 * range.high;
      if (T[i] == 0.0) T[i] = 1 * keV;
    }
    item.process->recoil_spectrum(0, E.data(), T.data(), E.size(), value.data());
    for (size_t i = 0; i < E.size(); ++i) EXPECT_GE(value[i], 0.0) << item.name << " " << E[i] << " " << T[i];
  }
}

TEST(Elastic, TotalsThatDivergeAskForALowestRecoil) {
  const auto massless = single(numu, Lorentz::vector, 1e-12, 0.0, 1e-12, model::exchange(0.0));
  for (const auto& process : {cevns("Ar40", "helm", massless), nu_electron("Ar40", massless)}) {
    EXPECT_TRUE(process->diverges_at_zero(0));
    EXPECT_THROW(process->cross_section(0, 10 * MeV), UserError);
    const double E = 10 * MeV, u[2] = {0.5, 0.5};
    double value = 0.0;
    EXPECT_THROW(process->dsigma(0, &E, u, 1, &value), UserError);
    EXPECT_GT(process->cross_section(0, 10 * MeV, 1e-7, 1.0).value, 0.0);
  }
  // A massless pseudoscalar vanishes with the momentum transfer: nothing diverges.
  const auto pseudo = single(numu, Lorentz::pseudoscalar, 1e-12, 0.0, 1e-12, model::exchange(0.0));
  EXPECT_FALSE(nu_electron("Ar40", pseudo)->diverges_at_zero(0));
  EXPECT_GT(nu_electron("Ar40", pseudo)->cross_section(0, 10 * MeV).value, 0.0);
}

}  // namespace
}  // namespace tridens::process
