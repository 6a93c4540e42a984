// Two- and three-body decays against explicit Dirac matrices, the Dalitz plot, crossing and limits.
#include "tridens/model/decay_widths.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "../process/elastic_dirac.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/model/hadronic_vector.hh"

namespace tridens::model {
namespace {

using dirac::Real;
using dirac::Square;
using dirac::Value;
using dirac::operator*;
using dirac::operator+;
using units::pi;
using Complex = std::complex<double>;
using Momenta = std::array<FourVector, 3>;

Value trace(const Square& m) {
  return m[0][0] + m[1][1] + m[2][2] + m[3][3];
}
Square slash(const FourVector& p, double mass) {
  return dirac::slash(dirac::current_of(dirac::Momentum<Real>{p.e, p.x, p.y, p.z}), Real{mass});
}
Square projector(bool right) {
  return Value{0.5L} * (dirac::identity() + Value{right ? 1.0L : -1.0L} * dirac::gamma5());
}
Square chiral(const Chiral& c) {
  return Value{c.left} * projector(false) + Value{c.right} * projector(true);
}
/// (p + m)(1 + h g5 s)/2 of a parent at rest.
Square density(double m, const FourVector& axis, double h) {
  const FourVector spin{0.0, h * axis.x, h * axis.y, h * axis.z};
  return Value{0.5L} * (slash({m, 0, 0, 0}, m) * (dirac::identity() + dirac::gamma5() * slash(spin, 0.0)));
}

/// |M|^2 of sum over X, Y of a_XY [ubar_1 g^m P_X u][ubar_2 g_m P_Y v_3] by traces.
double explicit_pair(const FermionPairDecay& d, const PairAmplitude& a, const Momenta& p, const FourVector& axis,
                     double h) {
  const std::array<Chiral, 2> pair = {Chiral{a.LL, a.LR}, Chiral{a.RL, a.RR}};
  const Square rho = density(d.mass, axis, h);
  Value sum{};
  for (size_t X = 0; X < 2; ++X) {
    for (size_t Z = 0; Z < 2; ++Z) {
      for (size_t mu = 0; mu < 4; ++mu) {
        for (size_t nu = 0; nu < 4; ++nu) {
          const Square n1 = dirac::gamma(mu) * projector(X == 1), n2 = dirac::gamma(nu) * projector(Z == 1);
          const Square f1 = Value{dirac::metric[mu]} * (dirac::gamma(mu) * chiral(pair[X]));
          const Square f2 = Value{dirac::metric[nu]} * (dirac::gamma(nu) * chiral(pair[Z]));
          sum += trace(slash(p[0], d.m1) * n1 * rho * dirac::dirac_adjoint(n2)) *
                 trace(slash(p[1], d.m2) * f1 * slash(p[2], -d.m3) * dirac::dirac_adjoint(f2));
        }
      }
    }
  }
  return static_cast<double>(sum.real());
}

/// Decay momenta at a squared mass of the pair (2, 3) and a cosine in its rest frame, turned into general position.
Momenta decay_momenta(double m, double m1, double m2, double m3, double q2, double cosine) {
  const double q = std::sqrt(q2), E1 = (m * m + m1 * m1 - q2) / (2.0 * m),
               p1 = std::sqrt(std::max(0.0, E1 * E1 - m1 * m1));
  const double E2 = (q2 + m2 * m2 - m3 * m3) / (2.0 * q), k = std::sqrt(std::max(0.0, E2 * E2 - m2 * m2));
  const double E = m - E1, across = k * std::sqrt(1.0 - cosine * cosine), along = k * cosine;
  const FourVector p2{(E * E2 + p1 * along) / q, across, 0.0, (E * along + p1 * E2) / q};
  Momenta p = {FourVector{E1, 0, 0, -p1}, p2, FourVector{E - p2.e, -p2.x, 0.0, p1 - p2.z}};
  for (FourVector& one : p) {
    one = {one.e, 0.6 * one.x + 0.8 * one.z, one.y, 0.6 * one.z - 0.8 * one.x};
    one = {one.e, 0.28 * one.x - 0.96 * one.y, 0.28 * one.y + 0.96 * one.x, one.z};
  }
  return p;
}

/// dGamma/dq^2 of a squared amplitude on the Dalitz plot, 1/(512 pi^3 m^2) lambda^1/2 beta |M|^2 dcos/... in full.
double dalitz_spectrum(double m, double m1, double m2, double q2,
                       const std::function<double(const Momenta&)>& squared) {
  const math::QuadratureRule angles = math::gauss_legendre(4);
  const double E1 = (m * m + m1 * m1 - q2) / (2.0 * m), p1 = std::sqrt(E1 * E1 - m1 * m1);
  const double k = std::sqrt(q2 / 4.0 - m2 * m2);
  double sum = 0.0;
  for (size_t j = 0; j < angles.nodes.size(); ++j) {
    sum += angles.weights[j] * squared(decay_momenta(m, m1, m2, m2, q2, 2.0 * angles.nodes[j] - 1.0));
  }
  // (1/2m)(1/2 pi) x (p1/4 pi m) x (k/4 pi q) <|M|^2>.
  return sum * p1 * k / (64.0 * std::pow(pi, 3) * m * m * std::sqrt(q2));
}

double dalitz_width(double m, double m1, double m2, const std::function<double(const Momenta&)>& squared) {
  const math::QuadratureRule rule = math::gauss_legendre(32);
  const double low = 4.0 * m2 * m2, high = (m - m1) * (m - m1);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = 0.5 * pi * rule.nodes[i], s = std::sin(angle);
    sum += rule.weights[i] * pi * s * std::cos(angle) * (high - low) *
           dalitz_spectrum(m, m1, m2, low + (high - low) * s * s, squared);
  }
  return sum;
}

const FourVector axis{0.0, 2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0};
const PairAmplitude general{{0.7, 0.2}, {-0.4, 0.5}, {0.3, -0.8}, {0.1, 0.6}};

TEST(ThreeBodyElements, SpinDependenceIsThatOfExplicitTraces) {
  const FermionPairDecay decay{1.0, 0.2, 0.15, 0.1, general, {}, {}};
  const auto element = fermion_pair_element(decay);
  for (const double h : {-1.0, 0.0, 0.4, 1.0}) {
    for (const double q2 : {0.08, 0.3, 0.6}) {
      const Momenta p = decay_momenta(1.0, 0.2, 0.15, 0.1, q2, -0.35);
      const double reference = explicit_pair(decay, general, p, axis, h);
      EXPECT_NEAR(element->squared(p.data(), axis, h) / reference, 1.0, 1e-12) << h << " " << q2;
    }
  }
}

TEST(ThreeBodyElements, ScalarsAndPionsAreThoseOfExplicitTraces) {
  const Chiral c{{0.7, 0.2}, {-0.4, 0.5}};
  const Exchange boson{1.7, 0.1};
  const double mass = constants::charged_pion_mass;
  const auto scalar = scalar_pair_element({1.0, 0.2, 0.15, c, 0.6, boson});
  const auto pions = pion_pair_element({1.0, 0.2, c, boson, pion_pair_ratio});
  for (const double h : {-1.0, 0.0, 0.7}) {
    for (const double q2 : {0.12, 0.5}) {
      const double propagator = std::norm(1.0 / Complex{1.7 * 1.7 - q2, -0.17});
      Momenta p = decay_momenta(1.0, 0.2, 0.15, 0.15, q2, 0.55);
      const Square vertex = chiral(c), rho = density(1.0, axis, h);
      double reference = static_cast<double>((trace(slash(p[0], 0.2) * vertex * rho * dirac::dirac_adjoint(vertex)) *
                                              trace(slash(p[1], 0.15) * slash(p[2], -0.15)))
                                                 .real());
      EXPECT_NEAR(scalar->squared(p.data(), axis, h) / (0.36 * propagator * reference), 1.0, 1e-12);
      p = decay_momenta(1.0, 0.2, mass, mass, q2, 0.55);
      const Square current = slash(p[1] - p[2], 0.0) * vertex;
      reference = static_cast<double>(trace(slash(p[0], 0.2) * current * rho * dirac::dirac_adjoint(current)).real());
      EXPECT_NEAR(pions->squared(p.data(), axis, h) / (pion_form_factor_squared(q2) * propagator * reference), 1.0,
                  1e-11);
    }
  }
}

TEST(ThreeBodyWidths, IntegralAndSpectrumOfTheElementAreTheWidth) {
  for (const double m1 : {0.0, 0.12}) {
    for (const double lepton : {0.0, 0.06}) {
      FermionPairDecay decay{0.5, m1, lepton, lepton, general * Complex{0.2}, general, {0.62, 0.03}};
      decay.exchange.LR = decay.exchange.LL;  // vector pair: no longitudinal part
      decay.exchange.RR = decay.exchange.RL;
      const auto element = fermion_pair_element(decay);
      const auto mean = [&](const Momenta& p) { return element->squared(p.data(), axis, 0.0); };
      EXPECT_NEAR(fermion_pair_width(decay) / dalitz_width(0.5, m1, lepton, mean), 1.0, 1e-7) << m1 << lepton;
      for (const double q2 : {0.03, 0.08, 0.13}) {
        const double reference = dalitz_spectrum(0.5, m1, lepton, q2, mean);
        EXPECT_NEAR(fermion_pair_spectrum(decay, q2) / reference, 1.0, 1e-11) << q2;
      }
    }
  }
}

TEST(ThreeBodyWidths, LongitudinalBosonsAreThoseOfUnitaryGauge) {
  // Axial couplings and heavy leptons: (g_mn - q_m q_n/M^2)/(M^2 - q^2) between explicit currents.
  const double m = 0.5, m1 = 0.12, lepton = 0.09, M = 0.6;
  const Chiral neutrinos{{0.7, 0.1}, {-0.4, 0.3}}, pair{0.9, -0.5};
  const auto squared = [&](const Momenta& p) {
    const FourVector q = p[1] + p[2];
    const std::array<double, 4> up = {q.e, q.x, q.y, q.z};
    const double q2 = q.mass_squared();
    std::array<Square, 4> first, second;
    for (size_t mu = 0; mu < 4; ++mu) {
      first[mu] = dirac::gamma(mu) * chiral(neutrinos);
      second[mu] = Value{dirac::metric[mu]} * (dirac::gamma(mu) * chiral(pair)) +
                   Value{-dirac::metric[mu] * up[mu] / (M * M)} * (slash(q, 0.0) * chiral(pair));
    }
    Value sum{};
    for (size_t mu = 0; mu < 4; ++mu) {
      for (size_t nu = 0; nu < 4; ++nu) {
        sum += trace(slash(p[0], m1) * first[mu] * density(m, axis, 0.0) * dirac::dirac_adjoint(first[nu])) *
               trace(slash(p[1], lepton) * second[mu] * slash(p[2], -lepton) * dirac::dirac_adjoint(second[nu]));
      }
    }
    return static_cast<double>(sum.real()) / std::pow(M * M - q2, 2);
  };
  const FermionPairDecay decay{m, m1, lepton, lepton, {}, product(neutrinos, pair), {M, 0.0}};
  for (const double q2 : {0.04, 0.09, 0.13}) {
    EXPECT_NEAR(fermion_pair_spectrum(decay, q2) / dalitz_spectrum(m, m1, lepton, q2, squared), 1.0, 1e-11);
  }
}

TEST(ThreeBodyWidths, MeetPublishedAndDerivedValues) {
  const auto photon = [](double M) {
    return fermion_pair_width({0.35, 0.0, 0.02, 0.02, {}, product({1.0, 0.0}, {1.0, 1.0}), {M, 0.0}});
  };
  EXPECT_NEAR(photon(0.5) / 4.955722e-6, 1.0, 2e-7);
  EXPECT_NEAR(photon(1.25) / 9.131251e-8, 1.0, 2e-7);
  // Heavy boson and massless leptons: C^2 e^2 eps^2 m^5/(768 pi^3 M^4).
  const FermionPairDecay heavy{0.35, 0.0, 0.0, 0.0, {}, product({1.0, 0.0}, {1.0, 1.0}), {1e3, 0.0}};
  EXPECT_NEAR(fermion_pair_width(heavy) * 1e12 / (std::pow(0.35, 5) / (768.0 * std::pow(pi, 3))), 1.0, 1e-6);
  EXPECT_NEAR(fermion_pair_width({0.35, 0.0, 0.06, 0.06, product({1.0, 0.0}, {0.3, 0.7}), {}, {}}) / 4.25358e-8, 1.0,
              2e-6);
  // 3 nu: the contact limit, with both neutrinos alike, is twice that of different ones.
  const double different = std::pow(0.3, 5) / (1536.0 * std::pow(pi, 3));
  EXPECT_NEAR(three_neutrino_width(0.3, 1.0, {1e3, 0.0}) * 1e12 / different, 2.0, 1e-6);
}

TEST(ThreeBodyWidths, NarrowBosonIsTheTwoBodyWidthTimesTheBranching) {
  // N -> N' V*, V* -> l l with a width that is all due to l l.
  const double M = 0.2, lepton = 0.05, g = 1e-2;
  const Chiral coupling{0.8, -0.3}, pair{g, g};
  const double width = vector_to_pair(M, lepton, lepton, pair);
  const FermionPairDecay decay{0.5, 0.1, lepton, lepton, {}, product(coupling, pair), {M, width}};
  const double two_body = vector_emission(0.5, 0.1, M, coupling).width;
  // Over the resonance: q^2 = M^2 + M Gamma tan x.
  const math::QuadratureRule rule = math::gauss_legendre(200);
  const double low = std::atan((0.0101 - M * M) / (M * width)), high = std::atan((0.159 - M * M) / (M * width));
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double x = low + (high - low) * rule.nodes[i], q2 = M * M + M * width * std::tan(x);
    sum += rule.weights[i] * (high - low) * fermion_pair_spectrum(decay, q2) * M * width / std::pow(std::cos(x), 2);
  }
  EXPECT_NEAR(sum / two_body, 1.0, 1e-3);
}

TEST(ThreeBodyWidths, BosonsOnTheirMassShellAreRefused) {
  // The resonance is narrower than the nodes are apart: the integral would be off by factors and say nothing.
  FermionPairDecay pair{0.35, 0.04, 0.06, 0.06, {}, product({1.0, 0.0}, {1.0, 1.0}), {0.2, 1e-3}};
  EXPECT_THROW(fermion_pair_width(pair), UserError);
  for (const double mass : {0.32, 0.1}) {  // above and below all pairs
    pair.boson.mass = mass;
    EXPECT_GT(fermion_pair_width(pair), 0.0);
  }
  EXPECT_THROW(scalar_pair_width({0.35, 0.0, 0.06, {1.0, 0.0}, 1.0, {0.2, 1e-3}}), UserError);
  const HadronDecay hadrons{0.9, 0.0, {1.0, 0.0}, {0.5, 1e-3}, [](double) { return 1.0; }};
  EXPECT_THROW(hadron_width(hadrons, 0.08, 1.0), UserError);
  EXPECT_GT(hadron_width(hadrons, 0.3, 1.0), 0.0);
  EXPECT_THROW(three_neutrino_width(0.35, 1.0, {0.3, 0.0}), UserError);
}

TEST(TwoBodyWidths, MeetDerivedValues) {
  EXPECT_NEAR(vector_emission(0.35, 0.0, 0.11, {1.0, 0.0}).width / 0.0342830069, 1.0, 1e-8);
  EXPECT_NEAR(vector_emission(0.35, 0.1, 0.11, {1.0, 0.0}).width / 0.0262332784, 1.0, 1e-8);
  EXPECT_NEAR(vector_emission(0.35, 0.1, 0.11, {0.7, -0.7}).width / 0.0303858579, 1.0, 1e-8);
  EXPECT_NEAR(photon_emission(0.25, 0.0, {0.0, 5e-7}).width / 3.108495e-16, 1.0, 1e-6);
  EXPECT_NEAR(vector_to_pair(0.8, 0.2, 0.2, {0.5, 0.0}) / 2.1536285e-3, 1.0, 1e-7);
  EXPECT_NEAR(0.5 * vector_to_pair(0.8, 0.2, 0.2, {0.5, -0.5}) / 1.7229028e-3, 1.0, 1e-7);
  // Vector-like pairs: C^2 m beta (1 + 2 r^2)/12 pi; scalars y^2 m beta^3/8 pi.
  const double r = 0.3, beta = std::sqrt(1.0 - 4.0 * r * r);
  EXPECT_NEAR(vector_to_pair(1.0, r, r, {1.0, 1.0}) / (beta * (1.0 + 2.0 * r * r) / (12.0 * pi)), 1.0, 1e-12);
  EXPECT_NEAR(scalar_to_pair(1.0, r, r, {1.0, 1.0}) / (std::pow(beta, 3) / (8.0 * pi)), 1.0, 1e-12);
  EXPECT_EQ(vector_emission(0.2, 0.1, 0.11, {1.0, 0.0}).width, 0.0);
  EXPECT_EQ(scalar_to_pair(0.2, 0.1, 0.11, {1.0, 0.0}), 0.0);
}

TEST(TwoBodyWidths, AndAsymmetriesAreThoseOfExplicitTraces) {
  const double m = 0.5, m1 = 0.13, M = 0.21;
  const Chiral c{{0.7, 0.2}, {-0.4, 0.5}};
  const double E1 = (m * m + m1 * m1 - M * M) / (2.0 * m), p1 = std::sqrt(E1 * E1 - m1 * m1);
  const FourVector along{E1, p1 * axis.x, p1 * axis.y, p1 * axis.z}, q = FourVector{m, 0, 0, 0} - along;
  const std::array<double, 4> up = {q.e, q.x, q.y, q.z};
  const auto vector = [&](double h) {
    Value sum{};
    for (size_t mu = 0; mu < 4; ++mu) {
      for (size_t nu = 0; nu < 4; ++nu) {
        const Square v1 = dirac::gamma(mu) * chiral(c), v2 = dirac::gamma(nu) * chiral(c);
        const double polarisations =
            (mu == nu ? -static_cast<double>(dirac::metric[mu]) : 0.0) +
            static_cast<double>(dirac::metric[mu] * dirac::metric[nu]) * up[mu] * up[nu] / (M * M);
        sum += Value{polarisations} * trace(slash(along, m1) * v1 * density(m, axis, h) * dirac::dirac_adjoint(v2));
      }
    }
    return static_cast<double>(sum.real());
  };
  const auto scalar = [&](double h) {
    return static_cast<double>(
        trace(slash(along, m1) * chiral(c) * density(m, axis, h) * dirac::dirac_adjoint(chiral(c))).real());
  };
  const double flux = p1 / (8.0 * pi * m * m);
  const TwoBodyWidth by_vector = vector_emission(m, m1, M, c), by_scalar = scalar_emission(m, m1, M, c);
  EXPECT_NEAR(by_vector.width / (flux * vector(0.0)), 1.0, 1e-12);
  EXPECT_NEAR(by_vector.asymmetry, vector(1.0) / vector(0.0) - 1.0, 1e-12);
  EXPECT_NEAR(by_scalar.width / (flux * scalar(0.0)), 1.0, 1e-12);
  EXPECT_NEAR(by_scalar.asymmetry, scalar(1.0) / scalar(0.0) - 1.0, 1e-12);
  // Photon: a parent whose decay momentum is 0.2; both field-strength terms give 2 q_n.
  const double parent = std::hypot(m1, 0.2) + 0.2;
  const auto at_rest = [&](double h) {
    const FourVector k{0.2, -0.2 * axis.x, -0.2 * axis.y, -0.2 * axis.z};
    Value sum{};
    for (size_t mu = 0; mu < 4; ++mu) {
      Square v{};
      const std::array<double, 4> down = {k.e, -k.x, -k.y, -k.z};
      for (size_t nu = 0; nu < 4; ++nu) v = v + Value{2.0 * down[nu]} * (dirac::sigma(mu, nu) * chiral(c));
      sum += Value{-dirac::metric[mu]} *
             trace(slash(FourVector{parent, 0, 0, 0} - k, m1) * v * density(parent, axis, h) * dirac::dirac_adjoint(v));
    }
    return static_cast<double>(sum.real());
  };
  const TwoBodyWidth by_photon = photon_emission(parent, m1, c);
  EXPECT_NEAR(by_photon.width / (0.2 / (8.0 * pi * parent * parent) * at_rest(0.0)), 1.0, 1e-12);
  EXPECT_NEAR(by_photon.asymmetry, at_rest(1.0) / at_rest(0.0) - 1.0, 1e-12);
}

TEST(TwoBodyWidths, MasslessLeftHandedNeutrinosHaveTheKnownAsymmetries) {
  EXPECT_NEAR(photon_emission(0.3, 0.0, {0.0, 1e-6}).asymmetry, 1.0, 1e-15);  // the photon: 1 - h cos
  EXPECT_NEAR(scalar_emission(0.3, 0.0, 0.1, {0.0, 1.0}).asymmetry, -1.0, 1e-15);
  const double r2 = 0.16;
  EXPECT_NEAR(vector_emission(0.5, 0.0, 0.2, {1.0, 0.0}).asymmetry, -(1.0 - 2.0 * r2) / (1.0 + 2.0 * r2), 1e-14);
  EXPECT_NEAR(vector_emission(0.5, 0.1, 0.2, {{0.3, 0.4}, {-0.3, 0.4}}).asymmetry, 0.0, 1e-15);  // Majorana pair
}

TEST(ThreeBodyElements, LargestIsAnUpperBoundAndCloseToIt) {
  RandomStream stream(7, 1, 1);
  for (const double m1 : {0.0, 0.2}) {
    const FermionPairDecay decay{1.0, m1, 0.05, 0.05, {}, general, {1.1, 0.0}};
    const auto element = fermion_pair_element(decay);
    double seen = 0.0;
    for (int i = 0; i < 20000; ++i) {
      const double q = 0.1 + (0.9 - m1) * stream.uniform(), cosine = 2.0 * stream.uniform() - 1.0;
      const double z = 2.0 * stream.uniform() - 1.0, phi = 2.0 * pi * stream.uniform(), s = std::sqrt(1.0 - z * z);
      const Momenta p = decay_momenta(1.0, m1, 0.05, 0.05, q * q, cosine);
      seen = std::max(seen, element->squared(p.data(), {0.0, s * std::cos(phi), s * std::sin(phi), z}, 1.0));
    }
    EXPECT_LE(seen, element->largest());
    EXPECT_GT(seen, 0.8 * element->largest());
  }
}

TEST(HadronicVector, PionsGiveTheirMeasuredShareOfTheMuonMoment) {
  // a_mu(pi pi) = (alpha^2/3 pi^2) int ds K(s) R(s)/s, 5.03e-8 (A. Keshavarzi et al., 1911.00367).
  const math::QuadratureRule s_rule = math::gauss_legendre(200), x_rule = math::gauss_legendre(24);
  const double low = 4.0 * std::pow(constants::charged_pion_mass, 2), high = quarks_from * quarks_from;
  double sum = 0.0;
  for (size_t i = 0; i < s_rule.nodes.size(); ++i) {
    const double s = low + (high - low) * s_rule.nodes[i], ratio = s / std::pow(constants::muon_mass, 2);
    double K = 0.0;
    for (size_t j = 0; j < x_rule.nodes.size(); ++j) {
      const double x = x_rule.nodes[j];
      K += x_rule.weights[j] * x * x * (1.0 - x) / (x * x + (1.0 - x) * ratio);
    }
    sum += s_rule.weights[i] * (high - low) * K * pion_pair_ratio(s) / s;
  }
  const double alpha = constants::fine_structure;
  EXPECT_NEAR(alpha * alpha / (3.0 * pi * pi) * sum / 5.03e-8, 1.0, 0.05);
  EXPECT_NEAR(pion_form_factor_squared(4.0001 * std::pow(constants::charged_pion_mass, 2)), 1.5,
              0.3);  // towards F(0) = 1
  EXPECT_EQ(pion_pair_ratio(0.05), 0.0);
  EXPECT_NEAR(quark_ratio(9.0, 1.0, 0.0, 0.23) / 2.0, 1.1, 0.03);
  EXPECT_NEAR(quark_ratio(25.0, 1.0, 0.0, 0.23) / quark_ratio(9.0, 1.0, 0.0, 0.23), 5.0 / 3.0, 0.03);
}

}  // namespace
}  // namespace tridens::model
