// Heavy neutrinos from deep inelastic scattering against explicit Dirac matrices, the neutral current of the Standard
// Model, and themselves.
#include <gtest/gtest.h>

#include <cmath>

#include "elastic_dirac.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/random.hh"
#include "tridens/matter/parton_density.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using dirac::Real;
using dirac::Square;
using dirac::Value;
using dirac::operator*;
using dirac::operator+;

constexpr double sin2 = 0.23121;

ProcessRequest request(std::map<std::string, std::string> settings, bool antiparticle = false,
                       const std::string& target = "p") {
  settings.try_emplace("mass", "1 GeV");
  const bool dipole = settings.contains("portal") && settings.at("portal") == "dipole";
  settings.try_emplace(dipole ? "dipole" : "mixing", dipole ? "1e-6 GeV^-1" : "1e-3");
  return {{Flavour::tau, antiparticle}, matter::material(target), nullptr, std::move(settings), nullptr};
}

Value trace(const Square& m) {
  return m[0][0] + m[1][1] + m[2][2] + m[3][3];
}

struct Quark {
  double left, right, charge;  // g_L, g_R, e_q
  bool antiquark;
};

/// d sigma/dQ^2 of one massless quark (spins averaged), from traces of explicit matrices in the centre of mass.
double quark_cross_section(bool dipole, bool antineutrino, const Quark& quark, double s, double Q2, double m) {
  const Real root = std::sqrt(Real(s)), k = root / 2, E_N = (Real(s) + Real(m) * m) / (2 * root);
  const Real p_N = std::sqrt(E_N * E_N - Real(m) * m), cosine = (2 * k * E_N - Real(m) * m - Q2) / (2 * k * p_N);
  const Real sine = std::sqrt(1 - cosine * cosine);
  const dirac::Momentum<Real> in{k, 0, 0, k}, struck{k, 0, 0, -k}, N{E_N, p_N * sine, 0, p_N * cosine},
      out = in + struck - N, q = in - N;
  const auto slash = [](const dirac::Momentum<Real>& p, Real mass) { return dirac::slash(dirac::current_of(p), mass); };
  const Square left = Value{0.5L} * (dirac::identity() + Value{-1} * dirac::gamma5()),
               right = Value{0.5L} * (dirac::identity() + dirac::gamma5());
  const std::array<Real, 4> q_lower = {q.e, -q.x, -q.y, -q.z};
  std::array<Square, 4> lepton, hadron;  // upper and lower index
  for (size_t mu = 0; mu < 4; ++mu) {
    Square vertex = dirac::gamma(mu) * left;
    if (dipole) {
      vertex = Square{};
      for (size_t a = 0; a < 4; ++a) vertex = vertex + Value{q_lower[a]} * (dirac::sigma(a, mu) * left);
    }
    // Antineutrinos meet the Hermitian conjugate.
    lepton[mu] = antineutrino ? dirac::dirac_adjoint(vertex) : vertex;
    const Square current =
        dipole ? dirac::gamma(mu) : dirac::gamma(mu) * (Value{quark.left} * left + Value{quark.right} * right);
    hadron[mu] = Value{dirac::metric[mu]} * current;
  }
  Value sum{};
  for (size_t mu = 0; mu < 4; ++mu) {
    for (size_t nu = 0; nu < 4; ++nu) {
      const Value L = antineutrino
                          ? trace(slash(in, 0) * lepton[mu] * slash(N, -Real(m)) * dirac::dirac_adjoint(lepton[nu]))
                          : trace(slash(N, Real(m)) * lepton[mu] * slash(in, 0) * dirac::dirac_adjoint(lepton[nu]));
      const Value H = quark.antiquark
                          ? trace(slash(struck, 0) * hadron[mu] * slash(out, 0) * dirac::dirac_adjoint(hadron[nu]))
                          : trace(slash(out, 0) * hadron[mu] * slash(struck, 0) * dirac::dirac_adjoint(hadron[nu]));
      sum += L * H;
    }
  }
  const double squared = static_cast<double>(sum.real()) / 2.0;  // spin of the quark
  const double Z2 = constants::z_mass * constants::z_mass;
  const double coupling = dipole ? 2.0 * std::sqrt(constants::electric_charge_squared) * quark.charge / Q2
                                 : 2.0 * std::sqrt(2.0) * constants::fermi_constant * Z2 / (Q2 + Z2);
  return coupling * coupling * squared / (16.0 * units::pi * s * s);
}

TEST(HeavyNeutrinos, DifferentialIsThatOfExplicitTraces) {
  const auto partons = matter::make_parton_density("mstw2008lo");
  struct Case {
    double E, x, Q2, m;
  };
  for (const Case& item : {Case{100.0, 0.3, 12.0, 1.0}, Case{30.0, 0.6, 6.0, 3.0}, Case{1e4, 0.02, 150.0, 5.0},
                           Case{400.0, 0.11, 60.0, 2.0}}) {
    for (const bool dipole : {false, true}) {
      for (const bool anti : {false, true}) {
        const auto process = make_process("upscatter", request({{"portal", dipole ? "dipole" : "mixing"},
                                                                {"parton-density", "mstw2008lo"},
                                                                {"heavy-quarks", "massless"},
                                                                {"mass", std::to_string(item.m) + " GeV"}},
                                                               anti));
        const matter::PartonValues xf = partons->evaluate(matter::Nucleon::proton, item.x, item.Q2);
        const double s = 2.0 * process->components()[0].target_mass * item.E * item.x;
        double sum = 0.0;
        for (const int pdg : {1, 2, 3, 4, 5, -1, -2, -3, -4, -5}) {
          const bool up = pdg % 2 == 0;
          const double e = up ? 2.0 / 3.0 : -1.0 / 3.0;
          const Quark quark{(up ? 0.5 : -0.5) - e * sin2, -e * sin2, e, pdg < 0};
          sum += xf[matter::parton::index(pdg)] / item.x * quark_cross_section(dipole, anti, quark, s, item.Q2, item.m);
        }
        const double coupling = dipole ? 1e-12 : 1e-3;
        EXPECT_NEAR(process->differential(0, item.E, {item.x, item.Q2}) / (coupling * sum), 1.0, 1e-12)
            << item.E << " " << dipole << anti;
      }
    }
  }
}

TEST(HeavyNeutrinos, WithoutMassMixingIsTheNeutralCurrent) {
  // Isoscalar, GRV94 LO, Q2 > 1 GeV2, four massless flavours: an independent integration.
  struct Case {
    double E, nu, nubar;
  };
  for (const Case& item : {Case{1e2, 2.0400e-37, 1.1250e-37}, Case{1e3, 1.9765e-36, 1.2026e-36}}) {
    for (const bool anti : {false, true}) {
      const auto process = make_process(
          "upscatter", request({{"mass", "0 GeV"}, {"mixing", "1"}, {"heavy-quarks", "four-flavours"}}, anti, "O16"));
      double sum = 0.0;
      for (size_t i = 0; i < 2; ++i) sum += process->cross_section(i, item.E).value;
      EXPECT_NEAR(sum / 16.0 / units::cm2 / (anti ? item.nubar : item.nu), 1.0, 2e-3) << item.E;
    }
  }
  // And the process "dis" with thresholds of heavy quarks, point by point.
  ProcessRequest neutral = request({}, true);
  neutral.settings = {{"current", "nc"}};
  const auto dis = make_process("dis", neutral);
  const auto massless = make_process("upscatter", request({{"mass", "0 GeV"}, {"mixing", "0.01"}}, true));
  for (const double x : {0.02, 0.2, 0.7}) {
    EXPECT_NEAR(massless->differential(0, 300.0, {x, 8.0}) / dis->differential(0, 300.0, {x, 8.0}), 0.01, 1e-15);
  }
}

TEST(HeavyNeutrinos, TotalsOfBothRoutesAgree) {
  for (const std::string portal : {"mixing", "dipole"}) {
    for (const double E : {20.0, 1e3, 1e5}) {
      const auto process =
          make_process("upscatter", request({{"portal", portal}, {"mass", "2 GeV"}, {"border", "freeze"}}));
      const CrossSection sigma = process->cross_section(0, E);
      EXPECT_LT(sigma.error, 2e-3 * sigma.value);
      math::MonteCarloOptions options;
      options.relative_precision = 4e-3;
      options.training_points = 2000;
      const math::MonteCarloResult sampled = math::integrate(
          [&](const double* u, size_t count, double* values) {
            const std::vector<double> energies(count, E);
            process->dsigma(0, energies.data(), u, count, values);
          },
          3, options);
      EXPECT_NEAR(sampled.value / sigma.value, 1.0, 4.0 * sampled.error / sampled.value + 1e-3) << portal << " " << E;
    }
  }
}

TEST(HeavyNeutrinos, EventsConserveMomentumOnTheirMassShells) {
  for (const std::string portal : {"mixing", "dipole"}) {
    const auto process = make_process(
        "upscatter", request({{"portal", portal}, {"mass", "1.5 GeV"}, {"lowest-W", "1.08 GeV"}, {"border", "freeze"}},
                             true, "O16"));
    for (const double E : {1.001 * process->threshold(0), 30.0, 1e4, 1e6}) {
      for (std::uint64_t i = 0; i < 200; ++i) {
        std::array<double, 3> u{};
        uniforms(7, 1, i, 0, u.data(), u.size());
        for (size_t component = 0; component < 2; ++component) {
          const double M = process->components()[component].target_mass;
          double value = 0.0;
          process->dsigma(component, &E, u.data(), 1, &value);
          ASSERT_GE(value, 0.0);
          if (value == 0.0) continue;
          const auto particles = process->final_state(component, E, u.data());
          ASSERT_EQ(particles.size(), 2u);
          EXPECT_EQ(particles[0].pdg, -9900012);
          const FourVector total = particles[0].momentum + particles[1].momentum;
          EXPECT_NEAR(total.e / (E + M), 1.0, 1e-14);
          EXPECT_NEAR(total.z / E, 1.0, 1e-14);
          EXPECT_NEAR(total.transverse_momentum(), 0.0, 1e-12 * E);
          for (const FinalParticle& particle : particles) {
            EXPECT_NEAR(particle.momentum.mass_squared(), particle.mass * particle.mass, 2e-15 * E * E + 1e-12);
          }
          EXPECT_GE(particles[1].mass, 1.08 - 1e-9);
        }
      }
    }
  }
}

TEST(HeavyNeutrinos, OpensAtItsThreshold) {
  const double M = constants::proton_mass, m = 3.0, W = 2.0;
  const auto process = make_process(
      "upscatter",
      request({{"mass", "3 GeV"}, {"lowest-W", "2 GeV"}, {"lowest-Q2", "1e-3 GeV2"}, {"border", "freeze"}}));
  // Two bodies; the momentum transfer there exceeds lowest-Q2.
  EXPECT_NEAR(process->threshold(0) / (((m + W) * (m + W) - M * M) / (2.0 * M)), 1.0, 1e-9);
  EXPECT_TRUE(process->cross_section(0, 0.999 * process->threshold(0)).below_threshold);
  EXPECT_GT(process->cross_section(0, 1.01 * process->threshold(0)).value, 0.0);
  // Massless, elastic limit of W: Q2 of at most 4 E^2 M/(M + 2 E).
  const auto light =
      make_process("upscatter", request({{"mass", "0 GeV"}, {"lowest-W", "0 GeV"}, {"lowest-Q2", "4 GeV2"}}));
  const double E = light->threshold(0);
  EXPECT_NEAR(4.0 * E * E * M / (M + 2.0 * E), 4.0, 1e-9);
}

TEST(HeavyNeutrinos, CouplingsAndNatureScaleAsTheyShould) {
  const auto value = [](const std::map<std::string, std::string>& settings) {
    return make_process("upscatter", request(settings))->cross_section(0, 500.0).value;
  };
  EXPECT_NEAR(value({{"mixing", "4e-3"}}) / value({}), 4.0, 1e-12);
  const std::map<std::string, std::string> d = {{"portal", "dipole"}};
  std::map<std::string, std::string> mu = d;
  mu["dipole"] = "2e-6 GeV^-1";
  EXPECT_NEAR(value(mu) / value(d), 4.0, 1e-12);
  mu["dipole-convention"] = "mu";
  EXPECT_NEAR(value(mu) / value(d), 1.0, 1e-12);
  mu["dipole"] = "1e-6 muB";
  std::map<std::string, std::string> moments = mu;
  moments["dipole-convention"] = "by-unit";
  EXPECT_EQ(value(moments), value(mu));
  moments["dipole-convention"] = "d";
  EXPECT_NEAR(value(moments) / value(mu), 4.0, 1e-12);
  EXPECT_NEAR(value({{"nature", "majorana"}}) / value({}), 1.0, 1e-12);
  EXPECT_LT(value({{"mass", "8 GeV"}}), value({}));
  const auto majorana = make_process("upscatter", request({{"nature", "majorana"}}, true));
  EXPECT_EQ(majorana->unlisted_particles()[0].pdg, 9900012);
}

TEST(HeavyNeutrinos, WrongSettingsAreErrors) {
  for (const std::map<std::string, std::string>& settings :
       std::vector<std::map<std::string, std::string>>{{{"mass", "1"}},
                                                       {{"mass", "-1 GeV"}},
                                                       {{"mixing", "1.5"}},
                                                       {{"mixing", "0"}},
                                                       {{"mixing", "none"}},
                                                       {{"dipole", "1e-6 GeV^-1"}},
                                                       {{"portal", "dipole"}, {"mixing", "1e-3"}},
                                                       {{"portal", "scalar"}},
                                                       {{"regime", "coherent"}},
                                                       {{"nature", "weyl"}},
                                                       {{"lowest-Q2", "0 GeV2"}},
                                                       {{"parton-density", "none"}},
                                                       {{"mas", "1 GeV"}}}) {
    EXPECT_THROW(make_process("upscatter", request(settings)), UserError) << settings.begin()->first;
  }
  const auto process = make_process("upscatter", request({}));
  EXPECT_THROW(process->cross_section(0, 1e8), UserError);  // x below 1e-5
  EXPECT_GT(make_process("upscatter", request({{"border", "freeze"}}))->cross_section(0, 1e8).value, 0.0);
}

}  // namespace
}  // namespace tridens::process
