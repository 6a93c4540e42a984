// Amplitudes with W, Z and triple gauge vertex: gauge invariance, the closed form for real photons, an independent
// calculation, the four-fermion limit.
#include "tridens/process/detail/electroweak_amplitude.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/process/detail/electroweak_phase_space.hh"
#include "tridens/process/electroweak_photon.hh"
#include "tridens/process/trident_lepton_cross_section.hh"

namespace tridens::process::detail {
namespace {

constexpr double e = 0.51099895e-3, mu = 0.1056583755, tau = 1.77686;
constexpr BosonMasses boson{80.379, 2.085, 91.1876};
constexpr double alpha = 1.0 / 137.035999, G = 1.1663788e-5;
constexpr double s2 = 0.23119, gL = -1.0 + 2.0 * s2, gR = 2.0 * s2;
constexpr ElectroweakCouplings charged{true, 0.0, 0.0}, neutral{false, gL, gR}, both{true, gL, gR};

LightCone momentum(double x, double y, double z, double mass) {
  const double energy = std::sqrt(x * x + y * y + z * z + mass * mass);
  return {energy - z, energy + z, x, y};
}
LightCone operator+(const LightCone& a, const LightCone& b) {
  return {a.minus + b.minus, a.plus + b.plus, a.x + b.x, a.y + b.y};
}
LightCone photon(double W, double Q2) {
  return {W, -Q2 / W, 0.0, 0.0};
}

ElectroweakPoint point_of(double shat, double Q2, const LightCone& minus, const LightCone& plus, const LightCone& nu2,
                          double mass_minus, double mass_plus) {
  ElectroweakPoint p{};
  p.W = std::sqrt(shat - Q2);
  p.Q2 = Q2;
  p.E1 = 0.5 * shat / p.W;
  p.minus = minus, p.plus = plus, p.nu2 = nu2, p.k = plus + nu2;
  p.d_minus = Q2 + 2.0 * dot(photon(p.W, Q2), minus);
  p.d_plus = Q2 + 2.0 * dot(photon(p.W, Q2), plus);
  p.d_r = boson.w * boson.w - mass_minus * mass_minus + 2.0 * p.E1 * minus.minus;
  p.d_k = dot(p.k, p.k) - boson.w * boson.w;
  p.mass_minus = mass_minus, p.mass_plus = mass_plus;
  return p;
}

PhotonProjection project(const ElectroweakPoint& p, const ElectroweakCouplings& coupling) {
  PhotonProjection sum;
  const double shat = p.W * p.W + p.Q2;
  trident_amplitudes(p, boson, coupling,
                     [&](const ComplexVector& A) { add_projection(A, 2.0 * std::sqrt(p.Q2) * p.E1 / shat, {}, sum); });
  return sum;
}

/// A point of the map at given shat, Q^2; u of four numbers. Weight 0 outside.
double map_point(double shat, double Q2, double m, double m_plus, const double* u, ElectroweakPoint& p) {
  const double W = std::sqrt(shat - Q2);
  const MappedMass k2 = resonant_mass(m_plus * m_plus, (W - m) * (W - m), boson.w, boson.w_width, u[0]);
  const double first = emit_minus(W, Q2, k2.value, m, boson.w, u[1], p);
  if (first == 0.0) return 0.0;
  p.d_k = k2.pole;
  return k2.jacobian / (2.0 * units::pi) * first * decay_to_plus(k2.value, m_plus, u[2], 2.0 * units::pi * u[3], p);
}

// Two phase-space points at shat = 2e4, Q^2 = 1 GeV^2 from explicit Dirac matrices in another basis.
TEST(ElectroweakAmplitude, AgreesWithAnIndependentCalculation) {
  const ElectroweakPoint a = point_of(2e4, 1.0, momentum(4.96124526457, 0, -47.4126291753, mu),
                                      momentum(29.0156482731, -23.2438211954, 34.1878459038, e),
                                      momentum(-33.9768935377, 23.2438211954, 13.2247832716, 0), mu, e);
  EXPECT_NEAR(a.d_minus, 36.9523232, 1e-6);
  EXPECT_NEAR(a.d_plus, 11978.2939, 1e-4);
  EXPECT_NEAR(0.5 * project(a, charged).transverse / 2.867054e10, 1.0, 1e-6);
  EXPECT_NEAR(project(a, charged).longitudinal / 2.927865e8, 1.0, 1e-6);
  const ElectroweakPoint b = point_of(2e4, 1.0, momentum(4.96124526428, 0, -47.4126291635, mu),
                                      momentum(29.0155900691, -23.2437813779, 34.1878685572, mu),
                                      momentum(-33.9768353334, 23.2437813779, 13.2247606063, 0), mu, mu);
  EXPECT_NEAR(0.5 * project(b, both).transverse / 2.877050e10, 1.0, 1e-6);
  EXPECT_NEAR(project(b, both).longitudinal / 2.937137e8, 1.0, 1e-6);
}

/// Mean of |q.A| over the root of the sum of |A|^2 and |q|-scaled components.
double gauge_violation(double shat, double Q2, double m, double m_plus, const ElectroweakCouplings& coupling) {
  double mean = 0.0;
  constexpr int points = 400;
  for (int i = 0; i < points; ++i) {
    double u[4];
    uniforms(11, 5, static_cast<std::uint64_t>(i), 0, u, 4);
    ElectroweakPoint p{};
    if (map_point(shat, Q2, m, m_plus, u, p) == 0.0) continue;
    double violation = 0.0, size = 0.0;
    trident_amplitudes(p, boson, coupling, [&](const ComplexVector& A) {
      const double q_plus = -p.Q2 / p.W;
      const Complex first = 0.5 * p.W * A.plus, second = 0.5 * q_plus * A.minus;
      violation += norm(first + second);
      size += p.W * p.W * (norm(A.right) + norm(A.left)) + norm(first) + norm(second);
    });
    mean += std::sqrt(violation / size) / points;
  }
  return mean;
}

TEST(ElectroweakAmplitude, IsGaugeInvariant) {
  for (const auto& coupling : {charged, neutral, both}) {
    EXPECT_LT(gauge_violation(1.0, 1e-3, mu, mu, coupling), 1e-12);
    EXPECT_LT(gauge_violation(8000.0, 1.0, mu, e, coupling), 1e-9);
    EXPECT_LT(gauge_violation(1e5, 10.0, e, mu, coupling), 1e-9);
    EXPECT_LT(gauge_violation(1e7, 1e-3, tau, e, coupling), 1e-7);
  }
}

/// sigma^T and sigma^L of nu gamma* -> l W.
struct Sigma {
  double transverse = 0.0, longitudinal = 0.0;
};
Sigma w_sigma(double m, double shat, double Q2) {
  static const math::QuadratureRule rule = math::gauss_legendre(24);
  const double factor = 4.0 * units::pi * alpha * G * boson.w * boson.w / std::sqrt(2.0);
  const double W = std::sqrt(shat - Q2);
  Sigma result;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    ElectroweakPoint p{};
    const double jacobian = emit_minus(W, Q2, boson.w * boson.w, m, boson.w, rule.nodes[i], p);
    if (jacobian == 0.0) continue;
    p.d_k = 1.0;
    PhotonProjection sum;
    w_amplitudes(p, {boson.w, 0.0, boson.z},
                 [&](const ComplexVector& A) { add_projection(A, 2.0 * std::sqrt(Q2) * p.E1 / shat, {}, sum); });
    result.transverse += rule.weights[i] * jacobian * factor * 0.25 * sum.transverse / shat;
    result.longitudinal += rule.weights[i] * jacobian * factor * sum.longitudinal / shat;
  }
  return result;
}

double closed_form(double m, double s) {
  const double t = boson.w * boson.w / s;
  const double logarithm = std::log(boson.w * boson.w * (1.0 - t) * (1.0 - t) / (t * m * m));
  return std::sqrt(2.0) * alpha * G *
         (2.0 * (1.0 - t) * (1.0 + 2.0 * t * t + t * t * std::log(t)) + t * (1.0 - 2.0 * t + 2.0 * t * t) * logarithm);
}

TEST(WProductionByPhotons, MeetsTheClosedFormForRealPhotons) {
  for (const double s : {7000.0, 1e4, 1e5, 1e6, 1e8}) {
    EXPECT_NEAR(w_sigma(e, s, 1e-14).transverse / closed_form(e, s), 1.0, 1e-6) << s;
  }
  // Terms m^2/(s - M_W^2) that it drops.
  EXPECT_NEAR(w_sigma(mu, 7000, 1e-14).transverse / closed_form(mu, 7000), 0.99992, 2e-5);
  EXPECT_NEAR(w_sigma(tau, 1e4, 1e-14).transverse / closed_form(tau, 1e4), 0.9991, 1e-4);
  EXPECT_EQ(w_sigma(tau, 6600, 1e-14).transverse, 0.0);
  EXPECT_NEAR(closed_form(e, 1e12), 2.0 * std::sqrt(2.0) * alpha * G, 1e-11);
}

TEST(WProductionByPhotons, HasThePublishedShapeInVirtuality) {
  struct Row {
    double mass, shat, Q2, transverse, longitudinal;  // 1e-7 GeV^-2
  };
  for (const Row& row : {Row{e, 1e4, 1e-6, 10.18712, 0.6641677}, Row{mu, 1e4, 1e-6, 6.315392, 2.913840e-5},
                         Row{tau, 1e4, 1e-6, 3.929441, 1.028418e-7}, Row{e, 1e4, 1e-2, 6.206929, 1.422456},
                         Row{mu, 1e4, 1.0, 4.278224, 1.356379}, Row{tau, 1e4, 100, 2.283109, 1.217306},
                         Row{e, 2e4, 1.0, 3.717259, 0.6807217}, Row{mu, 1e5, 1e-2, 3.322644, 1.932359e-3},
                         Row{tau, 1e5, 100, 2.818671, 0.03949058}, Row{mu, 1e5, 3e4, 1.947192, 3.037043}}) {
    const Sigma sigma = w_sigma(row.mass, row.shat, row.Q2);
    EXPECT_NEAR(sigma.transverse / (1e-7 * row.transverse), 1.0, 1e-6) << row.shat << " " << row.Q2;
    EXPECT_NEAR(sigma.longitudinal / (1e-7 * row.longitudinal), 1.0, 1e-6) << row.shat << " " << row.Q2;
  }
}

/// Of the library, in the constants of these tests.
Sigma trident_sigma(Flavour minus, Flavour plus, const ElectroweakCouplings& coupling, double shat, double Q2,
                    const BosonMasses& masses = boson) {
  const double exchange = coupling.charged ? 1.0 : 0.0;
  model::TridentChannel channel;
  channel.minus = minus, channel.plus = plus;
  channel.charged_current = coupling.charged;
  channel.neutral_current = coupling.left != 0.0;
  model::LeptonVertex vertex;
  vertex.V = exchange + 0.5 * (coupling.left + coupling.right);
  vertex.A = exchange + 0.5 * (coupling.left - coupling.right);
  const PhotonSigma sigma = trident_photon_cross_section(channel, vertex, shat, Q2, {masses.w, masses.w_width});
  const double scale = alpha * G * G / (constants::fine_structure * std::pow(constants::fermi_constant, 2));
  return {scale * sigma.transverse, scale * sigma.longitudinal};
}

TEST(ElectroweakTrident, RealPhotonCrossSectionsAtAllScales) {
  using enum Flavour;
  struct Row {
    Flavour minus, plus;
    ElectroweakCouplings coupling;
    double s, sigma;
  };
  for (const Row& row : {Row{muon, electron, charged, 10, 2.696e-12}, Row{muon, muon, both, 10, 5.347e-13},
                         Row{electron, electron, both, 10, 1.943e-12}, Row{muon, muon, neutral, 10, 1.189e-13},
                         Row{muon, electron, charged, 1000, 3.574e-10}, Row{electron, muon, charged, 5000, 4.641e-9},
                         Row{muon, muon, both, 1e4, 6.799e-8}, Row{electron, electron, both, 2e4, 7.900e-8},
                         Row{muon, muon, both, 2e5, 3.441e-8}}) {
    const double sigma = trident_sigma(row.minus, row.plus, row.coupling, row.s, 1e-14).transverse;
    EXPECT_NEAR(sigma / row.sigma, 1.0, 2e-3) << row.s << " " << name(row.minus) << " " << name(row.plus);
  }
}

// The four-fermion limit, from the other program in this library: O(shat/M_W^2) apart.
TEST(ElectroweakTrident, JoinsTheFourFermionCrossSection) {
  using enum Flavour;
  struct Channel {
    Flavour minus, plus;
    ElectroweakCouplings coupling;
    double V, A;
  };
  const double gV = -0.5 + 2.0 * s2, gA = -0.5;
  for (const Channel& c : {Channel{muon, muon, both, gV + 1.0, gA + 1.0}, Channel{muon, muon, neutral, gV, gA},
                           Channel{muon, electron, charged, 1.0, 1.0}, Channel{electron, muon, charged, 1.0, 1.0}}) {
    for (const double Q2 : {1e-8, 1e-2}) {
      const double shat = 1.0;
      const PhotonCrossSection contact =
          photon_cross_section(c.minus, c.plus, std::sqrt(shat - Q2), Q2, {24, 24, 32, 3})[0];
      const Sigma full = trident_sigma(c.minus, c.plus, c.coupling, shat, Q2);
      const double scale = alpha * G * G / (constants::fine_structure * std::pow(constants::fermi_constant, 2));
      EXPECT_NEAR(full.transverse / (scale * contact.transverse.combine(c.V, c.A)), 1.0, 1e-3);
      EXPECT_NEAR(full.longitudinal / (scale * contact.longitudinal.combine(c.V, c.A)), 1.0, 1e-3);
    }
  }
}

// Narrow W: sigma(nu_mu gamma* -> mu- nu_e e+) = sigma(mu- W+) Br with Br = Gamma(W -> e nu)/Gamma.
TEST(ElectroweakTrident, ContainsTheWOnItsMassShell) {
  const double partial = G * std::pow(boson.w, 3) / (6.0 * std::sqrt(2.0) * units::pi), width = 0.02;
  EXPECT_NEAR(partial, 0.227222, 1e-6);
  const BosonMasses narrow{boson.w, width, boson.z};
  for (const double Q2 : {1e-14, 1.0, 1000.0}) {
    const Sigma trident = trident_sigma(Flavour::muon, Flavour::electron, charged, 3e4, Q2, narrow);
    const Sigma w = w_sigma(mu, 3e4, Q2);
    EXPECT_NEAR(trident.transverse / (w.transverse * partial / width), 1.0, 1e-3) << Q2;
    if (Q2 < 0.5) continue;  // sigma^L vanishes there
    EXPECT_NEAR(trident.longitudinal / (w.longitudinal * partial / width), 1.0, 1e-3) << Q2;
  }
}

TEST(ElectroweakPhaseSpace, KeepsMomentumAndInvariants) {
  double worst = 0.0;
  int inside = 0;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    double v[6];
    uniforms(3, 9, i, 0, v, 6);
    const double m = i % 2 == 0 ? e : mu, m_plus = i % 3 == 0 ? mu : tau;
    const double W2 = std::exp(std::log(4.0) + v[4] * std::log(1e8)), Q2 = std::exp(-20.0 + 40.0 * v[5]);
    ElectroweakPoint p{};
    if (map_point(W2 + Q2, Q2, m, m_plus, v, p) == 0.0) continue;
    ++inside;
    const LightCone sum = p.minus + p.plus + p.nu2, q = photon(p.W, Q2);
    const double scale = W2 + Q2;
    worst = std::max({worst, std::fabs(sum.plus / p.W - 1.0), std::fabs(sum.minus / p.W - 1.0), std::fabs(sum.x) / p.W,
                      std::fabs(sum.y) / p.W, std::fabs(Q2 + 2.0 * dot(q, p.minus) - p.d_minus) / scale,
                      std::fabs(Q2 + 2.0 * dot(q, p.plus) - p.d_plus) / scale});
  }
  EXPECT_GT(inside, 15000);
  EXPECT_LT(worst, 1e-11);
}

}  // namespace
}  // namespace tridens::process::detail
