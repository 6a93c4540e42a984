// Events of upscattering with decays: rates, decay lengths and what is seen.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/event/generator.hh"
#include "tridens/event/variables.hh"
#include "tridens/process/registry.hh"

namespace tridens::event {
namespace {

std::shared_ptr<const process::Process> dark_neutrino(const std::string& benchmark, const std::string& decay) {
  return process::make_process("upscatter", {{Flavour::muon, false},
                                             matter::material("C12"),
                                             nullptr,
                                             {{"regime", "elastic"}, {"benchmark", benchmark}, {"decay", decay}},
                                             nullptr});
}

flux::Spectrum falling() {
  flux::Spectrum spectrum;
  spectrum.energies = {0.3, 0.6, 1.0, 2.0};
  spectrum.density = {1.0, 2.0, 0.5};
  return spectrum;
}

std::vector<Event> events_of(const std::shared_ptr<const process::Process>& process, size_t count, bool unweighted,
                             double* folded = nullptr) {
  GeneratorOptions options;
  options.seed = 21;
  options.unweighted = unweighted;
  options.training_points = 8000;
  Generator generator({{process, falling(), {770, 776, 777}, 1.0}}, options);
  if (folded != nullptr) *folded = generator.folded_cross_section();
  std::vector<Event> events(count);
  (void)generator.generate(0, events);
  return events;
}

TEST(UpscatterEvents, ShareOfVisibleDecaysIsAFactorOfTheRate) {
  double all = 0.0, electrons = 0.0;
  const auto everything = events_of(dark_neutrino("abdullahi", "all"), 3000, true, &all);
  (void)events_of(dark_neutrino("abdullahi", "electrons"), 10, true, &electrons);
  double found = 0.0;
  for (const Event& event : everything) {
    // Every particle that decays gives an electron pair and nothing else.
    std::map<std::uint32_t, int> charged, others;
    for (const Particle& particle : event.particles) {
      if (particle.decay == 0 || particle.status != Status::final_state) continue;
      if (std::abs(particle.pdg) == 11) ++charged[particle.decay];
      if (std::abs(particle.pdg) == 13 || particle.pdg == 22) ++others[particle.decay];
    }
    bool fits = others.empty();
    for (std::uint32_t k = 1; k <= event.decays.size(); ++k) fits = fits && charged[k] == 2;
    found += fits ? 1.0 / 3000.0 : 0.0;
  }
  EXPECT_NEAR(found, electrons / all, 4.0 * std::sqrt(0.25 / 3000.0));
}

TEST(UpscatterEvents, DecaysLeaveTheInteractionAsItWas) {
  const auto with = events_of(dark_neutrino("bertuzzo", "all"), 300, true);
  const auto without = events_of(dark_neutrino("bertuzzo", "none"), 300, true);
  for (size_t i = 0; i < with.size(); ++i) {
    ASSERT_GT(with[i].decays.size(), 0u);
    ASSERT_TRUE(without[i].decays.empty());
    for (size_t k = 0; k < without[i].particles.size(); ++k) {
      EXPECT_EQ(with[i].particles[k].momentum.z, without[i].particles[k].momentum.z);
      EXPECT_EQ(with[i].particles[k].pdg, without[i].particles[k].pdg);
    }
    EXPECT_EQ(with[i].weight, without[i].weight);
  }
}

TEST(UpscatterEvents, EnergiesFollowTheFluxTimesTheCrossSection) {
  const auto process = dark_neutrino("bertuzzo", "all");
  const flux::Spectrum spectrum = falling();
  double total = 0.0, above = 0.0;
  for (int i = 0; i < 1700; ++i) {
    const double E = 0.3 + (i + 0.5) * 1e-3;
    double sigma = 0.0;
    for (size_t c = 0; c < process->components().size(); ++c) sigma += process->cross_section(c, E).value;
    total += spectrum.at(E) * sigma * 1e-3;
    if (E > 0.8) above += spectrum.at(E) * sigma * 1e-3;
  }
  double folded = 0.0, sum = 0.0, high = 0.0;
  for (const Event& event : events_of(process, 20000, false, &folded)) {
    sum += event.weight;
    if (event.particles[0].momentum.e > 0.8) high += event.weight;
  }
  EXPECT_NEAR(folded / total, 1.0, 1e-3);
  EXPECT_NEAR(sum / 20000.0, 1.0, 0.02);
  EXPECT_NEAR(high / sum, above / total, 0.015);
}

TEST(UpscatterEvents, MeanFlightIsThatOfTheWidth) {
  const auto process = dark_neutrino("vergani", "all");
  const double width = process->unstable_particles().front().width;
  double ratio = 0.0;
  constexpr size_t count = 5000;
  for (const Event& event : events_of(process, count, true)) {
    const Particle& N = event.particles.at(event.decays.at(0).parent);
    const double mean = N.momentum.momentum() / N.mass / width / (1e12 * units::fm);
    ratio += event.decays[0].position.momentum() / mean / count;
  }
  EXPECT_NEAR(ratio, 1.0, 4.0 / std::sqrt(count));
}

TEST(UpscatterEvents, VariablesSeePhotonsAndPairsOfDecays) {
  for (const Event& event : events_of(dark_neutrino("vergani", "photon"), 50, true)) {
    const Kinematics k = true_kinematics(event);
    ASSERT_TRUE(k.content & content::photon);
    const FourVector& p = event.particles.back().pdg == 22 ? event.particles.back().momentum
                                                           : event.particles[event.particles.size() - 2].momentum;
    EXPECT_EQ(variable("energy_photon").value(k), p.e);
    EXPECT_NEAR(std::cos(variable("angle_photon").value(k)), p.z / p.e, 1e-9);
  }
  for (const Event& event : events_of(dark_neutrino("bertuzzo", "electrons"), 50, true)) {
    const Kinematics k = true_kinematics(event);
    EXPECT_NEAR(variable("invariant_mass").value(k), 0.03, 1e-9);  // of Z' on its mass shell
  }
  for (const Event& event : events_of(dark_neutrino("abdullahi", "electrons"), 20, true)) {
    const Kinematics k = true_kinematics(event);  // four leptons: no pair
    EXPECT_FALSE(k.content & content::pair);
    EXPECT_EQ(k.lepton_count, 2u);
  }
}

}  // namespace
}  // namespace tridens::event
