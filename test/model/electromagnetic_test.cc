#include "tridens/model/electromagnetic.hh"

#include <cmath>

#include "elastic_fixture.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr double alpha = constants::fine_structure;

TEST(ChargeRadius, ShiftPerProtonAndElectron) {
  const InteractionTerm term = only_term("charge-radius", {{"charge_radius_nue", "1e-32 cm2"}}, nue);
  EXPECT_NEAR(term.proton.real(), -0.023796, 1e-6);
  EXPECT_EQ(term.electron, -term.proton);
  EXPECT_EQ(term.neutron, 0.0);
  EXPECT_TRUE(term.propagator.is_contact());
  EXPECT_TRUE(added("charge-radius", {{"charge_radius_nue", "1e-32 cm2"}}, numu).empty());
  EXPECT_EQ(only_term("charge-radius", {{"charge_radius_nue", "1e-32 cm2"}}, nuebar).proton, term.proton);
}

// -0.83, -0.48, -0.30 x 10^-32 cm^2; with m_W = 80.377 GeV to the fourth digit.
TEST(ChargeRadius, ValuesOfTheStandardModel) {
  EXPECT_NEAR(charge_radius_standard_model(Flavour::electron) / 1e-32, -0.8275, 2e-4);
  EXPECT_NEAR(charge_radius_standard_model(Flavour::muon) / 1e-32, -0.4805, 2e-4);
  EXPECT_NEAR(charge_radius_standard_model(Flavour::tau) / 1e-32, -0.2969, 2e-4);
}

// 2005.01645: g_V^p = 0.0401 (nu_e), 0.0318 (nu_mu) differ by the charge radii alone.
TEST(ChargeRadius, SplitsTheRadiativeCouplingsOfNueAndNumu) {
  const double per_cm2 = only_term("charge-radius", {{"charge_radius_nue", "1e-32 cm2"}}, nue).proton.real() / 1e-32;
  const double split =
      per_cm2 * (charge_radius_standard_model(Flavour::electron) - charge_radius_standard_model(Flavour::muon));
  EXPECT_NEAR(split, 0.0401 - 0.0318, 1e-4);
}

TEST(ChargeRadius, FlavourChangeIsHermitianAndComplex) {
  const Settings settings = {{"charge_radius_nue_numu", "1e-32 cm2"},
                             {"charge_radius_nue_numu_imaginary", "2e-32 cm2"}};
  const auto mu = added("charge-radius", settings, numu), e = added("charge-radius", settings, nue);
  const auto anti = added("charge-radius", settings, numubar);
  ASSERT_EQ(mu.size(), 1u);
  EXPECT_EQ(mu[0].outgoing, outgoing(nue));
  EXPECT_EQ(e[0].outgoing, outgoing(numu));
  EXPECT_EQ(anti[0].outgoing, outgoing(nuebar));
  EXPECT_NEAR(mu[0].terms[0].proton.imag() / mu[0].terms[0].proton.real(), 2.0, 1e-12);
  EXPECT_EQ(e[0].terms[0].proton, std::conj(mu[0].terms[0].proton));
  EXPECT_EQ(anti[0].terms[0].proton, std::conj(mu[0].terms[0].proton));
}

TEST(Millicharge, PrefactorAndSigns) {
  const InteractionTerm term = only_term("millicharge", {{"millicharge_numu", "1"}}, numu);
  EXPECT_NEAR(term.proton.real() / (units::MeV * units::MeV), 5.5593e9, 1e5);
  EXPECT_EQ(term.electron, -term.proton);
  EXPECT_EQ(term.propagator.mass, 0.0);
}

// Coulomb exchange: a massless vector boson of coupling e.
TEST(Millicharge, IsAMasslessVectorBoson) {
  const std::string e = std::to_string(std::sqrt(constants::electric_charge_squared));
  const InteractionTerm boson = only_term(
      "light-vector", {{"mass", "0 eV"}, {"g_nu", e}, {"g_u", "0"}, {"g_d", "0"}, {"g_p", e}, {"g_e", "-" + e}}, nue);
  const InteractionTerm charge = only_term("millicharge", {{"millicharge_nue", "1"}}, nue);
  EXPECT_NEAR(charge.proton.real() / boson.proton.real(), 1.0, 1e-5);
  EXPECT_NEAR(charge.electron.real() / boson.electron.real(), 1.0, 1e-5);
  EXPECT_EQ(charge.propagator.key, boson.propagator.key);
}

// Both are terms of one vertex function f(q^2) = q_nu + q^2 <r^2>/6 with q^2 = -Q^2.
TEST(Millicharge, AndChargeRadiusAreOneVertex) {
  const InteractionTerm charge = only_term("millicharge", {{"millicharge_nue", "1"}}, nue);
  const InteractionTerm radius = only_term("charge-radius", {{"charge_radius_nue", "1e-32 cm2"}}, nue);
  const double Q2 = 1e-4, f = -Q2 * 1e-32 * units::cm2 / 6.0;
  EXPECT_NEAR(charge.proton.real() * charge.propagator.at(Q2) * f / radius.proton.real(), 1.0, 1e-12);
}

// d sigma/dT = alpha mu^2 Z^2 F^2 (1/T - 1/E) = (pi alpha^2/m_e^2)(mu/mu_B)^2 ..., 2.4947e-25 cm^2.
TEST(MagneticMoment, PrefactorInBohrMagnetons) {
  const auto channels = added("magnetic-moment", {{"magnetic_moment_nue", "1 muB"}}, nue);
  ASSERT_EQ(channels.size(), 1u);
  EXPECT_EQ(channels[0].outgoing, outgoing(nue, true));
  const InteractionTerm& term = channels[0].terms.front();
  EXPECT_EQ(term.lorentz, Lorentz::magnetic);
  const double prefactor = alpha * std::norm(term.proton);
  EXPECT_NEAR(prefactor / units::cm2, 2.4947e-25, 1e-29);
  EXPECT_NEAR(prefactor / (units::pi * std::pow(alpha / constants::electron_mass, 2)), 1.0, 1e-9);
  EXPECT_EQ(term.proton, term.electron);
}

TEST(MagneticMoment, EffectiveMomentIsTheSumOverFinalStates) {
  const Settings settings = {{"magnetic_moment_numu", "1e-11 muB"},
                             {"transition_moment_nue_numu", "2e-11 muB"},
                             {"transition_moment_numu_nutau", "3e-11 muB"},
                             {"sterile_moment_numu", "4e-11 muB"}};
  double sum = 0.0;
  const auto channels = added("magnetic-moment", settings, numubar);
  EXPECT_EQ(channels.size(), 4u);
  for (const ElasticChannel& channel : channels) {
    EXPECT_EQ(channel.terms.size(), 1u);
    EXPECT_LT(channel.outgoing.pdg, 0);
    sum += std::norm(channel.terms.front().electron);
  }
  EXPECT_NEAR(sum / std::pow(1e-11 * constants::bohr_magneton, 2), 30.0, 1e-9);
  EXPECT_EQ(added("magnetic-moment", settings, nutau).front().outgoing, outgoing(numu, true));
}

TEST(MagneticMoment, MomentsOfMajoranaNeutrinosAreAntisymmetric) {
  const Settings settings = {{"transition_moment_nue_numu", "2e-11 muB"}, {"nature", "majorana"}};
  const InteractionTerm there = only_term("magnetic-moment", settings, nue);
  const InteractionTerm back = only_term("magnetic-moment", settings, numu);
  EXPECT_EQ(there.proton, -back.proton);
  EXPECT_NEAR(std::abs(there.proton), 2e-11 * constants::bohr_magneton, 1e-20);
  EXPECT_THROW(make_model("magnetic-moment", {{"magnetic_moment_nue", "1e-11 muB"}, {"nature", "majorana"}}),
               UserError);
}

TEST(Electromagnetic, UnitsAreAskedForAndCouplingsToo) {
  EXPECT_THROW(make_model("magnetic-moment", {{"magnetic_moment_nue", "1e-11"}}), UserError);
  EXPECT_THROW(make_model("charge-radius", {{"charge_radius_nue", "1e-32"}}), UserError);
  EXPECT_THROW(make_model("charge-radius", {{"charge_radius_nue", "1 cm2"}}), UserError);
  for (const char* name : {"magnetic-moment", "charge-radius", "millicharge"})
    EXPECT_THROW(make_model(name), UserError);
}

}  // namespace
}  // namespace tridens::model
