// Decays of events: momenta, angles, flight and chains.
#include "tridens/event/decay.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/event/generator.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::event {
namespace {

using model::UnstableMode;
using model::UnstableParticle;

constexpr int parent_pdg = 9900012, middle_pdg = 32;

/// An event of one particle that decays.
Event event_of(std::uint64_t number, int pdg, const FourVector& momentum, double mass, double helicity) {
  Event event;
  event.number = number;
  event.particles.push_back({pdg, Status::final_state, momentum, mass, helicity});
  return event;
}
FourVector moving(double mass, double px, double py, double pz) {
  return {std::sqrt(mass * mass + px * px + py * py + pz * pz), px, py, pz};
}

UnstableParticle two_body(double mass, double width, double asymmetry) {
  return {parent_pdg, "N", mass, width, {{"nu gamma", {14, 22}, {0.0, 0.0}, 1.0, asymmetry}}};
}

/// A light vector on its mass shell: N -> nu V, V -> e- e+ or mu- mu+.
std::vector<UnstableParticle> chain() {
  return {{parent_pdg,
           "N",
           0.42,
           1e-16,
           {{"nu V", {14, middle_pdg}, {0.0, 0.25}, 0.7, 0.5},
            {"nu e- e+", {14, 11, -11}, {0.0, 0.000511, 0.000511}, 0.3}}},
          {middle_pdg,
           "V",
           0.25,
           1e-12,
           {{"e- e+", {11, -11}, {0.000511, 0.000511}, 0.4}, {"mu- mu+", {13, -13}, {0.10566, 0.10566}, 0.6}}}};
}

TEST(Decays, ConserveMomentumAtEveryVertexToTheEndOfEveryChain) {
  const DecayChains chains(chain());
  size_t longest = 0;
  for (std::uint64_t number = 0; number < 2000; ++number) {
    const double scale = std::pow(10.0, static_cast<double>(number % 7) - 4.0);
    Event event = event_of(number, parent_pdg, moving(0.42, 0.3 * scale, -0.2 * scale, 5.0 * scale), 0.42, -1.0);
    const FourVector before = event.particles[0].momentum;
    chains.decay(5, event);
    longest = std::max(longest, event.decays.size());
    std::vector<FourVector> rest;
    for (const DecayVertex& decay : event.decays) rest.push_back(event.particles[decay.parent].momentum);
    FourVector all = before;
    for (const Particle& particle : event.particles) {
      const double m2 = particle.mass * particle.mass;
      EXPECT_NEAR(particle.momentum.mass_squared(), m2, 1e-14 * particle.momentum.e * particle.momentum.e);
      if (particle.decay != 0) rest[particle.decay - 1] = rest[particle.decay - 1] - particle.momentum;
      if (particle.status == Status::final_state) all = all - particle.momentum;
      EXPECT_TRUE(particle.status == Status::decayed || (particle.pdg != parent_pdg && particle.pdg != middle_pdg));
    }
    rest.push_back(all);
    for (const FourVector& left : rest) {
      for (const double part : {left.e, left.x, left.y, left.z}) EXPECT_LT(std::abs(part), 4e-15 * before.e) << number;
    }
  }
  EXPECT_EQ(longest, 2u);
}

TEST(Decays, FlyAlongTheirMomentumWithTheLifetimeOfTheirWidth) {
  const double width = 1e-15;  // c tau = 0.1973 m
  const DecayChains chains({two_body(0.2, width, 0.0)});
  const FourVector p = moving(0.2, 0.03, 0.04, 0.9);
  const double mean = p.momentum() / 0.2 / width / (1e12 * units::fm);  // mm
  constexpr int count = 20000;
  double sum = 0.0, squares = 0.0, above = 0.0;
  for (std::uint64_t number = 0; number < count; ++number) {
    Event event = event_of(number, parent_pdg, p, 0.2, 0.0);
    chains.decay(3, event);
    const FourVector& x = event.decays.at(0).position;
    const double length = x.momentum();
    EXPECT_NEAR(x.space_dot(p), length * p.momentum(), 1e-12 * length * p.momentum());
    EXPECT_NEAR(x.e * p.momentum(), length * p.e, 1e-12 * length * p.e);
    sum += length / mean / count;
    squares += length * length / mean / mean / count;
    above += length > 2.0 * mean ? 1.0 / count : 0.0;
  }
  EXPECT_NEAR(sum, 1.0, 4.0 / std::sqrt(count));
  EXPECT_NEAR(squares, 2.0, 4.0 * std::sqrt(20.0 / count));
  EXPECT_NEAR(above, std::exp(-2.0), 4.0 * std::sqrt(std::exp(-2.0) / count));
}

TEST(Decays, PositionsOfAChainAddUp) {
  const DecayChains chains(chain());
  size_t seen = 0;
  for (std::uint64_t number = 0; number < 200; ++number) {
    Event event = event_of(number, parent_pdg, moving(0.42, 0.0, 0.0, 2.0), 0.42, -1.0);
    chains.decay(5, event);
    if (event.decays.size() != 2) continue;
    ++seen;
    const FourVector step = event.decays[1].position - event.decays[0].position;
    const FourVector& p = event.particles[event.decays[1].parent].momentum;
    EXPECT_GT(step.e, 0.0);
    EXPECT_NEAR(step.space_dot(p) * p.e, step.e * p.space_dot(p), 1e-9 * step.e * p.e * p.e);
  }
  EXPECT_GT(seen, 100u);
}

/// Mean of cos of the first product to the flight direction in the rest frame, seen by invariants.
double mean_cosine(const DecayChains& chains, double helicity, const FourVector& p, double mass, int count) {
  double sum = 0.0;
  for (int number = 0; number < count; ++number) {
    Event event = event_of(static_cast<std::uint64_t>(number), parent_pdg, p, mass, helicity);
    chains.decay(8, event);
    // E_lab = gamma (k + beta k cos) of a massless product with k = mass/2.
    const double first = event.particles.at(1).momentum.e;
    sum += (2.0 * first / p.e - 1.0) * p.e / p.momentum() / count;
  }
  return sum;
}

TEST(Decays, TwoBodyAsymmetryFollowsTheHelicity) {
  const FourVector p = moving(0.3, 0.1, -0.2, 0.7);
  constexpr int count = 20000;
  const double error = 4.0 / std::sqrt(3.0 * count);
  for (const double asymmetry : {1.0, -0.4}) {
    const DecayChains chains({two_body(0.3, 1e-12, asymmetry)});
    for (const double helicity : {-1.0, 0.0, 1.0}) {
      EXPECT_NEAR(mean_cosine(chains, helicity, p, 0.3, count), helicity * asymmetry / 3.0, error);
    }
  }
}

TEST(Decays, DipolePhotonsLeaveAgainstTheirHelicity) {
  // N -> nu_L gamma of a Dirac N: dGamma/dcos_gamma = Gamma/2 (1 - h cos_gamma): the neutrino has 1 + h cos.
  const auto sector = model::dark_sector_benchmark("vergani");
  const DecayChains chains(model::unstable_particles(sector));
  const FourVector p = moving(0.2, 0.0, 0.0, 0.8);
  constexpr int count = 20000;
  EXPECT_NEAR(mean_cosine(chains, 1.0, p, 0.2, count), 1.0 / 3.0, 4.0 / std::sqrt(3.0 * count));
  EXPECT_NEAR(mean_cosine(chains, -1.0, p, 0.2, count), -1.0 / 3.0, 4.0 / std::sqrt(3.0 * count));
}

TEST(Decays, PhaseSpaceAloneHasTheMeansOfThreeMasslessBodies) {
  const DecayChains chains({{parent_pdg, "N", 1.0, 1e-12, {{"nu nu nu", {12, 14, -14}, {0.0, 0.0, 0.0}, 1.0}}}});
  constexpr int count = 20000;
  double sums[3] = {}, q2 = 0.0;
  for (std::uint64_t number = 0; number < count; ++number) {
    Event event = event_of(number, parent_pdg, {1, 0, 0, 0}, 1.0, 0.0);
    chains.decay(8, event);
    for (size_t k = 0; k < 3; ++k) sums[k] += event.particles.at(1 + k).momentum.e / count;
    q2 += (event.particles[2].momentum + event.particles[3].momentum).mass_squared() / count;
  }
  // Uniform Dalitz plot: energies of density 8 E up to 1/2, mean 1/3; pair masses squared of density 2 (1 - q2).
  for (const double sum : sums) EXPECT_NEAR(sum, 1.0 / 3.0, 4.0 * std::sqrt(1.0 / 72.0 / count));
  EXPECT_NEAR(q2, 1.0 / 3.0, 4.0 * std::sqrt(1.0 / 18.0 / count));
}

TEST(Decays, PairMassesFollowTheDifferentialWidthOfADarkPhoton) {
  // N -> nu e- e+ by a heavy Z': dGamma/dq^2 ~ (1 - x)^2 (1 + 2 x) beta (1 + 2 m_e^2/q^2)/(M^2 - q^2)^2, x = q^2/m^2.
  const auto sector = model::dark_sector_benchmark("ballett");
  std::vector<UnstableParticle> particles = model::unstable_particles(sector);
  const double m = particles.front().mass, M = sector.parameters().mediator_mass, electron = 0.51099895e-3;
  UnstableParticle& N = particles.front();
  std::erase_if(N.modes, [](const UnstableMode& mode) {
    return mode.products.size() != 3 || std::abs(mode.products[1]) != 11 || std::abs(mode.products[2]) != 11;
  });
  ASSERT_FALSE(N.modes.empty());
  N.modes.resize(1);
  N.modes.front().branching = 1.0;
  ASSERT_NE(N.modes.front().matrix_element, nullptr);
  const DecayChains chains({N});
  // Weak exchange is below 1e-6 of the dark one: see the couplings of the point.
  constexpr size_t bins = 10, count = 20000, steps = 2000;
  std::vector<double> expected(bins, 0.0), found(bins, 0.0);
  double total = 0.0;
  for (size_t i = 0; i < steps; ++i) {
    const double x = (static_cast<double>(i) + 0.5) / steps, q2 = x * m * m, y = electron * electron / q2;
    if (4.0 * y >= 1.0) continue;
    const double density =
        (1 - x) * (1 - x) * (1 + 2 * x) * std::sqrt(1 - 4 * y) * (1 + 2 * y) / ((M * M - q2) * (M * M - q2));
    expected[i * bins / steps] += density;
    total += density;
  }
  DecayStatistics statistics;
  for (std::uint64_t number = 0; number < count; ++number) {
    Event event = event_of(number, N.pdg, moving(m, 0.1, 0.2, 0.6), m, -1.0);
    statistics.add(chains.decay(12, event));
    const double q2 = (event.particles.at(2).momentum + event.particles.at(3).momentum).mass_squared();
    found.at(std::min(bins - 1, static_cast<size_t>(q2 / (m * m) * bins))) += 1.0;
  }
  double chi2 = 0.0;
  for (size_t b = 0; b < bins; ++b) {
    const double mean = expected[b] / total * count;
    chi2 += (found[b] - mean) * (found[b] - mean) / mean;
  }
  EXPECT_LT(chi2, 30.0);  // 9 degrees of freedom: probability 4e-4
  EXPECT_EQ(statistics.three_body_decays, count);
  EXPECT_LT(static_cast<double>(statistics.three_body_trials), 12.0 * count);
}

TEST(Decays, ModesFollowTheirBranching) {
  const DecayChains chains(chain());
  double direct = 0.0, muons = 0.0;
  constexpr int count = 20000;
  for (std::uint64_t number = 0; number < count; ++number) {
    Event event = event_of(number, parent_pdg, moving(0.42, 0.0, 0.0, 2.0), 0.42, -1.0);
    chains.decay(9, event);
    direct += event.decays.size() == 1 ? 1.0 / count : 0.0;
    muons += event.particles.back().pdg == -13 ? 1.0 / count : 0.0;
  }
  EXPECT_NEAR(direct, 0.3, 4.0 * std::sqrt(0.21 / count));
  EXPECT_NEAR(muons, 0.42, 4.0 * std::sqrt(0.2436 / count));
}

TEST(Decays, AreAFunctionOfSeedAndEventNumber) {
  const DecayChains chains(chain());
  const auto made = [&](std::uint64_t seed, std::uint64_t number) {
    Event event = event_of(number, parent_pdg, moving(0.42, 0.0, 0.0, 2.0), 0.42, -1.0);
    chains.decay(seed, event);
    return event;
  };
  const Event one = made(4, 17), again = made(4, 17), other = made(4, 18), seed = made(5, 17);
  ASSERT_EQ(one.particles.size(), again.particles.size());
  EXPECT_EQ(one.particles.back().momentum.x, again.particles.back().momentum.x);
  EXPECT_EQ(one.decays.back().position.e, again.decays.back().position.e);
  EXPECT_NE(one.decays.front().position.e, other.decays.front().position.e);
  EXPECT_NE(one.decays.front().position.e, seed.decays.front().position.e);
}

class TooLarge final : public model::ThreeBodyMatrixElement {
 public:
  double squared(const FourVector*, const FourVector&, double) const override { return 2.0; }
  double largest() const override { return 1.0; }
};

TEST(Decays, RefuseWhatCannotDecay) {
  EXPECT_THROW(DecayChains({two_body(0.3, 0.0, 0.0)}), UserError);
  EXPECT_THROW(DecayChains({two_body(0.3, 1e-12, 1.5)}), UserError);
  auto heavy = chain();
  heavy[0].modes[0].masses[1] = 0.43;
  EXPECT_THROW(DecayChains{heavy}, UserError);
  auto short_sum = chain();
  short_sum[0].modes.pop_back();
  EXPECT_THROW(DecayChains{short_sum}, UserError);
  auto endless = chain();
  endless[1].modes[0].products[0] = parent_pdg;
  EXPECT_THROW(DecayChains{endless}, UserError);
  EXPECT_THROW(DecayChains({two_body(0.3, 1e-12, 0.0), two_body(0.3, 1e-12, 0.0)}), UserError);
  const DecayChains broken({{parent_pdg,
                             "N",
                             0.4,
                             1e-12,
                             {{"nu e e", {14, 11, -11}, {0.0, 0.0, 0.0}, 1.0, 0.0, std::make_shared<TooLarge>()}}}});
  Event event = event_of(0, parent_pdg, moving(0.4, 0, 0, 1), 0.4, 0.0);
  EXPECT_THROW(broken.decay(1, event), Failure);
}

}  // namespace
}  // namespace tridens::event
