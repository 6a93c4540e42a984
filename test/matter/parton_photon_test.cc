#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/matter/detail/parton_sets.hh"
#include "tridens/matter/parton_density.hh"

namespace tridens::matter {
namespace {

/// Integrated form of the elastic photons with dipole form factors: Phys. Rept. 15 (1975) 181, eq. (D.7).
double budnev(double x, double Q2) {
  const double mass2 = constants::proton_mass * constants::proton_mass, Q02 = 0.84 * 0.84;
  const double moment2 = constants::proton_magnetic_moment * constants::proton_magnetic_moment;
  const double y = x * x / (1 - x);
  const double a = (1 + moment2) / 4 + 4 * mass2 / Q02, b = 1 - 4 * mass2 / Q02, c = (moment2 - 1) / std::pow(b, 4);
  const auto phi = [&](double z) {
    double first = -std::log(1 + 1 / z), last = std::log((1 + z - b) / (1 + z));
    for (int k = 1; k <= 3; ++k) {
      first += 1 / (k * std::pow(1 + z, k));
      last += std::pow(b, k) / (k * std::pow(1 + z, k));
    }
    return (1 + a * y) * first + (1 - b) * y / (4 * z * std::pow(1 + z, 3)) + c * (1 + y / 4) * last;
  };
  return constants::fine_structure / units::pi * (1 - x) * (phi(Q2 / Q02) - phi(y * mass2 / Q02));
}

TEST(ElasticPhoton, AgreesWithTheIntegratedFormula) {
  const auto dipole = make_nucleon_form_factor("dipole");
  for (const double x : {1e-5, 1e-3, 0.01, 0.1, 0.3, 0.6}) {
    for (const double Q2 : {2.0, 100.0}) {
      const double found = detail::elastic_photon(*dipole, Nucleon::proton, x, Q2);
      EXPECT_NEAR(found, budnev(x, Q2), 1e-6 * found) << x << " " << Q2;
    }
  }
}

TEST(ElasticPhoton, NeutronsHaveNoChargeToRadiateAtSmallX) {
  const auto form_factor = make_nucleon_form_factor("default");
  const double p = detail::elastic_photon(*form_factor, Nucleon::proton, 1e-4, 100.0);
  const double n = detail::elastic_photon(*form_factor, Nucleon::neutron, 1e-4, 100.0);
  EXPECT_GT(n, 0.0);
  EXPECT_LT(n, 0.1 * p);
  // Below the lowest virtuality that the kinematics allows, and at the full momentum, there is none.
  EXPECT_EQ(detail::elastic_photon(*form_factor, Nucleon::proton, 0.9, 5.0), 0.0);
  EXPECT_EQ(detail::elastic_photon(*form_factor, Nucleon::proton, 1.0, 5.0), 0.0);
}

TEST(InelasticPhoton, OfTheSetIsThatOfTheDoubleIntegral) {
  const auto quarks = make_parton_density("grv94lo");
  const auto elastic = make_parton_density("grv94lo,photon=elastic");
  const auto both = make_parton_density("grv94lo,photon=equivalent");
  for (const Nucleon nucleon : {Nucleon::proton, Nucleon::neutron}) {
    for (const double x : {2.3e-5, 1.7e-3, 0.031, 0.22, 0.55}) {
      for (const double Q2 : {3.0, 150.0, 2.2e5}) {
        const double direct = detail::inelastic_photon(*quarks, nucleon, x, Q2);
        const double found = both->evaluate(nucleon, x, Q2)[parton::photon];
        EXPECT_NEAR(found - elastic->evaluate(nucleon, x, Q2)[parton::photon], direct, 2e-3 * direct) << x << " " << Q2;
      }
    }
  }
}

TEST(InelasticPhoton, OfOneQuarkCarryingTheWholeSumIsItsSplittingFunction) {
  // For f = x u = 9/4 (a constant) the sum of charges squared is 1, and Int_x^1 dz/z [1 + (1-z)^2] = -2 ln x - 3/2 + 2
  // x - x^2/2, per unit of ln Q^2.
  std::string text = "PdfType: central\nFormat: lhagrid1\n---\n1e-4 1e-3 1e-2 1e-1 1\n1 10 100 1000\n-2 -1 1 2 21\n";
  for (int row = 0; row < 20; ++row) text += "0 0 0 2.25 0\n";
  const auto quarks = make_parton_density("lhapdf:u_0000.dat", [&](const std::string&) { return text + "---\n"; });
  for (const double x : {1e-3, 0.05, 0.4}) {
    const double splitting = -2 * std::log(x) - 1.5 + 2 * x - 0.5 * x * x;
    const double expected = constants::fine_structure / (2 * units::pi) * std::log(400.0) * splitting;
    EXPECT_NEAR(detail::inelastic_photon(*quarks, Nucleon::proton, x, 400.0), expected, 1e-6 * expected) << x;
    EXPECT_NEAR(detail::inelastic_photon(*quarks, Nucleon::neutron, x, 400.0), expected / 4, 1e-6 * expected) << x;
  }
}

TEST(PartonPhoton, IsAChoiceThatLeavesQuarksAsTheyAre) {
  const auto plain = make_parton_density("mstw2008lo"), with = make_parton_density("mstw2008lo,photon=elastic");
  EXPECT_TRUE(with->has_photon());
  EXPECT_EQ(with->name(), "mstw2008lo,photon=elastic");
  const PartonValues a = plain->evaluate(Nucleon::neutron, 0.1, 50.0), b = with->evaluate(Nucleon::neutron, 0.1, 50.0);
  for (size_t k = 0; k < parton::photon; ++k) EXPECT_EQ(a[k], b[k]);
  const double x = 0.1, Q2 = 50.0;
  PartonValues average{};
  with->evaluate_average(0.5, &x, &Q2, 1, &average);
  EXPECT_NEAR(average[parton::photon],
              0.5 * (b[parton::photon] + with->evaluate(Nucleon::proton, x, Q2)[parton::photon]), 1e-15);
  EXPECT_THROW(make_parton_density("grv94lo,photon=elastic,border=extend"), UserError);
  EXPECT_THROW(make_parton_density("grv94lo,photon=some"), UserError);
}

}  // namespace
}  // namespace tridens::matter
