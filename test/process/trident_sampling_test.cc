// The 2 -> 4 map and differential cross section against explicit Dirac matrices in the laboratory frame, and against
// the deterministic quadrature.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "dirac_reference.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/random.hh"
#include "tridens/process/trident.hh"
#include "trident_samples.hh"

namespace tridens::process {
namespace {

using Real = long double;
using Momentum = dirac::Momentum<Real>;
using samples::e, samples::mu, samples::Reaction, samples::tau;
constexpr int dimension = 8;
using Point = std::array<double, dimension>;

constexpr Neutrino numu{Flavour::muon, false}, numubar{Flavour::muon, true}, nue{Flavour::electron, false},
    nuebar{Flavour::electron, true};

/// On its mass shell to the precision of Real.
Momentum precise(const FinalParticle& particle) {
  const Real x = particle.momentum.x, y = particle.momentum.y, z = particle.momentum.z, m = particle.mass;
  return {std::sqrt(x * x + y * y + z * z + m * m), x, y, z};
}

/// The three-momenta of both charged leptons and the transverse one of the neutrino: coordinates of phase space.
std::array<double, dimension> coordinates(const Trident& trident, size_t component, double energy, const Point& u) {
  const auto final_state = trident.final_state(component, energy, u.data());
  const FourVector &k2 = final_state[0].momentum, &a = final_state[1].momentum, &b = final_state[2].momentum;
  return {a.x, a.y, a.z, b.x, b.y, b.z, k2.x, k2.y};
}

double determinant(std::array<std::array<double, dimension>, dimension> m) {
  double result = 1.0;
  for (size_t c = 0; c < dimension; ++c) {
    size_t pivot = c;
    for (size_t r = c + 1; r < dimension; ++r) {
      if (std::fabs(m[r][c]) > std::fabs(m[pivot][c])) pivot = r;
    }
    if (pivot != c) {
      std::swap(m[pivot], m[c]);
      result = -result;
    }
    result *= m[c][c];
    for (size_t r = c + 1; r < dimension; ++r) {
      const double factor = m[r][c] / m[c][c];
      for (size_t k = c; k < dimension; ++k) m[r][k] -= factor * m[c][k];
    }
  }
  return std::fabs(result);
}

/// |d(coordinates)/du| by differences of fourth order.
double coordinate_jacobian(const Trident& trident, size_t component, double energy, const Point& u) {
  constexpr double step = 4e-4;
  std::array<std::array<double, dimension>, dimension> m{};
  for (size_t d = 0; d < dimension; ++d) {
    const auto at = [&](double shift) {
      Point moved = u;
      moved[d] += shift;
      return coordinates(trident, component, energy, moved);
    };
    const auto p1 = at(step), m1 = at(-step), p2 = at(2 * step), m2 = at(-2 * step);
    for (size_t k = 0; k < dimension; ++k) m[k][d] = (8.0 * (p1[k] - m1[k]) - (p2[k] - m2[k])) / (12.0 * step);
  }
  return determinant(m);
}

/// d Phi_4/du from momenta alone: (2pi)^-8 d3p- d3p+ d2k2T / [16 E- E+ E2 E' |k2z/E2 - P'z/E'|].
double phase_space(const Trident& trident, size_t component, double energy, const Point& u) {
  const auto f = trident.final_state(component, energy, u.data());
  const double slope = f[0].momentum.z / f[0].momentum.e - f[3].momentum.z / f[3].momentum.e;
  const double energies = 16.0 * f[0].momentum.e * f[1].momentum.e * f[2].momentum.e * f[3].momentum.e;
  return coordinate_jacobian(trident, component, energy, u) /
         (std::pow(2.0 * units::pi, 8) * energies * std::fabs(slope));
}

/// Spin-averaged |M|^2 of one point from its laboratory momenta.
double matrix_element_squared(const Trident& trident, size_t component, double energy, const Point& u) {
  const Component& target = trident.components()[component];
  const model::TridentChannel& channel = trident.options().channel;
  const auto f = trident.final_state(component, energy, u.data());
  const Real M = target.target_mass;
  const Momentum k1{energy, 0, 0, energy}, before{M, 0, 0, 0};
  const Momentum k2 = precise(f[0]), minus = precise(f[1]), plus = precise(f[2]);
  const Momentum q = k2 + minus + plus - k1;
  const auto currents =
      dirac::lepton_currents<Real>({k1, k2, minus, plus, q, f[1].mass, f[2].mass, channel.incoming.antiparticle});
  const double Q2 = static_cast<double>(-q.dot(q)), K2 = static_cast<double>(2 * k1.dot(k2));
  const double V = trident.options().vertex.vector_at(K2), A = trident.options().vertex.axial_at(K2);
  dirac::Structures<Real> contracted;
  if (target.name == "coherent") {
    const auto nuclide = matter::nuclide(target.nuclide);
    const double F = matter::make_nuclear_form_factor(trident.options().form_factor, nuclide)->value(Q2);
    const Momentum middle = before - q * Real{0.5L};
    contracted = dirac::squared(currents, middle) * Real{4 * std::pow(nuclide.proton_number * F, 2)};
  } else {
    const auto nucleon = target.name == "proton" ? matter::Nucleon::proton : matter::Nucleon::neutron;
    const auto form_factor = matter::make_nucleon_form_factor(trident.options().nucleon_form_factor);
    const double GE = form_factor->electric(nucleon, Q2), GM = form_factor->magnetic(nucleon, Q2);
    const double t = Q2 / (4.0 * target.target_mass * target.target_mass);
    const double F1 = (GE + t * GM) / (1.0 + t), F2 = (GM - GE) / (1.0 + t);
    contracted = dirac::nucleon_squared<Real>(currents, before, before - q, M, F1, F2);
    if (target.bound) {
      const double x = std::sqrt(Q2 * (1.0 + t)) / (2.0 * trident.options().fermi_momentum);
      if (x < 1.0) contracted = contracted * Real{1.5 * x - 0.5 * x * x * x};
    }
  }
  const double e2 = constants::electric_charge_squared, G = constants::fermi_constant;
  return 0.5 * e2 * e2 * G * G / (Q2 * Q2) * static_cast<double>(contracted.combine(V, A));
}

Point random_point(std::uint64_t index) {
  RandomStream random(31, 0, index);
  Point u;
  for (double& x : u) x = 0.05 + 0.9 * random.uniform();
  return u;
}

struct DifferentialCase {
  Reaction reaction;
  double energy;
  const char* component;
  double tolerance;
};

/// dsigma at random points is |M|^2/(4EM) d Phi_4/du, with |M|^2 and the phase space taken from the momenta of
/// final_state: map, amplitude, hadronic tensor, Pauli factor and events belong to the same point.
void expect_differential_from_momenta(const DifferentialCase& c) {
  const Trident trident(samples::options(c.reaction, {c.component}), nullptr);
  const Component& target = trident.components()[0];
  int compared = 0;
  for (std::uint64_t index = 0; index < 25; ++index) {
    const Point u = random_point(index);
    double fast = 0.0;
    trident.dsigma(0, &c.energy, u.data(), 1, &fast);
    ASSERT_GE(fast, 0.0);
    if (fast == 0.0) continue;  // Q^2 whose W^2 range is empty
    const double slow = target.multiplicity * matrix_element_squared(trident, 0, c.energy, u) *
                        phase_space(trident, 0, c.energy, u) / (4.0 * c.energy * target.target_mass);
    EXPECT_NEAR(fast / slow, 1.0, c.tolerance)
        << c.component << " " << trident.options().channel.reaction() << " at point " << index;
    ++compared;
  }
  EXPECT_GE(compared, 15);
}

TEST(TridentSampling, DifferentialCrossSectionFollowsFromTheMomentaOnANucleus) {
  for (const DifferentialCase& c : {DifferentialCase{{numu, mu, mu}, 5.0, "coherent", 1e-6},
                                    {{numu, mu, mu}, 0.5, "coherent", 1e-6},
                                    {{numubar, mu, mu}, 20.0, "coherent", 1e-6},
                                    {{numu, mu, e}, 3.0, "coherent", 1e-5},
                                    {{nuebar, mu, e}, 3.0, "coherent", 1e-5},
                                    {{numu, e, e}, 2.0, "coherent", 1e-5},
                                    {{nue, tau, tau, "W184"}, 200.0, "coherent", 1e-5}}) {
    expect_differential_from_momenta(c);
  }
}

TEST(TridentSampling, DifferentialCrossSectionFollowsFromTheMomentaOnNucleons) {
  for (const DifferentialCase& c : {DifferentialCase{{numu, mu, mu}, 5.0, "proton", 1e-6},
                                    {{numu, mu, mu, "p"}, 1.0, "proton", 1e-6},
                                    {{numubar, mu, mu}, 10.0, "neutron", 1e-6},
                                    {{nue, e, mu}, 3.0, "neutron", 1e-5},
                                    {{numu, e, e}, 2.0, "proton", 1e-5}}) {
    expect_differential_from_momenta(c);
  }
}

TEST(TridentSampling, DifferentialCrossSectionFollowsFromTheMomentaWithAMediator) {
  for (const char* mass : {"5 MeV", "0.3 GeV", "20 GeV"}) {
    expect_differential_from_momenta(
        {{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", mass}, {"coupling", "1e-3"}}}, 5.0, "coherent", 1e-5});
  }
}

TEST(TridentSampling, MomentaAreConservedAndOnTheirMassShells) {
  for (const DifferentialCase& c : {DifferentialCase{{numu, mu, mu}, 5.0, "coherent", 0.0},
                                    {{numu, e, e}, 30.0, "coherent", 0.0},
                                    {{nue, e, mu}, 2.0, "proton", 0.0}}) {
    const Trident trident(samples::options(c.reaction, {c.component}), nullptr);
    const double M = trident.components()[0].target_mass;
    const auto& channel = trident.options().channel;
    const double pair = charged_lepton_mass(channel.minus) + charged_lepton_mass(channel.plus);
    const TridentLimits limits = trident_limits(c.energy, M, pair);
    for (std::uint64_t index = 0; index < 40; ++index) {
      const Point u = random_point(index);
      double value = 0.0;
      trident.dsigma(0, &c.energy, u.data(), 1, &value);
      if (value == 0.0) continue;
      const auto final_state = trident.final_state(0, c.energy, u.data());
      ASSERT_EQ(final_state.size(), 4u);
      EXPECT_EQ(final_state[0].pdg, channel.outgoing.pdg());
      EXPECT_EQ(final_state[1].pdg, charged_lepton_pdg(channel.minus));
      EXPECT_EQ(final_state[2].pdg, charged_lepton_pdg(channel.plus, true));
      EXPECT_EQ(final_state[3].pdg, trident.components()[0].recoil_pdg);
      FourVector total;
      for (const FinalParticle& particle : final_state) {
        total = total + particle.momentum;
        EXPECT_NEAR(particle.momentum.mass_squared(), particle.mass * particle.mass, 1e-12 * c.energy * (c.energy + M));
      }
      EXPECT_NEAR(total.e, c.energy + M, 1e-11 * (c.energy + M));
      EXPECT_NEAR(total.x, 0.0, 1e-11 * c.energy);
      EXPECT_NEAR(total.y, 0.0, 1e-11 * c.energy);
      EXPECT_NEAR(total.z, c.energy, 1e-11 * c.energy);
      // Q^2 and W^2 of the momenta are those of the first two coordinates.
      const FourVector leptons = final_state[0].momentum + final_state[1].momentum + final_state[2].momentum;
      const FourVector recoil = final_state[3].momentum;
      const double Q2 = 2.0 * M * (recoil.momentum() * recoil.momentum()) / (recoil.e + M);
      const double drawn = limits.lowest_Q2 * std::pow(limits.highest_Q2 / limits.lowest_Q2, u[0]);
      EXPECT_NEAR(Q2 / drawn, 1.0, 1e-7);
      const double low = std::pow(pair, 0.6), high = std::pow(trident_highest_W2(c.energy, M, drawn), 0.3);
      EXPECT_NEAR(leptons.mass_squared(), std::pow(low + (high - low) * u[1], 1.0 / 0.3), 1e-11 * c.energy * c.energy);
    }
  }
}

TEST(TridentSampling, NothingBelowThreshold) {
  const Trident trident(samples::options({numu, mu, mu}, {"coherent"}), nullptr);
  const double energy = 0.99 * trident.threshold(0);
  const Point u = random_point(0);
  double value = -1.0;
  trident.dsigma(0, &energy, u.data(), 1, &value);
  EXPECT_EQ(value, 0.0);
  EXPECT_THROW(trident.final_state(0, energy, u.data()), Failure);
}

TEST(TridentSampling, APointDoesNotDependOnItsBatch) {
  const Trident trident(samples::options({numu, mu, mu}, {"proton"}), nullptr);
  constexpr size_t count = 300;  // more than two blocks, and not a multiple of one
  std::vector<double> u(dimension * count), energies(count, 5.0), together(count);
  for (size_t i = 0; i < count; ++i) {
    const Point point = random_point(i);
    for (size_t d = 0; d < dimension; ++d) u[d * count + i] = point[d];
  }
  energies[7] = 0.01;  // below threshold among others
  trident.dsigma(0, energies.data(), u.data(), count, together.data());
  for (size_t i = 0; i < count; i += 37) {
    double alone = 0.0;
    const Point point = random_point(i);
    trident.dsigma(0, &energies[i], point.data(), 1, &alone);
    EXPECT_EQ(alone, together[i]) << i;
  }
  EXPECT_EQ(together[7], 0.0);
}

// ---- integrator against quadrature ----------------------------------------------------------------------------------

void expect_mean_is_the_total(const Trident& trident, double energy) {
  for (size_t component = 0; component < trident.components().size(); ++component) {
    const auto integrand = [&](const double* u, size_t count, double* values) {
      const std::vector<double> energies(count, energy);
      trident.dsigma(component, energies.data(), u, count, values);
    };
    math::MonteCarloOptions options;
    options.relative_precision = 5e-3;
    options.training_points = 8192;
    options.training_iterations = 5;
    options.seed = 3;
    const auto sampled = math::integrate(integrand, dimension, options);
    const CrossSection total = trident.cross_section(component, energy);
    EXPECT_TRUE(sampled.converged);
    EXPECT_LT(std::fabs(sampled.value - total.value), 4.0 * sampled.error + 2e-3 * total.value)
        << trident.options().channel.reaction() << " " << trident.components()[component].name << ": sampled "
        << sampled.value << " +- " << sampled.error << ", total " << total.value;
  }
}

TEST(TridentSampling, MeanIsTheTotalForMuonPairs) {
  for (const Neutrino neutrino : {numu, numubar}) {
    expect_mean_is_the_total(
        {samples::options({neutrino, mu, mu}, {"coherent", "proton", "neutron"}), samples::muon_tables()}, 2.0);
  }
}

TEST(TridentSampling, MeanIsTheTotalForElectronPairs) {
  expect_mean_is_the_total({samples::options({numu, e, e}, {"coherent"}), samples::electron_tables()}, 2.0);
  expect_mean_is_the_total({samples::options({nuebar, e, e}, {"coherent"}), samples::electron_tables()}, 5.0);
}

TEST(TridentSampling, MeanIsTheTotalForMixedPairs) {
  expect_mean_is_the_total({samples::options({numu, mu, e}, {"coherent"}), samples::mixed_tables()}, 5.0);
  expect_mean_is_the_total({samples::options({nue, e, mu}, {"coherent"}), samples::mixed_tables()}, 2.0);
  expect_mean_is_the_total({samples::options({numubar, e, mu}, {"coherent"}), samples::mixed_tables()}, 2.0);
}

TEST(TridentSampling, MeanIsTheTotalWithALightMediator) {
  const Reaction reaction{numu, mu, mu, "Ar40", "lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}}};
  TridentOptions options = samples::options(reaction, {"coherent"});
  const auto table = samples::muon_transfers().moments(samples::shape_of(options.vertex));
  expect_mean_is_the_total({std::move(options), samples::muon_tables(), table}, 5.0);
}

}  // namespace
}  // namespace tridens::process
