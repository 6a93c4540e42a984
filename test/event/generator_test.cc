#include "tridens/event/generator.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "../process/trident_samples.hh"
#include "tridens/base/error.hh"

namespace tridens::event {
namespace {

/// A process with a known answer: sigma = multiplicity (E - 1)^2 above 1 GeV, distributed as 2x, 1 in the unit square.
class Toy : public process::Process {
 public:
  explicit Toy(double slope = 2.0) : slope_(slope) {}
  const std::vector<process::Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return {Flavour::muon, false}; }
  double threshold(size_t) const override { return 1.0; }
  process::CrossSection cross_section(size_t c, double energy) const override {
    if (energy <= 1.0) return {0.0, 0.0, true};
    return {components_[c].multiplicity * (energy - 1.0) * (energy - 1.0), 0.0, false};
  }
  int dimension() const override { return 2; }
  void dsigma(size_t c, const double* energy, const double* u, size_t count, double* result) const override {
    for (size_t i = 0; i < count; ++i) {
      const double shape = 1.0 + (slope_ - 1.0) * (2.0 * u[i] - 1.0);
      result[i] = cross_section(c, energy[i]).value * shape;
    }
  }
  std::vector<process::FinalParticle> final_state(size_t, double energy, const double* u) const override {
    return {{14, {energy * u[0], 0.0, 0.0, energy * u[0]}, 0.0}};
  }

 private:
  double slope_;
  std::vector<process::Component> components_ = {
      {"coherent", "Ar40", 37.0, 1.0, 1000180400, 37.0, 1000180400, false, "one"},
      {"proton", "Ar40", 0.938, 3.0, 1000180400, 37.0, 2212, true, "two"},
      {"proton", "Ar38", 0.938, 6.0, 1000180380, 35.0, 2212, true, "two"}};
};

flux::Spectrum flat(double low, double high) {
  flux::Spectrum spectrum;
  spectrum.energies = {low, high};
  spectrum.density = {2.0};
  return spectrum;
}

Generator toy_generator(bool unweighted = true, std::uint64_t seed = 1, double low = 0.5, double high = 4.0) {
  std::vector<Source> sources;
  sources.push_back({std::make_shared<Toy>(), flat(low, high), {760, 761, 762}, 1.0});
  GeneratorOptions options;
  options.seed = seed;
  options.unweighted = unweighted;
  options.training_points = 8000;
  return {std::move(sources), options};
}

std::vector<Event> events_of(const Generator& generator, std::uint64_t first, size_t count) {
  std::vector<Event> events(count);
  generator.generate(first, events);
  return events;
}

TEST(Generator, FoldedCrossSectionIsTheIntegral) {
  // int_1^4 2 (E-1)^2 dE = 18, times the multiplicities 1 + 3 + 6.
  EXPECT_NEAR(toy_generator().folded_cross_section() / 180.0, 1.0, 1e-5);
  EXPECT_NEAR(toy_generator().spectrum_integral(), 7.0, 1e-12);
}

TEST(Generator, EventsFollowMultiplicitiesEnergiesAndShape) {
  const Generator generator = toy_generator();
  constexpr size_t count = 40000;
  double by_process[3] = {0, 0, 0}, energy_sum = 0.0, x_sum = 0.0, weights = 0.0;
  for (const Event& event : events_of(generator, 0, count)) {
    by_process[event.process_id - 760] += event.weight;
    const double energy = event.particles[0].momentum.e;
    energy_sum += event.weight * energy;
    x_sum +=
        event.weight * event.particles[event.particles[2].status == Status::struck_nucleon ? 3 : 2].momentum.e / energy;
    weights += event.weight;
  }
  EXPECT_NEAR(by_process[0] / weights, 0.1, 4 * std::sqrt(0.09 / count));
  EXPECT_NEAR(by_process[1] / weights, 0.3, 4 * std::sqrt(0.21 / count));
  EXPECT_NEAR(by_process[2] / weights, 0.6, 4 * std::sqrt(0.24 / count));
  EXPECT_NEAR(energy_sum / weights, 3.25, 4 * 0.58 / std::sqrt(count));  // 1 + <(E-1)^3>/<(E-1)^2>
  EXPECT_NEAR(x_sum / weights, 2.0 / 3.0, 4 * 0.24 / std::sqrt(count));
}

TEST(Generator, EventIsAFunctionOfSeedAndNumberAlone) {
  const Generator generator = toy_generator();
  const auto all = events_of(generator, 0, 3000), part = events_of(generator, 1234, 700);
  for (size_t i = 0; i < part.size(); ++i) {
    EXPECT_EQ(part[i].number, all[1234 + i].number);
    EXPECT_EQ(part[i].weight, all[1234 + i].weight);
    EXPECT_EQ(part[i].particles[0].momentum.e, all[1234 + i].particles[0].momentum.e);
  }
  EXPECT_NE(events_of(toy_generator(true, 2), 0, 1)[0].particles[0].momentum.e, all[0].particles[0].momentum.e);
}

TEST(Generator, PreparationDoesNotDependOnThreads) {
  std::vector<std::vector<Event>> results;
  for (const int threads : {1, 3}) {
    std::vector<Source> sources;
    sources.push_back({std::make_shared<Toy>(), flat(0.5, 4.0), {760, 761, 762}, 1.0});
    GeneratorOptions options;
    options.threads = threads;
    options.training_points = 8000;
    results.push_back(events_of(Generator(std::move(sources), options), 0, 200));
  }
  for (size_t i = 0; i < results[0].size(); ++i) {
    EXPECT_EQ(results[0][i].particles[0].momentum.e, results[1][i].particles[0].momentum.e);
  }
}

TEST(Generator, WeightedEventsHaveMeanWeightOneAndTheSameMeans) {
  const Generator generator = toy_generator(false);
  double weights = 0.0, energy = 0.0;
  constexpr size_t count = 40000;
  for (const Event& event : events_of(generator, 0, count)) {
    weights += event.weight;
    energy += event.weight * event.particles[0].momentum.e;
  }
  EXPECT_NEAR(weights / count, 1.0, 0.02);
  EXPECT_NEAR(energy / weights, 3.25, 0.02);
}

TEST(Generator, VariationWeightsAverageToTheRatioAndFollowThePoint) {
  Generator generator = toy_generator();
  generator.add_variation({std::make_shared<Toy>(1.5)});
  double ratio = 0.0, weights = 0.0;
  for (const Event& event : events_of(generator, 0, 20000)) {
    ASSERT_EQ(event.variation_weights.size(), 1u);
    ratio += event.weight * event.variation_weights[0];
    weights += event.weight;
  }
  EXPECT_NEAR(ratio / weights, 1.0, 0.01);  // both shapes have integral 1
}

TEST(Generator, EveryEnergyBelowThresholdIsAnError) {
  EXPECT_THROW(toy_generator(true, 1, 0.1, 0.9), UserError);
}

TEST(Generator, EventsCarryTheCrossSectionsOfTheirEnergy) {
  for (const Event& event : events_of(toy_generator(), 0, 50)) {
    const double energy = event.particles[0].momentum.e, unit = (energy - 1.0) * (energy - 1.0);
    EXPECT_NEAR(event.total_cross_section / unit, 10.0, 2e-3);
    EXPECT_NEAR(event.process_cross_section / unit,
                event.process_id == 760   ? 1.0
                : event.process_id == 761 ? 3.0
                                          : 6.0,
                2e-3);
  }
}

TEST(TridentEvents, ConserveMomentumAndStayOnShell) {
  using namespace process::samples;
  const Reaction reaction{{Flavour::muon, false}, mu, mu};
  const auto trident =
      std::make_shared<process::Trident>(options(reaction, {"coherent", "proton", "neutron"}), muon_tables());
  std::vector<Source> sources;
  flux::Spectrum spectrum = flat(1.0, 4.5);
  sources.push_back({trident, spectrum, {760, 761, 762}, 1.0});
  GeneratorOptions generator_options;
  generator_options.training_points = 8000;
  const Generator generator(std::move(sources), generator_options);
  for (const Event& event : events_of(generator, 0, 500)) {
    FourVector sum;
    int charge = 0;
    for (const Particle& particle : event.particles) {
      const bool incoming = particle.status == Status::beam || particle.status == Status::target;
      if (incoming) sum = sum + particle.momentum;
      if (particle.status == Status::final_state) sum = sum - particle.momentum;
      const double shell = particle.momentum.mass_squared() - particle.mass * particle.mass;
      EXPECT_NEAR(shell, 0.0, 1e-9 * (1.0 + particle.momentum.e * particle.momentum.e)) << particle.pdg;
      if (particle.status == Status::final_state && std::abs(particle.pdg) == 13) charge += particle.pdg > 0 ? -1 : 1;
    }
    EXPECT_NEAR(sum.e, 0.0, 1e-10);
    EXPECT_NEAR(sum.x, 0.0, 1e-10);
    EXPECT_NEAR(sum.y, 0.0, 1e-10);
    EXPECT_NEAR(sum.z, 0.0, 1e-10);
    EXPECT_EQ(charge, 0);
  }
}

TEST(TridentEvents, UnweightingEfficiencyIsAboveTheGoal) {
  using namespace process::samples;
  for (const auto& [lepton, goal] : {std::pair{mu, 0.20}, std::pair{e, 0.05}}) {
    const Reaction reaction{{Flavour::muon, false}, lepton, lepton};
    const auto trident = std::make_shared<process::Trident>(options(reaction, {"coherent"}),
                                                            lepton == mu ? muon_tables() : electron_tables());
    std::vector<Source> sources;
    sources.push_back({trident, flat(0.8, 4.0), {760}, 1.0});
    const Generator generator(std::move(sources), {});
    std::vector<Event> events(4000);
    const GeneratorStatistics statistics = generator.generate(0, events);
    EXPECT_GT(statistics.efficiency(), goal);
    EXPECT_LT(statistics.excess_weight / 4000.0, 5e-3);
  }
}

}  // namespace
}  // namespace tridens::event
