// What every process of the registry must satisfy, whatever it is.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

/// Settings, energy and component at which a process is tried. A process that is not named here is tried with its
/// defaults at 10 PeV.
struct Sample {
  std::map<std::string, std::string> settings;
  double energy = 1e7;
  bool total = true;  // false: a total takes seconds and is tested where the process is
};
Sample sample_of(const std::string& name) {
  const std::map<std::string, Sample> samples = {
      {"dis", {{}, 1e4}},
      {"upscatter", {{{"mass", "1 GeV"}, {"mixing", "1e-3"}}, 1e3}},
      {"black-hole",
       {{{"dimensions", "2"}, {"planck-mass", "5 TeV"}, {"parton-density", "grv94lo"}, {"border", "extend"}}, 1e10}},
      {"dark-matter", {{{"mass", "10 MeV"}, {"y", "1e-11"}}, 1.0}},
      {"leptoquark", {{{"mass", "1 TeV"}, {"lambda_mu", "0.5"}}, 1e4}},
      {"electroweak-trident", {{{"pair", "mu-mu+"}}, 1e5, false}}};
  const auto found = samples.find(name);
  return found == samples.end() ? Sample{} : found->second;
}

/// The process for the first neutrino that it has on oxygen.
std::shared_ptr<const Process> made(const std::string& name) {
  std::string problem;
  for (const Neutrino& neutrino : all_neutrinos()) {
    ProcessRequest request;
    request.neutrino = neutrino;
    request.target = matter::material("O16");
    request.settings = sample_of(name).settings;
    try {
      return make_process(name, request);
    } catch (const UserError& error) {
      problem = error.what();
    }
  }
  throw Failure(name + " cannot be made on oxygen", problem, "give its settings in this test");
}

std::vector<std::string> registered() {
  std::vector<std::string> result;
  for (const ProcessInfo& info : processes()) {
    if (is_registered(info.name)) result.push_back(info.name);
  }
  return result;
}

class Registered : public testing::TestWithParam<std::string> {};

TEST_P(Registered, ComponentsSayWhatEventFilesNeed) {
  const auto process = made(GetParam());
  ASSERT_FALSE(process->components().empty());
  for (const Component& component : process->components()) {
    EXPECT_GE(component.process_id, 100) << component.name;
    EXPECT_FALSE(component.name.empty() || component.shape.empty() || component.description.empty());
    EXPECT_FALSE(component.final_state.empty());
    EXPECT_GT(component.multiplicity, 0.0);
    EXPECT_GT(component.target_mass, 0.0);
    EXPECT_GE(component.nucleus_mass, component.target_mass * (1.0 - 1e-12));
  }
}

TEST_P(Registered, PointsConserveMomentumAndIntegrateToTheCrossSection) {
  const auto process = made(GetParam());
  const Sample sample = sample_of(GetParam());
  const double energy = sample.energy;
  constexpr size_t points = 1500;
  const auto dimensions = static_cast<size_t>(process->dimension());
  std::vector<double> u(dimensions * points), energies(points, energy), weights(points);
  std::vector<std::uint64_t> index(points);
  for (size_t i = 0; i < points; ++i) index[i] = i;
  const std::vector<std::uint32_t> blocks(points, 0);
  uniforms_batch(21, 22, index.data(), blocks.data(), points, dimensions, u.data());
  const Component& component = process->components().front();
  ASSERT_LT(process->threshold(0), energy);
  process->dsigma(0, energies.data(), u.data(), points, weights.data());
  double sum = 0.0, squares = 0.0;
  for (size_t i = 0; i < points; ++i) {
    ASSERT_GE(weights[i], 0.0);
    sum += weights[i] / points;
    squares += weights[i] * weights[i] / points;
    if (i >= 100 || weights[i] == 0.0) continue;
    std::vector<double> point;
    for (size_t d = 0; d < dimensions; ++d) point.push_back(u[d * points + i]);
    const FourVector struck =
        component.bound ? process->struck(0, energy, point.data()) : FourVector{component.nucleus_mass, 0.0, 0.0, 0.0};
    const double mass = beam_particle(*process).mass;
    FourVector left = FourVector{energy, 0.0, 0.0, std::sqrt((energy - mass) * (energy + mass))} + struck;
    for (const FinalParticle& particle : process->final_state(0, energy, point.data())) {
      const FourVector& p = particle.momentum;
      left = left - p;
      EXPECT_LT(std::abs(p.mass_squared() - particle.mass * particle.mass), 1e-11 * p.e * p.e) << particle.pdg;
    }
    for (const double part : {left.e, left.x, left.y, left.z}) EXPECT_LT(std::abs(part), 1e-11 * energy);
  }
  EXPECT_GT(sum, 0.0);
  if (!sample.total) return;
  const CrossSection sigma = process->cross_section(0, energy);
  const double error = std::sqrt(std::max(0.0, squares - sum * sum) / points);
  EXPECT_NEAR(sum, sigma.value, 5.0 * error + 1e-3 * sigma.value);
  EXPECT_FALSE(sigma.below_threshold);
}

TEST_P(Registered, ASettingThatDoesNotExistIsRefused) {
  ProcessRequest request;
  request.neutrino = all_neutrinos().front();
  request.target = matter::material("O16");
  request.settings = sample_of(GetParam()).settings;
  request.settings["no-such-setting"] = "1";
  EXPECT_THROW(make_process(GetParam(), request), UserError);
}

INSTANTIATE_TEST_SUITE_P(Processes, Registered, testing::ValuesIn(registered()), [](const auto& one) {
  std::string name = one.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

}  // namespace
}  // namespace tridens::process
