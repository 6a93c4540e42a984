// Widths of heavy neutrinos against explicit Dirac matrices on the Dalitz plot, published closed forms, and limits.
#include "tridens/model/heavy_neutrino_decay.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../process/elastic_dirac.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::model {
namespace {

using dirac::Real;
using dirac::Square;
using dirac::Value;
using dirac::operator*;
using dirac::operator+;
using units::pi;

constexpr double G = constants::fermi_constant;

double unit(double m) {
  return G * G * std::pow(m, 5) / (192.0 * std::pow(pi, 3));
}

double width(const HeavyNeutrinoCouplings& couplings, const std::string& name) {
  for (const DecayMode& mode : heavy_neutrino_decays(couplings)) {
    if (mode.name == name) return mode.width;
  }
  return 0.0;
}

double share(const HeavyNeutrinoCouplings& couplings, const std::string& name) {
  for (const DecayMode& mode : heavy_neutrino_decays(couplings)) {
    if (mode.name == name) return mode.shower_share;
  }
  return -1.0;
}

Value trace(const Square& m) {
  return m[0][0] + m[1][1] + m[2][2] + m[3][3];
}

/// One half of the sum over spins of |[ubar(1) g_a P_L u(N)] [ubar(2) g^a (c_L P_L + c_R P_R) v(3)]|^2.
double squared_amplitude(const std::array<dirac::Momentum<Real>, 4>& p, const std::array<double, 4>& mass, double c_L,
                         double c_R) {
  const auto slash = [&](size_t i, Real m) { return dirac::slash(dirac::current_of(p[i]), m); };
  const Square left = Value{0.5L} * (dirac::identity() + Value{-1} * dirac::gamma5()),
               right = Value{0.5L} * (dirac::identity() + dirac::gamma5());
  std::array<Square, 4> first, second;
  for (size_t mu = 0; mu < 4; ++mu) {
    first[mu] = dirac::gamma(mu) * left;
    second[mu] = Value{dirac::metric[mu]} * (dirac::gamma(mu) * (Value{c_L} * left + Value{c_R} * right));
  }
  Value sum{};
  for (size_t mu = 0; mu < 4; ++mu) {
    for (size_t nu = 0; nu < 4; ++nu) {
      sum += trace(slash(1, mass[1]) * first[mu] * slash(0, mass[0]) * dirac::dirac_adjoint(first[nu])) *
             trace(slash(2, mass[2]) * second[mu] * slash(3, -mass[3]) * dirac::dirac_adjoint(second[nu]));
    }
  }
  return static_cast<double>(sum.real()) / 2.0;
}

struct Dalitz {
  double width = 0.0;
  std::array<double, 4> share{};
};

/// Width and mean energies of N(m_0) -> 1 2 3 on the Dalitz plot: (1/256 pi^3 m^3) |M|^2 ds_12 ds_23.
Dalitz dalitz(const std::array<double, 4>& m, double c_L, double c_R) {
  // Quadratic in the cosine; square roots at the ends of s_12.
  const math::QuadratureRule rule = math::gauss_legendre(28), angles = math::gauss_legendre(3);
  Dalitz result;
  const double low = std::pow(m[1] + m[2], 2), high = std::pow(m[0] - m[3], 2);
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = 0.5 * pi * rule.nodes[i], s12 = low + (high - low) * std::pow(std::sin(angle), 2);
    const double ds12 = rule.weights[i] * pi * std::sin(angle) * std::cos(angle) * (high - low), root = std::sqrt(s12);
    // In the rest frame of (1, 2): energies and the range of s_23.
    const double E2 = (s12 + m[2] * m[2] - m[1] * m[1]) / (2.0 * root),
                 E3 = (m[0] * m[0] - s12 - m[3] * m[3]) / (2.0 * root);
    const double p2 = std::sqrt(std::max(0.0, E2 * E2 - m[2] * m[2])),
                 p3 = std::sqrt(std::max(0.0, E3 * E3 - m[3] * m[3]));
    for (size_t j = 0; j < angles.nodes.size(); ++j) {
      const double cosine = 2.0 * angles.nodes[j] - 1.0;
      const double weight = ds12 * angles.weights[j] * 4.0 * p2 * p3 / (256.0 * std::pow(pi * m[0], 3));
      const double sine = std::sqrt(1.0 - cosine * cosine), E1 = root - E2;
      std::array<dirac::Momentum<Real>, 4> p = {
          dirac::Momentum<Real>{root + E3, 0, 0, p3}, dirac::Momentum<Real>{E1, -p2 * sine, 0, -p2 * cosine},
          dirac::Momentum<Real>{E2, p2 * sine, 0, p2 * cosine}, dirac::Momentum<Real>{E3, 0, 0, p3}};
      const double part = weight * squared_amplitude(p, m, c_L, c_R);
      result.width += part;
      for (size_t k = 1; k < 4; ++k) {
        result.share[k] += part * static_cast<double>(p[k].dot(p[0])) / (m[0] * m[0]);
      }
    }
  }
  for (double& value : result.share) value /= result.width;
  return result;
}

TEST(HeavyNeutrinoDecays, NeutralPairsAreThoseOfExplicitTraces) {
  for (const auto& [c_L, c_R] : {std::pair{1.0, 0.0}, {0.0, 1.0}, {0.3, 0.7}, {-0.4, 0.9}}) {
    for (const double lepton : {0.0, 0.06, 0.15}) {
      const Dalitz reference = dalitz({0.35, 0.0, lepton, lepton}, c_L, c_R);
      EXPECT_NEAR(neutral_pair_width(0.35, lepton, c_L, c_R) / reference.width, 1.0, 2e-7) << lepton;
    }
  }
  EXPECT_NEAR(neutral_pair_width(0.35, 0.06, 1.0, 0.0) / 6.86783e-8, 1.0, 1e-5);
  EXPECT_NEAR(neutral_pair_width(0.35, 0.06, 0.3, 0.7) / 4.25358e-8, 1.0, 1e-5);
  EXPECT_NEAR(neutral_pair_width(0.35, 0.0, 0.3, 0.7) / (std::pow(0.35, 5) / (1536.0 * std::pow(pi, 3)) * 0.58), 1.0,
              1e-12);
}

TEST(HeavyNeutrinoDecays, ChargedCurrentsAreThoseOfExplicitTraces) {
  // N -> mu- tau+ nu and N -> tau- mu+ nu of 3 GeV; 1 the lepton of N, 2 the neutrino, 3 the positive lepton.
  const double m = 3.0, strength = 2.0 * std::sqrt(2.0) * G;
  const double mu = constants::muon_mass, tau = constants::tau_mass, e = constants::electron_mass;
  const Dalitz reference = dalitz({m, tau, 0.0, e}, strength, 0.0);
  const HeavyNeutrinoCouplings of_tau{m, {0.0, 0.0, 1.0}, {}, false};
  EXPECT_NEAR(width(of_tau, "nu tau- e+") / reference.width, 1.0, 1e-6);
  EXPECT_NEAR(share(of_tau, "nu tau- e+"), reference.share[1] + reference.share[3], 1e-6);
  const Dalitz with_muon = dalitz({m, mu, 0.0, tau}, strength, 0.0);
  const HeavyNeutrinoCouplings of_mu{m, {0.0, 1.0, 0.0}, {}, false};
  EXPECT_NEAR(width(of_mu, "nu mu- tau+") / with_muon.width, 1.0, 1e-6);
  EXPECT_NEAR(share(of_mu, "nu mu- tau+"), with_muon.share[3], 1e-6);
  // Three different masses, any order.
  const double x1 = 0.02, x2 = 0.11, x3 = 0.19;
  const double value = charged_current_integral(x1, x2, x3);
  for (const auto& order : {std::array{x2, x1, x3}, {x3, x2, x1}, {x1, x3, x2}}) {
    EXPECT_NEAR(charged_current_integral(order[0], order[1], order[2]) / value, 1.0, 1e-10);
  }
  const Dalitz three = dalitz({m, m * std::sqrt(x1), m * std::sqrt(x2), m * std::sqrt(x3)}, strength, 0.0);
  EXPECT_NEAR(unit(m) * value / three.width, 1.0, 1e-6);
}

TEST(HeavyNeutrinoDecays, LimitsAndPublishedIntegrals) {
  EXPECT_NEAR(charged_current_integral(0.0, 0.0, 0.0), 1.0, 1e-12);
  for (const double x : {0.01, 0.2, 0.7}) {
    const double closed = 1.0 - 8.0 * x + 8.0 * x * x * x - std::pow(x, 4) - 12.0 * x * x * std::log(x);
    EXPECT_NEAR(charged_current_integral(x, 0.0, 0.0) / closed, 1.0, 1e-9);
    EXPECT_NEAR(charged_current_integral(0.0, 0.0, x) / closed, 1.0, 1e-9);
  }
  EXPECT_NEAR(
      charged_current_integral(std::pow(constants::muon_mass / 0.4, 2), 0.0, std::pow(0.05 / 0.4, 2)) / 0.511131, 1.0,
      1e-5);
  EXPECT_EQ(charged_current_integral(0.3, 0.2, 0.1), 0.0);
  // The muon itself: |U| = 1, all final masses but the electron's absent. Lifetime without radiative corrections.
  const double muon = unit(constants::muon_mass) *
                      charged_current_integral(0.0, 0.0, std::pow(constants::electron_mass / constants::muon_mass, 2));
  EXPECT_NEAR(1.0 / muon / units::s / 2.19698e-6, 1.0, 5e-3);
}

TEST(HeavyNeutrinoDecays, LeptonPairsHaveThePublishedShares) {
  struct Case {
    double mass;
    const char* mode;
    std::array<double, 3> mixing;
    double published;
  };
  for (const Case& item : {Case{.3, "nu e- e+", {0, 1, 0}, .125701}, Case{.3, "nu e- e+", {1, 0, 0}, .588090},
                           Case{.5, "nu mu- mu+", {1, 0, 0}, .0522365}, Case{.5, "nu mu- mu+", {0, 1, 0}, .303428}}) {
    const HeavyNeutrinoCouplings couplings{item.mass, item.mixing, {}, false, 0.2312};
    EXPECT_NEAR(width(couplings, item.mode) / unit(item.mass) / item.published, 1.0, 2e-5);  // electrons massless there
  }
  // Closed form of 1805.08567 (eq. 3.4) for nu_e mu mu.
  const double s2 = 0.23121, m = 0.5, x = constants::muon_mass / m, x2 = x * x, x4 = x2 * x2;
  const double root = std::sqrt(1.0 - 4.0 * x2);
  const double L = std::log((1.0 - 3.0 * x2 - (1.0 - x2) * root) / (x2 * (1.0 + root)));
  const double C1 = 0.25 * (1.0 - 4.0 * s2 + 8.0 * s2 * s2), C2 = 0.5 * s2 * (2.0 * s2 - 1.0);
  const double closed =
      C1 * ((1.0 - 14.0 * x2 - 2.0 * x4 - 12.0 * x2 * x4) * root + 12.0 * x4 * (x4 - 1.0) * L) +
      4.0 * C2 * (x2 * (2.0 + 10.0 * x2 - 12.0 * x4) * root + 6.0 * x4 * (1.0 - 2.0 * x2 + 2.0 * x4) * L);
  EXPECT_NEAR(width({m, {1, 0, 0}, {}, false}, "nu mu- mu+") / unit(m) / closed, 1.0, 1e-8);
  EXPECT_NEAR(width({m, {0, 0, 0.1}, {}, false}, "nu nu nubar") / unit(m), 0.1, 1e-12);
  // Electrons of the charged current carry 0.35 + 0.3 of the energy.
  EXPECT_NEAR(share({2.0, {1, 0, 0}, {}, false}, "nu e- e+"), 0.65, 1e-4);
}

TEST(HeavyNeutrinoDecays, DipoleWidthsAndFlights) {
  const auto length = [](double d, double mass, double energy, bool majorana = false) {
    const auto modes = heavy_neutrino_decays({mass, {}, {0.0, d, 0.0}, majorana});
    return decay_length_m(energy, mass, total_width(modes));
  };
  const double root2 = std::sqrt(2.0);
  EXPECT_NEAR(length(1e-6, 0.1, 0.1 * root2) / 2.4797, 1.0, 3e-5);  // p = m: c tau
  EXPECT_NEAR(length(1e-6, 1.0, root2) / 2.4797e-3, 1.0, 3e-5);
  EXPECT_NEAR(length(1e-6, 0.1, 10.0) / 247.96, 1.0, 1e-4);
  EXPECT_NEAR(length(5e-7, 0.25, 0.25 * root2) / 0.634799, 1.0, 1e-5);
  EXPECT_NEAR(length(1e-6, 0.1, 10.0, true) / length(1e-6, 0.1, 10.0), 0.5, 1e-12);
  EXPECT_NEAR(width({0.25, {}, {5e-7, 0, 0}, false}, "nu gamma") / 3.108495e-16, 1.0, 1e-6);
  // Three flavours add up.
  EXPECT_NEAR(width({0.25, {}, {3e-7, 0, 4e-7}, false}, "nu gamma") / 3.108495e-16, 1.0, 1e-6);
}

TEST(HeavyNeutrinoDecays, MesonsFollowFromTheirDecayConstants) {
  // pi+ -> l nu and N -> l pi are one amplitude: G^2 f^2 |V|^2/8 pi m_l^2 m (1 - m_l^2/m^2)^2 has the measured
  // width after its radiative correction of 1.78 % (W. J. Marciano, A. Sirlin, PRL 71 (1993) 3629).
  const double mu = constants::muon_mass, mpi = constants::charged_pion_mass, Vud = 0.97435;
  const double pion =
      G * G * 0.1302 * 0.1302 * Vud * Vud / (8.0 * pi) * mu * mu * mpi * std::pow(1.0 - mu * mu / (mpi * mpi), 2);
  EXPECT_NEAR(1.0 / (1.0178 * pion) / units::s / 2.6033e-8, 1.0, 6e-3);
  // Massless limit against the pion: f^2 m^3 for both, 16 pi and 32 pi.
  const HeavyNeutrinoCouplings couplings{0.9, {1, 0, 0}, {}, false};
  const double x = std::pow(mpi / 0.9, 2), x0 = std::pow(0.1349768 / 0.9, 2);
  EXPECT_NEAR(width(couplings, "e- pi+") / width(couplings, "nu pi0") /
                  (2.0 * Vud * Vud * (1.0 - x) * (1.0 - x) / std::pow(1.0 - x0, 2)),
              1.0, 1e-3);
  // Vector mesons: 4 pi alpha^2/3 (charges)^2 g^2/m^3 are the widths of rho0, omega -> e+ e-, keV.
  const double a = constants::fine_structure;
  const double rho = 4.0 * pi * a * a / 3.0 * 0.5 * 0.162 * 0.162 / std::pow(0.77526, 3) / units::keV;
  const double omega = 4.0 * pi * a * a / 3.0 / 18.0 * 0.153 * 0.153 / std::pow(0.78266, 3) / units::keV;
  EXPECT_NEAR(rho / 7.04, 1.0, 0.11);
  EXPECT_NEAR(omega / 0.60, 1.0, 0.03);
  const double s2 = 0.23121, xo = std::pow(0.78266 / 0.9, 2), xr = std::pow(0.77526 / 0.9, 2);
  const auto shape = [](double value) { return (1.0 + 2.0 * value) * std::pow(1.0 - value, 2); };
  EXPECT_NEAR(
      width(couplings, "nu omega") / width(couplings, "nu rho0"),
      std::pow(2.0 / 3.0 * s2 * 0.153 / 0.78266 / ((1.0 - 2.0 * s2) * 0.162 / 0.77526), 2) * shape(xo) / shape(xr),
      1e-12);
}

TEST(HeavyNeutrinoDecays, HadronsJoinAtOneGeV) {
  const auto hadrons = [](double mass) {
    double sum = 0.0;
    for (const DecayMode& mode : heavy_neutrino_decays({mass, {1, 0, 0}, {}, false})) {
      const bool leptons = std::all_of(mode.products.begin(), mode.products.end(),
                                       [](int pdg) { return std::abs(pdg) >= 11 && std::abs(pdg) <= 16; });
      if (mode.inclusive || !leptons) sum += mode.width;
    }
    return sum;
  };
  EXPECT_NEAR(hadrons(1.0) / hadrons(1.0 - 1e-9), 1.0, 0.15);
}

TEST(HeavyNeutrinoDecays, MajoranaDoublesAndNothingHappensBelowThreshold) {
  for (const double mass : {0.05, 0.3, 0.8, 3.0, 12.0}) {
    const HeavyNeutrinoCouplings dirac{mass, {1e-4, 2e-4, 3e-4}, {1e-8, 0, 0}, false};
    HeavyNeutrinoCouplings majorana = dirac;
    majorana.majorana = true;
    const auto modes = heavy_neutrino_decays(dirac);
    EXPECT_NEAR(total_width(heavy_neutrino_decays(majorana)) / total_width(modes), 2.0, 1e-12);
    EXPECT_TRUE(std::is_sorted(modes.begin(), modes.end(),
                               [](const DecayMode& a, const DecayMode& b) { return a.width > b.width; }));
    for (const DecayMode& mode : modes) {
      EXPECT_GE(mode.shower_share, 0.0);
      EXPECT_LE(mode.shower_share, 1.0);
    }
  }
  EXPECT_EQ(width({0.2, {0, 1, 0}, {}, false}, "mu- pi+"), 0.0);
  EXPECT_GT(width({0.26, {0, 1, 0}, {}, false}, "mu- pi+"), 0.0);
  EXPECT_EQ(width({1.7, {0, 0, 1}, {}, false}, "tau- hadrons"), 0.0);
}

TEST(HeavyNeutrinoDecays, WrongInputIsAnError) {
  EXPECT_THROW(heavy_neutrino_decays({0.0, {1, 0, 0}, {}, false}), UserError);
  EXPECT_THROW(heavy_neutrino_decays({21.0, {1, 0, 0}, {}, false}), UserError);
  EXPECT_THROW(heavy_neutrino_decays({1.0, {0.6, 0.6, 0}, {}, false}), UserError);
  EXPECT_THROW(heavy_neutrino_decays({1.0, {-1e-3, 0, 0}, {}, false}), UserError);
  EXPECT_THROW(heavy_neutrino_decays({1.0, {}, {}, false}), UserError);
  EXPECT_THROW(decay_length_m(0.5, 1.0, 1e-15), UserError);
  EXPECT_THROW(decay_length_m(5.0, 1.0, 0.0), UserError);
}

}  // namespace
}  // namespace tridens::model
