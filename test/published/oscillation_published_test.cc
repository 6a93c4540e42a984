// Probabilities in uniform matter against nuSQuIDS 1.13.3, which integrates the evolution of the density matrix: values
// that M. Bustamante, NuOscProbExact (arXiv:1904.12391, github.com/mbustama/NuOscProbExact) keeps in
// tests/nusquids_reference.json; and that program's own example with non-standard interactions.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/matter_oscillation.hh"

namespace tridens::flux {
namespace {

struct Case {
  size_t states;
  double energy_GeV, distance_km, density_g_cm3;
  bool antiparticle;
  double delta_m2_31_eV2;
  std::array<std::array<double, 3>, 3> probabilities;  // [from][to]
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {{3,
                                         1.0,
                                         1300.0,
                                         0.0,
                                         false,
                                         2.525e-3,
                                         {{{0.9276778666125867, 0.014323189234480907, 0.057998944152932275},
                                           {0.040227028123317646, 0.378871866715071, 0.5809011051616114},
                                           {0.03209510526409558, 0.6068049440504482, 0.36109995068545636}}}},
                                        {3,
                                         0.6,
                                         295.0,
                                         0.0,
                                         false,
                                         2.525e-3,
                                         {{{0.9107282884113745, 0.04398683698122281, 0.04528487460740252},
                                           {0.058761494641768955, 0.020304341486159755, 0.9209341638720712},
                                           {0.030510216946856406, 0.9357088215326174, 0.03378096152052627}}}},
                                        {3,
                                         1.0,
                                         1300.0,
                                         3.0,
                                         false,
                                         2.525e-3,
                                         {{{0.9528586475371629, 0.006164321367014433, 0.040977031095822625},
                                           {0.025763298428928036, 0.376388852719317, 0.5978478488517548},
                                           {0.021378054029715356, 0.6174468259161003, 0.3611751200541843}}}},
                                        {3,
                                         5.0,
                                         1300.0,
                                         3.0,
                                         false,
                                         2.525e-3,
                                         {{{0.9444253564649107, 0.027322260254016045, 0.028252383281073087},
                                           {0.0317246935537565, 0.48366623023636324, 0.4846090762098804},
                                           {0.023849949980366054, 0.48901150951013544, 0.4871385405094985}}}},
                                        {3,
                                         1.0,
                                         1300.0,
                                         3.0,
                                         true,
                                         2.525e-3,
                                         {{{0.9185150670319848, 0.04548262752071976, 0.03600230544729531},
                                           {0.01842270824254083, 0.3778072382858565, 0.6037700534716026},
                                           {0.06306222472485612, 0.5767101341938845, 0.36022764108125926}}}},
                                        {3,
                                         1.0,
                                         1300.0,
                                         3.0,
                                         false,
                                         -2.4381e-3,
                                         {{{0.9209368606132703, 0.04338717000023676, 0.03567596938649304},
                                           {0.07072081068794858, 0.328906978236569, 0.6003722110754823},
                                           {0.008342328698133838, 0.6277058517634576, 0.36395181953840855}}}},
                                        {4,
                                         1.0,
                                         1300.0,
                                         0.0,
                                         false,
                                         2.525e-3,
                                         {{{0.7669185417714736, 0.0014954576603330993, 0.05219904973763913},
                                           {0.03319252715175916, 0.40715070411444887, 0.5479732435876954},
                                           {0.028885594737686086, 0.5728012381180626, 0.36109995068545647}}}},
                                        {4,
                                         0.5,
                                         0.6,
                                         0.0,
                                         false,
                                         2.525e-3,
                                         {{{0.6409199187575877, 0.03607292696580735, 5.646134881298615e-07},
                                           {0.03572083673012148, 0.6733001381754413, 1.2282232291820072e-05},
                                           {5.641486145457897e-07, 1.2282727365607593e-05, 0.9999862375921811}}}},
                                        {4,
                                         1.0,
                                         1300.0,
                                         3.0,
                                         false,
                                         2.525e-3,
                                         {{{0.8382858977715899, 0.0026021240696597614, 0.04415038937239896},
                                           {0.023350532370784022, 0.3874640919938216, 0.5618183494530912},
                                           {0.022443425012502603, 0.5773963793017387, 0.35915245425414566}}}},
                                        {4,
                                         1.0,
                                         1300.0,
                                         3.0,
                                         true,
                                         2.525e-3,
                                         {{{0.7038961736996905, 0.04238923087269689, 0.030945741219403737},
                                           {0.0006196672097885797, 0.41502962476693456, 0.5699428891740053},
                                           {0.05048052606797245, 0.5389149142812751, 0.36282583482281994}}}}};
  return all;
}

NeutrinoMixing mixing(double delta_m2_31_eV2) {
  return {0.310, 0.0224, 0.582, 217.0 * units::degree, 7.39e-5, delta_m2_31_eV2};
}

TEST(PublishedOscillation, NuSquidsInVacuumAndMatter) {
  for (const Case& one : cases()) {
    const NeutrinoMixing active = mixing(one.delta_m2_31_eV2);
    const NeutrinoStates states =
        one.states == 3 ? NeutrinoStates(active) : NeutrinoStates(active, {1.0, 0.1, 0.1, 0.0, 0.0, 0.0});
    // With their km in eV^-1 and Fermi constant: phases of 3e3 turn ten digits into seven.
    const double their_km = 5067730716.156396 / (units::km * units::eV);
    const double their_potential = 1.1663787e-5 / constants::fermi_constant / std::pow(their_km, 3);
    const double tolerance = one.states == 3 ? 1e-11 : 1e-9;
    const FlavourTransitions p =
        matter_transitions(states, standard_potential(their_potential * one.density_g_cm3, 0.5), one.antiparticle,
                           one.energy_GeV, their_km * one.distance_km);
    for (size_t from = 0; from < 3; ++from) {
      for (size_t to = 0; to < 3; ++to) {
        EXPECT_NEAR(p[from][to], one.probabilities[from][to], tolerance)
            << one.states << " states, " << one.density_g_cm3 << " g/cm3, " << one.antiparticle << " " << from << to;
      }
    }
  }
}

// README of NuOscProbExact, 1 GeV, 1300 km, crust of 3 g/cm^3: V_CC = sqrt2 G_F N_e with N_e = rho Y_e/m_N, m_N the
// mean of the free nucleons' masses and 1 eV = 1.783e-33 g, which is 0.8 % less than with the mole; eps_ee = 0.06,
// eps_emu = -0.06, eps_mumu = 1.2.
TEST(PublishedOscillation, NonStandardInteractionsToFiveDigits) {
  const double nucleons_per_gram = 1.0 / (1.783e-33 * 938.9187125e6);
  ForwardPotential potential = standard_potential(3.0 * nucleons_per_gram / constants::avogadro_per_mol, 0.5);
  const std::complex<double> V = potential.active[0][0];
  const auto compare = [&](const std::array<std::array<double, 3>, 3>& printed) {
    const FlavourTransitions p = matter_transitions(mixing(2.525e-3), potential, false, 1.0, 1300.0);
    for (size_t from = 0; from < 3; ++from) {
      for (size_t to = 0; to < 3; ++to) EXPECT_NEAR(p[from][to], printed[from][to], 6e-6);
    }
  };
  compare({{{0.95262, 0.00623, 0.04115}, {0.02590, 0.37644, 0.59766}, {0.02148, 0.61733, 0.36119}}});
  potential.active[0][0] = 1.06 * V;
  potential.active[0][1] = potential.active[1][0] = -0.06 * V;
  potential.active[1][1] = 1.2 * V;
  compare({{{0.92494, 0.01758, 0.05749}, {0.03652, 0.32524, 0.63824}, {0.03855, 0.65718, 0.30427}}});
}

}  // namespace
}  // namespace tridens::flux
