#include "tridens/process/deep_inelastic.hh"

#include <gtest/gtest.h>

#include "inelastic_samples.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"

namespace tridens::process {
namespace {

using namespace samples;
using units::cm2;
namespace parton = matter::parton;

constexpr const char* isoscalar = "H2";  // the deuteron: one proton and one neutron

TEST(DeepInelastic, TotalsOfFourMasslessFlavoursAreTheReference) {
  // GRV94 LO, Q2 > 1 GeV2, per nucleon of an isoscalar target; an independent program, tolerance that of its
  // quadrature and of the four quark mixing elements. CC nu, nubar, NC nu, nubar, cm2.
  struct Row {
    double energy, value[4];
  };
  for (const Row& row : {Row{1e2, {6.5368e-37, 3.1399e-37, 2.0400e-37, 1.1250e-37}},
                         Row{1e3, {6.2165e-36, 3.3878e-36, 1.9765e-36, 1.2026e-36}},
                         Row{1e7, {1.9595e-33, 1.9442e-33, 7.4966e-34, 7.4390e-34}}}) {
    size_t k = 0;
    for (const char* current : {"cc", "nc"}) {
      for (const char* neutrino : {"numu", "numubar"}) {
        const auto process =
            dis(neutrino, isoscalar, {{"current", current}, {"heavy-quarks", "four-flavours"}, {"border", "extend"}});
        EXPECT_NEAR(total(*process, row.energy) / 2.0 / cm2 / row.value[k++], 1.0, 2.5e-3)
            << current << " " << neutrino << " " << row.energy;
      }
    }
  }
}

TEST(DeepInelastic, ReducedCrossSectionIsMadeOfStructureFunctions) {
  const auto density = matter::make_parton_density("grv94lo");
  const double x = 0.08, Q2 = 20.0, E = 400.0;
  const double y = Q2 / (2.0 * constants::proton_mass * E * x), plus = 1.0 + std::pow(1.0 - y, 2),
               minus = 1.0 - std::pow(1.0 - y, 2);
  const matter::PartonValues f = density->evaluate(matter::Nucleon::proton, x, Q2);
  // Five flavours: row sums of the mixing matrix are 1 but for what would become top quarks.
  const model::QuarkMixing V = model::QuarkMixing::standard();
  const auto down = [&](size_t j) { return V.squared(0, j) + V.squared(1, j); };
  const double q = f[parton::d] * down(0) + f[parton::s] * down(1) + f[parton::b] * down(2);
  const double qbar = f[parton::ubar] + f[parton::cbar];
  const double F2 = 2.0 * (q + qbar), xF3 = 2.0 * (q - qbar);
  const auto process = dis("numu", "p", {{"heavy-quarks", "massless"}});
  const double sigma_r = process->reduced_cross_section(0, E, x, Q2);
  // The muon's mass enters as m^2/2MEx.
  EXPECT_NEAR(sigma_r / (plus * F2 + minus * xF3), 1.0, 5e-4);
  const double G = constants::fermi_constant, W2 = constants::w_mass * constants::w_mass;
  EXPECT_NEAR(process->differential(0, E, {x, Q2}),
              G * G * W2 * W2 / (4.0 * units::pi * std::pow(Q2 + W2, 2) * x) * sigma_r, 1e-12 * sigma_r);
}

/// int dx/x of a combination of reduced cross sections of nu and nubar at y -> 0, where sigma_r = 2 F2.
double adler_integral(double Q2) {
  const auto nu = dis("numu", "p", {{"heavy-quarks", "massless"}, {"border", "extend"}});
  const auto nubar = dis("numubar", "p", {{"heavy-quarks", "massless"}, {"border", "extend"}});
  const math::QuadratureRule rule = math::gauss_legendre(12);
  constexpr int panels = 20;
  constexpr double E = 1e12, low = -20.0;
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      const double x = std::exp(low * (1.0 - (panel + rule.nodes[j]) / panels));
      const double difference = nubar->reduced_cross_section(0, E, x, Q2) - nu->reduced_cross_section(0, E, x, Q2);
      sum += -low / panels * rule.weights[j] * 0.5 * difference;
    }
  }
  return sum;
}

TEST(DeepInelastic, AdlerSumRuleHolds) {
  // int dx/x [F2(nubar p) - F2(nu p)] = 2 (N_u - N_d) = 2, as well as the set fulfils its own number sum rules.
  EXPECT_NEAR(adler_integral(10.0), 2.0 * (2.0025 - 0.9993), 5e-3);
}

TEST(DeepInelastic, PaschosWolfensteinRelationHolds) {
  // Isoscalar: [NC(nu) - NC(nubar)]/[CC(nu) - CC(nubar)] = 1/2 - sin^2 theta_W before the propagators.
  const RequestTexts cc = {{"heavy-quarks", "four-flavours"}};
  const RequestTexts nc = {{"heavy-quarks", "four-flavours"}, {"current", "nc"}};
  const auto averaged = [&](const char* neutrino, const RequestTexts& settings, double x, double Q2) {
    const auto process = dis(neutrino, isoscalar, settings);
    return process->reduced_cross_section(0, 500.0, x, Q2) + process->reduced_cross_section(1, 500.0, x, Q2);
  };
  for (const auto& [x, Q2] : {std::pair{0.1, 10.0}, {0.3, 100.0}, {0.02, 5.0}}) {
    const double neutral = averaged("nue", nc, x, Q2) - averaged("nuebar", nc, x, Q2);
    const double charged = averaged("nue", cc, x, Q2) - averaged("nuebar", cc, x, Q2);
    // |V_ub|^2 and |V_cb|^2 are missing without bottom quarks, and proton and neutron differ in mass.
    EXPECT_NEAR(neutral / charged, 0.5 - 0.23121, 2e-3) << x;
  }
}

TEST(DeepInelastic, MapOfTheUnitCubeGivesTheTotal) {
  for (const char* neutrino : {"nue", "nutau", "nutaubar"}) {
    for (const char* current : {"cc", "nc"}) {
      const auto process = dis(neutrino, "p", {{"current", current}, {"border", "extend"}});
      for (const double E : {12.0, 1e3, 1e6, 1e11}) {
        const CrossSection sigma = process->cross_section(0, E);
        EXPECT_NEAR(over_unit_square(*process, 0, E, 6) / sigma.value, 1.0, 5e-4) << neutrino << current << E;
        EXPECT_LE(sigma.error, 1e-3 * sigma.value) << neutrino << current << E;
      }
    }
  }
}

TEST(DeepInelastic, FinalStateConservesMomentumAndGivesItsVariablesBack) {
  for (const char* neutrino : {"numu", "nutaubar"}) {
    const auto process = dis(neutrino, "Ar40", {{"border", "extend"}});
    const double M = process->components()[0].target_mass;
    for (const double E : {10.0, 1e4, 1e10}) {
      RandomStream stream(3, 1, static_cast<std::uint64_t>(E));
      for (int i = 0; i < 200; ++i) {
        const double u[3] = {stream.uniform(), stream.uniform(), stream.uniform()};
        const auto particles = process->final_state(0, E, u);
        ASSERT_EQ(particles.size(), 2u);
        const FourVector in{E + M, 0.0, 0.0, E}, out = particles[0].momentum + particles[1].momentum;
        const FourVector missing = in - out;
        EXPECT_LE(std::abs(missing.e) + std::abs(missing.x) + std::abs(missing.y) + std::abs(missing.z), 1e-12 * E);
        for (const FinalParticle& particle : particles) {
          const double e = particle.momentum.e;
          EXPECT_NEAR(particle.momentum.mass_squared(), particle.mass * particle.mass, 1e-9 * e * e);
        }
        EXPECT_EQ(particles[0].pdg, process->components()[0].final_state[0]);
        EXPECT_EQ(particles[1].pdg, hadronic_system_pdg);
      }
    }
  }
}

TEST(DeepInelastic, VariablesOfMomentaAreThoseOfTheDifferentialCrossSection) {
  const detail::InelasticPhaseSpace space(constants::proton_mass, constants::tau_mass, 1.0, 0.0);
  const double E = 30.0, x = 0.3, Q2 = 6.0;
  ASSERT_TRUE(space.contains(E, x, Q2));
  const auto particles = space.final_state(E, x, Q2, 1.0, 15);
  const FourVector k{E, 0.0, 0.0, E}, P{constants::proton_mass, 0.0, 0.0, 0.0}, q = k - particles[0].momentum;
  EXPECT_NEAR(-q.mass_squared(), Q2, 1e-10);
  EXPECT_NEAR(-q.mass_squared() / (2.0 * P.dot(q)), x, 1e-12);
  EXPECT_NEAR(P.dot(q) / P.dot(k), space.y(E, x, Q2), 1e-12);
}

TEST(DeepInelastic, PhaseSpaceEndsWhereTheLeptonGoesStraight) {
  for (const double m : {0.0, constants::muon_mass, constants::tau_mass}) {
    const detail::InelasticPhaseSpace space(constants::proton_mass, m, 1.0, 0.0);
    for (const double E : {8.0, 50.0, 1e4}) {
      const auto range = space.Q2_range(E);
      ASSERT_FALSE(range.empty());
      for (const double fraction : {0.05, 0.4, 0.9}) {
        const double Q2 = range.low + fraction * (range.high - range.low);
        const double x = space.x_range(E, Q2).low;
        EXPECT_LE(space.final_state(E, x, Q2, 0.0, 15)[0].momentum.transverse_momentum(), 2e-7 * E);
        EXPECT_FALSE(space.contains(E, 0.999 * x, Q2));
      }
      EXPECT_NEAR(space.x_range(E, range.high * (1.0 - 1e-12)).low, 1.0, 1e-6);
    }
  }
}

TEST(DeepInelastic, ThresholdIsThatOfTheHadronicMass) {
  const double M = constants::proton_mass, m = constants::tau_mass;
  // Any Q^2: [(W + m)^2 - M^2]/2M, with the Q^2 of that point above the lowest.
  const detail::InelasticPhaseSpace space(M, m, 0.1, 1.4);
  EXPECT_NEAR(space.threshold(), ((1.4 + m) * (1.4 + m) - M * M) / (2.0 * M), 1e-9);
  const auto process = dis("nutau", "p", {{"lowest-W", "1.4 GeV"}});
  EXPECT_TRUE(process->cross_section(0, process->threshold(0)).below_threshold);
  EXPECT_EQ(process->cross_section(0, 0.9 * process->threshold(0)).value, 0.0);
  EXPECT_GT(process->cross_section(0, 1.1 * process->threshold(0)).value, 0.0);
}

TEST(DeepInelastic, CharmNeedsTheHadronicMassOfACharmQuark) {
  // Strange and down quarks become charm with xi = x (1 + m_c^2/Q^2) < 1, so W^2 > M^2 + m_c^2.
  const model::QuarkMixing V = model::QuarkMixing::standard();
  const auto groups = detail::charged_current_terms(false, V, {6, 1.4, 4.75, 172.69});
  const auto charm = std::find_if(groups.begin(), groups.end(), [](const auto& g) { return g.produced_mass == 1.4; });
  ASSERT_NE(charm, groups.end());
  const detail::PartonSum sum(matter::make_parton_density("grv94lo"), {*charm});
  const detail::InelasticPhaseSpace space(constants::proton_mass, 0.0, 1.0, 0.0);
  const double E = 100.0, Q2 = 2.0;
  const auto at = [&](double W2) {
    const double x = Q2 / (Q2 + W2 - constants::proton_mass * constants::proton_mass);
    double result = 0.0;
    sum.evaluate(matter::Nucleon::proton, space, &E, &x, &Q2, 1, &result);
    return result;
  };
  const double edge = constants::proton_mass * constants::proton_mass + 1.4 * 1.4;
  EXPECT_EQ(at(edge * 0.999), 0.0);
  EXPECT_GT(at(edge * 1.5), 0.0);
}

TEST(DeepInelastic, MatrixElementsAreTheProductsOfMomenta) {
  // (k.p)(k'.p') and (k.p')(k'.p) of explicit two-body kinematics in the centre of mass.
  const double s = 300.0, m = constants::tau_mass, Mt = 4.75;
  const double E1 = 0.5 * std::sqrt(s), E3 = (s + m * m - Mt * Mt) / (2.0 * std::sqrt(s));
  const double p3 = std::sqrt(E3 * E3 - m * m), cosine = 0.3;
  const FourVector k{E1, 0, 0, E1}, p{E1, 0, 0, -E1}, k2{E3, p3 * std::sqrt(1 - cosine * cosine), 0, p3 * cosine};
  const FourVector p2 = k + p - k2;
  const double y = p.dot(k - k2) / p.dot(k), Q2 = -(k - k2).mass_squared();
  const double same = 4.0 * k.dot(p) * k2.dot(p2) / (s * s);
  const double opposite = 4.0 * k.dot(p2) * k2.dot(p) / (s * s);
  // One parton of unit strength at a time; x f drops out of the ratio.
  const double M = constants::proton_mass, x = 0.2 * Q2 / (Q2 + Mt * Mt), E = s / (2.0 * M * 0.2);
  const detail::InelasticPhaseSpace space(M, m, 0.5, 0.0);
  const auto density = matter::make_parton_density("grv94lo");
  const auto value = [&](double of_same, double of_opposite) {
    const detail::PartonSum sum(density, {{Mt, {{parton::u, of_same, of_opposite}}}});
    double result = 0.0;
    sum.evaluate(matter::Nucleon::proton, space, &E, &x, &Q2, 1, &result);
    return result / density->evaluate(matter::Nucleon::proton, 0.2, Q2)[parton::u];
  };
  EXPECT_NEAR(space.y(E, x, Q2), y, 1e-12);
  EXPECT_NEAR(value(1.0, 0.0), same, 1e-9);
  EXPECT_NEAR(value(0.0, 1.0), opposite, 1e-9);
}

TEST(DeepInelastic, TauIsSuppressedAndCatchesUp) {
  const auto muon = dis("numu", isoscalar, {{"border", "extend"}}),
             tau = dis("nutau", isoscalar, {{"border", "extend"}});
  double before = 0.0;
  for (const double E : {10.0, 30.0, 100.0, 1e3, 1e5}) {
    const double ratio = total(*tau, E) / total(*muon, E);
    EXPECT_GT(ratio, before);
    before = ratio;
  }
  EXPECT_GT(before, 0.99);
  EXPECT_LT(before, 1.0);
}

TEST(DeepInelastic, NucleiAreSumsOfTheirNucleons) {
  const RequestTexts settings = {{"current", "nc"}};
  const double p = total(*dis("nue", "p", settings), 1e3), n = total(*dis("nue", "n", settings), 1e3);
  EXPECT_NEAR(total(*dis("nue", "Ar40", settings), 1e3) / (18.0 * p + 22.0 * n), 1.0, 1e-12);
  const auto process = dis("nue", "Ar40", settings);
  EXPECT_EQ(process->components()[1].name, "neutron");
  EXPECT_TRUE(process->components()[1].bound);
  EXPECT_EQ(process->components()[1].process_id, 650);
}

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(DeepInelastic, EnergiesBeyondTheDensitiesNeedABorderRule) {
  const auto strict = dis("numu", "p", {});
  const std::string text = message([&] { (void)strict->cross_section(0, 1e6); });
  EXPECT_NE(text.find("1e-05 <= x <= 1"), std::string::npos) << text;
  EXPECT_NE(text.find("border=extend"), std::string::npos) << text;
  EXPECT_NEAR(strict->highest_energy(), 1.0 / (2.0 * constants::neutron_mass * 1e-5), 1e3);
  EXPECT_TRUE(strict->warnings().empty());
  EXPECT_GT(strict->cross_section(0, 0.999 * strict->highest_energy()).value, 0.0);
  for (const char* rule : {"extend", "freeze"}) {
    const auto wide = dis("numu", "p", {{"border", rule}});
    EXPECT_GT(wide->cross_section(0, 1e12).value, 0.0);
    EXPECT_EQ(wide->warnings().size(), 1u);
    EXPECT_THROW((void)wide->cross_section(0, 1e30), UserError);
  }
  EXPECT_NE(message([] {
              (void)dis("numu", "p", {{"lowest-Q2", "0.3 GeV2"}});
            }).find("begins at 0.4"),
            std::string::npos);
}

TEST(DeepInelastic, WarnsOnceForAllFlavoursAndOnlyOfEnergiesThatAreAskedFor) {
  const auto warnings = [](const char* neutrino, double energy) {
    ProcessRequest request = inelastic_request("dis", neutrino, "p", {{"border", "extend"}});
    request.highest_energy = energy;
    return make_deep_inelastic(request)->warnings();
  };
  EXPECT_TRUE(warnings("numu", 1e3).empty());
  ASSERT_EQ(warnings("numu", 1e7).size(), 1u);
  EXPECT_EQ(warnings("numu", 1e7), warnings("nutaubar", 1e7));
}

TEST(DeepInelastic, AdviceFitsTheKindOfSet) {
  const std::string of_grid = message([] {
    (void)dis("numu", "p", {{"parton-density", "mstw2008lo"}})->cross_section(0, 1e9);
  });
  EXPECT_EQ(of_grid.find("extend"), std::string::npos) << of_grid;
  EXPECT_NE(of_grid.find("border=freeze"), std::string::npos) << of_grid;
}

TEST(DeepInelastic, SettingsWithoutEffectAreRefused) {
  const auto make = [](const std::map<std::string, std::string>& settings) {
    return message([&] {
      ProcessRequest request = inelastic_request("dis", "numu", "p", settings);
      request.settings = settings;
      (void)make_process("dis", request);
    });
  };
  EXPECT_EQ(make({{"charm-mass", "1.3 GeV"}}), "");
  EXPECT_EQ(make({{"charm-mass", "1.4 GeV"}, {"heavy-quarks", "massless"}}), "");  // the default, as cards write it
  const std::string text = make({{"charm-mass", "1.3 GeV"}, {"heavy-quarks", "massless"}});
  EXPECT_NE(text.find("charm-mass"), std::string::npos) << text;
  EXPECT_NE(text.find("heavy-quarks is massless"), std::string::npos) << text;
}

TEST(DeepInelastic, WrongSettingsAreRefused) {
  EXPECT_THROW(dis("numu", "p", {{"current", "ncc"}}), UserError);
  EXPECT_THROW(dis("numu", "p", {{"heavy-quarks", "light"}}), UserError);
  EXPECT_THROW(dis("numu", "p", {{"lowest-Q2", "-1 GeV2"}}), UserError);
  EXPECT_THROW(dis("numu", "p", {{"charm-mass", "0 GeV"}}), UserError);
  EXPECT_THROW(dis("numu", "p", {{"parton-density", "grv94lo,border=extend"}, {"border", "freeze"}}), UserError);
  EXPECT_THROW(dis("numu", "p", {})->cross_section(0, -1.0), UserError);
}

/// F2, xF3 and F_L of massless partons as a user's table.
std::string table_text(bool antineutrino) {
  const auto density = matter::make_parton_density("grv94lo,border=extend");
  const model::QuarkMixing V = model::QuarkMixing::standard();
  const auto groups = detail::charged_current_terms(antineutrino, V, {5, 0.0, 0.0, 0.0});
  std::string text = "# current: cc\n# neutrino: " + std::string(antineutrino ? "nubar" : "nu") +
                     "\nx,Q2_GeV2,F2_p,xF3_p,FL_p,F2_n,xF3_n,FL_n\n";
  for (int i = 0; i <= 120; ++i) {
    const double x = i == 120 ? 1.0 : std::exp(-9.0 * std::pow(1.0 - i / 120.0, 2.0));
    for (int j = 0; j <= 50; ++j) {
      const double Q2 = std::exp(9.0 * j / 50.0);
      text += std::to_string(x) + "," + std::to_string(Q2);
      for (const auto nucleon : {matter::Nucleon::proton, matter::Nucleon::neutron}) {
        const matter::PartonValues f =
            density->evaluate(nucleon, std::stod(std::to_string(x)), std::stod(std::to_string(Q2)));
        double sum = 0.0, difference = 0.0;
        for (const detail::PartonTerm& term : groups.front().terms) {
          sum += 2.0 * f[term.parton] * (term.same + term.opposite);
          difference += 2.0 * f[term.parton] * (term.same - term.opposite);
        }
        char cells[100];
        std::snprintf(cells, sizeof cells, ",%.12g,%.12g,0", sum, antineutrino ? -difference : difference);
        text += cells;
      }
      text += "\n";
    }
  }
  return text;
}

TEST(DeepInelastic, StructureFunctionsOfAUserGiveThePartonsBack) {
  // For the tau too: F4 = 0 and 2 x F5 = F2 are what massless partons have.
  for (const char* neutrino : {"numu", "nutau", "nutaubar"}) {
    ProcessRequest request = inelastic_request("dis", neutrino, "p", {{"structure-functions", "mine.csv"}});
    const std::string text = table_text(request.neutrino.antiparticle);
    request.reader = [&](const std::string&) { return text; };
    const auto from_table = make_deep_inelastic(request);
    const auto from_partons = dis(neutrino, "p", {{"heavy-quarks", "massless"}});
    for (const double E : {20.0, 300.0}) {
      EXPECT_NEAR(from_table->cross_section(0, E).value / from_partons->cross_section(0, E).value, 1.0, 1e-3)
          << neutrino << E;
    }
    EXPECT_NEAR(from_table->differential(0, 50.0, {0.21, 7.3}) / from_partons->differential(0, 50.0, {0.21, 7.3}), 1.0,
                1e-4);
    EXPECT_THROW((void)from_table->cross_section(0, 1e5), UserError);
  }
}

TEST(DeepInelastic, SmoothTablesAreNotRefusedNearTheFullMomentum) {
  // x^0.3 (1 - x)^3 on coarse knots: polynomials through them swing below zero in the last interval.
  std::string text = "# current: cc\n# neutrino: nu\nx,Q2_GeV2,F2,xF3,FL\n";
  for (const double x : {0.001, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0}) {
    for (const double Q2 : {1.0, 10.0, 100.0, 1000.0}) {
      const double F2 = 3.0 * std::pow(x, 0.3) * std::pow(1.0 - x, 3.0);
      text += std::to_string(x) + "," + std::to_string(Q2) + "," + std::to_string(F2) + "," + std::to_string(0.9 * F2) +
              "," + std::to_string(0.05 * F2) + "\n";
    }
  }
  ProcessRequest request = inelastic_request("dis", "numu", "p", {{"structure-functions", "mine.csv"}});
  request.reader = [&](const std::string&) { return text; };
  const auto process = make_deep_inelastic(request);
  EXPECT_GT(process->cross_section(0, 300.0).value, 0.0);
  for (double x = 0.905; x < 1.0; x += 0.005) {
    for (const double y : {0.1, 0.5, 0.9}) {
      const double Q2 = 2.0 * constants::proton_mass * 300.0 * x * y;
      const double sigma_r = process->reduced_cross_section(0, 300.0, x, Q2);
      EXPECT_GE(sigma_r, 0.0) << x << " " << y;
      EXPECT_LT(sigma_r, 2.0 * 3.0 * std::pow(0.1, 3.0));  // not above the values of the knot before
    }
  }
}

TEST(DeepInelastic, TablesThatAreWrongAreRefused) {
  const auto with = [](const std::string& text) {
    return message([&] {
      ProcessRequest request = inelastic_request("dis", "numu", "p", {{"structure-functions", "mine.csv"}});
      request.reader = [&](const std::string&) { return text; };
      (void)make_deep_inelastic(request);
    });
  };
  std::string grid;
  for (const char* x : {"0.01", "0.1", "0.5", "1"}) {
    for (const char* Q2 : {"1", "10", "100", "1000"}) grid += std::string(x) + "," + Q2 + ",1,0.5,0\n";
  }
  const std::string header = "# current: cc\n# neutrino: nu\n", columns = "x,Q2_GeV2,F2,xF3,FL\n";
  EXPECT_EQ(with(header + columns + grid), "");
  EXPECT_NE(with("# current: nc\n# neutrino: nu\n" + columns + grid).find("current 'nc'"), std::string::npos);
  EXPECT_NE(with("# current: cc\n# neutrino: nubar\n" + columns + grid).find("'nubar'"), std::string::npos);
  EXPECT_NE(with(header + columns + grid.substr(grid.find('\n') + 1)).find("must be complete"), std::string::npos);
  EXPECT_NE(with(header + columns + grid + "1,1000,1,1,1\n").find("repeats"), std::string::npos);
  EXPECT_NE(with(header + "x,Q2_GeV2,F2,xF3\n" + grid), "");
  EXPECT_NE(with(header + columns + "0,1,1,1,1\n" + grid), "");
  std::string zeros;
  for (const char* x : {"0.01", "0.1", "0.5", "1"}) {
    for (const char* Q2 : {"1", "10", "100", "1000"}) zeros += std::string(x) + "," + Q2 + ",0,0,0\n";
  }
  EXPECT_NE(with(header + columns + zeros).find("nowhere above zero"), std::string::npos);
}

}  // namespace
}  // namespace tridens::process
