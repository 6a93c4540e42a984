#include "tridens/flux/neutrino_mixing.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr Flavour flavours[] = {Flavour::electron, Flavour::muon, Flavour::tau};

TEST(NeutrinoMixing, EverySetGivesAUnitaryMatrix) {
  ASSERT_GE(mixing_parameter_names().size(), 12u);
  for (const std::string& name : mixing_parameter_names()) {
    const NeutrinoMixing::Matrix u = NeutrinoMixing(mixing_parameters(name)).matrix();
    for (size_t a = 0; a < 3; ++a) {
      for (size_t b = 0; b < 3; ++b) {
        std::complex<double> rows = 0.0, columns = 0.0;
        for (size_t i = 0; i < 3; ++i) {
          rows += u[a][i] * std::conj(u[b][i]);
          columns += u[i][a] * std::conj(u[i][b]);
        }
        EXPECT_LT(std::abs(rows - (a == b ? 1.0 : 0.0)), 1e-15) << name;
        EXPECT_LT(std::abs(columns - (a == b ? 1.0 : 0.0)), 1e-15) << name;
      }
    }
  }
}

// The angles come back from the matrix as the Particle Data Group defines them.
TEST(NeutrinoMixing, AnglesAndPhaseComeBackFromTheMatrix) {
  for (const std::string& name : mixing_parameter_names()) {
    const MixingParameters set = mixing_parameters(name);
    const NeutrinoMixing::Matrix u = NeutrinoMixing(set).matrix();
    const double s13 = std::norm(u[0][2]);
    EXPECT_NEAR(s13, set.sin2_theta13.value, 1e-14) << name;
    EXPECT_NEAR(std::norm(u[0][1]) / (1.0 - s13), set.sin2_theta12.value, 1e-14) << name;
    EXPECT_NEAR(std::norm(u[1][2]) / (1.0 - s13), set.sin2_theta23.value, 1e-14) << name;
    // Jarlskog invariant Im(U_e1 U_mu2 U*_e2 U*_mu1) = c12 s12 c23 s23 c13^2 s13 sin(delta).
    const double jarlskog = std::imag(u[0][0] * u[1][1] * std::conj(u[0][1]) * std::conj(u[1][0]));
    const auto sine_cosine = [](double s2) { return std::sqrt(s2 * (1.0 - s2)); };
    EXPECT_NEAR(jarlskog,
                sine_cosine(set.sin2_theta12.value) * sine_cosine(set.sin2_theta23.value) * std::sqrt(s13) *
                    (1.0 - s13) * std::sin(set.delta_deg.value * units::degree),
                1e-15)
        << name;
  }
}

// Matrices computed independently with the parameters of the fits, printed to five digits.
TEST(NeutrinoMixing, AveragesOfTheFits) {
  struct Row {
    const char* set;
    double ee, em, et, mm, mt, tt;
  };
  for (const Row& row : {Row{"5.0", .55201, .17144, .27655, .45324, .37532, .34813},
                         Row{"5.1", .55172, .22620, .22208, .39531, .37849, .39943},
                         Row{"5.2", .55270, .22603, .22128, .39462, .37935, .39937}}) {
    const FlavourTransitions p = NeutrinoMixing(mixing_parameters(row.set)).averaged();
    EXPECT_NEAR(p[0][0], row.ee, 6e-6) << row.set;
    EXPECT_NEAR(p[0][1], row.em, 6e-6) << row.set;
    EXPECT_NEAR(p[0][2], row.et, 6e-6) << row.set;
    EXPECT_NEAR(p[1][1], row.mm, 6e-6) << row.set;
    EXPECT_NEAR(p[1][2], row.mt, 6e-6) << row.set;
    EXPECT_NEAR(p[2][2], row.tt, 6e-6) << row.set;
    for (size_t a = 0; a < 3; ++a) {
      EXPECT_NEAR(p[a][0] + p[a][1] + p[a][2], 1.0, 1e-14);
      EXPECT_DOUBLE_EQ(p[a][1], p[1][a]);
    }
  }
}

TEST(NeutrinoMixing, ProbabilitiesStartAtOneAndKeepTheNumber) {
  const NeutrinoMixing mixing(mixing_parameters("5.2"));
  for (const Flavour from : flavours) {
    EXPECT_NEAR(mixing.probability(from, from, false, 1.0, 0.0), 1.0, 1e-14);
    for (const double distance : {295.0, 1300.0, 12742.0}) {
      double sum = 0.0;
      for (const Flavour to : flavours) sum += mixing.probability(from, to, true, 0.8, distance);
      EXPECT_NEAR(sum, 1.0, 1e-13);
    }
  }
}

// One large splitting and theta13 = 0: P(mu -> tau) = sin^2(2 theta23) sin^2(1.267 dm2 L/E).
TEST(NeutrinoMixing, TwoFlavourLimit) {
  const NeutrinoMixing mixing(0.3, 0.0, 0.45, 0.0, 0.0, 2.5e-3);
  for (const double energy : {1.0, 5.0, 25.0}) {
    const double phase = 1.2669327 * 2.5e-3 * 1300.0 / energy;
    EXPECT_NEAR(mixing.probability(Flavour::muon, Flavour::tau, false, energy, 1300.0),
                4.0 * 0.45 * 0.55 * std::pow(std::sin(phase), 2), 1e-7);
  }
}

TEST(NeutrinoMixing, AntineutrinosAreTheTimeReversed) {
  const NeutrinoMixing mixing(mixing_parameters("5.0"));
  const double forward = mixing.probability(Flavour::muon, Flavour::electron, false, 2.5, 1300.0);
  EXPECT_NEAR(mixing.probability(Flavour::electron, Flavour::muon, true, 2.5, 1300.0), forward, 1e-15);
  // CP violation in vacuum: P - Pbar = 16 J sin(D21) sin(D31) sin(D32), up to the sign of the channel.
  const double backward = mixing.probability(Flavour::muon, Flavour::electron, true, 2.5, 1300.0);
  const MixingParameters set = mixing_parameters("5.0");
  const auto phase = [&](double dm2) { return 1.26693268 * dm2 * 1300.0 / 2.5; };
  const auto& u = mixing.matrix();
  const double jarlskog = std::imag(u[0][0] * u[1][1] * std::conj(u[0][1]) * std::conj(u[1][0]));
  const double d21 = set.delta_m2_21_eV2.value, d31 = set.delta_m2_31_eV2();
  EXPECT_NEAR(std::abs(forward - backward),
              std::abs(16.0 * jarlskog * std::sin(phase(d21)) * std::sin(phase(d31)) * std::sin(phase(d31 - d21))),
              1e-8);
}

// Averaged over many oscillations the exact probability is the incoherent sum.
TEST(NeutrinoMixing, ExactProbabilityAveragesOut) {
  const NeutrinoMixing mixing(mixing_parameters("6.0"));
  const FlavourTransitions averaged = mixing.averaged();
  const math::QuadratureRule rule = math::gauss_legendre(64);
  constexpr int panels = 800;
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double distance = 2e9 * (panel + rule.nodes[i]) / panels;  // km: 60 slow oscillations at 1 TeV
      sum += rule.weights[i] / panels * mixing.probability(Flavour::electron, Flavour::tau, false, 1000.0, distance);
    }
  }
  EXPECT_NEAR(sum, averaged[0][2], 2e-3);
}

TEST(NeutrinoMixing, NamesAreThoseOfTheFits) {
  EXPECT_EQ(mixing_parameters("nufit-5.2").name, "5.2");
  try {
    mixing_parameters("5.2-without-ks");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("5.2-without-sk"), std::string::npos) << error.what();
  }
  EXPECT_THROW(NeutrinoMixing(1.2, 0.0, 0.5, 0.0, 0.0, 0.0), UserError);
  EXPECT_THROW(NeutrinoMixing(0.3, 0.0, 0.5, NAN, 0.0, 0.0), UserError);
  EXPECT_THROW(NeutrinoMixing(mixing_parameters("5.2")).probability(Flavour::muon, Flavour::tau, false, 0.0, 1.0),
               UserError);
}

}  // namespace
}  // namespace tridens::flux
