#include "tridens/inference/telescope_expectation.hh"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/inference/likelihood.hh"

namespace tridens::inference {
namespace {

using detector::Topology;

/// Electrons of all of the energy, cross section 1e-32 cm^2 (E/PeV)^0.4 per molecule.
class Electrons : public process::Process {
 public:
  explicit Electrons(Neutrino neutrino) : neutrino_(neutrino), components_(1) {
    components_[0].name = components_[0].shape = "whole";
    components_[0].multiplicity = 1.0;
  }
  const std::vector<process::Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t) const override { return 0.0; }
  process::CrossSection cross_section(size_t, double energy) const override {
    return {1e-32 * units::cm2 * std::pow(energy / units::PeV, 0.4), 0.0, false};
  }
  int dimension() const override { return 1; }
  void dsigma(size_t, const double* energy, const double*, size_t count, double* result) const override {
    for (size_t i = 0; i < count; ++i) result[i] = cross_section(0, energy[i]).value;
  }
  std::vector<process::FinalParticle> final_state(size_t, double energy, const double*) const override {
    return {{neutrino_.flavour == Flavour::muon ? 13 : 11, {energy, 0.0, 0.0, energy}, 0.0}};
  }

 private:
  Neutrino neutrino_;
  std::vector<process::Component> components_;
};

std::shared_ptr<const rate::TelescopeKernel> kernel() {
  detector::Telescope telescope;
  telescope.name = "test";
  telescope.medium = "H2O";
  telescope.density = 0.92;
  telescope.livetime_s = 2e8;
  telescope.lowest_energy = 2e4;
  telescope.highest_energy = 1e8;
  telescope.effective_mass = {{Topology::shower, {{1e4}, {4e14}, true}}, {Topology::track, {{1e4}, {4e14}, true}}};
  telescope.resolution = {{Topology::shower, {0.15, 8.0}}, {Topology::track, {0.29, 1.0}}};
  telescope.muon_path_m = 400.0;
  telescope.energy_edges = {6e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7};
  telescope.cos_zenith_edges = {-1.0, 0.0, 1.0};
  telescope.processes = {"test"};
  telescope.fluxes = {{"astrophysical", "astrophysical", 0.0}};
  telescope.background[Topology::track] = std::vector<double>(14, 0.1);
  std::vector<rate::NamedProcess> processes;
  for (const Neutrino& neutrino : all_neutrinos()) {
    processes.push_back({"test", std::make_shared<const Electrons>(neutrino)});
  }
  rate::CurveStore store;
  return std::make_shared<const rate::TelescopeKernel>(telescope, processes, nullptr, store);
}

TelescopeSetup setup() {
  TelescopeSetup result;
  result.kernel = kernel();
  const auto specification = [](const std::vector<double>& p) {
    return fmt::format("astrophysical,norm={},gamma={}", p[0], p[1]);
  };
  result.fluxes = {{"astrophysical", specification, 0.2, "test.astrophysical"}};
  result.normalisation_width = 0.1;
  result.normalisation_name = "test.normalisation";
  return result;
}

std::vector<double> counts_at(const Expectation& expectation, const std::vector<double>& parameters,
                              const std::vector<double>& nuisances) {
  std::vector<double> counts(expectation.bins());
  expectation.at(parameters)->evaluate(nuisances.data(), counts.data(), nullptr);
  return counts;
}

TEST(TelescopeExpectation, CountsAreThoseOfTheKernelAndTheBackground) {
  const TelescopeSetup given = setup();
  const auto expectation = telescope_expectation(given);
  const std::vector<double> counts = counts_at(*expectation, {2.0, 2.6}, {0.0, 0.0});
  const std::vector<double> direct = given.kernel->counts(*flux::make_diffuse_flux("astrophysical,norm=2,gamma=2.6"));
  ASSERT_EQ(counts.size(), 28u);
  for (size_t b = 0; b < counts.size(); ++b) {
    EXPECT_NEAR(counts[b], direct[b] + (b < 14 ? 0.0 : 0.1), 1e-12 * counts[b]) << b;
  }
}

TEST(TelescopeExpectation, NuisancesScaleNeutrinosAndNotTheBackground) {
  const auto expectation = telescope_expectation(setup());
  ASSERT_EQ(expectation->nuisances().size(), 2u);
  const std::vector<double> nominal = counts_at(*expectation, {2.0, 2.6}, {0.0, 0.0});
  const std::vector<double> more = counts_at(*expectation, {2.0, 2.6}, {0.1, 0.2});
  for (size_t b = 0; b < nominal.size(); ++b) {
    const double constant = b < 14 ? 0.0 : 0.1;
    EXPECT_NEAR(more[b] - constant, 1.3 * (nominal[b] - constant), 1e-10 * nominal[b]);
  }
}

TEST(TelescopeExpectation, FluxesAndWidthsWithoutNamesAreRefused) {
  TelescopeSetup none = setup();
  none.fluxes.clear();
  EXPECT_THROW(telescope_expectation(none), UserError);
  TelescopeSetup nameless = setup();
  nameless.normalisation_name.clear();
  EXPECT_THROW(telescope_expectation(nameless), UserError);
}

// The minimum of Asimov data is their truth, and away from it chi2 rises as Poisson statistics says.
TEST(TelescopeExpectation, AsimovDataAreFoundAgain) {
  TelescopeSetup given = setup();
  given.normalisation_width = given.fluxes[0].width = 0.0;
  const auto expectation = telescope_expectation(given);
  const std::vector<double> truth = counts_at(*expectation, {2.0, 2.6}, {});
  const Likelihood likelihood({{"test", Statistic::poisson, truth, {}, expectation}});
  EXPECT_NEAR(likelihood.profile({2.0, 2.6}).chi2, 0.0, 1e-10);
  double by_hand = 0.0;
  const std::vector<double> other = counts_at(*expectation, {2.2, 2.5}, {});
  for (size_t b = 0; b < truth.size(); ++b) {
    by_hand += 2.0 * (other[b] - truth[b] + truth[b] * std::log(truth[b] / other[b]));
  }
  EXPECT_NEAR(likelihood.profile({2.2, 2.5}).chi2, by_hand, 1e-9 * by_hand);
}

}  // namespace
}  // namespace tridens::inference
