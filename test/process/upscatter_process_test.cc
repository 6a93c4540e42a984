// The process 'upscatter' with regime=elastic: components, points, helicities, settings, decays.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"
#include "tridens/matter/pauli_blocking.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/process/detail/decay_choice.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/upscatter_elastic.hh"

namespace tridens::process {
namespace {

using Settings = std::map<std::string, std::string>;

Settings dark_photon() {
  return {{"regime", "elastic"}, {"portal", "vector"},   {"mass", "150 MeV"},       {"mediator-mass", "100 MeV"},
          {"mixing", "1e-6"},    {"dark-coupling", "1"}, {"kinetic-mixing", "1e-3"}};
}
Settings dipole() {
  return {{"regime", "elastic"}, {"portal", "dipole"}, {"mass", "150 MeV"}, {"dipole", "5e-7 GeV^-1"}};
}
Settings scalar() {
  return {{"regime", "elastic"}, {"portal", "scalar"},        {"mass", "150 MeV"},         {"mediator-mass", "200 MeV"},
          {"coupling", "1e-3"},  {"proton-coupling", "1e-4"}, {"neutron-coupling", "1e-4"}};
}
Settings weak() {
  return {{"regime", "elastic"}, {"portal", "mixing"}, {"mass", "150 MeV"}, {"mixing", "1e-4"}};
}
/// A dipole of a cross section like that of the other boson.
Settings with_dipole(Settings settings) {
  settings["portal"] += "+dipole";
  settings["dipole"] = "5e-7 GeV^-1";
  return settings;
}
Settings with(Settings settings, const std::string& name, const std::string& value) {
  settings[name] = value;
  return settings;
}
std::shared_ptr<const Process> made(const Settings& settings, const std::string& target = "C12", bool anti = false) {
  return make_process("upscatter", {{Flavour::muon, anti}, matter::material(target), nullptr, settings, nullptr});
}
size_t component(const Process& process, const std::string& name) {
  for (size_t c = 0; c < process.components().size(); ++c) {
    if (process.components()[c].name == name) return c;
  }
  throw Failure("no component " + name, "", "");
}

TEST(ElasticUpscatter, EveryPortalConservesMomentumAndIntegratesToItsTotal) {
  for (const Settings& settings : {dark_photon(), dipole(), scalar(), weak(), with_dipole(dark_photon()),
                                   with_dipole(scalar()), with_dipole(weak())}) {
    for (const bool anti : {false, true}) {
      const auto process = made(settings, "CH2", anti);
      ASSERT_GE(process->components().size(), 4u);  // nuclei of carbon, their p and n, hydrogen
      for (size_t c = 0; c < process->components().size(); ++c) {
        const double M = process->components()[c].target_mass, m = 0.15;
        EXPECT_NEAR(process->threshold(c), m + m * m / (2.0 * M), 1e-15);
        const double E = 0.9;
        constexpr size_t points = 6000;
        std::vector<double> u(3 * points), energies(points, E), weights(points);
        for (size_t i = 0; i < points; ++i) {
          u[i] = (static_cast<double>(i) + 0.5) / points;
          u[points + i] = std::fmod(static_cast<double>(i) * 0.618034, 1.0);
          u[2 * points + i] = std::fmod(static_cast<double>(i) * 0.324718, 1.0);
        }
        process->dsigma(c, energies.data(), u.data(), points, weights.data());
        double sum = 0.0;
        for (size_t i = 0; i < points; ++i) {
          sum += weights[i] / points;
          if (i % 50 != 0) continue;
          const double point[3] = {u[i], u[points + i], u[2 * points + i]};
          FourVector rest = FourVector{E + M, 0.0, 0.0, E};
          for (const FinalParticle& particle : process->final_state(c, E, point)) {
            rest = rest - particle.momentum;
            EXPECT_NEAR(particle.momentum.mass_squared(), particle.mass * particle.mass,
                        1e-13 * particle.momentum.e * particle.momentum.e);
          }
          for (const double part : {rest.e, rest.x, rest.y, rest.z}) EXPECT_LT(std::abs(part), 1e-14 * (E + M));
        }
        const CrossSection sigma = process->cross_section(c, E);
        EXPECT_NEAR(sum / sigma.value, 1.0, 2e-5) << settings.at("portal") << c;
        EXPECT_LT(sigma.error, 1e-8 * sigma.value);
      }
    }
  }
}

TEST(ElasticUpscatter, HelicitiesAreDrawnByTheirShares) {
  for (const bool anti : {false, true}) {
    const auto process = made(scalar(), "p", anti);
    const auto conserving = made(with(scalar(), "helicity", "conserving"), "p", anti);
    const auto flipping = made(with(scalar(), "helicity", "flipping"), "p", anti);
    const double E = 0.6;
    const double sum = process->cross_section(0, E).value, first = conserving->cross_section(0, E).value,
                 second = flipping->cross_section(0, E).value;
    EXPECT_NEAR((first + second) / sum, 1.0, 1e-12);
    EXPECT_GT(first, 0.01 * sum);
    double negative = 0.0;
    constexpr size_t points = 2000;
    for (size_t i = 0; i < points; ++i) {
      const double point[3] = {(static_cast<double>(i) + 0.5) / points,
                               std::fmod(0.618034 * static_cast<double>(i), 1.0), 0.3};
      double weight = 0.0;
      process->dsigma(0, &E, point, 1, &weight);
      const auto state = process->final_state(0, E, point);
      EXPECT_EQ(std::abs(state[0].helicity), 1.0);
      if (state[0].helicity < 0.0) negative += weight / points;
    }
    EXPECT_NEAR(negative / sum, (anti ? second : first) / sum, 2e-3);
    const double point[3] = {0.4, 0.999, 0.1};
    EXPECT_EQ(conserving->final_state(0, E, point)[0].helicity, anti ? 1.0 : -1.0);
    EXPECT_EQ(flipping->final_state(0, E, point)[0].helicity, anti ? -1.0 : 1.0);
  }
}

TEST(ElasticUpscatter, CouplingsOfTheDarkPhotonAreThoseOfTheLagrangian) {
  const auto process = made(dark_photon(), "p");
  UpscatterExchange exchange;
  exchange.vector_proton =
      1e-3 * (1.0 - 1e-6) * std::sqrt(constants::electric_charge_squared) * 1e-3;  // g' |U| (1 - |U|^2) e eps
  exchange.vector_mass = 0.1;
  const UpscatterElastic body({matter::Nucleon::proton, matter::make_nucleon_form_factor("default"), 0.0}, exchange,
                              0.15, false);
  EXPECT_NEAR(process->cross_section(0, 0.8).value / body.total(0.8).sum(), 1.0, 1e-12);
  const auto direct = made({{"regime", "elastic"},
                            {"portal", "vector"},
                            {"mass", "150 MeV"},
                            {"mediator-mass", "100 MeV"},
                            {"coupling", "9.99999e-4"},
                            {"kinetic-mixing", "1e-3"}},
                           "p");
  EXPECT_NEAR(direct->cross_section(0, 0.8).value / process->cross_section(0, 0.8).value, 1.0, 1e-9);
  const double Q2 = 0.05;
  EXPECT_NEAR(process->differential(0, 0.8, {Q2}) / body.differential(0.8, Q2).sum(), 1.0, 1e-12);
  const auto recoil = made(with(dark_photon(), "variable", "recoil-energy"), "p");
  const double M = body.body().mass();
  EXPECT_NEAR(recoil->differential(0, 0.8, {Q2 / (2.0 * M)}) / (2.0 * M * body.differential(0.8, Q2).sum()), 1.0,
              1e-12);
}

TEST(ElasticUpscatter, ADipoleInterferesByThePhaseThatIsGiven) {
  const auto total = [](const Settings& settings) { return made(settings)->cross_section(0, 0.9).value; };
  for (Settings other : {dark_photon(), scalar(), weak()}) {
    // Of about the same size as the dipole.
    const double scale = std::sqrt(total(dipole()) / total(other));
    Settings both = with_dipole(other);
    both["dipole"] = std::to_string(5.0 / scale) + "e-7 GeV^-1";
    const auto at = [&](const std::string& phase) { return total(with(both, "dipole-phase", phase)); };
    const double none = at("90 deg");
    EXPECT_NEAR(none / (2.0 * total(other)), 1.0, 1e-5) << other["portal"];
    EXPECT_NEAR((at("0 deg") + at("180 deg")) / (2.0 * none), 1.0, 1e-8) << other["portal"];
    EXPECT_NEAR((at("60 deg") - none) / (at("0 deg") - none), 0.5, 1e-6) << other["portal"];
    EXPECT_GT(std::abs(at("0 deg") / none - 1.0), 1e-3) << other["portal"];
  }
}

TEST(ElasticUpscatter, TablesOfFormFactorsAreSharedByTheirOwner) {
  FormFactorTables tables;
  const matter::Nuclide carbon = matter::nuclide("C12");
  const auto one = tables.of(matter::make_nuclear_form_factor("default", carbon));
  EXPECT_EQ(one, tables.of(matter::make_nuclear_form_factor("default", carbon)));
  EXPECT_NE(one, tables.of(matter::make_nuclear_form_factor("helm", carbon)));
  EXPECT_EQ(tables.of(matter::make_nuclear_form_factor("point", carbon)), nullptr);
  ProcessRequest request{{Flavour::muon, false}, matter::material("C12"), nullptr, dark_photon(), nullptr};
  const double own = make_process("upscatter", request)->cross_section(0, 0.9).value;
  request.form_factors = std::make_shared<FormFactorTables>();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(make_process("upscatter", request)->cross_section(0, 0.9).value, own);
}

TEST(ElasticUpscatter, BoundNucleonsAreBlocked) {
  const auto free = made(dipole(), "p"), bound = made(dipole(), "C12");
  const auto unblocked = made(with(dipole(), "fermi-momentum", "0 MeV"), "C12");
  const size_t p = component(*bound, "proton"), c = component(*unblocked, "proton");
  const double E = 0.7, Q2 = 0.01, M = constants::proton_mass;
  const double ratio = bound->differential(p, E, {Q2}) / free->differential(0, E, {Q2});
  EXPECT_NEAR(ratio, 6.0 * matter::PauliBlocking{0.235}.factor(Q2, M), 1e-12);
  EXPECT_NEAR(unblocked->cross_section(c, E).value / free->cross_section(0, E).value, 6.0, 1e-12);
  EXPECT_TRUE(bound->components()[p].bound);
}

TEST(ElasticUpscatter, MasslessMixingIsTheNeutralCurrent) {
  // Coherent on a spinless nucleus: G_F^2/(4 pi) Q_W-like charge squared times |U|^2, dsigma/dQ2 at Q2 << M E.
  const auto process = made(with(with(weak(), "mass", "0 MeV"), "form-factor", "point"));
  const size_t c = component(*process, "coherent");
  const double E = 0.05, Q2 = 1e-4, M = process->components()[c].target_mass, T = Q2 / (2.0 * M);
  const double charge = 6.0 * (0.5 - 2.0 * 0.23121) - 6.0 * 0.5, G = constants::fermi_constant;
  const double kernel = (1.0 - T / (2.0 * E)) * (1.0 - T / (2.0 * E)) - Q2 / (4.0 * E * E) * (1.0 + T / (2.0 * M));
  EXPECT_NEAR(process->differential(c, E, {Q2}) / (1e-4 * G * G * charge * charge / (2.0 * units::pi) * kernel), 1.0,
              1e-3);
}

TEST(ElasticUpscatter, ComponentsAreThoseAskedForAndCoupled) {
  EXPECT_EQ(made(with(dipole(), "components", "coherent+proton"))->components().size(), 2u);
  const auto on_neutrons = made(with(with(scalar(), "proton-coupling", "0"), "components", "all"), "CH2");
  for (const Component& one : on_neutrons->components()) EXPECT_NE(one.name, "proton");
  EXPECT_THROW(made(with(dipole(), "parton-density", "mstw2008lo")), UserError);  // of the other regime
  EXPECT_THROW(made(with(dipole(), "components", "coherent"), "p"), UserError);
  EXPECT_THROW(made(with(dipole(), "components", "coherrent")), UserError);
}

TEST(ElasticUpscatter, MajoranaAndDiracDifferInTheAntiparticleOnly) {
  const auto dirac = made(dark_photon(), "C12", true),
             majorana = made(with(dark_photon(), "nature", "majorana"), "C12", true);
  EXPECT_EQ(dirac->cross_section(0, 1.0).value, majorana->cross_section(0, 1.0).value);
  const double point[3] = {0.5, 0.5, 0.5};
  EXPECT_EQ(dirac->final_state(0, 1.0, point)[0].pdg, -majorana->final_state(0, 1.0, point)[0].pdg);
}

TEST(ElasticUpscatter, NoCouplingMassOrChoicePassesSilently) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"mixing", "0"},
                                                                                    {"mixing", "1.5"},
                                                                                    {"mixing", "-1e-6"},
                                                                                    {"mixing", "none"},
                                                                                    {"dark-coupling", "0"},
                                                                                    {"kinetic-mixing", "0"},
                                                                                    {"kinetic-mixing", "none"},
                                                                                    {"mediator-mass", "0 MeV"},
                                                                                    {"mediator-mass", "-1 MeV"},
                                                                                    {"mediator-mass", "none"},
                                                                                    {"mass", "none"},
                                                                                    {"mass", "-1 MeV"},
                                                                                    {"mass", "nan MeV"},
                                                                                    {"coupling", "1e-3"},
                                                                                    {"dipole", "1e-7 GeV^-1"},
                                                                                    {"lowest-Q2", "2 GeV2"},
                                                                                    {"helicity", "left"},
                                                                                    {"decay", "sometimes"},
                                                                                    {"benchmark", "bertuzzo"},
                                                                                    {"regime", "quasi-elastic"}}) {
    EXPECT_THROW(made(with(dark_photon(), name, value)), UserError) << name << " " << value;
  }
  EXPECT_THROW(made({{"mass", "1 GeV"}, {"mixing", "1e-3"}, {"mediator-mass", "1 GeV"}}), UserError);  // on quarks
  EXPECT_THROW(made({{"mixing", "1e-3"}}), UserError);
  EXPECT_TRUE(made(dark_photon())->cross_section(0, 0.15).below_threshold);
  EXPECT_THROW((void)made(dark_photon())->cross_section(0, -1.0), UserError);
  EXPECT_THROW(made(with(dark_photon(), "portal", "vector+scalar")), UserError);
  EXPECT_THROW(made(with(dipole(), "portal", "dipole+dipole")), UserError);
  EXPECT_THROW(made(with(dipole(), "dipole-phase", "90 deg")), UserError);  // of nothing
  EXPECT_THROW(made(with(with_dipole(dark_photon()), "dipole-phase", "90")), UserError);
}

TEST(ElasticUpscatter, WhatNeedsItsRegimeNamesIt) {
  for (const Settings& settings :
       {Settings{{"portal", "vector"}, {"mass", "150 MeV"}}, Settings{{"portal", "dipole+scalar"}, {"mass", "150 MeV"}},
        Settings{{"mass", "150 MeV"}, {"mixing", "1e-6"}, {"mediator-mass", "1 GeV"}}}) {
    try {
      made(settings);
      ADD_FAILURE() << "no error";
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find("give regime=elastic"), std::string::npos) << error.what();
    }
  }
}

TEST(ElasticUpscatter, AModelThatDoesNothingIsRefused) {
  ProcessRequest request{{Flavour::muon, false}, matter::material("C12"), nullptr, dark_photon(), nullptr};
  request.model = model::make_model("lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}});
  EXPECT_THROW(make_process("upscatter", request), UserError);
}

TEST(ElasticUpscatter, BenchmarksMeetTheirSector) {
  const auto process = made({{"regime", "elastic"}, {"benchmark", "bertuzzo"}, {"decay", "all"}}, "C12");
  const auto sector = model::dark_sector_benchmark("bertuzzo");
  UpscatterExchange exchange;
  exchange.vector_proton = std::abs(sector.flavour_coupling(Flavour::muon, 0)) * sector.nucleon_vector(true);
  exchange.vector_mass = 0.03;
  const matter::Nuclide carbon = matter::nuclide("C12");
  FormFactorTables tables;
  const UpscatterElastic body({carbon, matter::make_nuclear_form_factor("default", carbon), tables}, exchange, 0.42,
                              false);
  EXPECT_NEAR(process->cross_section(component(*process, "coherent"), 1.0).value / body.total(1.0).sum(), 1.0, 1e-12);
  EXPECT_EQ(process->unstable_particles().size(), 2u);  // N and Z'
  const auto five = made({{"regime", "elastic"}, {"benchmark", "abdullahi"}, {"decay", "all"}}),
             four = made({{"regime", "elastic"}, {"benchmark", "abdullahi"}, {"state", "N4"}});
  EXPECT_LT(four->threshold(0), five->threshold(0));
  EXPECT_TRUE(four->unstable_particles().empty());
  EXPECT_THROW(made({{"regime", "elastic"}, {"benchmark", "abdullahi"}, {"state", "N7"}}), UserError);
  EXPECT_THROW(make_process("upscatter", {{Flavour::electron, false},
                                          matter::material("C12"),
                                          nullptr,
                                          {{"regime", "elastic"}, {"benchmark", "vergani"}},
                                          nullptr}),
               UserError);  // no dipole of nu_e
}

TEST(DecayChoice, SharesOfModesMultiplyCrossSectionsAndAddUp) {
  const Settings all = {{"regime", "elastic"}, {"benchmark", "abdullahi"}, {"decay", "all"}};
  const double whole = made(all)->cross_section(0, 1.0).value;
  for (const char* word : {"visible", "electrons"}) {
    const auto process = made(with(all, "decay", word));
    const auto particles = process->unstable_particles();
    const auto sector = model::dark_sector_benchmark("abdullahi");
    const auto chosen = detail::choose_decays(model::unstable_particles(sector), particles.front().pdg, word);
    EXPECT_NEAR(process->cross_section(0, 1.0).value / whole, chosen.share, 1e-12);
    for (const model::UnstableParticle& particle : particles) {
      double sum = 0.0;
      for (const model::UnstableMode& mode : particle.modes) sum += mode.branching;
      EXPECT_NEAR(sum, 1.0, 1e-12) << word;
    }
  }
}

TEST(DecayChoice, FollowsChainsToWhatIsSeen) {
  const std::vector<model::UnstableParticle> chain = {
      {1,
       "X",
       1.0,
       1e-9,
       {{"a", {14, 2}, {0, 0.5}, 0.5}, {"b", {14, 22}, {0, 0}, 0.2}, {"c", {14, 12, -12}, {0, 0, 0}, 0.3}}},
      {2,
       "Y",
       0.5,
       1e-9,
       {{"d", {11, -11}, {0, 0}, 0.4}, {"e", {13, -13}, {0.1, 0.1}, 0.1}, {"f", {14, -14}, {0, 0}, 0.5}}}};
  EXPECT_NEAR(detail::choose_decays(chain, 1, "all").share, 1.0, 1e-15);
  EXPECT_NEAR(detail::choose_decays(chain, 1, "visible").share, 0.5 * 0.5 + 0.2, 1e-15);
  EXPECT_NEAR(detail::choose_decays(chain, 1, "electrons").share, 0.5 * 0.4, 1e-15);
  EXPECT_NEAR(detail::choose_decays(chain, 1, "muons").share, 0.5 * 0.1, 1e-15);
  const auto photon = detail::choose_decays(chain, 1, "photon");
  EXPECT_NEAR(photon.share, 0.2, 1e-15);
  ASSERT_EQ(photon.particles.size(), 1u);  // Y is not reached
  EXPECT_EQ(detail::common_products(detail::choose_decays(chain, 1, "electrons").particles, 1),
            (std::vector<int>{-11, 11, 12}));
  EXPECT_EQ(detail::common_products(chain, 1), (std::vector<int>{12}));
  EXPECT_THROW(detail::choose_decays({{chain[1].pdg, "Y", 0.5, 1e-9, {{"f", {14, -14}, {0, 0}, 1.0}}}}, 2, "visible"),
               UserError);
}

}  // namespace
}  // namespace tridens::process
