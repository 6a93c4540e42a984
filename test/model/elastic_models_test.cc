// Couplings of neutrinos to protons, neutrons and electrons, model by model.
#include <gtest/gtest.h>

#include <cmath>

#include "coupling_sums.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"
#include "tridens/model/kinetic_mixing.hh"
#include "tridens/model/model.hh"
#include "tridens/model/nsi.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::model {
namespace {

const Neutrino nue{Flavour::electron, false}, numu{Flavour::muon, false}, nutau{Flavour::tau, false};

Sum axial(const Model& model, Neutrino neutrino) {
  return coupling(model, neutrino, neutrino, Lorentz::axial);
}

TEST(StandardElastic, TreeCouplings) {
  const auto sm = make_model("sm", with_low_energy_mixing_angle({}));
  for (const Neutrino& neutrino : all_neutrinos()) {
    const double W = neutrino.flavour == Flavour::electron ? 1.0 : 0.0;
    EXPECT_NEAR(vector(*sm, neutrino).proton.real(), 0.5 - 2 * 0.23857, 1e-15);
    EXPECT_DOUBLE_EQ(vector(*sm, neutrino).neutron.real(), -0.5);
    EXPECT_NEAR(vector(*sm, neutrino).electron.real(), -0.5 + 2 * 0.23857 + W, 1e-15);
    EXPECT_DOUBLE_EQ(axial(*sm, neutrino).electron.real(), -0.5 + W);
    // Difference and sum give g_A and -g_A^s.
    EXPECT_NEAR((axial(*sm, neutrino).proton - axial(*sm, neutrino).neutron).real(), 1.27641, 1e-14);
    EXPECT_NEAR((axial(*sm, neutrino).proton + axial(*sm, neutrino).neutron).real(), 0.085, 1e-14);
  }
}

// 2005.01645 and 2303.09360 print four digits; their formulas are evaluated here with the PDG inputs of 2022.
TEST(StandardElastic, OneLoopFormulaGivesThePublishedCouplings) {
  const auto rounded = [](double x) { return std::round(1e4 * x) / 1e4; };
  struct Row {
    const char* set;
    bool zz_boxes;
  };
  for (const Row& row : {Row{"radiative", false}, Row{"radiative-2023", true}}) {
    const auto sm = make_model("sm", {{"couplings", row.set}});
    for (const Neutrino& neutrino : {nue, numu, nutau}) {
      const NucleonCouplings loop = one_loop_nucleon_couplings(neutrino.flavour, 0.23857, row.zz_boxes);
      const double tolerance = neutrino == nutau ? 1.01e-4 : 1e-12;  // the tau row carries the rounding of the muon row
      EXPECT_NEAR(vector(*sm, neutrino).proton.real(), rounded(loop.proton), tolerance) << row.set << loop.proton;
      EXPECT_NEAR(vector(*sm, neutrino).neutron.real(), rounded(loop.neutron), 1.01e-4) << row.set << loop.neutron;
    }
  }
  EXPECT_NEAR(vector(*make_model("sm", {{"couplings", "radiative"}}), nue).proton.real(), 0.0401, 1e-12);
  EXPECT_NEAR(vector(*make_model("sm", {{"couplings", "radiative-2023"}}), numu).proton.real(), 0.0300, 1e-12);
}

// A charge radius <r^2> moves g_V^p by -(sqrt2 pi alpha/3 G_F) <r^2>; that of the Standard Model is
// -(G_F/2 sqrt2 pi^2)[3 - 2 ln(m_l^2/m_W^2)]. All the flavour dependence of the couplings is of this origin.
TEST(StandardElastic, FlavourDependenceIsThatOfTheChargeRadii) {
  const auto radius = [](Flavour flavour) {
    const double ratio = charged_lepton_mass(flavour) / constants::w_mass;
    return -constants::fermi_constant / (2 * std::sqrt(2.0) * units::pi * units::pi) * (3 - 4 * std::log(ratio));
  };
  const double unit = std::sqrt(2.0) * units::pi * constants::fine_structure / (3 * constants::fermi_constant);
  EXPECT_NEAR(radius(Flavour::electron) / units::cm2 / 1e-32, -0.83, 0.005);
  EXPECT_NEAR(unit * 1e-32 * units::cm2, 0.023796, 1e-6);
  const auto sm = make_model("sm", {{"couplings", "one-loop"}});
  for (const Neutrino& other : {numu, nutau}) {
    const double split = (vector(*sm, nue).proton - vector(*sm, other).proton).real();
    EXPECT_NEAR(split, -unit * (radius(Flavour::electron) - radius(other.flavour)), 1e-14);
    EXPECT_EQ(vector(*sm, nue).neutron, vector(*sm, other).neutron);
  }
}

TEST(StandardElastic, ElectronCouplingsOfTomalakAndHill) {
  for (const std::string set : {"radiative", "radiative-2023", "one-loop"}) {
    const auto sm = make_model("sm", {{"couplings", set}});
    for (const Neutrino& neutrino : {nue, numu, nutau}) {
      const double V = vector(*sm, neutrino).electron.real(), A = axial(*sm, neutrino).electron.real();
      EXPECT_NEAR((V + A) / 2, neutrino == nue ? 0.72694 : -0.27306, 6e-6);
      EXPECT_NEAR((V - A) / 2, 0.23313, 5e-6);
    }
    // W exchange is not renormalised relative to muon decay: 2 sqrt2 G_F.
    EXPECT_NEAR((vector(*sm, nue).electron - vector(*sm, numu).electron).real(), 1.0, 1e-5);
  }
}

TEST(StandardElastic, RadiativeCouplingsFollowTheMixingAngleAndHaveItsLowEnergyDefault) {
  for (const std::string set : {"radiative", "radiative-2023", "one-loop"}) {
    const auto standard = make_model("sm", {{"couplings", set}});
    EXPECT_EQ(standard->resolved().at("sin2thetaW"), "0.23857");
    const auto moved = make_model("sm", {{"couplings", set}, {"sin2thetaW", "0.24857"}});
    const Sum V = minus(vector(*moved, numu), vector(*standard, numu));
    EXPECT_NEAR(V.proton.real(), -0.02, 2e-5);  // the loop formula carries rho = 1.00063
    EXPECT_NEAR(V.electron.real(), 0.02, 1e-14);
    EXPECT_EQ(V.neutron, 0.0);
    EXPECT_NEAR(std::abs(axial(*moved, numu).electron - axial(*standard, numu).electron), 0.0, 1e-15);
  }
  EXPECT_THROW(make_model("sm", {{"couplings", "radiativ"}}), UserError);
}

TEST(StandardElastic, TridentsAreAtTreeLevelWhateverTheCouplings) {
  const auto channel = trident_channel(numu, Flavour::muon, Flavour::muon);
  const Settings tree = {{"sin2thetaW", "0.23"}}, loop = {{"sin2thetaW", "0.23"}, {"couplings", "radiative"}};
  EXPECT_EQ(make_model("sm", tree)->trident_vertex(channel).V, make_model("sm", loop)->trident_vertex(channel).V);
  EXPECT_EQ(make_model("sm", tree)->trident_vertex(channel).A, make_model("sm", loop)->trident_vertex(channel).A);
}

TEST(FourFermion, TotalsAreTheCouplingsToElectrons) {
  const auto totals = make_model("four-fermion", {{"V", "-0.035"}, {"A", "-0.503"}});
  const auto shifts = make_model("four-fermion", {{"delta_gV", "0.2"}, {"delta_gA", "0.1"}});
  for (const Neutrino& neutrino : all_neutrinos()) {
    EXPECT_NEAR(vector(*totals, neutrino).electron.real(), -0.035, 1e-14);
    EXPECT_NEAR(axial(*totals, neutrino).electron.real(), -0.503, 1e-14);
    const auto sm = make_model("sm");
    EXPECT_NEAR((vector(*shifts, neutrino).electron - vector(*sm, neutrino).electron).real(), 0.1, 1e-14);
    EXPECT_NEAR((axial(*shifts, neutrino).electron - axial(*sm, neutrino).electron).real(), -0.05, 1e-14);
    EXPECT_EQ(vector(*totals, neutrino).proton, vector(*sm, neutrino).proton);
  }
}

TEST(Nsi, QuarkStrengthsBecomeNucleonCouplings) {
  const auto sm = make_model("sm");
  const auto nsi = make_model("nsi", {{"eps_mumu_dV", "0.1"}, {"eps_mumu_uV", "0.02"}, {"eps_mumu_eV", "0.3"}});
  const Sum shift = minus(vector(*nsi, numu), vector(*sm, numu));
  EXPECT_NEAR(shift.proton.real(), 2 * 0.02 + 0.1, 1e-15);
  EXPECT_NEAR(shift.neutron.real(), 0.02 + 2 * 0.1, 1e-15);
  EXPECT_NEAR(shift.electron.real(), 0.3, 1e-15);
  EXPECT_EQ(vector(*nsi, nue).proton, vector(*sm, nue).proton);
}

// Z exchange itself is an interaction of this kind with eps^{fL} = T3 - Q s^2, eps^{fR} = -Q s^2: it doubles the
// neutral current, vector and axial, of p, n and e.
TEST(Nsi, StrengthsOfTheZDoubleTheNeutralCurrent) {
  const double s2 = 0.23;
  const auto text = [](double x) { return detail::value_text(x, Dimension::number); };
  const Settings z = {{"sin2thetaW", "0.23"},
                      {"eps_mumu_uL", text(0.5 - 2.0 / 3.0 * s2)},
                      {"eps_mumu_uR", text(-2.0 / 3.0 * s2)},
                      {"eps_mumu_dL", text(-0.5 + s2 / 3.0)},
                      {"eps_mumu_dR", text(s2 / 3.0)},
                      {"eps_mumu_eL", text(-0.5 + s2)},
                      {"eps_mumu_eR", text(s2)}};
  const auto nsi = make_model("nsi", z), sm = make_model("sm", {{"sin2thetaW", "0.23"}});
  const Sum one = vector(*sm, numu);
  expect_near(minus(vector(*nsi, numu), one), one, 1e-12);
  EXPECT_NEAR(axial(*nsi, numu).electron.real(), 2 * axial(*sm, numu).electron.real(), 1e-14);
  // (Delta u - Delta d)/2 of the spin contents, 1.269/2, against g_A/2 and without strange quarks.
  const Sum spin = minus(axial(*nsi, numu), axial(*sm, numu));
  EXPECT_NEAR(spin.proton.real(), 0.5 * (0.842 + 0.427), 1e-14);
  EXPECT_NEAR(spin.neutron.real(), -0.5 * (0.842 + 0.427), 1e-14);
}

TEST(Nsi, FlavourChangeLeadsToAnotherNeutrinoWithTheConjugateBackwards) {
  const auto nsi = make_model("nsi", {{"eps_emu_uV", "0.1+0.05i"}});
  const std::complex<double> eps{0.1, 0.05};
  const Neutrino nuebar{Flavour::electron, true}, numubar{Flavour::muon, true};
  EXPECT_EQ(coupling(*nsi, numu, nue, Lorentz::vector).proton, 2.0 * eps);
  EXPECT_EQ(coupling(*nsi, nue, numu, Lorentz::vector).proton, 2.0 * std::conj(eps));
  EXPECT_EQ(coupling(*nsi, numubar, nuebar, Lorentz::vector).neutron, std::conj(eps));
  EXPECT_EQ(coupling(*nsi, nuebar, numubar, Lorentz::vector).neutron, eps);
  EXPECT_EQ(elastic_channels(*nsi, nutau).size(), 1u);
  EXPECT_EQ(elastic_channels(*nsi, numu).size(), 2u);
}

TEST(Nsi, ChiralAndVectorStrengthsAreOneLanguageAtATime) {
  const auto chiral = make_model("nsi", {{"eps_etau_dL", "0.1"}, {"eps_etau_dR", "0.3"}});
  const auto parity = make_model("nsi", {{"eps_etau_dV", "0.4"}, {"eps_etau_dA", "-0.2"}});
  for (const Lorentz lorentz : {Lorentz::vector, Lorentz::axial}) {
    expect_near(coupling(*chiral, nutau, nue, lorentz), coupling(*parity, nutau, nue, lorentz), 1e-13);
  }
  EXPECT_THROW(make_model("nsi", {{"eps_ee_dV", "0.1"}, {"eps_ee_dL", "0.1"}}), UserError);
  EXPECT_THROW(make_model("nsi", {{"eps_ee_dV", "0.1i"}}), UserError);
  EXPECT_THROW(make_model("nsi", {{"eps_mue_dV", "0.1"}}), UserError);
  EXPECT_THROW(make_model("nsi", {{"eps_emu_dV", "0.1+0.2j"}}), UserError);
}

TEST(Settings, ComplexNumbersReadAsTheyAreWritten) {
  using C = std::complex<double>;
  for (const auto& [text, value] : std::vector<std::pair<std::string, C>>{{"0.1", {0.1, 0}},
                                                                          {"-0.2i", {0, -0.2}},
                                                                          {"i", {0, 1}},
                                                                          {"-i", {0, -1}},
                                                                          {"1+i", {1, 1}},
                                                                          {"0.1+0.05i", {0.1, 0.05}},
                                                                          {"-1e-3-2e-3i", {-1e-3, -2e-3}},
                                                                          {"1e+2+1e+1i", {100, 10}}}) {
    EXPECT_EQ(detail::parse_complex(text, "x"), value) << text;
    EXPECT_EQ(detail::parse_complex(detail::complex_text(value), "x"), value) << text;
  }
  for (const char* text : {"", "0.1+", "+-i", "0.1 i x", "1+2", "0.1+0.05ii", "nan", "1+infi"}) {
    EXPECT_THROW(detail::parse_complex(text, "x"), UserError) << text;
  }
}

// A boson far heavier than the momentum transfer is eps^{fX} = g'^2 Q_nu Q_{fX}/(2 sqrt2 G_F M^2) for X = L, R, and
// eps^V is their sum.
TEST(U1Elastic, HeavyBosonIsANonStandardInteraction) {
  const auto boson = make_model("u1", {{"mass", "1 TeV"},
                                       {"coupling", "0.5"},
                                       {"left_mu", "1.5"},
                                       {"left_e", "-1"},
                                       {"right_e", "0.25"},
                                       {"charge_u", "0.4"},
                                       {"charge_d", "-0.7"}});
  const double unit = 0.25 * 1.5 / (std::sqrt(2.0) * constants::fermi_constant * 1e6);
  const auto text = [&](double charge) { return detail::value_text(unit * charge, Dimension::number); };
  const auto nsi = make_model("nsi", {{"eps_mumu_uV", text(0.4)},
                                      {"eps_mumu_dV", text(-0.7)},
                                      {"eps_mumu_eL", text(-0.5)},
                                      {"eps_mumu_eR", text(0.125)}});
  const double Q2 = 1e-3;  // GeV^2
  expect_near(vector(*boson, numu, Q2), vector(*nsi, numu), 2e-9);
  EXPECT_NEAR(axial(*boson, numu).electron.real() / axial(*nsi, numu).electron.real(), 1.0, 1e-12);
}

TEST(U1Elastic, ElectronShiftsAreThoseOfTheTridentVertex) {
  const Settings common = {{"mass", "30 MeV"}, {"coupling", "1e-3"}};
  const auto channel = trident_channel(numu, Flavour::electron, Flavour::electron);
  std::vector<std::pair<std::string, Settings>> cases = {{"le-lmu", common}, {"b-l", common}, {"lmu-ltau", common}};
  cases[1].second["kinetic_mixing"] = "2e-4";
  cases[2].second["kinetic_mixing"] = "loop";
  for (const auto& [name, settings] : cases) {
    const auto model = make_model(name, settings);
    for (const double Q2 : {0.0, 1e-6, 1e-3, 0.1}) {
      EXPECT_NEAR(vector(*model, numu, Q2).electron.real(), model->trident_vertex(channel).vector_at(Q2), 1e-12)
          << name;
    }
  }
}

// B - L: quarks +1/3, leptons -1: Q_V moves by -A g^2/[sqrt2 G_F (Q^2 + M^2)].
TEST(U1Elastic, BaryonMinusLeptonLowersTheNucleonCouplings) {
  const auto model = make_model("b-l", {{"mass", "10 MeV"}, {"coupling", "1e-4"}});
  const auto sm = make_model("sm");
  const double Q2 = 3e-4, expected = -1e-8 / (std::sqrt(2.0) * constants::fermi_constant * (Q2 + 1e-4));
  for (const Neutrino& neutrino : all_neutrinos()) {
    const Sum shift = minus(vector(*model, neutrino, Q2), vector(*sm, neutrino));
    EXPECT_NEAR(shift.proton.real() / expected, 1.0, 1e-12);
    EXPECT_NEAR(shift.neutron.real() / expected, 1.0, 1e-12);
    EXPECT_NEAR(shift.electron.real() / expected, -1.0, 1e-12);
  }
}

// Loop mixing at small Q^2: +-Q_a g'^2 alpha ln(m_tau^2/m_mu^2)/[3 sqrt2 pi G_F (Q^2 + M^2)], 2.6496e8 MeV^2.
TEST(U1Elastic, LmuLtauReachesProtonsAndElectronsThroughTheLoop) {
  const auto model = make_model("lmu-ltau", {{"mass", "50 MeV"}, {"coupling", "1e-3"}, {"kinetic_mixing", "loop"}});
  const auto sm = make_model("sm");
  const Sum muon = minus(vector(*model, numu), vector(*sm, numu)),
            tau = minus(vector(*model, nutau), vector(*sm, nutau));
  const double expected = 1e-6 * 2.6496e8 / 2500.0;
  EXPECT_NEAR(muon.proton.real() / expected, 1.0, 1e-4);
  EXPECT_NEAR(muon.electron.real() / expected, -1.0, 1e-4);
  EXPECT_NEAR(tau.proton.real() / expected, -1.0, 1e-4);
  EXPECT_EQ(muon.neutron, 0.0);
  EXPECT_EQ(vector(*model, nue).proton, vector(*sm, nue).proton);
  // The mixing runs: eps(-1e-2 GeV^2)/eps(0) = 0.0140154/0.0144329.
  const Sum running = minus(vector(*model, numu, 1e-2), vector(*sm, numu));
  EXPECT_NEAR((running.proton / muon.proton).real(), 0.0140154 / 0.0144329 * 2.5e-3 / (2.5e-3 + 1e-2), 1e-5);
}

TEST(U1Elastic, MasslessBosonActsInElasticScatteringButNotInTridents) {
  const auto model = make_model("b-l", {{"mass", "0 eV"}, {"coupling", "1e-6"}});
  const auto sm = make_model("sm");
  const Sum shift = minus(vector(*model, numu, 1e-6), vector(*sm, numu));
  EXPECT_NEAR(shift.neutron.real(), -1e-12 / (std::sqrt(2.0) * constants::fermi_constant * 1e-6), 1e-12);
  EXPECT_THROW(model->trident_vertex(trident_channel(numu, Flavour::muon, Flavour::muon)), UserError);
}

// Four languages of one interaction: a heavy boson, free contact couplings, a charge radius, non-standard interactions.
TEST(Crossing, HeavyBosonsGeneralisedCouplingsAndChargeRadiiAreNonStandardInteractions) {
  const auto text = [](double x) { return detail::value_text(x, Dimension::number); };
  const double boson = 0.01 / (std::sqrt(2.0) * constants::fermi_constant * 1e6);
  const double radius = 0.023796;  // 1e-32 cm^2
  struct Row {
    const char* model;
    Settings settings;
    const char* part;
    double u, d, e, tolerance;
  };
  for (const Row& row :
       {Row{"light-vector", {{"mass", "1 TeV"}, {"g", "0.1"}}, "V", boson, boson, boson, 1e-12},
        Row{"light-axial", {{"mass", "1 TeV"}, {"g", "0.1"}, {"g_d", "-0.2"}}, "A", boson, -2 * boson, boson, 1e-12},
        Row{"generalised", {{"C_V_u", "0.1"}, {"C_V_d", "0.2"}, {"D_A_e", "0.3"}}, "V", -0.05, -0.1, 0.15, 1e-12},
        Row{"charge-radius", {{"charge_radius_numu", "1e-32 cm2"}}, "V", -2 * radius / 3, radius / 3, radius, 5e-5}}) {
    const std::string part = row.part;
    const auto nsi = make_model(
        "nsi",
        {{"eps_mumu_u" + part, text(row.u)}, {"eps_mumu_d" + part, text(row.d)}, {"eps_mumu_e" + part, text(row.e)}});
    const auto model = make_model(row.model, row.settings), sm = make_model("sm");
    const Lorentz lorentz = part == "V" ? Lorentz::vector : Lorentz::axial;
    const Sum standard = coupling(*sm, numu, numu, lorentz);
    const Sum a = minus(coupling(*model, numu, numu, lorentz), standard);
    const Sum b = minus(coupling(*nsi, numu, numu, lorentz), standard);
    EXPECT_NEAR(std::abs(a.proton - b.proton), 0.0, row.tolerance * std::abs(row.u) + 1e-15) << row.model;
    EXPECT_NEAR(std::abs(a.neutron - b.neutron), 0.0, row.tolerance * std::abs(row.u) + 1e-15) << row.model;
    EXPECT_NEAR(std::abs(a.electron - b.electron), 0.0, row.tolerance * std::abs(row.e) + 1e-15) << row.model;
    EXPECT_GT(std::abs(a.electron), 1e-4) << row.model;
  }
}

// cevns: Q_ij = eta g^2 (c_p Z + c_n N)/(4 sqrt2 G_F m^2), (c_p, c_n) = (1,2), (2,1), (1,2), (5,4).
TEST(Leptoquark, IsANonStandardInteractionOfItsQuark) {
  struct Row {
    const char *name, *quark, *second;
    double eta, c_p, c_n;
  };
  const double unit = 0.16 / (4 * std::sqrt(2.0) * constants::fermi_constant * 1e6);
  for (const Row& row :
       {Row{"leptoquark-s1", "dL", nullptr, -1, 1, 2}, Row{"leptoquark-r2", "uR", nullptr, 1, 2, 1},
        Row{"leptoquark-r2-tilde", "dR", nullptr, 1, 1, 2}, Row{"leptoquark-s3", "dL", "uL", -1, 5, 4}}) {
    const auto model = make_model(row.name, {{"mass", "1 TeV"}, {"coupling", "0.4"}});
    Settings settings;
    for (const std::string pair : {"ee", "mumu", "emu"}) {
      settings["eps_" + pair + "_" + row.quark] = detail::value_text(row.eta * unit, Dimension::number);
      if (row.second)
        settings["eps_" + pair + "_" + row.second] = detail::value_text(2 * row.eta * unit, Dimension::number);
    }
    const auto nsi = make_model("nsi", settings);
    for (const Neutrino& in : {nue, numu, nutau}) {
      for (const Neutrino& out : {nue, numu, nutau}) {
        for (const Lorentz lorentz : {Lorentz::vector, Lorentz::axial}) {
          expect_near(coupling(*model, in, out, lorentz), coupling(*nsi, in, out, lorentz), 1e-12);
        }
      }
    }
    const Sum change = coupling(*model, nue, numu, Lorentz::vector);
    EXPECT_NEAR(change.proton.real(), row.eta * unit * row.c_p, 1e-15);
    EXPECT_NEAR(change.neutron.real(), row.eta * unit * row.c_n, 1e-15);
  }
}

TEST(Leptoquark, SignAndPropagatorOfTheLiteratureAreOptions) {
  const Settings heavy = {{"mass", "1 TeV"}, {"coupling", "1"}};
  Settings uniform = heavy;
  uniform["interference"] = "uniform";
  const auto change = [](const Model& model, double Q2) {
    return coupling(model, nue, numu, Lorentz::vector, Q2).neutron;
  };
  EXPECT_LT(change(*make_model("leptoquark-s1", heavy), 0).real(), 0.0);
  EXPECT_EQ(change(*make_model("leptoquark-s1", uniform), 0), -change(*make_model("leptoquark-s1", heavy), 0));
  EXPECT_EQ(change(*make_model("leptoquark-r2", uniform), 0), change(*make_model("leptoquark-r2", heavy), 0));
  Settings light = {{"mass", "50 MeV"}, {"coupling", "1e-4"}};
  EXPECT_THROW(make_model("leptoquark-s1", light), UserError);
  light["propagator"] = "momentum-transfer";
  const auto model = make_model("leptoquark-s1", light);
  EXPECT_NEAR((change(*model, 2.5e-3) / change(*model, 0)).real(), 0.5, 1e-12);
  EXPECT_THROW(make_model("leptoquark-s1", {{"mass", "1 TeV"}}), UserError);
  EXPECT_THROW(make_model("leptoquark-s1", {{"mass", "1 TeV"}, {"coupling", "1"}, {"lambda_tau", "1"}}), UserError);
  const auto tau = make_model("leptoquark-s1", {{"mass", "1 TeV"}, {"lambda_tau", "1"}});
  EXPECT_EQ(elastic_channels(*tau, nue).size(), 1u);
  EXPECT_NE(vector(*tau, nutau).proton, vector(*make_model("sm"), nutau).proton);
}

}  // namespace
}  // namespace tridens::model
