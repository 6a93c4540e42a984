#include "tridens/model/light_mediator.hh"

#include <cmath>

#include "elastic_fixture.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/nucleon_charges.hh"

namespace tridens::model {
namespace {

const double sqrt2 = std::sqrt(2.0);
constexpr double G_F = constants::fermi_constant;

/// Sum of the couplings of p, n, e of one structure at Q2, over all terms to the same state.
std::array<std::complex<double>, 3> at(const std::vector<ElasticChannel>& channels, Lorentz lorentz, double Q2) {
  std::array<std::complex<double>, 3> result{};
  for (const ElasticChannel& channel : channels) {
    for (const InteractionTerm& term : channel.terms) {
      if (term.lorentz != lorentz) continue;
      result[0] += term.proton * term.propagator.at(Q2);
      result[1] += term.neutron * term.propagator.at(Q2);
      result[2] += term.electron * term.propagator.at(Q2);
    }
  }
  return result;
}

struct Case {
  std::string mediator;
  Lorentz lorentz;
  std::string letter;  // of the generalised coupling
  double sign;         // of C against g_nu g_f
  bool quarks;
};

// The Lagrangians name both: L_eff = +/- (g_nu g_f/m^2) (nubar G nu)(fbar G f) against (G_F/sqrt2) C. The neutrino of
// the generalised interactions is the whole Dirac field; the left-handed part of nubar g nu is what the vector boson of
// light-vector sees, nubar g g5 nu likewise. Bosons of spin 1 exchanged give the minus sign, those of spin 0 none.
TEST(LightMediator, HeavyOnesAreTheGeneralisedContactInteractions) {
  const double mass = 30.0, g = 0.01, Q2 = 1e-9;
  for (const Case& c :
       {Case{"light-scalar", Lorentz::scalar, "S", 1.0, true},
        Case{"light-pseudoscalar", Lorentz::pseudoscalar, "P", 1.0, false},
        Case{"light-vector", Lorentz::vector, "V", -1.0, true}, Case{"light-axial", Lorentz::axial, "A", -1.0, true},
        Case{"light-tensor", Lorentz::tensor, "T", 1.0, true}}) {
    const std::string C = std::to_string(c.sign * sqrt2 * g * g / (G_F * mass * mass));
    Settings contact = {{"C_" + c.letter + "_e", C}}, light = {{"mass", "30 GeV"}, {"g", "0.01"}};
    for (const char* fermion : {"_u", "_d", "_p", "_n"}) {
      if (c.quarks != (fermion[1] == 'u' || fermion[1] == 'd')) continue;
      contact["C_" + c.letter + fermion] = C;
      light["g" + std::string(fermion)] = "0.01";
    }
    for (const Neutrino& neutrino : {nue, numubar}) {
      const auto a = at(added(c.mediator, light, neutrino), c.lorentz, Q2);
      const auto b = at(added("generalised", contact, neutrino), c.lorentz, Q2);
      for (size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(a[k].real() / b[k].real(), 1.0, 2e-5) << c.mediator << " " << k;  // to_string: six digits
        EXPECT_EQ(a[k].imag(), 0.0);
      }
    }
  }
}

TEST(LightMediator, UniversalVectorRaisesTheWeakChargeByThreeAG2) {
  const InteractionTerm term = only_term("light-vector", {{"mass", "10 MeV"}, {"g", "1e-4"}}, numu);
  const double Q2 = 2.5e-3 * 1e-3;
  const double expected = 3.0 * 1e-8 / (sqrt2 * G_F * (Q2 + 1e-4));
  EXPECT_NEAR(term.proton.real() * term.propagator.at(Q2) / expected, 1.0, 1e-12);
  EXPECT_EQ(term.proton, term.neutron);
  EXPECT_NEAR(term.electron.real() / term.proton.real(), 1.0 / 3.0, 1e-14);
}

TEST(LightMediator, ChargesOfAGaugeBosonGiveTheGaugeBoson) {
  const Settings gauge = {{"mass", "5 MeV"}, {"coupling", "2e-4"}, {"kinetic_mixing", "none"}};
  const Settings custom = {{"mass", "5 MeV"},
                           {"g_nu", "-2e-4"},
                           {"g_e", "-2e-4"},
                           {"g_u", "6.666666666666667e-5"},
                           {"g_d", "6.666666666666667e-5"}};
  for (const Neutrino& neutrino : all_neutrinos()) {
    const auto a = at(added("b-l", gauge, neutrino), Lorentz::vector, 1e-5);
    const auto b = at(added("light-vector", custom, neutrino), Lorentz::vector, 1e-5);
    for (size_t k = 0; k < 3; ++k) EXPECT_NEAR(a[k].real() / b[k].real(), 1.0, 1e-12) << name(neutrino) << k;
    EXPECT_LT(a[0].real(), 0.0);  // quarks +1/3, leptons -1: unlike charges
    EXPECT_GT(a[2].real(), 0.0);
  }
}

// d sigma/dT = M^2 T (g_nu C)^2/[4 pi E^2 (Q^2 + m^2)^2] with the sums of the named sets, C per nucleon.
TEST(LightMediator, ScalarSumsOfTheNamedSets) {
  const double unit = sqrt2 * 1e-10 / G_F;
  const Settings standard = {{"mass", "1 MeV"}, {"g", "1e-5"}};
  const InteractionTerm term = only_term("light-scalar", standard, nue);
  EXPECT_NEAR(term.proton.real() / unit, 17.29, 0.005);
  EXPECT_NEAR(term.neutron.real() / unit, 17.29, 0.005);
  Settings shorthand = standard;
  shorthand["nucleon_charges"] = "shorthand";
  const InteractionTerm other = only_term("light-scalar", shorthand, nue);
  EXPECT_NEAR(other.proton.real() / unit, 15.1, 1e-12);
  EXPECT_NEAR(other.neutron.real() / unit, 14.0, 1e-12);
  shorthand["g_u"] = "2e-5";
  EXPECT_THROW(make_model("light-scalar", shorthand), UserError);
  // Cross section of the scalar: s = sqrt2 g^2 C/G_F gives (G_F^2 M/4 pi) s^2/2 (2 M T/2E^2) x propagator^2.
  const double M = 68.0, T = 1e-6, E = 3e-3, Q2 = 2 * M * T;
  const double s = term.proton.real() * term.propagator.at(Q2);
  const double from_term = G_F * G_F * M / (4 * units::pi) * s * s * M * T / (2 * E * E);
  const double published = M * M * T * std::pow(1e-10 * 17.2923, 2) / (4 * units::pi * E * E * std::pow(Q2 + 1e-6, 2));
  EXPECT_NEAR(from_term / published, 1.0, 1e-3);
}

// d sigma/dT = M (4E^2 - M T) C^2/[k pi E^2 (Q^2 + m^2)^2] at T << E, k = 1 derived, 2 published. From t of
// elastic_terms.hh: (G_F^2 M/4 pi) 8 t^2 (1 - M T/4E^2).
TEST(LightMediator, TensorNormalisations) {
  const double M = 68.0, T = 1e-6, E = 3e-3, Q2 = 2 * M * T, G4 = 4 * units::pi;
  for (const auto& [choice, k] : {std::pair{"derived", 1.0}, std::pair{"published", 2.0}}) {
    const InteractionTerm term =
        only_term("light-tensor", {{"mass", "1 MeV"}, {"g", "1e-5"}, {"normalisation", choice}}, nue);
    EXPECT_NEAR(term.neutron.real(), term.proton.real(), 1e-12 * term.proton.real());
    const double t = term.proton.real() * term.propagator.at(Q2), C = 1e-10 * (0.54 - 0.23);
    const double from_term = G_F * G_F * M / G4 * 8 * t * t * (1 - M * T / (4 * E * E));
    const double formula = M * (4 * E * E - M * T) * C * C / (k * units::pi * E * E * std::pow(Q2 + 1e-6, 2));
    EXPECT_NEAR(from_term / formula, 1.0, 1e-12);
  }
}

TEST(LightMediator, CouplingsOfParticlesReplaceTheCommonOne) {
  const Settings settings = {{"mass", "0 eV"},  {"g", "1"},   {"g_nu", "2"},
                             {"g_nu_tau", "3"}, {"g_e", "0"}, {"g_n", "0.5"}};
  const double unit = 1.0 / (sqrt2 * G_F);
  EXPECT_NEAR(only_term("light-vector", settings, nue).proton.real() / unit, 6.0, 1e-12);
  const InteractionTerm tau = only_term("light-vector", settings, nutau);
  EXPECT_NEAR(tau.proton.real() / unit, 9.0, 1e-12);
  EXPECT_NEAR(tau.neutron.real() / unit, 10.5, 1e-12);
  EXPECT_EQ(tau.electron, 0.0);
  EXPECT_EQ(tau.propagator.mass, 0.0);
  const auto resolved = make_model("light-vector", settings)->resolved();
  EXPECT_EQ(resolved.at("g_nu_e"), "2");
  EXPECT_EQ(resolved.at("g_u"), "1");
}

TEST(LightMediator, HelicityFlipsExceptForSpinOne) {
  const Settings settings = {{"mass", "1 MeV"}, {"g", "1e-5"}};
  for (const char* flips : {"light-scalar", "light-pseudoscalar", "light-tensor"}) {
    EXPECT_TRUE(added(flips, settings, nuebar).front().outgoing.flipped) << flips;
  }
  for (const char* keeps : {"light-vector", "light-axial"}) {
    EXPECT_EQ(added(keeps, settings, nuebar).front().outgoing, outgoing(nuebar)) << keeps;
  }
}

TEST(LightMediator, HalfGivenCouplingsAreErrors) {
  EXPECT_THROW(make_model("light-vector", {{"mass", "1 MeV"}}), UserError);
  EXPECT_THROW(make_model("light-vector", {{"mass", "1 MeV"}, {"g_nu", "1"}}), UserError);
  EXPECT_THROW(make_model("light-vector", {{"mass", "1 MeV"}, {"g_e", "1"}}), UserError);
  EXPECT_NO_THROW(make_model("light-vector", {{"mass", "1 MeV"}, {"g_e", "1"}, {"g_nu_mu", "1"}}));
  EXPECT_THROW(make_model("light-vector", {{"g", "1"}}), UserError);
  EXPECT_THROW(make_model("light-vector", {{"mass", "-1 MeV"}, {"g", "1"}}), UserError);
  EXPECT_THROW(make_model("light-pseudoscalar", {{"mass", "1 MeV"}, {"g", "1"}, {"g_u", "1"}}), UserError);
  EXPECT_THROW(make_model("light-tensor", {{"mass", "1 MeV"}, {"g", "1"}, {"normalisation", "half"}}), UserError);
}

}  // namespace
}  // namespace tridens::model
