#include "tridens/process/black_hole.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using black_holes::Gravity;
using black_holes::PlanckConvention;

ProcessRequest request(std::map<std::string, std::string> settings, const std::string& target = "p") {
  settings.try_emplace("dimensions", "4");
  settings.try_emplace("planck-mass", "8 TeV");
  return {{Flavour::muon, false}, matter::material(target), nullptr, std::move(settings), nullptr};
}

TEST(BlackHoles, RadiiOfSchwarzschildHolesInTheirConventions) {
  constexpr std::array<double, 4> k = {.908560, 1.337481, 1.734698, 2.101643},
                                  r5 = {1.55362, 2.00000, 2.39341, 2.74823},
                                  ratio = {1.16961, 1.21884, 1.26191, 1.30015},
                                  landsberg = {1.33650, 1.12838, 1.04839, 1.01690};
  for (int n = 2; n <= 5; ++n) {
    const auto i = static_cast<size_t>(n - 2);
    const Gravity gravity(n, 1e3);
    EXPECT_NEAR(gravity.radius_factor() / k[i], 1.0, 1e-5);
    EXPECT_NEAR(gravity.radius(5e3) * 1e3 / r5[i], 1.0, 1e-5);
    EXPECT_NEAR(gravity.impact_ratio() / ratio[i], 1.0, 1e-5);
    const Gravity other(n, 1e3, PlanckConvention::dimopoulos_landsberg);
    EXPECT_NEAR(other.radius(5e3) * 1e3 / landsberg[i], 1.0, 1e-5);
  }
  const Gravity gravity(2, 4e3);
  EXPECT_NEAR(units::pi * std::pow(gravity.radius(2e4), 2) / units::cm2 / 1.8454e-34, 1.0, 5e-5);
  EXPECT_NEAR(gravity.temperature(2e4) / 614.65, 1.0, 1e-5);
}

TEST(BlackHoles, ConventionsAreTheSameGravity) {
  // G of every convention, from the radius: 8 G M Gamma((n+3)/2)/[(n+2) pi^((n+1)/2)] = r^(n+1).
  for (int n = 1; n <= 7; ++n) {
    const auto G = [&](PlanckConvention convention) {
      return std::pow(Gravity(n, 2.0, convention).radius(30.0), n + 1) * (n + 2) * std::pow(units::pi, 0.5 * (n + 1)) /
             (8.0 * 30.0 * std::tgamma(0.5 * (n + 3)));
    };
    const double power = std::pow(2.0, n + 2), two_pi = 2.0 * units::pi;
    EXPECT_NEAR(G(PlanckConvention::pdg) * 4.0 * power / std::pow(two_pi, n - 1), 1.0, 1e-12);
    EXPECT_NEAR(G(PlanckConvention::dimopoulos_landsberg) * power, 1.0, 1e-12);
    EXPECT_NEAR(G(PlanckConvention::giddings_thomas) * 4.0 * units::pi * power / std::pow(two_pi, n), 1.0, 1e-12);
    const Gravity gravity(n, 3e3, PlanckConvention::giddings_thomas);
    EXPECT_NEAR(gravity.planck_mass(PlanckConvention::giddings_thomas), 3e3, 1e-9);
  }
}

TEST(BlackHoles, ThermodynamicsHolds) {
  for (int n = 1; n <= 7; ++n) {
    const Gravity gravity(n, 5e3);
    const double M = 4e4, step = 1.0;
    // dS = dM/T
    EXPECT_NEAR((gravity.entropy(M + step) - gravity.entropy(M - step)) / (2.0 * step) * gravity.temperature(M), 1.0,
                1e-8);
    // Energy and number of the spectrum of a black body, mode by mode.
    const math::QuadratureRule rule = math::gauss_legendre(64);
    double energy = 0.0, number = 0.0, check = 0.0;
    for (const black_holes::EmittedKind& kind : black_holes::emitted_kinds()) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double w = 60.0 * rule.nodes[i], weight = 60.0 * rule.weights[i] * kind.degrees;
        const double occupied = 1.0 / (std::exp(w) + (kind.fermion ? 1.0 : -1.0));
        energy += weight * w * w * w * occupied;
        number += weight * w * w * occupied;
      }
      check += kind.number_share;
    }
    const double area = units::pi * std::pow(gravity.absorption_radius(M), 2), T = gravity.temperature(M);
    EXPECT_NEAR(gravity.luminosity(M) / (area * std::pow(T, 4) * energy / (2.0 * units::pi * units::pi)), 1.0, 1e-8);
    EXPECT_NEAR(black_holes::mean_energy_over_temperature() * number / energy, 1.0, 1e-8);
    EXPECT_NEAR(check, 1.0, 1e-12);
    // The hole of mass M lives longer than that of M/2 by the time it takes to get there, and emits dM/(rho T).
    double time = 0.0, particles = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double m = 0.5 * M * (1.0 + rule.nodes[i]), dm = 0.5 * M * rule.weights[i];
      time += dm / gravity.luminosity(m);
      particles += dm / (black_holes::mean_energy_over_temperature() * gravity.temperature(m));
    }
    EXPECT_NEAR((gravity.lifetime(M) - gravity.lifetime(0.5 * M)) / time, 1.0, 1e-9);
    EXPECT_NEAR((gravity.black_body_multiplicity(M) - gravity.black_body_multiplicity(0.5 * M)) / particles, 1.0, 1e-9);
    EXPECT_NEAR(gravity.lifetime(2.0 * M) / gravity.lifetime(M), std::pow(2.0, (n + 3.0) / (n + 1.0)), 1e-9);
  }
  // Five dimensions: f = 1 - (r_s/r)^2, b of the photon orbit r/sqrt(f) at r = sqrt(2) r_s.
  EXPECT_NEAR(Gravity(1, 1.0).absorption_radius(1.0) / Gravity(1, 1.0).radius(1.0), 2.0, 1e-12);
}

TEST(BlackHoles, MeanMultiplicityIsThatOfDimopoulosAndLandsberg) {
  for (int n = 1; n <= 7; ++n) {
    const double M = 10e3, M_P = 1.5e3;
    const double published = 2.0 * std::sqrt(units::pi) / (n + 1) * std::pow(M / M_P, (n + 2.0) / (n + 1.0)) *
                             std::pow(8.0 * std::tgamma(0.5 * (n + 3)) / (n + 2), 1.0 / (n + 1));
    EXPECT_NEAR(Gravity(n, M_P, PlanckConvention::dimopoulos_landsberg).mean_multiplicity(M) / published, 1.0, 1e-12);
  }
}

TEST(BlackHoles, TausFlyFiftyMetresPerPeV) {
  EXPECT_NEAR(black_holes::tau_flight_m(1e6), 49.0, 0.2);
  double sum = 0.0, mean = 0.0;
  for (int bangs = 0; bangs <= 7; ++bangs) {
    const double p = black_holes::bang_probability(7, bangs, 3e6, 20.0, 800.0);
    sum += p;
    mean += bangs * p;
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
  const double flight = black_holes::tau_flight_m(3e6);
  EXPECT_NEAR(mean, 7.0 * (std::exp(-20.0 / flight) - std::exp(-800.0 / flight)), 1e-12);
}

TEST(BlackHoles, CrossSectionIsThatOfItsFormula) {
  const auto process = make_process("black-hole", request({{"x-min", "3"}, {"parton-density", "mstw2008lo"}}));
  const double E = 1e10, M = process->components()[0].target_mass, s = 2.0 * M * E;
  const Gravity gravity(4, 8e3);
  const auto partons = matter::make_parton_density("mstw2008lo");
  // Midpoints in the mass of the hole: dx = 2 M dM/s.
  double sum = 0.0;
  constexpr int steps = 4000;
  const double low = 24e3, high = std::sqrt(s);
  for (int i = 0; i < steps; ++i) {
    const double mass = low + (high - low) * (i + 0.5) / steps, x = mass * mass / s, r = gravity.radius(mass);
    const matter::PartonValues xf = partons->evaluate(matter::Nucleon::proton, x, 1.0 / (r * r));
    double all = 0.0;
    for (const int pdg : {-5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 21}) all += xf[matter::parton::index(pdg)];
    sum += (high - low) / steps * 2.0 / mass * all * units::pi * r * r;
  }
  const CrossSection sigma = process->cross_section(0, E);
  EXPECT_NEAR(sigma.value / sum, 1.0, 2e-4);
  EXPECT_LT(sigma.error, 1e-4 * sigma.value);
}

TEST(BlackHoles, SettingsScaleTheCrossSectionAsTheyShould) {
  const double E = 4e9;
  const auto value = [&](const std::map<std::string, std::string>& settings, const std::string& target = "p") {
    const auto process = make_process("black-hole", request(settings, target));
    double sum = 0.0;
    for (size_t i = 0; i < process->components().size(); ++i) sum += process->cross_section(i, E).value;
    return sum;
  };
  const double plain = value({});
  EXPECT_NEAR(value({{"radius", "trapped-surface"}}) / plain, std::pow(Gravity(4, 8e3).impact_ratio(), 2), 1e-12);
  EXPECT_NEAR(value({{"convention", "grw"}}) / plain, 1.0, 1e-12);
  // The same hole in other words: scale and x-min converted.
  const double landsberg = Gravity(4, 8e3).planck_mass(PlanckConvention::dimopoulos_landsberg);
  EXPECT_NEAR(value({{"convention", "dimopoulos-landsberg"},
                     {"planck-mass", std::to_string(landsberg) + " GeV"},
                     {"x-min", std::to_string(24e3 / landsberg)}}) /
                  plain,
              1.0, 1e-5);
  EXPECT_LT(value({{"x-min", "5"}}), plain);
  // A fixed lowest mass: heavier Planck scale, smaller holes: r_s^2 ~ M_D^-(2 + 2/(n+1)), densities at another Q.
  EXPECT_NEAR(value({{"planck-mass", "12 TeV"}, {"x-min", "2"}, {"scale", "mass"}}) / value({{"scale", "mass"}}),
              std::pow(1.5, -2.0 - 2.0 / 5.0), 1e-9);
  EXPECT_NEAR(value({}, "O16") / (8.0 * plain + 8.0 * value({}, "n")), 1.0, 1e-12);
  // Above some PeV only the sea and the gluon matter: p and n agree within a few per cent.
  EXPECT_NEAR(value({}, "n") / plain, 1.0, 0.1);
}

TEST(BlackHoles, BelowThresholdThereIsNothing) {
  const auto process = make_process("black-hole", request({}));
  const double threshold = process->threshold(0);
  EXPECT_NEAR(threshold, 24e3 * 24e3 / (2.0 * process->components()[0].target_mass), 1e-3);
  EXPECT_TRUE(process->cross_section(0, 0.999 * threshold).below_threshold);
  EXPECT_GT(process->cross_section(0, 1.1 * threshold).value, 0.0);
  const double u = 0.3, energy = 0.999 * threshold;
  double value = -1.0;
  process->dsigma(0, &energy, &u, 1, &value);
  EXPECT_EQ(value, 0.0);
}

TEST(BlackHoles, EventsIntegrateToTheTotalAndConserveMomentum) {
  const auto process = make_process("black-hole", request({}, "O16"));
  const double E = 3e10;
  const math::QuadratureRule rule = math::gauss_legendre(200);
  for (size_t component = 0; component < process->components().size(); ++component) {
    double sum = 0.0, by_mass = 0.0;
    const double low = 24e3, high = std::sqrt(2.0 * process->components()[component].target_mass * E);
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      double value = 0.0;
      process->dsigma(component, &E, &rule.nodes[i], 1, &value);
      sum += rule.weights[i] * value;
      const double mass = low * std::pow(high / low, rule.nodes[i]);
      by_mass += rule.weights[i] * mass * std::log(high / low) * process->differential(component, E, {mass});
      FourVector total{};
      for (const FinalParticle& particle : process->final_state(component, E, &rule.nodes[i])) {
        total = total + particle.momentum;
        // To the rounding of E^2.
        EXPECT_NEAR(particle.momentum.mass_squared(), particle.mass * particle.mass,
                    4e-16 * particle.momentum.e * particle.momentum.e + 1e-12);
      }
      EXPECT_NEAR(total.e / (E + process->components()[component].target_mass), 1.0, 1e-15);
      EXPECT_NEAR(total.z / E, 1.0, 1e-15);
    }
    const double sigma = process->cross_section(component, E).value;
    EXPECT_NEAR(sum / sigma, 1.0, 1e-4);
    EXPECT_NEAR(by_mass / sigma, 1.0, 1e-4);
  }
}

TEST(BlackHoles, WrongSettingsAreErrors) {
  for (const auto& [key, text] : std::map<std::string, std::string>{{"dimensions", "0"},
                                                                    {"dimensions", "8"},
                                                                    {"planck-mass", "5"},
                                                                    {"planck-mass", "-1 TeV"},
                                                                    {"convention", "planck"},
                                                                    {"radius", "big"},
                                                                    {"x-min", "0.5"},
                                                                    {"scale", "q"},
                                                                    {"border", "none"}}) {
    EXPECT_THROW(make_process("black-hole", request({{key, text}})), UserError) << key << " " << text;
  }
  EXPECT_THROW(make_process("black-hole", request({{"dimensions", "2.5"}})), UserError);
  ProcessRequest incomplete = request({});
  incomplete.settings.erase("planck-mass");
  EXPECT_THROW(make_process("black-hole", incomplete), UserError);
  EXPECT_THROW(Gravity(8, 1e3), UserError);
  EXPECT_THROW(Gravity(3, -1.0), UserError);
  // Parton densities do not reach that far.
  EXPECT_THROW(make_process("black-hole", request({{"parton-density", "grv94lo"}}))->cross_section(0, 1e11), UserError);
}

TEST(BlackHoles, EnergiesBeyondTheDensitiesAreSaid) {
  // With Q = M the set ends where s = 1e10 GeV^2.
  const double reach = 1e10 / (2.0 * matter::nucleon_mass(matter::Nucleon::neutron));
  const auto made = [](const char* border, double highest_energy) {
    ProcessRequest wanted =
        request({{"x-min", "3"}, {"parton-density", "mstw2008lo"}, {"scale", "mass"}, {"border", border}});
    wanted.highest_energy = highest_energy;
    return make_process("black-hole", wanted);
  };
  const auto about_range = [](const process::Process& process) {
    const std::vector<std::string> warnings = process.warnings();
    return std::count_if(warnings.begin(), warnings.end(), [](const std::string& text) {
      return text.find("frozen at the border") != std::string::npos;
    });
  };
  const auto strict = made("error", 0.0);
  EXPECT_EQ(about_range(*strict), 0);
  EXPECT_GT(strict->cross_section(0, 0.999 * reach).value, 0.0);
  try {
    (void)strict->cross_section(0, 1.001 * reach);
    FAIL();
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("5.322e+09 GeV"), std::string::npos) << text;
    EXPECT_NE(text.find("border=freeze"), std::string::npos) << text;
    EXPECT_EQ(text.find("extend"), std::string::npos) << text;
  }
  EXPECT_EQ(about_range(*made("freeze", 0.0)), 1);
  EXPECT_EQ(about_range(*made("freeze", 0.5 * reach)), 0);
  EXPECT_EQ(about_range(*made("freeze", 2.0 * reach)), 1);
  EXPECT_THROW((void)made("freeze", 0.0)->cross_section(0, 1e13), UserError);
}

TEST(BlackHoles, ExcludedScalesAreWarnedOf) {
  const auto count = [](const std::string& n, const std::string& scale) {
    return make_process("black-hole", request({{"dimensions", n}, {"planck-mass", scale}}))->warnings().size();
  };
  EXPECT_EQ(count("6", "6 TeV"), 0u);
  EXPECT_EQ(count("6", "5.8 TeV"), 1u);
  EXPECT_EQ(count("2", "12 TeV"), 1u);  // neutron stars
  EXPECT_EQ(count("2", "5 TeV"), 2u);   // and colliders
  EXPECT_EQ(count("2", "2000 TeV"), 0u);
  EXPECT_EQ(count("1", "2000 TeV"), 1u);
  EXPECT_EQ(make_process("black-hole", request({{"x-min", "1"}}))->warnings().size(), 1u);
}

}  // namespace
}  // namespace tridens::process
