#include "tridens/rate/telescope_rate.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "telescope_fixture.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"

namespace tridens::rate {
namespace {

using detector::Topology;

constexpr Neutrino numu{Flavour::muon, false}, nue{Flavour::electron, false}, nutau{Flavour::tau, false};
constexpr double sigma_cm2 = 2e-33 * 18.0;  // per molecule at 1 PeV

std::shared_ptr<const process::Process> power_law(Neutrino neutrino, int lepton, double index = 0.4) {
  return std::make_shared<const PowerLawProcess>(neutrino, lepton, sigma_cm2, index);
}

TelescopeKernel kernel_of(const detector::Telescope& telescope, const std::shared_ptr<const process::Process>& process,
                          TelescopeQuadrature quadrature = {}) {
  CurveStore store;
  return TelescopeKernel(telescope, {{"test", process}}, nullptr, store, quadrature);
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Showers of an electron that leave all of their energy: N = T 4 pi n M int Phi sigma P(bin | E).
double by_hand(const detector::Telescope& telescope, double norm, double gamma, double index, double low, double high) {
  const double molecules_per_gram = 6.02214076e23 / 18.0153;
  const auto rule = math::gauss_legendre(40);
  double integral = 0.0;
  const double from = std::log(telescope.lowest_energy), to = std::log(telescope.highest_energy);
  constexpr int panels = 40;
  for (int p = 0; p < panels; ++p) {
    const double a = from + (to - from) * p / panels, width = (to - from) / panels;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double energy = std::exp(a + width * rule.nodes[i]);
      const double spread = 0.15 * energy * std::sqrt(2.0);
      const double share = 0.5 * (std::erf((high - energy) / spread) - std::erf((low - energy) / spread));
      integral += width * rule.weights[i] * energy * norm * sigma_cm2 * std::pow(energy / 1e6, index - gamma) * share;
    }
  }
  return telescope.livetime_s * 4.0 * units::pi * molecules_per_gram * 4e14 * integral;
}

/// The lepton takes everything.
class ElectronsOnly : public PowerLawProcess {
 public:
  using PowerLawProcess::PowerLawProcess;
  std::vector<process::FinalParticle> final_state(size_t, double energy, const double*) const override {
    return {{11, {energy, 0.0, 0.0, energy}, 0.0}};
  }
};

TEST(TelescopeRate, ElectronsOfAPowerLawCountAsByHand) {
  const detector::Telescope telescope = test_telescope();
  const TelescopeKernel kernel = kernel_of(telescope, std::make_shared<const ElectronsOnly>(nue, 11, sigma_cm2, 0.4));
  const std::vector<double> counts = kernel.counts(PowerLawFlux(nue, 1e-24, 2.5));
  ASSERT_EQ(counts.size(), 3u * 3u * 2u);
  for (size_t e = 0; e < 3; ++e) {
    const double expected =
        by_hand(telescope, 1e-24, 2.5, 0.4, telescope.energy_edges[e], telescope.energy_edges[e + 1]);
    EXPECT_NEAR((counts[2 * e] + counts[2 * e + 1]) / expected, 1.0, 1e-3) << e;
    EXPECT_NEAR(counts[2 * e] / counts[2 * e + 1], 1.0, 1e-9);  // isotropic: both halves of the sky
  }
  EXPECT_NEAR(kernel.relative_error(), 0.0, 1e-12);
}

// The same final states drawn at random: inelasticity, topology, resolution and zenith angle.
TEST(TelescopeRate, QuadratureAgreesWithMonteCarlo) {
  const detector::Telescope telescope = test_telescope();
  const auto process = power_law(nutau, 15);
  const std::vector<double> counts = kernel_of(telescope, process).counts(PowerLawFlux(nutau, 1e-24, 2.5, 0.5));
  const TopologyRules rules(telescope);
  std::vector<double> drawn(counts.size());
  constexpr int events = 100000;
  const double range = std::log(telescope.highest_energy / telescope.lowest_energy);
  const double molecules_per_gram = 6.02214076e23 / 18.0153;
  const std::vector<Topology> topologies = telescope.topologies();
  std::vector<Outcome> outcomes;
  for (std::uint64_t i = 0; i < events; ++i) {
    RandomStream random(7, 1, i);
    const double energy = telescope.lowest_energy * std::exp(range * random.uniform());
    const double cosine = 2.0 * random.uniform() - 1.0;
    const double u = random.uniform();
    double dsigma = 0.0;
    process->dsigma(0, &energy, &u, 1, &dsigma);
    outcomes.clear();
    rules.add_outcomes(process->final_state(0, energy, &u), outcomes);
    const double flux = PowerLawFlux(nutau, 1e-24, 2.5, 0.5).at(nutau, energy, cosine);
    const double weight = telescope.livetime_s * 4.0 * units::pi * molecules_per_gram * flux * energy * range * dsigma /
                          units::cm2 / events;
    for (const Outcome& outcome : outcomes) {
      const auto& resolution = telescope.resolution.at(outcome.topology);
      const double reconstructed = outcome.deposited * (1.0 + resolution.energy * random.normal());
      const double sigma = resolution.angle_deg * units::degree / std::sqrt(2.0 * std::log(2.0));
      const double opening = sigma * std::sqrt(-2.0 * std::log(random.uniform()));
      const double azimuth = 2.0 * units::pi * random.uniform();
      const double seen =
          cosine * std::cos(opening) + std::sqrt(1.0 - cosine * cosine) * std::sin(opening) * std::cos(azimuth);
      const auto t =
          static_cast<size_t>(std::find(topologies.begin(), topologies.end(), outcome.topology) - topologies.begin());
      for (size_t e = 0; e < 3; ++e) {
        if (reconstructed < telescope.energy_edges[e] || reconstructed >= telescope.energy_edges[e + 1]) continue;
        drawn[(t * 3 + e) * 2 + (seen >= 0.0 ? 1 : 0)] +=
            weight * outcome.weight * telescope.effective_mass.at(outcome.topology).at(outcome.deposited);
      }
    }
  }
  for (size_t b = 0; b < counts.size(); ++b) EXPECT_NEAR(drawn[b] / counts[b], 1.0, 0.06) << b;
  EXPECT_NEAR(sum(drawn) / sum(counts), 1.0, 0.015);
}

TEST(TelescopeRate, CountsAreLinearInTheFluxAndItsSpecies) {
  const TelescopeKernel kernel = kernel_of(test_telescope(), power_law(numu, 13));
  const std::vector<double> one = kernel.counts(PowerLawFlux(numu, 1e-24, 2.5));
  const std::vector<double> three = kernel.counts(PowerLawFlux(numu, 3e-24, 2.5));
  for (size_t b = 0; b < one.size(); ++b) EXPECT_NEAR(three[b], 3.0 * one[b], 1e-12 * three[b]);
  EXPECT_EQ(sum(kernel.counts(PowerLawFlux(nue, 1e-24, 2.5))), 0.0);
}

TEST(TelescopeRate, AFluxThatIsNearlyIsotropicHasTheCountsOfAnIsotropicOne) {
  const TelescopeKernel kernel = kernel_of(test_telescope(), power_law(numu, 13));
  const std::vector<double> a = kernel.counts(PowerLawFlux(numu, 1e-24, 2.5));
  const std::vector<double> b = kernel.counts(PowerLawFlux(numu, 1e-24, 2.5, 1e-13));
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-9 * a[i]);
}

TEST(TelescopeRate, TwiceTheNodesChangeTheTotalsByLessThanAPerMille) {
  const PowerLawFlux flux(nutau, 1e-24, 2.5);
  const double usual = sum(kernel_of(test_telescope(), power_law(nutau, 15)).counts(flux));
  const double fine = sum(kernel_of(test_telescope(), power_law(nutau, 15), {2048, 16, 8, 1e-4}).counts(flux));
  EXPECT_NEAR(usual / fine, 1.0, 1e-3);
}

// A line is the limit of a narrow band of a continuum.
TEST(TelescopeRate, ALineCountsAsItsIntensityTimesTheResponse) {
  const TelescopeKernel kernel = kernel_of(test_telescope(), power_law(nue, 11));
  PowerLawFlux line(nue, 0.0, 0.0);
  line.add_line(2e6, 1e-18);
  const std::vector<double> counts = kernel.counts(line), response = kernel.response(0, 2e6);
  for (size_t b = 0; b < counts.size(); ++b) EXPECT_DOUBLE_EQ(counts[b], 1e-18 * response[b]);
  const std::vector<double> near = kernel.response(0, 2.02e6);
  EXPECT_NEAR(sum(near) / sum(response), 1.0, 0.02);
}

TEST(TelescopeRate, DirectionsAreSharedAmongTheBins) {
  for (const double cosine : {-1.0, -0.3, 0.0, 0.05, 0.999}) {
    EXPECT_NEAR(zenith_share(cosine, 8.0, -1.0, 0.1) + zenith_share(cosine, 8.0, 0.1, 1.0), 1.0, 1e-12);
  }
  EXPECT_NEAR(zenith_share(0.0, 8.0, 0.0, 1.0), 0.5, 1e-12);
  EXPECT_EQ(zenith_share(0.2, 0.0, 0.0, 1.0), 1.0);
  // Half of the directions are nearer than the median: from straight above, the cap of 8 degrees.
  EXPECT_NEAR(zenith_share(1.0, 8.0, std::cos(8.0 * units::degree), 1.0), 0.5, 0.02);
}

TEST(TelescopeRate, ATelescopeWithoutProcessIsRefused) {
  CurveStore store;
  EXPECT_THROW(TelescopeKernel(test_telescope(), {}, nullptr, store), UserError);
}

}  // namespace
}  // namespace tridens::rate
