#include "tridens/process/dark_bremsstrahlung.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "dirac_reference.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"

namespace tridens::process {
namespace {

using dirac::Current;
using dirac::Momentum;
using dirac::Spinor;
using dirac::operator*;
using Complex = std::complex<double>;

/// ubar'(p') [g^a S Kslash + Kslash S' g^a] u(p) of left-handed neutrinos, index up.
Current<double> amplitude(const Momentum<double>& p, const Momentum<double>& outgoing, const Momentum<double>& k,
                          const Momentum<double>& K) {
  const Spinor<double> in = dirac::left_handed(p), row = dirac::bar(dirac::left_handed(outgoing));
  const auto weak = dirac::slash(dirac::current_of(K), 0.0);
  const Momentum<double> after = outgoing + k, before = p - k;
  const Spinor<double> first =
      dirac::scaled(dirac::slash(dirac::current_of(after), 0.0) * (weak * in), 1.0 / after.dot(after));
  const Spinor<double> second =
      dirac::scaled(row * weak * dirac::slash(dirac::current_of(before), 0.0), 1.0 / before.dot(before));
  const Current<double> a = dirac::vector_current(row, first), b = dirac::vector_current(second, in);
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]};
}

/// -sum over polarisations of the Z'.
double squared(const Current<double>& m) {
  return -std::norm(m[0]) + std::norm(m[1]) + std::norm(m[2]) + std::norm(m[3]);
}

struct Point {
  Momentum<double> p, outgoing, k, P, recoil;
  double weight;  // phase space, GeV^2
};

Momentum<double> boosted(const Momentum<double>& v, const Momentum<double>& frame, double mass) {
  const double along = (v.x * frame.x + v.y * frame.y + v.z * frame.z) / mass,
               f = (along / (frame.e + mass) + v.e / mass);
  return {(v.e * frame.e + v.x * frame.x + v.y * frame.y + v.z * frame.z) / mass, v.x + frame.x * f, v.y + frame.y * f,
          v.z + frame.z * f};
}

/// Two bodies of masses m1, m2 from a momentum of mass w: the first one, and the phase space |k|/(16 pi^2 w) dOmega.
Momentum<double> split(const Momentum<double>& parent, double w, double m1, double m2, double u, double v,
                       double* phase) {
  const double k = std::sqrt((w * w - (m1 + m2) * (m1 + m2)) * (w * w - (m1 - m2) * (m1 - m2))) / (2.0 * w);
  const double c = 2.0 * u - 1.0, s = std::sqrt(1.0 - c * c), phi = 2.0 * units::pi * v;
  *phase *= k / (16.0 * units::pi * units::pi * w) * 4.0 * units::pi;
  return boosted({std::hypot(k, m1), k * s * std::cos(phi), k * s * std::sin(phi), k * c}, parent, w);
}

/// A point of three-body phase space of nu A -> nu Z' A, without the importance sampling of the library.
Point sample(double energy, double mass, double M, RandomStream& random) {
  Point point;
  point.p = {energy, 0, 0, energy};
  point.P = {M, 0, 0, 0};
  const Momentum<double> total = point.p + point.P;
  const double w = std::sqrt(total.dot(total)), low = mass, high = w - M;
  const double pair = low + (high - low) * random.uniform();
  point.weight = (high - low) * 2.0 * pair / (2.0 * units::pi);
  const double u1 = random.uniform(), v1 = random.uniform(), u2 = random.uniform(), v2 = random.uniform();
  point.recoil = split(total, w, M, pair, u1, v1, &point.weight);
  const Momentum<double> both = total - point.recoil;
  point.k = split(both, pair, mass, 0.0, u2, v2, &point.weight);
  point.outgoing = both - point.k;
  point.outgoing.e = std::sqrt(point.outgoing.x * point.outgoing.x + point.outgoing.y * point.outgoing.y +
                               point.outgoing.z * point.outgoing.z);
  return point;
}

const matter::Nuclide argon = matter::nuclide("Ar40");

TEST(DarkBremsstrahlung, AmplitudeIsGaugeInvariant) {
  RandomStream random(3, 0, 0);
  for (int i = 0; i < 20; ++i) {
    const Point point = sample(0.5, 0.05, argon.mass, random);
    const Momentum<double> K = point.P + point.recoil, q = point.P - point.recoil;
    const Current<double> m = amplitude(point.p, point.outgoing, point.k, K);
    const double size = std::sqrt(std::norm(m[0]) + std::norm(m[1]) + std::norm(m[2]) + std::norm(m[3]));
    EXPECT_LT(std::abs(dirac::dot(m, point.k)), 1e-8 * size * point.k.e) << i;
    const Current<double> shift = amplitude(point.p, point.outgoing, point.k, q);
    for (const Complex& component : shift) EXPECT_LT(std::abs(component), 1e-6) << i;
  }
}

TEST(DarkBremsstrahlung, TotalEqualsAMonteCarloOverFlatPhaseSpace) {
  const double energy = 0.1, mass = 0.02;
  const DarkBremsstrahlung process(mass, argon);
  const auto form_factor = matter::make_nuclear_form_factor("default", argon);
  const double charge = constants::fermi_constant * process.weak_charge() / std::sqrt(2.0);
  RandomStream random(11, 0, 0);
  double sum = 0.0, squares = 0.0;
  constexpr int count = 20000;
  for (int i = 0; i < count; ++i) {
    const Point point = sample(energy, mass, argon.mass, random);
    const Momentum<double> q = point.P - point.recoil;
    const double F = charge * form_factor->value(std::max(0.0, -q.dot(q)));
    const double value =
        point.weight * F * F * squared(amplitude(point.p, point.outgoing, point.k, point.P + point.recoil));
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / count);
  const double expected = mean / (4.0 * argon.mass * energy);
  EXPECT_LT(error / mean, 0.02);
  EXPECT_NEAR(process.total(energy, {40, 40, 8}) / expected, 1.0, 3.0 * error / mean);
}

TEST(DarkBremsstrahlung, IsOfTheOrderOfElasticScatteringTimesAlphaOverPi) {
  // sigma_CEvNS = G_F^2 Q_W^2/(8 pi) int dQ^2 F^2: about 1e-38 cm^2, and the vector costs 1/(8 pi^2) times a logarithm.
  const auto form_factor = matter::make_nuclear_form_factor("default", argon);
  const DarkBremsstrahlung process(0.05, argon);
  double elastic = 0.0;
  for (double Q2 = 0.0005; Q2 < 0.3; Q2 += 0.001) elastic += 0.001 * std::pow(form_factor->value(Q2), 2);
  elastic *= std::pow(constants::fermi_constant * process.weak_charge(), 2) / (8.0 * units::pi);
  const double share = process.total(3.0) / elastic * 8.0 * units::pi * units::pi;
  EXPECT_GT(share, 0.03);
  EXPECT_LT(share, 10.0);
  EXPECT_GT(process.total(3.0), DarkBremsstrahlung(0.5, argon).total(3.0));
}

TEST(DarkBremsstrahlung, IsANumberAroundItsThreshold) {
  constexpr double mass = 0.05;
  const DarkBremsstrahlung process(mass, argon);
  // A nucleus at rest takes E = m + m^2/2 M_A.
  const double threshold = mass * (1.0 + 0.5 * mass / argon.mass);
  for (const double excess : {-1e-2, -1e-9, 0.0, 1e-15, 1e-9, 1e-6, 1e-3, 1e-2}) {
    const double energy = threshold * (1.0 + excess), total = process.total(energy, {8, 8, 4});
    EXPECT_TRUE(std::isfinite(total)) << excess;
    EXPECT_GE(total, 0.0) << excess;
    if (excess < 0.0 || excess >= 1e-3) {
      EXPECT_EQ(total > 0.0, excess > 0.0) << excess;
    }
    for (const double x : {mass / energy, 0.5 * (1.0 + mass / energy), 1.0 - 1e-12, 1.0}) {
      const double density = process.differential(energy, x, {8, 8, 4});
      EXPECT_TRUE(std::isfinite(density) && density >= 0.0) << excess << " " << x;
    }
  }
}

TEST(DarkBremsstrahlung, WrongInputIsRefused) {
  EXPECT_THROW(DarkBremsstrahlung(0.0, argon), UserError);
  EXPECT_EQ(DarkBremsstrahlung(1.0, argon).total(0.5), 0.0);
}

}  // namespace
}  // namespace tridens::process
