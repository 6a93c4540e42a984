#include "tridens/flux/matter_oscillation.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/oscillation.hh"
#include "tridens/flux/oscillation_parameters.hh"

namespace tridens::flux {
namespace {

constexpr Flavour flavours[] = {Flavour::electron, Flavour::muon, Flavour::tau};
constexpr double km_eV2 = units::km * units::eV * units::eV;

const NeutrinoMixing best_fit(mixing_parameters("5.2"));
const ForwardPotential rock = standard_potential(2.8, 0.5);

TEST(MatterOscillation, VacuumIsTheExactProbability) {
  for (const char* set : {"5.2", "6.0-inverted"}) {
    const NeutrinoMixing mixing(mixing_parameters(set));
    for (const bool antiparticle : {false, true}) {
      for (const double energy : {0.05, 0.6, 2.5, 30.0}) {
        const FlavourTransitions p = matter_transitions(mixing, {}, antiparticle, energy, 1300.0);
        for (const Flavour from : flavours) {
          for (const Flavour to : flavours) {
            EXPECT_NEAR(p[static_cast<size_t>(from)][static_cast<size_t>(to)],
                        mixing.probability(from, to, antiparticle, energy, 1300.0), 2e-12)
                << set << energy;
          }
        }
      }
    }
  }
}

TEST(MatterOscillation, NoNeutrinoIsLost) {
  for (const double energy : {0.01, 1.0, 1e3}) {
    const FlavourTransitions p = matter_transitions(best_fit, rock, false, energy, 8000.0);
    for (size_t a = 0; a < 3; ++a) {
      EXPECT_NEAR(p[a][0] + p[a][1] + p[a][2], 1.0, 1e-12);
      EXPECT_NEAR(p[0][a] + p[1][a] + p[2][a], 1.0, 1e-12);
    }
  }
}

// sin^2(2 t_m) = s^2/[s^2 + (c - A)^2], A = 2 E V/dm2, and dm2_m = dm2 sqrt(s^2 + (c - A)^2) for theta12 = theta23 = 0:
// e and tau mix alone.
TEST(MatterOscillation, TwoFlavoursInUniformMatterAndTheirResonance) {
  const double sin2_theta13 = 0.022, splitting = 2.5e-3, distance = 9000.0;
  const NeutrinoMixing mixing(0.0, sin2_theta13, 0.0, 0.0, 0.0, splitting);
  const ForwardPotential matter = standard_potential(4.5, 0.495);
  const double V = matter.active[0][0].real() / (units::eV * units::eV);
  const double s = 2.0 * std::sqrt(sin2_theta13 * (1.0 - sin2_theta13)), c = 1.0 - 2.0 * sin2_theta13;
  for (const bool antiparticle : {false, true}) {
    for (const double energy : {1.0, 5.0, 7.0, 20.0}) {
      const double A = (antiparticle ? -2.0 : 2.0) * energy * V / splitting;
      const double size2 = s * s + (c - A) * (c - A);
      const double phase = splitting * std::sqrt(size2) * distance * km_eV2 / (4.0 * energy);
      const double expected = s * s / size2 * std::pow(std::sin(phase), 2);
      EXPECT_NEAR(matter_transitions(mixing, matter, antiparticle, energy, distance)[0][2], expected, 1e-12) << energy;
    }
  }
  // On the resonance, 2 E V = dm2 cos(2 theta13), mixing is maximal: everything has changed after half a wave.
  const double resonance = splitting * c / (2.0 * V);
  EXPECT_NEAR(resonance, 7.0, 0.1);
  const double half_wave = units::pi * 2.0 * resonance / (splitting * s * km_eV2);
  EXPECT_NEAR(matter_transitions(mixing, matter, false, resonance, half_wave)[0][2], 1.0, 1e-12);
  const NeutrinoMixing inverted(0.0, sin2_theta13, 0.0, 0.0, 0.0, -splitting);
  EXPECT_NEAR(matter_transitions(inverted, matter, true, resonance, half_wave)[0][2], 1.0, 1e-12);
  EXPECT_LT(matter_transitions(mixing, matter, true, resonance, half_wave)[0][2], 0.1);
}

// H^T is H with the phase reversed: in uniform matter P(a -> b; delta) = P(b -> a; -delta).
TEST(MatterOscillation, TimeReversalFlipsThePhaseOnly) {
  const NeutrinoMixing there(0.3, 0.022, 0.45, 1.1, 7.4e-5, 2.5e-3), back(0.3, 0.022, 0.45, -1.1, 7.4e-5, 2.5e-3);
  const FlavourTransitions p = matter_transitions(there, rock, false, 1.7, 1300.0);
  const FlavourTransitions q = matter_transitions(back, rock, false, 1.7, 1300.0);
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) EXPECT_NEAR(p[a][b], q[b][a], 1e-13);
  }
  EXPECT_GT(std::abs(p[1][0] - p[0][1]), 0.01);
}

// A constant on all known flavours changes nothing; on them and not on the sterile state it does.
TEST(MatterOscillation, OnlyDifferencesOfPotentialsMatter) {
  const NeutrinoStates sterile(best_fit, {1.0, 0.02, 0.03, 0.0, 0.0, 0.0});
  ForwardPotential shifted = rock;
  for (size_t a = 0; a < 3; ++a) shifted.active[a][a] -= rock.sterile;
  for (const NeutrinoStates& states : {NeutrinoStates(best_fit), sterile}) {
    ForwardPotential same = shifted;
    same.sterile -= rock.sterile;
    const FlavourTransitions p = matter_transitions(states, rock, true, 3.0, 5000.0);
    const FlavourTransitions q = matter_transitions(states, same, true, 3.0, 5000.0);
    for (size_t a = 0; a < 3; ++a) {
      for (size_t b = 0; b < 3; ++b) EXPECT_NEAR(p[a][b], q[a][b], 1e-11);
    }
  }
  EXPECT_NEAR(rock.sterile / rock.active[0][0].real(), 0.5, 1e-15);
}

// Splittings of the known neutrinos play no role at a kilometre per GeV: the formulas of SterileOscillation.
TEST(MatterOscillation, ShortBaselinesAreThoseOfOneSterileState) {
  const NeutrinoStates states(best_fit, {1.3, 0.03, 0.02, 0.01, 0.0, 0.0});
  const double c14 = 0.97, c24 = 0.98;
  const SterileOscillation sterile{1.3, 0.03, c14 * 0.02, c14 * c24 * 0.01};
  const FlavourTransitions p = matter_transitions(states, {}, false, 1.0, 0.7);
  for (const Flavour from : flavours) {
    for (const Flavour to : flavours) {
      EXPECT_NEAR(p[static_cast<size_t>(from)][static_cast<size_t>(to)], sterile.probability(from, to, 1.0, 700.0),
                  1e-4);
    }
  }
}

TEST(MatterOscillation, FastOscillationsFadeToTheirAverage) {
  const FlavourTransitions slow = matter_transitions(best_fit, rock, false, 2.0, 1300.0);
  const FlavourTransitions same = faded_matter_transitions(best_fit, rock, false, 2.0, 1300.0);
  const FlavourTransitions fast = faded_matter_transitions(best_fit, {}, true, 1e-5, 1300.0);
  const FlavourTransitions averaged = best_fit.averaged();
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      EXPECT_NEAR(same[a][b], slow[a][b], 1e-13);
      EXPECT_NEAR(fast[a][b], averaged[a][b], 1e-13);
    }
  }
}

// 53 km from a reactor: 1 - c13^4 sin^2(2 theta12) sin^2 D21 - sin^2(2 theta13)[c12^2 sin^2 D31 + s12^2 sin^2 D32].
TEST(MatterOscillation, SurvivalOfReactorNeutrinosInVacuum) {
  const MixingParameters set = mixing_parameters("5.2");
  const double s12 = set.sin2_theta12.value, s13 = set.sin2_theta13.value, energy = 4e-3, distance = 52.5;
  const auto wave = [&](double splitting) {
    return std::pow(std::sin(splitting * distance * km_eV2 / 4.0 / energy), 2);
  };
  const double solar = set.delta_m2_21_eV2.value, large = set.delta_m2_31_eV2();
  const double expected = 1.0 - 4.0 * std::pow(1.0 - s13, 2) * s12 * (1.0 - s12) * wave(solar) -
                          4.0 * s13 * (1.0 - s13) * ((1.0 - s12) * wave(large) + s12 * wave(large - solar));
  EXPECT_NEAR(matter_transitions(best_fit, {}, true, energy, distance)[0][0], expected, 1e-12);
}

TEST(OscillationParameters, FitsAndChangesToThem) {
  const OscillationParameters inverted = oscillation_parameters("nufit-6.0,ordering=inverted");
  EXPECT_EQ(inverted.fit, "6.0-inverted");
  const OscillationParameters changed =
      oscillation_parameters("5.2,delta=90deg,sin2_theta23=0.5,delta_m2_31=2.5e-3eV2");
  const MixingParameters set = mixing_parameters("5.2");
  const NeutrinoMixing mixing(set.sin2_theta12.value, set.sin2_theta13.value, 0.5, 0.5 * units::pi,
                              set.delta_m2_21_eV2.value, 2.5e-3);
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      EXPECT_LT(std::abs(changed.states.mass_matrix()[a][b] - NeutrinoStates(mixing).mass_matrix()[a][b]), 1e-18);
    }
  }
  EXPECT_EQ(changed.description, "NuFIT 5.2, delta=90deg, sin2_theta23=0.5, delta_m2_31=2.5e-3eV2");
  EXPECT_EQ(oscillation_parameters("5.2,delta_m2_41=1eV2,sin2_theta14=0.1").states.count(), 4u);
}

TEST(OscillationParameters, RefusesWhatMakesNoSense) {
  for (const char* wrong :
       {"5.9", "5.2,ordering=upside-down", "5.1,ordering=inverted", "6.0-inverted,ordering=normal",
        "5.2,sin2_theta13=1.2", "5.2,ordering=normal,delta_m2_31=-2.5e-3eV2", "5.2,delta_m2_31=2.5e-3",
        "5.2,sin2_theta14=0.1", "5.2,theta13=0.1", "5.2,delta_m2_41=1eV2,sin2_theta24=-0.1", ""}) {
    EXPECT_THROW(oscillation_parameters(wrong), UserError) << wrong;
  }
  EXPECT_THROW(standard_potential(-1.0, 0.5), UserError);
  EXPECT_THROW(standard_potential(2.8, 1.5), UserError);
  EXPECT_THROW(standard_potential(NAN, 0.5), UserError);
  EXPECT_THROW(matter_transitions(best_fit, rock, false, 0.0, 100.0), UserError);
  EXPECT_THROW(matter_transitions(best_fit, rock, false, 1.0, -100.0), UserError);
  ForwardPotential broken = rock;
  broken.active[0][1] = NAN;
  EXPECT_THROW(matter_transitions(best_fit, broken, false, 1.0, 100.0), UserError);
}

}  // namespace
}  // namespace tridens::flux
