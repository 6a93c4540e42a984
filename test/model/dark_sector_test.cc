// Couplings of dark sectors against explicit unitary matrices, decays against the widths they are made of, and
// refusals.
#include "tridens/model/dark_sector.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/dark_sector_decays.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/heavy_neutrino_decay.hh"
#include "tridens/model/mixing_portal.hh"
#include "tridens/model/neutrino_masses.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

using units::pi;
using Complex = std::complex<double>;

const std::array<Flavour, 3> flavours = {Flavour::electron, Flavour::muon, Flavour::tau};

/// A 3+1 sector with a dark photon.
DarkSectorParameters one(double mass, double mediator, bool majorana = false) {
  DarkSectorParameters p;
  p.heavy = {HeavyNeutrino{mass, {1e-3, {2e-3, 1e-3}, 5e-4}, 0.0, {}, {}}};
  p.heavy[0].dark_mixing = complete_dark_mixing(p.heavy[0].mixing);
  p.majorana = majorana;
  p.dark_coupling = 1.5;
  p.mediator_mass = mediator;
  p.kinetic_mixing = 1e-3;
  return p;
}

double width(const std::vector<SectorMode>& modes, const std::string& name) {
  double sum = 0.0;
  for (const SectorMode& mode : modes) sum += mode.mode.name == name ? mode.width : 0.0;
  return sum;
}

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

/// 3+3 with all of the matrix known: flavours, nu_D and two sterile states, from the Takagi vectors of a mass matrix.
struct Complete {
  DarkSectorParameters sector;
  ComplexMatrix U;
};
Complete complete() {
  // Rows e, mu, tau, N, N', nu_D.
  ComplexMatrix M(6, std::vector<Complex>(6));
  const auto set = [&](size_t i, size_t j, Complex value) { M[i][j] = M[j][i] = value; };
  set(0, 3, {2e-2, 1e-2}), set(1, 3, 5e-2), set(2, 3, {0.0, 4e-2}), set(0, 4, 1e-2), set(1, 4, {3e-2, 2e-2}),
      set(2, 4, 6e-2);
  set(3, 3, 0.6), set(4, 4, {0.7, 0.2}), set(5, 5, {0.0, 0.5}), set(3, 5, 0.1), set(4, 5, {0.05, 0.1});
  const MassSpectrum spectrum = takagi(M);
  Complete result{{}, spectrum.mixing};
  for (size_t k = 3; k < 6; ++k) {
    HeavyNeutrino N;
    N.mass = spectrum.masses[k];
    for (size_t a = 0; a < 3; ++a) N.mixing[a] = spectrum.mixing[a][k];
    N.dark_mixing = spectrum.mixing[5][k];
    result.sector.heavy.push_back(N);
  }
  result.sector.majorana = true;
  result.sector.dark_coupling = 0.8;
  result.sector.mediator_mass = 2.0;
  result.sector.kinetic_mixing = 1e-3;
  result.sector.mass_mixing = 0.2;
  return result;
}

TEST(DarkSector, CouplingsAreThoseOfTheWholeMatrix) {
  const Complete full = complete();
  const DarkSector sector(full.sector);
  const double g = 0.8, z = 0.5 * sector.weak_charge_coupling();
  const auto C = [&](size_t i, size_t j) {
    Complex active = 0.0;
    for (size_t a = 0; a < 3; ++a) active += std::conj(full.U[a][i]) * full.U[a][j];
    return g * std::conj(full.U[5][i]) * full.U[5][j] + z * active;
  };
  double pairs = 0.0, share = 0.0;
  for (size_t i = 0; i < 3; ++i) {
    share += std::norm(full.U[5][i]);
    for (size_t j = 0; j < 3; ++j) pairs += std::norm(C(i, j));
  }
  EXPECT_NEAR(sector.light_dark_share() / share, 1.0, 1e-10);
  EXPECT_NEAR(sector.light_pair_coupling_squared() / pairs, 1.0, 1e-10);
  for (size_t h = 0; h < 3; ++h) {
    double light = 0.0;
    for (size_t i = 0; i < 3; ++i) light += std::norm(C(i, 3 + h));
    EXPECT_NEAR(sector.light_coupling_squared(h) / light, 1.0, 1e-9) << h;
    for (const Flavour flavour : flavours) {
      const auto a = static_cast<size_t>(flavour);
      Complex sum = 0.0;
      for (size_t i = 0; i < 3; ++i) sum += full.U[a][i] * C(i, 3 + h);
      EXPECT_NEAR(std::abs(sector.flavour_coupling(flavour, h) / sum - 1.0), 0.0, 1e-9) << h;
    }
    for (size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(std::abs(sector.heavy_coupling(j, h) - C(3 + j, 3 + h)), 0.0, 1e-14);
    }
  }
}

TEST(DarkSector, ThreePlusOneHasItsClosedForms) {
  const DarkSector sector(one(0.3, 1.0));
  const double U2 = 1e-6 + 5e-6 + 2.5e-7, D2 = 1.0 - U2, g = 1.5;
  EXPECT_NEAR(std::abs(sector.flavour_coupling(Flavour::muon, 0)) / (g * D2 * std::sqrt(5e-6)), 1.0, 1e-12);
  EXPECT_NEAR(sector.light_coupling_squared(0) / (g * g * D2 * U2), 1.0, 1e-9);
  EXPECT_NEAR(sector.light_dark_share() / U2, 1.0, 1e-9);
  // The elastic model of one heavy neutrino: same modulus, the sign in g_D.
  const MixingPortal portal({{"mass", "300 MeV"},
                             {"mediator_mass", "1 GeV"},
                             {"dark_coupling", "1.5"},
                             {"U_mu4", "1e-3"},
                             {"kinetic_mixing", "1e-3"}});
  DarkSectorParameters p = one(0.3, 1.0);
  p.heavy[0].mixing = {0.0, 1e-3, 0.0};
  p.heavy[0].dark_mixing = complete_dark_mixing(p.heavy[0].mixing);
  EXPECT_NEAR(portal.transition_coupling(Flavour::muon) / -DarkSector(p).flavour_coupling(Flavour::muon, 0).real(), 1.0,
              1e-12);
}

TEST(DarkSectorDecays, WithoutZPrimeAreThoseOfOneHeavyNeutrino) {
  for (const bool majorana : {false, true}) {
    for (const double mass : {0.3, 0.7, 3.0}) {
      DarkSectorParameters p;
      p.heavy = {HeavyNeutrino{mass, {1e-3, {2e-3, 1e-3}, 5e-4}, 0.0, {0.0, 1e-8, 0.0}, {}}};
      p.majorana = majorana;
      const auto modes = heavy_neutrino_modes(DarkSector(p), 0);
      const auto known = heavy_neutrino_decays({mass, {1e-6, 5e-6, 2.5e-7}, {0.0, 1e-8, 0.0}, majorana});
      EXPECT_NEAR(total_width(modes) / total_width(known), 1.0, 1e-9) << mass;
      if (!majorana) {
        EXPECT_NEAR(width(modes, "nu gamma") / (1e-16 * std::pow(mass, 3) / (4.0 * pi)), 1.0, 1e-12);
      }
    }
  }
}

TEST(DarkSectorDecays, ZAndZPrimeInterfere) {
  DarkSectorParameters p = one(0.3, 1.25);
  p.kinetic_mixing = 1e-7;  // of the size of the weak amplitude
  const auto electrons = [&](double eps) {
    p.kinetic_mixing = eps;
    return width(heavy_neutrino_modes(DarkSector(p), 0), "nu e- e+");
  };
  const double plus = electrons(1e-7), minus = electrons(-1e-7), none = electrons(0.0);
  // Vector couplings of Z and Z' in each flavour: the odd part by hand, massless electrons and q^2 << M^2.
  const double s2 = p.weak_mixing_angle, C_per_U = -1.5 * (1.0 - 6.25e-6);
  const double exchange = C_per_U * std::sqrt(constants::electric_charge_squared) * 1e-7 / (1.25 * 1.25);
  double odd = 0.0;
  for (size_t a = 0; a < 3; ++a) {
    const double weak = -2.0 * std::sqrt(2.0) * constants::fermi_constant * (-0.5 + 2.0 * s2 + (a == 0 ? 1.0 : 0.0));
    odd += std::norm(p.heavy[0].mixing[a]) * 2.0 * weak * exchange;
  }
  const double expected = std::pow(0.3, 5) / (1536.0 * std::pow(pi, 3)) * 2.0 * odd;
  EXPECT_NEAR((plus - minus) / expected, 1.0, 0.03);
  EXPECT_GT(plus + minus, 2.0 * none);
}

TEST(DarkSectorDecays, OnShellBosonsAreTwoBodyModes) {
  const DarkSector sector(one(0.3, 0.05));
  const auto modes = heavy_neutrino_modes(sector, 0);
  const double C2 = sector.light_coupling_squared(0), r2 = 1.0 / 36.0;
  const double known = C2 * std::pow(0.3, 3) / (32.0 * pi * 0.0025) * std::pow(1.0 - r2, 2) * (1.0 + 2.0 * r2);
  EXPECT_NEAR(width(modes, "nu Z'") / known, 1.0, 1e-12);
  EXPECT_LT(width(modes, "nu e- e+") / known, 1e-6);  // Z and W
  const DarkSector majorana(one(0.3, 0.05, true));
  const auto both = heavy_neutrino_modes(majorana, 0);
  EXPECT_NEAR(width(both, "nu Z'") + width(both, "nubar Z'"), 2.0 * known, 1e-12 * known);
  const auto vector = dark_vector_modes(sector);
  const double e2 = constants::electric_charge_squared * 1e-6, r = constants::electron_mass / 0.05;
  EXPECT_NEAR(width(vector, "e- e+") / (e2 * 0.05 / (12.0 * pi) * std::sqrt(1 - 4 * r * r) * (1 + 2 * r * r)), 1.0,
              1e-12);
  EXPECT_NEAR(width(vector, "nu nubar") / (sector.light_pair_coupling_squared() * 0.05 / (24.0 * pi)), 1.0, 1e-12);
}

TEST(DarkSectorDecays, MajoranaPairsOfZPrimeHaveTheAxialThreshold) {
  DarkSectorParameters p = one(0.2, 0.8, true);
  const DarkSector sector(p);
  const double C = std::abs(sector.heavy_coupling(0, 0)), beta = std::sqrt(1.0 - 0.25);
  EXPECT_NEAR(width(dark_vector_modes(sector), "N4 N4") / (C * C * 0.8 * std::pow(beta, 3) / (24.0 * pi)), 1.0, 1e-12);
  p.majorana = false;
  EXPECT_NEAR(width(dark_vector_modes(DarkSector(p)), "N4 N4bar") / (C * C * 0.8 * beta * (1.0 - 0.0625) / (24.0 * pi)),
              1.0, 1e-12);
}

TEST(DarkSectorDecays, ScalarsAndDipolesBetweenHeavyStates) {
  DarkSectorParameters p;
  p.heavy = {HeavyNeutrino{0.1, {}, 0.0, {0.0, 1e-7, 0.0}, {0.0, 0.0, 1e-4}}, HeavyNeutrino{0.3, {}, 0.0, {}, {}}};
  p.scalar = DarkScalar{0.05, {1e-5, 0.0, 0.0}, 0.0, 0.0};
  p.heavy_yukawa_y = {{0, 1, {0.01, 0.02}}};
  p.heavy_dipole_d = {{0, 1, 3e-7}};
  const auto dirac = heavy_neutrino_modes(DarkSector(p), 1);
  const Complex y{0.01, 0.02};
  EXPECT_NEAR(width(dirac, "N4 phi") / scalar_emission(0.3, 0.1, 0.05, {std::conj(y), y}).width, 1.0, 1e-12);
  const double photon = 9e-14 * std::pow(0.3 * (1.0 - 1.0 / 9.0), 3) / (4.0 * pi);
  EXPECT_NEAR(width(dirac, "N4 gamma") / photon, 1.0, 1e-12);
  p.majorana = true;
  const auto majorana = heavy_neutrino_modes(DarkSector(p), 1);
  EXPECT_NEAR(width(majorana, "N4 gamma") / photon, 2.0, 1e-12);
  EXPECT_NEAR(width(majorana, "N4 phi") / width(dirac, "N4 phi"), 1.0, 1e-12);
  for (const SectorMode& mode : majorana) EXPECT_NEAR(mode.mode.asymmetry, 0.0, 1e-15) << mode.mode.name;
  // phi off its mass shell.
  p.scalar->mass = 0.6;
  const auto off_shell = heavy_neutrino_modes(DarkSector(p), 0);
  // phi has no width to speak of, and both lepton-number assignments count.
  const double pair = scalar_pair_width({0.1, 0.0, constants::electron_mass, {0.0, 1e-4}, 1e-5, {0.6, 0.0}});
  EXPECT_NEAR(width(off_shell, "nu e- e+") / pair, 1.0, 1e-6);
  EXPECT_NEAR(width(off_shell, "nubar e+ e-") / pair, 1.0, 1e-6);
}

TEST(UnstableParticles, ChainsEndAndSharesAddUp) {
  DarkSectorParameters light = complete().sector;
  light.mediator_mass = 0.1;
  std::vector<DarkSector> sectors = {DarkSector(complete().sector), DarkSector(light)};
  for (const std::string& name : dark_sector_benchmark_names()) sectors.push_back(dark_sector_benchmark(name));
  for (const DarkSector& sector : sectors) {
    const std::vector<UnstableParticle> particles = unstable_particles(sector);
    std::set<int> known;
    for (const UnstableParticle& particle : particles) EXPECT_TRUE(known.insert(particle.pdg).second);
    for (const UnstableParticle& particle : particles) {
      double sum = 0.0;
      for (const UnstableMode& mode : particle.modes) {
        sum += mode.branching;
        ASSERT_EQ(mode.products.size(), mode.masses.size());
        double masses = 0.0;
        for (size_t i = 0; i < mode.masses.size(); ++i) {
          masses += mode.masses[i];
          const int number = std::abs(mode.products[i]);
          const bool own = number == dark_vector_pdg || number == heavy_neutrino_pdg ||
                           number == second_heavy_neutrino_pdg || number == third_heavy_neutrino_pdg;
          if (own) {
            EXPECT_TRUE(known.contains(mode.products[i])) << particle.name << " -> " << mode.name;
          }
        }
        EXPECT_LT(masses, particle.mass) << mode.name;
        EXPECT_LE(std::abs(mode.asymmetry), 1.0 + 1e-12);
        if (mode.products.size() == 3) {
          EXPECT_TRUE(mode.matrix_element) << mode.name;
        }
      }
      EXPECT_NEAR(sum, 1.0, 1e-12) << particle.name;
    }
  }
}

TEST(UnstableParticles, MajoranaNeutrinosOfBosonsDecayToo) {
  // N5 -> N4 Z', Z' -> nu N4 and nubar N4 alike: an anti-N4 would have no decays and stay in the event.
  DarkSectorParameters p = one(0.05, 0.1, true);
  p.heavy.push_back({0.3, {0.0, 1e-3, 0.0}, 0.2, {}, {0.0, 1e-4, 0.0}});
  p.heavy[0].dark_mixing = 0.5;
  p.heavy[0].yukawa = {0.0, 1e-4, 0.0};
  p.scalar = DarkScalar{0.09, {1e-5, 0.0, 0.0}, 0.0, 0.0};
  for (const bool majorana : {true, false}) {
    p.majorana = majorana;
    const auto particles = unstable_particles(DarkSector(p));
    int with_neutrino = 0, conjugate = 0;
    for (const UnstableParticle& particle : particles) {
      for (const UnstableMode& mode : particle.modes) {
        for (const int product : mode.products) {
          if (std::abs(product) != heavy_neutrino_pdg) continue;
          const bool known = std::any_of(particles.begin(), particles.end(),
                                         [&](const UnstableParticle& other) { return other.pdg == product; });
          EXPECT_TRUE(known) << particle.name << " -> " << mode.name;
          with_neutrino += mode.products[0] == 14 && mode.products.size() == 2;
          conjugate += mode.products[0] == -14 && mode.products.size() == 2;
        }
      }
    }
    EXPECT_EQ(with_neutrino, 2) << "of Z' and phi";
    EXPECT_EQ(conjugate, 2);
  }
}

TEST(UnstableParticles, AntiparticlesAreMirrored) {
  const auto particles = unstable_particles(DarkSector(one(0.3, 0.5)));
  ASSERT_EQ(particles.size(), 2u);
  const UnstableParticle &N = particles[0], &Nbar = particles[1];
  EXPECT_EQ(Nbar.pdg, -N.pdg);
  EXPECT_NEAR(N.width / Nbar.width, 1.0, 1e-9);
  // nu e- e+ of N at helicity h is nubar e+ e- of Nbar at -h, but for phases.
  const auto find = [](const UnstableParticle& particle, const std::string& name) {
    return *std::find_if(particle.modes.begin(), particle.modes.end(),
                         [&](const UnstableMode& mode) { return mode.name == name; });
  };
  const UnstableMode mode = find(N, "nu e- e+"), mirrored = find(Nbar, "nubar e+ e-");
  const FourVector axis{0, 0, 0, 1};
  const FourVector p[3] = {{0.1, 0.06, 0.0, 0.08}, {0.1, 0.0, 0.06, -0.08}, {0.1, -0.06, -0.06, 0.0}};
  EXPECT_NE(mode.matrix_element->squared(p, axis, 1.0), mode.matrix_element->squared(p, axis, -1.0));
  EXPECT_NEAR(mode.matrix_element->squared(p, axis, 1.0) / mirrored.matrix_element->squared(p, axis, -1.0), 1.0, 1e-12);
}

TEST(DarkSectorBenchmarks, HaveTheDecaysTheyWereMadeFor) {
  const auto bertuzzo = unstable_particles(dark_sector_benchmark("bertuzzo"));
  EXPECT_GT(bertuzzo[0].modes[0].branching, 0.999);
  EXPECT_EQ(bertuzzo[0].modes[0].name, "nu Z'");
  EXPECT_EQ(bertuzzo.back().pdg, dark_vector_pdg);
  // Z' -> e+ e-: alpha eps^2 m/3 for massless electrons, 0.1 mm.
  EXPECT_NEAR(bertuzzo.back().width / (2e-10 * 0.03 / 3.0), 1.0, 2e-3);
  const auto vergani = unstable_particles(dark_sector_benchmark("vergani"));
  EXPECT_NEAR(vergani[0].width / (16e-14 * 8e-3 / (16.0 * pi)), 1.0, 1e-12);  // mu^2 m^3/16 pi
  const auto abdullahi = unstable_particles(dark_sector_benchmark("abdullahi"));
  EXPECT_EQ(abdullahi[1].modes[0].name, "N4 e- e+");
  EXPECT_GT(abdullahi[1].modes[0].branching, 0.99);
  EXPECT_NE(refusal([] { dark_sector_benchmark("bertuzo"); }).find("did you mean 'bertuzzo'?"), std::string::npos);
}

TEST(DarkSectorRefusals, NameTheCondition) {
  const auto refused = [](DarkSectorParameters p) { return refusal([&] { DarkSector{p}; }); };
  DarkSectorParameters p = one(0.3, 0.5);
  p.heavy[0].mass = -0.1;
  EXPECT_NE(refused(p).find("positive masses"), std::string::npos);
  p = one(0.3, 0.0);
  EXPECT_NE(refused(p).find("Z' without mass"), std::string::npos);
  p = one(0.3, -1.0);
  EXPECT_NE(refused(p).find("mass of Z'"), std::string::npos);
  p = one(0.3, 0.5);
  p.heavy[0].mixing[1] = 1.2;
  EXPECT_NE(refused(p).find("norm 1"), std::string::npos);
  p = one(0.3, 0.5);
  p.heavy.push_back(p.heavy[0]);
  EXPECT_NE(refused(p).find("not heavier"), std::string::npos);
  // Every column is below 1, and still no unitary matrix holds both.
  p.heavy[1].mass = 0.4;
  p.heavy[0].dark_mixing = p.heavy[1].dark_mixing = 0.8;
  EXPECT_NE(refused(p).find("cannot be normalised"), std::string::npos);
  p = one(0.3, 0.5);
  p.heavy[0].yukawa[0] = 1e-3;
  EXPECT_NE(refused(p).find("without a scalar"), std::string::npos);
  p = one(0.3, 0.5);
  p.heavy_dipole_d = {{0, 1, 1e-7}};
  EXPECT_NE(refused(p).find("between the heavy neutrinos"), std::string::npos);
  p.heavy.assign(4, HeavyNeutrino{});
  EXPECT_NE(refused(p).find("one to three"), std::string::npos);
}

TEST(DarkSectorRefusals, SeveralHeavyNeutrinosByAVectorOffItsMassShell) {
  const auto refused = [](double heavier, double mediator) {
    DarkSectorParameters p;
    p.heavy = {HeavyNeutrino{0.1, {0.0, 1e-3, 0.0}, 0.6, {}, {}},
               HeavyNeutrino{heavier, {0.0, 1e-3, 0.0}, 0.6, {}, {}}};
    p.dark_coupling = 1.0;
    p.mediator_mass = mediator;
    p.kinetic_mixing = 1e-3;
    return refusal([&] { (void)unstable_particles(DarkSector(p)); });
  };
  EXPECT_NE(refused(0.35, 1.0).find("N5 decays to N4 N4 N4"), std::string::npos) << refused(0.35, 1.0);
  EXPECT_NE(refused(0.25, 1.0).find("N5 decays to N4 N4 nu"), std::string::npos) << refused(0.25, 1.0);
  EXPECT_EQ(refused(0.19, 1.0), "");
  EXPECT_EQ(refused(0.35, 0.2), "");  // N4 Z' is open
}

TEST(DarkSectorRefusals, ParticlesWithoutOpenDecay) {
  DarkSectorParameters p;
  p.heavy = {HeavyNeutrino{0.1, {0.0, 1e-3, 0.0}, 0.0, {}, {}}, HeavyNeutrino{0.1005, {}, 0.8, {}, {}}};
  p.dark_coupling = 1.0;
  p.mediator_mass = 1.0;
  p.kinetic_mixing = 1e-3;
  const std::string text = refusal([&] { unstable_particles(DarkSector(p)); });
  EXPECT_NE(text.find("N5 of 0.1005 GeV has no open decay"), std::string::npos) << text;
  EXPECT_NE(text.find("less than 2 m_e"), std::string::npos) << text;
  EXPECT_NE(text.find("U_e, U_mu and U_tau are 0"), std::string::npos) << text;
  EXPECT_NE(refusal([] { lifetime_s(0.0); }), "");
}

}  // namespace
}  // namespace tridens::model
