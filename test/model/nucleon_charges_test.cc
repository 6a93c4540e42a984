#include "tridens/model/nucleon_charges.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

constexpr auto u = Quark::up, d = Quark::down, s = Quark::strange;
constexpr auto p = Nucleon::proton, n = Nucleon::neutron;

TEST(NucleonCharges, ValenceQuarksGiveElectricChargeAndBaryonNumber) {
  for (const Nucleon nucleon : {p, n}) {
    const double up = NucleonCharges::vector(u, nucleon), down = NucleonCharges::vector(d, nucleon);
    EXPECT_DOUBLE_EQ(up + down, 3.0);
    EXPECT_NEAR(2.0 / 3.0 * up - 1.0 / 3.0 * down, nucleon == p ? 1.0 : 0.0, 1e-15);
    EXPECT_DOUBLE_EQ(NucleonCharges::vector(s, nucleon), 0.0);
  }
}

// Sums of f_q m_N/m_q over u and d with m_u = 2.16 MeV, m_d = 4.67 MeV.
TEST(NucleonCharges, ScalarChargesOfSigmaTermsAndTheShorthand) {
  const NucleonCharges standard;
  EXPECT_NEAR(standard.scalar_universal(p), 17.29, 0.005);
  EXPECT_NEAR(standard.scalar_universal(n), 17.29, 0.005);
  EXPECT_NEAR(standard.scalar(u, p), 0.0208 * 938.272 / 2.16, 1e-4);
  EXPECT_NEAR(standard.scalar(u, p) + standard.scalar(d, p), standard.scalar_universal(p), 1e-12);
  // The sigma term is one: m_u <uu> + m_d <dd> = 59 MeV, within its uncertainty of 3.5 MeV, for p and n.
  for (const Nucleon nucleon : {p, n}) {
    EXPECT_NEAR(2.16 * standard.scalar(u, nucleon) + 4.67 * standard.scalar(d, nucleon), 59.1, 3.5);
  }
  const NucleonCharges shorthand({.scalar = "shorthand"});
  EXPECT_DOUBLE_EQ(shorthand.scalar_universal(p), 14 + 1.1);
  EXPECT_DOUBLE_EQ(shorthand.scalar_universal(n), 14);
  EXPECT_THROW(shorthand.scalar(u, p), UserError);
}

TEST(NucleonCharges, IsospinMirrorsSpinAndTensorCharges) {
  for (const std::string& axial : NucleonCharges::sets("axial")) {
    for (const std::string& tensor : NucleonCharges::sets("tensor")) {
      const NucleonCharges charges({.tensor = tensor, .axial = axial});
      EXPECT_DOUBLE_EQ(charges.axial(u, p), charges.axial(d, n));
      EXPECT_DOUBLE_EQ(charges.axial(d, p), charges.axial(u, n));
      EXPECT_DOUBLE_EQ(charges.axial(s, p), charges.axial(s, n));
      EXPECT_DOUBLE_EQ(charges.tensor(u, p), charges.tensor(d, n));
      EXPECT_DOUBLE_EQ(charges.tensor(d, p), charges.tensor(u, n));
    }
  }
}

// Bjorken: Delta u - Delta d = g_A of neutron decay, 1.2764; the lattice result is 1.218(25)(30).
TEST(NucleonCharges, SpinContentsGiveTheAxialCharge) {
  const NucleonCharges hermes, lattice({.axial = "pndme"});
  EXPECT_NEAR(hermes.axial(u, p) - hermes.axial(d, p), 1.27641, 0.01);
  EXPECT_NEAR(lattice.axial(u, p) - lattice.axial(d, p), 1.218, 0.004);
}

TEST(NucleonCharges, UnknownSetsAreUserErrorsAndTheDefaultComesFirst) {
  EXPECT_THROW(NucleonCharges({.scalar = "hofer"}), UserError);
  EXPECT_THROW(NucleonCharges({.tensor = "x"}), UserError);
  EXPECT_THROW(NucleonCharges({.axial = "x"}), UserError);
  EXPECT_EQ(NucleonCharges::sets("scalar"), (std::vector<std::string>{"hoferichter", "shorthand"}));
  EXPECT_EQ(NucleonCharges::sets("tensor").front(), NucleonCharges::Sets().tensor);
  EXPECT_EQ(NucleonCharges::sets("axial").front(), NucleonCharges::Sets().axial);
}

}  // namespace
}  // namespace tridens::model
