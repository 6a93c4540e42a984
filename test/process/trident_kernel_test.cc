// The two-component kernel against explicit Dirac matrices, and the phase-space map against volumes known otherwise.
#include "tridens/process/detail/trident_kernel.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "dirac_reference.hh"
#include "tridens/base/particle.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/process/detail/trident_phase_space.hh"

namespace tridens::process {
namespace {

using Real = long double;
using Momentum = dirac::Momentum<Real>;
using Reference = dirac::Structures<Real>;

constexpr Real pi = 3.14159265358979323846264338327950288L;

/// Momentum of a two-body decay of mass m.
Real decay_momentum(Real m, Real a, Real b) {
  return std::sqrt((m - a - b) * (m + a + b) * (m - a + b) * (m + a - b)) / (2 * m);
}

Momentum boosted(const Momentum& p, const std::array<Real, 3>& beta) {
  const Real beta2 = beta[0] * beta[0] + beta[1] * beta[1] + beta[2] * beta[2];
  const Real gamma = 1 / std::sqrt(1 - beta2), along = beta[0] * p.x + beta[1] * p.y + beta[2] * p.z;
  const Real f = (beta2 > 0 ? (gamma - 1) * along / beta2 : 0) + gamma * p.e;
  return {gamma * (p.e + along), p.x + f * beta[0], p.y + f * beta[1], p.z + f * beta[2]};
}

/// Rotation by `angle` about z, then about x.
Momentum rotated(const Momentum& p, Real a, Real b) {
  const Momentum r{p.e, std::cos(a) * p.x - std::sin(a) * p.y, std::sin(a) * p.x + std::cos(a) * p.y, p.z};
  return {r.e, r.x, std::cos(b) * r.y - std::sin(b) * r.z, std::sin(b) * r.y + std::cos(b) * r.z};
}

struct Frame {
  std::array<Real, 3> beta{};
  Real a = 0, b = 0;
  Momentum operator()(const Momentum& p) const { return boosted(rotated(p, a, b), beta); }
};

Frame random_frame(RandomStream& random) {
  const Real size = 0.95L * random.uniform(), cosine = 2 * random.uniform() - 1, phi = 2 * pi * random.uniform();
  const Real sine = std::sqrt(1 - cosine * cosine);
  return {{size * sine * std::cos(phi), size * sine * std::sin(phi), size * cosine},
          2 * pi * random.uniform(),
          2 * pi * random.uniform()};
}

/// nu gamma* -> nu l- l+ in its centre of mass, k1 along +z and k2 in the xz plane with x > 0: two successive two-body
/// decays, uniform in their angles.
dirac::TridentPoint<Real> random_point(Real W, Real Q2, Real minus_mass, Real plus_mass, RandomStream& random) {
  const Real E1 = (W * W + Q2) / (2 * W), lowest = minus_mass + plus_mass;
  const Real m = lowest + (W - lowest) * random.uniform(), E2 = decay_momentum(W, m, 0);
  const Real cosine = 2 * random.uniform() - 1, sine = std::sqrt(1 - cosine * cosine);
  const Real p = decay_momentum(m, minus_mass, plus_mass), c = 2 * random.uniform() - 1, s = std::sqrt(1 - c * c);
  const Real phi = 2 * pi * random.uniform(), energy = std::sqrt(p * p + plus_mass * plus_mass);
  const Momentum plus{energy, p * s * std::cos(phi), p * s * std::sin(phi), p * c};
  const Momentum minus{m - energy, -plus.x, -plus.y, -plus.z};
  const Real beta = E2 / std::sqrt(E2 * E2 + m * m);
  const std::array<Real, 3> boost{-beta * sine, 0, -beta * cosine};
  return {{E1, 0, 0, E1},
          {E2, E2 * sine, 0, E2 * cosine},
          boosted(minus, boost),
          boosted(plus, boost),
          {W - E1, 0, 0, -E1},
          minus_mass,
          plus_mass};
}

detail::LightCone light_cone(const Momentum& p) {
  return {static_cast<double>((p.x * p.x + p.y * p.y + p.dot(p)) / (p.e + p.z)), static_cast<double>(p.e + p.z),
          static_cast<double>(p.x), static_cast<double>(p.y)};
}

detail::LeptonPoint kernel_point(const dirac::TridentPoint<Real>& p) {
  const Real W = p.k1.e + p.q.e, Q2 = -p.q.dot(p.q), cosine = p.k2.z / p.k2.e;
  return {static_cast<double>(W),
          static_cast<double>(Q2),
          static_cast<double>(p.k1.e),
          static_cast<double>(p.k2.e),
          static_cast<double>(std::sqrt((1 + cosine) / 2)),
          static_cast<double>(std::sqrt((1 - cosine) / 2)),
          light_cone(p.minus),
          light_cone(p.plus),
          static_cast<double>(Q2 + 2 * p.q.dot(p.minus)),
          static_cast<double>(Q2 + 2 * p.q.dot(p.plus))};
}

dirac::TridentPoint<Real> in_frame(dirac::TridentPoint<Real> p, const Frame& frame) {
  for (Momentum* v : {&p.k1, &p.k2, &p.minus, &p.plus, &p.q}) *v = frame(*v);
  return p;
}

/// The three structures agree to `tolerance` of the largest of them.
void expect_same(const detail::Structures& fast, const Reference& slow, double tolerance, const char* what) {
  const Real scale = std::fmax(std::fabs(slow.vv), std::fabs(slow.aa));
  EXPECT_NEAR(fast.vv / static_cast<double>(scale), static_cast<double>(slow.vv / scale), tolerance) << what << " V^2";
  EXPECT_NEAR(fast.aa / static_cast<double>(scale), static_cast<double>(slow.aa / scale), tolerance) << what << " A^2";
  EXPECT_NEAR(fast.va / static_cast<double>(scale), static_cast<double>(slow.va / scale), tolerance) << what << " VA";
}

struct Case {
  Real W, Q2, minus, plus;
};

/// Masses of all kinds, from near threshold to high energy, photons from nearly real to far off shell.
std::vector<Case> cases() {
  const Real e = 0.000511L, mu = 0.105658L, tau = 1.77686L;
  return {{0.25L, 1e-3L, mu, mu}, {1, 1e-5L, mu, mu},   {3, 2, mu, mu},     {20, 30, mu, mu},
          {0.3L, 1e-4L, e, mu},   {2, 0.3L, e, mu},     {2, 0.3L, mu, e},   {0.02L, 1e-6L, e, e},
          {0.5L, 1e-2L, e, e},    {4, 1e-2L, tau, tau}, {5, 0.5L, mu, tau}, {2.5L, 0.1L, tau, e}};
}

template <class Check>
void at_random_points(std::uint64_t seed, Check check) {
  std::uint64_t index = 0;
  for (const Case& c : cases()) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      RandomStream random(seed, 0, index++);
      check(random_point(c.W, c.Q2, c.minus, c.plus, random), random);
    }
  }
}

TEST(TridentKernel, PolarisationSumsAreThoseOfDiracMatricesInAnyFrame) {
  at_random_points(11, [](const dirac::TridentPoint<Real>& point, RandomStream& random) {
    const detail::LeptonPoint p = kernel_point(point);
    const double product = static_cast<double>(point.minus_mass * point.plus_mass);
    const Frame frame = random_frame(random);
    const auto currents = dirac::lepton_currents(in_frame(point, frame));
    const auto x = detail::spin_sum(p, detail::polarisation_x(p), product);
    const auto y = detail::spin_sum(p, detail::polarisation_y(p), product);
    const auto n = detail::spin_sum(p, detail::polarisation_n(p), product);
    const Reference slow_x = dirac::squared(currents, frame({0, 1, 0, 0}));
    const Reference slow_y = dirac::squared(currents, frame({0, 0, 1, 0}));
    const Reference slow_n = dirac::squared(currents, frame({1, 0, 0, 1}));
    expect_same(x, slow_x, 1e-9, "x");
    expect_same(y, slow_y, 1e-9, "y");
    expect_same(n, slow_n, 1e-9, "n");
    const Reference metric = dirac::minus_metric(currents);
    expect_same(x + y + (-p.Q2 / (p.W * p.W)) * n, metric, 1e-9, "-g");
  });
}

TEST(TridentKernel, AntineutrinosReverseTheInterferenceOfVectorAndAxialCouplingsAlone) {
  at_random_points(12, [](dirac::TridentPoint<Real> point, RandomStream&) {
    const detail::LeptonPoint p = kernel_point(point);
    const double product = static_cast<double>(point.minus_mass * point.plus_mass);
    point.antineutrino = true;
    const auto currents = dirac::lepton_currents(point);
    for (const auto& [pair, direction] :
         {std::pair{detail::polarisation_x(p), Momentum{0, 1, 0, 0}}, {detail::polarisation_n(p), {1, 0, 0, 1}}}) {
      detail::Structures fast = detail::spin_sum(p, pair, product);
      fast.va = -fast.va;
      expect_same(fast, dirac::squared(currents, direction), 1e-9, "antineutrino");
    }
  });
}

TEST(TridentKernel, ContractionWithTheTargetMomentumIsThatOfDiracMatrices) {
  // P = a k1 + b q + P_T from P.k1 = EM, 2 P.q = -Q^2 and P^2 = M^2; the kernel contracts with P - q (P.k1)/(q.k1).
  at_random_points(13, [](const dirac::TridentPoint<Real>& point, RandomStream& random) {
    const Real Q2 = -point.q.dot(point.q), shat = 2 * point.k1.dot(point.q), psi = 2 * pi * random.uniform();
    const Real M = random.uniform() < 0.5 ? 37.2L : 0.938L, E = 3 * (shat / (2 * M) + shat / std::sqrt(4 * Q2));
    const Real b = 2 * E * M / shat, a = 2 * (b * Q2 - Q2 / 2) / shat;
    const Real transverse = std::sqrt(a * b * shat - b * b * Q2 - M * M);
    const Momentum across{0, transverse * std::cos(psi), transverse * std::sin(psi), 0};
    const Momentum target = point.k1 * a + point.q * b + across;
    const Frame frame = random_frame(random);
    const Reference slow = dirac::squared(dirac::lepton_currents(in_frame(point, frame)), frame(target));

    const detail::LeptonPoint p = kernel_point(point);
    const double alpha = static_cast<double>(Q2 * (2 * E * M / shat - 0.5L)) / p.W;
    const detail::ChiralPair sum = static_cast<double>(across.x) * detail::polarisation_x(p) +
                                   static_cast<double>(across.y) * detail::polarisation_y(p) +
                                   alpha * detail::polarisation_n(p);
    expect_same(detail::spin_sum(p, sum, static_cast<double>(point.minus_mass * point.plus_mass)), slow, 1e-9, "P");
  });
}

TEST(TridentKernel, TheDiracAmplitudeIsGaugeInvariant) {
  at_random_points(14, [](const dirac::TridentPoint<Real>& point, RandomStream& random) {
    const Frame frame = random_frame(random);
    const auto there = in_frame(point, frame);
    const auto currents = dirac::lepton_currents(there);
    const Reference along = dirac::squared(currents, there.q), across = dirac::squared(currents, frame({0, 1, 0, 0}));
    EXPECT_LT(along.vv, 1e-24L * across.vv * there.q.e * there.q.e);
    EXPECT_LT(along.aa, 1e-24L * across.aa * there.q.e * there.q.e);
  });
}

TEST(TridentKernel, TheLongitudinalPolarisationDoesNotDependOnItsGauge) {
  // The conventional vector (|q|,0,0,-q0)/sqrt(Q^2) differs from n sqrt(Q^2)/W by a multiple of q.
  at_random_points(15, [](const dirac::TridentPoint<Real>& point, RandomStream&) {
    const Real Q2 = -point.q.dot(point.q), W = point.k1.e + point.q.e;
    const Momentum conventional = Momentum{-point.q.z, 0, 0, -point.q.e} * (1 / std::sqrt(Q2));
    const Reference slow = dirac::squared(dirac::lepton_currents(point), conventional);
    const detail::LeptonPoint p = kernel_point(point);
    const auto fast =
        detail::spin_sum(p, detail::polarisation_n(p), static_cast<double>(point.minus_mass * point.plus_mass));
    expect_same(static_cast<double>(Q2 / (W * W)) * fast, slow, 1e-9, "longitudinal");
  });
}

// ---- phase space ----------------------------------------------------------------------------------------------------

/// Integral of the map's Jacobian over the unit cube.
double mapped_volume(double W, double Q2, detail::LeptonMasses mass, const detail::MomentumTransferMap& map,
                     int nodes) {
  const auto rule = math::gauss_legendre(nodes);
  std::vector<double> transfer = rule.nodes, weight = rule.weights;
  if (map.is_light(W * W)) {  // one rule on each smooth piece
    transfer.clear();
    weight.clear();
    const std::array<double, 4> ends = {0.0, detail::first_piece, detail::second_piece, 1.0};
    for (size_t piece = 0; piece < 3; ++piece) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        transfer.push_back(ends[piece] + (ends[piece + 1] - ends[piece]) * rule.nodes[i]);
        weight.push_back((ends[piece + 1] - ends[piece]) * rule.weights[i]);
      }
    }
  }
  double sum = 0.0;
  for (size_t a = 0; a < rule.nodes.size(); ++a) {
    for (size_t b = 0; b < transfer.size(); ++b) {
      const auto frame = detail::pair_frame(W, Q2, mass, map, rule.nodes[a], transfer[b]);
      double polar = 0.0;
      for (size_t c = 0; c < rule.nodes.size(); ++c)
        polar += rule.weights[c] * detail::polar_angle(frame, rule.nodes[c]).jacobian;
      sum += rule.weights[a] * weight[b] * frame.jacobian * polar;
    }
  }
  return sum;
}

/// Phi_3 = 1/(128 pi^3 W^2) int ds/s (W^2 - s) lambda^(1/2)(s, m-^2, m+^2), by Simpson's rule in s = low + range sin^2.
double dalitz_volume(double W, double minus, double plus) {
  constexpr int steps = 4000;
  const double low = (minus + plus) * (minus + plus), range = W * W - low, gap = (minus - plus) * (minus - plus);
  double sum = 0.0;
  for (int i = 1; i < steps; ++i) {
    const double angle = 0.5 * units::pi * i / steps, sine = std::sin(angle), cosine = std::cos(angle);
    const double s = low + range * sine * sine;
    const double root = std::sqrt(range) * sine * std::sqrt(s - gap);
    sum += (i % 2 == 1 ? 4.0 : 2.0) * range * cosine * cosine * root / s * 2.0 * range * sine * cosine;
  }
  sum *= 0.5 * units::pi / steps / 3.0;
  return sum / (128.0 * std::pow(units::pi, 3) * W * W);
}

TEST(TridentPhaseSpace, MasslessVolumeIsExact) {
  for (const auto& [W, Q2] : {std::pair{1.0, 0.1}, {0.3, 1e-3}, {10.0, 4.0}}) {
    const double exact = W * W / (256.0 * std::pow(units::pi, 3));
    EXPECT_NEAR(mapped_volume(W, Q2, {1e-6 * W, 1e-6 * W}, {}, 48) / exact, 1.0, 1e-6) << W << " " << Q2;
  }
}

TEST(TridentPhaseSpace, MassiveVolumeIsTheDalitzIntegral) {
  struct Volume {
    double W, Q2;
    detail::LeptonMasses mass;
    double mediator;
  };
  const double e = charged_lepton_mass(Flavour::electron), mu = charged_lepton_mass(Flavour::muon);
  for (const Volume& v :
       {Volume{0.22, 1e-3, {mu, mu}, -1.0}, Volume{1.0, 0.2, {mu, mu}, -1.0}, Volume{1.0, 1e-6, {mu, mu}, 1e-4},
        Volume{0.5, 1e-2, {e, mu}, -1.0}, Volume{0.5, 1e-2, {mu, e}, -1.0}, Volume{3.0, 1e-3, {mu, mu}, 0.0},
        Volume{1.0, 1e-2, {mu, mu}, 100.0}}) {
    const double exact = dalitz_volume(v.W, v.mass.minus, v.mass.plus);
    EXPECT_NEAR(mapped_volume(v.W, v.Q2, v.mass, {v.mediator}, 40) / exact, 1.0, 1e-6)
        << v.W << " " << v.Q2 << " " << v.mediator;
  }
}

TEST(TridentPhaseSpace, MomentaAreConservedAndOnTheirMassShells) {
  RandomStream random(21, 0, 0);
  for (const Case& c : cases()) {
    const detail::LeptonMasses mass{static_cast<double>(c.minus), static_cast<double>(c.plus)};
    const double W = static_cast<double>(c.W), Q2 = static_cast<double>(c.Q2);
    for (int repeat = 0; repeat < 20; ++repeat) {
      const detail::MomentumTransferMap map{repeat % 2 == 0 ? -1.0 : 1e-4 * W * W};
      const double u_mass = random.uniform(), u_transfer = random.uniform(), u_polar = random.uniform();
      const auto frame = detail::pair_frame(W, Q2, mass, map, u_mass, u_transfer);
      const double phi = 2.0 * units::pi * random.uniform();
      const auto p = detail::lepton_point(frame, detail::polar_angle(frame, u_polar), std::cos(phi), std::sin(phi));
      const double E2 = frame.E2, sine = 2.0 * p.half_sine * p.half_cosine,
                   cosine = 1.0 - 2.0 * p.half_sine * p.half_sine;
      const double plus = p.plus.plus + p.minus.plus + E2 * (1.0 + cosine);
      const double minus = p.plus.minus + p.minus.minus + E2 * (1.0 - cosine);
      EXPECT_NEAR(plus, W, 1e-12 * W);  // E + z of the total
      EXPECT_NEAR(minus, W, 1e-12 * W);
      EXPECT_NEAR(p.plus.x + p.minus.x + E2 * sine, 0.0, 1e-12 * W);
      EXPECT_NEAR(p.plus.y + p.minus.y, 0.0, 1e-12 * W);
      const auto shell = [](const detail::LightCone& v) { return v.plus * v.minus - v.x * v.x - v.y * v.y; };
      EXPECT_NEAR(shell(p.plus), mass.plus * mass.plus, 1e-11 * W * W);
      EXPECT_NEAR(shell(p.minus), mass.minus * mass.minus, 1e-11 * W * W);
      // K^2 = 2 k1.k2, d = Q^2 + 2 q.p with q = (W - E1, 0, 0, -E1).
      EXPECT_NEAR(2.0 * p.E1 * E2 * (1.0 - cosine), frame.K2, 1e-11 * W * W);
      const double q_plus = W - 2.0 * p.E1, q_minus = W;
      const auto d = [&](const detail::LightCone& v) { return Q2 + q_plus * v.minus + q_minus * v.plus; };
      EXPECT_NEAR(d(p.plus), p.d_plus, 1e-10 * (W * W + Q2));
      EXPECT_NEAR(d(p.minus), p.d_minus, 1e-10 * (W * W + Q2));
    }
  }
}

}  // namespace
}  // namespace tridens::process
