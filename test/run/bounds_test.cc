// Planes of bounds: each curve against a limit, another calculation of it or a published point.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/kinetic_mixing.hh"
#include "tridens/run/bounds/beryllium_line.hh"
#include "tridens/run/bounds/recast.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/bounds/tabulated.hh"

namespace tridens::run {
namespace {

using bounds::BoundCurve;
using bounds::Charges;
using bounds::Plane;
using bounds::Production;

const Plane lmu_ltau = bounds::plane("lmu-ltau");

double relative(double value, double expected) {
  return std::abs(value / expected - 1.0);
}

std::vector<ComputedBound> computed(const std::string& name, std::pair<double, double> masses,
                                    std::vector<std::pair<std::string, std::string>> settings = {},
                                    const std::string& plane = "lmu-ltau") {
  BoundsRequest request;
  request.plane = plane;
  request.names = {name};
  request.lowest_mass_GeV = masses.first;
  request.highest_mass_GeV = masses.second;
  request.points_per_decade = 1;
  request.settings = std::move(settings);
  return compute_bounds(request).bounds;
}

/// The coupling at the lightest of the masses.
double first(const std::string& name, std::pair<double, double> masses,
             std::vector<std::pair<std::string, std::string>> settings = {}, const std::string& plane = "lmu-ltau") {
  return computed(name, masses, std::move(settings), plane).at(0).curves.at(0).coupling.at(0);
}

TEST(Bounds, MomentOfTheMuonMeetsPublishedCouplings) {
  // Darkcast (1801.04847): 5 sigma above 279(76)e-11 and the upper edge at 2 sigma.
  EXPECT_LT(relative(first("g-2-mu", {1e-3, 1.0}, {{"g-2-mu.theory", "darkcast"}, {"g-2-mu.sigmas", "5"}}), 7.3171e-4),
            1e-3);
  EXPECT_LT(relative(computed("g-2-mu-band", {1e-3, 1.0}, {{"g-2-mu-band.theory", "darkcast"}})[0].curves[0].upper[0],
                     5.9174e-4),
            1e-3);
  EXPECT_LT(relative(first("g-2-mu", {1e-3, 1.0}), 3.65e-4), 2e-3);
  EXPECT_LT(relative(first("g-2-mu", {1.0, 10.0}), 4.37e-3), 2e-3);
}

TEST(Bounds, MomentsWithoutDifferenceHaveNoBand) {
  EXPECT_THROW(first("g-2-mu-band", {1e-3, 1.0}, {{"g-2-mu-band.theory", "wp25"}}), UserError);
  EXPECT_THROW(first("g-2-mu", {1e-3, 1.0}, {{"g-2-mu.theory", "wp35"}}), UserError);
}

TEST(Bounds, FourMuonsFollowTheBranchingRatio) {
  // BR(Z -> mu mu Z')/g'^2 = 3.59571e-3 at 10 GeV; taus a little below a third.
  const double r2 = std::pow(constants::tau_mass / 10.0, 2), taus = (1.0 + 2.0 * r2) * std::sqrt(1.0 - 4.0 * r2);
  EXPECT_LT(relative(first("cms-z-4mu", {10.0, 60.0}), std::sqrt(1e-7 * (2.0 + taus) / 3.59571e-3)), 1e-5);
  // Published: between 0.004 and 0.3 with limits between 1e-8 and 1e-7.
  EXPECT_LT(first("cms-z-4mu", {5.0, 60.0}, {{"cms-z-4mu.branching", "1e-8"}}), 0.004);
  EXPECT_GT(first("cms-z-4mu", {5.0, 60.0}), 0.004);
  EXPECT_LT(first("cms-z-4mu", {69.99, 70.0}, {{"cms-z-4mu.branching", "1e-8"}}), 0.3);
  EXPECT_GT(first("cms-z-4mu", {69.99, 70.0}), 0.3);
}

TEST(Bounds, BaBarStandsForOneCrossSection) {
  // The published couplings at 0.3, 1 and 3 GeV: 25 times more in g'^2, limits of 0.19, 0.20 and 0.23 fb.
  for (const auto& [mass, coupling] : {std::pair{0.3, 1.16e-3}, {1.0, 2.02e-3}, {3.0, 5.84e-3}}) {
    EXPECT_LT(relative(coupling * coupling * bounds::four_muon_cross_section_fb(lmu_ltau, 10.58, mass), 0.209), 0.13);
    EXPECT_LT(relative(first("babar-4mu-smooth", {mass, 10.0}), coupling), 0.07);
  }
  EXPECT_EQ(bounds::four_muon_cross_section_fb(lmu_ltau, 10.58, 0.21), 0.0) << "no decay into muons";
  EXPECT_EQ(bounds::four_muon_cross_section_fb(lmu_ltau, 10.58, 10.4), 0.0) << "above the energy of the beams";
}

TEST(Bounds, FourMuonsOfBelleIIHoldThePublishedRange) {
  // 2403.02841: limits of 0.046 to 0.97 fb are couplings of 0.0008 to 0.039 below 6 GeV, somewhere in that range.
  EXPECT_LT(first("belle-ii-4mu", {0.3, 10.0}, {{"belle-ii-4mu.cross-section", "0.046 fb"}}), 0.0008);
  EXPECT_GT(first("belle-ii-4mu", {0.3, 10.0}), 0.0008);
  EXPECT_LT(first("belle-ii-4mu", {5.999, 10.0}, {{"belle-ii-4mu.cross-section", "0.046 fb"}}), 0.039);
  EXPECT_GT(first("belle-ii-4mu", {5.999, 10.0}), 0.039);
  // Belle, with more luminosity than BaBar by a quarter: (514/643)^(1/4).
  EXPECT_LT(
      relative(first("belle-4mu", {1.0, 10.0}) / first("babar-4mu-smooth", {1.0, 10.0}), std::pow(514.0 / 643.0, 0.25)),
      1e-3);
}

TEST(Bounds, FourMuonsOfAtlasHoldThePublishedRange) {
  // 2301.09342: 0.31 to 4.3 fb, couplings above 0.003 to 0.2, 5 to 81 GeV.
  EXPECT_LT(first("atlas-z-4mu", {5.0, 60.0}, {{"atlas-z-4mu.cross-section", "0.31 fb"}}), 0.003);
  EXPECT_GT(first("atlas-z-4mu", {5.0, 60.0}), 0.003);
  EXPECT_LT(first("atlas-z-4mu", {42.0, 60.0}, {{"atlas-z-4mu.cross-section", "0.31 fb"}}), 0.2);
}

TEST(Bounds, LongRangeForcesAreDrawnWhenMassesReachThem) {
  EXPECT_TRUE(computed("super-k-long-range-lmu", {0.0, 0.0}, {}, "le-lmu")[0].curves.empty());
  // alpha < 5.5e-52 (hep-ph/0310210).
  const double coupling = first("super-k-long-range-lmu", {1e-40, 1e-20}, {}, "le-lmu");
  EXPECT_LT(relative(coupling * coupling / (4.0 * units::pi), 5.5e-52), 1e-3);
  EXPECT_GT(first("super-k-long-range-ltau", {1e-40, 1e-20}, {}, "le-ltau"), coupling);
}

TEST(Bounds, GemmaFollowsTheMomentThatItExcludes) {
  // Heavy bosons interfere, 1 + a x: twice the events for sqrt2 of the moment need at most sqrt2 of the coupling.
  const double one = first("gemma", {0.1, 1.0}, {}, "le-lmu");
  const double two = first("gemma", {0.1, 1.0}, {{"gemma.moment", "4.10122e-11 muB"}}, "le-lmu");
  EXPECT_GT(two / one, std::pow(2.0, 0.25) - 1e-3);
  EXPECT_LT(two / one, std::sqrt(2.0));
  EXPECT_LT(relative(first("gemma", {0.2, 1.0}, {}, "le-lmu"), 2.0 * one), 0.01);
}

TEST(Bounds, NA64muTakesItsSettings) {
  // Nothing expected: couplings fall with the square root of the muons.
  const double now = first("na64mu", {1e-2, 1.0});
  EXPECT_LT(relative(first("na64mu", {1e-2, 1.0}, {{"na64mu.muons", "1.98e12"}}), 0.1 * now), 1e-3);
  EXPECT_LT(first("na64mu", {1e-2, 1.0}, {{"na64mu.efficiency", "1"}}), now);
  EXPECT_THROW(first("na64mu", {1e-2, 1.0}, {{"na64mu.efficiency", "1.5"}}), UserError);
  EXPECT_THROW(first("na64mu", {1e-2, 1.0}, {{"na64mu.muons", "many"}}), UserError);
}

TEST(Bounds, LepLosesItsVertexWhereItChangesSign) {
  const auto curves = computed("lep-z-couplings", {1.0, 100.0})[0].curves;
  ASSERT_FALSE(curves.empty());
  // g'^2 54.6/(16 pi^2) of the axial ratios at 1 GeV: below 0.0013 and 0.0015 times a few.
  const double shift = std::pow(curves[0].coupling[0], 2) * 54.6177 / (16.0 * units::pi * units::pi);
  EXPECT_GT(shift, 5e-4);
  EXPECT_LT(shift, 3e-3);
}

TEST(Bounds, TridentsOfCcfrMeetTheFormulaOfRatiosForHeavyBosons) {
  EXPECT_LT(relative(first("ccfr-trident", {50.0, 60.0}), first("ccfr-trident-formula", {50.0, 60.0})), 0.03);
  EXPECT_LT(relative(50.0 / first("ccfr-trident-formula", {50.0, 60.0}), 538.6), 2e-3);
  EXPECT_LT(relative(first("ccfr-trident", {1e-2, 0.1}), 1e-3), 0.2);
}

TEST(Bounds, AxialBosonsMeetTheirFormulaOfRatios) {
  // c (1 + 2 v^2 g'^2/M^2)^2 + (1 + 4 s_W^2)^2 over c + (1 + 4 s_W^2)^2 = 0.82 + 1.96 x 0.28, c = 1.13 (1902.06765).
  const double c = 1.13, vector = std::pow(1.0 + 4.0 * 0.23121, 2), edge = 0.82 + 1.959964 * 0.28;
  const double shift = std::sqrt((edge * (c + vector) - vector) / c) - 1.0;
  const double expected = 50.0 * std::sqrt(shift * constants::fermi_constant / std::sqrt(2.0));
  EXPECT_LT(relative(first("ccfr-trident", {50.0, 60.0}, {}, "axial-lmu-ltau"), expected), 0.03);
  // Dimuons have more of the vector: axial couplings are weaker tested.
  EXPECT_GT(first("dune-trident", {1.0, 10.0}, {}, "axial-lmu-ltau"), first("dune-trident", {1.0, 10.0}));
}

TEST(Bounds, AxialBosonsLowerTheMomentOfTheMuon) {
  // -5 g'^2 m^2/(12 pi^2 M^2) >= (38 - 2 x 63)e-11 for heavy bosons.
  const double r = constants::muon_mass / 50.0;
  const double expected = std::sqrt(88e-11 * 12.0 * units::pi * units::pi / (5.0 * r * r));
  EXPECT_LT(relative(first("g-2-mu", {50.0, 60.0}, {}, "axial-lmu-ltau"), expected), 1e-3);
  EXPECT_THROW(first("g-2-mu", {1.0, 10.0}, {{"g-2-mu.theory", "wp20"}}, "axial-lmu-ltau"), UserError);
  BoundsRequest request;
  request.axial = true;
  EXPECT_THROW(compute_bounds(request), UserError) << "a named plane has its own charges";
  request.charges = Charges{0.0, 1.0, -1.0};
  EXPECT_EQ(bounds::plane(plane_of(request).name).axial, true);
  request.charges = Charges{0.0, 1.0, 0.0};
  EXPECT_EQ(plane_of(request).name, "u1-axial");
}

TEST(Bounds, ChargedScalarsActOnDimuonsByMuonDecayAlone) {
  // (1 - x)^2 = measured ratio less 1.96 errors, x = (h TeV/m)^2/(2 sqrt2 G_F TeV^2).
  const double unit = 1e-6 / (2.0 * std::sqrt(2.0) * constants::fermi_constant);
  for (const auto& [name, lower] :
       {std::pair{"ccfr-trident", 0.82 - 1.959964 * 0.28}, {"charm-ii-trident", 1.58 - 1.959964 * 0.57}}) {
    const double expected = 0.1 * std::sqrt((1.0 - std::sqrt(lower)) / unit);
    EXPECT_LT(relative(first(name, {100.0, 200.0}, {}, "charged-scalar-emu"), expected), 1e-3) << name;
  }
  // Electrons: V, A = (1 - x) V_SM - x against dimuons with the same cuts and errors; mixed flavours only add.
  const double pairs = first("dune-dielectron", {100.0, 200.0}, {}, "charged-scalar-emu");
  EXPECT_LT(first("dune-dielectron", {100.0, 200.0}, {}, "charged-scalar-emu-etau"), pairs);
  EXPECT_LT(relative(first("dune-dielectron", {100.0, 200.0}, {}, "charged-scalar-emu-mutau"), pairs), 1e-9);
  EXPECT_LT(relative(first("dune-dielectron", {200.0, 400.0}, {}, "charged-scalar-emu"), 2.0 * pairs), 1e-9)
      << "contact interaction";
}

TEST(Bounds, ChargesScaleTheCoupling) {
  BoundsRequest request;
  request.charges = Charges{0.0, 2.0, -2.0};
  request.names = {"g-2-mu", "ccfr-trident"};
  request.lowest_mass_GeV = 1.0;
  request.highest_mass_GeV = 10.0;
  request.points_per_decade = 1;
  const BoundsResult result = compute_bounds(request);
  EXPECT_EQ(result.plane.name, "u1");
  EXPECT_LT(relative(result.bounds[0].curves[0].coupling[0], 0.5 * first("ccfr-trident", {1.0, 10.0})), 1e-6);
  EXPECT_LT(relative(result.bounds[1].curves[0].coupling[0], 0.5 * first("g-2-mu", {1.0, 10.0})), 1e-12);
}

TEST(Bounds, EntropyOfTheBosonHasItsLimits) {
  // Massless: 2 pi^2/15 over 7 pi^2/30 = 4/7 of the entropy of neutrinos; heavy: nothing.
  EXPECT_LT(relative(bounds::extra_neutrinos(1e-6, 2.3e-3), 3.044 * (std::pow(11.0 / 7.0, 4.0 / 3.0) - 1.0)), 1e-4);
  EXPECT_LT(bounds::extra_neutrinos(0.1, 2.3e-3), 1e-10);
  const auto curve = computed("n-eff", {1e-3, 0.1})[0].curves.at(0);
  const double border = curve.mass[curve.mass.size() - 2];
  EXPECT_LT(relative(border, 10e-3), 0.15) << "published: about 10 MeV";
}

TEST(Bounds, SolarNeutrinosByTheClosedFormOfAHeavyBoson) {
  // A line of 862 keV, contact interaction: numu and nutau get g_L, g_R +- d, d = g'^2 e eps/(2 sqrt2 G_F M^2), whose
  // interference cancels. int (g_L^2 + g_R^2 (1 - T/E)^2 - g_L g_R m T/E^2) dT above 270 keV, in closed form.
  const double E = 862e-6, m = constants::electron_mass, s2 = 0.23121, low = 270e-6, high = 2.0 * E * E / (m + 2.0 * E);
  const auto rate = [&](double left, double right) {
    const double flat = high - low, square = (high * high - low * low) / (2.0 * E * E) * m;
    const double cubic = E / 3.0 * (std::pow(1.0 - low / E, 3) - std::pow(1.0 - high / E, 3));
    return left * left * flat + right * right * cubic - left * right * square;
  };
  const double survival = bounds::BerylliumLine().survival();
  const double standard = survival * rate(0.5 + s2, s2) + (1.0 - survival) * rate(-0.5 + s2, s2);
  const double d = std::sqrt(0.08 * standard / ((1.0 - survival) * rate(1.0, 1.0)));
  const double mixing = constants::electric_charge_squared / (6.0 * units::pi * units::pi) *
                        std::log(constants::tau_mass / constants::muon_mass);
  const double expected = std::sqrt(d * 2.0 * std::sqrt(2.0) * constants::fermi_constant / mixing);
  EXPECT_LT(relative(first("borexino", {1.0, 10.0}), expected), 3e-3);
}

TEST(Bounds, EquilibriumWithNeutrinosIsThatOfTheirWidth) {
  // All neutrinos count: the width of the boson to them is the rate of expansion at T = M.
  BoundsRequest request;
  request.charges = Charges{0.0, 1.0, -2.0};
  request.names = {"n-eff"};
  request.lowest_mass_GeV = 1e-3;
  request.highest_mass_GeV = 5e-3;
  request.points_per_decade = 1;
  const BoundCurve curve = compute_bounds(request).bounds.at(0).curves.at(0);
  const auto couplings = model::u1_lepton_couplings({0.0, 1.0, -2.0}, curve.coupling[0], curve.mass[0], false);
  const double expansion = 1.66 * std::sqrt(10.75) * curve.mass[0] * curve.mass[0] / 1.22089e19;
  EXPECT_LT(relative(model::lepton_widths(couplings, curve.mass[0]).invisible(), expansion), 1e-6);
  // One that couples to electrons too gives its entropy to photons as well: another formula.
  EXPECT_THROW(first("n-eff", {1e-3, 5e-3}, {}, "le-lmu"), UserError);
}

TEST(Recast, InvisibleDarkPhotonsBecomeMixedGaugeBosons) {
  // g' = eps/|eps(M^2)/g'| below 2 m_mu, where the boson decays to neutrinos only.
  const double mixing = std::abs(model::timelike_kinetic_mixing({0.0, 1.0, -1.0}, 1e-2 * 1e-2));
  EXPECT_LT(relative(recast_factor(Production::electron_invisible, bounds::plane("dark-photon"), lmu_ltau, 1e-2),
                     1.0 / mixing),
            1e-3);
  // Published recast of BaBar (Darkcast, 1801.04847) for invisible decays only.
  EXPECT_LT(relative(first("babar-invisible", {9e-3, 1.0}), 6.5306e-2), 5e-3);
}

TEST(Recast, MuonRadiationKeepsChargeAndShare) {
  // Charges whose sum is not zero have no loop: x/(x + 1/2) to x/(2 + x), x the muons' width.
  const double r2 = std::pow(constants::muon_mass, 2), x = (1.0 + 2.0 * r2) * std::sqrt(1.0 - 4.0 * r2);
  const double factor = recast_factor(Production::muon_radiation, bounds::plane_of_charges({0.0, 1.0, 0.0}),
                                      bounds::plane_of_charges({1.0, 1.0, 0.0}), 1.0);
  const double r2e = std::pow(constants::electron_mass, 2), electrons = (1.0 + 2.0 * r2e) * std::sqrt(1.0 - 4.0 * r2e);
  EXPECT_LT(relative(factor, std::sqrt((1.0 + electrons + x) / (x + 0.5))), 1e-12);
  const Plane twice = bounds::plane_of_charges({0.0, 2.0, -2.0});
  EXPECT_LT(relative(recast_factor(Production::muon_radiation, lmu_ltau, twice, 1.0), 0.5), 1e-12);
}

TEST(Recast, NeedsMuonsForMuonRadiation) {
  const Plane electrons = bounds::plane_of_charges({1.0, 0.0, -1.0});
  for (const auto& info : available_bounds([&] {
         BoundsRequest request;
         request.charges = Charges{1.0, 0.0, -1.0};
         return request;
       }())) {
    EXPECT_NE(info.name, "babar-4mu") << "it is not made off electrons";
  }
  EXPECT_EQ(recast_factor(Production::muon_radiation, lmu_ltau, electrons, 0.15), 0.0);
}

TEST(Recast, DumpsKeepProductionBelowAndLifetimeAbove) {
  // L_e - L_mu below 2 m_mu: the width of e e is that of a dark photon with e eps = g'; neutrinos double the whole.
  const auto dump = computed("e137", {2e-3, 0.2}, {}, "le-lmu")[0].curves.at(0);
  const auto photon = computed("e137", {2e-3, 0.2}, {}, "dark-photon")[0].curves.at(0);
  const double e = std::sqrt(constants::electric_charge_squared);
  const auto loop = [&](size_t i) {
    return std::abs(1.0 + e * model::timelike_kinetic_mixing({1.0, -1.0, 0.0}, std::pow(dump.mass[i], 2)));
  };
  EXPECT_LT(relative(dump.coupling[0], e * photon.coupling[0] / loop(0)), 1e-9);
  const double ratio = std::pow(constants::electron_mass / dump.mass[5], 2);
  const double pairs = (1.0 + 2.0 * ratio) * std::sqrt(1.0 - 4.0 * ratio), l = loop(5);
  EXPECT_LT(relative(dump.upper[5], e * photon.upper[5] * std::sqrt(pairs / (l * l * pairs + 1.0))), 1e-9);
}

TEST(Bounds, ReactorElectronsTurnOverAtTheirMomentumTransfer) {
  const double light = first("texono", {1e-4, 1.0}, {}, "le-lmu"), heavy = first("texono", {0.1, 1.0}, {}, "le-lmu");
  EXPECT_LT(relative(light, first("texono", {2e-4, 1.0}, {}, "le-lmu")), 0.02);
  EXPECT_LT(relative(first("texono", {0.2, 1.0}, {}, "le-lmu"), 2.0 * heavy), 0.01);
}

TEST(Bounds, AllCurvesOfTheDataFolderBelongSomewhere) {
  std::set<std::string> planes;
  for (const bounds::Bound& bound : bounds::bounds()) {
    planes.insert(bound.info.plane);
    EXPECT_FALSE(bound.info.title.empty());
    EXPECT_FALSE(bound.info.confidence.empty()) << bound.info.name;
    const bounds::BoundInfo& info = bound.info;
    EXPECT_FALSE(info.papers.empty()) << info.name;
    EXPECT_GT(info.year, 1980) << info.name;
    EXPECT_FALSE(info.exposure.empty()) << info.name;
    if (info.kind == bounds::Kind::computed) {
      EXPECT_FALSE(info.formula.empty()) << info.name;
      EXPECT_FALSE(info.assumptions.empty()) << info.name;
    } else {
      EXPECT_FALSE(info.source.empty()) << info.name;
    }
    for (const bounds::BoundSetting& setting : info.settings) {
      EXPECT_FALSE(setting.meaning.empty() || setting.default_text.empty()) << info.name << ": " << setting.name;
    }
  }
  for (const Plane& plane : bounds::planes()) EXPECT_TRUE(planes.contains(plane.name)) << plane.name;
}

TEST(Bounds, MassesOutsideOfABoundGiveNoCurve) {
  for (const auto& [low, high] : {std::pair{1e-6, 1e-3}, {1e-2, 2e-2}, {2.0, 3.0}, {20.0, 300.0}, {1e4, 1e5}}) {
    for (const char* plane : {"lmu-ltau", "le-lmu", "axial-lmu-ltau", "dark-photon", "alp-muon"}) {
      BoundsRequest request;
      request.plane = plane;
      request.lowest_mass_GeV = low;
      request.highest_mass_GeV = high;
      request.points_per_decade = 1;
      for (const ComputedBound& bound : compute_bounds(request).bounds) {
        for (const BoundCurve& curve : bound.curves) {
          ASSERT_FALSE(curve.mass.empty()) << bound.info.name;
          EXPECT_GE(curve.mass.front(), low * (1.0 - 1e-12)) << bound.info.name;
          EXPECT_LE(curve.mass.back(), high * (1.0 + 1e-12)) << bound.info.name;
        }
      }
    }
  }
  EXPECT_TRUE(computed("dune-trident", {20.0, 300.0}).at(0).curves.empty());
  EXPECT_TRUE(computed("ccfr-trident-formula", {0.3, 5.0}).at(0).curves.empty());
}

TEST(Bounds, SettingsHaveUnits) {
  const auto coupling = [](const std::string& limit) {
    return first("babar-4mu-smooth", {1.0, 2.0}, {{"babar-4mu-smooth.cross-section", limit}});
  };
  EXPECT_NEAR(coupling("836 fb") / coupling("0.209 pb"), 2.0, 1e-12);
  EXPECT_THROW(coupling("0.209"), UserError);
  EXPECT_THROW(coupling("0.209 GeV"), UserError);
  EXPECT_THROW(coupling("0 fb"), UserError);
}

TEST(Bounds, RefuseWhatDoesNotExist) {
  BoundsRequest request;
  request.plane = "lmu-ltua";
  EXPECT_THROW(compute_bounds(request), UserError);
  request.plane = "lmu-ltau";
  request.names = {"ccfr"};
  EXPECT_THROW(compute_bounds(request), UserError);
  request.names = {"g-2-mu"};
  request.settings = {{"g-2-mu.theroy", "wp20"}};
  EXPECT_THROW(compute_bounds(request), UserError);
  request.settings = {{"g-2-mu.sigmas", "-2"}};
  EXPECT_THROW(compute_bounds(request), UserError);
  request.settings.clear();
  request.lowest_mass_GeV = 10.0;
  request.highest_mass_GeV = 1.0;
  EXPECT_THROW(compute_bounds(request), UserError);
  EXPECT_THROW(bounds::parse_charges("e=0,muon=1"), UserError);
  EXPECT_THROW(bounds::parse_charges("e=0,e=1"), UserError);
  EXPECT_THROW(bounds::parse_charges("1,2"), UserError);
  EXPECT_THROW(bounds::plane_of_charges({}), UserError);
  EXPECT_THROW(check_bounds_outputs({"plane.txt"}, false), UserError);
  EXPECT_THROW(check_bounds_outputs({"plane.csv", "/no/such/folder/plane.pdf"}, false), UserError);
  EXPECT_THROW(check_bounds_outputs({"plane.csv", "plane.csv"}, false), UserError);
  EXPECT_EQ(bounds::parse_charges("mu=1,tau=-1"), (Charges{0.0, 1.0, -1.0}));
}

TEST(Bounds, TextsHoldEveryPointAndWhereItComesFrom) {
  BoundsRequest request;
  request.names = {"babar-4mu", "g-2-mu"};
  request.points_per_decade = 1;
  const BoundsResult result = compute_bounds(request);
  const auto json = nlohmann::json::parse(bounds_json(result));
  ASSERT_EQ(json["bounds"].size(), 2u);
  EXPECT_EQ(json["bounds"][0]["name"], "babar-4mu");
  EXPECT_EQ(json["bounds"][0]["curves"][0]["mass_GeV"].size(), 3u);
  EXPECT_EQ(json["bounds"][1]["settings"]["theory"], "wp25");
  EXPECT_EQ(json["data_checksums"].size(), 1u);
  const std::string csv = bounds_csv(result);
  EXPECT_NE(csv.find("babar-4mu,1,0.3,0.00116,"), std::string::npos);
  EXPECT_NE(csv.find("bound,curve,mass_GeV,coupling,upper"), std::string::npos);
}

}  // namespace
}  // namespace tridens::run
