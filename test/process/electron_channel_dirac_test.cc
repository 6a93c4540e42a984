// The squared amplitudes of process/detail/electron_channel.hh against explicit spinors: W and Z diagrams as Feynman's
// rules give them, without Fierz rearrangement, every mass kept but in the longitudinal part of the W propagator.
#include <gtest/gtest.h>

#include "elastic_dirac.hh"
#include "tridens/base/units.hh"
#include "tridens/process/detail/electron_channel.hh"

namespace tridens::process {
namespace {

using dirac::bar;
using dirac::Real;
using dirac::Spinor;
using dirac::Value;
using Vector = dirac::Momentum<Real>;
using detail::ElectronChannel;
using detail::WeakBosons;

constexpr Real electron = constants::electron_mass;

/// row gamma^mu (c_L P_L + c_R P_R) column.
dirac::Current<Real> chiral_current(const Spinor<Real>& row, Real left, Real right, const Spinor<Real>& column) {
  const Spinor<Real> flipped = dirac::gamma5(column);
  Spinor<Real> mixed{};
  for (size_t i = 0; i < 4; ++i) {
    mixed[i] = (left + right) / 2 * column[i] + (right - left) / 2 * flipped[i];
  }
  return dirac::vector_current(row, mixed);
}

Value contracted(const dirac::Current<Real>& a, const dirac::Current<Real>& b) {
  return a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
}

/// A point in the centre of mass: nu(k) e(p) -> nu(k_out) l(p_out).
struct Point {
  Vector k, p, k_out, p_out;
};
Point point(Real s, Real lepton_mass, Real cosine) {
  const Real root = std::sqrt(s), in = (s - electron * electron) / (2 * root),
             out = (s - lepton_mass * lepton_mass) / (2 * root), sine = std::sqrt(1 - cosine * cosine);
  const Vector k{in, 0, 0, in}, k_out{out, out * sine, 0, out * cosine};
  return {k, {root - in, 0, 0, -in}, k_out, {root - out, -out * sine, 0, -out * cosine}};
}

struct Diagrams {
  Real z_left = 0, z_right = 0;  // couplings to the electron times M_Z^2/(M_Z^2 - t)
  Value w = 0;                   // M_W^2/(M_W^2 - q^2), i M_W G_W included
};

/// Spin sum of |M|^2/(2 sqrt2 G_F)^2. For neutrinos k comes in and k_out leaves; for antineutrinos the lines are
/// reversed. The relative sign of the diagrams is that of an exchange of two fermions.
Real squared(const Point& at, Real lepton_mass, bool antineutrino, const Diagrams& d) {
  Real sum = 0;
  const Spinor<Real> in = antineutrino ? dirac::left_handed(at.k_out) : dirac::left_handed(at.k);
  const Spinor<Real> out = bar(antineutrino ? dirac::left_handed(at.k) : dirac::left_handed(at.k_out));
  for (size_t spin = 0; spin < 4; ++spin) {
    const Spinor<Real> before = dirac::particle(at.p, electron, spin / 2),
                       after = bar(dirac::particle(at.p_out, lepton_mass, spin % 2));
    const Value z = contracted(chiral_current(out, 1, 0, in), chiral_current(after, d.z_left, d.z_right, before));
    const Value w = contracted(chiral_current(after, 1, 0, in), chiral_current(out, 1, 0, before));
    sum += std::norm(z - d.w * w);
  }
  return sum;
}

/// dsigma/dy from |M|^2: averaged over the electron's spin, dt = -a dy.
Real from_spinors(Real a, Real squared_amplitude) {
  const Real G = constants::fermi_constant;
  return 8 * G * G * squared_amplitude / 2 / (16 * static_cast<Real>(units::pi) * a * a) * a;
}

class Channels : public testing::TestWithParam<std::pair<Neutrino, Flavour>> {};

TEST_P(Channels, CrossSectionIsThatOfExplicitSpinors) {
  const auto [neutrino, lepton] = GetParam();
  WeakBosons bosons;
  bosons.sin2thetaW = 0.23121;
  // Branching fractions of the tree, so that every coupling is G_F; of the tau with its mass.
  const double tree = constants::fermi_constant * std::pow(bosons.w_mass, 3) / (6.0 * std::sqrt(2.0) * units::pi);
  for (size_t f = 0; f < 3; ++f) {
    const double x = std::pow(charged_lepton_mass(static_cast<Flavour>(f)) / bosons.w_mass, 2);
    bosons.leptonic.at(f) = tree * (1 - x) * (1 - x) * (1 + x / 2) / bosons.w_width;
  }
  const ElectronChannel channel(neutrino, lepton, bosons);
  const Real mass = charged_lepton_mass(lepton), M = bosons.w_mass, Z = bosons.z_mass, s2 = bosons.sin2thetaW;
  const bool elastic = lepton == Flavour::electron, own = neutrino.flavour == Flavour::electron;
  for (const Real s : {4.0L, 1000.0L, 6460.0L, 1e6L}) {
    if (s <= mass * mass * 1.01L) continue;
    const Real a = s - electron * electron;
    for (const Real cosine : {-0.95L, -0.3L, 0.4L, 0.99L}) {
      const Point at = point(s, mass, cosine);
      const Vector exchange = at.k - at.k_out, charged = neutrino.antiparticle ? at.k + at.p : at.k - at.p_out;
      const Real t = exchange.dot(exchange), q2 = charged.dot(charged);
      Diagrams diagrams;
      if (elastic) {
        diagrams.z_left = (s2 - 0.5L) * Z * Z / (Z * Z - t);
        diagrams.z_right = s2 * Z * Z / (Z * Z - t);
      }
      const Real width = neutrino.antiparticle ? static_cast<Real>(bosons.w_width) : 0;
      if (own || !elastic) diagrams.w = M * M / Value{M * M - q2, -M * width};
      const Real expected = from_spinors(a, squared(at, mass, neutrino.antiparticle, diagrams));
      const Real y = at.p.dot(exchange) / at.p.dot(at.k);
      const double got = channel.differential(static_cast<double>(a), static_cast<double>(y));
      EXPECT_NEAR(got / static_cast<double>(expected), 1.0, 2e-9)
          << static_cast<double>(s) << " " << static_cast<double>(cosine);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ElectronChannel, Channels,
                         testing::Values(std::pair{Neutrino{Flavour::electron, true}, Flavour::electron},
                                         std::pair{Neutrino{Flavour::electron, true}, Flavour::muon},
                                         std::pair{Neutrino{Flavour::electron, true}, Flavour::tau},
                                         std::pair{Neutrino{Flavour::electron, false}, Flavour::electron},
                                         std::pair{Neutrino{Flavour::muon, false}, Flavour::electron},
                                         std::pair{Neutrino{Flavour::muon, true}, Flavour::electron},
                                         std::pair{Neutrino{Flavour::muon, false}, Flavour::muon},
                                         std::pair{Neutrino{Flavour::tau, false}, Flavour::tau}));

}  // namespace
}  // namespace tridens::process
