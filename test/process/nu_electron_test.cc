#include <gtest/gtest.h>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::process {
namespace {

using namespace samples;
using model::Lorentz;
using units::cm2;
using units::keV;
using units::MeV;

constexpr Neutrino numu{Flavour::muon, false}, numubar{Flavour::muon, true}, nue{Flavour::electron, false},
    nuebar{Flavour::electron, true};
constexpr double m_e = constants::electron_mass;

struct Chiral {
  double left, right;
};
Chiral chiral(Neutrino neutrino) {
  const double s2 = low_energy_mixing_angle;
  const double left = neutrino.flavour == Flavour::electron ? 0.5 + s2 : -0.5 + s2;
  return neutrino.antiparticle ? Chiral{s2, left} : Chiral{left, s2};
}

/// (2 m_e G_F^2/pi) int dT [C_L^2 + C_R^2 (1 - T/E)^2 - C_L C_R m_e T/E^2] from 0 to T.
double closed_total(Chiral c, double E, double T) {
  const double G = constants::fermi_constant, y = T / E;
  return 2.0 * m_e * G * G / units::pi * E *
         (c.left * c.left * y + c.right * c.right * (1.0 - std::pow(1.0 - y, 3)) / 3.0 -
          c.left * c.right * m_e * y * y / (2.0 * E));
}

TEST(NuElectron, TotalIsTheIntegralOfTheFormulaFromReactorsToBeams) {
  for (const Neutrino neutrino : {nue, numu, nuebar, numubar}) {
    const auto process = nu_electron("Ar40", standard(neutrino), neutrino);
    for (const double E : {10 * keV, 1 * MeV, 30 * MeV, 3.0, 100.0}) {
      const CrossSection sigma = process->cross_section(0, E);
      const double expected = 18.0 * closed_total(chiral(neutrino), E, 2.0 * E * E / (m_e + 2.0 * E));
      EXPECT_NEAR(sigma.value / expected, 1.0, 1e-10) << name(neutrino) << " " << E;
      EXPECT_LE(std::abs(sigma.value - expected), sigma.error);
    }
  }
}

TEST(NuElectron, HighEnergyTotalHasThePublishedSlope) {
  // 2 m_e G_F^2/pi = 17.23e-42 cm2/GeV times C_L^2 + C_R^2/3.
  const Chiral c = chiral(numu);
  const double slope = nu_electron("H1", standard(numu))->cross_section(0, 50.0).value / 50.0;
  EXPECT_NEAR(slope / (c.left * c.left + c.right * c.right / 3.0) / (1e-42 * cm2), 17.23, 0.001 * 17.23);
}

TEST(NuElectron, AntineutrinosExchangeTheChiralCouplings) {
  // g_V - g_A <-> g_V + g_A is g_A -> -g_A.
  const double s2 = low_energy_mixing_angle;
  model::ElasticTerms terms;
  terms.add(model::outgoing(numu), {"sm", Lorentz::vector, 0.0, 0.0, -0.5 + 2.0 * s2, {}});
  terms.add(model::outgoing(numu), {"sm", Lorentz::axial, 0.0, 0.0, +0.5, {}});
  const auto swapped = nu_electron("Ar", terms.channels()), anti = nu_electron("Ar", standard(numubar), numubar);
  for (const double T : {1e-5, 1e-3, 0.5}) {
    EXPECT_NEAR(spectrum_at(*swapped, 1.0, T) / spectrum_at(*anti, 1.0, T), 1.0, 1e-13);
  }
}

TEST(NuElectron, MagneticMomentOfTheElectronTarget) {
  // pi alpha^2/m_e^2 (mu/mu_B)^2 (1/T - 1/E), exact.
  const double mu = 2.9e-11, alpha = constants::fine_structure;
  const auto process =
      nu_electron("H1", single(nuebar, Lorentz::magnetic, 0.0, 0.0, mu * constants::bohr_magneton), nuebar);
  for (const double T : {1e-6, 1e-4, 2e-3}) {
    const double E = 4 * MeV, expected = units::pi * alpha * alpha / (m_e * m_e) * mu * mu * (1.0 / T - 1.0 / E);
    EXPECT_NEAR(spectrum_at(*process, E, T) / expected, 1.0, 1e-7) << T;
  }
}

TEST(NuElectron, BoundElectronsOpenShellByShell) {
  const auto free = nu_electron("Ge", standard(nuebar), nuebar);
  const auto bound = nu_electron("Ge", standard(nuebar), nuebar, "stepped");
  const auto share = [&](double T) { return 32.0 * spectrum_at(*bound, 3 * MeV, T) / spectrum_at(*free, 3 * MeV, T); };
  const double keV_values[] = {12.0, 5.0, 1.3, 1.23, 0.5, 0.15, 0.122, 0.06, 0.01};
  const double electrons[] = {32, 30, 28, 26, 22, 20, 18, 14, 4};
  for (int i = 0; i < 9; ++i) EXPECT_NEAR(share(keV_values[i] * keV), electrons[i], 1e-9) << keV_values[i];
  const std::vector<double> steps = bound->steps(0);
  ASSERT_EQ(steps.size(), 9u);
  EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  EXPECT_TRUE(free->steps(0).empty());
}

TEST(NuElectron, TotalOfBoundElectronsIsTheSumOverShells) {
  const auto bound = nu_electron("Cs133", standard(nue), nue, "stepped");
  const double E = 100 * keV, T_max = 2.0 * E * E / (m_e + 2.0 * E);
  double expected = closed_total(chiral(nue), E, T_max);  // one valence electron
  const double eV_values[] = {35985, 5714,  5359,  5012, 1211, 1071, 1003, 740.5, 726.6,
                              232.3, 172.4, 161.3, 79.8, 77.5, 22.7, 14.2, 12.1};
  const int electrons[] = {2, 2, 2, 4, 2, 2, 4, 4, 6, 2, 2, 4, 4, 6, 2, 2, 4};
  for (int i = 0; i < 17; ++i) {
    const double edge = eV_values[i] * units::eV;
    if (edge < T_max) {
      expected += electrons[i] * (closed_total(chiral(nue), E, T_max) - closed_total(chiral(nue), E, edge));
    }
  }
  EXPECT_NEAR(bound->cross_section(0, E).value / expected, 1.0, 1e-9);
}

TEST(NuElectron, ArgonIsClosedBelowItsFirstIonisationEnergy) {
  auto channels = single(nue, Lorentz::magnetic, 0.0, 0.0, 1e-10 * constants::bohr_magneton);
  const auto bound = nu_electron("Ar40", channels, nue, "stepped"), free = nu_electron("Ar40", channels, nue);
  EXPECT_TRUE(free->diverges_at_zero(0));
  EXPECT_FALSE(bound->diverges_at_zero(0));
  EXPECT_GT(bound->cross_section(0, 1 * MeV).value, 0.0);
  EXPECT_NEAR(bound->recoil_range(0, bound->threshold(0)).high / (15.7 * units::eV), 1.0, 1e-9);
  EXPECT_TRUE(bound->cross_section(0, 0.99 * bound->threshold(0)).below_threshold);
}

TEST(NuElectron, ElementsWithoutBindingEnergiesAreUserErrors) {
  EXPECT_THROW(nu_electron("Fe", standard(numu), numu, "stepped"), UserError);
  EXPECT_THROW(nu_electron("n", standard(numu)), UserError);
  EXPECT_THROW(nu_electron("Ar", standard(numu), numu, "tight"), UserError);
}

TEST(NuElectron, OneComponentPerElementWithTheNucleusAsTarget) {
  const auto process = nu_electron("Xe", standard(numu));
  ASSERT_EQ(process->components().size(), 1u);
  const Component& electron = process->components()[0];
  EXPECT_EQ(electron.name, "electron");
  EXPECT_EQ(electron.recoil_pdg, 11);
  EXPECT_EQ(electron.target_pdg, nucleus_pdg(54, 132));
  EXPECT_NEAR(electron.multiplicity, 54.0, 1e-12);
  EXPECT_TRUE(electron.bound);
  const auto compound = nu_electron("CsI", standard(numu));
  ASSERT_EQ(compound->components().size(), 2u);
  EXPECT_EQ(compound->components()[0].shape, compound->components()[1].shape);
}

}  // namespace
}  // namespace tridens::process
