#include "tridens/process/dark_matter_process.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/dark_matter.hh"

using namespace tridens;
using process::DarkMatterScattering;
using process::DarkTarget;

namespace {

using Settings = std::map<std::string, std::string>;

std::shared_ptr<const process::Process> made(Settings settings, const std::string& target = "CH2") {
  settings.try_emplace("mass", "10 MeV");
  if (!settings.contains("y")) settings.try_emplace("epsilon", "1e-3");
  return process::make_process("dark-matter", {{}, matter::material(target), nullptr, settings, nullptr});
}

std::string message(const Settings& settings, const std::string& target = "CH2") {
  try {
    (void)made(settings, target);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(DarkMatterProcess, ComponentsAreThoseOfTheScattering) {
  const auto process = made({}, "CH4");
  const model::DarkMatter matter = process::dark_matter_beam({{"mass", "10 MeV"}, {"epsilon", "1e-3"}}).matter;
  std::map<std::string, double> sums;
  for (size_t i = 0; i < process->components().size(); ++i) {
    sums[process->components()[i].name] += process->cross_section(i, 1.0).value;
  }
  const auto sigma = [](const DarkMatterScattering& body) { return body.cross_section(1.0, 0.0, 10.0); };
  EXPECT_NEAR(sums["electron"] / (10.0 * sigma({matter, DarkTarget::electron})), 1.0, 1e-12);
  EXPECT_NEAR(sums["proton"] / (10.0 * sigma({matter, DarkTarget::proton})), 1.0, 1e-12);
  // A proton by itself is a nucleon, not a nucleus as a whole.
  const auto coherent = made({{"on", "nucleus"}}, "CH4");
  for (const process::Component& component : coherent->components()) EXPECT_NE(component.nuclide, "H1");
  EXPECT_NEAR(DarkMatterScattering(matter, "H1").cross_section(1.0, 0.0, 10.0) / sigma({matter, DarkTarget::proton}),
              1.0, 1e-12);
}

// The map of the unit cube, the total and the spectrum are three routes to one number.
TEST(DarkMatterProcess, SpectrumAndMapIntegrateToTheTotal) {
  for (const Settings& settings :
       {Settings{{"on", "electron"}, {"recoil-min", "20 MeV"}, {"recoil-max", "400 MeV"}}, Settings{{"on", "nucleus"}},
        Settings{{"on", "proton"}, {"spin", "fermion"}, {"splitting", "5 MeV"}},
        Settings{{"on", "electron"}, {"spin", "fermion"}, {"splitting", "2 MeV"}, {"incoming", "chi2"}}}) {
    const auto process = made(settings, "C12");
    constexpr double energy = 1.3;
    const math::QuadratureRule rule = math::gauss_legendre(8);
    constexpr int panels = 2000;
    std::vector<double> u(2, 0.5);
    double mapped = 0.0, spectrum = 0.0;
    const double M = process->components()[0].target_mass, lowest = 1e-14, highest = energy;
    const double span = std::log(highest / lowest) / panels;
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t i = 0; i < 8; ++i) {
        double value = 0.0;
        u[0] = (panel + rule.nodes[i]) / panels;
        process->dsigma(0, &energy, u.data(), 1, &value);
        mapped += rule.weights[i] * value / panels;
        const double recoil = lowest * std::exp(span * (panel + rule.nodes[i]));
        spectrum += rule.weights[i] * span * recoil * process->differential(0, energy, {recoil});
      }
    }
    const double total = process->cross_section(0, energy).value;
    EXPECT_NEAR(mapped / total, 1.0, 1e-5) << settings.at("on") << M;
    EXPECT_NEAR(spectrum / total, 1.0, 1e-3) << settings.at("on") << M;  // ends within a panel
  }
}

TEST(DarkMatterProcess, WindowsAreCutsOnTheRecoil) {
  const auto process = made({{"on", "electron"}, {"recoil-min", "75 MeV"}, {"cosine-min", "0.99"}});
  const double threshold = process->threshold(0);
  EXPECT_EQ(process->cross_section(0, 0.999 * threshold).value, 0.0);
  EXPECT_GT(process->cross_section(0, 1.001 * threshold).value, 0.0);
  const DarkMatterScattering electrons(process::dark_matter_beam({{"mass", "10 MeV"}, {"epsilon", "1e-3"}}).matter,
                                       DarkTarget::electron);
  EXPECT_NEAR(electrons.largest_recoil(threshold), 0.075, 1e-6);
  for (const double u : {0.01, 0.5, 0.99}) {
    const double point[] = {u, 0.3};
    const auto particles = process->final_state(0, 1.0, point);
    const FourVector& electron = particles[1].momentum;
    EXPECT_GE(electron.e - particles[1].mass, 0.075 * (1.0 - 1e-9));
    EXPECT_GE(electron.z / electron.momentum(), 0.99);
  }
}

TEST(DarkMatterProcess, BothStatesHaveTheirNumbers) {
  const Settings inelastic = {{"spin", "fermion"}, {"splitting", "4 MeV"}, {"on", "electron"}};
  Settings excited = inelastic;
  excited["incoming"] = "chi2";
  const auto up = made(inelastic), down = made(excited);
  EXPECT_EQ(process::beam_particle(*up).pdg, 52);
  EXPECT_EQ(process::beam_particle(*down).pdg, 4000052);
  EXPECT_NEAR(process::beam_particle(*down).mass, 0.014, 1e-12);
  const double point[] = {0.5, 0.5};
  EXPECT_EQ(up->final_state(0, 1.0, point)[0].pdg, 4000052);
  EXPECT_EQ(down->final_state(0, 1.0, point)[0].pdg, 52);
  EXPECT_EQ(up->unstable_particles().size(), 1u);
  // What is left of all decays at the end: chi1 and an electron pair, beside the electron that was struck.
  const std::vector<int> left = up->components().front().final_state;
  EXPECT_EQ(std::count(left.begin(), left.end(), 11), 2);
  EXPECT_EQ(std::count(left.begin(), left.end(), -11), 1);
  EXPECT_TRUE(down->unstable_particles().empty());
  EXPECT_EQ(process::beam_particle(*made({{"on", "electron"}})).pdg, 51);
  EXPECT_THROW((void)up->neutrino(), Failure);
  EXPECT_FALSE(process::takes_neutrino("dark-matter"));
  EXPECT_TRUE(process::takes_neutrino("upscatter"));
}

TEST(DarkMatterProcess, ConditionsThatFailAreNamed) {
  EXPECT_NE(message({{"on", "muon"}}).find("'muon'"), std::string::npos);
  EXPECT_NE(message({{"incoming", "chi2"}}).find("splitting"), std::string::npos);
  EXPECT_NE(message({{"recoil-min", "2 GeV"}, {"recoil-max", "1 GeV"}}).find("above the lower"), std::string::npos);
  EXPECT_NE(message({{"cosine-min", "-0.5"}}).find("between 0 and 1"), std::string::npos);
  EXPECT_NE(message({{"y", "1e-11"}, {"epsilon", "1e-3"}}).find("epsilon and y"), std::string::npos);
  EXPECT_NE(message({{"epsilon", "none"}}).find("neither"), std::string::npos);
  EXPECT_NE(message({{"on", "nucleus"}}, "p").find("the target has none"), std::string::npos);
}

}  // namespace
