// Loops and decays of a light gauge boson: closed forms against integrals done here, limits and sum rules.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/anomalous_moment.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/kinetic_mixing.hh"
#include "tridens/model/z_boson_corrections.hh"

namespace tridens::model {
namespace {

using units::pi;
constexpr std::array<double, 3> lmu_ltau = {0.0, 1.0, -1.0};

double moment(LoopBoson boson, double mass) {
  return anomalous_moment_per_coupling_squared(boson, constants::muon_mass, mass);
}

double relative(double value, double expected) {
  return std::abs(value / expected - 1.0);
}

/// Double-exponential rule: logarithms and roots at both ends do not matter.
template <class Function>
double integral(const Function& f, double low, double high) {
  constexpr double step = 0.05, end = 3.5;
  double sum = 0.0;
  for (double u = -end; u <= end; u += step) {
    const double e = std::exp(-pi * std::sinh(u)), x = 1.0 / (1.0 + e);
    const double weight = pi * std::cosh(u) * e * x * x;
    const double at = low + (high - low) * x;
    if (weight > 1e-25 && at > low && at < high) sum += weight * f(at);
  }
  return sum * step * (high - low);
}

TEST(AnomalousMoment, MeetsIntegralsOfHighPrecision) {
  // 40 digits with mpmath, m_mu = 0.1056583755 GeV.
  EXPECT_LT(relative(moment(LoopBoson::vector, 1e-6), 0.0126647714276), 1e-11);
  EXPECT_LT(relative(moment(LoopBoson::vector, 1e-3), 0.0123086444123), 1e-11);
  EXPECT_LT(relative(moment(LoopBoson::vector, 1.0), 8.6002794061e-5), 1e-10);
  EXPECT_LT(relative(moment(LoopBoson::vector, 100.0), 9.42562076196e-9), 1e-10);
  EXPECT_LT(relative(moment(LoopBoson::axial, 0.03), -0.345657), 2e-6);
  EXPECT_LT(relative(moment(LoopBoson::axial, 0.3), -4.760256e-3), 2e-6);
  EXPECT_LT(relative(moment(LoopBoson::axial, 3.0), -5.216643e-5), 2e-6);
}

TEST(AnomalousMoment, HasTheLimitsOfHeavyAndLightBosons) {
  const double m = constants::muon_mass;
  EXPECT_LT(relative(moment(LoopBoson::vector, 1e-9), 1.0 / (8.0 * pi * pi)), 1e-6);
  EXPECT_LT(relative(moment(LoopBoson::vector, 1e6), m * m / (12.0 * pi * pi * 1e12)), 1e-10);
  EXPECT_LT(relative(moment(LoopBoson::axial, 1e5), -5.0 * m * m / (12.0 * pi * pi * 1e10)), 1e-9);
  // The longitudinal mode of a light axial boson is a pseudoscalar of coupling 2 m g/M.
  const double light = 1e-6;
  EXPECT_LT(
      relative(moment(LoopBoson::axial, light), 4.0 * m * m / (light * light) * moment(LoopBoson::pseudoscalar, light)),
      1e-8);
  EXPECT_LT(relative(moment(LoopBoson::scalar, 1e-9), 3.0 / (16.0 * pi * pi)), 1e-6);
  EXPECT_THROW(moment(LoopBoson::vector, 0.0), UserError);
}

TEST(ZRadiation, ClosedFormIsTheIntegralOverTheDalitzPlot) {
  for (const double rho : {0.01, 0.2, 0.29, 0.7}) {
    const double value = integral(
        [&](double y1) {
          return integral([&](double y2) { return z_radiation_density(y1, y2, rho); }, rho / y1, 1.0 + rho - y1);
        },
        rho, 1.0);
    EXPECT_LT(relative(z_radiation(rho), value), 1e-9) << rho;
  }
  EXPECT_LT(relative(z_radiation(0.01), 9.503950), 1e-6);
  EXPECT_LT(relative(z_radiation(0.2), 0.2728071), 1e-6);
  EXPECT_THROW(z_radiation(1.01), UserError);
  EXPECT_THROW(z_radiation(0.0), UserError);
}

TEST(ZRadiation, QuadratureAndClosedFormMeet) {
  EXPECT_LT(relative(z_radiation(0.3 - 1e-9), z_radiation(0.3 + 1e-9)), 1e-7);
}

/// 2 int dx dy dz delta(1 - x - y - z) [...] of the vertex, spacelike.
double feynman_integral(double s) {
  return 2.0 * integral(
                   [&](double z) {
                     return integral(
                         [&](double u) {
                           const double x = (1.0 - z) * u, y = (1.0 - z) * (1.0 - u), D = z - x * y * s;
                           return (1.0 - z) * (std::log(z / D) + (1.0 - x) * (1.0 - y) * s / D);
                         },
                         0.0, 1.0);
                   },
                   0.0, 1.0);
}

TEST(ZVertex, IsTheFeynmanParameterIntegral) {
  for (const double s : {-20.0, -3.0, -0.5, -0.05}) {
    EXPECT_LT(relative(z_vertex(1.0 / s).real(), feynman_integral(s)), 2e-7) << s;
    EXPECT_EQ(z_vertex(1.0 / s).imag(), 0.0);
  }
  EXPECT_LT(relative(z_vertex(-0.05).real(), -8.381233), 1e-6);
}

TEST(ZVertex, ImaginaryPartIsTheTwoParticleCut) {
  for (const double w : {1e-3, 0.05, 0.8, 5.0, 20.0}) {
    const double s = 1.0 / w;
    const double cut =
        0.5 * pi * integral([&](double v) { return (2.0 - v) * (2.0 - v) * s / (2.0 + s * v); }, 0.0, 2.0);
    EXPECT_LT(relative(z_vertex(w).imag(), cut), 1e-9) << w;
  }
}

TEST(ZVertex, RealPartFollowsFromTheDispersionRelation) {
  // Once subtracted at s = 0: L2(s) = (s/pi) int ds' Im L2(s')/(s' (s' - s)), spacelike s.
  for (const double s : {-20.0, -1.0}) {
    const auto cut = [&](double t) { return z_vertex(1.0 / t).imag() / (t * (t - s)); };
    const double value =
        s / pi * (integral(cut, 0.0, 1.0) + integral([&](double q) { return cut(1.0 / q) / (q * q); }, 0.0, 1.0));
    EXPECT_LT(relative(value, z_vertex(1.0 / s).real()), 1e-6) << s;
  }
}

TEST(ZVertex, CancelsTheLogarithmsOfRadiation) {
  const double rho = 1e-8;
  const double sum = z_vertex(rho).real() / (8.0 * pi * pi) + z_radiation(rho) / (8.0 * pi * pi);
  EXPECT_LT(relative(sum, 3.0 / (16.0 * pi * pi)), 1e-6);
}

TEST(ZVertex, HasTheValuesOfThreeEvaluations) {
  const auto at = [](double mass) { return z_vertex(std::pow(mass / constants::z_mass, 2)).real(); };
  EXPECT_LT(relative(at(1.0), -54.6177), 1e-5);
  EXPECT_LT(relative(at(3.0), -26.45248), 1e-6);
  EXPECT_LT(relative(at(20.0), -1.119394), 1e-6);
  EXPECT_LT(relative(at(150.0), 0.6547660), 1e-6);
  EXPECT_LT(std::abs(at(1e6)), 1e-6) << "it decouples";
  EXPECT_LT(std::abs(z_vertex(10.0 - 1e-9) - z_vertex(10.0 + 1e-9)), 1e-8) << "series and closed form";
  EXPECT_THROW(z_vertex(0.0), UserError);
}

TEST(TimelikeMixing, ContinuesTheSpacelikeOneThroughZero) {
  EXPECT_NEAR(timelike_kinetic_mixing(lmu_ltau, 0.0).real(), loop_kinetic_mixing(lmu_ltau, 0.0), 1e-15);
  const double h = 1e-4;  // equal slopes on both sides
  const double up = timelike_kinetic_mixing(lmu_ltau, h).real() - loop_kinetic_mixing(lmu_ltau, 0.0);
  const double down = loop_kinetic_mixing(lmu_ltau, 0.0) - loop_kinetic_mixing(lmu_ltau, h);
  EXPECT_LT(relative(up, down), 3e-3);
  EXPECT_EQ(timelike_kinetic_mixing(lmu_ltau, 0.04).imag(), 0.0) << "below 2 m_mu";
}

TEST(TimelikeMixing, ObeysTheDispersionRelation) {
  // Re Pi(tau) - Pi(0) at tau < 4 from the cut above 4: (tau/pi) int dt Im/(t (t - tau)), s + i0.
  const double tau = 1.5;
  const double sum = integral(
      [&](double u) {
        const double t = 4.0 / (u * u);
        return timelike_vacuum_polarisation_integral(t).imag() / (t * (t - tau)) * 8.0 / (u * u * u);
      },
      0.0, 1.0);
  EXPECT_LT(relative(timelike_vacuum_polarisation_integral(tau).real(), tau / pi * sum), 1e-5);
}

TEST(LeptonWidths, BranchingRatiosOfLmuLtau) {
  const auto widths = [](double mass) { return lepton_widths(u1_lepton_couplings(lmu_ltau, 1e-3, mass, false), mass); };
  EXPECT_LT(relative(widths(100.0).share(Flavour::muon), 1.0 / 3.0), 1e-4);
  EXPECT_LT(relative(widths(1.5).share(Flavour::muon), 0.5), 1e-3);
  EXPECT_EQ(widths(0.2).invisible_share(), 1.0);
  EXPECT_LT(relative(widths(0.2).total(), 1e-6 * 0.2 / (12.0 * pi)), 1e-12);
  // The loop opens electrons: eps^2 e^2 of two neutrinos of 1/2 each.
  const double mass = 0.01;
  const auto mixed = lepton_widths(u1_lepton_couplings(lmu_ltau, 1e-3, mass, true), mass);
  const double mixing = std::norm(timelike_kinetic_mixing(lmu_ltau, mass * mass)) * constants::electric_charge_squared;
  EXPECT_LT(relative(mixed.charged[0] / mixed.invisible(), mixing), 1e-4);
  EXPECT_THROW(lepton_widths({}, 0.0), UserError);
  EXPECT_THROW(lepton_widths({}, 1.0).invisible_share(), UserError);
  EXPECT_THROW(u1_lepton_couplings({1.0, 1.0, 1.0}, 1e-3, 1.0, true), UserError);
}

}  // namespace
}  // namespace tridens::model
