// Decays of a heavy neutrino, Dirac, per lepton-number assignment (Majorana: twice). x_i = (m_i/m)^2.
//
//   nu_a gamma        d_a^2 m^3/4 pi                                    (1803.03262; P. B. Pal, L. Wolfenstein, PRD 25
//                                                                       (1982) 766 in terms of mu = 2 d)
//   nu nu nubar       |U|^2 G_F^2 m^5/192 pi^3
//   l_a- l_b+ nu_b    |U_a|^2 G_F^2 m^5/192 pi^3 I(x_a, 0, x_b), a != b
//   nu_a f fbar       m^5/384 pi^3 int dq (1 - q)^2 beta {(1 + 2q)[c_V^2 (1 + 2z) + c_A^2 (1 - 4z)] + 6 z c_A^2},
//                     q = q^2/m^2, z = m_f^2/q^2, beta = sqrt(1 - 4z), c_V,A = (c_L +- c_R)/2,
//                     c_L,R = 2 sqrt2 G_F |U_a| g_L,R (+ 1 in g_L for f = l_a: W exchange after Fierz), times colours
//   nu_a P0           |U_a|^2 G_F^2 f_P^2 m^3/32 pi (1 - x_P)^2
//   l_a- P+           |U_a|^2 G_F^2 f_P^2 |V|^2 m^3/16 pi [(1 - x_l)^2 - x_P (1 + x_l)] sqrt(lambda(1, x_l, x_P))
//   nu_a V0           |U_a|^2 G_F^2 kappa^2 g_V^2 m^3/(32 pi m_V^2) (1 + 2 x_V)(1 - x_V)^2
//   l_a- V+           |U_a|^2 G_F^2 |V|^2 g_V^2 m^3/(16 pi m_V^2) [(1 - x_l)^2 + x_V (1 + x_l) - 2 x_V^2] sqrt(lambda)
//
//   I(x1, x2, x3) = 12 int ds/s (s - x1 - x2)(1 + x3 - s) sqrt(lambda(s, x1, x2) lambda(1, s, x3)),
//
// (D. Gorbunov, M. Shaposhnikov, 0705.1729; A. Atre et al., 0901.3589; K. Bondarenko et al., 1805.08567). The matrix
// elements of the currents are <0|ubar g5 g d|pi> = f_pi p, <0|ubar g d|rho> = g_rho eps, the same for the
// combinations that mesons are; the neutral current sum_q qbar g (T_3 - 2 e_q s_W^2 - T_3 g5) q/2 then gives
// kappa_rho = 1 - 2 s_W^2 and kappa_omega = 2 s_W^2/3 (1805.08567 prints 4/3 for the latter). g_omega gives the
// measured width of omega -> e+ e-, g_rho (from tau decays) that of rho0 -> e+ e- within 11 %.
//
// Hadrons: single mesons below `inclusive_from` (1 GeV; two pions are the rho), quarks above with the series of
// hadronic tau decays, 1 + a + 5.2 a^2 + 26.4 a^3, a = alpha_s(m)/pi (S. G. Gorishny et al., Phys. Lett. B 259 (1991)
// 144). The step at 1 GeV shows how well either is known: some 10 to 20 % of the hadronic width.
//
// Left out: propagators of W and Z (3/5 (m/M_W)^2, 4 % at 20 GeV), radiative corrections, three pions and non-resonant
// two pions below 1 GeV, K* and D mesons as single states.
#include "tridens/model/heavy_neutrino_decay.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/quark_mixing.hh"

namespace tridens::model {
namespace {

using units::pi;

constexpr double largest_mass = 20.0, inclusive_from = 1.0;
constexpr double neutral_pion_mass = 0.1349768, kaon_mass = 0.493677;                                      // PDG 2022
constexpr double eta_mass = 0.547862, eta_prime_mass = 0.95778, rho_mass = 0.77526, omega_mass = 0.78266;  // PDG 2022
// Decay constants, GeV and GeV^2: PDG 2022 (pi, K), 1805.08567 table 8 (eta, eta', rho, omega).
constexpr double f_pi = 0.1302, f_K = 0.1557, f_eta = 0.0817, f_eta_prime = 0.0947;
constexpr double g_rho = 0.162, g_omega = 0.153;
// Running masses, GeV (PDG 2022).
constexpr double strange_mass = 0.0934, charm_mass = 1.27, bottom_mass = 4.18;
constexpr double colours = 3.0;

double lambda(double a, double b, double c) {
  return std::max(0.0, (a - b - c) * (a - b - c) - 4.0 * b * c);
}

/// Integral from a to b of a function with square-root zeros at both ends.
double integrate(double a, double b, const std::function<double(double)>& function) {
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = 0.5 * pi * rule.nodes[i], sine = std::sin(angle);
    sum += rule.weights[i] * pi * sine * std::cos(angle) * function(a + (b - a) * sine * sine);
  }
  return (b - a) * sum;
}

/// Width in units of G_F^2 m^5/192 pi^3 |U|^2 and mean energy shares of the three particles. The squared amplitude
/// depends on the mass of the pair (1, 2) alone, in whose rest frame they are isotropic.
struct ThreeBodies {
  double width = 0.0;
  std::array<double, 3> share{};
};

ThreeBodies charged_current(double x1, double x2, double x3) {
  const double low = std::pow(std::sqrt(x1) + std::sqrt(x2), 2), high = std::pow(1.0 - std::sqrt(x3), 2);
  if (std::sqrt(x1) + std::sqrt(x2) + std::sqrt(x3) >= 1.0) return {};
  const auto moment = [&](const std::function<double(double)>& weight) {
    return integrate(low, high, [&](double s) {
      return 12.0 / s * (s - x1 - x2) * (1.0 + x3 - s) * std::sqrt(lambda(s, x1, x2) * lambda(1.0, s, x3)) * weight(s);
    });
  };
  ThreeBodies result;
  result.width = moment([](double) { return 1.0; });
  const auto pair = [x3](double s) { return 0.5 * (1.0 + s - x3); };
  result.share = {moment([&](double s) { return pair(s) * (s + x1 - x2) / (2.0 * s); }) / result.width,
                  moment([&](double s) { return pair(s) * (s + x2 - x1) / (2.0 * s); }) / result.width,
                  moment([&](double s) { return 1.0 - pair(s); }) / result.width};
  return result;
}

struct NeutralPair {
  double width = 0.0, neutrino_share = 0.0;
};

NeutralPair neutral_pair(double mass, double fermion_mass, double c_left, double c_right) {
  const double x = std::pow(fermion_mass / mass, 2);
  if (4.0 * x >= 1.0) return {};
  const FermionPairDecay decay{mass, 0.0, fermion_mass, fermion_mass, product({1.0, 0.0}, {c_left, c_right}), {}, {}};
  const auto moment = [&](int power) {
    return integrate(4.0 * x, 1.0, [&](double q) {
      return mass * mass * fermion_pair_spectrum(decay, q * mass * mass) * std::pow(0.5 * (1.0 - q), power);
    });
  };
  const double all = moment(0);
  if (all == 0.0) return {};
  return {all, moment(1) / all};
}

double muon_decay_unit(double mass) {
  return constants::fermi_constant * constants::fermi_constant * std::pow(mass, 5) / (192.0 * std::pow(pi, 3));
}

bool showers(Flavour flavour) {
  return flavour != Flavour::muon;
}

constexpr std::array<Flavour, 3> flavours = {Flavour::electron, Flavour::muon, Flavour::tau};

std::string lepton_name(Flavour flavour, bool plus) {
  return name(flavour) + (plus ? "+" : "-");
}

class Widths {
 public:
  explicit Widths(const HeavyNeutrinoCouplings& couplings) : couplings_(couplings), m_(couplings.mass) {
    for (const Flavour flavour : flavours) {
      const auto index = static_cast<size_t>(flavour);
      if (couplings_.dipole[index] > 0.0) {
        add({"nu gamma", {neutrino_pdg(flavour), 22}, false, 0.0, 0.5},
            std::pow(couplings_.dipole[index], 2) * std::pow(m_, 3) / (4.0 * pi));
      }
      U2_ = couplings_.mixing[index];
      if (U2_ == 0.0) continue;
      add_leptons(flavour);
      m_ < inclusive_from ? add_mesons(flavour) : add_quarks(flavour);
    }
    std::sort(modes_.begin(), modes_.end(), [](const DecayMode& a, const DecayMode& b) { return a.width > b.width; });
  }
  std::vector<DecayMode> modes() && { return std::move(modes_); }

 private:
  /// The same mode of another flavour of the neutrino adds up.
  void add(DecayMode mode, double width) {
    if (!(width > 0.0)) return;
    mode.width = (couplings_.majorana ? 2.0 : 1.0) * width;
    const auto found =
        std::find_if(modes_.begin(), modes_.end(), [&](const DecayMode& other) { return other.name == mode.name; });
    if (found == modes_.end()) {
      modes_.push_back(std::move(mode));
      return;
    }
    const double sum = found->width + mode.width;
    found->shower_share = (found->width * found->shower_share + mode.width * mode.shower_share) / sum;
    found->width = sum;
  }

  void add_leptons(Flavour flavour);
  void add_mesons(Flavour flavour);
  void add_quarks(Flavour flavour);
  void add_charged_meson(Flavour flavour, const std::string& meson, int pdg, double mass, double strength, bool vector);
  void add_neutral_meson(Flavour flavour, const std::string& meson, int pdg, double mass, double strength, bool vector);
  double lepton_x(Flavour flavour) const { return std::pow(charged_lepton_mass(flavour) / m_, 2); }

  const HeavyNeutrinoCouplings& couplings_;
  double m_, U2_ = 0.0;
  std::vector<DecayMode> modes_;
};

void Widths::add_leptons(Flavour flavour) {
  const double unit = muon_decay_unit(m_) * U2_, s2 = couplings_.weak_mixing_angle;
  const int neutrino = neutrino_pdg(flavour);
  add({"nu nu nubar", {neutrino, neutrino, -neutrino}, false, 0.0, 0.0}, unit);
  for (const Flavour pair : flavours) {
    const double strength = 2.0 * std::sqrt(2.0) * constants::fermi_constant * std::sqrt(U2_);
    const double left = -0.5 + s2 + (pair == flavour ? 1.0 : 0.0);
    const NeutralPair result = neutral_pair(m_, charged_lepton_mass(pair), strength * left, strength * s2);
    add({fmt::format("nu {} {}", lepton_name(pair, false), lepton_name(pair, true)),
         {neutrino, charged_lepton_pdg(pair), charged_lepton_pdg(pair, true)},
         false,
         0.0,
         showers(pair) ? 1.0 - result.neutrino_share : 0.0},
        result.width);
    if (pair == flavour) continue;
    const ThreeBodies charged = charged_current(lepton_x(flavour), 0.0, lepton_x(pair));
    double share = 0.0;
    if (showers(flavour)) share += charged.share[0];
    if (showers(pair)) share += charged.share[2];
    add({fmt::format("nu {} {}", lepton_name(flavour, false), lepton_name(pair, true)),
         {neutrino_pdg(pair), charged_lepton_pdg(flavour), charged_lepton_pdg(pair, true)},
         false,
         0.0,
         share},
        unit * charged.width);
  }
}

void Widths::add_charged_meson(Flavour flavour, const std::string& meson, int pdg, double mass, double strength,
                               bool vector) {
  const double lepton = charged_lepton_mass(flavour);
  if (mass + lepton >= m_) return;
  const double x = std::pow(mass / m_, 2), xl = lepton_x(flavour);
  const double shape =
      vector ? (1.0 - xl) * (1.0 - xl) + x * (1.0 + xl) - 2.0 * x * x : (1.0 - xl) * (1.0 - xl) - x * (1.0 + xl);
  const double G2 = constants::fermi_constant * constants::fermi_constant;
  const double share = showers(flavour) ? 1.0 : 0.5 * (1.0 + x - xl);
  add({lepton_name(flavour, false) + " " + meson, {charged_lepton_pdg(flavour), pdg}, false, 0.0, share},
      U2_ * G2 * strength * std::pow(m_, 3) / (16.0 * pi) * shape * std::sqrt(lambda(1.0, xl, x)));
}

void Widths::add_neutral_meson(Flavour flavour, const std::string& meson, int pdg, double mass, double strength,
                               bool vector) {
  if (mass >= m_) return;
  const double x = std::pow(mass / m_, 2), G2 = constants::fermi_constant * constants::fermi_constant;
  add({"nu " + meson, {neutrino_pdg(flavour), pdg}, false, 0.0, 0.5 * (1.0 + x)},
      U2_ * G2 * strength * std::pow(m_, 3) / (32.0 * pi) * (vector ? 1.0 + 2.0 * x : 1.0) * (1.0 - x) * (1.0 - x));
}

void Widths::add_mesons(Flavour flavour) {
  const QuarkMixing mixing = QuarkMixing::standard();
  const double ud = mixing.squared(0, 0), us = mixing.squared(0, 1), s2 = couplings_.weak_mixing_angle;
  const auto square = [](double value) { return value * value; };
  add_charged_meson(flavour, "pi+", 211, constants::charged_pion_mass, ud * square(f_pi), false);
  add_charged_meson(flavour, "K+", 321, kaon_mass, us * square(f_K), false);
  add_charged_meson(flavour, "rho+", 213, rho_mass, ud * square(g_rho / rho_mass), true);
  add_neutral_meson(flavour, "pi0", 111, neutral_pion_mass, square(f_pi), false);
  add_neutral_meson(flavour, "eta", 221, eta_mass, square(f_eta), false);
  add_neutral_meson(flavour, "eta'", 331, eta_prime_mass, square(f_eta_prime), false);
  add_neutral_meson(flavour, "rho0", 113, rho_mass, square((1.0 - 2.0 * s2) * g_rho / rho_mass), true);
  add_neutral_meson(flavour, "omega", 223, omega_mass, square(2.0 / 3.0 * s2 * g_omega / omega_mass), true);
}

/// alpha_s at one loop from its value at the mass of the tau (PDG 2022).
double strong_coupling(double scale) {
  constexpr double at_tau = 0.314;
  const double flavours_below = scale < constants::tau_mass ? 3.0 : 4.0;
  const double slope = (33.0 - 2.0 * flavours_below) / (6.0 * pi);
  return at_tau / (1.0 + slope * at_tau * std::log(scale / constants::tau_mass));
}

void Widths::add_quarks(Flavour flavour) {
  const double a = strong_coupling(m_) / pi, correction = 1.0 + a + 5.2 * a * a + 26.4 * a * a * a;
  const double unit = muon_decay_unit(m_) * U2_ * colours * correction, s2 = couplings_.weak_mixing_angle;
  const QuarkMixing mixing = QuarkMixing::standard();
  constexpr std::array<double, 2> up = {0.0, charm_mass};
  constexpr std::array<double, 3> down = {0.0, strange_mass, bottom_mass};
  for (size_t i = 0; i < up.size(); ++i) {
    for (size_t j = 0; j < down.size(); ++j) {
      const ThreeBodies bodies = charged_current(lepton_x(flavour), std::pow(up[i] / m_, 2), std::pow(down[j] / m_, 2));
      add({lepton_name(flavour, false) + " hadrons",
           {charged_lepton_pdg(flavour)},
           true,
           0.0,
           showers(flavour) ? 1.0 : 1.0 - bodies.share[0]},
          unit * mixing.squared(i, j) * bodies.width);
    }
  }
  struct Quark {
    double charge, isospin, mass;
  };
  const double strength = 2.0 * std::sqrt(2.0) * constants::fermi_constant * std::sqrt(U2_);
  for (const Quark& quark :
       {Quark{2.0 / 3.0, 0.5, 0.0}, Quark{-1.0 / 3.0, -0.5, 0.0}, Quark{-1.0 / 3.0, -0.5, strange_mass},
        Quark{2.0 / 3.0, 0.5, charm_mass}, Quark{-1.0 / 3.0, -0.5, bottom_mass}}) {
    const double right = -quark.charge * s2;
    const NeutralPair result = neutral_pair(m_, quark.mass, strength * (quark.isospin + right), strength * right);
    add({"nu hadrons", {neutrino_pdg(flavour)}, true, 0.0, 1.0 - result.neutrino_share},
        colours * correction * result.width);
  }
}

void require_sensible(const HeavyNeutrinoCouplings& couplings) {
  if (!(couplings.mass > 0.0 && couplings.mass <= largest_mass)) {
    throw UserError(fmt::format("decays of a heavy neutrino of {:g} GeV", couplings.mass),
                    fmt::format("widths hold for masses up to {:g} GeV, well below those of W and Z", largest_mass),
                    "");
  }
  double sum = 0.0, any = 0.0;
  for (size_t i = 0; i < 3; ++i) {
    if (!(couplings.mixing[i] >= 0.0) || !(couplings.dipole[i] >= 0.0)) {
      throw UserError("a negative |U|^2 or dipole of a heavy neutrino", "widths take moduli", "");
    }
    sum += couplings.mixing[i];
    any += couplings.mixing[i] + couplings.dipole[i];
  }
  if (sum > 1.0) throw UserError(fmt::format("|U|^2 adds up to {:g}", sum), "the mixing matrix is unitary", "");
  if (any == 0.0) throw UserError("a heavy neutrino without couplings", "it does not decay", "give mixing or dipole");
}

}  // namespace

std::vector<DecayMode> heavy_neutrino_decays(const HeavyNeutrinoCouplings& couplings) {
  require_sensible(couplings);
  return Widths(couplings).modes();
}

double total_width(const std::vector<DecayMode>& modes) {
  double sum = 0.0;
  for (const DecayMode& mode : modes) sum += mode.width;
  return sum;
}

double decay_length_m(double energy, double mass, double width) {
  if (!(energy >= mass) || !(mass > 0.0) || !(width > 0.0)) {
    throw UserError(
        fmt::format("the flight of a particle of {:g} GeV, mass {:g} GeV, width {:g} GeV", energy, mass, width),
        "energy, mass and width must be positive, and the energy at least the mass", "");
  }
  return std::sqrt((energy - mass) * (energy + mass)) / (mass * width) / units::m;
}

double neutral_pair_width(double mass, double lepton_mass, double c_left, double c_right) {
  return neutral_pair(mass, lepton_mass, c_left, c_right).width;
}

double charged_current_integral(double x1, double x2, double x3) {
  return charged_current(x1, x2, x3).width;
}

}  // namespace tridens::model
