#include "tridens/detector/response.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

FinalParticle particle(int pdg, double mass, double momentum, double theta = 0.1, double phi = 0.7) {
  const double s = std::sin(theta);
  return {pdg,
          mass,
          {std::hypot(momentum, mass), momentum * s * std::cos(phi), momentum * s * std::sin(phi),
           momentum * std::cos(theta)}};
}

double angle_between(const FourVector& a, const FourVector& b) {
  return std::acos(std::min(1.0, a.space_dot(b) / (a.momentum() * b.momentum())));
}

std::vector<Observation> repeat(const Response& response, const FinalParticle& particle, size_t count) {
  std::vector<Observation> all;
  for (size_t i = 0; i < count; ++i) all.push_back(response.observe(particle, RandomStream(1, 1, i)));
  return all;
}

TEST(Response, SmearsTheEnergyOfEachKindByItsResolution) {
  const Response response = make_response("dune-lar-1902.08579");
  struct Case {
    int pdg;
    double mass, momentum, resolution, kinetic;
  };
  const Case cases[] = {{11, constants::electron_mass, 4.0, 0.15, 0.0},
                        {-13, constants::muon_mass, 4.0, 0.06, 0.0},
                        {22, 0.0, 4.0, 0.15, 0.0},
                        {-211, 0.13957039, 4.0, 0.06, 0.0},
                        {2212, constants::proton_mass, 2.0, 0.15, constants::proton_mass}};
  const size_t count = 20000;
  for (const Case& c : cases) {
    const FinalParticle truth = particle(c.pdg, c.mass, c.momentum);
    double sum = 0.0, squares = 0.0;
    for (const Observation& seen : repeat(response, truth, count)) {
      ASSERT_TRUE(seen.seen);
      const double shift = seen.momentum.e - truth.momentum.e;
      sum += shift;
      squares += shift * shift;
      EXPECT_NEAR(seen.momentum.mass_squared(), c.mass * c.mass, 1e-12);
    }
    const double sigma = c.resolution * std::sqrt(truth.momentum.e - c.kinetic);
    EXPECT_NEAR(sum / count / sigma, 0.0, 4.0 / std::sqrt(count)) << c.pdg;
    EXPECT_NEAR(squares / count / (sigma * sigma), 1.0, 4.0 * std::sqrt(2.0 / count)) << c.pdg;
  }
}

TEST(Response, TurnsDirectionsByAGaussianInEachProjectedAngle) {
  Response response;
  const double sigma = 1.0 * units::degree;
  response[ParticleKind::muon].angle = sigma;
  const size_t count = 20000;
  // Forward, backward and at the seam of the basis.
  for (double theta : {0.0, 0.3, units::pi / 2, 3.0, units::pi}) {
    const FinalParticle truth = particle(13, constants::muon_mass, 1.0, theta);
    std::vector<double> angles;
    double squares = 0.0;
    FourVector mean;
    for (const Observation& seen : repeat(response, truth, count)) {
      angles.push_back(angle_between(seen.momentum, truth.momentum));
      squares += angles.back() * angles.back();
      mean = mean + seen.momentum * (1.0 / count);
      EXPECT_NEAR(seen.momentum.momentum(), 1.0, 1e-14);
    }
    std::nth_element(angles.begin(), angles.begin() + count / 2, angles.end());
    EXPECT_NEAR(angles[count / 2] / (sigma * std::sqrt(2.0 * std::log(2.0))), 1.0, 0.03);
    EXPECT_NEAR(squares / count / (2.0 * sigma * sigma), 1.0, 4.0 / std::sqrt(count));
    EXPECT_LT(angle_between(mean, truth.momentum), 4.0 * sigma * std::sqrt(2.0 / count));
  }
}

TEST(Response, CutsOnObservedOrTrueKineticEnergyAsAsked) {
  Response response;
  response[ParticleKind::muon].threshold = 0.030;
  const auto kinetic = [](double t) {
    return particle(13, constants::muon_mass, std::sqrt(t * (t + 2.0 * constants::muon_mass)));
  };
  EXPECT_FALSE(response.observe(kinetic(0.0299), RandomStream(1, 1, 1)).seen);
  EXPECT_TRUE(response.observe(kinetic(0.0301), RandomStream(1, 1, 1)).seen);
  EXPECT_EQ(response.observe(kinetic(0.0299), RandomStream(1, 1, 1)).momentum.e, 0.0);

  // Just below a threshold on observed energy nearly half fluctuate above it; on true energy none does.
  response[ParticleKind::muon].energy_stochastic = 0.01;
  const size_t count = 10000;
  const auto seen = [&](const Response& r) {
    const auto all = repeat(r, kinetic(0.02999), count);
    return std::count_if(all.begin(), all.end(), [](const Observation& o) { return o.seen; });
  };
  EXPECT_NEAR(static_cast<double>(seen(response)) / count, 0.5, 0.03);
  response.threshold_on = ThresholdOn::true_energy;
  EXPECT_EQ(seen(response), 0);
}

TEST(Response, DrawsTheEfficiencyAtTheTrueKineticEnergy) {
  Response response;
  response[ParticleKind::electron].efficiency = Efficiency({0.0, 1.0, 3.0}, {0.2, 0.4, 1.0});
  const size_t count = 20000;
  const auto all = repeat(response, particle(11, 0.0, 2.0), count);
  const auto seen = std::count_if(all.begin(), all.end(), [](const Observation& o) { return o.seen; });
  EXPECT_NEAR(static_cast<double>(seen) / count, 0.7, 4.0 * std::sqrt(0.21 / count));
  EXPECT_THROW(response.observe(particle(11, 0.0, 3.1), RandomStream(1, 1, 1)), UserError);
}

TEST(Response, ALowEnergyThatFluctuatesBelowTheMassIsNotSeen) {
  Response response;
  response[ParticleKind::electron].energy_stochastic = 0.15;
  const auto all = repeat(response, particle(11, constants::electron_mass, 0.01), 2000);
  size_t lost = 0;
  for (const Observation& o : all) {
    lost += o.seen ? 0 : 1;
    if (o.seen) {
      EXPECT_GT(o.momentum.e, constants::electron_mass);
    }
  }
  // sigma = 0.15 sqrt(0.01) = 15 MeV: P(z < -0.64) = 0.26.
  EXPECT_NEAR(static_cast<double>(lost) / 2000.0, 0.2635, 4.0 * std::sqrt(0.19 / 2000.0));
}

TEST(Response, EachParticleHasItsOwnRandomNumbers) {
  Response response = make_response("dune-lar-1902.08579");
  const std::vector<FinalParticle> both = {particle(11, constants::electron_mass, 1.0),
                                           particle(-13, constants::muon_mass, 2.0)};
  std::vector<Observation> before(2), after(2), again(2), other(2);
  response.observe(both, 7, 99, before);
  response.observe(both, 7, 99, again);
  response.observe(both, 7, 100, other);
  response[ParticleKind::electron].threshold = 10.0;
  response.observe(both, 7, 99, after);
  EXPECT_EQ(before[1].momentum.e, again[1].momentum.e);
  EXPECT_NE(before[1].momentum.e, other[1].momentum.e);
  EXPECT_FALSE(after[0].seen);
  EXPECT_EQ(before[1].momentum.x, after[1].momentum.x);
  EXPECT_EQ(before[1].momentum.e, after[1].momentum.e);
}

TEST(Response, APerfectDetectorReturnsTheTruth) {
  const Response response = make_response("perfect");
  EXPECT_TRUE(response.is_perfect());
  EXPECT_FALSE(make_response("dune-lar-1902.08579").is_perfect());
  const FinalParticle truth = particle(11, constants::electron_mass, 0.0003, 2.0);
  const Observation seen = response.observe(truth, RandomStream(1, 1, 1));
  EXPECT_TRUE(seen.seen);
  EXPECT_EQ(seen.momentum.e, truth.momentum.e);
  EXPECT_NEAR(seen.momentum.x, truth.momentum.x, 1e-19);
}

TEST(Response, SeesNoNeutralsAndNucleiAndRefusesTaus) {
  const Response response = make_response("dune-lar-1902.08579");
  for (int pdg : {14, -12, 2112, 1000180400}) {
    EXPECT_FALSE(response.observe(particle(pdg, 0.0, 5.0), RandomStream(1, 1, 1)).seen);
  }
  EXPECT_THROW(response.observe(particle(15, constants::tau_mass, 5.0), RandomStream(1, 1, 1)), UserError);
  EXPECT_TRUE(make_response("perfect").observe(particle(15, constants::tau_mass, 5.0), RandomStream(1, 1, 1)).seen);
}

TEST(Response, RefusesBadSettingsAndNamesTheNearestPreset) {
  EXPECT_THROW(Efficiency(1.1), UserError);
  EXPECT_THROW(Efficiency({1.0, 0.5}, {0.1, 0.2}), UserError);
  EXPECT_THROW(Efficiency({0.5, 1.0}, {0.1, NAN}), UserError);
  Response response;
  response[ParticleKind::pion].angle = -1.0;
  EXPECT_THROW(response.check(), UserError);
  for (const std::string& name : response_names()) EXPECT_NO_THROW(make_response(name).check());
  try {
    make_response("dune-lar-1902.0857");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'dune-lar-1902.08579'"), std::string::npos);
  }
  EXPECT_EQ(parse_particle_kind("photon"), ParticleKind::photon);
  EXPECT_THROW(parse_particle_kind("fotón"), UserError);
}

}  // namespace
}  // namespace tridens::detector
