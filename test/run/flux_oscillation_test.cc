#include "tridens/run/flux_oscillation.hh"

#include <gtest/gtest.h>

#include <functional>

#include "tridens/base/error.hh"
#include "tridens/flux/neutrino_mixing.hh"
#include "tridens/flux/oscillation_parameters.hh"

namespace tridens::run {
namespace {

constexpr Neutrino nuebar{Flavour::electron, true}, numubar{Flavour::muon, true}, nutaubar{Flavour::tau, true};

/// Antineutrinos as of a reactor, all energies alike.
ChosenFlux reactor() {
  ChosenFlux chosen;
  chosen.label = "flat";
  chosen.flux = flux::analytic_flux("flat,min=2.4MeV,max=8MeV", nuebar);
  chosen.flux.distance_m = 52.5e3;
  return chosen;
}

/// Mean over the energies of the flux.
double mean(const std::function<double(double)>& probability) {
  constexpr int steps = 20000;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) sum += probability(2.4e-3 + 5.6e-3 * (i + 0.5) / steps) / steps;
  return sum;
}

double share(const ChosenFlux& chosen, Neutrino neutrino) {
  return chosen.flux.spectrum(neutrino).integral();  // all of them together have 1
}

TEST(FluxOscillation, ReactorNeutrinosInVacuumAndInRock) {
  ChosenFlux vacuum = reactor(), rock = reactor();
  Provenance provenance;
  oscillate("matter,density_g_cm3=0,nufit=6.0", vacuum, provenance);
  oscillate("matter,density_g_cm3=2.6,nufit=6.0,ordering=inverted", rock, provenance);
  ASSERT_GE(provenance.choices.size(), 4u);
  EXPECT_EQ(provenance.choices[0].second, "NuFIT 6.0");
  EXPECT_EQ(provenance.choices[2].second, "NuFIT 6.0-inverted");
  const flux::NeutrinoMixing mixing(flux::mixing_parameters("6.0"));
  const flux::NeutrinoStates inverted(flux::NeutrinoMixing(flux::mixing_parameters("6.0-inverted")));
  const flux::ForwardPotential potential = flux::standard_potential(2.6, 0.5);
  EXPECT_NEAR(share(vacuum, nuebar), mean([&](double energy) {
                return mixing.probability(Flavour::electron, Flavour::electron, true, energy, 52.5);
              }),
              1e-5);
  for (const Neutrino to : {nuebar, numubar, nutaubar}) {
    EXPECT_NEAR(share(rock, to), mean([&](double energy) {
                  return flux::matter_transitions(inverted, potential, true, energy,
                                                  52.5)[0][static_cast<size_t>(to.flavour)];
                }),
                1e-5)
        << name(to);
  }
}

// A splitting that nothing resolves, theta14 alone: P(e -> s) = s14^2 c14^2 [1 + P(e -> e) of three flavours].
TEST(FluxOscillation, WhatIsLostIsSterile) {
  ChosenFlux three = reactor(), four = reactor();
  const double before = three.flux.spectrum(nuebar).integral();
  Provenance provenance;
  oscillate("matter,density_g_cm3=0", three, provenance);
  oscillate("matter,density_g_cm3=0,delta_m2_41=1eV2,sin2_theta14=0.1", four, provenance);
  double after = 0.0;
  for (const Neutrino neutrino : {nuebar, numubar, nutaubar}) after += four.flux.spectrum(neutrino).integral();
  const double survives = three.flux.spectrum(nuebar).integral() / before;
  EXPECT_NEAR(after / before, 1.0 - 0.1 * 0.9 * (1.0 + survives), 1e-4);
}

TEST(FluxOscillation, RefusesWhatMakesNoSense) {
  Provenance provenance;
  for (const char* wrong :
       {"matter", "matter,density_g_cm3=-1", "matter,density_g_cm3=2.6,ordering=up", "matter,density_g_cm3=2.6,speed=1",
        "matter,density_g_cm3=2.6,electrons_per_nucleon=2", "matter,density_g_cm3=2.6,nufit=1.0", "earth",
        "sterile,delta_m2=-1eV2,sin2_2theta_ee=0.1", "sterile,delta_m2=1eV2", "sterile,density_g_cm3=2"}) {
    ChosenFlux chosen = reactor();
    EXPECT_THROW(oscillate(wrong, chosen, provenance), UserError) << wrong;
  }
  ChosenFlux nowhere = reactor();
  nowhere.flux.distance_m = 0.0;
  EXPECT_THROW(oscillate("matter,density_g_cm3=2.6", nowhere, provenance), UserError);
  EXPECT_FALSE(sterile_oscillation("matter,density_g_cm3=2.6").has_value());
  EXPECT_TRUE(sterile_oscillation("sterile,delta_m2=1eV2,sin2_2theta_ee=0.1").has_value());
}

}  // namespace
}  // namespace tridens::run
