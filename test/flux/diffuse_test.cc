#include "tridens/flux/diffuse.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino nuebar{Flavour::electron, true};

double all_species(const DiffuseFlux& flux, double energy) {
  double sum = 0.0;
  for (const Neutrino neutrino : all_neutrinos()) sum += flux.at(neutrino, energy, 0.0);
  return sum;
}

TEST(DiffuseFlux, EveryOneIsListedAndKnown) {
  for (const SourceInfo& info : diffuse_fluxes()) {
    EXPECT_TRUE(is_diffuse_flux(info.name + ",x=1"));
    EXPECT_FALSE(info.title.empty());
    EXPECT_EQ(info.exposure_unit, "s");
    EXPECT_FALSE(info.papers.empty()) << info.name;
  }
  EXPECT_FALSE(is_diffuse_flux("supernova"));
  EXPECT_TRUE(is_source("astrophysical"));
  EXPECT_THROW(make_diffuse_flux("astrophysicle"), UserError);
}

// 6.37e-18 for all six species at 100 TeV, IceCube, Phys. Rev. D 104 (2021) 022002.
TEST(Astrophysical, DefaultIsTheFitOfStartingEvents) {
  const auto flux = make_diffuse_flux("astrophysical");
  EXPECT_NEAR(all_species(*flux, 1e5) / 6.37e-18, 1.0, 2e-3);
  EXPECT_NEAR(all_species(*flux, 1e6) / all_species(*flux, 1e5), std::pow(10.0, -2.87), 1e-12);
  EXPECT_TRUE(flux->isotropic());
  EXPECT_EQ(all_species(*flux, 999.0), 0.0);
  EXPECT_EQ(all_species(*flux, 1.01e9), 0.0);
}

TEST(Astrophysical, CompositionSetsTheSpecies) {
  const auto pp = make_diffuse_flux("astrophysical,composition=pp,nufit=5.2");
  const auto damped = make_diffuse_flux("astrophysical,composition=p-gamma-damped");
  EXPECT_NEAR(pp->at(nuebar, 2e5, 0.3) / all_species(*pp, 2e5), 0.16746, 5e-6);
  EXPECT_EQ(damped->at(nuebar, 2e5, 0.3), 0.0);
  EXPECT_NEAR(all_species(*damped, 2e5) / all_species(*pp, 2e5), 1.0, 1e-12);
}

TEST(Astrophysical, ElectronNeutrinosAreDividedByTheirShareOfAntineutrinos) {
  constexpr Neutrino nue{Flavour::electron, false};
  for (const char* norms : {"", ",norm_e=2,norm_mu=1,norm_tau=1"}) {
    const std::string flux = std::string("astrophysical") + norms;
    const auto usual = make_diffuse_flux(flux), mine = make_diffuse_flux(flux + ",nuebar_share=0.2");
    const double both = usual->at(nue, 1e5, 0.0) + usual->at(nuebar, 1e5, 0.0);
    EXPECT_NEAR(mine->at(nuebar, 1e5, 0.0) / both, 0.2, 1e-12);
    EXPECT_NEAR(mine->at(nue, 1e5, 0.0) / both, 0.8, 1e-12);
    EXPECT_DOUBLE_EQ(mine->at(numu, 1e5, 0.0), usual->at(numu, 1e5, 0.0));
  }
  EXPECT_THROW(make_diffuse_flux("astrophysical,nuebar_share=1.2"), UserError);
}

TEST(Astrophysical, OwnNormalisationsOfFlavours) {
  const auto flux = make_diffuse_flux("astrophysical,norm_e=1,norm_mu=2,norm_tau=0,composition=pp");
  EXPECT_NEAR(flux->at(nuebar, 1e5, 0.0), 0.5e-18, 1e-30);
  EXPECT_NEAR(flux->at(numu, 1e5, 0.0), 1e-18, 1e-30);
  EXPECT_EQ(flux->at({Flavour::tau, true}, 1e5, 0.0), 0.0);
}

TEST(Astrophysical, BreakAndCutoff) {
  const auto broken = make_diffuse_flux("astrophysical,gamma=2,break=1PeV,gamma_high=3,norm=1");
  EXPECT_NEAR(all_species(*broken, 1e5), 3e-18, 1e-30);
  EXPECT_NEAR(all_species(*broken, 1e7) / all_species(*broken, 1e6), 1e-3, 1e-12);
  EXPECT_NEAR(all_species(*broken, 1e6 * (1 + 1e-9)) / all_species(*broken, 1e6 * (1 - 1e-9)), 1.0, 1e-8);
  const auto fitted = make_diffuse_flux("astrophysical,fit=combined-2023-broken");
  EXPECT_NEAR(all_species(*fitted, 1e5) / 3.0, 1.77e-18, 1e-24);
  EXPECT_NEAR(all_species(*fitted, 2e4) / all_species(*fitted, 1e4), std::pow(2.0, -1.31), 1e-10);
  EXPECT_NEAR(all_species(*fitted, 2e6) / all_species(*fitted, 1e6), std::pow(2.0, -2.74), 1e-10);
  const auto cut = make_diffuse_flux("astrophysical,gamma=2,cutoff=3PeV,norm=1");
  EXPECT_NEAR(all_species(*cut, 3e6), 3e-18 / 900.0 * std::exp(-1.0), 1e-27);
}

// As a source it is the flux over the whole sky: the integral of a power law.
TEST(Astrophysical, SourceIsIntegratedOverTheSky) {
  const Flux flux = make_source("astrophysical,gamma=2.5,norm=2,min=10TeV,max=10PeV,composition=pp,nufit=none");
  const double total = 4.0 * units::pi * 3.0 * 2e-18 * 1e5 / 1.5 * (std::pow(0.1, -1.5) - std::pow(100.0, -1.5));
  EXPECT_NEAR(flux.spectrum(nuebar).integral() / (total / 6.0), 1.0, 1e-5);
  EXPECT_FALSE(flux.has({Flavour::tau, false}));
  EXPECT_EQ(flux.exposure_unit, "s");
  EXPECT_NEAR(flux.spectrum(numu).at(3.3e6) / (4.0 * units::pi * 2e-18 * std::pow(33.0, -2.5)), 1.0, 2e-5);
}

TEST(Astrophysical, BandsAddUpToTheSky) {
  const auto flux = make_diffuse_flux("astrophysical");
  const double up = integrated_over_sky(*flux, -1.0, 0.2).spectrum(numu).integral();
  const double down = integrated_over_sky(*flux, 0.2, 1.0).spectrum(numu).integral();
  EXPECT_NEAR((up + down) / integrated_over_sky(*flux).spectrum(numu).integral(), 1.0, 1e-12);
  EXPECT_NEAR(up / down, 1.5, 1e-12);
  EXPECT_THROW(integrated_over_sky(*flux, 0.3, 0.3), UserError);
  EXPECT_THROW(integrated_over_sky(*flux, -1.2, 0.3), UserError);
}

TEST(Astrophysical, RefusesWhatItCannotMean) {
  for (const char* wrong :
       {"astrophysical,fit=hese", "astrophysical,break=1PeV", "astrophysical,gamma_high=3", "astrophysical,norm_e=1",
        "astrophysical,norm=1,norm_e=1,norm_mu=1,norm_tau=1", "astrophysical,norm=-1",
        "astrophysical,min=1PeV,max=1TeV", "astrophysical,composition=1:2:0/1:2:0", "astrophysical,nufit=7",
        "astrophysical,gama=2", "astrophysical,cutoff=3",
        "astrophysical,composition=0:1:0/0:0:0,nufit=none,norm_e=1,norm_mu=1,norm_tau=1"}) {
    EXPECT_THROW(make_diffuse_flux(wrong), UserError) << wrong;
  }
}

}  // namespace
}  // namespace tridens::flux
