#include "tridens/process/muon_bremsstrahlung.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>

#include "dirac_reference.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/atomic_photons.hh"
#include "tridens/process/muon_bremsstrahlung_exact.hh"

namespace tridens::process {
namespace {

using dirac::Current;
using dirac::Matrix;
using dirac::Momentum;
using dirac::Spinor;
using dirac::operator*;
using Boson = RadiatedBoson;

constexpr double muon = constants::muon_mass, beam = 160.0;
const AtomicPhotons lead(82.0, 207.2);
constexpr double lead_mass = 192.963;  // GeV

/// gamma mu -> mu X in the rest frame of the pair, the photon along z.
struct Compton {
  Momentum<double> p, q, outgoing, k;
  double s, u, t2;
};

Compton compton(double mass, double x, double missing_u) {
  const double m2 = mass * mass, u = -(m2 * (1.0 - x) / x + muon * muon * x + missing_u), s = -u / (1.0 - x);
  const double W2 = s + muon * muon, W = std::sqrt(W2), photon = s / (2.0 * W), E = W - photon;
  const double Ek = (W2 + m2 - muon * muon) / (2.0 * W), k = std::sqrt(Ek * Ek - m2);
  const double cosine = (m2 - u - 2.0 * E * Ek) / (2.0 * photon * k), sine = std::sqrt(1.0 - cosine * cosine);
  Compton c{{E, 0, 0, -photon}, {photon, 0, 0, photon}, {}, {Ek, k * sine, 0, k * cosine}, s, u, m2 - s - u};
  c.outgoing = c.p + c.q - c.k;
  return c;
}

Current<double> unit(size_t index) {
  Current<double> e{};
  e[index] = 1.0;
  return e;
}

constexpr std::array<double, 4> metric{1.0, -1.0, -1.0, -1.0};

/// eps_{mnrs} a^m b^n c^r d^s with eps^{0123} = 1, summed over permutations.
std::complex<double> epsilon(const Current<double>& a, const Current<double>& b, const Current<double>& c,
                             const Current<double>& d) {
  std::complex<double> sum = 0.0;
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j)
      for (size_t m = 0; m < 4; ++m)
        for (size_t n = 0; n < 4; ++n) {
          if (i == j || i == m || i == n || j == m || j == n || m == n) continue;
          int sign = -1;  // lower indices
          for (const bool swapped : {i > j, i > m, i > n, j > m, j > n, m > n}) sign = swapped ? -sign : sign;
          sum += static_cast<double>(sign) * a[i] * b[j] * c[m] * d[n];
        }
  return sum;
}

/// (1/4) sum |M|^2/(e^2 g^2) from explicit spinors: photon polarisations -g, X by its own sum.
double from_spinors(Boson boson, double mass, const Compton& c) {
  using std::complex;
  const Matrix<double> forward = dirac::slash(dirac::current_of(c.p + c.q), muon),
                       backward = dirac::slash(dirac::current_of(c.p - c.k), muon);
  const bool one = boson == Boson::vector || boson == Boson::axial;
  const Momentum<double> exchanged = c.p - c.outgoing;
  double sum = 0.0;
  for (size_t spins = 0; spins < 4; ++spins) {
    const Spinor<double> in = dirac::particle(c.p, muon, spins / 2);
    const Spinor<double> row = dirac::bar(dirac::particle(c.outgoing, muon, spins % 2));
    for (size_t a = 0; a < 4; ++a) {
      const Matrix<double> photon = dirac::slash(unit(a), 0.0);
      const Spinor<double> first = dirac::scaled(forward * (photon * in), 1.0 / c.s),
                           second = dirac::scaled(row * photon * backward, 1.0 / c.u);
      const auto pair = [&](const Spinor<double>& r, const Spinor<double>& s) {
        complex<double> product = 0.0;
        for (size_t i = 0; i < 4; ++i) product += r[i] * s[i];
        return product;
      };
      if (one) {
        complex<double> longitudinal = 0.0;
        double transverse = 0.0;
        const bool axial = boson == Boson::axial;
        for (size_t b = 0; b < 4; ++b) {
          const Matrix<double> vertex = dirac::slash(unit(b), 0.0);
          const auto g5 = [&](const Spinor<double>& s) { return axial ? dirac::gamma5(s) : s; };
          const complex<double> m = pair(row, vertex * g5(first)) + pair(second, vertex * g5(in));
          transverse += metric[b] * std::norm(m);
          // vertex b is the lower component gamma_b
          longitudinal += (b == 0 ? c.k.e : b == 1 ? c.k.x : b == 2 ? c.k.y : c.k.z) * m;
        }
        sum += metric[a] * (transverse - std::norm(longitudinal) / (mass * mass));
        continue;
      }
      const complex<double> scalar = pair(row, first) + pair(second, in);
      const complex<double> pseudo = pair(row, dirac::gamma5(first)) + pair(second, dirac::gamma5(in));
      // -1/4 g a F Fdual = g a E.B for eps^{0123} = 1; -2 m g a i mubar gamma5 mu.
      const complex<double> photons =
          -epsilon(dirac::current_of(c.q), unit(a), dirac::current_of(exchanged), dirac::vector_current(row, in)) /
          exchanged.dot(exchanged);
      const complex<double> muons = complex<double>{0.0, -1.0} * pseudo;
      double square = std::norm(scalar);
      if (boson == Boson::pseudoscalar) square = std::norm(pseudo);
      if (boson == Boson::alp_photon) square = std::norm(photons);
      if (boson == Boson::alp_interference) square = 2.0 * (muons * std::conj(photons)).real();
      sum -= metric[a] * square;
    }
  }
  return 0.25 * sum;
}

TEST(MuonBremsstrahlung, SubprocessesEqualExplicitSpinors) {
  for (const Boson boson :
       {Boson::vector, Boson::axial, Boson::pseudoscalar, Boson::scalar, Boson::alp_photon, Boson::alp_interference}) {
    for (const double mass : {0.05, 0.3, 1.2}) {
      for (const double x : {0.15, 0.6, 0.93}) {
        for (const double missing : {0.004, 0.3, 5.0}) {
          const double spinors = from_spinors(boson, mass, compton(mass, x, missing));
          EXPECT_NEAR(radiation_function(boson, mass, x, missing), spinors, 1e-9 * std::abs(spinors))
              << name(boson) << " m " << mass << " x " << x << " " << missing;
        }
      }
    }
  }
}

TEST(MuonBremsstrahlung, PhotonCouplingIsEquivalentPhotonsOfTheMuonAtSmallMomentumTransfer) {
  // A -> m^4/(4 |t_2|) [1 + (1 - x)^2]/x^2 for m_mu^2 x^2 << |t_2| << m^2.
  const double mass = 40.0, x = 0.4;
  const double u = 1.001 * mass * mass * (1.0 - x) / x, missing = u - mass * mass * (1.0 - x) / x - muon * muon * x;
  const double t2 = mass * mass + u - u / (1.0 - x);
  const double expected = std::pow(mass, 4) / (4.0 * std::abs(t2)) * (1.0 + (1.0 - x) * (1.0 - x)) / (x * x);
  EXPECT_NEAR(radiation_function(Boson::alp_photon, mass, x, missing), expected, 0.02 * expected);
}

TEST(MuonBremsstrahlung, EquivalentPhotonsEqualTheirQuadrature) {
  const math::QuadratureRule rule = math::gauss_legendre(40);
  for (const bool inelastic : {false, true}) {
    const AtomicPhotons photons(82.0, 207.2, inelastic);
    for (const double t_min : {1e-12, 1e-8, 1e-4, 0.05}) {
      const double t_max = 0.1, span = std::log(t_max / t_min);
      double sum = 0.0;
      for (int panel = 0; panel < 12; ++panel) {
        for (size_t i = 0; i < rule.nodes.size(); ++i) {
          const double t = t_min * std::exp(span * (panel + rule.nodes[i]) / 12.0);
          sum += rule.weights[i] * span / 12.0 * (t - t_min) / t * photons.form(t);
        }
      }
      EXPECT_NEAR(photons.flux(t_min, t_max), sum, 1e-8 * sum) << inelastic << " " << t_min;
    }
  }
  EXPECT_EQ(lead.flux(0.2, 0.1), 0.0);
  EXPECT_GT(AtomicPhotons(82.0, 207.2, true).flux(1e-8, 0.1), lead.flux(1e-8, 0.1));
}

TEST(MuonBremsstrahlung, CheckValuesOnLead) {
  struct Value {
    Boson boson;
    double mass, x, sigma;
  };
  for (const Value& v :
       {Value{Boson::vector, 0.3, 0.6, 5.07032}, Value{Boson::axial, 0.3, 0.6, 5.93352},
        Value{Boson::pseudoscalar, 0.3, 0.6, 0.614408}, Value{Boson::scalar, 0.3, 0.6, 0.753997},
        Value{Boson::alp_photon, 0.3, 0.6, 0.360048}, Value{Boson::vector, 0.05, 0.3, 86.2453},
        Value{Boson::pseudoscalar, 0.05, 0.3, 2.34284}, Value{Boson::alp_photon, 0.05, 0.3, 1.48751}}) {
    EXPECT_NEAR(MuonBremsstrahlung(v.boson, v.mass, lead).differential(beam, v.x), v.sigma, 1e-4 * v.sigma)
        << name(v.boson) << " " << v.mass;
  }
}

TEST(MuonBremsstrahlung, FixedThresholdIsTheClosedForm) {
  struct Value {
    Boson boson;
    double mass, x, per_chi;
  };
  for (const Value& v :
       {Value{Boson::vector, 0.3, 0.6, 1.302786e-4}, Value{Boson::axial, 0.3, 0.6, 1.518356e-4},
        Value{Boson::pseudoscalar, 0.3, 0.6, 1.601375e-5}, Value{Boson::scalar, 0.3, 0.6, 1.941664e-5},
        Value{Boson::vector, 0.05, 0.3, 1.200552e-3}, Value{Boson::pseudoscalar, 0.05, 0.3, 3.273898e-5}}) {
    const MuonBremsstrahlung fixed(v.boson, v.mass, lead, PhotonThreshold::fixed);
    EXPECT_NEAR(fixed.differential(beam, v.x) / fixed.fixed_flux(beam), v.per_chi, 1e-6 * v.per_chi);
    EXPECT_NEAR(fixed.fixed_flux(beam), v.mass > 0.1 ? 60403.0 : 94770.7, 0.06);
  }
  // The published vector formula.
  const double m = 0.21, x = 0.37, alpha = constants::fine_structure;
  const double u = -(m * m * (1.0 - x) / x + muon * muon * x);
  const MuonBremsstrahlung fixed(Boson::vector, m, lead, PhotonThreshold::fixed);
  const double published =
      2.0 * std::pow(alpha, 3) * fixed.fixed_flux(beam) * std::sqrt(1.0 - m * m / (x * x * beam * beam)) *
      (muon * muon * x * (-2.0 + 2.0 * x + x * x) - 2.0 * (3.0 - 3.0 * x + x * x) * u) / (3.0 * u * u);
  EXPECT_NEAR(fixed.differential(beam, x) * constants::electric_charge_squared, published, 1e-10 * published);
}

TEST(MuonBremsstrahlung, AnglesAddUpToTheSpectrum) {
  const math::QuadratureRule rule = math::gauss_legendre(24);
  for (const Boson boson : {Boson::vector, Boson::alp_photon}) {
    const MuonBremsstrahlung process(boson, 0.3, lead);
    const double low = std::log(1e-6), span = std::log(0.5 / 1e-6);
    double sum = 0.0;
    for (int panel = 0; panel < 12; ++panel) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double theta = std::exp(low + span * (panel + rule.nodes[i]) / 12.0);
        sum += rule.weights[i] * span / 12.0 * theta * process.angular(beam, 0.6, theta);
      }
    }
    const double expected = process.differential(beam, 0.6);
    EXPECT_NEAR(sum, expected, 1e-5 * expected) << name(boson);
  }
}

TEST(MuonBremsstrahlung, ApproximationFollowsTheExactProcess) {
  const ExactBremsstrahlungGrid grid{28, 28, 8};
  for (const Boson boson : {Boson::vector, Boson::axial, Boson::pseudoscalar, Boson::scalar, Boson::alp_photon}) {
    const double approximate = MuonBremsstrahlung(boson, 0.3, lead).differential(beam, 0.6);
    const double exact = exact_muon_bremsstrahlung(boson, 0.3, lead, lead_mass, beam, 0.6, grid);
    EXPECT_NEAR(approximate / exact, 1.0, 0.01) << name(boson);
  }
  // Signed, and of the sign that the amplitudes give.
  const double exact = exact_muon_bremsstrahlung(Boson::alp_interference, 0.3, lead, lead_mass, beam, 0.6, grid);
  EXPECT_LT(exact, 0.0);
  EXPECT_NEAR(MuonBremsstrahlung(Boson::alp_interference, 0.3, lead).differential(beam, 0.6) / exact, 1.0, 0.02);
  // What the fixed threshold costs.
  const MuonBremsstrahlung fixed(Boson::vector, 0.3, lead, PhotonThreshold::fixed);
  const double overestimate =
      fixed.differential(beam, 0.6) / exact_muon_bremsstrahlung(Boson::vector, 0.3, lead, lead_mass, beam, 0.6, grid);
  EXPECT_GT(overestimate, 1.4);
  EXPECT_LT(overestimate, 2.7);
}

TEST(MuonBremsstrahlung, ExactProcessGivesTheMonteCarloOfItsOwn) {
  // Integrals over x against an independent Monte Carlo of 1.5 %.
  struct Value {
    Boson boson;
    double mass, low, high, sigma_cm2;
  };
  const math::QuadratureRule rule = math::gauss_legendre(3);
  for (const Value& v :
       {Value{Boson::vector, 0.03, 0.2, 0.5, 1.50e-26}, Value{Boson::vector, 0.3, 0.5, 0.8, 6.99e-28},
        Value{Boson::axial, 0.3, 0.5, 0.8, 8.60e-28}, Value{Boson::pseudoscalar, 0.3, 0.5, 0.8, 1.24e-28},
        Value{Boson::scalar, 0.3, 0.5, 0.8, 1.48e-28}, Value{Boson::alp_photon, 0.3, 0.2, 0.5, 1.10e-28}}) {
    double sum = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double x = v.low + (v.high - v.low) * rule.nodes[i];
      sum += rule.weights[i] * (v.high - v.low) *
             exact_muon_bremsstrahlung(v.boson, v.mass, lead, lead_mass, beam, x, {28, 28, 8});
    }
    EXPECT_NEAR(sum / units::cm2, v.sigma_cm2, 0.015 * v.sigma_cm2) << name(v.boson) << " " << v.mass;
  }
}

TEST(MuonBremsstrahlung, WrongInputIsRefused) {
  EXPECT_THROW(AtomicPhotons(0.0, 1.0), UserError);
  EXPECT_THROW(AtomicPhotons(82.0, 40.0), UserError);
  EXPECT_THROW(MuonBremsstrahlung(Boson::vector, -0.1, lead), UserError);
  EXPECT_THROW(MuonBremsstrahlung(Boson::axial, 0.0, lead), UserError);
  EXPECT_THROW(MuonBremsstrahlung(Boson::alp_photon, 0.1, lead, PhotonThreshold::fixed), UserError);
  EXPECT_THROW(parse_radiated_boson("vectr"), UserError);
  EXPECT_EQ(MuonBremsstrahlung(Boson::vector, 0.3, lead).differential(beam, 0.001), 0.0);
  EXPECT_EQ(MuonBremsstrahlung(Boson::vector, 200.0, lead).integral(beam, 0.5, 1.0), 0.0);
}

}  // namespace
}  // namespace tridens::process
