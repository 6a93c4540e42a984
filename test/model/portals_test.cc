// Models that make a new particle. Cross sections are built here from the couplings and the spin sums of a spin-0
// nucleus and compared with values computed from explicit spinors.
#include <cmath>

#include "elastic_fixture.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/mixing_portal.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr double G_F = constants::fermi_constant;
const double sqrt2 = std::sqrt(2.0);

/// d sigma/dQ^2 = g^2 T/[64 pi M^2 E^2] with g^2 including propagators, T the spin sum, at F = 1.
struct Point {
  double E = 1.3, M = 11.178, m = 0.25, Q2 = 0.009;
  double X() const { return 4 * M * E - m * m - Q2; }
  double K2() const { return 4 * M * M + Q2; }
  double sigma(double g2, double spin_sum) const {
    return g2 * spin_sum / (64 * units::pi * M * M * E * E) / units::cm2;
  }
  double vector_sum() const { return X() * X() - (m * m + Q2) * K2(); }
  double scalar_sum() const { return (m * m + Q2) * 4 * M * M; }
  double dipole_sum() const { return Q2 * X() * X() - K2() * m * m * (m * m + Q2); }
};

TEST(MixingPortal, DarkPhotonOnCarbonAtOnePoint) {
  // alpha_D |U|^2 = 0.3e-6 with |U_D4|^2 = 1 - 1e-6.
  const Settings settings = {{"mass", "250 MeV"},
                             {"mediator_mass", "50 MeV"},
                             {"alpha_D", "0.3"},
                             {"U_mu4", "1e-3"},
                             {"kinetic_mixing", "1e-3"}};
  const auto channels = added("mixing-portal", settings, numu);
  ASSERT_EQ(channels.size(), 1u);
  EXPECT_EQ(channels[0].outgoing.pdg, heavy_neutrino_pdg);
  EXPECT_DOUBLE_EQ(channels[0].outgoing.mass, 0.25);
  const InteractionTerm& term = channels[0].terms.front();
  const Point point;
  const double g = 6.0 * sqrt2 * G_F * term.proton.real() * term.propagator.at(point.Q2);
  EXPECT_NEAR(point.sigma(g * g, point.vector_sum()) / (2.87789e-36 + 2.69672e-41), 1.0, 1e-5);
  EXPECT_EQ(term.electron, -term.proton);
  EXPECT_EQ(term.neutron, 0.0);
  EXPECT_TRUE(added("mixing-portal", settings, nue).empty());
}

TEST(MixingPortal, QuarkChargesAddToKineticMixing) {
  Settings settings = {{"mass", "1 MeV"},      {"mediator_mass", "1 GeV"},
                       {"dark_coupling", "1"}, {"U_e4", "0.1"},
                       {"g_u", "0.2"},         {"g_d", "0.1"},
                       {"g_e", "0.3"}};
  const InteractionTerm quarks = only_term("mixing-portal", settings, nue);
  EXPECT_NEAR(quarks.proton.real() / quarks.electron.real(), 0.5 / 0.3, 1e-12);
  EXPECT_NEAR(quarks.neutron.real() / quarks.electron.real(), 0.4 / 0.3, 1e-12);
  settings["kinetic_mixing"] = "0.01";
  const InteractionTerm both = only_term("mixing-portal", settings, nue);
  const double charge = 0.01 * std::sqrt(constants::electric_charge_squared);
  EXPECT_NEAR(both.proton.real() / quarks.proton.real(), (0.5 + charge) / 0.5, 1e-12);
  EXPECT_NEAR(both.electron.real() / quarks.electron.real(), (0.3 - charge) / 0.3, 1e-12);
  // g_D (1 - |U|^2) U in units of sqrt2 G_F: the boson of light-vector with these couplings.
  EXPECT_NEAR(quarks.electron.real() * sqrt2 * G_F, 0.99 * 0.1 * 0.3, 1e-14);
}

TEST(MixingPortal, WeakExchangeIsTheStandardModelTimesTheMixing) {
  const Settings settings = {{"mass", "1 MeV"}, {"mediator_mass", "1 GeV"}, {"dark_coupling", "0"}, {"U_e4", "0.1"},
                             {"weak", "yes"},   {"couplings", "radiative"}};
  const auto standard = elastic_channels(*make_model("sm", {{"couplings", "radiative"}}), nuebar);
  const auto weak = added("mixing-portal", settings, nuebar);
  ASSERT_EQ(weak.size(), 1u);
  ASSERT_EQ(weak[0].terms.size(), standard[0].terms.size());
  EXPECT_EQ(weak[0].outgoing.label, "Nbar");
  for (size_t k = 0; k < weak[0].terms.size(); ++k) {
    EXPECT_EQ(weak[0].terms[k].lorentz, standard[0].terms[k].lorentz);
    EXPECT_NEAR(std::abs(weak[0].terms[k].electron - 0.1 * standard[0].terms[k].electron), 0.0, 1e-15);
    EXPECT_NEAR(std::abs(weak[0].terms[k].proton - 0.1 * standard[0].terms[k].proton), 0.0, 1e-15);
  }
}

TEST(MixingPortal, DarkAndWeakAmplitudesMeetInOneState) {
  const Settings settings = {{"mass", "1 MeV"},     {"mediator_mass", "1 GeV"}, {"alpha_D", "0.1"},
                             {"U_mu4", "0.01"},     {"kinetic_mixing", "1e-3"}, {"weak", "yes"},
                             {"nature", "majorana"}};
  const auto channels = added("mixing-portal", settings, numubar);
  ASSERT_EQ(channels.size(), 1u);
  EXPECT_GE(channels[0].terms.size(), 3u);
  EXPECT_EQ(channels[0].outgoing, added("mixing-portal", settings, numu).front().outgoing);  // Majorana: one N
}

TEST(MixingPortal, CouplingsMustBeGivenOnceAndUnitary) {
  const Settings good = {
      {"mass", "1 MeV"}, {"mediator_mass", "1 GeV"}, {"alpha_D", "0.1"}, {"U_mu4", "0.01"}, {"kinetic_mixing", "1e-3"}};
  EXPECT_NO_THROW(make_model("mixing-portal", good));
  for (const char* left_out : {"alpha_D", "U_mu4", "kinetic_mixing", "mass", "mediator_mass"}) {
    Settings settings = good;
    settings.erase(left_out);
    EXPECT_THROW(make_model("mixing-portal", settings), UserError) << left_out;
  }
  Settings settings = good;
  settings["dark_coupling"] = "1";
  EXPECT_THROW(make_model("mixing-portal", settings), UserError);
  settings = good;
  settings["U_e4"] = settings["U_mu4"] = "0.8";
  EXPECT_THROW(make_model("mixing-portal", settings), UserError);
}

TEST(DipolePortal, OnCarbonAtOnePoint) {
  const Settings settings = {{"mass", "250 MeV"}, {"magnetic_moment_nutau", "1e-6 GeV^-1"}};
  const auto channels = added("dipole-portal", settings, nutau);
  ASSERT_EQ(channels.size(), 1u);
  EXPECT_EQ(channels[0].outgoing, heavy_neutrino(0.25, false));
  const Point point;
  const double g = 6.0 * std::sqrt(constants::electric_charge_squared) * channels[0].terms[0].proton.real() / point.Q2;
  EXPECT_NEAR(point.sigma(g * g, point.dipole_sum()) / (7.16916e-42 + 1.04958e-38), 1.0, 1e-5);
  EXPECT_TRUE(added("dipole-portal", settings, numu).empty());
}

TEST(DipolePortal, MasslessNHasTheRateOfASterileMoment) {
  const InteractionTerm heavy =
      only_term("dipole-portal", {{"mass", "0 eV"}, {"magnetic_moment_nue", "1e-9 muB"}}, nuebar);
  const InteractionTerm light = only_term("magnetic-moment", {{"sterile_moment_nue", "1e-9 muB"}}, nuebar);
  EXPECT_EQ(heavy.proton, light.proton);
  EXPECT_EQ(heavy.electron, light.electron);
  EXPECT_EQ(heavy.lorentz, light.lorentz);
}

TEST(DipolePortal, DiracNHasAnAntiparticle) {
  Settings settings = {{"mass", "1 MeV"}, {"magnetic_moment_nue", "1e-9 muB"}};
  EXPECT_EQ(added("dipole-portal", settings, nuebar).front().outgoing.pdg, -heavy_neutrino_pdg);
  settings["nature"] = "majorana";
  EXPECT_EQ(added("dipole-portal", settings, nuebar).front().outgoing.pdg, heavy_neutrino_pdg);
  EXPECT_THROW(make_model("dipole-portal", {{"mass", "1 MeV"}}), UserError);
  EXPECT_THROW(make_model("dipole-portal", {{"magnetic_moment_nue", "1e-9 muB"}}), UserError);
}

TEST(ScalarConversion, OnCarbonAtOnePoint) {
  // y c_A = 1.2e-6 with A = 12 nucleons of 1e-3 each and y_nu = 1e-4.
  const Settings settings = {{"fermion_mass", "250 MeV"},
                             {"scalar_mass", "200 MeV"},
                             {"y_nu", "1e-4"},
                             {"y_u", "0"},
                             {"y_d", "0"},
                             {"y_p", "1e-3"},
                             {"y_n", "1e-3"}};
  const auto channels = added("scalar-conversion", settings, numu);
  ASSERT_EQ(channels.size(), 1u);
  EXPECT_EQ(channels[0].outgoing, dark_fermion(0.25, false));
  EXPECT_EQ(channels[0].outgoing.pdg, 52);
  const InteractionTerm& term = channels[0].terms.front();
  const Point point;
  const double g = G_F / sqrt2 * (6.0 * term.proton + 6.0 * term.neutron).real() * term.propagator.at(point.Q2);
  EXPECT_NEAR(point.sigma(g * g, point.scalar_sum()) / (1.73271e-40 + 2.32878e-41), 1.0, 1e-5);
}

TEST(ScalarConversion, MasslessFermionIsTheLightScalar) {
  const InteractionTerm conversion = only_term(
      "scalar-conversion", {{"fermion_mass", "0 eV"}, {"scalar_mass", "2 MeV"}, {"y", "1e-5"}, {"y_e", "3e-5"}}, nue);
  const InteractionTerm scalar = only_term("light-scalar", {{"mass", "2 MeV"}, {"g", "1e-5"}, {"g_e", "3e-5"}}, nue);
  EXPECT_EQ(conversion.proton, scalar.proton);
  EXPECT_EQ(conversion.neutron, scalar.neutron);
  EXPECT_EQ(conversion.electron, scalar.electron);
  EXPECT_EQ(conversion.propagator.key, scalar.propagator.key);
}

}  // namespace
}  // namespace tridens::model
