#include "tridens/rate/neutrino_potential.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/matter_potential.hh"

namespace tridens::rate {
namespace {

const matter::EarthModel prem = matter::EarthModel::preliminary_reference();

std::shared_ptr<const model::Model> lmu_ltau(const std::string& mass, const std::string& coupling) {
  return model::make_model("le-lmu", {{"mass", mass}, {"coupling", coupling}});
}

TEST(NeutrinoPotential, OfTheStandardModelIsThatOfTheFluxes) {
  const auto standard = model::make_model("sm");
  const flux::ForwardPotential here = uniform_potential(*standard, 4.5, 0.49),
                               there = flux::standard_potential(4.5, 0.49);
  EXPECT_NEAR(std::abs(here.active[0][0] / there.active[0][0]), 1.0, 1e-14);
  EXPECT_EQ(here.active[1][1], 0.0);
  EXPECT_EQ(here.sterile, there.sterile);
  const auto in_earth = potential_in_earth(standard, prem);
  EXPECT_EQ(in_earth(4.5, 0.49, 4000.0).active[0][0], here.active[0][0]);
}

// eps_ab^(earth) = eps^e + (2 + y) eps^u + (1 + 2 y) eps^d, y = N_n/N_e, in units of V.
TEST(NeutrinoPotential, NonStandardInteractionsByTheirEffectiveStrength) {
  const auto nsi = model::make_model("nsi", {{"eps_emu_uV", "0.1"}, {"eps_tautau_dV", "-0.2"}});
  const double y = 0.51 / 0.49;
  const flux::ForwardPotential potential = uniform_potential(*nsi, 4.5, 0.49);
  const double V = flux::standard_potential(4.5, 0.49).active[0][0].real();
  EXPECT_NEAR(potential.active[0][1].real() / V, 0.1 * (2.0 + y), 1e-12);
  EXPECT_NEAR(potential.active[1][0].real() / V, 0.1 * (2.0 + y), 1e-12);
  EXPECT_NEAR(potential.active[2][2].real() / V, -0.2 * (1.0 + 2.0 * y), 1e-12);
  EXPECT_NEAR(potential.active[0][0].real() / V, 1.0, 1e-14);
}

// So fast that masses play no role: sin^2 of the column of electrons times sqrt2 G_F eps_mutau.
TEST(NeutrinoPotential, AStrengthBetweenFlavoursMixesThem) {
  const auto nsi = model::make_model("nsi", {{"eps_mutau_eV", "0.05"}});
  const flux::NeutrinoMixing mixing(flux::mixing_parameters("5.2"));
  const flux::EarthOscillation with(prem, mixing, {}, potential_in_earth(nsi, prem)), without(prem, mixing);
  double phase = 0.0;
  for (const matter::EarthShell& shell : prem.shells(20.0)) {
    phase += 2.0 * (shell.outer_radius_km - shell.inner_radius_km) * units::km * 0.05 *
             flux::standard_potential(shell.density, shell.electrons_per_nucleon).active[0][0].real();
  }
  EXPECT_NEAR(with.transitions(false, 1e8, -1.0)[1][2], std::pow(std::sin(phase), 2), 1e-5);
  EXPECT_LT(without.transitions(false, 1e8, -1.0)[1][2], 1e-5);
}

// A heavy boson acts by contact; one of a range of a thousand kilometres has the profile of the potential, and far
// beyond the size of the Earth the potential is that of a point.
TEST(NeutrinoPotential, BosonsOfEveryRange) {
  const auto heavy = lmu_ltau("1 GeV", "1e-3");
  EXPECT_NEAR(model::longest_range(*heavy), 1.0, 1e-12);
  const auto contact = potential_in_earth(heavy, prem);
  EXPECT_EQ(contact(5.0, 0.49, 3000.0).active[1][1], contact(5.0, 0.49, 5000.0).active[1][1]);
  const auto light = lmu_ltau("2e-13 eV", "1e-26");
  const auto profile = potential_in_earth(light, prem);
  const auto force = [&](double r) { return profile(0.0, 0.5, r).active[1][1].real(); };
  EXPECT_LT(force(6000.0) / force(0.0), 0.9);
  // Outside, e^(-M r)/r but for what the Earth is not a point to it: M R = 6.5.
  const double M = 2e-13 * units::eV;
  const double decay = std::exp(-M * 1000.0 * units::km) * 7000.0 / 8000.0;
  EXPECT_NEAR(force(8000.0) / force(7000.0), decay, 1e-9 * decay);
  const auto massless = lmu_ltau("0 eV", "1e-26");
  EXPECT_TRUE(std::isinf(model::longest_range(*massless)));
  const auto coulomb = potential_in_earth(massless, prem);
  EXPECT_NEAR(coulomb(0.0, 0.5, 14000.0).active[1][1].real() / coulomb(0.0, 0.5, 7000.0).active[1][1].real(), 0.5,
              1e-12);
  EXPECT_THROW(uniform_potential(*massless, 3.0, 0.5), UserError);
}

TEST(NeutrinoPotential, ScalarsAreNoPotential) {
  const auto scalar = model::make_model("light-scalar", {{"mass", "1 GeV"}, {"g", "1e-3"}});
  EXPECT_THROW(potential_in_earth(scalar, prem), UserError);
}

}  // namespace
}  // namespace tridens::rate
