#include "tridens/model/matter_potential.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double eV = units::eV;
const NumberDensities rock = number_densities(2.848, 0.5);

double entry(const FlavourMatrix& matrix, size_t a) {
  return matrix[a][a].real();
}

std::string text(double value) {
  return detail::value_text(value, Dimension::number);
}

TEST(MatterPotential, DensityAndStandardPotentialOfRock) {
  EXPECT_NEAR(rock.electron / (eV * eV * eV) / 6.5890e9, 1.0, 1e-4);
  const FlavourMatrix H = matter_hamiltonian(*make_model("sm"), rock);
  EXPECT_NEAR(entry(H, 0) / eV / 1.08686e-13, 1.0, 1e-4);
  EXPECT_EQ(H[1][1], 0.0);
  EXPECT_EQ(H[2][2], 0.0);
}

TEST(MatterPotential, BosonOfOneTeVOnElectrons) {
  const auto model = make_model("u1", {{"mass", "1 TeV"}, {"coupling", "1"}, {"charge_e", "1"}});
  const double V = entry(matter_hamiltonian(*model, rock), 0),
               W = entry(matter_hamiltonian(*make_model("sm"), rock), 0);
  EXPECT_NEAR((V - W) / eV / 6.5890e-15, 1.0, 1e-4);
  EXPECT_NEAR((V - W) / W / 6.0624e-2, 1.0, 1e-4);
}

// sqrt2 G_F N_e E_aa = g'^2 b_a/M^2 [a_e N_e + (2 a_u + a_d) N_p + (a_u + 2 a_d) N_n], charges as printed in
// 2009.14220.
TEST(MatterPotential, NineModelsOfThePaper) {
  struct Row {
    const char* name;
    double u, d, e;
    std::array<double, 3> b;
  };
  const double third = 1.0 / 3.0;
  const NumberDensities n = number_densities(5.0, 0.47);
  for (const Row& row : {Row{"b-3le", third, third, -3, {-3, 0, 0}}, Row{"b-3lmu", third, third, 0, {0, -3, 0}},
                         Row{"b-3ltau", third, third, 0, {0, 0, -3}},
                         Row{"b-1.5lmu-1.5ltau", third, third, 0, {0, -1.5, -1.5}}, Row{"le-lmu", 0, 0, 1, {1, -1, 0}},
                         Row{"le-ltau", 0, 0, 1, {1, 0, -1}}, Row{"le-0.5lmu-0.5ltau", 0, 0, 1, {1, -0.5, -0.5}},
                         Row{"by-lmu-ltau", third, third, 0, {0, 1, 1}}, Row{"le-2lmu-2ltau", 0, 0, 1, {1, 2, 2}}}) {
    const auto model = make_model(row.name, {{"mass", "1 GeV"}, {"coupling", "1e-4"}});
    const FlavourMatrix H = matter_hamiltonian(*model, n);
    const double charge = row.e * n.electron + (2 * row.u + row.d) * n.proton + (row.u + 2 * row.d) * n.neutron;
    for (size_t a = 0; a < 3; ++a) {
      const double W = a == 0 ? std::sqrt(2.0) * constants::fermi_constant * n.electron : 0.0;
      EXPECT_NEAR(entry(H, a), 1e-8 * row.b[a] * charge + W, 1e-12 * (std::abs(entry(H, a)) + W)) << row.name;
      EXPECT_EQ(H[a][(a + 1) % 3], 0.0);
    }
  }
}

TEST(MatterPotential, ContactStrengthsAreThoseOfTheInteraction) {
  const auto model = make_model("nsi", {{"eps_etau_dV", "0.1+0.2i"}, {"eps_mumu_uL", "0.3"}, {"eps_ee_eR", "-0.1"}});
  const MatterStrengths strengths = matter_strengths(*model);
  EXPECT_NEAR(std::abs(strengths.down()[0][2] - std::complex<double>(0.1, 0.2)), 0.0, 1e-15);
  EXPECT_NEAR(std::abs(strengths.down()[2][0] - std::complex<double>(0.1, -0.2)), 0.0, 1e-15);
  EXPECT_NEAR(std::abs(strengths.up()[0][2]), 0.0, 1e-15);
  EXPECT_NEAR(strengths.up()[1][1].real(), 0.3, 1e-15);
  EXPECT_NEAR(strengths.electron[0][0].real(), -0.1, 1e-15);
  // H = sqrt2 G_F N_e (1 + eps^e + ...), hermitian; antineutrinos -H*.
  const FlavourMatrix H = matter_hamiltonian(*model, rock), anti = matter_hamiltonian(*model, rock, true);
  EXPECT_NEAR(entry(H, 0) / entry(matter_hamiltonian(*make_model("sm"), rock), 0), 0.9, 1e-14);
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      EXPECT_EQ(H[a][b], std::conj(H[b][a]));
      EXPECT_EQ(anti[a][b], -std::conj(H[a][b]));
    }
  }
}

// The photon's charge of neutral matter is zero: mixing changes nothing.
TEST(MatterPotential, KineticMixingCancelsInNeutralMatter) {
  for (const std::string mixing : {"loop", "1e-3"}) {
    const auto model = make_model("lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}, {"kinetic_mixing", mixing}});
    const FlavourMatrix H = matter_hamiltonian(*model, rock);
    const FlavourMatrix body = matter_hamiltonian(*model, matter_body("earth"), 1000 * units::km);
    EXPECT_GT(std::abs(matter_strengths(*model).electron[1][1]), 1e-4);
    for (size_t a : {1u, 2u}) {
      EXPECT_NEAR(entry(H, a) / entry(H, 0), 0.0, 1e-14);
      EXPECT_NEAR(entry(body, a) / entry(body, 0), 0.0, 1e-14);
    }
  }
}

/// The integral over the sphere by Gauss-Legendre in radius, the angle done by hand:
///   (1/2 M r) int_0^R dr' r' [e^(-M |r - r'|) - e^(-M (r + r'))].
double numerical_sphere(double r, double R, double M) {
  const auto rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (const auto& [low, high] : {std::pair{0.0, std::min(r, R)}, std::pair{std::min(r, R), R}}) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double s = low + (high - low) * rule.nodes[i];
      sum += (high - low) * rule.weights[i] * s * std::exp(-M * std::abs(r - s)) * -std::expm1(-2 * M * std::min(r, s));
    }
  }
  return sum / (2 * M * r);
}

TEST(MatterPotential, SphereEqualsItsIntegral) {
  const double R = 2.0;
  for (const double M : {1e-4, 0.01, 0.024, 0.026, 0.3, 2.0, 20.0}) {
    for (const double r : {1e-3, 0.5, 1.9, 2.0, 2.1, 6.0}) {
      EXPECT_NEAR(yukawa_sphere(r, R, M) / numerical_sphere(r, R, M), 1.0, 1e-9) << M << " " << r;
    }
  }
}

TEST(MatterPotential, LimitsOfTheRange) {
  const double R = 3.0;
  EXPECT_DOUBLE_EQ(yukawa_sphere(1.0, R, 0.0), R * R / 2 - 1.0 / 6);
  EXPECT_DOUBLE_EQ(yukawa_sphere(7.0, R, 0.0), R * R * R / 21);
  EXPECT_NEAR(yukawa_sphere(1.0, R, 1e3) * 1e6, 1.0, 1e-12);
  EXPECT_NEAR(yukawa_sphere(0.0, R, 0.5) / yukawa_sphere(1e-6, R, 0.5), 1.0, 1e-9);
  EXPECT_NEAR(yukawa_sphere(3.0, R, 0.5) / yukawa_sphere(3.0 + 1e-9, R, 0.5), 1.0, 1e-8);
}

TEST(MatterPotential, ShortRangeInABodyIsTheUniformMedium) {
  const auto model = make_model("b-3lmu", {{"mass", "1e-6 eV"}, {"coupling", "1e-20"}});  // range 0.2 m
  const MatterBody earth = matter_body("earth");
  for (const double radius : {1000 * units::km, 5000 * units::km}) {
    const FlavourMatrix uniform = matter_hamiltonian(*model, earth.at(radius));
    const FlavourMatrix inside = matter_hamiltonian(*model, earth, radius);
    for (size_t a = 0; a < 3; ++a)
      EXPECT_NEAR(entry(inside, a), entry(uniform, a), 1e-12 * std::abs(entry(uniform, a)));
  }
}

// Outside: V = g'^2 b Q/(4 pi r) of a massless boson, Q the charge of all its matter.
TEST(MatterPotential, MasslessBosonSeesTheWholeCharge) {
  const auto model = make_model("le-lmu", {{"mass", "0 eV"}, {"coupling", "1e-25"}});
  for (const MatterBody& body : matter_bodies()) {
    double electrons = 0.0, inner = 0.0;
    for (const MatterShell& shell : body.shells) {
      const double R = shell.outer_radius;
      electrons += 4 * units::pi / 3 * (R * R * R - inner * inner * inner) * shell.densities.electron;
      inner = R;
    }
    const double r = 1.5 * inner;
    const FlavourMatrix H = matter_hamiltonian(*model, body, r);
    EXPECT_NEAR(entry(H, 0) / (1e-50 * electrons / (4 * units::pi * r)), 1.0, 1e-12) << body.name;
    EXPECT_NEAR(entry(H, 1) / entry(H, 0), -1.0, 1e-14);
  }
  EXPECT_THROW(matter_hamiltonian(*model, rock), UserError);
}

TEST(MatterPotential, BodiesHaveTheirMasses) {
  const auto mass_kg = [](const MatterBody& body) {
    double nucleons = 0.0, inner = 0.0;
    for (const MatterShell& shell : body.shells) {
      const double R = shell.outer_radius;
      nucleons +=
          4 * units::pi / 3 * (R * R * R - inner * inner * inner) * (shell.densities.proton + shell.densities.neutron);
      inner = R;
    }
    return nucleons / constants::avogadro_per_mol * 1e-3;
  };
  EXPECT_NEAR(mass_kg(matter_body("earth")) / 5.9722e24, 1.0, 1e-3);
  EXPECT_NEAR(mass_kg(matter_body("earth-uniform")) / 5.9722e24, 1.0, 1e-3);
  EXPECT_NEAR(mass_kg(matter_body("sun-uniform")) / 1.98841e30, 1.0, 1e-3);
  EXPECT_THROW(matter_body("eart"), UserError);
}

// Only differences matter for oscillations: a charge common to all neutrinos shifts the diagonal alike.
TEST(MatterPotential, CommonChargeShiftsAllFlavoursAlike) {
  const Settings common = {{"mass", "1 GeV"}, {"coupling", "1e-3"}, {"charge_u", "1"}};
  Settings first = common, second = common;
  first.insert({{"left_e", "0"}, {"left_mu", "1"}, {"left_tau", "2"}});
  second.insert({{"left_e", "5"}, {"left_mu", "6"}, {"left_tau", "7"}, {"right_e", "-5"}});
  const FlavourMatrix a = matter_hamiltonian(*make_model("u1", first), rock);
  const FlavourMatrix b = matter_hamiltonian(*make_model("u1", second), rock);
  EXPECT_NEAR((entry(b, 1) - entry(b, 0)) / (entry(a, 1) - entry(a, 0)), 1.0, 1e-10);
  EXPECT_NEAR((entry(b, 2) - entry(b, 0)) / (entry(a, 2) - entry(a, 0)), 1.0, 1e-10);
}

TEST(MatterPotential, LeptoquarkAndInteractionAgree) {
  const auto model = make_model("leptoquark-r2", {{"mass", "1 TeV"}, {"coupling", "1"}});
  const double eps = 1e-6 / (4 * std::sqrt(2.0) * constants::fermi_constant);
  const auto nsi = make_model("nsi", {{"eps_ee_uR", text(eps)}, {"eps_emu_uR", text(eps)}, {"eps_mumu_uR", text(eps)}});
  const FlavourMatrix a = matter_hamiltonian(*model, rock), b = matter_hamiltonian(*nsi, rock);
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) EXPECT_NEAR(std::abs(a[i][j] - b[i][j]), 0.0, 1e-13 * std::abs(b[0][0]));
  }
}

TEST(MatterPotential, WrongMatterIsAUserError) {
  EXPECT_THROW(number_densities(-1.0, 0.5), UserError);
  EXPECT_THROW(number_densities(1.0, 1.5), UserError);
  EXPECT_THROW(matter_hamiltonian(*make_model("sm"), matter_body("earth"), -1.0), UserError);
}

}  // namespace
}  // namespace tridens::model
