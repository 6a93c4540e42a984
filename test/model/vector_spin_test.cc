// Spin correlations of N -> N' V, V -> f_1 fbar_2 against explicit Dirac matrices.
#include "tridens/model/vector_spin.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "../process/elastic_dirac.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

using dirac::Real;
using dirac::Square;
using dirac::Value;
using dirac::operator*;
using dirac::operator+;

struct Case {
  double m, m1, M, m2, m3;
  Chiral emission, pair;
};
// A massless left-handed N'; a Majorana pair; general couplings; a pair with masses, one of them N.
const std::vector<Case> cases = {{0.42, 0.0, 0.03, 0.000511, 0.000511, {0.3, 0.0}, {0.7, 0.7}},
                                 {0.42, 0.0, 0.3, 0.1057, 0.1057, {{0.2, 0.4}, 0.0}, {0.3, -0.5}},
                                 {1.0, 0.25, 0.6, 0.1, 0.1, {{0.5, 0.3}, {-0.5, 0.3}}, {0.4, 0.9}},
                                 {1.0, 0.2, 0.5, 0.2, 0.05, {{0.7, 0.2}, {-0.4, 0.5}}, {{0.2, -0.6}, {0.3, 0.1}}}};

Value trace(const Square& m) {
  return m[0][0] + m[1][1] + m[2][2] + m[3][3];
}
Square slash(const FourVector& p, double mass) {
  return dirac::slash(dirac::current_of(dirac::Momentum<Real>{p.e, p.x, p.y, p.z}), Real{mass});
}
Square vertex(const Chiral& c, size_t mu) {
  const auto projector = [](Real sign) { return Value{0.5L} * (dirac::identity() + Value{sign} * dirac::gamma5()); };
  return dirac::gamma(mu) * (Value{c.left} * projector(-1) + Value{c.right} * projector(1));
}

/// |M|^2 summed over the spins of the products, N at rest with polarisation h along an axis. The antiparticle meets the
/// conjugate couplings between spinors v.
double explicit_squared(const Case& at, const FourVector& V, const FourVector* products, const FourVector& axis,
                        double h, bool antiparticle) {
  const Square spin =
      Value{0.5L} * (dirac::identity() + dirac::gamma5() * slash({0, h * axis.x, h * axis.y, h * axis.z}, 0.0));
  const double sign = antiparticle ? -1.0 : 1.0;
  const Square parent = slash({at.m, 0, 0, 0}, sign * at.m) * spin, daughter = slash(products[0], sign * at.m1);
  const Chiral emission =
      antiparticle ? Chiral{std::conj(at.emission.left), std::conj(at.emission.right)} : at.emission;
  const std::array<Real, 4> q = {V.e, V.x, V.y, V.z};
  const Real M2 = at.M * at.M;
  std::array<std::array<Value, 4>, 4> current{}, pair{};
  for (size_t mu = 0; mu < 4; ++mu) {
    for (size_t nu = 0; nu < 4; ++nu) {
      const Square left = vertex(emission, mu), right = vertex(emission, nu);
      current[mu][nu] = antiparticle ? trace(parent * left * daughter * dirac::dirac_adjoint(right))
                                     : trace(daughter * left * parent * dirac::dirac_adjoint(right));
      pair[mu][nu] = trace(slash(products[1], at.m2) * vertex(at.pair, mu) * slash(products[2], -at.m3) *
                           dirac::dirac_adjoint(vertex(at.pair, nu)));
    }
  }
  const auto sum = [&](size_t mu, size_t alpha) {  // sum over the helicities of V, lower indices
    return -(mu == alpha ? dirac::metric[mu] : Real{0}) +
           dirac::metric[mu] * q[mu] * dirac::metric[alpha] * q[alpha] / M2;
  };
  Value total{};
  for (size_t mu = 0; mu < 4; ++mu)
    for (size_t nu = 0; nu < 4; ++nu)
      for (size_t a = 0; a < 4; ++a)
        for (size_t b = 0; b < 4; ++b) total += current[mu][nu] * sum(mu, a) * sum(nu, b) * pair[a][b];
  return static_cast<double>(total.real());
}

FourVector unit(RandomStream& random) {
  const double c = 2.0 * random.uniform() - 1.0, s = std::sqrt(1.0 - c * c), a = 2.0 * units::pi * random.uniform();
  return {0.0, s * std::cos(a), s * std::sin(a), c};
}
double momentum(double m, double m1, double m2) {
  return std::sqrt((m - m1 - m2) * (m + m1 + m2) * (m - m1 + m2) * (m + m1 - m2)) / (2.0 * m);
}
FourVector boosted(const FourVector& k, const FourVector& p, double m) {
  const double along = p.space_dot(k), factor = (k.e + along / (p.e + m)) / m;
  return {(p.e * k.e + along) / m, k.x + factor * p.x, k.y + factor * p.y, k.z + factor * p.z};
}

TEST(VectorSpin, CorrelationsAreThoseOfExplicitDiracMatrices) {
  RandomStream random(3, 0, 0);
  for (const bool antiparticle : {false, true}) {
    for (const Case& at : cases) {
      const Chiral c = antiparticle ? Chiral{std::conj(at.emission.right), std::conj(at.emission.left)} : at.emission;
      const VectorEmissionSpin emission = vector_emission_spin(at.m, at.m1, at.M, c);
      const std::array<double, 3> shares = pair_spin_shares(at.M, at.m2, at.m3, at.pair);
      const double asymmetry = vector_emission(at.m, at.m1, at.M, at.emission).asymmetry * (antiparticle ? -1.0 : 1.0);
      double ratio = 0.0;
      for (int i = 0; i < 6; ++i) {
        const double h = i % 3 == 2 ? 0.4 : 2.0 * (i % 3) - 1.0;
        const FourVector axis = unit(random), n = unit(random), n1 = unit(random);
        const double p = momentum(at.m, at.m1, at.M), k = momentum(at.M, at.m2, at.m3);
        const FourVector V{std::hypot(at.M, p), p * n.x, p * n.y, p * n.z};
        const FourVector products[3] = {{std::hypot(at.m1, p), -V.x, -V.y, -V.z},
                                        boosted({std::hypot(at.m2, k), k * n1.x, k * n1.y, k * n1.z}, V, at.M),
                                        boosted({std::hypot(at.m3, k), -k * n1.x, -k * n1.y, -k * n1.z}, V, at.M)};
        const double mine = (1.0 - h * asymmetry * n.space_dot(axis)) *
                            emitted_vector_spin(emission, n, axis, h).angular_weight(shares, n1);
        const double theirs = explicit_squared(at, V, products, axis, h, antiparticle);
        if (i == 0) ratio = theirs / mine;
        EXPECT_NEAR(theirs / mine / ratio, 1.0, 1e-10) << at.m << " " << at.m1 << " " << h << antiparticle;
      }
    }
  }
}

TEST(VectorSpin, AmplitudesAddUpToTheWidthAndItsAsymmetry) {
  for (const Case& at : cases) {
    const VectorEmissionSpin spin = vector_emission_spin(at.m, at.m1, at.M, at.emission);
    const TwoBodyWidth width = vector_emission(at.m, at.m1, at.M, at.emission);
    const double p = momentum(at.m, at.m1, at.M);
    EXPECT_NEAR(0.5 * spin.sum() * p / (8.0 * units::pi * at.m * at.m) / width.width, 1.0, 1e-12);
    // N' leaves against V.
    const double along = (spin.plus + spin.zero_minus - spin.minus - spin.zero_plus) / spin.sum();
    EXPECT_NEAR(-along, width.asymmetry, 1e-12);
  }
  EXPECT_EQ(vector_emission_spin(0.1, 0.0, 0.2, {1.0, 0.0}).sum(), 0.0);
}

TEST(VectorSpin, DecaysOfAVectorFromAMasslessLeftHandedCurrentAreLongitudinalAsKnown) {
  for (const double M : {0.03, 0.1, 0.3}) {
    const VectorEmissionSpin spin = vector_emission_spin(0.42, 0.0, M, {1.0, 0.0});
    EXPECT_NEAR((spin.zero_plus + spin.zero_minus) / spin.sum(), 1.0 / (1.0 + 2.0 * M * M / (0.42 * 0.42)), 1e-12);
    EXPECT_EQ(spin.plus, 0.0);
  }
}

TEST(VectorSpin, AnglesOfAPairKeepTheTotalWhateverTheSpin) {
  const math::QuadratureRule rule = math::gauss_legendre(8);
  RandomStream random(5, 0, 0);
  for (const Case& at : cases) {
    const VectorEmissionSpin emission = vector_emission_spin(at.m, at.m1, at.M, at.emission);
    const VectorSpin spin = emitted_vector_spin(emission, unit(random), unit(random), -1.0, {0.0, 0.3, -0.8, 0.4});
    EXPECT_NEAR(spin.xx + spin.yy + spin.zz, 1.0, 1e-14);
    const auto shares = pair_spin_shares(at.M, at.m2, at.m3, at.pair);
    double sum = 0.0, least = 1.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      for (int j = 0; j < 8; ++j) {
        const double c = 2.0 * rule.nodes[i] - 1.0, s = std::sqrt(1.0 - c * c), a = units::pi * j / 4.0;
        const double weight = spin.angular_weight(shares, {0.0, s * std::cos(a), s * std::sin(a), c});
        sum += rule.weights[i] / 8.0 * weight;
        least = std::min(least, weight);
      }
    }
    EXPECT_NEAR(sum, 1.0, 1e-13);
    EXPECT_GE(least, -1e-14);
  }
}

TEST(VectorSpin, AModeOfTheAntiparticleIsTheMirrorImage) {
  // CP: the same angles with all helicities reversed, of the pair too.
  RandomStream random(7, 0, 0);
  for (const Case& at : cases) {
    const VectorEmissionSpin one = vector_emission_spin(at.m, at.m1, at.M, at.emission);
    const VectorEmissionSpin other =
        vector_emission_spin(at.m, at.m1, at.M, {std::conj(at.emission.right), std::conj(at.emission.left)});
    EXPECT_NEAR(one.plus, other.minus, 1e-14 * one.sum());
    EXPECT_NEAR(one.zero_plus, other.zero_minus, 1e-14 * one.sum());
    EXPECT_NEAR(std::abs(one.with_plus - other.with_minus), 0.0, 1e-14 * one.sum());
  }
}

TEST(VectorSpin, ModesOfASectorCarryIt) {
  for (const UnstableParticle& particle : unstable_particles(dark_sector_benchmark("bertuzzo"))) {
    for (const UnstableMode& mode : particle.modes) {
      const bool vector = mode.products.size() == 2 && mode.products[1] == dark_vector_pdg;
      ASSERT_EQ(mode.vector_spin.has_value(), vector) << mode.name;
      if (vector) {
        // A light neutrino is left-handed, an antineutrino right-handed.
        EXPECT_EQ(mode.products[0] > 0 ? mode.vector_spin->plus : mode.vector_spin->minus, 0.0) << mode.name;
        EXPECT_GT(mode.products[0] > 0 ? mode.vector_spin->minus : mode.vector_spin->plus, 0.0) << mode.name;
      }
      if (particle.pdg != dark_vector_pdg) continue;
      EXPECT_NEAR(mode.spin_shares[0] + mode.spin_shares[1] + mode.spin_shares[2], 1.0, 1e-12);
      if (mode.products[0] != 11) continue;
      const double y = std::pow(constants::electron_mass / particle.mass, 2);  // sin^2 + 4 y cos^2 ...
      EXPECT_NEAR(mode.spin_shares[1] / mode.spin_shares[0], 4.0 * y, 1e-12);
    }
  }
}

}  // namespace
}  // namespace tridens::model
